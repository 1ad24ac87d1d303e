"""Laws every codec must keep, for Ollama."""

from dataclasses import replace
from itertools import count
from pathlib import Path

import ollama
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import PNG, counts, fractions, hard_law, json_objects, json_values, law, names, pieces, schemas, texts

from oneapi_desktop.dialects import ollama as codec
from oneapi_desktop.dialects.conversation import (
    Base64Source,
    Candidate,
    Capabilities,
    ChatRequest,
    ChatResponse,
    Dialect,
    DialectError,
    Effort,
    Ended,
    Event,
    Failed,
    Finished,
    FinishReason,
    FormatKind,
    ImagePart,
    Part,
    ReasoningControl,
    ReasoningMode,
    ReasoningPart,
    ReasoningShow,
    Reply,
    ResponseFormat,
    Role,
    Sampling,
    Started,
    TextPart,
    TokenUsage,
    Tool,
    ToolCall,
    ToolResult,
    Turn,
    fold,
    unfold,
)

FIXTURES = Path(__file__).parent / "fixtures" / "ollama"
STREAMS = sorted(FIXTURES.glob("*.ndjson"))
OLLAMA = Dialect.OLLAMA
CREATED = 1_000_000
REPLY = Reply(upstream=OLLAMA, created=CREATED)
GENERATE = replace(REPLY, request=ChatRequest(OLLAMA, "m", single_prompt=True))
MODEL = Capabilities()

arguments = json_objects.map(lambda value: orjson.dumps(value).decode())
pictures = st.lists(st.just(ImagePart(Base64Source(PNG, "image/png"))), max_size=2)


@st.composite
def turns(draw: st.DrawFn) -> tuple[Turn, ...]:
    """Turns that alternate, begin and end with the user, and answer every call in its order."""
    made: list[Turn] = []
    ids = iter(draw(st.lists(names, unique=True, min_size=6, max_size=6)))
    for _ in range(draw(st.integers(0, 2))):
        made.append(Turn(Role.USER, (TextPart(draw(texts)), *draw(pictures))))
        thoughts = draw(st.lists(st.builds(ReasoningPart, texts.map(lambda t: (t,))), max_size=1))
        calls = [ToolCall(next(ids), draw(names), draw(arguments)) for _ in range(draw(st.integers(0, 2)))]
        made.append(Turn(Role.ASSISTANT, (*thoughts, TextPart(draw(texts)), *calls)))
        if calls:
            results = (ToolResult(c.id, (TextPart(draw(texts)),), name=c.name) for c in calls)
            made.append(Turn(Role.USER, tuple(results)))
            made.append(Turn(Role.ASSISTANT, (TextPart(draw(texts)),)))
    if made and draw(st.booleans()):
        made.append(Turn(Role.SYSTEM, (TextPart(draw(texts)),)))
    made.append(Turn(Role.USER, (TextPart(draw(texts)), *draw(pictures))))
    return tuple(made)


@st.composite
def requests(draw: st.DrawFn) -> ChatRequest:
    """Requests of which the dialect can carry every field."""
    tool = st.builds(Tool, names, texts | st.just(""), st.none() | schemas)
    controls = [
        ReasoningControl(),
        ReasoningControl(ReasoningMode.OFF, show=ReasoningShow.NONE),
        ReasoningControl(ReasoningMode.AUTO, show=ReasoningShow.AUTO),
        ReasoningControl(effort=Effort.LOW, show=ReasoningShow.AUTO),
    ]
    return ChatRequest(
        source=OLLAMA,
        model=draw(names),
        turns=draw(turns()),
        system=draw(st.lists(st.builds(TextPart, texts), max_size=1).map(tuple)),
        stream=draw(st.booleans()),
        tools=draw(st.lists(tool, max_size=3, unique_by=lambda tool: tool.name).map(tuple)),
        sampling=draw(
            st.builds(
                Sampling,
                st.none() | st.integers(1, 4000),
                fractions,
                fractions,
                st.none() | st.integers(1, 50),
                fractions,
                fractions,
                st.none() | st.integers(0, 99),
                st.lists(texts, max_size=4).map(tuple),
                st.none(),
                st.sampled_from([None, True]),
                st.none() | st.integers(0, 5),
            )
        ),
        reasoning=draw(st.sampled_from(controls)),
        response_format=draw(
            st.sampled_from([ResponseFormat(), ResponseFormat(FormatKind.JSON)])
            | st.builds(ResponseFormat, st.just(FormatKind.JSON_SCHEMA), schemas)
        ),
        extras=draw(st.sampled_from([{}, {"keep_alive": "5m", "options": {"num_ctx": 4096}}])),
    )


@law
@given(requests())
def test_parse_after_build_keeps_every_field(request_):
    body, notes = codec.build_request(request_, MODEL)
    assert not notes
    assert codec.parse_request(orjson.dumps(body)) == request_


