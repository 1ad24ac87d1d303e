"""Whole Converse answers."""

from oneapi_desktop.dialects.bedrock_converse.errors import exception_error
from oneapi_desktop.dialects.bedrock_converse.vocabulary import IMAGE_FORMATS, STOP_REASONS, parse_usage
from oneapi_desktop.dialects.conversation import (
    Base64Source,
    Candidate,
    ChatResponse,
    Citation,
    CitationKind,
    Dialect,
    Finished,
    FinishReason,
    ImagePart,
    JsonObject,
    NativePart,
    Part,
    ReasoningPart,
    RedactedPart,
    Seal,
    SealFamily,
    SealKind,
    TextPart,
    ToolCall,
    bad_upstream,
    settled_finish,
)
from oneapi_desktop.dialects.identifiers import call_id
from oneapi_desktop.dialects.json_reading import arguments_text, as_object, as_objects, as_text, load_answer
from oneapi_desktop.dialects.seals import read

DIALECT = Dialect.BEDROCK_CONVERSE
_MEDIA_TYPES = {short: media_type for media_type, short in reversed(IMAGE_FORMATS.items())}


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body. Raises DialectError for nonsense and for an error that came
    with a status of success."""
    body = load_answer(raw)
    if "output" not in body and ("message" in body or "__type" in body):
        raise exception_error(as_text(body.get("__type")), as_text(body.get("message")))
    message = as_object(as_object(body.get("output")).get("message"))
    if not message and not body.get("stopReason"):
        raise bad_upstream("the upstream's answer has no message")
    parts = [part for block in as_objects(message.get("content")) for part in parse_block(block, credential)]
    finish = parse_stop(body.get("stopReason"))
    finish = settled_finish(finish, any(isinstance(part, ToolCall) for part in parts))
    tier = as_text(as_object(body.get("serviceTier")).get("type"))
    return ChatResponse("", "", 0, (Candidate(tuple(parts), finish),), parse_usage(body.get("usage")), tier)


def parse_stop(value: object) -> Finished:
    """Why the answer ended."""
    return Finished(STOP_REASONS.get(as_text(value), FinishReason.OTHER))


def seal_of(value: object, kind: SealKind, credential: str) -> Seal | None:
    """The proof in a reasoning block; Bedrock alone can read it."""
    return read(as_text(value), SealFamily.OTHER, kind, "", credential)


def parse_block(block: JsonObject, credential: str) -> list[Part]:
    """The parts of one content block; unknown blocks stay as they are."""
    if "text" in block:
        text = as_text(block["text"])
        return [TextPart(text)] if text else []
    if "toolUse" in block:
        use = as_object(block["toolUse"])
        if use.get("type") == "server_tool_use":
            return [NativePart(DIALECT, "toolUse", block)]
        id = as_text(use.get("toolUseId")) or call_id()
        return [ToolCall(id, as_text(use.get("name")), arguments_text(use.get("input")) or "{}")]
    if "reasoningContent" in block:
        return _parse_reasoning(as_object(block["reasoningContent"]), credential)
    if "citationsContent" in block:
        content = as_object(block["citationsContent"])
        text = "".join(as_text(piece.get("text")) for piece in as_objects(content.get("content")))
        return [TextPart(text, tuple(map(parse_citation, as_objects(content.get("citations")))))]
    if "image" in block:
        return parse_image(as_object(block["image"]))
    return [NativePart(DIALECT, next(iter(block), ""), block)] if block else []


def _parse_reasoning(content: JsonObject, credential: str) -> list[Part]:
    seal = seal_of(content.get("redactedContent"), SealKind.REDACTED, credential)
    if seal is not None:
        return [RedactedPart(seal)]
    told = as_object(content.get("reasoningText"))
    text = as_text(told.get("text"))
    seal = seal_of(told.get("signature"), SealKind.SIGNATURE, credential)
    return [ReasoningPart((text,) if text else (), seal=seal)] if text or seal else []


def parse_image(image: JsonObject) -> list[Part]:
    """A picture the model made; nothing when it has no bytes."""
    data = as_text(as_object(image.get("source")).get("bytes"))
    if not data:
        return []
    return [ImagePart(Base64Source(data, _MEDIA_TYPES.get(as_text(image.get("format")), "image/png")))]


def parse_citation(raw: JsonObject) -> Citation:
    """A citation; its location is kept natively."""
    url = as_text(as_object(as_object(raw.get("location")).get("web")).get("url"))
    quote = "".join(as_text(piece.get("text")) for piece in as_objects(raw.get("sourceContent")))
    kind = CitationKind.URL if url else CitationKind.DOCUMENT
    return Citation(kind, url, as_text(raw.get("title")), quote, dialect=DIALECT, native=raw)
