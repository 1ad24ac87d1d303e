"""Anthropic requests, written: what is kept, changed and noted."""

from dataclasses import replace

import pytest

from oneapi_desktop.dialects import anthropic as codec
from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    CacheMark,
    CacheMarks,
    Capabilities,
    ChatRequest,
    ChoiceMode,
    Dialect,
    DialectError,
    Effort,
    FileIdSource,
    FilePart,
    FormatKind,
    Identity,
    ImagePart,
    NativePart,
    Part,
    PromptCache,
    ReasoningControl,
    ReasoningMode,
    ReasoningPart,
    ReasoningShow,
    RedactedPart,
    RefusalPart,
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
)
from oneapi_desktop.domain.errors import ErrorKind

CHAT, CLAUDE = Dialect.OPENAI_CHAT, Dialect.ANTHROPIC
SIGNED = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "sig")
PNG = ImagePart(Base64Source("iVBORw0KGgo=", "image/png"))


def user(*parts: Part | str) -> Turn:
    return Turn(Role.USER, tuple(TextPart(p) if isinstance(p, str) else p for p in parts))


def assistant(*parts: Part | str) -> Turn:
    return Turn(Role.ASSISTANT, tuple(TextPart(p) if isinstance(p, str) else p for p in parts))


def system(text: str) -> Turn:
    return Turn(Role.SYSTEM, (TextPart(text),))


def ask(*turns: Turn, source: Dialect = CHAT, **fields: object) -> ChatRequest:
    return ChatRequest(source, "m", turns or (user("hello"),), **fields)


MODEL = Capabilities(thinking=ThinkingStyle.ADAPTIVE, cache_marks=CacheMarks.CONTROL, seal_family=SealFamily.ANTHROPIC)


def build(request: ChatRequest, **fields: object) -> tuple[dict, list[str]]:
    body, notes = codec.build_request(request, replace(MODEL, **fields))
    return body, [f"{note.action}:{note.field}" for note in notes]


def test_the_limit_of_tokens_is_always_there():
    assert build(ask())[0]["max_tokens"] == 4096
    assert build(ask(), max_output_tokens=64000)[0]["max_tokens"] == 64000
    assert build(ask(), default_output_tokens=10, max_output_tokens=64000)[0]["max_tokens"] == 10
    request = ask(sampling=Sampling(100))
    assert build(request)[0]["max_tokens"] == 100
    assert build(request, max_output_tokens=50)[1] == ["changed:max_output_tokens"]


def test_turns_are_joined_and_begin_with_the_user():
    body, notes = build(ask(assistant("a"), user("b"), user("c"), assistant("d"), assistant("e"), user("f")))
    assert [m["role"] for m in body["messages"]] == ["user", "assistant", "user", "assistant", "user"]
    assert body["messages"][0]["content"] == "(conversation continues)"
    assert [block["text"] for block in body["messages"][2]["content"]] == ["b", "c"]
    assert notes == ["changed:messages"]


def test_results_stand_first_in_the_order_of_the_calls():
    turns = (
        user("go"),
        assistant(ToolCall("a b", "f", '{"x":1}'), ToolCall("b", "g", "[1]"), ToolCall("c", "h", "{broken")),
        system("rule"),
        user("wait", ToolResult("b", (TextPart("old"),))),
        user(ToolResult("c"), ToolResult("b", (TextPart("new"), PNG)), ToolResult("a b", (TextPart("one"),), True)),
    )
    body, notes = build(ask(*turns), mid_system=False)
    calls, answers = body["messages"][1]["content"], body["messages"][2]["content"]
    assert [call["input"] for call in calls] == [{"x": 1}, {"value": [1]}, {"_raw": "{broken"}]
    assert [block["type"] for block in answers] == ["tool_result"] * 3 + ["text"] * 3
    assert [block["tool_use_id"] for block in answers[:3]] == [call["id"] for call in calls]
    assert calls[0]["id"].startswith("toolu_")
    assert (answers[0]["content"], answers[0]["is_error"]) == ("one", True)
    assert [block["type"] for block in answers[1]["content"]] == ["text", "image"]
    assert "content" not in answers[2]
    assert "instruction of the application" in answers[3]["text"]
    assert {"dropped:tool result", "changed:tool arguments", "emulated:system message"} <= set(notes)


