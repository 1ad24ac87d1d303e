"""AWS's binary event stream, unpacked by botocore into server-sent events.

Source of the framing: Amazon's "Event stream encoding"; of the event names: the Bedrock runtime's
service model.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from botocore.eventstream import EventStreamBuffer, ParserError  # type: ignore[import-untyped]

from oneapi_desktop.dialects.json_reading import as_object, as_text
from oneapi_desktop.dialects.sse import encode_event
from oneapi_desktop.providers.upstream import FaultKind, UpstreamFault


@dataclass(frozen=True, slots=True)
class AwsMessage:
    """One message: an event or an exception, by its ``name``, with its JSON payload."""

    name: str
    payload: dict[str, Any]
    is_exception: bool = False


Writer = Callable[[AwsMessage], bytes]


class EventStreamUnpacker:
    """Bytes of an AWS event stream to bytes of server-sent events, written by ``writer``."""

    def __init__(self, writer: Writer) -> None:
        self._buffer = EventStreamBuffer()
        self._writer = writer

    def feed(self, data: bytes) -> bytes:
        """The events these bytes complete. Raises UpstreamFault for a damaged frame."""
        self._buffer.add_data(data)
        try:
            return b"".join(self._writer(_read(message)) for message in self._buffer)
        except (ParserError, ValueError, KeyError, UnicodeDecodeError):
            raise UpstreamFault(FaultKind.GARBAGE, "the upstream's event stream is damaged") from None


def _read(message: Any) -> AwsMessage:
    headers = message.headers
    try:
        payload = as_object(orjson.loads(message.payload)) if message.payload else {}
    except orjson.JSONDecodeError:
        payload = {"message": message.payload.decode("utf-8", "replace")}
    kind = headers.get(":message-type", "event")
    if kind == "exception":
        return AwsMessage(str(headers.get(":exception-type", "")), payload, is_exception=True)
    if kind == "error":
        payload = {"message": str(headers.get(":error-message", ""))}
        return AwsMessage(str(headers.get(":error-code", "")), payload, is_exception=True)
    return AwsMessage(str(headers.get(":event-type", "")), payload)


def named_object(message: AwsMessage) -> bytes:
    """``{name: payload}``, as the Converse parser reads it."""
    name = message.name
    if message.is_exception and not name.endswith("Exception"):
        name += "Exception"
    return encode_event(orjson.dumps({name: message.payload}))


def vendor_event(message: AwsMessage) -> bytes:
    """The vendor's own event inside a ``chunk`` of InvokeModel, b"" for anything else."""
    if message.is_exception:
        return named_object(message)
    if message.name != "chunk":
        return b""
    try:
        return base64.b64decode(as_text(message.payload.get("bytes")), validate=True)
    except binascii.Error:
        raise ValueError("the bytes of a chunk are not base64") from None


def llama_event(message: AwsMessage) -> bytes:
    """A chunk of Llama's."""
    data = vendor_event(message)
    return encode_event(data) if data and not message.is_exception else data


_ANTHROPIC_ERRORS = {
    "throttling": "rate_limit_error",
    "servicequotaexceeded": "rate_limit_error",
    "modelnotready": "overloaded_error",
    "serviceunavailable": "overloaded_error",
    "validation": "invalid_request_error",
    "modeltimeout": "timeout_error",
    "accessdenied": "permission_error",
    "resourcenotfound": "not_found_error",
}


def anthropic_error(name: str, message: str) -> dict[str, Any]:
    """An AWS exception in Anthropic's shape; an unknown name is an ``api_error``."""
    word = name.rpartition("#")[2].partition(":")[0].removesuffix("Exception").lower()
    error = {"type": _ANTHROPIC_ERRORS.get(word, "api_error"), "message": message or name}
    return {"type": "error", "error": error}


def anthropic_event(message: AwsMessage) -> bytes:
    """An event of Claude's, named by its type as Anthropic itself does it."""
    if message.is_exception:
        told = as_text(message.payload.get("originalMessage")) or as_text(message.payload.get("message"))
        return encode_event(orjson.dumps(anthropic_error(message.name, told)), "error")
    data = vendor_event(message)
    if not data:
        return b""
    return encode_event(data, as_text(as_object(orjson.loads(data)).get("type")))
