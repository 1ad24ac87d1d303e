"""Operations that read the ledger."""

from typing import TYPE_CHECKING, Any

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


@operation("request.show")
async def show(workspace: "Workspace", request: int | str) -> dict[str, Any]:
    """One request in full, by id or request id."""
    return await RequestService(workspace.database, workspace.settings).show(request)


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
