"""Tools under names and shapes that a target accepts, and the way back for its answer.

A ``ToolBridge`` is made once per attempt from the request. The builder asks it for names going up;
the relay sends the answer's events through ``restored`` so that the client sees its own names, the
free text of its custom tools, and plain text where structured output was emulated by a tool.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

import orjson

from oneapi_desktop.dialects.conversation import (
    ChatRequest,
    ChatResponse,
    Event,
    Finished,
    FinishReason,
    JsonObject,
    Notes,
    OpenKind,
    PartFinished,
    PartStarted,
    ReasoningDelta,
    Sealed,
    TextDelta,
    Tool,
    ToolCall,
    ToolCallDelta,
    ToolCallStarted,
    ToolKind,
    fold,
    unfold,
)
from oneapi_desktop.dialects.json_reading import dump_text
from oneapi_desktop.dialects.json_schema import WRAPPED_VALUE, object_root

STRUCTURED_OUTPUT_TOOL = "structured_output"
"""The tool that stands in for a response format the target does not have."""


@dataclass(frozen=True, slots=True)
class NameRule:
    """Which tool names a dialect accepts: at most ``limit`` characters, none of ``illegal`` (a
    regular expression of one character), beginning with ``first``."""

    limit: int
    illegal: str = r"[^A-Za-z0-9_-]"
    first: str = r"."

    def fitting(self, name: str, taken: Iterable[str] = ()) -> str:
        """A legal name for this one that is not taken."""
        legal = re.sub(self.illegal, "_", name) or "_"
        if not re.match(self.first, legal):
            legal = "_" + legal
        if len(legal) > self.limit or legal in taken:
            digest = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            legal = f"{legal[: self.limit - 9]}_{digest}"
        return legal


OPENAI_NAMES = NameRule(64)
ANTHROPIC_NAMES = NameRule(128)
GEMINI_NAMES = NameRule(128, r"[^A-Za-z0-9_.:-]", r"[A-Za-z_]")


def full_name(name: str, namespace: str = "") -> str:
    """A tool's name with its namespace, for dialects that have none."""
    return f"{namespace}__{name}" if namespace else name


def custom_as_function(tool: Tool, notes: Notes) -> tuple[JsonObject, str]:
    """The schema and description of a function that stands in for a free-text tool."""
    notes.emulated(f"tools.{tool.name}", "free text is taken as a function with one string")
    description = tool.description
    grammar = (tool.native or {}).get("definition") or ((tool.native or {}).get("grammar") or {})
    if isinstance(grammar, dict):
        grammar = grammar.get("definition")
    if isinstance(grammar, str):
        description = f"{description}\n\nThe input must follow this grammar:\n{grammar}".strip()
    schema: JsonObject = {
        "type": "object",
        "properties": {"input": {"type": "string"}},
        "required": ["input"],
        "additionalProperties": False,
    }
    return schema, description


