"""The generic proxy channel (one-api's type 43): any request under a channel's base URL, neither read nor
translated nor billed, but logged.

What it costs is not known, so a token must be allowed to use it by name: its list of models names one that
the channel offers. A token without such a list may use it when it is the owner's own. Tokens with a budget
may not: a budget could not hold what is not counted.
"""

import re
import time
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlencode

from oneapi_desktop.domain.channel import ChannelStatus
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.domain.request_record import Outcome
from oneapi_desktop.domain.token import Budgets
from oneapi_desktop.domain.user import Role
from oneapi_desktop.providers.addressing import base_url, upstream_headers
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient, UpstreamFault
from oneapi_desktop.relay.admission import Caller
from oneapi_desktop.relay.directory import ChannelEntry, Directory
from oneapi_desktop.relay.faults import Failure, transport_failure
from oneapi_desktop.relay.inbound import ClientGone, Sink
from oneapi_desktop.relay.run import Run
from oneapi_desktop.relay.settlement import Ledger

PREFIX = "/v1/oneapi/proxy/"
_TARGET = re.compile(r"/v1/oneapi/proxy/(?P<channel>[^/?]+)(?P<rest>/[^?]*)?")

_KEY_HEADERS = frozenset({"authorization", "x-api-key", "x-goog-api-key", "api-key", "cookie"})
_HOP_HEADERS = frozenset(
    {
        "host", "content-length", "accept-encoding", "connection", "keep-alive", "proxy-authenticate",
        "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "forwarded",
    }
)  # fmt: skip
_KEPT_BACK = frozenset(
    {
        "connection", "content-encoding", "content-length", "keep-alive", "set-cookie", "transfer-encoding", "trailer",
        "upgrade", "proxy-authenticate",
    }
)  # fmt: skip


class RawProxy:
    """Serves raw calls."""

    def __init__(self, directory: Directory, upstream: UpstreamClient, ledger: Ledger) -> None:
        self._directory = directory
        self._upstream = upstream
        self._ledger = ledger

    async def serve(self, run: Run, caller: Caller, sink: Sink) -> Failure | None:
        """Pass a call on and its answer back; the failure when no answer came. Raises RequestError for a
        call that is not allowed, ClientGone."""
        entry, rest = self._entry(run.inbound.target)
        check_allowed(caller, entry)
        run.entry, run.attempts = entry, 1
        query = _without_key(run.inbound.query, run.inbound.headers)
        if ".." in unquote(rest).split("/"):
            raise RequestError(ErrorKind.INVALID_REQUEST, "the path may not lead out of the channel's base URL")
        url = base_url(entry.channel, entry.provider) + rest + query
        begun = time.perf_counter()
        try:
            answer = await self._upstream.send(
                run.inbound.method,
                url,
                {**passed_up(run.inbound.headers), **upstream_headers(entry.provider, entry.secrets)},
                run.inbound.body,
                proxy=entry.secrets.proxy,
            )
        except UpstreamFault as fault:
            return transport_failure(fault)
        finally:
            run.waited += time.perf_counter() - begun
        try:
            await self._relay(run, answer, sink)
        finally:
            answer.close()
        return None

    def _entry(self, target: str) -> tuple[ChannelEntry, str]:
        match = _TARGET.fullmatch(target)
        name = match["channel"] if match else ""
        entry = self._directory.channels.get(int(name)) if name.isascii() and name.isdigit() else None
        if match is None or entry is None or Mode.RAW_PROXY not in entry.provider.modes:
            raise RequestError(
                ErrorKind.NOT_FOUND,
                f"there is no proxy channel {name!r}; write {PREFIX}CHANNEL-ID/path, where the channel's type is proxy",
                code="invalid_channel_id",
            )
        if entry.channel.status is not ChannelStatus.ENABLED:
            raise RequestError(
                ErrorKind.UNAVAILABLE, f"channel {entry.channel.name!r} is disabled", code="channel_disabled"
            )
        return entry, match["rest"] or ""

    async def _relay(self, run: Run, answer: UpstreamAnswer, sink: Sink) -> None:
        await sink.start(answer.status, {**passed_down(answer.headers), **run.headers()})
        run.started = True
        held = b""
        try:
            while chunk := await answer.read():
                if run.first_byte is None:
                    run.first_byte = time.perf_counter()
                if held:
                    await sink.write(held)
                held = chunk
        except UpstreamFault as fault:
            await self._ledger.settle(run, Outcome.FAILED, answer.status, error=fault.message, code=fault.kind.value)
            # Bytes have no error event: closing without the end tells the client that the body is cut.
            raise ClientGone from None
        # The last bytes leave only after the commit.
        await self._ledger.settle(run, Outcome.DONE, answer.status)
        if held:
            await sink.write(held)
        await sink.end()


def check_allowed(caller: Caller, entry: ChannelEntry) -> None:
    """Whether a token may use a proxy channel. Raises RequestError (403)."""
    token, channel = caller.token, entry.channel
    if token.budgets != Budgets():
        raise RequestError(
            ErrorKind.FORBIDDEN,
            f"token {token.name!r} has a budget, which cannot hold what a proxy channel costs; use one without",
            code="proxy_not_allowed",
        )
    named = bool(token.models) and not token.models.isdisjoint(channel.models)
    if named or (not token.models and caller.user.role >= Role.ADMIN):
        return
    raise RequestError(
        ErrorKind.FORBIDDEN,
        f"token {token.name!r} may not use the proxy channel {channel.name!r}; add one of its models to the token's: "
        + ", ".join(channel.models[:5]),
        code="proxy_not_allowed",
    )


def passed_up(headers: Mapping[str, str]) -> dict[str, str]:
    """The client's headers that go on: all but its key, cookies and what belongs to one connection."""
    kept = {
        name: value
        for name, value in headers.items()
        if (lower := name.lower()) not in _KEY_HEADERS
        and lower not in _HOP_HEADERS
        and not lower.startswith("x-forwarded-")
    }
    # A packed answer would have to be unpacked to be watched.
    return {**kept, "Accept-Encoding": "identity"}


def passed_down(headers: Mapping[str, str]) -> dict[str, str]:
    """The upstream's headers that go back."""
    return {
        name: value
        for name, value in headers.items()
        if (lower := name.lower()) not in _KEPT_BACK and not lower.startswith("access-control-")
    }


def _without_key(query: str, headers: Mapping[str, str]) -> str:
    """The query as it goes on: ``key`` is the caller's own when no header holds one."""
    if not query:
        return ""
    if any(name in headers for name in ("Authorization", "x-api-key", "x-goog-api-key", "api-key")):
        return f"?{query}"
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "key"]
    return f"?{urlencode(kept)}" if kept else ""
