"""Where the time of one request went: the phases of its waterfall, from its ledger row."""

import json
from typing import Any

from oneapi_desktop.domain.request_record import RequestRecord

GATEWAY = "gateway"
"""Parsing, admission, waiting for budget, and between attempts."""

FAILED_ATTEMPT = "failed attempt"
FIRST_BYTE = "first byte"
"""Connecting to the upstream and waiting until its answer begins."""

ANSWER = "answer"
"""Receiving an answer that arrived whole."""

STREAM = "stream"
SETTLE = "settle"
"""From the answer's end until the request was charged."""


def attempts_of(record: RequestRecord) -> list[dict[str, Any]]:
    """The lines of the route that tell of attempts made, in order; broken lines are left out."""
    try:
        route = json.loads(record.route)
    except ValueError:
        return []
    lines = route if isinstance(route, list) else []
    return [
        line
        for line in lines
        if isinstance(line, dict) and "result" in line and isinstance(line.get("ms"), int | float)
    ]


def timeline(record: RequestRecord) -> list[dict[str, Any]]:
    """Phases that follow each other without gaps: ``{"phase", "begin_ms", "ms", "channel", "result"}``,
    counted from the request's arrival; their sum is the duration.

    An attempt's line holds when it began; lines of older rows do not, and are placed one after the other.
    """
    whole = record.duration_us / 1000
    phases: list[dict[str, Any]] = []
    here = 0.0

    def upto(end: float, phase: str, attempt: dict[str, Any] | None = None) -> None:
        nonlocal here
        end = min(max(end, here), whole)
        if end > here:
            line = attempt or {}
            phases.append(
                {
                    "phase": phase,
                    "begin_ms": round(here, 3),
                    "ms": round(end - here, 3),
                    "channel": line.get("channel"),
                    "result": line.get("result"),
                }
            )
        here = end

    for attempt in attempts_of(record):
        at = attempt.get("at_ms")
        begin = at if isinstance(at, int | float) else here
        upto(begin, GATEWAY)
        if attempt["result"] != "ok":
            upto(begin + attempt["ms"], FAILED_ATTEMPT, attempt)
        elif record.ttft_us is not None:
            upto(record.ttft_us / 1000, FIRST_BYTE, attempt)
            upto(whole, STREAM, attempt)
        else:
            upto(begin + attempt["ms"], ANSWER, attempt)
    upto(whole, SETTLE if phases and phases[-1]["phase"] == ANSWER else GATEWAY)
    return phases
