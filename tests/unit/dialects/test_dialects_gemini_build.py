"""Gemini requests, written: what is kept, changed and noted."""

from dataclasses import replace

import pytest
from google.genai import types

from oneapi_desktop.dialects import gemini as codec
from oneapi_desktop.dialects.conversation import (
    ANY_EFFORT,
    AudioPart,
    Base64Source,
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

CHAT, CLAUDE, GEMINI = Dialect.OPENAI_CHAT, Dialect.ANTHROPIC, Dialect.GEMINI
SIGNED = Seal(SealFamily.GOOGLE, SealKind.THOUGHT_SIGNATURE, "c2ln")
FOREIGN = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "sig")
PNG = ImagePart(Base64Source("iVBORw0KGgo=", "image/png"))
SCHEMA = {"type": "object", "properties": {"a": {"type": ["string", "null"]}}, "additionalProperties": False}
STAND_IN = "skip_thought_signature_validator"

NEW = Capabilities(
    thinking=ThinkingStyle.EFFORT,
    efforts=(Effort.LOW, Effort.MEDIUM, Effort.HIGH),
    image_urls=False,
    file_urls=False,
    seal_family=SealFamily.GOOGLE,
)
BUDGETED = replace(NEW, thinking=ThinkingStyle.BUDGET, efforts=ANY_EFFORT, minimum_budget=128, call_ids=False)
OLD = replace(NEW, thinking=ThinkingStyle.NONE, efforts=(), call_ids=False)


def user(*parts: Part | str) -> Turn:
    return Turn(Role.USER, tuple(TextPart(p) if isinstance(p, str) else p for p in parts))


def assistant(*parts: Part | str) -> Turn:
    return Turn(Role.ASSISTANT, tuple(TextPart(p) if isinstance(p, str) else p for p in parts))


def system(text: str) -> Turn:
    return Turn(Role.SYSTEM, (TextPart(text),))


def ask(*turns: Turn, source: Dialect = CHAT, **fields: object) -> ChatRequest:
    return ChatRequest(source, "m", turns or (user("hello"),), **fields)


def build(request: ChatRequest, target: Capabilities = NEW) -> tuple[dict, list[str]]:
    body, notes = codec.build_request(request, target)
    # The official library's types refuse unknown names.
    for content in body["contents"]:
        types.Content.model_validate(content)
    for tool in body.get("tools", []):
        types.Tool.model_validate(tool)
    if "generationConfig" in body:
        types.GenerationConfig.model_validate(body["generationConfig"])
    if "toolConfig" in body:
        types.ToolConfig.model_validate(body["toolConfig"])
    return body, [f"{note.action}:{note.field}" for note in notes]


def config(target: Capabilities = NEW, **fields: object) -> dict:
    return build(ask(**fields), target)[0].get("generationConfig", {})


def test_turns_alternate_begin_with_the_user_and_say_model():
    turns = (assistant("a"), user("b"), user("c"), assistant("d"), assistant("e"), user("f"))
    body, notes = build(ask(*turns, system=(TextPart("s"), TextPart("t"))))
    assert [c["role"] for c in body["contents"]] == ["user", "model", "user", "model", "user"]
    assert body["contents"][0]["parts"] == [{"text": "(conversation continues)"}]
    assert body["contents"][2]["parts"] == [{"text": "b"}, {"text": "c"}]
    assert body["systemInstruction"] == {"parts": [{"text": "s"}, {"text": "t"}]}
    assert notes == ["changed:messages"]
    assert "model" not in body
    assert "stream" not in body


def test_instructions_alone_become_a_question():
    body, notes = build(replace(ask(system=(TextPart("a"), TextPart("b"))), turns=()))
    assert body["contents"] == [{"role": "user", "parts": [{"text": "b"}]}]
    assert body["systemInstruction"]["parts"] == [{"text": "a"}]
    assert notes == ["changed:system"]
    with pytest.raises(DialectError, match="at least one message"):
        build(replace(ask(), turns=()))


