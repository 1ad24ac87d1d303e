"""How a stream that was passed through ends when its upstream breaks off.

The client has seen part of somebody else's stream; what closes it must fit to that part: the block that
is open, the id of the response, the next number of the sequence.
"""

import re
from typing import Any

from oneapi_desktop.dialects.conversation import Dialect, DialectError, Failed, JsonObject, Reply
from oneapi_desktop.dialects.json_reading import as_int, as_object, dump_bytes
from oneapi_desktop.dialects.openai_usage import loads
from oneapi_desktop.dialects.registry import codec
from oneapi_desktop.dialects.sse import encode_event
from oneapi_desktop.relay.framing import Frame

_STOP = re.compile(rb'"type"\s*:\s*"message_stop"')


class PlainEnding:
    """Dialects whose error needs nothing of what came before."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def note(self, frame: Frame) -> None:
        """See a frame that goes to the client."""

    def missing(self) -> bytes:
        """The terminal event, when a stream that had told why it stopped was cut before it."""
        return b""

    def failed(self, error: DialectError) -> bytes:
        """What ends the stream with an error."""
        builder = codec(self._dialect).StreamBuilder(Reply())
        return builder.feed(Failed(error)) + builder.finish()


class AnthropicEnding(PlainEnding):
    """Closes the block that is open, and the message."""

    def __init__(self) -> None:
        super().__init__(Dialect.ANTHROPIC)
        self._open: int | None = None
        self._stopped = False

    def missing(self) -> bytes:
        return b"" if self._stopped else encode_event(b'{"type":"message_stop"}', "message_stop")

    def note(self, frame: Frame) -> None:
        if frame.data is None:
            return
        self._stopped = self._stopped or _STOP.search(frame.data) is not None
        if b"content_block_st" not in frame.data:
            return
        event = loads(frame.data)
        if event.get("type") == "content_block_start":
            self._open = as_int(event.get("index"))
        elif event.get("type") == "content_block_stop":
            self._open = None

    def failed(self, error: DialectError) -> bytes:
        close = b""
        if self._open is not None:
            event = {"type": "content_block_stop", "index": self._open}
            close = encode_event(dump_bytes(event), "content_block_stop")
        return close + super().failed(error)


class ResponsesEnding(PlainEnding):
    """Ends every open item and fails the response under its own id."""

    def __init__(self) -> None:
        super().__init__(Dialect.OPENAI_RESPONSES)
        self._response: JsonObject | None = None
        self._items: dict[int, JsonObject] = {}
        self._open: set[int] = set()
        self._next = 0

    def note(self, frame: Frame) -> None:
        if frame.data is None:
            return
        self._next += 1
        if b"response.created" not in frame.data and b"response.output_item." not in frame.data:
            return
        event = loads(frame.data)
        index = as_int(event.get("output_index"))
        match event.get("type"):
            case "response.created":
                self._response = as_object(event.get("response"))
            case "response.output_item.added":
                self._items[index] = as_object(event.get("item"))
                self._open.add(index)
            case "response.output_item.done":
                self._items[index] = as_object(event.get("item"))
                self._open.discard(index)

    def failed(self, error: DialectError) -> bytes:
        if self._response is None:
            return super().failed(error)
        out = b""
        for index in sorted(self._open):
            self._items[index] = self._items[index] | {"status": "incomplete"}
            out += self._event("response.output_item.done", output_index=index, item=self._items[index])
        output = [item for _, item in sorted(self._items.items())]
        told = {"code": "server_error", "message": error.message}
        response = self._response | {"status": "failed", "error": told, "output": output}
        return out + self._event("response.failed", response=response)

    def _event(self, kind: str, **fields: Any) -> bytes:
        number, self._next = self._next, self._next + 1
        return encode_event(dump_bytes({"type": kind, **fields, "sequence_number": number}), kind)


def ending_of(dialect: Dialect) -> PlainEnding:
    """The ending of a dialect's streams."""
    if dialect is Dialect.ANTHROPIC:
        return AnthropicEnding()
    return ResponsesEnding() if dialect is Dialect.OPENAI_RESPONSES else PlainEnding(dialect)
