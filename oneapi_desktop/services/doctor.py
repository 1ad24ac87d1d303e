"""Checks of everything that can be wrong with an installation, each with a remedy."""

import asyncio
import os
import shutil
import socket
import stat
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from oneapi_desktop.domain.channel import ChannelStatus
from oneapi_desktop.domain.errors import InvalidInput, OneApiError, VaultError
from oneapi_desktop.domain.token import TokenStatus
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.services.control_file import read_control_file
from oneapi_desktop.services.json_shapes import iso_time
from oneapi_desktop.services.resource_files import resource_directory
from oneapi_desktop.services.workspace import Workspace
from oneapi_desktop.settings import IGNORED_VARIABLES, declared_settings
from oneapi_desktop.store.backup import list_backups
from oneapi_desktop.store.repositories.requests import RequestFilter, RequestRepository

Result = Literal["ok", "warn", "fail"]

ENCODINGS = ("o200k_base", "cl100k_base")
LEAST_FREE_BYTES = 500 * 1024 * 1024
EARLIEST_CLOCK_MS = 1_735_689_600_000
"""2025-01-01: this program did not exist before, so an earlier clock is wrong."""

CLOCK_TOLERANCE_MS = 3_600_000

UNSUPPORTED_VARIABLES = (
    "SQL_DSN", "LOG_SQL_DSN", "SQL_MAX_IDLE_CONNS", "SQL_MAX_OPEN_CONNS", "SQL_MAX_LIFETIME",
    "SQL_CONN_MAX_LIFETIME", "REDIS_CONN_STRING", "REDIS_MASTER_NAME", "REDIS_PASSWORD", "SYNC_FREQUENCY",
    "NODE_TYPE", "FRONTEND_BASE_URL", "SESSION_SECRET", "GLOBAL_API_RATE_LIMIT", "GLOBAL_WEB_RATE_LIMIT",
    "USER_CONTENT_REQUEST_PROXY", "GEMINI_SAFETY_SETTING", "GEMINI_VERSION",
    "THEME", "INITIAL_ROOT_ACCESS_TOKEN",
)  # fmt: skip
"""Variables of one-api that this version does not act on (unless a setting declares them)."""


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. ``remedy`` is empty when nothing is to be done."""

    check: str
    result: Result
    text: str
    remedy: str = ""

    def json(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


class Doctor:
    """Examines a workspace; changes nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def examine(self) -> list[Check]:
        """All findings, in a fixed order. A check that breaks is itself a finding."""
        checks: list[tuple[str, Callable[[], Awaitable[Iterable[Check]]]]] = [
            ("data directory", self._directory),
            ("database", self._database),
            ("ledger", self._ledger),
            ("backups", self._backups),
            ("vault", self._vault),
            ("keys", self._keys),
            ("channels", self._channels),
            ("tokens", self._tokens),
            ("prices", self._prices),
            ("gateway", self._gateway),
            ("settings", self._settings),
            ("clock", self._clock),
            ("encodings", self._encodings),
        ]
        found: list[Check] = []
        for name, check in checks:
            try:
                found += await check()
            except OneApiError as error:
                found.append(Check(name, "fail", str(error)))
        return found

    async def _directory(self) -> Iterable[Check]:
        root = self._workspace.directory.root
        free = (await asyncio.to_thread(shutil.disk_usage, root)).free
        if free < LEAST_FREE_BYTES:
            return [Check("data directory", "warn", f"{root} has {free >> 20} MiB left", "Free some disk space")]
        mode = stat.S_IMODE(root.stat().st_mode)
        if sys.platform != "win32" and mode & 0o077:
            text = f"{root} can be read by other users (mode {mode:o})"
            return [Check("data directory", "warn", text, f"Run: chmod 700 {root}")]
        return [Check("data directory", "ok", str(root))]

    async def _database(self) -> Iterable[Check]:
        faults = await self._workspace.database.check_integrity()
        remedy = "Stop the gateway and restore a backup: oneapi-desktop restore FILE"
        if faults:
            return [Check("database", "fail", fault, remedy) for fault in faults[:10]]
        path = self._workspace.directory.database
        size = sum(file.stat().st_size for file in (path, path.with_name(f"{path.name}-wal")) if file.exists())
        return [Check("database", "ok", f"sound, {size >> 10} KiB")]

    async def _ledger(self) -> Iterable[Check]:
        faults = await self._workspace.database.verify_ledger()
        remedy = "Keep a copy of the data directory and report this fault"
        if faults:
            return [Check("ledger", "fail", fault, remedy) for fault in faults[:10]]
        return [Check("ledger", "ok", "the log, the balances and the rollups agree")]

    async def _backups(self) -> Iterable[Check]:
        workspace = self._workspace
        found = await asyncio.to_thread(list_backups, workspace.directory.backups)
        if found:
            return [Check("backups", "ok", f"{len(found)}, the newest is {found[0].name}")]
        return [Check("backups", "warn", "there is none yet", "Make one: oneapi-desktop backup")]

    async def _vault(self) -> Iterable[Check]:
        vault = self._workspace.vault
        name, warning = await asyncio.to_thread(lambda: (vault.name, vault.warning))
        if warning:
            return [Check("vault", "warn", f"keys are kept in {name}", warning)]
        return [Check("vault", "ok", f"keys are kept in {name}")]

    async def _keys(self) -> Iterable[Check]:
        found: list[Check] = []
        channels = await self._workspace.channels.list()
        for channel in channels:
            try:
                await self._workspace.channels.secrets_of(channel)
            except VaultError as error:
                found.append(Check("keys", "fail", str(error)))
        kept = sum(bool(channel.secret_ref) for channel in channels)
        return found or [Check("keys", "ok", f"all {kept} can be read")]

    async def _channels(self) -> Iterable[Check]:
        channels = await self._workspace.channels.list()
        if not channels:
            return [Check("channels", "warn", "there is none", "Add one: oneapi-desktop channel add")]
        found: list[Check] = []
        for channel in channels:
            try:
                find_provider(channel.provider)
            except InvalidInput as error:
                found.append(Check("channels", "fail", f"{channel.name!r}: {error}", f"Run: channel edit {channel.id}"))
            if channel.status is ChannelStatus.AUTO_DISABLED:
                text = f"{channel.name!r} was switched off: {channel.status_reason or 'no reason noted'}"
                remedy = f"Mend it, then: oneapi-desktop channel enable {channel.id}"
                found.append(Check("channels", "warn", text, remedy))
            elif channel.status is ChannelStatus.DISABLED:
                reason = f": {channel.status_reason}" if channel.status_reason else ""
                found.append(Check("channels", "ok", f"{channel.name!r} is switched off by you{reason}"))
        enabled = sum(channel.status is ChannelStatus.ENABLED for channel in channels)
        if not enabled:
            found.append(Check("channels", "fail", "none is enabled", "Switch one on: oneapi-desktop channel enable"))
        return [Check("channels", "ok", f"{enabled} of {len(channels)} are enabled"), *found]

    async def _tokens(self) -> Iterable[Check]:
        now = time.time() * 1000
        usable = [
            token
            for token in await self._workspace.tokens.list(revoked=False)
            if token.status is TokenStatus.ENABLED and (token.expires_at is None or token.expires_at > now)
        ]
        if not usable:
            remedy = "Add one: oneapi-desktop token add --name NAME --unlimited"
            return [Check("tokens", "warn", "there is none that can be used", remedy)]
        spent = [t for t in usable if t.budgets.total is not None and t.used_nano >= t.budgets.total]
        found = [Check("tokens", "ok", f"{len(usable)} can be used")]
        return found + [
            Check("tokens", "warn", f"{t.name!r} has spent its budget", f"Raise it: oneapi-desktop token edit {t.id}")
            for t in spent
        ]

    async def _prices(self) -> Iterable[Check]:
        rows = await self._workspace.prices.list(unpriced=True)
        models = list(dict.fromkeys(str(row["model"]) for row in rows))
        if not models:
            return [Check("prices", "ok", "every model that a channel offers has a price")]
        named = ", ".join(models[:5]) + (f" and {len(models) - 5} more" if len(models) > 5 else "")
        remedy = "Set one: oneapi-desktop price set MODEL --input USD --output USD"
        return [Check("prices", "warn", f"nobody has a price for {named}; use is recorded at $0", remedy)]

    async def _gateway(self) -> Iterable[Check]:
        workspace = self._workspace
        address = read_control_file(workspace.directory.control)
        if address is not None and address.pid == os.getpid():
            return [Check("gateway", "ok", f"running (process {address.pid})")]
        host, port = workspace.settings.host, workspace.settings.port
        try:
            await asyncio.to_thread(_try_port, host, port)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            remedy = "Stop what uses it, or choose another: oneapi-desktop setting set port 3001"
            return [Check("gateway", "warn", f"not running; {host}:{port} cannot be taken: {reason}", remedy)]
        return [Check("gateway", "ok", f"not running; {host}:{port} is free")]

    async def _settings(self) -> Iterable[Check]:
        found = [
            Check("settings", "warn", f"a stored setting was left out: {problem}", "Set it again: setting set")
            for problem in self._workspace.setting_problems
        ]
        declared = {name for setting in declared_settings() for name in setting.environment}
        for name in sorted(os.environ.keys() - declared):
            if name in IGNORED_VARIABLES:
                found.append(Check("settings", "warn", f"{name} has no effect: {IGNORED_VARIABLES[name]}"))
            elif name in UNSUPPORTED_VARIABLES:
                found.append(Check("settings", "warn", f"{name} is not supported by this version"))
        changed = sum(self._workspace.settings.origin_of(s.key) != "default" for s in declared_settings())
        return found or [Check("settings", "ok", f"{changed} differ from their default")]

    async def _clock(self) -> Iterable[Check]:
        now = time.time_ns() // 1_000_000
        if now < EARLIEST_CLOCK_MS:
            return [Check("clock", "fail", f"it says {iso_time(now)}", "Set the computer's clock")]
        ahead = RequestFilter(since_ms=now + CLOCK_TOLERANCE_MS, limit=1)
        later = await RequestRepository(self._workspace.database).list(ahead)
        if later:
            text = f"the ledger has a request of {iso_time(later[0].created_at)}, but it is {iso_time(now)}"
            return [Check("clock", "warn", text, "Check the computer's clock: budgets and reports depend on it")]
        return [Check("clock", "ok", f"it is {iso_time(now)}")]

    async def _encodings(self) -> Iterable[Check]:
        places = [resource_directory("encodings")]
        chosen = self._workspace.settings.tiktoken_cache_dir
        if chosen:
            places.insert(0, Path(chosen))
        missing = [name for name in ENCODINGS if not any(_has_encoding(place, name) for place in places)]
        if missing:
            text = f"{', '.join(missing)} are missing; where an upstream reports no usage, tokens are guessed"
            return [Check("encodings", "warn", text, "Install the program again")]
        return [Check("encodings", "ok", "bundled, no download needed")]


def _has_encoding(place: Path, name: str) -> bool:
    return (place / f"{name}.tiktoken").is_file()


def _try_port(host: str, port: int) -> None:
    """Raise OSError when the port cannot be listened on."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        probe.listen(1)
