"""Answers of status 200 that hold an error: they get the status they should have had, so that a channel
rests, is switched off or passed over as it deserves."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson

from oneapi_desktop.providers.reshaped_answers import WholeAnswer

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer

ANSWER_LIMIT = 64 * 1024 * 1024
"""Bytes a whole answer may have."""


async def told_status(answer: "UpstreamAnswer", status_of: Callable[[dict[str, Any]], int]) -> "UpstreamAnswer":
    """The answer with the status its JSON object tells. ``status_of`` gives 0 for one without an error.
    A stream is left as it is: its parser finds what goes wrong inside. Raises UpstreamFault."""
    if answer.status >= 400 or answer.headers.get("Content-Type", "").startswith("text/event-stream"):
        return answer
    try:
        body = await answer.read_whole(ANSWER_LIMIT)
    finally:
        answer.close()
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        found = None
    status = status_of(found) if isinstance(found, dict) else 0
    content_type = answer.headers.get("Content-Type", "application/json")
    return WholeAnswer(status or answer.status, answer.headers, body, content_type)
