"""Counting tokens here, for upstreams that do not report their usage.

Chat prompts are counted as OpenAI documents it (three per message, three for the answer's start),
and besides the texts also tools, tool calls, reasoning and response schemas, as their JSON text.

Pictures cost what OpenAI's tile rule says: 85 for low detail, else 85 and 170 per tile of 512x512
after scaling to at most 2048x2048 and a shorter side of 768 (gpt-4o-mini: 2833 and 5667). The size is
read from data URLs; other URLs are never fetched, and count as a picture of 1024x1024 (four tiles);
a data URL that is no readable picture counts 85. Recordings count ten tokens a second, files 1600.
"""

import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from oneapi_desktop.relay.encodings import Encodings, approximate, count, encoding_name
from oneapi_desktop.relay.image_size import data_url_size
from oneapi_desktop.settings import Settings

ANSWER_START = 3
PER_MESSAGE = 3
PER_NAME = 1
FILE_TOKENS = 1600
AUDIO_TOKENS_PER_SECOND = 10
BYTES_PER_AUDIO_SECOND = {"wav": 48_000, "pcm16": 48_000}
BYTES_PER_AUDIO_SECOND_ELSE = 16_000
UNKNOWN_SIZE = (1024, 1024)
WORKERS = 2
INPUT_FIELDS = ("prompt", "suffix", "input", "instruction")


@dataclass(slots=True)
class Prompt:
    """What of a request has to be tokenized, and tokens that need no tokenizer."""

    texts: list[str] = field(default_factory=list)
    tokens: int = 0


class TokenCounter:
    """Counts in threads of its own; the first count loads a tokenizer. See ``Encodings``.

    With the setting ``approximate_tokens`` no tokenizer is ever loaded.
    """

    def __init__(self, settings: Settings, encodings: Encodings | None = None) -> None:
        self._settings = settings
        self._encodings = encodings or Encodings(settings.tiktoken_cache_dir)
        self._threads: ThreadPoolExecutor | None = None

    async def estimate_prompt(self, endpoint: str, body: dict[str, Any], model: str) -> int:
        """Prompt tokens of a request body. ``endpoint`` is a ``Mode``, such as ``chat``."""
        return await self._in_thread(self.prompt_tokens, endpoint, body, model)

    async def estimate_texts(self, prompt: Prompt, model: str) -> int:
        """Tokens of what was read out of a request elsewhere."""
        return prompt.tokens + await self._in_thread(self._count, prompt.texts, model)

    async def estimate_completion(self, texts: Sequence[str], model: str) -> int:
        """Tokens of what a model wrote; ``texts`` are its pieces in order, as a stream brought them."""
        return await self._in_thread(self.completion_tokens, texts, model)

    def prompt_tokens(self, endpoint: str, body: dict[str, Any], model: str) -> int:
        """``estimate_prompt`` on the calling thread."""
        prompt = read_prompt(endpoint, body, model)
        return prompt.tokens + self._count(prompt.texts, model)

    def completion_tokens(self, texts: Sequence[str], model: str) -> int:
        """``estimate_completion`` on the calling thread."""
        return self._count(["".join(texts)], model)

    def close(self) -> None:
        """Let the threads end and the tokenizers go. Counting again starts new ones."""
        if self._threads is not None:
            self._threads.shutdown(wait=False)
            self._threads = None
        # Not left to the garbage collector: it does not see what a gateway has made at its start.
        self._encodings.unload()

    def _count(self, texts: Sequence[str], model: str) -> int:
        found = [text for text in texts if text]
        if not found:
            return 0
        encoding = None if self._settings.approximate_tokens else self._encodings.get(encoding_name(model))
        if encoding is None:
            return sum(map(approximate, found))
        return sum(count(encoding, text) for text in found)

    async def _in_thread(self, work: Any, *arguments: Any) -> int:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="token-count")
        counted: int = await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)
        return counted


def read_prompt(endpoint: str, body: dict[str, Any], model: str) -> Prompt:
    """The texts and fixed tokens of a request body, whatever shape its fields have."""
    prompt = Prompt()
    messages = body.get("messages")
    if endpoint == "chat" and isinstance(messages, list):
        _read_messages(prompt, messages, model)
        for name in ("tools", "functions", "response_format"):
            if isinstance(body.get(name), list | dict) and body[name]:
                prompt.texts.append(schema_text(body[name]))
    else:
        for name in INPUT_FIELDS:
            _read_input(prompt, body.get(name), model)
    return prompt


