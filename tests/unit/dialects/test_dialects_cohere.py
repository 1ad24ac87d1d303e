"""Cohere: chats, embeddings, reranking."""

from typing import Any

import orjson
import pytest

from oneapi_desktop.dialects import cohere as codec
from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    Capabilities,
    ChatRequest,
    ChoiceMode,
    Dialect,
    DialectError,
    Event,
    Failed,
    FileIdSource,
    FilePart,
    FinishReason,
    FormatKind,
    Identity,
    ImagePart,
    ReasoningControl,
    ReasoningMode,
    ReasoningPart,
    ResponseFormat,
    Role,
    Sampling,
    TextPart,
    TextSource,
    ThinkingStyle,
    TokenUsage,
    Tool,
    ToolCall,
    ToolChoice,
    ToolKind,
    ToolResult,
    Turn,
    UrlSource,
    fold,
)
from oneapi_desktop.dialects.sse import encode_event
from oneapi_desktop.dialects.unary import EmbeddingRequest, RerankRequest
from oneapi_desktop.domain.errors import ErrorKind

ANYTHING = Capabilities()
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}}
SEARCH = Tool("web_search", kind=ToolKind.HOSTED, dialect=Dialect.ANTHROPIC, native={})
WEATHER = Tool("get-weather", "Tells the weather", SCHEMA, strict=True)


def user(*parts: Any) -> Turn:
    return Turn(Role.USER, parts)


def request(*turns: Turn, **fields: Any) -> ChatRequest:
    return ChatRequest(Dialect.OPENAI_CHAT, "command", turns or (user(TextPart("hi")),), **fields)


def built(*turns: Turn, target: Capabilities = ANYTHING, **fields: Any) -> dict[str, Any]:
    return codec.build_request(request(*turns, **fields), target)[0]


def noted(*turns: Turn, **fields: Any) -> set[str]:
    return {note.field for note in codec.build_request(request(*turns, **fields), ANYTHING)[1]}


def test_a_conversation_with_tools():
    call = ToolCall("1", "get-weather", '{"city":"Bern"}')
    body = built(
        user(TextPart("Weather?"), ImagePart(UrlSource("https://x.org/a.png"), "low")),
        Turn(Role.ASSISTANT, (TextPart("I look."), call)),
        user(ToolResult("1", (TextPart("rain"),), is_error=True), TextPart("And?")),
        Turn(Role.SYSTEM, (TextPart("Hurry."),)),
        Turn(Role.ASSISTANT, (ReasoningPart(("Hm.",)), TextPart("Rain."))),
        user(FilePart(TextSource("text"), "a.txt")),
        system=(TextPart("Be brief."),),
        tools=(WEATHER,),
    )
    assert body["messages"] == [
        {"role": "system", "content": "Be brief."},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "Weather?"},
                {"type": "image_url", "image_url": {"url": "https://x.org/a.png", "detail": "low"}},
            ],
        },
        {
            "role": "assistant",
            "tool_calls": [
                {"id": "1", "type": "function", "function": {"name": "get_weather", "arguments": '{"city":"Bern"}'}}
            ],
            "tool_plan": "I look.",
        },
        {"role": "tool", "tool_call_id": "1", "content": "Error: rain"},
        {"role": "user", "content": "And?"},
        {"role": "system", "content": "Hurry."},
        {
            "role": "assistant",
            "content": [{"type": "thinking", "thinking": "Hm."}, {"type": "text", "text": "Rain."}],
        },
        {"role": "user", "content": "a.txt\n\ntext"},
    ]
    assert body["strict_tools"] is True
    assert body["tools"][0]["function"]["name"] == "get_weather"


@pytest.mark.parametrize(
    ("choice", "word", "names"),
    [
        (None, None, ["get_weather", "other"]),
        (ToolChoice(ChoiceMode.AUTO), None, ["get_weather", "other"]),
        (ToolChoice(ChoiceMode.NONE), "NONE", ["get_weather", "other"]),
        (ToolChoice(ChoiceMode.REQUIRED), "REQUIRED", ["get_weather", "other"]),
        (ToolChoice(ChoiceMode.NAMED, ("other",)), "REQUIRED", ["other"]),
        (ToolChoice(ChoiceMode.ALLOWED, ("other",)), None, ["other"]),
    ],
)
def test_tool_choices(choice: ToolChoice | None, word: str | None, names: list[str]):
    body = built(tools=(WEATHER, Tool("other")), tool_choice=choice)
    assert body.get("tool_choice") == word
    assert [tool["function"]["name"] for tool in body["tools"]] == names


