"""Responses answers and streams."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from openai.types.responses import Response
from test_dialects_openai_responses_laws import check_stream

from oneapi_desktop.dialects import anthropic
from oneapi_desktop.dialects import openai_responses as codec
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
    ReasoningDelta,
    ReasoningPart,
    ReasoningStyle,
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
    ThinkingStyle,
    TokenUsage,
    ToolCall,
    ToolCallDelta,
    ToolCallStarted,
    ToolKind,
    UrlSource,
    UsageReport,
    WholePart,
    bad_upstream,
    fold,
    invalid,
    unfold,
)
from oneapi_desktop.domain.errors import ErrorKind

FIXTURES = Path(__file__).parent / "fixtures" / "openai_responses"
RESPONSES, CLAUDE = Dialect.OPENAI_RESPONSES, Dialect.ANTHROPIC
PLAIN = Reply(upstream=CLAUDE)
SIGNED = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "sig", "claude")
GOOGLE = Seal(SealFamily.GOOGLE, SealKind.THOUGHT_SIGNATURE, "c2ln")


def answer(*parts: object, reason: FinishReason = FinishReason.END, **fields: object) -> ChatResponse:
    return ChatResponse("i", "m", 1, (Candidate(parts, Finished(reason)),), **fields)


def whole(*parts: object, reason: FinishReason = FinishReason.END, reply: Reply = PLAIN) -> dict:
    """A whole answer, which the official client accepts and a stream ends with."""
    body = codec.build_response(answer(*parts, reason=reason), reply)
    Response.model_validate(body, strict=True)
    final = values_of(*unfold(answer(*parts, reason=reason)), reply=reply)[-1]["response"]
    assert [(i["type"], i.get("status")) for i in final["output"]] == [
        (i["type"], i.get("status")) for i in body["output"]
    ]
    return body


def values_of(*events: object, reply: Reply = PLAIN) -> list[dict]:
    builder = codec.StreamBuilder(reply)
    return check_stream(b"".join(map(builder.feed, events)) + builder.finish())


def stream(*values: dict | bytes, end: bool = True) -> list:
    parser = codec.StreamParser("cred")
    events = []
    done = {"type": "response.completed", "response": {"id": "r", "model": "m", "status": "completed", "output": []}}
    for value in (*values, done) if end else values:
        events += parser.feed(b"data: " + (value if isinstance(value, bytes) else orjson.dumps(value)) + b"\n\n")
    return events + parser.finish()


def parts_of(*values: dict) -> tuple:
    return fold(stream(*values)).candidates[0].parts if values else ()


def test_one_exchange_event_by_event():
    events = values_of(
        Started("i", "m", 7),
        PartStarted(0, OpenKind.REASONING),
        ReasoningDelta(0, "T"),
        Sealed(0, SIGNED),
        PartFinished(0),
        PartStarted(1, OpenKind.TEXT),
        TextDelta(1, "Hi"),
        PartFinished(1),
        ToolCallStarted(2, "c1", "f"),
        ToolCallDelta(2, '{"a":'),
        ToolCallDelta(2, "1}"),
        PartFinished(2),
        ToolCallStarted(3, "c2", "g"),
        PartFinished(3),
        UsageReport(TokenUsage(6, 4, output_visible=5, output_reasoning=2)),
        Finished(FinishReason.TOOL_CALLS),
        Ended(),
    )
    assert [event["type"].removeprefix("response.") for event in events] == [
        "created",
        "in_progress",
        "output_item.added",
        "reasoning_summary_part.added",
        "reasoning_summary_text.delta",
        "reasoning_summary_text.done",
        "reasoning_summary_part.done",
        "output_item.done",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "output_item.added",
        "function_call_arguments.delta",
        "function_call_arguments.delta",
        "function_call_arguments.done",
        "output_item.done",
        "output_item.added",
        "function_call_arguments.delta",
        "function_call_arguments.done",
        "output_item.done",
        "completed",
    ]
    final = events[-1]["response"]
    assert final["usage"] == {
        "input_tokens": 10,
        "input_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 0},
        "output_tokens": 7,
        "output_tokens_details": {"reasoning_tokens": 2},
        "total_tokens": 17,
    }
    thought, said, first, second = final["output"]
    assert (thought["summary"], said["content"][0]["text"]) == ([{"type": "summary_text", "text": "T"}], "Hi")
    assert [(c["call_id"], c["name"], c["arguments"], c["status"]) for c in (first, second)] == [
        ("c1", "f", '{"a":1}', "completed"),
        ("c2", "g", "{}", "completed"),
    ]
    assert [i["id"].partition("_")[0] for i in final["output"]] == ["rs", "msg", "fc", "fc"]
    assert (final["id"][:5], final["created_at"], events[0]["response"]["status"]) == ("resp_", 7, "in_progress")


def test_a_proof_comes_back_through_a_client():
    parts = (ReasoningPart(("t",), seal=SIGNED), RedactedPart(replace(SIGNED, kind=SealKind.REDACTED)), TextPart("a"))
    items = whole(*parts)["output"]
    request = codec.parse_request({"model": "m", "input": [*items, {"role": "user", "content": "go"}]})
    thought, redacted, said = request.turns[0].parts
    assert (thought.text, thought.seal, redacted, said) == ("t", SIGNED, parts[1], parts[2])
    claude = Capabilities(seal_family=SealFamily.ANTHROPIC, thinking=ThinkingStyle.ADAPTIVE)
    body, _ = anthropic.build_request(request, claude)
    assert [block["type"] for block in body["messages"][1]["content"]] == ["thinking", "redacted_thinking", "text"]
    assert body["messages"][1]["content"][0]["signature"] == "sig"


def test_proofs_of_calls_and_texts_stand_beside_them():
    parts = (TextPart("a", seal=GOOGLE), ToolCall("c", "f", "{}", seal=GOOGLE), ToolCall("d", "g", "{}"))
    body = whole(*parts, reason=FinishReason.TOOL_CALLS)
    kinds = [item["type"] for item in body["output"]]
    assert kinds == ["message", "reasoning", "reasoning", "function_call", "function_call"]
    assert body["output"][1]["encrypted_content"].startswith("gw1.")
    results = [{"type": "function_call_output", "call_id": id, "output": "r"} for id in ("c", "d")]
    request = codec.parse_request({"model": "m", "input": [*body["output"], *results]})
    seals = [part.seal for part in request.turns[0].parts if isinstance(part, ToolCall)]
    assert seals == [GOOGLE, None]
    late = values_of(Started(), ToolCallStarted(0, "c", "f"), ToolCallDelta(0, "{"), Sealed(0, GOOGLE), Ended())
    assert [item["type"] for item in late[-1]["response"]["output"]] == ["function_call"]


def test_reasoning_is_a_summary_unless_the_upstream_says_otherwise():
    part = ReasoningPart(("a", "b"), ReasoningStyle.RAW)
    (item,) = whole(part)["output"]
    assert [piece["text"] for piece in item["summary"]] == ["a", "b"]
    (item,) = whole(part, reply=Reply(upstream=RESPONSES))["output"]
    assert (item["summary"], item["content"][1]) == ([], {"type": "reasoning_text", "text": "b"})
    hidden = Reply(show_reasoning=False)
    assert whole(part, reply=hidden)["output"] == []
    (item,) = whole(replace(part, seal=SIGNED), reply=hidden)["output"]
    assert item["summary"] == []
    assert "encrypted_content" in item


def test_every_part_of_an_answer_has_its_place():
    search = NativePart(CLAUDE, "server_tool_use", {"name": "web_search", "input": {"query": "q"}})
    own = NativePart(RESPONSES, "mcp_list_tools", {"type": "mcp_list_tools", "server_label": "s", "tools": []})
    citations = (
        Citation(CitationKind.URL, "u", "t"),
        Citation(CitationKind.FILE, title="n", file_id="f"),
        Citation(CitationKind.DOCUMENT),
    )
    body = whole(
        search,
        NativePart(CLAUDE, "web_search_tool_result"),
        NativePart(CLAUDE, "other", {}, "told"),
        own,
        TextPart("Regen", citations),
        ImagePart(Base64Source("aGk=", "image/png")),
        ImagePart(UrlSource("https://example.org/i.png")),
        ImagePart(FileIdSource("f", CLAUDE)),
        AudioPart(Base64Source("aGk="), transcript="heard"),
        AudioPart(Base64Source("aGk=")),
        ToolCall("", "x", "free", ToolKind.CUSTOM, "ns"),
    )
    items = body["output"]
    assert [item["type"] for item in items] == [
        "web_search_call",
        "message",
        "mcp_list_tools",
        "message",
        "image_generation_call",
        "message",
        "custom_tool_call",
    ]
    assert items[0]["action"] == {"type": "search", "query": "q", "queries": ["q"]}
    assert items[2]["id"].startswith("item_")
    assert items[3]["content"][0]["annotations"] == [
        {"type": "url_citation", "start_index": 0, "end_index": 5, "title": "t", "url": "u"},
        {"type": "file_citation", "file_id": "f", "filename": "n", "index": 5},
    ]
    assert (items[4]["result"], items[4]["output_format"]) == ("aGk=", "png")
    assert [c["text"] for c in items[5]["content"]] == ["![image](https://example.org/i.png)", "heard"]
    assert (items[6]["input"], items[6]["namespace"], items[6]["call_id"][:5]) == ("free", "ns", "call_")


def test_messages_hold_texts_of_one_phase():
    texts = [TextPart("a", phase="commentary"), TextPart("b", phase="commentary"), TextPart("c", phase="final_answer")]
    first, second = whole(*texts)["output"]
    assert ([c["text"] for c in first["content"]], first["phase"]) == (["a", "b"], "commentary")
    assert second["phase"] == "final_answer"


@pytest.mark.parametrize(
    ("reason", "status", "why", "item"),
    [
        (FinishReason.END, "completed", None, "completed"),
        (FinishReason.STOP_SEQUENCE, "completed", None, "completed"),
        (FinishReason.PAUSED, "completed", None, "completed"),
        (FinishReason.OTHER, "completed", None, "completed"),
        (FinishReason.LENGTH, "incomplete", "max_output_tokens", "incomplete"),
        (FinishReason.CONTEXT_FULL, "incomplete", "max_output_tokens", "incomplete"),
        (FinishReason.CONTENT_FILTER, "incomplete", "content_filter", "completed"),
        (FinishReason.RECITATION, "incomplete", "content_filter", "completed"),
        (FinishReason.CANCELLED, "cancelled", None, "completed"),
        (FinishReason.MALFORMED_CALL, "completed", None, "incomplete"),
    ],
)
def test_ends_are_told_in_this_dialects_words(reason, status, why, item):
    body = whole(TextPart("a"), reason=reason)
    assert (body["status"], body["output"][0]["status"]) == (status, item)
    assert (body["incomplete_details"] or {}).get("reason") == why
    assert (body["completed_at"] is None) is (status != "completed")
    last = values_of(*unfold(answer(TextPart("a"), reason=reason)))[-1]
    assert last["type"] == ("response.completed" if status == "completed" else "response.incomplete")
    if why == "max_output_tokens":
        call = whole(TextPart("a"), ToolCall("c", "f", '{"a'), reason=reason)["output"]
        assert [i["status"] for i in call] == ["completed", "incomplete"]


def test_refusals_in_words_and_hard_ones():
    said = whole(RefusalPart("no"), reason=FinishReason.REFUSAL)
    assert (said["status"], said["output"][0]["content"]) == ("completed", [{"type": "refusal", "refusal": "no"}])
    finish = Finished(FinishReason.REFUSAL, explanation="because")
    hard = codec.build_response(ChatResponse(candidates=(Candidate((), finish),)), PLAIN)
    assert (hard["status"], hard["incomplete_details"]) == ("incomplete", {"reason": "content_filter"})
    assert hard["output"][0]["content"][0]["refusal"] == "because"


def test_a_call_nobody_can_read_is_a_failure_when_there_is_nothing_else():
    finish = Finished(FinishReason.MALFORMED_CALL)
    with pytest.raises(DialectError, match="tool call"):
        codec.build_response(ChatResponse(candidates=(Candidate((), finish),)), PLAIN)
    last = values_of(Started(), finish)[-1]
    assert (last["type"], last["response"]["error"]["code"]) == ("response.failed", "server_error")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (bad_upstream("x"), "server_error"),
        (DialectError(ErrorKind.RATE_LIMITED, "x"), "rate_limit_exceeded"),
        (invalid("x"), "invalid_prompt"),
        (DialectError(ErrorKind.INVALID_REQUEST, "x", code="invalid_image"), "invalid_image"),
        (DialectError(ErrorKind.BAD_UPSTREAM, "x", code="upstream_disconnected"), "server_error"),
    ],
)
def test_a_failure_in_the_middle_completes_every_item(error, code):
    values = values_of(
        Started(),
        PartStarted(0, OpenKind.TEXT),
        TextDelta(0, "done"),
        PartFinished(0),
        ToolCallStarted(1, "c", "f"),
        ToolCallDelta(1, '{"a'),
        ToolCallStarted(2, "d", "g"),
        Failed(error),
    )
    failed = values[-1]["response"]
    assert (values[-1]["type"], failed["status"]) == ("response.failed", "failed")
    assert failed["error"] == {"code": code, "message": "x"}
    assert [item["status"] for item in failed["output"]] == ["completed", "incomplete", "incomplete"]
    assert [item["arguments"] for item in failed["output"][1:]] == ['{"a', ""]


def test_an_answer_repeats_its_request():
    full = orjson.loads((FIXTURES / "request_full.json").read_bytes())
    request = codec.parse_request(full)
    body = whole(TextPart("a"), reply=Reply.to(request, RESPONSES))
    for name in ("max_output_tokens", "max_tool_calls", "metadata", "parallel_tool_calls", "prompt_cache_key"):
        assert body[name] == full[name], name
    for name in ("safety_identifier", "store", "temperature", "text", "tool_choice", "tools", "top_logprobs"):
        assert body[name] == full[name], name
    for name in ("top_p", "truncation", "user"):
        assert body[name] == full[name], name
    assert (body["reasoning"], body["model"]) == ({"effort": "high", "summary": "detailed"}, "gpt-6-sol")
    assert body["instructions"] == "Sei knapp.\n\nAntworte deutsch."
    plain = whole(TextPart("a"), reply=Reply.to(codec.parse_request({"model": "m", "input": "x"}), CLAUDE))
    assert (plain["instructions"], plain["tools"], plain["tool_choice"], plain["store"]) == (None, [], "auto", True)
    assert (plain["temperature"], plain["truncation"], plain["background"]) == (1.0, "disabled", False)
    foreign = Reply.to(ChatRequest(CLAUDE, "m", system=(TextPart("s"),)))
    assert whole(TextPart("a"), reply=foreign)["instructions"] is None


def test_ids_are_the_callers_choice_or_the_upstreams_own():
    assert whole(reply=Reply(id="resp_9", created=9, model="mine"))["id"] == "resp_9"
    assert whole(reply=Reply(upstream=RESPONSES))["id"] == "i"
    assert whole(reply=Reply(upstream=CLAUDE))["id"].startswith("resp_")
    chosen = whole(reply=Reply(id="resp_9", created=9, model="mine"))
    assert (chosen["created_at"], chosen["model"]) == (9, "mine")


def test_what_only_this_dialect_knows_returns_to_it():
    body = codec.build_response(answer(extras={"conversation": {"id": "conv_1"}}), Reply(upstream=RESPONSES))
    assert body["conversation"] == {"id": "conv_1"}
    assert "conversation" not in codec.build_response(answer(extras={"conversation": {}}), PLAIN)


def test_nothing_is_written_before_there_is_something():
    builder = codec.StreamBuilder(PLAIN)
    assert builder.feed(Started("x", "upstream", usage=TokenUsage(3))) == b""
    assert builder.feed(UsageReport(TokenUsage(3))) == b""
    assert (builder.began, builder.heartbeat(), builder.response) == (False, b"", None)
    first = builder.feed(PartStarted(0, OpenKind.TEXT))
    assert first.startswith(b"event: response.created\ndata: {")
    assert builder.heartbeat() == b": keep-alive\n\n"
    assert builder.feed(TextDelta(0, "other", candidate=1)) == b""
    assert builder.finish().count(b"event: response.failed") == 1
    assert (builder.finish(), builder.feed(TextDelta(0, "late")), builder.heartbeat()) == (b"", b"", b"")
    assert builder.response["status"] == "failed"
    assert values_of(Started(), Ended())[-1]["response"]["output"] == []


def test_events_of_unknown_parts_are_let_pass():
    values = values_of(
        Started(),
        TextDelta(7, "a"),
        ToolCallDelta(7, "{}"),
        ReasoningDelta(7, "r"),
        Cited(7, Citation(CitationKind.URL, "u")),
        Sealed(7, SIGNED),
        LogProbs(({"token": "x"},)),
        PartFinished(7),
        WholePart(8, TextPart("whole")),
        Ended(),
    )
    (item,) = values[-1]["response"]["output"]
    assert item["content"][0]["text"] == "whole"


def test_sound_and_probabilities():
    probabilities = ({"token": "é", "logprob": -1.0, "bytes": None, "top_logprobs": [{"token": "e", "logprob": -2.0}]},)
    values = values_of(
        Started(),
        PartStarted(0, OpenKind.AUDIO),
        AudioDelta(0, "aGk=", "hi"),
        AudioDelta(0, "aGk="),
        LogProbs(probabilities),
        PartFinished(0),
        Finished(FinishReason.END),
        Ended(),
    )
    (content,) = values[-1]["response"]["output"][0]["content"]
    assert content["text"] == "hi"
    assert content["logprobs"] == [
        {
            "token": "é",
            "logprob": -1.0,
            "bytes": [195, 169],
            "top_logprobs": [{"token": "e", "logprob": -2.0, "bytes": [101]}],
        }
    ]
    Response.model_validate(values[-1]["response"], strict=True)
    sent = answer(TextPart("a"))
    sent = replace(sent, candidates=(replace(sent.candidates[0], logprobs=tuple(content["logprobs"])),))
    body = codec.build_response(sent, PLAIN)
    assert codec.parse_response(body).candidates[0].logprobs == tuple(content["logprobs"])


def item(index: int, kind: str = "added", **fields: object) -> dict:
    return {"type": f"response.output_item.{kind}", "output_index": index, "item": fields}


def test_a_servers_shortcuts_are_understood():
    call = {"type": "function_call", "id": "fc", "call_id": "c", "name": "f", "arguments": '{"a":1}'}
    reasoning = {"type": "reasoning", "summary": [{"text": "s"}, {"text": ""}], "encrypted_content": "E"}
    message = {
        "type": "message",
        "content": [{"type": "output_text", "text": "ab"}, {"type": "refusal", "refusal": "n"}],
    }
    parts = parts_of(
        item(0, "done", **reasoning),
        item(1, type="message"),
        {"type": "response.output_text.delta", "output_index": 1, "delta": "a"},
        item(1, "done", **message),
        item(2, "done", **call),
        item(3, "done", **{**call, "type": "custom_tool_call", "input": "x"}),
        item(3, "done", **call),
        item(2, **call),
    )
    proof = Seal(SealFamily.OPENAI, SealKind.ENCRYPTED_CONTENT, "E", "", "cred")
    assert parts == (
        ReasoningPart(("s", ""), ReasoningStyle.SUMMARY, proof),
        TextPart("ab"),
        RefusalPart("n"),
        ToolCall("c", "f", '{"a":1}'),
        ToolCall("c", "f", "x", ToolKind.CUSTOM),
    )


@pytest.mark.parametrize("kind", [[], {}, None, "message"])
def test_a_call_stays_a_call_whatever_its_end_says_it_is(kind):
    begun = item(0, type="function_call", id="fc")
    ended = item(0, "done", type=kind, call_id="c", name="f", arguments="{}")
    assert parts_of(begun, ended) == (ToolCall("c", "f", "{}"),)


def test_a_proof_alone_is_redacted_reasoning_and_nothing_is_nothing():
    proof = Seal(SealFamily.OPENAI, SealKind.ENCRYPTED_CONTENT, "E", "", "cred")
    empty, sealed = {"type": "reasoning", "summary": []}, {"type": "reasoning", "summary": [], "encrypted_content": "E"}
    assert parts_of(item(0, **empty), item(0, "done", **empty), item(1, "done", **sealed)) == (RedactedPart(proof),)


def test_items_without_numbers_are_known_by_their_ids():
    parts = parts_of(
        {"type": "response.output_item.added", "item": {"type": "message", "id": "a"}},
        {"type": "response.output_text.delta", "item_id": "a", "delta": "x"},
        {
            "type": "response.output_item.added",
            "item": {"type": "function_call", "id": "b", "call_id": "c", "name": "f"},
        },
        {"type": "response.function_call_arguments.delta", "item_id": "b", "delta": "{"},
        {"type": "response.function_call_arguments.done", "item_id": "b", "arguments": "{}"},
        {"type": "response.output_text.delta", "item_id": "a", "delta": "y"},
    )
    assert parts == (TextPart("xy"), ToolCall("c", "f", "{}"))


def test_what_a_stream_left_open_its_end_completes():
    message = {"type": "message", "id": "m", "content": [{"type": "output_text", "text": "abc"}]}
    call = {"type": "function_call", "id": "f", "call_id": "c", "name": "f", "arguments": "{}"}
    end = {"id": "r", "status": "completed", "output": [message, call, {"type": "web_search_call", "id": "w"}]}
    events = stream(
        {"type": "response.output_text.delta", "output_index": 0, "item_id": "m", "delta": "a"},
        {"type": "response.completed", "response": end},
        end=False,
    )
    text, made, search = fold(events).candidates[0].parts
    assert (text.text, made.arguments, search.kind) == ("abc", "{}", "web_search_call")
    only_end = stream({"type": "response.completed", "response": end}, end=False)
    assert fold(only_end).candidates[0].parts == (text, made, search)
    assert fold(only_end).id == "r"


def test_one_style_of_reasoning_per_item_and_late_events_are_ignored():
    raw = {"type": "response.reasoning_text.delta", "output_index": 0, "content_index": 0, "delta": "r"}
    summary = {"type": "response.reasoning_summary_text.delta", "output_index": 0, "summary_index": 0, "delta": "s"}
    done = item(0, "done", type="reasoning")
    parts = parts_of(raw, summary, {**raw, "content_index": 9, "delta": "t"}, done, raw, summary)
    assert parts == (ReasoningPart(("r", "t"), ReasoningStyle.RAW),)
    text = {"type": "response.output_text.delta", "output_index": 0, "delta": "a"}
    part = {"type": "response.content_part.done", "output_index": 0, "part": {"type": "output_text", "text": "ab"}}
    assert parts_of(text, part, text, part, {"type": "response.output_text.delta", "delta": "c"}) == (TextPart("ab"),)
    wrong = {"type": "response.reasoning_text.delta", "output_index": 0, "delta": "x"}
    assert parts_of(text, wrong, {"type": "response.unknown"}, {"type": 5}) == (TextPart("a"),)


@pytest.mark.parametrize(
    ("events", "kind", "code"),
    [
        (stream(end=False), ErrorKind.BAD_UPSTREAM, "upstream_disconnected"),
        (stream(b"[DONE]", end=False), ErrorKind.BAD_UPSTREAM, "upstream_disconnected"),
        (stream(b"<html>", end=False), ErrorKind.BAD_UPSTREAM, None),
        (stream({"type": "error", "code": "rate_limit_exceeded", "message": "m"}), ErrorKind.RATE_LIMITED, None),
        (stream({"type": "error", "error": {"message": "m", "type": "server_error"}}), ErrorKind.BAD_UPSTREAM, None),
        (stream({"error": {"message": "m", "code": 429}}), ErrorKind.RATE_LIMITED, None),
        (
            stream({"type": "response.failed", "response": {"error": {"code": "invalid_image", "message": "m"}}}),
            ErrorKind.INVALID_REQUEST,
            "invalid_image",
        ),
        (
            stream({"type": "response.failed", "response": {"error": {"code": "server_error", "message": "m"}}}),
            ErrorKind.BAD_UPSTREAM,
            "server_error",
        ),
    ],
)
def test_a_broken_stream_fails_once(events, kind, code):
    assert isinstance(events[-1], Failed)
    assert sum(isinstance(event, Failed | Ended) for event in events) == 1
    assert events[-1].error.kind is kind
    assert code in (None, events[-1].error.code)


def test_a_whole_answer_where_a_stream_was_asked_for():
    body = (FIXTURES / "response_tools.json").read_bytes().strip()
    for data in (b"data: " + body + b"\n\n", body + b"\n\n", body):
        parser = codec.StreamParser()
        events = parser.feed(data) + parser.finish()
        assert fold(events) == replace(codec.parse_response(body), extras={})


@pytest.mark.parametrize(
    ("status", "details", "reason"),
    [
        ("completed", None, FinishReason.END),
        (None, None, FinishReason.END),
        ("incomplete", {"reason": "max_output_tokens"}, FinishReason.LENGTH),
        ("incomplete", {"reason": "content_filter"}, FinishReason.CONTENT_FILTER),
        ("incomplete", {"reason": "steered"}, FinishReason.OTHER),
        ("cancelled", None, FinishReason.CANCELLED),
        ("queued", None, FinishReason.OTHER),
    ],
)
def test_ends_of_upstreams(status, details, reason):
    body = {"status": status, "incomplete_details": details, "output": []}
    assert codec.parse_response(body).candidates[0].finish.reason is reason


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({}, ErrorKind.BAD_UPSTREAM),
        ({"output": "x"}, ErrorKind.BAD_UPSTREAM),
        ({"error": {"message": "no", "code": "model_not_found"}}, ErrorKind.MODEL_NOT_FOUND),
        ({"status": "failed", "error": {"code": "rate_limit_exceeded"}, "output": []}, ErrorKind.RATE_LIMITED),
        ({"status": "failed", "error": {"code": "invalid_prompt"}}, ErrorKind.INVALID_REQUEST),
    ],
)
def test_an_answer_that_is_none_is_refused(body, kind):
    with pytest.raises(DialectError) as caught:
        codec.parse_response(body)
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    ("usage", "wanted"),
    [
        (None, None),
        ({}, None),
        ({"input_tokens": "many", "output_tokens": -1}, None),
        ({"input_tokens": 5, "output_tokens": 2}, TokenUsage(5, output_visible=2)),
        (
            {
                "input_tokens": 9,
                "input_tokens_details": {"cached_tokens": 2, "cache_write_tokens": 99},
                "output_tokens": 3,
                "output_tokens_details": {"reasoning_tokens": 7},
            },
            TokenUsage(0, 2, cache_write_other=7, output_reasoning=3),
        ),
    ],
)
def test_usage_of_upstreams(usage, wanted):
    assert codec.parse_response({"output": [], "usage": usage}).usage == wanted


def test_errors_before_the_answer_are_openais():
    error = codec.parse_error(429, b'{"error":{"message":"slow","code":"rate_limit_exceeded"}}')
    assert (error.kind, error.message) == (ErrorKind.RATE_LIMITED, "slow")
    body = orjson.loads(codec.build_error(error, "r1"))
    assert body["error"]["type"] == "rate_limit_error"
    assert "r1" in body["error"]["message"]
