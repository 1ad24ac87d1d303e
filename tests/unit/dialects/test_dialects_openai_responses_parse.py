"""Responses requests, read."""

from pathlib import Path

import pytest

from oneapi_desktop.dialects import openai_responses as codec
from oneapi_desktop.dialects.conversation import (
    Base64Source,
    CacheMark,
    ChatRequest,
    ChoiceMode,
    Citation,
    CitationKind,
    Dialect,
    DialectError,
    Effort,
    FileIdSource,
    FilePart,
    FormatKind,
    Identity,
    ImagePart,
    NativePart,
    PromptCache,
    ReasoningMode,
    ReasoningPart,
    ReasoningShow,
    ReasoningStyle,
    RedactedPart,
    Role,
    Sampling,
    Seal,
    SealFamily,
    SealKind,
    Service,
    TextPart,
    ToolCall,
    ToolChoice,
    ToolKind,
    ToolResult,
    UrlSource,
)
from oneapi_desktop.dialects.seals import wrap
from oneapi_desktop.domain.errors import ErrorKind

FIXTURES = Path(__file__).parent / "fixtures" / "openai_responses"
RESPONSES = Dialect.OPENAI_RESPONSES


def parse(**fields: object) -> ChatRequest:
    return codec.parse_request({"model": "m", "input": "hi", **fields})


def test_every_field_of_a_full_request_is_understood():
    request = codec.parse_request((FIXTURES / "request_full.json").read_bytes())
    assert [part.text for part in request.system] == ["Sei knapp.", "Antworte deutsch."]
    assert [turn.role.value for turn in request.turns] == ["user", "assistant", "user", "assistant", "user"]
    asked, made, told, shown, _ = request.turns
    assert asked.parts[0].cache == CacheMark("30m")
    assert [type(part).__name__ for part in asked.parts] == [
        "TextPart",
        "ImagePart",
        "ImagePart",
        "AudioPart",
        "FilePart",
        "FilePart",
        "FilePart",
    ]
    assert asked.parts[1:3] == (
        ImagePart(Base64Source("iVBORw0KGgo=", "image/png"), "low"),
        ImagePart(FileIdSource("file_1", RESPONSES)),
    )
    assert [part.source for part in asked.parts[5:]] == [
        UrlSource("https://example.org/a.pdf"),
        FileIdSource("file_2", RESPONSES),
    ]
    proof = Seal(SealFamily.OPENAI, SealKind.ENCRYPTED_CONTENT, "gAAA1")
    cited = Citation(CitationKind.URL, "https://example.org/t", "T", start=4, end=10)
    assert made.parts == (
        ReasoningPart(("Erst schauen.", "Dann reden."), ReasoningStyle.SUMMARY, proof),
        TextPart("Ich schaue.", (cited,), "commentary"),
        ToolCall("call_1", "look", '{"q": "ü"}'),
        ToolCall("call_2", "shell", "ls -l\n", ToolKind.CUSTOM),
        ToolCall("call_3", "read", "{}", namespace="files"),
    )
    picture = ImagePart(UrlSource("https://example.org/b.png"), "high")
    assert told.parts == (
        ToolResult("call_1", (TextPart("eins"), picture)),
        ToolResult("call_2", (TextPart("zwei"),), kind=ToolKind.CUSTOM),
        ToolResult("call_3", (TextPart("drei"),)),
    )
    assert [type(part).__name__ for part in shown.parts] == ["NativePart", "TextPart"]
    assert request.sampling == Sampling(1000, 0.5, 0.9, logprobs=True, top_logprobs=3)
    assert [(tool.name, tool.namespace, tool.kind) for tool in request.tools] == [
        ("look", "", ToolKind.FUNCTION),
        ("shell", "", ToolKind.CUSTOM),
        ("read", "files", ToolKind.FUNCTION),
        ("write", "files", ToolKind.CUSTOM),
        ("web_search", "", ToolKind.HOSTED),
    ]
    assert (request.tools[0].strict, request.tools[0].extras) == (True, {"defer_loading": True})
    assert request.tool_choice == ToolChoice(ChoiceMode.ALLOWED, ("look", "shell"), True)
    assert (request.parallel_tools, request.stream, request.verbosity) == (False, True, "low")
    assert (request.reasoning.effort, request.reasoning.show) == (Effort.HIGH, ReasoningShow.DETAILED)
    assert request.reasoning.native == {"context": "all_turns"}
    assert (request.response_format.kind, request.response_format.strict) == (FormatKind.JSON_SCHEMA, True)
    assert request.cache == PromptCache(None, "k1", "implicit", "30m")
    assert request.identity == Identity("u1", "s1", {"a": "b"})
    assert request.service == Service("flex", False)
    assert request.extras == {
        "include": ["web_search_call.action.sources"],
        "max_tool_calls": 4,
        "truncation": "auto",
        "stream_options": {"include_obfuscation": False},
    }


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"model": ""}, "model"),
        ({"input": 5}, "input"),
        ({"input": None}, "input"),
        ({"input": []}, "input"),
        ({"input": ["x"]}, "input[0]"),
        ({"input": [{"role": "tool", "content": "x"}]}, "input[0].role"),
        ({"input": [{"role": "user", "content": 5}]}, "input[0].content"),
        ({"input": [{"role": "user", "content": ["x"]}]}, "input[0].content[0]"),
        ({"input": [{"role": "user", "content": [{}]}]}, "input[0].content[0].type"),
        ({"input": [{"role": "user", "content": [{"type": "picture"}]}]}, "input[0].content[0].type"),
        ({"input": [{"role": "user", "content": [{"type": "input_image"}]}]}, "input[0].content[0].image_url"),
        ({"input": [{"role": "user", "content": [{"type": "input_file"}]}]}, "input[0].content[0].file_data"),
        (
            {"input": [{"role": "user", "content": [{"type": "input_audio"}]}]},
            "input[0].content[0].input_audio.data",
        ),
        ({"input": [{"role": "developer", "content": [{"type": "refusal", "refusal": "x"}]}]}, "input[0].content"),
        ({"input": [{"type": "function_call", "name": "f"}]}, "input[0].call_id"),
        ({"input": [{"type": "custom_tool_call", "call_id": "c"}]}, "input[0].name"),
        ({"input": [{"type": "function_call_output", "output": "x"}]}, "input[0].call_id"),
        (
            {"input": [{"type": "function_call_output", "call_id": "c", "output": [{"type": "refusal"}]}]},
            "input[0].output",
        ),
        ({"instructions": []}, "instructions"),
        ({"max_output_tokens": 0}, "max_output_tokens"),
        ({"temperature": "warm"}, "temperature"),
        ({"metadata": {"a": 1}}, "metadata"),
        ({"tools": [{}]}, "tools[0].type"),
        ({"tools": [{"type": "function"}]}, "tools[0].name"),
        ({"tools": [{"type": "namespace", "name": "n", "tools": [{"type": "mcp"}]}]}, "tools[0].tools[0].type"),
        ({"tool_choice": "sometimes"}, "tool_choice"),
        ({"tool_choice": 5}, "tool_choice"),
        ({"tool_choice": {}}, "tool_choice.type"),
        ({"tool_choice": {"type": "function"}}, "tool_choice.name"),
        ({"text": {"format": {"type": "xml"}}}, "text.format.type"),
        ({"reasoning": {"effort": "enormous"}}, "reasoning.effort"),
        ({"reasoning": {"summary": "long"}}, "reasoning.summary"),
        ({"include": [1]}, "include"),
    ],
)
def test_a_wrong_field_is_refused_by_name(fields, param):
    with pytest.raises(DialectError) as caught:
        parse(**fields)
    assert caught.value.kind is ErrorKind.INVALID_REQUEST
    assert caught.value.param == param
    assert param.partition("[")[0].partition(".")[0] in caught.value.message


