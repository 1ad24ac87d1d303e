"""A request that goes to an upstream in another dialect than its client's: the way there and back."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import orjson

from oneapi_desktop.dialects import remote_media
from oneapi_desktop.dialects.conversation import (
    Capabilities,
    ChatRequest,
    ChatResponse,
    Dialect,
    DialectError,
    Event,
    Note,
    Reply,
    TextPart,
)
from oneapi_desktop.dialects.json_reading import dump_bytes
from oneapi_desktop.dialects.registry import StreamBuilder, StreamParser, codec
from oneapi_desktop.dialects.tool_bridge import ToolBridge
from oneapi_desktop.domain.errors import ErrorKind
from oneapi_desktop.providers.capabilities import fitted
from oneapi_desktop.relay.directory import ChannelEntry
from oneapi_desktop.relay.estimate import prompt_tokens
from oneapi_desktop.relay.remote_fetch import RemoteFetcher
from oneapi_desktop.relay.run import Run
from oneapi_desktop.relay.wire import stream_builder

LONGEST_FIELD, LONGEST_DETAIL = 60, 300
"""Characters of a note that are kept; a client's field may have any name."""
LARGE = 512 * 1024
"""Bytes from which reading or writing a body leaves the loop."""


@dataclass(slots=True)
class Crossing:
    """One attempt's translation. ``body`` is what goes upstream, ``notes`` what it could not carry.

    A bridge remembers the calls of one answer, so a crossing serves one answer.
    """

    client: Dialect
    upstream: Dialect
    request: ChatRequest
    target: Capabilities
    bridge: ToolBridge
    body: bytes
    notes: list[Note]
    reply: Reply
    array: bool = False

    def parser(self) -> StreamParser:
        """Reads the upstream's stream."""
        return codec(self.upstream).StreamParser(self.target.seal_credential)

    def builder(self) -> StreamBuilder:
        """Writes the client's stream."""
        return stream_builder(self.client, self.reply, array=self.array)

    def restored(self, event: Event) -> Iterable[Event]:
        """An event of the upstream as the client's own tools would have it; zero or more events."""
        return self.bridge.restored(event)

    async def read_whole(self, body: bytes) -> ChatResponse:
        """The upstream's whole answer as the client's own tools would have it. Raises DialectError."""
        read = codec(self.upstream).parse_response
        credential = self.target.seal_credential
        response = await asyncio.to_thread(read, body, credential) if len(body) > LARGE else read(body, credential)
        return self.bridge.restored_response(response)

    def written(self, response: ChatResponse) -> bytes:
        """The client's body of a whole answer. Raises DialectError."""
        return dump_bytes(codec(self.client).build_response(response, self.reply))


async def read_conversation(run: Run) -> ChatRequest:
    """The request as a conversation, read once per run. Raises DialectError."""
    if run.conversation is None:
        read = codec(run.inbound.endpoint.dialect).parse_request
        # Gemini's bodies need not name the model, and Ollama's name it as the client knows it.
        body = {"model": run.model, **run.body}
        request = await asyncio.to_thread(read, body) if len(run.inbound.body) > LARGE else read(body)
        run.conversation = replace(request, model=run.model, stream=run.record.stream)
    return run.conversation


class Translator:
    """Makes crossings. ``strict`` conversion refuses what would change a request's meaning."""

    def __init__(self, fetcher: RemoteFetcher) -> None:
        self._fetcher = fetcher

    async def cross(self, run: Run, entry: ChannelEntry, upstream: Dialect, *, strict: bool) -> Crossing:
        """Translate a run's request for a channel. Raises DialectError: INVALID_REQUEST for a request
        nobody can take, UNSUPPORTED for one that this target cannot express."""
        endpoint = run.inbound.endpoint
        request = await read_conversation(run)
        channel = entry.channel
        target = entry.adapter.capabilities(entry.provider, channel, upstream, run.upstream_model)
        target = fitted(replace(target, seal_credential=entry.credential), request)
        if channel.system_prompt:
            request = replace(request, system=(TextPart(channel.system_prompt),))
        request = await self._with_media(run, request, target)
        body, notes = await self._built(run, upstream, request, target)
        if channel.param_override:
            body |= channel.param_override
        refused = next((note for note in notes if note.semantic), None) if strict else None
        if refused is not None:
            raise DialectError(
                ErrorKind.UNSUPPORTED,
                f"{refused.field} would be {refused.action.value} for this model ({refused.detail}); leave it out, or "
                "switch the setting strict_conversion off",
                param=refused.field,
            )
        reply = Reply.to(request, upstream)
        if run.recalled is not None:
            service = replace(request.service, previous_response_id=run.recalled.previous_id)
            reply = replace(reply, request=replace(request, service=service))
        if endpoint.dialect is Dialect.ANTHROPIC and run.record.stream:
            reply = replace(reply, estimated_prompt=prompt_tokens(run.body))
        return Crossing(
            endpoint.dialect,
            upstream,
            request,
            target,
            codec(upstream).tool_bridge(request, target),
            dump_bytes(body),
            notes,
            reply,
            run.inbound.array_framing,
        )

    async def _built(
        self, run: Run, upstream: Dialect, request: ChatRequest, target: Capabilities
    ) -> tuple[dict[str, Any], list[Note]]:
        build = codec(upstream).build_request
        if len(run.inbound.body) > LARGE:
            return await asyncio.to_thread(build, request, target)
        return build(request, target)

    async def _with_media(self, run: Run, request: ChatRequest, target: Capabilities) -> ChatRequest:
        """The request with the bytes of every address that the target cannot fetch itself."""
        if target.image_urls and target.file_urls:
            return request
        wanted = remote_media.addresses(request, images=not target.image_urls, files=not target.file_urls)
        missing = [url for url in wanted if url not in run.fetched]
        if missing:
            run.fetched |= await self._fetcher.fetch(missing)
        return remote_media.with_bytes(request, run.fetched) if wanted else request


def notes_json(notes: list[Note], client: Dialect, upstream: Dialect) -> str:
    """Notes as the ledger keeps them."""
    return orjson.dumps(
        [
            {
                "action": note.action.value,
                "field": note.field[:LONGEST_FIELD],
                "detail": note.detail[:LONGEST_DETAIL],
                "semantic": note.semantic,
                "from": client.value,
                "to": upstream.value,
            }
            for note in notes
        ]
    ).decode()


def notes_header(notes: list[Note]) -> str:
    """Notes as a short comma list for a header, at most 20; field names are the client's and may hold
    anything, so only harmless characters stay."""
    words = (f"{note.action.value}:{note.field[:LONGEST_FIELD]}" for note in notes[:20])
    return ",".join("".join(c if c.isascii() and (c.isalnum() or c in ":_.-") else "_" for c in w) for w in words)
