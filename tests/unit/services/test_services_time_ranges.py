"""Ranges and buckets on ordinary days and on days in which clocks change."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneapi_desktop.services.time_ranges import (
    BUCKETS,
    HOUR_MS,
    SystemZone,
    TimeRange,
    bucket_for,
    buckets_of,
    read_range,
)

BERLIN = ZoneInfo("Europe/Berlin")


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


def at(text: str, chosen: str, zone: ZoneInfo = BERLIN, **bounds: str) -> list[str]:
    found = read_range(chosen, bounds.get("since"), bounds.get("until"), zone, now_ms=lambda: ms(text))
    edges = (found.since, found.until, found.previous_since, found.previous_until)
    return [datetime.fromtimestamp(edge / 1000, zone).isoformat(timespec="minutes") for edge in edges]


def test_calendar_ranges() -> None:
    now = "2026-11-25T15:30+01:00"
    assert at(now, "today") == [
        "2026-11-25T00:00+01:00", now, "2026-11-24T00:00+01:00", "2026-11-24T15:30+01:00"
    ]  # fmt: skip
    assert at(now, "7d") == ["2026-11-19T00:00+01:00", now, "2026-11-12T00:00+01:00", "2026-11-18T15:30+01:00"]
    assert at(now, "yesterday") == [
        "2026-11-24T00:00+01:00", "2026-11-25T00:00+01:00", "2026-11-23T00:00+01:00", "2026-11-24T00:00+01:00"
    ]  # fmt: skip
    assert at(now, "24h")[2:] == ["2026-11-23T15:30+01:00", "2026-11-24T15:30+01:00"]


def test_the_day_after_clocks_change_is_compared_by_the_clock() -> None:
    assert at("2026-10-26T09:00+01:00", "today")[2:] == ["2026-10-25T00:00+02:00", "2026-10-25T09:00+01:00"]
    assert at("2026-10-30T09:00+01:00", "7d")[2:] == ["2026-10-17T00:00+02:00", "2026-10-23T09:00+02:00"]


def test_custom_ranges_of_whole_days_are_compared_with_whole_days() -> None:
    now = "2026-11-25T15:30+01:00"
    assert at(now, "custom", since="2026-10-25", until="2026-10-27")[2:] == [
        "2026-10-23T00:00+02:00", "2026-10-25T00:00+02:00"
    ]  # fmt: skip
    assert at(now, "custom", since="2026-11-25T10:00", until="2026-11-25T12:00")[2:] == [
        "2026-11-25T08:00+01:00", "2026-11-25T10:00+01:00"
    ]  # fmt: skip


def test_a_bucket_suits_its_range() -> None:
    def suits(days: float) -> str:
        return bucket_for(None, TimeRange(0, int(days * 24 * HOUR_MS), 0, 0))

    assert [suits(days) for days in (0.1, 2, 3, 90, 200, 1500)] == ["hour", "hour", "day", "day", "week", "month"]


@given(
    since=st.integers(0, 4_000_000_000_000),
    hours=st.floats(0.01, 24 * 60),
    bucket=st.sampled_from(BUCKETS),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]),
)
def test_buckets_cover_the_range_without_gaps(since: int, hours: float, bucket: str, zone: str) -> None:
    until = since + max(1, int(hours * HOUR_MS))
    grid = buckets_of(TimeRange(since, until, 0, 0), bucket, ZoneInfo(zone))
    assert grid.edges[0] <= since < grid.edges[1]
    assert grid.edges[-2] < until <= grid.edges[-1]
    assert len(set(grid.labels)) == len(grid) == len(grid.edges) - 1
    assert list(grid.edges) == sorted(set(grid.edges))
    assert [grid.index_of(edge) for edge in grid.edges[:-1]] == list(range(len(grid)))
    assert (grid.index_of(0), grid.index_of(2**53)) == (0, len(grid) - 1)


@pytest.fixture
def berlin_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(os.name != "posix", reason="the process's zone can be set on POSIX only")
def test_the_machines_own_zone_knows_its_clock_changes(berlin_machine: None) -> None:
    zone = SystemZone()
    for hour in range(24 * 400):
        moment = datetime.fromtimestamp(1_760_000_000 + hour * 3600, UTC)
        mine, theirs = moment.astimezone(zone), moment.astimezone(BERLIN)
        assert mine.isoformat() == theirs.isoformat()
        assert mine.timestamp() == moment.timestamp()
    assert datetime(2026, 7, 1, tzinfo=zone).tzname() == "CEST"
