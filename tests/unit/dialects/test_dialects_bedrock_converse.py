"""Bedrock Converse: what is built, what is read."""

from dataclasses import replace
from typing import Any

import orjson
import pytest

from oneapi_desktop.dialects import bedrock_converse as codec
from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    CacheMark,
    CacheMarks,
    Capabilities,
    ChatRequest,
    ChoiceMode,
    CitationKind,
    Dialect,
    DialectError,
    Effort,
    Ended,
    Event,
    Failed,
    FileIdSource,
    FilePart,
    FinishReason,
    FormatKind,
    ImagePart,
    NativePart,
    ReasoningControl,
    ReasoningMode,
    ReasoningPart,
    RedactedPart,
    ResponseFormat,
    Role,
    Sampling,
    Seal,
    SealFamily,
    SealKind,
    Service,
    TextPart,
    TextSource,
    ThinkingStyle,
    Tool,
    ToolCall,
    ToolChoice,
    ToolKind,
    ToolResult,
    Turn,
    UrlSource,
    VideoPart,
    fold,
)
from oneapi_desktop.dialects.sse import encode_event
from oneapi_desktop.domain.errors import ErrorKind

PNG = "iVBORw0KGgoAAAANSUhEUg=="
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}}
ANYTHING = Capabilities()
WEATHER = Tool("get_weather", "Tells the weather", SCHEMA)
OWN = Seal(SealFamily.OTHER, SealKind.SIGNATURE, "c2ln")


def user(*parts: Any) -> Turn:
    return Turn(Role.USER, parts)


def said(*parts: Any) -> Turn:
    return Turn(Role.ASSISTANT, parts)


def request(*turns: Turn, **fields: Any) -> ChatRequest:
    return ChatRequest(Dialect.OPENAI_CHAT, "m", turns or (user(TextPart("hi")),), **fields)


def built(*turns: Turn, target: Capabilities = ANYTHING, **fields: Any) -> dict[str, Any]:
    return codec.build_request(request(*turns, **fields), target)[0]


def notes(*turns: Turn, target: Capabilities = ANYTHING, **fields: Any) -> dict[str, str]:
    found = codec.build_request(request(*turns, **fields), target)[1]
    return {note.field: note.action.value for note in found}