def test_results_stand_together_in_the_order_of_the_calls():
    turns = (
        user("go"),
        assistant(ToolCall("a", "f", '{"x":1}'), ToolCall("b", "g", "[1]"), ToolCall("c", "h", "{broken")),
        system("rule"),
        user(ToolResult("c"), ToolResult("b", (TextPart("new"), PNG)), ToolResult("a", (TextPart("one"),), True)),
    )
    body, notes = build(ask(*turns))
    calls = [part["functionCall"] for part in body["contents"][1]["parts"]]
    assert [call["args"] for call in calls] == [{"x": 1}, {"value": [1]}, {"_raw": "{broken"}]
    assert [call["id"] for call in calls] == ["a", "b", "c"]
    answers = body["contents"][2]["parts"]
    responses = [part["functionResponse"] for part in answers[:3]]
    assert [response["name"] for response in responses] == ["f", "g", "h"]
    assert [response["response"] for response in responses] == [{"error": "one"}, {"output": "new"}, {}]
    assert responses[1]["parts"] == [{"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="}}]
    assert "instruction of the application" in answers[3]["text"]
    assert {"changed:tool arguments", "emulated:system message"} <= set(notes)


def test_older_models_get_no_ids_and_media_behind_the_results():
    turns = (user("go"), assistant(ToolCall("a", "f")), user(ToolResult("a", (TextPart("x"), PNG))))
    body, notes = build(ask(*turns), BUDGETED)
    assert body["contents"][1]["parts"] == [{"functionCall": {"name": "f", "args": {}}}]
    result, heading, image = body["contents"][2]["parts"]
    assert result == {"functionResponse": {"name": "f", "response": {"output": "x"}}}
    assert "tool f" in heading["text"]
    assert "inlineData" in image
    assert notes == ["changed:tool result"]


def test_a_result_that_is_an_object_is_the_response():
    for text, response in (
        ('{"a": 1}', {"a": 1}),
        ('{"output": "x"}', {"output": '{"output": "x"}'}),
        ("{broken", {"output": "{broken"}),
        ("[1]", {"output": "[1]"}),
    ):
        turns = (user("go"), assistant(ToolCall("a", "f")), user(ToolResult("a", (TextPart(text),))))
        assert build(ask(*turns))[0]["contents"][2]["parts"][0]["functionResponse"]["response"] == response
    failed = (user("go"), assistant(ToolCall("a", "f")), user(ToolResult("a", (), True)))
    assert build(ask(*failed))[0]["contents"][2]["parts"][0]["functionResponse"]["response"] == {"error": ""}


def step(call: ToolCall) -> tuple[Turn, Turn]:
    return assistant(call), user(ToolResult(call.id, (TextPart("r"),)))


def test_every_first_call_of_the_current_turn_is_signed():
    old, signed = ToolCall("a", "f"), ToolCall("b", "f", seal=SIGNED)
    parallel = assistant(ToolCall("c", "f"), ToolCall("d", "f"))
    results = user(ToolResult("c"), ToolResult("d"))
    turns = (user("one"), *step(old), assistant("done"), user("two"), *step(signed), parallel, results)
    body, notes = build(ask(*turns))
    marks = [p.get("thoughtSignature") for c in body["contents"] for p in c["parts"] if "functionCall" in p]
    assert marks == [None, "c2ln", STAND_IN, None]
    assert notes == ["emulated:thought signature"]
    assert STAND_IN not in str(build(ask(*turns), BUDGETED)[0])


def test_seals_go_back_to_their_maker_alone():
    parts = (
        ReasoningPart(("a",), seal=FOREIGN),
        RedactedPart(FOREIGN),
        ReasoningPart(("b",)),
        TextPart("t", seal=FOREIGN),
        TextPart("", seal=FOREIGN),
    )
    body, notes = build(ask(user("q"), assistant(*parts), user("r")))
    assert body["contents"][1]["parts"] == [{"text": "t"}]
    assert notes == ["dropped:reasoning"]
    other = replace(NEW, seal_credential="other")
    sealed = replace(SIGNED, credential="mine")
    body, _ = build(ask(user("q"), assistant(TextPart("t", seal=sealed)), user("r")), other)
    assert body["contents"][1]["parts"] == [{"text": "t"}]


