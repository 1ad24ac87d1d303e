"""Laws that hold for every wire format spoken to upstreams only, on streams as their vendors send them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import botocore.session
import orjson
import pytest
from botocore.validate import ParamValidator
from hypothesis import given, note, settings
from hypothesis import strategies as st
from strategies import ANTHROPIC, CHAT, json_values, law, requests

from oneapi_desktop.dialects import (
    aiproxy_library,
    baidu_ernie,
    bedrock_converse,
    bedrock_llama,
    cloudflare,
    cohere,
    coze,
    dashscope,
    deepl,
    palm,
    replicate,
    spark,
    tencent_hunyuan,
    zhipu,
)
from oneapi_desktop.dialects.conversation import (
    CacheMarks,
    Capabilities,
    ChatRequest,
    DialectError,
    Ended,
    Event,
    Failed,
    Finished,
    PartFinished,
    PartStarted,
    ReasoningDelta,
    Started,
    TextDelta,
    ToolCallDelta,
    ToolCallStarted,
)
from oneapi_desktop.dialects.sse import encode_event

FIXTURES = Path(__file__).parents[1] / "providers" / "fixtures"


@dataclass(frozen=True)
class Spoken:
    """A codec with the fixtures of a provider that speaks it."""

    codec: ModuleType
    fixtures: str

    def stream(self) -> bytes:
        """A stream as the codec's parser reads it."""
        directory = FIXTURES / self.fixtures
        frames = directory / "stream.frames.json"
        if frames.exists():
            return b"".join(_unpacked(orjson.loads(frames.read_bytes())))
        path = directory / "stream.sse"
        return path.read_bytes() if path.exists() else (directory / "answer.json").read_bytes()

    def answer(self) -> Any:
        name = "finished" if self.fixtures == "replicate" else "answer"
        return orjson.loads((FIXTURES / self.fixtures / f"{name}.json").read_bytes())


def _unpacked(frames: list[dict[str, Any]]) -> Iterator[bytes]:
    for frame in frames:
        if "chunk" in frame:
            yield encode_event(orjson.dumps(frame["chunk"]))
        else:
            yield encode_event(orjson.dumps({frame["headers"][":event-type"]: frame["payload"]}))


OUTBOUND = [
    Spoken(bedrock_converse, "aws"),
    Spoken(bedrock_llama, "aws.llama"),
    Spoken(cohere, "cohere"),
    Spoken(cloudflare, "cloudflare.native"),
    Spoken(replicate, "replicate"),
    Spoken(deepl, "deepl"),
    Spoken(palm, "palm"),
    Spoken(aiproxy_library, "aiproxy-library"),
    Spoken(baidu_ernie, "baidu"),
    Spoken(coze, "coze"),
    Spoken(coze, "coze.v2"),
    Spoken(dashscope, "ali"),
    Spoken(dashscope, "ali.multimodal"),
    Spoken(spark, "xunfei"),
    Spoken(tencent_hunyuan, "tencent.hunyuan"),
    Spoken(zhipu, "zhipu.v3"),
]
every = pytest.mark.parametrize("spoken", OUTBOUND, ids=lambda spoken: spoken.fixtures)


def events_of(spoken: Spoken, chunks: list[bytes]) -> list[Event]:
    parser = spoken.codec.StreamParser("credential")
    return [event for chunk in chunks for event in parser.feed(chunk)] + parser.finish()


def check(events: list[Event]) -> None:
    """One Started first, one terminal event last, parts closed unless it failed."""
    assert sum(isinstance(event, Ended | Failed) for event in events) == 1
    assert isinstance(events[-1], Ended | Failed)
    if isinstance(events[-1], Failed):
        return
    assert isinstance(events[0], Started)
    assert sum(isinstance(event, Finished) for event in events) == 1
    started = [event.part for event in events if isinstance(event, PartStarted | ToolCallStarted)]
    finished = [event.part for event in events if isinstance(event, PartFinished)]
    assert sorted(started) == sorted(finished)
    assert started == sorted(set(started))


def joined(events: list[Event]) -> list[Event]:
    """The events with neighbouring deltas of one part made one."""
    result: list[Event] = []
    for event in events:
        last = result[-1] if result else None
        if type(event) is type(last) and getattr(event, "part", None) == getattr(last, "part", ()):
            if isinstance(event, TextDelta | ReasoningDelta):
                result[-1] = replace(last, text=last.text + event.text)
                continue
            if isinstance(event, ToolCallDelta):
                result[-1] = replace(last, arguments=last.arguments + event.arguments)
                continue
        result.append(event)
    return result


