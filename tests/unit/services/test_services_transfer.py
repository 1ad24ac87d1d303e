"""Import and export: all or nothing, every fault named, keys only under a passphrase."""

import json
from typing import Any

import pytest

from oneapi_desktop.domain.channel import ChannelStatus
from oneapi_desktop.domain.errors import Conflict, InvalidInput, StoreError
from oneapi_desktop.domain.token import Budgets
from oneapi_desktop.services.transfer import TransferService
from oneapi_desktop.services.workspace import Workspace

KEY = "sk-planted-0123456789abcdef"
PASSPHRASE = "correct horse"


@pytest.fixture
def transfer(workspace: Workspace) -> TransferService:
    """The service over the workspace."""
    return TransferService(workspace.channels, workspace.tokens)


def document() -> dict[str, Any]:
    """The document of the issue text."""
    return {
        "channels": [
            {"name": "main", "type": "openai", "base_url": "", "key": KEY, "models": ["gpt-4o"],
             "model_mapping": {"fast": "gpt-4o-mini"}, "groups": ["default", "vip"], "priority": 3, "weight": 2,
             "config": {}},
            {"name": "azure", "type": 3, "base_url": "https://x.openai.azure.com", "key": "azure-key-123456",
             "models": ["gpt-4o"], "config": {"api_version": "2024-10-21"}},
        ],
        "tokens": [
            {"name": "laptop", "key": "sk-abcdefghijklmnopqrst", "unlimited": True},
            {"name": "desk", "budget_usd": 2.5, "models": ["gpt-4o"], "subnet": "10.0.0.0/8"},
        ],
    }  # fmt: skip


async def test_take_over(workspace: Workspace, transfer: TransferService) -> None:
    result = await transfer.take_over(document())
    assert [(c["name"], c["action"]) for c in result["channels"]] == [("main", "added"), ("azure", "added")]
    assert "key" not in result["tokens"][0], "a key that stood in the file is not told again"
    assert result["tokens"][1]["key"].startswith("sk-")
    main = await workspace.channels.find("main")
    assert (main.model_mapping, main.groups, main.priority) == ({"fast": "gpt-4o-mini"}, ("default", "vip"), 3)
    assert (await workspace.channels.secrets_of(main)).key == KEY
    laptop = await workspace.tokens.find("laptop")
    assert await workspace.tokens.reveal(laptop.id) == "sk-abcdefghijklmnopqrst"
    assert (await workspace.tokens.find("desk")).budgets == Budgets(total=2_500_000_000)


BAD: list[tuple[list[Any], Any, str]] = [
    (["channels", 1, "base_url"], "gopher://x", "channels[1].base_url"),
    (["channels", 0, "key"], "", "channels[0].key"),
    (["channels", 0, "colour"], "red", "channels[0].colour"),
    (["channels", 0, "name"], "", "channels[0].name"),
    (["channels", 0, "name"], ["a"], "channels[0].name"),
    (["channels", 1, "name"], "main", "channels[1].name"),
    (["channels", 0, "config"], {"region": "x"}, "channels[0].config.region"),
    (["channels", 0], "text", "channels[0]"),
    (["channels"], {}, "channels"),
    (["tokens", 1, "budget_usd"], "much", "tokens[1].budget_usd"),
    (["tokens", 0, "key"], "short", "tokens[0].key"),
    (["tokens", 1, "key"], "sk-abcdefghijklmnopqrst", "tokens[1].key"),
    (["tokens", 1, "name"], "laptop", "tokens[1].name"),
    (["tokens", 0, "expires_at"], "whenever", "tokens[0].expires_at"),
    (["users"], [], "users"),
    (["format"], "other", "format"),
    (["version"], 2, "version"),
    (["secrets"], {"kdf": "md5"}, "passphrase"),
]


@pytest.mark.parametrize(("path", "value", "named"), BAD, ids=lambda value: str(value)[:40])
async def test_a_fault_is_named_and_nothing_is_stored(
    workspace: Workspace, transfer: TransferService, path: list[Any], value: Any, named: str
) -> None:
    bad = document()
    place: Any = bad
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(InvalidInput) as caught:
        await transfer.take_over(bad)
    assert caught.value.field == named
    assert str(caught.value).count(f"{named}: ") == 1
    assert await workspace.channels.list() == []
    assert await workspace.tokens.list() == []


@pytest.mark.parametrize("bad", [None, [], "text", 5])
async def test_no_object(transfer: TransferService, bad: Any) -> None:
    with pytest.raises(InvalidInput, match="file"):
        await transfer.take_over(bad)


