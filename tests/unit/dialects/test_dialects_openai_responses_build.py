"""Responses requests, written: what is kept, changed and noted."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from oneapi_desktop.dialects import openai_chat
from oneapi_desktop.dialects import openai_responses as codec
from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    CacheMark,
    CacheMarks,
    Capabilities,
    ChatRequest,
    ChatVendor,
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
    ToolCallStarted,
    ToolChoice,
    ToolKind,
    ToolResult,
    Turn,
    UrlSource,
    VideoPart,
)
from oneapi_desktop.domain.errors import ErrorKind

FIXTURES = Path(__file__).parent / "fixtures" / "openai_responses"
CHAT, CLAUDE, RESPONSES = Dialect.OPENAI_CHAT, Dialect.ANTHROPIC, Dialect.OPENAI_RESPONSES
HELLO = Turn(Role.USER, (TextPart("hello"),))
SIGNED = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "sig", "claude")
PROOF = Seal(SealFamily.OPENAI, SealKind.ENCRYPTED_CONTENT, "gAAA", "gpt", "abc")


def build(request: ChatRequest, **fields: object) -> tuple[dict, list[str]]:
    body, notes = codec.build_request(request, Capabilities(**fields))
    return body, [f"{note.action}:{note.field}" for note in notes]


def ask(*turns: Turn, source: Dialect = CLAUDE, **fields: object) -> ChatRequest:
    return ChatRequest(source, "m", turns or (HELLO,), **fields)


def test_a_full_request_of_its_own_dialect_keeps_its_meaning():
    full = orjson.loads((FIXTURES / "request_full.json").read_bytes())
    request = codec.parse_request(full)
    openai = Capabilities(cache_marks=CacheMarks.BREAKPOINT, seal_family=SealFamily.OPENAI)
    body, notes = codec.build_request(request, openai)
    assert notes == []
    again = codec.parse_request(orjson.dumps(body))
    assert replace(again, system=request.system) == request
    for name in ("tools", "tool_choice", "text", "reasoning", "truncation", "stream_options", "metadata"):
        assert body[name] == full[name], name
    assert sorted(body["include"]) == sorted(full["include"])
    assert not any("id" in item or "status" in item for item in body["input"] if item.get("type") != "web_search_call")


def test_instructions_are_joined_unless_a_mark_must_be_kept():
    request = ask(system=(TextPart("a"), TextPart("b", cache=CacheMark("1h"))))
    body, _ = build(request)
    assert (body["instructions"], body["input"]) == ("a\n\nb", [{"role": "user", "content": "hello"}])
    body, _ = build(request, cache_marks=CacheMarks.BREAKPOINT)
    assert "instructions" not in body
    mark = {"mode": "explicit", "ttl": "30m"}
    content = [text("a"), text("b") | {"prompt_cache_breakpoint": mark}]
    assert body["input"][0] == {"role": "developer", "content": content}
    tooled = replace(request, system=(TextPart("a"),), tools=(Tool("f", cache=CacheMark("5m")),))
    body, _ = build(tooled, cache_marks=CacheMarks.BREAKPOINT)
    assert body["input"][0]["content"][0]["prompt_cache_breakpoint"] == {"mode": "explicit"}


def text(value: str) -> dict:
    return {"type": "input_text", "text": value}


def test_a_tool_loop_keeps_ids_order_and_errors():
    calls = (ToolCall("a", "f", '{"x": 1}'), ToolCall("b", "g"), ToolCall("c", "h", "free", ToolKind.CUSTOM))
    results = (
        ToolResult("c", (TextPart("three"),)),
        ToolResult("b", (TextPart("two"),), True),
        ToolResult("a", (TextPart("one"), ImagePart(Base64Source("aGk=", "image/png"))), cache=CacheMark()),
    )
    request = ask(HELLO, Turn(Role.ASSISTANT, calls), Turn(Role.USER, (*results, TextPart("and?"))))
    body, notes = build(request, cache_marks=CacheMarks.BREAKPOINT)
    assert notes == []
    _, first, second, third, one, two, three, user = body["input"]
    assert first == {"type": "function_call", "call_id": "a", "name": "f", "arguments": '{"x": 1}'}
    assert second["arguments"] == "{}"
    assert third == {"type": "custom_tool_call", "call_id": "c", "name": "h", "input": "free"}
    assert [block["type"] for block in one["output"]] == ["input_text", "input_image"]
    assert "prompt_cache_breakpoint" in one["output"][1]
    assert two == {"type": "function_call_output", "call_id": "b", "output": "Error: two"}
    assert three["type"] == "custom_tool_call_output"
    assert user == {"role": "user", "content": "and?"}


@pytest.mark.parametrize(
    ("parts", "output"),
    [
        ((), "Error: "),
        ((TextPart("Error: no"),), "Error: no"),
        ((ImagePart(UrlSource("u")),), [text("Error:"), {"type": "input_image", "detail": "auto", "image_url": "u"}]),
        ((NativePart(CLAUDE, "search_result"),), "Error: (search_result)"),
    ],
)
def test_failed_tools_are_told_in_words(parts, output):
    turns = (HELLO, Turn(Role.ASSISTANT, (ToolCall("a", "f"),)), Turn(Role.USER, (ToolResult("a", parts, True),)))
    assert build(ask(*turns))[0]["input"][2]["output"] == output


def test_ids_are_fitted_alike_for_call_and_result():
    turns = (HELLO, Turn(Role.ASSISTANT, (ToolCall("x" * 99, "f"),)), Turn(Role.USER, (ToolResult("x" * 99),)))
    _, call, result = build(ask(*turns))[0]["input"]
    assert call["call_id"] == result["call_id"]
    assert len(call["call_id"]) <= 64
    assert result["output"] == ""


def test_calls_the_upstream_remembers_need_no_history():
    result = Turn(Role.USER, (ToolResult("a", (TextPart("r"),)),))
    request = ask(result, source=RESPONSES, service=Service(previous_response_id="resp_1"))
    body, _ = build(request)
    assert body["previous_response_id"] == "resp_1"
    assert [item["type"] for item in body["input"]] == ["function_call_output"]
    with pytest.raises(DialectError, match="previous_response_id"):
        openai_chat.build_request(request, Capabilities())


def test_what_an_assistant_said_is_one_message_per_phase():
    cited = Citation(CitationKind.URL, "u", "t", start=0, end=1)
    gone = Citation(CitationKind.DOCUMENT)
    parts = (
        TextPart("a", (cited, gone), "commentary"),
        RefusalPart("no"),
        TextPart("b", phase="final_answer"),
        NativePart(CLAUDE, "search_result", {}, "found"),
        NativePart(CLAUDE, "server_tool_use"),
        AudioPart(Base64Source("x")),
        ImagePart(Base64Source("aGk=", "image/png")),
    )
    body, notes = build(ask(HELLO, Turn(Role.ASSISTANT, parts), HELLO))
    _, first, refused, second, found, pictures, _ = body["input"]
    annotation = {"type": "url_citation", "start_index": 0, "end_index": 1, "title": "t", "url": "u"}
    assert first["phase"] == "commentary"
    assert first["content"] == [{"type": "output_text", "text": "a", "annotations": [annotation]}]
    assert refused["content"] == [{"type": "refusal", "refusal": "no"}]
    assert (second["phase"], second["content"][0]["text"]) == ("final_answer", "b")
    assert (found["content"][0]["text"], "phase" in found) == ("found", False)
    assert pictures["content"][1]["image_url"] == "data:image/png;base64,aGk="
    assert notes == ["dropped:server_tool_use", "dropped:audio", "changed:image"]


def test_reasoning_goes_back_only_to_the_family_and_owner_of_its_proof():
    thought = ReasoningPart(("a", "b"), seal=PROOF)
    redacted = RedactedPart(replace(PROOF, value="gBBB"))
    foreign = ReasoningPart(("c",), seal=SIGNED)
    turn = Turn(Role.ASSISTANT, (thought, redacted, foreign, ReasoningPart(("d",)), TextPart("x"), thought))
    openai = {"seal_family": SealFamily.OPENAI, "seal_credential": "abc"}
    body, notes = build(ask(HELLO, turn, HELLO), **openai)
    told = [{"type": "reasoning_text", "text": "a"}, {"type": "reasoning_text", "text": "b"}]
    assert body["input"][1:3] == [
        {"type": "reasoning", "summary": [], "content": told, "encrypted_content": "gAAA"},
        {"type": "reasoning", "summary": [], "encrypted_content": "gBBB"},
    ]
    assert [item["type"] for item in body["input"] if item.get("type")] == ["reasoning", "reasoning", "message"]
    assert notes == ["dropped:reasoning", "dropped:reasoning"]
    for other in ({**openai, "seal_credential": "xyz"}, {"seal_family": SealFamily.OTHER}):
        body, _ = build(ask(HELLO, turn, HELLO), **other)
        assert "reasoning" not in [item.get("type") for item in body["input"]]
    assert "encrypted_content" not in str(build(ask(HELLO, turn, HELLO))[0])


def test_proofs_are_asked_for_where_they_exist():
    openai = {"seal_family": SealFamily.OPENAI}
    body, _ = build(ask(), **openai)
    assert (body["include"], body["store"]) == (["reasoning.encrypted_content"], False)
    assert "include" not in build(ask(), **openai, thinking=ThinkingStyle.NONE)[0]
    assert "include" not in build(ask())[0]
    assert "store" not in build(ask(source=RESPONSES))[0]
    assert build(ask(service=Service(store=True)))[0]["store"] is True


@pytest.mark.parametrize(
    ("control", "fields", "wanted"),
    [
        (ReasoningControl(), {}, None),
        (ReasoningControl(effort=Effort.MAX), {}, {"effort": "high"}),
        (ReasoningControl(effort=Effort.LOW, show=ReasoningShow.AUTO), {}, {"effort": "low", "summary": "auto"}),
        (ReasoningControl(ReasoningMode.OFF), {}, {"effort": "low"}),
        (ReasoningControl(ReasoningMode.OFF), {"efforts": (Effort.NONE,)}, {"effort": "none"}),
        (ReasoningControl(ReasoningMode.BUDGET, budget=32000), {}, {"effort": "high"}),
        (ReasoningControl(ReasoningMode.AUTO, show=ReasoningShow.AUTO), {}, {"summary": "auto"}),
        (ReasoningControl(effort=Effort.HIGH), {"efforts": ()}, None),
        (ReasoningControl(effort=Effort.HIGH), {"thinking": ThinkingStyle.NONE}, None),
    ],
)
def test_thinking_is_asked_for_by_level(control, fields, wanted):
    efforts = {"efforts": (Effort.LOW, Effort.MEDIUM, Effort.HIGH), **fields}
    assert build(ask(reasoning=control), **efforts)[0].get("reasoning") == wanted


def test_what_responses_lacks_is_noted():
    sampling = Sampling(5, 1.5, None, 3, 0.1, 0.2, 1, ("a",), {"1": 2}, True, 3)
    body, notes = build(ask(sampling=sampling))
    assert (body["max_output_tokens"], body["temperature"], body["top_logprobs"]) == (16, 1.5, 3)
    assert body["include"] == ["message.output_text.logprobs"]
    lost = ("top_k", "stop", "seed", "frequency_penalty", "presence_penalty", "logit_bias")
    assert set(notes) == {"changed:max_output_tokens", *(f"dropped:{name}" for name in lost)}
    assert build(ask(sampling=Sampling(5), source=RESPONSES))[0]["max_output_tokens"] == 5


def test_identity_and_state_have_their_fields():
    request = ask(
        identity=Identity("u" * 99, "safe", {"a": "b"}),
        service=Service("priority"),
        cache=PromptCache(key="k", mode="explicit", ttl="12h"),
        verbosity="low",
        stream=True,
    )
    body, notes = build(request)
    assert (body["user"], body["safety_identifier"], body["metadata"]) == ("u" * 64, "safe", {"a": "b"})
    assert (body["service_tier"], body["prompt_cache_key"]) == ("priority", "k")
    assert body["prompt_cache_options"] == {"mode": "explicit", "ttl": "12h"}
    assert (body["text"], body["stream"]) == ({"format": {"type": "text"}, "verbosity": "low"}, True)
    assert notes == []


def test_structured_output_in_each_form():
    schema = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    wanted = ResponseFormat(FormatKind.JSON_SCHEMA, schema, strict=True)
    body, notes = build(ask(response_format=wanted))
    format = {"type": "json_schema", "name": "structured_output", "schema": schema, "strict": True}
    assert (body["text"]["format"], notes) == (format, [])
    loose = replace(wanted, schema={"type": "object", "properties": {"a": {}}}, description="d")
    body, notes = build(ask(response_format=loose))
    assert body["text"]["format"]["strict"] is False
    assert notes == ["changed:response_format.strict"]
    body, notes = build(ask(response_format=wanted), structured_output=False)
    assert body["text"]["format"] == {"type": "json_object"}
    assert "JSON Schema" in body["input"][0]["content"]
    assert notes == ["emulated:response_format"]


def test_json_mode_says_so_in_the_input_where_openai_looks_for_it():
    wanted = ResponseFormat(FormatKind.JSON)
    body, _ = build(ask(response_format=wanted, system=(TextPart("Speak JSON"),)))
    assert body["input"][0]["role"] == "developer"
    assert "JSON" in body["input"][0]["content"]
    said = Turn(Role.USER, (TextPart("as json please"),))
    assert len(build(ask(said, response_format=wanted))[0]["input"]) == 1
    assert len(build(ask(source=RESPONSES, response_format=wanted))[0]["input"]) == 1


def test_tools_are_flat_and_say_whether_they_are_strict():
    closed = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    tools = (
        Tool("f", "d", closed, True, cache=CacheMark()),
        Tool("g", schema={"type": "object", "properties": {"a": {}}}, strict=True),
        Tool("h"),
        Tool("u", schema={"anyOf": [{"type": "string"}]}),
        Tool("c", "e", kind=ToolKind.CUSTOM, native={"type": "text"}),
    )
    body, notes = build(ask(tools=tools, parallel_tools=False))
    first, second, third, wrapped, custom = body["tools"]
    assert first == {"type": "function", "name": "f", "description": "d", "parameters": closed, "strict": True}
    assert (second["strict"], notes) == (False, ["changed:tools.g.strict"])
    empty = {"type": "object", "properties": {}}
    assert third == {"type": "function", "name": "h", "parameters": empty, "strict": False}
    assert wrapped["parameters"]["required"] == ["value"]
    assert custom == {"type": "custom", "name": "c", "description": "e", "format": {"type": "text"}}
    assert body["parallel_tool_calls"] is False
    body, notes = build(ask(tools=tools, parallel_tools=False), parallel_control=False)
    assert "dropped:parallel_tool_calls" in notes
    body, notes = build(ask(tools=tools), chat=ChatVendor(custom_tools=False))
    assert body["tools"][4]["parameters"]["required"] == ["input"]
    assert "emulated:tools.c" in notes


def test_namespaces_stay_or_are_joined_and_come_back():
    raw = {
        "type": "namespace",
        "name": "files",
        "description": "D",
        "tools": [{"type": "function", "name": "read", "parameters": None, "strict": None}],
    }
    history = [
        {"role": "user", "content": "x"},
        {"type": "function_call", "call_id": "c", "name": "read", "namespace": "files", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": "r"},
    ]
    other = {"type": "function", "name": "f", "parameters": {"type": "object", "properties": {}}}
    request = codec.parse_request({"model": "m", "input": history, "tools": [raw, other]})
    body, _ = build(request)
    assert body["tools"][0]["description"] == "D"
    assert [tool["name"] for tool in body["tools"][0]["tools"]] == ["read"]
    assert body["tools"][1] == other
    assert (body["input"][1]["name"], body["input"][1]["namespace"]) == ("read", "files")
    plain = Capabilities(chat=ChatVendor(custom_tools=False))
    body, _ = codec.build_request(request, plain)
    assert [tool["name"] for tool in body["tools"]] == ["files__read", "f"]
    assert "namespace" not in body["input"][1]
    bridge = codec.tool_bridge(request, plain)
    (restored,) = bridge.restored(ToolCallStarted(0, "c", "files__read"))
    assert (restored.name, restored.namespace) == ("read", "files")


def test_choices_of_tools():
    tools = (Tool("f"), Tool("c", kind=ToolKind.CUSTOM))
    allowed = ToolChoice(ChoiceMode.ALLOWED, ("f", "c"), True)
    body, _ = build(ask(tools=tools, tool_choice=allowed))
    named = [{"type": "function", "name": "f"}, {"type": "custom", "name": "c"}]
    assert body["tool_choice"] == {"type": "allowed_tools", "mode": "required", "tools": named}
    custom = ToolChoice(ChoiceMode.NAMED, ("c",), kind=ToolKind.CUSTOM)
    assert build(ask(tools=tools, tool_choice=custom))[0]["tool_choice"] == {"type": "custom", "name": "c"}
    plain = {"chat": ChatVendor(custom_tools=False)}
    body, _ = build(ask(tools=tools, tool_choice=custom), **plain)
    assert body["tool_choice"] == {"type": "function", "name": "c"}
    unknown = ToolChoice(ChoiceMode.NAMED, ("x",))
    assert build(ask(tools=tools, tool_choice=unknown))[0]["tool_choice"] == {"type": "function", "name": "x"}
    for mode, word in ((ChoiceMode.REQUIRED, "required"), (ChoiceMode.NONE, "none"), (ChoiceMode.VALIDATED, "auto")):
        assert build(ask(tools=tools, tool_choice=ToolChoice(mode)))[0]["tool_choice"] == word
    body, notes = build(ask(tools=tools, tool_choice=allowed), forced_tool=False)
    assert (body["tool_choice"], notes) == ("auto", ["changed:tool_choice"])
    assert "tool_choice" not in build(ask(tool_choice=ToolChoice(ChoiceMode.AUTO)))[0]


def test_hosted_tools_are_mapped_or_dropped():
    native = {
        "type": "web_search_20260318",
        "name": "web_search",
        "max_uses": 2,
        "allowed_domains": ["example.org"],
        "user_location": {"type": "approximate", "city": "Köln"},
        "search_context_size": "low",
    }
    search = Tool("web_search_20260318", kind=ToolKind.HOSTED, dialect=CLAUDE, native=native)
    code = Tool("code_execution_1", kind=ToolKind.HOSTED, dialect=CLAUDE, native={})
    fetch = Tool("web_fetch_1", kind=ToolKind.HOSTED, dialect=CLAUDE, native={})
    other = Tool("computer_1", kind=ToolKind.HOSTED, dialect=CLAUDE, native={})
    body, notes = build(ask(tools=(search, code, fetch, other)), drop_hosted_tools=True)
    assert body["tools"] == [
        {
            "type": "web_search",
            "filters": {"allowed_domains": ["example.org"]},
            "user_location": {"type": "approximate", "city": "Köln"},
            "search_context_size": "low",
        },
        {"type": "code_interpreter", "container": {"type": "auto"}},
    ]
    assert notes == ["dropped:tools.web_search_20260318", "dropped:tools.web_fetch_1", "dropped:tools.computer_1"]
    for tool in (fetch, other):
        with pytest.raises(DialectError) as caught:
            build(ask(tools=(tool,)))
        assert (caught.value.kind, caught.value.code) == (ErrorKind.UNSUPPORTED, "unsupported_tool")


def test_documents_become_text_or_files():
    parts = (
        FilePart(Base64Source("aGVsbG8=", "text/plain"), "a.txt"),
        FilePart(TextSource("plain"), title="T", context="C", citations=True),
        FilePart(TextSource("bare")),
        FilePart(Base64Source("JVBERi0xLjc=", "application/pdf")),
        FilePart(UrlSource("https://example.org/a.pdf"), title="N"),
        FilePart(FileIdSource("file_1", CHAT)),
    )
    body, notes = build(ask(Turn(Role.USER, parts)))
    content = body["input"][0]["content"]
    assert [block.get("text") for block in content[:4]] == ["a.txt\n\nhello", "C", "T\n\nplain", "bare"]
    pdf = {"type": "input_file", "filename": "document.pdf", "file_data": "data:application/pdf;base64,JVBERi0xLjc="}
    assert content[4:] == [
        pdf,
        {"type": "input_file", "file_url": "https://example.org/a.pdf"},
        {"type": "input_file", "file_id": "file_1"},
    ]
    assert notes == ["dropped:citations"]
    body, _ = build(ask(Turn(Role.USER, parts[:1]), source=RESPONSES))
    assert body["input"][0]["content"][0]["file_data"] == "data:text/plain;base64,aGVsbG8="


def test_the_rest_a_user_can_send():
    own = NativePart(RESPONSES, "input_video", {"type": "input_video"})
    item = NativePart(RESPONSES, "mcp_approval_response", {"type": "mcp_approval_response", "approve": True})
    parts = (
        AudioPart(Base64Source("x", "audio/mpeg")),
        own,
        item,
        NativePart(CLAUDE, "search_result", {}, "found"),
        RefusalPart("said"),
        ImagePart(FileIdSource("file_1", RESPONSES), "high"),
        ReasoningPart(("lost",)),
    )
    first, second, third = build(ask(Turn(Role.USER, parts)))[0]["input"]
    assert [block["type"] for block in first["content"]] == ["input_audio", "input_video"]
    assert first["content"][0]["input_audio"]["format"] == "mp3"
    assert second is item.raw
    assert third["content"] == [
        text("found"),
        text("said"),
        {"type": "input_image", "detail": "high", "file_id": "file_1"},
    ]


@pytest.mark.parametrize(
    ("part", "fields", "word"),
    [
        (FilePart(UrlSource("https://example.org/a.pdf")), {"file_urls": False}, "fetched"),
        (FilePart(FileIdSource("f", CLAUDE)), {}, "own provider"),
        (FilePart(Base64Source("JVBERi0xLjc=", "application/pdf")), {"files": False}, "files"),
        (ImagePart(FileIdSource("f", CLAUDE)), {}, "own provider"),
        (ImagePart(UrlSource("https://example.org/a.png")), {"image_urls": False}, "fetched"),
        (ImagePart(UrlSource("https://example.org/a.png")), {"images": False}, "images"),
        (AudioPart(Base64Source("x")), {"audio": False}, "hear"),
        (AudioPart(FileIdSource("f", CHAT)), {}, "bytes"),
        (VideoPart(UrlSource("https://example.org/a.mp4")), {}, "video"),
        (NativePart(CLAUDE, "container_upload"), {}, "container_upload"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words(part, fields, word):
    with pytest.raises(DialectError, match=word) as caught:
        build(ask(Turn(Role.USER, (part,))), **fields)
    assert caught.value.kind is ErrorKind.UNSUPPORTED


@pytest.mark.parametrize(
    ("request_", "fields", "param"),
    [
        (ask(n=2), {}, "n"),
        (ask(modalities=("text", "audio")), {}, "modalities"),
        (ask(tools=(Tool("f"),)), {"tools": False}, "tools"),
        (ask(HELLO, Turn(Role.ASSISTANT, (TextPart("I"),))), {"prefill": False}, "messages"),
        (ask(cache=PromptCache(handle="c")), {}, "cachedContent"),
    ],
)
def test_what_would_mean_something_else_is_refused(request_, fields, param):
    with pytest.raises(DialectError) as caught:
        build(request_, **fields)
    assert (caught.value.kind, caught.value.param) == (ErrorKind.UNSUPPORTED, param)


def test_instructions_in_the_middle():
    turns = (HELLO, Turn(Role.SYSTEM, (TextPart("rule"),)), HELLO)
    assert build(ask(*turns))[0]["input"][1] == {"role": "developer", "content": "rule"}
    body, notes = build(ask(*turns), mid_system=False)
    assert [item["role"] for item in body["input"]] == ["user"] * 3
    assert notes == ["emulated:system message"]


@pytest.mark.parametrize(
    "fields",
    [
        {"input": [{"role": "user", "content": "a"}, {"type": "item_reference", "id": "msg_1"}]},
        {"input": [{"type": "compaction", "encrypted_content": "x"}, {"role": "user", "content": "a"}]},
        {"input": "a", "background": True},
        {"input": "a", "conversation": "conv_1"},
    ],
)
def test_what_means_something_at_openai_only_is_refused_elsewhere(fields):
    request = codec.parse_request({"model": "m", **fields})
    with pytest.raises(DialectError) as caught:
        openai_chat.build_request(request, Capabilities())
    assert caught.value.kind is ErrorKind.UNSUPPORTED
    codec.build_request(request, Capabilities())


def test_fields_of_other_dialects_are_noted():
    _, notes = build(ask(extras={"container": "c"}))
    assert notes == ["dropped:container"]
    request = codec.parse_request({"model": "m", "input": "a", "max_tool_calls": 3, "stream_options": {}})
    _, notes = openai_chat.build_request(request, Capabilities())
    assert [(note.action, note.field) for note in notes] == [("dropped", "max_tool_calls")]
