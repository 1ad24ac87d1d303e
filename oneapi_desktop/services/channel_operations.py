"""Operations on channels."""

from typing import TYPE_CHECKING, Any

from oneapi_desktop.domain.channel import Channel, ChannelSecrets, ChannelStatus
from oneapi_desktop.domain.errors import InvalidInput, OneApiError, VaultError
from oneapi_desktop.services.channel_fields import read_flag
from oneapi_desktop.services.json_shapes import channel_json
from oneapi_desktop.services.operations import OperationTable

if TYPE_CHECKING:
    from oneapi_desktop.services.channel_tests import TestResult
    from oneapi_desktop.services.workspace import Workspace

operation = OperationTable()


async def _shown(workspace: "Workspace", channel: Channel) -> dict[str, Any]:
    """A channel with the names of what is secret; without them when the vault does not answer."""
    try:
        return channel_json(channel, await workspace.channels.secrets_of(channel))
    except VaultError as error:
        return channel_json(channel) | {"vault_error": str(error)}


@operation("channel.list")
async def list_channels(
    workspace: "Workspace", status: str | None = None, model: str | None = None, group: str | None = None
) -> list[dict[str, Any]]:
    """All channels, or those of a status, model or group."""
    if status is not None and status not in set(ChannelStatus):
        raise InvalidInput("status", f"choose one of {', '.join(ChannelStatus)}")
    return [
        channel_json(channel)
        for channel in await workspace.channels.list()
        if (status is None or channel.status == status)
        and (model is None or model in channel.models)
        and (group is None or group in channel.groups)
    ]


@operation("channel.show")
async def show(workspace: "Workspace", channel: int | str) -> dict[str, Any]:
    """Everything about one channel but its secrets."""
    return await _shown(workspace, await workspace.channels.find(channel))


@operation("channel.add")
async def add(
    workspace: "Workspace", keys: list[str] | None = None, **fields: Any
) -> dict[str, Any] | list[dict[str, Any]]:
    """A new channel; with ``keys`` one for each key."""
    if keys is None:
        return await _shown(workspace, await workspace.channels.add(fields))
    if not isinstance(keys, list) or "key" in fields:
        raise InvalidInput("keys", "write a list of keys, and no 'key' beside it")
    return [await _shown(workspace, channel) for channel in await workspace.channels.add_batch(fields, keys)]


@operation("channel.edit")
async def edit(workspace: "Workspace", channel: int | str, **fields: Any) -> dict[str, Any]:
    """Change what is named; all else stays."""
    found = await workspace.channels.find(channel)
    await workspace.channels.edit(found.id, fields)
    return await _shown(workspace, await workspace.channels.find(found.id))


@operation("channel.remove")
async def remove(workspace: "Workspace", channel: int | str) -> dict[str, Any]:
    """Remove a channel with its secrets."""
    found = await workspace.channels.find(channel)
    return channel_json(await workspace.channels.remove(found.id))


@operation("channel.enable")
async def enable(workspace: "Workspace", channel: int | str) -> dict[str, Any]:
    """Switch a channel on."""
    found = await workspace.channels.find(channel)
    return channel_json(await workspace.channels.enable(found.id))


@operation("channel.disable")
async def disable(workspace: "Workspace", channel: int | str, reason: str = "") -> dict[str, Any]:
    """Switch a channel off until its owner switches it on."""
    found = await workspace.channels.find(channel)
    return channel_json(await workspace.channels.disable(found.id, reason))


@operation("channel.test", cancellable=True)
async def ask_one(workspace: "Workspace", channel: int | str, model: str = "") -> dict[str, Any]:
    """Ask one channel for a small answer."""
    return _result(await workspace.tests.test(await workspace.channels.find(channel), model))


@operation("channel.test_all", cancellable=True)
async def ask_all(workspace: "Workspace", scope: Any = "all") -> list[dict[str, Any]]:
    """Test every channel, four at a time."""
    return [_result(result) for result in await workspace.tests.test_all(scope)]


