"""Laws every codec must keep, for Gemini."""

import base64
import contextlib
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from google.genai import types
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import (
    PDF,
    PNG,
    counts,
    fractions,
    hard_law,
    json_objects,
    json_values,
    law,
    names,
    pieces,
    schemas,
    texts,
)

from oneapi_desktop.dialects import gemini as codec
from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    Candidate,
    Capabilities,
    ChatRequest,
    ChatResponse,
    ChoiceMode,
    Dialect,
    DialectError,
    Effort,
    Ended,
    Event,
    Failed,
    FileIdSource,
    FilePart,
    Finished,
    FinishReason,
    FormatKind,
    ImagePart,
    Part,
    PartFinished,
    PartStarted,
    ReasoningControl,
    ReasoningMode,
    ReasoningPart,
    ReasoningShow,
    RedactedPart,
    Reply,
    ResponseFormat,
    Role,
    Sampling,
    Seal,
    SealFamily,
    SealKind,
    Started,
    TextPart,
    ThinkingStyle,
    TokenUsage,
    Tool,
    ToolCall,
    ToolCallStarted,
    ToolChoice,
    ToolResult,
    Turn,
    UrlSource,
    VideoPart,
    WholePart,
    fold,
    unfold,
)
from oneapi_desktop.dialects.gemini import Framing
from oneapi_desktop.dialects.sse import SseParser

FIXTURES = Path(__file__).parent / "fixtures" / "gemini"
STREAMS = sorted([*FIXTURES.glob("*.sse"), *FIXTURES.glob("*.json_array")])
GEMINI = Dialect.GEMINI
REPLY = Reply(upstream=GEMINI)
NEW = Capabilities(thinking=ThinkingStyle.EFFORT, seal_family=SealFamily.GOOGLE)
BUDGETED = replace(NEW, thinking=ThinkingStyle.BUDGET, minimum_budget=0)

function_names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,12}", fullmatch=True)
arguments = json_objects.map(lambda value: orjson.dumps(value).decode())
framings = st.sampled_from(list(Framing))


def seals(model: str) -> st.SearchStrategy[Seal]:
    # What begins like an envelope is none of Google's making.
    signatures = st.binary(min_size=1, max_size=9).filter(lambda data: not data.startswith(b"gw1."))
    values = signatures.map(lambda data: base64.b64encode(data).decode())
    return st.builds(Seal, st.just(SealFamily.GOOGLE), st.just(SealKind.THOUGHT_SIGNATURE), values, st.just(model))


def images() -> st.SearchStrategy[ImagePart]:
    sources = st.sampled_from(
        [
            Base64Source(PNG, "image/png"),
            UrlSource("https://example.org/a.png", "image/png"),
            FileIdSource("gs://bucket/a.png", GEMINI, "image/png"),
        ]
    )
    return st.builds(ImagePart, sources, st.sampled_from(["", "low", "high", "original"]))


def user_parts() -> st.SearchStrategy[tuple[Part, ...]]:
    others = st.sampled_from(
        [
            AudioPart(Base64Source("UklGRg==", "audio/wav"), "wav"),
            VideoPart(Base64Source("AAAA", "video/mp4"), {"fps": 1}),
            FilePart(Base64Source(PDF, "application/pdf"), "a.pdf"),
        ]
    )
    return st.lists(st.builds(TextPart, texts) | images() | others, min_size=1, max_size=3).map(tuple)


def result(call: ToolCall) -> st.SearchStrategy[ToolResult]:
    # Text that is JSON becomes the response itself and comes back without its blanks.
    said = st.builds(TextPart, texts.filter(lambda text: text[:1] != "{")).map(lambda part: (part,))
    picture = st.just((ImagePart(Base64Source(PNG, "image/png")),))
    parts = st.just(()) | said | st.builds(lambda a, b: a + b, said, picture)
    failed = st.builds(ToolResult, st.just(call.id), said, st.just(True), st.just(call.name))
    return failed | st.builds(ToolResult, st.just(call.id), parts, st.just(False), st.just(call.name))


