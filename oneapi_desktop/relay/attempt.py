"""One attempt at one channel: build the call, make it, and see whether the answer is one."""

import time
from dataclasses import replace

from oneapi_desktop.dialects.conversation import Dialect, DialectError, ResponseAssembler, bad_upstream, unfold
from oneapi_desktop.dialects.openai_usage import has_error, loads
from oneapi_desktop.dialects.raw_json import NotAnObject
from oneapi_desktop.dialects.registry import codec
from oneapi_desktop.dialects.sse import SseParser
from oneapi_desktop.domain.errors import ErrorKind, InvalidInput, RequestError
from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.provider import Mode, UrlRule
from oneapi_desktop.providers.upstream import (
    Body,
    FaultKind,
    UpstreamAnswer,
    UpstreamClient,
    UpstreamFault,
)
from oneapi_desktop.providers.wire_paths import client_path
from oneapi_desktop.relay.answer_stream import AnswerStream, CrossedStream, PassedStream
from oneapi_desktop.relay.crossing import Crossing, Translator, notes_header, notes_json
from oneapi_desktop.relay.dialect_faults import dialect_failure, reported_failure
from oneapi_desktop.relay.directory import ChannelEntry
from oneapi_desktop.relay.faults import (
    Failure,
    Mark,
    disguised_failure,
    garbage_failure,
    status_failure,
    transport_failure,
)
from oneapi_desktop.relay.metering import Meter
from oneapi_desktop.relay.passthrough import StreamObserver, edit_body, edited, holds_foreign_seals
from oneapi_desktop.relay.recollection import goes_as_it_came
from oneapi_desktop.relay.remote_fetch import RemoteFetcher
from oneapi_desktop.relay.run import OpenedAnswer, Run
from oneapi_desktop.relay.spool import upload
from oneapi_desktop.relay.stream_reader import StreamReader
from oneapi_desktop.relay.tally import Tally
from oneapi_desktop.relay.unary import cross_unary, unary_usage
from oneapi_desktop.settings import Settings

ERROR_BODY_LIMIT = 1024 * 1024
STREAM_TYPES = ("text/event-stream", "application/x-ndjson", "application/vnd.amazon.eventstream")

FORWARDED_ACROSS = ("User-Agent",)
_OPENAI_HEADERS = ("OpenAI-Beta", "Idempotency-Key", "User-Agent")
FORWARDED: dict[Dialect, tuple[str, ...]] = dict.fromkeys(Dialect, FORWARDED_ACROSS) | {
    Dialect.OPENAI_CHAT: _OPENAI_HEADERS,
    Dialect.OPENAI_RESPONSES: _OPENAI_HEADERS,
    Dialect.ANTHROPIC: ("anthropic-version", "anthropic-beta", "Idempotency-Key", "User-Agent"),
}
"""Headers of a client that go on to an upstream of its own dialect."""