class ToolBridge:
    """Names of one request's tools in both directions.

    ``custom`` says whether the target knows free-text tools itself. ``structured`` is set when a
    tool emulates the response format; ``unwrap_value`` when the schema was put under "value".
    """

    def __init__(
        self,
        request: ChatRequest,
        rule: NameRule,
        *,
        custom: bool,
        structured: bool = False,
        unwrap_value: bool = False,
    ) -> None:
        self.custom = custom
        self.structured = structured
        self.unwrap_value = unwrap_value
        self._wire: dict[str, str] = {}
        self._own: dict[str, tuple[str, str]] = {}
        self._custom_tools: set[str] = set()
        self._wrapped_tools: set[str] = set()
        tools = [(t.name, t.namespace, t.kind) for t in request.tools]
        calls = [(c.name, c.namespace, c.kind) for c in request.calls()]
        for name, namespace, kind in tools + calls:
            if kind is not ToolKind.HOSTED:
                self._admit(name, namespace, kind, rule)
        for tool in request.tools:
            if tool.kind is ToolKind.FUNCTION and object_root(tool.schema)[1]:
                self._wrapped_tools.add(self._wire[full_name(tool.name, tool.namespace)])
        self._rule = rule
        self._open_calls: dict[tuple[int, int], _Rewriter] = {}
        self._left_calls: set[int] = set()

    def _admit(self, name: str, namespace: str, kind: ToolKind, rule: NameRule) -> None:
        full = full_name(name, namespace)
        if full in self._wire:
            return
        wire = rule.fitting(full, self._own)
        self._wire[full] = wire
        self._own[wire] = (name, namespace)
        if kind is ToolKind.CUSTOM:
            self._custom_tools.add(wire)

    def wire_name(self, name: str, namespace: str = "") -> str:
        """The name the target gets."""
        full = full_name(name, namespace)
        return self._wire.get(full) or self._rule.fitting(full)

    def wire_arguments(self, call: ToolCall) -> str:
        """The arguments the target gets: a custom tool's text goes as ``{"input": …}``, the value of
        a tool whose schema is no object as ``{"value": …}``."""
        if call.kind is ToolKind.CUSTOM and not self.custom:
            return dump_text({"input": call.arguments})
        if call.arguments and self.wire_name(call.name, call.namespace) in self._wrapped_tools:
            return '{"value":' + call.arguments + "}"
        return call.arguments

    def restored(self, event: Event) -> Iterable[Event]:
        """The event as the client's tools would have it; zero or more events."""
        return (event,) if isinstance(event, TextDelta | ReasoningDelta) else self._restored(event)

    def _restored(self, event: Event) -> Iterator[Event]:
        if isinstance(event, ToolCallStarted):
            yield from self._started(event)
        elif isinstance(event, ToolCallDelta):
            rewriter = self._open_calls.get((event.candidate, event.part))
            if rewriter is None:
                yield event
            else:
                yield from rewriter.delta(event)
        elif isinstance(event, PartFinished):
            rewriter = self._open_calls.pop((event.candidate, event.part), None)
            if rewriter is not None:
                yield from rewriter.rest(event)
            yield event
        elif isinstance(event, Sealed) and self._is_text(event):
            return
        elif isinstance(event, Finished) and self._only_structured(event):
            yield replace(event, reason=FinishReason.END)
        else:
            yield event

    def _is_text(self, event: Sealed) -> bool:
        rewriter = self._open_calls.get((event.candidate, event.part))
        return rewriter is not None and rewriter.as_text

    def _only_structured(self, event: Finished) -> bool:
        return self.structured and event.reason is FinishReason.TOOL_CALLS and event.candidate not in self._left_calls

    def _started(self, event: ToolCallStarted) -> Iterator[Event]:
        key = (event.candidate, event.part)
        if self.structured and event.name == STRUCTURED_OUTPUT_TOOL:
            self._open_calls[key] = _Rewriter(WRAPPED_VALUE if self.unwrap_value else "", as_text=True)
            yield PartStarted(event.part, OpenKind.TEXT, event.candidate)
            return
        self._left_calls.add(event.candidate)
        name, namespace = self._own.get(event.name, (event.name, event.namespace))
        kind = event.kind
        if event.name in self._custom_tools and not self.custom:
            kind = ToolKind.CUSTOM
            self._open_calls[key] = _Rewriter("input", as_text=False)
        elif event.name in self._wrapped_tools:
            self._open_calls[key] = _Rewriter(WRAPPED_VALUE, as_text=False)
        yield replace(event, name=name, namespace=namespace, kind=kind)

    def restored_response(self, response: ChatResponse) -> ChatResponse:
        """A whole answer as the client's tools would have it."""
        whole = fold(new for event in unfold(response) for new in self.restored(event))
        return replace(whole, extras=response.extras)


