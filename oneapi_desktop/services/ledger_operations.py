"""Operations that read the ledger."""

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from oneapi_desktop.services.channel_fields import read_flag
from oneapi_desktop.services.operations import OperationTable
from oneapi_desktop.services.requests import RequestService
from oneapi_desktop.services.usage import UsageService

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

operation = OperationTable()


@operation("request.list")
async def list_requests(workspace: "Workspace", limit: Any = 50, **filters: Any) -> list[dict[str, Any]]:
    """Requests, newest first; filters: since, until, token, model, channel, status, text."""
    return await RequestService(workspace.database, workspace.settings).list(limit=limit, **filters)


@operation("request.page", internal=True)
async def page(workspace: "Workspace", limit: Any = 200, **filters: Any) -> dict[str, Any]:
    """One page of the list: its rows, ``next`` for the following page, ``recorded`` for ``request.fresh``.

    Beside the filters: ``before`` (a row's id) goes on after a row, ``skip`` jumps to a place, ``recorded`` keeps
    the list as it was when that was told.
    """
    return await RequestService(workspace.database, workspace.settings).page(limit=limit, **filters)


@operation("request.fresh", internal=True)
async def fresh(workspace: "Workspace", after: Any, limit: Any = 200, **filters: Any) -> dict[str, Any]:
    """Rows recorded after the row ``after``, oldest first, for a live list."""
    return await RequestService(workspace.database, workspace.settings).fresh(after, limit=limit, **filters)


@operation("request.count", internal=True)
async def count(workspace: "Workspace", **filters: Any) -> dict[str, Any]:
    """How many requests match; ``precision`` is exact, estimate or at_least."""
    return await RequestService(workspace.database, workspace.settings).count(**filters)


@operation("request.show")
async def show(workspace: "Workspace", request: int | str) -> dict[str, Any]:
    """One request in full, by id or request id."""
    return await RequestService(workspace.database, workspace.settings).show(request)


@operation("request.explain", internal=True)
async def explain(workspace: "Workspace", request: int | str) -> dict[str, Any]:
    """One request in full, with its time and its cost written out.

    Beside the keys of ``request.show``: ``timeline`` (see ``services.request_timeline``), ``bill`` (see
    ``services.bill``), ``captured`` (whether ``request.capture`` has its bodies).
    """
    from oneapi_desktop.domain.errors import NotFound
    from oneapi_desktop.services.bill import bill
    from oneapi_desktop.services.json_shapes import request_detail
    from oneapi_desktop.services.request_timeline import timeline

    record = await RequestService(workspace.database, workspace.settings).record(request)
    provider = ""
    with contextlib.suppress(NotFound):
        provider = (await workspace.channels.find(record.channel_id)).provider
    price = await workspace.prices.present(record.model, record.upstream_model or record.model, provider)
    return request_detail(record) | {
        "timeline": timeline(record),
        "bill": bill(record, price),
        "captured": await workspace.captures.has(record.request_id, record.created_at),
    }


@operation("request.capture", internal=True)
async def capture(workspace: "Workspace", request: int | str) -> dict[str, Any] | None:
    """The bodies kept of one request, null if none were.

    ``path``, ``request`` and ``response``; each with ``content_type``, ``bytes``, ``text`` (null if it is no
    text) and ``cut``; the response with ``status`` and ``finished``, too.
    """
    record = await RequestService(workspace.database, workspace.settings).record(request)
    return await workspace.captures.read(record.request_id, record.created_at)


@operation("request.forget_captures", internal=True)
async def forget_captures(workspace: "Workspace") -> dict[str, Any]:
    """Delete every body kept."""
    return {"removed": await workspace.captures.clear()}


@operation("request.command", internal=True)
async def command(
    workspace: "Workspace", request: int | str, reveal: Any = False, windows: Any = None
) -> dict[str, Any]:
    """A request as a command to run it again: curl, or PowerShell on Windows.

    A variable stands in it for the key, unless ``reveal``. ``complete``: whether the body is the one sent.
    """
    from oneapi_desktop.services.request_command import command_of

    record = await RequestService(workspace.database, workspace.settings).record(request)
    kept = await workspace.captures.read(record.request_id, record.created_at)
    key = ""
    if read_flag(reveal, "reveal"):
        key = await workspace.tokens.reveal(record.token_id)
    for_windows = sys.platform == "win32" if windows is None else read_flag(windows, "windows")
    made = command_of(record, kept, workspace.root_url, key, windows=for_windows)
    return {"command": made.text, "complete": made.complete, "remark": made.remark or None}


@operation("request.export")
async def export(workspace: "Workspace", before: Any = None, limit: Any = 1000, **filters: Any) -> list[dict[str, Any]]:
    """One page of requests, newest first, of those after the row ``before``."""
    service = RequestService(workspace.database, workspace.settings)
    return await service.list(limit=limit, before=before, **filters)


@operation("usage.report")
async def usage(
    workspace: "Workspace", by: str = "model", since: Any = None, until: Any = None
) -> list[dict[str, Any]]:
    """Totals by model, token, channel, user, day, hour or total."""
    return await UsageService(workspace.database, workspace.settings).report(by, since, until)
