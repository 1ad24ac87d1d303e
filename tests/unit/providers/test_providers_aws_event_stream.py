"""AWS's event stream, unpacked."""

from itertools import pairwise

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded import aws_frame

from oneapi_desktop.dialects.sse import SseParser
from oneapi_desktop.providers.aws_event_stream import (
    EventStreamUnpacker,
    anthropic_error,
    anthropic_event,
    llama_event,
    named_object,
)
from oneapi_desktop.providers.upstream import FaultKind, UpstreamFault


def event(name: str, **payload: object) -> bytes:
    return aws_frame({"headers": {":event-type": name, ":message-type": "event"}, "payload": payload})


def exception(name: str, message: str) -> bytes:
    headers = {":message-type": "exception", ":exception-type": name}
    return aws_frame({"headers": headers, "payload": {"message": message}})


STREAM = event("messageStart", role="assistant") + event("contentBlockDelta", contentBlockIndex=0, delta={"text": "ü"})


@given(st.lists(st.integers(1, len(STREAM) - 1), max_size=6))
def test_bytes_may_be_cut_anywhere(cuts: list[int]):
    unpacker = EventStreamUnpacker(named_object)
    places = [0, *sorted(cuts), len(STREAM)]
    unpacked = b"".join(unpacker.feed(STREAM[a:b]) for a, b in pairwise(places))
    objects = [orjson.loads(found.data) for found in SseParser().feed(unpacked)]
    assert objects == [
        {"messageStart": {"role": "assistant"}},
        {"contentBlockDelta": {"contentBlockIndex": 0, "delta": {"text": "ü"}}},
    ]


def test_claudes_events_are_named_as_anthropic_names_them():
    frame = aws_frame({"chunk": {"type": "message_stop"}})
    assert EventStreamUnpacker(anthropic_event).feed(frame) == b'event: message_stop\ndata: {"type":"message_stop"}\n\n'


def test_other_events_of_invoke_model_are_left_out():
    assert EventStreamUnpacker(anthropic_event).feed(event("initial-response")) == b""
    assert EventStreamUnpacker(llama_event).feed(event("initial-response")) == b""


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("throttlingException", "rate_limit_error"),
        ("serviceUnavailableException", "overloaded_error"),
        ("validationException", "invalid_request_error"),
        ("modelTimeoutException", "timeout_error"),
        ("somethingNewException", "api_error"),
    ],
)
def test_an_exception_inside_claudes_stream_has_anthropics_shape(name: str, kind: str):
    unpacked = EventStreamUnpacker(anthropic_event).feed(exception(name, "Slow down"))
    (found,) = SseParser().feed(unpacked)
    assert found.event == "error"
    assert orjson.loads(found.data) == {"type": "error", "error": {"type": kind, "message": "Slow down"}}


def test_an_exception_inside_another_stream_keeps_its_name():
    unpacked = EventStreamUnpacker(named_object).feed(exception("throttlingException", "Slow down"))
    assert orjson.loads(SseParser().feed(unpacked)[0].data) == {"throttlingException": {"message": "Slow down"}}


def test_an_error_message_is_an_exception_too():
    frame = aws_frame({"headers": {":message-type": "error", ":error-code": "InternalFailure", ":error-message": "no"},
                       "payload": {}})  # fmt: skip
    unpacked = EventStreamUnpacker(named_object).feed(frame)
    assert orjson.loads(SseParser().feed(unpacked)[0].data) == {"InternalFailureException": {"message": "no"}}


def test_an_unknown_error_still_says_something():
    assert anthropic_error("x.y#NewException:http://z", "")["error"]["message"]


def damaged() -> dict[str, bytes]:
    frame = event("messageStart", role="assistant")
    return {
        "checksum": frame[:-1] + bytes([frame[-1] ^ 1]),
        "prelude": frame[:9] + bytes([frame[9] ^ 1]) + frame[10:],
        "length": b"\xff" * len(frame),
        "no frame at all": b"<html>" * 40,
    }


@pytest.mark.parametrize("data", damaged().values(), ids=damaged())
def test_a_damaged_frame_is_a_fault(data: bytes):
    with pytest.raises(UpstreamFault) as caught:
        EventStreamUnpacker(named_object).feed(data)
    assert caught.value.kind is FaultKind.GARBAGE


@pytest.mark.parametrize("payload", [{"bytes": "***"}, {"bytes": "bm8="}])
def test_a_chunk_without_an_event_is_a_fault(payload: dict[str, str]):
    frame = aws_frame({"headers": {":event-type": "chunk", ":message-type": "event"}, "payload": payload})
    with pytest.raises(UpstreamFault):
        EventStreamUnpacker(anthropic_event).feed(frame)
