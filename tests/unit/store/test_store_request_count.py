"""Counts are right whichever way they are come by."""

from typing import Any

import pytest

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.domain.request_record import Outcome
from oneapi_desktop.store import request_count, request_search
from oneapi_desktop.store.closing import close_hours
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories import RequestFilter, RequestRepository

HOUR_MS = 3_600_000
BASE_MS = 4_102_444_800_000
"""2100-01-01T00:00Z: hours that are not closed by themselves."""

FILTERS: list[dict[str, Any]] = [
    {}, {"token": 1}, {"token": "laptop"}, {"channel": 2}, {"model": "b"}, {"token": 1, "model": "b"},
    {"token": 1, "model": "b", "channel": 2}, {"status": "failed"}, {"status": "done"}, {"status": "200"},
    {"status": "2xx"}, {"status": "5xx"}, {"status": "5xx", "channel": 1}, {"status": "done", "token": 2},
    {"text": "BOOM"}, {"text": "laptop"}, {"text": "nowhere"}, {"token": "nobody"}, {"model": "nobody"},
    {"since_ms": BASE_MS + HOUR_MS // 2}, {"until_ms": BASE_MS + 5 * HOUR_MS // 2},
    {"since_ms": BASE_MS + HOUR_MS // 2, "until_ms": BASE_MS + 5 * HOUR_MS // 2, "token": 1},
    {"since_ms": BASE_MS + 100 * HOUR_MS}, {"status": "failed", "since_ms": BASE_MS + HOUR_MS},
]  # fmt: skip


@pytest.mark.parametrize("rare", [0, 2_000], ids=["as of a long log", "as of a short log"])
@pytest.mark.parametrize("closed", [0, 2, 6])
async def test_counts_equal_the_list(
    database: Database, make_record: Any, monkeypatch: pytest.MonkeyPatch, rare: int, closed: int
) -> None:
    for number in range(72):
        failed = number % 9 == 4
        await database.append(
            make_record(
                created_at=BASE_MS + number * HOUR_MS // 12,
                token_id=1 + number % 2,
                token_name="phone" if number % 2 else "laptop",
                channel_id=1 + number % 3,
                model="ab"[number // 3 % 2],
                outcome=Outcome.FAILED if failed else Outcome.DONE,
                status=502 if failed else 200,
                error="Boom" if failed else "",
            )
        )
    await database.write(lambda db: close_hours(db, BASE_MS // HOUR_MS + closed))
    monkeypatch.setattr(request_search, "_RARE", rare)
    requests = RequestRepository(database)
    for fields in FILTERS:
        counted = await requests.count(RequestFilter(**fields))
        listed = await requests.list(RequestFilter(**fields, limit=10_000))
        assert counted.rows == len(listed), fields
        assert counted.precision in ("exact", "estimate")


async def test_counting_is_given_up(database: Database, make_record: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(10):
        await database.append(make_record(outcome=Outcome.FAILED, status=502))
    monkeypatch.setattr(request_search, "_RARE", 0)
    monkeypatch.setattr(request_count, "MOST_COUNTED", 5)
    assert await RequestRepository(database).count(RequestFilter(status="failed")) == (5, "at_least")


async def test_an_empty_log_and_a_bad_status(database: Database) -> None:
    requests = RequestRepository(database)
    assert await requests.count() == (0, "exact")
    with pytest.raises(InvalidInput, match="status"):
        await requests.count(RequestFilter(status="weird"))


async def test_rows_recorded_after_a_row(database: Database, make_record: Any) -> None:
    for number in range(6):
        await database.append(
            make_record(
                created_at=BASE_MS - number,
                model="ab"[number % 2],
                error="x" if number == 3 else "",
                outcome=Outcome.FAILED if number == 3 else Outcome.DONE,
            )
        )
    requests = RequestRepository(database)

    async def ids(row_id: int, **fields: Any) -> list[int]:
        return [record.id for record in await requests.recorded_after(row_id, RequestFilter(**fields))]

    assert await ids(0) == [1, 2, 3, 4, 5, 6]
    assert await ids(2, limit=2) == [3, 4]
    assert await ids(2, model="b") == [4, 6]
    assert await ids(0, status="failed") == [4]
    assert await ids(0, status="done", token="laptop", text="GPT") == []
    assert await ids(0, text="x") == [4]
    assert await ids(6) == []
    assert await ids(0, token="nobody") == []
    assert await requests.newest_id() == 6
