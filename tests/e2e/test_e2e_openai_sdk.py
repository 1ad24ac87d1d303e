"""The official OpenAI SDK as the reading end of the real program, before the built-in echo and an upstream."""

import asyncio
import base64
import json
import math
import threading
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any, Literal

import openai
import pytest
from fake_upstream import FakeUpstream, answer, chat_body, chat_chunk, error, sse, stream, usage_chunk
from openai import AsyncOpenAI, OpenAI
from program import PATIENCE, Gateway, read, serving
from pydantic import BaseModel

UPSTREAM_KEY = "sk-upstream0123456789"
WEATHER: Any = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather of a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "days": {"type": "integer", "minimum": 1}},
            "required": ["city", "days"],
        },
    },
}
DEPRECATED = pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")
"""The SDK calls image variations and translations deprecated; the gateway serves them."""
_numbers = count(1)


def user(text: str) -> Any:
    return [{"role": "user", "content": text}]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with serving(tmp_path_factory.mktemp("sdk") / "data") as found:
        yield found
        assert found.stop() == 0


@pytest.fixture(scope="module")
def client(gateway: Gateway) -> Iterator[OpenAI]:
    with OpenAI(base_url=gateway.url, api_key=gateway.key, max_retries=0, timeout=PATIENCE) as found:
        yield found


@pytest.fixture
async def upstream() -> AsyncIterator[FakeUpstream]:
    found = await FakeUpstream().start()
    yield found
    await found.stop()


@pytest.fixture
def model(gateway: Gateway, upstream: FakeUpstream) -> str:
    """A model that a channel of ``upstream`` serves, and nobody else."""
    name = f"model-{next(_numbers)}"
    add_channel(gateway, upstream, name)
    return name


@pytest.fixture
async def remote(gateway: Gateway) -> AsyncIterator[AsyncOpenAI]:
    """A client that leaves the loop free, on which the upstream answers."""
    async with AsyncOpenAI(base_url=gateway.url, api_key=gateway.key, max_retries=0, timeout=PATIENCE) as found:
        yield found


def add_channel(gateway: Gateway, upstream: FakeUpstream, model: str, *arguments: str) -> None:
    read(
        gateway.data_dir,
        *("channel", "add", "--type", "openai", "--name", f"of {model}", "--models", model),
        *("--base-url", upstream.url, "--key", UPSTREAM_KEY, *arguments),
    )


def with_token(gateway: Gateway, *arguments: str) -> OpenAI:
    """A client with a token of its own."""
    key = read(gateway.data_dir, "token", "add", "--name", f"token {next(_numbers)}", *arguments)["key"]
    return OpenAI(base_url=gateway.url, api_key=key, max_retries=0, timeout=PATIENCE)


# Chat


def test_chat(client: OpenAI) -> None:
    raw = client.chat.completions.with_raw_response.create(model="echo", messages=user("Good morning"))
    assert raw.headers["x-oneapi-channel"] == "echo"
    assert raw.headers["x-oneapi-attempts"] == "1"
    assert len(raw.headers["x-oneapi-request-id"]) == 32
    found = raw.parse()
    assert found.choices[0].message.content == "Good morning"
    assert found.choices[0].finish_reason == "stop"
    assert found.usage is not None
    assert found.usage.total_tokens == found.usage.prompt_tokens + found.usage.completion_tokens > 0


@pytest.mark.parametrize("wanted", [True, False])
def test_stream(client: OpenAI, wanted: bool) -> None:
    options: Any = {"stream_options": {"include_usage": True}} if wanted else {}
    chunks = list(client.chat.completions.create(model="echo", messages=user("one two three"), stream=True, **options))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == "one two three"
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert [chunk.usage is not None for chunk in chunks].count(True) == (1 if wanted else 0)
    assert all(chunk.choices for chunk in chunks) is not wanted


async def test_chunks_come_one_by_one(gateway: Gateway, remote: AsyncOpenAI) -> None:
    chunks = await remote.chat.completions.create(model="echo", messages=user("/pace 10 a b c d"), stream=True)
    texts = [chunk.choices[0].delta.content async for chunk in chunks]
    assert texts == ["", "a ", "b ", "c ", "d", None]


def test_many_streams_at_once(client: OpenAI) -> None:
    found: dict[int, str] = {}

    def ask(number: int) -> None:
        chunks = client.chat.completions.create(model="echo", messages=user(f"number {number}"), stream=True)
        found[number] = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert found == {number: f"number {number}" for number in range(20)}