def test_a_conversation_kept_elsewhere_needs_no_input():
    request = codec.parse_request({"model": "m", "previous_response_id": "resp_1"})
    assert (request.service.previous_response_id, request.turns) == ("resp_1", ())
    request = parse(instructions="x", input="")
    assert (request.system, request.turns) == ((TextPart("x"),), ())


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (None, None),
        ("auto", ToolChoice(ChoiceMode.AUTO)),
        ("required", ToolChoice(ChoiceMode.REQUIRED)),
        ({"type": "none"}, ToolChoice(ChoiceMode.NONE)),
        ({"type": "function", "name": "f"}, ToolChoice(ChoiceMode.NAMED, ("f",))),
        ({"type": "custom", "name": "c"}, ToolChoice(ChoiceMode.NAMED, ("c",), kind=ToolKind.CUSTOM)),
        (
            {"type": "mcp", "server_label": "s"},
            ToolChoice(
                ChoiceMode.NAMED,
                kind=ToolKind.HOSTED,
                dialect=RESPONSES,
                native={"type": "mcp", "server_label": "s"},
            ),
        ),
    ],
)
def test_choices(choice, wanted):
    assert parse(tool_choice=choice).tool_choice == wanted


def test_allowed_tools_with_hosted_ones_are_kept_for_their_vendor():
    native = {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "mcp", "server_label": "s"}]}
    choice = parse(tool_choice=native).tool_choice
    assert (choice.mode, choice.names, choice.native) == (ChoiceMode.ALLOWED, (), native)