def test_googles_seals_find_their_place_again():
    """Other dialects carry them as reasoning, before a call or behind a text."""
    parts = (
        TextPart("said"),
        RedactedPart(replace(SIGNED, value="dGV4dA==")),
        ReasoningPart(("thought",), seal=replace(SIGNED, value="Y2FsbA==")),
        ToolCall("a", "f"),
    )
    results = user(ToolResult("a"))
    body, notes = build(ask(user("q"), assistant(*parts), results))
    assert body["contents"][1]["parts"] == [
        {"text": "said", "thoughtSignature": "dGV4dA=="},
        {"functionCall": {"id": "a", "name": "f", "args": {}}, "thoughtSignature": "Y2FsbA=="},
    ]
    assert notes == ["dropped:reasoning"]
    alone = (RedactedPart(SIGNED), TextPart("said"))
    body, _ = build(ask(user("q"), assistant(*alone), user("r")))
    assert body["contents"][1]["parts"] == [{"text": "", "thoughtSignature": "c2ln"}, {"text": "said"}]
    kept = ReasoningPart(("t",), seal=SIGNED)
    body, _ = build(ask(user("q"), assistant(kept, "said"), user("r")))
    assert body["contents"][1]["parts"][0] == {"thought": True, "text": "t", "thoughtSignature": "c2ln"}


def test_media():
    uploaded = FileIdSource("https://generativelanguage.googleapis.com/v1beta/files/a", GEMINI, "image/png")
    parts = (
        replace(PNG, detail="high"),
        ImagePart(uploaded),
        FilePart(Base64Source("JVBERi0xLjc=", "application/pdf"), "a.pdf"),
        FilePart(TextSource("plain"), title="T", context="C", citations=True),
        AudioPart(Base64Source("UklGRg=="), "wav"),
        VideoPart(FileIdSource("https://youtu.be/x", GEMINI), {"fps": 1}),
        RefusalPart("no"),
        NativePart(CLAUDE, "search_result", {}, "found"),
    )
    body, notes = build(ask(user(*parts)))
    assert body["contents"][0]["parts"] == [
        {
            "inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="},
            "mediaResolution": {"level": "MEDIA_RESOLUTION_HIGH"},
        },
        {"fileData": {"fileUri": uploaded.id, "mimeType": "image/png"}},
        {"inlineData": {"mimeType": "application/pdf", "data": "JVBERi0xLjc="}},
        {"text": "C"},
        {"text": "T\n\nplain"},
        {"inlineData": {"mimeType": "audio/wav", "data": "UklGRg=="}},
        {"fileData": {"fileUri": "https://youtu.be/x"}, "videoMetadata": {"fps": 1}},
        {"text": "no"},
        {"text": "found"},
    ]
    assert notes == ["dropped:file.filename", "dropped:citations"]
    body, notes = build(ask(user(replace(PNG, detail="high"))), OLD)
    assert "mediaResolution" not in body["contents"][0]["parts"][0]
    assert notes == ["dropped:image.detail"]


@pytest.mark.parametrize(
    ("part", "fields", "words"),
    [
        (ImagePart(UrlSource("https://example.org/a.png")), {}, "must be fetched"),
        (ImagePart(FileIdSource("file-1", CHAT)), {}, "own provider"),
        (ImagePart(Base64Source("AAAA")), {}, "media type"),
        (PNG, {"images": False}, "cannot see"),
        (FilePart(Base64Source("JVBERi0xLjc=")), {"files": False}, "cannot read"),
        (AudioPart(Base64Source("UklGRg==")), {"audio": False}, "cannot hear"),
        (NativePart(CLAUDE, "container_upload"), {}, "container_upload"),
    ],
)
def test_what_cannot_be_sent_is_refused(part, fields, words):
    with pytest.raises(DialectError, match=words):
        build(ask(user(part)), replace(NEW, **fields))


def test_pictures_by_address_go_where_the_model_fetches_them():
    picture = ImagePart(UrlSource("https://example.org/a.png", "image/png"))
    body, _ = build(ask(user(picture)), replace(NEW, image_urls=True))
    assert body["contents"][0]["parts"] == [
        {"fileData": {"fileUri": "https://example.org/a.png", "mimeType": "image/png"}}
    ]


def test_what_an_earlier_answer_held():
    picture = replace(PNG, seal=SIGNED)
    parts = (picture, AudioPart(FileIdSource("a", CHAT)), NativePart(CLAUDE, "server_tool_use"), RefusalPart("no"))
    body, notes = build(ask(user("q"), assistant(*parts), user("r")))
    shown, refused = body["contents"][1]["parts"]
    assert shown["thoughtSignature"] == "c2ln"
    assert refused == {"text": "no"}
    assert notes == ["dropped:audio", "dropped:server_tool_use"]


