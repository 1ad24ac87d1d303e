"""One attempt at one channel: build the call, make it, and see whether the answer is one."""

import time
from urllib.parse import unquote, urlsplit

from oneapi_desktop.dialects.openai_usage import has_error, loads
from oneapi_desktop.dialects.raw_json import NotAnObject
from oneapi_desktop.dialects.sse import SseParser
from oneapi_desktop.domain.errors import ErrorKind, InvalidInput, RequestError
from oneapi_desktop.providers.provider import UrlRule
from oneapi_desktop.providers.upstream import (
    FaultKind,
    UpstreamAnswer,
    UpstreamClient,
    UpstreamFault,
)
from oneapi_desktop.relay.directory import ChannelEntry
from oneapi_desktop.relay.faults import (
    Failure,
    Mark,
    disguised_failure,
    garbage_failure,
    status_failure,
    transport_failure,
)
from oneapi_desktop.relay.passthrough import StreamObserver, edit_body
from oneapi_desktop.relay.run import OpenedAnswer, Run
from oneapi_desktop.relay.spool import upload
from oneapi_desktop.relay.stream_reader import StreamReader
from oneapi_desktop.settings import Settings

ERROR_BODY_LIMIT = 1024 * 1024


class Attempter:
    """Makes attempts. An attempt either opens an answer or fails; it never touches the client."""

    def __init__(self, settings: Settings, upstream: UpstreamClient) -> None:
        self._settings = settings
        self._upstream = upstream

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
            run.route.append(
                {
                    "channel": entry.channel.name,
                    "channel_id": entry.channel.id,
                    "result": ended,
                    "at_ms": round((begun - run.inbound.received) * 1000, 1),
                    "ms": round((time.perf_counter() - begun) * 1000, 1),
                }
            )
        return outcome

    async def _send(self, run: Run, entry: ChannelEntry) -> UpstreamAnswer:
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
        url = entry.url(endpoint.mode, endpoint.path, run.upstream_model)
        headers = dict(entry.headers)
        headers["Content-Type"] = content_type
        headers["Accept"] = "text/event-stream" if run.record.stream else inbound.headers.get("Accept", "*/*")
        # Compressed chunks could not be watched for usage without unpacking each.
        headers["Accept-Encoding"] = "identity"
        for name in ("OpenAI-Beta", "Idempotency-Key", "User-Agent"):
            value = inbound.headers.get(name)
            if value is not None:
                headers[name] = value
        sent = time.perf_counter()
        try:
            if inbound.spooled is None:
                return await self._upstream.send("POST", url, headers, content, proxy=entry.secrets.proxy)
            mapped = {} if run.upstream_model == run.model else {"model": run.upstream_model}
            assert run.form is not None
            body = upload(inbound.spooled, run.form, mapped)
            return await self._upstream.send("POST", url, headers, body, proxy=entry.secrets.proxy)
        finally:
            run.waited += time.perf_counter() - sent

    async def _open(self, run: Run, entry: ChannelEntry, answer: UpstreamAnswer) -> OpenedAnswer | Failure:
        secrets = secret_words(entry)
        content_type = answer.headers.get("Content-Type", "").lower()
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


def secret_words(entry: ChannelEntry) -> tuple[str, ...]:
    """Everything of a channel that must not reach a client or a log."""
    secrets = entry.secrets
    password = urlsplit(secrets.proxy).password or ""
    words = (secrets.key, *secrets.headers.values(), *secrets.config.values(), secrets.proxy, unquote(password))
    return tuple(word for word in words if word)
