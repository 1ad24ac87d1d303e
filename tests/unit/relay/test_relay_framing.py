"""Frames of streams, cut anywhere, and the endings that fit to what a client has seen."""

from itertools import pairwise

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneapi_desktop.dialects.conversation import Dialect, DialectError
from oneapi_desktop.domain.errors import ErrorKind
from oneapi_desktop.relay.framing import ArrayFrames, Frame, FrameTooLarge, frames_of
from oneapi_desktop.relay.passed_endings import ending_of

EVENTS = b'event: a\ndata: {"x":1}\n\n: ping\n\ndata: {"y":"\xc3\xa4"}\n\n'
LINES = b'{"x":1}\n\n{"y":"\xc3\xa4"}\n{"rest":1}'


def cut(data: bytes, places: list[int]) -> list[bytes]:
    marks = sorted({place % (len(data) + 1) for place in places} | {0, len(data)})
    return [data[a:b] for a, b in pairwise(marks)]


@given(st.lists(st.integers(0, 200)))
def test_any_cut_gives_the_same_frames(places: list[int]) -> None:
    for dialect, data, wanted in (
        (Dialect.ANTHROPIC, EVENTS, [b'{"x":1}', None, b'{"y":"\xc3\xa4"}']),
        (Dialect.OLLAMA, LINES, [b'{"x":1}', b'{"y":"\xc3\xa4"}', b'{"rest":1}']),
    ):
        splitter = frames_of(dialect, 1000)
        found = [frame for piece in cut(data, places) for frame in splitter.feed(piece)]
        found += splitter.finish()
        assert [frame.data for frame in found] == wanted


@pytest.mark.parametrize("dialect", [Dialect.ANTHROPIC, Dialect.OLLAMA])
def test_a_frame_has_a_limit(dialect: Dialect) -> None:
    splitter = frames_of(dialect, 100)
    with pytest.raises(FrameTooLarge):
        splitter.feed(b"data: " + b"x" * 200)


def test_an_array() -> None:
    frames = ArrayFrames()
    assert orjson.loads(frames.element(b"1") + frames.element(b"2") + frames.end()) == [1, 2]
    assert ArrayFrames().end() == b"[]"


def event(**fields: object) -> Frame:
    return Frame(b"", orjson.dumps(fields))


ERROR = DialectError(ErrorKind.BAD_UPSTREAM, "it broke")


def events(data: bytes) -> list[dict[str, object]]:
    return [orjson.loads(line[6:]) for line in data.splitlines() if line.startswith(b"data: ")]


def test_anthropics_open_block_is_closed() -> None:
    ending = ending_of(Dialect.ANTHROPIC)
    ending.note(event(type="content_block_start", index=0))
    ending.note(event(type="content_block_stop", index=0))
    ending.note(event(type="content_block_start", index=1))
    ending.note(Frame(b": x\n\n", None))
    told = events(ending.failed(ERROR))
    assert told[0] == {"type": "content_block_stop", "index": 1}
    assert told[1]["type"] == "error"
    assert [one["type"] for one in events(ending_of(Dialect.ANTHROPIC).failed(ERROR))] == ["error"]


def test_a_response_fails_under_its_own_id() -> None:
    ending = ending_of(Dialect.OPENAI_RESPONSES)
    for number, fields in enumerate(
        (
            {"type": "response.created", "response": {"id": "resp_9", "output": []}},
            {"type": "response.output_item.added", "output_index": 0, "item": {"id": "a", "status": "in_progress"}},
            {"type": "response.output_item.done", "output_index": 0, "item": {"id": "a", "status": "completed"}},
            {"type": "response.output_item.added", "output_index": 1, "item": {"id": "b"}},
            {"type": "response.output_text.delta", "delta": "x"},
        )
    ):
        ending.note(event(sequence_number=number, **fields))
    done, failed = events(ending.failed(ERROR))
    assert (done["type"], done["sequence_number"]) == ("response.output_item.done", 5)
    assert (failed["type"], failed["sequence_number"]) == ("response.failed", 6)
    response = failed["response"]
    assert isinstance(response, dict)
    assert (response["id"], response["status"]) == ("resp_9", "failed")
    assert [item["status"] for item in response["output"]] == ["completed", "incomplete"]
    assert response["error"]["message"] == "it broke"


@pytest.mark.parametrize("dialect", [Dialect.OPENAI_RESPONSES, Dialect.GEMINI, Dialect.OLLAMA])
def test_an_ending_without_a_beginning(dialect: Dialect) -> None:
    ending = ending_of(dialect)
    ending.note(Frame(b"x", b"not json"))
    assert b"it broke" in ending.failed(ERROR)
