"""Whole Chat Completions answers, read and written."""

import time
from dataclasses import replace

from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    Candidate,
    ChatResponse,
    Citation,
    CitationKind,
    Dialect,
    DialectError,
    Finished,
    FinishReason,
    ImagePart,
    JsonObject,
    Part,
    ReasoningPart,
    RefusalPart,
    Reply,
    Seal,
    SealFamily,
    SealKind,
    TextPart,
    ToolCall,
    ToolKind,
    UrlSource,
    bad_upstream,
    settled_finish,
)
from oneapi_desktop.dialects.identifiers import call_id, completion_id
from oneapi_desktop.dialects.json_reading import (
    arguments_text,
    as_int,
    as_object,
    as_objects,
    as_text,
    load_answer,
)
from oneapi_desktop.dialects.media import data_url, source_of_url
from oneapi_desktop.dialects.openai_chat.errors import hidden_error
from oneapi_desktop.dialects.openai_chat.finish import build_finish, parse_finish
from oneapi_desktop.dialects.openai_chat.reasoning_details import message_details
from oneapi_desktop.dialects.openai_chat.request_parser import parse_reasoning_fields
from oneapi_desktop.dialects.openai_chat.usage import build_usage, parse_usage
from oneapi_desktop.dialects.seals import read

DIALECT = Dialect.OPENAI_CHAT

_KNOWN = frozenset({"id", "object", "created", "model", "choices", "usage", "service_tier"})


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body. Raises DialectError for nonsense and for an error that came
    with a status of success."""
    body = load_answer(raw)
    error = hidden_error(body)
    if error is not None:
        raise error
    choices = as_objects(body.get("choices"))
    if not choices:
        raise bad_upstream("the upstream's answer has no choices")
    model = as_text(body.get("model"))
    candidates = [_parse_choice(c, i, model, credential) for i, c in enumerate(choices)]
    usage = parse_usage(body.get("usage"))
    return ChatResponse(
        as_text(body.get("id")),
        model,
        as_int(body.get("created")),
        tuple(sorted(candidates, key=lambda c: c.index)),
        usage,
        as_text(body.get("service_tier")),
        {key: value for key, value in body.items() if key not in _KNOWN},
    )


def _parse_choice(choice: JsonObject, order: int, model: str, credential: str) -> Candidate:
    message = as_object(choice.get("message"))
    index = as_int(choice.get("index"), order)
    parts = parse_reasoning_fields(message, model, credential)
    parts += parse_answer_content(message.get("content"))
    annotations = as_objects(message.get("annotations"))
    if annotations:
        parts = _cited(parts, annotations)
    refusal = as_text(message.get("refusal"))
    if refusal:
        parts.append(RefusalPart(refusal))
    for image in as_objects(message.get("images")):
        url = as_text(as_object(image.get("image_url")).get("url"))
        if url:
            parts.append(ImagePart(source_of_url(url)))
    audio = as_object(message.get("audio"))
    if audio.get("data") or audio.get("transcript"):
        source = Base64Source(as_text(audio.get("data")))
        parts.append(AudioPart(source, "", as_text(audio.get("transcript")), as_text(audio.get("id"))))
    for call in as_objects(message.get("tool_calls")):
        parts.append(_parse_call(call, model, credential))
    legacy = as_object(message.get("function_call"))
    if legacy.get("name"):
        parts.append(ToolCall(call_id(), as_text(legacy["name"]), arguments_text(legacy.get("arguments"))))
    reason = parse_finish(as_text(choice.get("finish_reason")), refused=bool(refusal))
    finish = settled_finish(Finished(reason, index), any(isinstance(p, ToolCall) for p in parts))
    logprobs = as_objects(as_object(choice.get("logprobs")).get("content"))
    return Candidate(tuple(parts), finish, tuple(logprobs))


def parse_answer_content(content: object) -> list[Part]:
    """The parts of an answer's ``content``: a string, or Mistral's list of chunks."""
    if isinstance(content, str):
        return [TextPart(content)] if content else []
    parts: list[Part] = []
    for chunk in as_objects(content):
        if chunk.get("type") == "thinking":
            thinking = chunk.get("thinking")
            pieces = as_objects(thinking) if isinstance(thinking, list) else [{"text": thinking}]
            parts.append(ReasoningPart(("".join(as_text(piece.get("text")) for piece in pieces),)))
        elif as_text(chunk.get("text")):
            parts.append(TextPart(as_text(chunk.get("text"))))
    return parts


def call_seal(call: JsonObject, model: str, credential: str) -> Seal | None:
    """The thought signature that Google's compatible endpoint puts on a call."""
    google = as_object(as_object(call.get("extra_content")).get("google"))
    value = as_text(google.get("thought_signature"))
    return read(value, SealFamily.GOOGLE, SealKind.THOUGHT_SIGNATURE, model, credential)


def _parse_call(call: JsonObject, model: str, credential: str) -> ToolCall:
    id = as_text(call.get("id")) or call_id()
    seal = call_seal(call, model, credential)
    custom = as_object(call.get("custom"))
    if custom:
        text = as_text(custom.get("input"))
        return ToolCall(id, as_text(custom.get("name")), text, ToolKind.CUSTOM, seal=seal)
    function = as_object(call.get("function"))
    return ToolCall(id, as_text(function.get("name")), arguments_text(function.get("arguments")), seal=seal)


