"""Laws every codec must keep, for Anthropic Messages."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ANTHROPIC, answers, hard_law, json_values, law, pieces, requests

from oneapi_desktop.dialects import anthropic as codec
from oneapi_desktop.dialects.conversation import (
    CacheMarks,
    Capabilities,
    DialectError,
    Ended,
    Event,
    Failed,
    Finished,
    NativePart,
    PartFinished,
    PartStarted,
    Reply,
    SealFamily,
    Started,
    TextPart,
    ThinkingStyle,
    ToolCall,
    ToolCallDelta,
    ToolCallStarted,
    WholePart,
    fold,
    unfold,
)
from oneapi_desktop.dialects.sse import SseParser

FIXTURES = Path(__file__).parent / "fixtures" / "anthropic"
STREAMS = sorted(FIXTURES.glob("*.sse"))
REPLY = Reply(upstream=ANTHROPIC)
CLAUDE = Capabilities(
    thinking=ThinkingStyle.ADAPTIVE,
    cache_marks=CacheMarks.CONTROL,
    seal_family=SealFamily.ANTHROPIC,
    forced_tool_with_thinking=True,
)


def events_of(chunks: list[bytes]) -> list[Event]:
    stream = codec.StreamParser()
    return [event for chunk in chunks for event in stream.feed(chunk)] + stream.finish()


def written(events: list[Event], reply: Reply = REPLY) -> bytes:
    builder = codec.StreamBuilder(reply)
    return b"".join(map(builder.feed, events)) + builder.finish()


def objects(stream: bytes) -> list[dict]:
    """Every event's object; its name must be its type, because the official client skips others."""
    parser = SseParser()
    found = []
    for event in [*parser.feed(stream), *parser.finish()]:
        value = orjson.loads(event.data)
        assert event.event == value["type"]
        found.append(value)
    return found


def check_blocks(stream: bytes) -> dict[int, dict]:
    """Hold a stream to the format's rules and give its blocks, with the text of their deltas."""
    values = objects(stream)
    assert [v["type"] for v in values].count("message_start") == 1
    assert values[0]["type"] == "message_start"
    assert values[-1]["type"] in ("message_stop", "error")
    blocks: dict[int, dict] = {}
    open_block: int | None = None
    for value in values:
        kind = value["type"]
        if kind == "content_block_start":
            assert open_block is None
            assert value["index"] == len(blocks)
            open_block = value["index"]
            blocks[open_block] = value["content_block"] | {"joined": ""}
        elif kind == "content_block_delta":
            assert value["index"] == open_block
            delta = value["delta"]
            joined = delta.get("text", "") + delta.get("partial_json", "") + delta.get("thinking", "")
            blocks[open_block]["joined"] += joined
            if "signature" in delta:
                blocks[open_block]["signature"] = delta["signature"]
        elif kind == "content_block_stop":
            assert value["index"] == open_block
            open_block = None
    assert open_block is None
    return blocks


@law
@given(requests(ANTHROPIC))
def test_parse_after_build_keeps_every_field(request_):
    # Thinking excludes sampling, which is another rule's test.
    request_ = replace(request_, sampling=replace(request_.sampling, temperature=None, top_p=None, top_k=None))
    body, notes = codec.build_request(request_, CLAUDE)
    again = codec.parse_request(orjson.dumps(body))
    noted = {note.field for note in notes}
    assert noted <= {"tools", "cache_control"}
    if "tools" in noted:
        # A history with calls and no tools gets them declared.
        assert {tool.name for tool in again.tools} == {call.name for call in request_.calls()}
        again = replace(again, tools=())
    if "cache_control" not in noted:
        assert again == request_


@law
@given(answers(ANTHROPIC))
def test_a_whole_answer_survives(answer):
    assert codec.parse_response(orjson.dumps(codec.build_response(answer, REPLY))) == answer


@law
@given(st.data(), answers(ANTHROPIC))
def test_the_fold_of_a_stream_is_the_whole_answer_however_it_is_cut(data, answer):
    stream = written(list(unfold(answer)))
    events = events_of(data.draw(pieces(stream)))
    assert fold(events) == answer
    assert isinstance(events[-1], Ended)
    check_blocks(stream)


@st.composite
def interleaved(draw: st.DrawFn) -> list[Event]:
    """A legal order of one answer's events in which several parts are open at once."""
    answer = draw(answers(ANTHROPIC))
    queues: dict[int, list[Event]] = {}
    rest: list[Event] = []
    for event in unfold(answer):
        part = getattr(event, "part", None)
        (rest if part is None else queues.setdefault(part, [])).append(event)
    order: list[Event] = []
    begun = 0
    while queues:
        ready = [n for n in queues if n <= begun]
        number = draw(st.sampled_from(ready))
        event = queues[number].pop(0)
        if isinstance(event, PartStarted | ToolCallStarted | WholePart):
            begun += 1
        order.append(event)
        if not queues[number]:
            del queues[number]
    return [rest[0], *order, *rest[1:]]