class _Rewriter:
    """Arguments of one call that become something else: the string under one key of the object (a
    custom tool's input), any value under it (a wrapped schema), or the text as it is."""

    def __init__(self, key: str, *, as_text: bool) -> None:
        self.as_text = as_text
        self._key = key
        self._string = StringField(key) if key == "input" else None
        self._held: list[str] = []

    def delta(self, event: ToolCallDelta) -> Iterator[Event]:
        if not self._key:
            yield self._piece(event.part, event.arguments, event.candidate)
        elif self._string is not None:
            text = self._string.feed(event.arguments)
            if text:
                yield self._piece(event.part, text, event.candidate)
        else:
            self._held.append(event.arguments)

    def rest(self, event: PartFinished) -> Iterator[Event]:
        text = self._string.rest() if self._string is not None else self._unwrapped("".join(self._held))
        if text:
            yield self._piece(event.part, text, event.candidate)

    def _unwrapped(self, text: str) -> str:
        try:
            value = orjson.loads(text)
        except (orjson.JSONDecodeError, UnicodeEncodeError):
            return text
        if isinstance(value, dict) and list(value) == [self._key]:
            return dump_text(value[self._key])
        return text

    def _piece(self, part: int, text: str, candidate: int) -> Event:
        return TextDelta(part, text, candidate) if self.as_text else ToolCallDelta(part, text, candidate)


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "\\": "\\", "/": "/"}


LONGEST_OPENING = 200
"""Characters before the string by which an object of one string is given up."""


class StringField:
    """The string under the only key of a JSON object, unescaped while it still arrives.

    When the text turns out to be something else, ``rest`` gives all of it unchanged.
    """

    def __init__(self, key: str) -> None:
        self._opening = re.compile(r'\s*\{\s*"' + re.escape(key) + r'"\s*:\s*"')
        self._pending = ""
        self._other: list[str] = []
        self._inside = False
        self._closed = False

    def feed(self, text: str) -> str:
        """The next characters of the string."""
        if self._closed:
            return ""
        if self._other:
            self._other.append(text)
            return ""
        self._pending += text
        if not self._inside:
            match = self._opening.match(self._pending)
            if match is None:
                if len(self._pending) > LONGEST_OPENING:
                    self._other.append(self._pending)
                return ""
            self._pending = self._pending[match.end() :]
            self._inside = True
        return self._unescaped()

    def _unescaped(self) -> str:
        out: list[str] = []
        pending, position = self._pending, 0
        while position < len(pending):
            character = pending[position]
            if character == '"':
                self._closed = True
                position = len(pending)
            elif character != "\\":
                end = position + 1
                while end < len(pending) and pending[end] not in '"\\':
                    end += 1
                out.append(pending[position:end])
                position = end
            else:
                piece, taken = _escape(pending, position)
                if not taken:
                    break
                out.append(piece)
                position += taken
        self._pending = pending[position:]
        return "".join(out)

    def rest(self) -> str:
        """What is left at the end of the arguments: text that was not such an object."""
        if self._inside:
            return ""
        return "".join(self._other) or self._pending


def _escape(text: str, at: int) -> tuple[str, int]:
    """The character an escape at ``at`` means and its length; 0 when more text is needed."""
    if at + 1 >= len(text):
        return "", 0
    letter = text[at + 1]
    if letter != "u":
        return _ESCAPES.get(letter, letter), 2
    if at + 6 > len(text):
        return "", 0
    code = _hexadecimal(text[at + 2 : at + 6])
    if not 0xD800 <= code < 0xDC00:
        return ("�" if code < 0 or 0xDC00 <= code < 0xE000 else chr(code)), 6
    if at + 12 > len(text):
        more_may_come = text[at + 6 :] == "\\u"[: len(text) - at - 6] or text[at + 6 : at + 8] == "\\u"
        return ("", 0) if more_may_come else ("�", 6)
    low = _hexadecimal(text[at + 8 : at + 12]) if text[at + 6 : at + 8] == "\\u" else -1
    if 0xDC00 <= low < 0xE000:
        return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), 12
    return "�", 6


def _hexadecimal(digits: str) -> int:
    try:
        return int(digits, 16)
    except ValueError:
        return -1