@st.composite
def turns(draw: st.DrawFn) -> tuple[Turn, ...]:
    """Turns that alternate, begin and end with the user, and answer every call."""
    made: list[Turn] = []
    ids = iter(draw(st.lists(names, unique=True, min_size=6, max_size=6)))
    for _ in range(draw(st.integers(0, 2))):
        made.append(Turn(Role.USER, draw(user_parts())))
        seal = st.none() | seals("")
        said = st.builds(TextPart, texts, seal=seal) | st.builds(ReasoningPart, texts.map(lambda t: (t,)), seal=seal)
        parts: list[Part] = draw(st.lists(said, min_size=1, max_size=2))
        calls = [
            ToolCall(next(ids), draw(function_names), draw(arguments), seal=draw(seals("")))
            for _ in range(draw(st.integers(0, 2)))
        ]
        made.append(Turn(Role.ASSISTANT, (*parts, *calls)))
        if calls:
            made.append(Turn(Role.USER, tuple(draw(result(call)) for call in calls)))
            made.append(Turn(Role.ASSISTANT, (TextPart(draw(texts)),)))
    made.append(Turn(Role.USER, draw(user_parts())))
    return tuple(made)


@st.composite
def requests(draw: st.DrawFn) -> ChatRequest:
    """Requests of which the dialect can carry every field."""
    tool = st.builds(Tool, function_names, texts | st.just(""), st.none() | schemas)
    tools = draw(st.lists(tool, max_size=3, unique_by=lambda tool: tool.name).map(tuple))
    modes = st.sampled_from([ChoiceMode.AUTO, ChoiceMode.NONE, ChoiceMode.REQUIRED, ChoiceMode.VALIDATED])
    choices = st.none() | modes.map(ToolChoice)
    if tools:
        named = ToolChoice(ChoiceMode.NAMED, (tools[0].name,))
        choices = choices | st.sampled_from([named, ToolChoice(ChoiceMode.ALLOWED, (tools[0].name,))])
    shows = st.sampled_from([ReasoningShow.NONE, ReasoningShow.AUTO])
    efforts = st.sampled_from([None, Effort.MINIMAL, Effort.LOW, Effort.HIGH])
    return ChatRequest(
        source=GEMINI,
        model=draw(names),
        turns=draw(turns()),
        system=draw(st.lists(st.builds(TextPart, texts), max_size=3).map(tuple)),
        stream=draw(st.booleans()),
        n=draw(st.integers(1, 3)),
        tools=tools,
        tool_choice=draw(choices) if tools else None,
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
                st.lists(texts, max_size=5).map(tuple),
                st.none(),
                st.sampled_from([None, True]),
                st.none() | st.integers(0, 5),
            )
        ),
        reasoning=draw(st.builds(ReasoningControl, st.just(ReasoningMode.UNSET), efforts, st.none(), shows)),
        response_format=draw(
            st.sampled_from([ResponseFormat(), ResponseFormat(FormatKind.JSON)])
            | st.builds(ResponseFormat, st.just(FormatKind.JSON_SCHEMA), schemas)
        ),
        modalities=draw(st.sampled_from([(), ("text", "image")])),
        safety=draw(st.sampled_from([(), ({"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"},)])),
        extras=draw(st.sampled_from([{}, {"labels": {"a": "b"}, "generationConfig": {"imageConfig": {"x": 1}}}])),
    )


@law
@given(requests())
def test_parse_after_build_keeps_every_field(request_):
    body, notes = codec.build_request(request_, NEW)
    assert not notes
    assert codec.parse_request(orjson.dumps(body), model=request_.model, stream=request_.stream) == request_


@law
@given(requests(), st.sampled_from([0, -1, 700]))
def test_budgets_are_kept_by_the_models_that_have_them(request_, budget):
    modes = {0: ReasoningMode.OFF, -1: ReasoningMode.AUTO}
    control = ReasoningControl(modes.get(budget, ReasoningMode.BUDGET), None, budget if budget > 0 else None)
    control = replace(control, show=ReasoningShow.NONE)
    request_ = replace(request_, reasoning=control, sampling=Sampling(), turns=(Turn(Role.USER, (TextPart("q"),)),))
    body, _ = codec.build_request(request_, BUDGETED)
    assert codec.parse_request(body, model=request_.model, stream=request_.stream).reasoning == control


