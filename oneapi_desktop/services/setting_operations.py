"""Operations on settings."""

from typing import TYPE_CHECKING, Any

from oneapi_desktop.services.channel_fields import read_flag
from oneapi_desktop.services.operations import OperationTable

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

operation = OperationTable()


@operation("setting.list")
async def list_settings(workspace: "Workspace", group: str = "", changed: Any = False) -> list[dict[str, Any]]:
    """Every declared setting with its value and where that comes from."""
    return workspace.stored_settings.list(group=group, changed=read_flag(changed, "changed"))


@operation("setting.get")
async def get(workspace: "Workspace", key: str) -> dict[str, Any]:
    """One setting."""
    return workspace.stored_settings.get(key)


@operation("setting.set")
async def set_setting(workspace: "Workspace", key: str, value: Any) -> dict[str, Any]:
    """Store a setting's value."""
    return await workspace.stored_settings.set(key, value)


@operation("setting.unset")
async def unset(workspace: "Workspace", key: str) -> dict[str, Any]:
    """Forget a setting's stored value."""
    return await workspace.stored_settings.unset(key)
