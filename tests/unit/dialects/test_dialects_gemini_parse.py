"""Gemini requests, read."""

import base64
from pathlib import Path

import orjson
import pytest

from oneapi_desktop.dialects import gemini as codec
from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    ChoiceMode,
    Dialect,
    DialectError,
    Effort,
    FileIdSource,
    FilePart,
    FormatKind,
    ImagePart,
    NativePart,
    ReasoningControl,
    ReasoningMode,
    ReasoningPart,
    ReasoningShow,
    RedactedPart,
    ResponseFormat,
    Role,
    Seal,
    SealFamily,
    SealKind,
    TextPart,
    ToolCall,
    ToolChoice,
    ToolKind,
    ToolResult,
    UrlSource,
    VideoPart,
)
from oneapi_desktop.dialects.seals import wrap
from oneapi_desktop.domain.errors import ErrorKind

FIXTURES = Path(__file__).parent / "fixtures" / "gemini"
GEMINI = Dialect.GEMINI


def google(value: str) -> Seal:
    return Seal(SealFamily.GOOGLE, SealKind.THOUGHT_SIGNATURE, value)


def parse(model: str = "m", **fields: object):
    contents = [{"role": "user", "parts": [{"text": "hi"}]}]
    return codec.parse_request({"contents": contents, **fields}, model=model)


def parts(*raw: dict, role: str = "model"):
    return parse(contents=[{"role": role, "parts": list(raw)}]).turns[0].parts


def test_every_field_of_a_full_request_is_understood():
    request = codec.parse_request((FIXTURES / "request_full.json").read_bytes(), model="models/gemini-3", stream=True)
    assert (request.model, request.stream, request.n) == ("gemini-3", True, 2)
    assert request.system == (TextPart("Be brief."), TextPart("Be kind."))
    assert request.turns[0].parts == (
        TextPart("See"),
        ImagePart(Base64Source("iVBORw0KGgo=", "image/png"), "high"),
        FilePart(Base64Source("JVBERi0xLjc=", "application/pdf"), "a.pdf"),
        ImagePart(FileIdSource("https://generativelanguage.googleapis.com/v1beta/files/abc", GEMINI, "image/png")),
        ImagePart(UrlSource("https://example.org/a.png", "image/png")),
        AudioPart(Base64Source("UklGRg==", "audio/wav"), "wav"),
        VideoPart(FileIdSource("https://www.youtube.com/watch?v=x", GEMINI), {"startOffset": "1s"}),
    )
    thought, said, first, second, code = request.turns[1].parts
    assert thought == ReasoningPart(("hm",))
    assert said == TextPart("I look.", seal=google("c2lnMQ=="))
    assert first == ToolCall("fc1", "look", '{"q":"ü"}', seal=google("c2lnMg=="))
    assert second == ToolCall("call_1_1", "look", "{}")
    assert (code.kind, code.dialect) == ("executableCode", GEMINI)
    answered, broken, rest = request.turns[2].parts
    image = ImagePart(Base64Source("iVBORw0KGgo=", "image/png"))
    assert answered == ToolResult("fc1", (TextPart("eins"), image), name="look")
    assert broken == ToolResult("call_1_1", (TextPart("kaputt"),), True, "look")
    assert rest == TextPart("And?")
    look, other, search, run = request.tools
    assert look.schema == {"type": "object", "properties": {"q": {"type": ["string", "null"]}}}
    assert other.extras == {"behavior": "BLOCKING"}
    assert (search.kind, search.native) == (ToolKind.HOSTED, {"googleSearch": {}})
    assert run.name == "codeExecution"
    assert request.tool_choice == ToolChoice(ChoiceMode.NAMED, ("look",))
    assert request.reasoning == ReasoningControl(ReasoningMode.UNSET, Effort.HIGH, None, ReasoningShow.AUTO)
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
    assert request.response_format == ResponseFormat(FormatKind.JSON_SCHEMA, schema)
    sampling = request.sampling
    assert (sampling.temperature, sampling.top_p, sampling.top_k, sampling.seed) == (0.5, 0.9, 40, 7)
    assert (sampling.max_output_tokens, sampling.stop) == (100, ("END",))
    assert (sampling.presence_penalty, sampling.frequency_penalty) == (0.1, 0.2)
    assert (sampling.logprobs, sampling.top_logprobs) == (True, 3)
    assert request.cache.handle == "cachedContents/x"
    assert request.service.tier == "priority"
    assert request.safety == ({"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"},)
    assert request.modalities == ("text",)
    assert request.extras == {
        "labels": {"a": "b"},
        "generationConfig": {"speechConfig": {"languageCode": "de"}},
        "toolConfig": {"includeServerSideToolInvocations": True},
    }


