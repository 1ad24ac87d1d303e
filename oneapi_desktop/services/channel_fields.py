"""Reading a channel's fields as people and files give them: every bad value is named, with a remedy.

A field may come as text (command line) or as JSON (import file, control endpoint); both are read
here. ``None`` means "not given".
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.settings.readers import read_bool, read_proxy

MAX_NAME = 100
MAX_MODEL = 256
MAX_GROUP = 32
MAX_PRIORITY = 1_000_000
MAX_WEIGHT = 1_000_000
MAX_KEY = 65_536
MAX_PROMPT = 100_000
HINT_LENGTH = 4

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FRAMING_HEADERS = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect"}
)
_FIXED_PARAMETERS = {"model": "use model_mapping to rename a model", "stream": "the client chooses it"}


def read_name(value: Any, field: str = "name") -> str:
    """A channel's or token's name: 1 to 100 characters, not a number alone."""
    name = read_line(value, field)
    if not name:
        raise InvalidInput(field, "write a name")
    if len(name) > MAX_NAME:
        raise InvalidInput(field, f"use at most {MAX_NAME} characters")
    if name.isdecimal():
        raise InvalidInput(field, "a number alone would be taken for an id; add a letter")
    return name


def read_line(value: Any, field: str) -> str:
    """One line of text, trimmed; no control characters."""
    if not isinstance(value, str):
        raise InvalidInput(field, "write text")
    text = value.strip()
    if _CONTROL.search(text):
        raise InvalidInput(field, "write one line without control characters")
    return text


def read_names(value: Any, field: str, *, longest: int) -> tuple[str, ...]:
    """A list of names, or a comma list; blanks and repetitions are dropped, order is kept."""
    entries = value.split(",") if isinstance(value, str) else value
    if not isinstance(entries, Sequence) or isinstance(entries, bytes | bytearray):
        raise InvalidInput(field, "write a list of names")
    found: dict[str, None] = {}
    for entry in entries:
        name = read_line(entry, field)
        if not name:
            continue
        if len(name) > longest:
            raise InvalidInput(field, f"{name[:40]!r}… is longer than {longest} characters")
        if "," in name:
            raise InvalidInput(field, f"{name!r} contains a comma; give one name per entry")
        found[name] = None
    return tuple(found)


def read_models(value: Any) -> tuple[str, ...]:
    """Model names; may be empty (the caller knows whether the provider needs some)."""
    return read_names(value, "models", longest=MAX_MODEL)


def read_groups(value: Any) -> tuple[str, ...]:
    """At least one group name."""
    groups = read_names(value, "groups", longest=MAX_GROUP)
    if not groups:
        raise InvalidInput("groups", "name at least one, usually 'default'")
    for group in groups:
        if re.search(r"\s", group):
            raise InvalidInput("groups", f"{group!r} contains a blank; write one word")
    return groups


def read_mapping(value: Any) -> dict[str, str]:
    """Requested model → upstream model: an object of texts, or ``from=to`` entries."""
    if isinstance(value, str):
        value = read_json_object(value, "model_mapping") if value.strip().startswith("{") else [value]
    if not isinstance(value, Mapping):
        value = dict(split_pair(entry, "model_mapping") for entry in value)
    mapping: dict[str, str] = {}
    for source, target in value.items():
        source, target = read_line(source, "model_mapping"), read_line(target, "model_mapping")
        if not source or not target:
            raise InvalidInput("model_mapping", "write pairs like from=to, both sides filled")
        mapping[source] = target
    return mapping


def read_headers(value: Any) -> dict[str, str]:
    """Extra request headers: an object of texts. Names and values must be safe to send."""
    if not isinstance(value, Mapping):
        raise InvalidInput("headers", 'write an object like {"X-Team": "research"}')
    headers: dict[str, str] = {}
    for name, content in value.items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise InvalidInput("headers", f"{str(name)[:40]!r} is not a header name; use letters, digits and dashes")
        if name.lower() in _FRAMING_HEADERS:
            raise InvalidInput("headers", f"{name} is set by the connection itself; leave it out")
        if not isinstance(content, str) or re.search(r"[\x00-\x08\x0a-\x1f\x7f]", content):
            raise InvalidInput("headers", f"the value of {name} must be one line of text")
        try:
            content.encode("latin-1")
        except UnicodeEncodeError:
            raise InvalidInput("headers", f"the value of {name} must be ASCII or Latin-1") from None
        headers[name] = content.strip()
    return headers


def read_override(value: Any) -> dict[str, Any]:
    """Request fields to set on every call: a JSON object."""
    if isinstance(value, str):
        value = read_json_object(value, "param_override")
    if not isinstance(value, Mapping):
        raise InvalidInput("param_override", 'write a JSON object like {"temperature": 0.2}')
    for name, remedy in _FIXED_PARAMETERS.items():
        if name in value:
            raise InvalidInput("param_override", f"{name} cannot be overridden; {remedy}")
    return dict(value)


def read_base_url(value: Any) -> str:
    """An http or https URL without trailing slash, credentials, query or fragment; '' stays ''."""
    url = read_line(value, "base_url")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InvalidInput("base_url", f"{url!r} is not a URL; write it like https://api.example.com") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or " " in url:
        raise InvalidInput("base_url", f"{url!r} is not an http(s) URL; write it like https://api.example.com")
    if parts.username or parts.password:
        raise InvalidInput("base_url", "must not contain credentials; put them into the key or a header")
    if parts.query or parts.fragment:
        raise InvalidInput("base_url", "must not contain '?' or '#'; write the address alone")
    return url.rstrip("/")


def read_key(value: Any) -> str:
    """An upstream key: one line (a JSON credential may span lines)."""
    if not isinstance(value, str):
        raise InvalidInput("key", "write text")
    key = value.strip()
    if len(key) > MAX_KEY:
        raise InvalidInput("key", f"is longer than {MAX_KEY} characters")
    if _CONTROL.search(key.partition("{")[0]):
        raise InvalidInput("key", "must be one line without control characters")
    return key


def read_channel_proxy(value: Any) -> str:
    """'' or the URL of an http, https or socks proxy."""
    text = read_line(value, "proxy")
    try:
        return read_proxy(text)
    except ValueError as error:
        raise InvalidInput("proxy", str(error)) from None


def read_whole(value: Any, field: str, low: int, high: int) -> int:
    """A whole number within bounds, as number or text."""
    remedy = f"write a whole number from {low} to {high}"
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise InvalidInput(field, remedy)
    try:
        number = int(value)
    except ValueError:
        raise InvalidInput(field, remedy) from None
    if not low <= number <= high:
        raise InvalidInput(field, remedy)
    return number


def read_flag(value: Any, field: str) -> bool:
    """true or false, as JSON or text."""
    if isinstance(value, bool):
        return value
    try:
        return read_bool(value if isinstance(value, str) else "?")
    except ValueError as error:
        raise InvalidInput(field, str(error)) from None


def read_prompt(value: Any) -> str:
    """A system prompt: any text up to 100 000 characters."""
    if not isinstance(value, str):
        raise InvalidInput("system_prompt", "write text")
    if len(value) > MAX_PROMPT:
        raise InvalidInput("system_prompt", f"use at most {MAX_PROMPT} characters")
    return value


def read_config(value: Any) -> dict[str, str]:
    """Provider fields as an object of texts; which names exist depends on the provider."""
    if not isinstance(value, Mapping):
        raise InvalidInput("config", "write an object of texts")
    config: dict[str, str] = {}
    for name, content in value.items():
        if isinstance(content, Mapping):
            content = json.dumps(content)
        if not isinstance(name, str) or not isinstance(content, str):
            raise InvalidInput(f"config.{name}", "write text")
        config[name] = content.strip()
    return config


def read_json_object(text: str, field: str) -> dict[str, Any]:
    """A JSON object out of text."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise InvalidInput(field, f'is not JSON ({error}); write an object like {{"a": 1}}') from None
    if not isinstance(found, dict):
        raise InvalidInput(field, 'write a JSON object like {"a": 1}')
    return found


def split_pair(entry: Any, field: str) -> tuple[str, str]:
    """``K=V`` taken apart at the first ``=``."""
    if not isinstance(entry, str) or "=" not in entry:
        raise InvalidInput(field, f"{str(entry)[:40]!r} has no '='; write it like name=value")
    left, _, right = entry.partition("=")
    return left.strip(), right.strip()


def hint_of(key: str) -> str:
    """The last four characters of a key long enough to spare them, else nothing."""
    return key[-HINT_LENGTH:] if len(key) >= 3 * HINT_LENGTH and not key.startswith("{") else ""


def redacted_proxy(url: str) -> str:
    """A proxy's URL without its user name and password."""
    if not url:
        return ""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}"
