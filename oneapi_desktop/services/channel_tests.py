"""Channel tests: one channel, or all of them, and what a result changes."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from oneapi_desktop.domain.channel import Channel, ChannelSecrets, ChannelStatus
from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound, VaultError
from oneapi_desktop.providers.provider import Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import Exchange, UpstreamClient, UpstreamFault
from oneapi_desktop.services.account_faults import account_fault
from oneapi_desktop.services.adapted_probes import adapted_exchange, is_adapted
from oneapi_desktop.services.channel_probes import Probe, build_probe, choose_test_model, read_answer
from oneapi_desktop.services.channels import ChannelService
from oneapi_desktop.services.upstream_errors import error_text, without_secrets
from oneapi_desktop.settings import Settings
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories.channels import ChannelRepository

CONCURRENCY = 4
LEAST_TIMEOUT = 30.0

Scope = Literal["all", "enabled", "disabled"]
SCOPES: tuple[Scope, ...] = ("all", "enabled", "disabled")


@dataclass(frozen=True, slots=True)
class TestResult:
    """One test. ``ms`` is None and ``error`` filled when it failed; ``action`` is what followed from
    it: ``enabled``, ``disabled`` or nothing."""

    __test__ = False

    channel_id: int
    channel: str
    model: str
    mode: str
    ms: int | None
    answer: str = ""
    error: str = ""
    action: str = ""

    @property
    def passed(self) -> bool:
        """Whether the channel answered usably."""
        return not self.error


@dataclass(slots=True)
class TestRun:
    """A run over several channels, as it stands."""

    __test__ = False

    total: int = 0
    results: list[TestResult] = field(default_factory=list)
    cancelled: bool = False


class ChannelTestService:
    """Tests channels and applies the rules for switching them off and on."""

    def __init__(
        self, database: Database, channels: ChannelService, upstream: UpstreamClient, settings: Settings
    ) -> None:
        self._rows = ChannelRepository(database)
        self._channels = channels
        self._upstream = upstream
        self._settings = settings
        self.run: TestRun | None = None
        """The run under way, or None."""

    async def test(self, channel: Channel, model: str = "") -> TestResult:
        """Test one channel; ``model`` must be one it offers. Records the result.

        A passed test switches an automatically disabled channel on, a definite fault of key or
        account (or an answer slower than ``disable_threshold``) switches an enabled one off, as far
        as the settings allow. Raises InvalidInput for a model the channel does not offer.
        """
        if model and model not in channel.models:
            raise InvalidInput("model", f"channel {channel.name!r} does not offer {model!r}")
        result, reason = await self._ask(channel, model)
        action = ""
        if reason:
            if self._settings.automatic_disable and await self._channels.disable_automatically(
                channel.id, f"test: {reason}"
            ):
                action = "disabled"
        elif result.passed and self._settings.automatic_enable:
            action = "enabled" if await self._channels.enable_automatically(channel.id) else ""
        try:
            await self._rows.record_test(
                channel.id, tested_at=time.time_ns() // 1_000_000, test_ms=result.ms, error=result.error
            )
        except NotFound:
            action = ""
        return TestResult(
            channel.id, channel.name, result.model, result.mode, result.ms, result.answer, result.error, action
        )

    async def test_draft(self, channel: Channel, secrets: ChannelSecrets, model: str = "") -> TestResult:
        """Test a channel that is not stored as it stands. Nothing is recorded and nothing follows from it.

        Raises InvalidInput for a model the channel does not offer.
        """
        if model and model not in channel.models:
            raise InvalidInput("model", f"the channel does not offer {model!r}")
        return (await self._ask(channel, model, secrets))[0]

    async def test_all(
        self, scope: Scope = "all", progress: Callable[[TestRun], None] | None = None
    ) -> list[TestResult]:
        """Test channels, four at a time, in order of id; ``progress`` is called after each result.

        One run at a time: Conflict while another is under way. ``cancel`` ends it early.
        """
        if scope not in SCOPES:
            raise InvalidInput("scope", f"choose one of {', '.join(SCOPES)}")
        if self.run is not None:
            raise Conflict("a test of all channels is under way already; wait for it or cancel it")
        run = self.run = TestRun()
        try:
            channels = [c for c in await self._channels.list() if _in_scope(c, scope)]
            run.total = len(channels)
            places = asyncio.Semaphore(CONCURRENCY)

            async def one(channel: Channel) -> None:
                try:
                    if not run.cancelled:
                        run.results.append(await self.test(channel))
                        if progress is not None:
                            progress(run)
                finally:
                    places.release()

            async with asyncio.TaskGroup() as tasks:
                for number, channel in enumerate(channels):
                    if number and self._settings.polling_interval:
                        await asyncio.sleep(self._settings.polling_interval)
                    await places.acquire()
                    if run.cancelled:
                        break
                    tasks.create_task(one(channel), name=f"test of channel {channel.id}")
        finally:
            self.run = None
        return sorted(run.results, key=lambda result: result.channel_id)

    def cancel(self) -> bool:
        """End a run after the tests under way; False when there is none."""
        if self.run is None:
            return False
        self.run.cancelled = True
        return True

    async def _ask(
        self, channel: Channel, wanted: str, secrets: ChannelSecrets | None = None
    ) -> tuple[TestResult, str]:
        """The bare result, and why the channel should be switched off ('' when it should not). Without
        ``secrets`` those in the vault are used."""

        def failed(model: str, mode: str, error: str) -> TestResult:
            return TestResult(channel.id, channel.name, model, mode, None, error=error)

        try:
            provider = find_provider(channel.provider)
            if secrets is None:
                secrets = await self._channels.secrets_of(channel)
        except (InvalidInput, VaultError) as error:
            return failed("", "", str(error)), ""
        model = choose_test_model(channel, provider, wanted)
        if not model:
            return failed("", "", "the channel offers no model"), ""
        probe = build_probe(channel, provider, model, self._settings.test_prompt)
        threshold = self._settings.disable_threshold
        begin = time.perf_counter()
        try:
            answer = await self._exchange(channel, secrets, provider, probe, model)
        except UpstreamFault as fault:
            return failed(model, probe.mode.value, without_secrets(fault.message, secrets)), ""
        except InvalidInput as error:
            return failed(model, probe.mode.value, str(error)), ""
        seconds = time.perf_counter() - begin
        if answer.status != 200:
            text = error_text(answer.status, answer.body, secrets)
            return failed(model, probe.mode.value, text), account_fault(answer.status, answer.body) or ""
        said = read_answer(probe.mode, answer.headers, answer.body)
        if said is None:
            return failed(model, probe.mode.value, _unusable(answer.body, secrets)), ""
        ms = max(1, round(seconds * 1000))
        slow = f"answered in {seconds:.1f} s, slower than {threshold:g} s" if 0 < threshold < seconds else ""
        said = without_secrets(said, secrets)
        return TestResult(channel.id, channel.name, model, probe.mode.value, ms, answer=said), slow

    async def _exchange(
        self, channel: Channel, secrets: ChannelSecrets, provider: Provider, probe: Probe, model: str
    ) -> Exchange:
        """The upstream's answer to a probe, in OpenAI's shape when it is a good one."""
        upstream_model = channel.upstream_model(model)
        timeout = max(self._settings.disable_threshold, LEAST_TIMEOUT)
        if is_adapted(channel, provider, probe, upstream_model):
            prompt = self._settings.test_prompt
            return await adapted_exchange(
                self._upstream, channel, secrets, provider, probe, upstream_model, prompt, timeout=timeout
            )
        return await self._upstream.exchange(
            channel,
            secrets,
            probe.endpoint,
            probe.body,
            probe.content_type,
            model=upstream_model,
            timeout=timeout,
        )


def _unusable(body: bytes, secrets: ChannelSecrets) -> str:
    text = error_text(200, body, secrets).removeprefix("HTTP 200").removeprefix(": ")
    return f"HTTP 200 without a usable answer{': ' + text if text else ''}"


def _in_scope(channel: Channel, scope: Scope) -> bool:
    enabled = channel.status is ChannelStatus.ENABLED
    return scope == "all" or enabled == (scope == "enabled")
