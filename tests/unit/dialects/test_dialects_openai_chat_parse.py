"""Chat Completions requests, read."""

from pathlib import Path

import pytest

from oneapi_desktop.dialects import openai_chat as codec
from oneapi_desktop.dialects.conversation import (
    Base64Source,
    Capabilities,
    ChatRequest,
    ChatVendor,
    ChoiceMode,
    Dialect,
    DialectError,
    Effort,
    FileIdSource,
    FilePart,
    FormatKind,
    Identity,
    ImagePart,
    PromptCache,
    ReasoningMode,
    ReasoningPart,
    ReasoningStyle,
    RedactedPart,
    Sampling,
    Seal,
    SealFamily,
    SealKind,
    Service,
    TextPart,
    ToolChoice,
    ToolKind,
    UrlSource,
)
from oneapi_desktop.domain.errors import ErrorKind

FIXTURES = Path(__file__).parent / "fixtures" / "openai_chat"
CHAT, CLAUDE = Dialect.OPENAI_CHAT, Dialect.ANTHROPIC


def parse(**fields: object) -> ChatRequest:
    return codec.parse_request({"model": "m", "messages": [{"role": "user", "content": "hi"}], **fields})


def build(request: ChatRequest, **fields: object) -> tuple[dict, list[str]]:
    vendor = fields.pop("chat", ChatVendor())
    body, notes = codec.build_request(request, Capabilities(chat=vendor, **fields))
    return body, [f"{note.action}:{note.field}" for note in notes]


def test_every_field_of_a_full_request_is_understood():
    request = codec.parse_request((FIXTURES / "request_full.json").read_bytes())
    assert [part.text for part in request.system] == ["Sei knapp.", "Antworte deutsch."]
    assert [turn.role.value for turn in request.turns] == ["user", "assistant", "user", "assistant", "user"]
    assert request.turns[0].name == "ada"
    assert [type(part).__name__ for part in request.turns[0].parts] == [
        "TextPart",
        "ImagePart",
        "ImagePart",
        "AudioPart",
        "FilePart",
    ]
    assert [call.arguments for call in request.calls()] == ['{"q": "ü"}', "{}"]
    assert [result.call_id for result in request.turns[2].parts] == ["call_1", "call_2"]
    assert request.sampling == Sampling(1000, 0.5, 0.9, None, 0.1, -0.1, 7, ("END", "STOP"), {"50256": -100}, True, 3)
    assert (request.n, request.stream, request.include_usage, request.parallel_tools) == (2, True, True, False)
    assert [tool.kind for tool in request.tools] == [ToolKind.FUNCTION, ToolKind.CUSTOM]
    assert request.tool_choice == ToolChoice(ChoiceMode.NAMED, ("look",))
    assert request.response_format.kind is FormatKind.JSON_SCHEMA
    assert request.reasoning.effort is Effort.HIGH
    assert request.cache == PromptCache(None, "k1", "implicit", "30m")
    assert request.identity == Identity("u1", "s1", {"a": "b"})
    assert request.service == Service("flex", False)
    assert request.extras == {"prediction": {"type": "content", "content": "x"}}


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"model": ""}, "model"),
        ({"model": 5}, "model"),
        ({"messages": []}, "messages"),
        ({"messages": "x"}, "messages"),
        ({"messages": [{"role": "x"}]}, "messages[0].role"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages[0].content"),
        ({"messages": [{"role": "user", "content": [{}]}]}, "messages[0].content[0].type"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "messages[0].tool_call_id"),
        ({"messages": [{"role": "system", "content": [{"type": "refusal"}]}]}, "messages[0].content"),
        (
            {"messages": [{"role": "assistant", "tool_calls": [{"id": "a"}]}]},
            "messages[0].tool_calls[0].function",
        ),
        (
            {"messages": [{"role": "tool", "tool_call_id": "a", "content": [{"type": "refusal"}]}]},
            "messages[0].content",
        ),
        ({"temperature": "warm"}, "temperature"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"max_completion_tokens": 1.5}, "max_completion_tokens"),
        ({"n": 0}, "n"),
        ({"stop": [1]}, "stop"),
        ({"stream": "yes"}, "stream"),
        ({"logit_bias": {"1": "x"}}, "logit_bias.1"),
        ({"metadata": {"a": 1}}, "metadata"),
        ({"tools": [{"type": "function"}]}, "tools[0].function"),
        ({"tools": [{"type": "function", "function": {}}]}, "tools[0].function.name"),
        ({"tool_choice": "sometimes"}, "tool_choice"),
        ({"tool_choice": 5}, "tool_choice"),
        ({"tool_choice": {"type": "function"}}, "tool_choice"),
        ({"response_format": {"type": "xml"}}, "response_format"),
        ({"reasoning_effort": "enormous"}, "reasoning_effort"),
    ],
)
def test_a_wrong_field_is_refused_by_name(fields, param):
    with pytest.raises(DialectError) as caught:
        parse(**fields)
    assert caught.value.kind is ErrorKind.INVALID_REQUEST
    assert caught.value.param == param
    assert param.partition("[")[0].partition(".")[0] in caught.value.message


