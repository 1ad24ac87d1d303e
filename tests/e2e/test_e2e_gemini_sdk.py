"""The official Google Gen AI SDK as the reading end of the real program, before the echo and upstreams."""

import json
import urllib.request
from collections.abc import AsyncIterator, Iterator
from itertools import count
from typing import Any

import pytest
from fake_upstream import FakeUpstream, answer, chat_chunk, error, sse, stream
from google import genai
from google.genai import errors, types
from openai import AsyncOpenAI
from program import PATIENCE, Gateway, query, read, serving
from pydantic import BaseModel

pytestmark = pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")
"""The SDK's own."""

UPSTREAM_KEY = "AIzaUpstreamKey0123456789abcdefghijklmn"
_numbers = count(1)


def client_of(gateway: Gateway, key: str = "", version: str = "v1beta") -> genai.Client:
    options = types.HttpOptions(
        base_url=gateway.url.removesuffix("/v1"),
        api_version=version,
        timeout=PATIENCE * 1000,
        retry_options=types.HttpRetryOptions(attempts=1),
    )
    return genai.Client(api_key=key or gateway.key, vertexai=False, http_options=options)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with serving(tmp_path_factory.mktemp("gemini") / "data") as found:
        yield found
        assert found.stop() == 0


@pytest.fixture(scope="module")
def client(gateway: Gateway) -> Iterator[genai.Client]:
    found = client_of(gateway)
    yield found
    found.close()


@pytest.fixture
async def upstream() -> AsyncIterator[FakeUpstream]:
    found = await FakeUpstream().start()
    yield found
    await found.stop()


def add_channel(gateway: Gateway, upstream: FakeUpstream, kind: str) -> str:
    """A model that a channel of ``upstream`` serves, and nobody else."""
    model = f"model-{next(_numbers)}"
    read(
        gateway.data_dir,
        *("channel", "add", "--type", kind, "--name", f"of {model}", "--models", model),
        *("--base-url", upstream.url, "--key", UPSTREAM_KEY),
    )
    return model


# Before the echo


@pytest.mark.parametrize("version", ["v1", "v1beta", "v1alpha"])
def test_an_answer(gateway: Gateway, version: str) -> None:
    with client_of(gateway, version=version) as client:
        found = client.models.generate_content(model="echo", contents="Good morning")
    assert found.text == "Good morning"
    assert found.model_version == "echo"
    assert found.response_id
    (candidate,) = found.candidates or []
    assert candidate.finish_reason is types.FinishReason.STOP
    usage = found.usage_metadata
    assert usage is not None
    assert usage.total_token_count == (usage.prompt_token_count or 0) + (usage.candidates_token_count or 0)
    ((dialect, total),) = query(
        gateway.data_dir,
        "SELECT dialect, prompt_tokens + completion_tokens FROM requests ORDER BY id DESC LIMIT 1",
    )
    assert (dialect, total) == ("gemini", usage.total_token_count)


def test_a_stream(client: genai.Client) -> None:
    chunks = list(client.models.generate_content_stream(model="echo", contents="one two three"))
    assert "".join(chunk.text or "" for chunk in chunks) == "one two three"
    assert len(chunks) > 2
    assert len({chunk.response_id for chunk in chunks}) == 1
    last = chunks[-1]
    assert (last.candidates or [])[0].finish_reason is types.FinishReason.STOP
    assert last.usage_metadata is not None
    assert last.usage_metadata.prompt_token_count


async def test_a_stream_of_the_asynchronous_client(gateway: Gateway) -> None:
    async with client_of(gateway).aio as client:
        chunks = await client.models.generate_content_stream(model="echo", contents="one two three")
        assert "".join([chunk.text or "" async for chunk in chunks]) == "one two three"


