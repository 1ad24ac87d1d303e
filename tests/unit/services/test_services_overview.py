"""The overview's figures, against sums made by hand."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from oneapi_desktop.domain.errors import InvalidInput, NotFound
from oneapi_desktop.domain.request_record import Outcome, RequestRecord
from oneapi_desktop.domain.usage import Usage
from oneapi_desktop.services.json_shapes import iso_time
from oneapi_desktop.services.workspace import Workspace
from oneapi_desktop.store.closing import close_hours

Make = Callable[..., RequestRecord]
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


@pytest.fixture(params=[False, True], ids=["open hours", "closed hours"])
def closed(request: pytest.FixtureRequest) -> bool:
    """Whether past hours are summed up before the figures are read."""
    return bool(request.param)


@pytest.fixture
def base(closed: bool) -> int:
    """A midnight whose hours are closed already, or (in the year 2100) not yet."""
    return 1_763_942_400_000 if closed else 4_102_444_800_000


async def fill(workspace: Workspace, make: Make, records: list[dict[str, Any]], *, closed: bool) -> None:
    for number, fields in enumerate(records):
        await workspace.database.append(make(number, **fields))
    if closed:
        hour = int(time.time()) // 3600
        for _ in range(200):
            await workspace.database.write(lambda db: close_hours(db, hour))


def custom(since: int, until: int) -> dict[str, Any]:
    return {"range": "custom", "since": since, "until": until}


async def test_tiles_compare_with_the_range_before(
    workspace: Workspace, record: Make, operate: Any, closed: bool, base: int
) -> None:
    await operate("setting.set", key="time_zone", value="UTC")
    records = [{"created_at": base + n * HOUR_MS, "cost_nano": 10**9, "ttft_us": 400_000} for n in range(3)]
    records += [{"created_at": base - DAY_MS + n * HOUR_MS, "cost_nano": 10**9, "ttft_us": 100_000} for n in range(2)]
    records.append({"created_at": base + 5, "outcome": Outcome.FAILED, "status": 502, "cost_nano": 0, "ttft_us": None,
                    "usage": Usage()})  # fmt: skip
    await fill(workspace, record, records, closed=closed)
    found = await operate("overview.tiles", **custom(base, base + DAY_MS))
    assert found["previous_since"] == iso_time(base - DAY_MS)
    assert found["spend_usd"] == {"value": 3.0, "previous": 2.0, "change": 0.5}
    assert found["spend_nano_usd"]["value"] == 3 * 10**9
    assert found["requests"] == {"value": 4, "previous": 2, "change": 1.0}
    assert found["tokens"] == {"value": 45, "previous": 30, "change": 0.5}
    assert found["success_ratio"] == {"value": 0.75, "previous": 1.0, "change": -0.25}
    assert found["ttft_ms"]["value"] == pytest.approx(400, rel=0.1)
    assert found["ttft_ms"]["change"] == pytest.approx(3, rel=0.2)


async def test_tiles_count_to_the_millisecond(
    workspace: Workspace, record: Make, operate: Any, closed: bool, base: int
) -> None:
    records = [{"created_at": base + n * 60_000} for n in range(180)]
    await fill(workspace, record, records, closed=closed)
    found = await operate("overview.tiles", **custom(base + 30 * 60_000, base + 150 * 60_000))
    assert found["requests"] == {"value": 120, "previous": 30, "change": 3.0}


async def test_tiles_of_nothing(operate: Any) -> None:
    found = await operate("overview.tiles")
    assert found["requests"] == {"value": 0, "previous": 0, "change": None}
    assert found["success_ratio"] == {"value": None, "previous": None, "change": None}
    assert found["ttft_ms"]["value"] is None


async def test_series_hold_every_bucket_and_the_others_together(
    workspace: Workspace, record: Make, operate: Any, closed: bool, base: int
) -> None:
    await operate("setting.set", key="time_zone", value="UTC")
    records: list[dict[str, Any]] = []
    for number, model in enumerate("abcde"):
        records += [{"created_at": base + day * DAY_MS, "model": model, "cost_nano": 100 * (number + 1)}
                    for day in (0, 2)]  # fmt: skip
    await fill(workspace, record, records, closed=closed)
    found = await operate("overview.series", by="model", bucket="day", top=2, **custom(base, base + 3 * DAY_MS))
    assert [bucket["since"] for bucket in found["buckets"]] == [iso_time(base + n * DAY_MS) for n in range(3)]
    assert [bucket["label"] + "T00:00:00.000Z" for bucket in found["buckets"]] == [b["since"] for b in found["buckets"]]
    assert [(line["key"], line["cost_nano_usd"]) for line in found["series"]] == [
        ("e", [500, 0, 500]),
        ("d", [400, 0, 400]),
        (None, [600, 0, 600]),
    ]
    assert found["series"][2]["label"] == "3 others"
    assert found["series"][2]["total"]["requests"] == 6
    assert found["series"][0]["tokens"] == [15, 0, 15]
    whole = await operate("overview.series", by="total", bucket="day", **custom(base, base + 3 * DAY_MS))
    assert [line["requests"] for line in whole["series"]] == [[5, 0, 5]]
    four = await operate("overview.series", by="model", top=4, **custom(base, base + 3 * DAY_MS))
    assert [line["key"] for line in four["series"]] == ["e", "d", "c", "b", "a"], "one other is shown by its name"


async def test_series_can_be_ranked_by_requests(workspace: Workspace, record: Make, operate: Any, base: int) -> None:
    records = [{"created_at": base, "model": "dear", "cost_nano": 10**9}]
    records += [{"created_at": base + n, "model": "busy", "cost_nano": 1} for n in range(3)]
    await fill(workspace, record, records, closed=False)
    by_cost = await operate("overview.series", **custom(base, base + HOUR_MS))
    by_requests = await operate("overview.series", measure="requests", **custom(base, base + HOUR_MS))
    assert [line["key"] for line in by_cost["series"]] == ["dear", "busy"]
    assert [line["key"] for line in by_requests["series"]] == ["busy", "dear"]


async def test_days_in_which_clocks_change(workspace: Workspace, record: Make, operate: Any, closed: bool) -> None:
    await operate("setting.set", key="time_zone", value="Europe/Berlin")
    autumn = int(datetime(2025, 10, 25, 22, tzinfo=UTC).timestamp() * 1000)  # midnight of a day of 25 hours
    await fill(workspace, record, [{"created_at": autumn + n * HOUR_MS} for n in range(-24, 49)], closed=closed)
    found = await operate("overview.series", by="total", bucket="day", range="custom", since="2025-10-25",
                          until="2025-10-28")  # fmt: skip
    assert [bucket["label"] for bucket in found["buckets"]] == ["2025-10-25", "2025-10-26", "2025-10-27"]
    assert found["series"][0]["requests"] == [24, 25, 24]
    hours = await operate("overview.series", by="total", bucket="hour", range="custom", since="2025-10-26",
                          until="2025-10-27")  # fmt: skip
    labels = [bucket["label"] for bucket in hours["buckets"]]
    assert labels[2:4] == ["2025-10-26T02:00+02:00", "2025-10-26T02:00+01:00"]
    assert hours["series"][0]["requests"] == [1] * 25


async def test_latency_by_bucket_and_of_one_channel(
    workspace: Workspace, record: Make, operate: Any, closed: bool, base: int
) -> None:
    await operate("channel.add", type="echo", name="quick", models=["echo"])
    await operate("channel.add", type="echo", name="slow", models=["echo"])
    records: list[dict[str, Any]] = []
    for channel_id, ttft in ((1, 100_000), (2, 900_000)):
        for minute in range(20):
            records.append({"created_at": base + minute * 60_000, "channel_id": channel_id, "ttft_us": ttft,
                            "duration_us": 2 * ttft, "model": f"model-{channel_id}"})  # fmt: skip
    records.append({"created_at": base, "channel_id": 1, "outcome": Outcome.FAILED, "duration_us": 10**9})
    await fill(workspace, record, records, closed=closed)
    found = await operate("overview.latency", bucket="hour", **custom(base, base + 2 * HOUR_MS))
    assert (found["requests"], found["errors"]) == ([41, 0], [1, 0])
    assert found["ttft_p95_ms"][0] == pytest.approx(900, rel=0.1)
    assert found["ttft_p50_ms"][1] is None
    assert found["total"]["duration_p95_ms"] == pytest.approx(1800, rel=0.1)
    quick = await operate("overview.latency", channel="quick", **custom(base, base + 2 * HOUR_MS))
    assert quick["total"]["ttft_p95_ms"] == pytest.approx(100, rel=0.1)
    assert (quick["total"]["requests"], quick["total"]["errors"]) == (21, 1)
    slow = await operate("overview.latency", model="model-2", **custom(base, base + 2 * HOUR_MS))
    assert slow["total"]["ttft_p50_ms"] == pytest.approx(900, rel=0.1)
    with pytest.raises(NotFound):
        await operate("overview.latency", channel="nobody")
    with pytest.raises(InvalidInput, match="not both"):
        await operate("overview.latency", channel="slow", model="model-2")


async def test_top(workspace: Workspace, record: Make, operate: Any, closed: bool, base: int) -> None:
    records = [{"created_at": base, "model": "m", "cost_nano": 3 * 10**9, "token_id": 7, "token_name": "phone"},
               {"created_at": base, "model": "n", "cost_nano": 10**9}]  # fmt: skip
    await fill(workspace, record, records, closed=closed)
    found = await operate("overview.top", limit=1, **custom(base, base + HOUR_MS))
    (model,) = found["models"]
    assert (model["key"], model["cost_usd"], model["share"], model["tokens"]) == ("m", 3.0, 0.75, 15)
    assert [token["label"] for token in found["tokens"]] == ["phone"]
    assert [channel["label"] for channel in found["channels"]] == ["main"]


async def test_sparklines_end_with_the_present_hour(workspace: Workspace, record: Make, operate: Any) -> None:
    now = int(time.time() * 1000)
    records = [{"created_at": now}, {"created_at": now - HOUR_MS, "outcome": Outcome.FAILED},
               {"created_at": now - 30 * HOUR_MS}, {"created_at": now, "channel_id": 0}]  # fmt: skip
    await fill(workspace, record, records, closed=False)
    found = await operate("overview.sparklines", hours=3)
    (line,) = found["channels"]
    assert (line["id"], line["channel"], sum(line["requests"]), sum(line["errors"])) == (1, "main", 2, 1)
    assert len(line["requests"]) == found["hours"] == 3
    assert line["success_ratio"] == 0.5


@pytest.mark.parametrize(
    ("operation", "arguments", "named"),
    [
        ("overview.tiles", {"range": "tomorrow"}, "range"),
        ("overview.tiles", {"range": []}, "range"),
        ("overview.tiles", {"range": "custom"}, "since"),
        ("overview.tiles", {"range": "custom", "since": "soon"}, "since"),
        ("overview.tiles", {"range": "custom", "since": "never"}, "since"),
        ("overview.tiles", {"range": "custom", "since": 2_000_000_000, "until": 1_900_000_000}, "until"),
        ("overview.tiles", {"range": "7d", "since": "1h"}, "since"),
        ("overview.series", {"by": "colour"}, "by"),
        ("overview.series", {"measure": "weight"}, "measure"),
        ("overview.series", {"bucket": "minute"}, "bucket"),
        ("overview.series", {"bucket": "hour", "range": "90d"}, "bucket"),
        ("overview.series", {"top": 0}, "top"),
        ("overview.top", {"limit": "many"}, "limit"),
        ("overview.sparklines", {"hours": 0}, "hours"),
    ],
)
async def test_bad_arguments_are_named(operate: Any, operation: str, arguments: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        await operate(operation, **arguments)
    assert caught.value.field == named


async def test_requests_of_hours_closed_before_count_as_well(
    workspace: Workspace, record: Make, operate: Any, closed: bool, base: int
) -> None:
    """A request that ends after its hour was closed is in every figure."""
    early = [{"created_at": base, "ttft_us": 200_000, "duration_us": 300_000}]
    await fill(workspace, record, early, closed=closed)
    late = {"created_at": base + 1, "ttft_us": None, "duration_us": 80_000_000}
    await workspace.database.append(record(8, **late))
    await workspace.database.append(record(9, **late | {"ttft_us": 70_000_000}))
    found = await operate("overview.latency", **custom(base, base + HOUR_MS))
    assert found["total"]["requests"] == 3
    assert found["total"]["ttft_p50_ms"] == pytest.approx(200, rel=0.1)
    assert found["total"]["ttft_p95_ms"] == pytest.approx(70_000, rel=0.1)
    assert found["total"]["duration_p50_ms"] == pytest.approx(80_000, rel=0.1)