def test_both_spellings_mean_the_same():
    """The official library writes camelCase, many a script what the documents of Python show."""
    snake = {
        "contents": [{"parts": [{"function_response": {"name": "f", "response": {"result": "x"}}}]}],
        "system_instruction": {"parts": [{"text": "s"}]},
        "generation_config": {
            "max_output_tokens": 5,
            "stop_sequences": ["a"],
            "response_mime_type": "application/json",
            "response_json_schema": {"type": "object", "properties": {"snake_name": {"type": "string"}}},
            "thinking_config": {"include_thoughts": True, "thinking_budget": 9},
        },
        "tool_config": {"function_calling_config": {"mode": "none"}},
        "tools": [{"function_declarations": [{"name": "f", "parameters": {"any_of": [{"type": "STRING"}]}}]}],
    }
    request = codec.parse_request(snake, model="m")
    assert request.sampling.max_output_tokens == 5
    assert request.response_format.schema["properties"] == {"snake_name": {"type": "string"}}
    assert request.reasoning == ReasoningControl(ReasoningMode.BUDGET, None, 9, ReasoningShow.AUTO)
    assert request.tool_choice == ToolChoice(ChoiceMode.NONE)
    assert request.tools[0].schema == {"anyOf": [{"type": "string"}]}
    assert request.turns[0].parts == (ToolResult("call_0_unknown", (TextPart("x"),), name="f"),)


def test_model_and_streaming_may_stand_in_the_body():
    request = codec.parse_request({"model": "models/x", "stream": True, "contents": "hi"})
    assert (request.model, request.stream) == ("x", True)
    assert request.turns[0].parts == (TextPart("hi"),)
    single = codec.parse_request({"contents": {"parts": [{"text": "a"}]}, "systemInstruction": "s"}, model="y")
    assert (single.system, single.turns[0].role) == ((TextPart("s"),), Role.USER)


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"contents": []}, "contents"),
        ({"contents": [5]}, "contents"),
        ({"contents": [{"role": "system", "parts": []}]}, "contents[0].role"),
        ({"contents": [{"parts": [5]}]}, "contents[0].parts"),
        ({"contents": [{"parts": [{"text": 5}]}]}, "contents[0].parts[0].text"),
        ({"contents": [{"parts": [{"inlineData": {}}]}]}, "contents[0].parts[0].inlineData.data"),
        ({"contents": [{"parts": [{"fileData": {}}]}]}, "contents[0].parts[0].fileData.fileUri"),
        ({"contents": [{"parts": [{"functionCall": {"args": {}}}]}]}, "contents[0].parts[0].functionCall.name"),
        (
            {"contents": [{"parts": [{"functionCall": {"name": "f", "args": 5}}]}]},
            "contents[0].parts[0].functionCall.args",
        ),
        ({"contents": [{"parts": [{"functionResponse": {}}]}]}, "contents[0].parts[0].functionResponse.name"),
        (
            {
                "contents": [
                    {"parts": [{"functionResponse": {"name": "f", "parts": [{"functionCall": {"name": "g"}}]}}]}
                ]
            },
            "contents[0].parts[0].functionResponse.parts[0]",
        ),
        ({"systemInstruction": {"parts": [{"functionCall": {"name": "f"}}]}}, "systemInstruction"),
        ({"tools": [{"functionDeclarations": [{}]}]}, "tools[0].functionDeclarations[0].name"),
        ({"toolConfig": {"functionCallingConfig": {"mode": "MAYBE"}}}, "toolConfig.functionCallingConfig.mode"),
        ({"generationConfig": {"candidateCount": 0}}, "generationConfig.candidateCount"),
        ({"generationConfig": {"maxOutputTokens": -1}}, "generationConfig.maxOutputTokens"),
        ({"generationConfig": {"temperature": "warm"}}, "generationConfig.temperature"),
        (
            {"generationConfig": {"thinkingConfig": {"thinkingLevel": "DEEP"}}},
            "generationConfig.thinkingConfig.thinkingLevel",
        ),
    ],
)
def test_a_wrong_field_is_refused_by_name(fields, param):
    with pytest.raises(DialectError) as caught:
        parse(**fields)
    assert (caught.value.kind, caught.value.param) == (ErrorKind.INVALID_REQUEST, param)


@pytest.mark.parametrize(
    ("thinking", "wanted"),
    [
        ({}, ReasoningControl(show=ReasoningShow.NONE)),
        ({"thinkingBudget": 0}, ReasoningControl(ReasoningMode.OFF, show=ReasoningShow.NONE)),
        (
            {"thinkingBudget": -1, "includeThoughts": True},
            ReasoningControl(ReasoningMode.AUTO, show=ReasoningShow.AUTO),
        ),
        ({"thinkingBudget": 2000}, ReasoningControl(ReasoningMode.BUDGET, None, 2000, ReasoningShow.NONE)),
        ({"thinkingLevel": "minimal"}, ReasoningControl(effort=Effort.MINIMAL, show=ReasoningShow.NONE)),
        ({"thinkingLevel": "THINKING_LEVEL_UNSPECIFIED"}, ReasoningControl(show=ReasoningShow.NONE)),
    ],
)
def test_thinking(thinking, wanted):
    assert parse(generationConfig={"thinkingConfig": thinking}).reasoning == wanted