def test_an_instruction_between_call_and_result_moves_behind_the_result():
    turns = (
        user("go"),
        assistant(ToolCall("a", "f")),
        system("rule"),
        user(ToolResult("a")),
        assistant("ok"),
        user("?"),
    )
    body, _ = build(ask(*turns))
    assert [m["role"] for m in body["messages"]] == ["user", "assistant", "user", "system", "assistant", "user"]


def test_a_call_without_result_is_refused_and_a_result_without_call_told():
    with pytest.raises(DialectError, match="'a'") as caught:
        build(ask(user("go"), assistant(ToolCall("a", "f")), user("so?")))
    assert caught.value.kind is ErrorKind.INVALID_REQUEST
    body, notes = build(ask(user(ToolResult("z", (TextPart("42"), PNG), name="f")), assistant("ok"), user("go")))
    assert body["messages"][0]["content"][0]["text"] == "Result of the tool f:\n42"
    assert body["messages"][0]["content"][1]["type"] == "image"
    assert notes == ["changed:tool result"]


def test_a_text_to_continue():
    request = ask(user("go"), assistant("Once "))
    assert build(request)[0]["messages"][-1] == {"role": "assistant", "content": "Once"}
    assert build(ask(user("go"), assistant(" ")))[0]["messages"][-1]["role"] == "user"
    with pytest.raises(DialectError, match="continue"):
        build(request, prefill=False)
    body, notes = build(request, prefill=False, prefill_as_instruction=True)
    assert "Once" in body["messages"][-1]["content"]
    assert notes == ["emulated:messages"]


def test_instructions_alone_become_a_question():
    body, notes = build(ChatRequest(CHAT, "m", (), (TextPart("a"), TextPart("b"))))
    assert (body["system"], body["messages"]) == ("a", [{"role": "user", "content": "b"}])
    assert notes == ["changed:system"]
    with pytest.raises(DialectError):
        build(ChatRequest(CHAT, "m", (user(""),)))


def test_reasoning_goes_back_with_its_proof_only():
    foreign = replace(SIGNED, family=SealFamily.OPENAI)
    turn = assistant(
        ReasoningPart(("t",), seal=SIGNED),
        RedactedPart(replace(SIGNED, kind=SealKind.REDACTED)),
        ReasoningPart(("lost",)),
        ReasoningPart(("other",), seal=foreign),
        RefusalPart("no"),
    )
    body, notes = build(ask(user("a"), turn, user("b")))
    assert body["messages"][1]["content"] == [
        {"type": "thinking", "thinking": "t", "signature": "sig"},
        {"type": "redacted_thinking", "data": "sig"},
        {"type": "text", "text": "no"},
    ]
    assert notes == ["dropped:reasoning"]


def test_media_and_documents():
    parts = (
        ImagePart(UrlSource("https://example.org/a.png"), "low"),
        ImagePart(Base64Source("iVBORw0KGgo=")),
        ImagePart(Base64Source("x", "image/jpg")),
        FilePart(Base64Source("JVBERi0xLjc="), "a.pdf"),
        FilePart(Base64Source("aGk=", "text/markdown"), title="T", context="C", citations=True),
        FilePart(TextSource("plain")),
        FilePart(FileIdSource("f", CLAUDE)),
        NativePart(Dialect.OPENAI_RESPONSES, "x", {}, "words"),
        NativePart(CLAUDE, "search_result", {"type": "search_result"}),
    )
    body, notes = build(ask(user(*parts)))
    sources = [block.get("source") for block in body["messages"][0]["content"]]
    assert sources[0] == {"type": "url", "url": "https://example.org/a.png"}
    assert [source["media_type"] for source in sources[1:4]] == ["image/png", "image/jpeg", "application/pdf"]
    assert sources[4] == {"type": "text", "media_type": "text/plain", "data": "hi"}
    assert sources[6] == {"type": "file", "file_id": "f"}
    assert body["messages"][0]["content"][4]["citations"] == {"enabled": True}
    assert body["messages"][0]["content"][3]["title"] == "a.pdf"
    assert body["messages"][0]["content"][7:] == [{"type": "text", "text": "words"}, {"type": "search_result"}]
    assert notes == ["dropped:image.detail"]


