"""Errors of our own, with everything a dialect needs to phrase them.

OneApiError
 ├── RequestError        a refusal of one relayed request (4xx/5xx in the caller's dialect)
 ├── InvalidInput        a value that a person or a file gave is wrong; names the field
 ├── NotFound            no such channel, token, setting …
 ├── Conflict            the thing exists already, or changed meanwhile
 ├── StoreError          the database cannot be used (damaged, newer schema, locked)
 └── VaultError          a secret cannot be read or written
"""

from enum import StrEnum


class OneApiError(Exception):
    """Base of all errors whose text is meant for a person. Never carries a secret."""


class InvalidInput(OneApiError):
    """A bad value. ``field`` is its name as the person knows it; the message tells the remedy."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}" if field else message)
        self.field = field


class NotFound(OneApiError):
    """Something asked for by id or name does not exist."""


class Conflict(OneApiError):
    """An action contradicts the present state."""


class StoreError(OneApiError):
    """The database cannot be used; the file was left untouched."""


class VaultError(OneApiError):
    """The keyring or the sealed file refused; the message says which and what to do."""


class ErrorKind(StrEnum):
    """Kinds of refusal. Each dialect maps a kind to its own status, type and code."""

    INVALID_REQUEST = "invalid_request"
    UNSUPPORTED = "unsupported"
    NOT_IMPLEMENTED = "not_implemented"
    UNAUTHENTICATED = "unauthenticated"
    BUDGET_EXHAUSTED = "budget_exhausted"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    MODEL_NOT_FOUND = "model_not_found"
    TOO_LARGE = "too_large"
    RATE_LIMITED = "rate_limited"
    CLIENT_CLOSED = "client_closed"
    INTERNAL = "internal"
    BAD_UPSTREAM = "bad_upstream"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    SHUTTING_DOWN = "shutting_down"


ERROR_MEANINGS: dict[ErrorKind, str] = {
    ErrorKind.INVALID_REQUEST: "the request cannot be meant: unreadable JSON, a missing or wrong field",
    ErrorKind.UNSUPPORTED: "no channel of the model can do what is asked",
    ErrorKind.NOT_IMPLEMENTED: "an endpoint that the gateway knows and does not serve",
    ErrorKind.UNAUTHENTICATED: "no key, a key of nobody, or a token that is disabled, revoked or expired",
    ErrorKind.BUDGET_EXHAUSTED: "the token's total budget is used up",
    ErrorKind.FORBIDDEN: "the key is good, but not for this: model, network, channel or Host name",
    ErrorKind.NOT_FOUND: "nothing has this address, or the upstream says so",
    ErrorKind.MODEL_NOT_FOUND: "no channel serves the model, or the token may not see it",
    ErrorKind.TOO_LARGE: "the body is larger than the setting body_limit_mb allows, or than the upstream takes",
    ErrorKind.RATE_LIMITED: "the token's rate or a budget of a day, week or month, or the upstream's own limit",
    ErrorKind.CLIENT_CLOSED: "the client went away; stands in the log only",
    ErrorKind.INTERNAL: "a fault of the gateway itself; its log says why",
    ErrorKind.BAD_UPSTREAM: "the upstream could not be reached, failed, or answered with something unusable",
    ErrorKind.UNAVAILABLE: "the channels of the model rest, are broken or switched off, or the upstream is overloaded",
    ErrorKind.TIMEOUT: "the upstream took longer than a timeout allows",
    ErrorKind.SHUTTING_DOWN: "the gateway is stopping",
}
"""When each kind occurs; for the documents."""


class RequestError(OneApiError):
    """A relayed request that ends with an error the gateway phrases itself.

    ``code`` is a stable snake_case word, ``param`` the offending field, ``retry_after`` seconds.
    ``status`` overrides the kind's usual HTTP status (used when passing an upstream's on).
    """

    def __init__(
        self,
        kind: ErrorKind,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.code = code
        self.param = param
        self.retry_after = retry_after
        self.status = status
