"""Ollama answers, streams, errors, embeddings and lists, and crossings from and to other dialects."""

from dataclasses import replace
from itertools import count
from pathlib import Path

import ollama
import orjson
import pytest

from oneapi_desktop.dialects import ollama as codec
from oneapi_desktop.dialects import openai_chat
from oneapi_desktop.dialects.conversation import (
    Base64Source,
    Candidate,
    ChatRequest,
    ChatResponse,
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
    RefusalPart,
    Reply,
    Started,
    TextDelta,
    TextPart,
    TokenUsage,
    ToolCall,
    ToolCallDelta,
    ToolCallStarted,
    UsageReport,
    fold,
    unfold,
)
from oneapi_desktop.dialects.unary import EmbeddingRequest, EmbeddingResponse
from oneapi_desktop.domain.errors import ErrorKind, RequestError

FIXTURES = Path(__file__).parent / "fixtures"
CHAT, OLLAMA = Dialect.OPENAI_CHAT, Dialect.OLLAMA
GENERATE = Reply(request=ChatRequest(OLLAMA, "m", single_prompt=True))
LOGPROB = {"token": "a", "logprob": -0.5, "bytes": [97], "top_logprobs": [{"token": "b", "logprob": -1.0}]}


def answer(*parts: object, reason: FinishReason = FinishReason.END, **finish: object) -> ChatResponse:
    usage = TokenUsage(input_plain=3, cache_read=1, output_visible=4, output_reasoning=2)
    return ChatResponse("i", "m", 1000, (Candidate(parts, Finished(reason, **finish)),), usage)


def whole(*parts: object, reply: Reply | None = None, **fields: object) -> dict:
    body = codec.build_response(answer(*parts, **fields), reply or Reply())
    kind = ollama.GenerateResponse if reply is GENERATE else ollama.ChatResponse
    kind.model_validate(body)
    return body


def lines(*events: object, reply: Reply | None = None) -> list[dict]:
    builder = codec.StreamBuilder(reply or Reply(), clock=count(0, 10).__next__)
    data = b"".join(map(builder.feed, events)) + builder.finish()
    values = [orjson.loads(line) for line in data.splitlines()]
    for value in values:
        if "error" not in value:
            (ollama.GenerateResponse if reply is GENERATE else ollama.ChatResponse).model_validate(value)
    return values


def stream(*values: dict | bytes) -> list:
    parser = codec.StreamParser(new_call_id=lambda: "minted")
    events = []
    for value in values:
        events += parser.feed((value if isinstance(value, bytes) else orjson.dumps(value)) + b"\n")
    return events + parser.finish()


def recorded(name: str) -> list:
    parser = codec.StreamParser()
    return parser.feed((FIXTURES / "ollama" / name).read_bytes()) + parser.finish()


# Read


def test_a_whole_answer():
    response = codec.parse_response((FIXTURES / "ollama" / "response_tools.json").read_bytes())
    assert (response.model, response.created) == ("qwen3", 1795168800)
    assert response.candidates[0].parts == (
        ReasoningPart(("Mal séhen",)),
        TextPart("Hi 👋"),
        ToolCall("call_a1", "f", '{"a":1}'),
        ToolCall("call_b2", "g", "{}"),
    )
    assert response.candidates[0].finish.reason is FinishReason.TOOL_CALLS
    assert response.usage == TokenUsage(input_plain=10, output_visible=7)
    assert response.extras["total_duration"] == 500


def test_answers_of_generate_and_of_painters():
    response = fold(recorded("stream_generate.ndjson"))
    assert response.candidates[0].parts == (TextPart("Hi you"),)
    assert response.candidates[0].finish.reason is FinishReason.LENGTH
    body = {"model": "m", "message": {"content": None, "images": ["iVBORw0KGgo=", 5]}, "done": True}
    picture = ImagePart(Base64Source("iVBORw0KGgo=", "image/png"))
    assert codec.parse_response(body).candidates[0].parts == (picture,)
    assert fold(stream(body)).candidates[0].parts == (picture,)