def test_tools_and_their_results(client: OpenAI) -> None:
    messages = user("What will it be like?")
    first = client.chat.completions.create(model="echo", messages=messages, tools=[WEATHER], tool_choice="required")
    assert first.choices[0].finish_reason == "tool_calls"
    (call,) = first.choices[0].message.tool_calls or []
    assert call.type == "function"
    assert call.function.name == "get_weather"
    assert set(json.loads(call.function.arguments)) == {"city", "days"}
    messages = [*messages, first.choices[0].message, {"role": "tool", "tool_call_id": call.id, "content": "rain"}]
    second = client.chat.completions.create(model="echo", messages=messages, tools=[WEATHER])
    assert second.choices[0].message.content == "Result of get_weather: rain"


def test_streamed_tools(client: OpenAI) -> None:
    text = '/tool get_weather {"city":"Köln","days":3}\n/tool get_time {}\n'
    with client.chat.completions.stream(model="echo", messages=user(text)) as events:
        kinds = {event.type for event in events}
        final = events.get_final_completion()
    assert "tool_calls.function.arguments.done" in kinds
    calls = final.choices[0].message.tool_calls or []
    assert [call.function.name for call in calls] == ["get_weather", "get_time"]
    assert calls[0].function.arguments == '{"city":"Köln","days":3}'
    assert len({call.id for call in calls}) == 2


class Step(BaseModel):
    explanation: str
    result: float


class Solution(BaseModel):
    kind: Literal["exact", "rough"]
    steps: list[Step]
    answer: int | None


def test_structured_output(client: OpenAI) -> None:
    found = client.chat.completions.parse(model="echo", messages=user("2 + 2?"), response_format=Solution)
    parsed = found.choices[0].message.parsed
    assert isinstance(parsed, Solution)
    assert parsed.kind in {"exact", "rough"}


def test_legacy_completions(client: OpenAI) -> None:
    found = client.completions.create(model="echo", prompt="Once upon")
    assert found.choices[0].text == "Once upon"
    chunks = client.completions.create(model="echo", prompt="Once upon", stream=True)
    assert "".join(chunk.choices[0].text for chunk in chunks) == "Once upon"


# Everything but chat


def test_embeddings(client: OpenAI) -> None:
    found = client.embeddings.create(model="echo-embedding", input=["one", "two"], dimensions=64)
    assert [entry.index for entry in found.data] == [0, 1]
    for entry in found.data:
        assert len(entry.embedding) == 64
        assert math.isclose(math.hypot(*entry.embedding), 1.0, rel_tol=1e-3)
    floats = client.embeddings.create(model="echo-embedding", input="one", dimensions=64, encoding_format="float")
    assert floats.data[0].embedding == pytest.approx(found.data[0].embedding, rel=1e-5)


@DEPRECATED
def test_images(client: OpenAI) -> None:
    made = client.images.generate(model="echo-image", prompt="a red square", n=2)
    pictures = [base64.b64decode(image.b64_json or "") for image in made.data or []]
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    linked = client.images.generate(model="echo-image", prompt="x", response_format="url")
    assert (linked.data or [])[0].url.startswith("data:image/png;base64,")  # type: ignore[union-attr]
    edited = client.images.edit(model="echo-image", image=("a.png", pictures[0], "image/png"), prompt="bluer")
    varied = client.images.create_variation(model="echo-image", image=("a.png", pictures[0], "image/png"))
    for answered in (edited, varied):
        assert base64.b64decode((answered.data or [])[0].b64_json or "").startswith(b"\x89PNG")


def test_speech(client: OpenAI, tmp_path: Path) -> None:
    whole = client.audio.speech.create(model="echo-speech", voice="alloy", input="Good morning").content
    assert whole.startswith(b"RIFF")
    with client.audio.speech.with_streaming_response.create(
        model="echo-speech", voice="alloy", input="Good morning"
    ) as response:
        response.stream_to_file(tmp_path / "a.wav")
    assert (tmp_path / "a.wav").read_bytes() == whole


@DEPRECATED
def test_transcription(client: OpenAI) -> None:
    file = ("talk.mp3", b"\x00" * 5000, "audio/mpeg")
    assert "talk.mp3" in client.audio.transcriptions.create(model="echo-transcription", file=file).text
    assert "talk.mp3" in client.audio.translations.create(model="echo-transcription", file=file).text
    verbose = client.audio.transcriptions.create(
        model="echo-transcription", file=file, response_format="verbose_json", timestamp_granularities=["segment"]
    )
    assert verbose.duration >= 0
    subtitles = client.audio.transcriptions.create(model="echo-transcription", file=file, response_format="srt")
    assert "-->" in str(subtitles)


def test_moderation(client: OpenAI) -> None:
    found = client.moderations.create(model="echo-moderation", input=["a kind word", "violence"])
    assert [result.flagged for result in found.results] == [False, True]
    assert found.results[1].categories.violence


