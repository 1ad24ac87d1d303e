"""The life of one request, in order: parse, admit, route, attempt, relay, meter, settle."""

import asyncio
import logging
import os
import re
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar
from urllib.parse import parse_qs

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.dialects.openai_usage import loads
from oneapi_desktop.dialects.raw_json import NotAnObject, parse_object
from oneapi_desktop.dialects.registry import error_answer
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.domain.request_record import Outcome, RequestRecord
from oneapi_desktop.domain.usage import UsageSource
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.upstream import UpstreamClient
from oneapi_desktop.relay.admission import Admission, Caller
from oneapi_desktop.relay.attempt import Attempter
from oneapi_desktop.relay.background import TaskOwner
from oneapi_desktop.relay.channel_watch import ChannelWatch
from oneapi_desktop.relay.counting import ESTIMATED, PromptCounting
from oneapi_desktop.relay.directory import ChannelEntry, Directory
from oneapi_desktop.relay.endpoints import Streaming
from oneapi_desktop.relay.estimate import Expectation, expect
from oneapi_desktop.relay.faults import Failure
from oneapi_desktop.relay.in_flight import InFlight
from oneapi_desktop.relay.inbound import Answer, ClientGone, Inbound, Sink
from oneapi_desktop.relay.metering import Meter
from oneapi_desktop.relay.passthrough import client_asked_usage
from oneapi_desktop.relay.raw_proxy import RawProxy
from oneapi_desktop.relay.realtime import ClientSocket, Realtime
from oneapi_desktop.relay.recollection import Recollection, forgotten, prefer
from oneapi_desktop.relay.routing import RoutePlan, Router, nothing_healthy, skip
from oneapi_desktop.relay.run import OpenedAnswer, Run
from oneapi_desktop.relay.settlement import CLIENT_CLOSED_STATUS, Ledger, price_of
from oneapi_desktop.relay.spool import read_form
from oneapi_desktop.relay.streaming import Streamer
from oneapi_desktop.relay.wire import JSON_HEADERS, answer_without_upstream
from oneapi_desktop.services.price_book import PriceBook
from oneapi_desktop.services.stored_responses import StoredResponseService
from oneapi_desktop.settings import Settings
from oneapi_desktop.store.database import Database

log = logging.getLogger(__name__)

Opened = TypeVar("Opened")

PASSED_HEADERS = ("content-type", "openai-processing-ms", "openai-version", "openai-model", "content-disposition")
_RANDOM: list[str] = []
PASSED_PREFIXES = ("x-ratelimit-", "anthropic-ratelimit-")
_COUNT = re.compile(r"[1-9][0-9]{0,2}")


