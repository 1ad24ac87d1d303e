import base64
import struct
import threading
import weakref
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneapi_desktop.relay.encodings import Encodings, approximate
from oneapi_desktop.relay.token_count import TokenCounter, read_prompt, tiles
from oneapi_desktop.settings import Settings

MODEL = "gpt-4"
"""Counted with cl100k, the smaller of the two files."""
ENCODINGS = Encodings()


@pytest.fixture(name="counter")
def counter_fixture() -> TokenCounter:
    return TokenCounter(Settings(), ENCODINGS)


def chat(counter: TokenCounter, *messages: Any, model: str = MODEL, **more: Any) -> int:
    return counter.prompt_tokens("chat", {"messages": list(messages), **more}, model)


def user(content: Any, **more: Any) -> dict[str, Any]:
    return {"role": "user", "content": content, **more}


def test_messages_are_counted_as_documented(counter: TokenCounter) -> None:
    # Three for the message, one for "user", one for "hi", three for the answer's start.
    assert chat(counter, user("hi")) == 8
    assert chat(counter, user("hi"), user("hi")) == 13
    assert chat(counter, user("hi", name="bob")) == 8 + 1 + 1
    assert chat(counter, user([{"type": "text", "text": "hi"}, "hi"])) == 9
    assert chat(counter, user(None)) == 7


def test_tools_calls_and_schemas_are_counted(counter: TokenCounter) -> None:
    plain = chat(counter, user("hi"))
    schema = {"type": "object", "properties": {"city": {"type": "string", "description": "where it rains"}}}
    tool = {"type": "function", "function": {"name": "weather", "parameters": schema}}
    assert chat(counter, user("hi"), tools=[tool]) > plain + 15
    assert chat(counter, user("hi"), response_format={"type": "json_schema", "json_schema": schema}) > plain + 15
    call = {"id": "c", "type": "function", "function": {"name": "weather", "arguments": '{"city":"Paris"}'}}
    silent = {"role": "assistant", "content": None}
    assert chat(counter, user("hi"), {**silent, "tool_calls": [call]}) > chat(counter, user("hi"), silent) + 5
    assert chat(counter, user("hi"), {**silent, "function_call": call["function"]}) > chat(counter, user("hi"), silent)


def png_url(width: int, height: int) -> str:
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)
    return "data:image/png;base64," + base64.b64encode(header).decode()


@pytest.mark.parametrize(
    ("width", "height", "tokens", "mini"),
    [
        (125, 50, 255, 8500), (512, 512, 255, 8500), (513, 513, 765, 25501), (1000, 600, 765, 25501),
        (1024, 1024, 765, 25501), (1920, 1080, 1105, 36835), (2048, 4096, 1105, 36835), (4096, 8192, 1105, 36835),
        (3000, 1000, 1445, 48169),
    ],
)  # fmt: skip
def test_pictures_cost_their_tiles(counter: TokenCounter, width: int, height: int, tokens: int, mini: int) -> None:
    for model, expected in (("gpt-4o", tokens), ("gpt-4o-mini", mini)):
        for detail in ("high", "auto", "", None, "strange"):
            part = {"type": "image_url", "image_url": {"url": png_url(width, height), "detail": detail}}
            assert read_prompt("chat", {"messages": [user([part])]}, model).tokens == expected + 6


@pytest.mark.parametrize(
    ("picture", "tokens"),
    [
        ({"url": "https://example.com/a.png"}, 765),
        ({"url": "https://example.com/a.png", "detail": "low"}, 85),
        ({"url": "data:image/png;base64,AAAA"}, 85),
        ("https://example.com/a.png", 765),
        ({}, 765),
        (None, 765),
    ],
)
def test_pictures_of_unknown_size(picture: Any, tokens: int) -> None:
    body = {"messages": [user([{"type": "image_url", "image_url": picture}])]}
    assert read_prompt("chat", body, "gpt-4o").tokens == tokens + 6
    assert read_prompt("chat", body, "vendor/gpt-4o-mini").tokens == (2833 if tokens == 85 else 25501) + 6


@given(st.integers(1, 2**32), st.integers(1, 2**32))
def test_tiles_are_between_one_and_ten(width: int, height: int) -> None:
    assert 1 <= tiles(width, height) <= 10


