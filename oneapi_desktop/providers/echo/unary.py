"""Embeddings, moderations, images and edits of the echo."""

import base64
import hashlib
import math
import re
import struct
import zlib
from typing import Any

import orjson

from oneapi_desktop.providers.echo.answers import JSON_TYPE, EchoAnswer, bad_field, count_tokens, whole
from oneapi_desktop.providers.echo.directives import Directives, read_directives
from oneapi_desktop.providers.echo.reply import Stamp, model_of, usage_of

DEFAULT_DIMENSIONS = 256
MAX_DIMENSIONS = 4096
MAX_NUMBERS = 1_000_000
"""Numbers in one embeddings answer."""
MAX_IMAGES = 10

CATEGORIES = (
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
    "self-harm/instructions", "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic",
)  # fmt: skip


def directives_of(text: str, field: str) -> Directives:
    """The directives of a field's text; raises the error they ask for (EchoRefusal)."""
    found = read_directives(text, field)
    if found.error is not None:
        raise found.error
    return found


def embeddings(body: dict[str, Any], stamp: Stamp) -> EchoAnswer:
    """One vector per input. Raises EchoRefusal."""
    inputs = _inputs(body.get("input"))
    dimensions = body.get("dimensions")
    dimensions = DEFAULT_DIMENSIONS if dimensions is None else dimensions
    if not isinstance(dimensions, int) or isinstance(dimensions, bool) or not 1 <= dimensions <= MAX_DIMENSIONS:
        raise bad_field("dimensions", f"dimensions must be a whole number from 1 to {MAX_DIMENSIONS}")
    if len(inputs) * dimensions > MAX_NUMBERS:
        raise bad_field("input", f"inputs times dimensions may be at most {MAX_NUMBERS}")
    encoding = body.get("encoding_format") or "float"
    if encoding not in ("float", "base64"):
        raise bad_field("encoding_format", "encoding_format must be float or base64")
    directives = directives_of(inputs[0], "input")
    data = []
    for index, text in enumerate(inputs):
        packed = unit_vector(text, dimensions)
        vector: Any = base64.b64encode(packed).decode()
        if encoding == "float":
            vector = list(struct.unpack(f"<{dimensions}f", packed))
        data.append({"object": "embedding", "index": index, "embedding": vector})
    document: dict[str, Any] = {"object": "list", "data": data, "model": model_of(body)}
    if directives.usage:
        tokens = sum(map(count_tokens, inputs))
        document["usage"] = {"prompt_tokens": tokens, "total_tokens": tokens}
    return whole(orjson.dumps(document), JSON_TYPE, directives.delay, directives.cut)


def unit_vector(text: str, dimensions: int) -> bytes:
    """A vector of length 1 derived from a text, as little-endian float32."""
    noise = hashlib.shake_256(text.encode("utf-8", "surrogatepass")).digest(2 * dimensions)
    # Odd numbers: none is zero, so neither is the length.
    numbers = [2 * number + 1 for number in struct.unpack(f"<{dimensions}h", noise)]
    length = math.sqrt(sum(number * number for number in numbers))
    return struct.pack(f"<{dimensions}f", *(number / length for number in numbers))


def _inputs(given: Any) -> list[str]:
    if isinstance(given, str):
        given = [given]
    if isinstance(given, list) and given:
        if all(isinstance(one, int) for one in given):
            given = [given]
        texts = [
            one if isinstance(one, str)
            else " ".join(map(str, one)) if isinstance(one, list) and one and all(isinstance(n, int) for n in one)
            else ""
            for one in given
        ]  # fmt: skip
        if all(texts):
            return texts
    raise bad_field("input", "input must be a text that is not empty, a list of such texts, or lists of tokens")


def moderation(body: dict[str, Any], stamp: Stamp) -> EchoAnswer:
    """Categories of which a word occurs in the text are flagged. Raises EchoRefusal."""
    given = body.get("input")
    given = [given] if isinstance(given, str) else given
    if not isinstance(given, list) or not given:
        raise bad_field("input", "input must be a text or a list that is not empty")
    if all(isinstance(one, dict) for one in given):
        # Parts of one multi-modal input are judged together.
        given = ["\n".join(str(one.get("text", "")) for one in given)]
    if not all(isinstance(one, str) for one in given):
        raise bad_field("input", "input must hold texts, or parts of type text and image_url")
    directives = directives_of(given[0], "input")
    results = []
    for text in given:
        words = set(re.findall(r"[a-z]+", text.lower()))
        flags = {name: bool(words.intersection(re.findall(r"[a-z]+", name))) for name in CATEGORIES}
        results.append({
            "flagged": any(flags.values()),
            "categories": flags,
            "category_scores": {name: 0.99 if flag else 0.01 for name, flag in flags.items()},
        })  # fmt: skip
    document = {"id": stamp.id("modr-"), "model": model_of(body), "results": results}
    return whole(orjson.dumps(document), JSON_TYPE, directives.delay, directives.cut)


def edit(body: dict[str, Any], stamp: Stamp) -> EchoAnswer:
    """The legacy edits endpoint: the input comes back as it was. Raises EchoRefusal."""
    instruction = body.get("instruction")
    if not isinstance(instruction, str):
        raise bad_field("instruction", "instruction must be a text")
    directives = directives_of(instruction, "instruction")
    given = body.get("input")
    text = given if isinstance(given, str) and given else directives.text
    document: dict[str, Any] = {
        "object": "edit", "created": stamp.created, "choices": [{"text": text, "index": 0}],
    }  # fmt: skip
    if directives.usage:
        document["usage"] = usage_of(count_tokens(instruction) + count_tokens(text), count_tokens(text), 0)
    return whole(orjson.dumps(document), JSON_TYPE, directives.delay, directives.cut)


def images(body: dict[str, Any], stamp: Stamp) -> EchoAnswer:
    """Small PNGs, one colour per image. ``body`` may hold texts of a form. Raises EchoRefusal."""
    prompt = body.get("prompt")
    if not isinstance(prompt, str):
        raise bad_field("prompt", "prompt must be a text")
    directives = directives_of(prompt, "prompt")
    try:
        count = int(body.get("n") or 1)
    except (TypeError, ValueError):
        count = 0
    if not 1 <= count <= MAX_IMAGES:
        raise bad_field("n", f"n must be a whole number from 1 to {MAX_IMAGES}")
    as_url = body.get("response_format", "b64_json") == "url"
    data = []
    for number in range(count):
        encoded = base64.b64encode(tiny_png(hashlib.sha256(f"{stamp.digest}{number}".encode()).digest()[:3])).decode()
        image = {"url": f"data:image/png;base64,{encoded}"} if as_url else {"b64_json": encoded}
        data.append({**image, "revised_prompt": directives.text})
    document = {"created": stamp.created, "data": data}
    return whole(orjson.dumps(document), JSON_TYPE, directives.delay, directives.cut)


def tiny_png(colour: bytes) -> bytes:
    """An 8x8 PNG of one RGB colour (3 bytes)."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + colour * 8) * 8
    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