class Relay:
    """Serves requests. One per gateway; ``close`` waits for settlements still under way."""

    def __init__(
        self,
        *,
        settings: Settings,
        database: Database,
        directory: Directory,
        router: Router,
        upstream: UpstreamClient,
        price_book: PriceBook,
        meter: Meter,
        watch: ChannelWatch,
        responses: StoredResponseService,
    ) -> None:
        self._settings = settings
        self._directory = directory
        self._router = router
        self._price_book = price_book
        self._meter = meter
        self._watch = watch
        self._admission = Admission(directory)
        self._ledger = Ledger(database)
        self._attempter = Attempter(settings, upstream, meter)
        self._counting = PromptCounting(upstream, meter.counter)
        self._realtime = Realtime(settings, upstream, self._ledger)
        self._raw = RawProxy(directory, upstream, self._ledger)
        self._recollection = Recollection(responses)
        self._streamer = Streamer(self._ledger, meter, settings, self._recollection)
        self._settlements = TaskOwner()
        self.in_flight = InFlight(database)
        self.draining = False
        self.paused = False
        """Set by the owner: new requests are refused, open ones go on."""

    def identify(self, presented_key: str, address: str) -> Caller:
        """Who presents this key. Raises RequestError."""
        return self._admission.identify(presented_key, address)

    async def handle(self, inbound: Inbound, sink: Sink) -> Answer | None:
        """Serve one request: a whole answer to send, or None when it was streamed into ``sink``.

        When the client leaves, the task is cancelled or ``sink`` raises ClientGone: the upstream is
        dropped at once and what was produced until then is billed in the background.
        """
        run = Run(inbound, RequestRecord(new_request_id(), inbound.received_at))
        run.record.dialect = inbound.endpoint.dialect.value
        run.record.endpoint = inbound.endpoint.mode.value
        run.record.client_address = inbound.address
        self.in_flight.add(run)
        try:
            return await self._serve(run, sink)
        except RequestError as error:
            return self._refuse(run, error)
        except (asyncio.CancelledError, ClientGone):
            self._abandon(run)
            if not self.in_flight.cutting:
                raise
            return await self._cut_off(run, sink)
        except Exception:
            log.exception("request %s failed inside the gateway", run.request_id)
            failure = RequestError(ErrorKind.INTERNAL, "the gateway failed; its log says why")
            answer = self._refuse(run, failure)
            if not run.started:
                return answer
            await self._streamer.break_off(run, sink, failure)
            return None
        finally:
            self.in_flight.remove(run)
            if run.settled and run.reservation is not None:
                run.reservation.release()

    async def close(self) -> None:
        """Wait for settlements under way."""
        await self._settlements.finish()

    async def disconnect(self) -> None:
        """Close the connections that are not an upstream's. The last call."""
        await self._attempter.close()

    async def _serve(self, run: Run, sink: Sink) -> Answer | None:
        if self.draining:
            raise RequestError(ErrorKind.SHUTTING_DOWN, "the gateway is stopping; try again in a moment", retry_after=5)
        if self.paused:
            raise RequestError(ErrorKind.UNAVAILABLE, "the gateway is paused; its owner can resume it", code="paused")
        self._admit(run)
        if run.inbound.endpoint.mode is Mode.RAW_PROXY:
            return await self._serve_raw(run, sink)
        await self._parse(run)
        caller = run.caller
        assert caller is not None
        if caller.token.models:
            self._admission.check_model(caller, run.model)
        told = answer_without_upstream(run.inbound.endpoint, run.body)
        if told is not None:
            return await self._tell(run, Answer(200, {**JSON_HEADERS, **run.headers()}, told))
        await self._recollection.recall(run)
        plan = self._router.plan(caller.user.group, run.model, run.inbound.endpoint.routed_mode, caller.pin)
        prefer(run, plan)
        run.route += plan.skipped
        if run.inbound.endpoint.mode is Mode.COUNT_TOKENS:
            await self._limit(run, caller)
            return await self._tell(run, await self._counting.answer(run, plan.candidates))
        await self._reserve(run, caller, plan)
        if not plan.candidates:
            raise nothing_healthy(plan)
        if run.inbound.socket is not None:
            return await self._serve_socket(run, caller, plan, run.inbound.socket)
        opened = await self._attempt_each(run, plan)
        if isinstance(opened, Failure):
            return await self._fail(run, opened)
        if opened.streaming:
            headers = passed_headers(opened) if run.crossing is None else {}
            await self._streamer.relay(run, opened, sink, headers, self._watch)
            return None
        return await self._finish_whole(run, opened)

    async def _serve_raw(self, run: Run, sink: Sink) -> Answer | None:
        caller = run.caller
        assert caller is not None
        await self._limit(run, caller)
        failure = await self._raw.serve(run, caller, sink)
        return None if failure is None else await self._fail(run, failure)

    async def _serve_socket(self, run: Run, caller: Caller, plan: RoutePlan, client: ClientSocket) -> Answer | None:
        opened = await self._try_each(run, plan, self._realtime.connect)
        if isinstance(opened, Failure):
            return await self._fail(run, opened)
        assert run.entry is not None
        self._watch.succeeded(run.entry)
        await self._realtime.relay(run, client, opened, partial(self._admission.exceeds, caller))
        return None

    async def _limit(self, run: Run, caller: Caller) -> None:
        """Hold a call that costs nothing to the token's rate. Raises RequestError."""
        if caller.token.requests_per_minute:
            run.reservation = await self._admission.reserve(caller, run.model, Expectation(0, 0, 0))

    async def _tell(self, run: Run, answer: Answer) -> Answer:
        """Settle an answer that costs nothing."""
        await self._ledger.settle(run, Outcome.DONE, answer.status)
        return answer

    def _admit(self, run: Run) -> None:
        caller = run.caller = run.inbound.caller
        record = run.record
        record.user_id = caller.token.user_id
        record.token_id, record.token_name = caller.token.id, caller.token.name
        run.ratio = self._directory.ratio_of(caller.user.group)

    async def _parse(self, run: Run) -> None:
        inbound, endpoint = run.inbound, run.inbound.endpoint
        if inbound.socket is not None:
            run.body = {"model": parse_qs(inbound.query).get("model", [""])[0]}
            stream = True
        elif inbound.spooled is not None:
            run.form = await read_form(inbound.spooled)
            run.body = dict(run.form.fields)
            stream = run.body.get("stream", "").strip().lower() == "true"
        else:
            try:
                run.body = parse_object(inbound.body)
            except NotAnObject as error:
                raise RequestError(ErrorKind.INVALID_REQUEST, str(error), code="invalid_json") from None
            stream = is_streamed(endpoint.streaming, run.body.get("stream"))
        model = run.body.get("model") or inbound.path_model or endpoint.default_model
        if not isinstance(model, str) or not model:
            raise RequestError(
                ErrorKind.INVALID_REQUEST,
                "'model' must be the name of a model; ask GET /v1/models for those you can use",
                param="model",
                code="model_missing",
            )
        if endpoint.dialect is Dialect.OLLAMA and run.caller is not None:
            model = self._untagged(run.caller, model)
        run.model = run.record.model = model[:512]
        run.record.stream = stream
        check_fields(endpoint.required, run.body)
        run.ask_usage = (
            stream
            and endpoint.usage_option
            and self._settings.enforce_include_usage
            and not client_asked_usage(run.body)
        )

    def _untagged(self, caller: Caller, model: str) -> str:
        """The name of a model without the tag that Ollama's clients add to every name."""
        bare = model.removesuffix(":latest")
        return model if bare == model or self._directory.serving(caller.user.group, model) else bare

    async def _reserve(self, run: Run, caller: Caller, plan: RoutePlan) -> None:
        token = caller.token
        budgets = token.budgets
        budgeted = not (
            budgets.total is None and budgets.day is None and budgets.week is None and budgets.month is None
        )
        if not budgeted and not token.requests_per_minute and not token.tokens_per_minute:
            return
        prices = [
            price_of(self._price_book, run.model, entry.channel.upstream_model(run.model), entry.provider)
            for entry in plan.candidates
        ]
        if budgeted and self._settings.unpriced_models == "refuse" and any(price.unpriced for price in prices):
            raise RequestError(
                ErrorKind.FORBIDDEN,
                f"model {run.model!r} has no price, so a budget cannot hold it; "
                "give it one with 'oneapi-desktop price set'",
                code="model_unpriced",
                param="model",
            )
        typical = caller.entry.account.typical.get(run.model)
        expectation = expect(
            run.inbound.endpoint.mode, run.body, prices, run.ratio, typical, self._settings.reserve_tokens
        )
        run.reservation = await self._admission.reserve(caller, run.model, expectation)

    async def _attempt_each(self, run: Run, plan: RoutePlan) -> OpenedAnswer | Failure:
        return await self._try_each(run, plan, self._ask)

    async def _ask(self, run: Run, entry: ChannelEntry) -> OpenedAnswer | Failure:
        outcome = await self._attempter.attempt(run, entry)
        if isinstance(outcome, Failure) and forgotten(run, entry, outcome.error.code):
            return await self._attempter.attempt(run, entry)
        return outcome

    async def _try_each(
        self, run: Run, plan: RoutePlan, attempt: Callable[[Run, ChannelEntry], Awaitable[Opened | Failure]]
    ) -> Opened | Failure:
        """Try candidates in order until one answers. Never after the first byte to the client."""
        settings = self._settings
        deadline = run.inbound.received + settings.retry_deadline
        last: Failure | None = None
        for entry in plan.candidates:
            if last is not None:
                if run.attempts > settings.retry_times:
                    run.route.append(skip(entry, f"limit of {settings.retry_times} retries reached"))
                    continue
                if time.perf_counter() > deadline:
                    run.route.append(skip(entry, f"retry deadline of {settings.retry_deadline:g} s passed"))
                    continue
                blocked = entry.health.blocked(time.monotonic())
                if blocked is not None:
                    run.route.append(skip(entry, blocked[0]))
                    continue
            run.entry = entry
            run.upstream_model = entry.channel.upstream_model(run.model)
            run.price = price_of(self._price_book, run.model, run.upstream_model, entry.provider)
            run.attempts += 1
            entry.health.begin(time.monotonic())
            try:
                outcome = await attempt(run, entry)
            except BaseException:
                entry.health.abandon()
                raise
            if not isinstance(outcome, Failure):
                return outcome
            self._watch.failed(entry, outcome)
            last = outcome
            if plan.pinned or not outcome.retry:
                break
        assert last is not None
        return last

    async def _finish_whole(self, run: Run, opened: OpenedAnswer) -> Answer:
        """Settle an answer that arrived whole; it leaves only after the commit."""
        assert run.entry is not None
        self._watch.succeeded(run.entry)
        mode = run.inbound.endpoint.mode
        if run.tally is not None:
            metered = await self._meter.tallied(mode, run, run.tally)
        else:
            metered = await self._meter.whole(mode, run.body, opened.document, run.upstream_model, run.form)
        settled = self._ledger.settle(run, Outcome.DONE, opened.answer.status, metered)
        if run.inbound.endpoint.dialect is Dialect.OPENAI_RESPONSES:
            await self._recollection.keep(run, loads(opened.body))
        await settled
        headers = passed_headers(opened) if run.crossing is None and run.unary is None else JSON_HEADERS
        if run.crossing is not None and metered.source is UsageSource.ESTIMATED:
            headers = {**headers, **ESTIMATED}
        return Answer(opened.answer.status, {**headers, **run.headers()}, opened.body)

    async def _fail(self, run: Run, failure: Failure) -> Answer:
        """Settle a request that no channel could serve. Nothing is billed."""
        error = failure.error
        status, body = error_answer(run.inbound.endpoint.dialect, error, run.request_id)
        await self._ledger.settle(run, Outcome.FAILED, status, error=error.message, code=error.code or error.kind.value)
        body = failure.body if failure.body is not None else body
        return Answer(status, {**error_headers(error), **self._should_retry(run), **run.headers()}, body)

    def _refuse(self, run: Run, error: RequestError) -> Answer:
        """Answer a refusal. It is noted in the ledger when the key was known, without waiting."""
        status, body = error_answer(run.inbound.endpoint.dialect, error, run.request_id)
        if run.caller is not None and not run.settled:
            outcome = Outcome.FAILED if error.kind is ErrorKind.INTERNAL else Outcome.REFUSED
            self._ledger.settle(run, outcome, status, error=error.message, code=error.code or error.kind.value)
        return Answer(status, {**error_headers(error), **run.headers()}, body)

    async def _cut_off(self, run: Run, sink: Sink) -> Answer | None:
        """What a client gets whose request is still open when the drain limit has passed."""
        error = RequestError(
            ErrorKind.SHUTTING_DOWN, "the gateway was stopped while this request was open", retry_after=5
        )
        if not run.started:
            status, body = error_answer(run.inbound.endpoint.dialect, error, run.request_id)
            return Answer(status, {**error_headers(error), **run.headers()}, body)
        await self._streamer.break_off(run, sink, error)
        return None

    def _abandon(self, run: Run) -> None:
        """The client left, or the gateway is stopping: bill what was produced, in the background."""
        if run.entry is not None:
            run.entry.health.abandon()
        if run.settled or run.caller is None:
            return
        outcome = Outcome.INTERRUPTED if self.in_flight.cutting else Outcome.CANCELLED
        self._settlements.start(self._settle_abandoned(run, outcome), f"settle {run.request_id}")

    async def _settle_abandoned(self, run: Run, outcome: Outcome) -> None:
        interrupted = outcome is Outcome.INTERRUPTED
        error = "the gateway was stopped while this request was open" if interrupted else "the client went away"
        status = 0 if interrupted else CLIENT_CLOSED_STATUS
        try:
            metered = await self._streamer.metered(run)
            await self._ledger.settle(run, outcome, status, metered, error=error, code=outcome.value)
        finally:
            if run.reservation is not None:
                run.reservation.release()

    def _should_retry(self, run: Run) -> dict[str, str]:
        # The official SDKs repeat 429 and 5xx on their own; after our own attempts that only multiplies them.
        return {"x-should-retry": "false"} if run.attempts > 1 else {}