def test_a_started_answer():
    turns = (user("q"), assistant("Once"))
    assert build(ask(*turns))[0]["contents"][-1] == {"role": "model", "parts": [{"text": "Once"}]}
    with pytest.raises(DialectError, match="end the conversation"):
        build(ask(*turns), replace(NEW, prefill=False))
    body, notes = build(ask(*turns), replace(NEW, prefill=False, prefill_as_instruction=True))
    assert body["contents"][-1]["parts"][0]["text"].endswith("Once")
    assert notes == ["emulated:messages"]


def test_sampling():
    sampling = Sampling(50, 2.5, 0.5, 7, 0.1, 0.2, 3, tuple("abcdef"), {"5": 1.0}, True, 2)
    body, notes = build(ask(sampling=sampling, n=2))
    assert body["generationConfig"] == {
        "maxOutputTokens": 50,
        "temperature": 2,
        "topP": 0.5,
        "topK": 7,
        "candidateCount": 2,
        "stopSequences": list("abcde"),
        "seed": 3,
        "frequencyPenalty": 0.1,
        "presencePenalty": 0.2,
        "responseLogprobs": True,
        "logprobs": 2,
    }
    assert notes == ["changed:temperature", "dropped:logit_bias", "dropped:stop"]
    with pytest.raises(DialectError, match="n must be 1"):
        build(ask(n=2), replace(NEW, multiple=False))


@pytest.mark.parametrize(
    ("control", "target", "wanted", "noted"),
    [
        (ReasoningControl(), NEW, None, False),
        (ReasoningControl(ReasoningMode.OFF), NEW, {"thinkingLevel": "LOW"}, True),
        (ReasoningControl(effort=Effort.HIGH), NEW, {"thinkingLevel": "HIGH"}, False),
        (ReasoningControl(effort=Effort.MAX), NEW, {"thinkingLevel": "HIGH"}, True),
        (ReasoningControl(effort=Effort.MINIMAL), NEW, {"thinkingLevel": "LOW"}, True),
        (
            ReasoningControl(effort=Effort.MINIMAL),
            replace(NEW, efforts=(Effort.MINIMAL, Effort.LOW)),
            {"thinkingLevel": "MINIMAL"},
            False,
        ),
        (ReasoningControl(ReasoningMode.BUDGET, None, 2048), NEW, {"thinkingLevel": "MEDIUM"}, True),
        (
            ReasoningControl(ReasoningMode.AUTO, None, None, ReasoningShow.AUTO),
            NEW,
            {"includeThoughts": True},
            False,
        ),
        (ReasoningControl(effort=Effort.LOW), replace(NEW, efforts=()), None, True),
        (ReasoningControl(ReasoningMode.OFF), BUDGETED, {"thinkingBudget": 0}, False),
        (
            ReasoningControl(ReasoningMode.OFF),
            replace(BUDGETED, thinking_optional=False),
            {"thinkingBudget": 128},
            True,
        ),
        (ReasoningControl(ReasoningMode.AUTO), BUDGETED, {"thinkingBudget": -1}, False),
        (ReasoningControl(effort=Effort.MEDIUM), BUDGETED, {"thinkingBudget": 2048}, False),
        (ReasoningControl(effort=Effort.MINIMAL), BUDGETED, {"thinkingBudget": 512}, False),
        (
            ReasoningControl(ReasoningMode.BUDGET, None, 99_000),
            replace(BUDGETED, maximum_budget=24_576),
            {"thinkingBudget": 24_576},
            True,
        ),
        (ReasoningControl(ReasoningMode.BETWEEN_TOOLS), BUDGETED, {"thinkingBudget": -1}, True),
        (ReasoningControl(), BUDGETED, None, False),
        (ReasoningControl(effort=Effort.HIGH), OLD, None, True),
    ],
)
def test_thinking(control, target, wanted, noted):
    body, notes = build(ask(reasoning=control), target)
    assert body.get("generationConfig", {}).get("thinkingConfig") == wanted
    assert bool(notes) is noted


