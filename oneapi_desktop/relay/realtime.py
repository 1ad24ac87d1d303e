"""``/v1/realtime``: a WebSocket passed through to an upstream that has it, and metered.

Messages pass as they are in both directions; those that tell usage are read beside. The session costs what
its answers reported until it ended, whoever ended it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import fields
from typing import Protocol
from urllib.parse import parse_qsl, urlencode

from oneapi_desktop.dialects.conversation import TokenUsage
from oneapi_desktop.dialects.json_reading import as_object, dump_text
from oneapi_desktop.dialects.openai_usage import loads, read_usage
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.domain.request_record import Outcome
from oneapi_desktop.domain.usage import NO_USAGE, Usage, UsageSource
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.upstream import HandshakeRefused, UpstreamClient, UpstreamFault, UpstreamSocket
from oneapi_desktop.relay.attempt import secret_words
from oneapi_desktop.relay.directory import ChannelEntry
from oneapi_desktop.relay.faults import Failure, status_failure, transport_failure
from oneapi_desktop.relay.inbound import ClientGone
from oneapi_desktop.relay.metering import Metered
from oneapi_desktop.relay.run import Run
from oneapi_desktop.relay.settlement import Ledger
from oneapi_desktop.relay.tally import Tally
from oneapi_desktop.settings import Settings

PATH = "/v1/realtime"
GOING_AWAY, UNEXPECTED = 1001, 1011
_NOT_PASSED = frozenset({"model", "key"})


class ClientSocket(Protocol):
    """The client's end."""

    async def accept(self, headers: dict[str, str]) -> None:
        """Answer the opening. Raises ClientGone."""
        ...

    async def receive(self) -> str | bytes | None:
        """The next message, None once the client has closed."""
        ...

    async def send(self, message: str | bytes) -> None:
        """Send a message. Raises ClientGone."""
        ...

    async def close(self, code: int) -> None:
        """Close it."""
        ...


class Realtime:
    """Serves realtime sessions."""

    def __init__(self, settings: Settings, upstream: UpstreamClient, ledger: Ledger) -> None:
        self._settings = settings
        self._upstream = upstream
        self._ledger = ledger

    async def connect(self, run: Run, entry: ChannelEntry) -> UpstreamSocket | Failure:
        """Open one channel's socket."""
        begun = time.perf_counter()
        ended = "ok"
        try:
            return await self._upstream.connect(
                self._url(run, entry), self._headers(run, entry), proxy=entry.secrets.proxy
            )
        except HandshakeRefused as refused:
            failure = status_failure(refused.status, refused.headers, b"", self._settings, secret_words(entry))
            ended = failure.summary
            return failure
        except UpstreamFault as fault:
            ended = fault.kind.value
            return transport_failure(fault)
        finally:
            spent = time.perf_counter() - begun
            run.waited += spent
            run.route.append(
                {
                    "channel": entry.channel.name,
                    "channel_id": entry.channel.id,
                    "result": ended,
                    "ms": round(spent * 1000, 1),
                }
            )

    def _url(self, run: Run, entry: ChannelEntry) -> str:
        address = entry.url(Mode.REALTIME, PATH, run.upstream_model)
        query = [pair for pair in parse_qsl(run.inbound.query) if pair[0] not in _NOT_PASSED]
        joint = "&" if "?" in address else "?"
        return f"ws{address.removeprefix('http')}{joint}{urlencode([('model', run.upstream_model), *query])}"

    def _headers(self, run: Run, entry: ChannelEntry) -> dict[str, str]:
        headers = dict(entry.headers)
        for name in ("OpenAI-Beta", "User-Agent"):
            value = run.inbound.headers.get(name)
            if value is not None:
                headers[name] = value
        return headers

    async def relay(
        self, run: Run, client: ClientSocket, upstream: UpstreamSocket, exceeded: Callable[[int], bool]
    ) -> None:
        """Pass messages both ways until one side ends. ``exceeded`` says whether a cost so far (in
        nano-dollars) is more than the token may spend. Raises ClientGone."""
        run.tally = Tally(usage=TokenUsage(), done=True)
        session = _Session(run, exceeded)
        error = ""
        try:
            await client.accept(run.headers())
            run.started = True
            run.first_byte = time.perf_counter()
            await _first_ended(
                _pump(client.receive, upstream.send, session.sent),
                _pump(upstream.receive, client.send, session.received),
            )
        except UpstreamFault as fault:
            error = fault.message
        except RequestError as refusal:
            error = refusal.message
            with suppress(ClientGone):
                await client.send(session.error_event(refusal))
        finally:
            await upstream.close()
        outcome = Outcome.FAILED if error else Outcome.DONE
        await self._ledger.settle(run, outcome, 101, session.metered(), error=error, code="realtime" if error else "")
        await client.close(UNEXPECTED if error else upstream.close_code or GOING_AWAY)


