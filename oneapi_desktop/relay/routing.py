"""Which channels a request may try, in which order, and why others were passed over."""

import random
import time
from dataclasses import dataclass, field
from typing import Any

from oneapi_desktop.domain.channel import ChannelStatus
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.relay.directory import ChannelEntry, Directory


@dataclass(slots=True)
class RoutePlan:
    """An ordered list, made once per request. ``skipped`` explains the channels left out;
    ``wait`` is the shortest time until one of them may be asked again."""

    candidates: list[ChannelEntry]
    skipped: list[dict[str, Any]] = field(default_factory=list)
    pinned: bool = False
    wait: float | None = None
    rate_limited: bool = False


class Router:
    """Makes plans: strict priority tiers, weighted random order inside a tier, unhealthy ones skipped.

    ``chance`` gives numbers in [0, 1); tests pass a seeded one.
    """

    def __init__(self, directory: Directory, chance: random.Random | None = None) -> None:
        self._directory = directory
        self._chance = chance or random.Random()

    def plan(self, group: str, model: str, mode: Mode, pin: str | None) -> RoutePlan:
        """The plan for a request. Raises RequestError when no channel serves the model at all."""
        if pin is not None:
            return RoutePlan([self._pinned(pin)], pinned=True)
        serving = self._directory.serving(group, model)
        if not serving:
            raise self._no_channel(group, model)
        if len(serving) == 1:
            ordered = serving
        else:
            ordered = []
            for priority in sorted({entry.channel.priority for entry in serving}, reverse=True):
                ordered += self._shuffle([e for e in serving if e.channel.priority == priority])
        now = time.monotonic()
        plan = RoutePlan([])
        for entry in ordered:
            if mode not in entry.provider.modes:
                plan.skipped.append(skip(entry, f"{entry.provider.label} has no {mode.value}"))
                continue
            blocked = entry.health.blocked(now)
            if blocked is None:
                plan.candidates.append(entry)
            else:
                reason, wait = blocked
                plan.skipped.append(skip(entry, reason))
                plan.rate_limited = plan.rate_limited or now < entry.health.resting_until
                plan.wait = wait if plan.wait is None else min(plan.wait, wait)
        return plan

    def _shuffle(self, tier: list[ChannelEntry]) -> list[ChannelEntry]:
        """Weighted order without replacement: the chance to come first is weight over the tier's sum.

        Efraimidis and Spirakis (2006): sort by u^(1/w). Channels of weight 0 come last, unless all
        are 0, when they share alike.
        """
        if len(tier) == 1:
            return tier
        all_zero = all(entry.channel.weight == 0 for entry in tier)

        def rank(entry: ChannelEntry) -> tuple[bool, float]:
            weight = 1 if all_zero else entry.channel.weight
            draw = self._chance.random()
            return (weight > 0, draw ** (1.0 / weight) if weight else draw)

        return sorted(tier, key=rank, reverse=True)

    def _pinned(self, pin: str) -> ChannelEntry:
        entry = self._directory.channels.get(int(pin)) if pin.isascii() and pin.isdigit() else None
        if entry is None:
            raise RequestError(
                ErrorKind.INVALID_REQUEST,
                f"the key's suffix names channel {pin!r}, which does not exist; see 'oneapi-desktop channel list'",
                code="invalid_channel_id",
            )
        if entry.channel.status is not ChannelStatus.ENABLED:
            raise RequestError(
                ErrorKind.FORBIDDEN,
                f"channel {entry.channel.name!r}, which the key's suffix names, is disabled",
                code="channel_disabled",
            )
        return entry

    def _no_channel(self, group: str, model: str) -> RequestError:
        disabled = self._directory.disabled_serving(group, model)
        if disabled:
            names = ", ".join(repr(entry.channel.name) for entry in disabled[:3])
            return RequestError(
                ErrorKind.UNAVAILABLE,
                f"every channel that serves model {model!r} is disabled ({names}); enable one or fix its key",
                code="no_channel_enabled",
            )
        return RequestError(
            ErrorKind.MODEL_NOT_FOUND,
            f"no channel serves model {model!r} for group {group!r}; "
            "add it to a channel's models, or ask GET /v1/models for the names that work",
            param="model",
        )


def skip(entry: ChannelEntry, reason: str) -> dict[str, Any]:
    """A line of the route: a channel not tried, and why."""
    return {"channel": entry.channel.name, "channel_id": entry.channel.id, "skipped": reason}


def nothing_healthy(plan: RoutePlan) -> RequestError:
    """The refusal when every channel of the model is resting, broken or unable."""
    if plan.wait is None:
        reason = plan.skipped[0]["skipped"] if plan.skipped else "there is none"
        return RequestError(ErrorKind.UNSUPPORTED, f"no channel of this model can serve the request: {reason}")
    wait = max(1.0, plan.wait)
    reasons = "; ".join(f"{line['channel']}: {line['skipped']}" for line in plan.skipped[:3])
    if plan.rate_limited:
        return RequestError(
            ErrorKind.RATE_LIMITED,
            f"every channel of this model rests after the upstream's rate limit; try again in {wait:.0f} s ({reasons})",
            code="upstream_rate_limited",
            retry_after=wait,
        )
    return RequestError(
        ErrorKind.UNAVAILABLE,
        f"every channel of this model is unwell; try again in {wait:.0f} s ({reasons})",
        code="no_healthy_channel",
        retry_after=wait,
    )
