"""Addresses in a request that its target cannot fetch itself.

The builders do no I/O: the caller asks which addresses must be fetched, fetches them under its own
rules, and puts the bytes in their place before building.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from oneapi_desktop.dialects.conversation import (
    Base64Source,
    ChatRequest,
    FilePart,
    ImagePart,
    NativePart,
    Part,
    TextPart,
    ToolResult,
    UrlSource,
)


def addresses(request: ChatRequest, *, images: bool, files: bool) -> list[str]:
    """The distinct addresses of images and files to fetch, in order of appearance. ``images`` and
    ``files`` say which kind the target cannot take as an address."""
    found = (_address(p, images, files) for turn in request.turns for p in _flat(turn.parts))
    return list(dict.fromkeys(url for url in found if url))


def _flat(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, ToolResult):
            yield from part.parts
        else:
            yield part


def _address(part: Part, images: bool, files: bool) -> str:
    wanted = (isinstance(part, ImagePart) and images) or (isinstance(part, FilePart) and files)
    if wanted and isinstance(part, ImagePart | FilePart) and isinstance(part.source, UrlSource):
        return part.source.url
    return ""


def with_bytes(request: ChatRequest, fetched: Mapping[str, Base64Source]) -> ChatRequest:
    """The request with the bytes of every fetched address in its place."""
    turns = tuple(
        replace(turn, parts=tuple(_filled(part, fetched.get) for part in turn.parts)) for turn in request.turns
    )
    return replace(request, turns=turns)


def _filled(part: Part, fetched: Callable[[str], Base64Source | None]) -> Part:
    if isinstance(part, ToolResult):
        inner = (_filled(p, fetched) for p in part.parts)
        kept = (p for p in inner if isinstance(p, TextPart | ImagePart | FilePart | NativePart))
        return replace(part, parts=tuple(kept))
    if isinstance(part, ImagePart | FilePart) and isinstance(part.source, UrlSource):
        source = fetched(part.source.url)
        if source is not None:
            return replace(part, source=source)
    return part
