"""The ledger's row: one relayed request, whatever became of it."""

from dataclasses import dataclass
from enum import StrEnum

from oneapi_desktop.domain.usage import NO_USAGE, Usage, UsageSource


class Outcome(StrEnum):
    """How a request ended."""

    DONE = "done"
    """The client received a complete answer."""
    FAILED = "failed"
    """An upstream or the gateway failed after admission."""
    REFUSED = "refused"
    """Not admitted, or no channel."""
    CANCELLED = "cancelled"
    """The client went away; what was produced until then is billed."""
    INTERRUPTED = "interrupted"
    """The gateway itself was stopped or killed while the request was open; billed nothing."""


@dataclass(slots=True)
class RequestRecord:
    """One row of the ledger. Times: ``created_at`` Unix milliseconds, ``*_us`` microseconds.

    ``status`` is the HTTP status the client saw (499 when it left, 0 when interrupted).
    ``model`` is what the client asked for, ``upstream_model`` what was sent on.
    ``route`` is JSON text: the attempts made and why candidates were skipped.
    ``notes`` is JSON text: a list of conversion notes and price remarks.
    ``overhead_us`` is time spent in the gateway itself: everything but waiting on the upstream.
    """

    request_id: str
    created_at: int
    user_id: int = 0
    token_id: int = 0
    token_name: str = ""
    channel_id: int = 0
    channel_name: str = ""
    model: str = ""
    upstream_model: str = ""
    dialect: str = ""
    endpoint: str = ""
    stream: bool = False
    status: int = 0
    outcome: Outcome = Outcome.DONE
    attempts: int = 0
    usage: Usage = NO_USAGE
    usage_source: UsageSource = UsageSource.UNKNOWN
    cost_nano: int = 0
    price_source: str = ""
    ratio_millionths: int = 1_000_000
    ttft_us: int | None = None
    duration_us: int = 0
    overhead_us: int = 0
    error: str = ""
    error_code: str = ""
    client_address: str = ""
    route: str = "[]"
    notes: str = "[]"
    id: int = 0
