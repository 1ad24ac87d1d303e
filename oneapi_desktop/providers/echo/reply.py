"""What a completion says, and how it is counted, limited and cut into the chunks of a stream."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from oneapi_desktop.providers.echo.answers import (
    DONE,
    EchoAnswer,
    bad_field,
    count_tokens,
    cut_to_tokens,
    event,
    stream,
)
from oneapi_desktop.providers.echo.directives import Directives

MAX_CHOICES = 128
MAX_STOPS = 16
MAX_ANSWER_CHARACTERS = 16_000_000
MAX_STREAM_CHUNKS = 100_000
MAX_PIECES = 2_000
"""Chunks one text is cut into; a longer text has several words in each."""
FRAGMENT = 8
"""Characters of a fragment of JSON (tool arguments, structured output) in a stream."""

_WORD = re.compile(r"\s*\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What marks all parts of one answer. ``digest`` is hex of the request's hash."""

    digest: str
    created: int

    def id(self, prefix: str) -> str:
        """An id of OpenAI's shape, such as ``chatcmpl-…``."""
        return f"{prefix}echo{self.digest[:24]}"


@dataclass(slots=True)
class Reply:
    """What one answer says, before it is shaped."""

    text: str = ""
    repeat: int = 1
    calls: list[dict[str, Any]] = field(default_factory=list)
    reasoning: str = ""
    structured: bool = False
    finish: str = "stop"

    def whole_text(self) -> str:
        """The text with its repetitions."""
        return self.text if self.repeat == 1 else " ".join([self.text] * self.repeat)

    def tokens(self) -> tuple[int, int]:
        """(tokens of all, tokens of the reasoning among them)."""
        reasoning = count_tokens(self.reasoning)
        spoken = count_tokens(self.text) * self.repeat
        for call in self.calls:
            spoken += count_tokens(call["function"]["name"]) + count_tokens(call["function"]["arguments"])
        return spoken + reasoning, reasoning


def choice_count(body: dict[str, Any]) -> int:
    """``n`` of the request. Raises EchoRefusal."""
    count = body.get("n")
    if count is None:
        return 1
    if not isinstance(count, int) or not 1 <= count <= MAX_CHOICES:
        raise bad_field("n", f"n must be a whole number from 1 to {MAX_CHOICES}")
    return count


def limit(reply: Reply, body: dict[str, Any], copies: int) -> None:
    """Apply max_tokens and stop, and refuse answers no memory should hold."""
    if (len(reply.text) + 1) * reply.repeat * copies > MAX_ANSWER_CHARACTERS:
        raise bad_field("messages", f"the answer would exceed {MAX_ANSWER_CHARACTERS} characters")
    if reply.calls:
        return
    stops = body.get("stop")
    stops = [stops] if isinstance(stops, str) else stops if isinstance(stops, list) else []
    if len(stops) > MAX_STOPS:
        raise bad_field("stop", f"at most {MAX_STOPS} stop sequences")
    found = [reply.whole_text().find(stop) for stop in stops if isinstance(stop, str) and stop]
    hit = min((position for position in found if position >= 0), default=None)
    if hit is not None:
        reply.text, reply.repeat = reply.whole_text()[:hit], 1
    most = body.get("max_completion_tokens", body.get("max_tokens"))
    if isinstance(most, int) and not isinstance(most, bool):
        if most < 1:
            raise bad_field("max_tokens", "max_tokens must be at least 1")
        if reply.tokens()[0] > most:
            # Reasoning counts against the limit, as it does upstream.
            left = max(0, most - count_tokens(reply.reasoning))
            reply.reasoning = cut_to_tokens(reply.reasoning, most)
            reply.text, reply.repeat = cut_to_tokens(reply.whole_text(), left), 1
            reply.finish = "length"


def usage_of(prompt: int, completion: int, reasoning: int) -> dict[str, Any]:
    """A usage object; ``completion`` contains ``reasoning``."""
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": reasoning},
    }


def model_of(body: dict[str, Any]) -> str:
    """The model the answer names: the one asked for."""
    model = body.get("model")
    return model if isinstance(model, str) and model else "echo"


def _wants_usage(body: dict[str, Any]) -> bool:
    options = body.get("stream_options")
    return isinstance(options, dict) and options.get("include_usage") is True


def chunk(head: dict[str, Any], choices: list[Any], body: dict[str, Any]) -> bytes:
    """One event of a stream; ``usage`` is null in it when the request asked for a usage chunk."""
    document = {**head, "choices": choices}
    if _wants_usage(body):
        document["usage"] = None
    return event(document)


def pieces(text: str, fragments: bool) -> list[str]:
    """A text cut for a stream: word by word, or into ``FRAGMENT`` characters each."""
    size = FRAGMENT
    if not fragments:
        words: list[str] = _WORD.findall(text)
        if len(words) <= MAX_PIECES:
            return words
        size = -(-len(text) // MAX_PIECES)
    elif len(text) > MAX_PIECES * FRAGMENT:
        size = -(-len(text) // MAX_PIECES)
    return [text[i : i + size] for i in range(0, len(text), size)]


def repeated(reply: Reply, frame: Callable[[str], bytes]) -> list[bytes]:
    """The frames of a reply's text and its repetitions. Raises EchoRefusal when they are too many."""
    last = [frame(piece) for piece in pieces(reply.text, reply.structured)]
    if reply.repeat == 1:
        return last
    spaced = [frame(piece) for piece in pieces(reply.text + " ", reply.structured)]
    if len(spaced) * reply.repeat > MAX_STREAM_CHUNKS:
        raise bad_field("messages", f"/repeat would make a stream of more than {MAX_STREAM_CHUNKS} chunks")
    return spaced * (reply.repeat - 1) + last


def streamed(
    frames: list[bytes], head: dict[str, Any], usage: dict[str, Any] | None, directives: Directives,
    body: dict[str, Any],
) -> EchoAnswer:  # fmt: skip
    """The stream of these frames, with the usage chunk when it was asked for, the end mark and the pace."""
    if usage is not None and _wants_usage(body):
        frames.append(event({**head, "choices": [], "usage": usage}))
    frames.append(DONE)
    paced = [(directives.pace, frame) for frame in frames]
    # The first chunk follows at once; only /delay holds it back.
    paced[0] = (0.0, frames[0])
    return stream(paced, directives.delay, directives.cut)