def test_sampling_stays_within_coheres_bounds():
    sampling = Sampling(9, 1.5, 1.0, 900, 1.5, -1, 7, ("a", "b", "c", "d", "e", "f"), logprobs=True, top_logprobs=3)
    body = built(sampling=sampling)
    expected = {
        "max_tokens": 9, "temperature": 1.5, "p": 0.99, "k": 500, "frequency_penalty": 1, "presence_penalty": 0,
        "seed": 7, "stop_sequences": ["a", "b", "c", "d", "e"], "logprobs": True,
    }  # fmt: skip
    assert {name: body[name] for name in expected} == expected
    fields = {"sampling": sampling, "identity": Identity("u"), "verbosity": "low"}
    assert noted(**fields) == {
        "top_k", "frequency_penalty", "presence_penalty", "stop", "top_logprobs", "user", "verbosity",
    }  # fmt: skip


def test_formats():
    wanted = ResponseFormat(FormatKind.JSON_SCHEMA, SCHEMA)
    assert built(response_format=wanted)["response_format"] == {"type": "json_object", "json_schema": SCHEMA}
    assert "response_format" not in built(response_format=wanted, tools=(WEATHER,))
    assert "response_format" in noted(response_format=wanted, tools=(WEATHER,))


@pytest.mark.parametrize(
    ("control", "thinking"),
    [
        (ReasoningControl(), None),
        (ReasoningControl(ReasoningMode.OFF), {"type": "disabled"}),
        (ReasoningControl(ReasoningMode.AUTO), {"type": "enabled"}),
        (ReasoningControl(ReasoningMode.BUDGET, budget=900), {"type": "enabled", "token_budget": 900}),
    ],
)
def test_thinking(control: ReasoningControl, thinking: Any):
    assert built(reasoning=control).get("thinking") == thinking
    assert "thinking" not in built(reasoning=control, target=Capabilities(thinking=ThinkingStyle.NONE))


@pytest.mark.parametrize(
    ("part", "says"),
    [
        (AudioPart(Base64Source("QUJD")), "texts and images"),
        (FilePart(Base64Source("JVBERi0=", "application/pdf")), "cannot read files"),
        (ImagePart(FileIdSource("f", Dialect.ANTHROPIC)), "own provider"),
    ],
)
def test_what_cannot_be_sent_is_refused(part: Any, says: str):
    with pytest.raises(DialectError, match=says):
        built(user(part))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"n": 2}, "n must be 1"),
        ({"modalities": ("audio",)}, "cannot speak"),
        ({"tools": (WEATHER,), "target": Capabilities(tools=False)}, "cannot call tools"),
        (
            {"tools": (Tool("web_search", kind=ToolKind.HOSTED, dialect=Dialect.ANTHROPIC, native={}),)},
            "no counterpart",
        ),
    ],
)
def test_requests_it_cannot_serve(fields: dict[str, Any], says: str):
    with pytest.raises(DialectError, match=says):
        built(**fields)


def test_pictures_in_tool_results_are_refused():
    turns = user(TextPart("a")), Turn(Role.ASSISTANT, (ToolCall("1", "f"),))
    with pytest.raises(DialectError, match="texts as tool results"):
        built(*turns, user(ToolResult("1", (ImagePart(Base64Source("QUJD", "image/png")),))))


def events_of(*objects: dict[str, Any]) -> list[Event]:
    parser = codec.StreamParser()
    return parser.feed(b"".join(encode_event(orjson.dumps(v), str(v["type"])) for v in objects)) + parser.finish()


def message(kind: str, index: int = 0, **value: Any) -> dict[str, Any]:
    return {"type": kind, "index": index, "delta": {"message": value}}


def call(id: str, name: str) -> dict[str, Any]:
    return {"tool_calls": {"id": id, "type": "function", "function": {"name": name, "arguments": ""}}}


def arguments(text: str) -> dict[str, Any]:
    return {"tool_calls": {"function": {"arguments": text}}}


def test_a_stream_of_parallel_tool_calls():
    response = fold(
        events_of(
            {"type": "message-start", "id": "c1", "delta": {"message": {"role": "assistant"}}},
            message("tool-plan-delta", tool_plan="I look."),
            message("tool-call-start", 0, **call("1", "f")),
            message("tool-call-delta", 0, **arguments('{"a"')),
            message("tool-call-delta", 0, **arguments(":1}")),
            message("tool-call-end", 0),
            message("tool-call-start", 1, **call("2", "g")),
            message("tool-call-end", 1),
            message("tool-call-delta", 1, **arguments("late")),
            {"type": "message-end", "delta": {"finish_reason": "TOOL_CALL", "usage": {"tokens": {"input_tokens": 5}}}},
        )
    )
    thought, first, second = response.candidates[0].parts
    assert thought == ReasoningPart(("I look.",))
    assert (first, second) == (ToolCall("1", "f", '{"a":1}'), ToolCall("2", "g", "{}"))
    assert response.id == "c1"
    assert response.usage == TokenUsage(input_plain=5)


