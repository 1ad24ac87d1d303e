"""Prices: the owner's own, imported ratios, group ratios, and what every reachable model costs."""

import asyncio
import builtins
import datetime
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from oneapi_desktop.domain.channel import Channel, ChannelStatus
from oneapi_desktop.domain.errors import InvalidInput, NotFound
from oneapi_desktop.domain.money import MILLION, MoneyError, nano_to_usd_text, parse_ratio
from oneapi_desktop.domain.price import Price, PriceSource, Rates
from oneapi_desktop.services.channel_fields import MAX_GROUP, MAX_MODEL, read_line
from oneapi_desktop.services.channels import ChannelService
from oneapi_desktop.services.json_shapes import usd
from oneapi_desktop.services.one_api_ratios import prices_from_ratios, read_ratio
from oneapi_desktop.services.price_book import PriceBook
from oneapi_desktop.services.token_fields import read_amount
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories.groups import GroupRepository
from oneapi_desktop.store.repositories.prices import PriceRepository

RATE_NAMES = tuple(field.name for field in fields(Rates))
LOOKUPS_AT_ONCE = 20
FLAT_NAMES = ("per_request", "per_image", "per_audio_second", "per_million_characters")


class PriceService:
    """Keeps stored prices and ``book`` in step."""

    def __init__(self, database: Database, channels: ChannelService) -> None:
        self._stored = PriceRepository(database)
        self._groups = GroupRepository(database)
        self._channels = channels
        self._loaded = False
        self._changing = asyncio.Lock()
        self.book = PriceBook()

    async def load(self) -> None:
        """Read stored prices into the book."""
        stored = await self._stored.list()
        self.book.set_overrides([p for p in stored if p.source is PriceSource.OWNER])
        self.book.set_ratios([p for p in stored if p.source is PriceSource.ONE_API])
        self._loaded = True

    async def list(self, *, model: str = "", unpriced: bool = False) -> builtins.list[dict[str, Any]]:
        """What every model costs that a channel offers or that has a price of the owner's own.

        ``model`` narrows to names that contain it, ``unpriced`` to those nobody has a price for.
        """
        await self._loaded_book()
        offers: dict[tuple[str, str, str], builtins.list[Channel]] = {}
        for channel in await self._channels.list():
            for name in channel.models:
                key = (name, channel.upstream_model(name), channel.provider)
                offers.setdefault(key, []).append(channel)
        for price in await self._stored.list():
            if price.source is PriceSource.OWNER and all(key[0] != price.model for key in offers):
                offers[price.model, price.model, ""] = []
        rows = []
        for number, ((name, upstream, provider), channels) in enumerate(sorted(offers.items())):
            if number % LOOKUPS_AT_ONCE == 0:
                # The book belongs to the loop's thread, so a long list is made in small steps.
                await asyncio.sleep(0)
            if model.lower() not in name.lower():
                continue
            price = self.effective(name, upstream, provider)
            if unpriced and not price.unpriced:
                continue
            rows.append(
                price_row(price)
                | {
                    "model": name,
                    "upstream_model": upstream,
                    "provider": provider,
                    "channels": [c.name for c in channels],
                    "enabled": any(c.status is ChannelStatus.ENABLED for c in channels),
                }
            )
        return rows

    def effective(self, model: str, upstream_model: str, provider: str) -> Price:
        """The price a request pays: the owner's own for the asked name, else the upstream name's."""
        if upstream_model != model:
            own = self.book.lookup(model, provider)
            if own.source is PriceSource.OWNER:
                return own
        return self.book.lookup(upstream_model, provider)

    async def present(self, model: str, upstream_model: str, provider: str) -> Price:
        """``effective``, with stored prices read if need be."""
        await self._loaded_book()
        return self.effective(model, upstream_model, provider)

    async def set(self, model: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Set the owner's price: rates in dollars per million tokens (``input``, ``output``, …) and flat
        ones (``per_request``, ``per_image``, ``per_audio_second``, ``per_million_characters``). What is
        not named keeps its own value, or is 0; an empty text takes that rate back. Raises InvalidInput."""
        name = read_line(model, "model")
        if not name or len(name) > MAX_MODEL:
            raise InvalidInput("model", f"write a model name of 1 to {MAX_MODEL} characters")
        given = {
            field: None if value == "" else read_amount(value, field)
            for field, value in values.items()
            if value is not None
        }
        for field in given:
            if field not in (*RATE_NAMES, *FLAT_NAMES):
                known = ", ".join((*RATE_NAMES, *FLAT_NAMES))
                raise InvalidInput(field, f"a price has no such rate; rates are {known}")
        if not given:
            raise InvalidInput("price", "name at least one rate, such as input")
        async with self._changing:
            await self._stored.set(_merged(name, await self._own(name), given))
            await self.load()
        return price_row(self.book.lookup(name, "")) | {"model": name}

    async def _own(self, model: str) -> Price | None:
        stored = await self._stored.list()
        return next((p for p in stored if p.model == model and p.source is PriceSource.OWNER), None)

    async def remove(self, model: str) -> dict[str, Any]:
        """Take the owner's price back; what the model costs then. Raises NotFound."""
        async with self._changing:
            if not await self._stored.delete(model, PriceSource.OWNER):
                raise NotFound(f"you have set no price for {model!r}")
            await self.load()
        return price_row(self.book.lookup(model, "")) | {"model": model}

    async def import_ratios(self, document: Any) -> dict[str, int]:
        """Take over one-api's ``ModelRatio``, ``CompletionRatio`` and ``GroupRatio`` in place of ratios
        imported before. Checked whole before anything is stored. Raises InvalidInput."""
        if not isinstance(document, Mapping) or not ({"ModelRatio", "GroupRatio"} & document.keys()):
            raise InvalidInput("file", 'write an object like {"ModelRatio": {"gpt-4o": 1.25}, "CompletionRatio": {}}')
        models = _ratio_map(document, "ModelRatio")
        completions = _ratio_map(document, "CompletionRatio")
        groups = {
            _group_name(name): _millionths(ratio, f"GroupRatio.{name}")
            for name, ratio in _ratio_map(document, "GroupRatio").items()
        }
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        prices = prices_from_ratios(models, completions, date=today)
        async with self._changing:
            if models:
                await self._stored.replace_source(PriceSource.ONE_API, prices)
            for name, ratio in groups.items():
                await self._groups.set(name, ratio)
            await self.load()
        return {"models": len(prices), "groups": len(groups)}

    async def groups(self) -> builtins.list[dict[str, Any]]:
        """Every group with its ratio."""
        found = await self._groups.list()
        return [{"group": name, "ratio": ratio / MILLION} for name, ratio in found.items()]

    async def set_group(self, group: Any, ratio: Any) -> dict[str, Any]:
        """Make a group or change its ratio. Raises InvalidInput."""
        name, millionths = _group_name(group), _millionths(ratio, "ratio")
        await self._groups.set(name, millionths)
        return {"group": name, "ratio": millionths / MILLION}

    async def _loaded_book(self) -> None:
        if not self._loaded:
            await self.load()


def price_row(price: Price) -> dict[str, Any]:
    """A price as JSON. ``rates_usd`` are dollars per million tokens, without the kinds that fall back."""
    rates = {name: getattr(price.rates, name) for name in RATE_NAMES}
    return {
        "source": price.source.value,
        "source_date": price.source_date or None,
        "unpriced": price.unpriced,
        "rates_usd": {name: usd(rate) for name, rate in rates.items() if rate is not None},
        "rates_nano_usd": {name: rate for name, rate in rates.items() if rate is not None},
        "tiers": [
            {
                "above_prompt_tokens": threshold,
                "rates_usd": {name: usd(rate) for name in RATE_NAMES if (rate := getattr(tier, name)) is not None},
            }
            for threshold, tier in price.tiers
        ],
        "per_request_usd": usd(price.per_request),
        "per_image_usd": {key or "any": nano_to_usd_text(nano) for key, nano in price.per_image.items()},
        "per_audio_second_usd": usd(price.per_audio_second),
        "per_million_characters_usd": usd(price.per_million_characters),
    }


def _merged(model: str, own: Price | None, given: Mapping[str, int | None]) -> Price:
    """The owner's price with some values replaced, or taken back where they are None."""
    old = own or Price(model, PriceSource.OWNER)
    rates = {name: given.get(name, getattr(old.rates, name)) for name in RATE_NAMES}
    images = dict(old.per_image)
    if "per_image" in given:
        images = {} if given["per_image"] is None else {"": given["per_image"]}
    flat: dict[str, Any] = {
        name: given.get(name, getattr(old, name)) or 0 for name in FLAT_NAMES if name != "per_image"
    }
    known = {name: rate for name, rate in rates.items() if rate is not None}
    return Price(model, PriceSource.OWNER, Rates(**known), tiers=old.tiers, per_image=images, **flat)


def _ratio_map(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = document.get(name, {})
    if not isinstance(found, Mapping):
        raise InvalidInput(name, 'write an object like {"gpt-4o": 1.25}')
    for key, ratio in found.items():
        read_ratio(ratio, f"{name}.{key}")
    return dict(found)


def _millionths(ratio: Any, field: str) -> int:
    if isinstance(ratio, bool) or not isinstance(ratio, str | int | float):
        raise InvalidInput(field, "write a number like 0.8")
    try:
        return parse_ratio(ratio)
    except MoneyError as error:
        raise InvalidInput(field, str(error)) from None


def _group_name(value: Any) -> str:
    name = read_line(value, "group")
    if not name or len(name) > MAX_GROUP or any(c in name for c in ", \t"):
        raise InvalidInput("group", f"write one word of at most {MAX_GROUP} characters")
    return name
