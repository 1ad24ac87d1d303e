"""Rows of the ledger as lines of a file: CSV that spreadsheets take, or JSON lines."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from oneapi_desktop.services.json_shapes import REQUEST_COLUMNS

PAGE = 1000
"""Rows fetched at once for an export."""


def csv_head() -> str:
    """The first line of a CSV file."""
    return _lines([REQUEST_COLUMNS])


def csv_lines(rows: Iterable[dict[str, Any]]) -> str:
    """Rows of ``request.export`` as lines of CSV."""
    return _lines([_cell(row[name]) for name in REQUEST_COLUMNS] for row in rows)


def json_lines(rows: Iterable[dict[str, Any]]) -> str:
    """Rows of ``request.export`` as JSON, one a line."""
    return "".join(json.dumps(row) + "\n" for row in rows)


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: texts come from clients and upstreams."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return f"{value:.9f}" if isinstance(value, float) else value
