"""Laws every codec must keep, for Chat Completions."""

import itertools
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openai.lib.streaming.chat import ChatCompletionStreamState
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from strategies import CHAT, answers, hard_law, json_values, law, pieces, requests

from oneapi_desktop.dialects import openai_chat as codec
from oneapi_desktop.dialects.conversation import (
    Capabilities,
    ChatResponse,
    DialectError,
    Ended,
    Event,
    Failed,
    Reply,
    ToolCall,
    ToolKind,
    fold,
    unfold,
)

FIXTURES = Path(__file__).parent / "fixtures" / "openai_chat"
STREAMS = sorted(FIXTURES.glob("*.sse"))
REPLY = Reply(upstream=CHAT, include_usage=True)


def parser() -> codec.StreamParser:
    ids = itertools.count()
    return codec.StreamParser(new_call_id=lambda: f"made_{next(ids)}")


def events_of(chunks: list[bytes]) -> list[Event]:
    stream = parser()
    return [event for chunk in chunks for event in stream.feed(chunk)] + stream.finish()


def written(events: list[Event], reply: Reply = REPLY) -> bytes:
    builder = codec.StreamBuilder(reply)
    return b"".join(map(builder.feed, events)) + builder.finish()


@law
@given(requests(CHAT))
def test_parse_after_build_keeps_every_field(request):
    body, notes = codec.build_request(request, Capabilities())
    again = codec.parse_request(orjson.dumps(body))
    assert again == replace(request, include_usage=request.stream)
    assert notes == []


@law
@given(answers(CHAT))
def test_a_whole_answer_survives(answer):
    assert codec.parse_response(orjson.dumps(codec.build_response(answer, REPLY))) == answer


@law
@given(st.data(), answers(CHAT))
def test_the_fold_of_a_stream_is_the_whole_answer_however_it_is_cut(data, answer):
    stream = written(list(unfold(answer)))
    events = events_of(data.draw(pieces(stream)))
    assert fold(events) == codec.parse_response(codec.build_response(answer, REPLY))
    assert isinstance(events[-1], Ended)
    assert stream.endswith(b"data: [DONE]\n\n")


@law
@given(answers(CHAT))
def test_the_official_client_reads_stream_and_answer_alike(answer):
    # Its chunk type knows no custom tools yet.
    parts = answer.candidates[0].parts
    assume(not any(isinstance(p, ToolCall) and p.kind is ToolKind.CUSTOM for p in parts))
    state = ChatCompletionStreamState()
    for line in written(list(unfold(answer))).split(b"\n\n")[:-2]:
        state.handle_chunk(ChatCompletionChunk.model_validate_json(line.removeprefix(b"data: ")))
    streamed = state.current_completion_snapshot.to_dict()
    whole = ChatCompletion.model_validate(codec.build_response(answer, REPLY)).to_dict()
    assert streamed["usage"] == whole["usage"]
    assert streamed["id"] == whole["id"]
    ours, theirs = whole["choices"][0]["message"], streamed["choices"][0]["message"]
    assert (theirs.get("content") or "") == (ours.get("content") or "")
    assert theirs.get("refusal") == ours.get("refusal")
    calls = [{k: v for k, v in call.items() if k != "index"} for call in theirs.get("tool_calls") or []]
    for call in calls:
        call["function"].pop("parsed_arguments", None)
    assert calls == ours.get("tool_calls", [])
    assert streamed["choices"][0]["finish_reason"] == whole["choices"][0]["finish_reason"]


@law
@given(answers(CHAT), st.integers(0, 40))
def test_every_cut_stream_ends_with_its_terminal_event(answer, kept):
    stream = written(list(unfold(answer))[:kept])
    assert stream.endswith(b"data: [DONE]\n\n")
    assert stream.count(b"[DONE]") == 1


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem)
def test_every_split_point_gives_the_same_events(path):
    data = path.read_bytes()
    whole = events_of([data])
    for place in range(len(data) + 1):
        assert events_of([data[:place], data[place:]]) == whole, place
    assert events_of([data[i : i + 1] for i in range(len(data))]) == whole
    assert isinstance(whole[-1], Ended | Failed)


def response_of(name: str) -> ChatResponse:
    return fold(events_of([(FIXTURES / name).read_bytes()]))


def test_a_recorded_stream_is_its_recorded_answer():
    whole = codec.parse_response((FIXTURES / "response_tools.json").read_bytes())
    assert response_of("stream_tools.sse") == whole


def test_joined_arguments_are_the_upstreams_bytes():
    calls = [p for p in response_of("stream_tools.sse").candidates[0].parts if isinstance(p, ToolCall)]
    assert [c.arguments for c in calls] == ['{"city": "Köln\\n", "days":3}', "{}"]
    calls = [p for p in response_of("stream_interleaved.sse").candidates[0].parts if isinstance(p, ToolCall)]
    assert [(c.id, c.arguments) for c in calls] == [("a", '{"x":1}'), ("b", '{"y":2}')]


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
        codec.build_request(request, Capabilities())
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
    chunk = orjson.dumps(body).replace(b'"message":', b'"delta":')
    events = events_of([b"data: " + chunk + b"\n\n"])
    assert sum(isinstance(e, Failed | Ended) for e in events) == 1
    assert isinstance(events[-1], Failed | Ended)
    written(events)
