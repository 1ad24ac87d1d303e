"""What a running gateway does by the clock: channel tests, balances, backups, retention."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from oneapi_desktop.domain.errors import OneApiError
from oneapi_desktop.services.workspace import Workspace
from oneapi_desktop.store.backup import back_up
from oneapi_desktop.store.repositories.devices import DeviceRepository
from oneapi_desktop.store.repositories.requests import RequestRepository

log = logging.getLogger(__name__)

TICK = 30.0
RETENTION_EVERY = 24 * 3600.0
CAPTURES_EVERY = 3600.0
RESPONSES_EVERY = 3600.0
DAY_MS = 86_400_000


@dataclass(slots=True)
class Chore:
    """One recurring duty. ``every`` gives its period in seconds, 0 while it is switched off."""

    name: str
    every: Callable[[], float]
    work: Callable[[], Awaitable[object]]
    last: float


class Schedule:
    """Runs chores one after the other. A change of a period takes effect at the next tick."""

    def __init__(self, workspace: Workspace, clock: Callable[[], float] = time.monotonic) -> None:
        self._workspace = workspace
        self._clock = clock
        settings = workspace.settings
        now = clock()
        self.chores = [
            Chore("channel tests", lambda: settings.channel_test_minutes * 60.0, self._test_channels, now),
            Chore("balances", lambda: settings.balance_update_minutes * 60.0, self._update_balances, now),
            Chore("backup", lambda: settings.backup_hours * 3600.0, self._back_up, now),
            Chore(
                "retention",
                lambda: RETENTION_EVERY if settings.retention_days else 0.0,
                self._prune,
                now - RETENTION_EVERY,
            ),
            Chore("captures", lambda: CAPTURES_EVERY, self._forget_captures, now - CAPTURES_EVERY),
            Chore("stored responses", lambda: RESPONSES_EVERY, self._forget_responses, now - RESPONSES_EVERY),
        ]

    async def run(self) -> None:
        """Run until cancelled."""
        while True:
            await self.run_due()
            await asyncio.sleep(TICK)

    async def run_due(self) -> list[str]:
        """Do what is due; the names of what was done. A chore that fails is logged and comes again."""
        done = []
        for chore in self.chores:
            every = chore.every()
            if not every or self._clock() - chore.last < every:
                continue
            chore.last = self._clock()
            try:
                await chore.work()
                done.append(chore.name)
            except OneApiError as error:
                log.warning("scheduled %s failed: %s", chore.name, error)
            except Exception:
                log.exception("scheduled %s failed", chore.name)
        return done

    async def _test_channels(self) -> None:
        await self._workspace.tests.test_all()

    async def _update_balances(self) -> None:
        await self._workspace.balances.update_all()

    async def _back_up(self) -> None:
        workspace = self._workspace
        directory = workspace.directory.backups
        await asyncio.to_thread(back_up, workspace.database.path, directory, keep=workspace.settings.backup_keep)

    async def _prune(self) -> None:
        days = self._workspace.settings.retention_days
        before = time.time_ns() // 1_000_000 - days * DAY_MS
        removed = await RequestRepository(self._workspace.database).prune(before)
        await DeviceRepository(self._workspace.database).prune(before)
        if removed:
            log.info("retention removed %d requests older than %d days", removed, days)

    async def _forget_captures(self) -> None:
        removed = await self._workspace.captures.prune()
        if removed:
            log.info("%d kept request bodies were forgotten", removed)

    async def _forget_responses(self) -> None:
        removed = await self._workspace.responses.prune()
        if removed:
            log.info("%d stored responses were forgotten", removed)
