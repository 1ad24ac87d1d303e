"""Chat Completions requests, written: what is kept, changed and noted."""

from dataclasses import replace

import pytest

from oneapi_desktop.dialects import openai_chat as codec
from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    CacheMark,
    CacheMarks,
    Capabilities,
    ChatRequest,
    ChatThinking,
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
    NativePart,
    PromptCache,
    ReasoningControl,
    ReasoningMode,
    ReasoningPart,
    ReasoningReplay,
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
HELLO = Turn(Role.USER, (TextPart("hello"),))
SIGNED = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "sig", "claude")


def parse(**fields: object) -> ChatRequest:
    return codec.parse_request({"model": "m", "messages": [{"role": "user", "content": "hi"}], **fields})


def build(request: ChatRequest, **fields: object) -> tuple[dict, list[str]]:
    vendor = fields.pop("chat", ChatVendor())
    body, notes = codec.build_request(request, Capabilities(chat=vendor, **fields))
    return body, [f"{note.action}:{note.field}" for note in notes]


def ask(*turns: Turn, source: Dialect = CLAUDE, **fields: object) -> ChatRequest:
    return ChatRequest(source, "m", turns or (HELLO,), **fields)


def test_system_text_is_one_message_in_the_vendors_role():
    request = ask(system=(TextPart("a"), TextPart("b", cache=CacheMark("1h"))))
    body, _ = build(request, chat=ChatVendor(system_role="developer"))
    assert body["messages"][0] == {"role": "developer", "content": "a\n\nb"}
    body, _ = build(request, cache_marks=CacheMarks.BREAKPOINT)
    assert body["messages"][0]["content"][1]["prompt_cache_breakpoint"] == {"mode": "explicit", "ttl": "30m"}
    body, _ = build(request, cache_marks=CacheMarks.CONTROL)
    assert body["messages"][0]["content"][1]["cache_control"] == {"type": "ephemeral", "ttl": "1h"}
    tool = Tool("f", cache=CacheMark())
    body, _ = build(replace(request, tools=(tool,)), cache_marks=CacheMarks.BREAKPOINT)
    assert "prompt_cache_breakpoint" in body["messages"][0]["content"][0]


def test_a_tool_loop_keeps_ids_order_and_errors():
    calls = (ToolCall("a", "f", '{"x": 1}'), ToolCall("b", "g"))
    results = (
        ToolResult("b", (TextPart("two"),), True),
        ToolResult("a", (TextPart("one"), ImagePart(Base64Source("aGk=", "image/png"))), cache=CacheMark()),
    )
    request = ask(HELLO, Turn(Role.ASSISTANT, calls), Turn(Role.USER, (*results, TextPart("and?"))))
    body, notes = build(request, cache_marks=CacheMarks.BREAKPOINT)
    _, called, first, second, user = body["messages"]
    assert called["content"] is None
    assert [c["function"] for c in called["tool_calls"]] == [
        {"name": "f", "arguments": '{"x": 1}'},
        {"name": "g", "arguments": "{}"},
    ]
    assert (first["tool_call_id"], second["tool_call_id"]) == ("a", "b")
    assert "prompt_cache_breakpoint" in first["content"][-1]
    assert second["content"] == "Error: two"
    assert "output of the tool f" in user["content"][0]["text"]
    assert user["content"][1]["image_url"]["url"] == "data:image/png;base64,aGk="
    assert user["content"][2]["text"] == "and?"
    assert "changed:tool result" in notes


def test_ids_are_fitted_alike_for_call_and_result():
    turns = (HELLO, Turn(Role.ASSISTANT, (ToolCall("x" * 60, "f"),)), Turn(Role.USER, (ToolResult("x" * 60),)))
    body, _ = build(ask(*turns))
    assert body["messages"][1]["tool_calls"][0]["id"] == body["messages"][2]["tool_call_id"]
    assert len(body["messages"][2]["tool_call_id"]) <= 40
    body, _ = build(ask(*turns), chat=ChatVendor(short_call_ids=True))
    assert len(body["messages"][2]["tool_call_id"]) == 9
    assert body["messages"][1]["tool_calls"][0]["id"] == body["messages"][2]["tool_call_id"]


