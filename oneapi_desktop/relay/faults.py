"""What an upstream's failure means: for the client, for the next attempt, for the channel's health.

``docs/errors.md`` prints its tables.
"""

import email.utils
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import orjson

from oneapi_desktop.dialects.openai_usage import loads
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.providers.upstream import FaultKind, UpstreamFault
from oneapi_desktop.services.account_faults import account_fault
from oneapi_desktop.services.upstream_errors import KEY_LIKE
from oneapi_desktop.settings import Settings

MESSAGE_LIMIT = 1000


class Mark(StrEnum):
    """What a failure says about the channel; ``MARK_MEANINGS`` tells what follows from it."""

    FAULT = "fault"
    REST = "rest"
    ACCOUNT = "account"
    NEUTRAL = "neutral"


MARK_MEANINGS: dict[Mark, str] = {
    Mark.FAULT: "counts towards the circuit breaker (`breaker_failures`) and the success rate (`metric_enabled`)",
    Mark.REST: "the channel rests for `Retry-After`, or for 1 s, doubled each time up to `cooldown_seconds`",
    Mark.ACCOUNT: "the channel is switched off when `automatic_disable` and the channel allow it, else as *fault*",
    Mark.NEUTRAL: "nothing: the request is at fault, not the channel",
}
"""What each mark does to the channel; settings in backquotes."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed attempt. ``body`` is an upstream error to pass on as it is (secrets masked),
    else ``error`` is phrased by the gateway."""

    error: RequestError
    mark: Mark
    retry: bool
    summary: str
    reason: str = ""
    retry_after: float | None = None
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class TransportRule:
    """How a call that brought no usable answer is reported. ``meaning`` is for the documents."""

    kind: ErrorKind
    meaning: str


TRANSPORT_RULES: dict[FaultKind, TransportRule] = {
    FaultKind.UNREACHABLE: TransportRule(
        ErrorKind.BAD_UPSTREAM, "connection refused, no route, name not found, or the outgoing proxy failed"
    ),
    FaultKind.TLS: TransportRule(ErrorKind.BAD_UPSTREAM, "TLS handshake failed, or a certificate nobody vouches for"),
    FaultKind.CONNECT_TIMEOUT: TransportRule(ErrorKind.TIMEOUT, "no connection within the connect timeout"),
    FaultKind.FIRST_BYTE_TIMEOUT: TransportRule(ErrorKind.TIMEOUT, "no status line within the first-byte timeout"),
    FaultKind.IDLE_TIMEOUT: TransportRule(ErrorKind.TIMEOUT, "silence inside the answer beyond the idle timeout"),
    FaultKind.TOTAL_TIMEOUT: TransportRule(ErrorKind.TIMEOUT, "the whole answer took longer than the total timeout"),
    FaultKind.CUT: TransportRule(ErrorKind.BAD_UPSTREAM, "the connection ended before or inside the answer"),
    FaultKind.GARBAGE: TransportRule(ErrorKind.BAD_UPSTREAM, "bytes that are no HTTP, or more of them than allowed"),
}
"""Every kind of transport fault. All count as faults of the channel, and another channel is tried."""


@dataclass(frozen=True, slots=True)
class StatusRule:
    """What an upstream's error status means, unless it proves a fault of the key or account.

    ``phrase`` frames the upstream's own words. With ``own_status`` the client sees the upstream's
    status, else the kind's; with ``passed_on`` an error that already has the client's shape reaches it
    as it is. ``always``: another channel is tried whatever the setting ``retry_statuses`` says.
    """

    statuses: Sequence[int]
    kind: ErrorKind
    mark: Mark
    phrase: str = "{message}"
    own_status: bool = False
    passed_on: bool = False
    always: bool = False


_REFUSED = "the upstream refused with status {status}: {message}"
_FAILED = "the upstream failed with status {status}: {message}"

STATUS_RULES: tuple[StatusRule, ...] = (
    StatusRule(
        range(300, 400),
        ErrorKind.BAD_UPSTREAM,
        Mark.FAULT,
        "the upstream answered with a redirect ({status}); check the channel's base URL",
        always=True,
    ),
    StatusRule((403, 407), ErrorKind.BAD_UPSTREAM, Mark.NEUTRAL, _REFUSED),
    StatusRule((404,), ErrorKind.NOT_FOUND, Mark.NEUTRAL, own_status=True, passed_on=True),
    StatusRule((408,), ErrorKind.BAD_UPSTREAM, Mark.FAULT, _REFUSED),
    StatusRule((413,), ErrorKind.TOO_LARGE, Mark.NEUTRAL, own_status=True, passed_on=True),
    StatusRule((429,), ErrorKind.RATE_LIMITED, Mark.REST, "the upstream's rate limit: {message}", passed_on=True),
    StatusRule(range(400, 500), ErrorKind.INVALID_REQUEST, Mark.NEUTRAL, own_status=True, passed_on=True),
    StatusRule((503, 529), ErrorKind.UNAVAILABLE, Mark.FAULT, _FAILED),
    StatusRule((504,), ErrorKind.TIMEOUT, Mark.FAULT, _FAILED),
    StatusRule(range(1000), ErrorKind.BAD_UPSTREAM, Mark.FAULT, _FAILED),
)
"""Read from the top; the first rule that has the status counts."""