def _read_messages(prompt: Prompt, messages: list[Any], model: str) -> None:
    prompt.tokens += ANSWER_START
    for message in messages:
        if not isinstance(message, dict):
            continue
        prompt.tokens += PER_MESSAGE
        for key in ("role", "name", "reasoning_content", "refusal"):
            if isinstance(message.get(key), str):
                prompt.texts.append(message[key])
        if isinstance(message.get("name"), str):
            prompt.tokens += PER_NAME
        _read_content(prompt, message.get("content"), model)
        calls = message.get("tool_calls")
        functions = (
            [call.get("function") for call in calls if isinstance(call, dict)] if isinstance(calls, list) else []
        )
        for function in (*functions, message.get("function_call")):
            if isinstance(function, dict):
                prompt.tokens += PER_MESSAGE
                prompt.texts.extend(v for key in ("name", "arguments") if isinstance(v := function.get(key), str))


def _read_content(prompt: Prompt, content: Any, model: str) -> None:
    if isinstance(content, str):
        prompt.texts.append(content)
    elif isinstance(content, list):
        for part in content:
            if isinstance(part, str):
                prompt.texts.append(part)
            elif isinstance(part, dict):
                _read_part(prompt, part, model)


def _read_part(prompt: Prompt, part: dict[str, Any], model: str) -> None:
    for key in ("text", "refusal"):
        if isinstance(part.get(key), str):
            prompt.texts.append(part[key])
    match part.get("type"):
        case "image_url" | "input_image":
            prompt.tokens += picture_tokens(part.get("image_url"), part.get("detail"), model)
        case "input_audio":
            prompt.tokens += audio_tokens(part.get("input_audio"))
        case "file" | "input_file":
            prompt.tokens += FILE_TOKENS


def _read_input(prompt: Prompt, given: Any, model: str) -> None:
    """A text, a list of texts or parts, or tokens (whole numbers), also in lists of lists."""
    if isinstance(given, str):
        prompt.texts.append(given)
    elif isinstance(given, list):
        numbers = sum(1 for one in given if isinstance(one, int))
        prompt.tokens += numbers
        if numbers < len(given):
            for one in given:
                if isinstance(one, list):
                    prompt.tokens += sum(1 for number in one if isinstance(number, int))
            _read_content(prompt, given, model)


def schema_text(value: Any) -> str:
    """Tools and schemas as the JSON text that is counted."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        return _flat_text(value)


def _flat_text(value: Any) -> str:
    """Names and values of JSON that nests too deeply to be written."""
    words: list[str] = []
    left = [value]
    while left:
        match left.pop():
            case dict() as fields:
                words.extend(map(str, fields))
                left.extend(fields.values())
            case list() as items:
                left.extend(items)
            case scalar:
                words.append(str(scalar))
    return " ".join(words)


def picture_tokens(picture: Any, detail: Any, model: str) -> int:
    """Tokens of one picture: an address, a data URL, or an object that holds one in ``url``."""
    url = picture
    if isinstance(picture, dict):
        url, detail = picture.get("url"), picture.get("detail", detail)
    base, tile = (2833, 5667) if model.lower().rsplit("/", 1)[-1].startswith("gpt-4o-mini") else (85, 170)
    if detail == "low":
        return base
    size: tuple[int, int] | None = UNKNOWN_SIZE
    if isinstance(url, str) and url[:5].lower() == "data:":
        size = data_url_size(url)
    return base if size is None else base + tile * tiles(*size)


def tiles(width: int, height: int) -> int:
    """Tiles of 512x512 that OpenAI cuts a picture into, after scaling it down."""
    longest = max(width, height)
    if longest > 2048:
        width, height = width * 2048 // longest, height * 2048 // longest
    shortest = min(width, height)
    if shortest > 768:
        width, height = width * 768 // shortest, height * 768 // shortest
    return max(1, ceil(width / 512) * ceil(height / 512))


def audio_tokens(audio: Any) -> int:
    """Tokens of a recording with base64 ``data`` and a ``format``; 0 for anything else."""
    data = audio.get("data") if isinstance(audio, dict) else None
    if not isinstance(data, str):
        return 0
    rate = BYTES_PER_AUDIO_SECOND.get(str(audio.get("format")), BYTES_PER_AUDIO_SECOND_ELSE)
    return max(1, len(data) * 3 // 4 * AUDIO_TOKENS_PER_SECOND // rate)
