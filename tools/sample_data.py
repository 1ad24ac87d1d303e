"""Fill a data directory with realistic sample data: the same seed and moment give the same rows.

Used by ``dev.py demo`` and ``dev.py screenshots``. No key in it is real, and nothing is sent anywhere.
"""

import asyncio
import json
import math
import random
from dataclasses import dataclass

from oneapi_desktop.domain.channel import Channel
from oneapi_desktop.domain.request_record import Outcome, RequestRecord
from oneapi_desktop.domain.token import Token
from oneapi_desktop.domain.usage import Usage, UsageSource
from oneapi_desktop.services.workspace import Workspace
from oneapi_desktop.store.repositories.channels import ChannelRepository

DAYS = 30
REQUESTS = 20_000
DAY_MS = 86_400_000
NANO = 1_000_000_000
BATCH = 500


@dataclass(frozen=True, slots=True)
class SampleModel:
    """One model: how often it is called, how long it takes to begin, how fast it goes on."""

    name: str
    share: float
    first_ms: float
    tokens_per_second: float
    prompt: int
    completion: int
    reasoning: float = 0.0


@dataclass(frozen=True, slots=True)
class SampleChannel:
    """One channel with its models and its account."""

    name: str
    provider: str
    key: str
    models: tuple[SampleModel, ...]
    priority: int = 0
    weight: int = 1
    balance: tuple[int, str] | None = None
    failing: float = 0.01


CHANNELS = (
    SampleChannel(
        "OpenAI",
        "openai",
        "sk-sample-openai-0000000000000000",
        (
            SampleModel("gpt-4o", 2.0, 520, 95, 1900, 420),
            SampleModel("gpt-4o-mini", 4.0, 380, 140, 1100, 300),
            SampleModel("gpt-4.1", 2.2, 610, 80, 3200, 650),
            SampleModel("o3", 0.6, 4200, 70, 2400, 1900, 0.7),
        ),
        priority=10,
        weight=3,
    ),
    SampleChannel(
        "OpenAI (work)",
        "openai",
        "sk-sample-work-00000000000000000",
        (SampleModel("gpt-4o", 0.9, 560, 92, 2100, 430), SampleModel("gpt-4.1", 0.7, 640, 78, 3000, 600)),
        priority=5,
    ),
    SampleChannel(
        "OpenRouter",
        "openrouter",
        "sk-or-sample-000000000000000000",
        (
            SampleModel("anthropic/claude-sonnet-4", 3.2, 980, 72, 5200, 900),
            SampleModel("google/gemini-2.5-pro", 0.9, 1600, 110, 4100, 800, 0.4),
        ),
        balance=(37_420_000_000, "USD"),
    ),
    SampleChannel(
        "DeepSeek",
        "deepseek",
        "sk-sample-deepseek-0000000000000",
        (
            SampleModel("deepseek-chat", 2.4, 890, 48, 1500, 500),
            SampleModel("deepseek-reasoner", 0.7, 1400, 42, 1800, 2200, 0.75),
        ),
        balance=(86_150_000_000, "CNY"),
        failing=0.03,
    ),
    SampleChannel(
        "Groq",
        "groq",
        "gsk-sample-0000000000000000000",
        (SampleModel("llama-3.3-70b-versatile", 1.1, 210, 270, 900, 260),),
        failing=0.08,
    ),
    SampleChannel(
        "Mistral",
        "mistral",
        "sample-mistral-000000000000000",
        (SampleModel("mistral-large-latest", 0.5, 480, 66, 1300, 380),),
    ),
    SampleChannel(
        "Company gateway",
        "openai-compatible",
        "sk-sample-company-00000000000",
        (SampleModel("qwen2.5-coder-32b", 0.8, 300, 58, 2600, 340),),
        failing=0.02,
    ),
)

TOKENS: tuple[tuple[dict[str, object], float], ...] = (
    ({"name": "Claude Code", "budget_month_usd": "60"}, 3.4),
    ({"name": "Cursor", "budget_usd": "120"}, 2.6),
    ({"name": "Open WebUI", "budget_usd": "40", "rpm": 60}, 1.6),
    ({"name": "Nightly evaluation", "budget_day_usd": "3", "models": ["gpt-4o-mini", "deepseek-chat"]}, 1.2),
    ({"name": "Aya's phone", "budget_usd": "9", "expires_at": "45d", "subnet": "192.168.0.0/16"}, 0.7),
    ({"name": "notebook", "unlimited": True}, 0.5),
)
"""Fields of each token and how often it calls."""

FAULTS = (
    (429, "rate_limit_exceeded", "Rate limit reached for requests per minute. Please try again in 1.2s.", 5),
    (503, "overloaded", "The server is overloaded or not ready yet.", 3),
    (400, "context_length_exceeded", "This model's maximum context length is 131072 tokens.", 2),
    (504, "timeout", "the upstream did not begin to answer within 300 s", 1),
)


async def fill(workspace: Workspace, now_ms: int, *, requests: int = REQUESTS, seed: int = 20260101) -> None:
    """Make channels, tokens and that many requests in the thirty days before ``now_ms``."""
    chance = random.Random(seed)
    channels = [await _add_channel(workspace, sample, now_ms, chance) for sample in CHANNELS]
    tokens = [(await workspace.tokens.add(fields))[0] for fields, _share in TOKENS]
    await workspace.prices.set("qwen2.5-coder-32b", {"input": "0.20", "output": "0.60"})
    moments = sorted(_moment(chance, now_ms) for _ in range(requests))
    pending: list[asyncio.Future[None]] = []
    for moment in moments:
        pending.append(workspace.database.append(_record(chance, workspace, channels, tokens, moment)))
        if len(pending) >= BATCH:
            await asyncio.gather(*pending)
            pending.clear()
    await asyncio.gather(*pending)
    broken = next(channel for channel in channels if channel.name == "Groq")
    await workspace.channels.disable_automatically(broken.id, "401: Invalid API Key")