def content(*parts: Any, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = built(user(*parts), **options)["messages"][0]["content"]
    return found


def test_media_of_every_kind():
    assert content(
        ImagePart(Base64Source(PNG)),
        FilePart(Base64Source("JVBERi0=", "application/pdf"), "Jahres_bericht.v2.pdf", citations=True, context="c"),
        FilePart(TextSource("# Hi", "text/markdown"), title="Jahres-bericht-v2"),
        AudioPart(Base64Source("UklGRg==", "audio/wav")),
        VideoPart(Base64Source("AAAA", "video/mp4")),
    ) == [
        {"image": {"format": "png", "source": {"bytes": PNG}}},
        {
            "document": {
                "format": "pdf",
                "source": {"bytes": "JVBERi0="},
                "name": "Jahres-bericht-v2",
                "context": "c",
                "citations": {"enabled": True},
            }
        },
        {"document": {"format": "md", "source": {"text": "# Hi"}, "name": "Jahres-bericht-v2 2"}},
        {"audio": {"format": "wav", "source": {"bytes": "UklGRg=="}}},
        {"video": {"format": "mp4", "source": {"bytes": "AAAA"}}},
    ]


@pytest.mark.parametrize(
    ("part", "target", "says"),
    [
        (ImagePart(UrlSource("https://example.org/a.png")), Capabilities(), "must be fetched"),
        (ImagePart(FileIdSource("f", Dialect.ANTHROPIC)), Capabilities(), "own provider"),
        (ImagePart(Base64Source("QUJD", "image/bmp")), Capabilities(), "image/bmp are not accepted"),
        (ImagePart(Base64Source(PNG)), Capabilities(images=False), "cannot see"),
        (FilePart(Base64Source("QUJD", "application/zip")), Capabilities(), "application/zip"),
        (FilePart(TextSource("x")), Capabilities(files=False), "cannot read files"),
        (AudioPart(Base64Source("QUJD"), "amr"), Capabilities(), "amr"),
        (AudioPart(Base64Source("QUJD")), Capabilities(audio=False), "cannot hear"),
        (VideoPart(Base64Source("QUJD", "video/odd")), Capabilities(), "video/odd"),
        (NativePart(Dialect.ANTHROPIC, "search_result"), Capabilities(), "search_result"),
    ],
)
def test_what_cannot_be_sent_is_refused(part: Any, target: Capabilities, says: str):
    with pytest.raises(DialectError, match=says) as caught:
        content(part, target=target)
    assert caught.value.kind is ErrorKind.UNSUPPORTED


def test_a_conversation_with_tools():
    call = ToolCall("call|1", "get_weather", '{"city":"Bern"}')
    body = built(
        user(TextPart("Weather?")),
        said(ReasoningPart(("Hm.",), seal=OWN), TextPart("I look."), call),
        user(ToolResult("call|1", (TextPart("rain"), ImagePart(Base64Source(PNG))), is_error=True)),
        system=(TextPart("Be brief."),),
        tools=(WEATHER,),
    )
    id = body["messages"][1]["content"][2]["toolUse"]["toolUseId"]
    assert id.startswith("tooluse_")
    assert body["system"] == [{"text": "Be brief."}]
    assert body["messages"][1]["content"] == [
        {"reasoningContent": {"reasoningText": {"text": "Hm.", "signature": "c2ln"}}},
        {"text": "I look."},
        {"toolUse": {"toolUseId": id, "name": "get_weather", "input": {"city": "Bern"}}},
    ]
    image = {"image": {"format": "png", "source": {"bytes": PNG}}}
    result = {"toolUseId": id, "content": [{"text": "rain"}, image], "status": "error"}
    assert body["messages"][2]["content"] == [{"toolResult": result}]
    assert body["toolConfig"]["tools"] == [
        {"toolSpec": {"name": "get_weather", "description": "Tells the weather", "inputSchema": {"json": SCHEMA}}}
    ]


def test_tools_that_were_called_are_declared_when_the_client_forgot_them():
    turns = user(TextPart("a")), said(ToolCall("1", "old", "{}")), user(ToolResult("1", ()))
    body = built(*turns)
    assert [tool["toolSpec"]["name"] for tool in body["toolConfig"]["tools"]] == ["old"]
    assert body["messages"][2]["content"][0]["toolResult"]["content"] == [{"text": "(no output)"}]


def test_foreign_reasoning_is_left_out():
    foreign = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "x")
    turns = user(TextPart("a")), said(ReasoningPart(("Hm.",), seal=foreign), TextPart("b")), user(TextPart("c"))
    assert built(*turns)["messages"][1]["content"] == [{"text": "b"}]
    assert "reasoning" in notes(*turns)
    own = RedactedPart(replace(OWN, kind=SealKind.REDACTED))
    assert built(user(TextPart("a")), said(own))["messages"][1]["content"] == [
        {"reasoningContent": {"redactedContent": "c2ln"}}
    ]


@pytest.mark.parametrize(
    ("choice", "target", "built_choice"),
    [
        (None, Capabilities(), None),
        (ToolChoice(ChoiceMode.AUTO), Capabilities(), {"auto": {}}),
        (ToolChoice(ChoiceMode.REQUIRED), Capabilities(), {"any": {}}),
        (ToolChoice(ChoiceMode.REQUIRED), Capabilities(forced_tool=False), {"auto": {}}),
        (ToolChoice(ChoiceMode.NAMED, ("get_weather",)), Capabilities(), {"tool": {"name": "get_weather"}}),
        (ToolChoice(ChoiceMode.ALLOWED, ("get_weather",), required=True), Capabilities(), {"any": {}}),
    ],
)
def test_tool_choices(choice: ToolChoice | None, target: Capabilities, built_choice: Any):
    body = built(tools=(WEATHER, Tool("other")), tool_choice=choice, target=target)
    assert body["toolConfig"].get("toolChoice") == built_choice
    names = [tool["toolSpec"]["name"] for tool in body["toolConfig"]["tools"]]
    assert names == (["get_weather"] if choice and choice.mode is ChoiceMode.ALLOWED else ["get_weather", "other"])


