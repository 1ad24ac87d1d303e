"""Channel tests against a small upstream on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from oneapi_desktop.domain.channel import Channel, ChannelStatus
from oneapi_desktop.domain.errors import Conflict, InvalidInput, OneApiError
from oneapi_desktop.providers.provider import EVERY_MODE, Mode
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.services.channel_probes import build_probe, choose_test_model, mode_of_model, read_answer
from oneapi_desktop.services.workspace import Workspace

KEY = "sk-planted-0123456789abcdef"

CHAT_ANSWER = {"choices": [{"message": {"role": "assistant", "content": "I am a model"}}]}


class Upstream:
    """A scriptable upstream: ``answer`` is what every POST gets; ``seen`` what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.answer: Any = CHAT_ANSWER
        self.seen: list[tuple[str, bytes, str]] = []
        self.gate: asyncio.Event | None = None
        self.arrived = asyncio.Event()
        self.busiest = self.busy = 0

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request."""
        self.seen.append((request.path, await request.read(), request.headers.get("Authorization", "")))
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        self.arrived.set()
        if self.gate is not None:
            await self.gate.wait()
        self.busy -= 1
        if isinstance(self.answer, bytes):
            return web.Response(status=self.status, body=self.answer)
        return web.json_response(self.answer, status=self.status)


@pytest.fixture
async def upstream() -> AsyncIterator[tuple[Upstream, str]]:
    """The upstream and its base URL."""
    script = Upstream()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", script.handle)
    server = TestServer(application)
    await server.start_server()
    yield script, f"http://127.0.0.1:{server.port}/v1"
    await server.close()


@pytest.fixture
def add(workspace: Workspace, upstream: tuple[Upstream, str]) -> Callable[..., Any]:
    """Adds a channel to the upstream."""

    async def do(**fields: Any) -> Channel:
        values = {"type": "openai-compatible", "base_url": upstream[1], "key": KEY, "models": ["gpt-4o"]}
        return await workspace.channels.add(values | fields)

    return do


Script = tuple[Upstream, str]


async def test_a_passed_test(workspace: Workspace, upstream: Script, add: Any) -> None:
    channel = await add(model_mapping={"gpt-4o": "deep"}, param_override={"temperature": 0})
    result = await workspace.tests.test(channel)
    assert result.passed
    assert (result.answer, result.mode, result.action) == ("I am a model", "chat", "")
    path, body, authorization = upstream[0].seen[0]
    assert path == "/v1/chat/completions"
    assert json.loads(body) == {
        "model": "deep",
        "messages": [{"role": "user", "content": workspace.settings.test_prompt}],
        "temperature": 0,
    }
    assert authorization == f"Bearer {KEY}"
    found = await workspace.channels.find(channel.id)
    assert found.test_ms == result.ms
    assert found.tested_at
    assert found.test_error == ""


async def test_a_definite_fault_switches_off_and_a_passed_test_on(
    workspace: Workspace, upstream: Script, add: Any
) -> None:
    channel = await add()
    upstream[0].status, upstream[0].answer = 401, {"error": {"message": f"Incorrect API key provided: {KEY}"}}
    result = await workspace.tests.test(channel)
    assert result.action == "disabled"
    assert result.error == "HTTP 401: Incorrect API key provided: ***"
    found = await workspace.channels.find(channel.id)
    assert found.status is ChannelStatus.AUTO_DISABLED
    assert "refuses the key" in found.status_reason
    assert found.test_ms is None
    assert KEY not in found.test_error + found.status_reason
    upstream[0].status, upstream[0].answer = 200, CHAT_ANSWER
    assert (await workspace.tests.test(found)).action == "enabled"
    assert (await workspace.channels.find(channel.id)).status is ChannelStatus.ENABLED


async def test_what_the_owner_switched_off_stays_off(workspace: Workspace, add: Any) -> None:
    channel = await add()
    await workspace.channels.disable(channel.id)
    assert (await workspace.tests.test(channel)).action == ""
    assert (await workspace.channels.find(channel.id)).status is ChannelStatus.DISABLED


async def test_settings_forbid_switching(workspace: Workspace, upstream: Script, add: Any) -> None:
    workspace.settings.values |= {"automatic_disable": False, "automatic_enable": False}
    channel = await add()
    upstream[0].status = 401
    assert (await workspace.tests.test(channel)).action == ""
    await workspace.channels.disable_automatically(channel.id, "x")
    upstream[0].status = 200
    assert (await workspace.tests.test(channel)).action == ""


async def test_a_slow_answer_switches_off(workspace: Workspace, add: Any) -> None:
    workspace.settings.values["disable_threshold"] = 1e-9
    channel = await add()
    result = await workspace.tests.test(channel)
    assert result.passed
    assert result.action == "disabled"
    assert "slower than" in (await workspace.channels.find(channel.id)).status_reason


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [
        (200, b"<html>login</html>", "HTTP 200 without a usable answer: login"),
        (200, {"choices": []}, "HTTP 200 without a usable answer"),
        (200, {"choices": [{"message": {"content": ""}}]}, "HTTP 200 without a usable answer"),
        (200, {"error": {"message": "no"}}, "HTTP 200 without a usable answer: no"),
        (500, b"\x00\x1b[2Jboom", "HTTP 500: [2Jboom"),
        (429, {"error": {"message": "slow down"}}, "HTTP 429: slow down"),
        (404, b"", "HTTP 404"),
    ],
    ids=str,
)
async def test_other_faults_are_told_and_switch_nothing(
    workspace: Workspace, upstream: Script, add: Any, status: int, answer: Any, expected: str
) -> None:
    upstream[0].status, upstream[0].answer = status, answer
    channel = await add()
    result = await workspace.tests.test(channel)
    assert (result.error, result.action) == (expected, "")
    found = await workspace.channels.find(channel.id)
    assert (found.test_error, found.status) == (expected, ChannelStatus.ENABLED)


async def test_an_unreachable_upstream(workspace: Workspace, add: Any) -> None:
    channel = await add(base_url="http://127.0.0.1:9")
    result = await workspace.tests.test(channel)
    assert not result.passed
    assert "refused" in result.error


async def test_a_model_that_is_not_offered(workspace: Workspace, add: Any) -> None:
    with pytest.raises(InvalidInput, match="does not offer"):
        await workspace.tests.test(await add(), "absent")


async def test_lost_keys_are_told(workspace: Workspace, add: Any) -> None:
    channel = await add()
    workspace.vault.delete(channel.secret_ref)
    workspace.channels._cache.clear()
    assert "missing" in (await workspace.tests.test(channel)).error


async def test_all_in_order_with_progress_and_scope(workspace: Workspace, upstream: Script, add: Any) -> None:
    channels = [await add(name=f"c{number}") for number in range(6)]
    await workspace.channels.disable(channels[5].id)
    seen: list[int] = []
    results = await workspace.tests.test_all("all", lambda run: seen.append(len(run.results)))
    assert [result.channel for result in results] == [f"c{number}" for number in range(6)]
    assert seen == [1, 2, 3, 4, 5, 6]
    assert [r.channel for r in await workspace.tests.test_all("disabled")] == ["c5"]
    assert len(await workspace.tests.test_all("enabled")) == 5
    with pytest.raises(InvalidInput, match="scope"):
        await workspace.tests.test_all("some")  # type: ignore[arg-type]
    assert workspace.tests.run is None


async def test_one_run_at_a_time_four_at_once_and_cancel(workspace: Workspace, upstream: Script, add: Any) -> None:
    for number in range(9):
        await add(name=f"c{number}")
    script = upstream[0]
    script.gate = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(workspace.tests.test_all())
        while script.busy < 4:
            script.arrived.clear()
            await script.arrived.wait()
        with pytest.raises(Conflict, match="under way"):
            await workspace.tests.test_all()
        assert workspace.tests.cancel()
        script.gate.set()
    assert len(running.result()) == 4
    assert script.busiest == 4
    assert not workspace.tests.cancel()
    assert len(await workspace.tests.test_all()) == 9, "a cancelled run does not block the next"


async def test_a_pause_between_channels(workspace: Workspace, add: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.settings.values["polling_interval"] = 2.5
    pauses: list[float] = []

    async def note(seconds: float) -> None:
        pauses.append(seconds)

    for number in range(3):
        await add(name=f"c{number}")
    monkeypatch.setattr("oneapi_desktop.services.channel_tests.asyncio.sleep", note)
    await workspace.tests.test_all()
    assert pauses == [2.5, 2.5]


@pytest.mark.parametrize(
    ("model", "mode"),
    [
        ("gpt-4o", Mode.CHAT),
        ("text-embedding-3-small", Mode.EMBEDDINGS),
        ("BAAI/bge-m3-embed", Mode.EMBEDDINGS),
        ("bge-large-en", Mode.EMBEDDINGS),
        ("tts-1-hd", Mode.SPEECH),
        ("gpt-4o-mini-tts", Mode.SPEECH),
        ("whisper-1", Mode.TRANSCRIPTION),
        ("gpt-4o-transcribe", Mode.TRANSCRIPTION),
        ("dall-e-3", Mode.IMAGES),
        ("gpt-image-1", Mode.IMAGES),
        ("omni-moderation-latest", Mode.MODERATIONS),
        ("gpt-3.5-turbo-instruct", Mode.COMPLETIONS),
        ("llama-3-70b-instruct", Mode.CHAT),
    ],
)
def test_kinds_of_models(model: str, mode: Mode) -> None:
    assert mode_of_model(model, EVERY_MODE) is mode
    assert mode_of_model(model, frozenset({Mode.CHAT})) is Mode.CHAT


def channel_with(*models: str, **fields: Any) -> Channel:
    """A channel that offers some models."""
    return replace(Channel(1, "c", "openai", models=models), **fields)


def test_choice_of_the_test_model() -> None:
    provider = find_provider("openai")
    assert choose_test_model(channel_with("dall-e-3", "o3", "gpt-3.5-turbo-16k"), provider) == "o3"
    assert choose_test_model(channel_with("o3", "gpt-3.5-turbo"), provider) == "gpt-3.5-turbo"
    assert choose_test_model(channel_with("o3", "gpt-4o", test_model="gpt-4o"), provider) == "gpt-4o"
    assert choose_test_model(channel_with("o3", "gpt-4o", test_model="gpt-4o"), provider, "o3") == "o3"
    assert choose_test_model(channel_with("dall-e-3"), provider) == "dall-e-3"
    assert choose_test_model(channel_with(), provider) == ""


@pytest.mark.parametrize(
    ("model", "answer", "said"),
    [
        ("text-embedding-3-small", {"data": [{"embedding": [0.1, 0.2]}]}, "a vector of 2"),
        ("dall-e-3", {"data": [{"url": "https://x"}]}, "an image"),
        ("whisper-1", {"text": ""}, "(silence)"),
        ("omni-moderation-latest", {"results": [{"flagged": False}]}, "judged"),
        ("gpt-3.5-turbo-instruct", {"choices": [{"text": "hi"}]}, "hi"),
        ("o3", {"choices": [{"message": {"content": None, "reasoning_content": "hm"}}]}, "hm"),
    ],
)
def test_probes_and_their_answers(model: str, answer: Any, said: str) -> None:
    provider = find_provider("openai")
    probe = build_probe(channel_with(model), provider, model, "hello")
    assert probe.body
    assert read_answer(probe.mode, {}, json.dumps(answer).encode()) == said
    for useless in (b"", b"[]", b"{}", b'{"data": [], "choices": {}, "results": 5, "text": 1}', b"[" * 50_000):
        assert read_answer(probe.mode, {}, useless) is None


def test_speech_is_judged_by_its_kind() -> None:
    assert read_answer(Mode.SPEECH, {"Content-Type": "audio/mpeg"}, b"abc") == "3 bytes of audio"
    assert read_answer(Mode.SPEECH, {"Content-Type": "application/json"}, b"{}") is None
    assert read_answer(Mode.SPEECH, {"Content-Type": "audio/mpeg"}, b"") is None


@pytest.mark.parametrize(
    "model", ["echo", "echo-embedding", "echo-image", "echo-speech", "echo-transcription", "echo-moderation"]
)
async def test_the_echo_channel_passes_every_kind(workspace: Workspace, model: str) -> None:
    channel = await workspace.channels.add({"type": "echo"})
    result = await workspace.tests.test(channel, model)
    assert result.passed, result.error


async def test_a_draft_is_tested_and_nothing_is_kept_of_it(
    workspace: Workspace, upstream: Script, operate: Any
) -> None:
    draft = {"type": "openai-compatible", "base_url": upstream[1], "key": KEY, "models": ["gpt-4o"]}
    result = await operate("channel.try", **draft)
    assert (result["result"], result["answer"], result["model"]) == ("passed", "I am a model", "gpt-4o")
    upstream[0].status, upstream[0].answer = 401, {"error": {"message": f"Incorrect API key provided: {KEY}"}}
    result = await operate("channel.try", **draft)
    assert (result["result"], result["error"]) == ("failed", "HTTP 401: Incorrect API key provided: ***")
    assert await workspace.channels.list() == []
    with pytest.raises(InvalidInput) as caught:
        await operate("channel.try", **draft | {"base_url": "nowhere"})
    assert caught.value.field == "base_url"


async def test_a_draft_of_a_change_is_tested_with_the_secrets_that_stay(
    workspace: Workspace, upstream: Script, add: Any, operate: Any
) -> None:
    channel = await add(base_url="http://127.0.0.1:9")
    result = await operate("channel.try", channel=channel.id, base_url=upstream[1], model="gpt-4o")
    assert result["result"] == "passed"
    assert upstream[0].seen[0][2] == f"Bearer {KEY}"
    found = await workspace.channels.find(channel.id)
    assert (found.base_url, found.tested_at) == ("http://127.0.0.1:9", None)
    with pytest.raises(InvalidInput) as caught:
        await operate("channel.try", channel=channel.id, model="other")
    assert caught.value.field == "model"


async def test_a_draft_without_models_is_told_what_there_is(upstream: Script, operate: Any) -> None:
    draft = {"type": "openai-compatible", "base_url": upstream[1], "key": KEY}
    upstream[0].answer = {"data": [{"id": "b"}, {"id": "a"}]}
    assert await operate("channel.offered", **draft) == ["a", "b"]
    upstream[0].answer = {"data": []}
    with pytest.raises(OneApiError, match=r"OpenAI compatible: .*model list"):
        await operate("channel.offered", **draft)
    with pytest.raises(InvalidInput) as caught:
        await operate("channel.try", **draft)
    assert caught.value.field == "models"
