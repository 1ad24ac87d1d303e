"""The load generator where wrk is missing: ``python -m bench.load_client`` takes a job in JSON from standard
input, keeps that many connections busy for that long and prints the same figures as the script of wrk.

Slower than wrk, and on the same processor as whoever it asks: ratios hold, absolute figures are lower.
"""

import asyncio
import json
import sys
import time
from typing import Any, cast


class Tally:
    """What all connections of a run found together. Latencies in microseconds."""

    def __init__(self, request: bytes, until: float) -> None:
        self.request = request
        self.until = until
        self.latencies: list[float] = []
        self.bytes = 0
        self.failed = 0


class Caller(asyncio.Protocol):
    """One connection: a request, its whole answer, the next request, until the time is over."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._answer = b""
        self._begun = 0.0
        self.ended = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        if self._begun:
            self._tally.failed += 1
        if not self.ended.done():
            self.ended.set_result(None)

    def data_received(self, data: bytes) -> None:
        self._tally.bytes += len(data)
        self._answer += data
        head, found, body = self._answer.partition(b"\r\n\r\n")
        if not found or not is_whole(head.lower(), body):
            return
        if b" 200 " in head[:20]:
            self._tally.latencies.append((time.perf_counter() - self._begun) * 1e6)
        else:
            self._tally.failed += 1
        self._begun = 0.0
        if b"connection: close" in head.lower() or time.perf_counter() >= self._tally.until:
            self._transport.close()
        else:
            self._ask()

    def give_up(self) -> None:
        """End the connection; a request still open counts neither way, as with wrk."""
        self._begun = 0.0
        self._transport.abort()

    def _ask(self) -> None:
        self._answer = b""
        self._begun = time.perf_counter()
        self._transport.write(self._tally.request)


def is_whole(head: bytes, body: bytes) -> bool:
    """Whether an answer's body has ended; ``head`` in lower case."""
    at = head.find(b"content-length:")
    if at >= 0:
        return len(body) >= int(head[at + 15 :].partition(b"\r\n")[0])
    return body.endswith(b"0\r\n\r\n")


async def keep_busy(tally: Tally, host: str, port: int) -> None:
    """One connection after another until the time is over."""
    loop = asyncio.get_running_loop()
    while time.perf_counter() < tally.until:
        try:
            _, caller = await loop.create_connection(lambda: Caller(tally), host, port)
        except OSError:
            tally.failed += 1
            await asyncio.sleep(0.1)
            continue
        try:
            async with asyncio.timeout(tally.until - time.perf_counter() + 0.5):
                await caller.ended
        except TimeoutError:
            caller.give_up()


def request_bytes(job: dict[str, Any]) -> bytes:
    """The request of a job as it goes over the wire."""
    body = job["body"].encode()
    lines = [f"POST {job['path']} HTTP/1.1", f"Host: {job['host']}:{job['port']}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in job["headers"].items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def main(job: dict[str, Any]) -> None:
    """Run a job and print its figures."""
    begun = time.perf_counter()
    tally = Tally(request_bytes(job), begun + job["seconds"])
    async with asyncio.TaskGroup() as group:
        for _ in range(job["connections"]):
            group.create_task(keep_busy(tally, job["host"], job["port"]))
    took = time.perf_counter() - begun
    found = sorted(tally.latencies) or [0.0]
    result = {
        "requests": len(tally.latencies) + tally.failed,
        "microseconds": round(took * 1e6),
        "bytes": tally.bytes,
        "failed": tally.failed,
        "p50": found[len(found) // 2],
        "p99": found[int(len(found) * 0.99)],
        "max": found[-1],
    }
    print("RESULT", json.dumps(result))


if __name__ == "__main__":
    try:
        from uvloop import run
    except ImportError:
        from asyncio import run
    run(main(json.load(sys.stdin)))