@st.composite
def answers(draw: st.DrawFn) -> ChatResponse:
    """Answers of which the dialect can carry every field."""
    parts: list[Part] = draw(st.lists(st.builds(ReasoningPart, texts.map(lambda t: (t,))), max_size=1))
    parts += draw(st.lists(st.builds(TextPart, texts), max_size=1))
    ids = draw(st.lists(names, unique=True, min_size=3, max_size=3))
    calls = [ToolCall(ids[i], draw(names), draw(arguments)) for i in range(draw(st.integers(0, 3)))]
    reason = draw(st.sampled_from([FinishReason.END, FinishReason.LENGTH]))
    finish = Finished(FinishReason.TOOL_CALLS if calls else reason)
    usage = TokenUsage(input_plain=draw(counts) + 1, output_visible=draw(counts))
    return ChatResponse("", "m", CREATED, (Candidate((*parts, *calls), finish),), usage)


def events_of(chunks: list[bytes]) -> list[Event]:
    stream = codec.StreamParser()
    return [event for chunk in chunks for event in stream.feed(chunk)] + stream.finish()


def written(events: list[Event], reply: Reply = REPLY) -> bytes:
    """The same bytes each time: the clock is not the machine's."""
    builder = codec.StreamBuilder(reply, clock=count(0, 1000).__next__)
    return b"".join(map(builder.feed, events)) + builder.finish()


replies = st.sampled_from([REPLY, GENERATE])


@law
@given(answers(), replies)
def test_a_whole_answer_survives(answer, reply):
    body = codec.build_response(answer, reply)
    (ollama.GenerateResponse if reply is GENERATE else ollama.ChatResponse).model_validate(body)
    assert codec.parse_response(orjson.dumps(body)) == answer


@law
@given(st.data(), answers(), replies)
def test_the_fold_of_a_stream_is_the_whole_answer_however_it_is_cut(data, answer, reply):
    stream = written(list(unfold(answer)), reply)
    events = events_of(data.draw(pieces(stream)))
    assert fold(events) == answer
    assert isinstance(events[-1], Ended)


@law
@given(answers(), replies, st.integers(0, 40))
def test_every_cut_stream_ends_with_its_terminal_line(answer, reply, kept):
    events = list(unfold(answer))[:kept]
    values = [orjson.loads(line) for line in written(events, reply).splitlines()]
    ended = bool(events) and isinstance(events[-1], Ended)
    assert ("error" in values[-1]) is not ended
    assert values[-1].get("done", False) is ended
    assert not any(value.get("done") for value in values[:-1])


@law
@given(answers())
def test_the_official_client_reads_stream_and_answer_alike(answer):
    whole = ollama.ChatResponse(**codec.build_response(answer, REPLY))
    chunks = [ollama.ChatResponse(**orjson.loads(line)) for line in written(list(unfold(answer))).splitlines()]
    assert "".join(chunk.message.content for chunk in chunks) == whole.message.content
    assert "".join(chunk.message.thinking or "" for chunk in chunks) == (whole.message.thinking or "")
    calls = [call for chunk in chunks for call in chunk.message.tool_calls or []]
    assert calls == list(whole.message.tool_calls or [])
    assert (chunks[-1].done_reason, chunks[-1].eval_count) == (whole.done_reason, whole.eval_count)


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.name)
def test_every_split_point_gives_the_same_events(path):
    data = path.read_bytes()
    whole = events_of([data])
    for place in range(len(data) + 1):
        assert events_of([data[:place], data[place:]]) == whole, place
    for lines in (data, data.replace(b"\n", b"\r\n\r\n")):
        assert events_of([lines[i : i + 1] for i in range(len(lines))]) == whole
    assert isinstance(whole[-1], Ended | Failed)


def test_a_recorded_stream_is_its_recorded_answer():
    whole = codec.parse_response((FIXTURES / "response_tools.json").read_bytes())
    streamed = fold(events_of([(FIXTURES / "stream_tools.ndjson").read_bytes()]))
    assert streamed == replace(whole, extras={})
    events = list(unfold(whole))
    assert fold(events_of([written(events, replace(REPLY, created=whole.created))])) == streamed


@law
@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_a_dialect_error(data):
    for parse in (
        codec.parse_request,
        codec.parse_response,
        codec.parse_embedding_request,
        codec.parse_embedding_response,
        codec.parse_tags,
        codec.parse_show_request,
        codec.answer_to_load,
    ):
        with pytest.raises(DialectError):
            parse(data)
    events = events_of([data])
    assert isinstance(events[-1], Failed | Ended)
    codec.parse_error(500, data)


FULL = orjson.loads((FIXTURES / "request_full.json").read_bytes())
ANSWER = orjson.loads((FIXTURES / "response_tools.json").read_bytes())
EVENTS = [orjson.loads(line) for line in (FIXTURES / "stream_tools.ndjson").read_bytes().splitlines()]


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
        codec.build_request(codec.parse_request(orjson.dumps(body)), MODEL)
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
    events = events_of([b"".join(orjson.dumps(v) + b"\n" for v in values)])
    assert sum(isinstance(e, Failed | Ended) for e in events) == 1
    assert isinstance(events[-1], Failed | Ended)
    assert isinstance(events[0], Started | Failed)
    assert orjson.loads(written(events).splitlines()[-1])