async def test_a_store_that_fails_halfway_is_taken_back(
    workspace: Workspace, transfer: TransferService, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_drafts: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(workspace.tokens._tokens, "add_many", fail)
    with pytest.raises(StoreError):
        await transfer.take_over(document())
    assert await workspace.channels.list() == []


async def test_conflicts(workspace: Workspace, transfer: TransferService) -> None:
    await transfer.take_over(document())
    with pytest.raises(Conflict, match=r"channels\[0\].name"):
        await transfer.take_over(document())
    changed = document()
    changed["channels"][0] |= {"priority": 9, "enabled": False}
    changed["tokens"][1] = {"name": "desk", "unlimited": True}
    result = await transfer.take_over(changed, on_conflict="skip")
    assert {entry["action"] for entry in result["channels"] + result["tokens"]} == {"skipped"}
    assert (await workspace.channels.find("main")).priority == 3
    before = await workspace.tokens.find("desk")
    dry = await transfer.take_over(changed, on_conflict="replace", dry_run=True)
    assert dry["dry_run"]
    assert (await workspace.channels.find("main")).priority == 3
    await transfer.take_over(changed, on_conflict="replace")
    main = await workspace.channels.find("main")
    assert (main.id, main.priority, main.status) == (1, 9, ChannelStatus.DISABLED)
    after = await workspace.tokens.find("desk")
    assert (after.id, after.key_hash, after.budgets) == (before.id, before.key_hash, Budgets())
    with pytest.raises(InvalidInput, match="on_conflict"):
        await transfer.take_over(changed, on_conflict="merge")


async def test_replacing_keeps_the_key_only_at_the_same_address(
    workspace: Workspace, transfer: TransferService
) -> None:
    await transfer.take_over(document())
    entry = document()["channels"][0]
    del entry["key"]
    entry["priority"] = 7
    await transfer.take_over({"channels": [entry]}, on_conflict="replace")
    main = await workspace.channels.find("main")
    assert main.priority == 7
    assert (await workspace.channels.secrets_of(main)).key == KEY
    entry["base_url"] = "https://thief.example.com"
    with pytest.raises(InvalidInput, match=r"channels\[0\].key"):
        await transfer.take_over({"channels": [entry]}, on_conflict="replace")


async def test_round_trip_with_secrets(workspace: Workspace, transfer: TransferService) -> None:
    await transfer.take_over(document())
    await workspace.channels.edit(1, {"headers": {"X-Team": "header-secret"}, "proxy": "http://u:pw@127.0.0.1:1"})
    exported = await transfer.give_away(PASSPHRASE)
    text = json.dumps(exported)
    for secret in (KEY, "header-secret", "u:pw", "abcdefghijklmnopqrst", "azure-key"):
        assert secret not in text
    first = [await workspace.channels.find(name) for name in ("main", "azure")]
    for channel in first:
        await workspace.channels.remove(channel.id)
    for token in await workspace.tokens.list():
        await workspace.tokens._tokens.delete(token.id)
    with pytest.raises(InvalidInput, match="passphrase"):
        await transfer.take_over(exported)
    with pytest.raises(InvalidInput, match="spelling"):
        await transfer.take_over(exported, passphrase="wrong horse")
    await transfer.take_over(json.loads(text), passphrase=PASSPHRASE)
    main = await workspace.channels.find("main")
    secrets = await workspace.channels.secrets_of(main)
    assert (secrets.key, secrets.headers, secrets.proxy) == (
        KEY,
        {"X-Team": "header-secret"},
        "http://u:pw@127.0.0.1:1",
    )
    laptop = await workspace.tokens.find("laptop")
    assert await workspace.tokens.reveal(laptop.id) == "sk-abcdefghijklmnopqrst"
    assert await transfer.give_away() == {name: exported[name] for name in exported if name != "secrets"}


async def test_export_without_passphrase_has_no_secret(transfer: TransferService) -> None:
    await transfer.take_over(document())
    exported = await transfer.give_away()
    assert "secrets" not in exported
    assert KEY not in json.dumps(exported)
    with pytest.raises(InvalidInput, match="passphrase"):
        await transfer.give_away("short")


async def test_an_expired_token_comes_back_expired(workspace: Workspace, transfer: TransferService) -> None:
    entry = {"name": "old", "unlimited": True, "expires_at": "2020-01-01T00:00:00.000Z"}
    await transfer.take_over({"tokens": [entry]})
    assert (await workspace.tokens.find("old")).expires_at == 1_577_836_800_000
    exported = await transfer.give_away()
    assert exported["tokens"] == [entry]