@pytest.mark.parametrize(
    ("calling", "wanted"),
    [
        ({}, None),
        ({"mode": "MODE_UNSPECIFIED"}, None),
        ({"mode": "AUTO"}, ToolChoice(ChoiceMode.AUTO)),
        ({"mode": "ANY"}, ToolChoice(ChoiceMode.REQUIRED)),
        ({"mode": "ANY", "allowedFunctionNames": ["a", "b"]}, ToolChoice(ChoiceMode.ALLOWED, ("a", "b"), True)),
        ({"mode": "VALIDATED"}, ToolChoice(ChoiceMode.VALIDATED)),
        ({"mode": "VALIDATED", "allowedFunctionNames": ["a"]}, ToolChoice(ChoiceMode.ALLOWED, ("a",))),
    ],
)
def test_tool_choice(calling, wanted):
    assert parse(toolConfig={"functionCallingConfig": calling}).tool_choice == wanted


def test_formats():
    json = {"responseMimeType": "application/json"}
    assert parse(generationConfig=json).response_format == ResponseFormat(FormatKind.JSON)
    assert parse(generationConfig={"responseMimeType": "text/plain"}).response_format == ResponseFormat()
    words = {"responseMimeType": "text/x.enum", "responseSchema": {"type": "STRING", "enum": ["a"]}}
    request = parse(generationConfig=words)
    assert request.response_format == ResponseFormat()
    assert request.extras == {"generationConfig": words}


def test_foreign_seals_are_taken_out_of_their_envelopes_in_either_alphabet():
    foreign = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "S?>~", "claude", "abc")
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        field = encode(wrap(foreign).encode()).decode()
        for value in (field, field.rstrip("=")):
            signed, redacted = parts(
                {"text": "t", "thought": True, "thoughtSignature": value}, {"thought": True, "thoughtSignature": value}
            )
            assert signed == ReasoningPart(("t",), seal=foreign)
            assert redacted == RedactedPart(foreign)
    damaged = base64.b64encode(b"gw1.broken!").decode()
    assert parts({"thought": True, "thoughtSignature": damaged}, {"text": "a"}) == (TextPart("a"),)
    stand_in = {"functionCall": {"name": "f"}, "thoughtSignature": "skip_thought_signature_validator"}
    assert parts(stand_in)[0].seal is None


def test_a_signature_may_stand_on_an_empty_text():
    assert parts({"text": "", "thoughtSignature": "c2ln"}) == (TextPart("", seal=google("c2ln")),)
    assert parts({"thoughtSignature": "c2ln"}) == (TextPart("", seal=google("c2ln")),)
    assert parts({}, {"thought": True}, {"thought": True, "text": ""}, {"text": ""}) == (TextPart(""),)


def test_results_find_their_calls_by_id_or_name_in_order():
    contents = [
        {"role": "user", "parts": [{"text": "go"}]},
        {
            "role": "model",
            "parts": [
                {"functionCall": {"name": "f", "args": {"n": 1}}},
                {"functionCall": {"name": "g"}},
                {"functionCall": {"name": "f", "args": {"n": 2}}},
            ],
        },
        {
            "role": "function",
            "parts": [{"functionResponse": {"name": n, "response": {}}} for n in ("f", "f", "g", "f")],
        },
    ]
    calls, results = (turn.parts for turn in parse(contents=contents).turns[1:])
    assert [call.id for call in calls] == ["call_1_0", "call_1_1", "call_1_2"]
    assert [result.call_id for result in results] == ["call_1_0", "call_1_2", "call_1_1", "call_2_unknown"]


@pytest.mark.parametrize(
    ("response", "text", "is_error"),
    [
        ({"output": "a"}, "a", False),
        ({"result": "a"}, "a", False),
        ({"error": {"code": 1}}, '{"code":1}', True),
        ({"output": 5}, '{"output":5}', False),
        ({"a": 1, "output": "x"}, '{"a":1,"output":"x"}', False),
    ],
)
def test_what_a_tool_gave_back(response, text, is_error):
    (result,) = parts({"functionResponse": {"name": "f", "response": response}}, role="user")
    assert (result.text, result.is_error) == (text, is_error)


def test_media_of_results_are_images_and_files():
    media = [
        {"inlineData": {"mimeType": "audio/wav", "data": "UklGRg=="}},
        {"fileData": {"fileUri": "gs://bucket/a.pdf", "mimeType": "application/pdf"}},
    ]
    (result,) = parts({"functionResponse": {"name": "f", "response": {}, "parts": media}}, role="user")
    assert [type(part) for part in result.parts] == [FilePart, FilePart]
    assert result.parts[1].source == FileIdSource("gs://bucket/a.pdf", GEMINI, "application/pdf")


def test_kinds_only_google_knows_are_kept():
    raw = {"toolCall": {"id": "x"}, "thoughtSignature": None}
    assert parts(raw) == (NativePart(GEMINI, "toolCall", raw),)


def test_a_count_request_holds_contents_or_a_whole_request():
    contents = [{"role": "user", "parts": [{"text": "a"}]}]
    bare = codec.parse_count_request({"contents": contents}, model="m")
    whole = codec.parse_count_request(
        orjson.dumps({"generateContentRequest": {"model": "models/m", "contents": contents}}),
    )
    assert bare == whole
    assert (bare.model, bare.stream) == ("m", False)
