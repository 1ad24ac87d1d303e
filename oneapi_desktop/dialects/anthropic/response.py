"""Whole Anthropic messages, read and written."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from oneapi_desktop.dialects.anthropic.blocks_parser import parse_answer_block
from oneapi_desktop.dialects.anthropic.errors import error_of
from oneapi_desktop.dialects.anthropic.usage import build_usage, parse_usage
from oneapi_desktop.dialects.anthropic.vocabulary import (
    BUILT_STOP_REASONS,
    STOP_REASONS,
    TIERS_REPORTED,
)
from oneapi_desktop.dialects.conversation import (
    Candidate,
    ChatResponse,
    Citation,
    CitationKind,
    Dialect,
    DialectError,
    Finished,
    FinishReason,
    JsonObject,
    NativePart,
    Part,
    ReasoningPart,
    RedactedPart,
    RefusalPart,
    Reply,
    Seal,
    SealFamily,
    SealKind,
    TextPart,
    TokenUsage,
    ToolCall,
    bad_upstream,
    settled_finish,
)
from oneapi_desktop.dialects.identifiers import call_id, fitting_call_id, message_id
from oneapi_desktop.dialects.json_reading import (
    arguments_object,
    as_object,
    as_objects,
    as_text,
    load_answer,
)
from oneapi_desktop.dialects.seals import carry

DIALECT = Dialect.ANTHROPIC
LONGEST_CALL_ID = 128
MOST_CITATIONS = 200
"""Citations of one text that are written; the work grows with their square."""

_KNOWN = frozenset(["id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "stop_details", "usage"])


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body. Raises DialectError for nonsense and for an error that came
    with a status of success."""
    body = load_answer(raw)
    if body.get("type") == "error" or (body.get("error") and "content" not in body):
        raise error_of(body.get("error"))
    if not isinstance(body.get("content"), list):
        raise bad_upstream("the upstream's answer has no content")
    model = as_text(body.get("model"))
    parts: list[Part] = []
    for block in as_objects(body["content"]):
        part = parse_answer_block(block, model, credential)
        if part is not None:
            parts.append(part)
    called = any(isinstance(part, ToolCall) for part in parts)
    raw_usage = as_object(body.get("usage"))
    return ChatResponse(
        as_text(body.get("id")),
        model,
        0,
        (Candidate(tuple(parts), settled_finish(parse_stop(body), called)),),
        parse_usage(body.get("usage")),
        parse_tier(raw_usage),
        {key: value for key, value in body.items() if key not in _KNOWN},
    )


def parse_tier(usage: JsonObject) -> str:
    """The tier a message was served at, in OpenAI's words."""
    return TIERS_REPORTED.get(as_text(usage.get("service_tier")), "")


def parse_stop(delta: JsonObject) -> Finished:
    """Why a message ended, of its own fields or of a ``message_delta``'s."""
    details = as_object(delta.get("stop_details"))
    return Finished(
        STOP_REASONS.get(as_text(delta.get("stop_reason")), FinishReason.OTHER),
        stop_sequence=as_text(delta.get("stop_sequence")),
        explanation=as_text(details.get("explanation")),
        category=as_text(details.get("category")),
    )


def build_stop(finish: Finished) -> JsonObject:
    """``stop_reason``, ``stop_sequence`` and, for a refusal, ``stop_details``."""
    word = BUILT_STOP_REASONS[finish.reason]
    sequence = finish.stop_sequence if finish.reason is FinishReason.STOP_SEQUENCE else ""
    built: JsonObject = {"stop_reason": word, "stop_sequence": sequence or None}
    if word == "refusal":
        built["stop_details"] = {
            "type": "refusal",
            "category": finish.category or None,
            "explanation": finish.explanation or None,
        }
    return built


def answer_id(upstream_id: str, reply: Reply) -> str:
    """The id of an answer: the caller's choice, the upstream's when it is of this dialect, or new."""
    if reply.id:
        return reply.id
    own = reply.upstream in (None, DIALECT)
    return upstream_id if own and upstream_id else message_id()


def client_call_id(id: str) -> str:
    """A tool call's id as Anthropic clients accept it."""
    return fitting_call_id(id, limit=LONGEST_CALL_ID, prefix="toolu_") if id else call_id()


def message_usage(usage: TokenUsage | None, reply: Reply, tier: str = "") -> JsonObject:
    """A message's usage, estimated where the upstream reported none."""
    usage = usage or TokenUsage(input_plain=reply.estimated_prompt, exact=False)
    built = build_usage(usage)
    if tier:
        built["service_tier"] = "priority" if tier == "priority" else "standard"
    return built


