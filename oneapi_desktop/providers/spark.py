"""iFlytek Spark: its WebSocket, whose messages the relay reads like an answer over HTTP, and its HTTP
interface."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson

from oneapi_desktop.dialects import spark
from oneapi_desktop.dialects.conversation import Capabilities, Dialect, ThinkingStyle
from oneapi_desktop.dialects.json_reading import as_object, as_objects, as_text
from oneapi_desktop.dialects.sse import encode_event
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.addressing import base_url
from oneapi_desktop.providers.provider import Mode, Provider
from oneapi_desktop.providers.reshaped_answers import PiecesAnswer, WholeAnswer
from oneapi_desktop.providers.side_calls import body_object
from oneapi_desktop.providers.spark_signing import signed_url
from oneapi_desktop.providers.upstream import FaultKind, HandshakeRefused, UpstreamFault

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient, UpstreamSocket

DEFAULT_VERSION = "v1.1"
WHOLE_LIMIT = 32 * 1024 * 1024
"""Bytes that the messages of a whole answer may have together."""

_VERSIONS = {
    "spark-lite": "v1.1",
    "spark-pro": "v3.1",
    "spark-pro-128k": "v3.1-128K",
    "spark-max": "v3.5",
    "spark-max-32k": "v3.5-32K",
    "spark-4.0-ultra": "v4.0",
}
_DOMAINS = {
    "v1.1": "lite",
    "v2.1": "generalv2",
    "v3.1": "generalv3",
    "v3.1-128K": "pro-128k",
    "v3.5": "generalv3.5",
    "v3.5-32K": "max-32k",
    "v4.0": "4.0Ultra",
}
_PATHS = {"v3.1-128K": "/chat/pro-128k", "v3.5-32K": "/chat/max-32k"}
_VERSION = re.compile(r"v\d[\w.-]*")
_REASONS = re.compile(r"x\d|spark-x", re.IGNORECASE)
"""Models of the HTTP interface's version 2."""
_CALLS_TOOLS = re.compile(r"generalv3|4\.0Ultra")


def version_of(model: str, channel: Channel) -> str:
    """The version of the interface a model belongs to: by its name, by the version or the domain it is
    called after (``Spark-v3.5``, ``generalv3.5``), else the channel's."""
    known = _VERSIONS.get(model.lower())
    if known:
        return known
    by_domain = next((version for version, domain in _DOMAINS.items() if domain.lower() == model.lower()), "")
    if by_domain:
        return by_domain
    named = model.partition("-")[2]
    if _VERSION.fullmatch(named):
        return named
    own = channel.config.get("api_version", "").strip()
    return own if _VERSION.fullmatch(own) else DEFAULT_VERSION


def domain_of(version: str) -> str:
    """What a version calls its model."""
    return _DOMAINS.get(version, f"general{version}")


class SparkAdapter(Adapter):
    """Opens a signed WebSocket for each request."""

    def dialects(self, provider: Provider, channel: Channel, mode: Mode, model: str) -> tuple[Dialect, ...]:
        return (Dialect.SPARK,) if mode is Mode.CHAT else ()

    def capabilities(self, provider: Provider, channel: Channel, dialect: Dialect, model: str) -> Capabilities:
        tools = _CALLS_TOOLS.match(domain_of(version_of(model, channel))) is not None
        return Capabilities(
            model=model, tools=tools, images=False, files=False, audio=False, thinking=ThinkingStyle.NONE
        )

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        app_id, api_secret, api_key = _credentials(task.secrets)
        version = version_of(task.model, task.channel)
        body = await body_object(task.body)
        chat = {"domain": domain_of(version), **as_object(as_object(body.get("parameter")).get("chat"))}
        message = {**body, "header": {"app_id": app_id}, "parameter": {"chat": chat}}
        path = _PATHS.get(version, f"/{version}/chat")
        url = signed_url(base_url(task.channel, task.provider) + path, api_key, api_secret, time.time())
        try:
            socket = await client.connect(url, task.secrets.headers, proxy=task.secrets.proxy)
        except HandshakeRefused as refused:
            told = {"message": f"Spark refused the connection with status {refused.status}"}
            return WholeAnswer(refused.status if refused.status >= 400 else 502, {}, orjson.dumps(told))
        try:
            await socket.send(orjson.dumps(message).decode())
            first = await _next(socket, client.timeouts.first_byte, FaultKind.FIRST_BYTE_TIMEOUT)
            status = spark.hidden_status(first)
            if not status and not task.stream:
                first = await _whole(socket, first, client.timeouts.idle)
                status = spark.hidden_status(first)
        except BaseException:
            client.farewell(socket.close())
            raise
        if status or not task.stream:
            client.farewell(socket.close())
            return WholeAnswer(status or 200, {}, orjson.dumps(first))
        pieces = _events(client, socket, first)
        return PiecesAnswer(200, {}, pieces, abandoned=lambda: client.farewell(socket.close()))