@st.composite
def answers(draw: st.DrawFn) -> ChatResponse:
    """Answers of which the dialect can carry every field. Neighbours of one kind are told apart by
    the seal of the first."""
    candidates: list[Candidate] = []
    for index in range(draw(st.integers(1, 2))):
        parts: list[Part] = []
        for kind in draw(st.lists(st.sampled_from(["text", "thought", "redacted", "image"]), max_size=4)):
            sealed = bool(parts) and isinstance(parts[-1], TextPart | ReasoningPart) and parts[-1].seal is None
            if kind == "text" and not (sealed and isinstance(parts[-1], TextPart)):
                parts.append(TextPart(draw(texts), seal=draw(st.none() | seals("m"))))
            elif kind == "thought" and not (sealed and isinstance(parts[-1], ReasoningPart)):
                parts.append(ReasoningPart((draw(texts),), seal=draw(st.none() | seals("m"))))
            elif kind == "redacted":
                parts.append(RedactedPart(draw(seals("m"))))
            elif kind == "image":
                parts.append(ImagePart(Base64Source(PNG, "image/png"), seal=draw(st.none() | seals("m"))))
        ids = draw(st.lists(names, unique=True, min_size=3, max_size=3))
        calls = [
            ToolCall(ids[i], draw(function_names), draw(arguments), seal=draw(st.none() | seals("m")))
            for i in range(draw(st.integers(0, 3)))
        ]
        reason = draw(st.sampled_from([FinishReason.END, FinishReason.LENGTH, FinishReason.CONTENT_FILTER]))
        finish = Finished(FinishReason.TOOL_CALLS if calls else reason, index)
        candidates.append(Candidate((*parts, *calls), finish))
    usage = st.builds(
        TokenUsage,
        input_plain=counts.map(lambda n: n + 1),
        cache_read=counts,
        tool_prompt=counts,
        output_visible=counts,
        output_reasoning=counts,
    )
    return ChatResponse(draw(names), "m", 0, tuple(candidates), draw(usage))


def events_of(chunks: list[bytes]) -> list[Event]:
    stream = codec.StreamParser()
    return [event for chunk in chunks for event in stream.feed(chunk)] + stream.finish()


def written(events: list[Event], framing: Framing = Framing.SSE, reply: Reply = REPLY) -> bytes:
    builder = codec.StreamBuilder(reply, framing)
    return b"".join(map(builder.feed, events)) + builder.finish()


def objects(stream: bytes, framing: Framing = Framing.SSE) -> list[dict]:
    """Every object of a stream, held to the official client's demands."""
    if framing is Framing.ARRAY:
        values = orjson.loads(stream)
    else:
        assert all(line == b"" or line.startswith(b"data: ") for line in stream.split(b"\n"))
        values = [orjson.loads(event.data) for event in SseParser().feed(stream)]
    for value in values:
        if "error" in value:
            assert next(iter(value)) == "error"
        else:
            types.GenerateContentResponse.model_validate(value)
    return values


@law
@given(answers())
def test_a_whole_answer_survives(answer):
    body = codec.build_response(answer, REPLY)
    types.GenerateContentResponse.model_validate(body)
    assert codec.parse_response(orjson.dumps(body)) == answer


@law
@given(st.data(), answers(), framings)
def test_the_fold_of_a_stream_is_the_whole_answer_however_it_is_cut(data, answer, framing):
    stream = written(list(unfold(answer)), framing)
    objects(stream, framing)
    events = events_of(data.draw(pieces(stream)))
    assert fold(events) == answer
    assert isinstance(events[-1], Ended)


@law
@given(answers(), framings, st.integers(0, 40))
def test_every_cut_stream_ends_with_its_terminal_object(answer, framing, kept):
    events = list(unfold(answer))[:kept]
    values = objects(written(events, framing), framing)
    ended = bool(events) and isinstance(events[-1], Ended)
    assert ("error" in values[-1]) is not ended
    if ended:
        assert all("finishReason" in candidate for candidate in values[-1]["candidates"])