@pytest.mark.parametrize(
    ("part", "fields", "word"),
    [
        (AudioPart(Base64Source("x", "audio/wav")), {}, "audio"),
        (VideoPart(UrlSource("https://v")), {}, "video"),
        (ImagePart(Base64Source("x", "image/tiff")), {}, "image/tiff"),
        (PNG, {"images": False}, "images"),
        (ImagePart(UrlSource("https://i")), {"image_urls": False}, "fetched"),
        (ImagePart(FileIdSource("f", CHAT)), {}, "own provider"),
        (FilePart(Base64Source("JVBERi0xLjc=")), {"files": False}, "PDF"),
        (FilePart(Base64Source("x", "application/zip")), {}, "application/zip"),
        (FilePart(Base64Source("!", "text/plain")), {}, "damaged"),
        (NativePart(CHAT, "video_url"), {}, "video_url"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words(part, fields, word):
    with pytest.raises(DialectError, match=word):
        build(ask(user(part)), **fields)


def test_pictures_of_answers_are_sent_by_the_user():
    body, notes = build(ask(user("draw"), assistant("here", PNG), user("more")))
    assert body["messages"][1]["content"] == "here"
    assert [b["type"] for b in body["messages"][2]["content"]] == ["text", "image", "text"]
    assert notes == ["changed:image"]


@pytest.mark.parametrize(
    ("control", "fields", "thinking", "effort"),
    [
        (ReasoningControl(), {}, None, None),
        (ReasoningControl(ReasoningMode.OFF), {}, {"type": "disabled"}, None),
        (ReasoningControl(ReasoningMode.OFF), {"thinking_optional": False}, None, "low"),
        (ReasoningControl(effort=Effort.MINIMAL), {}, {"type": "adaptive", "display": "summarized"}, "low"),
        (
            ReasoningControl(effort=Effort.MAX),
            {"efforts": (Effort.LOW, Effort.HIGH)},
            {"type": "adaptive", "display": "summarized"},
            "high",
        ),
        (
            ReasoningControl(ReasoningMode.BUDGET, budget=3000),
            {},
            {"type": "adaptive", "display": "summarized"},
            "medium",
        ),
        (
            ReasoningControl(ReasoningMode.AUTO, show=ReasoningShow.NONE),
            {},
            {"type": "adaptive", "display": "omitted"},
            None,
        ),
        (ReasoningControl(ReasoningMode.BETWEEN_TOOLS), {"between_tools": True}, {"type": "between_tools"}, None),
        (
            ReasoningControl(ReasoningMode.BETWEEN_TOOLS),
            {},
            {"type": "adaptive", "display": "summarized"},
            None,
        ),
        (ReasoningControl(effort=Effort.HIGH), {"thinking": ThinkingStyle.NONE}, None, None),
        (
            ReasoningControl(effort=Effort.HIGH),
            {"thinking": ThinkingStyle.BUDGET, "default_output_tokens": 8000},
            {"type": "enabled", "budget_tokens": 4096},
            None,
        ),
        (
            ReasoningControl(effort=Effort.HIGH),
            {"thinking": ThinkingStyle.BUDGET, "default_output_tokens": 2000},
            {"type": "enabled", "budget_tokens": 1999},
            None,
        ),
        (
            ReasoningControl(ReasoningMode.BUDGET, budget=99999),
            {"thinking": ThinkingStyle.BUDGET, "default_output_tokens": 1000},
            None,
            None,
        ),
        (
            ReasoningControl(ReasoningMode.AUTO),
            {"thinking": ThinkingStyle.BUDGET, "maximum_budget": 1500},
            {"type": "enabled", "budget_tokens": 1500},
            None,
        ),
        (ReasoningControl(ReasoningMode.OFF), {"thinking": ThinkingStyle.BUDGET}, None, None),
    ],
)
def test_thinking_is_asked_for_in_the_models_way(control, fields, thinking, effort):
    body, _ = build(ask(reasoning=control), **fields)
    assert body.get("thinking") == thinking
    assert body.get("output_config", {}).get("effort") == effort


def test_thinking_stops_in_a_loop_without_proof():
    control = ReasoningControl(ReasoningMode.BUDGET, budget=2000)
    turns = (user("go"), assistant(ToolCall("a", "f")), user(ToolResult("a")))
    body, notes = build(ask(*turns, reasoning=control), thinking=ThinkingStyle.BUDGET)
    assert "thinking" not in body
    assert "dropped:reasoning" in notes
    proven = (user("go"), assistant(ReasoningPart(("t",), seal=SIGNED), ToolCall("a", "f")), user(ToolResult("a")))
    body, _ = build(ask(*proven, reasoning=control), thinking=ThinkingStyle.BUDGET)
    assert body["thinking"] == {"type": "enabled", "budget_tokens": 2000}


def test_sampling():
    sampling = Sampling(None, 1.7, 0.5, 40, 0.1, 0.2, 3, ("END", " "), {"1": 1.0}, True)
    body, notes = build(ask(sampling=sampling))
    assert (body["temperature"], body["top_p"], body["top_k"], body["stop_sequences"]) == (1, 0.5, 40, ["END"])
    dropped = ("stop", "frequency_penalty", "presence_penalty", "seed", "logit_bias", "logprobs")
    assert set(notes) == {"changed:temperature", *(f"dropped:{name}" for name in dropped)}
    thinking = ReasoningControl(effort=Effort.LOW)
    body, notes = build(ask(sampling=Sampling(temperature=0.5, top_p=0.5, top_k=4), reasoning=thinking))
    assert not {"temperature", "top_p", "top_k"} & body.keys()
    body, _ = build(ask(sampling=Sampling(temperature=1, top_p=0.97), reasoning=thinking))
    assert (body["temperature"], body["top_p"]) == (1, 0.97)


def test_a_forced_call_and_thinking_exclude_each_other():
    request = ask(
        tools=(Tool("f"), Tool("g")),
        tool_choice=ToolChoice(ChoiceMode.NAMED, ("f",)),
        reasoning=ReasoningControl(effort=Effort.HIGH),
    )
    body, notes = build(request)
    assert (body["thinking"], body["tool_choice"]) == ({"type": "disabled"}, {"type": "tool", "name": "f"})
    assert "changed:thinking" in notes
    body, notes = build(request, forced_tool=False)
    assert body["tool_choice"] == {"type": "auto"}
    assert "calling the tool f" in body["system"]
    body, notes = build(request, thinking_optional=False)
    assert "emulated:tool_choice" in notes
    body, _ = build(request, forced_tool_with_thinking=True)
    assert (body["thinking"]["type"], body["tool_choice"]["type"]) == ("adaptive", "tool")
    allowed = replace(request, tool_choice=ToolChoice(ChoiceMode.ALLOWED, ("g",), True))
    body, _ = build(allowed, forced_tool=False)
    assert ([t["name"] for t in body["tools"]], body["tool_choice"]) == (["g"], {"type": "auto"})
    assert build(replace(allowed, reasoning=ReasoningControl()))[0]["tool_choice"] == {"type": "any"}


def test_tools():
    tools = (
        Tool("a.b", "d", {"properties": {}}, strict=True),
        Tool("c", kind=ToolKind.CUSTOM, native={"type": "grammar", "grammar": {"definition": "G"}}),
        Tool("u", schema={"anyOf": [{"type": "string"}]}),
        Tool("web_search_options", kind=ToolKind.HOSTED, dialect=CHAT, native={"search_context_size": "low"}),
        Tool("urlContext", kind=ToolKind.HOSTED, dialect=Dialect.GEMINI, native={}),
        Tool("code_interpreter", kind=ToolKind.HOSTED, dialect=Dialect.OPENAI_RESPONSES, native={}),
    )
    body, notes = build(ask(tools=tools, parallel_tools=False))
    first, custom, union, search, fetch, code = body["tools"]
    assert first == {
        "name": "a_b",
        "description": "d",
        "input_schema": {"type": "object", "properties": {}, "additionalProperties": False},
        "strict": True,
    }
    assert custom["description"].endswith("G")
    assert union["input_schema"]["properties"]["value"] == {"anyOf": [{"type": "string"}]}
    assert (search["name"], fetch["name"], code["name"]) == ("web_search", "web_fetch", "code_execution")
    assert body["tool_choice"] == {"type": "auto", "disable_parallel_tool_use": True}
    assert "emulated:tools.c" in notes
    options = {
        "filters": {"allowed_domains": ["a.org"]},
        "user_location": {"type": "approximate", "city": "Köln"},
    }
    searching = Tool("web_search", kind=ToolKind.HOSTED, dialect=Dialect.OPENAI_RESPONSES, native=options)
    body, _ = build(ask(tools=(searching,)))
    assert body["tools"][0]["allowed_domains"] == ["a.org"]
    assert body["tools"][0]["user_location"] == {"type": "approximate", "city": "Köln"}
    with pytest.raises(DialectError, match="own name"):
        build(ask(tools=(Tool("a"), Tool("a"))))
    body, notes = build(ask(tools=(Tool("f"),), parallel_tools=False), parallel_control=False)
    assert notes == ["dropped:parallel_tool_calls"]
    with pytest.raises(DialectError, match="tools"):
        build(ask(tools=(Tool("f"),)), tools=False)


def test_used_tools_are_declared():
    turns = (user("go"), assistant(ToolCall("a", "f")), user(ToolResult("a")))
    body, notes = build(ask(*turns))
    assert body["tools"] == [{"name": "f", "input_schema": {"type": "object", "properties": {}}}]
    assert notes == ["emulated:tools"]


def test_formats_of_answers():
    schema = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 1}}}
    request = ask(response_format=ResponseFormat(FormatKind.JSON_SCHEMA, schema, "out", strict=True))
    body, notes = build(request)
    assert body["output_config"]["format"]["schema"]["properties"]["n"]["description"] == "minimum: 1"
    assert notes == ["changed:response_format.schema"]
    body, notes = build(request, structured_output=False)
    assert body["tools"][0]["name"] == "structured_output"
    assert body["tool_choice"] == {"type": "tool", "name": "structured_output"}
    body, _ = build(replace(request, tools=(Tool("f"),)), structured_output=False)
    assert body["tool_choice"] == {"type": "any"}
    body, notes = build(ask(response_format=ResponseFormat(FormatKind.JSON)))
    assert "JSON object" in body["system"]
    assert notes == ["emulated:response_format"]


