"""The official Ollama SDK as the reading end of the real program, before the echo and upstreams."""

import asyncio
import json
import urllib.request
from collections.abc import AsyncIterator, Iterator
from itertools import count
from typing import Any

import ollama
import orjson
import pytest
from fake_upstream import Exchange, FakeUpstream, Script, answer, chat_chunk, chunk, error, http_head, sse, stream
from program import PATIENCE, Gateway, query, read, serving
from pydantic import BaseModel

UPSTREAM_KEY = "ollama-upstream-key-0123456789"
_numbers = count(1)


def user(text: str, **fields: Any) -> Any:
    return [{"role": "user", "content": text, **fields}]


def options_of(gateway: Gateway, key: str = "") -> dict[str, Any]:
    return {
        "host": gateway.url.removesuffix("/v1"),
        "headers": {"Authorization": f"Bearer {key or gateway.key}"},
        "timeout": PATIENCE,
    }


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with serving(tmp_path_factory.mktemp("ollama") / "data") as found:
        yield found
        assert found.stop() == 0


@pytest.fixture(scope="module")
def client(gateway: Gateway) -> Iterator[ollama.Client]:
    with ollama.Client(**options_of(gateway)) as found:
        yield found


@pytest.fixture
async def upstream() -> AsyncIterator[FakeUpstream]:
    found = await FakeUpstream().start()
    yield found
    await found.stop()


@pytest.fixture
async def remote(gateway: Gateway) -> AsyncIterator[ollama.AsyncClient]:
    """A client that leaves the loop free, on which the upstream answers."""
    async with ollama.AsyncClient(**options_of(gateway)) as found:
        yield found


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


def test_an_answer(gateway: Gateway, client: ollama.Client) -> None:
    found = client.chat(model="echo", messages=user("Good morning"))
    assert found.message.content == "Good morning"
    assert (found.model, found.done, found.done_reason) == ("echo", True, "stop")
    ((dialect, prompt, completion),) = query(
        gateway.data_dir,
        "SELECT dialect, prompt_tokens, completion_tokens FROM requests ORDER BY id DESC LIMIT 1",
    )
    assert (dialect, prompt, completion) == ("ollama", found.prompt_eval_count, found.eval_count)


def test_a_stream(client: ollama.Client) -> None:
    chunks = list(client.chat(model="echo", messages=user("one two three"), stream=True))
    assert "".join(chunk.message.content or "" for chunk in chunks) == "one two three"
    assert [chunk.done for chunk in chunks] == [False] * (len(chunks) - 1) + [True]
    assert len(chunks) > 2
    last = chunks[-1]
    assert last.eval_count
    assert last.eval_duration
    assert (last.total_duration or 0) >= last.eval_duration


async def test_a_stream_of_the_asynchronous_client(remote: ollama.AsyncClient) -> None:
    chunks = await remote.chat(model="echo", messages=user("one two three"), stream=True)
    assert "".join([chunk.message.content or "" async for chunk in chunks]) == "one two three"


