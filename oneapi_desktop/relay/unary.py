"""Embeddings, reranking and images for an upstream of another dialect than the client's."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from oneapi_desktop.dialects.conversation import Dialect, Notes, TokenUsage, unsupported
from oneapi_desktop.dialects.json_reading import dump_bytes
from oneapi_desktop.dialects.registry import unary_function
from oneapi_desktop.dialects.unary import EmbeddingResponse, ImageResponse, MadeImage, RerankResponse
from oneapi_desktop.domain.errors import RequestError
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.relay.directory import ChannelEntry
from oneapi_desktop.relay.remote_fetch import RemoteFetcher
from oneapi_desktop.relay.run import Run
from oneapi_desktop.relay.tally import Tally
from oneapi_desktop.relay.wire import unary_writer

SHAPES = {Mode.EMBEDDINGS: "embedding", Mode.RERANK: "rerank", Mode.IMAGES: "image"}
"""What the functions of a mode are called after: ``parse_embedding_request`` …"""


@dataclass(slots=True)
class UnaryCrossing:
    """One attempt's translation. ``images`` is how many pictures the answer held, ``notes`` what of it the client
    did not get as it asked."""

    upstream: Dialect
    body: bytes
    request: Any
    parse: Callable[[bytes], Any]
    build: Callable[[Any], dict[str, Any]]
    images: int = 0
    notes: Notes = field(default_factory=Notes)

    async def take(self, body: bytes, run: Run, fetcher: RemoteFetcher) -> bytes:
        """The client's body of the upstream's answer, whose usage goes to the run. Raises DialectError."""
        response = self.parse(body)
        run.tally = Tally(usage=response.usage, done=True)
        if isinstance(response, EmbeddingResponse):
            response = replace(response, model=run.model, encoding=self.request.encoding)
        elif isinstance(response, RerankResponse):
            response = replace(_with_documents(response, self.request), model=run.model)
        elif isinstance(response, ImageResponse):
            self.images = len(response.images)
            if self.request.format == "b64_json":
                response = await self._with_bytes(response, fetcher)
        return dump_bytes(self.build(response))

    async def _with_bytes(self, response: ImageResponse, fetcher: RemoteFetcher) -> ImageResponse:
        """The pictures themselves in place of their addresses. One that cannot be fetched keeps its address: it is
        made, and paid for."""

        async def filled(image: MadeImage) -> MadeImage:
            if image.data or not image.url:
                return image
            try:
                found = await fetcher.fetch([image.url])
            except RequestError as error:
                self.notes.changed("response_format", error.message)
                return image
            return replace(image, url="", data=found[image.url].data)

        return replace(response, images=tuple(await asyncio.gather(*map(filled, response.images))))


def cross_unary(run: Run, entry: ChannelEntry, upstream: Dialect) -> UnaryCrossing:
    """Translate a run's request. Raises DialectError, UNSUPPORTED where either side lacks the shape."""
    endpoint = run.inbound.endpoint
    shape = SHAPES.get(endpoint.mode, "")
    parse_request = unary_function(endpoint.dialect, f"parse_{shape}_request")
    build_response = unary_writer(endpoint, shape)
    build_request = unary_function(upstream, f"build_{shape}_request")
    parse_response = unary_function(upstream, f"parse_{shape}_response")
    if parse_request is None or build_response is None or build_request is None or parse_response is None:
        raise unsupported(f"{entry.provider.label} has no endpoint for {endpoint.mode.value}", "model")
    request = replace(parse_request({"model": run.model, **run.body}), model=run.upstream_model)
    body = {**build_request(request), **entry.channel.param_override}
    return UnaryCrossing(upstream, dump_bytes(body), request, parse_response, build_response)


def unary_usage(dialect: Dialect, mode: Mode, body: bytes) -> TokenUsage | None:
    """What an answer of a client's own dialect reports, None when it reports nothing that can be read."""
    parse = unary_function(dialect, f"parse_{SHAPES.get(mode)}_response")
    if parse is None:
        return None
    usage: TokenUsage | None = parse(body).usage
    return usage


def _with_documents(response: RerankResponse, request: Any) -> RerankResponse:
    """The results with their documents, when the client wants them and the upstream left them out."""
    if not request.return_documents:
        return response
    documents = request.documents
    results = tuple(
        result
        if result.document is not None or not 0 <= result.index < len(documents)
        else replace(result, document=documents[result.index])
        for result in response.results
    )
    return replace(response, results=results)
