"""The relay's HTTP face: every path of every dialect, from aiohttp's request to the pipeline and back."""

import time

from aiohttp import web

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.dialects.registry import error_answer
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.domain.money import NANO_PER_USD
from oneapi_desktop.relay.admission import Caller
from oneapi_desktop.relay.directory import Directory
from oneapi_desktop.relay.endpoints import (
    NOT_IMPLEMENTED,
    RAW_PROXY,
    REALTIME,
    BodyKind,
    Streaming,
    dialect_of,
    find_endpoint,
)
from oneapi_desktop.relay.inbound import ClientGone, Inbound
from oneapi_desktop.relay.pipeline import Relay, error_headers, new_request_id
from oneapi_desktop.server.addresses import client_address, host_allowed
from oneapi_desktop.server.bodies import UNREADABLE, read_body, spool_body
from oneapi_desktop.server.capturing import Capturing
from oneapi_desktop.server.client_sink import ClientSink
from oneapi_desktop.server.client_socket import ClientSocket, protocol_key
from oneapi_desktop.server.model_routes import ModelRoutes, json_response, list_dialect
from oneapi_desktop.server.response_routes import ResponseRoutes, names_response
from oneapi_desktop.services.captures import CaptureService
from oneapi_desktop.services.stored_responses import StoredResponseService
from oneapi_desktop.settings import Settings

REALTIME_PATHS = frozenset({REALTIME.path, REALTIME.path.removeprefix("/v1")})
RUNNING = "One API Desktop is running\n"
UNLIMITED_USD = 100_000_000
CORS_MAX_AGE = "43200"
EXPOSED = ", ".join(
    (
        "x-oneapi-request-id", "x-oneapi-channel", "x-oneapi-attempts", "x-oneapi-overhead-ms", "x-oneapi-conversion",
        "x-oneapi-estimated", "request-id", "retry-after", "x-should-retry",
    )
)  # fmt: skip


