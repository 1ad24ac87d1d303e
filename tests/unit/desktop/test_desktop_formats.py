"""Money, numbers and times as people read them."""

import datetime
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from oneapi_desktop.desktop import formats


@pytest.fixture(autouse=True)
def american() -> Iterator[None]:
    """American numbers, and the default after the test."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("nano", "text"),
    [
        (None, "–"),
        (0, "$0.00"),
        (1_234_567_890_000, "$1,234.57"),
        (420_000_000, "$0.420"),
        (4_200_000, "$0.00420"),
        (1, "$0.000000001"),
        (-2_500_000_000, "-$2.50"),
    ],
)
def test_money(nano: int | None, text: str) -> None:
    assert formats.money(nano) == text


def test_exact_money_keeps_every_digit() -> None:
    assert formats.money(1_000_000_001, exact=True) == "$1.000000001"
    assert formats.money(2_500_000_000, exact=True) == "$2.50"
    assert formats.money(2**62, exact=True) == "$4,611,686,018.427387904"


def test_numbers() -> None:
    assert formats.number(1234567) == "1,234,567"
    assert [formats.compact(n) for n in (842, 12_345, 1_450_000, 7e9)] == ["842", "12.3k", "1.45M", "7.00B"]
    assert formats.percent(0.9731) == "97.3%"
    assert (formats.change(12, 10), formats.change(9, 10), formats.change(1, 0)) == ("+20%", "−10%", "")
    QLocale.setDefault(QLocale("de_DE"))
    assert formats.number(1234567) == "1.234.567"
    assert formats.money(1_234_500_000_000) == "$1.234,50"


def test_sizes() -> None:
    sizes = [formats.size(count) for count in (None, 512, 2048, 13_002_342, 250 << 20, 3 << 30)]
    assert sizes == ["–", "512 B", "2.0 KiB", "12.4 MiB", "250 MiB", "3.0 GiB"]


def test_times() -> None:
    assert [formats.duration(ms) for ms in (0.4, 840, 2410, 65_000, 185_000)] == [
        "0.4 ms", "840 ms", "2.41 s", "1 min 05 s", "3 min 05 s"
    ]  # fmt: skip
    now = datetime.datetime.now(datetime.UTC)
    assert formats.ago(None) == "never"
    assert formats.ago((now - datetime.timedelta(minutes=5)).isoformat()) == "5 min ago"
    assert formats.ago((now - datetime.timedelta(days=3)).isoformat()) == "3 d ago"
    assert formats.moment("2020-03-04T10:00:00Z").startswith(("3/4/20", "3/3/20", "3/5/20"))
