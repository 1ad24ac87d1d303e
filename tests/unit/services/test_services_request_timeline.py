"""The waterfall of a request adds up to its duration, whatever its route says."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.services.request_timeline import timeline


def row(route: Any, **fields: Any) -> RequestRecord:
    return RequestRecord("r", 1, route=json.dumps(route), **({"duration_us": 1_000_000} | fields))


def short(record: RequestRecord) -> list[tuple[str, float, float]]:
    return [(phase["phase"], phase["begin_ms"], phase["ms"]) for phase in timeline(record)]


def test_a_stream_after_a_failed_attempt() -> None:
    route = [
        {"channel": "off", "channel_id": 3, "skipped": "circuit open"},
        {"channel": "a", "channel_id": 1, "result": "429", "at_ms": 2, "ms": 98},
        {"channel": "b", "channel_id": 2, "result": "ok", "at_ms": 101, "ms": 299},
    ]
    record = row(route, ttft_us=400_000)
    assert short(record) == [
        ("gateway", 0, 2),
        ("failed attempt", 2, 98),
        ("gateway", 100, 1),
        ("first byte", 101, 299),
        ("stream", 400, 600),
    ]
    assert [(p["channel"], p["result"]) for p in timeline(record)][1] == ("a", "429")


def test_a_whole_answer_ends_with_settling() -> None:
    route = [{"channel": "a", "channel_id": 1, "result": "ok", "at_ms": 5, "ms": 990}]
    assert short(row(route)) == [("gateway", 0, 5), ("answer", 5, 990), ("settle", 995, 5)]


def test_rows_from_before_attempts_told_when_they_began() -> None:
    route = [{"channel": "a", "channel_id": 1, "result": "ok", "ms": 400}]
    assert short(row(route, ttft_us=400_000)) == [("first byte", 0, 400), ("stream", 400, 600)]


def test_a_refusal_is_all_gateway() -> None:
    assert short(row([])) == [("gateway", 0, 1000)]
    assert short(row([], duration_us=0)) == []


@pytest.mark.parametrize("route", ["{}", "[1, null]", "not json", '[{"result": "ok", "ms": "x"}]'])
def test_broken_routes(route: str) -> None:
    assert [p["phase"] for p in timeline(RequestRecord("r", 1, route=route, duration_us=10))] == ["gateway"]


numbers = st.one_of(st.floats(-10, 10**7, allow_nan=False), st.integers(-10, 10**7))


@given(
    st.lists(st.fixed_dictionaries({"result": st.sampled_from(["ok", "502"]), "ms": numbers, "at_ms": numbers})),
    st.integers(0, 10**9),
    st.none() | st.integers(0, 10**9),
)
def test_phases_always_add_up(route: list[dict[str, Any]], duration: int, ttft: int | None) -> None:
    phases = timeline(row(route, duration_us=duration, ttft_us=ttft))
    assert sum(phase["ms"] for phase in phases) == pytest.approx(duration / 1000, abs=0.01 * (len(phases) + 1))
    assert all(phase["ms"] >= 0 for phase in phases)
