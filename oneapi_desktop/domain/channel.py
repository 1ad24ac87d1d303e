"""Channels: configured upstreams."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ChannelStatus(StrEnum):
    """Who switched a channel off decides who may switch it on again."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    """By the owner; only the owner enables it."""
    AUTO_DISABLED = "auto_disabled"
    """By the gateway after a definite fault; a passed test may enable it."""


@dataclass(frozen=True, slots=True)
class ChannelSecrets:
    """What must never touch the disk in clear: kept in the vault as one JSON value per channel.

    ``config`` holds the secret provider fields (``sk``, ``vertex_ai_adc`` …), ``proxy`` is here
    because its URL may carry a password.
    """

    key: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    proxy: str = ""
    config: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "ChannelSecrets(…)"


@dataclass(frozen=True, slots=True)
class Channel:
    """One configured upstream. ``provider`` is a name of the provider registry.

    ``models`` are the names clients may ask for; ``model_mapping`` maps such a name to the
    upstream's. Higher ``priority`` is tried first, ``weight`` shares traffic inside a priority.
    ``secret_ref`` names the vault entry. Times are Unix milliseconds; ``balance_nano`` is what
    the upstream last said is left, in ``balance_currency`` nano-units.
    ``auto_disable`` False keeps the gateway from switching this channel off.
    """

    id: int
    name: str
    provider: str
    secret_ref: str = ""
    key_hint: str = ""
    status: ChannelStatus = ChannelStatus.ENABLED
    status_reason: str = ""
    base_url: str = ""
    models: tuple[str, ...] = ()
    model_mapping: dict[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ("default",)
    priority: int = 0
    weight: int = 1
    config: dict[str, str] = field(default_factory=dict)
    param_override: dict[str, Any] = field(default_factory=dict)
    system_prompt: str = ""
    test_model: str = ""
    auto_disable: bool = True
    created_at: int = 0
    tested_at: int | None = None
    test_ms: int | None = None
    test_error: str = ""
    balance_nano: int | None = None
    balance_currency: str = ""
    balance_at: int | None = None
    used_nano: int = 0

    def upstream_model(self, model: str) -> str:
        """The name this channel's upstream knows a requested model by. Mappings are not chained."""
        return self.model_mapping.get(model, model)
