"""Embeddings, reranking and images, independent of a wire format. None or "" = not given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from oneapi_desktop.dialects.conversation import TokenUsage


@dataclass(frozen=True, slots=True)
class EmbeddingRequest:
    """``inputs`` are texts, or token ids where the caller sent them. ``encoding`` is how the caller
    wants vectors written (``float`` or ``base64``: little-endian float32). ``task`` is what the
    vectors are for, in Gemini's words (RETRIEVAL_QUERY, SEMANTIC_SIMILARITY …)."""

    model: str
    inputs: tuple[str | tuple[int, ...], ...]
    dimensions: int | None = None
    encoding: str = ""
    task: str = ""
    title: str = ""
    user: str = ""
    truncate: bool | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EmbeddingResponse:
    """One vector per input, in their order. ``encoding`` is how the caller wants them written."""

    vectors: tuple[tuple[float, ...], ...]
    model: str = ""
    usage: TokenUsage | None = None
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class RerankRequest:
    """``documents`` are texts or objects with a text field. ``return_documents`` echoes them."""

    model: str
    query: str
    documents: tuple[str | Mapping[str, Any], ...]
    top_n: int | None = None
    return_documents: bool = False
    max_chunks_per_doc: int | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RerankResult:
    """``index`` points into the request's documents; ``score`` is higher for what fits better."""

    index: int
    score: float
    document: str | Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class RerankResponse:
    """Results, best first. ``searches`` is Cohere's billing unit."""

    results: tuple[RerankResult, ...]
    id: str = ""
    model: str = ""
    usage: TokenUsage | None = None
    searches: int | None = None


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """``size`` is OpenAI's word, such as 1024x1024; ``format`` is ``url`` or ``b64_json``."""

    model: str
    prompt: str
    n: int = 1
    size: str = ""
    quality: str = ""
    style: str = ""
    format: str = ""
    negative_prompt: str = ""
    seed: int | None = None
    user: str = ""
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MadeImage:
    """One picture: an address, or base64 text."""

    url: str = ""
    data: str = ""
    revised_prompt: str = ""


@dataclass(frozen=True, slots=True)
class ImageResponse:
    """The pictures of one request. ``created`` is Unix seconds."""

    images: tuple[MadeImage, ...]
    created: int = 0
    usage: TokenUsage | None = None
