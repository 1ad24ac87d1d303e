"""Operations that try models through the running gateway."""

from typing import TYPE_CHECKING, Any

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services.channel_fields import read_flag
from oneapi_desktop.services.operations import OperationTable

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

operation = OperationTable()


@operation("playground.dialects", internal=True)
async def dialects(_workspace: "Workspace") -> list[dict[str, str]]:
    """The dialects in which the gateway can be asked, with their names for people."""
    from oneapi_desktop.services.playground import spoken_dialects

    return [{"dialect": name, "label": label} for name, label in spoken_dialects()]


@operation("playground.begin", internal=True)
async def begin(
    workspace: "Workspace",
    token: int | str,
    model: str,
    messages: Any,
    dialect: str = "openai-chat",
    system: str = "",
    stream: Any = True,
    **parameters: Any,
) -> dict[str, Any]:
    """Write a request; ``playground.read`` sends it.

    ``messages`` have role, text and images; parameters are temperature, top_p, max_output_tokens, seed, effort.
    """
    for name in parameters:
        if name not in ("temperature", "top_p", "max_output_tokens", "seed", "effort"):
            raise InvalidInput(name, "is no parameter of playground.begin")
    streamed = read_flag(stream, "stream")
    return await workspace.playground.begin(token, model, messages, dialect, system, streamed, parameters)


@operation("playground.read", internal=True, cancellable=True)
async def read(workspace: "Workspace", exchange: int) -> dict[str, Any]:
    """Wait for the next piece of an answer."""
    return await workspace.playground.read(exchange)


@operation("playground.recall", internal=True)
async def recall(_workspace: "Workspace", dialect: str, body: str) -> dict[str, Any]:
    """A request's body, taken apart as ``playground.begin`` takes it."""
    from oneapi_desktop.services.playground import recall

    return recall(dialect, body)
