"""Operations on prices and group ratios."""

from typing import TYPE_CHECKING, Any

from oneapi_desktop.services.channel_fields import read_flag
from oneapi_desktop.services.operations import OperationTable

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

operation = OperationTable()


@operation("price.list")
async def list_prices(workspace: "Workspace", model: str = "", unpriced: Any = False) -> list[dict[str, Any]]:
    """What reachable models cost and where the price comes from."""
    return await workspace.prices.list(model=str(model), unpriced=read_flag(unpriced, "unpriced"))


@operation("price.set")
async def set_price(workspace: "Workspace", model: str, **rates: Any) -> dict[str, Any]:
    """Set the owner's own price of a model."""
    return await workspace.prices.set(model, rates)


@operation("price.remove")
async def remove(workspace: "Workspace", model: str) -> dict[str, Any]:
    """Take the owner's own price of a model back."""
    return await workspace.prices.remove(model)


@operation("price.import")
async def import_ratios(workspace: "Workspace", document: Any) -> dict[str, int]:
    """Take over one-api's ratios in place of those imported before."""
    return await workspace.prices.import_ratios(document)


@operation("price.groups")
async def groups(workspace: "Workspace") -> list[dict[str, Any]]:
    """Groups and the ratios that multiply their prices."""
    return await workspace.prices.groups()


@operation("price.set_group")
async def set_group(workspace: "Workspace", group: Any, ratio: Any) -> dict[str, Any]:
    """Make a group or change its ratio."""
    return await workspace.prices.set_group(group, ratio)
