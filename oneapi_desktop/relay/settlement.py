"""The end of a request: price times usage, reservation against cost, one row in the ledger."""

import asyncio
import time

from oneapi_desktop.domain.price import Price, PriceSource, unpriced
from oneapi_desktop.domain.request_record import Outcome
from oneapi_desktop.domain.usage import UsageSource
from oneapi_desktop.providers.provider import Provider
from oneapi_desktop.relay.metering import NOTHING, Metered
from oneapi_desktop.relay.run import Run
from oneapi_desktop.services.price_book import PriceBook
from oneapi_desktop.store.database import Database

CLIENT_CLOSED_STATUS = 499


def price_of(book: PriceBook, model: str, upstream_model: str, provider: Provider) -> Price:
    """The price of a request: the owner's own for the name the client asked for, else the upstream's."""
    if upstream_model != model:
        own = book.lookup(model, provider.name)
        if own.source is PriceSource.OWNER:
            return own
    return book.lookup(upstream_model, provider.name)


class Ledger:
    """Settles runs. ``settle`` is cheap and returns a future that is done once the row is on disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settle(
        self, run: Run, outcome: Outcome, status: int, metered: Metered = NOTHING, *, error: str = "", code: str = ""
    ) -> "asyncio.Future[None]":
        """Charge a run and append its row. A run is settled once."""
        run.settled = True
        now = time.perf_counter()
        record = run.record
        usage = metered.usage.clamped()
        price = run.price or unpriced(run.model)
        body = run.form.fields if run.form else run.body
        size, quality = str(body.get("size") or ""), str(body.get("quality") or "")
        record.usage = usage
        record.usage_source = metered.source
        if metered.source is not UsageSource.UNKNOWN:
            record.cost_nano = price.cost(usage, ratio_millionths=run.ratio, size=size, quality=quality)
        record.price_source = price.source.value
        record.ratio_millionths = run.ratio
        record.outcome = outcome
        record.status = status
        record.attempts = run.attempts
        record.route = run.route_json()
        record.upstream_model = run.upstream_model
        record.duration_us = round((now - run.inbound.received) * 1e6)
        record.overhead_us = round(max(0.0, now - run.inbound.received - run.waited) * 1e6)
        if run.first_byte is not None:
            record.ttft_us = round((run.first_byte - run.inbound.received) * 1e6)
        record.error, record.error_code = error, code
        if run.entry is not None:
            record.channel_id, record.channel_name = run.entry.channel.id, run.entry.channel.name
        if run.reservation is not None:
            run.reservation.settle(record.cost_nano, usage.total_tokens, usage.completion_tokens, record.created_at)
        return self._database.append(record)
