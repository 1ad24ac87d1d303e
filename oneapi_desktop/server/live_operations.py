"""Operations as a running gateway carries them out: a change is in effect before the answer leaves."""

import time
from collections.abc import Mapping
from typing import Any

from oneapi_desktop.relay.directory import Directory
from oneapi_desktop.relay.pipeline import Relay
from oneapi_desktop.services.operations import Operation, Operations
from oneapi_desktop.services.workspace import Workspace


class LiveOperations(Operations):
    """The standard operations, and those that only a running gateway can answer."""

    def __init__(self, directory: Directory, relay: Relay) -> None:
        super().__init__()
        self._directory = directory
        self._relay = relay
        self.add(
            Operation("gateway.health", self._health, "Health of every channel as traffic shows it.", internal=True)
        )

    async def run(self, workspace: Workspace, name: str, arguments: Mapping[str, Any]) -> Any:
        result = await super().run(workspace, name, arguments)
        await self._directory.caught_up()
        return result

    async def _health(self, _workspace: Workspace) -> dict[str, Any]:
        now = time.monotonic()
        channels = []
        for entry in self._directory.channels.values():
            blocked = entry.health.blocked(now)
            channels.append(
                {
                    "id": entry.channel.id,
                    "name": entry.channel.name,
                    "status": entry.channel.status.value,
                    "circuit": entry.health.state(now).value,
                    "failures": entry.health.failures,
                    "blocked": blocked[0] if blocked else None,
                    "retry_in_s": round(blocked[1], 1) if blocked else None,
                    "last_fault": entry.health.last_fault or None,
                }
            )
        return {"open_requests": len(self._relay.in_flight), "channels": channels}