@operation("channel.test_progress", internal=True)
async def progress_of_tests(workspace: "Workspace") -> dict[str, Any]:
    """How far a test of all channels has come."""
    run = workspace.tests.run
    if run is None:
        return {"running": False, "total": 0, "done": 0, "results": []}
    return {
        "running": True,
        "total": run.total,
        "done": len(run.results),
        "results": [_result(result) for result in run.results],
    }


@operation("channel.test_cancel", internal=True)
async def cancel_tests(workspace: "Workspace") -> dict[str, Any]:
    """End a test of all channels after those under way."""
    return {"cancelled": workspace.tests.cancel()}


def _result(result: "TestResult") -> dict[str, Any]:
    return {
        "id": result.channel_id,
        "channel": result.channel,
        "model": result.model,
        "mode": result.mode,
        "result": "passed" if result.passed else "failed",
        "ms": result.ms,
        "answer": result.answer,
        "error": result.error or None,
        "action": result.action or None,
    }


@operation("channel.models", cancellable=True)
async def models(workspace: "Workspace", channel: int | str, add: Any = False) -> list[dict[str, Any]]:
    """The models an upstream offers; with ``add`` the channel offers all of them, too."""
    found = await workspace.channels.find(channel)
    names = await _offered(workspace, found, await workspace.channels.secrets_of(found))
    offered = set(found.models)
    if read_flag(add, "add") and (missing := [name for name in names if name not in offered]):
        await workspace.channels.edit(found.id, {"add_models": missing})
        offered.update(missing)
    return [{"model": name, "configured": name in offered} for name in names]


async def _offered(workspace: "Workspace", channel: Channel, secrets: ChannelSecrets) -> list[str]:
    """The models an upstream reports, sorted."""
    from oneapi_desktop.providers.adapter import adapter_of
    from oneapi_desktop.providers.registry import find_provider
    from oneapi_desktop.providers.upstream import UpstreamFault
    from oneapi_desktop.services.upstream_errors import without_secrets

    provider = find_provider(channel.provider)
    try:
        return await adapter_of(provider).list_models(workspace.upstream, channel, secrets)
    except UpstreamFault as fault:
        name = f"channel {channel.name!r}" if channel.id else provider.label
        raise OneApiError(without_secrets(f"{name}: {fault.message}", secrets)) from None


@operation("channel.offered", internal=True, cancellable=True)
async def offered_to_draft(workspace: "Workspace", channel: int | str | None = None, **fields: Any) -> list[str]:
    """The models an upstream offers to a channel of these fields, which is not stored.

    With ``channel`` the fields are changes of that one.
    """
    draft, secrets = await workspace.channels.draft(fields, await _id_of(workspace, channel), whole=False)
    return await _offered(workspace, draft, secrets)


@operation("channel.try", internal=True, cancellable=True)
async def ask_draft(
    workspace: "Workspace", channel: int | str | None = None, model: str = "", **fields: Any
) -> dict[str, Any]:
    """Ask a channel of these fields, which is not stored, for a small answer.

    With ``channel`` the fields are changes of that one.
    """
    draft, secrets = await workspace.channels.draft(fields, await _id_of(workspace, channel))
    return _result(await workspace.tests.test_draft(draft, secrets, model))


async def _id_of(workspace: "Workspace", channel: int | str | None) -> int | None:
    return None if channel is None else (await workspace.channels.find(channel)).id


@operation("channel.balance", cancellable=True)
async def balance(workspace: "Workspace", channel: int | str | None = None) -> list[dict[str, Any]]:
    """What is left on upstream accounts: of one channel, or of all enabled ones that can tell."""
    if channel is None:
        return [found.json() for found in await workspace.balances.update_all()]
    return [(await workspace.balances.update(await workspace.channels.find(channel))).json()]
