"""The small request that tests a channel, by what its model can do, and how its answer is judged."""

import io
import json
import re
import secrets
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oneapi_desktop.domain.channel import Channel
from oneapi_desktop.providers.provider import Mode, Provider

MAX_ANSWER = 200

_KINDS: tuple[tuple[Mode, re.Pattern[str]], ...] = (
    (Mode.EMBEDDINGS, re.compile(r"embed|^bge-|^m3e|^gte-|^e5-")),
    (Mode.MODERATIONS, re.compile(r"moderation")),
    (Mode.TRANSCRIPTION, re.compile(r"whisper|transcribe|sensevoice|-asr")),
    (Mode.SPEECH, re.compile(r"(?:^|[-/])tts(?:-|$)|cosyvoice|fish-speech|-speech")),
    (Mode.IMAGES, re.compile(r"^dall-e|image|^flux|/flux|stable-diffusion|cogview|^wanx|kolors|seedream")),
    (Mode.COMPLETIONS, re.compile(r"^gpt-3\.5-turbo-instruct|^(?:davinci|babbage)-002$")),
)
"""Model name → what it can do; whatever matches none answers chats."""

_PREFERENCE = (Mode.CHAT, Mode.COMPLETIONS, Mode.EMBEDDINGS, Mode.MODERATIONS, Mode.SPEECH, Mode.TRANSCRIPTION,
               Mode.IMAGES)  # fmt: skip
"""Which kind a test takes if the channel has several: the cheap ones first."""

_ENDPOINTS = {
    Mode.CHAT: "/v1/chat/completions",
    Mode.COMPLETIONS: "/v1/completions",
    Mode.EMBEDDINGS: "/v1/embeddings",
    Mode.MODERATIONS: "/v1/moderations",
    Mode.SPEECH: "/v1/audio/speech",
    Mode.TRANSCRIPTION: "/v1/audio/transcriptions",
    Mode.IMAGES: "/v1/images/generations",
}

DEFAULT_TEST_MODEL = "gpt-3.5-turbo"


@dataclass(frozen=True, slots=True)
class Probe:
    """One test request, ready to send."""

    mode: Mode
    endpoint: str
    body: bytes
    content_type: str


def mode_of_model(model: str, modes: frozenset[Mode]) -> Mode:
    """What a model is for, judged by its name; chat where the provider cannot do that."""
    name = model.lower()
    for mode, pattern in _KINDS:
        if pattern.search(name) and mode in modes:
            return mode
    return Mode.CHAT


def choose_test_model(channel: Channel, provider: Provider, wanted: str = "") -> str:
    """The model to ask for: the wanted one if offered, the channel's test model, ``gpt-3.5-turbo`` if
    offered, else the first of the kind that is cheapest to test."""
    for name in (wanted, channel.test_model, DEFAULT_TEST_MODEL):
        if name and name in channel.models:
            return name
    by_cost = sorted(
        channel.models,
        key=lambda model: _PREFERENCE.index(mode_of_model(channel.upstream_model(model), provider.modes)),
    )
    return by_cost[0] if by_cost else ""


def build_probe(channel: Channel, provider: Provider, model: str, prompt: str) -> Probe:
    """The request that tests a model of a channel; mapping and parameter overrides apply."""
    upstream_model = channel.upstream_model(model)
    mode = mode_of_model(upstream_model, provider.modes)
    if mode is Mode.TRANSCRIPTION:
        body, content_type = _audio_form(upstream_model)
        return Probe(mode, _ENDPOINTS[mode], body, content_type)
    fields: dict[str, Any] = {"model": upstream_model}
    if mode is Mode.CHAT:
        fields["messages"] = [{"role": "user", "content": prompt}]
    elif mode is Mode.IMAGES:
        fields |= {"prompt": "a grey dot on white", "n": 1}
    elif mode is Mode.SPEECH:
        fields |= {"input": "test", "voice": "alloy"}
    elif mode is Mode.COMPLETIONS:
        fields |= {"prompt": prompt, "max_tokens": 16}
    else:
        fields["input"] = "test"
    fields |= channel.param_override
    return Probe(mode, _ENDPOINTS[mode], json.dumps(fields).encode(), "application/json")


def _audio_form(model: str) -> tuple[bytes, str]:
    """Half a second of silence as a form upload."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(16_000)
        writer.writeframes(bytes(16_000))
    boundary = secrets.token_hex(16)
    model_name = re.sub(r"[\r\n]", "", model)
    body = b"".join(
        [
            f'--{boundary}\r\nContent-Disposition: form-data; name="model"\r\n\r\n{model_name}\r\n'.encode(),
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="test.wav"\r\n'
            "Content-Type: audio/wav\r\n\r\n".encode(),
            sound.getvalue(),
            f"\r\n--{boundary}--\r\n".encode(),
        ]
    )
    return body, f"multipart/form-data; boundary={boundary}"


def read_answer(mode: Mode, headers: Mapping[str, str], body: bytes) -> str | None:
    """A few words of a usable answer with status 200; None when the answer is not usable."""
    if mode is Mode.SPEECH:
        kind = headers.get("Content-Type", headers.get("content-type", ""))
        usable = bool(body) and "json" not in kind and "html" not in kind
        return f"{len(body)} bytes of audio" if usable else None
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    match mode:
        case Mode.CHAT | Mode.COMPLETIONS:
            return _text_answer(document)
        case Mode.TRANSCRIPTION:
            text = document.get("text")
            return (text[:MAX_ANSWER] or "(silence)") if isinstance(text, str) else None
        case Mode.EMBEDDINGS:
            first = _first(document.get("data"))
            vector = first.get("embedding")
            return f"a vector of {len(vector)}" if isinstance(vector, list | str) and vector else None
        case Mode.IMAGES:
            first = _first(document.get("data"))
            return "an image" if first.get("url") or first.get("b64_json") else None
        case _:
            return "judged" if _first(document.get("results")) else None


def _text_answer(document: dict[str, Any]) -> str | None:
    choice = _first(document.get("choices"))
    message = choice.get("message")
    source: Mapping[str, Any] = message if isinstance(message, dict) else choice
    for name in ("content", "text", "reasoning_content", "reasoning"):
        text = source.get(name)
        if isinstance(text, list):
            # Mistral's reasoning models answer with a list of chunks.
            text = "".join(str(chunk.get("text") or "") for chunk in text if isinstance(chunk, dict))
        if isinstance(text, str) and text.strip():
            return text.strip()[:MAX_ANSWER]
    return None


def _first(entries: Any) -> dict[str, Any]:
    found = entries[0] if isinstance(entries, Sequence) and not isinstance(entries, str) and entries else {}
    return found if isinstance(found, dict) else {}
