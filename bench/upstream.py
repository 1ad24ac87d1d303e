"""An upstream without think time: chat answers and streams from fixed bytes, on a bare protocol.

Run as ``python -m bench.upstream [--port N]``; it prints its port and serves until its standard input closes.

- ``POST …/chat/completions`` answers a fixed chat completion with usage; with ``"stream": true`` 100 chunks at
  once, the usage chunk when ``stream_options.include_usage`` asks for it, and ``[DONE]``.
- ``POST …/messages`` answers the same in Anthropic's dialect.
- A model named ``paced-20ms-100`` streams 100 chunks, one every 20 ms, on a fixed schedule. The text of each
  chunk is its number and the time it was sent (monotonic clock, ns), so that a reader on this machine can tell
  what was lost and how late the rest came.
- ``GET /count`` answers what was served: ``{"answers": n, "streams": n, "cancelled": n}``.
"""

import argparse
import asyncio
import re
import sys
import time
from typing import Any, ClassVar, cast

import orjson

CHUNKS = 100
PACED_MODEL = re.compile(r"paced-(\d{1,4})ms-(\d{1,6})")

TEXT = "The quick brown fox jumps over the lazy dog, and the dog does not mind at all."

ANSWER = orjson.dumps(
    {
        "id": "chatcmpl-bench",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "gpt-4o-mini",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": TEXT}, "finish_reason": "stop"},
        ],
        "usage": {"prompt_tokens": 19, "completion_tokens": 18, "total_tokens": 37},
    }
)
USAGE_EVENT = (
    b'data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1700000000,"model":"gpt-4o-mini",'
    b'"choices":[],"usage":{"prompt_tokens":19,"completion_tokens":%d,"total_tokens":%d}}\n\n'
)
DONE_EVENT = b"data: [DONE]\n\n"

ANTHROPIC_ANSWER = {
    "id": "msg_bench",
    "type": "message",
    "role": "assistant",
    "model": "claude-haiku-4-5",
    "content": [{"type": "text", "text": TEXT}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 19, "output_tokens": 18},
}

JSON_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
FIXED_ANSWER = JSON_HEAD % len(ANSWER) + ANSWER
FIXED_MESSAGE = JSON_HEAD % len(orjson.dumps(ANTHROPIC_ANSWER)) + orjson.dumps(ANTHROPIC_ANSWER)
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def event(text: str, finish: str | None = None) -> bytes:
    """One chunk of a chat stream as a server-sent event."""
    chunk = {
        "id": "chatcmpl-bench",
        "object": "chat.completion.chunk",
        "created": 1_700_000_000,
        "model": "gpt-4o-mini",
        "choices": [{"index": 0, "delta": {"content": text} if text else {}, "finish_reason": finish}],
    }
    return b"data: " + orjson.dumps(chunk) + b"\n\n"


