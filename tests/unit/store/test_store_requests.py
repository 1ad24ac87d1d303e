"""Finding rows of the log, and usage for charts, compared with plain Python over the same rows."""

import asyncio
import itertools
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_clock import BASE_MS, DAY_MS, HOUR_MS

from oneapi_desktop.domain.channel import Channel
from oneapi_desktop.domain.errors import InvalidInput, NotFound
from oneapi_desktop.domain.request_record import Outcome, RequestRecord
from oneapi_desktop.domain.token import Token
from oneapi_desktop.domain.usage import Usage
from oneapi_desktop.store import request_search
from oneapi_desktop.store.closing import close_hours
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories import (
    ChannelRepository,
    GroupRepository,
    RequestFilter,
    RequestRepository,
    RollupRepository,
    TokenRepository,
)

MODELS = ["gpt-4o", "GPT_special%", "claude", ""]
OUTCOMES = list(itertools.product([200, 429, 502, 499], Outcome))


async def fill(database: Database, make_record, amount: int = 240) -> list[RequestRecord]:
    """Rows whose values occur in many combinations, a few of them hardly ever."""
    await ChannelRepository(database).add_many([Channel(0, f"channel {n}", "echo") for n in range(1, 4)])
    await TokenRepository(database).add_many(
        [(Token(0, f"Token {n}", f"hash{n}".encode(), ""), b"") for n in range(1, 4)]
    )
    records = []
    for index in range(amount):
        status, outcome = OUTCOMES[index * 7 % len(OUTCOMES)] if index % 3 == 0 else (200, Outcome.DONE)
        token = 1 + index % 4
        channel = 1 + index // 4 % 4
        records.append(
            make_record(
                created_at=BASE_MS + (index * 37 % amount) * HOUR_MS // 4,
                token_id=token,
                token_name=f"Token {token}",
                channel_id=channel,
                channel_name=f"channel {channel}",
                model=MODELS[index // 16 % 4] if index else "rare",
                status=status,
                outcome=outcome,
                error="" if outcome is Outcome.DONE else f"Upstream says 100%_{index % 5}",
                error_code="" if outcome is Outcome.DONE else "bad_upstream",
                cost_nano=index,
                ttft_us=None if index % 4 == 0 else index,
                duration_us=index * 2,
            )
        )
    await asyncio.gather(*[database.append(record) for record in records])
    return await RequestRepository(database).list(RequestFilter(limit=amount))


def matches(record: RequestRecord, wanted: RequestFilter) -> bool:
    text = wanted.text.casefold()
    failed = record.outcome is not Outcome.DONE
    return (
        (wanted.since_ms is None or record.created_at >= wanted.since_ms)
        and (wanted.until_ms is None or record.created_at < wanted.until_ms)
        and (wanted.token in (None, "", record.token_id, record.token_name))
        and (wanted.channel in (None, "", record.channel_id, record.channel_name))
        and (not wanted.model or record.model == wanted.model)
        and (wanted.status in ("", str(record.status), f"{record.status // 100}xx", record.outcome))
        and (
            text in record.model.casefold()
            or text in record.token_name.casefold()
            or text in record.channel_name.casefold()
            or (failed and (text in record.error.casefold() or text in record.error_code))
            or (len(text) >= 6 and record.request_id.startswith(text))
        )
    )


FILTERS = st.builds(
    RequestFilter,
    since_ms=st.none() | st.integers(BASE_MS, BASE_MS + 3 * DAY_MS),
    until_ms=st.none() | st.integers(BASE_MS, BASE_MS + 3 * DAY_MS),
    token=st.sampled_from([None, "", 1, 4, 9, "Token 2", "Token 4", "nobody"]),
    model=st.sampled_from(["", "", "gpt-4o", "rare", "claude", "none"]),
    channel=st.sampled_from([None, "", 2, 4, "channel 1", "channel 4", "nobody"]),
    status=st.sampled_from(["", "200", "2xx", "4xx", "5xx", "429", "404", "done", "failed", "cancelled"]),
    text=st.sampled_from(["", "", "oken", "gpt", "_special%", "100%_3", "bad_up", "zz", "NEL 3", "0" * 30 + "1"]),
    limit=st.sampled_from([0, 1, 7, 50, 1000]),
)


@pytest.mark.parametrize("rare", [0, 5, 2000])
def test_every_filter_finds_what_plain_python_finds(
    path: Path, make_record, monkeypatch: pytest.MonkeyPatch, rare: int
) -> None:
    """Whatever way the search takes: by the rarest condition, by text, by hours, or straight down."""
    monkeypatch.setattr(request_search, "_RARE", rare)
    monkeypatch.setattr(request_search, "_HOURS_PER_WALK", 3)
    with asyncio.Runner() as runner:
        database = Database.open(path)
        records = runner.run(fill(database, make_record))
        log = RequestRepository(database)
        assert [r.created_at for r in records] == sorted((r.created_at for r in records), reverse=True)

        @settings(max_examples=150, deadline=None)
        @given(
            wanted=FILTERS,
            page=st.none() | st.integers(0, len(records) - 1),
            skip=st.sampled_from([0, 0, 1, 20, 300]),
            recorded=st.none() | st.integers(0, len(records)),
        )
        def check(wanted: RequestFilter, page: int | None, skip: int, recorded: int | None) -> None:
            wanted = replace(wanted, skip=skip, recorded_id=recorded)
            after = records
            if page is not None:
                wanted = replace(wanted, before_id=records[page].id)
                after = records[page + 1 :]
            matching = [r for r in after if matches(r, wanted) and (recorded is None or r.id <= recorded)]
            assert runner.run(log.list(wanted)) == matching[skip : skip + wanted.limit]

        check()
        runner.run(database.close())


async def test_ids_may_be_given_as_text(database: Database, make_record) -> None:
    records = await fill(database, make_record)
    log = RequestRepository(database)
    assert await log.list(RequestFilter(token="3", limit=999)) == [r for r in records if r.token_id == 3]
    assert await log.list(RequestFilter(channel="9" * 30)) == []


@pytest.mark.parametrize("status", ["bad", "6xx", "99999", "x", "²00"])
async def test_a_status_that_is_none_is_refused(database: Database, status: str) -> None:
    with pytest.raises(InvalidInput, match="write a status"):
        await RequestRepository(database).list(RequestFilter(status=status))


async def test_numbers_beyond_64_bits_are_refused(database: Database) -> None:
    log = RequestRepository(database)
    for attempt in (log.list(RequestFilter(token=2**80)), log.get(2**64), log.list(RequestFilter(since_ms=-(2**70)))):
        with pytest.raises(InvalidInput, match="64 bits"):
            await attempt
    with pytest.raises(InvalidInput, match="64 bits"):
        await GroupRepository(database).set("a", 2**64)


async def test_pages_follow_one_another(database: Database, make_record) -> None:
    records = await fill(database, make_record)
    log = RequestRepository(database)
    seen = [record async for page in log.iterate(page=17) for record in page]
    assert seen == records
    wanted = RequestFilter(token=2, limit=25)
    pages = [page async for page in log.iterate(wanted, page=10)]
    assert [len(page) for page in pages] == [10, 10, 5]
    assert list(itertools.chain(*pages)) == [r for r in records if r.token_id == 2][:25]
    assert [page async for page in log.iterate(RequestFilter(model="none"))] == []


async def test_a_page_goes_on_after_its_last_row_was_pruned(database: Database, make_record) -> None:
    for index in range(5):
        await database.append(make_record(created_at=BASE_MS + index))
    log = RequestRepository(database)
    await log.prune(BASE_MS + 3)
    assert [r.id for r in await log.list(RequestFilter(before_id=3))] == []
    assert [r.id for r in await log.list(RequestFilter(before_id=10**9))] == [5, 4]


async def test_one_request(database: Database, make_record) -> None:
    record = make_record()
    await database.append(record)
    log = RequestRepository(database)
    assert (await log.get(1)).request_id == record.request_id
    for missing in (2, "nothing"):
        with pytest.raises(NotFound, match=f"no request {missing}"):
            await log.get(missing)


async def test_latency(database: Database, make_record) -> None:
    log = RequestRepository(database)
    empty = await log.latency()
    assert (empty.sample, empty.ttft_p50_us, empty.duration_p99_us) == (0, None, None)
    for index in range(100):
        await database.append(
            make_record(
                ttft_us=index if index % 2 else None, duration_us=index, overhead_us=index * 2, model=f"m{index % 2}"
            )
        )
    await database.append(make_record(outcome=Outcome.FAILED, duration_us=10**9))
    found = await log.latency()
    assert (found.sample, found.duration_p50_us, found.duration_p99_us) == (100, 50, 99)
    assert (found.ttft_p50_us, found.overhead_p50_us, found.overhead_p99_us) == (51, 100, 198)
    assert (await log.latency(sample=10)).duration_p50_us == 95
    assert (await log.latency(channel_id=1, model="m0", since_ms=BASE_MS, until_ms=2 * BASE_MS)).sample == 50
    assert (await log.latency(channel_id=2)).sample == 0


@pytest.mark.parametrize("closed", [0, 3, 100])
async def test_spending_since_a_moment_is_exact(database: Database, make_record, closed: int) -> None:
    records = []
    for index in range(60):
        records.append(make_record(created_at=BASE_MS + index * HOUR_MS // 7, token_id=1 + index % 2, cost_nano=index))
        await database.append(records[-1])
    await database.write(lambda db: close_hours(db, BASE_MS // HOUR_MS + closed))
    log = RequestRepository(database)
    for since in range(BASE_MS - HOUR_MS, BASE_MS + 10 * HOUR_MS, HOUR_MS // 5):
        expected = sum(r.cost_nano for r in records if r.token_id == 2 and r.created_at >= since)
        assert await log.spend_since(2, since) == expected
    await log.prune(BASE_MS + 4 * HOUR_MS)
    since = BASE_MS + 3 * HOUR_MS + 5
    expected = sum(r.cost_nano for r in records if r.token_id == 2 and r.created_at >= since)
    assert await log.spend_since(2, since) >= expected, "never less, so that a budget holds"


# Charts


@pytest.mark.parametrize("closed", [0, 20, 10_000])
async def test_usage_by_dimension(database: Database, make_record, closed: int) -> None:
    records = await fill(database, make_record)
    await database.write(lambda db: close_hours(db, BASE_MS // HOUR_MS + closed))
    rollups = RollupRepository(database)
    since, until = BASE_MS + 5 * HOUR_MS, BASE_MS + 40 * HOUR_MS
    within = [r for r in records if since <= r.created_at < until]

    def expected(key: str) -> dict[str, tuple[int, int, int, int]]:
        sums: dict[str, Counter[str]] = {}
        for r in within:
            unknown = r.channel_id == 0 and r.outcome is Outcome.REFUSED
            of = sums.setdefault("" if unknown and key == "model" else str(getattr(r, key)), Counter())
            errors = r.outcome in (Outcome.FAILED, Outcome.REFUSED, Outcome.INTERRUPTED)
            of.update(requests=1, errors=errors, cost=r.cost_nano, cached=r.usage.cached_tokens)
        return {k: (c["requests"], c["errors"], c["cost"], c["cached"]) for k, c in sums.items()}

    for by, key in (("model", "model"), ("token", "token_id"), ("channel", "channel_id"), ("user", "user_id")):
        rows = await rollups.usage(by, since_ms=since, until_ms=until)
        assert {r.key: (r.requests, r.errors, r.cost_nano, r.cached_tokens) for r in rows} == expected(key)
        assert [r.cost_nano for r in rows] == sorted((r.cost_nano for r in rows), reverse=True)
    labels = {r.key: r.label for r in await rollups.usage("token")}
    assert labels == {"1": "Token 1", "2": "Token 2", "3": "Token 3", "4": "Token 4"}, "4 is known from the log alone"
    (total,) = await rollups.usage("total", since_ms=since, until_ms=until)
    assert (total.requests, total.cost_nano) == (len(within), sum(r.cost_nano for r in within))
    first_tokens = [r.ttft_us for r in within if r.ttft_us is not None]
    assert total.average_ttft_us == sum(first_tokens) // len(first_tokens)
    assert total.average_duration_us == sum(r.duration_us for r in within) // len(within)
    assert total.average_overhead_us == 7
    narrowed = await rollups.usage("model", token_id=2, channel_id=1, since_ms=since, until_ms=until)
    assert sum(r.requests for r in narrowed) == sum(r.token_id == 2 and r.channel_id == 1 for r in within)
    narrowed = await rollups.usage("day", model="claude")
    assert sum(r.requests for r in narrowed) == sum(r.model == "claude" for r in records)


@pytest.mark.parametrize("closed", [0, 30, 10_000])
@pytest.mark.parametrize(
    "zone",
    [UTC, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata"), timezone(timedelta(hours=8))],
    ids=str,
)
async def test_usage_by_day_follows_the_zone(database: Database, make_record, zone, closed: int) -> None:
    """Over a change to summer time (14 March 2100 in New York)."""
    begin = int(datetime(2100, 3, 13, tzinfo=UTC).timestamp()) * 1000
    times = [begin + hour * HOUR_MS for hour in range(72)]
    await asyncio.gather(*[database.append(make_record(created_at=time)) for time in times])
    await database.write(lambda db: close_hours(db, begin // HOUR_MS + closed))
    expected = Counter(datetime.fromtimestamp(time / 1000, zone).date().isoformat() for time in times)
    rows = await RollupRepository(database).usage("day", zone=zone)
    assert {row.key: row.requests for row in rows} == expected
    assert [row.key for row in rows] == sorted(expected)
    for row in rows:
        assert row.since_ms is not None
        assert datetime.fromtimestamp(row.since_ms / 1000, zone).isoformat()[:19] == f"{row.key}T00:00:00"


async def test_series_by_model_and_hour(database: Database, make_record) -> None:
    await database.append(make_record(created_at=BASE_MS, model="a", cost_nano=1))
    await database.append(make_record(created_at=BASE_MS + HOUR_MS, model="a", cost_nano=2, usage=Usage(7, 8)))
    await database.append(make_record(created_at=BASE_MS + HOUR_MS, model="b", cost_nano=3))
    rollups = RollupRepository(database)
    rows = await rollups.usage("model", step="hour")
    assert [(r.since_ms, r.key, r.cost_nano) for r in rows] == [
        (BASE_MS, "a", 1), (BASE_MS + HOUR_MS, "a", 2), (BASE_MS + HOUR_MS, "b", 3),
    ]  # fmt: skip
    assert [(r.key, r.cost_nano) for r in await rollups.usage("model", step="day")] == [("a", 3), ("b", 3)]
    hours = await rollups.usage("hour", zone=ZoneInfo("Asia/Shanghai"))
    assert [r.key for r in hours] == ["2100-01-01T08:00+08:00", "2100-01-01T09:00+08:00"]


async def test_no_usage_gives_no_rows(database: Database) -> None:
    rollups = RollupRepository(database)
    for by in ("model", "token", "channel", "user", "day", "hour", "total"):
        assert await rollups.usage(by) == []
    with pytest.raises(InvalidInput, match="group by"):
        await rollups.usage("colour")  # type: ignore[arg-type]


def test_averages_of_nothing() -> None:
    from oneapi_desktop.store.repositories import UsageRow

    row = UsageRow("k", "l", None, *[0] * 11)
    assert (row.average_ttft_us, row.average_duration_us, row.average_overhead_us) == (None, None, None)
