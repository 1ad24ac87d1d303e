"""Names and shapes of tools, there and back."""

import json
from itertools import pairwise

import orjson
from hypothesis import given
from hypothesis import strategies as st
from strategies import CHAT, law, texts

from oneapi_desktop.dialects.conversation import (
    Candidate,
    ChatRequest,
    ChatResponse,
    Finished,
    FinishReason,
    Notes,
    Role,
    TextPart,
    Tool,
    ToolCall,
    ToolCallDelta,
    ToolCallStarted,
    ToolKind,
    Turn,
    fold,
)
from oneapi_desktop.dialects.tool_bridge import (
    GEMINI_NAMES,
    OPENAI_NAMES,
    STRUCTURED_OUTPUT_TOOL,
    StringField,
    ToolBridge,
    custom_as_function,
)

REQUEST = ChatRequest(CHAT, "m", (Turn(Role.USER, (TextPart("x"),)),))


def request(*tools: Tool) -> ChatRequest:
    return ChatRequest(CHAT, "m", REQUEST.turns, tools=tools)


def answer(*parts: object) -> ChatResponse:
    return ChatResponse(candidates=(Candidate(parts, Finished(FinishReason.TOOL_CALLS)),))


def test_long_and_illegal_names_come_back():
    long = "tool." + "x" * 100
    bridge = ToolBridge(request(Tool(long), Tool("a.b"), Tool("a_b")), OPENAI_NAMES, custom=True)
    wires = [bridge.wire_name(name) for name in (long, "a.b", "a_b")]
    assert len(set(wires)) == 3
    assert all(len(wire) <= 64 and "." not in wire for wire in wires)
    calls = [ToolCall(str(i), wire) for i, wire in enumerate(wires)]
    restored = bridge.restored_response(answer(*calls)).candidates[0].parts
    assert [call.name for call in restored] == [long, "a.b", "a_b"]


def test_gemini_names_begin_with_a_letter():
    assert GEMINI_NAMES.fitting("9-lives") == "_9-lives"
    assert GEMINI_NAMES.fitting("ok.name") == "ok.name"


def test_a_namespace_is_joined_and_split_again():
    bridge = ToolBridge(request(Tool("run", namespace="shell")), OPENAI_NAMES, custom=True)
    assert bridge.wire_name("run", "shell") == "shell__run"
    call = bridge.restored_response(answer(ToolCall("1", "shell__run"))).candidates[0].parts[0]
    assert (call.namespace, call.name) == ("shell", "run")


def test_a_schema_that_is_no_object_is_wrapped_both_ways():
    bridge = ToolBridge(request(Tool("f", schema={"type": "array"})), OPENAI_NAMES, custom=True)
    assert bridge.wire_arguments(ToolCall("1", "f", "[1]")) == '{"value":[1]}'
    call = bridge.restored_response(answer(ToolCall("1", "f", '{"value": [1]}'))).candidates[0].parts[0]
    assert call.arguments == "[1]"


def test_a_structured_answer_by_tool_becomes_text():
    bridge = ToolBridge(REQUEST, OPENAI_NAMES, custom=True, structured=True)
    whole = bridge.restored_response(answer(ToolCall("1", STRUCTURED_OUTPUT_TOOL, '{"a":1}')))
    assert whole.candidates[0].parts == (TextPart('{"a":1}'),)
    assert whole.candidates[0].finish.reason is FinishReason.END
    bridge = ToolBridge(REQUEST, OPENAI_NAMES, custom=True, structured=True, unwrap_value=True)
    both = answer(ToolCall("1", STRUCTURED_OUTPUT_TOOL, '{"value":[2]}'), ToolCall("2", "f"))
    whole = bridge.restored_response(both)
    assert whole.candidates[0].parts[0] == TextPart("[2]")
    assert whole.candidates[0].finish.reason is FinishReason.TOOL_CALLS


@law
@given(st.data(), texts)
def test_free_text_survives_a_function_in_any_pieces(data, text):
    bridge = ToolBridge(request(Tool("c", kind=ToolKind.CUSTOM)), OPENAI_NAMES, custom=False)
    sent = bridge.wire_arguments(ToolCall("1", "c", text, ToolKind.CUSTOM))
    assert orjson.loads(sent) == {"input": text}
    written = data.draw(st.sampled_from([sent, json.dumps({"input": text})]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(written)), max_size=6)))
    edges = [0, *cuts, len(written)]
    events = [ToolCallStarted(0, "1", "c")]
    events += [ToolCallDelta(0, written[a:b]) for a, b in pairwise(edges)]
    restored = [new for event in events for new in bridge.restored(event)]
    call = fold(restored).candidates[0].parts[0]
    assert (call.kind, call.arguments) == (ToolKind.CUSTOM, text)


@law
@given(st.data())
def test_escapes_cut_anywhere_mean_the_same(data):
    written = r'{"input": "a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud83d! \udc00 é"}'
    wanted = 'a"\\/\b\f\n\r\té😀�! � é'
    cuts = sorted(data.draw(st.lists(st.integers(0, len(written)), max_size=8)))
    edges = [0, *cuts, len(written)]
    field = StringField("input")
    got = "".join(field.feed(written[a:b]) for a, b in pairwise(edges)) + field.rest()
    assert got == wanted


def test_arguments_of_another_shape_are_given_unchanged():
    for text in ("plain words", '{"other":1}', "x" * 500):
        field = StringField("input")
        assert "".join(field.feed(c) for c in text) + field.rest() == text


def test_a_grammar_is_told_in_words():
    notes = Notes()
    tool = Tool("c", "Does", kind=ToolKind.CUSTOM, native={"type": "grammar", "definition": "start: WORD"})
    schema, description = custom_as_function(tool, notes)
    assert schema["required"] == ["input"]
    assert description.endswith("start: WORD")
    assert notes[0].action == "emulated"