def test_a_small_limit_leaves_no_room_for_thinking():
    request = ask(reasoning=ReasoningControl(effort=Effort.HIGH), sampling=Sampling(100))
    body, notes = build(request, BUDGETED)
    assert body["generationConfig"]["thinkingConfig"] == {"thinkingBudget": 0}
    assert notes == ["dropped:reasoning"]


def test_tools():
    search = Tool(
        "web_search_20260318",
        kind=ToolKind.HOSTED,
        dialect=CLAUDE,
        native={"max_uses": 2, "search_context_size": "low"},
    )
    tools = (
        Tool("1-weird name", "d", SCHEMA, strict=True),
        Tool("plain"),
        Tool("code", kind=ToolKind.CUSTOM),
        search,
        Tool("web_fetch_20250910", kind=ToolKind.HOSTED, dialect=CLAUDE),
        Tool("code_interpreter", kind=ToolKind.HOSTED, dialect=Dialect.OPENAI_RESPONSES),
    )
    body, notes = build(ask(tools=tools, tool_choice=ToolChoice(ChoiceMode.NAMED, ("1-weird name",))))
    functions, *hosted = body["tools"]
    first, second, custom = functions["functionDeclarations"]
    assert first == {"name": "_1-weird_name", "description": "d", "parametersJsonSchema": SCHEMA}
    assert second == {"name": "plain"}
    assert custom["parametersJsonSchema"]["required"] == ["input"]
    assert hosted == [{"googleSearch": {}}, {"urlContext": {}}, {"codeExecution": {}}]
    calling = {"mode": "ANY", "allowedFunctionNames": ["_1-weird_name"]}
    assert body["toolConfig"] == {"functionCallingConfig": calling}
    assert "dropped:tools.1-weird name.strict" in notes
    assert "dropped:tools.web_search_20260318" in notes


def test_older_models_take_the_openapi_subset():
    nothing = {"type": "object", "properties": {}}
    body, _ = build(ask(tools=(Tool("f", schema=SCHEMA), Tool("g", schema=nothing))), OLD)
    first, second = body["tools"][0]["functionDeclarations"]
    assert first["parameters"] == {"type": "object", "properties": {"a": {"type": "string", "nullable": True}}}
    assert second == {"name": "g"}


def test_tools_that_cannot_be():
    with pytest.raises(DialectError, match="two tools"):
        build(ask(tools=(Tool("f"), Tool("f"))))
    with pytest.raises(DialectError, match="cannot call tools"):
        build(ask(tools=(Tool("f"),)), replace(NEW, tools=False))
    computer = Tool("computer_20250124", kind=ToolKind.HOSTED, dialect=CLAUDE)
    with pytest.raises(DialectError, match="own vendor"):
        build(ask(tools=(computer,)))
    body, notes = build(ask(tools=(computer,)), replace(NEW, drop_hosted_tools=True))
    assert "tools" not in body
    assert notes == ["dropped:tools.computer_20250124"]


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (ToolChoice(ChoiceMode.AUTO), {"mode": "AUTO"}),
        (ToolChoice(ChoiceMode.NONE), {"mode": "NONE"}),
        (ToolChoice(ChoiceMode.REQUIRED), {"mode": "ANY"}),
        (ToolChoice(ChoiceMode.VALIDATED), {"mode": "VALIDATED"}),
        (ToolChoice(ChoiceMode.ALLOWED, ("f",)), {"mode": "VALIDATED", "allowedFunctionNames": ["f"]}),
        (ToolChoice(ChoiceMode.ALLOWED, ("f", "g"), True), {"mode": "ANY", "allowedFunctionNames": ["f", "g"]}),
    ],
)
def test_tool_choice(choice, wanted):
    tools = (Tool("f"), Tool("g"))
    body, _ = build(ask(tools=tools, tool_choice=choice))
    assert body["toolConfig"]["functionCallingConfig"] == wanted


def test_choices_that_are_lost():
    forced = ask(tools=(Tool("f"),), tool_choice=ToolChoice(ChoiceMode.REQUIRED), parallel_tools=False)
    body, notes = build(forced, replace(NEW, forced_tool=False))
    assert body["toolConfig"]["functionCallingConfig"] == {"mode": "AUTO"}
    assert notes == ["dropped:parallel_tool_calls", "changed:tool_choice"]
    assert "toolConfig" not in build(ask(tool_choice=ToolChoice(ChoiceMode.REQUIRED)))[0]


