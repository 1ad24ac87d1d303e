"""A token's test call against a gateway that is a small server on loopback."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from oneapi_desktop.domain.errors import Conflict
from oneapi_desktop.services.workspace import Workspace


class Door:
    """What the gateway answers, and what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.answer: Any = {"choices": [{"message": {"role": "assistant", "content": "hello"}}]}
        self.seen: list[tuple[str, str, Any]] = []

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request."""
        self.seen.append((request.path, request.headers["Authorization"], await request.json()))
        return web.json_response(self.answer, status=self.status)


@pytest.fixture
async def door(workspace: Workspace) -> AsyncIterator[Door]:
    """A gateway that the workspace takes for its own."""
    made = Door()
    application = web.Application()
    application.router.add_post("/{path:.*}", made.handle)
    server = TestServer(application)
    await server.start_server()
    workspace.served_at = f"http://127.0.0.1:{server.port}"
    yield made
    await server.close()


async def test_a_good_answer(operate: Any, door: Door) -> None:
    issued = await operate("token.add", name="first", unlimited=True)
    found = await operate("token.try", token=issued["id"], model="echo")
    assert (found["answer"], found["error"], found["token"], found["model"]) == ("hello", None, "first", "echo")
    assert found["ms"] >= 1
    ((path, authorization, body),) = door.seen
    assert (path, authorization, body["model"]) == ("/v1/chat/completions", f"Bearer {issued['key']}", "echo")


async def test_refusals_are_told_without_the_key(operate: Any, door: Door, workspace: Workspace) -> None:
    issued = await operate("token.add", name="first", unlimited=True)
    door.status, door.answer = 404, {"error": {"message": f"no channel for {issued['key']}"}}
    found = await operate("token.try", token="first", model="nope")
    assert found["error"] == "HTTP 404: no channel for ***"
    door.status, door.answer = 200, {"choices": []}
    assert (await operate("token.try", token="first", model="echo"))["error"].startswith("HTTP 200")
    workspace.served_at = "http://127.0.0.1:9"
    found = await operate("token.try", token="first", model="echo")
    assert found["error"]
    assert found["ms"] is None


async def test_a_gateway_that_does_not_run(operate: Any) -> None:
    await operate("token.add", name="first", unlimited=True)
    with pytest.raises(Conflict, match="not running"):
        await operate("token.try", token="first", model="echo")