def test_vendors_differ_in_names_of_fields():
    request = ask(
        sampling=Sampling(100, seed=1, top_k=3),
        tools=(Tool("f"),),
        tool_choice=ToolChoice(ChoiceMode.REQUIRED),
        identity=Identity("u" * 99, "safe", {"a": "b"}),
        service=Service("priority"),
        verbosity="low",
    )
    vendor = ChatVendor("max_tokens", "random_seed", "any", openai_fields=False)
    body, notes = build(request, chat=vendor, max_output_tokens=50)
    assert (body["max_tokens"], body["random_seed"], body["tool_choice"], body["top_k"]) == (50, 1, "any", 3)
    assert body["user"] == "u" * 64
    assert not {"metadata", "verbosity", "service_tier", "safety_identifier"} & body.keys()
    assert {"dropped:metadata", "dropped:verbosity", "changed:max_output_tokens"} <= set(notes)
    body, notes = build(request)
    assert body["metadata"] == {"a": "b"}
    assert "dropped:top_k" in notes


def test_what_a_model_does_not_sample_is_dropped():
    sampling = Sampling(temperature=1.5, top_p=0.5, stop=("a",), logit_bias={"1": 2}, logprobs=True)
    body, notes = build(ask(sampling=sampling), sampling=False, stop=False, penalties=False, logprobs=False)
    assert body.keys() == {"model", "messages"}
    assert set(notes) == {f"dropped:{n}" for n in ("temperature", "top_p", "stop", "logit_bias", "logprobs")}
    body, notes = build(ask(sampling=sampling), temperature_and_top_p=False)
    assert "top_p" not in body


def test_at_most_four_stop_sequences_are_sent():
    body, notes = build(ask(sampling=Sampling(stop=("a", "b", "", "c", "d", "e"))))
    assert body["stop"] == ["a", "b", "c", "d"]
    assert notes == ["dropped:stop", "dropped:stop"]


@pytest.mark.parametrize(
    ("control", "vendor", "wanted"),
    [
        (ReasoningControl(effort=Effort.MAX), ChatVendor(), {"reasoning_effort": "high"}),
        (ReasoningControl(ReasoningMode.OFF), ChatVendor(), {"reasoning_effort": "low"}),
        (ReasoningControl(ReasoningMode.BUDGET, budget=32000), ChatVendor(), {"reasoning_effort": "high"}),
        (ReasoningControl(ReasoningMode.AUTO), ChatVendor(), {}),
        (
            ReasoningControl(ReasoningMode.AUTO),
            ChatVendor(thinking=ChatThinking.SWITCH),
            {"thinking": {"type": "enabled"}},
        ),
        (
            ReasoningControl(ReasoningMode.OFF),
            ChatVendor(thinking=ChatThinking.SWITCH),
            {"thinking": {"type": "disabled"}},
        ),
        (
            ReasoningControl(ReasoningMode.BUDGET, budget=500),
            ChatVendor(thinking=ChatThinking.FLAG),
            {"enable_thinking": True, "thinking_budget": 500},
        ),
        (
            ReasoningControl(ReasoningMode.OFF),
            ChatVendor(thinking=ChatThinking.OBJECT),
            {"reasoning": {"enabled": False}},
        ),
        (
            ReasoningControl(effort=Effort.HIGH),
            ChatVendor(thinking=ChatThinking.OBJECT),
            {"reasoning": {"effort": "high"}},
        ),
        (
            ReasoningControl(ReasoningMode.BUDGET, budget=500),
            ChatVendor(thinking=ChatThinking.OBJECT),
            {"reasoning": {"max_tokens": 500}},
        ),
        (
            ReasoningControl(ReasoningMode.AUTO),
            ChatVendor(thinking=ChatThinking.OBJECT),
            {"reasoning": {"enabled": True}},
        ),
        (ReasoningControl(effort=Effort.HIGH), ChatVendor(thinking=ChatThinking.NONE), {}),
    ],
)
def test_thinking_is_asked_for_in_the_vendors_way(control, vendor, wanted):
    body, _ = build(ask(reasoning=control), chat=vendor, efforts=(Effort.LOW, Effort.MEDIUM, Effort.HIGH))
    assert {key: value for key, value in body.items() if key not in ("model", "messages")} == wanted


