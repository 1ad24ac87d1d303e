"""Sharing on the local network: who listens where, who is told, who was seen."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest

from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound
from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.services import lan_operations
from oneapi_desktop.services.lan_addresses import LanAddress, chosen_addresses, lan_addresses
from oneapi_desktop.services.lan_announcement import service_infos
from oneapi_desktop.services.lan_sharing import LanSharing
from oneapi_desktop.services.share_card import card_text, qr_code
from oneapi_desktop.services.workspace import Workspace

WIFI = LanAddress("wlan0", "192.168.1.5", private=True)
WIRE = LanAddress("eth0", "10.0.0.7", private=True)
PUBLIC = LanAddress("eth1", "203.0.114.9", private=False)


class FakeListener:
    """Remembers what it was told to listen on; addresses in ``broken`` fail."""

    port = 3000

    def __init__(self) -> None:
        self.shared: list[list[str]] = []
        self.broken: set[str] = set()

    async def share(self, addresses: Sequence[str]) -> dict[str, str]:
        self.shared.append([*addresses])
        return {address: "port 3000 is in use" for address in addresses if address in self.broken}


class FakeAnnouncer:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[list[str]] = asyncio.Queue()
        self.hindrance = ""
        self.closed = False

    async def tell(self, port: int, addresses: Sequence[str], *, secure: bool) -> str:
        assert (port, secure) == (3000, False)
        self.told.put_nowait([*addresses])
        return self.hindrance

    async def close(self) -> None:
        self.closed = True

    async def until(self, addresses: list[str]) -> None:
        """Returns when these have been told."""
        while await self.told.get() != addresses:
            pass


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> list[LanAddress]:
    """The addresses of this machine; may be changed."""
    found = [WIFI, WIRE, PUBLIC]
    monkeypatch.setattr(lan_operations, "lan_addresses", lambda: found)
    return found


@pytest.fixture
def listener() -> FakeListener:
    return FakeListener()


@pytest.fixture
def announcer() -> FakeAnnouncer:
    return FakeAnnouncer()


@pytest.fixture
async def lan(
    workspace: Workspace, machine: list[LanAddress], listener: FakeListener, announcer: FakeAnnouncer
) -> AsyncIterator[LanSharing]:
    """Sharing as in a running gateway."""
    found = LanSharing(workspace.settings, listener, announcer, lambda: machine)
    workspace.lan = found
    workspace.settings_applied.append(found.wake)
    tasks = [asyncio.ensure_future(found.run()), asyncio.ensure_future(found.announce())]
    yield found
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await found.close()


async def test_switching_on_and_off(
    lan: LanSharing, listener: FakeListener, announcer: FakeAnnouncer, operate: Any
) -> None:
    before = await operate("lan.status")
    assert (before["shared"], before["serving"], before["running"]) == (False, False, True)
    assert [one["chosen"] for one in before["addresses"]] == [True, True, False]
    on = await operate("lan.on")
    assert listener.shared[-1] == ["192.168.1.5", "10.0.0.7"], "a public address is not shared by itself"
    assert (on["shared"], on["serving"]) == (True, True)
    assert on["addresses"][0]["base_url"] == "http://192.168.1.5:3000/v1"
    assert "token" in on["warning"]
    await announcer.until(["192.168.1.5", "10.0.0.7"])
    assert (await operate("lan.status"))["announced"]
    off = await operate("lan.off")
    assert (off["shared"], off["serving"]) == (False, False)
    assert listener.shared[-1] == []


async def test_one_interface_only(lan: LanSharing, listener: FakeListener, operate: Any) -> None:
    await operate("lan.on", interface="eth0")
    assert listener.shared[-1] == ["10.0.0.7"]
    await operate("lan.on", interface="203.0.114.9")
    assert listener.shared[-1] == ["203.0.114.9"], "a public one if the owner names it"
    await operate("lan.on", interface="")
    assert listener.shared[-1] == ["192.168.1.5", "10.0.0.7"]
    with pytest.raises(InvalidInput) as caught:
        await operate("lan.on", interface="tun9")
    assert caught.value.field == "interface"
    assert (await operate("lan.status"))["interface"] is None


async def test_settings_and_addresses_are_followed(
    lan: LanSharing, machine: list[LanAddress], listener: FakeListener, announcer: FakeAnnouncer, operate: Any
) -> None:
    await operate("setting.set", key="lan_share", value=True)
    await announcer.until(["192.168.1.5", "10.0.0.7"])
    machine[:] = [LanAddress("wlan0", "192.168.7.7", private=True)]
    await lan.refresh()
    await announcer.until(["192.168.7.7"])
    await operate("setting.set", key="lan_announce", value=False)
    await announcer.until([])
    machine.clear()
    await lan.refresh()
    assert "private address" in (await operate("lan.status"))["problems"][0]
    machine.append(WIFI)
    listener.broken.add(WIFI.address)
    await lan.refresh()
    status = await operate("lan.status")
    assert (status["serving"], status["problems"]) == (False, ["192.168.1.5: port 3000 is in use"])


async def test_what_hinders_the_announcement_is_said(lan: LanSharing, announcer: FakeAnnouncer, operate: Any) -> None:
    announcer.hindrance = "mDNS does not work here"
    await operate("lan.on")
    await announcer.until([WIFI.address, WIRE.address])
    status = await operate("lan.status")
    assert (status["announced"], status["problems"]) == (False, ["mDNS does not work here"])


async def test_nothing_is_shared_after_the_end(
    lan: LanSharing, listener: FakeListener, announcer: FakeAnnouncer
) -> None:
    await lan.close()
    await lan.refresh()
    assert listener.shared == [[]]
    assert announcer.closed


async def test_without_a_gateway_the_switch_is_stored(machine: list[LanAddress], operate: Any) -> None:
    on = await operate("lan.on")
    assert (on["shared"], on["serving"], on["running"]) == (True, False, False)
    assert (await operate("setting.get", key="lan_share"))["value"] is True
    assert (await operate("lan.off"))["shared"] is False


async def test_sharing_decided_elsewhere(workspace: Workspace, machine: list[LanAddress], operate: Any) -> None:
    await operate("setting.set", key="host", value="0.0.0.0")
    status = await operate("lan.status")
    assert (status["shared"], all(one["chosen"] for one in status["addresses"])) == (True, True)
    with pytest.raises(Conflict, match="--host"):
        await operate("lan.off")
    workspace.settings._fix("lan_share", "environment")
    with pytest.raises(Conflict, match="LAN_SHARE"):
        await operate("lan.on")


async def test_a_card_for_a_device(lan: LanSharing, operate: Any) -> None:
    with pytest.raises(Conflict, match="lan on"):
        await operate("lan.invite", name="phone", unlimited=True)
    assert await operate("token.list") == [], "no token is made in vain"
    await operate("lan.on")
    card = await operate("lan.invite", name="phone", budget_usd=5, expires_at="30d", models=["gpt-4o"], rpm=10)
    assert json.loads(card["text"]) == {
        "base_url": "http://192.168.1.5:3000/v1", "api_key": card["key"], "name": "phone"
    }  # fmt: skip
    token = card["token"]
    assert (token["budget_usd"], token["models"], token["rpm"]) == (5.0, ["gpt-4o"], 10)
    assert token["expires_at"]
    assert base64.b64decode(card["png"]).startswith(b"\x89PNG")
    assert card["svg"].startswith("<svg")
    again = await operate("lan.card", token="phone", content="address", address="10.0.0.7")
    assert again["text"] == "http://10.0.0.7:3000/v1"
    for arguments, error in (
        ({"token": "phone", "content": "poem"}, InvalidInput),
        ({"token": "phone", "address": "1.2.3.4"}, NotFound),
    ):
        with pytest.raises(error):
            await operate("lan.card", **arguments)
    with pytest.raises(InvalidInput, match="content"):
        await operate("lan.invite", name="tablet", unlimited=True, content="poem")
    await operate("token.revoke", token="phone")
    with pytest.raises(InvalidInput, match="revoked"):
        await operate("lan.card", token="phone")
    assert len(await operate("token.list")) == 0


async def test_devices_seen(workspace: Workspace, operate: Any, record: Callable[..., RequestRecord]) -> None:
    await operate("token.add", name="phone", unlimited=True)
    for number, (address, token_id) in enumerate(
        [("192.168.1.20", 1), ("192.168.1.20", 1), ("192.168.1.30", 9), ("127.0.0.1", 1), ("::1", 1), ("", 1)]
    ):
        made = record(number, client_address=address, token_id=token_id, cost_nano=10**9)
        await workspace.database.append(made)
    found = await operate("lan.devices")
    assert [(one["address"], one["token"], one["token_status"], one["requests"]) for one in found] == [
        ("192.168.1.30", None, "deleted", 1),
        ("192.168.1.20", "phone", "enabled", 2),
    ]
    assert (found[1]["cost_usd"], found[1]["first_seen_at"]) == (2.0, "2023-11-14T22:13:20.000Z")
    from oneapi_desktop.store.repositories.devices import DeviceRepository

    assert await DeviceRepository(workspace.database).prune(1_700_000_001_500) == 1
    assert [one["address"] for one in await operate("lan.devices")] == ["192.168.1.30"]


def test_addresses_of_this_machine() -> None:
    for one in lan_addresses():
        assert not one.address.startswith(("127.", "fe80", "169.254"))
        assert one.root(1, secure=True).startswith("https://")
    assert LanAddress("x", "fd00::1", private=True).root(3000, secure=False) == "http://[fd00::1]:3000"
    assert chosen_addresses([PUBLIC, WIFI], "") == [WIFI]


def test_what_is_announced_says_where_and_nothing_else() -> None:
    infos = service_infos(3000, ["192.168.1.5", "fd00::1"], secure=True)
    assert [info.type for info in infos] == ["_oneapi._tcp.local.", "_http._tcp.local."]
    assert {info.port for info in infos} == {3000}
    assert infos[0].parsed_addresses() == ["192.168.1.5", "fd00::1"]
    assert infos[0].decoded_properties == {"path": "/v1", "tls": "1"}


def test_codes_hold_their_text() -> None:
    text = card_text("http://192.168.1.5:3000/v1", "sk-" + "x" * 48, "Küche 📱")
    code = qr_code(text)
    assert len(code["modules"]) == len(code["modules"][0])
    assert set("".join(code["modules"])) == {"0", "1"}
