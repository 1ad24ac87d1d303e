"""Relaying a stream: events as they come, the terminal one only after the ledger's commit."""

import asyncio
import time
from contextlib import suppress

from oneapi_desktop.dialects.error_shapes import openai_error
from oneapi_desktop.dialects.openai_usage import loads
from oneapi_desktop.dialects.sse import DONE_EVENT, SseEvent, encode_event
from oneapi_desktop.domain.errors import RequestError
from oneapi_desktop.domain.request_record import Outcome
from oneapi_desktop.providers.upstream import FaultKind, UpstreamFault
from oneapi_desktop.relay.answer_stream import AnswerStream
from oneapi_desktop.relay.attempt import secret_words
from oneapi_desktop.relay.channel_watch import ChannelWatch
from oneapi_desktop.relay.dialect_faults import dialect_failure
from oneapi_desktop.relay.faults import Failure, disguised_failure, mask_body, transport_failure
from oneapi_desktop.relay.inbound import ClientGone, Sink
from oneapi_desktop.relay.metering import NOTHING, Meter, Metered
from oneapi_desktop.relay.recollection import Recollection
from oneapi_desktop.relay.run import OpenedAnswer, Run
from oneapi_desktop.relay.settlement import Ledger
from oneapi_desktop.relay.wire import stream_headers
from oneapi_desktop.settings import Settings

LINGER = 0.5
"""Seconds to wait for the upstream's own end after its terminal event, to keep the connection."""

STREAM_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


