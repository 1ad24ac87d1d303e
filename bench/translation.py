"""What translating costs: one connection, one request at a time, the same upstream's answer once in its own dialect
and once in another, in turn within one run."""

import contextlib
import json
import socket
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.gateway import ANTHROPIC_MODEL, BUDGET_KEY, MODEL, Contestant, configured, gateway
from bench.load_client import is_whole, request_bytes
from bench.processes import BenchError

REQUESTS_PER_SECOND = 100
"""Of each case, for a second of a run's length."""

WARM_UP = 20
SECONDS = 10.0
"""Until an answer that does not come is an error."""

_FIELDS = {
    "messages": [{"role": "user", "content": "Say something about a fox and a dog, in one sentence."}],
    "temperature": 0.2,
    "max_tokens": 64,
}
CHAT, MESSAGES = "/v1/chat/completions", "/v1/messages"


@dataclass(frozen=True)
class Case:
    """A client's dialect (by its path) in front of an upstream's (by its model). ``passed`` is the case whose answer
    comes from the same upstream untranslated, empty for that one."""

    name: str
    path: str
    model: str
    passed: str = ""


CASES = (
    Case("OpenAI", CHAT, MODEL),
    Case("Anthropic client, OpenAI upstream", MESSAGES, MODEL, "OpenAI"),
    Case("Anthropic", MESSAGES, ANTHROPIC_MODEL),
    Case("OpenAI client, Anthropic upstream", CHAT, ANTHROPIC_MODEL, "Anthropic"),
)


class Connection:
    """One connection kept alive."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port), SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> tuple[float, bytes]:
        """Milliseconds to the last byte of the answer, and the answer. Raises BenchError."""
        begun = time.perf_counter()
        self._socket.sendall(request)
        answer = b""
        while True:
            try:
                data = self._socket.recv(256 * 1024)
            except TimeoutError:
                raise BenchError(f"no whole answer within {SECONDS:g} s: {answer[:300]!r}") from None
            answer += data
            head, found, body = answer.partition(b"\r\n\r\n")
            if found and is_whole(head.lower(), body):
                return (time.perf_counter() - begun) * 1000, answer
            if not data:
                raise BenchError(f"the gateway closed the connection: {answer[:300]!r}")

    def close(self) -> None:
        """Close it."""
        self._socket.close()


def requests(contestant: Contestant, *, stream: bool) -> dict[str, bytes]:
    """Each case's request as it goes over the wire."""
    found = {}
    for case in CASES:
        body = {"model": case.model, **_FIELDS, **({"stream": True} if stream else {})}
        job = {
            "host": contestant.host,
            "port": contestant.port,
            "path": case.path,
            "headers": {"Authorization": f"Bearer {BUDGET_KEY}", "Content-Type": "application/json"},
            "body": json.dumps(body),
        }
        found[case.name] = request_bytes(job)
    return found


def interleaved(contestant: Contestant, count: int, *, stream: bool) -> dict[str, list[float]]:
    """Milliseconds of every case's requests, asked in turn, every other turn in the opposite order."""
    asked = requests(contestant, stream=stream)
    times: dict[str, list[float]] = {name: [] for name in asked}
    with _connected(contestant) as connection:
        for name, request in asked.items():
            _, answer = connection.ask(request)
            if b" 200 " not in answer[:20]:
                raise BenchError(f"{name}: {answer[:500]!r}")
        for number in range(-WARM_UP, count):
            for name in asked if number % 2 == 0 else reversed(asked):
                took, _ = connection.ask(asked[name])
                if number >= 0:
                    times[name].append(took)
    return times


@contextlib.contextmanager
def _connected(contestant: Contestant) -> Iterator[Connection]:
    connection = Connection(contestant.host, contestant.port)
    try:
        yield connection
    finally:
        connection.close()


def summary(times: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """Each case's p50 and p99, and what it took longer than its untranslated one: the median over the turns."""
    found = {}
    for case in CASES:
        of = times[case.name]
        ordered = sorted(of)
        found[case.name] = {"p50_ms": statistics.median(of), "p99_ms": ordered[int(len(of) * 0.99)]}
        if case.passed:
            pairs = zip(of, times[case.passed], strict=True)
            found[case.name]["added_p50_ms"] = statistics.median(own - passed for own, passed in pairs)
    return found


def translation(upstream_port: int, seconds: float) -> dict[str, Any]:
    """Whole answers and streams of 100 chunks, each in all cases."""
    count = max(20, round(seconds * REQUESTS_PER_SECOND))
    with configured(upstream_port) as data, gateway(data, "serve") as contestant:
        return {
            "requests": count,
            "whole": summary(interleaved(contestant, count, stream=False)),
            "stream": summary(interleaved(contestant, count, stream=True)),
        }