class Attempter:
    """Makes attempts. An attempt either opens an answer or fails; it never touches the client."""

    def __init__(self, settings: Settings, upstream: UpstreamClient, meter: Meter) -> None:
        self._settings = settings
        self._upstream = upstream
        self._meter = meter
        self._fetcher = RemoteFetcher(settings)
        self._translator = Translator(self._fetcher)

    async def close(self) -> None:
        """Close the connections of fetched images and files."""
        await self._fetcher.close()

    async def attempt(self, run: Run, entry: ChannelEntry) -> OpenedAnswer | Failure:
        """Ask one channel. The run's route gets a line about it."""
        begun = time.perf_counter()
        answer: UpstreamAnswer | None = None
        outcome: OpenedAnswer | Failure | None = None
        try:
            answer = await self._send(run, entry)
            outcome = await self._open(run, entry, answer)
        except UpstreamFault as fault:
            outcome = transport_failure(fault)
        except DialectError as error:
            if error.kind is not ErrorKind.UNSUPPORTED:
                raise
            # Another channel's wire format may have a place for it.
            outcome = Failure(error, Mark.NEUTRAL, True, "cannot express")
        except NotAnObject as error:
            raise RequestError(ErrorKind.INVALID_REQUEST, str(error), code="invalid_json") from None
        except InvalidInput as error:
            outcome = Failure(
                RequestError(ErrorKind.UNSUPPORTED, str(error), param="model"), Mark.NEUTRAL, True, "no endpoint"
            )
        finally:
            if answer is not None and not isinstance(outcome, OpenedAnswer):
                answer.close()
            ended = "ok" if isinstance(outcome, OpenedAnswer) else outcome.summary if outcome else "abandoned"
            line = {
                "channel": entry.channel.name,
                "channel_id": entry.channel.id,
                "result": ended,
                "at_ms": round((begun - run.inbound.received) * 1000, 1),
                "ms": round((time.perf_counter() - begun) * 1000, 1),
            }
            crossed = run.crossing or run.unary
            if crossed is not None:
                line["dialect"] = crossed.upstream.value
            run.route.append(line)
        return outcome

    async def _send(self, run: Run, entry: ChannelEntry) -> UpstreamAnswer:
        endpoint = run.inbound.endpoint
        spoken = entry.dialects(endpoint.mode, run.upstream_model)
        run.crossing = run.unary = run.tally = run.observer = None
        run.conversion = ""
        if endpoint.dialect not in spoken:
            return await self._send_translated(run, entry, spoken)
        if endpoint.mode is Mode.CHAT and (
            holds_foreign_seals(run.inbound.body, endpoint.dialect) or not goes_as_it_came(run, entry)
        ):
            return await self._send_translated(run, entry, (endpoint.dialect,))
        if endpoint.dialect is not Dialect.OPENAI_CHAT:
            return await self._send_task(run, entry, endpoint.dialect, edited(run, entry))
        return await self._pass_on(run, entry)

    async def _send_translated(self, run: Run, entry: ChannelEntry, spoken: tuple[Dialect, ...]) -> UpstreamAnswer:
        """Ask in another dialect than the client's."""
        mode = run.inbound.endpoint.mode
        if not spoken or run.inbound.spooled is not None:
            raise InvalidInput("", f"{entry.provider.label} has no endpoint for {mode.value}")
        upstream = spoken[0]
        if mode is not Mode.CHAT:
            run.unary = cross_unary(run, entry, upstream)
            return await self._send_task(run, entry, upstream, run.unary.body)
        strict = self._settings.strict_conversion
        run.crossing = await self._translator.cross(run, entry, upstream, strict=strict)
        run.record.notes = notes_json(run.crossing.notes, run.crossing.client, upstream)
        run.conversion = notes_header(run.crossing.notes)
        return await self._send_task(run, entry, upstream, run.crossing.body)

    async def _send_task(
        self,
        run: Run,
        entry: ChannelEntry,
        dialect: Dialect,
        body: bytes | Body,
        content_type: str = "application/json",
    ) -> UpstreamAnswer:
        """Make a call through the provider's adapter."""
        inbound, mode, stream = run.inbound, run.inbound.endpoint.mode, run.record.stream
        headers = {"Accept": "text/event-stream" if stream else "*/*", "Accept-Encoding": "identity"}
        names = FORWARDED[dialect] if dialect is inbound.endpoint.dialect else FORWARDED_ACROSS
        headers |= {name: value for name in names if (value := inbound.headers.get(name)) is not None}
        if dialect is inbound.endpoint.dialect:
            path = inbound.endpoint.upstream_path(run.upstream_model)
        else:
            path = client_path(dialect, mode, run.upstream_model, stream=stream)
        task = Task(
            entry.channel,
            entry.secrets,
            entry.provider,
            mode,
            dialect,
            path,
            run.upstream_model,
            stream,
            body,
            content_type,
            headers,
        )
        sent = time.perf_counter()
        try:
            return await entry.adapter.send(self._upstream, task)
        finally:
            run.waited += time.perf_counter() - sent

    async def _pass_on(self, run: Run, entry: ChannelEntry) -> UpstreamAnswer:
        """Ask in OpenAI's dialect, byte for byte."""
        inbound, endpoint = run.inbound, run.inbound.endpoint
        ask_usage = run.ask_usage and entry.provider.stream_usage
        run.observer = StreamObserver(endpoint, hide_usage=ask_usage)
        if inbound.spooled is None:
            content = edit_body(inbound.body, run.body, endpoint, entry, run.upstream_model, ask_usage=ask_usage)
            content_type = "application/json"
        else:
            content = b""
            content_type = inbound.spooled.content_type
        if entry.provider.url_rule is UrlRule.IN_PROCESS:
            if inbound.spooled is not None:
                inbound.spooled.file.seek(0)
                content = inbound.spooled.file.read(ERROR_BODY_LIMIT)
            return await self._upstream.echo(endpoint.path, content, content_type)
        if type(entry.adapter) is not Adapter:
            sent_body = content if inbound.spooled is None else spooled_body(run)
            return await self._send_task(run, entry, endpoint.dialect, sent_body, content_type)
        url = entry.url(endpoint.mode, endpoint.path, run.upstream_model)
        headers = dict(entry.headers)
        headers["Content-Type"] = content_type
        headers["Accept"] = "text/event-stream" if run.record.stream else inbound.headers.get("Accept", "*/*")
        # Compressed chunks could not be watched for usage without unpacking each.
        headers["Accept-Encoding"] = "identity"
        for name in _OPENAI_HEADERS:
            value = inbound.headers.get(name)
            if value is not None:
                headers[name] = value
        sent = time.perf_counter()
        try:
            if inbound.spooled is None:
                return await self._upstream.send("POST", url, headers, content, proxy=entry.secrets.proxy)
            return await self._upstream.send("POST", url, headers, spooled_body(run), proxy=entry.secrets.proxy)
        finally:
            run.waited += time.perf_counter() - sent

    async def _open(self, run: Run, entry: ChannelEntry, answer: UpstreamAnswer) -> OpenedAnswer | Failure:
        secrets = secret_words(entry)
        content_type = answer.headers.get("Content-Type", "").lower()
        if run.crossing is not None or run.unary is not None or run.observer is None:
            return await self._open_dialect(run, entry, answer, content_type, secrets)
        if not 200 <= answer.status < 300:
            return status_failure(
                answer.status, answer.headers, await self._error_body(run, answer), self._settings, secrets
            )
        if "text/event-stream" in content_type:
            if not run.record.stream and not run.inbound.endpoint.binary:
                return garbage_failure("the upstream answered with a stream that nobody asked for")
            return await self._open_stream(run, answer, secrets)
        if run.inbound.endpoint.binary and not content_type.startswith(("application/json", "text/html")):
            return await self._open_binary(run, answer)
        if run.record.stream and run.inbound.endpoint.usage_option:
            body = await self._error_body(run, answer)
            document = loads(body)
            if has_error(document):
                return disguised_failure(document, body, self._settings, secrets)
            return garbage_failure("the upstream answered a streaming request without a stream")
        return await self._open_whole(run, answer, content_type, secrets)

    async def _open_dialect(
        self, run: Run, entry: ChannelEntry, answer: UpstreamAnswer, content_type: str, secrets: tuple[str, ...]
    ) -> OpenedAnswer | Failure:
        """Open an answer that is translated, or passed on in another dialect than OpenAI's."""
        own = run.inbound.endpoint.dialect
        crossing, unary = run.crossing, run.unary
        upstream = crossing.upstream if crossing is not None else unary.upstream if unary is not None else own
        if not 200 <= answer.status < 300:
            body = await self._error_body(run, answer)
            return reported_failure(answer.status, answer.headers, body, self._settings, secrets, upstream, own)
        if content_type.startswith("text/html"):
            return garbage_failure(f"the upstream sent a web page with status {answer.status}")
        streamed = content_type.startswith(STREAM_TYPES) or (
            run.record.stream and not content_type.startswith("application/json")
        )
        try:
            if unary is not None:
                body = await unary.take(await self._whole_body(run, answer), run, self._fetcher)
                run.record.notes = notes_json(unary.notes, own, upstream)
                run.conversion = notes_header(unary.notes)
                return OpenedAnswer(answer, body)
            if crossing is None and run.inbound.endpoint.mode is Mode.CHAT and streamed is not run.record.stream:
                # It speaks the client's dialect and answered in the other form: read and written anew.
                crossing = run.crossing = await self._translator.cross(run, entry, own, strict=False)
            if crossing is None:
                if streamed:
                    limit = self._settings.event_limit_mb << 20
                    return await self._open_events(run, answer, PassedStream(run, own, answer, limit), secrets)
                return await self._open_passed(run, answer)
            if run.record.stream:
                events = () if streamed else unfold(await crossing.read_whole(await self._whole_body(run, answer)))
                return await self._open_events(run, answer, CrossedStream(run, crossing, answer, events), secrets)
            return await self._open_crossed(run, answer, crossing, streamed)
        except DialectError as error:
            return dialect_failure(error, secrets)

    async def _open_events(
        self, run: Run, answer: UpstreamAnswer, stream: AnswerStream, secrets: tuple[str, ...]
    ) -> OpenedAnswer | Failure:
        await stream.open()
        if stream.tally.error is not None:
            return dialect_failure(stream.tally.error, secrets)
        run.tally = stream.tally
        return OpenedAnswer(answer, stream=stream, streaming=True)

    async def _open_crossed(
        self, run: Run, answer: UpstreamAnswer, crossing: Crossing, streamed: bool
    ) -> OpenedAnswer | Failure:
        """A whole answer for the client, folded when the upstream can only stream."""
        if streamed:
            parser, assembler, ended = crossing.parser(), ResponseAssembler(), False
            while not ended:
                begun = time.perf_counter()
                try:
                    data = await answer.read()
                finally:
                    run.waited += time.perf_counter() - begun
                ended = not data
                for event in parser.feed(data) if data else parser.finish():
                    for restored in crossing.restored(event):
                        assembler.add(restored)
            response = assembler.response()
        else:
            response = await crossing.read_whole(await self._whole_body(run, answer))
        run.tally = tally = Tally()
        tally.add_whole(response)
        if not tally.reported:
            tally.usage = (await self._meter.tallied(Mode.CHAT, run, tally)).told()
            response = replace(response, usage=tally.usage)
        return OpenedAnswer(answer, crossing.written(response))

    async def _open_passed(self, run: Run, answer: UpstreamAnswer) -> OpenedAnswer | Failure:
        """A whole answer in the client's own dialect, read only to be judged and metered."""
        body = await self._whole_body(run, answer)
        endpoint = run.inbound.endpoint
        tally = Tally()
        if endpoint.mode is Mode.CHAT:
            tally.add_whole(codec(endpoint.dialect).parse_response(body))
        elif not loads(body):
            return garbage_failure(f"the upstream sent an answer that is no JSON object with status {answer.status}")
        else:
            tally.usage = unary_usage(endpoint.dialect, endpoint.mode, body)
        run.tally = tally
        return OpenedAnswer(answer, body)

    async def _whole_body(self, run: Run, answer: UpstreamAnswer) -> bytes:
        begun = time.perf_counter()
        try:
            body = await answer.read_whole(self._settings.answer_limit_mb << 20)
        finally:
            run.waited += time.perf_counter() - begun
        if not body.strip():
            raise bad_upstream(f"the upstream sent an empty answer with status {answer.status}")
        return body

    async def _open_whole(
        self, run: Run, answer: UpstreamAnswer, content_type: str, secrets: tuple[str, ...]
    ) -> OpenedAnswer | Failure:
        begun = time.perf_counter()
        try:
            body = await answer.read_whole(self._settings.answer_limit_mb << 20)
        finally:
            run.waited += time.perf_counter() - begun
        plain_text = content_type.startswith("text/") and not content_type.startswith("text/html")
        document = loads(body)
        if run.inbound.spooled is not None and plain_text and body.strip():
            # Transcriptions as text, srt or vtt.
            return OpenedAnswer(answer, body, {"text": body.decode("utf-8", "replace")})
        if not document:
            what = "an empty answer" if not body.strip() else "an answer that is no JSON object"
            return garbage_failure(f"the upstream sent {what} with status {answer.status}")
        if has_error(document):
            return disguised_failure(document, body, self._settings, secrets)
        return OpenedAnswer(answer, body, document)

    async def _open_binary(self, run: Run, answer: UpstreamAnswer) -> OpenedAnswer | Failure:
        """Read the first bytes: only then is the answer a success."""
        begun = time.perf_counter()
        try:
            first = await answer.read()
        finally:
            run.waited += time.perf_counter() - begun
        if not first:
            return garbage_failure(f"the upstream sent an empty answer with status {answer.status}")
        run.first_byte = time.perf_counter()
        return OpenedAnswer(answer, first, streaming=True)

    async def _open_stream(self, run: Run, answer: UpstreamAnswer, secrets: tuple[str, ...]) -> OpenedAnswer | Failure:
        """Read until the first event that says something: only then is the stream a success."""
        reader = StreamReader(answer, SseParser(self._settings.event_limit_mb << 20), run)
        opened = OpenedAnswer(answer, reader=reader, streaming=True)
        while True:
            events = await reader.next_events()
            if events is None:
                return garbage_failure("the upstream ended its stream without any event")
            for index, event in enumerate(events):
                if event.data is None:
                    opened.events.append(event)
                    continue
                document = loads(event.data) if b'"error"' in event.data else {}
                if document and has_error(document):
                    return disguised_failure(document, event.data, self._settings, secrets)
                run.first_byte = time.perf_counter()
                opened.events += events[index:]
                return opened

    async def _error_body(self, run: Run, answer: UpstreamAnswer) -> bytes:
        begun = time.perf_counter()
        try:
            return await answer.read_whole(ERROR_BODY_LIMIT)
        except UpstreamFault as fault:
            if fault.kind is FaultKind.GARBAGE:
                return b""
            raise
        finally:
            run.waited += time.perf_counter() - begun


def spooled_body(run: Run) -> Body:
    """A multipart body as it is sent upstream: only its ``model`` may differ."""
    assert run.inbound.spooled is not None
    assert run.form is not None
    mapped = {} if run.upstream_model == run.model else {"model": run.upstream_model}
    return upload(run.inbound.spooled, run.form, mapped)


def secret_words(entry: ChannelEntry) -> tuple[str, ...]:
    """Everything of a channel that must not reach a client or a log."""
    return entry.secret_words
