"""Embeddings, reranking and images for an upstream of another dialect than the client's."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from oneapi_desktop.dialects.conversation import Dialect, TokenUsage, unsupported
from oneapi_desktop.dialects.json_reading import dump_bytes
from oneapi_desktop.dialects.registry import unary_function
from oneapi_desktop.dialects.unary import EmbeddingResponse, ImageResponse, RerankResponse
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.relay.directory import ChannelEntry
from oneapi_desktop.relay.run import Run
from oneapi_desktop.relay.tally import Tally

SHAPES = {Mode.EMBEDDINGS: "embedding", Mode.RERANK: "rerank", Mode.IMAGES: "image"}
"""What the functions of a mode are called after: ``parse_embedding_request`` …"""


@dataclass(slots=True)
class UnaryCrossing:
    """One attempt's translation. ``images`` is how many pictures the answer held."""

    upstream: Dialect
    body: bytes
    request: Any
    parse: Callable[[bytes], Any]
    build: Callable[[Any], dict[str, Any]]
    images: int = 0

    def take(self, body: bytes, run: Run) -> bytes:
        """The client's body of the upstream's answer, whose usage goes to the run. Raises DialectError."""
        response = self.parse(body)
        run.tally = Tally(usage=response.usage, done=True)
        if isinstance(response, EmbeddingResponse):
            response = replace(response, model=run.model, encoding=self.request.encoding)
        elif isinstance(response, RerankResponse):
            response = replace(_with_documents(response, self.request), model=run.model)
        elif isinstance(response, ImageResponse):
            self.images = len(response.images)
        return dump_bytes(self.build(response))


def cross_unary(run: Run, entry: ChannelEntry, upstream: Dialect) -> UnaryCrossing:
    """Translate a run's request. Raises DialectError, UNSUPPORTED where either side lacks the shape."""
    endpoint = run.inbound.endpoint
    shape = SHAPES.get(endpoint.mode)
    names = (f"parse_{shape}_request", f"build_{shape}_response", f"build_{shape}_request", f"parse_{shape}_response")
    prefix = f"{endpoint.variant}_" if endpoint.variant else ""
    names = (names[0].replace("parse_", f"parse_{prefix}"), names[1].replace("build_", f"build_{prefix}"), *names[2:])
    found = [
        unary_function(endpoint.dialect if position < 2 else upstream, name) for position, name in enumerate(names)
    ]
    if shape is None or None in found:
        raise unsupported(f"{entry.provider.label} has no endpoint for {endpoint.mode.value}", "model")
    parse_request, build_response, build_request, parse_response = found
    request = replace(parse_request(run.body), model=run.upstream_model)
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
