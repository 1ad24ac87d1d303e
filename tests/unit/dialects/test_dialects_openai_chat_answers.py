"""Chat Completions answers and streams."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from oneapi_desktop.dialects import anthropic
from oneapi_desktop.dialects import openai_chat as codec
from oneapi_desktop.dialects.conversation import (
    AudioDelta,
    Base64Source,
    Candidate,
    Capabilities,
    ChatResponse,
    Citation,
    CitationKind,
    Dialect,
    DialectError,
    Ended,
    Failed,
    Finished,
    FinishReason,
    ImagePart,
    LogProbs,
    NativePart,
    OpenKind,
    PartFinished,
    PartStarted,
    ReasoningPart,
    ReasoningStyle,
    RedactedPart,
    RefusalDelta,
    Reply,
    Seal,
    Sealed,
    SealFamily,
    SealKind,
    Started,
    TextDelta,
    TextPart,
    ThinkingStyle,
    TokenUsage,
    ToolCall,
    ToolCallStarted,
    ToolKind,
    UsageReport,
    fold,
    unfold,
)
from oneapi_desktop.domain.errors import ErrorKind

FIXTURES = Path(__file__).parent / "fixtures" / "openai_chat"
CHAT, CLAUDE = Dialect.OPENAI_CHAT, Dialect.ANTHROPIC
PLAIN = Reply()
SIGNED = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "sig", "claude")


def stream(*chunks: dict | bytes, done: bool = True) -> list:
    parser = codec.StreamParser(new_call_id=lambda: "made")
    events = []
    for chunk in chunks:
        data = chunk if isinstance(chunk, bytes) else orjson.dumps({"id": "i", "model": "m", **chunk})
        events += parser.feed(b"data: " + data + b"\n\n")
    if done:
        events += parser.feed(b"data: [DONE]\n\n")
    return events + parser.finish()


def delta(finish: str | None = None, **fields: object) -> dict:
    return {"choices": [{"index": 0, "delta": fields, "finish_reason": finish}]}


def chunks_of(*events: object, reply: Reply = PLAIN) -> list[dict]:
    builder = codec.StreamBuilder(reply)
    data = b"".join(map(builder.feed, events)) + builder.finish()
    lines = [line.removeprefix(b"data: ") for line in data.split(b"\n\n") if line]
    assert lines[-1] == b"[DONE]"
    return [orjson.loads(line) for line in lines[:-1]]


def deltas_of(*events: object, reply: Reply = PLAIN) -> list[dict]:
    return [c["choices"][0]["delta"] for c in chunks_of(*events, reply=reply) if c.get("choices")]


def test_a_vendors_stream_with_all_its_habits():
    parser = codec.StreamParser()
    answer = fold(parser.feed((FIXTURES / "stream_vendor.sse").read_bytes()) + parser.finish())
    thought, first, second = answer.candidates[0].parts
    assert thought == ReasoningPart(("Erst denken.",))
    assert (first.id, first.arguments) == ("c1", '{"q":"é"}')
    assert (second.id, second.arguments) == ("c2", '{"q":2}')
    assert answer.candidates[0].finish.reason is FinishReason.TOOL_CALLS
    assert answer.usage == TokenUsage(input_plain=9, output_visible=6, output_reasoning=5)


@pytest.mark.parametrize(
    ("calls", "wanted"),
    [
        ([{"index": 0, "function": {"name": "loo"}}, {"index": 0, "function": {"name": "k"}}], [("made", "look", "")]),
        (
            [{"index": 0, "function": {"name": "f"}}, {"index": 0, "function": {"name": "f", "arguments": "1"}}],
            [("made", "f", "1")],
        ),
        (
            [
                {"id": "a", "function": {"name": "f", "arguments": "{}"}},
                {"id": "b", "function": {"name": "g", "arguments": "{"}},
                {"function": {"arguments": "}"}},
                {"id": "a", "function": {"arguments": ""}},
            ],
            [("a", "f", "{}"), ("b", "g", "{}")],
        ),
        ([{"index": 0, "id": "a", "type": "custom", "custom": {"name": "c", "input": "x"}}], [("a", "c", "x")]),
    ],
)
def test_calls_in_every_vendors_pieces(calls, wanted):
    events = stream(*(delta(tool_calls=[call]) for call in calls), delta("tool_calls"))
    parts = fold(events).candidates[0].parts
    assert [(p.id, p.name, p.arguments) for p in parts] == wanted


def test_extensions_in_a_stream():
    details = [{"type": "reasoning.text", "text": "r", "index": 0}]
    sealed = [{"type": "reasoning.encrypted", "data": "E", "index": 0}]
    cited = {"type": "url_citation", "url_citation": {"url": "u", "title": "t", "start_index": 0, "end_index": 2}}
    events = stream(
        delta(reasoning_details=details),
        delta(reasoning_details=details + sealed),
        delta(reasoning="more"),
        delta(content=[{"type": "thinking", "thinking": "z"}, {"type": "text", "text": "ab"}]),
        delta(annotations=[cited, {"type": "unknown"}]),
        delta(images=[{"image_url": {"url": "data:image/png;base64,aGk="}}]),
        delta(audio={"id": "a", "data": "aGk=", "transcript": "hi"}),
        delta(refusal="no"),
        {"choices": [{"index": 0, "delta": {}, "logprobs": {"content": [{"token": "x"}]}}]},
        {"choices": [], "x_groq": {"usage": {"prompt_tokens": 1, "completion_tokens": 2}}},
        delta("stop"),
    )
    answer = fold(events)
    kinds = [type(part).__name__ for part in answer.candidates[0].parts]
    assert kinds == ["ReasoningPart", "ReasoningPart", "TextPart", "ImagePart", "AudioPart", "RefusalPart"]
    first, second, text, *_ = answer.candidates[0].parts
    assert (first.text, first.seal.value) == ("r", "E")
    assert second.text == "morez"
    assert text.citations == (Citation(CitationKind.URL, "u", "t", start=0, end=2),)
    assert answer.candidates[0].finish.reason is FinishReason.REFUSAL
    assert answer.candidates[0].logprobs == ({"token": "x"},)
    assert answer.usage == TokenUsage(input_plain=1, output_visible=2)


@pytest.mark.parametrize(
    ("events", "kind", "code"),
    [
        (stream(), ErrorKind.BAD_UPSTREAM, "empty_stream"),
        (stream(done=False), ErrorKind.BAD_UPSTREAM, "upstream_disconnected"),
        (stream(delta(content="a"), done=False), ErrorKind.BAD_UPSTREAM, "upstream_disconnected"),
        (stream(b"<html>"), ErrorKind.BAD_UPSTREAM, None),
        (stream({"error": {"message": "slow down", "code": 429}}), ErrorKind.RATE_LIMITED, None),
        (stream({"error": "plain words"}), ErrorKind.BAD_UPSTREAM, None),
        (stream({"base_resp": {"status_code": 1008, "status_msg": "no"}}), ErrorKind.BAD_UPSTREAM, None),
    ],
)
def test_a_broken_stream_fails_once(events, kind, code):
    assert isinstance(events[-1], Failed)
    assert sum(isinstance(event, Failed | Ended) for event in events) == 1
    assert (events[-1].error.kind, events[-1].error.code) == (kind, code)


def test_an_event_without_end_is_given_up():
    parser = codec.StreamParser()
    events = []
    for _ in range(20):
        events += parser.feed(b"data: " + b"x" * 2**20)
    assert isinstance(events[-1], Failed)
    assert len(events) == 1
    assert parser.feed(b"data: {}\n\n") == []
    assert parser.finish() == []


def test_a_whole_answer_where_a_stream_was_asked_for():
    body = (FIXTURES / "response_tools.json").read_bytes()
    for data in (b"data: " + body.strip() + b"\n\n", body.strip() + b"\n\n", body.strip()):
        parser = codec.StreamParser()
        events = parser.feed(data) + parser.finish()
        assert fold(events) == replace(codec.parse_response(body), extras={})
    parser = codec.StreamParser()
    events = parser.feed(b'{"error":{"message":"no","code":"model_not_found"}}') + parser.finish()
    assert events[-1].error.kind is ErrorKind.MODEL_NOT_FOUND


def test_an_end_without_done_is_an_end_when_the_reason_is_known():
    assert isinstance(stream(delta("stop", content="a"), done=False)[-1], Ended)


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        (FinishReason.END, "stop"),
        (FinishReason.LENGTH, "length"),
        (FinishReason.CONTEXT_FULL, "length"),
        (FinishReason.PAUSED, "length"),
        (FinishReason.RECITATION, "content_filter"),
        (FinishReason.REFUSAL, "content_filter"),
        (FinishReason.OTHER, "stop"),
    ],
)
def test_reasons_are_told_in_this_dialects_words(reason, word):
    finish = Finished(reason, explanation="because")
    answer = ChatResponse("i", "m", 1, (Candidate((TextPart("a"),), finish),))
    body = codec.build_response(answer, Reply())
    assert body["choices"][0]["finish_reason"] == word
    assert (body["choices"][0]["message"]["refusal"] == "because") is (reason is FinishReason.REFUSAL)
    chunks = chunks_of(*unfold(answer))
    assert chunks[-1]["choices"][0]["finish_reason"] == word


def test_a_call_nobody_can_read_is_an_error_when_there_is_nothing_else():
    finish = Finished(FinishReason.MALFORMED_CALL)
    with pytest.raises(DialectError, match="tool call"):
        codec.build_response(ChatResponse(candidates=(Candidate((), finish),)), Reply())
    (chunk,) = [c for c in chunks_of(Started(), finish) if "error" in c]
    assert chunk["error"]["code"] == "malformed_function_call"


def test_every_part_of_an_answer_has_its_place():
    parts = (
        ReasoningPart(("a", "b"), ReasoningStyle.SUMMARY, SIGNED),
        RedactedPart(replace(SIGNED, kind=SealKind.REDACTED)),
        TextPart("Regen", (Citation(CitationKind.URL, "u", "t"), Citation(CitationKind.FILE, file_id="f"))),
        ImagePart(Base64Source("aGk=", "image/png")),
        NativePart(CLAUDE, "server_tool_use"),
    )
    answer = ChatResponse("i", "m", 1, (Candidate(parts),))
    message = codec.build_response(answer, Reply())["choices"][0]["message"]
    assert message["reasoning_content"] == "a\n\nb"
    kinds = [(d["type"], d["index"]) for d in message["reasoning_details"]]
    assert kinds == [("reasoning.summary", 0), ("reasoning.encrypted", 0), ("reasoning.encrypted", 1)]
    assert message["annotations"][0]["url_citation"] == {"start_index": 0, "end_index": 5, "title": "t", "url": "u"}
    assert message["annotations"][1]["file_citation"]["file_id"] == "f"
    assert message["images"][0]["image_url"]["url"] == "data:image/png;base64,aGk="
    assert (
        "reasoning_content" not in (codec.build_response(answer, Reply(show_reasoning=False))["choices"][0]["message"])
    )
    streamed: dict[str, list] = {}
    for piece in deltas_of(*unfold(answer)):
        for key, value in piece.items():
            streamed.setdefault(key, []).extend(value if isinstance(value, list) else [value])
    assert "".join(streamed["reasoning_content"]) == message["reasoning_content"]
    assert streamed["reasoning_details"] == message["reasoning_details"]
    assert streamed["annotations"] == message["annotations"]
    assert streamed["images"] == message["images"]


def test_sealed_reasoning_comes_back_through_a_client():
    parts = (ReasoningPart(("t",), seal=SIGNED), TextPart("a"))
    answer = ChatResponse("i", "m", 1, (Candidate(parts),))
    message = codec.build_response(answer, Reply())["choices"][0]["message"]
    request = codec.parse_request({"model": "m", "messages": [message, {"role": "user", "content": "go"}]})
    assert request.turns[0].parts == parts
    claude = Capabilities(seal_family=SealFamily.ANTHROPIC, thinking=ThinkingStyle.ADAPTIVE)
    body, _ = anthropic.build_request(request, claude)
    assert body["messages"][1]["content"][0] == {"type": "thinking", "thinking": "t", "signature": "sig"}
    body, _ = anthropic.build_request(request, replace(claude, seal_family=SealFamily.OTHER))
    assert body["messages"][1]["content"] == "a"


def test_seals_of_calls_and_texts_in_a_stream():
    google = Seal(SealFamily.GOOGLE, SealKind.THOUGHT_SIGNATURE, "c2ln")
    pieces = deltas_of(
        Started(),
        PartStarted(0, OpenKind.TEXT),
        TextDelta(0, "a"),
        Sealed(0, google),
        PartFinished(0),
        ToolCallStarted(1, "c", "f"),
        Sealed(1, google),
        PartFinished(1),
        Finished(FinishReason.TOOL_CALLS),
        Ended(),
    )
    assert pieces[2]["reasoning_details"][0]["data"].startswith("gw1.")
    assert pieces[4]["tool_calls"][0]["extra_content"] == {"google": {"thought_signature": "c2ln"}}
    assert pieces[5]["tool_calls"][0]["function"] == {"arguments": "{}"}
    call = codec.build_response(ChatResponse(candidates=(Candidate((ToolCall("c", "f", seal=google),)),)), Reply())[
        "choices"
    ][0]["message"]["tool_calls"][0]
    assert call["extra_content"] == {"google": {"thought_signature": "c2ln"}}


def test_deprecated_functions_are_answered_as_such():
    answer = ChatResponse("i", "m", 1, (Candidate((ToolCall("c", "f", "{}"),), Finished(FinishReason.TOOL_CALLS)),))
    reply = Reply(legacy_functions=True)
    choice = codec.build_response(answer, reply)["choices"][0]
    assert choice["message"]["function_call"] == {"name": "f", "arguments": "{}"}
    assert choice["finish_reason"] == "function_call"
    pieces = deltas_of(*unfold(answer), reply=reply)
    assert [p["function_call"] for p in pieces if p and "function_call" in p] == [
        {"name": "f", "arguments": ""},
        {"arguments": "{}"},
    ]
    old = {"function_call": {"name": "f", "arguments": "{}"}}
    events = stream(delta(**old), delta("function_call"))
    assert fold(events).candidates[0].parts[0].name == "f"
    body = {"choices": [{"message": old, "finish_reason": "function_call"}]}
    assert codec.parse_response(body).candidates[0].parts[0].name == "f"


def test_usage_is_sent_only_to_who_asked():
    events = (Started(), UsageReport(TokenUsage(3, 4, output_visible=5)), Finished(FinishReason.END), Ended())
    assert all("usage" not in chunk for chunk in chunks_of(*events))
    *others, last = chunks_of(*events, reply=Reply(include_usage=True))
    assert all(chunk["usage"] is None for chunk in others)
    assert last["choices"] == []
    assert last["usage"]["prompt_tokens"] == 7
    assert last["usage"]["prompt_tokens_details"]["cached_tokens"] == 4


def test_nothing_is_written_before_there_is_something():
    builder = codec.StreamBuilder(Reply(id="chatcmpl-1", model="mine", created=7))
    assert builder.feed(Started("x", "upstream")) == b""
    assert not builder.began
    first = builder.feed(PartStarted(0, OpenKind.TEXT))
    assert builder.began
    assert orjson.loads(first[6:])["model"] == "mine"
    assert orjson.loads(first[6:])["id"] == "chatcmpl-1"
    assert orjson.loads(first[6:])["created"] == 7
    assert builder.heartbeat().startswith(b":")
    assert builder.finish().endswith(b"data: [DONE]\n\n")
    assert builder.finish() == b""
    assert builder.feed(TextDelta(0, "late")) == b""
    assert chunks_of(Started(), Ended())[0]["choices"][0]["finish_reason"] == "stop"


def test_sound_and_probabilities_in_a_stream():
    pieces = chunks_of(
        Started(),
        PartStarted(0, OpenKind.AUDIO),
        AudioDelta(0, "aGk=", "hi", "a"),
        PartFinished(0),
        LogProbs(({"token": "x"},)),
        PartStarted(1, OpenKind.REFUSAL),
        RefusalDelta(1, "no"),
        PartFinished(1),
        Finished(FinishReason.REFUSAL),
        Ended(),
    )
    assert pieces[1]["choices"][0]["delta"] == {"audio": {"id": "a", "data": "aGk=", "transcript": "hi"}}
    assert pieces[2]["choices"][0]["logprobs"]["content"] == [{"token": "x"}]
    assert pieces[3]["choices"][0]["delta"] == {"refusal": "no"}
    assert pieces[4]["choices"][0]["finish_reason"] == "stop"


@pytest.mark.parametrize(
    ("usage", "wanted"),
    [
        (None, None),
        ({}, None),
        (
            {"prompt_tokens": 5, "completion_tokens": 2, "prompt_cache_hit_tokens": 3},
            TokenUsage(2, 3, output_visible=2),
        ),
        ({"prompt_tokens": 5, "completion_tokens": 0, "cached_tokens": 9}, TokenUsage(0, 5)),
        (
            {"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": 2, "cache_write_tokens": 3}},
            TokenUsage(4, 2, cache_write_other=3),
        ),
        ({"prompt_tokens": -5, "completion_tokens": "many"}, None),
    ],
)
def test_usage_of_every_vendor(usage, wanted):
    answer = codec.parse_response({"choices": [{"message": {"content": "a"}}], "usage": usage})
    assert answer.usage == wanted


@pytest.mark.parametrize(
    ("status", "body", "kind", "message"),
    [
        (429, b'{"error":{"message":"slow"}}', ErrorKind.RATE_LIMITED, "slow"),
        (401, b'{"error":{"message":"bad key"}}', ErrorKind.BAD_UPSTREAM, "bad key"),
        (400, b'[{"error":{"message":"no","param":"n"}}]', ErrorKind.INVALID_REQUEST, "no"),
        (400, b'{"error":{"message":"x","code":"context_length_exceeded"}}', ErrorKind.INVALID_REQUEST, "x"),
        (404, b'{"detail":"Not Found"}', ErrorKind.MODEL_NOT_FOUND, "Not Found"),
        (503, b"<html>", ErrorKind.UNAVAILABLE, "503"),
        (418, b"{}", ErrorKind.BAD_UPSTREAM, "418"),
    ],
)
def test_errors_of_upstreams(status, body, kind, message):
    error = codec.parse_error(status, body)
    assert error.kind is kind
    assert message in error.message


def test_an_answer_without_choices_is_refused():
    for body in ({}, {"choices": []}, {"choices": 5}):
        with pytest.raises(DialectError) as caught:
            codec.parse_response(body)
        assert caught.value.kind is ErrorKind.BAD_UPSTREAM
    with pytest.raises(DialectError, match="quota"):
        codec.parse_response({"error": {"message": "quota", "code": "insufficient_quota"}})


def test_a_whole_answer_with_everything_is_read():
    cited = {"type": "url_citation", "url_citation": {"url": "u", "title": "t", "start_index": 1, "end_index": 0}}
    filed = {"type": "file_citation", "file_citation": {"file_id": "f", "filename": "n"}}
    signed = {"google": {"thought_signature": "c2ln"}}
    message = {
        "reasoning": "r",
        "content": [{"type": "thinking", "thinking": "z"}, {"type": "text", "text": "ab"}, {"type": "other"}],
        "annotations": [cited, filed, {"type": "unknown"}],
        "refusal": "no",
        "images": [{"image_url": {"url": "https://example.org/i.png"}}, {}],
        "audio": {"id": "a", "data": "aGk=", "transcript": "hi"},
        "tool_calls": [
            {"id": "c", "type": "custom", "custom": {"name": "x", "input": "free"}, "extra_content": signed},
            {"function": {"name": "f", "arguments": {"a": 1}}},
        ],
    }
    body = {
        "id": "i",
        "model": "m",
        "choices": [
            {"index": 1, "message": {"content": "b"}, "finish_reason": "length"},
            {"index": 0, "message": message, "finish_reason": "stop", "logprobs": {"content": [{"token": "x"}]}},
        ],
        "system_fingerprint": "fp",
    }
    whole = codec.parse_response(body)
    first, second = whole.candidates
    names = [type(part).__name__ for part in first.parts]
    assert names == ["ReasoningPart"] * 2 + ["TextPart", "RefusalPart", "ImagePart", "AudioPart"] + ["ToolCall"] * 2
    text, custom, function = first.parts[2], first.parts[-2], first.parts[-1]
    assert [(c.url, c.file_id, c.start) for c in text.citations] == [("u", "", None), ("", "f", None)]
    assert (custom.arguments, custom.seal.value, custom.kind) == ("free", "c2ln", ToolKind.CUSTOM)
    assert (function.arguments, function.id[:5]) == ('{"a":1}', "call_")
    assert first.finish.reason is FinishReason.REFUSAL
    assert (second.index, second.finish.reason) == (1, FinishReason.LENGTH)
    again = codec.build_response(whole, Reply(upstream=CHAT))
    assert again["system_fingerprint"] == "fp"
    assert again["choices"][0]["message"]["images"][0]["image_url"]["url"] == "https://example.org/i.png"
    assert again["choices"][0]["message"]["audio"]["transcript"] == "hi"
    assert again["choices"][0]["logprobs"]["content"] == [{"token": "x"}]
    assert "system_fingerprint" not in codec.build_response(whole, Reply(upstream=CLAUDE))


def test_several_candidates_in_one_stream_stay_apart():
    events = stream(
        {"choices": [{"index": i, "delta": {"content": text}} for i, text in ((0, "a"), (1, "x"))]},
        {"choices": [{"index": 1, "delta": {"content": "y"}, "finish_reason": "stop"}]},
        {"choices": [{"index": 0, "delta": {"content": "b"}, "finish_reason": "length"}]},
        {"choices": [{"index": 999, "delta": {"content": "lost"}}]},
    )
    whole = fold(events)
    assert [c.parts for c in whole.candidates] == [(TextPart("ab"),), (TextPart("xy"),)]
    reasons = [c.finish.reason for c in whole.candidates]
    assert reasons == [FinishReason.LENGTH, FinishReason.END]
    written = [c["choices"][0] for c in chunks_of(*events) if c.get("choices")]
    for index, text in ((0, "ab"), (1, "xy")):
        own = [choice["delta"] for choice in written if choice["index"] == index]
        assert own[0]["role"] == "assistant"
        assert "".join(delta.get("content", "") for delta in own) == text