def test_cache_marks():
    marked = TextPart("x", cache=CacheMark("30m"))
    turns = [user(replace(marked, text=str(n))) if n % 2 == 0 else assistant("a") for n in range(9)]
    tools = tuple(Tool(name, cache=CacheMark()) for name in "ab")
    request = ask(*turns, system=(marked, marked), tools=tools)
    body, notes = build(request)
    marks = [tool.get("cache_control") for tool in body["tools"]]
    assert marks == [None, {"type": "ephemeral"}]
    assert [block.get("cache_control") for block in body["system"]] == [None, {"type": "ephemeral", "ttl": "1h"}]
    messages = [m["content"] for m in body["messages"] if isinstance(m["content"], list)]
    assert ["cache_control" in blocks[0] for blocks in messages] == [False, False, False, True, True]
    assert "dropped:cache_control" in notes
    body, _ = build(request, cache_marks=CacheMarks.NONE)
    assert "cache_control" not in str(body)
    assert build(ask(), auto_cache=True)[0]["cache_control"] == {"type": "ephemeral"}
    assert "cache_control" not in build(ask(user(marked)), auto_cache=True)[0]
    automatic = ask(source=CLAUDE, cache=PromptCache(CacheMark("1h")))
    assert build(automatic)[0]["cache_control"] == {"type": "ephemeral", "ttl": "1h"}
    turns = (user("go"), assistant(ToolCall("a", "f")), user(ToolResult("a", (marked,))))
    result = build(ask(*turns))[0]["messages"][2]["content"][0]
    assert result["cache_control"] == {"type": "ephemeral", "ttl": "1h"}
    assert result["content"] == "x"