def transport_failure(fault: UpstreamFault) -> Failure:
    """The failure of a call that brought no answer, or a broken one."""
    kind = TRANSPORT_RULES[fault.kind].kind
    return Failure(
        RequestError(kind, fault.message, code=f"upstream_{fault.kind.value}"), Mark.FAULT, True, fault.kind.value
    )


def garbage_failure(message: str) -> Failure:
    """The failure of an answer that cannot be used, such as HTML with status 200."""
    return Failure(RequestError(ErrorKind.BAD_UPSTREAM, message), Mark.FAULT, True, "garbage")


def status_failure(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    settings: Settings,
    secrets: tuple[str, ...],
    *,
    message: str = "",
    code: str | None = None,
    shared_shape: bool | None = None,
) -> Failure:
    """The failure of an upstream's error answer.

    ``message`` and ``code`` are what its dialect reads out of it, when that is not OpenAI's;
    ``shared_shape`` then says whether the body has the client's own shape.
    """
    # Masked before it is shortened, so that no part of a secret is left at the cut.
    message = mask(message or error_message(status, mask_body(body, secrets)), secrets)
    reason = account_fault(status, body)
    if reason is not None:
        text = f"the upstream refused the channel's key or account ({reason}): {message}"
        error = RequestError(ErrorKind.BAD_UPSTREAM, text, code="upstream_account")
        return Failure(error, Mark.ACCOUNT, True, f"{status} {reason}", reason)
    rule = next(rule for rule in STATUS_RULES if status in rule.statuses)
    passes = is_openai_error(body) if shared_shape is None else shared_shape
    error = RequestError(
        rule.kind,
        rule.phrase.format(status=status, message=message),
        status=status if rule.own_status else None,
        code=(code or "upstream_error") if rule.own_status else None,
        retry_after=read_retry_after(headers) if status == 429 or status >= 500 else None,
    )
    return Failure(
        error,
        rule.mark,
        rule.always or status in settings.retry_statuses,
        str(status),
        retry_after=error.retry_after,
        body=mask_body(body, secrets) if rule.passed_on and passes else None,
    )


def disguised_failure(answer: dict[str, object], body: bytes, settings: Settings, secrets: tuple[str, ...]) -> Failure:
    """The failure of an error inside a 200 answer or as a stream's first event."""
    error = answer.get("error")
    status = 502
    if isinstance(error, dict):
        for name in ("status", "code", "status_code"):
            if isinstance(error.get(name), int) and 400 <= error[name] <= 599:
                status = error[name]
        words = {str(error.get("type")), str(error.get("code"))}
        if words & {"rate_limit_error", "rate_limit_exceeded"}:
            status = 429
        elif "invalid_request_error" in words and status == 502:
            status = 400
    return status_failure(status, {}, body, settings, secrets)


def is_openai_error(body: bytes) -> bool:
    """True when a body already has OpenAI's error shape and can be passed on as it is."""
    error = loads(body).get("error")
    return isinstance(error, dict) and isinstance(error.get("message"), str) and bool(error["message"])


def error_message(status: int, body: bytes) -> str:
    """The words of an upstream's error, whatever its shape; shortened text when it is no JSON."""
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        document = None
    if isinstance(document, list) and document:
        document = document[0]
    if isinstance(document, dict):
        nested = document.get("response")
        inner = nested.get("error") if isinstance(nested, dict) else None
        listed = document.get("errors")
        first = listed[0] if isinstance(listed, list) and listed else None
        for source in (
            document.get("error"),
            document,
            document.get("header"),
            inner,
            document.get("base_resp"),
            first,
        ):
            if isinstance(source, str) and source:
                return source[:MESSAGE_LIMIT]
            if isinstance(source, dict):
                for name in ("message", "msg", "err", "error_msg", "status_msg", "detail"):
                    if isinstance(source.get(name), str) and source[name]:
                        return str(source[name])[:MESSAGE_LIMIT]
    text = re.sub(r"<[^>]*>|\s+", " ", body[:4000].decode("utf-8", "replace")).strip()
    text = re.sub(r" +", " ", text)
    return text[:200] if text else f"status {status} without a message"


def read_retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of ``retry-after-ms`` or ``Retry-After`` (seconds or HTTP date, RFC 9110 §10.2.3)."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name, "").strip()
        if not value:
            continue
        if re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", value):
            return float(value) * scale
        if scale == 1.0:
            try:
                when = email.utils.parsedate_to_datetime(value).timestamp()
            except (ValueError, TypeError, OverflowError):
                return None
            return max(0.0, when - time.time())
    return None


def mask(text: str, secrets: tuple[str, ...]) -> str:
    """The text with a channel's own secrets, and anything that looks like a key, replaced."""
    for secret in secrets:
        if len(secret) >= 4:
            text = text.replace(secret, "***")
    return KEY_LIKE.sub(lambda m: m[0][:3] + "***", text)


def mask_body(body: bytes, secrets: tuple[str, ...]) -> bytes:
    """The same for bytes that are passed on; JSON escapes hide nothing."""
    text = mask(body.decode("utf-8", "replace"), secrets)
    try:
        plain = orjson.dumps(orjson.loads(text)).decode()
    except orjson.JSONDecodeError:
        return text.encode()
    masked = mask(plain, secrets)
    return text.encode() if masked == plain else masked.encode()
