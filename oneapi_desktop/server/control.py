"""The control endpoint: how commands reach the running gateway. Loopback only, one secret per run.

``POST /operations/{name}`` with ``Authorization: Bearer SECRET`` and a JSON object of arguments
answers ``{"result": …}`` or ``{"error": {"type", "field", "message"}}``. Address and secret stand
in ``control.json`` in the data directory, which only its owner can read.
"""

import asyncio
import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound, OneApiError
from oneapi_desktop.server.http_log import http_log
from oneapi_desktop.services.control_file import (
    ControlAddress,
    new_secret,
    remove_control_file,
    write_control_file,
)
from oneapi_desktop.services.operations import Operations
from oneapi_desktop.services.workspace import Workspace

log = logging.getLogger(__name__)

BODY_LIMIT = 64 * 1024 * 1024
"""Room for an import file of many thousand channels."""

STOP_SECONDS = 10.0
"""How long stopping waits for operations under way."""

_STATUS: dict[type[OneApiError], int] = {InvalidInput: 400, NotFound: 404, Conflict: 409}


class ControlServer:
    """Serves operations on a port of its own, from ``start`` until ``stop``."""

    def __init__(self, workspace: Workspace, operations: Operations) -> None:
        self._workspace = workspace
        self._operations = operations
        self._running: set[asyncio.Task[Any]] = set()
        self._runner: web.AppRunner | None = None
        self.address: ControlAddress | None = None

    async def start(self) -> ControlAddress:
        """Listen on a free loopback port and publish it. Raises OSError."""
        application = web.Application(client_max_size=BODY_LIMIT, middlewares=[self._guard])
        application.router.add_post("/operations/{name}", self._operate)
        # A caller that hangs up cancels its handler, so that a long test run can be broken off.
        self._runner = web.AppRunner(
            application, access_log=None, logger=http_log, handler_cancellation=True, shutdown_timeout=STOP_SECONDS
        )
        await self._runner.setup()
        try:
            site = web.TCPSite(self._runner, "127.0.0.1", 0)
            await site.start()
            port = self._runner.addresses[0][1]
            self.address = ControlAddress(f"http://127.0.0.1:{port}", new_secret(), os.getpid())
            await asyncio.to_thread(write_control_file, self._workspace.directory.control, self.address)
        except BaseException:
            await self.stop()
            raise
        return self.address

    async def stop(self) -> None:
        """Withdraw the address, finish operations under way, close. Safe to call twice."""
        if self.address is not None:
            await asyncio.to_thread(remove_control_file, self._workspace.directory.control, self.address)
            self.address = None
        if self._running:
            _, unfinished = await asyncio.wait(set(self._running), timeout=STOP_SECONDS)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """The Host must be our own address (a web page may not reach us through a name of its own),
        no browser origin is welcome, and the secret must be right."""
        address = self.address
        if address is None:
            return _refusal(503, "Conflict", "the gateway is stopping")
        if f"http://{request.headers.get('Host', '')}" != address.url or "Origin" in request.headers:
            return _refusal(403, "Conflict", "only commands on this machine may call the control endpoint")
        presented = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(presented, f"Bearer {address.secret}".encode()):
            return _refusal(401, "Conflict", "the secret of control.json is missing or wrong")
        return await handler(request)

    async def _operate(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        try:
            arguments = orjson.loads(await request.read() or b"{}")
        except ValueError:
            return _refusal(400, "InvalidInput", "write a JSON object of arguments", field="body")
        except web.HTTPRequestEntityTooLarge:
            return _refusal(413, "InvalidInput", f"use at most {BODY_LIMIT} bytes", field="body")
        if not isinstance(arguments, dict):
            return _refusal(400, "InvalidInput", "write a JSON object of arguments", field="body")
        try:
            result = await self._run(name, arguments)
        except OneApiError as error:
            field = error.field if isinstance(error, InvalidInput) else None
            message = str(error).removeprefix(f"{field}: ") if field else str(error)
            return _refusal(_STATUS.get(type(error), 500), type(error).__name__, message, field=field)
        except Exception:
            log.exception("operation %s failed", name)
            return _refusal(500, "OneApiError", "a fault in the gateway; its log says more")
        return web.Response(body=orjson.dumps({"result": result}), content_type="application/json")

    async def _run(self, name: str, arguments: dict[str, Any]) -> Any:
        """Carry out an operation in a task of its own, so that a caller who hangs up cannot leave a
        change half made; only cancellable operations end with their caller."""
        operation = self._operations.find(name)
        loop = asyncio.get_running_loop()
        task = loop.create_task(self._operations.run(self._workspace, name, arguments), name=name)
        self._running.add(task)
        task.add_done_callback(self._finished)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if operation.cancellable:
                task.cancel()
            raise

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()


def _refusal(status: int, kind: str, message: str, *, field: str | None = None) -> web.Response:
    error = {"type": kind, "field": field, "message": message}
    return web.Response(status=status, body=orjson.dumps({"error": error}), content_type="application/json")