@pytest.mark.parametrize("name", ["ada@example.org", "+49 221 123456", "0221-123456"])
def test_a_personal_user_id_is_hashed(name):
    sent = build(ask(identity=Identity(name)))[0]["metadata"]["user_id"]
    assert len(sent) == 32
    assert int(sent, 16)
    assert build(ask(identity=Identity("user-7")))[0]["metadata"]["user_id"] == "user-7"


def test_tiers_metadata_and_leftovers():
    request = ask(
        identity=Identity("", "", {"a": "b"}),
        service=Service("flex"),
        verbosity="low",
        extras={"prediction": {}, "vendor": 1},
    )
    body, notes = build(request)
    assert body["service_tier"] == "standard_only"
    assert set(notes) == {
        "changed:service_tier",
        "dropped:metadata",
        "dropped:verbosity",
        "dropped:prediction",
        "dropped:vendor",
    }
    own = ask(source=CLAUDE, extras={"speed": "fast", "output_config": {"x": 1}})
    body, notes = build(own)
    assert (body["speed"], body["output_config"], notes) == ("fast", {"x": 1}, [])


def test_what_would_mean_something_else_is_refused():
    for request in (ask(n=2), ask(modalities=("audio",)), ask(cache=PromptCache(handle="h"))):
        with pytest.raises(DialectError) as caught:
            build(request)
        assert caught.value.kind is ErrorKind.UNSUPPORTED


def test_names_are_lost_only_when_they_matter():
    one = replace(user("a"), name="ada")
    assert build(ask(one, assistant("b"), user("c")))[1] == []
    other = replace(user("c"), name="bob")
    assert build(ask(one, assistant("b"), other))[1] == ["dropped:name"]
