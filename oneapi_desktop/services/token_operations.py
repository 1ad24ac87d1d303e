"""Operations on tokens."""

from typing import TYPE_CHECKING, Any

from oneapi_desktop.services.channel_fields import read_flag
from oneapi_desktop.services.json_shapes import token_json
from oneapi_desktop.services.operations import OperationTable

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

operation = OperationTable()


@operation("token.list")
async def list_tokens(workspace: "Workspace", revoked: Any = False) -> list[dict[str, Any]]:
    """All tokens, revoked ones only if asked for."""
    found = await workspace.tokens.list(revoked=read_flag(revoked, "revoked"))
    return [token_json(token) for token in found]


@operation("token.show")
async def show(workspace: "Workspace", token: int | str, reveal: Any = False) -> dict[str, Any]:
    """Everything about one token; its key only with ``reveal``."""
    found = await workspace.tokens.find(token)
    if not read_flag(reveal, "reveal"):
        return token_json(found)
    return token_json(found) | {"key": await workspace.tokens.reveal(found.id)}


@operation("token.add")
async def add(workspace: "Workspace", **fields: Any) -> dict[str, Any]:
    """A new token with its key."""
    token, key = await workspace.tokens.add(fields)
    shown = token_json(token)
    return {"id": shown.pop("id"), "name": shown.pop("name"), "key": key} | shown


@operation("token.edit")
async def edit(workspace: "Workspace", token: int | str, **fields: Any) -> dict[str, Any]:
    """Change what is named; all else stays."""
    found = await workspace.tokens.find(token)
    return token_json(await workspace.tokens.edit(found.id, fields))


@operation("token.revoke")
async def revoke(workspace: "Workspace", token: int | str) -> dict[str, Any]:
    """Make a token useless for ever."""
    found = await workspace.tokens.find(token)
    return token_json(await workspace.tokens.revoke(found.id))


@operation("token.try", internal=True, cancellable=True)
async def call(workspace: "Workspace", token: int | str, model: str) -> dict[str, Any]:
    """Send the running gateway one short request with a token, as a tool would."""
    from oneapi_desktop.services.token_call import call_with

    return (await call_with(workspace, await workspace.tokens.find(token), model)).json()
