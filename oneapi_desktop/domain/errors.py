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
