"""The client of the paced streams, in a process of its own: ``python -m bench.stream_reader`` reads one JSON job
``{"host","port","path","headers","body","streams","chunks","ramp_seconds"}`` from standard input, opens that many
streams at once and prints what came of them as JSON.

A chunk carries its number and the time the upstream sent it. *Late* is arrival minus sending; the *added gap* of a
chunk is how much later it came than its forerunner did, relative to when both were sent: 0 means that the relay
kept the pace exactly. All times in milliseconds.
"""

import asyncio
import json
import re
import sys
import time
from typing import Any, cast

CHUNK = re.compile(rb"(\d{6})@(\d{20}) ")


class StreamReader(asyncio.Protocol):
    """One stream: takes the chunked body apart and notes every marked chunk."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self._head = b""
        self._framed = b""
        self._text = b""
        self.ended = asyncio.get_running_loop().create_future()
        self.arrivals: list[tuple[int, int, int]] = []
        self.done = False
        self.status = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None)

    def data_received(self, data: bytes) -> None:
        now = time.monotonic_ns()
        if not self.status:
            self._head += data
            head, found, data = self._head.partition(b"\r\n\r\n")
            if not found:
                return
            self.status = int(head.split(b" ", 2)[1])
        self._framed += data
        self._unframe()
        while True:
            event, found, rest = self._text.partition(b"\n\n")
            if not found:
                return
            self._text = rest
            self._take(event, now)

    def _unframe(self) -> None:
        while True:
            line, found, rest = self._framed.partition(b"\r\n")
            if not found:
                return
            size = int(line.partition(b";")[0], 16)
            if len(rest) < size + 2:
                return
            self._text += rest[:size]
            self._framed = rest[size + 2 :]
            if size == 0:
                self._transport.close()
                return

    def _take(self, event: bytes, now: int) -> None:
        marked = CHUNK.search(event)
        if marked:
            self.arrivals.append((int(marked[1]), int(marked[2]), now))
        elif event.endswith(b"[DONE]"):
            self.done = True


def figures(readers: list[StreamReader], chunks: int) -> dict[str, Any]:
    """Counts and distributions over all streams."""
    late: list[float] = []
    gaps: list[float] = []
    lost = disordered = 0
    for reader in readers:
        numbers = [number for number, _, _ in reader.arrivals]
        lost += chunks - len(set(numbers))
        disordered += numbers != sorted(set(numbers))
        before = None
        for _, sent, arrived in reader.arrivals:
            delay = (arrived - sent) / 1e6
            late.append(delay)
            if before is not None:
                gaps.append(delay - before)
            before = delay
    late.sort()
    gaps.sort()

    def part(values: list[float], share: float) -> float:
        return round(values[min(len(values) - 1, int(len(values) * share))], 3) if values else -1.0

    return {
        "streams": len(readers),
        "complete": sum(reader.done for reader in readers),
        "chunks": len(late),
        "lost": lost,
        "disordered": disordered,
        "late_p50_ms": part(late, 0.5),
        "late_p99_ms": part(late, 0.99),
        "late_max_ms": part(late, 1.0),
        "gap_p50_ms": part(gaps, 0.5),
        "gap_p99_ms": part(gaps, 0.99),
        "gap_max_ms": part(gaps, 1.0),
    }


async def main(job: dict[str, Any]) -> None:
    """Open the streams spread over the ramp, wait for their ends, print the figures."""
    body = job["body"].encode()
    lines = [f"POST {job['path']} HTTP/1.1", f"Host: {job['host']}:{job['port']}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in job["headers"].items()]
    request = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    loop = asyncio.get_running_loop()
    readers = [StreamReader(request) for _ in range(job["streams"])]
    started = loop.time()
    for number, reader in enumerate(readers):
        await asyncio.sleep(started + number * job["ramp_seconds"] / len(readers) - loop.time())
        await loop.create_connection(lambda reader=reader: reader, job["host"], job["port"])
    await asyncio.wait([reader.ended for reader in readers], timeout=job["seconds"])
    print(json.dumps(figures(readers, job["chunks"])))


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(json.load(sys.stdin)))
