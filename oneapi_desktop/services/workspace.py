"""Everything that belongs to one data directory, opened together and closed together."""

import asyncio
import logging
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services.data_directory import DataDirectory
from oneapi_desktop.services.vault_on_demand import SecretStore, VaultOnDemand
from oneapi_desktop.settings import Settings
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories.settings import SettingRepository

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamClient
    from oneapi_desktop.services.backups import BackupService
    from oneapi_desktop.services.balances import BalanceService
    from oneapi_desktop.services.captures import CaptureService
    from oneapi_desktop.services.channel_tests import ChannelTestService
    from oneapi_desktop.services.channels import ChannelService
    from oneapi_desktop.services.lan_sharing import LanSharing
    from oneapi_desktop.services.notices import NoticeService
    from oneapi_desktop.services.playground import Playground
    from oneapi_desktop.services.price_book import PriceBook
    from oneapi_desktop.services.prices import PriceService
    from oneapi_desktop.services.settings import SettingService
    from oneapi_desktop.services.stored_responses import StoredResponseService
    from oneapi_desktop.services.tokens import TokenService

log = logging.getLogger(__name__)
sql_log = logging.getLogger("oneapi_desktop.sql")


class Workspace:
    """Settings, database, vault, upstream client and the services over them.

    Services are made, and what they import is loaded, when they are first used: a small command
    pays for what it needs only. Made by ``open_workspace``.
    """

    def __init__(self, settings: Settings, directory: DataDirectory, database: Database, vault: SecretStore) -> None:
        self.settings = settings
        self.directory = directory
        self.database = database
        self.vault = vault
        self.setting_problems: list[str] = []
        """A sentence for each stored setting that cannot be read."""
        self.served_at = ""
        """Where a running gateway is reached from this machine, without path; empty when none runs."""
        self.settings_applied: list[Callable[[], None]] = []
        """Called after each change of a setting, when the new value counts."""
        self.lan: LanSharing | None = None
        """Sharing on the local network, while a gateway runs."""
        self._upstream: UpstreamClient | None = None
        self._own_client: UpstreamClient | None = None

    @property
    def root_url(self) -> str:
        """Where tools on this machine reach the gateway, now or when it is started, without path."""
        if self.served_at:
            return self.served_at
        settings = self.settings
        return local_root(settings.host, settings.port, secure=bool(settings.tls_cert))

    @cached_property
    def channels(self) -> "ChannelService":
        """Channels and their secrets."""
        from oneapi_desktop.services.channels import ChannelService

        return ChannelService(self.database, self.vault)

    @cached_property
    def tokens(self) -> "TokenService":
        """Issued tokens."""
        from oneapi_desktop.services.tokens import TokenService

        return TokenService(self.database, self.vault, self.settings)

    @cached_property
    def prices(self) -> "PriceService":
        """Prices and group ratios; keeps ``price_book`` current."""
        from oneapi_desktop.services.prices import PriceService

        return PriceService(self.database, self.channels)

    @property
    def price_book(self) -> "PriceBook":
        """Every known price. Holds stored prices once ``prices.load`` has run (``open_workspace``
        does that unless it is lean)."""
        return self.prices.book

    @cached_property
    def stored_settings(self) -> "SettingService":
        """Reading and changing settings."""
        from oneapi_desktop.services.settings import SettingService

        return SettingService(self.database, self.settings, self.apply_settings)

    @cached_property
    def backups(self) -> "BackupService":
        """Backups of the database; one at a time."""
        from oneapi_desktop.services.backups import BackupService

        return BackupService(self.directory, self.settings)

    @cached_property
    def captures(self) -> "CaptureService":
        """Bodies of requests, kept while the owner wants that."""
        from oneapi_desktop.services.captures import CaptureService

        return CaptureService(self.directory.captures, self.vault, self.settings)

    @cached_property
    def notices(self) -> "NoticeService":
        """What the owner is told while looking elsewhere; a running gateway keeps it at work."""
        from oneapi_desktop.services.notices import NoticeService

        return NoticeService(self)

    @cached_property
    def tests(self) -> "ChannelTestService":
        """Channel tests; one run over all channels at a time."""
        from oneapi_desktop.services.channel_tests import ChannelTestService

        return ChannelTestService(self.database, self.channels, self.upstream, self.settings)

    @cached_property
    def balances(self) -> "BalanceService":
        """What upstream accounts have left."""
        from oneapi_desktop.services.balances import BalanceService

        return BalanceService(self.database, self.channels, self.upstream, self.settings)

    @cached_property
    def responses(self) -> "StoredResponseService":
        """Answers of the Responses API that are kept for their callers."""
        from oneapi_desktop.services.stored_responses import StoredResponseService

        return StoredResponseService(self.database, self.vault, self.settings)

    @property
    def upstream(self) -> "UpstreamClient":
        """The HTTP client to upstreams; its timeouts and proxy follow the settings."""
        if self._upstream is None:
            from oneapi_desktop.providers.upstream import UpstreamClient

            self._upstream = UpstreamClient()
            self._apply_to_upstream()
        return self._upstream

    @property
    def own_client(self) -> "UpstreamClient":
        """The HTTP client to the gateway of this program itself: no proxy stands between."""
        if self._own_client is None:
            from oneapi_desktop.providers.upstream import UpstreamClient

            self._own_client = UpstreamClient(direct=True)
            self._apply_to_upstream()
        return self._own_client

    @cached_property
    def playground(self) -> "Playground":
        """Trying models through the running gateway."""
        from oneapi_desktop.services.playground import Playground

        return Playground(self)

    def apply_settings(self) -> None:
        """Bring what was made from settings up to date. Called after each change of a setting."""
        for applied in self.settings_applied:
            applied()
        self._apply_to_upstream()

    def _apply_to_upstream(self) -> None:
        made = [client for client in (self._upstream, self._own_client) if client is not None]
        if not made:
            return
        from oneapi_desktop.providers.upstream import Timeouts

        chosen = self.settings
        for client in made:
            client.timeouts = Timeouts(
                connect=chosen.connect_timeout,
                first_byte=chosen.first_byte_timeout,
                idle=chosen.idle_timeout,
                total=chosen.relay_timeout,
            )
            client.proxy = chosen.relay_proxy

    async def close(self) -> None:
        """Close upstream connections, commit everything queued and close the database."""
        if "captures" in vars(self):
            await self.captures.close()
        if "playground" in vars(self):
            self.playground.close()
        for client in (self._own_client, self._upstream):
            if client is not None:
                await client.close()
        await self.database.close()