def test_models(client: OpenAI) -> None:
    names = [model.id for model in client.models.list()]
    assert {"echo", "echo-embedding", "echo-image"} <= set(names)
    assert client.models.retrieve("echo").id == "echo"
    with pytest.raises(openai.NotFoundError) as caught:
        client.models.retrieve("no-such-model")
    assert caught.value.code == "model_not_found"


# Errors


def test_a_wrong_key(gateway: Gateway) -> None:
    stranger = OpenAI(base_url=gateway.url, api_key="sk-nobodyknowsthiskey00", max_retries=0)
    with pytest.raises(openai.AuthenticationError) as caught:
        stranger.chat.completions.create(model="echo", messages=user("hi"))
    assert (caught.value.status_code, caught.value.code) == (401, "invalid_api_key")
    assert "token add" in str(caught.value)


def test_a_revoked_token(gateway: Gateway) -> None:
    name = f"token {next(_numbers)}"
    key = read(gateway.data_dir, "token", "add", "--name", name, "--unlimited")["key"]
    known = OpenAI(base_url=gateway.url, api_key=key, max_retries=0)
    known.chat.completions.create(model="echo", messages=user("hi"))
    read(gateway.data_dir, "token", "revoke", name)
    with pytest.raises(openai.AuthenticationError):
        known.chat.completions.create(model="echo", messages=user("hi"))


def test_a_model_that_the_token_may_not_use(gateway: Gateway) -> None:
    narrow = with_token(gateway, "--unlimited", "--models", "echo-embedding")
    with pytest.raises(openai.PermissionDeniedError) as caught:
        narrow.chat.completions.create(model="echo", messages=user("hi"))
    assert (caught.value.type, caught.value.code) == ("permission_error", "model_not_allowed")
    assert [model.id for model in narrow.models.list()] == ["echo-embedding"]


def test_a_budget_that_is_used_up(gateway: Gateway) -> None:
    poor = with_token(gateway, "--budget-usd", "0.000000001")
    poor.chat.completions.create(model="echo", messages=user("What it costs is known only now"))
    with pytest.raises(openai.PermissionDeniedError) as caught:
        poor.chat.completions.create(model="echo", messages=user("hi"))
    assert caught.value.code == "insufficient_quota"


def test_a_model_that_nobody_serves(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="no-such-model", messages=user("hi"))
    assert (caught.value.code, caught.value.param) == ("model_not_found", "model")


def test_too_many_requests(gateway: Gateway) -> None:
    slow = with_token(gateway, "--unlimited", "--rpm", "1")
    slow.chat.completions.create(model="echo", messages=user("hi"))
    with pytest.raises(openai.RateLimitError) as caught:
        slow.chat.completions.create(model="echo", messages=user("hi"))
    assert caught.value.code == "rate_limit_exceeded"
    assert 1 <= int(caught.value.response.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("body", "param"),
    [({"messages": []}, "messages"), ({"messages": user("hi"), "n": 0}, "n"), ({"messages": "text"}, "messages")],
)
def test_bad_requests(client: OpenAI, body: Any, param: str) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="echo", **body)
    assert (caught.value.type, caught.value.param) == ("invalid_request_error", param)


def test_not_implemented(client: OpenAI) -> None:
    with pytest.raises(openai.InternalServerError) as caught:
        client.files.list()
    assert (caught.value.status_code, caught.value.code) == (501, "api_not_implemented")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, openai.BadRequestError),
        (404, openai.NotFoundError),
        (409, openai.ConflictError),
        (422, openai.UnprocessableEntityError),
        (500, openai.InternalServerError),
        (503, openai.InternalServerError),
    ],
)
async def test_an_upstreams_errors(
    upstream: FakeUpstream, remote: AsyncOpenAI, model: str, status: int, expected: type[openai.APIStatusError]
) -> None:
    upstream.script = error(status)
    for streamed in (False, True):
        with pytest.raises(expected) as caught:
            await remote.chat.completions.create(model=model, messages=user("hi"), stream=streamed)
        assert f"status {status} it is" in str(caught.value)


async def test_an_upstreams_rate_limit(upstream: FakeUpstream, remote: AsyncOpenAI, model: str) -> None:
    upstream.script = error(429, headers={"Retry-After": "7"})
    with pytest.raises(openai.RateLimitError) as caught:
        await remote.chat.completions.create(model=model, messages=user("hi"))
    assert caught.value.response.headers["Retry-After"] == "7"
    assert len(upstream.requests) == 1