def test_no_tools_when_none_may_be_called():
    assert "toolConfig" not in built(tools=(WEATHER,), tool_choice=ToolChoice(ChoiceMode.NONE))


def test_structured_output():
    wanted = ResponseFormat(FormatKind.JSON_SCHEMA, SCHEMA, "weather", "d")
    native = built(response_format=wanted)["outputConfig"]["textFormat"]
    schema = {"schema": orjson.dumps(SCHEMA).decode(), "name": "weather", "description": "d"}
    assert native == {"type": "json_schema", "structure": {"jsonSchema": schema}}
    plain = Capabilities(structured_output=False)
    emulated = built(response_format=wanted, target=plain)["toolConfig"]
    assert emulated["toolChoice"] == {"tool": {"name": "structured_output"}}
    with pytest.raises(DialectError, match="no structured output"):
        built(response_format=wanted, target=replace(plain, tools=False))
    assert "JSON object" in built(response_format=ResponseFormat(FormatKind.JSON))["system"][0]["text"]


def test_sampling_and_what_is_lost():
    sampling = Sampling(100, 1.7, 0.5, top_k=3, seed=1, stop=("END", " "), logit_bias={"1": 1})
    fields = {"sampling": sampling, "service": Service("scale"), "verbosity": "low"}
    body = built(**fields)
    assert body["inferenceConfig"] == {"maxTokens": 100, "temperature": 1, "topP": 0.5, "stopSequences": ["END"]}
    assert body["serviceTier"] == {"type": "default"}
    lost = {"temperature", "top_k", "seed", "stop", "logit_bias", "service_tier", "verbosity"}
    assert lost <= set(notes(**fields))


def test_effort():
    control = ReasoningControl(effort=Effort.MAX)
    target = Capabilities(efforts=(Effort.LOW, Effort.HIGH))
    assert built(reasoning=control, target=target)["outputConfig"] == {"effort": "high"}
    assert "outputConfig" not in built(reasoning=control, target=Capabilities(thinking=ThinkingStyle.NONE))
    budget = ReasoningControl(ReasoningMode.BUDGET, budget=2048)
    assert built(reasoning=budget)["outputConfig"] == {"effort": "medium"}


def test_at_most_four_cache_points():
    marked = [TextPart(str(n), cache=CacheMark("1h")) for n in range(6)]
    target = Capabilities(cache_marks=CacheMarks.CONTROL)
    blocks = content(*marked, target=target)
    assert [block for block in blocks if "cachePoint" in block] == [
        {"cachePoint": {"type": "default", "ttl": "1h"}}
    ] * 4
    assert not [block for block in content(*marked) if "cachePoint" in block]


def test_a_conversation_begins_with_the_user_and_may_not_be_prefilled_everywhere():
    body = built(said(TextPart("Hello")), user(TextPart("hi")))
    assert [message["role"] for message in body["messages"]] == ["user", "assistant", "user"]
    with pytest.raises(DialectError, match="end the conversation with a user message"):
        built(user(TextPart("a")), said(TextPart("b")), target=Capabilities(prefill=False))
    alone = ChatRequest(Dialect.OPENAI_CHAT, "m", (), (TextPart("only"),))
    assert codec.build_request(alone, Capabilities())[0]["messages"] == [
        {"role": "user", "content": [{"text": "only"}]}
    ]
    with pytest.raises(DialectError, match="at least one message"):
        codec.build_request(ChatRequest(Dialect.OPENAI_CHAT, "m"), Capabilities())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"n": 2}, "n must be 1"),
        ({"modalities": ("text", "audio")}, "cannot speak"),
        ({"tools": (WEATHER,), "target": Capabilities(tools=False)}, "cannot call tools"),
        (
            {"tools": (Tool("web_search", kind=ToolKind.HOSTED, dialect=Dialect.ANTHROPIC, native={}),)},
            "no counterpart on Bedrock",
        ),
    ],
)
def test_requests_it_cannot_serve(fields: dict[str, Any], says: str):
    with pytest.raises(DialectError, match=says):
        built(**fields)


