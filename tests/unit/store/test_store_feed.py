"""The change feed."""

import pytest

from oneapi_desktop.store.database import Database
from oneapi_desktop.store.feed import Change, ChangeFeed
from oneapi_desktop.store.repositories import SettingRepository


def test_every_subscriber_gets_the_batch() -> None:
    feed, first, second = ChangeFeed(), [], []
    feed.subscribe(first.extend)
    feed.subscribe(second.extend)
    feed.emit([Change("tokens", 3, "update")])
    assert first == second == [("tokens", 3, "update")]


def test_an_ended_subscription_is_silent() -> None:
    feed, heard = ChangeFeed(), []
    end = feed.subscribe(heard.extend)
    assert feed.active
    end()
    end()
    assert not feed.active
    feed.emit([Change("tokens", 3, "update")])
    assert heard == []


@pytest.mark.allow_warnings("subscriber")
def test_a_failing_subscriber_does_not_hinder_the_others() -> None:
    feed, heard = ChangeFeed(), []

    def fail(_changes: object) -> None:
        raise RuntimeError("broken view")

    feed.subscribe(fail)
    feed.subscribe(heard.extend)
    feed.emit([Change("tokens", 3, "update")])
    assert heard == [("tokens", 3, "update")]


async def test_a_write_returns_when_subscribers_have_heard_of_it(database: Database) -> None:
    heard: list[Change] = []
    database.feed.subscribe(heard.extend)
    await SettingRepository(database).set("port", "3001")
    assert heard == [("settings", 0, "update")]


async def test_a_failed_write_is_not_announced(database: Database) -> None:
    heard: list[Change] = []
    database.feed.subscribe(heard.extend)

    def fail(_db: object) -> None:
        database.note("tokens", 1, "update")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.write(fail)
    assert heard == []


async def test_appended_requests_are_announced_with_their_ids(database: Database, make_record) -> None:
    heard: list[Change] = []
    batches: list[int] = []
    database.feed.subscribe(heard.extend)
    database.feed.subscribe(lambda changes: batches.append(len(changes)))
    records = [make_record() for _ in range(200)]
    futures = [database.append(record) for record in records]
    for future in futures:
        await future
    rows = await database.read(lambda db: db.execute("SELECT id, request_id FROM requests").fetchall())
    assert sorted(heard) == [("requests", row_id, "insert") for row_id, _ in sorted(rows)]
    assert {row[1] for row in rows} == {record.request_id for record in records}
    assert len(batches) < 50
