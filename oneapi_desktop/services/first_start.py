"""What the very first start sets up: a token to call with and a channel that answers offline."""

import time
from dataclasses import dataclass

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services.json_shapes import iso_time
from oneapi_desktop.services.workspace import Workspace
from oneapi_desktop.store.repositories.settings import SettingRepository

MARKER = "first_start_done"
"""Key among the stored settings; no declared setting has it."""

FIRST_TOKEN = "first"
ECHO = "echo"
ECHO_PRIORITY = -100
"""A real channel that offers one of echo's model names goes before it."""


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What was made now; ``token_key`` is to be shown once."""

    token_key: str | None = None
    echo_channel: bool = False

    def __repr__(self) -> str:
        return f"FirstStart(token={self.token_key is not None}, echo_channel={self.echo_channel})"


async def prepare(workspace: Workspace) -> FirstStart:
    """Make the first token and the echo channel, once per data directory; later calls do nothing.

    An echo channel or token that its owner removed does not come back. The first token's key is
    ``INITIAL_ROOT_TOKEN`` if that is set. Raises InvalidInput when that is no usable key.
    """
    stored = SettingRepository(workspace.database)
    if MARKER in await stored.list():
        return FirstStart()
    echo = all(channel.provider != ECHO for channel in await workspace.channels.list())
    if echo:
        await workspace.channels.add({"type": ECHO, "priority": ECHO_PRIORITY})
    key = None
    if not await workspace.tokens.list():
        given = workspace.settings.initial_root_token
        fields = {"name": FIRST_TOKEN, "unlimited": True, "key": given or None}
        try:
            _, key = await workspace.tokens.add(fields)
        except InvalidInput as error:
            message = str(error).removeprefix("key: ")
            raise InvalidInput("INITIAL_ROOT_TOKEN", message) from None
    await stored.set(MARKER, iso_time(time.time_ns() // 1_000_000) or "")
    return FirstStart(key, echo)
