"""Part numbers for wire formats that never say where a part begins or ends.

Chat Completions, Gemini and Ollama only send text of one kind or another; a part ends where
another kind begins.
"""

from oneapi_desktop.dialects.conversation.answer import (
    Event,
    OpenKind,
    PartFinished,
    PartStarted,
    ReasoningDelta,
    RefusalDelta,
    TextDelta,
    ToolCallDelta,
    ToolCallStarted,
    WholePart,
)
from oneapi_desktop.dialects.conversation.parts import Part, ReasoningStyle, ToolKind


class ImplicitParts:
    """The parts of one candidate. Every method appends the events it causes to ``events``."""

    def __init__(self, candidate: int = 0) -> None:
        self.candidate = candidate
        self.called = False
        """True once a tool was called."""
        self._next = 0
        self._open: tuple[int, OpenKind] | None = None
        self._calls: list[int] = []

    def current(self, kind: OpenKind) -> int | None:
        """The number of the open part when it is of this kind."""
        return self._open[0] if self._open is not None and self._open[1] is kind else None

    def open(self, kind: OpenKind, events: list[Event], style: ReasoningStyle = ReasoningStyle.RAW) -> int:
        """The number of the open part of this kind; begins one, ending another kind, if needed."""
        if self._open is not None and self._open[1] is kind:
            return self._open[0]
        self.close_open(events)
        number = self._take()
        self._open = (number, kind)
        events.append(PartStarted(number, kind, self.candidate, style))
        return number

    def text(self, text: str, events: list[Event]) -> None:
        """More text."""
        events.append(TextDelta(self.open(OpenKind.TEXT, events), text, self.candidate))

    def reasoning(self, text: str, events: list[Event], style: ReasoningStyle = ReasoningStyle.RAW) -> None:
        """More reasoning."""
        number = self.open(OpenKind.REASONING, events, style)
        events.append(ReasoningDelta(number, text, 0, self.candidate))

    def refusal(self, text: str, events: list[Event]) -> None:
        """More of a refusal."""
        events.append(RefusalDelta(self.open(OpenKind.REFUSAL, events), text, self.candidate))

    def call(self, id: str, name: str, events: list[Event], kind: ToolKind = ToolKind.FUNCTION) -> int:
        """A new tool call, which stays open until ``close_call`` or ``close``."""
        self.close_open(events)
        number = self._take()
        self._calls.append(number)
        self.called = True
        events.append(ToolCallStarted(number, id, name, self.candidate, kind))
        return number

    def arguments(self, number: int, text: str, events: list[Event]) -> None:
        """More arguments of a call."""
        events.append(ToolCallDelta(number, text, self.candidate))

    def whole(self, value: Part, events: list[Event]) -> int:
        """A part in one piece."""
        self.close_open(events)
        number = self._take()
        events.append(WholePart(number, value, self.candidate))
        return number

    def close_open(self, events: list[Event]) -> None:
        """End the open text, reasoning or refusal, if any."""
        if self._open is not None:
            events.append(PartFinished(self._open[0], self.candidate))
            self._open = None

    def is_open(self, number: int) -> bool:
        """True when this call was started and not ended."""
        return number in self._calls

    def close_call(self, number: int, events: list[Event]) -> None:
        """End a call."""
        if number in self._calls:
            self._calls.remove(number)
            events.append(PartFinished(number, self.candidate))

    def close(self, events: list[Event]) -> None:
        """End everything that is open."""
        self.close_open(events)
        for number in self._calls:
            events.append(PartFinished(number, self.candidate))
        self._calls.clear()

    def _take(self) -> int:
        number = self._next
        self._next += 1
        return number
