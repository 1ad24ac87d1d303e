"""Operations that share the gateway on the local network."""

import asyncio
from typing import TYPE_CHECKING, Any

from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound
from oneapi_desktop.domain.token import TokenStatus
from oneapi_desktop.services.channel_fields import read_line
from oneapi_desktop.services.json_shapes import iso_time, token_json, usd
from oneapi_desktop.services.lan_addresses import chosen_addresses, lan_addresses, local_name
from oneapi_desktop.services.lan_sharing import WARNING, nothing_to_share
from oneapi_desktop.services.operations import OperationTable
from oneapi_desktop.services.share_card import card_text, qr_code
from oneapi_desktop.store.repositories.devices import DeviceRepository

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

operation = OperationTable()

EVERYWHERE = ("0.0.0.0", "::")


@operation("lan.status")
async def status(workspace: "Workspace") -> dict[str, Any]:
    """Whether the gateway is shared, where, and on which addresses it could be.

    ``shared``: the setting; ``serving``: a running gateway is reached from outside now. Each address has
    ``interface``, ``address``, ``private``, ``chosen`` and ``base_url``; the first chosen one is the best to
    hand out. ``name_url`` works where mDNS does.
    """
    settings, lan = workspace.settings, workspace.lan
    found = await asyncio.to_thread(lan_addresses)
    everywhere = settings.host in EVERYWHERE
    chosen = found if everywhere else chosen_addresses(found, settings.lan_interface)
    port = lan.port if lan else settings.port
    secure = bool(settings.tls_cert)
    listening = {one.address for one in lan.addresses} if lan else set()
    if lan is not None and everywhere:
        listening = {one.address for one in found}
    elif lan is not None and settings.host in {one.address for one in found}:
        listening.add(settings.host)
    scheme = "https" if secure else "http"
    return {
        "shared": settings.lan_share or everywhere,
        "serving": bool(listening),
        "running": lan is not None,
        "interface": settings.lan_interface or None,
        "port": port,
        "addresses": [
            {
                "interface": one.interface,
                "address": one.address,
                "private": one.private,
                "chosen": one in chosen,
                "listening": one.address in listening,
                "base_url": f"{one.root(port, secure=secure)}/v1",
            }
            for one in sorted(found, key=lambda one: one not in chosen)
        ],
        "name_url": f"{scheme}://{local_name()}:{port}/v1",
        "announced": lan is not None and lan.announced and bool(listening),
        "problems": [*lan.problems, *filter(None, [lan.hindrance])] if lan else [],
        "warning": WARNING,
    }


@operation("lan.on")
async def switch_on(workspace: "Workspace", interface: Any = None) -> dict[str, Any]:
    """Share on the local network: on one interface or address, or on every private address.

    In a running gateway it takes effect before the answer; requests under way are not disturbed.
    """
    wanted = workspace.settings.lan_interface if interface is None else read_line(str(interface), "interface")
    if workspace.settings.host not in EVERYWHERE:
        found = await asyncio.to_thread(lan_addresses)
        if not chosen_addresses(found, wanted):
            raise InvalidInput("interface", nothing_to_share(wanted))
    _require_free(workspace, "lan_share")
    if interface is not None:
        await workspace.stored_settings.set("lan_interface", wanted)
    await workspace.stored_settings.set("lan_share", True)
    return await _applied(workspace)


@operation("lan.off")
async def switch_off(workspace: "Workspace") -> dict[str, Any]:
    """Share no longer: only this machine reaches the gateway."""
    _require_free(workspace, "lan_share")
    if workspace.settings.host in EVERYWHERE:
        raise Conflict(
            f"the gateway was told to listen on {workspace.settings.host}; start it without --host (or "
            "BIND_ADDRESS), or run 'oneapi-desktop setting unset host' and start it again"
        )
    await workspace.stored_settings.set("lan_share", False)
    return await _applied(workspace)


def _require_free(workspace: "Workspace", key: str) -> None:
    if workspace.settings.is_fixed(key):
        raise Conflict("sharing is decided by the variable LAN_SHARE of this run; change it there")


async def _applied(workspace: "Workspace") -> dict[str, Any]:
    if workspace.lan is not None:
        await workspace.lan.refresh()
    shown: dict[str, Any] = await status(workspace)
    return shown


@operation("lan.devices")
async def devices(workspace: "Workspace") -> list[dict[str, Any]]:
    """Devices that used the gateway, the last seen first: address, token, requests, spending."""
    tokens = {token.id: token for token in await workspace.tokens.list()}
    seen = await DeviceRepository(workspace.database).list()
    own = {one.address for one in await asyncio.to_thread(lan_addresses)}
    return [
        {
            "address": one.address,
            "this_machine": one.address in own,
            "token_id": one.token_id,
            "token": tokens[one.token_id].name if one.token_id in tokens else None,
            "token_status": tokens[one.token_id].status.value if one.token_id in tokens else "deleted",
            "first_seen_at": iso_time(one.first_seen),
            "last_seen_at": iso_time(one.last_seen),
            "requests": one.requests,
            "cost_usd": usd(one.cost_nano),
            "cost_nano_usd": one.cost_nano,
        }
        for one in seen
    ]


@operation("lan.invite")
async def invite(
    workspace: "Workspace", name: Any = None, content: str = "json", address: Any = None, **fields: Any
) -> dict[str, Any]:
    """A new token for a device, with its QR card; takes the fields of token.add.

    ``address`` chooses which of this machine's addresses stands on the card. The key is in the answer.
    """
    base_url = await _base_url(workspace, address)
    card_text(base_url, "", "", content)
    token, key = await workspace.tokens.add({"name": name} | fields)
    return _card(base_url, key, token_json(token), content)


@operation("lan.card", internal=True)
async def card(workspace: "Workspace", token: int | str, content: str = "json", address: Any = None) -> dict[str, Any]:
    """The QR card of a token there is; its key is in the answer."""
    base_url = await _base_url(workspace, address)
    found = await workspace.tokens.find(token)
    if found.status is not TokenStatus.ENABLED:
        raise InvalidInput("token", f"token {found.name!r} is {found.status.value}; choose another")
    return _card(base_url, await workspace.tokens.reveal(found.id), token_json(found), content)


def _card(base_url: str, key: str, token: dict[str, Any], content: str) -> dict[str, Any]:
    text = card_text(base_url, key, token["name"], content)
    return {"base_url": base_url, "key": key, "token": token, "text": text} | qr_code(text)


async def _base_url(workspace: "Workspace", address: Any) -> str:
    """What a device is given: of the addresses shared on the one named, else the best."""
    now = await status(workspace)
    if not now["shared"]:
        raise Conflict("the gateway is not shared on the local network; switch that on with 'oneapi-desktop lan on'")
    chosen = [one for one in now["addresses"] if one["chosen"]]
    if address is not None:
        chosen = [one for one in now["addresses"] if one["address"] == address]
        if not chosen:
            raise NotFound(f"this machine has no address {address}; see 'oneapi-desktop lan status'")
    if not chosen:
        raise Conflict(nothing_to_share(now["interface"] or ""))
    return str(chosen[0]["base_url"])