@pytest.mark.parametrize(
    ("replay", "wanted"),
    [
        (ReasoningReplay.NONE, {}),
        (ReasoningReplay.CONTENT, {"reasoning_content": "t"}),
        (ReasoningReplay.REASONING, {"reasoning": "t"}),
        (
            ReasoningReplay.DETAILS,
            {
                "reasoning_details": [
                    {
                        "type": "reasoning.text",
                        "text": "t",
                        "index": 0,
                        "signature": "sig",
                        "format": "anthropic-claude-v1",
                    },
                    {"type": "reasoning.encrypted", "data": "sig", "index": 1, "format": "anthropic-claude-v1"},
                ]
            },
        ),
    ],
)
def test_reasoning_goes_back_where_the_vendor_wants_it(replay, wanted):
    redacted = RedactedPart(replace(SIGNED, kind=SealKind.REDACTED))
    turn = Turn(Role.ASSISTANT, (ReasoningPart(("t",), seal=SIGNED), redacted, TextPart("a")))
    body, _ = build(ask(HELLO, turn, HELLO), chat=ChatVendor(replay=replay))
    assert body["messages"][1] == {"role": "assistant", "content": "a", **wanted}


def test_googles_seal_goes_back_on_its_call():
    seal = Seal(SealFamily.GOOGLE, SealKind.THOUGHT_SIGNATURE, "c2ln")
    turns = (HELLO, Turn(Role.ASSISTANT, (ToolCall("a", "f", seal=seal),)), Turn(Role.USER, (ToolResult("a"),)))
    body, _ = build(ask(*turns), seal_family=SealFamily.GOOGLE)
    extra = body["messages"][1]["tool_calls"][0]["extra_content"]
    assert extra == {"google": {"thought_signature": "c2ln"}}
    assert "extra_content" not in build(ask(*turns))[0]["messages"][1]["tool_calls"][0]
    assert next(codec.parse_request(body).calls()).seal == seal


def test_documents_become_text_or_files():
    parts = (
        FilePart(Base64Source("aGVsbG8=", "text/plain"), "a.txt"),
        FilePart(TextSource("plain"), title="T", context="C", citations=True),
        FilePart(Base64Source("JVBERi0xLjc=", "application/pdf")),
    )
    body, notes = build(ask(Turn(Role.USER, parts)))
    assert [block.get("text") for block in body["messages"][0]["content"]] == [
        "a.txt\n\nhello",
        "C",
        "T\n\nplain",
        None,
    ]
    assert body["messages"][0]["content"][3]["file"]["filename"] == "document.pdf"
    assert notes == ["dropped:citations"]


@pytest.mark.parametrize(
    ("part", "fields", "word"),
    [
        (FilePart(UrlSource("https://example.org/a.pdf")), {}, "fetched"),
        (FilePart(FileIdSource("f", CLAUDE)), {}, "own provider"),
        (FilePart(Base64Source("JVBERi0xLjc=", "application/pdf")), {"files": False}, "files"),
        (ImagePart(FileIdSource("f", CLAUDE)), {}, "own provider"),
        (ImagePart(UrlSource("https://example.org/a.png")), {"images": False}, "images"),
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
        (ask(n=2), {"multiple": False}, "n"),
        (ask(tools=(Tool("f"),)), {"tools": False}, "tools"),
        (ask(HELLO, Turn(Role.ASSISTANT, (TextPart("I"),))), {"prefill": False}, "messages"),
        (ask(cache=PromptCache(handle="c")), {}, "cachedContent"),
        (ask(service=Service(previous_response_id="r")), {}, "previous_response_id"),
        (ask(extras={"background": True}), {}, "background"),
        (ask(tools=(Tool("computer", kind=ToolKind.HOSTED, dialect=CLAUDE, native={}),)), {}, "tools"),
        (ask(tools=(Tool("web_fetch_1", kind=ToolKind.HOSTED, dialect=CLAUDE, native={}),)), {}, "tools"),
    ],
)
def test_what_would_mean_something_else_is_refused(request_, fields, param):
    with pytest.raises(DialectError) as caught:
        build(request_, **fields)
    assert (caught.value.kind, caught.value.param) == (ErrorKind.UNSUPPORTED, param)


