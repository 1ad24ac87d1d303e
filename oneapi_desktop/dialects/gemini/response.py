"""Whole generateContent answers, read and written."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from oneapi_desktop.dialects import identifiers
from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    Candidate,
    ChatResponse,
    Citation,
    Dialect,
    FileIdSource,
    FilePart,
    Finished,
    FinishReason,
    ImagePart,
    JsonObject,
    NativePart,
    Part,
    ReasoningPart,
    RedactedPart,
    RefusalPart,
    Reply,
    Seal,
    TextPart,
    ToolCall,
    UrlSource,
    VideoPart,
    bad_upstream,
    settled_finish,
)
from oneapi_desktop.dialects.gemini.citations import build_grounding, parse_citations, searches
from oneapi_desktop.dialects.gemini.errors import error_of
from oneapi_desktop.dialects.gemini.field_names import camel
from oneapi_desktop.dialects.gemini.logprobs import build_logprobs, parse_logprobs
from oneapi_desktop.dialects.gemini.parts_parser import parse_answer_part
from oneapi_desktop.dialects.gemini.signatures import write_signature
from oneapi_desktop.dialects.gemini.usage import build_usage, parse_usage
from oneapi_desktop.dialects.gemini.vocabulary import (
    BUILT_FINISH_REASONS,
    FINISH_REASONS,
    MALFORMED_CALL,
    TIERS_PARSED,
)
from oneapi_desktop.dialects.json_reading import (
    arguments_object,
    as_int,
    as_object,
    as_objects,
    as_text,
    load_answer,
)
from oneapi_desktop.dialects.media import audio_media_type, sniff

DIALECT = Dialect.GEMINI

_KNOWN = frozenset(["candidates", "usageMetadata", "modelVersion", "responseId", "createTime", "promptFeedback"])
_EXPLAINED = (FinishReason.CONTENT_FILTER, FinishReason.RECITATION)

UNREADABLE_CALL = "The model wrote a function call that cannot be read."


def parse_response(
    raw: bytes | JsonObject, credential: str = "", *, new_call_id: Callable[[], str] = identifiers.call_id
) -> ChatResponse:
    """The answer of an upstream's body; ``new_call_id`` makes ids for models that give none. Raises
    DialectError for nonsense and for an error that came with a status of success."""
    body = camel(load_answer(raw))
    if body.get("error"):
        raise error_of(body["error"])
    model = as_text(body.get("modelVersion"))
    rows = [camel(row) for row in as_objects(body.get("candidates"))]
    blocked = parse_blocked(body)
    if not rows and blocked is None:
        raise bad_upstream("the upstream's answer has no candidates")
    candidates = [_parse_candidate(row, order, model, credential, new_call_id) for order, row in enumerate(rows)]
    if blocked is not None and not candidates:
        candidates = [Candidate((), blocked)]
    usage = as_object(body.get("usageMetadata"))
    return ChatResponse(
        as_text(body.get("responseId")),
        model,
        parse_time(body.get("createTime")),
        tuple(sorted(candidates, key=lambda candidate: candidate.index)),
        parse_usage(usage, sum(map(searches, rows))),
        parse_tier(usage),
        {key: value for key, value in body.items() if key not in _KNOWN},
    )


def parse_blocked(body: JsonObject) -> Finished | None:
    """How an answer ended whose prompt was refused; None when it was not."""
    feedback = camel(as_object(body.get("promptFeedback")))
    if not as_text(feedback.get("blockReason")):
        return None
    return Finished(FinishReason.CONTENT_FILTER, explanation=as_text(feedback.get("blockReasonMessage")))


def parse_tier(usage: JsonObject) -> str:
    """The tier an answer was served at, in OpenAI's words, "" when it is not told."""
    return TIERS_PARSED.get(as_text(camel(usage).get("serviceTier")).lower(), "")


def parse_time(value: object) -> int:
    """Unix seconds of an RFC 3339 time, 0 when there is none."""
    try:
        return max(0, int(datetime.fromisoformat(as_text(value)).timestamp()))
    except (ValueError, OverflowError):
        return 0


def parse_finish(candidate: JsonObject, *, called: bool) -> Finished:
    """Why a candidate ended."""
    reason = FINISH_REASONS.get(as_text(candidate.get("finishReason")), FinishReason.OTHER)
    explanation = as_text(candidate.get("finishMessage")) if reason in _EXPLAINED else ""
    finish = Finished(reason, as_int(candidate.get("index")), explanation=explanation)
    return settled_finish(finish, called)


def _parse_candidate(
    row: JsonObject, order: int, model: str, credential: str, new_call_id: Callable[[], str]
) -> Candidate:
    content = camel(as_object(row.get("content")))
    parts: list[Part] = []
    for place, raw in enumerate(as_objects(content.get("parts"))):
        part = parse_answer_part(raw, model, credential)
        if isinstance(part, ToolCall) and not part.id:
            part = replace(part, id=new_call_id())
        elif isinstance(part, TextPart) and part.text:
            part = replace(part, citations=tuple(parse_citations(row, part.text, part=place)))
        if part is not None:
            parts.append(part)
    called = any(isinstance(part, ToolCall) for part in parts)
    index = as_int(row.get("index"), order)
    return Candidate(tuple(parts), replace(parse_finish(row, called=called), candidate=index), parse_logprobs(row))


