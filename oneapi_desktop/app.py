"""The composition root: builds everything, owns the order of starting and stopping."""

import asyncio
import contextlib
import gc
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

from oneapi_desktop import __version__
from oneapi_desktop.domain.errors import Conflict
from oneapi_desktop.relay.background import TaskOwner
from oneapi_desktop.relay.channel_watch import ChannelWatch
from oneapi_desktop.relay.directory import Directory
from oneapi_desktop.relay.metering import Meter
from oneapi_desktop.relay.pipeline import Relay
from oneapi_desktop.relay.routing import Router
from oneapi_desktop.relay.token_count import TokenCounter
from oneapi_desktop.server.control import ControlServer
from oneapi_desktop.server.live_operations import LiveOperations
from oneapi_desktop.server.relay_routes import RelayRoutes
from oneapi_desktop.server.relay_server import RelayServer
from oneapi_desktop.services.data_directory import DataDirectory
from oneapi_desktop.services.first_start import FirstStart, prepare
from oneapi_desktop.services.instance_lock import InstanceLock
from oneapi_desktop.services.lan_announcement import Announcement
from oneapi_desktop.services.lan_sharing import LanSharing
from oneapi_desktop.services.schedule import Schedule
from oneapi_desktop.services.workspace import Workspace, local_root, open_workspace
from oneapi_desktop.settings import Settings

log = logging.getLogger(__name__)

SWITCH_INTERVAL = 0.001
"""Seconds until a thread that wants the interpreter gets it. The ledger's writer thread needs it for
microseconds at a time; the default of 5 ms would be the longest part of a request under load."""


GC_THRESHOLDS = (20_000, 20, 20)
"""Requests free what they make by reference counts; only their few cycles wait for the collector."""


class Gateway:
    """A running gateway. Made by ``start``; ``stop`` ends it in order."""

    def __init__(self, workspace: Workspace, lock: InstanceLock) -> None:
        settings = workspace.settings
        self.workspace = workspace
        self.first_start = FirstStart()
        self.interrupted = 0
        self._lock = lock
        self.directory = Directory(workspace.database, settings, workspace.channels.secrets_of)
        self._watch = ChannelWatch(settings, workspace.channels.disable_automatically)
        self._counter = TokenCounter(settings)
        self.relay = Relay(
            settings=settings,
            database=workspace.database,
            directory=self.directory,
            router=Router(self.directory),
            upstream=workspace.upstream,
            price_book=workspace.price_book,
            meter=Meter(self._counter),
            watch=self._watch,
            responses=workspace.responses,
        )
        self.server = RelayServer(
            RelayRoutes(self.relay, self.directory, settings, workspace.responses, workspace.captures)
        )
        self.operations = LiveOperations(self.directory, self.relay)
        self._control = ControlServer(workspace, self.operations)
        self._lan = LanSharing(settings, self.server, Announcement())
        self._background = TaskOwner()

    @property
    def base_url(self) -> str:
        """What tools are pointed at."""
        return f"{self.workspace.root_url}/v1"

    @classmethod
    async def start(cls, settings: Settings) -> "Gateway":
        """Open everything and listen. Raises OneApiError with what to do when something is in the way."""
        sys.setswitchinterval(SWITCH_INTERVAL)
        directory = DataDirectory.of(settings)
        directory.create()
        lock = InstanceLock(directory.lock)
        if not await asyncio.to_thread(lock.acquire):
            raise Conflict(
                f"another gateway (process {lock.holder() or 'unknown'}) is using {lock.path.parent}; "
                "stop it, or choose another --data-dir"
            )
        try:
            workspace = await open_workspace(settings)
            try:
                gateway = cls(workspace, lock)
                await gateway._begin()
            except BaseException:
                await workspace.close()
                raise
        except BaseException:
            lock.release()
            raise
        return gateway

    async def _begin(self) -> None:
        settings = self.workspace.settings
        # First of all, or a start that finds its port taken would make the first token and never tell it.
        await self.server.reserve(settings.host, settings.port, settings.tls_cert, settings.tls_key)
        try:
            self.interrupted = await self.workspace.database.recover_interrupted()
            self.first_start = await prepare(self.workspace)
            await self.directory.load()
            await self.server.start(settings.host, settings.port)
            self.workspace.served_at = local_root(settings.host, self.server.port, secure=bool(settings.tls_cert))
            await self._control.start()
        except BaseException:
            await self.server.stop()
            raise
        self.workspace.lan = self._lan
        self.workspace.settings_applied.append(self._lan.wake)
        if settings.lan_share:
            await self._lan.refresh()
        self._background.start(self._lan.run(), "lan sharing")
        self._background.start(self._lan.announce(), "lan announcement")
        settle_memory()
        schedule = Schedule(self.workspace)
        self._background.start(schedule.run(), "schedule")
        self._background.start(self.workspace.notices.run(), "notices")

    async def stop(self) -> None:
        """Stop accepting, drain up to the limit, settle, commit, close."""
        self.relay.draining = True
        await self.server.stop_accepting()
        await self._background.cancel()
        await self._lan.close()
        drain = self.workspace.settings.drain_seconds
        try:
            async with asyncio.timeout(drain):
                await self.relay.in_flight.drained()
        except TimeoutError:
            log.warning("%d requests still open after %g s are cut", len(self.relay.in_flight), drain)
        self.relay.in_flight.cut()
        await self.server.stop()
        self.relay.in_flight.close()
        await self.relay.close()
        await self.relay.disconnect()
        await self._watch.close()
        await self._control.stop()
        await self.directory.close()
        self._counter.close()
        await self.workspace.close()
        self._lock.release()


