"""Tables for people."""

import json
import os

import pytest

from oneapi_desktop.cli import tables
from oneapi_desktop.cli.tables import Column, cells, cut, facts, json_text, moment, money, plain, table

COLUMNS = (Column("id", "id", right=True), Column("name", "name", flexible=True), Column("state", "state"))


def test_alignment() -> None:
    rows = [{"id": 1, "name": "a", "state": "on"}, {"id": 22, "name": "\u4e2d\u6587", "state": None}]
    lines = table(COLUMNS, rows).replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()
    assert lines == ["ID  NAME  STATE", " 1  a     on", "22  \u4e2d\u6587  -"]


def test_narrow_terminals_cut_what_is_flexible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "terminal_width", lambda: 24)
    rows = [{"id": 1, "name": "a very long name indeed", "state": "enabled"}]
    line = table(COLUMNS, rows).splitlines()[1]
    assert cells(line) == 24
    assert "…" in line
    monkeypatch.setattr(tables, "terminal_width", lambda: 5)
    assert "enabled" in table(COLUMNS, rows)


def test_the_width_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((77, 20)))
    assert tables.terminal_width() == 77


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "-"),
        ("", "-"),
        (True, "yes"),
        (False, "no"),
        ([], "-"),
        (["a", 1], "a, 1"),
        ({}, "-"),
        ({"a": None}, "a=-"),
        (0.5, "0.5"),
        (1e-9, "0.000000001"),
        ("\x1b[2J\u202eevil\r\n", "\ufffd[2J\ufffdevil\ufffd\ufffd"),
    ],
)
def test_plain(value: object, text: str) -> None:
    assert plain(value) == text


def test_cutting() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    assert cut("\u4e2d\u6587\u5b57", 4) == "\u4e2d…"
    assert cells("e\u0301\u200b") == 1


def test_json_cannot_steer_a_terminal_and_reads_back() -> None:
    document = {"a": "\x1b[2J\x9b\u2028\u202e\u4e2d"}
    text = json_text(document)
    assert json.loads(text) == document
    assert not set(text) & set("\x1b\x9b\u2028\u202e")
    assert "\u4e2d" in text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, "-"),
        (0, "$0.00"),
        (1234.5, "$1,234.50"),
        (0.0375, "$0.0375"),
        (0.000000123, "$0.000000123"),
        (-2, "$-2.00"),
    ],
)
def test_money(amount: float | None, text: str) -> None:
    assert money(amount) == text


def test_moments_and_facts() -> None:
    assert moment(None) == "-"
    assert len(moment("2026-11-24T04:10:00.123Z")) == 19
    assert facts([("a", 1), ("long", None)]) == "a     1\nlong  -"
