"""What the HTTP server itself logs: one quiet line for bytes that are no HTTP, never a traceback."""

import logging

from aiohttp.http_exceptions import HttpProcessingError

http_log = logging.getLogger(__name__)
"""For ``web.AppRunner``, whose own logger reports every unreadable request with a traceback."""


def _quiet(record: logging.LogRecord) -> bool:
    """Anybody who reaches the port can send nonsense: it is worth a line only when debugging, and never
    its bytes, which may hold a key."""
    error = record.exc_info[1] if record.exc_info else None
    if not isinstance(error, HttpProcessingError):
        return True
    if http_log.isEnabledFor(logging.DEBUG):
        http_log.debug("refused a request that is no HTTP (%s)", type(error).__name__)
    return False


http_log.addFilter(_quiet)