def settle_memory() -> None:
    """Take what start-up made out of the garbage collector's sight and let it look less often.

    Without it every few hundred requests pay for walking over all modules and classes again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


def announce(gateway: Gateway, write: Callable[[str], None]) -> None:
    """Tell a person where the gateway is; the first token is shown this once."""
    write(f"One API Desktop {__version__} serves {gateway.base_url}")
    write(f"Data: {gateway.workspace.directory.root} · keys: {gateway.workspace.vault.name}")
    if gateway.workspace.vault.warning:
        write(f"Note: {gateway.workspace.vault.warning}")
    if gateway.interrupted:
        write(f"{gateway.interrupted} requests were open when the gateway last ended; they are shown as interrupted.")
    key = gateway.first_start.token_key
    if key:
        write(f"Your first token, shown this once: sk-{key.removeprefix('sk-')}")
        write("Try it:")
        write(
            f'  curl {gateway.base_url}/chat/completions -H "Authorization: Bearer sk-{key.removeprefix("sk-")}" '
            '-H "Content-Type: application/json" '
            '-d \'{"model":"echo","messages":[{"role":"user","content":"hello"}]}\''
        )


async def serve(settings: Settings, *, ready: Callable[[Gateway], None] | None = None) -> int:
    """Run a gateway until one of ``stopping_signals``; the exit code. A second one cuts the drain short.
    Raises OneApiError when it cannot start."""
    gateway = await Gateway.start(settings)
    stopping = asyncio.Event()
    with stop_signals(stopping, gateway):
        if ready is not None:
            ready(gateway)
        else:
            announce(gateway, lambda line: print(line, flush=True))  # noqa: T201
        await stopping.wait()
        await gateway.stop()
    return 0


@contextlib.contextmanager
def stop_signals(stopping: asyncio.Event, gateway: Gateway) -> Iterator[None]:
    """While inside, a stopping signal sets the event; a second one ends the drain at once."""
    loop = asyncio.get_running_loop()

    def on_signal() -> None:
        if stopping.is_set():
            gateway.relay.in_flight.give_up()
        stopping.set()

    previous: dict[signal.Signals, Any] = {}
    numbers = stopping_signals()
    for number in numbers:
        try:
            loop.add_signal_handler(number, on_signal)
        except NotImplementedError:
            # Windows' Proactor loop has no signal handlers; the plain ones run between events.
            previous[number] = signal.signal(number, lambda *_: loop.call_soon_threadsafe(on_signal))
    try:
        yield
    finally:
        for number in numbers:
            if number in previous:
                signal.signal(number, previous[number])
            else:
                loop.remove_signal_handler(number)


def stopping_signals() -> list[signal.Signals]:
    """Ctrl-C, SIGTERM, and the end of the terminal, unless ``nohup`` asked to outlive it."""
    found = [signal.SIGINT, signal.SIGTERM]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        found.append(signal.SIGHUP)
    return found
