"""Which endpoint of the echo answers a path."""

import hashlib
from typing import Any

import orjson

from oneapi_desktop.providers.echo.answers import EchoAnswer, EchoRefusal, bad_field, error_answer
from oneapi_desktop.providers.echo.audio import form_text, read_form, speech, transcription
from oneapi_desktop.providers.echo.chat import chat_completion
from oneapi_desktop.providers.echo.reply import Stamp
from oneapi_desktop.providers.echo.text import text_completion
from oneapi_desktop.providers.echo.unary import edit, embeddings, images, moderation

ECHO_MODELS = ("echo", "echo-embedding", "echo-image", "echo-speech", "echo-transcription", "echo-moderation")
"""Names the echo is offered under; it answers to any other as well."""

FIRST_SECOND = 1_700_000_000
SECONDS_OF_A_YEAR = 31_536_000


def answer(path: str, body: bytes, content_type: str = "application/json") -> EchoAnswer:
    """Answer a request to an OpenAI path such as ``/v1/chat/completions`` (``/v1`` may be absent).

    Never raises: what it does not understand gets an error body of OpenAI's shape. Needs
    time in proportion to the body (20 µs for a short one, about 0.1 s per MB of text) and no loop,
    so that long bodies can be answered in a thread.
    """
    digest = hashlib.sha256(path.encode("utf-8", "replace") + b"\0" + body).hexdigest()
    stamp = Stamp(digest, FIRST_SECOND + int(digest[:8], 16) % SECONDS_OF_A_YEAR)
    try:
        return _route(path.partition("?")[0].rstrip("/"), body, content_type, stamp)
    except EchoRefusal as refusal:
        return error_answer(refusal)
    except RecursionError:
        # Values of a schema are written out as they came, and may nest deeper than they can be written.
        return error_answer(EchoRefusal(400, "The body of the request nests too deeply."))


def _route(path: str, body: bytes, content_type: str, stamp: Stamp) -> EchoAnswer:
    if path.endswith("/chat/completions"):
        return chat_completion(_json_object(body), stamp)
    if path.endswith("/completions"):
        return text_completion(_json_object(body), stamp)
    if path.endswith("/embeddings"):
        return embeddings(_json_object(body), stamp)
    if path.endswith("/moderations"):
        return moderation(_json_object(body), stamp)
    if path.endswith("/images/generations"):
        return images(_json_object(body), stamp)
    if path.endswith(("/images/edits", "/images/variations")):
        form = read_form(body, content_type)
        if not any(name in form for name in ("image", "image[]")):
            raise bad_field("image", "the form needs a file in the field 'image'")
        return images({"prompt": "", **{name: form_text(form, name) for name in form}}, stamp)
    if path.endswith("/edits"):
        return edit(_json_object(body), stamp)
    if path.endswith("/audio/speech"):
        return speech(_json_object(body))
    if path.endswith("/audio/transcriptions"):
        return transcription(read_form(body, content_type), "transcribe")
    if path.endswith("/audio/translations"):
        return transcription(read_form(body, content_type), "translate")
    raise EchoRefusal(404, f"Invalid URL (POST {path})", code="unknown_url")


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise EchoRefusal(400, f"We could not parse the JSON body of your request: {error}") from None
    if not isinstance(document, dict):
        raise EchoRefusal(400, "The body of the request must be a JSON object.")
    return document