@law
@given(interleaved())
def test_interleaved_parts_become_blocks_one_after_another(events):
    stream = written(events)
    blocks = check_blocks(stream)
    wanted: dict[int, str] = {}
    for event in events:
        if isinstance(event, ToolCallStarted):
            wanted[event.part] = ""
        elif isinstance(event, ToolCallDelta):
            wanted[event.part] += event.arguments
    calls = [block["joined"] for block in blocks.values() if block["type"] == "tool_use"]
    assert calls == [wanted[part] or "{}" for part in sorted(wanted)]
    assert fold(events_of([stream])) == fold(events)


@law
@given(interleaved(), st.integers(0, 40))
def test_every_cut_stream_ends_with_its_terminal_event(events, kept):
    stream = written(events[:kept])
    values = objects(stream)
    assert values[-1]["type"] in ("message_stop", "error")
    if values[0]["type"] == "message_start":
        check_blocks(stream)


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem)
def test_every_split_point_gives_the_same_events(path):
    data = path.read_bytes()
    whole = events_of([data])
    for place in range(len(data) + 1):
        assert events_of([data[:place], data[place:]]) == whole, place
    assert events_of([data[i : i + 1] for i in range(len(data))]) == whole
    assert isinstance(whole[-1], Ended | Failed)


def test_a_recorded_stream_is_its_recorded_answer():
    whole = codec.parse_response((FIXTURES / "response_tools.json").read_bytes())
    assert fold(events_of([(FIXTURES / "stream_tools.sse").read_bytes()])) == whole


def test_a_stream_through_the_model_is_the_same_stream():
    data = (FIXTURES / "stream_tools.sse").read_bytes()
    events = events_of([data])
    assert events_of([written(events)]) == events


def test_hosted_blocks_and_citations_survive():
    events = events_of([(FIXTURES / "stream_hosted.sse").read_bytes()])
    answer = fold(events)
    call, result, text = answer.candidates[0].parts
    assert isinstance(call, NativePart)
    assert call.raw["input"] == {"query": "x"}
    assert isinstance(result, NativePart)
    assert isinstance(text, TextPart)
    assert text.citations[0].url == "https://example.org/w"
    assert answer.usage.hosted == {"web_search": 1}
    assert (answer.usage.cache_write_5m, answer.usage.cache_write_1h) == (5, 15)
    assert fold(events_of([written(events)])) == answer


def test_a_part_never_outlives_its_candidate():
    for path in STREAMS:
        open_parts: set[int] = set()
        for event in events_of([path.read_bytes()]):
            if isinstance(event, PartStarted | ToolCallStarted):
                open_parts.add(event.part)
            elif isinstance(event, PartFinished):
                open_parts.remove(event.part)
            elif isinstance(event, Finished):
                assert not open_parts


@law
@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_a_dialect_error(data):
    for parse in (codec.parse_request, codec.parse_response):
        with pytest.raises(DialectError):
            parse(data)
    events = events_of([data])
    assert isinstance(events[-1], Failed | Ended)
    codec.parse_error(500, data)


FULL = orjson.loads((FIXTURES / "request_full.json").read_bytes())
ANSWER = orjson.loads((FIXTURES / "response_tools.json").read_bytes())
EVENTS = [
    orjson.loads(line[6:]) for line in (FIXTURES / "stream_tools.sse").read_bytes().split(b"\n") if line[:5] == b"data:"
]


def paths(value, prefix=()):
    yield prefix
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield from paths(child, (*prefix, key))


def replaced(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@hard_law
@given(st.sampled_from(list(paths(FULL))), json_values)
def test_no_request_raises_anything_but_a_dialect_error(path, value):
    body = replaced(FULL, path, value)
    try:
        request = codec.parse_request(orjson.dumps(body))
        for target in (CLAUDE, replace(CLAUDE, thinking=ThinkingStyle.BUDGET, structured_output=False)):
            codec.build_request(request, target)
    except DialectError as error:
        kind = error.kind
    else:
        return
    assert kind in ("invalid_request", "unsupported")


@hard_law
@given(st.sampled_from(list(paths(ANSWER))), json_values)
def test_no_answer_raises_anything_but_a_dialect_error(path, value):
    body = replaced(ANSWER, path, value)
    try:
        codec.build_response(codec.parse_response(orjson.dumps(body)), REPLY)
    except DialectError:
        pass


@hard_law
@given(st.sampled_from(list(paths(EVENTS))), json_values)
def test_no_stream_raises(path, value):
    values = replaced(EVENTS, path, value)
    values = values if isinstance(values, list) else [values]
    stream = b"".join(b"data: " + orjson.dumps(v) + b"\n\n" for v in values)
    events = events_of([stream])
    assert sum(isinstance(e, Failed | Ended) for e in events) == 1
    assert isinstance(events[-1], Failed | Ended)
    assert not events or isinstance(events[0], Started | Failed)
    out = written(events)
    if objects(out)[0]["type"] == "message_start":
        check_blocks(out)


def test_every_call_of_an_answer_keeps_its_id_and_order():
    answer = codec.parse_response((FIXTURES / "response_tools.json").read_bytes())
    calls = [part for part in answer.candidates[0].parts if isinstance(part, ToolCall)]
    assert [(call.id, call.name, call.arguments) for call in calls] == [
        ("toolu_01", "f", '{"a":1}'),
        ("toolu_02", "g", "{}"),
    ]
