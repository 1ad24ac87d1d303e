"""Settings are checked before they are stored, and in force at once."""

from pathlib import Path
from typing import Any

import pytest

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services.workspace import Workspace, open_workspace
from oneapi_desktop.settings import Settings, declared_settings
from oneapi_desktop.store.repositories.settings import SettingRepository


async def test_every_declared_setting_is_listed(operate: Any) -> None:
    rows = await operate("setting.list")
    assert [row["key"] for row in rows] == [setting.key for setting in declared_settings()]
    assert {row["group"] for row in await operate("setting.list", group="routing")} == {"routing"}
    changed = {row["key"] for row in await operate("setting.list", changed=True)}
    assert changed == {"data_dir", "keyring_backend"}
    with pytest.raises(InvalidInput, match="group"):
        await operate("setting.list", group="nope")


async def test_set_get_unset(workspace: Workspace, operate: Any, settings: Settings) -> None:
    found = await operate("setting.set", key="retry_times", value="7")
    assert (found["value"], found["origin"], found["remark"]) == (7, "stored", "")
    assert workspace.settings.retry_times == 7
    assert (await operate("setting.set", key="retry_times", value=8))["value"] == 8
    assert (await operate("setting.set", key="automatic_disable", value=False))["value"] is False
    found = await operate("setting.set", key="retry_statuses", value=["429", "500-502"])
    assert found["text"] == "429,500-502"
    assert "started again" in (await operate("setting.set", key="port", value="3001"))["remark"]
    await workspace.database.flush()
    again = await open_workspace(Settings({"KEYRING_BACKEND": "file"}, {"data_dir": settings.data_dir}), lean=True)
    try:
        assert again.settings.retry_times == 8
        assert again.settings.retry_statuses == (429, 500, 501, 502)
    finally:
        await again.close()
    assert (await operate("setting.unset", key="retry_times"))["origin"] == "default"
    assert workspace.settings.retry_times == 2


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("retry_times", "many", "retry_times"),
        ("retry_times", {}, "retry_times"),
        ("retry_statuses", "abc", "retry_statuses"),
        ("relay_proxy", "nonsense", "relay_proxy"),
        ("trusted_proxies", "10.0.0.1,nonsense", "trusted_proxies"),
        ("time_zone", "Mars/Base", "time_zone"),
        ("retry_tims", "3", "setting"),
        ("debug", "true", "debug"),
        ("data_dir", "/x", "data_dir"),
    ],
)
async def test_bad_values_are_named_and_not_stored(
    workspace: Workspace, operate: Any, key: str, value: Any, named: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await operate("setting.set", key=key, value=value)
    assert caught.value.field == named
    assert await SettingRepository(workspace.database).list() == {}


async def test_secrets_are_not_shown(operate: Any) -> None:
    await operate("setting.set", key="relay_proxy", value="http://user:proxypassword@127.0.0.1:8080")
    assert "proxypassword" not in str(await operate("setting.get", key="relay_proxy"))
    assert "proxypassword" not in str(await operate("setting.list"))


async def test_the_environment_wins_and_says_so(tmp_path: Path) -> None:
    settings = Settings({"KEYRING_BACKEND": "file", "RETRY_TIMES": "1"}, {"data_dir": str(tmp_path / "d")})
    workspace = await open_workspace(settings, lean=True)
    try:
        found = await workspace.stored_settings.set("retry_times", "9")
        assert (found["value"], found["origin"]) == (1, "environment")
        assert "RETRY_TIMES" in found["remark"]
    finally:
        await workspace.close()


async def test_the_upstream_client_follows(workspace: Workspace, operate: Any) -> None:
    assert workspace.upstream.proxy == ""
    await operate("setting.set", key="relay_proxy", value="socks5://127.0.0.1:1080")
    await operate("setting.set", key="connect_timeout", value=3)
    assert workspace.upstream.proxy == "socks5://127.0.0.1:1080"
    assert workspace.upstream.timeouts.connect == 3
