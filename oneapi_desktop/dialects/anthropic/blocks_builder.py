"""Turns of the conversation model into the ``system`` and ``messages`` of an Anthropic request."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from oneapi_desktop.dialects.anthropic.vocabulary import IMAGE_TYPES, MOST_CACHE_MARKS
from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    CacheMark,
    CacheMarks,
    Capabilities,
    ChatRequest,
    Dialect,
    FileIdSource,
    FilePart,
    ImagePart,
    JsonObject,
    NativePart,
    Notes,
    Part,
    ReasoningPart,
    RedactedPart,
    RefusalPart,
    Role,
    SealFamily,
    SealKind,
    Source,
    TextPart,
    TextSource,
    ToolCall,
    ToolResult,
    Turn,
    UrlSource,
    VideoPart,
    invalid,
    unsupported,
)
from oneapi_desktop.dialects.conversion_rules import foreign_native
from oneapi_desktop.dialects.identifiers import fitting_call_id
from oneapi_desktop.dialects.json_reading import arguments_object
from oneapi_desktop.dialects.media import decoded_text, sniff
from oneapi_desktop.dialects.tool_bridge import ToolBridge
from oneapi_desktop.dialects.turns import (
    CONTINUATION,
    arranged,
    instructions_as_user,
    joined,
    note_names,
)

DIALECT = Dialect.ANTHROPIC
LONGEST_CALL_ID = 128
_PREFILL = "Continue the answer that begins as follows, without repeating it:\n\n"


class CacheMarker:
    """Writes cache marks and keeps the four that serve a prefix cache best: the last on the tools,
    the last on the instructions, and the newest in the messages."""

    def __init__(self, target: Capabilities) -> None:
        self._allowed = target.cache_marks is CacheMarks.CONTROL
        self._marked: dict[str, list[JsonObject]] = {"tools": [], "system": [], "messages": []}

    def mark(self, place: str, block: JsonObject, mark: CacheMark | None) -> JsonObject:
        """The block, marked when it should be."""
        if mark is not None and self._allowed:
            control: JsonObject = {"type": "ephemeral"}
            if mark.ttl:
                control["ttl"] = "5m" if mark.ttl == "5m" else "1h"
            block["cache_control"] = control
            self._marked[place].append(block)
        return block

    @property
    def count(self) -> int:
        """How many blocks are marked."""
        return sum(map(len, self._marked.values()))

    def prune(self, notes: Notes, *, reserved: int = 0) -> None:
        """Take away the marks above the limit; ``reserved`` are used elsewhere."""
        if self.count + reserved <= MOST_CACHE_MARKS:
            return
        kept = [*self._marked["tools"][-1:], *self._marked["system"][-1:]]
        newest = MOST_CACHE_MARKS - reserved - len(kept)
        kept += self._marked["messages"][-newest:] if newest > 0 else []
        kept_ids = {id(block) for block in kept}
        for block in (block for blocks in self._marked.values() for block in blocks):
            if id(block) not in kept_ids:
                del block["cache_control"]
        notes.dropped("cache_control", f"only {MOST_CACHE_MARKS} marks are accepted")


class MessageBuilder:
    """Builds ``system`` and ``messages`` of one request."""

    def __init__(
        self,
        request: ChatRequest,
        target: Capabilities,
        bridge: ToolBridge,
        marker: CacheMarker,
        notes: Notes,
    ) -> None:
        self._request = request
        self._target = target
        self._bridge = bridge
        self._marker = marker
        self._notes = notes

    def build(self, instructions: Sequence[str]) -> tuple[str | list[JsonObject] | None, list[JsonObject]]:
        """``system`` (None when there is none) and ``messages``; ``instructions`` are sentences of
        ours put behind the caller's."""
        system = [part for part in self._request.system if part.text.strip()]
        turns = self._turns()
        if not turns:
            if not system:
                raise invalid("messages must hold at least one message that is not empty", "messages")
            self._notes.changed("system", "the last instruction is sent by the user: a message is needed")
            turns = [Turn(Role.USER, (system.pop(),))]
        system += map(TextPart, instructions)
        messages = [m for m in map(self._message, turns) if m["content"]]
        return self._system(system), messages

    def _system(self, parts: Sequence[TextPart]) -> str | list[JsonObject] | None:
        if len(parts) == 1 and parts[0].cache is None:
            return parts[0].text
        blocks = [self._marker.mark("system", {"type": "text", "text": part.text}, part.cache) for part in parts]
        return blocks or None

    def _turns(self) -> list[Turn]:
        notes = self._notes
        turns = arranged(self._request.turns, notes)
        note_names(turns, notes)
        if not self._target.mid_system:
            turns = instructions_as_user(turns, notes)
        turns = joined([turn for turn in self._with_pictures_moved(turns) if turn.parts])
        if turns and turns[0].role is Role.ASSISTANT:
            notes.changed("messages", "a user turn was put before the first answer")
            turns.insert(0, Turn(Role.USER, (TextPart(CONTINUATION),)))
        if turns and turns[-1].role is Role.ASSISTANT:
            turns = self._prefilled(turns)
        return turns

    def _with_pictures_moved(self, turns: Sequence[Turn]) -> Iterator[Turn]:
        """Pictures of an answer go to the user's next turn: an answer may not hold them here."""
        for turn in turns:
            pictures = [p for p in turn.parts if isinstance(p, ImagePart | FilePart)]
            if turn.role is not Role.ASSISTANT or not pictures:
                yield turn
                continue
            self._notes.changed("image", "a picture of an earlier answer is sent by the user")
            rest = tuple(p for p in turn.parts if not isinstance(p, ImagePart | FilePart))
            yield replace(turn, parts=rest)
            yield Turn(Role.USER, (TextPart("These are pictures the assistant made:"), *pictures))

    def _prefilled(self, turns: list[Turn]) -> list[Turn]:
        last = turns[-1]
        if self._target.prefill:
            *rest, final = last.parts
            if isinstance(final, TextPart):
                final = replace(final, text=final.text.rstrip())
                parts = (*rest, final) if final.text else tuple(rest)
                return [*turns[:-1], replace(last, parts=parts)] if parts else turns[:-1]
            return turns
        if not self._target.prefill_as_instruction:
            raise unsupported(
                "this model cannot continue a text of the assistant; end the conversation with a user message",
                "messages",
            )
        self._notes.emulated("messages", "the beginning of the answer is asked for in words", semantic=True)
        text = "".join(part.text for part in last.parts if isinstance(part, TextPart))
        return [*turns, Turn(Role.USER, (TextPart(_PREFILL + text),))]

    def _message(self, turn: Turn) -> JsonObject:
        if turn.role is Role.ASSISTANT:
            blocks = [block for part in turn.parts for block in self._assistant_block(part)]
        else:
            blocks = [block for part in turn.parts for block in self._user_block(part)]
        content: str | list[JsonObject] = blocks
        if len(blocks) == 1 and blocks[0].keys() == {"type", "text"}:
            content = blocks[0]["text"]
        return {"role": turn.role.value, "content": content}

    def _text(self, part: TextPart, *, citations: bool) -> list[JsonObject]:
        if not part.text.strip():
            return []
        block: JsonObject = {"type": "text", "text": part.text}
        natives = [c.native for c in part.citations if c.dialect is DIALECT and c.native is not None]
        if natives and citations:
            block["citations"] = natives
        return [self._marker.mark("messages", block, part.cache)]

    def _assistant_block(self, part: Part) -> list[JsonObject]:
        if isinstance(part, TextPart):
            return self._text(part, citations=True)
        if isinstance(part, RefusalPart):
            return [{"type": "text", "text": part.text}]
        if isinstance(part, ToolCall):
            return [self._call(part)]
        if isinstance(part, ReasoningPart | RedactedPart):
            return self._reasoning(part)
        if isinstance(part, NativePart):
            return self._native(part, Role.ASSISTANT)
        self._notes.dropped("media", "sound or video of an earlier answer")
        return []

    def _reasoning(self, part: ReasoningPart | RedactedPart) -> list[JsonObject]:
        seal = part.seal
        if seal is None or not self._target.accepts(seal) or seal.family is not SealFamily.ANTHROPIC:
            self._notes.dropped("reasoning", "it has no proof that this vendor accepts")
            return []
        if isinstance(part, RedactedPart) or seal.kind is SealKind.REDACTED:
            return [{"type": "redacted_thinking", "data": seal.value}]
        return [{"type": "thinking", "thinking": part.text, "signature": seal.value}]

    def _call(self, call: ToolCall) -> JsonObject:
        arguments, valid = arguments_object(self._bridge.wire_arguments(call))
        if not valid:
            self._notes.changed("tool arguments", f"those of {call.name!r} are not JSON: sent as text")
        block = {
            "type": "tool_use",
            "id": call_id(call.id),
            "name": self._bridge.wire_name(call.name, call.namespace),
            "input": arguments,
        }
        return self._marker.mark("messages", block, call.cache)

    def _native(self, part: NativePart, role: Role) -> list[JsonObject]:
        if part.dialect is DIALECT:
            block = {key: value for key, value in part.raw.items() if key != "cache_control"}
            return [self._marker.mark("messages", block, part.cache)]
        if part.text:
            return [self._marker.mark("messages", {"type": "text", "text": part.text}, part.cache)]
        foreign_native(part, role, self._notes)
        return []

    def _user_block(self, part: Part) -> list[JsonObject]:
        if isinstance(part, TextPart):
            return self._text(part, citations=self._request.source is DIALECT)
        if isinstance(part, ImagePart):
            return [self._image(part)]
        if isinstance(part, FilePart):
            return [self._document(part)]
        if isinstance(part, ToolResult):
            return [self._result(part)]
        if isinstance(part, NativePart):
            return self._native(part, Role.USER)
        if isinstance(part, AudioPart):
            raise unsupported("this model cannot hear; remove the audio from the request", "messages")
        if isinstance(part, VideoPart):
            raise unsupported("video cannot be sent to this model", "messages")
        if isinstance(part, RefusalPart):
            return [{"type": "text", "text": part.text}]
        return []

    def _result(self, result: ToolResult) -> JsonObject:
        content: list[JsonObject] = [
            block for part in result.parts for block in self._user_block(replace(part, cache=None))
        ]
        block: JsonObject = {"type": "tool_result", "tool_use_id": call_id(result.call_id)}
        if len(content) == 1 and content[0].keys() == {"type", "text"}:
            block["content"] = content[0]["text"]
        elif content:
            block["content"] = content
        if result.is_error:
            block["is_error"] = True
        inner = next((p.cache for p in reversed(result.parts) if p.cache is not None), None)
        return self._marker.mark("messages", block, result.cache or inner)

    def _image(self, part: ImagePart) -> JsonObject:
        if not self._target.images:
            raise unsupported("this model cannot see images; remove them from the request", "messages")
        if part.detail:
            self._notes.dropped("image.detail", "Anthropic has no such field")
        source = part.source
        if isinstance(source, Base64Source):
            media_type = source.media_type.lower() or sniff(source.data)
            media_type = "image/jpeg" if media_type == "image/jpg" else media_type
            if media_type not in IMAGE_TYPES:
                raise unsupported(
                    f"images of the type {media_type or 'unknown'} are not accepted by this model; "
                    "send JPEG, PNG, GIF or WebP",
                    "messages",
                )
            source = replace(source, media_type=media_type)
        block = {"type": "image", "source": self._source(source, self._target.image_urls)}
        return self._marker.mark("messages", block, part.cache)

    def _source(self, source: Source, urls: bool) -> JsonObject:
        if isinstance(source, Base64Source):
            return {"type": "base64", "media_type": source.media_type, "data": source.data}
        if isinstance(source, UrlSource):
            if not urls:
                raise unsupported("an address must be fetched before it is sent to this model", "messages")
            return {"type": "url", "url": source.url}
        if isinstance(source, FileIdSource):
            if source.dialect is not DIALECT:
                raise unsupported("an uploaded file can be used with its own provider only", "messages")
            return {"type": "file", "file_id": source.id}
        return {"type": "text", "media_type": "text/plain", "data": source.text}

    def _document(self, part: FilePart) -> JsonObject:
        source = part.source
        if isinstance(source, Base64Source):
            source = _readable(source, self._target)
        block: JsonObject = {"type": "document", "source": self._source(source, self._target.file_urls)}
        if part.title or part.filename:
            block["title"] = part.title or part.filename
        if part.context:
            block["context"] = part.context
        if part.citations is not None:
            block["citations"] = {"enabled": part.citations}
        return self._marker.mark("messages", block, part.cache)


def _readable(source: Base64Source, target: Capabilities) -> Source:
    """A PDF as it is, a text decoded. Raises DialectError for anything else."""
    media_type = source.media_type.partition(";")[0].strip().lower() or sniff(source.data)
    if media_type == "application/pdf":
        if not target.files:
            raise unsupported("this model cannot read PDFs; send their text instead", "messages")
        return replace(source, media_type=media_type)
    if media_type.startswith("text/") or media_type in ("application/json", "application/xml"):
        return TextSource(decoded_text(source))
    raise unsupported(f"files of the type {media_type or 'unknown'} cannot be sent to this model", "messages")


def call_id(id: str) -> str:
    """A tool call's id in the alphabet Anthropic accepts."""
    return fitting_call_id(id, limit=LONGEST_CALL_ID, prefix="toolu_")