class RelayRoutes:
    """Handlers of the relay; ``handle`` serves every path of it."""

    def __init__(
        self,
        relay: Relay,
        directory: Directory,
        settings: Settings,
        responses: StoredResponseService,
        captures: CaptureService,
    ) -> None:
        self._relay = relay
        self._settings = settings
        self._models = ModelRoutes(directory)
        self._responses = ResponseRoutes(responses)
        self._capturing = Capturing(captures)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one request, whatever its path."""
        received, received_at = time.perf_counter(), time.time_ns() // 1_000_000
        extra = self._cors(request)
        dialect: Dialect | None = None
        try:
            self._check_host(request)
            if request.method == "OPTIONS":
                return web.Response(status=204, headers=extra)
            path = request.path
            if path.startswith(RAW_PROXY.path):
                return await self._pass_raw(request, received, received_at, extra)
            if path.rstrip("/") in REALTIME_PATHS:
                return await self._open_socket(request, received, received_at, extra)
            found = find_endpoint(path)
            if found is None:
                dialect = list_dialect(path, request.headers, request.query)
                if dialect is not None:
                    return await self._models_in(request, dialect, extra)
                return await self._other(request, path.removeprefix("/v1"), extra)
            dialect = found[0].dialect
            if request.method != "POST":
                raise RequestError(
                    ErrorKind.INVALID_REQUEST,
                    f"{path} takes POST, not {request.method}",
                    status=405,
                    code="wrong_method",
                )
            endpoint, path_model = found
            # Nobody's bytes are read before the key is known.
            address = self._address(request)
            caller = self._relay.identify(presented_key(request), address)
            inbound = Inbound(endpoint, path_model, caller, request.headers, address, received, received_at)
            if dialect is Dialect.GEMINI and endpoint.streaming is Streaming.ALWAYS:
                inbound.array_framing = request.query.get("alt") != "sse"
            return await self._relay_to(request, inbound, extra)
        except RequestError as error:
            return self._error(error, dialect or dialect_of(request.path, request.headers), extra)

    async def _relay_to(self, request: web.Request, inbound: Inbound, extra: dict[str, str]) -> web.StreamResponse:
        limit = self._settings.body_limit_mb
        if inbound.endpoint.body is BodyKind.MULTIPART and request.content_type.startswith("multipart/"):
            inbound.spooled = await spool_body(request, limit)
        else:
            inbound.body = await read_body(request, limit)
        sink = ClientSink(request, extra)
        captured = self._capturing.begin(inbound, sink)
        answer = None
        try:
            answer = await self._relay.handle(inbound, captured or sink)
        except ClientGone:
            if request.transport is not None:
                request.transport.abort()
            return sink.response or web.Response(status=499)
        finally:
            if captured is not None:
                self._capturing.end(captured, request.path, inbound, answer)
            if inbound.spooled is not None:
                inbound.spooled.file.close()
        if answer is None:
            assert sink.response is not None
            return sink.response
        return web.Response(status=answer.status, headers={**answer.headers, **extra}, body=answer.body)

    async def _open_socket(
        self, request: web.Request, received: float, received_at: int, extra: dict[str, str]
    ) -> web.StreamResponse:
        key = presented_key(request) or protocol_key(request)
        address = self._address(request)
        caller = self._relay.identify(key, address)
        if request.method != "GET" or request.headers.get("Upgrade", "").lower() != "websocket":
            raise RequestError(
                ErrorKind.INVALID_REQUEST, f"{request.path} takes a WebSocket", status=426, code="websocket_required"
            )
        inbound = Inbound(REALTIME, "", caller, request.headers, address, received, received_at)
        inbound.query = request.rel_url.raw_query_string
        socket = inbound.socket = ClientSocket(request, extra)
        try:
            answer = await self._relay.handle(inbound, ClientSink(request, extra))
        except ClientGone:
            return socket.response or web.Response(status=499)
        if answer is None or socket.response is not None:
            return socket.response or web.Response(status=499)
        return web.Response(status=answer.status, headers={**answer.headers, **extra}, body=answer.body)

    async def _pass_raw(
        self, request: web.Request, received: float, received_at: int, extra: dict[str, str]
    ) -> web.StreamResponse:
        caller, address = self._caller(request), self._address(request)
        inbound = Inbound(RAW_PROXY, "", caller, request.headers, address, received, received_at)
        inbound.method, inbound.target, inbound.query = (
            request.method,
            request.rel_url.raw_path,
            request.rel_url.raw_query_string,
        )
        return await self._relay_to(request, inbound, extra)

    async def _other(self, request: web.Request, path: str, extra: dict[str, str]) -> web.Response:
        path = path.rstrip("/")
        if not path and request.path == "/" and request.method in {"GET", "HEAD"}:
            # Ollama's command line asks here whether anybody is there.
            return web.Response(text=RUNNING, headers=extra)
        if path in {"/dashboard/billing/subscription", "/dashboard/billing/usage"}:
            caller = self._caller(request)
            document = subscription(caller) if path.endswith("subscription") else usage(caller)
            return json_response(document, extra)
        if names_response(path):
            return json_response(await self._responses.answer(request, self._caller(request)), extra)
        if NOT_IMPLEMENTED.fullmatch(path):
            raise RequestError(ErrorKind.NOT_IMPLEMENTED, f"this gateway does not implement {request.path}")
        raise RequestError(
            ErrorKind.NOT_FOUND, f"there is nothing at {request.method} {request.path}", code="invalid_url"
        )

    async def _models_in(self, request: web.Request, dialect: Dialect, extra: dict[str, str]) -> web.Response:
        if request.method != "GET" and dialect is not Dialect.OLLAMA:
            raise RequestError(ErrorKind.NOT_IMPLEMENTED, f"this gateway does not implement {request.method} here")
        # Ollama's clients ask for the version to see whether anybody is there.
        caller = None if request.path == "/api/version" else self._caller(request)
        return json_response(await self._models.answer(request, dialect, caller), extra)

    def _caller(self, request: web.Request) -> Caller:
        return self._relay.identify(presented_key(request), self._address(request))

    def _address(self, request: web.Request) -> str:
        return client_address(request.remote or "", request.headers, self._settings.trusted_proxies)

    def _check_host(self, request: web.Request) -> None:
        host = request.headers.get("Host", "")
        if not host_allowed(host, self._settings.allowed_hosts):
            raise RequestError(
                ErrorKind.FORBIDDEN,
                "this gateway is not known by the Host name of the request; "
                "call it by address or localhost, or add the name to the setting allowed_hosts",
                code="host_not_allowed",
            )

    def _cors(self, request: web.Request) -> dict[str, str]:
        origin = request.headers.get("Origin")
        allowed = self._settings.allowed_origins
        if origin is None or not ("*" in allowed or origin in allowed):
            return {}
        headers = {"Access-Control-Allow-Origin": "*" if "*" in allowed else origin, "Vary": "Origin",
                   "Access-Control-Expose-Headers": EXPOSED}  # fmt: skip
        if request.method == "OPTIONS":
            headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE, OPTIONS"
            headers["Access-Control-Allow-Headers"] = request.headers.get("Access-Control-Request-Headers", "*")
            headers["Access-Control-Max-Age"] = CORS_MAX_AGE
        return headers

    def _error(self, error: RequestError, dialect: Dialect, extra: dict[str, str]) -> web.Response:
        request_id = new_request_id()
        headers = {**error_headers(error), "x-oneapi-request-id": request_id, **extra}
        if dialect is Dialect.ANTHROPIC:
            headers["request-id"] = request_id
        status, body = error_answer(dialect, error, request_id)
        response = web.Response(status=status, headers=headers, body=body)
        if error.code == UNREADABLE:
            response.force_close()
        return response


def presented_key(request: web.Request) -> str:
    """The caller's key wherever a dialect's clients put it: ``Authorization: Bearer`` (bare or not),
    ``x-api-key``, ``x-goog-api-key``, ``api-key``, or ``?key=`` in the address."""
    headers = request.headers
    value: str = headers.get("Authorization", "").strip()
    scheme, _, rest = value.partition(" ")
    if scheme.lower() == "bearer":
        value = rest.strip()
    if value:
        return value
    for name in ("x-api-key", "x-goog-api-key", "api-key"):
        if found := headers.get(name, "").strip():
            return found
    return request.query.get("key", "") if request.query_string else ""


def subscription(caller: Caller) -> dict[str, object]:
    """The answer of the old billing endpoint: the token's total budget as a limit in dollars."""
    token = caller.token
    total = token.budgets.total
    limit = UNLIMITED_USD if total is None else total / NANO_PER_USD
    return {
        "object": "billing_subscription",
        "has_payment_method": True,
        "soft_limit_usd": limit,
        "hard_limit_usd": limit,
        "system_hard_limit_usd": limit,
        "access_until": 0 if token.expires_at is None else token.expires_at // 1000,
    }


def usage(caller: Caller) -> dict[str, object]:
    """The answer of the old billing endpoint: what the token spent, in cents."""
    return {"object": "list", "total_usage": caller.entry.account.used * 100 / NANO_PER_USD}
