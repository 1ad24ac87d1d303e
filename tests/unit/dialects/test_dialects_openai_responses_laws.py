"""Laws every codec must keep, for Responses; held against the official client's own models."""

import re
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import get_args

import orjson
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openai import omit
from openai.lib.streaming.responses._responses import ResponseStreamState
from openai.types.responses import Response, ResponseStreamEvent
from strategies import hard_law, json_values, law, pieces
from strategies_responses import RESPONSES, answers, requests

from oneapi_desktop.dialects import openai_responses as codec
from oneapi_desktop.dialects.conversation import (
    CacheMarks,
    Capabilities,
    ChatResponse,
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
    ToolCall,
    ToolCallDelta,
    ToolCallStarted,
    WholePart,
    fold,
    unfold,
)
from oneapi_desktop.dialects.sse import SseParser

FIXTURES = Path(__file__).parent / "fixtures" / "openai_responses"
STREAMS = sorted(FIXTURES.glob("*.sse"))
REPLY = Reply(upstream=RESPONSES)
OPENAI = Capabilities(cache_marks=CacheMarks.BREAKPOINT, seal_family=SealFamily.OPENAI)
MODELS = {
    get_args(model.model_fields["type"].annotation)[0]: model for model in get_args(get_args(ResponseStreamEvent)[0])
}
"""The official client's models of events, by their type."""
ENDS = {"response.completed", "response.incomplete", "response.failed"}


def events_of(chunks: list[bytes]) -> list[Event]:
    stream = codec.StreamParser()
    return [event for chunk in chunks for event in stream.feed(chunk)] + stream.finish()


def written(events: list[Event], reply: Reply = REPLY) -> bytes:
    builder = codec.StreamBuilder(reply)
    return b"".join(map(builder.feed, events)) + builder.finish()


def objects(stream: bytes) -> list[dict]:
    """Every event's object; its name must be its type."""
    parser = SseParser()
    found = []
    for event in [*parser.feed(stream), *parser.finish()]:
        value = orjson.loads(event.data)
        assert event.event == value["type"]
        found.append(value)
    return found


def check_stream(stream: bytes, *, strict: bool = True) -> list[dict]:
    """Hold a stream to the format's rules; its events."""
    values = objects(stream)
    if strict:
        for value in values:
            MODELS[value["type"]].model_validate(value, strict=True)
    assert [value["sequence_number"] for value in values] == list(range(len(values)))
    assert [value["type"] for value in values[:2]] == ["response.created", "response.in_progress"]
    assert values[-1]["type"] in ENDS
    assert sum(value["type"] in ENDS for value in values) == 1
    assert len({value["response"]["id"] for value in values if "response" in value}) == 1
    added: dict[int, dict] = {}
    done: dict[int, dict] = {}
    for value in values:
        index = value.get("output_index")
        if value["type"] == "response.output_item.added":
            assert index == len(added)
            added[index] = value["item"]
        elif value["type"] == "response.output_item.done":
            assert index not in done
            assert value["item"]["id"] == added[index]["id"]
            assert value["item"]["type"] == added[index]["type"]
            done[index] = value["item"]
        elif index is not None:
            assert index not in done
            assert value["item_id"] == added[index]["id"]
    assert done.keys() == added.keys()
    assert values[-1]["response"]["output"] == [done[index] for index in sorted(done)]
    check_texts(values, done)
    return values


def check_texts(values: list[dict], done: dict[int, dict]) -> None:
    """The deltas of everything that comes in pieces add up to what is told at its end."""
    fields = {"text", "refusal", "arguments", "input"}
    joined: dict[tuple, str] = {}
    for value in values:
        stem, _, step = value["type"].rpartition(".")
        place = (stem, value.get("output_index"), value.get("content_index"), value.get("summary_index"))
        if step == "delta":
            joined[place] = joined.get(place, "") + value["delta"]
        elif step == "done" and fields & value.keys():
            (told,) = (value[name] for name in fields & value.keys())
            assert joined.get(place, "") == told
    for item in done.values():
        assert item.get("status", "completed") != "in_progress"


@law
@given(requests())
def test_parse_after_build_keeps_every_field(request):
    body, notes = codec.build_request(request, OPENAI)
    assert codec.parse_request(orjson.dumps(body)) == request
    assert notes == []


@law
@given(answers())
def test_a_whole_answer_survives(answer):
    body = codec.build_response(answer, REPLY)
    Response.model_validate(body, strict=True)
    assert codec.parse_response(orjson.dumps(body)) == answer


@law
@given(st.data(), answers())
def test_the_fold_of_a_stream_is_the_whole_answer_however_it_is_cut(data, answer):
    stream = written(list(unfold(answer)))
    events = events_of(data.draw(pieces(stream)))
    assert fold(events) == answer
    assert isinstance(events[-1], Ended)
    check_stream(stream)


@settings(law, max_examples=20)
@given(answers(), requests())
def test_a_stream_ends_with_the_whole_answer_and_the_official_client_agrees(answer, request):
    # The client knows an item by its id, and the strategy has one id for all searches.
    assume(sum(isinstance(part, NativePart) for part in answer.candidates[0].parts) < 2)
    reply = Reply.to(request, RESPONSES)
    values = check_stream(written(list(unfold(answer)), reply))
    whole = codec.build_response(answer, reply)
    final = values[-1]["response"]
    assert without_ids(final) == without_ids(whole)
    state = ResponseStreamState(input_tools=omit, text_format=omit)
    for value in values:
        state.handle_event(MODELS[value["type"]].model_validate(value))
    if final["status"] == "completed":
        assert state._completed_response.id == final["id"]
        assert state._completed_response.output_text == Response.model_validate(whole).output_text


