"""Turns of the conversation model into Converse's messages."""

import re
from collections.abc import Sequence
from dataclasses import replace

from oneapi_desktop.dialects.bedrock_converse.vocabulary import (
    AUDIO_FORMATS,
    DOCUMENT_FORMATS,
    IMAGE_FORMATS,
    VIDEO_FORMATS,
)
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
from oneapi_desktop.dialects.media import audio_format, media_type_of_name, sniff
from oneapi_desktop.dialects.tool_bridge import ToolBridge
from oneapi_desktop.dialects.turns import CONTINUATION, arranged, instructions_as_user, joined, note_names

DIALECT = Dialect.BEDROCK_CONVERSE
LONGEST_CALL_ID = 64
LONGEST_DOCUMENT_NAME = 200
MOST_CACHE_POINTS = 4


def call_id(id: str) -> str:
    """A tool call's id in the alphabet Bedrock accepts."""
    return fitting_call_id(id, limit=LONGEST_CALL_ID, prefix="tooluse_")


def cache_point(mark: CacheMark) -> JsonObject:
    """The block that ends a cached prefix."""
    point: JsonObject = {"type": "default"}
    if mark.ttl in ("5m", "1h"):
        point["ttl"] = mark.ttl
    return {"cachePoint": point}


class ContentBuilder:
    """Builds ``system`` and ``messages`` of one request."""

    def __init__(self, request: ChatRequest, target: Capabilities, bridge: ToolBridge, notes: Notes) -> None:
        self._request = request
        self._target = target
        self._bridge = bridge
        self._notes = notes
        self._document_names: set[str] = set()
        self._points = 0

    def build(self, instructions: Sequence[str]) -> tuple[list[JsonObject], list[JsonObject]]:
        """``system`` and ``messages``; ``instructions`` are sentences of ours put behind the caller's."""
        system = [part for part in self._request.system if part.text.strip()]
        turns = self._turns()
        if not turns:
            if not system:
                raise invalid("messages must hold at least one message that is not empty", "messages")
            self._notes.changed("system", "the last instruction is sent by the user: a message is needed")
            turns = [Turn(Role.USER, (system.pop(),))]
        blocks: list[JsonObject] = []
        for part in [*system, *map(TextPart, instructions)]:
            blocks += self._marked([{"text": part.text}], part.cache)
        messages = [message for message in map(self._message, turns) if message["content"]]
        return blocks, messages

    def _turns(self) -> list[Turn]:
        turns = arranged(self._request.turns, self._notes)
        note_names(turns, self._notes)
        if not self._target.mid_system:
            turns = instructions_as_user(turns, self._notes)
        turns = joined(turns)
        if turns and turns[0].role is Role.ASSISTANT:
            self._notes.changed("messages", "a user turn was put before the first answer")
            turns.insert(0, Turn(Role.USER, (TextPart(CONTINUATION),)))
        if turns and turns[-1].role is Role.ASSISTANT and not self._target.prefill:
            raise unsupported(
                "this model cannot continue a text of the assistant; end the conversation with a user message",
                "messages",
            )
        return turns

    def _marked(self, blocks: list[JsonObject], mark: CacheMark | None) -> list[JsonObject]:
        if mark is None or not blocks or self._target.cache_marks is CacheMarks.NONE:
            return blocks
        if self._points >= MOST_CACHE_POINTS:
            self._notes.dropped("cache_control", f"only {MOST_CACHE_POINTS} marks are accepted")
            return blocks
        self._points += 1
        return [*blocks, cache_point(mark)]

    def _message(self, turn: Turn) -> JsonObject:
        build = self._assistant_part if turn.role is Role.ASSISTANT else self._user_part
        return {"role": turn.role.value, "content": [block for part in turn.parts for block in build(part)]}

    def _text(self, part: TextPart) -> list[JsonObject]:
        return self._marked([{"text": part.text}], part.cache) if part.text.strip() else []

    def _assistant_part(self, part: Part) -> list[JsonObject]:
        match part:
            case TextPart():
                return self._text(part)
            case RefusalPart():
                return [{"text": part.text}] if part.text.strip() else []
            case ToolCall():
                return self._marked([self._call(part)], part.cache)
            case ReasoningPart() | RedactedPart():
                return self._reasoning(part)
            case NativePart():
                return self._native(part, Role.ASSISTANT)
            case ImagePart():
                return [self._image(part)]
            case _:
                self._notes.dropped("media", "a file, sound or video of an earlier answer")
                return []

    def _reasoning(self, part: ReasoningPart | RedactedPart) -> list[JsonObject]:
        seal = part.seal
        if seal is None or not self._target.accepts(seal):
            self._notes.dropped("reasoning", "it has no proof that this vendor accepts")
            return []
        if isinstance(part, RedactedPart):
            return [{"reasoningContent": {"redactedContent": seal.value}}]
        return [{"reasoningContent": {"reasoningText": {"text": part.text, "signature": seal.value}}}]

    def _call(self, call: ToolCall) -> JsonObject:
        arguments, valid = arguments_object(self._bridge.wire_arguments(call))
        if not valid:
            self._notes.changed("tool arguments", f"those of {call.name!r} are not JSON: sent as text")
        name = self._bridge.wire_name(call.name, call.namespace)
        return {"toolUse": {"toolUseId": call_id(call.id), "name": name, "input": arguments}}

    def _native(self, part: NativePart, role: Role) -> list[JsonObject]:
        if part.text:
            return self._marked([{"text": part.text}], part.cache)
        foreign_native(part, role, self._notes)
        return []

    def _user_part(self, part: Part) -> list[JsonObject]:
        match part:
            case TextPart():
                return self._text(part)
            case ImagePart():
                return self._marked([self._image(part)], part.cache)
            case FilePart():
                return self._marked([self._document(part)], part.cache)
            case ToolResult():
                inner = next((p.cache for p in reversed(part.parts) if p.cache is not None), None)
                return self._marked([self._result(part)], part.cache or inner)
            case AudioPart():
                return self._marked([self._audio(part)], part.cache)
            case VideoPart():
                return [self._video(part)]
            case NativePart():
                return self._native(part, Role.USER)
            case RefusalPart():
                return [{"text": part.text}] if part.text.strip() else []
            case _:
                return []

    def _result(self, result: ToolResult) -> JsonObject:
        content: list[JsonObject] = []
        for part in result.parts:
            content += self._user_part(replace(part, cache=None))
        built: JsonObject = {"toolUseId": call_id(result.call_id), "content": content or [{"text": "(no output)"}]}
        if result.is_error:
            built["status"] = "error"
        return {"toolResult": built}

    def _image(self, part: ImagePart) -> JsonObject:
        if not self._target.images:
            raise unsupported("this model cannot see images; remove them from the request", "messages")
        if part.detail:
            self._notes.dropped("image.detail", "Bedrock has no such field")
        source = self._bytes(part.source, "an image")
        media_type = source.media_type.lower() or sniff(source.data)
        if media_type not in IMAGE_FORMATS:
            raise unsupported(
                f"images of the type {media_type or 'unknown'} are not accepted by this model; "
                "send PNG, JPEG, GIF or WebP",
                "messages",
            )
        return {"image": {"format": IMAGE_FORMATS[media_type], "source": {"bytes": source.data}}}

    @staticmethod
    def _bytes(source: Source, what: str) -> Base64Source:
        if isinstance(source, Base64Source):
            return source
        if isinstance(source, UrlSource):
            raise unsupported(f"the address of {what} must be fetched before it is sent to this model", "messages")
        if isinstance(source, FileIdSource):
            raise unsupported(f"{what} that was uploaded can be used with its own provider only", "messages")
        raise unsupported(f"{what} must be sent as bytes to this model", "messages")

    def _document(self, part: FilePart) -> JsonObject:
        if not self._target.files:
            raise unsupported("this model cannot read files; send their text instead", "messages")
        document: JsonObject
        if isinstance(part.source, TextSource):
            kind = DOCUMENT_FORMATS.get(part.source.media_type.partition(";")[0].strip().lower(), "txt")
            document = {"format": kind, "source": {"text": part.source.text}}
        else:
            source = self._bytes(part.source, "a file")
            media_type = source.media_type.partition(";")[0].strip().lower()
            media_type = media_type or sniff(source.data) or media_type_of_name(part.filename)
            if media_type not in DOCUMENT_FORMATS:
                raise unsupported(
                    f"files of the type {media_type or 'unknown'} cannot be sent to this model; "
                    "send PDF, text, Markdown, HTML, CSV, Word or Excel",
                    "messages",
                )
            document = {"format": DOCUMENT_FORMATS[media_type], "source": {"bytes": source.data}}
        document["name"] = self._document_name(part.title or part.filename)
        if part.context:
            document["context"] = part.context
        if part.citations is not None:
            document["citations"] = {"enabled": part.citations}
        return {"document": document}

    def _document_name(self, wanted: str) -> str:
        """A name of the letters Bedrock accepts, each once in a request."""
        legal = re.sub(r"[^A-Za-z0-9\s()\[\]-]", "-", wanted.rpartition(".")[0] or wanted)
        legal = re.sub(r"\s+", " ", legal).strip()[: LONGEST_DOCUMENT_NAME - 5] or "document"
        name, number = legal, 1
        while name in self._document_names:
            number += 1
            name = f"{legal} {number}"
        self._document_names.add(name)
        return name

    def _audio(self, part: AudioPart) -> JsonObject:
        if not self._target.audio:
            raise unsupported("this model cannot hear; remove the audio from the request", "messages")
        source = self._bytes(part.source, "audio")
        kind = part.format or audio_format(source.media_type) or "wav"
        kind = "pcm" if kind == "pcm16" else kind
        if kind not in AUDIO_FORMATS:
            raise unsupported(
                f"audio of the format {kind!r} is not accepted by this model; send wav or mp3", "messages"
            )
        return {"audio": {"format": kind, "source": {"bytes": source.data}}}

    def _video(self, part: VideoPart) -> JsonObject:
        source = self._bytes(part.source, "a video")
        media_type = source.media_type.lower() or sniff(source.data)
        if media_type not in VIDEO_FORMATS:
            raise unsupported(f"video of the type {media_type or 'unknown'} is not accepted by this model", "messages")
        return {"video": {"format": VIDEO_FORMATS[media_type], "source": {"bytes": source.data}}}