def test_calls_without_ids_get_them():
    body = {"message": {"tool_calls": [{"function": {"name": "f"}}]}, "done": True, "done_reason": "stop"}
    (call,) = codec.parse_response(body).candidates[0].parts
    assert call.id.startswith("call_")
    assert call.arguments == "{}"
    assert fold(stream(body)).candidates[0].parts == (replace(call, id="minted"),)


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("stop", FinishReason.END),
        ("length", FinishReason.LENGTH),
        ("load", FinishReason.END),
        ("x", FinishReason.OTHER),
    ],
)
def test_reasons_read(word, reason):
    body = {"message": {"content": "a"}, "done": True, "done_reason": word, "logprobs": [LOGPROB]}
    candidate = codec.parse_response(body).candidates[0]
    assert candidate.finish.reason is reason
    assert candidate.logprobs == (LOGPROB,)
    assert fold(stream(body)).candidates[0] == candidate


@pytest.mark.parametrize("body", [{}, {"message": 5}, {"error": "out of memory"}, {"error": {"message": "x"}}])
def test_an_answer_that_is_none_is_refused(body):
    with pytest.raises(DialectError) as caught:
        codec.parse_response(body)
    assert caught.value.kind is ErrorKind.BAD_UPSTREAM


@pytest.mark.parametrize(
    ("values", "kind", "code"),
    [
        ((), ErrorKind.BAD_UPSTREAM, "upstream_disconnected"),
        (({"message": {"content": "a"}},), ErrorKind.BAD_UPSTREAM, "upstream_disconnected"),
        ((b'{"message":',), ErrorKind.BAD_UPSTREAM, None),
        ((b"<html>",), ErrorKind.BAD_UPSTREAM, None),
        (({"error": "model 'x' not found"},), ErrorKind.MODEL_NOT_FOUND, None),
    ],
)
def test_a_broken_stream_fails_once(values, kind, code):
    events = stream(*values)
    assert isinstance(events[-1], Failed)
    assert sum(isinstance(event, Failed | Ended) for event in events) == 1
    assert (events[-1].error.kind, events[-1].error.code) == (kind, code)


def test_an_error_inside_a_stream_ends_it():
    parser = codec.StreamParser()
    events = parser.feed((FIXTURES / "ollama" / "stream_error.ndjson").read_bytes())
    assert "runner" in events[-1].error.message
    assert parser.feed(b"{}\n") == []
    endless = codec.StreamParser()
    assert "larger than" in endless.feed(b"x" * (16 * 1024 * 1024 + 1))[-1].error.message


def test_calls_beyond_all_measure_are_left_out():
    calls = [{"function": {"name": "f", "arguments": {}}}] * 600
    events = stream({"message": {"tool_calls": calls}, "done": True})
    assert len(fold(events).candidates[0].parts) == 512


# Written


def test_the_shape_of_a_chat_and_of_a_generate():
    parts = (ReasoningPart(("a", "b")), TextPart("c"), RefusalPart("d"), ToolCall("x", "f", '{"a":1}'))
    call = {"id": "x", "function": {"index": 0, "name": "f", "arguments": {"a": 1}}}
    head = {"model": "m", "created_at": "1970-01-01T00:16:40Z"}
    tail = {"done": True, "done_reason": "stop", "prompt_eval_count": 4, "eval_count": 6}
    told = {"thinking": "a\n\nb", "tool_calls": [call]}
    assert whole(*parts) == {**head, "message": {"role": "assistant", "content": "cd", **told}, **tail}
    assert whole(*parts, reply=GENERATE) == {**head, "response": "cd", **told, **tail}
    hidden = whole(*parts, reply=Reply(model="mine", show_reasoning=False))
    assert hidden["model"] == "mine"
    assert "thinking" not in hidden["message"]


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        (FinishReason.END, "stop"),
        (FinishReason.LENGTH, "length"),
        (FinishReason.CONTEXT_FULL, "length"),
        (FinishReason.CONTENT_FILTER, "stop"),
        (FinishReason.TOOL_CALLS, "stop"),
    ],
)
def test_reasons_written(reason, word):
    assert whole(TextPart("a"), reason=reason)["done_reason"] == word
    assert lines(*unfold(answer(TextPart("a"), reason=reason)))[-1]["done_reason"] == word


