"""The only way from the window to the gateway.

Pages call operations by name and get JSON; they hear of changes in batches and see the gateway's
state. Nothing here assumes that the gateway runs on this thread, so that it could be given a thread
of its own without touching a page.
"""

import asyncio
import logging
import weakref
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from oneapi_desktop.desktop.gateway_port import GatewayPort, StartGateway
from oneapi_desktop.desktop.live_requests import LiveRequests
from oneapi_desktop.domain.errors import Conflict, InvalidInput, OneApiError
from oneapi_desktop.settings import Settings, declared_settings
from oneapi_desktop.store.feed import Change

log = logging.getLogger(__name__)
T = TypeVar("T")

BATCH_MS = 100
"""Changes are told to pages at most this often."""

HEALTH_MS = 5000
"""How often the health of channels is looked at for the gateway's state."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class GatewayState(StrEnum):
    """What the live dot shows."""

    STARTING = "starting"
    SERVING = "serving"
    DEGRADED = "degraded"
    """Serving, but a channel was switched off by the gateway or rests after faults."""
    PAUSED = "paused"
    STOPPING = "stopping"
    FAILED = "failed"
    """The gateway could not be started; ``problem`` says why and what to do."""


@dataclass(frozen=True, slots=True)
class GatewayStatus:
    """The gateway at one moment. ``base_url`` is empty before it serves; ``shared`` tells that others
    on the LAN can reach it; ``ailing`` counts channels that are switched off by the gateway or rest."""

    state: GatewayState = GatewayState.STARTING
    base_url: str = ""
    shared: bool = False
    ailing: int = 0
    problem: str = ""

    @property
    def root_url(self) -> str:
        """The base URL without ``/v1``, for tools that add the version themselves."""
        return self.base_url.removesuffix("/v1")


class Work:
    """A coroutine that a widget started; ``cancel`` ends it, and so does the end of its owner."""

    def __init__(self, task: asyncio.Task[Any]) -> None:
        self._task = task

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return not self._task.done()

    def cancel(self) -> None:
        """End it; neither ``on_done`` nor ``on_error`` is called then."""
        self._task.cancel()


class _Watch(QObject):
    """One watch of a widget; a child of the widget, so that it ends with it."""

    def __init__(self, tables: frozenset[str], callback: Callable[[frozenset[int]], object], owner: QObject) -> None:
        super().__init__(owner)
        self._tables = tables
        self._callback = callback

    def on_changed(self, table: str, ids: frozenset[int]) -> None:
        if table in self._tables:
            self._callback(ids)


class Bridge(QObject):
    """Operations, changes, state. Made before the gateway: what is asked meanwhile waits for it.

    Signals: ``status_changed(GatewayStatus)``; ``changed(table, ids)`` with a frozenset of row ids (of
    tables keyed by text it is ``{0}``: read the table again); ``failed(OneApiError)`` for work without
    an ``on_error`` of its own; ``settings_changed()``; ``noticed(Notice)`` for what the owner wants to be told;
    ``restarted()`` after ``restart``: everything may be another, fetch it again.
    """

    status_changed = Signal(object)
    changed = Signal(str, object)
    failed = Signal(object)
    settings_changed = Signal()
    noticed = Signal(object)
    restarted = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.status = GatewayStatus()
        self.live = LiveRequests(self)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._gateway: GatewayPort | None = None
        self._ready = asyncio.Event()
        self._refusal: OneApiError | None = None
        self._works: set[asyncio.Task[Any]] = set()
        self._pending: dict[str, set[int]] = {}
        self._unsubscribes: list[Callable[[], None]] = []
        self._start_gateway: StartGateway | None = None
        self._restart: asyncio.Task[Any] | None = None
        self._started_with: dict[str, Any] = {}
        self._ailing = 0
        self._closing = False
        self._batch = QTimer(self, singleShot=True, interval=BATCH_MS)
        self._batch.timeout.connect(self._tell)
        self._health = QTimer(self, interval=HEALTH_MS)
        self._health.timeout.connect(self._look_at_health)
        self.changed.connect(self._on_changed)

    # Operations

    async def run(self, name: str, /, **arguments: Any) -> Any:
        """Carry out an operation and return its JSON; waits for the gateway while it starts.

        Raises OneApiError with a text for people; of bad fields InvalidInput, whose ``field`` names one.
        """
        await self._ready.wait()
        if self._gateway is None or self._closing:
            raise self._refusal or Conflict("the gateway is not running")
        return await self._gateway.operations.run(self._gateway.workspace, name, arguments)

    def start(
        self,
        work: Coroutine[Any, Any, T],
        on_done: Callable[[T], object] | None = None,
        on_error: Callable[[OneApiError], object] | None = None,
        *,
        owner: QObject,
    ) -> Work:
        """Run a coroutine for a widget, and then one of the callbacks on this thread.

        When the owner is destroyed first, the work is cancelled and nothing is called. An OneApiError
        without ``on_error`` is told by ``failed``; any other exception is a fault of ours: it is
        logged and told as one sentence.
        """
        # Qt may tell of something while the loop stands still for a moment: then it is done when it goes on.
        task = (self._loop or asyncio.get_running_loop()).create_task(work)
        self._works.add(task)
        alive = weakref.ref(owner)
        connection = owner.destroyed.connect(task.cancel)

        def ended(_task: asyncio.Task[T]) -> None:
            self._works.discard(task)
            target = alive()
            if target is None or not shiboken6.isValid(target) or not shiboken6.isValid(self):
                if not task.cancelled():
                    task.exception()
                return
            target.destroyed.disconnect(connection)
            if task.cancelled():
                return
            error = task.exception()
            if error is None:
                if on_done is not None:
                    on_done(task.result())
                return
            told = _told(error)
            if on_error is not None:
                on_error(told)
            else:
                self.failed.emit(told)

        task.add_done_callback(ended)
        return Work(task)

    def watch(self, tables: str | Sequence[str], callback: Callable[[frozenset[int]], object], owner: QObject) -> None:
        """Call back with the ids of changed rows of these tables while the owner lives.

        Tables: channels, tokens, users, groups, prices, settings, requests.
        """
        wanted = frozenset([tables] if isinstance(tables, str) else tables)
        self.changed.connect(_Watch(wanted, callback, owner).on_changed)

    # The gateway's life

    @property
    def open_requests(self) -> int:
        """How many requests are being answered now."""
        return len(self._gateway.relay.in_flight) if self._gateway is not None else 0

    async def open(self, start_gateway: StartGateway) -> bool:
        """Start the gateway; False when it refused, and then ``status.problem`` tells why. May be
        called again after a refusal."""
        self._loop = asyncio.get_running_loop()
        self._refusal = None
        self._start_gateway = start_gateway
        self._ready.clear()
        self._show(GatewayStatus())
        try:
            gateway = await start_gateway()
        except Exception as error:
            self._refusal = _told(error)
            self._ready.set()
            self._show(GatewayStatus(GatewayState.FAILED, problem=str(self._refusal)))
            return False
        self._gateway = gateway
        self.live.attach(gateway.relay.in_flight)
        self._unsubscribes = [
            gateway.workspace.database.feed.subscribe(self._on_changes),
            gateway.workspace.notices.subscribe(self.noticed.emit),
        ]
        self._started_with = _decided_at_start(self.settings)
        self._ready.set()
        self.refresh_status()
        self.settings_changed.emit()
        self._health.start()
        self._look_at_health()
        return True

    def pause(self) -> None:
        """Refuse new requests from now on; open ones go on."""
        if self._gateway is not None:
            self._gateway.relay.paused = True
            self.refresh_status()

    def resume(self) -> None:
        """Accept requests again."""
        if self._gateway is not None:
            self._gateway.relay.paused = False
            self.refresh_status()

    def quit_now(self) -> None:
        """Do not wait for open requests any longer while ``close`` drains."""
        if self._gateway is not None:
            self._gateway.relay.in_flight.give_up()

    @property
    def restart_needed(self) -> list[str]:
        """Keys of settings that have changed and count once the gateway is started again."""
        if self._gateway is None:
            return []
        now = _decided_at_start(self.settings)
        return [key for key, value in self._started_with.items() if now[key] != value]

    async def restart(self, between: Callable[[], T] | None = None) -> T | None:
        """Stop the gateway as ``close`` does, call ``between`` in a thread while its files are free, start it again.

        Returns what ``between`` returned; raises what it raised, with the gateway started all the same. Once begun
        it is carried to its end, whatever becomes of the caller. Raises Conflict while another one is under way.
        """
        if self._restart is not None or self._closing or self._start_gateway is None or self._gateway is None:
            raise self._refusal or Conflict("the gateway is starting or stopping; try again in a moment")
        self._restart = asyncio.get_running_loop().create_task(self._start_again(self._start_gateway, between))
        try:
            found: T | None = await asyncio.shield(self._restart)
            return found
        finally:
            if self._restart is not None and self._restart.done():
                self._restart = None

    async def _start_again(self, start_gateway: StartGateway, between: Callable[[], T] | None) -> T | None:
        self._ready.clear()
        try:
            await self._stop_gateway()
            return await asyncio.to_thread(between) if between is not None else None
        finally:
            self._restart = None
            if await self.open(start_gateway):
                self.restarted.emit()

    async def close(self) -> None:
        """Stop the gateway: drain, settle, commit. Work of widgets is cancelled first."""
        if self._restart is not None:
            await asyncio.wait([self._restart])
        self._closing = True
        for task in list(self._works):
            task.cancel()
        if self._works:
            await asyncio.wait(list(self._works))
        await self._stop_gateway()

    async def _stop_gateway(self) -> None:
        self._health.stop()
        self._batch.stop()
        self._pending = {}
        for unsubscribe in self._unsubscribes:
            unsubscribe()
        self._unsubscribes = []
        if self._gateway is not None:
            gateway, shown = self._gateway, self.status
            self._show(GatewayStatus(GatewayState.STOPPING, shown.base_url, shown.shared))
            await gateway.stop()
            self.live.detach()
            self._gateway = None

    def refresh_status(self) -> None:
        """Read the gateway's state again, after something that changes it from outside."""
        gateway = self._gateway
        if gateway is None or self._closing or not self._ready.is_set():
            return
        if gateway.relay.paused:
            state = GatewayState.PAUSED
        else:
            state = GatewayState.DEGRADED if self._ailing else GatewayState.SERVING
        shared = self.settings.lan_share or self.settings.host not in LOOPBACK
        self._show(GatewayStatus(state, gateway.base_url, shared, self._ailing))

    def _show(self, status: GatewayStatus) -> None:
        if status != self.status:
            self.status = status
            self.status_changed.emit(status)

    # Changes

    def _on_changes(self, changes: Sequence[Change]) -> None:
        if self._closing:
            return
        for change in changes:
            self._pending.setdefault(change.table, set()).add(change.id)
        if not self._batch.isActive():
            self._batch.start()

    def _tell(self) -> None:
        pending, self._pending = self._pending, {}
        for table, ids in pending.items():
            self.changed.emit(table, frozenset(ids))

    def _on_changed(self, table: str, _ids: frozenset[int]) -> None:
        if table == "settings":
            self.settings_changed.emit()
            self.refresh_status()
        elif table == "channels":
            self._look_at_health()

    def _look_at_health(self) -> None:
        self.start(self.run("gateway.health"), self._on_health, lambda _error: None, owner=self)

    def _on_health(self, health: dict[str, Any]) -> None:
        self._ailing = sum(
            channel["status"] == "auto_disabled" or (channel["status"] == "enabled" and bool(channel["blocked"]))
            for channel in health["channels"]
        )
        self.refresh_status()


def _decided_at_start(settings: Settings) -> dict[str, Any]:
    """Values that a running gateway was started with; those that are not stored cannot change."""
    return {
        setting.key: getattr(settings, setting.key)
        for setting in declared_settings()
        if setting.restart and setting.stored
    }


def error_field(error: OneApiError) -> str:
    """The name of the field an error is about; empty when it is about none."""
    return error.field if isinstance(error, InvalidInput) else ""


def error_text(error: OneApiError) -> str:
    """What to show beside the field, or anywhere else: the message without the field's name."""
    return str(error).removeprefix(f"{error_field(error)}: ")


def _told(error: BaseException) -> OneApiError:
    if isinstance(error, OneApiError):
        return error
    log.error("the window could not finish something", exc_info=error)
    return OneApiError(f"something went wrong in the program itself ({type(error).__name__}); the log has the details")