def test_recordings_and_files_count_flat(counter: TokenCounter) -> None:
    second = "A" * (48_000 * 4 // 3)
    sound = {"type": "input_audio", "input_audio": {"data": second, "format": "wav"}}
    assert read_prompt("chat", {"messages": [user([sound])]}, MODEL).tokens == 10 + 6
    assert read_prompt("chat", {"messages": [user([{"type": "file", "file": {}}])]}, MODEL).tokens == 1600 + 6


@pytest.mark.parametrize(
    ("endpoint", "body", "tokens"),
    [
        ("completions", {"prompt": "hello world", "suffix": "hello"}, 3),
        ("completions", {"prompt": ["hello world", "hello"]}, 3),
        ("completions", {"prompt": [1, 2, 3]}, 3),
        ("embeddings", {"input": [[1, 2], [3]]}, 3),
        ("embeddings", {"input": "hello world"}, 2),
        ("moderations", {"input": [{"type": "text", "text": "hello world"}]}, 2),
        ("edits", {"input": "hello", "instruction": "hello world"}, 3),
        ("images", {"prompt": "hello world"}, 2),
        ("chat", {}, 0),
        ("speech", {"input": None}, 0),
    ],
)
def test_other_endpoints(counter: TokenCounter, endpoint: str, body: dict[str, Any], tokens: int) -> None:
    assert counter.prompt_tokens(endpoint, body, MODEL) == tokens


async def test_counting_happens_off_the_loops_thread(counter: TokenCounter, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    real = ENCODINGS.get
    monkeypatch.setattr(ENCODINGS, "get", lambda name: (seen.append(threading.get_ident()), real(name))[1])
    assert await counter.estimate_prompt("chat", {"messages": [user("hi")]}, MODEL) == 8
    # Deltas of a stream are one text: "hel" + "lo" is one token.
    assert await counter.estimate_completion(["hel", "lo", " world"], MODEL) == 2
    assert await counter.estimate_completion([], MODEL) == 0
    assert seen
    assert threading.get_ident() not in seen
    counter.close()
    assert await counter.estimate_completion(["hello"], MODEL) == 1
    counter.close()


async def test_a_closed_counter_lets_go_of_its_tokenizer_without_the_garbage_collector() -> None:
    encodings = Encodings()
    counter = TokenCounter(Settings(), encodings)
    assert await counter.estimate_completion(["hello"], MODEL) == 1
    loaded = encodings.get("cl100k_base")
    assert loaded is not None
    held = weakref.ref(loaded)
    del loaded
    counter.close()
    assert held() is None


def test_approximate_mode_loads_no_tokenizer() -> None:
    class Untouchable(Encodings):
        def get(self, name: str) -> None:
            raise AssertionError(name)

    counter = TokenCounter(Settings({"APPROXIMATE_TOKENS": "true"}), Untouchable())
    assert counter.completion_tokens(["hello world, how are you?"], MODEL) == approximate("hello world, how are you?")


@pytest.mark.allow_warnings("tokenizer file")
def test_without_tokenizer_files_counts_are_approximate(tmp_path: Any) -> None:
    counter = TokenCounter(Settings(), Encodings("", tmp_path))
    assert counter.completion_tokens(["hello world"], MODEL) == approximate("hello world")


def test_deep_schemas_are_counted(counter: TokenCounter) -> None:
    deep: Any = {"type": "string", "description": "hello world " * 50}
    for _ in range(5000):
        deep = {"items": deep}
    assert chat(counter, user("hi"), tools=[deep]) > 100


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["role", "content", "type", "text", "image_url", "url", "detail", "tool_calls", "function",
                         "name", "arguments", "input_audio", "data", "format"]), inner, max_size=5),
    max_leaves=15,
)  # fmt: skip


@given(
    st.sampled_from(["chat", "completions", "embeddings", "moderations", "edits", "images", "speech"]),
    st.dictionaries(st.sampled_from(["messages", "prompt", "input", "tools", "response_format"]), JSON_VALUES),
)
def test_any_body_can_be_counted(endpoint: str, body: dict[str, Any]) -> None:
    assert TokenCounter(Settings(), ENCODINGS).prompt_tokens(endpoint, body, MODEL) >= 0
