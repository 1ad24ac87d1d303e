"""Operations on the registry of providers."""

from typing import TYPE_CHECKING, Any

from oneapi_desktop.providers.provider import Provider
from oneapi_desktop.providers.registry import all_providers
from oneapi_desktop.services.channel_fields import read_flag
from oneapi_desktop.services.model_lists import known_models
from oneapi_desktop.services.operations import OperationTable

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

operation = OperationTable()


@operation("provider.list")
async def list_providers(workspace: "Workspace", legacy: Any = False) -> list[dict[str, Any]]:
    """Kinds of upstream; with ``legacy`` also sites that may no longer exist."""
    everything = read_flag(legacy, "legacy")
    return [_json(provider) for provider in all_providers() if everything or not provider.legacy]


@operation("provider.discover", cancellable=True)
async def discover_servers(workspace: "Workspace") -> list[dict[str, Any]]:
    """Model servers that run on this machine at their usual ports, and the models they have."""
    from oneapi_desktop.services.discovery import discover

    found = await discover(workspace.upstream, await workspace.channels.list(), served_at=workspace.served_at)
    return [server.json() for server in found]


def _json(provider: Provider) -> dict[str, Any]:
    known = known_models(provider)
    return {
        "name": provider.name,
        "number": provider.number,
        "label": provider.label,
        "base_url": provider.base_url,
        "dialects": [dialect.value for dialect in provider.dialects],
        "key_hint": provider.key_hint,
        "needs_key": provider.needs_key,
        "needs_base_url": provider.needs_base_url,
        "modes": sorted(mode.value for mode in provider.modes),
        "config_fields": [
            {"name": field.name, "label": field.label, "required": field.required, "secret": field.secret}
            for field in provider.config_fields
        ],
        "models": list(provider.models),
        "known_models": {"models": list(known.models), "source": known.source, "date": known.date},
        "lists_models": provider.lists_models,
        "tells_balance": provider.balance is not None,
        "checklist": provider.checklist,
        "local": provider.is_local,
        "legacy": provider.legacy,
    }
