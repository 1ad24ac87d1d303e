"""``lan``: sharing from the command line, without a gateway."""

from typing import Any

import pytest

from oneapi_desktop.cli.lan import half_blocks
from oneapi_desktop.services import lan_operations
from oneapi_desktop.services.lan_addresses import LanAddress


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """One address on one network."""
    monkeypatch.setattr(lan_operations, "lan_addresses", lambda: [LanAddress("wlan0", "192.168.1.5", private=True)])


def test_sharing_from_beginning_to_end(run: Any) -> None:
    assert "not shared" in run("lan", "status").out
    refused = run("lan", "invite", "--name", "phone", "--unlimited")
    assert (refused.code, refused.out) == (1, "")
    assert "lan on" in refused.err
    on = run("lan", "on")
    assert "begins when the gateway is started" in on.out
    assert "192.168.1.5" in on.out
    assert "trust" in on.out
    card = run("lan", "invite", "--name", "phone", "--budget-usd", "2")
    assert "http://192.168.1.5:3000/v1" in card.out
    assert "Key: sk-" in card.out
    assert "▀" in card.out
    assert (
        run("lan", "invite", "--name", "x", "--unlimited", "--content", "key", "--json").json["text"].startswith("sk-")
    )
    assert "No other device" in run("lan", "devices").out
    assert run("lan", "off", "--json").json["shared"] is False
    wrong = run("lan", "on", "--interface", "tun9")
    assert (wrong.code, wrong.out) == (2, "")
    assert "tun9" in wrong.err


def test_blocks_draw_every_module() -> None:
    lines = half_blocks(["10", "01"])
    assert len(lines) == 5
    assert {len(line) for line in lines} == {10}
    assert lines[2] == "████▄▀████"
