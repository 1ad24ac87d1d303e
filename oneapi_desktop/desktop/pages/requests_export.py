"""Requests written to a file: CSV or JSON lines, page by page, with a name only once it is whole."""

import asyncio
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from oneapi_desktop.desktop.bridge import Bridge
from oneapi_desktop.domain.errors import OneApiError
from oneapi_desktop.services.request_export import PAGE, csv_head, csv_lines, json_lines


async def export_requests(
    bridge: Bridge, path: Path, filters: dict[str, Any], progress: Callable[[int], object]
) -> int:
    """Write all requests that match, newest first; how many. The file's name decides its form (``.csv``, else
    JSON lines). ``progress`` is told how many are written so far. Cancelled or failed, nothing is left behind
    and a file that was there stays. Raises OneApiError when the file cannot be written."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    as_csv = path.suffix.lower() == ".csv"
    count, before = 0, None
    try:
        descriptor = await asyncio.to_thread(os.open, draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            if as_csv:
                stream.write(csv_head())
            while True:
                rows = await bridge.run("request.export", before=before, limit=PAGE, **filters)
                text = await asyncio.to_thread(_written, rows, as_csv)
                await asyncio.to_thread(stream.write, text)
                count += len(rows)
                progress(count)
                if len(rows) < PAGE:
                    break
                before = rows[-1]["id"]
        await asyncio.to_thread(os.replace, draft, path)
    except OSError as error:
        raise OneApiError(f"{path} cannot be written: {error.strerror}. Choose another place.") from None
    finally:
        draft.unlink(missing_ok=True)
    return count


def _written(rows: list[dict[str, Any]], as_csv: bool) -> str:
    return csv_lines(rows) if as_csv else json_lines(rows)
