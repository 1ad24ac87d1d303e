"""Tables and remarks for people: aligned, cut to the terminal's width, coloured only on a terminal.

Texts from upstreams are hostile: control characters never reach the terminal.
"""

import json
import re
import shutil
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_JSON_CONTROL = re.compile(r"[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_GAP = "  "
_MIN_WIDTH = 6

STATUS_COLOURS = {
    "enabled": "green", "ok": "green", "passed": "green", "done": "green",
    "disabled": "yellow", "warn": "yellow", "estimated": "yellow", "unpriced": "yellow",
    "auto_disabled": "red", "revoked": "red", "fail": "red", "failed": "red", "refused": "red",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the row's key or a function of the row, and how it behaves.

    ``flexible`` columns give way when the terminal is narrow.
    """

    title: str
    value: str | Callable[[Mapping[str, Any]], Any]
    right: bool = False
    flexible: bool = False
    colours: Mapping[str, str] | None = None

    def text(self, row: Mapping[str, Any]) -> str:
        """The cell's text for a row, safe to print."""
        found = self.value(row) if callable(self.value) else row.get(self.value)
        return plain(found)


def plain(value: Any) -> str:
    """One printable line of any JSON value."""
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        text = ", ".join(plain(v) for v in value) or "-"
    elif isinstance(value, dict):
        text = ", ".join(f"{k}={plain(v)}" for k, v in value.items()) or "-"
    elif isinstance(value, float):
        text = f"{value:.9f}".rstrip("0").rstrip(".")
    else:
        text = str(value)
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def cells(text: str) -> int:
    """How many terminal cells a text takes: East Asian wide characters take two, marks none."""
    if text.isascii():
        return len(text)
    width = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def cut(text: str, width: int) -> str:
    """The text shortened to a number of cells, with an ellipsis where something is missing."""
    if cells(text) <= width:
        return text
    kept = ""
    used = 1
    for character in text:
        used += cells(character)
        if used > width:
            break
        kept += character
    return kept + "…"


def terminal_width() -> int | None:
    """Cells per line, or None when the output is no terminal and nothing must be cut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def table(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as aligned text under their headings."""
    texts = [[column.text(row) for column in columns] for row in rows]
    widths = [max([cells(column.title), *(cells(line[i]) for line in texts)]) for i, column in enumerate(columns)]
    _shrink(columns, widths, terminal_width())
    lines = [_line(columns, [c.title.upper() for c in columns], widths, header=True)]
    lines += [_line(columns, line, widths, header=False) for line in texts]
    return "\n".join(lines)


def _shrink(columns: Sequence[Column], widths: list[int], limit: int | None) -> None:
    if limit is None:
        return
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - limit
    while excess > 0:
        able = [i for i, c in enumerate(columns) if c.flexible and widths[i] > _MIN_WIDTH]
        if not able:
            return
        widest = max(able, key=lambda i: widths[i])
        widths[widest] -= 1
        excess -= 1


def _line(columns: Sequence[Column], texts: Sequence[str], widths: Sequence[int], *, header: bool) -> str:
    parts: list[str] = []
    for column, text, width in zip(columns, texts, widths, strict=True):
        shown = cut(text, width)
        padding = " " * (width - cells(shown))
        colour = (column.colours or {}).get(text) if not header else None
        styled = click.style(shown, bold=True) if header else click.style(shown, fg=colour) if colour else shown
        parts.append(padding + styled if column.right else styled + padding)
    return _GAP.join(parts).rstrip()


def facts(pairs: Sequence[tuple[str, Any]]) -> str:
    """Names and values, one pair per line, values aligned."""
    widest = max(cells(name) for name, _ in pairs)
    return "\n".join(f"{name}{' ' * (widest - cells(name))}  {plain(value)}" for name, value in pairs)


def json_text(document: Any) -> str:
    """One JSON document; characters that could steer a terminal are escaped."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return _JSON_CONTROL.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def money(amount: float | None) -> str:
    """Dollars as people read them: two decimals from a cent up, else as many as it takes."""
    if amount is None:
        return "-"
    if amount == 0 or abs(amount) >= 0.01:
        return f"${amount:,.2f}" if amount == round(amount, 2) else f"${amount:,.4f}"
    return "$" + f"{amount:.9f}".rstrip("0").rstrip(".")


def moment(text: str | None) -> str:
    """An ISO moment in UTC shown in local time to the second."""
    if not text:
        return "-"
    import datetime

    return datetime.datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d %H:%M:%S")
