"""Conversations for upstreams that know nothing but texts and who said them.

The builders of such dialects share what they refuse, what they leave out, and how a turn reads as
text.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from oneapi_desktop.dialects.conversation import (
    AudioPart,
    ChatRequest,
    ChoiceMode,
    Dialect,
    FilePart,
    FormatKind,
    ImagePart,
    NativePart,
    Notes,
    Part,
    ReasoningPart,
    RedactedPart,
    RefusalPart,
    Role,
    TextPart,
    TextSource,
    ToolCall,
    ToolResult,
    VideoPart,
    invalid,
    unsupported,
)
from oneapi_desktop.dialects.conversion_rules import foreign_native, note_extras, note_lost, refuse_unsupported_state
from oneapi_desktop.dialects.json_reading import dump_text

JSON_SENTENCE = "Answer with exactly one JSON object and nothing else: no code fence, no explanation."


@dataclass(frozen=True, slots=True)
class Said:
    """One message as plain text. ``role`` SYSTEM stands for leading and later instructions."""

    role: Role
    text: str


def refuse_beyond_text(request: ChatRequest, own: Dialect, notes: Notes) -> None:
    """Raise DialectError(UNSUPPORTED) for what a plain-text upstream cannot do and whose absence
    would make the answer wrong; note what is only lost."""
    refuse_unsupported_state(request, own)
    if request.n > 1:
        raise unsupported("n must be 1 for this model", "n")
    if request.tools and not (request.tool_choice and request.tool_choice.mode is ChoiceMode.NONE):
        raise unsupported("this model cannot call tools; remove tools from the request", "tools")
    if "audio" in request.modalities:
        raise unsupported("this model cannot speak; ask for text only", "modalities")
    if request.reasoning.wanted:
        notes.dropped("reasoning", "the upstream has no such control")
    if request.identity.user or request.identity.metadata or request.identity.safety_id:
        notes.dropped("user", "the upstream takes none")
    if request.service.tier:
        notes.dropped("service_tier", "the upstream has none")
    if request.verbosity:
        notes.dropped("verbosity", "the upstream has no such field")
    note_extras(request, own, notes)


def note_sampling(request: ChatRequest, kept: Iterable[str], notes: Notes) -> None:
    """Note every sampling field of the request but those ``kept``."""
    fields = (
        "max_output_tokens", "temperature", "top_p", "top_k", "frequency_penalty", "presence_penalty", "seed", "stop",
        "logit_bias", "logprobs", "top_logprobs",
    )  # fmt: skip
    left = set(kept)
    lost = [name for name in fields if name not in left]
    note_lost(request.sampling, lost, "the upstream has no such field", notes)


def format_sentences(request: ChatRequest, notes: Notes) -> list[str]:
    """The sentences that ask for the request's response format in words."""
    wanted = request.response_format
    if wanted.kind is FormatKind.TEXT:
        return []
    notes.emulated("response_format", "the format is asked for in words", semantic=True)
    if wanted.kind is FormatKind.JSON or wanted.schema is None:
        return [JSON_SENTENCE]
    return [f"{JSON_SENTENCE} It must conform to this JSON Schema: {dump_text(wanted.schema)}"]


def conversation(request: ChatRequest, notes: Notes, *, images: bool = False) -> list[Said]:
    """What was said, oldest first: the leading instructions as one SYSTEM message, then every turn
    that has words. ``images`` True leaves pictures out silently, because the caller sends them beside.

    Raises DialectError for media and for a conversation without any words.
    """
    system = [part.text for part in request.system if part.text.strip()] + format_sentences(request, notes)
    said = [Said(Role.SYSTEM, "\n\n".join(system))] if system else []
    said += _turns(request, notes, images=images)
    if not any(message.role is not Role.SYSTEM for message in said):
        if not said:
            raise invalid("messages must hold at least one message that is not empty", "messages")
        notes.changed("system", "the instruction is sent by the user: a message is needed")
        said = [Said(Role.USER, said[-1].text)]
    return said


def _turns(request: ChatRequest, notes: Notes, *, images: bool) -> list[Said]:
    said: list[Said] = []
    for turn in request.turns:
        text = "\n\n".join(piece for part in turn.parts if (piece := _words(part, turn.role, notes, images=images)))
        if text.strip():
            said.append(Said(turn.role, text))
    return said


def _words(part: Part, role: Role, notes: Notes, *, images: bool) -> str:
    match part:
        case TextPart() | RefusalPart():
            return part.text
        case ToolCall():
            notes.emulated("tool calls", "an earlier call is told in words")
            return f"(called the tool {part.name} with {part.arguments or '{}'})"
        case ToolResult():
            notes.emulated("tool results", "an earlier result is told in words")
            return f"Result of the tool {part.name or 'called earlier'}:\n{part.text}"
        case ReasoningPart() | RedactedPart():
            notes.dropped("reasoning", "the upstream does not take it back")
        case NativePart():
            if part.text:
                return part.text
            foreign_native(part, role, notes)
        case FilePart() if isinstance(part.source, TextSource):
            heading = part.title or part.filename
            return f"{heading}\n\n{part.source.text}" if heading else part.source.text
        case ImagePart() if images:
            pass
        case ImagePart():
            raise unsupported("this model cannot see images; remove them from the request", "messages")
        case FilePart():
            raise unsupported("this model cannot read files; send their text instead", "messages")
        case AudioPart() | VideoPart():
            raise unsupported("this model takes text only; remove audio and video from the request", "messages")
    return ""


def last_words(request: ChatRequest, notes: Notes) -> str:
    """The text of the last user turn, for upstreams that know no conversation. Earlier turns are noted;
    the leading instructions are the caller's to deal with. Raises DialectError."""
    said = _turns(request, notes, images=False)
    users = [message for message in said if message.role is Role.USER]
    if not users:
        raise invalid("messages must hold a text of the user", "messages")
    if len(said) > 1:
        notes.dropped("messages", "only the last message of the user is sent", semantic=True)
    if request.response_format.kind is not FormatKind.TEXT:
        notes.dropped("response_format", "the upstream answers in plain text", semantic=True)
    return users[-1].text
