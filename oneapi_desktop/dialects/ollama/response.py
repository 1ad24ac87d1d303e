"""Whole answers of ``/api/chat`` and ``/api/generate``, read and written."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from oneapi_desktop.dialects import identifiers
from oneapi_desktop.dialects.conversation import (
    Base64Source,
    Candidate,
    ChatResponse,
    Dialect,
    DialectError,
    Finished,
    FinishReason,
    ImagePart,
    JsonObject,
    NativePart,
    Part,
    ReasoningPart,
    RefusalPart,
    Reply,
    TextPart,
    TokenUsage,
    ToolCall,
    bad_upstream,
    count,
    settled_finish,
)
from oneapi_desktop.dialects.json_reading import (
    arguments_object,
    arguments_text,
    as_list,
    as_object,
    as_objects,
    as_text,
    load_answer,
)
from oneapi_desktop.dialects.media import sniff
from oneapi_desktop.dialects.ollama.errors import error_of

DIALECT = Dialect.OLLAMA

_KNOWN = frozenset(
    [
        "model",
        "created_at",
        "message",
        "response",
        "image",
        "thinking",
        "done",
        "done_reason",
        "prompt_eval_count",
        "eval_count",
        "logprobs",
        "tool_calls",
    ]
)
_REASONS = {
    "stop": FinishReason.END,
    "length": FinishReason.LENGTH,
    "load": FinishReason.END,
    "unload": FinishReason.END,
    "": FinishReason.END,
}
PICTURE_MADE = "(The model made a picture, which this API cannot show.)"
_LENGTHS = (FinishReason.LENGTH, FinishReason.CONTEXT_FULL)


def parse_response(
    raw: bytes | JsonObject, credential: str = "", *, new_call_id: Callable[[], str] = identifiers.call_id
) -> ChatResponse:
    """The answer of an upstream's body; ``new_call_id`` makes ids for servers that give none. Raises
    DialectError for nonsense and for an error that came with a status of success."""
    body = load_answer(raw)
    if body.get("error"):
        raise error_of(body["error"])
    if not isinstance(body.get("message"), dict) and not isinstance(body.get("response"), str):
        raise bad_upstream("the upstream's answer has no message")
    parts: list[Part] = []
    said = message_of(body)
    if said.thinking:
        parts.append(ReasoningPart((said.thinking,)))
    if said.content:
        parts.append(TextPart(said.content))
    parts += said.images
    parts += (ToolCall(id or new_call_id(), name, arguments) for id, name, arguments in said.calls)
    finish = parse_finish(body, called=bool(said.calls))
    return ChatResponse(
        "",
        as_text(body.get("model")),
        parse_time(body.get("created_at")),
        (Candidate(tuple(parts), finish, tuple(as_objects(body.get("logprobs")))),),
        parse_usage(body),
        "",
        {key: value for key, value in body.items() if key not in _KNOWN},
    )


class Said:
    """What one object says: of ``/api/chat`` under ``message``, of ``/api/generate`` beside the rest.
    Calls are triples of id ("" when not given), name and arguments."""

    def __init__(self, message: JsonObject, content: str) -> None:
        self.content = content
        self.thinking = as_text(message.get("thinking"))
        pictures = [*as_list(message.get("images")), message.get("image")]
        self.images = [ImagePart(Base64Source(p, sniff(p))) for p in pictures if isinstance(p, str) and p]
        self.calls: list[tuple[str, str, str]] = []
        for call in as_objects(message.get("tool_calls")):
            function = as_object(call.get("function"))
            arguments = arguments_text(function.get("arguments")) or "{}"
            id = as_text(call.get("id")) or as_text(function.get("id"))
            self.calls.append((id, as_text(function.get("name")), arguments))


def message_of(value: JsonObject) -> Said:
    """What an object of a stream, or a whole answer, says."""
    message = value.get("message")
    if isinstance(message, dict):
        return Said(message, as_text(message.get("content")))
    return Said(value, as_text(value.get("response")))


def parse_finish(value: JsonObject, *, called: bool) -> Finished:
    """Why an answer ended."""
    return settled_finish(Finished(_REASONS.get(as_text(value.get("done_reason")), FinishReason.OTHER)), called)


def parse_usage(value: JsonObject) -> TokenUsage | None:
    """The counts; None when there are none. Thinking is counted with the rest."""
    prompt, answered = count(value.get("prompt_eval_count")), count(value.get("eval_count"))
    return TokenUsage(input_plain=prompt, output_visible=answered) if prompt or answered else None


def parse_time(value: object) -> int:
    """Unix seconds of an RFC 3339 time, 0 when there is none."""
    try:
        return max(0, int(datetime.fromisoformat(as_text(value)).timestamp()))
    except (ValueError, OverflowError):
        return 0


def written_time(created: int) -> str:
    """RFC 3339 of Unix seconds; the present when they are 0 or no time at all."""
    try:
        moment = datetime.fromtimestamp(created or time.time(), UTC)
    except (ValueError, OverflowError, OSError):
        moment = datetime.fromtimestamp(time.time(), UTC)
    return moment.isoformat().replace("+00:00", "Z")


def malformed_call() -> DialectError:
    """The upstream's model wrote a call that cannot be used, and nothing else."""
    return bad_upstream("the model wrote a tool call that cannot be read", "malformed_function_call")


