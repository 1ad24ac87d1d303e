"""Turns of the conversation model into the ``input`` of a request to a Responses upstream."""

from collections.abc import Sequence
from dataclasses import replace

from oneapi_desktop.dialects.conversation import (
    AudioPart,
    CacheMarks,
    Capabilities,
    ChatRequest,
    Dialect,
    FilePart,
    ImagePart,
    JsonObject,
    NativePart,
    Notes,
    Part,
    ReasoningPart,
    ReasoningStyle,
    RedactedPart,
    RefusalPart,
    Role,
    SealFamily,
    TextPart,
    ToolCall,
    ToolKind,
    ToolResult,
    Turn,
    unsupported,
)
from oneapi_desktop.dialects.conversion_rules import foreign_native
from oneapi_desktop.dialects.identifiers import fitting_call_id
from oneapi_desktop.dialects.openai_responses.citations import build_annotation
from oneapi_desktop.dialects.openai_responses.content_builder import ContentBuilder
from oneapi_desktop.dialects.openai_responses.content_parser import CONTENT_PREFIXES
from oneapi_desktop.dialects.tool_bridge import ToolBridge
from oneapi_desktop.dialects.turns import arranged, instructions_as_user, note_names

DIALECT = Dialect.OPENAI_RESPONSES
LONGEST_CALL_ID = 64
ERROR_HEADING = "Error: "
_INSTRUCTIONS = "developer"