def build_response(response: ChatResponse, reply: Reply) -> JsonObject:
    """The body for a client: the first candidate. Raises DialectError when a model produced nothing
    but a malformed call."""
    candidate = response.candidates[0] if response.candidates else Candidate()
    if candidate.finish.reason is FinishReason.MALFORMED_CALL and not candidate.parts:
        raise malformed_call()
    blocks = [block for part in candidate.parts for block in build_blocks(part, reply)]
    body: JsonObject = {
        "id": answer_id(response.id, reply),
        "type": "message",
        "role": "assistant",
        "model": reply.model or response.model,
        "content": blocks,
        **build_stop(told_finish(candidate.finish, candidate.parts)),
        "usage": message_usage(response.usage, reply, response.service_tier),
    }
    if reply.upstream is DIALECT:
        body |= response.extras
    return body


def malformed_call() -> DialectError:
    """The upstream's model wrote a call that cannot be used, and nothing else."""
    return bad_upstream("the model wrote a tool call that cannot be read", "malformed_function_call")


def told_finish(finish: Finished, parts: tuple[Part, ...]) -> Finished:
    """A refusal's explanation from its words, where the upstream gave none of its own."""
    if finish.reason is not FinishReason.REFUSAL or finish.explanation:
        return finish
    words = "".join(part.text for part in parts if isinstance(part, RefusalPart))
    return Finished(finish.reason, finish.candidate, finish.stop_sequence, words, finish.category)


def redacted_block(seal: Seal) -> JsonObject:
    """A ``redacted_thinking`` block; a foreign seal goes in an envelope."""
    bare = seal.family is SealFamily.ANTHROPIC and seal.kind is SealKind.REDACTED
    return {"type": "redacted_thinking", "data": seal.value if bare else carry(seal, SealFamily.OTHER)}


def shows_as_thinking(part: ReasoningPart, reply: Reply) -> bool:
    """True when reasoning becomes a ``thinking`` block: it has text to show, or Anthropic's own proof
    of text that was left out."""
    own = part.seal is not None and part.seal.family is SealFamily.ANTHROPIC
    return own or (reply.show_reasoning and bool(part.text))


def signature(seal: Seal | None) -> str:
    """What a thinking block carries as its signature; "" when there is no proof."""
    return "" if seal is None else carry(seal, SealFamily.ANTHROPIC)


def build_citation(citation: Citation) -> JsonObject | None:
    """A citation of a text block; None for one that has no form here."""
    if citation.dialect is DIALECT and citation.native is not None:
        return citation.native
    if citation.kind is not CitationKind.URL or not citation.url:
        return None
    return {
        "type": "web_search_result_location",
        "url": citation.url,
        "title": citation.title or None,
        "encrypted_index": "",
        "cited_text": citation.quote,
    }


def _text_blocks(part: TextPart) -> Iterator[JsonObject]:
    """A text as blocks: split where citations begin and end, since they cover a whole block."""
    citations = part.citations[:MOST_CITATIONS]
    cuts = sorted({0, len(part.text), *_cuts(citations, len(part.text))})
    for start, end in pairwise(cuts):
        block: JsonObject = {"type": "text", "text": part.text[start:end]}
        covering = [c for c in citations if _covers(c, start, end, len(part.text))]
        built = [b for b in map(build_citation, covering) if b is not None]
        if built:
            block["citations"] = built
        yield block


def _cuts(citations: Iterable[Citation], length: int) -> Iterator[int]:
    for citation in citations:
        for place in (citation.start, citation.end):
            if place is not None and 0 <= place <= length:
                yield place


def _covers(citation: Citation, start: int, end: int, length: int) -> bool:
    first = 0 if citation.start is None else citation.start
    last = length if citation.end is None else citation.end
    return first <= start and end <= last


def build_blocks(part: Part, reply: Reply) -> list[JsonObject]:
    """The blocks of one part, none for what has no form here."""
    if isinstance(part, TextPart):
        blocks = list(_text_blocks(part))
        return [*blocks, redacted_block(part.seal)] if part.seal is not None else blocks
    if isinstance(part, RefusalPart):
        return [{"type": "text", "text": part.text}] if part.text else []
    if isinstance(part, ToolCall):
        arguments, _ = arguments_object(part.arguments)
        call = {
            "type": "tool_use",
            "id": client_call_id(part.id),
            "name": part.name,
            "input": arguments,
        }
        return [redacted_block(part.seal), call] if part.seal is not None else [call]
    if isinstance(part, RedactedPart):
        return [redacted_block(part.seal)]
    if isinstance(part, ReasoningPart):
        if shows_as_thinking(part, reply):
            text = part.text if reply.show_reasoning else ""
            return [{"type": "thinking", "thinking": text, "signature": signature(part.seal)}]
        return [redacted_block(part.seal)] if part.seal is not None else []
    if isinstance(part, NativePart):
        if part.dialect is DIALECT:
            return [part.raw]
        return [{"type": "text", "text": part.text}] if part.text else []
    return []
