"""DeepL's translation, ``POST /v2/translate``, asked as a chat: the last message is translated.

The target language is in the model's name: ``deepl-de``, ``deepl-en-de`` (from English to German),
``deepl`` alone translates into American English. Spoken to upstreams only. Not carried: everything but
the text of the user's last message; a leading instruction goes as DeepL's ``context``, which steers the
translation and is not translated. Usage is counted in characters by DeepL and not reported as tokens.
"""

import orjson

from oneapi_desktop.dialects.conversation import (
    Candidate,
    Capabilities,
    ChatRequest,
    ChatResponse,
    Dialect,
    DialectError,
    Finished,
    FinishReason,
    JsonObject,
    Notes,
    TextPart,
    bad_upstream,
    invalid,
    unfold,
)
from oneapi_desktop.dialects.json_reading import as_object, as_objects, as_text, load_answer
from oneapi_desktop.dialects.plain_text import last_words, note_sampling, refuse_beyond_text
from oneapi_desktop.dialects.sse_answers import SseAnswerParser
from oneapi_desktop.dialects.tool_bridge import OPENAI_NAMES, ToolBridge
from oneapi_desktop.domain.errors import ErrorKind

__all__ = ["StreamParser", "build_request", "languages_of", "parse_error", "parse_response", "tool_bridge"]

DIALECT = Dialect.DEEPL
DEFAULT_TARGET = "EN-US"

_DIALECTED = {"EN": "EN-US", "PT": "PT-PT"}
"""Targets without a variant are deprecated."""
_VARIANTS = {
    "EN": frozenset({"US", "GB"}),
    "PT": frozenset({"BR", "PT"}),
    "ZH": frozenset({"HANS", "HANT"}),
    "ES": frozenset({"419"}),
}
_QUOTA_EXCEEDED = 456
_KINDS = {
    400: ErrorKind.INVALID_REQUEST,
    404: ErrorKind.MODEL_NOT_FOUND,
    413: ErrorKind.TOO_LARGE,
    414: ErrorKind.TOO_LARGE,
    429: ErrorKind.RATE_LIMITED,
    503: ErrorKind.UNAVAILABLE,
    504: ErrorKind.TIMEOUT,
    529: ErrorKind.RATE_LIMITED,
}
LONGEST_MESSAGE = 2000


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """Nothing to rename: such a request has no tools."""
    return ToolBridge(request, OPENAI_NAMES, custom=False)


def languages_of(model: str) -> tuple[str, str]:
    """Source ("" to detect it) and target language of a model's name. Raises DialectError."""
    words = [word.upper() for word in model.strip().split("-")]
    if words[:1] == ["DEEPL"]:
        words = words[1:]
    languages: list[str] = []
    for word in words:
        if languages and word in _VARIANTS.get(languages[-1], ()):
            languages[-1] += f"-{word}"
        else:
            languages.append(word)
    if len(languages) > 2 or any(not word.replace("-", "").isalnum() for word in languages):
        raise invalid(f"{model!r} names no languages; write deepl-de, or deepl-en-de for English to German", "model")
    source, target = ("", *languages) if len(languages) == 1 else (languages or ["", DEFAULT_TARGET])
    # A source has no variant.
    return source.partition("-")[0], _DIALECTED.get(target, target)


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body and what it could not carry. Raises DialectError."""
    notes = Notes()
    refuse_beyond_text(request, DIALECT, notes)
    note_sampling(request, (), notes)
    source_language, target_language = languages_of(target.model or request.model)
    body: JsonObject = {"text": [last_words(request, notes)], "target_lang": target_language}
    if source_language:
        body["source_lang"] = source_language
    context = "\n\n".join(part.text for part in request.system if part.text.strip())
    if context and request.turns:
        notes.changed("system", "sent as context of the translation")
        body["context"] = context
    return body, notes


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body. Raises DialectError."""
    body = load_answer(raw)
    translations = as_objects(body.get("translations"))
    if not translations:
        raise bad_upstream(as_text(body.get("message")) or "the upstream's answer has no translation")
    text = "\n".join(as_text(translation.get("text")) for translation in translations)
    parts = (TextPart(text),) if text else ()
    return ChatResponse(candidates=(Candidate(parts, Finished(FinishReason.END)),))


class StreamParser(SseAnswerParser):
    """Gives the events of the one whole answer DeepL sends."""

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._credential = credential

    def _object(self, value: JsonObject) -> None:
        self._events += unfold(parse_response(value, self._credential))
        self.ended = True


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises."""
    try:
        value = as_object(orjson.loads(body))
    except orjson.JSONDecodeError:
        value = {}
    message = as_text(value.get("message")) or f"the upstream answered with status {status}"
    detail = as_text(value.get("detail"))
    code = "quota_exceeded" if status == _QUOTA_EXCEEDED else None
    told = f"{message}: {detail}" if detail else message
    return DialectError(_KINDS.get(status, ErrorKind.BAD_UPSTREAM), told[:LONGEST_MESSAGE], code=code)