def test_a_body_too_deep_is_refused():
    with pytest.raises(DialectError, match="not a JSON object"):
        codec.parse_request(b'{"a":' * 300 + b"1" + b"}" * 300)


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        ("auto", ToolChoice(ChoiceMode.AUTO)),
        ("any", ToolChoice(ChoiceMode.REQUIRED)),
        ({"type": "none"}, ToolChoice(ChoiceMode.NONE)),
        ({"type": "tool"}, ToolChoice(ChoiceMode.REQUIRED)),
        ({"type": "tool", "name": "f"}, ToolChoice(ChoiceMode.NAMED, ("f",))),
        ({"type": "custom", "custom": {"name": "c"}}, ToolChoice(ChoiceMode.NAMED, ("c",), kind=ToolKind.CUSTOM)),
        (
            {
                "type": "allowed_tools",
                "allowed_tools": {"mode": "required", "tools": [{"type": "function", "function": {"name": "f"}}]},
            },
            ToolChoice(ChoiceMode.ALLOWED, ("f",), True),
        ),
    ],
)
def test_sloppy_choices_are_understood(choice, wanted):
    assert parse(tool_choice=choice).tool_choice == wanted


@pytest.mark.parametrize(
    ("fields", "mode", "effort", "budget"),
    [
        ({"reasoning_effort": "none"}, ReasoningMode.OFF, None, None),
        ({"reasoning_effort": "ultra"}, ReasoningMode.UNSET, Effort.MAX, None),
        ({"reasoning": {"effort": "low"}}, ReasoningMode.UNSET, Effort.LOW, None),
        ({"reasoning": {"max_tokens": 3000}}, ReasoningMode.BUDGET, None, 3000),
        ({"reasoning": {"enabled": True}}, ReasoningMode.AUTO, None, None),
        ({"thinking": {"type": "disabled"}}, ReasoningMode.OFF, None, None),
        ({"thinking": {"type": "enabled", "budget_tokens": 2000}}, ReasoningMode.BUDGET, None, 2000),
        ({"enable_thinking": True}, ReasoningMode.AUTO, None, None),
        ({"enable_thinking": False}, ReasoningMode.OFF, None, None),
        ({}, ReasoningMode.UNSET, None, None),
    ],
)
def test_every_vendors_way_to_ask_for_thinking_is_read(fields, mode, effort, budget):
    control = parse(**fields).reasoning
    assert (control.mode, control.effort, control.budget) == (mode, effort, budget)


def test_deprecated_functions_are_tools():
    request = parse(
        functions=[{"name": "f", "parameters": {"type": "object"}}],
        function_call={"name": "f"},
        messages=[
            {"role": "user", "content": "hi"},
            {"role": "assistant", "content": None, "function_call": {"name": "f", "arguments": "{}"}},
            {"role": "function", "name": "f", "content": "done"},
        ],
    )
    assert request.legacy_functions
    assert request.tools[0].name == "f"
    assert request.tool_choice == ToolChoice(ChoiceMode.NAMED, ("f",))
    (call,) = request.calls()
    assert request.turns[2].parts[0].call_id == call.id
    assert build(request)[0]["messages"][2]["role"] == "tool"


def test_reasoning_comes_back_from_every_field():
    sealed = codec.parse_request(
        {
            "model": "m",
            "messages": [
                {
                    "role": "assistant",
                    "content": "a",
                    "reasoning_details": [
                        {"type": "reasoning.summary", "summary": "s", "index": 0},
                        {"type": "reasoning.encrypted", "data": "E", "index": 0, "format": "openai-responses-v1"},
                        {"type": "reasoning.text", "text": "t", "signature": "S", "format": "anthropic-claude-v1"},
                        {"type": "reasoning.encrypted", "data": "R", "format": "anthropic-claude-v1"},
                        {"type": "other"},
                    ],
                },
                {
                    "role": "assistant",
                    "content": [{"type": "thinking", "thinking": [{"type": "text", "text": "m"}]}],
                    "thinking_blocks": [
                        {"type": "thinking", "thinking": "b", "signature": "B"},
                        {"type": "redacted_thinking", "data": "D"},
                    ],
                },
                {"role": "assistant", "content": "c", "reasoning": "plain"},
            ],
        }
    )
    first, second, third = sealed.turns
    assert first.parts[:3] == (
        ReasoningPart(("s",), ReasoningStyle.SUMMARY, Seal(SealFamily.OPENAI, SealKind.ENCRYPTED_CONTENT, "E")),
        ReasoningPart(("t",), seal=Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "S")),
        RedactedPart(Seal(SealFamily.ANTHROPIC, SealKind.REDACTED, "R")),
    )
    assert second.parts == (
        ReasoningPart(("b",), seal=Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "B")),
        RedactedPart(Seal(SealFamily.ANTHROPIC, SealKind.REDACTED, "D")),
        ReasoningPart(("m",)),
    )
    assert third.parts == (ReasoningPart(("plain",)), TextPart("c"))


def test_files_may_be_bare_base64_and_images_bare_strings():
    file = {"type": "file", "file": {"file_data": "JVBERi0xLjc=", "filename": "a.pdf"}}
    image = {"type": "image_url", "image_url": "https://example.org/a.png"}
    uploaded = {"type": "file", "file": {"file_id": "file-1"}}
    request = parse(messages=[{"role": "user", "content": [file, image, uploaded, "words"]}])
    parts = request.turns[0].parts
    assert parts[0] == FilePart(Base64Source("JVBERi0xLjc=", "application/pdf"), "a.pdf")
    assert parts[1] == ImagePart(UrlSource("https://example.org/a.png"))
    assert parts[2].source == FileIdSource("file-1", CHAT)
    assert build(request)[0]["messages"][0]["content"][2] == uploaded
