"""Anthropic requests, read."""

from pathlib import Path

import pytest

from oneapi_desktop.dialects import anthropic as codec
from oneapi_desktop.dialects.conversation import (
    Base64Source,
    CacheMark,
    ChoiceMode,
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
    Role,
    Seal,
    SealFamily,
    SealKind,
    TextPart,
    TextSource,
    ToolChoice,
    ToolKind,
    ToolResult,
    UrlSource,
)
from oneapi_desktop.dialects.seals import wrap
from oneapi_desktop.domain.errors import ErrorKind

FIXTURES = Path(__file__).parent / "fixtures" / "anthropic"


def parse(**fields: object):
    messages = [{"role": "user", "content": "hi"}]
    return codec.parse_request({"model": "m", "max_tokens": 9, "messages": messages, **fields})


def parts(*blocks: dict):
    return parse(messages=[{"role": "assistant", "content": list(blocks)}]).turns[0].parts


def test_every_field_of_a_full_request_is_understood():
    request = codec.parse_request((FIXTURES / "request_full.json").read_bytes())
    assert request.system == (TextPart("Be brief."), TextPart("Be kind.", cache=CacheMark("1h")))
    text, image, url, pdf, plain, found = request.turns[0].parts
    assert text == TextPart("See")
    assert image == ImagePart(Base64Source("iVBORw0KGgo=", "image/png"))
    assert url == ImagePart(UrlSource("https://example.org/a.png"))
    assert pdf == FilePart(Base64Source("JVBERi0xLjc=", "application/pdf"), title="T", context="C", citations=True)
    assert plain == FilePart(TextSource("plain"), cache=CacheMark(""))
    assert isinstance(found, NativePart)
    assert found.text == "S — https://example.org\nfound"
    thought, redacted, said, first, second = request.turns[1].parts
    assert thought == ReasoningPart(("hm",), seal=Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "Sig1=="))
    assert redacted == RedactedPart(Seal(SealFamily.ANTHROPIC, SealKind.REDACTED, "Red1=="))
    assert said == TextPart("I look.")
    assert (first.arguments, second.arguments) == ('{"q":"ü"}', "{}")
    answered, broken, rest = request.turns[2].parts
    assert [type(part).__name__ for part in answered.parts] == ["TextPart", "ImagePart"]
    assert broken == ToolResult("toolu_2", (TextPart("kaputt"),), True)
    assert rest == TextPart("And?")
    assert [tool.kind for tool in request.tools] == [ToolKind.FUNCTION, ToolKind.HOSTED]
    assert request.tools[0].cache == CacheMark("")
    assert request.tool_choice == ToolChoice(ChoiceMode.AUTO)
    assert request.parallel_tools is False
    assert request.reasoning == ReasoningControl(ReasoningMode.AUTO, Effort.HIGH, None, ReasoningShow.AUTO)
    assert request.response_format.kind is FormatKind.JSON_SCHEMA
    assert request.sampling.stop == ("END",)
    assert request.identity.user == "user-7"
    assert request.extras == {"speed": "fast"}


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"model": None}, "model"),
        ({"max_tokens": -1}, "max_tokens"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "messages[0].role"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages[0].content"),
        ({"messages": [{"role": "user", "content": [5]}]}, "messages[0].content[0]"),
        ({"messages": [{"role": "user", "content": [{}]}]}, "messages[0].content[0].type"),
        ({"messages": [{"role": "system", "content": [{"type": "thinking"}]}]}, "messages[0].content"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image", "source": {"type": "x"}}]}]},
            "messages[0].content[0].source.type",
        ),
        (
            {"messages": [{"role": "user", "content": [{"type": "tool_result"}]}]},
            "messages[0].content[0].tool_use_id",
        ),
        (
            {
                "messages": [
                    {
                        "role": "user",
                        "content": [{"type": "tool_result", "tool_use_id": "a", "content": [{"type": "thinking"}]}],
                    }
                ]
            },
            "messages[0].content[0].content",
        ),
        ({"system": [{"type": "thinking"}]}, "system"),
        ({"tools": [{"input_schema": {}}]}, "tools[0].name"),
        ({"tool_choice": {"type": "sometimes"}}, "tool_choice.type"),
        ({"tool_choice": {"type": "tool"}}, "tool_choice.name"),
        ({"thinking": {"type": "deep"}}, "thinking.type"),
        ({"output_config": {"effort": "huge"}}, "output_config.effort"),
        ({"output_config": {"format": {"type": "xml"}}}, "output_config.format"),
        ({"temperature": "warm"}, "temperature"),
    ],
)
def test_a_wrong_field_is_refused_by_name(fields, param):
    with pytest.raises(DialectError) as caught:
        parse(**fields)
    assert (caught.value.kind, caught.value.param) == (ErrorKind.INVALID_REQUEST, param)