def done_reason(reason: FinishReason) -> str:
    """The word for a reason: Ollama tells a limit from an end and nothing more."""
    return "length" if reason in _LENGTHS else "stop"


def build_counts(usage: TokenUsage | None) -> JsonObject:
    """The counts of an answer, none when they are unknown."""
    return {} if usage is None else {"prompt_eval_count": usage.prompt, "eval_count": usage.completion}


def build_call(call: ToolCall, index: int, *, cut: bool) -> JsonObject | None:
    """A call for a client; None for one that was cut off before its arguments were whole. Arguments
    that are no JSON otherwise go under ``_raw``."""
    arguments, valid = arguments_object(call.arguments)
    if cut and not valid:
        return None
    built: JsonObject = {"id": call.id} if call.id else {}
    return built | {"function": {"index": index, "name": call.name, "arguments": arguments}}


def build_logprobs(items: Sequence[JsonObject]) -> list[JsonObject]:
    """Chat Completions' elements, which Ollama's are too."""
    return [{"token": as_text(item.get("token")), **item} for item in items]


def picture_fields(part: ImagePart, *, generate: bool) -> tuple[str, JsonObject]:
    """What the text and what the fields say of a picture in an answer. Only ``/api/generate`` has a
    place for one; in a chat's message the official client takes it for an error."""
    if generate and isinstance(part.source, Base64Source):
        return "", {"image": part.source.data}
    return PICTURE_MADE, {}


def is_generate(reply: Reply) -> bool:
    """True when the caller asked ``/api/generate``."""
    return reply.request is not None and reply.request.single_prompt


def build_response(response: ChatResponse, reply: Reply) -> JsonObject:
    """The body for a client: the first candidate. Durations are told where the upstream was an Ollama.
    Raises DialectError when a model produced nothing but a malformed call."""
    candidate = response.candidates[0] if response.candidates else Candidate()
    reason = candidate.finish.reason
    if reason is FinishReason.MALFORMED_CALL and not candidate.parts:
        raise malformed_call()
    parts = candidate.parts
    content = "".join(p.text for p in parts if isinstance(p, TextPart | RefusalPart | NativePart))
    if not content and reason is FinishReason.REFUSAL:
        content = candidate.finish.explanation
    told: JsonObject = {}
    thinking = "\n\n".join(p.text for p in parts if isinstance(p, ReasoningPart) and p.text)
    if thinking and reply.show_reasoning:
        told["thinking"] = thinking
    for part in parts:
        if isinstance(part, ImagePart) and "image" not in told:
            said, picture = picture_fields(part, generate=is_generate(reply))
            content += said
            told |= picture
    cut = reason in _LENGTHS
    calls = [p for p in parts if isinstance(p, ToolCall)]
    built = [call for i, p in enumerate(calls) if (call := build_call(p, i, cut=cut)) is not None]
    if built:
        told["tool_calls"] = built
    body = envelope(response.model, response.created, reply)
    body |= text_fields(content, told, generate=is_generate(reply))
    body |= {"done": True, "done_reason": done_reason(reason)}
    if candidate.logprobs:
        body["logprobs"] = build_logprobs(candidate.logprobs)
    if reply.upstream is DIALECT:
        body |= response.extras
    return body | build_counts(response.usage)


def envelope(model: str, created: int, reply: Reply) -> JsonObject:
    """How every object begins."""
    return {"model": reply.model or model, "created_at": written_time(reply.created or created)}


def text_fields(content: str, told: JsonObject, *, generate: bool) -> JsonObject:
    """Where an object says what the model said."""
    if generate:
        return {"response": content, **told}
    return {"message": {"role": "assistant", "content": content, **told}}