@law
@given(answers())
def test_the_official_client_reads_stream_and_answer_alike(answer):
    whole = types.GenerateContentResponse.model_validate(codec.build_response(answer, REPLY))
    chunks = [types.GenerateContentResponse.model_validate(value) for value in objects(written(list(unfold(answer))))]
    first = [chunk for chunk in chunks if chunk.candidates[0].index == 0]
    said = "".join(p.text or "" for c in first for p in c.candidates[0].content.parts if not p.thought)
    assert said == "".join(p.text or "" for p in whole.candidates[0].content.parts or [] if not p.thought)
    calls = [p.function_call for c in first for p in c.candidates[0].content.parts if p.function_call]
    assert calls == [p.function_call for p in whole.candidates[0].content.parts or [] if p.function_call]
    assert chunks[-1].usage_metadata == whole.usage_metadata
    assert chunks[-1].candidates[0].finish_reason == whole.candidates[0].finish_reason


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.name)
def test_every_split_point_gives_the_same_events(path):
    data = path.read_bytes()
    whole = events_of([data])
    for place in range(len(data) + 1):
        assert events_of([data[:place], data[place:]]) == whole, place
    for lines in (data, data.replace(b"\n", b"\r\n")):
        assert events_of([lines[i : i + 1] for i in range(len(lines))]) == whole
    assert isinstance(whole[-1], Ended | Failed)


def test_recorded_streams_of_both_framings_are_the_recorded_answer():
    whole = codec.parse_response((FIXTURES / "response_tools.json").read_bytes())
    for name in ("stream_tools.sse", "stream_tools.json_array"):
        assert fold(events_of([(FIXTURES / name).read_bytes()])) == whole


@pytest.mark.parametrize("framing", list(Framing))
def test_a_stream_through_the_model_is_the_same_stream(framing):
    events = events_of([(FIXTURES / "stream_tools.sse").read_bytes()])
    again = events_of([written(events, framing)])
    assert fold(again) == fold(events)
    assert next(event for event in again if not isinstance(event, Started)) == events[1]


def test_a_part_never_outlives_its_candidate():
    for path in STREAMS:
        open_parts: set[int] = set()
        numbers: list[int] = []
        for event in events_of([path.read_bytes()]):
            if isinstance(event, PartStarted | ToolCallStarted):
                open_parts.add(event.part)
                numbers.append(event.part)
            elif isinstance(event, WholePart):
                numbers.append(event.part)
            elif isinstance(event, PartFinished):
                open_parts.remove(event.part)
            elif isinstance(event, Finished):
                assert not open_parts
        assert numbers == list(range(len(numbers)))


@law
@given(st.binary(max_size=300))
@example(b"{}")
def test_no_bytes_raise_anything_but_a_dialect_error(data):
    for parse in (
        codec.parse_request,
        codec.parse_response,
        codec.parse_embedding_request,
        codec.parse_embedding_response,
        codec.parse_count_request,
        codec.parse_count_response,
        codec.parse_model_list,
    ):
        # A few bytes can also be an object that lacks nothing, such as an empty list of models.
        with contextlib.suppress(DialectError):
            parse(data)
    for chunk in (data, b"[" + data, b"data: " + data + b"\n\n"):
        events = events_of([chunk])
        assert isinstance(events[-1], Failed | Ended)
    codec.parse_error(500, data)


@law
@given(
    st.lists(st.sampled_from([b"[", b"]", b"{", b"}", b",", b'"', b"\\", b" ", b"x", b"\n", b'{"a":"}"}'])), st.data()
)
def test_any_array_however_broken_is_cut_the_same(marks, data):
    stream = b"[" + b"".join(marks)
    whole = events_of([stream])
    assert events_of(data.draw(pieces(stream))) == whole
    assert sum(isinstance(event, Failed | Ended) for event in whole) == 1


FULL = orjson.loads((FIXTURES / "request_full.json").read_bytes())
ANSWER = orjson.loads((FIXTURES / "response_tools.json").read_bytes())
GROUNDED = [event.data for event in SseParser().feed((FIXTURES / "stream_grounded.sse").read_bytes())]
PARTIAL = [event.data for event in SseParser().feed((FIXTURES / "stream_partial.sse").read_bytes())]
EVENTS = [orjson.loads(data) for data in (*GROUNDED, *PARTIAL)]


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
        request = codec.parse_request(orjson.dumps(body), model="m")
        for target in (NEW, BUDGETED, replace(NEW, thinking=ThinkingStyle.NONE)):
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
    assert isinstance(events[0], Started | Failed)
    out = written(events)
    assert orjson.loads(out.rstrip().rpartition(b"data: ")[2])