class Streamer:
    """Relays opened streams."""

    def __init__(self, ledger: Ledger, meter: Meter, settings: Settings, recollection: Recollection) -> None:
        self._ledger = ledger
        self._recollection = recollection
        self._meter = meter
        self._settings = settings

    async def relay(
        self, run: Run, opened: OpenedAnswer, sink: Sink, headers: dict[str, str], watch: ChannelWatch
    ) -> None:
        """Relay a stream to its end. Raises ClientGone; the upstream is dropped on every way out."""
        try:
            if opened.stream is not None:
                await self._relay_answer(run, opened, opened.stream, sink, headers, watch)
            elif opened.reader is None:
                await self._relay_binary(run, opened, sink, headers, watch)
            else:
                await self._relay_events(run, opened, sink, headers, watch)
        finally:
            opened.answer.close()

    async def metered(self, run: Run) -> Metered:
        """What a stream came to, ended or not."""
        if run.tally is not None:
            return await self._meter.tallied(run.inbound.endpoint.mode, run, run.tally)
        if run.observer is None:
            return NOTHING
        return await self._meter.stream(run.inbound.endpoint.mode, run.body, run.observer, run.upstream_model, run.form)

    async def break_off(self, run: Run, sink: Sink, error: RequestError) -> None:
        """End a stream that has begun with an error of the gateway's own. Raises ClientGone."""
        if run.stream is not None:
            await sink.write(run.stream.failed(error, ()))
            await sink.end()
            return
        observer = run.observer
        if observer is None or not observer.ends_with_done:
            raise ClientGone
        await sink.write(encode_event(openai_error(error, run.request_id)) + DONE_EVENT)
        await sink.end()

    async def _relay_answer(
        self,
        run: Run,
        opened: OpenedAnswer,
        stream: AnswerStream,
        sink: Sink,
        headers: dict[str, str],
        watch: ChannelWatch,
    ) -> None:
        """Relay an answer in any dialect but Chat Completions passed through."""
        entry, tally, endpoint = run.entry, stream.tally, run.inbound.endpoint
        assert entry is not None
        own = stream_headers(endpoint.dialect, array=run.inbound.array_framing)
        await sink.start(200, {**headers, **STREAM_HEADERS, **own, **run.headers()})
        run.started, run.stream = True, stream
        failure: Failure | None = None
        secrets = secret_words(entry)
        try:
            while (data := await stream.next()) is not None:
                if data:
                    await sink.write(data)
        except UpstreamFault as fault:
            failure = transport_failure(fault)
        if tally.error is not None:
            failure = dialect_failure(tally.error, secrets)
        elif failure is None and not tally.done:
            failure = transport_failure(
                UpstreamFault(FaultKind.CUT, "the upstream ended its stream before the answer was complete")
            )
        metered = await self.metered(run)
        if failure is None:
            watch.succeeded(entry)
            last = stream.last(None if tally.reported else metered.told())
            settled = self._ledger.settle(run, Outcome.DONE, 200, metered)
            await self._recollection.keep(run, stream.response())
            await settled
        else:
            watch.failed(entry, failure)
            error = failure.error
            await self._ledger.settle(
                run, Outcome.FAILED, 200, metered, error=error.message, code=error.code or error.kind.value
            )
            last = stream.failed(error, secrets)
        await sink.write(last)
        await sink.end()
        if tally.done:
            await stream.linger()

    async def _relay_events(
        self, run: Run, opened: OpenedAnswer, sink: Sink, headers: dict[str, str], watch: ChannelWatch
    ) -> None:
        observer, reader, entry = run.observer, opened.reader, run.entry
        assert observer is not None
        assert reader is not None
        assert entry is not None
        await sink.start(opened.answer.status, {**headers, **STREAM_HEADERS, **run.headers()})
        run.started = True
        failure: Failure | None = None
        events: list[SseEvent] | None = opened.events
        try:
            while events is not None:
                forward = [event.raw for event in events if not observer.done and observer.observe(event)]
                if forward:
                    await sink.write(forward[0] if len(forward) == 1 else b"".join(forward))
                if observer.done or observer.error is not None:
                    break
                events = await reader.next_events()
        except UpstreamFault as fault:
            # A model that said why it stopped is done, whatever the connection did afterwards.
            failure = None if observer.finished else transport_failure(fault)
        if observer.error is not None:
            failure = disguised_failure(loads(observer.error), observer.error, self._settings, secret_words(entry))
        elif failure is None and not observer.done and not observer.finished:
            failure = transport_failure(
                UpstreamFault(FaultKind.CUT, "the upstream ended its stream before the answer was complete")
            )
        if failure is None:
            watch.succeeded(entry)
            await self._ledger.settle(run, Outcome.DONE, opened.answer.status, await self.metered(run))
            last = DONE_EVENT if observer.ends_with_done else b""
        else:
            watch.failed(entry, failure)
            last = await self._settle_failure(run, opened, failure)
        if last:
            await sink.write(last)
        await sink.end()
        if observer.done:
            await self._linger(opened)

    async def _settle_failure(self, run: Run, opened: OpenedAnswer, failure: Failure) -> bytes:
        """Settle a stream that broke off; the error event and terminal event the client gets."""
        observer, entry = run.observer, run.entry
        assert observer is not None
        assert entry is not None
        error = failure.error
        await self._ledger.settle(
            run,
            Outcome.FAILED,
            opened.answer.status,
            await self.metered(run),
            error=error.message,
            code=error.code or error.kind.value,
        )
        if observer.error is not None:
            event = mask_body(observer.error, secret_words(entry))
        else:
            event = openai_error(error, run.request_id)
        return encode_event(event.replace(b"\n", b" ")) + (DONE_EVENT if observer.ends_with_done else b"")

    async def _relay_binary(
        self, run: Run, opened: OpenedAnswer, sink: Sink, headers: dict[str, str], watch: ChannelWatch
    ) -> None:
        """Relay bytes one piece behind, so that the last leaves only after the commit."""
        observer, entry = run.observer, run.entry
        assert observer is not None
        assert entry is not None
        await sink.start(opened.answer.status, {**headers, **run.headers()})
        run.started = True
        held = opened.body
        observer.dropped_bytes += len(held)
        try:
            while chunk := await self._next_bytes(run, opened):
                await sink.write(held)
                held = chunk
                observer.dropped_bytes += len(chunk)
        except UpstreamFault as fault:
            failure = transport_failure(fault)
            watch.failed(entry, failure)
            await self._ledger.settle(
                run, Outcome.FAILED, opened.answer.status, await self.metered(run),
                error=failure.error.message, code=failure.error.code or "",
            )  # fmt: skip
            # Bytes have no error event: closing without the end tells the client that the body is cut.
            raise ClientGone from None
        watch.succeeded(entry)
        await self._ledger.settle(run, Outcome.DONE, opened.answer.status, await self.metered(run))
        await sink.write(held)
        await sink.end()

    async def _next_bytes(self, run: Run, opened: OpenedAnswer) -> bytes:
        begun = time.perf_counter()
        try:
            return await opened.answer.read()
        finally:
            run.waited += time.perf_counter() - begun

    async def _linger(self, opened: OpenedAnswer) -> None:
        assert opened.reader is not None
        with suppress(TimeoutError, UpstreamFault):
            async with asyncio.timeout(LINGER):
                while await opened.reader.next_events() is not None:
                    continue
