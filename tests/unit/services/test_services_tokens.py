"""Tokens: fields, uniqueness, revealing, revoking."""

import time
from typing import Any

import pytest

from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound
from oneapi_desktop.domain.token import Budgets, TokenStatus, hash_key
from oneapi_desktop.services.token_fields import read_budgets, read_expiry, read_moment
from oneapi_desktop.services.workspace import Workspace


async def test_add_and_reveal(workspace: Workspace) -> None:
    token, key = await workspace.tokens.add(
        {"name": "laptop", "budget_usd": "12.5", "budget_day_usd": 1, "models": "gpt-4o, o3", "rpm": "60", "tpm": 9,
         "subnet": "10.0.0.0/8,::1", "expires_at": "30d"}
    )  # fmt: skip
    assert key.startswith("sk-")
    assert token.key_hash == hash_key(key.removeprefix("sk-"))
    assert token.budgets == Budgets(total=12_500_000_000, day=1_000_000_000)
    assert token.models == frozenset({"gpt-4o", "o3"})
    assert [str(network) for network in token.networks] == ["10.0.0.0/8", "::1/128"]
    assert (token.requests_per_minute, token.tokens_per_minute) == (60, 9)
    assert token.expires_at is not None
    assert abs(token.expires_at - (time.time() + 30 * 86400) * 1000) < 60_000
    assert await workspace.tokens.reveal(token.id) == key
    assert await workspace.tokens.find("laptop") == await workspace.tokens.find(str(token.id))


async def test_own_key(workspace: Workspace) -> None:
    _, key = await workspace.tokens.add({"name": "mine", "unlimited": True, "key": "sk-abcdefghijklmnop"})
    assert key == "sk-abcdefghijklmnop"
    with pytest.raises(Conflict, match="key exists"):
        await workspace.tokens.add({"name": "other", "unlimited": True, "key": "abcdefghijklmnop"})


BAD: list[tuple[dict[str, Any], str]] = [
    ({"name": None}, "name"),
    ({"name": "7"}, "name"),
    ({"name": ""}, "name"),
    ({"key": "sk-short"}, "key"),
    ({"key": "sk-with-dashes-in-it-1234"}, "key"),
    ({"key": 5}, "key"),
    ({"unlimited": None}, "budget_usd"),
    ({"unlimited": "yes"}, "unlimited"),
    ({"unlimited": False}, "budget_usd"),
    ({"budget_usd": 5}, "budget_usd"),
    ({"unlimited": None, "budget_usd": "lots"}, "budget_usd"),
    ({"unlimited": None, "budget_usd": -1}, "budget_usd"),
    ({"unlimited": None, "budget_usd": "nan"}, "budget_usd"),
    ({"unlimited": None, "budget_usd": 1e30}, "budget_usd"),
    ({"budget_day_usd": [1]}, "budget_day_usd"),
    ({"budget_month_usd": True}, "budget_month_usd"),
    ({"expires_at": "soon"}, "expires_at"),
    ({"expires_at": "2020-01-01"}, "expires_at"),
    ({"expires_at": 5}, "expires_at"),
    ({"expires_at": {}}, "expires_at"),
    ({"expires_at": 10**30}, "expires_at"),
    ({"models": 5}, "models"),
    ({"subnet": "10.0.0.0/99"}, "subnet"),
    ({"subnet": 5}, "subnet"),
    ({"rpm": "many"}, "rpm"),
    ({"tpm": -1}, "tpm"),
    ({"status": "revoked"}, "status"),
    ({"owner": 2}, "owner"),
]


@pytest.mark.parametrize(("fields", "named"), BAD, ids=lambda value: str(value)[:40])
async def test_bad_fields_are_named(workspace: Workspace, fields: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        await workspace.tokens.add({"name": "laptop", "unlimited": True} | fields)
    assert caught.value.field == named
    assert await workspace.tokens.list() == []


async def test_edit(workspace: Workspace) -> None:
    token, _ = await workspace.tokens.add({"name": "laptop", "budget_usd": 5, "rpm": 10, "models": "a"})
    edited = await workspace.tokens.edit(token.id, {"unlimited": True, "name": "desk"})
    assert edited.budgets.total is None
    assert (edited.name, edited.requests_per_minute, edited.models) == ("desk", 10, frozenset({"a"}))
    edited = await workspace.tokens.edit(token.id, {"models": "", "expires_at": "never", "subnet": ""})
    assert edited.models == frozenset()
    edited = await workspace.tokens.edit(token.id, {"status": "disabled", "budget_day_usd": "2"})
    assert edited.status is TokenStatus.DISABLED
    edited = await workspace.tokens.edit(token.id, {"budget_day_usd": "none"})
    assert edited.budgets == Budgets()
    with pytest.raises(InvalidInput):
        await workspace.tokens.edit(token.id, {"key": "abcdefghijklmnop"})
    with pytest.raises(NotFound):
        await workspace.tokens.edit(99, {"rpm": 1})


async def test_names_of_revoked_tokens_are_free_again(workspace: Workspace) -> None:
    first, _ = await workspace.tokens.add({"name": "laptop", "unlimited": True})
    with pytest.raises(Conflict, match="laptop"):
        await workspace.tokens.add({"name": "laptop", "unlimited": True})
    await workspace.tokens.revoke(first.id)
    second, _ = await workspace.tokens.add({"name": "laptop", "unlimited": True})
    assert (await workspace.tokens.find("laptop")).id == second.id
    assert [t.id for t in await workspace.tokens.list(revoked=False)] == [second.id]
    with pytest.raises(Conflict, match="revoked"):
        await workspace.tokens.edit(first.id, {"rpm": 1})
    with pytest.raises(NotFound, match="did you mean laptop"):
        await workspace.tokens.find("laptp")


async def test_keys_are_not_stored_in_clear(workspace: Workspace) -> None:
    token, key = await workspace.tokens.add({"name": "laptop", "unlimited": True})
    await workspace.database.flush()
    for path in workspace.directory.root.rglob("*"):
        if path.is_file():
            assert key.removeprefix("sk-").encode() not in path.read_bytes()
    assert key not in repr(token)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2100-01-31T18:00:00+00:00", 4_105_101_600_000),
        ("2100-01-31T18:00Z", 4_105_101_600_000),
        (4_105_101_600, 4_105_101_600_000),
        ("4105101600", 4_105_101_600_000),
        (4_105_101_600_000, 4_105_101_600_000),
        ("2100-01-31T19:00", 4_105_101_600_000),
        ("2100-01-30", 4_105_033_199_999),
        ("never", None),
        ("", None),
        (-1, None),
    ],
)
def test_expiry(text: str | int, expected: int | None) -> None:
    assert read_expiry(text, zone="Europe/Berlin") == expected


def test_past_moments() -> None:
    now = time.time() * 1000
    day = read_moment("24h", "since", past=True)
    assert day is not None
    assert abs(now - 86_400_000 - day) < 60_000
    assert read_moment("2026-11-01", "since", zone="UTC", past=True) == 1_793_491_200_000
    future = read_moment("2h", "expires_at")
    assert future is not None
    assert future > now


def test_a_day_budget_alone_is_enough() -> None:
    assert read_budgets({"budget_day_usd": "1"}, None) == Budgets(day=1_000_000_000)