def test_namespaces_are_joined_in_tools_choices_calls_and_results():
    tool = Tool("f", namespace="crm")
    turns = (user("q"), assistant(ToolCall("a", "f", namespace="crm")), user(ToolResult("a")))
    body, _ = build(ask(*turns, tools=(tool,), tool_choice=ToolChoice(ChoiceMode.NAMED, ("f",))))
    assert body["tools"][0]["functionDeclarations"][0]["name"] == "crm__f"
    assert body["toolConfig"]["functionCallingConfig"]["allowedFunctionNames"] == ["crm__f"]
    assert body["contents"][1]["parts"][0]["functionCall"]["name"] == "crm__f"
    assert body["contents"][2]["parts"][0]["functionResponse"]["name"] == "crm__f"


def test_structured_output():
    wanted = ResponseFormat(FormatKind.JSON_SCHEMA, SCHEMA)
    json = {"responseMimeType": "application/json"}
    assert config(response_format=wanted) == json | {"responseJsonSchema": SCHEMA}
    assert config(response_format=ResponseFormat(FormatKind.JSON)) == json
    old = config(OLD, response_format=wanted)
    assert old["responseSchema"]["propertyOrdering"] == ["a"]
    beside_tools, notes = build(ask(response_format=wanted, tools=(Tool("f"),)), BUDGETED)
    assert "generationConfig" not in beside_tools
    assert "JSON Schema" in beside_tools["systemInstruction"]["parts"][0]["text"]
    assert notes == ["emulated:response_format"]
    newest, notes = build(ask(response_format=wanted, tools=(Tool("f"),)))
    assert newest["generationConfig"] == json | {"responseJsonSchema": SCHEMA}
    assert not notes
    weak = replace(NEW, structured_output=False)
    body, _ = build(ask(response_format=ResponseFormat(FormatKind.JSON)), weak)
    assert "one JSON object" in body["systemInstruction"]["parts"][0]["text"]


def test_what_only_others_have_is_noted():
    request = ask(
        identity=Identity("u", metadata={"a": "b"}),
        verbosity="low",
        service=Service("scale"),
        modalities=("text", "image"),
        image={"size": "1K"},
        extras={"mcp_servers": [1]},
    )
    body, notes = build(request)
    assert body["generationConfig"] == {"responseModalities": ["TEXT", "IMAGE"]}
    names = ("image", "service_tier", "metadata", "verbosity", "mcp_servers")
    assert notes == [f"dropped:{name}" for name in names]
    assert build(ask(service=Service("default")))[0]["serviceTier"] == "standard"
    with pytest.raises(DialectError, match="voices"):
        build(ask(modalities=("audio",)))


def test_what_only_google_has_comes_back_to_it():
    request = ask(
        source=GEMINI,
        cache=PromptCache(handle="cachedContents/x"),
        safety=({"category": "c"},),
        modalities=("audio",),
        service=Service(store=False),
        extras={"labels": {}, "generationConfig": {"speechConfig": {}}, "toolConfig": {"retrievalConfig": {}}},
    )
    body, notes = build(request)
    assert not notes
    assert body["cachedContent"] == "cachedContents/x"
    assert body["safetySettings"] == [{"category": "c"}]
    assert body["generationConfig"] == {"speechConfig": {}, "responseModalities": ["AUDIO"]}
    assert body["toolConfig"] == {"retrievalConfig": {}}
    assert (body["labels"], body["store"]) == ({}, False)


def test_states_of_other_vendors_are_refused():
    with pytest.raises(DialectError) as caught:
        build(ask(service=Service(previous_response_id="resp_1")))
    assert caught.value.kind is ErrorKind.UNSUPPORTED


def test_a_call_without_result_is_refused():
    with pytest.raises(DialectError, match="'a'"):
        build(ask(user("go"), assistant(ToolCall("a", "f")), user("so?")))


def test_the_size_of_a_request_is_asked_for_whole():
    body, _ = codec.build_count_request(ask(system=(TextPart("s"),)), replace(NEW, model="models/gemini-3"))
    inner = body["generateContentRequest"]
    assert (inner["model"], inner["systemInstruction"]) == ("models/gemini-3", {"parts": [{"text": "s"}]})
