"""What a provider is: one declared row that every surface is derived from."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from oneapi_desktop.dialects.conversation import CacheMarks, ChatVendor, Dialect
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.chat_vendors import THIRD_PARTY


class Mode(StrEnum):
    """What an upstream can be asked for; the names of the relay's endpoints."""

    CHAT = "chat"
    COMPLETIONS = "completions"
    EMBEDDINGS = "embeddings"
    EDITS = "edits"
    MODERATIONS = "moderations"
    IMAGES = "images"
    IMAGE_EDITS = "image-edits"
    IMAGE_VARIATIONS = "image-variations"
    SPEECH = "speech"
    TRANSCRIPTION = "transcription"
    TRANSLATION = "translation"
    RERANK = "rerank"
    REALTIME = "realtime"
    COUNT_TOKENS = "count-tokens"
    """Counting a prompt. Every channel that answers chats can be asked: who cannot count is counted for."""
    RAW_PROXY = "raw-proxy"
    """Any request under a channel's base URL, neither read nor billed (one-api's type 43)."""


EVERY_MODE = frozenset(Mode) - {Mode.COUNT_TOKENS, Mode.RAW_PROXY}
"""What an upstream of the OpenAI family may have."""
TEXT_MODES = frozenset({Mode.CHAT, Mode.COMPLETIONS, Mode.EMBEDDINGS})


CHECKLIST = ("answer", "stream", "tools", "usage", "error", "models")
"""What is proven of every provider from recorded answers: a plain one, a stream, a tool call, its usage
report, an error, its model list."""


class UrlRule(StrEnum):
    """How an upstream's address is composed from its base URL."""

    ORIGIN = "origin"
    """Base is an origin, or an origin with a prefix, and the path keeps its ``/v1``."""
    SDK_BASE = "sdk-base"
    """Base is what an SDK takes (usually ends in ``/v1``); the path loses its ``/v1``."""
    OWN_PATHS = "own-paths"
    """The provider names a path for each mode in ``paths``."""
    AZURE = "azure"
    """Deployments in the path with an ``api-version``, or Azure's v1 surface."""
    IN_PROCESS = "in-process"
    """No network: the built-in echo."""


def read_dialects(text: str) -> tuple[Dialect, ...]:
    """Dialects out of a comma list of their names. Raises InvalidInput."""
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    known = {dialect.value: dialect for dialect in Dialect}
    for name in names:
        if name not in known:
            raise InvalidInput("config.dialects", f"{name!r} is none of {', '.join(known)}")
    return tuple(dict.fromkeys(known[name] for name in names))


@dataclass(frozen=True, slots=True)
class ConfigField:
    """One provider-specific field of a channel. ``check`` raises InvalidInput for a value that cannot
    be meant."""

    name: str
    label: str
    required: bool = False
    secret: bool = False
    check: Callable[[str], object] | None = None


@dataclass(frozen=True, slots=True)
class BalanceRecipe:
    """How to ask an upstream what is left. ``pointer`` is a dotted path into the JSON answer;
    ``minus`` a second one that is subtracted. ``url`` starting with ``/`` is relative to the base."""

    url: str
    pointer: str
    minus: str = ""
    currency: str = "USD"
    header: str = "Authorization"
    key_in_query: str = ""
    kind: str = "pointer"


@dataclass(frozen=True, slots=True)
class Provider:
    """One kind of upstream.

    ``number`` is one-api's channel type (0 when one-api has none), kept for imports.
    ``key_pattern`` is a full-match regular expression, ``key_hint`` says it in words.
    ``stream_usage`` False means the upstream refuses ``stream_options``.
    ``legacy`` marks sites that may no longer exist and are kept for imported databases.
    ``dialects`` are the wire formats its chats can be written in, the best first; the other modes
    are written in the first that knows them. ``dialect_paths`` says where a chat of one of them goes
    (relative to the base, or a whole URL) when that is not the dialect's usual path under the base.
    ``adapter`` is ``module:Class`` (below ``providers``) of what calls it, "" for the plain ``Adapter``.
    ``bearer`` False sends the key as the header's whole value.
    ``vendor`` are its deviations inside Chat Completions, ``cache_marks`` the marks it takes there.
    ``fixtures_of`` names the provider whose recorded answers stand for this one's, because it imitates
    it without a known difference; ``exempt`` says for an item of ``CHECKLIST`` why there is none.
    """

    name: str
    number: int
    label: str
    base_url: str = ""
    dialects: tuple[Dialect, ...] = (Dialect.OPENAI_CHAT,)
    url_rule: UrlRule = UrlRule.ORIGIN
    paths: dict[Mode, str] = field(default_factory=dict)
    dialect_paths: dict[Dialect, str] = field(default_factory=dict)
    adapter: str = ""
    key_hint: str = "API key"
    key_pattern: str = r"\S+"
    needs_key: bool = True
    key_header: str = "Authorization"
    bearer: bool = True
    extra_headers: dict[str, str] = field(default_factory=dict)
    modes: frozenset[Mode] = TEXT_MODES
    config_fields: tuple[ConfigField, ...] = ()
    models: tuple[str, ...] = ()
    lists_models: bool = True
    stream_usage: bool = True
    balance: BalanceRecipe | None = None
    price_family: str = ""
    legacy: bool = False
    vendor: ChatVendor = THIRD_PARTY
    cache_marks: CacheMarks = CacheMarks.NONE
    fixtures_of: str = ""
    exempt: dict[str, str] = field(default_factory=dict)

    @property
    def needs_base_url(self) -> bool:
        """True when the owner must give an address."""
        return not self.base_url and self.url_rule is not UrlRule.IN_PROCESS

    @property
    def is_local(self) -> bool:
        """True for a server that runs on the owner's own machine unless a channel says otherwise."""
        return self.base_url.startswith(("http://localhost:", "http://127.0.0.1:"))

    @property
    def checklist(self) -> dict[str, str]:
        """What is proven of it, in the words of every surface: ``yes``, ``as NAME``, or why an item does not
        exist."""
        done = f"as {self.fixtures_of}" if self.fixtures_of else "yes"
        state = {item: self.exempt.get(item, done) for item in CHECKLIST}
        if not self.lists_models:
            state["models"] = self.exempt.get("models", "it has no list")
        return state

    def check_key(self, key: str) -> None:
        """Raise InvalidInput when a key cannot be one of this provider's."""
        if not key and not self.needs_key:
            return
        if not key:
            raise InvalidInput("key", f"{self.label} needs a key: {self.key_hint}")
        if not re.fullmatch(self.key_pattern, key, re.DOTALL):
            raise InvalidInput("key", f"this does not look like a key of {self.label}; expected {self.key_hint}")
        # What is behind a brace is a JSON credential, which never goes into a header.
        if any(character in key.partition("{")[0] for character in "\r\n\0"):
            raise InvalidInput("key", "a key must be one line")