async def _add_channel(workspace: Workspace, sample: SampleChannel, now_ms: int, chance: random.Random) -> Channel:
    fields: dict[str, object] = {
        "type": sample.provider,
        "name": sample.name,
        "key": sample.key,
        "models": [model.name for model in sample.models],
        "priority": sample.priority,
        "weight": sample.weight,
    }
    if sample.provider == "openai-compatible":
        fields["base_url"] = "https://llm.example.com/v1"
    channel = await workspace.channels.add(fields)
    repository = ChannelRepository(workspace.database)
    broken = sample.name == "Groq"
    await repository.record_test(
        channel.id,
        tested_at=now_ms - chance.randrange(3_600_000, 40_000_000),
        test_ms=None if broken else round(sample.models[0].first_ms * chance.uniform(1.0, 1.9)),
        error="401: Invalid API Key" if broken else "",
    )
    if sample.balance is not None:
        amount, currency = sample.balance
        await repository.record_balance(channel.id, nano=amount, currency=currency, at=now_ms - 5_400_000)
    return channel


def _moment(chance: random.Random, now_ms: int) -> int:
    """More in the last days than before, and most of it during working hours."""
    while True:
        moment = now_ms - round(DAYS * DAY_MS * chance.random() ** 1.25) - chance.randrange(1000)
        hour = (moment / 3_600_000) % 24
        if chance.random() < 0.15 + 0.85 * math.exp(-(((hour - 13.5) / 4.2) ** 2)):
            return moment


def _record(
    chance: random.Random,
    workspace: Workspace,
    channels: list[Channel],
    tokens: list[Token],
    moment: int,
) -> RequestRecord:
    pairs = [(place, model) for place, sample in enumerate(CHANNELS) for model in sample.models]
    place, model = chance.choices(pairs, [pair[1].share for pair in pairs])[0]
    sample, channel = CHANNELS[place], channels[place]
    token = chance.choices(tokens, [share for _fields, share in TOKENS])[0]
    stream = chance.random() < 0.78
    record = RequestRecord(
        request_id=f"req_{chance.getrandbits(96):024x}",
        created_at=moment,
        token_id=token.id,
        token_name=token.name,
        channel_id=channel.id,
        channel_name=channel.name,
        model=model.name,
        upstream_model=model.name,
        dialect="openai-chat",
        endpoint="chat",
        stream=stream,
        attempts=1,
        client_address="127.0.0.1" if token.name != "Aya's phone" else "192.168.1.37",
    )
    first_ms = model.first_ms * chance.lognormvariate(0, 0.35)
    route: list[dict[str, object]] = []
    begun = round(chance.uniform(0.4, 1.6), 1)
    if chance.random() < 0.02 and place != 1 and any(m.name == model.name for m in CHANNELS[1].models):
        waited = round(chance.uniform(90, 400), 1)
        route.append(_tried(channels[1], "429 rate_limit_exceeded", begun, waited))
        begun += waited
        record.attempts = 2
    record.overhead_us = round(chance.lognormvariate(6.6, 0.35))
    if chance.random() < sample.failing:
        status, code, text, _share = chance.choices(FAULTS, [fault[3] for fault in FAULTS])[0]
        record.status, record.error_code, record.error = status, code, text
        record.outcome = Outcome.FAILED
        record.duration_us = round((begun + first_ms) * 1000)
        route.append(_tried(channel, f"{status} {code}", begun, round(first_ms, 1)))
    else:
        _answer(chance, workspace, record, sample, model, begun + first_ms)
        route.append(_tried(channel, "ok", begun, round(first_ms, 1)))
    record.route = json.dumps(route)
    return record


def _answer(
    chance: random.Random,
    workspace: Workspace,
    record: RequestRecord,
    sample: SampleChannel,
    model: SampleModel,
    first_ms: float,
) -> None:
    prompt = max(12, round(model.prompt * chance.lognormvariate(-0.3, 0.8)))
    completion = max(3, round(model.completion * chance.lognormvariate(-0.3, 0.8)))
    cached = round(prompt * chance.uniform(0.3, 0.9)) if prompt > 1200 and chance.random() < 0.45 else 0
    usage = Usage(
        prompt_tokens=prompt,
        completion_tokens=completion,
        cached_tokens=cached,
        reasoning_tokens=round(completion * model.reasoning),
    )
    price = workspace.price_book.lookup(model.name, sample.provider)
    record.usage = usage
    record.usage_source = UsageSource.MEASURED if chance.random() < 0.97 else UsageSource.ESTIMATED
    record.cost_nano = price.cost(usage)
    record.price_source = price.source.value
    record.status = 200
    whole_ms = first_ms + completion / model.tokens_per_second * 1000 * chance.uniform(0.8, 1.3)
    record.ttft_us = round((first_ms if record.stream else whole_ms) * 1000)
    record.duration_us = round(whole_ms * 1000)
    if record.stream and chance.random() < 0.01:
        record.status, record.outcome = 499, Outcome.CANCELLED


def _tried(channel: Channel, result: str, at_ms: float, ms: float) -> dict[str, object]:
    return {"channel": channel.name, "channel_id": channel.id, "result": result, "at_ms": at_ms, "ms": ms}
