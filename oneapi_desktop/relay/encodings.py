"""Tokenizer encodings from local files only, loaded when first needed.

tiktoken would download what it does not find. Here its definitions of the encodings (pattern,
special tokens, expected hash) are used with a loader of ours, which looks into the cache directory
the owner named, then into the files that ship with the program, and never at the network.

One encoding takes about half a second to load and 50 to 75 MB, so none is until a count needs it.
"""

import base64
import binascii
import hashlib
import logging
import threading
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oneapi_desktop.services.resource_files import resource_directory

if TYPE_CHECKING:
    from tiktoken import Encoding

log = logging.getLogger(__name__)

CL100K = "cl100k_base"
O200K = "o200k_base"

PIECE = 8_192
"""Characters encoded at once. tiktoken's time grows faster than its input on long runs of one kind of
character, and a run of a million blanks makes its pattern matcher overflow its stack."""
CUT_TRIES = 64
WHOLE = 1_000_000
"""Characters that are all encoded; of more, as many are, from all over the text, and the count is scaled."""
SLICES = 50

_CL100K_PREFIXES = ("gpt-3.5", "gpt-35", "gpt-4", "text-embedding-", "davinci-002", "babbage-002")
_O200K_PREFIXES = ("gpt-4o", "gpt-4.1", "gpt-4.5")


class EncodingMissing(Exception):
    """An encoding's file is absent or damaged everywhere; the message says where it was sought."""


def encoding_name(model: str) -> str:
    """The encoding of a model: cl100k for OpenAI's older ones, o200k for all others, known or not."""
    name = model.lower().rsplit("/", 1)[-1].removeprefix("ft:")
    if name.startswith(_O200K_PREFIXES):
        return O200K
    return CL100K if name.startswith(_CL100K_PREFIXES) else O200K


class Encodings:
    """The loaded encodings, shared by all threads. ``cache_dir`` is looked at before the bundled files."""

    def __init__(self, cache_dir: str = "", bundled: Path | None = None) -> None:
        self._cache_dir = cache_dir
        self._bundled = bundled or resource_directory("encodings")
        self._loaded: dict[str, Encoding] = {}
        self._missing: set[str] = set()
        self._lock = threading.Lock()

    def get(self, name: str) -> "Encoding | None":
        """The encoding, loaded at the first call; None (logged once) when its file is nowhere intact."""
        found = self._loaded.get(name)
        if found is not None or name in self._missing:
            return found
        with self._lock:
            if name not in self._loaded and name not in self._missing:
                try:
                    self._loaded[name] = self._load(name)
                except EncodingMissing as error:
                    log.warning("%s; tokens are estimated from the length of texts instead", error)
                    self._missing.add(name)
            return self._loaded.get(name)

    def unload(self) -> None:
        """Let the memory go. A further count loads anew."""
        self._loaded.clear()

    def _load(self, name: str) -> "Encoding":
        from tiktoken import Encoding
        from tiktoken_ext import openai_public  # type: ignore[import-untyped]

        constructor = openai_public.ENCODING_CONSTRUCTORS[name]
        # The constructor as it is, except that it loads ranks with our function.
        local = types.FunctionType(constructor.__code__, {**constructor.__globals__, "load_tiktoken_bpe": self._ranks})
        definition: dict[str, Any] = local()
        encoding = Encoding(**definition)
        # Only decoding needs the table once the encoder is built, and it is a third of the memory.
        definition["mergeable_ranks"].clear()
        return encoding

    def _ranks(self, url: str, expected_hash: str | None = None) -> dict[bytes, int]:
        """Ranks of a file known by tiktoken's URL of it. Raises EncodingMissing."""
        places = [self._bundled / url.rsplit("/", 1)[-1]]
        if self._cache_dir:
            # The name tiktoken gives a file in its cache.
            cached = hashlib.sha1(url.encode(), usedforsecurity=False).hexdigest()
            places.insert(0, Path(self._cache_dir) / cached)
        for place in places:
            try:
                content = place.read_bytes()
            except OSError:
                continue
            if expected_hash is None or hashlib.sha256(content).hexdigest() == expected_hash:
                return _read_ranks(content)
            log.warning("the tokenizer file %s is damaged and was not used", place)
        raise EncodingMissing(f"no intact tokenizer file among {', '.join(map(str, places))}")


def _read_ranks(content: bytes) -> dict[bytes, int]:
    try:
        return {base64.b64decode(token): int(rank) for token, rank in map(bytes.split, content.splitlines())}
    except (binascii.Error, ValueError) as error:
        raise EncodingMissing(f"a tokenizer file cannot be read: {error}") from None


def count(encoding: "Encoding", text: str) -> int:
    """Tokens of a text; the text of special tokens counts as the plain text it is.

    Exact for texts up to ``PIECE`` characters, and beyond wherever words allow a clean cut; a cut
    inside a run without blanks may add a token. Above ``WHOLE`` characters it is a projection.
    """
    if len(text) <= PIECE:
        return len(encoding.encode_ordinary(text))
    if len(text) > WHOLE:
        return _projected(encoding, text)
    total = start = 0
    while start < len(text):
        end = _cut(text, start)
        total += len(encoding.encode_ordinary(text[start:end]))
        start = end
    return total


def _projected(encoding: "Encoding", text: str) -> int:
    size, step = WHOLE // SLICES, len(text) // SLICES
    counted = sum(count(encoding, text[i * step : i * step + size]) for i in range(SLICES))
    return -(-counted * len(text) // (size * SLICES))


def _cut(text: str, start: int) -> int:
    """Where a piece that begins at ``start`` may end without splitting a token."""
    end = start + PIECE
    if end >= len(text):
        return len(text)
    place = end
    for _ in range(CUT_TRIES):
        place = text.rfind(" ", start + PIECE // 2, place)
        if place < 0:
            break
        # Both encodings begin a token at a single blank between a letter and a letter.
        if text[place - 1].isalpha() and text[place + 1].isalpha():
            return place
    return end


def approximate(text: str) -> int:
    """Tokens guessed from the length: four ASCII characters, or one to two others, make a token."""
    if text.isascii():
        return -(-len(text) // 4)
    extra = len(text.encode("utf-8", "surrogatepass")) - len(text)
    return -(-(10 * len(text) + 11 * extra) // 40)