def test_calls_that_were_cut_and_calls_that_are_broken():
    broken = ToolCall("x", "f", '{"a":')
    assert "tool_calls" not in whole(broken, reason=FinishReason.LENGTH)["message"]
    call = whole(broken, reason=FinishReason.TOOL_CALLS)["message"]["tool_calls"][0]
    assert call["function"]["arguments"] == {"_raw": '{"a":'}
    cut = lines(Started(), ToolCallStarted(0, "x", "f"), ToolCallDelta(0, '{"a":'), Ended())
    assert [value["done"] for value in cut] == [True]
    kept = lines(Started(), ToolCallStarted(0, "", "f"), ToolCallDelta(0, "{}"), Ended())
    assert kept[0]["message"]["tool_calls"] == [{"function": {"index": 0, "name": "f", "arguments": {}}}]


def test_a_call_nobody_can_read_is_an_error_when_there_is_nothing_else():
    with pytest.raises(DialectError, match="tool call"):
        codec.build_response(answer(reason=FinishReason.MALFORMED_CALL), Reply())
    (value,) = lines(Started(), Finished(FinishReason.MALFORMED_CALL), Ended())
    assert list(value) == ["error"]
    assert whole(TextPart("a"), reason=FinishReason.MALFORMED_CALL)["done_reason"] == "stop"


def test_a_hard_refusal_is_told_in_its_words():
    refused = answer(reason=FinishReason.REFUSAL, explanation="I won't")
    assert codec.build_response(refused, Reply())["message"]["content"] == "I won't"
    assert [value["message"]["content"] for value in lines(*unfold(refused))] == ["I won't", ""]


def test_a_streams_last_line_counts_and_measures():
    events = (
        Started("i", "m", usage=TokenUsage(input_plain=1)),
        PartStarted(0, OpenKind.TEXT),
        TextDelta(0, "a"),
        LogProbs((LOGPROB,)),
        TextDelta(0, "b", 1),
        TextDelta(0, ""),
        PartFinished(0),
        UsageReport(TokenUsage(input_plain=3, output_visible=2)),
        Finished(FinishReason.END),
        Ended(),
    )
    first, last = lines(*events)
    assert (first["message"], first["done"]) == ({"role": "assistant", "content": "a"}, False)
    assert last["logprobs"] == [LOGPROB]
    assert (last["done"], last["prompt_eval_count"], last["eval_count"]) == (True, 3, 2)
    # The clock of these tests gives 0, 10, 20: asked, first content, end.
    assert (last["total_duration"], last["prompt_eval_duration"], last["eval_duration"]) == (20, 10, 10)
    assert "eval_count" not in lines(Started(), Ended())[-1]


def test_a_stream_of_generate():
    values = lines(*unfold(answer(ReasoningPart(("t", "u")), TextPart("a"))), reply=GENERATE)
    assert [value["response"] for value in values] == ["", "", "a", ""]
    assert "".join(value.get("thinking", "") for value in values) == "t\n\nu"
    hidden = lines(*unfold(answer(ReasoningPart(("t",)))), reply=Reply(show_reasoning=False))
    assert len(hidden) == 1