def without_ids(response: dict) -> dict:
    items = [{key: value for key, value in item.items() if key not in ("id", "status")} for item in response["output"]]
    return {**response, "output": items, "completed_at": None}


@st.composite
def interleaved(draw: st.DrawFn) -> list[Event]:
    """A legal order of one answer's events in which several parts are open at once."""
    answer = draw(answers())
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
def test_interleaved_parts_become_whole_items(events):
    stream = written(events)
    check_stream(stream)
    wanted: dict[int, str] = {}
    for event in events:
        if isinstance(event, ToolCallStarted):
            wanted[event.part] = ""
        elif isinstance(event, ToolCallDelta):
            wanted[event.part] += event.arguments
    answer = fold(events_of([stream]))
    calls = [part.arguments for part in answer.candidates[0].parts if isinstance(part, ToolCall)]
    assert calls == [wanted[part] or "{}" for part in sorted(wanted)]
    parts = {repr(part) for part in fold(events).candidates[0].parts}
    assert {repr(part) for candidate in answer.candidates for part in candidate.parts} == parts


@law
@given(interleaved(), st.integers(0, 40))
def test_every_cut_stream_ends_with_its_terminal_event(events, kept):
    check_stream(written(events[:kept]))


_TELLING = re.compile(rb"[\r\n\x80-\xff]")


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem)
def test_every_split_point_gives_the_same_events(path):
    data = path.read_bytes()
    whole = events_of([data])
    # All places where a line ends or a character has several bytes; of a line's middle, one in eleven.
    telling = [
        place
        for place in range(len(data) + 1)
        if place % 11 == 0 or _TELLING.search(data[max(0, place - 3) : place + 3])
    ]
    for place in telling:
        assert events_of([data[:place], data[place:]]) == whole, place
    assert events_of([data[i : i + 1] for i in range(len(data))]) == whole
    assert isinstance(whole[-1], Ended | Failed)


def response_of(name: str) -> ChatResponse:
    return fold(events_of([(FIXTURES / name).read_bytes()]))


@pytest.mark.parametrize("name", ["tools", "hosted", "vendor"])
def test_a_recorded_stream_is_its_recorded_answer(name):
    whole = codec.parse_response((FIXTURES / f"response_{name}.json").read_bytes())
    assert response_of(f"stream_{name}.sse") == replace(whole, extras={})


def test_the_fixtures_are_what_the_official_client_accepts():
    for name in ("tools", "hosted"):
        Response.model_validate_json((FIXTURES / f"response_{name}.json").read_bytes(), strict=True)
        for value in objects((FIXTURES / f"stream_{name}.sse").read_bytes()):
            MODELS[value["type"]].model_validate(value, strict=True)


@pytest.mark.parametrize("name", ["tools", "hosted"])
def test_a_stream_through_the_model_is_the_same_stream(name):
    events = events_of([(FIXTURES / f"stream_{name}.sse").read_bytes()])
    again = events_of([written(events)])
    assert fold(again) == fold(events)
    kinds = [[kind for kind, _ in groupby(type(event) for event in stream)] for stream in (events, again)]
    assert kinds[0] == kinds[1]


def test_joined_arguments_are_the_upstreams_bytes():
    calls = [p for p in response_of("stream_tools.sse").candidates[0].parts if isinstance(p, ToolCall)]
    assert [(c.id, c.name, c.arguments) for c in calls] == [
        ("call_01", "wetter", '{"city": "Köln\\n", "days":3}'),
        ("call_02", "shell", "ls"),
        ("call_03", "uhr", "{}"),
    ]


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
ANSWERS = [orjson.loads((FIXTURES / f"response_{name}.json").read_bytes()) for name in ("tools", "hosted", "vendor")]
EVENTS = [
    [
        orjson.loads(line[6:])
        for line in (FIXTURES / f"stream_{name}.sse").read_bytes().splitlines()
        if line.startswith(b"data: {")
    ]
    for name in ("tools", "hosted", "vendor")
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
        for target in (OPENAI, Capabilities(structured_output=False, mid_system=False)):
            codec.build_request(request, target)
        codec.build_response(ChatResponse(), Reply.to(request))
    except DialectError as error:
        kind = error.kind
    else:
        return
    assert kind in ("invalid_request", "unsupported")


@hard_law
@given(st.sampled_from(list(paths(ANSWERS))).filter(bool), json_values)
def test_no_answer_raises_anything_but_a_dialect_error(path, value):
    body = replaced(ANSWERS, path, value)[path[0]]
    try:
        codec.build_response(codec.parse_response(orjson.dumps(body)), REPLY)
    except DialectError:
        pass


@hard_law
@given(st.sampled_from(list(paths(EVENTS))).filter(bool), json_values)
def test_no_stream_raises(path, value):
    values = replaced(EVENTS, path, value)[path[0]]
    values = values if isinstance(values, list) else [values]
    stream = b"".join(b"data: " + orjson.dumps(v) + b"\n\n" for v in values)
    events = events_of([stream])
    assert sum(isinstance(e, Failed | Ended) for e in events) == 1
    assert isinstance(events[-1], Failed | Ended)
    assert isinstance(events[0], Started | Failed)
    check_stream(written(events), strict=False)
