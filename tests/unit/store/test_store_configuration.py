"""Users, groups, tokens, channels, prices, settings and the audit trail."""

import asyncio
import ipaddress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_clock import BASE_MS

from oneapi_desktop.domain.channel import Channel, ChannelStatus
from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound, StoreError
from oneapi_desktop.domain.price import Price, PriceSource, Rates
from oneapi_desktop.domain.token import Budgets, Token, TokenStatus
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.feed import Change
from oneapi_desktop.store.repositories import (
    AuditEntry,
    AuditRepository,
    ChannelRepository,
    GroupRepository,
    PriceRepository,
    RequestRepository,
    SettingRepository,
    TokenRepository,
    UserRepository,
)

TOKEN = Token(
    id=0,
    name="laptop",
    key_hash=b"h" * 32,
    key_hint="abcd",
    status=TokenStatus.DISABLED,
    created_at=BASE_MS,
    expires_at=BASE_MS + 1,
    budgets=Budgets(total=1, day=2, week=None, month=4),
    models=frozenset({"gpt-4o", "o3"}),
    networks=(ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1/128")),
    requests_per_minute=5,
    tokens_per_minute=6,
)
CHANNEL = Channel(
    id=0,
    name="first",
    provider="openai",
    secret_ref="channel-1",
    key_hint="wxyz",
    status=ChannelStatus.DISABLED,
    status_reason="by hand",
    base_url="https://example.invalid/v1",
    models=("gpt-4o", "o3"),
    model_mapping={"gpt-4o": "gpt-4o-2024"},
    groups=("default", "vip"),
    priority=3,
    weight=7,
    config={"region": "eu"},
    param_override={"temperature": 0.5, "stop": ["a"]},
    system_prompt="be brief",
    test_model="o3",
    auto_disable=False,
    created_at=BASE_MS,
    tested_at=1,
    test_ms=2,
    test_error="none",
    balance_nano=3,
    balance_currency="USD",
    balance_at=4,
)


@pytest.fixture
def heard(database: Database) -> list[Change]:
    changes: list[Change] = []
    database.feed.subscribe(changes.extend)
    return changes


# Users and groups


async def test_users(database: Database) -> None:
    assert [user.id for user in await UserRepository(database).list()] == [1]
    with pytest.raises(NotFound, match="no user 5"):
        await UserRepository(database).get(5)


async def test_groups(database: Database, heard: list[Change]) -> None:
    groups = GroupRepository(database)
    await groups.set(" vip ", 800_000)
    await groups.set("default", 1_200_000)
    assert await groups.list() == {"default": 1_200_000, "vip": 800_000}
    await groups.delete("vip")
    assert heard == [("groups", 0, "update")] * 2 + [("groups", 0, "delete")]
    with pytest.raises(NotFound):
        await groups.delete("vip")
    with pytest.raises(Conflict):
        await groups.delete("default")
    with pytest.raises(InvalidInput):
        await groups.set(" ", 1)
    with pytest.raises(InvalidInput):
        await groups.set("a", -1)


async def test_a_group_with_people_stays(database: Database) -> None:
    groups = GroupRepository(database)
    await groups.set("vip", 1)
    await database.write(lambda db: db.execute("UPDATE users SET group_name = 'vip'"))
    with pytest.raises(Conflict, match="people still belong"):
        await groups.delete("vip")


# Tokens


async def test_a_token_comes_back_as_it_was(database: Database, heard: list[Change]) -> None:
    tokens = TokenRepository(database)
    added = await tokens.add(replace(TOKEN, id=99, used_nano=5, last_used_at=5), b"sealed")
    assert added == replace(TOKEN, id=1)
    assert await tokens.get(1) == added
    assert await tokens.list() == [added]
    assert await tokens.sealed_key(1) == b"sealed"
    assert heard == [("tokens", 1, "insert")]


async def test_tokens_are_edited(database: Database, heard: list[Change]) -> None:
    tokens = TokenRepository(database)
    added = await tokens.add(TOKEN, b"sealed")
    edited = Token(1, "other", b"x" * 32, "hint", created_at=BASE_MS + 9, used_nano=7)
    await tokens.update(edited)
    assert await tokens.get(1) == replace(
        edited, key_hash=added.key_hash, key_hint="abcd", created_at=BASE_MS, used_nano=0
    )
    await tokens.set_key(1, b"n" * 32, "newk", b"resealed")
    assert ((await tokens.get(1)).key_hash, await tokens.sealed_key(1)) == (b"n" * 32, b"resealed")
    await tokens.delete(1)
    assert await tokens.list() == []
    assert [change.kind for change in heard] == ["insert", "update", "update", "delete"]
    assert (await tokens.add(TOKEN, b"")).id == 2, "ids are never reused"


async def test_a_key_exists_once(database: Database) -> None:
    tokens = TokenRepository(database)
    await tokens.add(TOKEN, b"")
    with pytest.raises(Conflict, match="this key exists"):
        await tokens.add_many([(replace(TOKEN, key_hash=b"2"), b""), (TOKEN, b"")])
    assert len(await tokens.list()) == 1, "all or none"
    await tokens.add(replace(TOKEN, key_hash=b"2"), b"")
    with pytest.raises(Conflict, match="this key exists"):
        await tokens.set_key(2, TOKEN.key_hash, "", b"")


async def test_missing_tokens(database: Database) -> None:
    tokens = TokenRepository(database)
    for attempt in (
        tokens.get(5),
        tokens.update(replace(TOKEN, id=5)),
        tokens.delete(5),
        tokens.sealed_key(5),
        tokens.set_key(5, b"", "", b""),
    ):
        with pytest.raises(NotFound, match="no token 5"):
            await attempt
    with pytest.raises(NotFound, match="no user 77"):
        await tokens.add(replace(TOKEN, user_id=77), b"")
    with pytest.raises(StoreError):
        await tokens.add(replace(TOKEN, name=None), b"")  # type: ignore[arg-type]


async def test_the_ledger_keeps_what_a_token_has_spent(database: Database, make_record) -> None:
    tokens = TokenRepository(database)
    added = await tokens.add(TOKEN, b"")
    await database.append(make_record(token_id=added.id, cost_nano=12, created_at=BASE_MS + 5))
    token = await tokens.get(added.id)
    assert (token.used_nano, token.last_used_at) == (12, BASE_MS + 5)
    await tokens.delete(added.id)
    await database.append(make_record(token_id=added.id, cost_nano=1))
    assert await database.verify_ledger() == []


# Channels


async def test_a_channel_comes_back_as_it_was(database: Database, heard: list[Change]) -> None:
    channels = ChannelRepository(database)
    added = await channels.add(replace(CHANNEL, id=5, used_nano=5))
    assert added == replace(CHANNEL, id=1)
    assert await channels.get(1) == added
    plain = (await channels.add_many([Channel(0, "plain", "echo")]))[0]
    assert await channels.list() == [added, plain]
    assert heard == [("channels", 1, "insert"), ("channels", 2, "insert")]


async def test_editing_a_channel_leaves_what_the_gateway_found_out(database: Database, make_record) -> None:
    channels = ChannelRepository(database)
    await channels.add(CHANNEL)
    await channels.update(Channel(1, "second", "azure", status=ChannelStatus.ENABLED))
    stored = await channels.get(1)
    assert (stored.name, stored.models, stored.auto_disable) == ("second", (), True)
    assert (stored.status, stored.tested_at, stored.balance_nano) == (ChannelStatus.DISABLED, 1, 3)
    await channels.record_test(1, tested_at=8, test_ms=None, error="timeout")
    await channels.record_balance(1, nano=None, currency="CNY", at=9)
    await database.append(make_record(channel_id=1, cost_nano=44))
    stored = await channels.get(1)
    assert (stored.tested_at, stored.test_ms, stored.test_error) == (8, None, "timeout")
    assert (stored.balance_nano, stored.balance_currency, stored.balance_at) == (None, "CNY", 9)
    assert stored.used_nano == 44


async def test_switching_compares_and_sets(database: Database, heard: list[Change]) -> None:
    channels = ChannelRepository(database)
    await channels.add(replace(CHANNEL, status=ChannelStatus.ENABLED))
    only = {ChannelStatus.ENABLED}
    results = await asyncio.gather(
        *[channels.set_status(1, ChannelStatus.AUTO_DISABLED, f"fault {n}", only_from=only) for n in range(3)]
    )
    assert sorted(results) == [False, False, True]
    stored = await channels.get(1)
    assert stored.status is ChannelStatus.AUTO_DISABLED
    assert await channels.set_status(1, ChannelStatus.DISABLED)
    assert not await channels.set_status(1, ChannelStatus.ENABLED, only_from={ChannelStatus.AUTO_DISABLED})
    assert (await channels.get(1)).status is ChannelStatus.DISABLED
    assert heard == [("channels", 1, "insert"), ("channels", 1, "update"), ("channels", 1, "update")]


async def test_missing_channels(database: Database) -> None:
    channels = ChannelRepository(database)
    for attempt in (
        channels.get(5),
        channels.update(replace(CHANNEL, id=5)),
        channels.delete(5),
        channels.set_status(5, ChannelStatus.ENABLED),
        channels.record_test(5, tested_at=1, test_ms=1, error=""),
        channels.record_balance(5, nano=1, currency="", at=1),
    ):
        with pytest.raises(NotFound, match="no channel 5"):
            await attempt


async def test_a_deleted_channels_rows_stay(database: Database, make_record, heard: list[Change]) -> None:
    channels = ChannelRepository(database)
    await channels.add(CHANNEL)
    record = make_record(channel_id=1, channel_name="first")
    await database.append(record)
    await channels.delete(1)
    assert heard[-1] == ("channels", 1, "delete")
    assert (await RequestRepository(database).get(record.request_id)).channel_name == "first"
    assert (await channels.add(CHANNEL)).id == 2, "ids are never reused"


# Prices


PRICE = Price(
    model="gpt-4o",
    source=PriceSource.OWNER,
    rates=Rates(input=1, output=2, cached_input=0),
    tiers=((200_000, Rates(input=3, audio_output=4)),),
    per_request=5,
    per_image={"hd:1024x1024": 6, "": 7},
    per_audio_second=8,
    per_million_characters=9,
    source_date="2026-11-01",
)


async def test_prices(database: Database, heard: list[Change]) -> None:
    prices = PriceRepository(database)
    await prices.set(PRICE)
    imported = replace(PRICE, source=PriceSource.ONE_API)
    await prices.set(imported)
    assert await prices.list() == [imported, PRICE]
    cheaper = replace(PRICE, per_request=0, tiers=())
    await prices.set(cheaper)
    other = Price("o3", PriceSource.ONE_API)
    await prices.replace_source(PriceSource.ONE_API, [other])
    assert await prices.list() == [cheaper, other]
    with pytest.raises(ValueError, match="one-api"):
        await prices.replace_source(PriceSource.ONE_API, [PRICE])
    assert await prices.delete("gpt-4o", PriceSource.OWNER)
    assert not await prices.delete("gpt-4o", PriceSource.OWNER)
    assert await prices.list() == [other]
    assert heard == [("prices", 0, "update")] * 4 + [("prices", 0, "delete")]


# Settings and audit


async def test_settings(database: Database, heard: list[Change]) -> None:
    stored = SettingRepository(database)
    await stored.set("port", "1")
    await stored.set_many({"port": "2", "host": "::1"})
    assert await stored.list() == {"port": "2", "host": "::1"}
    assert await stored.delete("port")
    assert not await stored.delete("port")
    assert await stored.list() == {"host": "::1"}
    assert heard == [("settings", 0, "update")] * 2 + [("settings", 0, "delete")]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(st.characters(codec="utf-8"), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(before=json_values, after=json_values)
async def test_the_audit_trail_keeps_any_json(database: Database, before: object, after: object) -> None:
    audit = AuditRepository(database)
    entry_id = await audit.add(AuditEntry("owner", "edit", "channel 3", before, after, created_at=5))
    newest = await audit.list(limit=1)
    assert newest == [AuditEntry("owner", "edit", "channel 3", before, after, 5, entry_id)]


async def test_the_audit_trail_is_paged_newest_first(database: Database) -> None:
    audit = AuditRepository(database)
    ids = [await audit.add(AuditEntry("owner", "add", f"token {number}")) for number in range(5)]
    first = await audit.list(limit=2)
    assert [entry.id for entry in first] == [ids[4], ids[3]]
    assert [entry.id for entry in await audit.list(before_id=ids[3])] == [ids[2], ids[1], ids[0]]
    assert first[0].created_at > 1_600_000_000_000
