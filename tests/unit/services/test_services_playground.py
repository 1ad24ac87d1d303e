"""The playground against a real gateway and its echo: what is sent, what comes back, what hangs up."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from oneapi_desktop.app import Gateway
from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound, OneApiError
from oneapi_desktop.services.playground import MOST_OPEN, recall, spoken_dialects
from oneapi_desktop.settings import Settings

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 600).decode()
DIALECTS = [name for name, _label in spoken_dialects()]
Ask = Callable[..., Awaitable[Any]]


def said(text: str) -> list[dict[str, Any]]:
    return [{"role": "user", "text": text}]


@pytest.fixture
async def gateway(tmp_path: Any) -> AsyncIterator[Gateway]:
    """A gateway with an echo channel and a first token."""
    settings = Settings({"KEYRING_BACKEND": "file"}, {"data_dir": str(tmp_path / "data"), "port": 0})
    started = await Gateway.start(settings)
    yield started
    await started.stop()


@pytest.fixture
def ask(gateway: Gateway) -> Ask:
    async def run(name: str, /, **arguments: Any) -> Any:
        return await gateway.operations.run(gateway.workspace, name, arguments)

    return run


async def whole(ask: Ask, **arguments: Any) -> tuple[dict[str, Any], str, str, dict[str, Any]]:
    """Begin and read to the end: what was begun, the text, the reasoning, the answer."""
    begun = await ask("playground.begin", **({"token": "first", "model": "echo"} | arguments))
    text, reasoning = "", ""
    while True:
        piece = await ask("playground.read", exchange=begun["exchange"])
        text, reasoning = text + piece["text"], reasoning + piece["reasoning"]
        if piece["done"]:
            return begun, text, reasoning, piece["answer"]


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize("dialect", DIALECTS)
async def test_every_dialect_is_answered_and_logged(ask: Ask, dialect: str, stream: bool) -> None:
    begun, text, _reasoning, answer = await whole(
        ask, messages=said("hello there"), dialect=dialect, stream=stream, system="Be brief.", temperature="0.5"
    )
    assert "hello there" in text
    assert (answer["status"], answer["error"]) == (200, None)
    assert answer["usage"]["completion_tokens"] > 0
    assert 0 < answer["first_ms"] <= answer["ms"]
    row = await ask("request.show", request=answer["request_id"])
    assert (row["dialect"], row["model"], row["token"], row["stream"]) == (dialect, "echo", "first", stream)
    key = (await ask("token.show", token="first", reveal=True))["key"]
    assert key not in json.dumps([begun, answer])
    assert "Be brief." in begun["request"]["body"]
    assert begun["request"]["url"].startswith("http://127.0.0.1:")
    assert answer["body"]


async def test_an_answer_comes_in_pieces(ask: Ask) -> None:
    begun = await ask("playground.begin", token="first", model="echo", messages=said("/pace 1\none two three four"))
    pieces = []
    while not (piece := await ask("playground.read", exchange=begun["exchange"]))["done"]:
        pieces.append(piece["text"])
    assert len(pieces) > 1
    assert "".join(pieces) + piece["text"] == "one two three four"


async def test_reasoning_and_tool_calls_are_told_apart(ask: Ask) -> None:
    _begun, text, reasoning, answer = await whole(ask, messages=said("/reasoning let me see\nhello"))
    assert (text, reasoning) == ("hello", "let me see")
    assert answer["tool_calls"] == []
    _begun, text, _reasoning, answer = await whole(ask, messages=said('/tool look {"at": 1}\nhello'))
    assert answer["tool_calls"] == [{"name": "look", "arguments": '{"at": 1}'}]
    assert answer["finish"] == "tool_calls"


async def test_images_go_out_and_are_not_shown_in_full(ask: Ask) -> None:
    image = {"media_type": "image/png", "data": PIXEL}
    begun, _text, _reasoning, answer = await whole(
        ask, messages=[{"role": "user", "text": "what is it", "images": [image]}]
    )
    assert answer["status"] == 200
    assert PIXEL not in begun["request"]["body"]
    assert "characters)" in begun["request"]["body"]


async def test_earlier_turns_go_along(ask: Ask) -> None:
    turns = [*said("first"), {"role": "assistant", "text": "an answer"}, *said("second")]
    begun, text, _reasoning, _answer = await whole(ask, messages=turns)
    body = json.loads(begun["request"]["body"])
    assert [message["content"] for message in body["messages"]] == ["first", "an answer", "second"]
    assert text == "second"


async def test_refusals_and_cuts_are_told(ask: Ask) -> None:
    _begun, text, _reasoning, answer = await whole(ask, messages=said("/error 429 slow down"))
    assert (text, answer["status"]) == ("", 429)
    assert "slow down" in answer["error"]
    _begun, text, _reasoning, answer = await whole(ask, messages=said("/cut 3\none two three four five"))
    assert answer["error"]
    _begun, _text, _reasoning, answer = await whole(ask, model="no-such-model", messages=said("x"))
    assert answer["error"].startswith("HTTP 4")


async def test_hanging_up_ends_the_request(ask: Ask, gateway: Gateway) -> None:
    begun = await ask("playground.begin", token="first", model="echo", messages=said("/delay 60000\nhello"))
    reading = asyncio.ensure_future(ask("playground.read", exchange=begun["exchange"]))
    async with asyncio.timeout(10):
        while not gateway.relay.in_flight.runs:
            await asyncio.sleep(0.01)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        while gateway.relay.in_flight.runs:
            await asyncio.sleep(0.01)
    with pytest.raises(NotFound):
        await ask("playground.read", exchange=begun["exchange"])


async def test_what_is_never_read_does_not_pile_up(ask: Ask, gateway: Gateway) -> None:
    first = await ask("playground.begin", token="first", model="echo", messages=said("x"))
    for _ in range(MOST_OPEN):
        last = await ask("playground.begin", token="first", model="echo", messages=said("x"))
    with pytest.raises(NotFound):
        await ask("playground.read", exchange=first["exchange"])
    assert len(gateway.workspace.playground._open) == MOST_OPEN
    assert (await ask("playground.read", exchange=last["exchange"]))["text"]


async def test_no_proxy_stands_before_the_own_gateway(ask: Ask) -> None:
    await ask("setting.set", key="relay_proxy", value="http://127.0.0.1:9")
    _begun, text, _reasoning, answer = await whole(ask, messages=said("hello"))
    assert (text, answer["error"]) == ("hello", None)


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("model", {"model": " "}),
        ("messages", {"messages": []}),
        ("messages", {"messages": "hello"}),
        ("messages", {"messages": [{"role": "wizard", "text": "x"}]}),
        ("messages", {"messages": [{"role": "user", "text": 7}]}),
        ("messages", {"messages": said("x") * 501}),
        ("messages", {"messages": [{"role": "user", "images": [{"media_type": "image/svg+xml", "data": "x"}]}]}),
        ("dialect", {"dialect": "klingon"}),
        ("temperature", {"temperature": "warm"}),
        ("temperature", {"temperature": "nan"}),
        ("top_p", {"top_p": "1.5"}),
        ("max_output_tokens", {"max_output_tokens": "12.5"}),
        ("seed", {"seed": "1e400"}),
        ("effort", {"effort": "heroic"}),
        ("penalty", {"penalty": "1"}),
        ("stream", {"stream": "perhaps"}),
    ],
)
async def test_nonsense_is_refused_by_field(ask: Ask, field: str, arguments: dict[str, Any]) -> None:
    usual = {"token": "first", "model": "echo", "messages": said("hello")}
    with pytest.raises(InvalidInput) as caught:
        await ask("playground.begin", **(usual | arguments))
    assert caught.value.field == field


async def test_without_a_gateway_or_a_token(ask: Ask, gateway: Gateway) -> None:
    with pytest.raises(OneApiError):
        await ask("playground.begin", token="nobody", model="echo", messages=said("x"))
    gateway.workspace.served_at = ""
    with pytest.raises(Conflict, match="not running"):
        await ask("playground.begin", token="first", model="echo", messages=said("x"))


@pytest.mark.parametrize("dialect", ["openai-chat", "openai-responses", "anthropic", "gemini", "ollama"])
async def test_a_request_is_recalled_as_it_was_sent(ask: Ask, dialect: str) -> None:
    turns = [
        {"role": "user", "text": "first", "images": [{"media_type": "image/png", "data": PIXEL[:40]}]},
        {"role": "assistant", "text": "an answer"},
        {"role": "user", "text": "second"},
    ]
    begun = await ask(
        "playground.begin", token="first", model="echo", messages=turns, dialect=dialect, system="Be brief.",
        temperature=0.25, max_output_tokens=77,
    )  # fmt: skip
    found = await ask("playground.recall", dialect=dialect, body=begun["request"]["body"])
    assert found["system"] == "Be brief."
    assert [(turn["role"], turn["text"]) for turn in found["messages"]] == [
        ("user", "first"), ("assistant", "an answer"), ("user", "second"),
    ]  # fmt: skip
    assert found["messages"][0]["images"][0]["data"] == PIXEL[:40]
    assert found["parameters"] == {"max_output_tokens": 77, "temperature": 0.25}


def test_what_is_not_recalled_is_named() -> None:
    body = {"model": "m", "messages": [{"role": "user", "content": "x"}], "tools": [], "novel_field": 1}
    body["tools"] = [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]
    assert recall("openai-chat", json.dumps(body))["left_out"] == ["tools", "extras"]
    for nonsense in ("", "{", "[]", '{"model": 1}', "\ud800".encode("utf-8", "replace").decode()):
        with pytest.raises(InvalidInput):
            recall("openai-chat", nonsense)
