"""The running gateway on the local network: reached by its address, with a token, and no longer when switched off."""

import sys

import aiohttp
import pytest
from gateway_harness import KEY, Harness, ask

from oneapi_desktop.services import lan_operations
from oneapi_desktop.services.lan_addresses import LanAddress

pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="macOS has one loopback address only")

OTHER = LanAddress("lan0", "127.0.0.2", private=True)


class Mute:
    """Announces nothing."""

    async def tell(self, *_arguments: object, **_named: object) -> str:
        return ""

    async def close(self) -> None:
        pass


async def test_devices_come_and_go(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = harness.gateway.workspace.lan
    assert lan is not None
    monkeypatch.setattr(lan_operations, "lan_addresses", lambda: [OTHER])
    monkeypatch.setattr(lan, "_find", lambda: [OTHER])
    monkeypatch.setattr(lan, "_announcer", Mute())
    status = await harness.run("lan.on")
    (address,) = status["addresses"]
    assert (status["serving"], address["listening"]) == (True, True)
    card = await harness.run("lan.invite", name="phone", budget_usd=1, models=["echo"])
    assert card["base_url"] == address["base_url"]
    connector = aiohttp.TCPConnector(local_addr=("127.0.0.2", 0))
    async with aiohttp.ClientSession(connector=connector) as phone:

        async def send(key: str, host: str = "") -> int:
            headers = {"Authorization": f"Bearer {key}"} | ({"Host": host} if host else {})
            body = ask() | {"model": "echo"}
            async with phone.post(f"{card['base_url']}/chat/completions", json=body, headers=headers) as answer:
                await answer.read()
                return answer.status

        assert await send(card["key"]) == 200
        assert await send("sk-nobodys-key") == 401, "no address is served without a token"
        assert await send(card["key"], "evil.example") == 403, "the list of Host names counts there as well"
        assert await send(KEY) == 200
        await harness.rows()
        seen = await harness.run("lan.devices")
        assert {(one["address"], one["token"]) for one in seen} >= {("127.0.0.2", "phone")}
        await harness.run("token.revoke", token="phone")
        assert await send(card["key"]) == 401
        await harness.run("lan.off")
        with pytest.raises(aiohttp.ClientConnectionError):
            await send(KEY)
    assert (await harness.get("/v1/models")).status == 200


async def test_tools_are_pointed_at_the_port_in_use(harness: Harness) -> None:
    shown = await harness.run("connect.show", tool="curl")
    assert f"{harness.origin}/v1/chat/completions" in shown["snippets"][0]["text"]