async def test_a_channel_whose_key_is_refused(
    gateway: Gateway, upstream: FakeUpstream, remote: AsyncOpenAI, model: str
) -> None:
    body = {"error": {"message": f"Incorrect API key: {UPSTREAM_KEY}", "type": "x", "code": "invalid_api_key"}}
    upstream.script = error(401, body)
    with pytest.raises(openai.InternalServerError) as caught:
        await remote.chat.completions.create(model=model, messages=user("hi"))
    assert (caught.value.status_code, caught.value.code) == (502, "upstream_account")
    assert UPSTREAM_KEY not in str(caught.value.body)
    async with asyncio.timeout(PATIENCE):
        while read(gateway.data_dir, "channel", "show", f"of {model}")["status"] != "auto_disabled":
            await asyncio.sleep(0)
    with pytest.raises(openai.InternalServerError) as caught:
        await remote.chat.completions.create(model=model, messages=user("hi"))
    assert (caught.value.status_code, caught.value.code) == (503, "no_channel_enabled")


async def test_the_sdk_does_not_repeat_what_the_gateway_has_repeated(
    gateway: Gateway, upstream: FakeUpstream, model: str
) -> None:
    second = await FakeUpstream().start()
    upstream.script = second.script = error(500)
    read(
        gateway.data_dir,
        *("channel", "add", "--type", "openai", "--name", f"second of {model}", "--models", model),
        *("--base-url", second.url, "--key", UPSTREAM_KEY),
    )
    async with AsyncOpenAI(base_url=gateway.url, api_key=gateway.key, max_retries=2, timeout=PATIENCE) as stubborn:
        with pytest.raises(openai.InternalServerError):
            await stubborn.chat.completions.create(model=model, messages=user("hi"))
    assert (len(upstream.requests), len(second.requests)) == (1, 1)
    await second.stop()


async def test_a_stream_that_breaks_off(upstream: FakeUpstream, remote: AsyncOpenAI, model: str) -> None:
    upstream.script = stream([sse(chat_chunk("partly"))])
    chunks = await remote.chat.completions.create(model=model, messages=user("hi"), stream=True)
    first = await anext(chunks)
    assert first.choices[0].delta.content == "partly"
    with pytest.raises(openai.APIError) as caught:
        await anext(chunks)
    assert caught.value.code == "upstream_cut"


# What passes through


async def test_unknown_fields_survive_both_ways(upstream: FakeUpstream, remote: AsyncOpenAI, model: str) -> None:
    upstream.script = answer(chat_body(vendor={"trace": [1.0, "ü"]}, system_fingerprint="fp_1"))
    found = await remote.chat.completions.create(
        model=model, messages=user("hi"), extra_body={"vendor_switch": {"deep": [1, 2.50]}}, seed=7, user="me"
    )
    assert (found.model_extra or {})["vendor"] == {"trace": [1.0, "ü"]}
    assert found.system_fingerprint == "fp_1"
    (request,) = upstream.requests
    assert request.json["vendor_switch"] == {"deep": [1, 2.5]}
    assert (request.json["seed"], request.json["user"]) == (7, "me")
    assert request.headers["Authorization"] == f"Bearer {UPSTREAM_KEY}"


async def test_a_reasoning_stream(upstream: FakeUpstream, remote: AsyncOpenAI, model: str) -> None:
    thought = chat_chunk()
    thought["choices"][0]["delta"] = {"reasoning_content": "Hm."}
    upstream.script = stream(
        [sse(thought), sse(chat_chunk("Yes")), sse(chat_chunk(finish="stop")), sse(usage_chunk(7, 9)), sse("[DONE]")]
    )
    chunks = [c async for c in await remote.chat.completions.create(model=model, messages=user("hi"), stream=True)]
    assert (chunks[0].choices[0].delta.model_extra or {})["reasoning_content"] == "Hm."
    assert len(chunks) == 3, "the usage that the gateway asked for is its own"
    assert upstream.requests[0].json["stream_options"] == {"include_usage": True}


async def test_uploads_arrive_whole(upstream: FakeUpstream, remote: AsyncOpenAI, model: str) -> None:
    sound = bytes(range(256)) * 4096
    upstream.script = answer({"text": "good morning"})
    found = await remote.audio.transcriptions.create(model=model, file=("a.wav", sound), language="de")
    assert found.text == "good morning"
    (request,) = upstream.requests
    assert sound in request.body
    assert request.headers["Content-Type"].startswith("multipart/form-data; boundary=")


async def test_the_ledger_of_it_all(gateway: Gateway, upstream: FakeUpstream, remote: AsyncOpenAI, model: str) -> None:
    await remote.chat.completions.create(model=model, messages=user("hi"))
    raw = await remote.chat.completions.with_raw_response.create(model=model, messages=user("hi"))
    rows = read(gateway.data_dir, "request", "list", "--model", model)
    assert [row["status"] for row in rows] == [200, 200]
    assert rows[0]["request_id"] == raw.headers["x-oneapi-request-id"]
    assert (rows[0]["prompt_tokens"], rows[0]["completion_tokens"], rows[0]["usage_source"]) == (10, 5, "measured")
    assert rows[0]["channel"] == f"of {model}"