@pytest.mark.parametrize(
    ("reasoning", "mode", "effort", "show"),
    [
        (None, ReasoningMode.UNSET, None, ReasoningShow.UNSET),
        ({"effort": "none", "summary": "auto"}, ReasoningMode.OFF, None, ReasoningShow.UNSET),
        ({"effort": "xhigh"}, ReasoningMode.UNSET, Effort.XHIGH, ReasoningShow.UNSET),
        ({"generate_summary": "concise"}, ReasoningMode.UNSET, None, ReasoningShow.CONCISE),
    ],
)
def test_reasoning(reasoning, mode, effort, show):
    control = parse(reasoning=reasoning).reasoning
    assert (control.mode, control.effort, control.show) == (mode, effort, show)


def test_sloppy_content_is_understood():
    file = {"type": "input_file", "filename": "a.txt", "file_data": "aGk="}
    bare = {"type": "input_file", "file_data": "JVBERi0xLjc="}
    odd = {"type": "input_video", "x": 1}
    content = [{"type": "text", "text": "a", "cache_control": {"ttl": "1h"}}, file, bare, odd]
    (turn,) = parse(input=[{"role": "user", "content": content}]).turns
    assert turn.parts == (
        TextPart("a", cache=CacheMark("1h")),
        FilePart(Base64Source("aGk=", "text/plain"), "a.txt"),
        FilePart(Base64Source("JVBERi0xLjc=", "application/pdf")),
        NativePart(RESPONSES, "input_video", odd),
    )
    assert parse(input=[{"role": "user", "content": None}]).turns[0].parts == ()


def test_items_only_their_vendor_knows_stay_as_they_are():
    items = [
        {"role": "user", "content": "a"},
        {"type": "reasoning", "id": "rs", "summary": []},
        {"type": "shell_call", "call_id": "s", "action": {"commands": ["ls"]}},
        {"type": "shell_call_output", "call_id": "s", "output": []},
        {"type": "function_call_output", "call_id": "x", "output": ""},
        {"type": "image_generation_call", "id": "ig", "status": "completed", "result": "aGk="},
        {"id": "msg_9"},
    ]
    _, made, told, shown, referred = parse(input=items).turns
    assert made.role is Role.ASSISTANT
    assert [part.kind for part in made.parts] == ["shell_call"]
    assert made.parts[0].raw is items[2]
    assert (told.role, [type(part) for part in told.parts]) == (Role.USER, [NativePart, ToolResult])
    assert shown.parts == (ImagePart(Base64Source("aGk=", "image/png")),)
    assert (referred.role, referred.parts[0].kind) == (Role.USER, "item_reference")


def test_instructions_in_the_middle_are_turns():
    items = [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}, {"role": "system", "content": "t"}]
    request = parse(input=items)
    assert request.system == (TextPart("s"),)
    assert [turn.role for turn in request.turns] == [Role.USER, Role.SYSTEM]


def reasoning(**fields: object) -> dict:
    return {"type": "reasoning", "id": "rs", "summary": [], **fields}


def test_the_models_own_words_count_for_more_than_a_summary():
    raw, told = [{"type": "reasoning_text", "text": "r"}], [{"type": "summary_text", "text": "s"}]
    request = parse(input=[reasoning(summary=told, content=raw), {"role": "assistant", "content": "a"}])
    assert request.turns[0].parts[0] == ReasoningPart(("r",), ReasoningStyle.RAW)


def test_proofs_of_other_vendors_return_to_their_place():
    google = Seal(SealFamily.GOOGLE, SealKind.THOUGHT_SIGNATURE, "c2ln")
    claude = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "sig", "claude")
    told = [{"type": "summary_text", "text": "t"}]
    items = [
        reasoning(summary=told, encrypted_content=wrap(claude)),
        reasoning(encrypted_content=wrap(google)),
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": "r"},
        {"role": "assistant", "content": "a"},
        reasoning(encrypted_content=wrap(google)),
        {"role": "user", "content": "u"},
        reasoning(encrypted_content=wrap(google)),
        reasoning(encrypted_content="gw1.damaged"),
        {"role": "assistant", "content": "b"},
    ]
    first, _, second, _, third = parse(input=items).turns
    assert first.parts == (
        ReasoningPart(("t",), ReasoningStyle.SUMMARY, claude),
        ToolCall("c", "f", "{}", seal=google),
    )
    assert second.parts == (TextPart("a", seal=google),)
    assert third.parts == (RedactedPart(google), TextPart("b"))
