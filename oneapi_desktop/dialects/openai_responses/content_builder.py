"""Content parts of a request to a Responses upstream."""

from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    CacheMark,
    CacheMarks,
    Capabilities,
    Dialect,
    FileIdSource,
    FilePart,
    ImagePart,
    JsonObject,
    NativePart,
    Notes,
    Part,
    RefusalPart,
    Role,
    TextPart,
    TextSource,
    UrlSource,
    VideoPart,
    unsupported,
)
from oneapi_desktop.dialects.conversion_rules import foreign_native
from oneapi_desktop.dialects.media import audio_format, data_url, decoded_text

DIALECT = Dialect.OPENAI_RESPONSES
_OPENAI = (Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES)


class ContentBuilder:
    """Writes what users and tools say. ``source`` is the dialect the request came in."""

    def __init__(self, source: Dialect, target: Capabilities, notes: Notes) -> None:
        self._source = source
        self._target = target
        self._notes = notes

    def marked(self, part: JsonObject, mark: CacheMark | None) -> JsonObject:
        """The part, with a cache mark when it has one and the target knows them."""
        if mark is None or self._target.cache_marks is not CacheMarks.BREAKPOINT:
            return part
        breakpoint: JsonObject = {"mode": "explicit"}
        if mark.ttl and mark.ttl != "5m":
            breakpoint["ttl"] = "30m" if mark.ttl == "1h" else mark.ttl
        return part | {"prompt_cache_breakpoint": breakpoint}

    def text(self, part: TextPart) -> JsonObject:
        """A text as input."""
        return self.marked({"type": "input_text", "text": part.text}, part.cache)

    def parts(self, part: Part) -> list[JsonObject]:
        """One part as input, which may take several. Raises DialectError(UNSUPPORTED)."""
        if isinstance(part, TextPart):
            return [self.text(part)]
        if isinstance(part, RefusalPart):
            return [{"type": "input_text", "text": part.text}]
        if isinstance(part, ImagePart):
            return [self._image(part)]
        if isinstance(part, FilePart):
            return self._file(part)
        if isinstance(part, AudioPart):
            return [self._audio(part)]
        if isinstance(part, VideoPart):
            raise unsupported("video cannot be sent to this model", "messages")
        if isinstance(part, NativePart):
            if part.dialect is DIALECT:
                return [part.raw]
            if part.text:
                return [self.marked({"type": "input_text", "text": part.text}, part.cache)]
            foreign_native(part, Role.USER, self._notes)
        return []

    def _image(self, part: ImagePart) -> JsonObject:
        if not self._target.images:
            raise unsupported("this model cannot see images; remove them from the request", "messages")
        source = part.source
        image: JsonObject = {"type": "input_image", "detail": part.detail or "auto"}
        if isinstance(source, UrlSource):
            if not self._target.image_urls:
                raise unsupported("an image's address must be fetched before it is sent to this model", "messages")
            image["image_url"] = source.url
        elif isinstance(source, Base64Source):
            image["image_url"] = data_url(source, "image/png")
        elif isinstance(source, FileIdSource) and source.dialect in _OPENAI:
            image["file_id"] = source.id
        else:
            raise unsupported("an uploaded image can be used with its own provider only", "messages")
        return self.marked(image, part.cache)

    def _file(self, part: FilePart) -> list[JsonObject]:
        source = part.source
        if isinstance(source, Base64Source) and source.media_type.startswith("text/") and self._source is not DIALECT:
            source = TextSource(decoded_text(source), source.media_type)
        if part.citations:
            self._notes.dropped("citations", "Responses cannot be asked for them", semantic=True)
        context = [{"type": "input_text", "text": part.context}] if part.context else []
        name = part.filename or part.title
        if isinstance(source, TextSource):
            text = f"{name}\n\n{source.text}" if name else source.text
            return [*context, self.marked({"type": "input_text", "text": text}, part.cache)]
        if not self._target.files:
            raise unsupported("this model cannot read files; send their text instead", "messages")
        file: JsonObject = {"type": "input_file"}
        if name:
            file["filename"] = name
        if isinstance(source, Base64Source):
            file["file_data"] = data_url(source, "application/pdf")
            file.setdefault("filename", "document.pdf")
        elif isinstance(source, UrlSource):
            if not self._target.file_urls:
                raise unsupported("a file's address must be fetched before it is sent to this model", "messages")
            # OpenAI takes either an address or a name.
            file = {"type": "input_file", "file_url": source.url}
        elif source.dialect in _OPENAI:
            file["file_id"] = source.id
        else:
            raise unsupported("an uploaded file can be used with its own provider only", "messages")
        return [*context, self.marked(file, part.cache)]

    def _audio(self, part: AudioPart) -> JsonObject:
        if not self._target.audio:
            raise unsupported("this model cannot hear; remove the audio from the request", "messages")
        source = part.source
        if not isinstance(source, Base64Source):
            raise unsupported("audio must be sent as bytes to this model", "messages")
        short = part.format or audio_format(source.media_type) or "wav"
        audio = {"data": source.data, "format": short}
        return self.marked({"type": "input_audio", "input_audio": audio}, part.cache)