class SparkHttpAdapter(Adapter):
    """Calls the HTTP interface, which has an address for each generation of models."""

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        if _REASONS.match(task.model):
            task = replace(task, path="/v2" + task.path.removeprefix("/v1"))
        return await super().send(client, task)


def _credentials(secrets: ChannelSecrets) -> list[str]:
    parts = secrets.key.split("|")
    if len(parts) != 3 or not all(parts):
        raise InvalidInput("key", "Spark's WebSocket wants APPID|APISecret|APIKey")
    return parts


def _is_last(message: dict[str, Any]) -> bool:
    choices = as_object(as_object(message.get("payload")).get("choices"))
    return choices.get("status", as_object(message.get("header")).get("status")) == spark.LAST


async def _next(socket: "UpstreamSocket", seconds: float, late: FaultKind) -> dict[str, Any]:
    """The next message. Raises UpstreamFault: none came in time, or it cannot be read."""
    try:
        async with asyncio.timeout(seconds):
            data = await socket.receive()
    except TimeoutError:
        raise UpstreamFault(late, f"the upstream was silent for {seconds:g} s") from None
    if data is None:
        raise UpstreamFault(FaultKind.CUT, "the upstream closed the connection before its answer was complete")
    try:
        message = orjson.loads(data)
    except orjson.JSONDecodeError:
        message = None
    if not isinstance(message, dict):
        raise UpstreamFault(FaultKind.GARBAGE, "the upstream sent a message that is no JSON object")
    return message


async def _events(client: "UpstreamClient", socket: "UpstreamSocket", first: dict[str, Any]) -> AsyncIterator[bytes]:
    """The messages as server-sent events, up to the last or a failure. Nobody waits for the goodbye."""
    message = first
    while True:
        yield encode_event(orjson.dumps(message))
        if _is_last(message) or spark.hidden_status(message):
            break
        message = await _next(socket, client.timeouts.idle, FaultKind.IDLE_TIMEOUT)
    client.farewell(socket.close())


async def _whole(socket: "UpstreamSocket", first: dict[str, Any], idle: float) -> dict[str, Any]:
    """One message that holds the pieces of all, or the failure that came in their place."""
    message, pieces, size = first, as_objects(_texts(first)), 0
    while not _is_last(message):
        message = await _next(socket, idle, FaultKind.IDLE_TIMEOUT)
        if spark.hidden_status(message):
            return message
        more = as_objects(_texts(message))
        size += sum(len(as_text(piece.get("content"))) for piece in more)
        if size > WHOLE_LIMIT:
            raise UpstreamFault(FaultKind.GARBAGE, f"the upstream's answer is larger than {WHOLE_LIMIT >> 20} MiB")
        pieces += more
    payload = as_object(message.get("payload"))
    choices = {**as_object(payload.get("choices")), "text": pieces}
    return {**message, "payload": {**payload, "choices": choices}}


def _texts(message: dict[str, Any]) -> object:
    return as_object(as_object(message.get("payload")).get("choices")).get("text")
