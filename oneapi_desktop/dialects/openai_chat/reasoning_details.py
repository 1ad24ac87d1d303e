"""``reasoning_details`` and its relatives: how reasoning and its seals travel in Chat Completions.

The field is a widespread extension: a list of ``reasoning.text``, ``reasoning.summary`` and
``reasoning.encrypted`` entries. Entries with one ``index`` belong to one reasoning part. Clients get
seals in envelopes; a vendor that made the field (OpenRouter) gets its own bare values back.
"""

from collections.abc import Iterable

from oneapi_desktop.dialects.conversation import (
    JsonObject,
    Part,
    ReasoningPart,
    ReasoningStyle,
    RedactedPart,
    Seal,
    SealFamily,
    SealKind,
)
from oneapi_desktop.dialects.json_reading import as_int, as_objects, as_text
from oneapi_desktop.dialects.seals import is_envelope, unwrap, wrap

_FORMATS = {
    "anthropic": SealFamily.ANTHROPIC,
    "openai": SealFamily.OPENAI,
    "azure": SealFamily.OPENAI,
    "google": SealFamily.GOOGLE,
}
_ENCRYPTED = {
    SealFamily.ANTHROPIC: SealKind.REDACTED,
    SealFamily.OPENAI: SealKind.ENCRYPTED_CONTENT,
    SealFamily.GOOGLE: SealKind.THOUGHT_SIGNATURE,
    SealFamily.OTHER: SealKind.OTHER,
}
_FORMAT_OF = {
    SealFamily.ANTHROPIC: "anthropic-claude-v1",
    SealFamily.OPENAI: "openai-responses-v1",
    SealFamily.GOOGLE: "google-gemini-v1",
    SealFamily.OTHER: "unknown",
}


def entry_seal(entry: JsonObject, model: str = "", credential: str = "") -> Seal | None:
    """The seal of one entry, bare or in an envelope; None when it has none."""
    encrypted = entry.get("type") == "reasoning.encrypted"
    value = as_text(entry.get("data") if encrypted else entry.get("signature"))
    if not value:
        return None
    if is_envelope(value):
        return unwrap(value)
    family = _FORMATS.get(as_text(entry.get("format")).partition("-")[0], SealFamily.OTHER)
    kind = _ENCRYPTED[family] if encrypted else SealKind.SIGNATURE
    return Seal(family, kind, value, model, credential)


def entry_text(entry: JsonObject) -> str:
    """The text of one entry."""
    return as_text(entry.get("summary" if entry.get("type") == "reasoning.summary" else "text"))


def parse_details(value: object, model: str = "", credential: str = "") -> list[Part]:
    """The reasoning parts of a ``reasoning_details`` list."""
    parts: list[Part] = []
    places: dict[int, int] = {}
    for order, entry in enumerate(as_objects(value)):
        kind = as_text(entry.get("type"))
        if kind not in ("reasoning.text", "reasoning.summary", "reasoning.encrypted"):
            continue
        index = as_int(entry.get("index"), -1 - order)
        seal, text = entry_seal(entry, model, credential), entry_text(entry)
        place = places.get(index)
        known = parts[place] if place is not None else None
        if isinstance(known, ReasoningPart) and place is not None:
            segments = (known.text + text,) if kind == "reasoning.text" else (*known.segments, text)
            if kind == "reasoning.encrypted":
                segments = known.segments
            parts[place] = ReasoningPart(segments, known.style, seal or known.seal)
        elif kind == "reasoning.encrypted":
            if seal is not None:
                parts.append(RedactedPart(seal))
        else:
            style = ReasoningStyle.SUMMARY if kind == "reasoning.summary" else ReasoningStyle.RAW
            places[index] = len(parts)
            parts.append(ReasoningPart((text,), style, seal))
    return parts


def parse_thinking_blocks(value: object) -> list[Part]:
    """The reasoning parts of ``thinking_blocks``, a list of Anthropic's blocks."""
    parts: list[Part] = []
    for block in as_objects(value):
        signature, data = as_text(block.get("signature")), as_text(block.get("data"))
        if block.get("type") == "redacted_thinking" and data:
            seal = unwrap(data) if is_envelope(data) else _anthropic(SealKind.REDACTED, data)
            if seal is not None:
                parts.append(RedactedPart(seal))
        elif block.get("type") == "thinking":
            text = as_text(block.get("thinking"))
            bare = _anthropic(SealKind.SIGNATURE, signature) if signature else None
            seal = unwrap(signature) if is_envelope(signature) else bare
            parts.append(ReasoningPart((text,), ReasoningStyle.RAW, seal))
    return parts


def _anthropic(kind: SealKind, value: str) -> Seal:
    return Seal(SealFamily.ANTHROPIC, kind, value)


def details_of(part: ReasoningPart | RedactedPart, index: int, *, bare: bool = False) -> list[JsonObject]:
    """The entries of one reasoning part; ``bare`` for the vendor whose field it is."""
    entries: list[JsonObject] = []
    if isinstance(part, ReasoningPart):
        if part.style is ReasoningStyle.SUMMARY:
            entries.append({"type": "reasoning.summary", "summary": part.text, "index": index})
        else:
            entries.append({"type": "reasoning.text", "text": part.text, "index": index})
    if part.seal is not None:
        format = _FORMAT_OF[part.seal.family]
        if bare and part.seal.kind is SealKind.SIGNATURE and entries:
            entries[0] |= {"signature": part.seal.value, "format": format}
        else:
            data = part.seal.value if bare else wrap(part.seal)
            encrypted: JsonObject = {"type": "reasoning.encrypted", "data": data, "index": index}
            entries.append(encrypted | {"format": format} if bare else encrypted)
    return entries


def message_details(parts: Iterable[Part], *, bare: bool = False) -> list[JsonObject]:
    """The entries of a whole message. A client gets only sealed reasoning this way, because the rest
    is in ``reasoning_content``; the vendor whose field it is gets all of it."""
    reasoning = [p for p in parts if isinstance(p, ReasoningPart | RedactedPart)]
    return [
        entry
        for index, part in enumerate(reasoning)
        if bare or part.seal is not None
        for entry in details_of(part, index, bare=bare)
    ]