def test_hosted_tools_are_mapped_or_dropped():
    native = {
        "type": "web_search_20260318",
        "name": "web_search",
        "max_uses": 2,
        "user_location": {"type": "approximate", "city": "Köln"},
    }
    search = Tool("web_search_20260318", kind=ToolKind.HOSTED, dialect=CLAUDE, native=native)
    other = Tool("computer_1", kind=ToolKind.HOSTED, dialect=CLAUDE, native={})
    body, notes = build(ask(tools=(search, other)), drop_hosted_tools=True)
    location = {"type": "approximate", "approximate": {"city": "Köln"}}
    assert body["web_search_options"] == {"user_location": location}
    assert notes == ["dropped:tools.web_search_20260318", "dropped:tools.computer_1"]
    own = parse(web_search_options={"search_context_size": "low"}, tools=[{"type": "vendor_thing", "x": 1}])
    body, _ = build(own)
    assert body["web_search_options"] == {"search_context_size": "low"}
    assert body["tools"] == [{"type": "vendor_thing", "x": 1}]


def test_a_format_the_vendor_lacks_is_told_in_words():
    wanted = ResponseFormat(FormatKind.JSON_SCHEMA, {"type": "object"}, "out", strict=True)
    body, notes = build(ask(response_format=wanted), chat=ChatVendor(json_schema=False))
    assert body["response_format"] == {"type": "json_object"}
    assert '{"type":"object"}' in body["messages"][0]["content"]
    assert notes == ["emulated:response_format"]
    body, notes = build(ask(response_format=wanted))
    assert body["response_format"]["json_schema"]["strict"] is False
    assert notes == ["changed:response_format.strict"]
    body, _ = build(ask(response_format=ResponseFormat(FormatKind.JSON)))
    assert "JSON" in body["messages"][0]["content"]
    said = Turn(Role.USER, (TextPart("as JSON please"),))
    body, _ = build(ask(said, response_format=ResponseFormat(FormatKind.JSON)))
    assert len(body["messages"]) == 1


def test_choices_of_tools():
    tools = (Tool("f"), Tool("g"))
    allowed = ToolChoice(ChoiceMode.ALLOWED, ("g",), True)
    body, _ = build(ask(tools=tools, tool_choice=allowed))
    assert body["tool_choice"]["allowed_tools"]["tools"] == [{"type": "function", "function": {"name": "g"}}]
    body, notes = build(ask(tools=tools, tool_choice=allowed), chat=ChatVendor(allowed_tools=False))
    assert ([t["function"]["name"] for t in body["tools"]], body["tool_choice"]) == (["g"], "required")
    body, notes = build(ask(tools=tools, tool_choice=ToolChoice(ChoiceMode.REQUIRED)), forced_tool=False)
    assert (body["tool_choice"], notes) == ("auto", ["changed:tool_choice"])
    body, notes = build(ask(tools=tools, parallel_tools=False), parallel_control=False)
    assert notes == ["dropped:parallel_tool_calls"]
    custom = (Tool("c", kind=ToolKind.CUSTOM),)
    named = ToolChoice(ChoiceMode.NAMED, ("c",), kind=ToolKind.CUSTOM)
    body, _ = build(ask(tools=custom, tool_choice=named))
    assert body["tool_choice"] == {"type": "custom", "custom": {"name": "c"}}
    body, _ = build(ask(tools=custom, tool_choice=named), chat=ChatVendor(custom_tools=False))
    assert body["tool_choice"] == {"type": "function", "function": {"name": "c"}}
    assert body["tools"][0]["function"]["parameters"]["required"] == ["input"]
    assert "tool_choice" not in build(ask(tool_choice=ToolChoice(ChoiceMode.AUTO)))[0]


