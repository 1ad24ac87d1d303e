"""Alibaba DashScope by its native format: chats, embeddings, reranking, and pictures as tasks that are
waited for."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import orjson

from oneapi_desktop.dialects.conversation import Capabilities, Dialect
from oneapi_desktop.dialects.json_reading import as_object, as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import Adapter, Task, spoken_dialects
from oneapi_desktop.providers.addressing import base_url, upstream_headers
from oneapi_desktop.providers.capabilities import capabilities_of
from oneapi_desktop.providers.provider import Mode, Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.reshaped_answers import WholeAnswer
from oneapi_desktop.providers.side_calls import body_object, get_object, model_names
from oneapi_desktop.providers.upstream import FaultKind, UpstreamFault

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

SERVICES = "/api/v1/services"
TEXT = f"{SERVICES}/aigc/text-generation/generation"
MULTIMODAL = f"{SERVICES}/aigc/multimodal-generation/generation"
PICTURES = f"{SERVICES}/aigc/text2image/image-synthesis"
EMBEDDINGS = f"{SERVICES}/embeddings/text-embedding/text-embedding"
RERANK = f"{SERVICES}/rerank/text-rerank/text-rerank"
MODELS = "/compatible-mode/v1/models"

RUNNING = frozenset({"PENDING", "RUNNING", "SUSPENDED"})
LONGEST_TASK = 900.0
"""Seconds after which a picture's task is given up."""
TASK_LIMIT = 1024 * 1024
_NATIVE = frozenset({Mode.CHAT, Mode.EMBEDDINGS, Mode.IMAGES, Mode.RERANK})


class DashscopeAdapter(Adapter):
    """Calls DashScope's services. ``poll_interval`` is seconds between looks at a task."""

    def __init__(self, poll_interval: float = 2.0) -> None:
        self._poll_interval = poll_interval

    def dialects(self, provider: Provider, channel: Channel, mode: Mode, model: str) -> tuple[Dialect, ...]:
        if mode is Mode.CHAT:
            return spoken_dialects(provider, channel, mode, model)
        return (Dialect.DASHSCOPE,) if mode in _NATIVE else ()

    def capabilities(self, provider: Provider, channel: Channel, dialect: Dialect, model: str) -> Capabilities:
        return replace(capabilities_of(provider, dialect, model), files=False, file_urls=False)

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        if task.dialect is not Dialect.DASHSCOPE:
            return await super().send(client, task)
        body = await body_object(task.body)
        path = _path(task.mode, body, task.provider)
        headers = {**upstream_headers(task.provider, task.secrets), "Content-Type": task.content_type}
        plugin = task.channel.config.get("plugin", "")
        if plugin:
            headers["X-DashScope-Plugin"] = plugin
        if task.stream:
            headers |= {"Accept": "text/event-stream", "X-DashScope-SSE": "enable", "Accept-Encoding": "identity"}
        if path == PICTURES:
            headers["X-DashScope-Async"] = "enable"
        url = base_url(task.channel, task.provider) + path
        answer = await client.send("POST", url, headers, task.body, proxy=task.secrets.proxy)
        if path != PICTURES or answer.status >= 400:
            return answer
        return await self._finished(client, task, answer)

    async def _finished(self, client: "UpstreamClient", task: Task, created: "UpstreamAnswer") -> "UpstreamAnswer":
        """The answer once the created task has ended. Raises UpstreamFault."""
        try:
            document = _task(await created.read_whole(TASK_LIMIT))
        finally:
            created.close()
        id = as_text(as_object(document.get("output")).get("task_id"))
        headers = upstream_headers(task.provider, task.secrets)
        url = f"{base_url(task.channel, task.provider)}/api/v1/tasks/{quote(id, safe='')}"
        loop = asyncio.get_running_loop()
        until = loop.time() + (client.timeouts.total or LONGEST_TASK)
        while id and as_object(document.get("output")).get("task_status") in RUNNING:
            if loop.time() > until:
                raise UpstreamFault(FaultKind.TOTAL_TIMEOUT, "the picture was not painted in time")
            await asyncio.sleep(self._poll_interval)
            document = await get_object(client, url, headers, "task", proxy=task.secrets.proxy)
        return WholeAnswer(200, created.headers, orjson.dumps(document))

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        """The models of the compatible mode, which has the only list."""
        provider = find_provider(channel.provider)
        headers = upstream_headers(provider, secrets)
        url = base_url(channel, provider) + MODELS
        page = await get_object(client, url, headers, "model list", proxy=secrets.proxy, timeout=timeout)
        return model_names(as_text(entry.get("id")) for entry in as_objects(page.get("data")))


def _path(mode: Mode, body: Mapping[str, Any], provider: Provider) -> str:
    messages = as_objects(as_object(body.get("input")).get("messages"))
    match mode:
        case Mode.CHAT:
            return MULTIMODAL if any(isinstance(one.get("content"), list) for one in messages) else TEXT
        case Mode.IMAGES:
            return MULTIMODAL if messages else PICTURES
        case Mode.EMBEDDINGS:
            return EMBEDDINGS
        case Mode.RERANK:
            return RERANK
    raise InvalidInput("model", f"{provider.label} has no endpoint for {mode.value}")


def _task(body: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise UpstreamFault(FaultKind.GARBAGE, "the upstream's task cannot be read")
    return found
