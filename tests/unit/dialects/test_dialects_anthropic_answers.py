"""Anthropic answers, streams and errors, and crossings from and to Chat Completions."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from oneapi_desktop.dialects import anthropic as codec
from oneapi_desktop.dialects import openai_chat
from oneapi_desktop.dialects.conversation import (
    Candidate,
    ChatResponse,
    Citation,
    CitationKind,
    Dialect,
    DialectError,
    Ended,
    Failed,
    Finished,
    FinishReason,
    NativePart,
    OpenKind,
    PartFinished,
    PartStarted,
    ReasoningPart,
    RedactedPart,
    RefusalPart,
    Reply,
    Seal,
    Sealed,
    SealFamily,
    SealKind,
    Started,
    TextDelta,
    TextPart,
    TokenUsage,
    ToolCall,
    ToolCallDelta,
    ToolCallStarted,
    fold,
    unfold,
)
from oneapi_desktop.dialects.sse import SseParser
from oneapi_desktop.domain.errors import ErrorKind, RequestError

FIXTURES = Path(__file__).parent / "fixtures"
CHAT, CLAUDE = Dialect.OPENAI_CHAT, Dialect.ANTHROPIC
OWN = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "sig", "claude")
GOOGLE = Seal(SealFamily.GOOGLE, SealKind.THOUGHT_SIGNATURE, "c2ln", "gemini")


def answer(*parts: object, reason: FinishReason = FinishReason.END, **finish: object) -> ChatResponse:
    return ChatResponse("i", "m", 1, (Candidate(parts, Finished(reason, **finish)),))


def values_of(*events: object, reply: Reply | None = None) -> list[dict]:
    builder = codec.StreamBuilder(reply or Reply())
    data = b"".join(map(builder.feed, events)) + builder.finish()
    return [orjson.loads(event.data) for event in SseParser().feed(data)]


def blocks_of(*events: object, reply: Reply | None = None) -> list[dict]:
    values = values_of(*events, reply=reply)
    return [v["content_block"] for v in values if v["type"] == "content_block_start"]


def stream(*values: dict | bytes) -> list:
    parser = codec.StreamParser()
    events = []
    for value in values:
        data = value if isinstance(value, bytes) else orjson.dumps(value)
        events += parser.feed(b"data: " + data + b"\n\n")
    return events + parser.finish()


START = {"type": "message_start", "message": {"id": "msg_1", "model": "claude", "usage": {"input_tokens": 3}}}
STOP = {"type": "message_stop"}


def block(index: int, content: dict, *deltas: dict) -> list[dict]:
    return [
        {"type": "content_block_start", "index": index, "content_block": content},
        *({"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", "index": index},
    ]


def end(reason: str, **fields: object) -> dict:
    return {"type": "message_delta", "delta": {"stop_reason": reason, **fields}, "usage": {"output_tokens": 5}}


# Streams read


def test_blocks_that_begin_with_their_content():
    events = stream(
        START,
        *block(0, {"type": "text", "text": "Hel"}, {"type": "text_delta", "text": "lo"}),
        *block(1, {"type": "thinking", "thinking": "t", "signature": "s"}),
        *block(2, {"type": "tool_use", "id": "a", "name": "f", "input": {"x": 1}}),
        *block(3, {"type": "tool_use", "name": "g"}),
        *block(4, {"type": "unknown_thing", "x": 1}, {"type": "input_json_delta", "partial_json": "{bro"}),
        end("tool_use"),
        STOP,
    )
    text, thought, first, second, other = fold(events).candidates[0].parts
    assert (text.text, thought.seal.value, first.arguments) == ("Hello", "s", '{"x":1}')
    assert second.id.startswith("call_")
    assert second.arguments == "{}"
    assert other.raw["input"] == {"_raw": "{bro"}


def test_later_counts_replace_earlier_ones_and_absent_ones_stay():
    start = {"type": "message_start", "message": {"usage": {"input_tokens": 9, "cache_read_input_tokens": 2}}}
    report = {"type": "message_delta", "delta": {}, "usage": {"output_tokens": 4, "input_tokens": None}}
    events = stream(start, report, end("end_turn"), STOP)
    assert fold(events).usage == TokenUsage(input_plain=9, cache_read=2, output_visible=5)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ((), "upstream_disconnected"),
        ((START,), "upstream_disconnected"),
        ((START, *block(0, {"type": "text", "text": "a"})), "upstream_disconnected"),
        ((STOP,), "upstream_disconnected"),
        ((b"<html>",), None),
        (({"error": {"type": "api_error", "message": "x"}},), None),
    ],
)
def test_a_broken_stream_fails_once(values, code):
    events = stream(*values)
    assert isinstance(events[-1], Failed)
    assert sum(isinstance(event, Failed | Ended) for event in events) == 1
    assert events[-1].error.kind is ErrorKind.BAD_UPSTREAM
    assert events[-1].error.code == code


def test_an_error_event_ends_the_stream():
    parser = codec.StreamParser()
    events = parser.feed((FIXTURES / "anthropic" / "stream_error.sse").read_bytes())
    assert events[-1].error.kind is ErrorKind.UNAVAILABLE
    assert parser.feed(b"data: {}\n\n") == []


def test_a_cut_after_the_reason_is_an_end():
    events = stream(START, *block(0, {"type": "text", "text": "a"}), end("stop_sequence", stop_sequence="X"))
    assert isinstance(events[-1], Ended)
    finish = fold(events).candidates[0].finish
    assert (finish.reason, finish.stop_sequence) == (FinishReason.STOP_SEQUENCE, "X")


def test_a_whole_answer_where_a_stream_was_asked_for():
    body = (FIXTURES / "anthropic" / "response_tools.json").read_bytes().strip()
    assert fold(stream(body)) == codec.parse_response(body)


def test_nonsense_indexes_do_no_harm():
    values = [
        START,
        {"type": "content_block_start", "index": "x", "content_block": {"type": "text"}},
        {"type": "content_block_start", "index": -1, "content_block": None},
        {"type": "content_block_delta", "index": 9, "delta": {"type": "text_delta", "text": "lost"}},
        {"type": "content_block_stop", "index": 9},
        {"type": "new_event"},
        end("new_reason"),
        STOP,
    ]
    assert fold(stream(*values)).candidates[0].finish.reason is FinishReason.OTHER


# Answers written


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        (FinishReason.END, "end_turn"),
        (FinishReason.LENGTH, "max_tokens"),
        (FinishReason.CONTEXT_FULL, "model_context_window_exceeded"),
        (FinishReason.TOOL_CALLS, "tool_use"),
        (FinishReason.PAUSED, "pause_turn"),
        (FinishReason.CONTENT_FILTER, "refusal"),
        (FinishReason.RECITATION, "refusal"),
        (FinishReason.OTHER, "end_turn"),
    ],
)
def test_reasons_are_told_in_this_dialects_words(reason, word):
    whole = answer(TextPart("a"), reason=reason)
    assert codec.build_response(whole, Reply())["stop_reason"] == word
    assert values_of(*unfold(whole))[-2]["delta"]["stop_reason"] == word


def test_a_stop_sequence_and_a_refusal_tell_more():
    stopped = answer(reason=FinishReason.STOP_SEQUENCE, stop_sequence="END")
    assert codec.build_response(stopped, Reply())["stop_sequence"] == "END"
    refused = answer(RefusalPart("I won't"), reason=FinishReason.REFUSAL)
    whole = codec.build_response(refused, Reply())
    assert whole["stop_details"]["explanation"] == "I won't"
    assert whole["content"] == [{"type": "text", "text": "I won't"}]
    assert values_of(*unfold(refused))[-2]["delta"]["stop_details"] == whole["stop_details"]


def test_a_call_nobody_can_read_is_an_error_when_there_is_nothing_else():
    with pytest.raises(DialectError, match="tool call"):
        codec.build_response(answer(reason=FinishReason.MALFORMED_CALL), Reply())
    (value,) = values_of(Started(), Finished(FinishReason.MALFORMED_CALL))
    assert value["type"] == "error"


def test_foreign_seals_travel_in_envelopes_before_their_call():
    parts = (
        ReasoningPart(("t",), seal=GOOGLE),
        ReasoningPart((), seal=GOOGLE),
        TextPart("a", seal=GOOGLE),
        RedactedPart(GOOGLE),
        ToolCall("c", "f", "{}", seal=GOOGLE),
    )
    whole = codec.build_response(answer(*parts), Reply())["content"]
    kinds = ["thinking", "redacted_thinking", "text", "redacted_thinking", "redacted_thinking"]
    kinds += ["redacted_thinking", "tool_use"]
    assert [b["type"] for b in whole] == kinds
    assert all(b["data"].startswith("gw1.") for b in whole if "data" in b)
    assert [b["type"] for b in blocks_of(*unfold(answer(*parts)))] == kinds
    request = codec.parse_request({"model": "m", "messages": [{"role": "assistant", "content": whole}]})
    assert all(part.seal == GOOGLE for part in request.turns[0].parts if hasattr(part, "seal") and part.seal)


def test_reasoning_that_should_not_be_shown_keeps_its_proof():
    hidden = Reply(show_reasoning=False)
    parts = (ReasoningPart(("t",), seal=OWN), ReasoningPart(("u",), seal=GOOGLE), ReasoningPart(("v",)))
    whole = codec.build_response(answer(*parts), hidden)["content"]
    assert whole[0] == {"type": "thinking", "thinking": "", "signature": "sig"}
    assert whole[1]["type"] == "redacted_thinking"
    assert len(whole) == 2
    assert [b["type"] for b in blocks_of(*unfold(answer(*parts)), reply=hidden)] == [
        "thinking",
        "redacted_thinking",
    ]


def test_unproven_reasoning_is_shown_without_signature():
    whole = codec.build_response(answer(ReasoningPart(("a", "b"))), Reply())["content"]
    assert whole == [{"type": "thinking", "thinking": "a\n\nb", "signature": ""}]
    deltas = [
        v["delta"] for v in values_of(*unfold(answer(ReasoningPart(("a", "b"))))) if "index" in v and "delta" in v
    ]
    assert "".join(d["thinking"] for d in deltas) == "a\n\nb"


def test_citations_split_the_text_they_cover():
    citations = (
        Citation(CitationKind.URL, "https://a", "A", start=2, end=4),
        Citation(CitationKind.URL, "https://b", "B"),
        Citation(CitationKind.FILE, file_id="f"),
    )
    whole = codec.build_response(answer(TextPart("012345", citations)), Reply())["content"]
    assert [b["text"] for b in whole] == ["01", "23", "45"]
    assert [[c["url"] for c in b["citations"]] for b in whole] == [
        ["https://b"],
        ["https://a", "https://b"],
        ["https://b"],
    ]
    deltas = [
        v["delta"] for v in values_of(*unfold(answer(TextPart("012345", citations)))) if "index" in v and "delta" in v
    ]
    assert [d["type"] for d in deltas] == ["text_delta", "citations_delta", "citations_delta"]


def test_broken_arguments_and_odd_ids():
    whole = codec.build_response(answer(ToolCall("a b", "f", '{"x":'), ToolCall("", "g")), Reply())["content"]
    assert whole[0]["input"] == {"_raw": '{"x":'}
    assert whole[0]["id"].startswith("toolu_")
    assert whole[1]["id"].startswith("call_")
    deltas = [
        v["delta"] for v in values_of(*unfold(answer(ToolCall("a", "f", '{"x":')))) if "index" in v and "delta" in v
    ]
    assert deltas == [{"type": "input_json_delta", "partial_json": '{"x":'}]


def test_a_foreign_native_block_is_its_words():
    whole = codec.build_response(answer(NativePart(CHAT, "x", {}, "words"), NativePart(CHAT, "y")), Reply())
    assert whole["content"] == [{"type": "text", "text": "words"}]


def test_nothing_is_written_before_there_is_something():
    builder = codec.StreamBuilder(Reply(model="mine", id="msg_x", estimated_prompt=12))
    assert builder.feed(Started("i", "upstream")) == b""
    assert builder.heartbeat() == b""
    first = builder.feed(PartStarted(0, OpenKind.TEXT))
    assert b'"model":"mine"' in first
    assert b'"id":"msg_x"' in first
    assert b'"input_tokens":12' in first
    assert builder.heartbeat().startswith(b"event: ping")
    assert builder.feed(TextDelta(0, "a", candidate=1)) == b""
    assert b"event: error" in builder.finish()
    assert builder.finish() == b""
    assert builder.feed(TextDelta(0, "late")) == b""
    error = codec.StreamBuilder(Reply()).feed(Failed(DialectError(ErrorKind.RATE_LIMITED, "slow")))
    assert error == b'event: error\ndata: {"type":"error","error":{"type":"rate_limit_error","message":"slow"}}\n\n'
    assert [v["type"] for v in values_of(Started(), Ended())] == ["message_start", "message_delta", "message_stop"]


def test_a_late_seal_of_a_call_stands_behind_it():
    blocks = blocks_of(
        Started(),
        ToolCallStarted(0, "a", "f"),
        ToolCallDelta(0, "{}"),
        Sealed(0, GOOGLE),
        PartFinished(0),
        Finished(FinishReason.TOOL_CALLS),
        Ended(),
    )
    assert [b["type"] for b in blocks] == ["tool_use", "redacted_thinking"]


# Errors


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (529, b'{"type":"error","error":{"type":"overloaded_error","message":"x"}}', ErrorKind.UNAVAILABLE, None),
        (401, b'{"type":"error","error":{"type":"authentication_error","message":"x"}}', ErrorKind.BAD_UPSTREAM, None),
        (
            400,
            b'{"error":{"type":"invalid_request_error","message":"prompt is too long: 9 > 8"}}',
            ErrorKind.INVALID_REQUEST,
            "context_length_exceeded",
        ),
        (429, b"", ErrorKind.RATE_LIMITED, None),
        (403, b"[]", ErrorKind.BAD_UPSTREAM, None),
        (400, b"{}", ErrorKind.INVALID_REQUEST, None),
        (529, b"<html>", ErrorKind.UNAVAILABLE, None),
        (418, b"5", ErrorKind.BAD_UPSTREAM, None),
    ],
)
def test_errors_of_upstreams(status, body, kind, code):
    error = codec.parse_error(status, body)
    assert (error.kind, error.code) == (kind, code)


def test_every_kind_of_error_has_its_shape():
    for kind in ErrorKind:
        error = RequestError(kind, "words")
        body = orjson.loads(codec.build_error(error, "req_1"))
        assert body["error"]["message"] == "words"
        assert body["error"]["type"].endswith(("_error", "_too_large"))
        assert body["request_id"] == "req_1"
        assert 400 <= codec.error_status(error) < 600
    full = RequestError(ErrorKind.INVALID_REQUEST, "9 > 8", code="context_length_exceeded")
    assert b"prompt is too long: 9" in codec.build_error(full)


def test_an_answer_that_is_none_is_refused():
    for body in ({}, {"content": "x"}, {"type": "error", "error": {"type": "api_error", "message": "x"}}):
        with pytest.raises(DialectError) as caught:
            codec.parse_response(body)
        assert caught.value.kind is ErrorKind.BAD_UPSTREAM


# Crossings


def test_one_exchange_in_both_dialects():
    parser = codec.StreamParser()
    events = parser.feed((FIXTURES / "anthropic" / "stream_tools.sse").read_bytes())
    chat = openai_chat.StreamBuilder(Reply(upstream=CLAUDE, include_usage=True))
    reader = openai_chat.StreamParser()
    crossed = fold(reader.feed(b"".join(map(chat.feed, events))) + reader.finish())
    original = fold(events)
    assert crossed.id.startswith("chatcmpl-")
    assert crossed.candidates == original.candidates
    assert crossed.usage.to_ledger() == original.usage.to_ledger()
    back = codec.StreamBuilder(Reply(upstream=CHAT))
    again = codec.StreamParser()
    returned = fold(again.feed(b"".join(map(back.feed, unfold(crossed)))) + again.finish())
    assert returned.candidates == original.candidates


def test_a_crossing_waits_for_nothing():
    """Each delta of the upstream gives bytes to the client at once."""
    parser, builder = openai_chat.StreamParser(), codec.StreamBuilder(Reply())
    data = (FIXTURES / "openai_chat" / "stream_tools.sse").read_bytes()
    for chunk in data.split(b"\n\n")[:-2]:
        out = b"".join(map(builder.feed, parser.feed(chunk + b"\n\n")))
        delta = orjson.loads(chunk[6:])["choices"]
        told = delta and delta[0]["delta"]
        if told and (told.get("content") or (told.get("tool_calls") or [{}])[0].get("function", {}).get("arguments")):
            assert out


def test_interleaved_calls_of_chat_become_one_block_after_another():
    parser = openai_chat.StreamParser()
    data = (FIXTURES / "openai_chat" / "stream_interleaved.sse").read_bytes()
    builder = codec.StreamBuilder(Reply())
    out = b"".join(map(builder.feed, parser.feed(data) + parser.finish()))
    calls = fold(stream(*(event.data for event in SseParser().feed(out)))).candidates[0].parts
    assert [(c.id, c.arguments) for c in calls] == [("a", '{"x":1}'), ("b", '{"y":2}')]


def test_the_ids_form_follows_the_client():
    whole = replace(answer(TextPart("a")), id="chatcmpl-1")
    assert codec.build_response(whole, Reply(upstream=CHAT))["id"].startswith("msg_")
    assert codec.build_response(whole, Reply(upstream=CLAUDE))["id"] == "chatcmpl-1"