def test_instructions_in_the_middle_and_pictures_of_answers():
    picture = ImagePart(Base64Source("aGk=", "image/png"))
    turns = (
        HELLO,
        Turn(Role.ASSISTANT, (picture, RefusalPart("no"))),
        Turn(Role.SYSTEM, (TextPart("rule"),)),
        HELLO,
    )
    body, _ = build(ask(*turns))
    assert [m["role"] for m in body["messages"]] == ["user", "assistant", "user", "system", "user"]
    assert body["messages"][1] == {"role": "assistant", "content": None, "refusal": "no"}
    body, notes = build(ask(*turns), mid_system=False)
    assert "instruction of the application" in body["messages"][3]["content"][0]["text"]
    assert "emulated:system message" in notes


def test_text_only_vendors_get_strings():
    turn = Turn(Role.USER, (TextPart("a"), TextPart("b")))
    assert build(ask(turn), chat=ChatVendor(string_content=True))[0]["messages"][0]["content"] == "a\n\nb"
    assert len(build(ask(turn))[0]["messages"][0]["content"]) == 2


def test_a_history_with_everything_is_written():
    sound = AudioPart(FileIdSource("audio_1", CHAT), id="audio_1")
    own = NativePart(CHAT, "vendor_block", {"type": "vendor_block"})
    foreign = NativePart(CLAUDE, "server_tool_use")
    told = NativePart(CLAUDE, "search_result", {}, "found")
    calls = (ToolCall("c", "x", "free", ToolKind.CUSTOM), ToolCall("d", "y", "{}", cache=CacheMark()))
    turns = (
        Turn(Role.USER, (told, own, RefusalPart("said"), AudioPart(Base64Source("x", "audio/mpeg")))),
        Turn(Role.ASSISTANT, (sound, own, foreign, TextPart("a"), *calls), "helper"),
        Turn(Role.USER, (ToolResult("c", (foreign,)), ToolResult("d", (own,)))),
        Turn(Role.ASSISTANT, (told, TextPart("b", cache=CacheMark("12h")), AudioPart(Base64Source("x")))),
        Turn(Role.USER, (TextPart("z", cache=CacheMark()),)),
    )
    request = ask(*turns, tools=(Tool("x", "d", kind=ToolKind.CUSTOM, native={"type": "text"}),))
    body, notes = build(request, cache_marks=CacheMarks.BREAKPOINT)
    first, called, _, _, answered, last = [m for m in body["messages"] if "following" not in str(m.get("content"))]
    assert [block["type"] for block in first["content"]] == ["text", "vendor_block", "text", "input_audio"]
    assert first["content"][3]["input_audio"]["format"] == "mp3"
    assert (called["audio"], called["name"]) == ({"id": "audio_1"}, "helper")
    assert called["content"] == [{"type": "text", "text": "a"}, {"type": "vendor_block"}]
    assert called["tool_calls"][0]["custom"] == {"name": "x", "input": "free"}
    assert answered["content"][0]["prompt_cache_breakpoint"] == {"mode": "explicit", "ttl": "12h"}
    assert last["content"] == [{"type": "text", "text": "z", "prompt_cache_breakpoint": {"mode": "explicit"}}]
    assert {"dropped:server_tool_use", "dropped:audio", "changed:tool result"} <= set(notes)
    assert body["tools"][0]["custom"]["format"] == {"type": "text"}
    body, _ = build(request, chat=ChatVendor(custom_tools=False))
    assert body["messages"][1]["tool_calls"][0]["function"]["arguments"] == '{"input":"free"}'


def test_speech_is_asked_for_only_in_openais_words():
    speaking = ask(source=CHAT, modalities=("text", "audio"), audio={"voice": "v", "format": "wav"})
    body, _ = build(speaking)
    assert (body["modalities"], body["audio"]["voice"]) == (["text", "audio"], "v")
    with pytest.raises(DialectError, match="hear"):
        build(ask(Turn(Role.USER, (AudioPart(Base64Source("x", "audio/wav")),))), audio=False)
