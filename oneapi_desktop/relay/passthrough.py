"""Same dialect on both sides: the request with the fewest possible edits, the answer as it comes.

A read-only observer runs beside the stream for usage, errors and the end.
"""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from oneapi_desktop.dialects import seals
from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.dialects.openai_usage import has_error, loads, read_usage
from oneapi_desktop.dialects.raw_json import insert_field, replace_fields, top_level_spans, value_span
from oneapi_desktop.dialects.sse import DONE, SseEvent
from oneapi_desktop.domain.usage import Usage
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.relay.directory import ChannelEntry
from oneapi_desktop.relay.endpoints import Endpoint

if TYPE_CHECKING:
    from oneapi_desktop.relay.run import Run

_ENVELOPES = (seals.PREFIX.encode(), b64encode(seals.PREFIX.encode()).rstrip(b"=")[:-1])
"""How an envelope begins, as text and as the base64 that Google's fields hold."""
_NO_SIGNATURE = re.compile(rb'"signature"\s*:\s*""')
_FINISH = re.compile(rb'"finish_reason"\s*:\s*"')
_USAGE = re.compile(rb'"usage"\s*:\s*\{')
_FINAL_TYPE = re.compile(rb'"type"\s*:\s*"[a-z_.]*(?:completed|\.done)"')
_MARKS = re.compile(b"|".join((b'"error"', _FINISH.pattern, _USAGE.pattern, _FINAL_TYPE.pattern)))
"""What an event must hold to be looked at more closely."""

KEPT_BYTES = 4 * 1024 * 1024
"""Produced events kept for an estimate in case the upstream reports no usage."""


def client_asked_usage(body: dict[str, Any]) -> bool:
    """Whether the client itself asked for the usage chunk."""
    options = body.get("stream_options")
    return isinstance(options, dict) and options.get("include_usage") is True


def edit_body(
    raw: bytes, body: dict[str, Any], endpoint: Endpoint, entry: ChannelEntry, upstream_model: str, *, ask_usage: bool
) -> bytes:
    """The bytes to send upstream: the client's own unless a mapping, override, system prompt or the
    usage flag asks for an edit, and then with that field alone changed. Raises NotAnObject."""
    channel = entry.channel
    fields: dict[str, Any] = {}
    if upstream_model and body.get("model") != upstream_model:
        fields["model"] = upstream_model
    if channel.param_override:
        fields.update(channel.param_override)
    if ask_usage:
        options = body.get("stream_options")
        if "stream_options" not in body and not fields and not channel.system_prompt:
            return insert_field(raw, "stream_options", {"include_usage": True})
        fields["stream_options"] = {**(options if isinstance(options, dict) else {}), "include_usage": True}
    if fields:
        raw = replace_fields(raw, fields)
    if channel.system_prompt and endpoint.mode is Mode.CHAT:
        raw = force_system_prompt(raw, body, channel.system_prompt)
    return raw


def force_system_prompt(raw: bytes, body: dict[str, Any], prompt: str) -> bytes:
    """The body with a channel's system prompt: it replaces the content of a leading system or
    developer message, else a system message is put first. Other messages keep their bytes."""
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        return raw
    text = raw.decode("utf-8")
    opening = top_level_spans(text)["messages"][0] + 1
    first = messages[0]
    if isinstance(first, dict) and first.get("role") in {"system", "developer"}:
        start, end = value_span(text, opening)
        edited = replace_fields(text[start:end].encode(), {"content": prompt}).decode()
        return f"{text[:start]}{edited}{text[end:]}".encode()
    member = orjson.dumps({"role": "system", "content": prompt}).decode()
    return f"{text[:opening]}{member},{text[opening:]}".encode()


def edited(run: "Run", entry: ChannelEntry) -> bytes:
    """The bytes to send to an upstream of the client's dialect, any but Chat Completions: the client's
    own, with the channel's model, overrides and system prompt put in place. Raises NotAnObject."""
    channel, body, dialect = entry.channel, run.body, run.inbound.endpoint.dialect
    fields: dict[str, Any] = {}
    if dialect is not Dialect.GEMINI and body.get("model") != run.upstream_model:
        fields["model"] = run.upstream_model
    fields |= channel.param_override
    raw = run.inbound.body
    if channel.system_prompt and run.inbound.endpoint.mode is Mode.CHAT:
        if dialect is Dialect.OLLAMA and "messages" in body:
            raw = force_system_prompt(raw, body, channel.system_prompt)
        else:
            fields |= _instructions(dialect, body, channel.system_prompt)
    return replace_fields(raw, fields)


def _instructions(dialect: Dialect, body: dict[str, Any], prompt: str) -> dict[str, Any]:
    """The field that holds a dialect's instructions."""
    if dialect is Dialect.OPENAI_RESPONSES:
        return {"instructions": prompt}
    if dialect is Dialect.GEMINI:
        name = "system_instruction" if "system_instruction" in body else "systemInstruction"
        return {name: {"parts": [{"text": prompt}]}}
    return {"system": prompt}


def holds_foreign_seals(raw: bytes, dialect: Dialect) -> bool:
    """Whether a history holds proofs of reasoning that its own vendor would refuse: envelopes of another
    vendor's, or none at all. Such a request is read and written anew, which leaves them out."""
    if any(mark in raw for mark in _ENVELOPES):
        return True
    return dialect is Dialect.ANTHROPIC and _NO_SIGNATURE.search(raw) is not None


@dataclass(slots=True)
class StreamObserver:
    """Watches a stream of the OpenAI family.

    ``hide_usage`` drops the usage-only chunk that the gateway asked for. ``finished`` is True once
    the model said why it stopped, ``done`` once the terminal event came, ``error`` holds an error
    event's bytes.
    """

    endpoint: Endpoint
    hide_usage: bool
    usage: Usage | None = None
    finished: bool = False
    done: bool = False
    error: bytes | None = None
    images: int = 0
    kept: list[bytes] = field(default_factory=list)
    kept_bytes: int = 0
    dropped_bytes: int = 0

    @property
    def ends_with_done(self) -> bool:
        """Whether this endpoint's streams end with ``[DONE]``."""
        return self.endpoint.usage_option

    @property
    def produced(self) -> bool:
        """Whether anything was produced that would be billed."""
        return bool(self.kept or self.dropped_bytes)

    def observe(self, event: SseEvent) -> bool:
        """Take in one event; whether it goes on to the client."""
        data = event.data
        if data is None:
            return True
        if data.startswith(DONE):
            self.done = True
            return False
        if _MARKS.search(data) is None:
            # Nearly every event: a piece of the answer.
            if self.usage is None:
                self._keep(data)
            return True
        if b'"error"' in data and has_error(loads(data)):
            self.error = data
            return False
        if _FINISH.search(data) or (not self.ends_with_done and _FINAL_TYPE.search(data)):
            self.finished = True
        if _USAGE.search(data):
            answer = loads(data)
            usage = read_usage(answer.get("usage"))
            if usage is not None:
                self.usage = usage
            if usage is not None and self.hide_usage and not answer.get("choices"):
                return False
        elif self.usage is None:
            self._keep(data)
        return True

    def _keep(self, data: bytes) -> None:
        if self.kept_bytes < KEPT_BYTES:
            self.kept.append(data)
            self.kept_bytes += len(data)
        else:
            self.dropped_bytes += len(data)
