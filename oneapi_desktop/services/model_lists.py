"""Model names that ship with the program: what a provider is known to offer before anybody has asked it.

They come from dated files (``resources/models``, made by ``tools/build_models.py``), read when they are
first wanted. Nothing is ever fetched; a channel's own list is ``channel.models``.
"""

from dataclasses import dataclass
from functools import cache

import orjson

from oneapi_desktop.providers.provider import Provider
from oneapi_desktop.services.catalogue_prices import PROVIDER_FAMILIES
from oneapi_desktop.services.resource_files import resource_directory

CHANNEL_TYPES, CATALOGUE = "channel_types.jsonl", "genai_models.jsonl"


@dataclass(frozen=True, slots=True)
class ModelList:
    """Names, where they are from, and the ISO date of that; empty when nothing is known."""

    models: tuple[str, ...] = ()
    source: str = ""
    date: str = ""


@cache
def _lists(name: str, key: str) -> dict[str, ModelList]:
    """The lists of a file by what each line calls itself; none when the file is not there."""
    path = resource_directory("models") / name
    if not path.exists():
        return {}
    head, *lines = map(orjson.loads, path.read_bytes().splitlines())
    return {
        line[key]: ModelList(tuple(line["models"]), line.get("source", head["source"]), line.get("date", head["date"]))
        for line in lines
    }


def known_models(provider: Provider) -> ModelList:
    """What is known of a provider: by its channel type, else by its family in the catalogue of prices."""
    found = _lists(CHANNEL_TYPES, "provider").get(provider.name)
    if found is not None:
        return found
    family = provider.price_family or PROVIDER_FAMILIES.get(provider.name, provider.name)
    return _lists(CATALOGUE, "family").get(family, ModelList(provider.models))
