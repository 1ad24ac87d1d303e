"""From the fields a person or file gives to a whole, valid channel and its secrets. Touches nothing."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from oneapi_desktop.domain.channel import Channel, ChannelSecrets, ChannelStatus
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.provider import Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.services import channel_fields as read

NEW_FIELDS = frozenset(
    {
        "type", "name", "base_url", "key", "models", "model_mapping", "groups", "priority", "weight", "proxy",
        "headers", "param_override", "system_prompt", "test_model", "auto_disable", "config", "enabled",
    }
)  # fmt: skip
"""What a new channel may be given; also the keys of a channel in an import file."""

EDIT_FIELDS = (NEW_FIELDS - {"enabled"}) | {"add_models", "remove_models"}
"""What an existing channel may be given; it is switched on and off by operations of their own."""


def new_channel(fields: Mapping[str, Any], *, whole: bool = True) -> tuple[Channel, ChannelSecrets]:
    """A channel without id. Its name is empty when none was given. With ``whole`` False its models may
    still be missing. Raises InvalidInput."""
    _refuse_unknown(fields, NEW_FIELDS)
    if fields.get("type") in (None, ""):
        raise InvalidInput("type", "say which kind of upstream it is; see 'oneapi-desktop provider list'")
    provider = find_provider(fields["type"])
    enabled = read.read_flag(fields["enabled"], "enabled") if fields.get("enabled") is not None else True
    blank = Channel(
        id=0,
        name="",
        provider=provider.name,
        status=ChannelStatus.ENABLED if enabled else ChannelStatus.DISABLED,
        models=() if fields.get("models") is not None else provider.models,
        created_at=time.time_ns() // 1_000_000,
    )
    return _apply(blank, ChannelSecrets(), fields, provider, whole=whole)


def edited_channel(
    old: Channel, old_secrets: ChannelSecrets, fields: Mapping[str, Any], *, whole: bool = True
) -> tuple[Channel, ChannelSecrets]:
    """The channel after a change; what is not named stays. With ``whole`` False its models may be
    missing. Raises InvalidInput."""
    _refuse_unknown(fields, EDIT_FIELDS)
    provider = find_provider(fields.get("type") or old.provider)
    if provider.name != old.provider:
        known = {field.name for field in provider.config_fields}
        old = replace(old, provider=provider.name, config=_only(old.config, known))
        old_secrets = replace(old_secrets, config=_only(old_secrets.config, known))
    return _apply(old, old_secrets, fields, provider, whole=whole)


def _apply(
    channel: Channel, secrets: ChannelSecrets, fields: Mapping[str, Any], provider: Provider, *, whole: bool
) -> tuple[Channel, ChannelSecrets]:
    given = {name: value for name, value in fields.items() if value is not None}
    secrets = _apply_secrets(secrets, given)
    config, secret_config = _apply_config(channel.config, secrets.config, given, provider)
    secrets = replace(secrets, config=secret_config)
    provider.check_key(secrets.key)
    models = _apply_models(channel.models, given)
    if whole and not models:
        raise InvalidInput("models", "name at least one that clients may ask for, such as gpt-4o")
    changes: dict[str, Any] = {
        "models": models,
        "config": config,
        "key_hint": read.hint_of(secrets.key),
        "test_model": _test_model(channel.test_model, models, given),
    }
    readers: dict[str, Callable[[Any], Any]] = {
        "name": read.read_name,
        "base_url": read.read_base_url,
        "model_mapping": read.read_mapping,
        "groups": read.read_groups,
        "priority": lambda value: read.read_whole(value, "priority", -read.MAX_PRIORITY, read.MAX_PRIORITY),
        "weight": lambda value: read.read_whole(value, "weight", 0, read.MAX_WEIGHT),
        "param_override": read.read_override,
        "system_prompt": read.read_prompt,
        "auto_disable": lambda value: read.read_flag(value, "auto_disable"),
    }
    changes |= {name: reader(given[name]) for name, reader in readers.items() if name in given}
    channel = replace(channel, **changes)
    if provider.needs_base_url and not channel.base_url:
        raise InvalidInput("base_url", f"{provider.label} has no address of its own; give one like https://…")
    return channel, secrets


def _apply_secrets(secrets: ChannelSecrets, given: Mapping[str, Any]) -> ChannelSecrets:
    if "key" in given:
        secrets = replace(secrets, key=read.read_key(given["key"]))
    if "headers" in given:
        secrets = replace(secrets, headers=read.read_headers(given["headers"]))
    if "proxy" in given:
        secrets = replace(secrets, proxy=read.read_channel_proxy(given["proxy"]))
    return secrets


def _apply_config(
    plain: Mapping[str, str], secret: Mapping[str, str], given: Mapping[str, Any], provider: Provider
) -> tuple[dict[str, str], dict[str, str]]:
    """Provider fields, open and secret ones. A field given empty is removed, others are merged."""
    declared = {field.name: field for field in provider.config_fields}
    merged = {**plain, **secret}
    for name, value in read.read_config(given.get("config", {})).items():
        if name not in declared:
            takes = ", ".join(sorted(declared)) or "none"
            raise InvalidInput(f"config.{name}", f"{provider.label} has no such field; its fields: {takes}")
        check = declared[name].check
        if value and check is not None:
            check(value)
        merged[name] = value
    merged = {name: value for name, value in merged.items() if value}
    for field in provider.config_fields:
        if field.required and field.name not in merged:
            raise InvalidInput(f"config.{field.name}", f"{provider.label} needs it: {field.label}")
    hidden = {name for name, field in declared.items() if field.secret}
    return (
        {name: value for name, value in merged.items() if name not in hidden},
        {name: value for name, value in merged.items() if name in hidden},
    )


def _apply_models(old: tuple[str, ...], given: Mapping[str, Any]) -> tuple[str, ...]:
    models = read.read_models(given["models"]) if "models" in given else old
    added = read.read_names(given.get("add_models", ()), "add_models", longest=read.MAX_MODEL)
    removed = read.read_names(given.get("remove_models", ()), "remove_models", longest=read.MAX_MODEL)
    for name in removed:
        if name not in models:
            raise InvalidInput("remove_models", f"the channel does not offer {name!r}")
    return tuple(dict.fromkeys((*(m for m in models if m not in removed), *added)))


def _test_model(old: str, models: tuple[str, ...], given: Mapping[str, Any]) -> str:
    if "test_model" not in given:
        return old if old in models else ""
    wanted = read.read_line(given["test_model"], "test_model")
    if wanted and wanted not in models:
        raise InvalidInput("test_model", f"{wanted!r} is not among the channel's models")
    return wanted


def _refuse_unknown(fields: Mapping[str, Any], known: frozenset[str]) -> None:
    for name in fields:
        if name not in known:
            raise InvalidInput(name, f"a channel has no such field; it takes {', '.join(sorted(known))}")


def _only(config: Mapping[str, str], known: set[str]) -> dict[str, str]:
    return {name: value for name, value in config.items() if name in known}
