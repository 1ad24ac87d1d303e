"""Operations that point tools at this gateway."""

from typing import TYPE_CHECKING, Any

from oneapi_desktop.services.channel_fields import read_flag
from oneapi_desktop.services.operations import OperationTable
from oneapi_desktop.services.tool_connections import ToolConnections

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

operation = OperationTable()


@operation("connect.list")
async def list_tools(workspace: "Workspace", environment: Any = None) -> list[dict[str, Any]]:
    """Every tool with a recipe: whether it is installed, and where it points now."""
    return await ToolConnections(workspace, environment).list()


@operation("connect.show")
async def show(
    workspace: "Workspace",
    tool: str,
    token: Any = None,
    models: Any = None,
    reveal: Any = False,
    environment: Any = None,
) -> dict[str, Any]:
    """One tool: steps, and texts to copy; with the key in them only with ``reveal``."""
    connections = ToolConnections(workspace, environment)
    return await connections.show(tool, token, models, reveal=read_flag(reveal, "reveal"))


@operation("connect.plan")
async def plan(
    workspace: "Workspace",
    tool: str,
    token: Any = None,
    models: Any = None,
    directory: str | None = None,
    environment: Any = None,
) -> dict[str, Any]:
    """What applying a recipe would change, as diffs."""
    return await ToolConnections(workspace, environment).plan(tool, token, models, directory)


@operation("connect.apply")
async def apply(
    workspace: "Workspace",
    tool: str,
    token: Any = None,
    models: Any = None,
    directory: str | None = None,
    plan: str | None = None,
    environment: Any = None,
) -> dict[str, Any]:
    """Change a tool's files so that it uses this gateway; each is copied first."""
    return await ToolConnections(workspace, environment).apply(tool, token, models, directory, plan)


@operation("connect.undo")
async def undo(workspace: "Workspace", tool: str) -> dict[str, Any]:
    """Give a tool back the configuration it had."""
    return await ToolConnections(workspace).undo(tool)