def test_pictures_words_of_others_and_candidates_but_the_first():
    parts = (
        ImagePart(Base64Source("iVBORw0KGgo=", "image/png")),
        NativePart(CHAT, "x", {}, "words"),
        NativePart(CHAT, "y"),
    )
    made = "(The model made a picture, which this API cannot show.)"
    assert whole(*parts)["message"] == {"role": "assistant", "content": "words" + made}
    picture, words, _ = lines(*unfold(answer(*parts)))
    assert (picture["message"]["content"], words["message"]["content"]) == (made, "words")
    assert whole(*parts, *parts, reply=GENERATE)["image"] == "iVBORw0KGgo="
    assert lines(*unfold(answer(*parts)), reply=GENERATE)[0]["image"] == "iVBORw0KGgo="
    other = lines(Started(), ToolCallStarted(0, "a", "f", 1), PartFinished(0, 1), PartFinished(5), Ended())
    assert len(other) == 1


def test_nothing_is_written_before_there_is_something():
    builder = codec.StreamBuilder(Reply(created=1000))
    assert builder.content_type == "application/x-ndjson"
    assert builder.feed(Started("i", "m")) == b""
    assert builder.heartbeat() == b""
    assert b'"created_at":"1970-01-01T00:16:40Z"' in builder.feed(TextDelta(0, "a"))
    beat = orjson.loads(builder.heartbeat())
    assert (beat["message"]["content"], beat["done"]) == ("", False)
    assert list(orjson.loads(builder.finish())) == ["error"]
    assert builder.finish() == builder.heartbeat() == builder.feed(TextDelta(0, "late")) == b""


def test_durations_go_back_to_an_ollama_client_alone():
    response = codec.parse_response((FIXTURES / "ollama" / "response_tools.json").read_bytes())
    assert codec.build_response(response, Reply(upstream=OLLAMA))["total_duration"] == 500
    assert "total_duration" not in codec.build_response(response, Reply(upstream=CHAT))
    strange = replace(response, created=10**15)
    assert codec.build_response(strange, Reply())["created_at"].startswith("20")


# Errors


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (404, b'{"error":"model \'x\' not found"}', ErrorKind.MODEL_NOT_FOUND, None),
        (500, b'{"error":"oom"}', ErrorKind.BAD_UPSTREAM, None),
        (503, b'{"error":{"message":"busy"}}', ErrorKind.UNAVAILABLE, None),
        (
            400,
            b'{"error":"the input length exceeds the context length"}',
            ErrorKind.INVALID_REQUEST,
            "context_length_exceeded",
        ),
        (401, b"unauthorized", ErrorKind.BAD_UPSTREAM, None),
        (400, b"[]", ErrorKind.INVALID_REQUEST, None),
    ],
)
def test_errors_of_upstreams(status, body, kind, code):
    error = codec.parse_error(status, body)
    assert (error.kind, error.code) == (kind, code)


def test_every_kind_of_error_is_one_string():
    for kind in ErrorKind:
        error = RequestError(kind, "words")
        assert orjson.loads(codec.build_error(error, "req_1")) == {"error": "words (request id: req_1)"}
        assert 400 <= codec.error_status(error) < 600
    assert codec.build_error(RequestError(ErrorKind.INTERNAL, "x")) == b'{"error":"x"}'


# Embeddings and lists


def test_embeddings_survive():
    request = EmbeddingRequest("m", ("a", "b"), dimensions=5, truncate=False)
    assert codec.parse_embedding_request(codec.build_embedding_request(request)) == request
    assert codec.parse_embedding_request({"model": "m", "input": "a"}).inputs == ("a",)
    legacy = codec.parse_embedding_request({"model": "m", "prompt": "a", "options": {"num_ctx": 5}})
    assert (legacy.inputs, legacy.extras) == (("a",), {"options": {"num_ctx": 5}})
    response = EmbeddingResponse(((0.5, 1.0), (2.0, 3.0)), "m", TokenUsage(input_plain=7))
    body = codec.build_embedding_response(response)
    ollama.EmbedResponse.model_validate(body)
    assert codec.parse_embedding_response(orjson.dumps(body)) == response
    single = codec.build_embedding_response(response, legacy=True)
    ollama.EmbeddingsResponse.model_validate(single)
    assert codec.parse_embedding_response(single).vectors == ((0.5, 1.0),)
    assert codec.build_embedding_response(EmbeddingResponse(()), legacy=True) == {"embedding": []}