def local_root(host: str, port: int, *, secure: bool) -> str:
    """The address by which this machine reaches a listener on ``host``."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "127.0.0.1"}.get(host, f"[{host}]" if ":" in host else host)
    return f"{'https' if secure else 'http'}://{shown}:{port}"


async def open_workspace(settings: Settings, *, lean: bool = False) -> Workspace:
    """Open the data directory the settings choose, making it if need be.

    ``lean`` leaves vault, secrets and prices for when they are first used (short commands).
    Raises InvalidInput (the directory), StoreError (the database), VaultError (the vault).
    """
    directory = DataDirectory.of(settings)
    directory.create()
    if not directory.database.parent.is_dir():
        raise InvalidInput("sqlite_path", f"there is no directory {directory.database.parent}")
    database = await asyncio.to_thread(
        Database.open,
        directory.database,
        busy_timeout_ms=settings.sqlite_busy_timeout,
        trace=sql_log.debug if settings.debug_sql else None,
    )
    try:
        vault = VaultOnDemand(directory.root, settings)
        workspace = Workspace(settings, directory, database, vault)
        stored = await SettingRepository(database).list()
        workspace.setting_problems = settings.apply_stored(stored)
        if not lean:
            await _load(workspace, vault)
    except BaseException:
        await database.close()
        raise
    return workspace


async def _load(workspace: Workspace, vault: VaultOnDemand) -> None:
    for problem in workspace.setting_problems:
        log.warning("a stored setting was left out: %s", problem)
    await asyncio.to_thread(vault.opened)
    for problem in await workspace.channels.load_secrets():
        log.warning("%s", problem)
    await workspace.prices.load()
