"""The one exception that bytes of a client or an upstream may raise in this floor."""

from oneapi_desktop.domain.errors import ErrorKind, RequestError


class DialectError(RequestError):
    """A request that cannot be understood or expressed, or an upstream's answer that is an error
    or nonsense. ``kind`` says whose fault: INVALID_REQUEST and UNSUPPORTED are the caller's,
    BAD_UPSTREAM and the rest the upstream's. ``param`` names the offending field. Compares by
    value, so that events holding one compare too."""

    def _key(self) -> tuple[object, ...]:
        return (self.kind, self.message, self.code, self.param, self.retry_after, self.status)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DialectError) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())


def invalid(message: str, param: str | None = None) -> DialectError:
    """The caller wrote something that is not in its dialect."""
    return DialectError(ErrorKind.INVALID_REQUEST, message, param=param)


def unsupported(message: str, param: str | None = None, code: str | None = None) -> DialectError:
    """The target cannot express what the caller asked for, and leaving it out would be wrong."""
    return DialectError(ErrorKind.UNSUPPORTED, message, param=param, code=code)


def bad_upstream(message: str, code: str | None = None) -> DialectError:
    """The upstream answered with something that is not in its dialect."""
    return DialectError(ErrorKind.BAD_UPSTREAM, message, code=code)


def disconnected() -> DialectError:
    """The upstream's stream ended in the middle."""
    return bad_upstream("the upstream closed the stream before it was complete", "upstream_disconnected")
