"""Channels change whole or not at all, and their secrets never leave the vault."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from oneapi_desktop.domain.channel import ChannelSecrets, ChannelStatus
from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound, VaultError
from oneapi_desktop.services.workspace import Workspace, open_workspace
from oneapi_desktop.settings import Settings

KEY = "sk-planted-0123456789abcdef"


def openai(**fields: Any) -> dict[str, Any]:
    """Fields of a plausible channel."""
    return {"type": "openai", "key": KEY, "models": ["gpt-4o"]} | fields


async def test_add_list_find(workspace: Workspace) -> None:
    added = await workspace.channels.add(openai(name="main", base_url="https://api.example.com/v1/", weight="3"))
    assert (added.id, added.name, added.provider, added.weight) == (1, "main", "openai", 3)
    assert added.base_url == "https://api.example.com/v1"
    assert added.key_hint == "cdef"
    assert await workspace.channels.list() == [added]
    assert await workspace.channels.find("main") == added
    assert await workspace.channels.find("1") == added
    assert await workspace.channels.find(1) == added
    assert await workspace.channels.secrets_of(added) == ChannelSecrets(key=KEY)


async def test_type_by_number_and_default_models_and_name(workspace: Workspace) -> None:
    added = await workspace.channels.add({"type": 1, "key": KEY})
    assert added.name == "openai"
    assert "gpt-4o" in added.models
    again = await workspace.channels.add({"type": "1", "key": KEY})
    third = await workspace.channels.add({"type": "openai", "key": KEY})
    assert [again.name, third.name] == ["openai-2", "openai-3"]


BAD = [
    ({"type": None}, "type"),
    ({"type": "opneai"}, "type"),
    ({"colour": "red"}, "colour"),
    ({"name": "12"}, "name"),
    ({"name": " "}, "name"),
    ({"name": "a\nb"}, "name"),
    ({"name": 5}, "name"),
    ({"name": "x" * 101}, "name"),
    ({"key": ""}, "key"),
    ({"key": 5}, "key"),
    ({"key": "sk-a\nb"}, "key"),
    ({"base_url": "ftp://example.com"}, "base_url"),
    ({"base_url": "example.com"}, "base_url"),
    ({"base_url": "https://user:pw@example.com"}, "base_url"),
    ({"base_url": "https://example.com/?a=b"}, "base_url"),
    ({"base_url": "https://example.com:99999"}, "base_url"),
    ({"base_url": "https://[::1"}, "base_url"),
    ({"models": []}, "models"),
    ({"models": [1]}, "models"),
    ({"models": 7}, "models"),
    ({"models": ["x" * 300]}, "models"),
    ({"models": ["a,b"]}, "models"),
    ({"model_mapping": {"a": 1}}, "model_mapping"),
    ({"model_mapping": {"a": ""}}, "model_mapping"),
    ({"model_mapping": "{broken"}, "model_mapping"),
    ({"model_mapping": ["no-equals"]}, "model_mapping"),
    ({"groups": []}, "groups"),
    ({"groups": ["a b"]}, "groups"),
    ({"priority": "high"}, "priority"),
    ({"priority": True}, "priority"),
    ({"weight": -1}, "weight"),
    ({"proxy": "127.0.0.1:80"}, "proxy"),
    ({"headers": {"bad name": "x"}}, "headers"),
    ({"headers": {"X-A": "a\r\nB: c"}}, "headers"),
    ({"headers": {"Content-Length": "5"}}, "headers"),
    ({"headers": {"X-A": "\u4e2d"}}, "headers"),
    ({"headers": ["X-A: b"]}, "headers"),
    ({"param_override": "[1]"}, "param_override"),
    ({"param_override": "{nope"}, "param_override"),
    ({"param_override": {"stream": True}}, "param_override"),
    ({"system_prompt": 5}, "system_prompt"),
    ({"system_prompt": "x" * 100_001}, "system_prompt"),
    ({"test_model": "absent"}, "test_model"),
    ({"auto_disable": "maybe"}, "auto_disable"),
    ({"enabled": 3}, "enabled"),
    ({"config": {"region": "eu"}}, "config.region"),
    ({"config": []}, "config"),
    ({"type": "azure"}, "base_url"),
]


@pytest.mark.parametrize(("fields", "named"), BAD, ids=lambda value: str(value)[:40])
async def test_bad_fields_are_named_and_nothing_is_stored(
    workspace: Workspace, fields: dict[str, Any], named: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await workspace.channels.add(openai(**fields))
    assert caught.value.field == named
    assert KEY not in str(caught.value)
    assert await workspace.channels.list() == []
    assert not (workspace.directory.root / "vault.json").exists()


async def test_names_are_unique(workspace: Workspace) -> None:
    await workspace.channels.add(openai(name="main"))
    other = await workspace.channels.add(openai(name="other"))
    with pytest.raises(Conflict, match="main"):
        await workspace.channels.add(openai(name="main"))
    with pytest.raises(Conflict, match="main"):
        await workspace.channels.edit(other.id, {"name": "main"})
    assert (await workspace.channels.find("other")).name == "other"


async def test_unknown_channels_are_not_found_with_a_hint(workspace: Workspace) -> None:
    await workspace.channels.add(openai(name="research"))
    with pytest.raises(NotFound, match="did you mean research"):
        await workspace.channels.find("reserach")
    with pytest.raises(NotFound):
        await workspace.channels.find(99)
    with pytest.raises(NotFound):
        await workspace.channels.edit(99, {"priority": 1})


async def test_edit_touches_only_what_is_named(workspace: Workspace) -> None:
    added = await workspace.channels.add(
        openai(name="main", headers={"X-Team": "a"}, proxy="http://user:pw@127.0.0.1:1", test_model="gpt-4o")
    )
    edited = await workspace.channels.edit(added.id, {"priority": 5, "add_models": "o3, o3", "param_override": "{}"})
    assert edited.priority == 5
    assert edited.models == ("gpt-4o", "o3")
    assert edited.secret_ref == added.secret_ref, "unchanged secrets stay where they are"
    assert (await workspace.channels.secrets_of(edited)).headers == {"X-Team": "a"}
    edited = await workspace.channels.edit(added.id, {"remove_models": ["gpt-4o"]})
    assert edited.models == ("o3",)
    assert edited.test_model == "", "a test model that is no longer offered is forgotten"
    with pytest.raises(InvalidInput, match="does not offer"):
        await workspace.channels.edit(added.id, {"remove_models": ["gpt-4o"]})
    with pytest.raises(InvalidInput, match="enabled"):
        await workspace.channels.edit(added.id, {"enabled": False})


async def test_a_new_key_gets_a_new_vault_entry_and_the_old_one_goes(workspace: Workspace) -> None:
    added = await workspace.channels.add(openai(name="main"))
    edited = await workspace.channels.edit(added.id, {"key": "sk-second-0123456789"})
    assert edited.secret_ref != added.secret_ref
    assert workspace.vault.get(added.secret_ref) is None
    assert (await workspace.channels.secrets_of(edited)).key == "sk-second-0123456789"
    stored = workspace.vault.get(edited.secret_ref)
    assert stored is not None
    assert json.loads(stored)["key"] == "sk-second-0123456789"


async def test_removing_a_channel_deletes_its_key(workspace: Workspace) -> None:
    added = await workspace.channels.add(openai(name="main"))
    assert workspace.vault.get(added.secret_ref)
    await workspace.channels.remove(added.id)
    assert workspace.vault.get(added.secret_ref) is None
    assert await workspace.channels.list() == []


async def test_a_failed_store_write_leaves_no_key_behind(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Exception):
        pass

    stored: list[str] = []
    put = workspace.vault.set

    def remember(ref: str, value: str) -> None:
        stored.append(ref)
        put(ref, value)

    async def fail(_rows: object) -> None:
        raise Broken

    monkeypatch.setattr(workspace.vault, "set", remember)
    monkeypatch.setattr(workspace.channels._channels, "add_many", fail)
    with pytest.raises(Broken):
        await workspace.channels.add(openai(name="main"))
    assert len(stored) == 1
    assert workspace.vault.get(stored[0]) is None


async def test_switching(workspace: Workspace) -> None:
    service = workspace.channels
    added = await service.add(openai(name="main"))
    assert await service.disable_automatically(added.id, "HTTP 401")
    assert not await service.disable_automatically(added.id, "again")
    found = await service.find(added.id)
    assert (found.status, found.status_reason) == (ChannelStatus.AUTO_DISABLED, "HTTP 401")
    assert await service.enable_automatically(added.id)
    assert not await service.enable_automatically(added.id), "already enabled"
    found = await service.disable(added.id, "holiday")
    assert found.status is ChannelStatus.DISABLED
    assert not await service.enable_automatically(added.id), "only the owner wakes what the owner put to sleep"
    assert not await service.disable_automatically(added.id, "x")
    assert (await service.enable(added.id)).status is ChannelStatus.ENABLED
    assert not await service.disable_automatically(999, "gone")
    assert not await service.enable_automatically(999)
    with pytest.raises(NotFound):
        await service.enable(999)


async def test_the_owner_can_forbid_automatic_switching(workspace: Workspace) -> None:
    added = await workspace.channels.add(openai(auto_disable=False))
    assert not await workspace.channels.disable_automatically(added.id, "HTTP 401")
    assert (await workspace.channels.find(added.id)).status is ChannelStatus.ENABLED


async def test_batch(workspace: Workspace) -> None:
    keys = ["sk-one-aaaaaaaaaaaa\r", "", " sk-two-bbbbbbbbbbbb ", "sk-one-aaaaaaaaaaaa"]
    added = await workspace.channels.add_batch({"type": "openai", "name": "farm", "models": "gpt-4o"}, keys)
    assert [channel.name for channel in added] == ["farm", "farm-2"]
    assert [(await workspace.channels.secrets_of(c)).key for c in added] == [
        "sk-one-aaaaaaaaaaaa",
        "sk-two-bbbbbbbbbbbb",
    ]
    with pytest.raises(InvalidInput, match=r"keys\[2\]"):
        await workspace.channels.add_batch({"type": "openai"}, ["sk-good-12345", "has a blank"])
    with pytest.raises(InvalidInput, match="keys"):
        await workspace.channels.add_batch({"type": "openai"}, ["", "  "])
    assert len(await workspace.channels.list()) == 2


async def test_changing_the_type_checks_against_the_new_one(workspace: Workspace) -> None:
    added = await workspace.channels.add(
        {"type": "azure", "key": KEY, "base_url": "https://x.openai.azure.com", "models": "gpt-4o",
         "config": {"api_version": "2024-10-21"}}
    )  # fmt: skip
    assert added.config == {"api_version": "2024-10-21"}
    edited = await workspace.channels.edit(added.id, {"type": "openai-compatible"})
    assert edited.config == {}
    cleared = await workspace.channels.edit(added.id, {"type": "azure", "config": {"api_version": "v1"}})
    assert cleared.config == {"api_version": "v1"}
    assert (await workspace.channels.edit(added.id, {"config": {"api_version": ""}})).config == {}


async def test_lost_secrets_are_reported_and_can_be_given_anew(settings: Settings) -> None:
    first = await open_workspace(settings, lean=True)
    try:
        added = await first.channels.add(openai(name="main"))
        first.vault.delete(added.secret_ref)
    finally:
        await first.close()
    second = await open_workspace(settings, lean=True)
    try:
        assert len(await second.channels.load_secrets()) == 1
        found = await second.channels.find("main")
        with pytest.raises(VaultError, match="main"):
            await second.channels.secrets_of(found)
        with pytest.raises(VaultError):
            await second.channels.edit(found.id, {"priority": 3})
        edited = await second.channels.edit(found.id, {"key": KEY})
        assert (await second.channels.secrets_of(edited)).key == KEY
    finally:
        await second.close()


async def test_secrets_are_loaded_at_once(settings: Settings) -> None:
    first = await open_workspace(settings, lean=True)
    await first.channels.add(openai(name="a"))
    await first.channels.add(openai(name="b", key="sk-b-0123456789"))
    await first.close()
    second = await open_workspace(settings, lean=True)
    try:
        assert await second.channels.load_secrets() == []
        second.vault.get = None  # type: ignore[method-assign,assignment]
        keys = [(await second.channels.secrets_of(c)).key for c in await second.channels.list()]
        assert keys == [KEY, "sk-b-0123456789"]
    finally:
        await second.close()


async def test_no_secret_in_any_file_of_the_data_directory(workspace: Workspace, tmp_path: Path) -> None:
    planted = [KEY, "header-secret-value", "proxy-password"]
    await workspace.channels.add(
        openai(name="main", headers={"X-Api-Secret": planted[1]}, proxy=f"http://me:{planted[2]}@127.0.0.1:9")
    )
    await workspace.database.flush()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in files)
    for path in files:
        content = path.read_bytes()
        for secret in planted:
            assert not re.search(re.escape(secret).encode(), content), path


async def test_wire_formats_of_a_channel_are_checked_where_they_are_set(workspace: Workspace) -> None:
    given = {"type": "openai-compatible", "name": "c", "base_url": "http://h/v1", "models": ["m"]}
    with pytest.raises(InvalidInput, match="'claude' is none of openai-chat"):
        await workspace.channels.add(given | {"config": {"dialects": "claude"}})
    made = await workspace.channels.add(given | {"config": {"dialects": "anthropic, openai-chat"}})
    assert made.config == {"dialects": "anthropic, openai-chat"}