@every
def test_every_split_point_gives_the_same_events(spoken: Spoken):
    stream = spoken.stream()
    whole = events_of(spoken, [stream])
    check(whole)
    assert isinstance(whole[-1], Ended)
    for place in range(len(stream)):
        assert joined(events_of(spoken, [stream[:place], stream[place:]])) == joined(whole)
    assert joined(events_of(spoken, [bytes([byte]) for byte in stream])) == joined(whole)


@every
def test_a_cut_anywhere_ends_once_and_never_pretends_to_be_whole(spoken: Spoken):
    stream = spoken.stream()
    whole = joined(events_of(spoken, [stream]))
    for place in range(len(stream)):
        events = joined(events_of(spoken, [stream[:place]]))
        check(events)
        if isinstance(events[-1], Ended):
            texts = "".join(event.text for event in events if isinstance(event, TextDelta))
            assert texts == "".join(event.text for event in whole if isinstance(event, TextDelta))


@every
def test_bytes_after_the_end_change_nothing(spoken: Spoken):
    parser = spoken.codec.StreamParser()
    events = parser.feed(spoken.stream())
    events += parser.finish()
    assert parser.feed(b"data: {}\n\n") == []
    assert parser.finish() == []
    check(events)


@every
@law
@given(data=st.data())
def test_nonsense_in_a_stream_never_raises(spoken: Spoken, data: st.DataObject):
    stream = bytearray(spoken.stream())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(stream)))
        junk = data.draw(st.binary(max_size=6) | json_values.map(orjson.dumps))
        stream[place : place + data.draw(st.integers(0, 12))] = junk
    check(events_of(spoken, [bytes(stream)]))


@every
@law
@given(values=st.lists(json_values, max_size=3))
def test_strange_events_never_raise(spoken: Spoken, values: list[Any]):
    keys = ["contentBlockDelta", "contentBlockStart", "metadata", "messageStop", "type", "delta", "response", "content"]
    events = [{key: value} for key in keys for value in values] + [
        {"type": "tool-call-delta", "delta": v} for v in values
    ]
    stream = b"".join(encode_event(orjson.dumps(event)) for event in events)
    check(events_of(spoken, [stream, spoken.stream()]))


@st.composite
def mutated(draw: st.DrawFn, value: Any) -> Any:
    """The JSON value with something in it replaced."""
    if isinstance(value, dict) and value and draw(st.integers(0, 3)):
        key = draw(st.sampled_from(sorted(value)))
        return value | {key: draw(mutated(value[key]))}
    if isinstance(value, list) and value and draw(st.integers(0, 3)):
        place = draw(st.integers(0, len(value) - 1))
        return [*value[:place], draw(mutated(value[place])), *value[place + 1 :]]
    return draw(json_values)


@every
@law
@given(data=st.data())
def test_strange_answers_raise_only_dialect_errors(spoken: Spoken, data: st.DataObject):
    body = data.draw(mutated(spoken.answer()))
    raw = body if isinstance(body, dict) and data.draw(st.booleans()) else orjson.dumps(body)
    try:
        spoken.codec.parse_response(raw)
    except DialectError:
        return


@every
@law
@given(status=st.integers(300, 599), body=st.binary(max_size=40) | json_values.map(orjson.dumps))
def test_errors_are_always_read(spoken: Spoken, status: int, body: bytes):
    assert spoken.codec.parse_error(status, body).message


def built(spoken: Spoken, request: ChatRequest, target: Capabilities) -> dict[str, Any] | None:
    """The body, None for a request that is refused."""
    try:
        body, notes = spoken.codec.build_request(request, target)
    except DialectError:
        return None
    assert all(note.field for note in notes)
    spoken.codec.tool_bridge(request, target)
    return orjson.loads(orjson.dumps(body))


@settings(law, max_examples=120)
@given(request=requests(CHAT) | requests(ANTHROPIC))
def test_any_request_is_built_or_refused(request: ChatRequest):
    # Each request meets every codec: making one takes far longer than building bodies of it.
    for spoken in OUTBOUND:
        note(spoken.fixtures)
        model = "a/b" if spoken.codec is replicate else "deepl-de" if spoken.codec is deepl else "model"
        built(spoken, replace(request, model=model), Capabilities())


CONVERSE = botocore.session.Session().get_service_model("bedrock-runtime").operation_model("Converse").input_shape


@law
@given(requests(CHAT) | requests(ANTHROPIC), st.sampled_from(list(CacheMarks)), st.booleans(), st.booleans())
def test_amazons_own_model_of_converse_accepts_what_is_built(
    request: ChatRequest, marks: CacheMarks, structured: bool, forced: bool
):
    target = Capabilities(cache_marks=marks, structured_output=structured, forced_tool=forced)
    body = built(OUTBOUND[0], request, target)
    if body is not None:
        report = ParamValidator().validate(body | {"modelId": "amazon.nova-2-lite-v1:0"}, CONVERSE)
        assert not report.has_errors(), report.generate_report()
