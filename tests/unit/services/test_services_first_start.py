"""The first start makes a token and an echo channel, once."""

from pathlib import Path

import pytest

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services.first_start import FirstStart, prepare
from oneapi_desktop.services.workspace import Workspace, open_workspace
from oneapi_desktop.settings import Settings


async def test_once(workspace: Workspace) -> None:
    first = await prepare(workspace)
    assert first.token_key is not None
    assert first.echo_channel
    assert first.token_key not in repr(first)
    token = (await workspace.tokens.list())[0]
    assert token.budgets.total is None
    assert await workspace.tokens.reveal(token.id) == first.token_key
    channel = (await workspace.channels.list())[0]
    assert (channel.provider, channel.name, channel.secret_ref) == ("echo", "echo", "")
    assert channel.models
    assert await prepare(workspace) == FirstStart()
    await workspace.channels.remove(channel.id)
    assert await prepare(workspace) == FirstStart()
    assert await workspace.channels.list() == [], "what the owner removed does not come back"


async def test_tokens_and_channels_made_before_are_kept(workspace: Workspace) -> None:
    await workspace.tokens.add({"name": "mine", "unlimited": True})
    await workspace.channels.add({"type": "echo", "name": "own echo"})
    assert await prepare(workspace) == FirstStart()
    assert [token.name for token in await workspace.tokens.list()] == ["mine"]
    assert [channel.name for channel in await workspace.channels.list()] == ["own echo"]


async def test_initial_root_token(tmp_path: Path) -> None:
    environment = {"KEYRING_BACKEND": "file", "INITIAL_ROOT_TOKEN": "sk-abcdefghijklmnop"}
    workspace = await open_workspace(Settings(environment, {"data_dir": str(tmp_path / "a")}), lean=True)
    try:
        assert (await prepare(workspace)).token_key == "sk-abcdefghijklmnop"
    finally:
        await workspace.close()
    environment["INITIAL_ROOT_TOKEN"] = "sk-abc"
    workspace = await open_workspace(Settings(environment, {"data_dir": str(tmp_path / "b")}), lean=True)
    try:
        with pytest.raises(InvalidInput) as caught:
            await prepare(workspace)
        assert caught.value.field == "INITIAL_ROOT_TOKEN"
        assert "sk-abc" not in str(caught.value).replace("'sk-'", "")
    finally:
        await workspace.close()