class _Session:
    """What a session has come to so far."""

    def __init__(self, run: Run, exceeded: Callable[[int], bool]) -> None:
        self._run = run
        self._exceeded = exceeded
        self._usage = NO_USAGE

    def metered(self) -> Metered:
        return Metered(self._usage, UsageSource.MEASURED if self._usage != NO_USAGE else UsageSource.UNKNOWN)

    def sent(self, message: str | bytes) -> None:
        """A client's message passes; nothing of it is counted."""

    def received(self, message: str | bytes) -> None:
        """Read the usage of an upstream's message. Raises RequestError when the budget is spent."""
        if isinstance(message, bytes) or '"usage"' not in message:
            return
        usage = usage_of(message)
        if usage is None:
            return
        self._usage = added(self._usage, usage)
        run = self._run
        run.tally = Tally(usage=TokenUsage.from_ledger(self._usage), done=True)
        cost = run.price.cost(self._usage.clamped(), ratio_millionths=run.ratio) if run.price is not None else 0
        if self._exceeded(cost):
            raise RequestError(ErrorKind.BUDGET_EXHAUSTED, f"the budget of token {run.record.token_name!r} is used up")

    def error_event(self, error: RequestError) -> str:
        """A refusal as the last message of a session."""
        told = {"type": "insufficient_quota", "code": error.code, "message": error.message, "param": None}
        return dump_text({"type": "error", "event_id": f"event_{self._run.request_id}", "error": told})


def usage_of(message: str) -> Usage | None:
    """The counts of an event that tells any: an answer's end, or a transcription of what was heard."""
    event = loads(message.encode("utf-8", "surrogatepass"))
    told = event.get("usage") or as_object(event.get("response")).get("usage")
    if not isinstance(told, dict):
        return None
    # Realtime spells the details in the singular.
    inputs, outputs = told.get("input_token_details"), told.get("output_token_details")
    return read_usage({**told, "input_tokens_details": inputs, "output_tokens_details": outputs})


def added(usage: Usage, more: Usage) -> Usage:
    """The sum of two counts, kind by kind."""
    return Usage(**{field.name: getattr(usage, field.name) + getattr(more, field.name) for field in fields(Usage)})


async def _pump(
    receive: Callable[[], Awaitable[str | bytes | None]],
    send: Callable[[str | bytes], Awaitable[None]],
    see: Callable[[str | bytes], None],
) -> None:
    """Pass messages one way until its source has closed."""
    while (message := await receive()) is not None:
        await send(message)
        see(message)


class _Over(Exception):
    """One way of a session has ended properly."""


async def _first_ended(*pumps: Coroutine[None, None, None]) -> None:
    """Run both ways until one ends; what it raised is raised here."""

    async def watched(pump: Coroutine[None, None, None]) -> None:
        await pump
        raise _Over

    try:
        async with asyncio.TaskGroup() as tasks:
            for pump in pumps:
                tasks.create_task(watched(pump))
    except* _Over:
        pass
    except* (UpstreamFault, RequestError, ClientGone) as group:
        raise group.exceptions[0] from None
