"""What upstream accounts have left, asked as each provider's declared recipe says."""

import asyncio
import datetime
import time
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote, urlsplit

from oneapi_desktop.domain.channel import Channel, ChannelSecrets, ChannelStatus
from oneapi_desktop.domain.errors import InvalidInput, NotFound, VaultError
from oneapi_desktop.domain.money import MoneyError, nano_to_usd_text, usd_to_nano
from oneapi_desktop.providers.addressing import upstream_headers
from oneapi_desktop.providers.provider import BalanceRecipe, Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import UpstreamClient, UpstreamFault
from oneapi_desktop.services.channels import ChannelService
from oneapi_desktop.services.upstream_errors import without_secrets
from oneapi_desktop.settings import Settings
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories.channels import ChannelRepository

DAYS_WITHOUT_PAYMENT_METHOD = 100
"""OpenAI-style billing counts trial use over this span, else from the month's first day (§4.2.5)."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left on one channel's account. ``nano`` is None when unknown; nano-units of ``currency``
    (an ISO code, or ``points``)."""

    channel_id: int
    channel: str
    nano: int | None = None
    currency: str = ""
    error: str = ""
    action: str = ""

    def json(self) -> dict[str, Any]:
        """As JSON; the amount is decimal text."""
        return {
            "id": self.channel_id,
            "channel": self.channel,
            "balance": None if self.nano is None else nano_to_usd_text(self.nano),
            "currency": self.currency or None,
            "error": self.error or None,
            "action": self.action or None,
        }


class UnreadableBalance(Exception):
    """The upstream answered something that is no balance. The message holds no secret."""


class BalanceService:
    """Asks upstreams and records their answers."""

    def __init__(
        self, database: Database, channels: ChannelService, upstream: UpstreamClient, settings: Settings
    ) -> None:
        self._rows = ChannelRepository(database)
        self._channels = channels
        self._upstream = upstream
        self._settings = settings

    async def update(self, channel: Channel) -> Balance:
        """Ask for one channel's balance and record it. Raises InvalidInput when its provider tells none.

        With automatic disabling on, an enabled channel with nothing left is switched off.
        """
        provider = find_provider(channel.provider)
        recipe = provider.balance
        if recipe is None:
            raise InvalidInput("channel", f"{provider.label} does not tell balances")
        secrets = ChannelSecrets()
        try:
            _refuse_strange_address(channel, provider, recipe)
            secrets = await self._channels.secrets_of(channel)
            amount, currency = await self._ask(channel, provider, recipe, secrets)
        except (UpstreamFault, UnreadableBalance, VaultError, InvalidInput) as fault:
            return Balance(channel.id, channel.name, error=without_secrets(str(fault), secrets))
        action = ""
        try:
            at = time.time_ns() // 1_000_000
            await self._rows.record_balance(channel.id, nano=amount, currency=currency, at=at)
        except NotFound:
            return Balance(channel.id, channel.name, amount, currency, error="the channel was removed meanwhile")
        if amount is not None and amount <= 0 and self._settings.automatic_disable:
            left = f"{nano_to_usd_text(amount)} {currency}"
            if await self._channels.disable_automatically(channel.id, f"the account has {left} left"):
                action = "disabled"
        return Balance(channel.id, channel.name, amount, currency, action=action)

    async def update_all(self) -> list[Balance]:
        """Ask for every enabled channel whose provider tells its balance, one after the other."""
        found: list[Balance] = []
        for channel in await self._channels.list():
            if channel.status is not ChannelStatus.ENABLED or not _tells_balance(channel):
                continue
            if found and self._settings.polling_interval:
                await asyncio.sleep(self._settings.polling_interval)
            found.append(await self.update(channel))
        return found

    async def _ask(
        self, channel: Channel, provider: Provider, recipe: BalanceRecipe, secrets: ChannelSecrets
    ) -> tuple[int | None, str]:
        headers = upstream_headers(provider, secrets)
        if recipe.header != "Authorization":
            headers = {recipe.header: secrets.key}
        url = recipe.url
        if recipe.key_in_query:
            url, headers = f"{url}?{recipe.key_in_query}={quote(secrets.key, safe='')}", {}
        document = await self._upstream.get_json(channel, secrets, url, headers)
        match recipe.kind:
            case "openai-billing":
                return await self._openai_billing(channel, provider, recipe, secrets, document)
            case "deepseek":
                entry = _at(document, "balance_infos.0")
                amount = _amount(_at(entry, "total_balance"))
                return amount, str(_at(entry, "currency"))[:8]
            case "ten-thousandths":
                return _amount(_at(document, recipe.pointer)) // 10_000, recipe.currency
        amount = _amount(_at(document, recipe.pointer))
        if recipe.minus:
            amount -= _amount(_at(document, recipe.minus))
        return amount, recipe.currency

    async def _openai_billing(
        self,
        channel: Channel,
        provider: Provider,
        recipe: BalanceRecipe,
        secrets: ChannelSecrets,
        subscription: Any,
    ) -> tuple[int | None, str]:
        """Limit less usage; a limit of 0 at OpenAI itself means that it does not tell."""
        limit = _amount(_at(subscription, recipe.pointer))
        today = datetime.datetime.now(datetime.UTC).date()
        pays = isinstance(subscription, dict) and bool(subscription.get("has_payment_method"))
        span = datetime.timedelta(days=DAYS_WITHOUT_PAYMENT_METHOD)
        begin = today.replace(day=1) if pays else today - span
        base, _, _ = recipe.url.rpartition("/")
        used = await self._upstream.get_json(
            channel,
            secrets,
            f"{base}/usage?start_date={begin.isoformat()}&end_date={today.isoformat()}",
            upstream_headers(provider, secrets),
        )
        if limit == 0 and provider.name == "openai":
            return None, recipe.currency
        return limit - _amount(_at(used, "total_usage")) // 100, recipe.currency


def _tells_balance(channel: Channel) -> bool:
    try:
        return find_provider(channel.provider).balance is not None
    except InvalidInput:
        return False


def _refuse_strange_address(channel: Channel, provider: Provider, recipe: BalanceRecipe) -> None:
    """A key of some other site must not be sent to the vendor's balance page."""
    own = urlsplit(channel.base_url).hostname
    if recipe.url.startswith("/") or not own or own == urlsplit(provider.base_url).hostname:
        return
    raise UnreadableBalance(f"{provider.label}'s balance page is not asked for a channel at {own}")


def _at(document: Any, pointer: str) -> Any:
    """The value at a dotted path; numbers index lists."""
    found = document
    for name in pointer.split("."):
        if isinstance(found, dict) and name in found:
            found = found[name]
        elif isinstance(found, list) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            raise UnreadableBalance(f"the upstream's answer has no field {pointer!r}")
    return found


def _amount(value: Any) -> int:
    """Nano-units of an amount given as JSON number or text."""
    try:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise UnreadableBalance("the upstream's balance is no number")
        return usd_to_nano(Decimal(str(value).replace(",", "")))
    except (MoneyError, InvalidOperation):
        raise UnreadableBalance("the upstream's balance is no number") from None
