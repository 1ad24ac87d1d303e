"""Gemini answers, streams and errors, and crossings from and to other dialects."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from google.genai import types

from oneapi_desktop.dialects import anthropic, openai_chat, openai_responses
from oneapi_desktop.dialects import gemini as codec
from oneapi_desktop.dialects.conversation import (
    AudioDelta,
    AudioPart,
    Base64Source,
    Candidate,
    Capabilities,
    ChatRequest,
    ChatResponse,
    Citation,
    CitationKind,
    Cited,
    Dialect,
    DialectError,
    Ended,
    Failed,
    FileIdSource,
    Finished,
    FinishReason,
    ImagePart,
    LogProbs,
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
    UrlSource,
    UsageReport,
    VideoPart,
    WholePart,
    fold,
    unfold,
)
from oneapi_desktop.dialects.gemini import Framing
from oneapi_desktop.dialects.sse import SseParser
from oneapi_desktop.domain.errors import ErrorKind, RequestError

FIXTURES = Path(__file__).parent / "fixtures"
CHAT, CLAUDE, GEMINI = Dialect.OPENAI_CHAT, Dialect.ANTHROPIC, Dialect.GEMINI
SIGNED = Seal(SealFamily.GOOGLE, SealKind.THOUGHT_SIGNATURE, "c2ln", "g")
FOREIGN = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "sig", "claude")
HEAD = {"modelVersion": "g", "responseId": "r"}


def answer(*parts: object, reason: FinishReason = FinishReason.END, **finish: object) -> ChatResponse:
    return ChatResponse("i", "m", 1, (Candidate(parts, Finished(reason, **finish)),))


def written(*events: object, reply: Reply | None = None, framing: Framing = Framing.SSE) -> bytes:
    builder = codec.StreamBuilder(reply or Reply(), framing)
    return b"".join(map(builder.feed, events)) + builder.finish()


def values_of(*events: object, reply: Reply | None = None) -> list[dict]:
    values = [orjson.loads(event.data) for event in SseParser().feed(written(*events, reply=reply))]
    for value in values:
        if "error" not in value:
            types.GenerateContentResponse.model_validate(value)
    return values


def parts_of(*events: object, reply: Reply | None = None) -> list[dict]:
    rows = [row for value in values_of(*events, reply=reply) for row in value["candidates"]]
    return [part for row in rows for part in row["content"]["parts"] if part != {"text": ""}]


def whole(*parts: object, reply: Reply | None = None, **fields: object) -> dict:
    body = codec.build_response(answer(*parts, **fields), reply or Reply())
    types.GenerateContentResponse.model_validate(body)
    return body["candidates"][0]


def row(*parts: dict, **fields: object) -> dict:
    return {"candidates": [{"content": {"role": "model", "parts": list(parts)}, **fields}], **HEAD}


def stream(*values: dict | bytes) -> list:
    parser = codec.StreamParser(new_call_id=lambda: "minted")
    events = []
    for value in values:
        data = value if isinstance(value, bytes) else orjson.dumps(value)
        events += parser.feed(b"data: " + data + b"\n\n")
    return events + parser.finish()


def recorded(name: str) -> list:
    parser = codec.StreamParser("cred")
    return parser.feed((FIXTURES / "gemini" / name).read_bytes()) + parser.finish()


# Answers read


def test_sources_of_a_text_are_spans_of_code_points():
    response = fold(recorded("stream_grounded.sse"))
    (text,) = response.candidates[0].parts
    assert text.text == "Wétter ja."
    assert text.seal == replace(SIGNED, model="gemini-3.6-flash", credential="cred")
    cited = [(c.url, c.title, text.text[c.start : c.end]) for c in text.citations]
    assert cited == [
        ("https://example.org/w", "W", "Wétter"),
        ("https://example.org/w", "W", "ja."),
        ("https://example.org/v", "V", "ja."),
    ]
    assert response.usage == TokenUsage(input_plain=3, tool_prompt=20, output_visible=4, hosted={"web_search": 2})
    built = codec.build_response(response, Reply(upstream=GEMINI))
    types.GenerateContentResponse.model_validate(built)
    assert codec.parse_response(built).candidates == tuple(
        replace(c, parts=(replace(text, seal=replace(text.seal, credential="")),)) for c in response.candidates
    )


def test_sources_count_from_the_part_they_name():
    grounding = {
        "groundingChunks": [{"web": {"uri": "https://a"}}, {"web": {}}, {"maps": {"uri": "https://m"}}],
        "groundingSupports": [
            {"segment": {"partIndex": 1, "startIndex": 0, "endIndex": 2}, "groundingChunkIndices": [0, 1, 9, "x"]},
            {"segment": {"startIndex": 5, "endIndex": 99}, "groundingChunkIndices": [2]},
        ],
    }
    citations = {"citations": [{"endIndex": 1, "uri": "https://q"}, {"endIndex": 1}]}
    body = row({"text": "ab"}, {"text": "cd"}, groundingMetadata=grounding, citationMetadata=citations)
    first, second = codec.parse_response(body).candidates[0].parts
    assert [(c.url, c.start, c.end) for c in first.citations] == [("https://m", None, None), ("https://q", 0, 1)]
    assert [(c.url, c.start, c.end) for c in second.citations] == [("https://a", 0, 2)]
    loose = row({"text": "ab"}, groundingMetadata={"groundingChunks": [{"retrievedContext": {"uri": "gs://a"}}]})
    assert codec.parse_response(loose).candidates[0].parts[0].citations[0].url == "gs://a"


def test_citations_after_a_call_and_before_any_text_do_no_harm():
    grounding = {"groundingChunks": [{"web": {"uri": "https://a"}}]}
    events = stream(row({"functionCall": {"name": "f"}}, groundingMetadata=grounding, finishReason="STOP"))
    assert not any(isinstance(event, Cited) for event in events)


def test_texts_behind_a_thought_count_all_text_before_them():
    grounding = {
        "groundingChunks": [{"web": {"uri": "https://a"}}],
        "groundingSupports": [{"segment": {"startIndex": 3, "endIndex": 5}, "groundingChunkIndices": [0]}],
    }
    events = stream(
        row({"text": "é "}),
        row({"text": "t", "thought": True}),
        row({"text": "ab"}, groundingMetadata=grounding, finishReason="STOP"),
    )
    text = fold(events).candidates[0].parts[-1]
    assert [(c.start, c.end) for c in text.citations] == [(0, 2)]


def test_calls_without_ids_get_them():
    body = row({"functionCall": {"name": "f"}}, {"functionCall": {"name": "g", "args": None}}, finishReason="STOP")
    first, second = codec.parse_response(body).candidates[0].parts
    assert first.id.startswith("call_")
    assert first.id != second.id
    assert (first.arguments, second.arguments) == ("{}", "{}")
    (call,) = fold(stream(row({"functionCall": {"name": "f"}}, finishReason="STOP"))).candidates[0].parts
    assert call.id == "minted"


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("STOP", FinishReason.END),
        ("MAX_TOKENS", FinishReason.LENGTH),
        ("SAFETY", FinishReason.CONTENT_FILTER),
        ("OTHER", FinishReason.CONTENT_FILTER),
        ("RECITATION", FinishReason.RECITATION),
        ("MALFORMED_FUNCTION_CALL", FinishReason.MALFORMED_CALL),
        ("FINISH_REASON_UNSPECIFIED", FinishReason.OTHER),
        ("NEW_REASON", FinishReason.OTHER),
    ],
)
def test_reasons(word, reason):
    body = row({"text": "a"}, finishReason=word, finishMessage="why")
    finish = codec.parse_response(body).candidates[0].finish
    assert finish.reason is reason
    assert finish.explanation == ("why" if reason in (FinishReason.CONTENT_FILTER, FinishReason.RECITATION) else "")
    assert fold(stream(body)).candidates[0].finish == finish


def test_a_call_makes_an_end_a_call_and_a_limit_stays_a_limit():
    call = {"functionCall": {"name": "f"}}
    for word, reason in (("STOP", FinishReason.TOOL_CALLS), ("MAX_TOKENS", FinishReason.LENGTH)):
        assert codec.parse_response(row(call, finishReason=word)).candidates[0].finish.reason is reason
        assert fold(stream(row(call), row(finishReason=word))).candidates[0].finish.reason is reason


def test_a_refused_prompt_is_an_answer_of_the_filter():
    response = fold(recorded("stream_blocked.sse"))
    (candidate,) = response.candidates
    assert candidate.finish == Finished(FinishReason.CONTENT_FILTER, explanation="no")
    body = {"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": {"promptTokenCount": 3}}
    assert codec.parse_response(body).candidates[0].finish.reason is FinishReason.CONTENT_FILTER
    assert response.usage.prompt == 3


def test_log_probabilities_cross():
    result = {
        "chosenCandidates": [{"token": "é", "tokenId": 5, "logProbability": -0.5}, {"token": "x"}],
        "topCandidates": [{"candidates": [{"token": "e", "logProbability": -1}]}],
    }
    body = row({"text": "éx"}, logprobsResult=result, finishReason="STOP")
    first, second = codec.parse_response(body).candidates[0].logprobs
    assert first == {
        "token": "é",
        "logprob": -0.5,
        "bytes": [195, 169],
        "top_logprobs": [{"token": "e", "logprob": -1, "bytes": [101]}],
    }
    assert second["logprob"] == 0
    told = [event for event in stream(body) if isinstance(event, LogProbs)]
    assert told[0].items == (first, second)
    built = codec.build_response(fold(stream(body)), Reply())["candidates"][0]["logprobsResult"]
    types.LogprobsResult.model_validate(built)
    assert built["topCandidates"][0] == {"candidates": [{"token": "e", "logProbability": -1}]}
    last = values_of(*unfold(fold(stream(body))))[-1]["candidates"][0]
    assert last["logprobsResult"] == built


def test_arguments_in_pieces_are_put_together():
    (call,) = fold(recorded("stream_partial.sse")).candidates[0].parts
    assert (call.id, call.name) == ("c1", "f")
    assert orjson.loads(call.arguments) == {"city": "Zürich", "days": [{"n": 2}, None], "x y": True}


def test_pieces_without_sense_are_left_out():
    nonsense = [
        {"jsonPath": "city", "stringValue": "x"},
        {"jsonPath": "$", "stringValue": "x"},
        {"jsonPath": "$[0]", "stringValue": "x"},
        {"jsonPath": "$.a[", "stringValue": "x"},
        {"jsonPath": "$.l[9999]", "numberValue": 1},
        {"jsonPath": "$.l.k", "numberValue": 1},
        {"jsonPath": "$.ok", "numberValue": 1.5},
        {"jsonPath": "$.ok"},
        5,
    ]
    begun = {"functionCall": {"name": "f", "partialArgs": nonsense, "willContinue": True}}
    events = stream(
        row(begun), row({"text": "then"}), row({"functionCall": {"willContinue": True}}, finishReason="STOP")
    )
    first, text, nameless = fold(events).candidates[0].parts
    assert orjson.loads(first.arguments) == {"l": {"k": 1}, "ok": 1.5}
    assert (text.text, nameless.name) == ("then", "")


def test_seals_close_what_they_stand_on():
    events = stream(
        row({"text": "a", "thoughtSignature": "YQ=="}),
        row({"text": "b"}),
        row({"text": "", "thoughtSignature": "Yg=="}),
        row({"text": "t", "thought": True}),
        row({"text": "", "thought": True, "thoughtSignature": "Yw=="}),
        row({"thought": True, "thoughtSignature": "ZA=="}),
        row({"text": "", "thoughtSignature": "ZQ=="}, finishReason="STOP"),
    )
    parts = fold(events).candidates[0].parts
    assert [(type(p).__name__, getattr(p, "text", None), p.seal.value) for p in parts] == [
        ("TextPart", "a", "YQ=="),
        ("TextPart", "b", "Yg=="),
        ("ReasoningPart", "t", "Yw=="),
        ("RedactedPart", None, "ZA=="),
        ("TextPart", "", "ZQ=="),
    ]


def test_media_and_kinds_only_google_knows():
    code = {"executableCode": {"language": "PYTHON", "code": "1"}}
    body = row(
        {"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="}},
        {"inlineData": {"mimeType": "audio/pcm;rate=24000", "data": "AAAA"}},
        {"fileData": {"fileUri": "https://example.org/v.mp4", "mimeType": "video/mp4"}},
        code,
        {},
        finishReason="STOP",
    )
    image, audio, video, native = codec.parse_response(body).candidates[0].parts
    assert image == ImagePart(Base64Source("iVBORw0KGgo=", "image/png"))
    assert audio == AudioPart(Base64Source("AAAA", "audio/pcm;rate=24000"), "pcm16")
    assert video == VideoPart(UrlSource("https://example.org/v.mp4", "video/mp4"))
    assert native == NativePart(GEMINI, "executableCode", code)
    assert fold(stream(body)).candidates[0].parts == (image, audio, video, native)


def test_usage():
    usage = {
        "promptTokenCount": 10,
        "cachedContentTokenCount": 4,
        "candidatesTokenCount": 7,
        "thoughtsTokenCount": 2,
        "toolUsePromptTokenCount": 3,
        "totalTokenCount": 20,
        "promptTokensDetails": [{"modality": "AUDIO", "tokenCount": 5}, {"modality": "IMAGE", "tokenCount": 2}],
        "cacheTokensDetails": [{"modality": "AUDIO", "tokenCount": 1}],
        "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 3}],
        "serviceTier": "STANDARD",
    }
    response = codec.parse_response(row({"text": "a"}, finishReason="STOP") | {"usageMetadata": usage})
    # prompt + candidates + tools is the total, so that the thoughts are among the candidates' tokens.
    assert response.usage == TokenUsage(
        input_plain=6,
        cache_read=4,
        tool_prompt=3,
        output_visible=5,
        output_reasoning=2,
        input_audio=4,
        input_image=2,
        output_image=3,
    )
    assert response.service_tier == "default"
    built = codec.build_response(response, Reply())["usageMetadata"]
    types.GenerateContentResponseUsageMetadata.model_validate(built)
    assert built["totalTokenCount"] == 20
    assert built["promptTokensDetails"] == [
        {"modality": "TEXT", "tokenCount": 4},
        {"modality": "AUDIO", "tokenCount": 4},
        {"modality": "IMAGE", "tokenCount": 2},
    ]
    nothing = row({"text": "a"}, finishReason="STOP") | {"usageMetadata": {"totalTokenCount": 0}}
    assert codec.parse_response(nothing).usage is None


def test_times_and_names_of_both_spellings():
    body = {
        "candidates": [{"content": {"parts": [{"text": "a"}]}, "finish_reason": "STOP"}],
        "model_version": "g",
        "response_id": "r",
        "createTime": "2026-11-20T10:00:00.5Z",
    }
    response = codec.parse_response(body)
    assert (response.id, response.model, response.created) == ("r", "g", 1795168800)
    assert fold(stream(body)).created == 1795168800
    assert response.candidates[0].finish.reason is FinishReason.END
    assert codec.parse_response(body | {"createTime": "yesterday"}).created == 0


# Broken streams


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ((), "upstream_disconnected"),
        ((row({"text": "a"}),), "upstream_disconnected"),
        (({"usageMetadata": {"promptTokenCount": 1}},), "upstream_disconnected"),
        ((b"<html>",), None),
        (({"error": {"code": 500, "message": "x", "status": "INTERNAL"}},), None),
    ],
)
def test_a_broken_stream_fails_once(values, code):
    events = stream(*values)
    assert isinstance(events[-1], Failed)
    assert sum(isinstance(event, Failed | Ended) for event in events) == 1
    assert (events[-1].error.kind, events[-1].error.code) == (ErrorKind.BAD_UPSTREAM, code)


def test_an_error_inside_a_stream_of_either_framing():
    assert recorded("stream_error.sse")[-1].error.kind is ErrorKind.UNAVAILABLE
    error = b'{"error": {"code": 429, "message": "slow", "status": "RESOURCE_EXHAUSTED"}}'
    for body in (b"[" + error + b"]", error, b"\xef\xbb\xbf\r\n[ " + error):
        parser = codec.StreamParser()
        (event,) = parser.feed(body) + parser.finish()
        assert event.error.kind is ErrorKind.RATE_LIMITED
    (cut,) = codec.StreamParser().feed(b"") + codec.StreamParser().finish()
    assert cut.error.code == "upstream_disconnected"


def test_an_array_that_is_cut_or_grows_without_end_fails():
    parser = codec.StreamParser()
    data = (FIXTURES / "gemini" / "stream_tools.json_array").read_bytes()
    events = parser.feed(data[:-40]) + parser.finish()
    assert events[-1].error.code == "upstream_disconnected"
    endless = codec.StreamParser()
    events = endless.feed(b'[{"a":"') + endless.feed(b"x" * (16 * 1024 * 1024 + 1))
    assert "larger than" in events[-1].error.message


def test_nonsense_indexes_do_no_harm():
    far = row({"text": "lost"}, index=999, finishReason="STOP")
    assert fold(stream(far, row({"text": "a"}, finishReason="STOP"))).candidates[0].parts == (TextPart("a"),)


# Answers written


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        (FinishReason.END, "STOP"),
        (FinishReason.LENGTH, "MAX_TOKENS"),
        (FinishReason.CONTEXT_FULL, "MAX_TOKENS"),
        (FinishReason.TOOL_CALLS, "STOP"),
        (FinishReason.PAUSED, "STOP"),
        (FinishReason.REFUSAL, "SAFETY"),
        (FinishReason.CONTENT_FILTER, "SAFETY"),
        (FinishReason.RECITATION, "RECITATION"),
        (FinishReason.MALFORMED_CALL, "MALFORMED_FUNCTION_CALL"),
        (FinishReason.OTHER, "OTHER"),
    ],
)
def test_reasons_are_told_in_this_dialects_words(reason, word):
    assert whole(TextPart("a"), reason=reason, explanation="e")["finishReason"] == word
    last = values_of(*unfold(answer(TextPart("a"), reason=reason, explanation="e")))[-1]["candidates"][0]
    assert (last["finishReason"], last["finishMessage"]) == (word, "e")


def test_an_answer_without_parts_has_an_empty_content():
    assert whole(reason=FinishReason.CONTENT_FILTER)["content"] == {"role": "model"}


def test_reasoning_is_shown_to_those_who_asked():
    parts = (ReasoningPart(("a", "b"), seal=SIGNED), ReasoningPart(("c",)), RedactedPart(FOREIGN), TextPart("t"))
    shown = whole(*parts)["content"]["parts"]
    assert shown[0] == {"text": "a\n\nb", "thought": True, "thoughtSignature": "c2ln"}
    assert shown[1] == {"text": "c", "thought": True}
    hidden = Reply(show_reasoning=False)
    kept = whole(*parts, reply=hidden)["content"]["parts"]
    assert kept == [{"thought": True, "thoughtSignature": "c2ln"}, shown[2], {"text": "t"}]
    assert parts_of(*unfold(answer(*parts)), reply=hidden) == kept
    joined = "".join(p.get("text", "") for p in parts_of(*unfold(answer(*parts[:1]))))
    assert joined == "a\n\nb"


def test_foreign_seals_travel_in_envelopes_and_return():
    parts = (ReasoningPart(("t",), seal=FOREIGN), RedactedPart(FOREIGN), ToolCall("c", "f", "{}", seal=FOREIGN))
    for built in (whole(*parts)["content"], {"role": "model", "parts": parts_of(*unfold(answer(*parts)))}):
        request = codec.parse_request({"contents": [{"parts": [{"text": "q"}]}, built]}, model="m")
        assert all(part.seal == FOREIGN for part in request.turns[1].parts if getattr(part, "seal", None))
        kinds = [type(part).__name__ for part in request.turns[1].parts]
        assert kinds[-1] == "ToolCall"


def test_a_call_nobody_can_read_is_left_out():
    cut = (TextPart("a"), ToolCall("c", "f", '{"x":'))
    assert whole(*cut, reason=FinishReason.LENGTH) == {
        "content": {"role": "model", "parts": [{"text": "a"}]},
        "finishReason": "MAX_TOKENS",
        "index": 0,
    }
    broken = whole(*cut, reason=FinishReason.TOOL_CALLS)
    assert broken["finishReason"] == "MALFORMED_FUNCTION_CALL"
    assert "cannot be read" in broken["finishMessage"]
    for reason, word in ((FinishReason.LENGTH, "MAX_TOKENS"), (FinishReason.TOOL_CALLS, "MALFORMED_FUNCTION_CALL")):
        values = values_of(*unfold(answer(*cut, reason=reason)))
        assert values[-1]["candidates"][0]["finishReason"] == word
        assert "functionCall" not in str(values)


def test_a_call_is_sent_once_it_is_whole():
    builder = codec.StreamBuilder(Reply())
    for event in (Started("i", "m"), ToolCallStarted(0, "a", "f"), ToolCallDelta(0, '{"x"'), ToolCallDelta(0, ":1}")):
        assert builder.feed(event) == b""
    assert b'"args":{"x":1}' in builder.feed(PartFinished(0))
    open_call = parts_of(Started(), ToolCallStarted(0, "a", "f"), ToolCallDelta(0, "{}"), Ended())
    assert open_call == [{"functionCall": {"id": "a", "name": "f", "args": {}}}]


def test_media_of_an_answer():
    parts = (
        ImagePart(Base64Source("iVBORw0KGgo=", "image/png")),
        ImagePart(UrlSource("https://example.org/a.png", "image/png")),
        ImagePart(FileIdSource("gs://a", GEMINI)),
        ImagePart(FileIdSource("file-1", CHAT)),
        AudioPart(Base64Source("AAAA"), transcript="hello"),
        RefusalPart("no"),
        RefusalPart(""),
        NativePart(CHAT, "x", {}, "words"),
        NativePart(CHAT, "y"),
        NativePart(GEMINI, "executableCode", {"executableCode": {"code": "1", "language": "PYTHON"}}),
    )
    wanted = [
        {"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="}},
        {"fileData": {"fileUri": "https://example.org/a.png", "mimeType": "image/png"}},
        {"fileData": {"fileUri": "gs://a"}},
        {"text": "hello"},
        {"inlineData": {"mimeType": "audio/pcm", "data": "AAAA"}},
        {"text": "no"},
        {"text": "words"},
        {"executableCode": {"code": "1", "language": "PYTHON"}},
    ]
    assert whole(*parts)["content"]["parts"] == wanted
    assert parts_of(*unfold(answer(*parts))) == wanted
    sound = parts_of(Started(), PartStarted(0, OpenKind.AUDIO), AudioDelta(0, "AAAA", "hi"), PartFinished(0), Ended())
    assert sound == [{"text": "hi"}, {"inlineData": {"mimeType": "audio/pcm", "data": "AAAA"}}]


def test_citations_are_told_as_grounding():
    cited = TextPart(
        "Wé ab",
        (
            Citation(CitationKind.URL, "https://a", "A", start=3, end=5),
            Citation(CitationKind.URL, "https://a", "A"),
            Citation(CitationKind.FILE, file_id="f"),
        ),
    )
    grounding = whole(TextPart("x"), cited)["groundingMetadata"]
    assert grounding["groundingChunks"] == [{"web": {"uri": "https://a", "title": "A"}}]
    assert [support["segment"] for support in grounding["groundingSupports"]] == [
        {"startIndex": 4, "endIndex": 6, "partIndex": 1, "text": "ab"},
        {"startIndex": 0, "endIndex": 6, "partIndex": 1, "text": "Wé ab"},
    ]
    last = values_of(*unfold(answer(TextPart("x"), cited)))[-1]["candidates"][0]
    segments = [support["segment"] for support in last["groundingMetadata"]["groundingSupports"]]
    assert segments[0] == {"startIndex": 5, "endIndex": 7, "text": "ab"}
    files = TextPart("x", (Citation(CitationKind.FILE, file_id="f"),))
    assert "groundingMetadata" not in values_of(*unfold(answer(files)))[-1]["candidates"][0]


def test_nothing_is_written_before_there_is_something():
    builder = codec.StreamBuilder(Reply(model="mine", id="x"))
    assert builder.feed(Started("i", "upstream", usage=TokenUsage(input_plain=1))) == b""
    assert builder.feed(PartStarted(0, OpenKind.TEXT)) == b""
    assert builder.heartbeat() == b""
    first = builder.feed(TextDelta(0, "a"))
    assert first.startswith(b"data: {")
    assert b'"modelVersion":"mine","responseId":"x"' in first
    assert builder.feed(TextDelta(0, "")) == b""
    assert builder.heartbeat() == b"\n"
    assert builder.feed(Finished(FinishReason.END)) == b""
    assert b'"error":{"code":502' in builder.finish()
    assert builder.finish() == b""
    assert builder.feed(TextDelta(0, "late")) == b""
    assert builder.heartbeat() == b""


def test_an_empty_stream_still_ends():
    (value,) = values_of(Started("i", "m"), Ended())
    assert value["candidates"][0]["finishReason"] == "STOP"


def test_the_array_is_one_document_whatever_happens():
    failed = Failed(DialectError(ErrorKind.RATE_LIMITED, "slow", retry_after=2.5))
    (value,) = orjson.loads(written(failed, framing=Framing.ARRAY))
    assert value["error"]["status"] == "RESOURCE_EXHAUSTED"
    assert value["error"]["details"][0]["retryDelay"] == "2.5s"
    events = list(unfold(answer(TextPart("a"))))
    values = orjson.loads(written(*events[:3], framing=Framing.ARRAY))
    assert next(iter(values[0])) == "candidates"
    assert [*values[-1]] == ["error"]
    assert len(orjson.loads(written(*events, framing=Framing.ARRAY))) == 2
    assert codec.StreamBuilder(Reply(), Framing.ARRAY).content_type == "application/json"
    assert codec.StreamBuilder(Reply()).content_type == "text/event-stream"


def test_several_candidates_end_together():
    events = (
        Started("i", "m"),
        PartStarted(0, OpenKind.TEXT),
        PartStarted(0, OpenKind.TEXT, 1),
        TextDelta(0, "b", 1),
        TextDelta(0, "a"),
        Finished(FinishReason.LENGTH, 1),
        Finished(FinishReason.END),
        UsageReport(TokenUsage(input_plain=1, output_visible=2)),
        Ended(),
    )
    *_, last = values_of(*events)
    assert [(c["index"], c["finishReason"]) for c in last["candidates"]] == [(0, "STOP"), (1, "MAX_TOKENS")]
    assert last["usageMetadata"]["totalTokenCount"] == 3


def test_a_late_seal_stands_on_an_empty_text():
    events = (Started(), PartStarted(0, OpenKind.TEXT), TextDelta(0, "a"), Sealed(0, SIGNED), PartFinished(0), Ended())
    values = values_of(*events)
    assert values[1]["candidates"][0]["content"]["parts"] == [{"text": "", "thoughtSignature": "c2ln"}]
    alone = (Started(), PartStarted(0, OpenKind.REASONING), Sealed(0, SIGNED), PartFinished(0), Ended())
    assert parts_of(*alone) == [{"thought": True, "thoughtSignature": "c2ln"}]
    unknown = (Started(), ToolCallDelta(7, "{}"), PartFinished(7), WholePart(0, RedactedPart(SIGNED)), Ended())
    assert parts_of(*unknown) == [{"thought": True, "thoughtSignature": "c2ln"}]


def test_the_ids_form_follows_the_client():
    body = codec.build_response(answer(TextPart("a")), Reply(upstream=CHAT))
    assert len(body["responseId"]) == 22
    assert codec.build_response(answer(TextPart("a")), Reply(upstream=GEMINI))["responseId"] == "i"
    assert codec.build_response(answer(TextPart("a")), Reply(id="mine"))["responseId"] == "mine"
    extras = replace(answer(TextPart("a")), extras={"modelStatus": {}})
    assert "modelStatus" in codec.build_response(extras, Reply(upstream=GEMINI))
    assert "modelStatus" not in codec.build_response(extras, Reply(upstream=CHAT))


# Errors


@pytest.mark.parametrize(
    ("status", "body", "kind", "code", "retry_after"),
    [
        (503, b'{"error":{"code":503,"message":"x","status":"UNAVAILABLE"}}', ErrorKind.UNAVAILABLE, None, None),
        (
            429,
            b'[{"error":{"code":429,"message":"x","status":"RESOURCE_EXHAUSTED","details":'
            b'[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"12.5s"}]}}]',
            ErrorKind.RATE_LIMITED,
            None,
            12.5,
        ),
        (
            400,
            b'{"error":{"message":"API key not valid","status":"INVALID_ARGUMENT","details":'
            b'[{"reason":"API_KEY_INVALID"}]}}',
            ErrorKind.BAD_UPSTREAM,
            None,
            None,
        ),
        (
            400,
            b'{"error":{"message":"The input token count (9) exceeds the maximum number of tokens allowed (8).",'
            b'"status":"INVALID_ARGUMENT"}}',
            ErrorKind.INVALID_REQUEST,
            "context_length_exceeded",
            None,
        ),
        (404, b'{"error":{"message":"x","status":"NOT_FOUND"}}', ErrorKind.MODEL_NOT_FOUND, None, None),
        (403, b'{"error":{"message":"x","status":"PERMISSION_DENIED"}}', ErrorKind.BAD_UPSTREAM, None, None),
        (400, b'{"error":"words"}', ErrorKind.INVALID_REQUEST, None, None),
        (504, b"", ErrorKind.TIMEOUT, None, None),
        (404, b"[]", ErrorKind.MODEL_NOT_FOUND, None, None),
        (502, b"<html>", ErrorKind.BAD_UPSTREAM, None, None),
    ],
)
def test_errors_of_upstreams(status, body, kind, code, retry_after):
    error = codec.parse_error(status, body)
    assert (error.kind, error.code, error.retry_after) == (kind, code, retry_after)


def test_every_kind_of_error_has_its_shape():
    for kind in ErrorKind:
        error = RequestError(kind, "words")
        body = orjson.loads(codec.build_error(error, "req_1"))
        assert list(body) == ["error"]
        assert body["error"]["message"] == "words (request id: req_1)"
        assert body["error"]["code"] == codec.error_status(error)
        assert body["error"]["status"].isupper()
    assert codec.error_status(RequestError(ErrorKind.INTERNAL, "x", status=418)) == 418


def test_an_answer_that_is_none_is_refused():
    for body in ({}, {"candidates": []}, {"error": {"status": "INTERNAL", "message": "x"}}):
        with pytest.raises(DialectError) as caught:
            codec.parse_response(body)
        assert caught.value.kind is ErrorKind.BAD_UPSTREAM


# Crossings


def test_one_exchange_in_three_dialects():
    events = recorded("stream_tools.sse")
    original = fold(events)
    for other, module in ((CHAT, openai_chat), (CLAUDE, anthropic)):
        there = module.StreamBuilder(Reply(upstream=GEMINI, include_usage=True))
        reader = module.StreamParser()
        crossed = fold(reader.feed(b"".join(map(there.feed, events)) + there.finish()) + reader.finish())
        back = codec.StreamBuilder(Reply(upstream=other))
        again = codec.StreamParser()
        data = b"".join(map(back.feed, unfold(crossed))) + back.finish()
        returned = fold(again.feed(data) + again.finish())
        parts = [p for p in returned.candidates[0].parts if not isinstance(p, RedactedPart)]
        wanted = list(original.candidates[0].parts)
        assert [replace(p, seal=None) for p in parts] == [replace(p, seal=None) for p in wanted]
        assert returned.usage.to_ledger() == original.usage.to_ledger()
        assert returned.candidates[0].finish == original.candidates[0].finish


def test_a_crossing_waits_for_nothing():
    """Each text of the upstream gives bytes to the client at once."""
    parser, builder = openai_chat.StreamParser(), codec.StreamBuilder(Reply())
    data = (FIXTURES / "openai_chat" / "stream_tools.sse").read_bytes()
    told = 0
    for chunk in data.split(b"\n\n")[:-2]:
        out = b"".join(map(builder.feed, parser.feed(chunk + b"\n\n")))
        choices = orjson.loads(chunk[6:])["choices"]
        if choices and choices[0]["delta"].get("content"):
            told += 1
            assert out
    assert told


def anthropic_history(response: ChatResponse) -> ChatRequest:
    blocks = anthropic.build_response(response, Reply(upstream=GEMINI))["content"]
    results = [{"type": "tool_result", "tool_use_id": b["id"], "content": "r"} for b in blocks if "input" in b]
    history = [
        {"role": "user", "content": "q"},
        {"role": "assistant", "content": blocks},
        {"role": "user", "content": results},
    ]
    return anthropic.parse_request({"model": "m", "max_tokens": 9, "messages": history})


def responses_history(response: ChatResponse) -> ChatRequest:
    asked = openai_responses.parse_request({"model": "m", "input": "q"})
    items = openai_responses.build_response(response, Reply.to(asked, GEMINI))["output"]
    calls = [item for item in items if item["type"] == "function_call"]
    results = [{"type": "function_call_output", "call_id": call["call_id"], "output": "r"} for call in calls]
    return openai_responses.parse_request({"model": "m", "input": [{"role": "user", "content": "q"}, *items, *results]})


def chat_history(response: ChatResponse) -> ChatRequest:
    message = openai_chat.build_response(response, Reply(upstream=GEMINI))["choices"][0]["message"]
    results = [{"role": "tool", "tool_call_id": call["id"], "content": "r"} for call in message["tool_calls"]]
    return openai_chat.parse_request({"model": "m", "messages": [{"role": "user", "content": "q"}, message, *results]})


@pytest.mark.parametrize("history", [anthropic_history, responses_history, chat_history])
def test_googles_seals_survive_every_client(history):
    """A call's signature goes out as that dialect can carry it and comes back onto the call."""
    request = history(fold(recorded("stream_tools.sse")))
    body, _ = codec.build_request(request, Capabilities(seal_family=SealFamily.GOOGLE, seal_credential="cred"))
    text, first, second = (part for part in body["contents"][1]["parts"] if not part.get("thought"))
    assert text == {"text": "Hi 👋"}
    assert first["thoughtSignature"] == "c2lnbmF0dXJl"
    assert "thoughtSignature" not in second
