"""What the desktop needs of a gateway; ``app.Gateway`` has it. The floor above hands one in."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # Not at run time: the window is shown before the gateway's modules are loaded.
    from oneapi_desktop.relay.pipeline import Relay
    from oneapi_desktop.services.operations import Operations
    from oneapi_desktop.services.workspace import Workspace


class GatewayPort(Protocol):
    """A running gateway."""

    workspace: "Workspace"
    relay: "Relay"

    @property
    def operations(self) -> "Operations":
        """Every operation, those of the running gateway included."""

    @property
    def base_url(self) -> str:
        """What tools are pointed at, ``http://127.0.0.1:3000/v1``."""

    async def stop(self) -> None:
        """Stop accepting, drain up to the limit, settle, commit, close."""


StartGateway = Callable[[], Awaitable[GatewayPort]]
"""Starts the gateway of the program's settings. Raises OneApiError with what to do."""