def test_the_stream_without_events_is_one_array(gateway: Gateway) -> None:
    url = f"{gateway.url.removesuffix('/v1')}/v1beta/models/echo:streamGenerateContent?key={gateway.key}"
    body = json.dumps({"contents": [{"parts": [{"text": "one two"}]}]}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as found:
        assert found.headers["Content-Type"] == "application/json"
        chunks = [types.GenerateContentResponse.model_validate(value) for value in json.load(found)]
    assert "".join(chunk.text or "" for chunk in chunks) == "one two"


def test_a_chat_keeps_its_history(client: genai.Client) -> None:
    chat = client.chats.create(model="echo", config=types.GenerateContentConfig(system_instruction="Be brief."))
    assert chat.send_message("first").text == "first"
    assert "".join(chunk.text or "" for chunk in chat.send_message_stream("second")) == "second"
    assert len(chat.get_history(curated=True)) >= 4


def get_weather(city: str, days: int) -> str:
    """The weather of a city.

    Args:
        city: Its name.
        days: How many days.
    """
    return f"rain in {city} for {days}"


def test_the_sdk_calls_python_functions_by_itself(client: genai.Client) -> None:
    config = types.GenerateContentConfig(tools=[get_weather])
    text = '/tool get_weather {"city":"Köln","days":3}\n'
    found = client.models.generate_content(model="echo", contents=text, config=config)
    assert found.text == "Result of get_weather: rain in Köln for 3"
    history = found.automatic_function_calling_history or []
    assert [content.role for content in history] == ["user", "model", "user"]


@pytest.mark.parametrize("streamed", [False, True])
def test_parallel_calls_and_forced_ones(client: genai.Client, streamed: bool) -> None:
    declared = [
        types.FunctionDeclaration(name=name, parameters=types.Schema(type=types.Type.OBJECT, properties={}))
        for name in ("f", "g")
    ]
    calling = types.FunctionCallingConfig(mode=types.FunctionCallingConfigMode.ANY, allowed_function_names=["g"])
    never = types.AutomaticFunctionCallingConfig(disable=True)

    def calls(text: str, **config: Any) -> list[types.FunctionCall]:
        arguments: Any = {
            "model": "echo",
            "contents": text,
            "config": types.GenerateContentConfig(
                tools=[types.Tool(function_declarations=declared)], automatic_function_calling=never, **config
            ),
        }
        if streamed:
            chunks = list(client.models.generate_content_stream(**arguments))
        else:
            chunks = [client.models.generate_content(**arguments)]
        return [call for chunk in chunks for call in chunk.function_calls or []]

    both = calls("/tools f g")
    assert [call.name for call in both] == ["f", "g"]
    assert len({call.id for call in both}) == 2
    forced = calls("hello", tool_config=types.ToolConfig(function_calling_config=calling))
    assert [call.name for call in forced] == ["g"]


class Step(BaseModel):
    explanation: str
    result: float


class Solution(BaseModel):
    steps: list[Step]
    answer: int | None


def test_structured_output(client: genai.Client) -> None:
    config = types.GenerateContentConfig(response_mime_type="application/json", response_schema=Solution)
    found = client.models.generate_content(model="echo", contents="2 + 2?", config=config)
    assert isinstance(found.parsed, Solution)


def test_thoughts_are_shown_to_those_who_ask(client: genai.Client) -> None:
    text = "/reasoning Hm.\nYes"
    hidden = client.models.generate_content(model="echo", contents=text)
    assert [part.text for part in hidden.parts or []] == ["Yes"]
    thinking = types.ThinkingConfig(include_thoughts=True)
    config = types.GenerateContentConfig(thinking_config=thinking)
    for chunks in (
        [client.models.generate_content(model="echo", contents=text, config=config)],
        list(client.models.generate_content_stream(model="echo", contents=text, config=config)),
    ):
        parts = [part for chunk in chunks for part in chunk.parts or []]
        assert "".join(part.text or "" for part in parts if part.thought) == "Hm."
        assert "".join(part.text or "" for part in parts if not part.thought) == "Yes"


def test_pictures_and_files_are_taken(client: genai.Client) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
    contents = [types.Part.from_bytes(data=png, mime_type="image/png"), types.Part.from_text(text="What is it?")]
    assert client.models.generate_content(model="echo", contents=contents).text == "[image_url]\nWhat is it?"


def test_tokens_are_counted(client: genai.Client) -> None:
    small = client.models.count_tokens(model="echo", contents="one two three").total_tokens or 0
    large = client.models.count_tokens(model="echo", contents="one two three " * 50).total_tokens or 0
    assert 0 < small < large


def test_embeddings(client: genai.Client) -> None:
    config = types.EmbedContentConfig(output_dimensionality=64)
    found = client.models.embed_content(model="echo-embedding", contents=["one", "two"], config=config)
    vectors = [embedding.values or [] for embedding in found.embeddings or []]
    assert [len(vector) for vector in vectors] == [64, 64]
    assert vectors[0] != vectors[1]


def test_models(client: genai.Client) -> None:
    names = [model.name for model in client.models.list(config={"page_size": 2})]
    assert {"models/echo", "models/echo-embedding"} <= set(names)
    assert client.models.get(model="echo").name == "models/echo"
    with pytest.raises(errors.ClientError) as caught:
        client.models.get(model="no-such-model")
    assert (caught.value.code, caught.value.status) == (404, "NOT_FOUND")


# Errors


def test_a_wrong_key(gateway: Gateway) -> None:
    with client_of(gateway, "sk-nobodyknowsthiskey00") as stranger, pytest.raises(errors.ClientError) as caught:
        stranger.models.generate_content(model="echo", contents="hi")
    assert (caught.value.code, caught.value.status) == (401, "UNAUTHENTICATED")
    assert "token add" in str(caught.value.message)


def test_a_model_that_nobody_serves(client: genai.Client) -> None:
    for ask in (client.models.generate_content, client.models.generate_content_stream):
        with pytest.raises(errors.ClientError) as caught:
            list(ask(model="no-such-model", contents="hi"))
        assert (caught.value.code, caught.value.status) == (404, "NOT_FOUND")


def test_too_many_requests(gateway: Gateway) -> None:
    name = f"token {next(_numbers)}"
    key = read(gateway.data_dir, "token", "add", "--name", name, "--unlimited", "--rpm", "1")["key"]
    with client_of(gateway, key) as slow:
        slow.models.generate_content(model="echo", contents="hi")
        with pytest.raises(errors.ClientError) as caught:
            slow.models.generate_content(model="echo", contents="hi")
    assert (caught.value.code, caught.value.status) == (429, "RESOURCE_EXHAUSTED")
    assert "RetryInfo" in str(caught.value.details)


def test_an_upstreams_error(client: genai.Client) -> None:
    with pytest.raises(errors.ServerError) as caught:
        client.models.generate_content(model="echo", contents="/error 503 busy")
    assert caught.value.status == "UNAVAILABLE"
    with pytest.raises(errors.ClientError) as refused:
        client.models.generate_content(model="echo", contents="/error 400 not so")
    assert refused.value.status == "INVALID_ARGUMENT"
    assert "not so" in str(refused.value.message)


def test_a_bad_request(client: genai.Client) -> None:
    config = types.GenerateContentConfig(candidate_count=1000)
    with pytest.raises(errors.ClientError) as caught:
        client.models.generate_content(model="echo", contents="hi", config=config)
    assert (caught.value.code, caught.value.status) == (400, "INVALID_ARGUMENT")
    assert "generationConfig.candidateCount" in str(caught.value.message)


# Before upstreams


async def test_a_stream_that_breaks_off(gateway: Gateway, upstream: FakeUpstream) -> None:
    model = add_channel(gateway, upstream, "openai")
    upstream.script = stream([sse(chat_chunk("partly"))])
    async with client_of(gateway).aio as client:
        chunks = await client.models.generate_content_stream(model=model, contents="hi")
        assert (await anext(chunks)).text == "partly"
        with pytest.raises(errors.APIError) as caught:
            await anext(chunks)
    assert caught.value.status == "INTERNAL"


WHOLE = {
    "candidates": [{"content": {"role": "model", "parts": [{"text": "hello"}]}, "finishReason": "STOP", "index": 0}],
    "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 5, "totalTokenCount": 15},
    "modelVersion": "gemini-3.6-flash",
    "responseId": "abc",
}


async def test_a_gemini_upstream_is_passed_through(gateway: Gateway, upstream: FakeUpstream) -> None:
    model = add_channel(gateway, upstream, "gemini")
    upstream.script = answer(WHOLE)
    async with client_of(gateway).aio as client:
        config = types.GenerateContentConfig(temperature=0.5, labels=None)
        found = await client.models.generate_content(model=model, contents="hi", config=config)
    assert found.text == "hello"
    (request,) = upstream.requests
    assert request.path.endswith(f"/models/{model}:generateContent")
    assert request.headers["x-goog-api-key"] == UPSTREAM_KEY
    assert gateway.key not in str(request.headers)
    assert request.json["generationConfig"] == {"temperature": 0.5}
    ((prompt, completion),) = query(
        gateway.data_dir, "SELECT prompt_tokens, completion_tokens FROM requests ORDER BY id DESC LIMIT 1"
    )
    assert (prompt, completion) == (10, 5)


async def test_a_gemini_upstreams_stream_is_passed_through(gateway: Gateway, upstream: FakeUpstream) -> None:
    model = add_channel(gateway, upstream, "gemini")
    first = {**WHOLE, "candidates": [{"content": {"role": "model", "parts": [{"text": "hel"}]}, "index": 0}]}
    last = {**WHOLE, "candidates": [{**WHOLE["candidates"][0], "content": {"parts": [{"text": "lo"}]}}]}
    upstream.script = stream([sse(first), sse(last)])
    async with client_of(gateway).aio as client:
        chunks = [c async for c in await client.models.generate_content_stream(model=model, contents="hi")]
    assert [chunk.text for chunk in chunks] == ["hel", "lo"]
    assert upstream.requests[0].path.endswith(f"/models/{model}:streamGenerateContent?alt=sse")


async def test_a_gemini_upstreams_refusal(gateway: Gateway, upstream: FakeUpstream) -> None:
    model = add_channel(gateway, upstream, "gemini")
    refusal = {"error": {"code": 400, "message": "contents is not set", "status": "INVALID_ARGUMENT"}}
    upstream.script = error(400, refusal)
    async with client_of(gateway).aio as client:
        with pytest.raises(errors.ClientError) as caught:
            await client.models.generate_content(model=model, contents="hi")
        assert caught.value.status == "INVALID_ARGUMENT"
        chunks = await client.models.generate_content_stream(model=model, contents="hi")
        with pytest.raises(errors.ClientError) as caught:
            await anext(chunks)
        assert caught.value.message == "contents is not set"


CALLED = {
    **WHOLE,
    "candidates": [
        {
            "content": {
                "role": "model",
                "parts": [
                    {"functionCall": {"name": "get_weather", "args": {"city": "Köln"}}, "thoughtSignature": "c2lnbmVk"},
                    {"functionCall": {"name": "get_weather", "args": {"city": "Ulm"}}},
                ],
            },
            "finishReason": "STOP",
        }
    ],
}


async def test_signatures_survive_a_tool_loop_of_another_dialects_client(
    gateway: Gateway, upstream: FakeUpstream
) -> None:
    """Google refuses a call without the signature it gave; an OpenAI client hands it back unknowing."""
    model = add_channel(gateway, upstream, "gemini")
    upstream.plan(answer(CALLED), answer(WHOLE))
    tool: Any = {"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object"}}}
    messages: Any = [{"role": "user", "content": "Will it rain?"}]
    async with AsyncOpenAI(base_url=gateway.url, api_key=gateway.key, max_retries=0, timeout=PATIENCE) as client:
        first = await client.chat.completions.create(model=model, messages=messages, tools=[tool])
        assert first.choices[0].finish_reason == "tool_calls"
        messages.append(first.choices[0].message)
        for call in first.choices[0].message.tool_calls or []:
            messages.append({"role": "tool", "tool_call_id": call.id, "content": "rain"})
        second = await client.chat.completions.create(model=model, messages=messages, tools=[tool])
    assert second.choices[0].message.content == "hello"
    _, asked, called, answered = [None, *upstream.requests[1].json["contents"]]
    assert asked["role"] == answered["role"] == "user"
    assert [part.get("thoughtSignature") for part in called["parts"]] == ["c2lnbmVk", None]
    assert [part["functionResponse"]["response"] for part in answered["parts"]] == [{"output": "rain"}] * 2
