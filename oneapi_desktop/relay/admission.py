"""Whether a request may run: key, status, expiry, network, model, rates, budget. No I/O.

Refusals are ``RequestError``; the reservation that a budgeted token gets must be given back or
settled by whoever holds it.
"""

import asyncio
import ipaddress
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.domain.money import nano_to_usd_text
from oneapi_desktop.domain.token import Token, TokenStatus, split_presented_key
from oneapi_desktop.domain.user import Role, User, UserStatus
from oneapi_desktop.relay.budgets import TightestBudget
from oneapi_desktop.relay.directory import Directory, TokenEntry
from oneapi_desktop.relay.estimate import Expectation

RESERVATION_WAIT = 10.0
"""Seconds a request waits while requests in flight hold what is left of its token's budget."""


@dataclass(slots=True)
class Caller:
    """Who asks: an accepted key, with the channel its suffix pins."""

    entry: TokenEntry
    user: User
    pin: str | None

    @property
    def token(self) -> Token:
        """The token."""
        return self.entry.token


@dataclass(slots=True)
class Reservation:
    """Budget held for one request. ``settle`` or ``release`` ends it, exactly once; later calls do
    nothing, so that both can stand in error paths."""

    entry: TokenEntry
    model: str
    amount: int
    tokens: int
    open: bool = True

    def release(self) -> None:
        """Give everything back."""
        self.settle(0, 0, 0, 0)

    def settle(self, cost: int, total_tokens: int, completion_tokens: int, created_at: int) -> None:
        """Replace the reservation by the real cost."""
        if not self.open:
            return
        self.open = False
        account, token = self.entry.account, self.entry.token
        if cost or total_tokens:
            account.settle(self.model, cost, completion_tokens, created_at)
        if token.tokens_per_minute:
            self.entry.limiter.correct(time.monotonic(), token.tokens_per_minute, self.tokens, total_tokens)
        account.release(self.amount)