class ItemBuilder:
    """Writes the items of one request. No item gets an id or a status: the upstream would look them up."""

    def __init__(self, request: ChatRequest, target: Capabilities, bridge: ToolBridge, notes: Notes) -> None:
        self._request = request
        self._target = target
        self._bridge = bridge
        self._notes = notes
        self._content = ContentBuilder(request.source, target, notes)
        self._items: list[JsonObject] = []

    def build(self, sentences: Sequence[str]) -> tuple[str, list[JsonObject]]:
        """``instructions`` and ``input``; ``sentences`` are our own, put before the conversation.
        Raises DialectError."""
        instructions = self._system()
        self._items += [{"role": _INSTRUCTIONS, "content": sentence} for sentence in sentences]
        turns = list(self._request.turns)
        if not self._request.service.previous_response_id:
            # What the upstream remembers may hold the calls that these results answer.
            turns = arranged(turns, self._notes)
        if not self._target.mid_system:
            turns = instructions_as_user(turns, self._notes)
        note_names(turns, self._notes)
        for turn in turns:
            if turn.role is Role.ASSISTANT:
                self._assistant(turn)
            elif turn.role is Role.SYSTEM:
                self._message(_INSTRUCTIONS, turn.parts)
            else:
                self._user(turn)
        if turns and turns[-1].role is Role.ASSISTANT and not self._target.prefill:
            raise unsupported(
                "this model cannot continue a text of the assistant; end the conversation with a user message",
                "messages",
            )
        return instructions, self._items

    def _system(self) -> str:
        """The leading instructions; with a cache mark they are an item, which alone can bear one."""
        system = [part for part in self._request.system if part.text]
        mark = next((tool.cache for tool in self._request.tools if tool.cache is not None), None)
        if system and mark is not None and system[0].cache is None:
            # Tools come first in the cached prefix and have no place for a mark here.
            system[0] = replace(system[0], cache=mark)
        if self._target.cache_marks is CacheMarks.BREAKPOINT and any(part.cache for part in system):
            self._message(_INSTRUCTIONS, system)
            return ""
        return "\n\n".join(part.text for part in system)

    def _message(self, role: str, parts: Sequence[Part]) -> None:
        content = [block for part in parts for block in self._content.parts(part)]
        if not content:
            return
        plain = len(content) == 1 and content[0].keys() == {"type", "text"}
        self._items.append({"role": role, "content": content[0]["text"] if plain else content})

    def _user(self, turn: Turn) -> None:
        said: list[Part] = []
        for part in turn.parts:
            item = self._user_item(part)
            if item is None:
                said.append(part)
                continue
            self._message("user", said)
            said = []
            self._items.append(item)
        self._message("user", said)

    def _user_item(self, part: Part) -> JsonObject | None:
        """The item of a part that is no content of a message."""
        if isinstance(part, ToolResult):
            return self._result(part)
        if isinstance(part, NativePart) and part.dialect is DIALECT and not part.kind.startswith(CONTENT_PREFIXES):
            return part.raw
        return None

    def call_id(self, id: str) -> str:
        """A call's id as OpenAI accepts it."""
        return fitting_call_id(id, limit=LONGEST_CALL_ID, prefix="call_")

    def _result(self, result: ToolResult) -> JsonObject:
        output = [block for part in result.parts for block in self._result_blocks(part)]
        if result.is_error:
            first = output[0] if output else {"type": "input_text", "text": ""}
            if first.get("type") != "input_text":
                output.insert(0, {"type": "input_text", "text": ERROR_HEADING.strip()})
            elif not first["text"].startswith(ERROR_HEADING):
                output[:1] = [first | {"text": ERROR_HEADING + first["text"]}]
        if output and result.cache is not None:
            output[-1] = self._content.marked(output[-1], result.cache)
        plain = len(output) == 1 and output[0].keys() == {"type", "text"}
        custom = result.kind is ToolKind.CUSTOM and self._bridge.custom
        return {
            "type": "custom_tool_call_output" if custom else "function_call_output",
            "call_id": self.call_id(result.call_id),
            "output": output[0]["text"] if plain else output or "",
        }

    def _result_blocks(self, part: Part) -> list[JsonObject]:
        if isinstance(part, NativePart) and part.dialect is not DIALECT:
            return [{"type": "input_text", "text": part.text or f"({part.kind})"}]
        return self._content.parts(part)

    def _assistant(self, turn: Turn) -> None:
        pictures: list[Part] = []
        message: JsonObject | None = None
        for number, part in enumerate(turn.parts):
            if isinstance(part, TextPart | RefusalPart):
                message = self._said(part, message)
                continue
            if isinstance(part, NativePart) and part.dialect is not DIALECT and part.text:
                message = self._said(TextPart(part.text), message)
                continue
            item = self._assistant_item(part, followed=_followed(turn.parts[number + 1 :]))
            if item is not None:
                message = None
                self._items.append(item)
            elif isinstance(part, ImagePart | FilePart):
                pictures.append(part)
        if pictures:
            self._notes.changed("image", "a picture of an earlier answer is sent by the user")
            self._message("user", [TextPart("These are pictures the assistant made:"), *pictures])

    def _said(self, part: TextPart | RefusalPart, message: JsonObject | None) -> JsonObject:
        """Put a text into the message that is being written, or into a new one."""
        phase = part.phase if isinstance(part, TextPart) else ""
        if message is None or message.get("phase", "") != phase:
            message = {"type": "message", "role": "assistant", "content": []}
            if phase:
                message["phase"] = phase
            self._items.append(message)
        if isinstance(part, RefusalPart):
            message["content"].append({"type": "refusal", "refusal": part.text})
        else:
            built = (build_annotation(citation, len(part.text)) for citation in part.citations)
            annotations = [annotation for annotation in built if annotation is not None]
            message["content"].append({"type": "output_text", "text": part.text, "annotations": annotations})
        return message

    def _assistant_item(self, part: Part, *, followed: bool) -> JsonObject | None:
        if isinstance(part, ToolCall):
            return self._call(part)
        if isinstance(part, ReasoningPart | RedactedPart):
            return self._reasoning(part, followed=followed)
        if isinstance(part, NativePart):
            if part.dialect is DIALECT:
                return part.raw
            foreign_native(part, Role.ASSISTANT, self._notes)
        elif isinstance(part, AudioPart):
            self._notes.dropped("audio", "sound of an earlier answer")
        return None

    def _call(self, call: ToolCall) -> JsonObject:
        custom = call.kind is ToolKind.CUSTOM and self._bridge.custom
        own_namespace = call.namespace if self._bridge.custom else ""
        item: JsonObject = {
            "type": "custom_tool_call" if custom else "function_call",
            "call_id": self.call_id(call.id),
            "name": self._bridge.wire_name(call.name, "" if own_namespace else call.namespace),
        }
        if custom:
            item["input"] = call.arguments
        else:
            item["arguments"] = self._bridge.wire_arguments(call) or "{}"
        if own_namespace:
            item["namespace"] = own_namespace
        return item

    def _reasoning(self, part: ReasoningPart | RedactedPart, *, followed: bool) -> JsonObject | None:
        seal = part.seal
        if seal is None or seal.family is not SealFamily.OPENAI or not self._target.accepts(seal):
            self._notes.dropped("reasoning", "it has no proof that this vendor accepts")
            return None
        if not followed:
            self._notes.dropped("reasoning", "nothing follows it, which the vendor refuses")
            return None
        item: JsonObject = {"type": "reasoning", "summary": []}
        if isinstance(part, ReasoningPart):
            raw = part.style is ReasoningStyle.RAW
            field, kind = ("content", "reasoning_text") if raw else ("summary", "summary_text")
            item[field] = [{"type": kind, "text": text} for text in part.segments]
        return item | {"encrypted_content": seal.value}


def _followed(rest: Sequence[Part]) -> bool:
    """True when something that is not reasoning comes behind."""
    return any(isinstance(part, TextPart | RefusalPart | ToolCall | NativePart) for part in rest)