def test_citations_and_logprobs():
    logprobs = {"text": "Emperor", "logprobs": [-0.5]}
    response = fold(
        events_of(
            {"type": "message-start", "id": "c1"},
            {**message("content-delta", content={"text": "Emperor"}), "logprobs": logprobs},
            message("citation-start", citations={"start": 0, "end": 7, "text": "Emperor",
                                                 "sources": [{"document": {"title": "T", "snippet": "s"}}]}),
            {"type": "message-end", "delta": {"finish_reason": "MAX_TOKENS"}},
        )
    )  # fmt: skip
    (text,) = response.candidates[0].parts
    assert (text.citations[0].title, text.citations[0].quote, text.citations[0].end) == ("T", "s", 7)
    assert response.candidates[0].logprobs[0]["logprob"] == -0.5
    assert response.candidates[0].finish.reason is FinishReason.LENGTH


@pytest.mark.parametrize(
    "end",
    [
        {"finish_reason": "ERROR"},
        {"finish_reason": "COMPLETE", "error": "server error"},
    ],
)
def test_a_failure_at_the_end_is_one(end: dict[str, Any]):
    events = events_of({"type": "message-start", "id": "c"}, {"type": "message-end", "delta": end})
    assert isinstance(events[-1], Failed)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, ErrorKind.BAD_UPSTREAM), (498, ErrorKind.BAD_UPSTREAM), (429, ErrorKind.RATE_LIMITED),
     (400, ErrorKind.INVALID_REQUEST), (404, ErrorKind.MODEL_NOT_FOUND)],
)  # fmt: skip
def test_errors(status: int, kind: ErrorKind):
    error = codec.parse_error(status, b'{"message":"too many tokens: 5"}')
    assert error.kind is kind
    assert (error.code == "context_length_exceeded") == (status == 400)


def test_embeddings():
    body = codec.build_embedding_request(
        EmbeddingRequest("embed-v4.0", ("a", "b"), 256, task="RETRIEVAL_QUERY", truncate=True)
    )
    assert body == {
        "model": "embed-v4.0", "texts": ["a", "b"], "input_type": "search_query", "embedding_types": ["float"],
        "output_dimension": 256, "truncate": "END",
    }  # fmt: skip
    answer = {"embeddings": {"float": [[0.5, 1], [2, 3]]}, "meta": {"billed_units": {"input_tokens": 4}}}
    response = codec.parse_embedding_response(answer)
    assert response.vectors == ((0.5, 1), (2, 3))
    assert response.usage == TokenUsage(input_plain=4)


@pytest.mark.parametrize("inputs", [((1, 2),), ("x",) * 97])
def test_inputs_cohere_does_not_take(inputs: tuple[Any, ...]):
    with pytest.raises(DialectError) as caught:
        codec.build_embedding_request(EmbeddingRequest("m", inputs))
    assert caught.value.param == "input"


@pytest.mark.parametrize("answer", [{}, {"embeddings": {"float": [["x"]]}}, {"embeddings": [[1], "no"]}])
def test_answers_without_vectors(answer: dict[str, Any]):
    with pytest.raises(DialectError):
        codec.parse_embedding_response(answer)


def test_reranking():
    documents = ("a", {"text": "b"}, {"title": "c"})
    body = codec.build_rerank_request(RerankRequest("rerank-v3.5", "q", documents, 2, max_chunks_per_doc=3))
    assert body == {
        "model": "rerank-v3.5", "query": "q", "documents": ["a", "b", '{"title":"c"}'], "top_n": 2,
        "max_tokens_per_doc": 1536,
    }  # fmt: skip
    results = [{"index": 0, "relevance_score": 0.1}, {"index": 2, "relevance_score": 0.9}]
    response = codec.parse_rerank_response(
        {"id": "r", "results": results, "meta": {"billed_units": {"search_units": 1}}}
    )
    assert [result.index for result in response.results] == [2, 0]
    assert response.searches == 1
    with pytest.raises(DialectError, match="no such model"):
        codec.parse_rerank_response({"message": "no such model"})