def events_of(*objects: dict[str, Any]) -> list[Event]:
    parser = codec.StreamParser("cred")
    return parser.feed(b"".join(encode_event(orjson.dumps(value)) for value in objects)) + parser.finish()


def delta(index: int, **value: Any) -> dict[str, Any]:
    return {"contentBlockDelta": {"contentBlockIndex": index, "delta": value}}


def test_a_stream_with_everything():
    use = {"toolUse": {"toolUseId": "t1", "name": "f"}}
    other = {"toolUse": {"toolUseId": "t2", "name": "g"}}
    citation = {"title": "T", "location": {"web": {"url": "https://x.org"}}, "sourceContent": [{"text": "q"}]}
    response = fold(
        events_of(
            {"messageStart": {"role": "assistant"}},
            delta(0, reasoningContent={"text": "Hm."}),
            delta(0, reasoningContent={"signature": "c2ln"}),
            {"contentBlockStop": {"contentBlockIndex": 0}},
            delta(1, reasoningContent={"redactedContent": "YWI="}),
            delta(1, reasoningContent={"redactedContent": "Y2Q="}),
            {"contentBlockStop": {"contentBlockIndex": 1}},
            delta(2, text="See "),
            delta(2, citation=citation),
            {"contentBlockStart": {"contentBlockIndex": 3, "start": use}},
            {"contentBlockStart": {"contentBlockIndex": 4, "start": other}},
            delta(3, toolUse={"input": '{"a":'}),
            delta(3, toolUse={"input": "1}"}),
            {"contentBlockStart": {"contentBlockIndex": 5, "start": {"image": {"format": "jpeg"}}}},
            delta(5, image={"source": {"bytes": PNG}}),
            {"contentBlockStart": {"contentBlockIndex": 6, "start": {"toolUse": {"type": "server_tool_use"}}}},
            delta(6, toolUse={"input": "hidden"}),
            {"contentBlockStop": {"contentBlockIndex": 5}},
            {"messageStop": {"stopReason": "end_turn"}},
            {"metadata": {"usage": {"inputTokens": 5, "outputTokens": 2, "cacheWriteInputTokens": 9,
                                    "cacheDetails": [{"ttl": "1h", "inputTokens": 4}]}}},
        )
    )  # fmt: skip
    thought, redacted, text, first, second, picture = response.candidates[0].parts
    assert thought == ReasoningPart(("Hm.",), seal=replace(OWN, credential="cred"))
    assert redacted.seal.value == "YWJjZA=="
    assert (text.text, text.citations[0].kind, text.citations[0].quote) == ("See ", CitationKind.URL, "q")
    assert (first.id, first.arguments, second.id, second.arguments) == ("t1", '{"a":1}', "t2", "{}")
    assert picture == ImagePart(Base64Source(PNG, "image/jpeg"))
    assert response.candidates[0].finish.reason is FinishReason.TOOL_CALLS
    assert response.usage is not None
    assert (response.usage.cache_write_5m, response.usage.cache_write_1h) == (5, 4)


def test_an_exception_in_the_stream_is_its_failure():
    events = events_of(
        {"messageStart": {}},
        delta(0, text="a"),
        {"modelStreamErrorException": {"message": "m", "originalMessage": "broken", "originalStatusCode": 500}},
    )
    assert isinstance(events[-1], Failed)
    assert events[-1].error.message == "broken"