def test_embeddings_that_cannot_be():
    for body in ({"model": "m"}, {"model": "m", "input": []}, {"input": "a"}):
        with pytest.raises(DialectError):
            codec.parse_embedding_request(body)
    with pytest.raises(DialectError, match="token ids"):
        codec.build_embedding_request(EmbeddingRequest("m", ((1,),)))
    for body in ({}, {"embeddings": []}, {"embeddings": ["x"]}, {"embeddings": [["x"]]}, {"error": "x"}):
        with pytest.raises(DialectError) as caught:
            codec.parse_embedding_response(body)
        assert caught.value.kind is ErrorKind.BAD_UPSTREAM


def test_lists_of_models():
    tags = codec.build_tags(["gpt-5", "meta/llama:free"], modified=1000)
    listed = ollama.ListResponse.model_validate(tags)
    assert [model.model for model in listed.models] == ["gpt-5", "meta/llama:free"]
    assert len(listed.models[0].digest) == 64
    assert codec.parse_tags(orjson.dumps(tags)) == ["gpt-5", "meta/llama:free"]
    assert codec.parse_tags({"models": [{"name": "a"}, {}, 5]}) == ["a"]
    running = ollama.ProcessResponse.model_validate(codec.build_ps(["a"]))
    assert running.models[0].model == "a"
    assert codec.build_ps() == {"models": []}
    assert codec.build_version("1.2.3") == {"version": "1.2.3"}


def test_what_is_known_of_one_model():
    shown = ollama.ShowResponse.model_validate(codec.build_show("m", context_length=4096))
    assert "tools" in shown.capabilities
    assert shown.modelinfo["gateway.context_length"] == 4096
    ollama.ShowResponse.model_validate(codec.build_show("m", capabilities=["embedding"]))
    assert codec.parse_show_request({"model": "m"}) == codec.parse_show_request(b'{"name":"m"}') == "m"
    with pytest.raises(DialectError):
        codec.parse_show_request({})


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"model": "m"}, "load"),
        ({"model": "m", "prompt": "", "keep_alive": 0}, "unload"),
        ({"model": "m", "messages": []}, "load"),
        ({"model": "m", "messages": [], "keep_alive": "0s"}, "unload"),
    ],
)
def test_loading_a_model_is_answered_at_once(body, reason):
    told = codec.answer_to_load(orjson.dumps(body))
    (ollama.ChatResponse if "messages" in body else ollama.GenerateResponse).model_validate(told)
    assert (told["done"], told["done_reason"]) == (True, reason)
    assert codec.answer_to_load({"model": "m", "prompt": "hi"}) is None


# Crossings


def test_one_exchange_in_both_dialects():
    events = recorded("stream_tools.ndjson")
    original = fold(events)
    there = openai_chat.StreamBuilder(Reply(upstream=OLLAMA, include_usage=True))
    reader = openai_chat.StreamParser()
    crossed = fold(reader.feed(b"".join(map(there.feed, events)) + there.finish()) + reader.finish())
    assert crossed.candidates == original.candidates
    assert crossed.usage == original.usage
    back = codec.StreamBuilder(Reply(upstream=CHAT))
    again = codec.StreamParser()
    returned = fold(again.feed(b"".join(map(back.feed, unfold(crossed))) + back.finish()) + again.finish())
    assert returned.candidates == original.candidates


def test_a_crossing_waits_for_nothing():
    parser, builder = openai_chat.StreamParser(), codec.StreamBuilder(Reply())
    told = 0
    for chunk in (FIXTURES / "openai_chat" / "stream_tools.sse").read_bytes().split(b"\n\n")[:-2]:
        out = b"".join(map(builder.feed, parser.feed(chunk + b"\n\n")))
        choices = orjson.loads(chunk[6:])["choices"]
        if choices and choices[0]["delta"].get("content"):
            told += 1
            assert out.endswith(b"\n")
    assert told
