"""What an answer's events come to: usage, the words produced, how it ended. Read-only."""

from dataclasses import dataclass, field

from oneapi_desktop.dialects.conversation import (
    ChatResponse,
    DialectError,
    Ended,
    Event,
    Failed,
    Finished,
    ReasoningDelta,
    RefusalDelta,
    Started,
    TextDelta,
    TokenUsage,
    ToolCallDelta,
    ToolCallStarted,
    UsageReport,
    WholePart,
    unfold,
)

KEPT_CHARACTERS = 4 * 1024 * 1024
"""Produced text kept for an estimate in case the upstream reports no usage."""


@dataclass(slots=True)
class Tally:
    """Watches the events of one answer.

    ``usage`` is what was reported last; ``partial`` tells that it was said before the answer, so
    that its output counts nothing yet. ``finished`` is True once the model said why it stopped,
    ``done`` once the upstream's stream ended properly. ``overflow`` counts characters not kept.
    """

    usage: TokenUsage | None = None
    partial: bool = False
    finished: bool = False
    done: bool = False
    error: DialectError | None = None
    produced: bool = False
    texts: list[str] = field(default_factory=list)
    kept: int = 0
    overflow: int = 0

    @property
    def reported(self) -> bool:
        """Whether the upstream told what the whole answer used; zeros tell nothing."""
        return self.usage is not None and not self.partial and self.usage.total > 0

    def add(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case TextDelta() | ReasoningDelta() | RefusalDelta():
                self._keep(event.text)
            case ToolCallDelta():
                self._keep(event.arguments)
            case ToolCallStarted():
                self._keep(event.name)
            case WholePart():
                self.produced = True
            case UsageReport():
                self.usage, self.partial = event.usage, False
            case Started():
                if event.usage is not None:
                    self.usage, self.partial = event.usage, True
            case Finished():
                self.finished = True
            case Ended():
                self.done = True
            case Failed():
                self.error = event.error
            case _:
                pass

    def add_whole(self, response: ChatResponse) -> None:
        """Take in a whole answer."""
        for event in unfold(response):
            self.add(event)

    def _keep(self, text: str) -> None:
        self.produced = True
        if self.kept < KEPT_CHARACTERS:
            self.texts.append(text)
            self.kept += len(text)
        else:
            self.overflow += len(text)
