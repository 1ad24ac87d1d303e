"""Public list prices of the genai-prices package, read from a snapshot that ships with the program.

The package itself takes 40 MB and 0.7 s to import; the snapshot (``tools/build_prices.py``) is kept
as lines of text, one per provider, and a line is read when its provider is first asked for. Nothing
is ever fetched.
"""

import datetime
import math
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from oneapi_desktop.domain.price import Price, PriceSource
from oneapi_desktop.services.price_json import price_from_json
from oneapi_desktop.services.resource_files import resource_directory

SNAPSHOT = "genai_prices.jsonl"
NEVER = math.inf

PROVIDER_FAMILIES: Mapping[str, str] = {
    "vertexai": "google",
    "gemini": "google",
    "palm": "google",
    "awsclaude": "aws",
    "bedrock": "aws",
    "xai": "x-ai",
    "zhipu": "zhipuai",
    "moonshot": "moonshotai",
    "togetherai": "together",
    "mistralai": "mistral",
}
"""Names of ours that the catalogue spells otherwise and does not recognize itself."""

_COMPACT_DATE = re.compile(r"-(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=-|:|$)")
_MAX_NAME = 256


@dataclass(frozen=True, slots=True)
class Found:
    """A price and the Unix time until which it holds (``NEVER`` when nothing will change it)."""

    price: Price
    until: float


class Catalogue:
    """Looks prices up by the catalogue's own rules. Cheap to make: reads at the first look-up."""

    def __init__(self) -> None:
        self._lines: list[bytes | None] = []
        self._models: dict[int, list[Any]] = {}
        self._providers: list[dict[str, Any]] = []
        self._ids: dict[str, int] = {}
        self.version = ""
        self.date = ""

    def _load(self) -> None:
        if self._providers:
            return
        head, *lines = (resource_directory("prices") / SNAPSHOT).read_bytes().splitlines()
        document = orjson.loads(head)
        self.version, self.date = document["version"], document["date"]
        self._lines = list(lines)
        self._providers = document["providers"]
        self._ids = {provider["id"]: number for number, provider in enumerate(self._providers)}

    def find(self, model: str, family: str = "", *, now: float | None = None) -> Found | None:
        """The price of a model at a provider (``family``: the catalogue's id or a name it knows it by).

        A model the provider does not list is looked for where the catalogue expects a model of that
        name, then at the vendor before its slash. ``now`` is Unix time, the present by default.
        """
        if len(model) > _MAX_NAME:
            return None
        self._load()
        at = time.time() if now is None else now
        name = model.lower().removeprefix("models/")
        home = self._family(family)
        if home is not None:
            found = self._at(home, name, at)
            if found:
                return found
        for candidate in _names(name):
            for number in self._expected(candidate):
                found = self._at(number, candidate, at)
                if found:
                    return found
        return None

    def _family(self, family: str) -> int | None:
        word = family.lower().strip()
        word = PROVIDER_FAMILIES.get(word, word)
        if not word:
            return None
        if word in self._ids:
            return self._ids[word]
        return next((n for n, p in enumerate(self._providers) if "names" in p and _fits(p["names"], word)), None)

    def _expected(self, name: str) -> list[int]:
        vendor, slash, _ = name.partition("/")
        named = self._family(vendor) if slash else None
        by_model = [n for n, p in enumerate(self._providers) if "models" in p and _fits(p["models"], name)]
        # OpenAI's own names are what unknown compatible servers are most likely to offer.
        rest = [self._ids["openrouter"]] if slash else [self._ids["openai"]]
        return [n for n in (named, *by_model, *rest) if n is not None]

    def _at(self, number: int, name: str, at: float) -> Found | None:
        for candidate in dict.fromkeys((name, _COMPACT_DATE.sub(r"-\1-\2-\3", name))):
            found = self._listed(number, candidate, at)
            if found:
                return found
            for also in self._providers[number].get("also", ()):
                found = self._listed(self._ids[also], candidate, at)
                if found:
                    return found
        return None

    def _listed(self, number: int, name: str, at: float) -> Found | None:
        for match, *prices in self._of_provider(number):
            if _fits(match, name):
                document, until = _present(prices, at)
                plain = {key: value for key, value in document.items() if key not in {"from", "between"}}
                # A price without any rate is the catalogue's way to say that a model is free.
                return Found(
                    price_from_json(plain, model=name, source=PriceSource.GENAI_PRICES, source_date=self.date), until
                )
        return None

    def _of_provider(self, number: int) -> list[Any]:
        found = self._models.get(number)
        if found is None:
            line = self._lines[number]
            found = self._models[number] = orjson.loads(line) if line else []
            self._lines[number] = None
        return found


def _names(name: str) -> list[str]:
    """What a model may also be called, most exact first."""
    names = [name]
    if name.startswith("ft:"):
        # ft:gpt-4o-mini:org:name:id is priced by its base model when the catalogue has no price for it.
        names.append(name.split(":")[1])
    if "/" in name:
        names.append(name.rsplit("/", 1)[1])
    if "@" in name:
        names.append(name.replace("@", "-"))
    return names


def _fits(rule: list[Any], text: str) -> bool:
    match rule:
        case ["=", other]:
            return bool(text == other)
        case ["^", prefix]:
            return text.startswith(prefix)
        case ["$", suffix]:
            return text.endswith(suffix)
        case ["*", part]:
            return part in text
        case ["~", pattern]:
            return re.search(pattern, text) is not None
        case ["|", *rules]:
            return any(_fits(one, text) for one in rules)
        case ["&", *rules]:
            return all(_fits(one, text) for one in rules)
    raise ValueError(f"unknown rule {rule[0]!r} in {SNAPSHOT}")


def _present(prices: list[dict[str, Any]], at: float) -> tuple[dict[str, Any], float]:
    """The price that holds at a time, and the time until which it does: the last whose condition is met."""
    if len(prices) == 1:
        return prices[0], NEVER
    moment = datetime.datetime.fromtimestamp(at, datetime.UTC)
    until = min((change for price in prices for change in _changes(price, moment)), default=NEVER)
    return next((price for price in reversed(prices) if _holds(price, moment)), prices[0]), until


def _holds(price: dict[str, Any], moment: datetime.datetime) -> bool:
    if "from" in price:
        return moment.date() >= datetime.date.fromisoformat(price["from"])
    if "between" in price:
        start, end = map(datetime.time.fromisoformat, price["between"])
        clock = moment.time()
        return start <= clock < end if start <= end else clock >= start or clock < end
    return True


def _changes(price: dict[str, Any], moment: datetime.datetime) -> list[float]:
    if "from" in price:
        first = datetime.datetime.combine(datetime.date.fromisoformat(price["from"]), datetime.time(), datetime.UTC)
        return [first.timestamp()] if first > moment else []
    changes = []
    for text in price.get("between", ()):
        next_time = datetime.datetime.combine(moment.date(), datetime.time.fromisoformat(text), datetime.UTC)
        if next_time <= moment:
            next_time += datetime.timedelta(days=1)
        changes.append(next_time.timestamp())
    return changes