def passed_headers(opened: OpenedAnswer) -> dict[str, str]:
    """The few headers of an upstream's answer that go on to the client; never cookies or CORS."""
    return {
        name: value
        for name, value in opened.answer.headers.items()
        if (lower := name.lower()) in PASSED_HEADERS or lower.startswith(PASSED_PREFIXES)
    }


def error_headers(error: RequestError) -> dict[str, str]:
    """Headers of an error of the gateway's own."""
    headers = {"Content-Type": "application/json"}
    if error.retry_after is not None:
        headers["Retry-After"] = str(max(1, round(error.retry_after + 0.499)))
    return headers


def new_request_id() -> str:
    """32 hex digits: 48 bits of Unix milliseconds, 80 random ones (the layout of UUIDv7, RFC 9562,
    without its version bits). Ids in order of time keep the ledger's unique index cheap to extend."""
    if not _RANDOM:
        drawn = os.urandom(10 * 256).hex()
        _RANDOM.extend(drawn[i : i + 20] for i in range(0, len(drawn), 20))
    return f"{time.time_ns() // 1_000_000:012x}{_RANDOM.pop()}"


def is_streamed(streaming: Streaming, field: Any) -> bool:
    """Whether a request's answer is to be streamed; ``field`` is its ``stream``."""
    match streaming:
        case Streaming.FIELD:
            return field is True
        case Streaming.UNLESS_OFF:
            return field is not False
    return streaming is Streaming.ALWAYS


def check_fields(required: str, body: dict[str, Any]) -> None:
    """Refuse a body that cannot be meant. Raises RequestError naming the field."""
    if required:
        value = body.get(required)
        if value is None or value == [] or (value == "" and required in {"messages", "input", "instruction"}):
            raise RequestError(
                ErrorKind.INVALID_REQUEST, f"'{required}' is missing or empty", param=required, code="missing_field"
            )
        if required == "messages" and not isinstance(value, list):
            raise RequestError(ErrorKind.INVALID_REQUEST, "'messages' must be an array", param="messages")
    count = body.get("n")
    if count is not None and (isinstance(count, bool) or not _COUNT.fullmatch(str(count)) or int(count) > 128):
        raise RequestError(ErrorKind.INVALID_REQUEST, "'n' must be a whole number from 1 to 128", param="n")