def response_id() -> str:
    """An answer's id: 22 characters."""
    return secrets.token_urlsafe(16)


def answer_id(upstream_id: str, reply: Reply) -> str:
    """The id of an answer: the caller's choice, the upstream's when it is of this dialect, or new."""
    if reply.id:
        return reply.id
    own = reply.upstream in (None, DIALECT)
    return upstream_id if own and upstream_id else response_id()


def build_response(response: ChatResponse, reply: Reply) -> JsonObject:
    """The body for a client."""
    body: JsonObject = {"candidates": [_build_candidate(candidate, reply) for candidate in response.candidates]}
    if response.usage is not None:
        body["usageMetadata"] = build_usage(response.usage)
    body["modelVersion"] = reply.model or response.model
    body["responseId"] = answer_id(response.id, reply)
    if reply.upstream is DIALECT:
        body |= response.extras
    return body


def _build_candidate(candidate: Candidate, reply: Reply) -> JsonObject:
    parts: list[JsonObject] = []
    cited: list[tuple[int, str, Sequence[Citation]]] = []
    reason = BUILT_FINISH_REASONS[candidate.finish.reason]
    message = candidate.finish.explanation
    for part in candidate.parts:
        if isinstance(part, ToolCall):
            built = build_call(part)
            if built is not None:
                parts.append(built)
            elif candidate.finish.reason is not FinishReason.LENGTH:
                reason, message = MALFORMED_CALL, UNREADABLE_CALL
            continue
        if isinstance(part, TextPart) and part.citations:
            cited.append((len(parts), part.text, part.citations))
        parts += build_parts(part, reply)
    row: JsonObject = {"content": {"role": "model", "parts": parts} if parts else {"role": "model"}}
    row["finishReason"] = reason
    if message:
        row["finishMessage"] = message
    row["index"] = candidate.index
    grounding = build_grounding(cited)
    if grounding is not None:
        row["groundingMetadata"] = grounding
    if candidate.logprobs:
        row["logprobsResult"] = build_logprobs(candidate.logprobs)
    return row


def signed(block: JsonObject, seal: Seal | None) -> JsonObject:
    """The part with its signature, if there is one."""
    return block if seal is None else block | {"thoughtSignature": write_signature(seal)}


def build_call(call: ToolCall) -> JsonObject | None:
    """A call for a client; None when its arguments cannot be read, because this dialect has no place
    for text."""
    arguments, valid = arguments_object(call.arguments)
    if not valid:
        return None
    function: JsonObject = {"id": call.id} if call.id else {}
    return signed({"functionCall": function | {"name": call.name, "args": arguments}}, call.seal)


def build_parts(part: Part, reply: Reply) -> list[JsonObject]:
    """The parts for a client of one that is no call, none for what has no form here."""
    if isinstance(part, TextPart):
        return [signed({"text": part.text}, part.seal)] if part.text or part.seal is not None else []
    if isinstance(part, RefusalPart):
        return [{"text": part.text}] if part.text else []
    if isinstance(part, ReasoningPart):
        if reply.show_reasoning and part.text:
            return [signed({"text": part.text, "thought": True}, part.seal)]
        return [] if part.seal is None else [signed({"thought": True}, part.seal)]
    if isinstance(part, RedactedPart):
        return [signed({"thought": True}, part.seal)]
    if isinstance(part, NativePart):
        if part.dialect is DIALECT:
            return [part.raw]
        return [{"text": part.text}] if part.text else []
    if isinstance(part, AudioPart) and isinstance(part.source, Base64Source):
        media_type = part.source.media_type or audio_media_type(part.format) or sniff(part.source.data) or "audio/pcm"
        spoken = [{"text": part.transcript}] if part.transcript else []
        return [*spoken, {"inlineData": {"mimeType": media_type, "data": part.source.data}}]
    if isinstance(part, ImagePart | FilePart | AudioPart | VideoPart):
        return _media(part)
    return []


def _media(part: ImagePart | FilePart | AudioPart | VideoPart) -> list[JsonObject]:
    source = part.source
    seal = part.seal if isinstance(part, ImagePart) else None
    if isinstance(source, Base64Source):
        fallback = "image/png" if isinstance(part, ImagePart) else "application/octet-stream"
        media_type = source.media_type or sniff(source.data) or fallback
        return [signed({"inlineData": {"mimeType": media_type, "data": source.data}}, seal)]
    if isinstance(source, UrlSource) or (isinstance(source, FileIdSource) and source.dialect is DIALECT):
        uri = source.url if isinstance(source, UrlSource) else source.id
        file: JsonObject = {"fileUri": uri}
        return [signed({"fileData": file | ({"mimeType": source.media_type} if source.media_type else {})}, seal)]
    return []