@pytest.mark.parametrize(
    ("thinking", "wanted"),
    [
        ({"type": "disabled"}, ReasoningControl(ReasoningMode.OFF)),
        (
            {"type": "enabled", "budget_tokens": 2000},
            ReasoningControl(ReasoningMode.BUDGET, None, 2000, ReasoningShow.AUTO),
        ),
        ({"type": "enabled"}, ReasoningControl(ReasoningMode.AUTO, show=ReasoningShow.AUTO)),
        (
            {"type": "adaptive", "display": "omitted"},
            ReasoningControl(ReasoningMode.AUTO, show=ReasoningShow.NONE),
        ),
        ({"type": "between_tools"}, ReasoningControl(ReasoningMode.BETWEEN_TOOLS, show=ReasoningShow.AUTO)),
    ],
)
def test_thinking(thinking, wanted):
    assert parse(thinking=thinking).reasoning == wanted


def test_the_older_name_of_the_format_is_accepted():
    assert parse(output_format={"type": "json_schema", "schema": {}}).response_format.schema == {}


def test_a_session_id_groups_requests_and_a_plain_user_does_not():
    assert parse(metadata={"user_id": '{"session_id":"s1"}'}).cache.key == "s1"
    for user in ("ada", "{broken", '{"a":1}'):
        assert parse(metadata={"user_id": user}).cache.key == ""


def test_blocks_of_hosted_tools_and_documents_of_blocks_are_kept():
    block = {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {}}
    assert parts(block) == (NativePart(codec.request_parser.DIALECT, "server_tool_use", block),)
    document = {"type": "document", "source": {"type": "content", "content": [{"type": "text", "text": "a"}]}}
    assert parts(document)[0].text == "a"
    assert parts({"type": "document", "source": {"type": "content", "content": "b"}})[0].text == "b"
    uploaded = {"type": "document", "source": {"type": "file", "file_id": "f"}}
    assert parts(uploaded)[0].source == FileIdSource("f", codec.request_parser.DIALECT)


def test_foreign_seals_are_taken_out_of_their_envelopes():
    foreign = Seal(SealFamily.OPENAI, SealKind.ENCRYPTED_CONTENT, "E", "gpt", "abc")
    thought, redacted, unproven = parts(
        {"type": "thinking", "thinking": "t", "signature": wrap(foreign)},
        {"type": "redacted_thinking", "data": wrap(foreign)},
        {"type": "thinking", "thinking": "u", "signature": ""},
    )
    assert thought.seal == foreign
    assert redacted.seal == foreign
    assert unproven.seal is None
    assert parts({"type": "redacted_thinking", "data": "gw1.broken"}, {"type": "text", "text": "a"}) == (TextPart("a"),)


def test_citations_the_gateway_had_to_invent_are_left_out():
    own = {"type": "web_search_result_location", "url": "https://a", "encrypted_index": "", "cited_text": ""}
    real = {"type": "search_result_location", "source": "https://b", "title": "B", "cited_text": "q"}
    (text,) = parts({"type": "text", "text": "x", "citations": [own, real, 5]})
    assert [(c.url, c.title, c.quote) for c in text.citations] == [("https://b", "B", "q")]


def test_an_instruction_in_the_middle_is_a_turn():
    messages = [{"role": "user", "content": "a"}, {"role": "system", "content": "b"}]
    assert [turn.role for turn in parse(messages=messages).turns] == [Role.USER, Role.SYSTEM]
