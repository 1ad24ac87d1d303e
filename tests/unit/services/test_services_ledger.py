"""Request rows and usage as documented."""

from collections.abc import Callable
from typing import Any

import pytest

from oneapi_desktop.domain.errors import InvalidInput, NotFound
from oneapi_desktop.domain.request_record import Outcome, RequestRecord
from oneapi_desktop.services.workspace import Workspace

Make = Callable[..., RequestRecord]

KEYS = [
    "id", "request_id", "created_at", "token", "channel", "model", "upstream_model", "dialect", "stream", "status",
    "attempts", "prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens", "cost_usd",
    "cost_nano_usd", "usage_source", "ttft_ms", "duration_ms", "overhead_ms", "error",
]  # fmt: skip


async def fill(workspace: Workspace, make: Make) -> None:
    """Five rows, the last a failure."""
    for number in range(4):
        await workspace.database.append(make(number, model="gpt-4o" if number % 2 else "o3"))
    await workspace.database.append(
        make(4, status=502, outcome=Outcome.FAILED, error="boom", cost_nano=0, ttft_us=None, route='[{"channel": "a"}]')
    )


async def test_rows_have_exactly_the_documented_keys(workspace: Workspace, record: Make, operate: Any) -> None:
    await fill(workspace, record)
    rows = await operate("request.list")
    assert [list(row) for row in rows] == [KEYS] * 5
    first = rows[-1]
    assert first["id"] == 1
    assert first["created_at"] == "2023-11-14T22:13:20.000Z"
    assert (first["cost_usd"], first["cost_nano_usd"]) == (0.123456789, 123_456_789)
    assert (first["ttft_ms"], first["duration_ms"], first["overhead_ms"]) == (1.234, 56.789, 0.321)
    assert (first["usage_source"], first["error"], first["stream"], first["attempts"]) == ("measured", None, False, 1)
    assert (rows[0]["error"], rows[0]["ttft_ms"], rows[0]["status"]) == ("boom", None, 502)


async def test_filters_and_pages(workspace: Workspace, record: Make, operate: Any) -> None:
    await fill(workspace, record)
    assert len(await operate("request.list", limit=2)) == 2
    assert [r["id"] for r in await operate("request.list", model="o3")] == [3, 1]
    assert [r["id"] for r in await operate("request.list", status="failed")] == [5]
    assert [r["id"] for r in await operate("request.list", status="5xx", token="laptop")] == [5]
    assert [r["id"] for r in await operate("request.list", token="1", channel="main", limit="1")] == [5]
    assert await operate("request.list", since="1h") == []
    assert [r["id"] for r in await operate("request.list", since=1_700_000_003, until=1_700_000_004)] == [4]
    assert [r["id"] for r in await operate("request.export", limit=2)] == [5, 4]
    assert [r["id"] for r in await operate("request.export", limit=2, before=4)] == [3, 2]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"limit": 5000}, "limit"),
        ({"since": "lately"}, "since"),
        ({"until": {}}, "until"),
        ({"status": "weird"}, "status"),
        ({"before": -1}, "before"),
        ({"colour": "red"}, "colour"),
        ({"token": []}, "token"),
    ],
)
async def test_bad_filters_are_named(operate: Any, arguments: dict[str, Any], named: str) -> None:
    name = "request.export" if "before" in arguments else "request.list"
    with pytest.raises(InvalidInput) as caught:
        await operate(name, **arguments)
    assert caught.value.field == named


async def test_show(workspace: Workspace, record: Make, operate: Any) -> None:
    await fill(workspace, record)
    by_id = await operate("request.show", request=5)
    assert by_id == await operate("request.show", request="req-000004")
    assert list(by_id)[: len(KEYS)] == KEYS
    assert by_id["route"] == [{"channel": "a"}]
    assert by_id["outcome"] == "failed"
    assert by_id["usage"]["prompt_tokens"] == 10
    with pytest.raises(NotFound):
        await operate("request.show", request="nope")


async def test_usage(workspace: Workspace, record: Make, operate: Any) -> None:
    workspace.settings.values["time_zone"] = "UTC"
    await fill(workspace, record)
    rows = await operate("usage.report", by="model")
    assert {row["model"]: row["requests"] for row in rows} == {"gpt-4o": 3, "o3": 2}
    days = await operate("usage.report", by="day")
    assert [(d["day"], d["requests"], d["errors"], d["cost_nano_usd"]) for d in days] == [
        ("2023-11-14", 5, 1, 4 * 123_456_789)
    ]
    assert await operate("usage.report", by="token", since="1h") == []
    assert (await operate("usage.report", by="hour", since="2023-11-14", until="2023-11-15"))[0]["requests"] == 5
    for by in ("token", "channel", "user", "total"):
        assert (await operate("usage.report", by=by))[0]["requests"] == 5
    with pytest.raises(InvalidInput, match="by"):
        await operate("usage.report", by="colour")


async def test_a_long_list_is_paged_and_grows(workspace: Workspace, record: Make, operate: Any) -> None:
    await fill(workspace, record)
    first = await operate("request.page", limit=2)
    assert [row["id"] for row in first["rows"]] == [5, 4]
    assert (first["next"], first["recorded"]) == (4, 5)
    second = await operate("request.page", limit=2, before=first["next"])
    last = await operate("request.page", limit=2, before=second["next"])
    assert ([row["id"] for row in last["rows"]], last["next"]) == ([1], None)
    assert await operate("request.fresh", after=5) == {"rows": [], "recorded": 5, "more": False}
    for number in range(5, 8):
        await workspace.database.append(record(number, model="o3"))
    fresh = await operate("request.fresh", after=5, limit=2)
    assert ([row["id"] for row in fresh["rows"]], fresh["recorded"], fresh["more"]) == ([6, 7], 7, True)
    rest = await operate("request.fresh", after=7, model="gpt-4o")
    assert rest == {"rows": [], "recorded": 8, "more": False}, "what does not match is not looked at again"
    assert await operate("request.count", status="failed") == {"count": 1, "precision": "exact"}
    with pytest.raises(InvalidInput, match="after"):
        await operate("request.fresh", after="x")