def framed(data: bytes) -> bytes:
    """As one chunk of a chunked body."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def ending(chunks: int, usage: bool) -> bytes:
    """What follows the last text chunk, to the end of the body."""
    tail = framed(event("", "stop"))
    if usage:
        tail += framed(USAGE_EVENT % (chunks, chunks + 19))
    return tail + framed(DONE_EVENT) + b"0\r\n\r\n"


BURST = STREAM_HEAD + b"".join(framed(event(f"word{number:03} ")) for number in range(CHUNKS))
BURSTS = {usage: BURST + ending(CHUNKS, usage) for usage in (False, True)}


def named_event(kind: str, **fields: Any) -> bytes:
    """One event of an Anthropic stream."""
    return b"event: %b\ndata: %b\n\n" % (kind.encode(), orjson.dumps({"type": kind, **fields}))


def message_events() -> list[bytes]:
    """An Anthropic stream of as many text pieces as the other one has chunks."""
    start = {**ANTHROPIC_ANSWER, "content": [], "stop_reason": None, "usage": {"input_tokens": 19, "output_tokens": 1}}
    pieces = [{"type": "text_delta", "text": f"word{number:03} "} for number in range(CHUNKS)]
    stop = {"stop_reason": "end_turn", "stop_sequence": None}
    return [
        named_event("message_start", message=start),
        named_event("content_block_start", index=0, content_block={"type": "text", "text": ""}),
        *(named_event("content_block_delta", index=0, delta=piece) for piece in pieces),
        named_event("content_block_stop", index=0),
        named_event("message_delta", delta=stop, usage={"output_tokens": CHUNKS}),
        named_event("message_stop"),
    ]


MESSAGE_BURST = STREAM_HEAD + b"".join(map(framed, message_events())) + b"0\r\n\r\n"


class Upstream(asyncio.Protocol):
    """One connection; requests on it are answered one after another."""

    counts: ClassVar[dict[str, int]] = {"answers": 0, "streams": 0, "cancelled": 0}

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport
        self._buffer = b""
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclass of asyncio.Transport.
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self.counts["cancelled"] += 1

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        self._serve()

    def _serve(self) -> None:
        while self._buffer and self._timer is None:
            head_end = self._buffer.find(b"\r\n\r\n")
            if head_end < 0:
                return
            head = self._buffer[:head_end].lower()
            body, rest = self._body(head, head_end + 4)
            if body is None:
                return
            self._buffer = rest
            self._answer(head, body)

    def _body(self, head: bytes, start: int) -> tuple[bytes | None, bytes]:
        """The request's body (None: more is to come) and what follows it."""
        at = head.find(b"content-length:")
        if at >= 0:
            line_end = head.find(b"\r\n", at)
            length = int(head[at + 15 : line_end if line_end >= 0 else len(head)])
            if len(self._buffer) < start + length:
                return None, b""
            return self._buffer[start : start + length], self._buffer[start + length :]
        if b"transfer-encoding: chunked" not in head:
            return b"", self._buffer[start:]
        parts = []
        while True:
            line_end = self._buffer.find(b"\r\n", start)
            if line_end < 0:
                return None, b""
            size = int(self._buffer[start:line_end].partition(b";")[0], 16)
            start = line_end + 2 + size + 2
            if len(self._buffer) < start:
                return None, b""
            if size == 0:
                return b"".join(parts), self._buffer[start:]
            parts.append(self._buffer[line_end + 2 : line_end + 2 + size])

    def _answer(self, head: bytes, body: bytes) -> None:
        if head.startswith(b"get /count"):
            counts = orjson.dumps(self.counts)
            self._transport.write(JSON_HEAD % len(counts) + counts)
        elif head.startswith(b"post ") and b"/chat/completions " in head:
            self._chat(orjson.loads(body))
        elif head.startswith(b"post ") and b"/messages " in head:
            self._message(orjson.loads(body))
        else:
            self._transport.write(NOT_FOUND)

    def _message(self, request: dict[str, Any]) -> None:
        streamed = bool(request.get("stream"))
        self.counts["streams" if streamed else "answers"] += 1
        self._transport.write(MESSAGE_BURST if streamed else FIXED_MESSAGE)

    def _chat(self, request: dict[str, Any]) -> None:
        if not request.get("stream"):
            self.counts["answers"] += 1
            self._transport.write(FIXED_ANSWER)
            return
        self.counts["streams"] += 1
        usage = bool((request.get("stream_options") or {}).get("include_usage"))
        paced = PACED_MODEL.fullmatch(str(request.get("model", "")))
        if paced is None:
            self._transport.write(BURSTS[usage])
            return
        self._transport.write(STREAM_HEAD)
        pace, chunks = int(paced[1]) / 1000, int(paced[2])
        self._paced(self._loop.time() + pace, pace, 0, chunks, usage)

    def _paced(self, due: float, pace: float, number: int, chunks: int, usage: bool) -> None:
        if number:
            self._transport.write(framed(event(f"{number - 1:06}@{time.monotonic_ns():020} ")))
        if number == chunks:
            self._timer = None
            self._transport.write(ending(chunks, usage))
            self._serve()
            return
        self._timer = self._loop.call_at(due, self._paced, due + pace, pace, number + 1, chunks, usage)


async def main(port: int) -> None:
    """Serve on a loopback port (0: a free one) until standard input closes."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Upstream, "127.0.0.1", port, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    import uvloop

    parser = argparse.ArgumentParser(description="An upstream without think time, for benchmarks.")
    parser.add_argument("--port", type=int, default=0, help="loopback port; default: a free one")
    uvloop.run(main(parser.parse_args().port))
