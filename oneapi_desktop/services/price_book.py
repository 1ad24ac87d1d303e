"""What every model costs: one answer from five sources.

In order: the owner's own prices; ratios imported from one-api; public list prices; built-in prices
(images, audio, the echo); one-api's default table, dated, for models nothing else knows. A model
that none of them knows is *unpriced*: recorded at 0 and flagged, never silently free.
"""

import threading
import time
from collections.abc import Iterable
from dataclasses import replace

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.domain.price import Price, PriceSource, Rates, unpriced
from oneapi_desktop.providers.provider import UrlRule
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.services.builtin_prices import builtin_price, echo_price
from oneapi_desktop.services.catalogue_prices import NEVER, Catalogue
from oneapi_desktop.services.one_api_ratios import ratio_names, table_price

CACHE_SIZE = 4096


class PriceBook:
    """All prices in memory. Look-ups are synchronous; a repeated one is a dictionary hit.

    The first look-up of a provider reads a few dozen kilobytes (1 to 3 ms). Threads may share a book.
    """

    def __init__(self) -> None:
        self._overrides: dict[str, Price] = {}
        self._ratios: dict[str, Price] = {}
        self._catalogue = Catalogue()
        self._cache: dict[tuple[str, str], tuple[Price, float]] = {}
        self._filling = threading.Lock()

    def set_overrides(self, prices: Iterable[Price]) -> None:
        """Take these as the owner's own prices, by exact model name, in place of all former ones."""
        found = {price.model: price for price in prices}
        with self._filling:
            self._overrides = found
            self._cache.clear()

    def set_ratios(self, prices: Iterable[Price]) -> None:
        """Take these as the imported ratios (names may end in a channel type: ``name(33)``)."""
        found = {price.model: price for price in prices}
        with self._filling:
            self._ratios = found
            self._cache.clear()

    def lookup(self, model: str, provider: str = "") -> Price:
        """The price of a model at a provider (a name of the registry, or of the price catalogue).

        Always answers: an unknown model is ``unpriced``. List prices that change with the date or the
        hour are those of the present moment.
        """
        found = self._cache.get((model, provider))
        if found is not None and (found[1] == NEVER or time.time() < found[1]):
            return found[0]
        with self._filling:
            if len(self._cache) >= CACHE_SIZE:
                # Names come from clients: forgetting all is cheap, remembering all is not.
                self._cache.clear()
            price, until = self._find(model, provider)
            price = price if price.model == model else replace(price, model=model)
            self._cache[model, provider] = price, until
        return price

    def _find(self, model: str, provider: str) -> tuple[Price, float]:
        channel_type, family, built_in_echo, local = _provider_facts(provider)
        price = self._overrides.get(model)
        if price is not None:
            return price, NEVER
        for key in ratio_names(model, channel_type):
            if key in self._ratios:
                return self._ratios[key], NEVER
        if built_in_echo:
            return echo_price(model), NEVER
        if local:
            # What a host charges for the same weights says nothing about one's own machine.
            return Price(model, PriceSource.BUILT_IN, Rates()), NEVER
        built_in = builtin_price(model)
        found = self._catalogue.find(model, family)
        if found is None:
            return built_in or table_price(model, channel_type) or unpriced(model), NEVER
        if built_in is not None and built_in.per_image and not found.price.per_image:
            # An image model that is billed by tokens keeps a flat price for upstreams that report none.
            return replace(found.price, per_image=built_in.per_image), found.until
        return found.price, found.until


def _provider_facts(name: str) -> tuple[int, str, bool, bool]:
    """(one-api's channel type, the catalogue's family, whether the provider is this program itself,
    whether it runs on the owner's machine)."""
    try:
        provider = find_provider(name)
    except InvalidInput:
        return 0, name, False, False
    family = provider.price_family or provider.name
    return provider.number, family, provider.url_rule is UrlRule.IN_PROCESS, provider.is_local