def test_a_stream_is_what_is_not_refused(gateway: Gateway) -> None:
    """As Ollama does, unlike everybody else."""
    body = json.dumps({"model": "echo", "messages": user("one two")}).encode()
    headers = {"Authorization": f"Bearer {gateway.key}"}
    request = urllib.request.Request(f"{gateway.url.removesuffix('/v1')}/api/chat", body, headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as found:
        assert found.headers["Content-Type"] == "application/x-ndjson"
        lines = [json.loads(line) for line in found.read().splitlines()]
    assert lines[-1]["done"]


@pytest.mark.parametrize("streamed", [False, True])
def test_generate(client: ollama.Client, streamed: bool) -> None:
    arguments: Any = {"model": "echo", "prompt": "Once upon", "system": "Be brief.", "stream": streamed}
    found = client.generate(**arguments)
    chunks = list(found) if streamed else [found]
    assert "".join(chunk.response or "" for chunk in chunks) == "Once upon"
    assert (chunks[-1].done, chunks[-1].done_reason) == (True, "stop")
    assert chunks[-1].prompt_eval_count


def test_loading_a_model_costs_nothing(gateway: Gateway, client: ollama.Client) -> None:
    assert client.generate(model="echo").done_reason == "load"
    assert client.chat(model="echo", messages=[], keep_alive=0).done_reason == "unload"
    rows = query(
        gateway.data_dir,
        "SELECT prompt_tokens, completion_tokens, cost_nano FROM requests ORDER BY id DESC LIMIT 2",
    )
    assert rows == [(0, 0, 0), (0, 0, 0)]


def test_names_with_a_tag(client: ollama.Client) -> None:
    assert client.chat(model="echo:latest", messages=user("hi")).message.content == "hi"


def get_weather(city: str, days: int) -> str:
    """The weather of a city.

    Args:
      city: Its name.
      days: How many days.
    """
    return f"rain in {city} for {days}"


@pytest.mark.parametrize("streamed", [False, True])
def test_tools_and_their_results(client: ollama.Client, streamed: bool) -> None:
    messages: list[Any] = user("/tools get_weather get_time\n")
    arguments: Any = {"model": "echo", "tools": [get_weather], "stream": streamed}
    found = client.chat(messages=messages, **arguments)
    chunks = list(found) if streamed else [found]
    calls = [call for chunk in chunks for call in chunk.message.tool_calls or []]
    assert [call.function.name for call in calls] == ["get_weather", "get_time"]
    assert set(calls[0].function.arguments) == {"city", "days"}
    messages.append({"role": "assistant", "tool_calls": calls})
    messages += [{"role": "tool", "tool_name": call.function.name, "content": "rain"} for call in calls]
    again = client.chat(messages=messages, model="echo", tools=[get_weather])
    assert "Result of get_time: rain" in (again.message.content or "")


class Solution(BaseModel):
    steps: list[str]
    answer: int


def test_structured_output(client: ollama.Client) -> None:
    found = client.chat(model="echo", messages=user("2 + 2?"), format=Solution.model_json_schema())
    assert isinstance(Solution.model_validate_json(found.message.content or "").answer, int)


@pytest.mark.parametrize("streamed", [False, True])
def test_thinking(client: ollama.Client, streamed: bool) -> None:
    found: Any = client.chat(model="echo", messages=user("/reasoning Hm.\nYes"), think=True, stream=streamed)
    chunks = list(found) if streamed else [found]
    assert "".join(chunk.message.thinking or "" for chunk in chunks) == "Hm."
    assert "".join(chunk.message.content or "" for chunk in chunks) == "Yes"
    silent = client.chat(model="echo", messages=user("/reasoning Hm.\nYes"), think=False)
    assert (silent.message.thinking, silent.message.content) == (None, "Yes")


def test_pictures_are_taken(client: ollama.Client) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
    found = client.chat(model="echo", messages=user("What is it?", images=[png]))
    assert sorted((found.message.content or "").split("\n")) == ["What is it?", "[image_url]"]


def test_embeddings(client: ollama.Client) -> None:
    found = client.embed(model="echo-embedding", input=["one", "two"], dimensions=64)
    assert [len(vector) for vector in found.embeddings] == [64, 64]
    assert found.prompt_eval_count
    single = client.embeddings(model="echo-embedding", prompt="one")
    assert len(single.embedding) == 256


def test_models(client: ollama.Client) -> None:
    names = [model.model for model in client.list().models]
    assert {"echo", "echo-embedding"} <= set(names)
    shown = client.show("echo")
    assert "completion" in (shown.capabilities or [])
    assert client.ps().models == []
    with pytest.raises(ollama.ResponseError) as caught:
        client.show("no-such-model")
    assert caught.value.status_code == 404


# Errors


def test_a_wrong_key(gateway: Gateway) -> None:
    with ollama.Client(**options_of(gateway, "sk-nobodyknowsthiskey00")) as stranger:
        with pytest.raises(ollama.ResponseError) as caught:
            stranger.chat(model="echo", messages=user("hi"))
        assert caught.value.status_code == 401
        assert "token add" in caught.value.error


def test_a_model_that_nobody_serves(client: ollama.Client) -> None:
    for streamed in (False, True):
        with pytest.raises(ollama.ResponseError) as caught:
            list(client.chat(model="no-such-model", messages=user("hi"), stream=streamed))  # type: ignore[call-overload]
        assert caught.value.status_code == 404
        assert "no-such-model" in caught.value.error


def test_an_upstreams_error(client: ollama.Client) -> None:
    with pytest.raises(ollama.ResponseError) as caught:
        client.chat(model="echo", messages=user("/error 503 busy"))
    assert caught.value.status_code == 503
    assert "busy" in caught.value.error


def test_what_another_model_cannot_do(client: ollama.Client) -> None:
    with pytest.raises(ollama.ResponseError) as caught:
        client.generate(model="echo", prompt="def f(", suffix="return 1")
    assert caught.value.status_code == 400
    assert "suffix" in caught.value.error


# Before upstreams


async def test_a_stream_that_breaks_off(gateway: Gateway, upstream: FakeUpstream, remote: ollama.AsyncClient) -> None:
    model = add_channel(gateway, upstream, "openai")
    upstream.script = stream([sse(chat_chunk("partly"))])
    chunks = await remote.chat(model=model, messages=user("hi"), stream=True)
    assert (await anext(chunks)).message.content == "partly"
    with pytest.raises(ollama.ResponseError):
        await anext(chunks)


LAST = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
COUNTS = {"total_duration": 5, "prompt_eval_count": 10, "eval_count": 5}
HEAD = {"model": "llama", "created_at": "2026-11-20T10:00:00Z"}


def lines(*values: Any, gate: asyncio.Event | None = None) -> Script:
    """A stream of an Ollama, a chunk a line. Before the last the gate is waited for."""

    async def script(exchange: Exchange) -> None:
        await exchange.send(http_head(200, {"Content-Type": "application/x-ndjson"}, chunked=True))
        for value in values:
            if gate is not None and value is values[-1]:
                await gate.wait()
            await exchange.send(chunk(orjson.dumps(HEAD | value) + b"\n"))
        await exchange.end_stream()

    return script


async def test_an_ollama_upstream_is_passed_through(
    gateway: Gateway, upstream: FakeUpstream, remote: ollama.AsyncClient
) -> None:
    model = add_channel(gateway, upstream, "ollama")
    said = {"message": {"role": "assistant", "content": "hello"}, "done": False}
    upstream.plan(answer({**HEAD, **LAST, **said, **COUNTS, "done": True}), lines(said, LAST | COUNTS))
    whole = await remote.chat(model=model, messages=user("hi"), options={"num_ctx": 4096}, keep_alive="5m")
    assert (whole.message.content, whole.total_duration) == ("hello", 5)
    chunks = [c async for c in await remote.chat(model=model, messages=user("hi"), stream=True)]
    assert [chunk.message.content for chunk in chunks] == ["hello", ""]
    first, second = upstream.requests
    assert first.path == second.path == "/api/chat"
    assert first.json["options"] == {"num_ctx": 4096}
    assert first.json["keep_alive"] == "5m"
    assert gateway.key not in str(first.headers)
    usage = query(gateway.data_dir, "SELECT prompt_tokens, completion_tokens FROM requests ORDER BY id DESC LIMIT 2")
    assert usage == [(10, 5), (10, 5)]


async def test_generate_at_an_ollama_upstream_keeps_what_is_its_own(
    gateway: Gateway, upstream: FakeUpstream, remote: ollama.AsyncClient
) -> None:
    model = add_channel(gateway, upstream, "ollama")
    upstream.script = answer({**HEAD, **COUNTS, "response": "middle", "done": True, "done_reason": "stop"})
    found = await remote.generate(model=model, prompt="a", suffix="c", raw=True)
    assert found.response == "middle"
    (request,) = upstream.requests
    assert request.path == "/api/generate"
    assert (request.json["suffix"], request.json["raw"]) == ("c", True)


async def test_an_ollama_upstreams_errors(gateway: Gateway, upstream: FakeUpstream, remote: ollama.AsyncClient) -> None:
    model = add_channel(gateway, upstream, "ollama")
    said = {"message": {"role": "assistant", "content": "partly"}, "done": False}
    read_one = asyncio.Event()
    upstream.plan(error(400, {"error": "invalid options"}), lines(said, {"error": "out of memory"}, gate=read_one))
    with pytest.raises(ollama.ResponseError) as caught:
        await remote.chat(model=model, messages=user("hi"))
    assert "invalid options" in caught.value.error
    chunks = await remote.chat(model=model, messages=user("hi"), stream=True)
    assert (await anext(chunks)).message.content == "partly"
    read_one.set()
    with pytest.raises(ollama.ResponseError) as caught:
        await anext(chunks)
    assert "out of memory" in caught.value.error