class Admission:
    """Judges requests by the directory."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def identify(self, presented_key: str, address: str) -> Caller:
        """Who presents this key from this address. Raises RequestError (401, 403)."""
        if not presented_key.strip():
            raise RequestError(
                ErrorKind.UNAUTHENTICATED,
                "no key was sent; put an issued token into the header 'Authorization: Bearer sk-…'",
                code="missing_api_key",
            )
        key, pin = split_presented_key(presented_key)
        entry = self._directory.token_by_key(key)
        if entry is None:
            raise RequestError(
                ErrorKind.UNAUTHENTICATED,
                "this key is not a token of this gateway; issue one with 'oneapi-desktop token add'",
            )
        token = entry.token
        if token.status is not TokenStatus.ENABLED:
            raise RequestError(
                ErrorKind.UNAUTHENTICATED,
                f"token {token.name!r} is {token.status.value}; ask its owner for another",
                code=f"token_{token.status.value}",
            )
        if token.expires_at is not None and token.expires_at <= time.time() * 1000:
            when = datetime.fromtimestamp(token.expires_at / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
            raise RequestError(
                ErrorKind.UNAUTHENTICATED,
                f"token {token.name!r} expired on {when}; extend it with 'oneapi-desktop token edit'",
                code="token_expired",
            )
        if token.networks and not in_networks(address, token):
            raise RequestError(
                ErrorKind.FORBIDDEN,
                f"token {token.name!r} may not be used from {address}; its networks are "
                + ", ".join(str(n) for n in token.networks),
                code="address_not_allowed",
            )
        user = self._directory.user_of(token)
        if user is None or user.status is not UserStatus.ENABLED:
            raise RequestError(ErrorKind.FORBIDDEN, "the owner of this token is disabled", code="user_disabled")
        if pin is not None and user.role < Role.ADMIN:
            raise RequestError(
                ErrorKind.FORBIDDEN,
                "only the owner's tokens may select a channel; remove the text after the key's first '-'",
                code="channel_pin_not_allowed",
            )
        return Caller(entry, user, pin)

    def check_model(self, caller: Caller, model: str) -> None:
        """Whether the token may use a model. Raises RequestError (403)."""
        if caller.token.models and model not in caller.token.models:
            raise RequestError(
                ErrorKind.FORBIDDEN,
                f"token {caller.token.name!r} may not use model {model!r}; it may use "
                + ", ".join(sorted(caller.token.models)[:20]),
                code="model_not_allowed",
                param="model",
            )

    async def reserve(self, caller: Caller, model: str, expectation: Expectation) -> Reservation:
        """Hold budget for a request. Waits a while when only requests in flight stand in the way.
        Raises RequestError (403, 429)."""
        entry, token = caller.entry, caller.token
        exceeded = entry.limiter.check(
            time.monotonic(), token.requests_per_minute, token.tokens_per_minute, expectation.tokens
        )
        if exceeded is not None:
            what, wait = exceeded
            raise RequestError(
                ErrorKind.RATE_LIMITED,
                f"token {token.name!r} is limited to {what}; try again in {wait:.0f} s",
                retry_after=wait,
            )
        tokens = expectation.tokens if token.tokens_per_minute else 0
        try:
            amount = await self._hold(entry, expectation)
        except BaseException:
            if tokens:
                entry.limiter.correct(time.monotonic(), token.tokens_per_minute, tokens, 0)
            raise
        return Reservation(entry, model, amount, tokens)

    def exceeds(self, caller: Caller, cost: int) -> bool:
        """Whether a cost under way (nano-dollars) is more than the token's budgets still hold."""
        entry = caller.entry
        tight = entry.account.tightest(entry.token.budgets, int(time.time() * 1000), self._directory.zone)
        return tight is not None and cost > tight.left

    async def _hold(self, entry: TokenEntry, expectation: Expectation) -> int:
        deadline = time.monotonic() + RESERVATION_WAIT
        account = entry.account
        while True:
            tight = account.tightest(entry.token.budgets, int(time.time() * 1000), self._directory.zone)
            if tight is None:
                return 0
            if tight.left <= 0 or tight.left < expectation.least:
                raise exhausted(entry.token, tight)
            if expectation.cost <= tight.free:
                account.reserved += expectation.cost
                return expectation.cost
            if account.reserved == 0:
                # Alone, a request may try with whatever is left: at worst it oversteps by its own
                # estimate's error, and no other request can add to that.
                account.reserved += tight.left
                return tight.left
            patience = deadline - time.monotonic()
            try:
                async with asyncio.timeout(max(0.0, patience)):
                    await account.released()
            except TimeoutError:
                raise RequestError(
                    ErrorKind.RATE_LIMITED,
                    f"what is left of token {entry.token.name!r}'s {tight.name} budget is held by its requests in "
                    "flight; try again when they have ended",
                    code="budget_reserved",
                    retry_after=2.0,
                ) from None


def exhausted(token: Token, tight: TightestBudget) -> RequestError:
    """The refusal for a budget that is used up, or too small for what a request is known to cost."""
    left = nano_to_usd_text(max(0, tight.left))
    which = "budget" if tight.name == "total" else f"budget for this {tight.name}"
    text = f"token {token.name!r} has ${left} left of its {which} of ${nano_to_usd_text(tight.limit)}"
    if tight.resets_at is None:
        return RequestError(
            ErrorKind.BUDGET_EXHAUSTED, f"{text}; raise it with 'oneapi-desktop token edit --budget-usd'"
        )
    wait = max(1.0, tight.resets_at / 1000 - time.time())
    return RequestError(
        ErrorKind.RATE_LIMITED,
        f"{text}; it begins anew in {describe_wait(wait)}",
        code=f"{tight.name}_budget_exhausted",
        retry_after=wait,
    )


def describe_wait(seconds: float) -> str:
    """Words for a wait: ``45 s``, ``12 min``, ``5 h``, ``3 days``."""
    for size, name in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds >= size * 2:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} s"


def in_networks(address: str, token: Token) -> bool:
    """Whether an address lies in a token's networks; IPv4-mapped IPv6 counts as IPv4."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in token.networks)