def parse_annotation(annotation: JsonObject, offset: int = 0) -> Citation | None:
    """A citation; ``offset`` is where its text part begins in the message."""
    kind = annotation.get("type")
    if kind == "url_citation":
        inner = as_object(annotation.get("url_citation")) or annotation
        start, end = as_int(inner.get("start_index"), -1), as_int(inner.get("end_index"), -1)
        known = start >= 0 and end >= start
        return Citation(
            CitationKind.URL,
            as_text(inner.get("url")),
            as_text(inner.get("title")),
            start=max(0, start - offset) if known else None,
            end=max(0, end - offset) if known else None,
        )
    if kind == "file_citation":
        inner = as_object(annotation.get("file_citation")) or annotation
        title = as_text(inner.get("filename"))
        return Citation(CitationKind.FILE, title=title, file_id=as_text(inner.get("file_id")))
    return None


def _cited(parts: list[Part], annotations: list[JsonObject]) -> list[Part]:
    """The parts with the message's citations on the first text."""
    citations = tuple(c for c in map(parse_annotation, annotations) if c is not None)
    for place, part in enumerate(parts):
        if isinstance(part, TextPart):
            return [*parts[:place], replace(part, citations=citations), *parts[place + 1 :]]
    return parts


def build_annotation(citation: Citation, start: int, length: int) -> JsonObject | None:
    """A citation of a text of ``length`` that begins at ``start`` in the message."""
    if citation.url:
        first = start if citation.start is None else start + citation.start
        last = start + length if citation.end is None else start + citation.end
        inner: JsonObject = {"start_index": first, "end_index": last}
        inner |= {"title": citation.title, "url": citation.url}
        return {"type": "url_citation", "url_citation": inner}
    if citation.file_id:
        inner = {"file_id": citation.file_id, "filename": citation.title}
        return {"type": "file_citation", "file_citation": inner}
    return None


def build_call(call: ToolCall) -> JsonObject:
    """A call for a client."""
    if call.kind is ToolKind.CUSTOM:
        custom = {"name": call.name, "input": call.arguments}
        return {"id": call.id, "type": "custom", "custom": custom}
    function = {"name": call.name, "arguments": call.arguments or "{}"}
    built: JsonObject = {"id": call.id, "type": "function", "function": function}
    if call.seal is not None and call.seal.family is SealFamily.GOOGLE:
        built["extra_content"] = {"google": {"thought_signature": call.seal.value}}
    return built


def build_image(part: ImagePart) -> JsonObject | None:
    """A picture of an answer, None for one that has no address here."""
    if isinstance(part.source, Base64Source):
        url = data_url(part.source, "image/png")
    elif isinstance(part.source, UrlSource):
        url = part.source.url
    else:
        return None
    return {"type": "image_url", "image_url": {"url": url}}


def answer_id(upstream_id: str, reply: Reply) -> str:
    """The id of an answer: the caller's choice, the upstream's when it is of this dialect, or new."""
    if reply.id:
        return reply.id
    own = reply.upstream in (None, DIALECT)
    return upstream_id if own and upstream_id else completion_id()


def build_response(response: ChatResponse, reply: Reply) -> JsonObject:
    """The body for a client. Raises DialectError when a model produced nothing but a malformed call."""
    body: JsonObject = {
        "id": answer_id(response.id, reply),
        "object": "chat.completion",
        "created": reply.created or response.created or int(time.time()),
        "model": reply.model or response.model,
        "choices": [_build_choice(candidate, reply) for candidate in response.candidates],
    }
    if response.usage is not None:
        body["usage"] = build_usage(response.usage)
    if response.service_tier:
        body["service_tier"] = response.service_tier
    if reply.upstream is DIALECT:
        body |= response.extras
    return body


def malformed_call() -> DialectError:
    """The upstream's model wrote a call that cannot be used, and nothing else."""
    return bad_upstream("the model wrote a tool call that cannot be read", "malformed_function_call")


def _build_choice(candidate: Candidate, reply: Reply) -> JsonObject:
    reason = candidate.finish.reason
    if reason is FinishReason.MALFORMED_CALL and not candidate.parts:
        raise malformed_call()
    message: JsonObject = {"role": "assistant"}
    content, annotations = "", []
    for part in candidate.parts:
        if isinstance(part, TextPart):
            built = (build_annotation(c, len(content), len(part.text)) for c in part.citations)
            annotations += [annotation for annotation in built if annotation is not None]
            content += part.text
    refusal = "".join(p.text for p in candidate.parts if isinstance(p, RefusalPart))
    told = bool(refusal)
    if reason is FinishReason.REFUSAL and not refusal:
        refusal = candidate.finish.explanation
    calls = [build_call(part) for part in candidate.parts if isinstance(part, ToolCall)]
    message["content"] = content if content or not (calls or refusal) else None
    message["refusal"] = refusal or None
    if reply.show_reasoning:
        reasoning = [p.segments for p in candidate.parts if isinstance(p, ReasoningPart)]
        told_reasoning = "\n\n".join(text for segments in reasoning for text in segments if text)
        if told_reasoning:
            message["reasoning_content"] = told_reasoning
    details = message_details(candidate.parts)
    if details:
        message["reasoning_details"] = details
    if annotations:
        message["annotations"] = annotations
    images = [build_image(part) for part in candidate.parts if isinstance(part, ImagePart)]
    if any(images):
        message["images"] = [image for image in images if image is not None]
    for part in candidate.parts:
        if isinstance(part, AudioPart) and isinstance(part.source, Base64Source):
            audio = {"id": part.id, "data": part.source.data, "transcript": part.transcript}
            message["audio"] = audio | {"expires_at": 0}
    if calls and reply.legacy_functions and "function" in calls[0]:
        message["function_call"] = calls[0]["function"]
    elif calls:
        message["tool_calls"] = calls
    legacy = reply.legacy_functions and "function_call" in message
    return {
        "index": candidate.index,
        "message": message,
        "logprobs": {"content": list(candidate.logprobs), "refusal": None} if candidate.logprobs else None,
        "finish_reason": build_finish(reason, refusal_text=told, legacy_functions=legacy),
    }
