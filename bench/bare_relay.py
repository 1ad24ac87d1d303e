"""The baseline: an aiohttp server in front of an aiohttp client, and nothing in between.

Run as ``python -m bench.bare_relay UPSTREAM [--loop uvloop|asyncio|qt|qasync]``; it prints its port and serves
until its standard input closes. No keys, no limits, no record: method, body and Authorization go to the upstream,
its answer comes back. What aiohttp does by default and a relay does not need (cookies, unpacking, access log, a
limit on connections) is off, so that a ratio to this baseline flatters nobody.
"""

import argparse
import asyncio
import sys
from collections.abc import Coroutine
from typing import Any

import aiohttp
from aiohttp import web

FORWARDED = ("Authorization", "Content-Type", "Accept")


class BareRelay:
    """Relays every request to one upstream."""

    def __init__(self, upstream: str) -> None:
        self._upstream = upstream
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None),
        )

    async def close(self, _application: web.Application) -> None:
        """Close the connections to the upstream."""
        await self._session.close()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One request: whole answers at once, event streams piece by piece as they come."""
        headers = {name: request.headers[name] for name in FORWARDED if name in request.headers}
        async with self._session.request(
            request.method, self._upstream + request.raw_path, data=await request.read(), headers=headers
        ) as answer:
            if answer.content_type != "text/event-stream":
                return web.Response(
                    status=answer.status,
                    body=await answer.read(),
                    headers={"Content-Type": answer.headers["Content-Type"]},
                )
            response = web.StreamResponse(
                status=answer.status, headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
            )
            await response.prepare(request)
            async for piece in answer.content.iter_any():
                await response.write(piece)
            await response.write_eof()
            return response


async def main(upstream: str) -> None:
    """Serve on a free loopback port until standard input closes."""
    relay = BareRelay(upstream)
    application = web.Application(client_max_size=64 * 2**20)
    application.router.add_route("*", "/{path:.*}", relay.handle)
    application.on_cleanup.append(relay.close)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


def run_on(loop: str, program: Coroutine[Any, Any, None]) -> None:
    """Run a program on the loop of that name."""
    if loop == "asyncio":
        asyncio.run(program)
    elif loop == "uvloop":
        import uvloop

        uvloop.run(program)
    elif loop == "qt":
        from oneapi_desktop.desktop.eventloop import run

        run(program, gui=True)
    else:
        import PySide6.QtCore  # noqa: F401
        import qasync

        qasync.run(program)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("upstream", help="base URL, as http://127.0.0.1:1234")
    parser.add_argument("--loop", choices=["uvloop", "asyncio", "qt", "qasync"], default="uvloop")
    options = parser.parse_args()
    run_on(options.loop, main(options.upstream))