@pytest.mark.parametrize(
    "body",
    [{"message": "not authorized"}, {"__type": "AccessDeniedException", "message": "not authorized"}],
)
def test_a_bare_error_in_place_of_a_stream(body: dict[str, Any]):
    parser = codec.StreamParser()
    events = parser.feed(orjson.dumps(body)) + parser.finish()
    assert isinstance(events[-1], Failed)
    assert events[-1].error.message == "not authorized"


def test_usage_may_come_before_the_end_or_not_at_all():
    usage = {"metadata": {"usage": {"inputTokens": 5, "outputTokens": 2}}}
    stop = {"messageStop": {"stopReason": "max_tokens"}}
    for objects in ([delta(0, text="a"), usage, stop], [delta(0, text="a"), stop]):
        events = events_of(*objects)
        assert isinstance(events[-1], Ended)
        assert fold(events).candidates[0].finish.reason is FinishReason.LENGTH


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("ThrottlingException", 400, ErrorKind.RATE_LIMITED),
        ("com.amazon.coral.service#ModelNotReadyException:http://x", 429, ErrorKind.UNAVAILABLE),
        ("ExpiredTokenException", 403, ErrorKind.BAD_UPSTREAM),
        ("NewException", 404, ErrorKind.MODEL_NOT_FOUND),
        ("", 503, ErrorKind.UNAVAILABLE),
        ("", 418, ErrorKind.BAD_UPSTREAM),
    ],
)
def test_errors_by_name_and_status(name: str, status: int, kind: ErrorKind):
    assert codec.parse_error(status, orjson.dumps({"__type": name, "message": "m"})).kind is kind


def test_a_full_context_is_told_in_openais_word():
    error = codec.parse_error(
        400, b'{"__type":"ValidationException","message":"Input is too long for requested model."}'
    )
    assert error.code == "context_length_exceeded"


def test_a_whole_answer_with_everything():
    text = {"content": [{"text": "See "}, {"text": "this."}], "citations": [{"title": "T", "location": {"web": {}}}]}
    blocks = [
        {"reasoningContent": {"reasoningText": {"text": "Hm.", "signature": "c2ln"}}},
        {"reasoningContent": {"redactedContent": "YWI="}},
        {"reasoningContent": {}},
        {"text": ""},
        {"citationsContent": text},
        {"image": {"format": "png", "source": {"bytes": PNG}}},
        {"image": {"format": "png", "source": {}}},
        {"toolUse": {"type": "server_tool_use", "toolUseId": "s", "name": "search", "input": {}}},
        {"guardContent": {"text": {"text": "x"}}},
        {"toolUse": {"toolUseId": "t1", "name": "f", "input": {}}},
        {},
    ]
    body = {"output": {"message": {"content": blocks}}, "stopReason": "end_turn", "serviceTier": {"type": "flex"}}
    response = codec.parse_response(body)
    thought, redacted, cited, picture, search, guard, call = response.candidates[0].parts
    assert thought == ReasoningPart(("Hm.",), seal=OWN)
    assert redacted.seal.kind is SealKind.REDACTED
    assert (cited.text, cited.citations[0].kind) == ("See this.", CitationKind.DOCUMENT)
    assert picture == ImagePart(Base64Source(PNG, "image/png"))
    assert (search.kind, guard.kind, call.arguments) == ("toolUse", "guardContent", "{}")
    assert response.candidates[0].finish.reason is FinishReason.TOOL_CALLS
    assert (response.usage, response.service_tier) == (None, "flex")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "no message"),
        ({"message": "no access"}, "no access"),
        ({"__type": "ThrottlingException"}, "ThrottlingException"),
    ],
)
def test_an_answer_that_is_none(body: dict[str, Any], says: str):
    with pytest.raises(DialectError, match=says):
        codec.parse_response(orjson.dumps(body))
