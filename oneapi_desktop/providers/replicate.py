"""Replicate: predictions that are created, waited for or streamed.

Input fields differ from model to model, so each model's schema is read once and what it does not have
is left out or sent under the model's own name.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import orjson

from oneapi_desktop.dialects.conversation import Capabilities, Dialect
from oneapi_desktop.dialects.json_reading import as_list, as_object, as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.addressing import base_url, upstream_headers
from oneapi_desktop.providers.provider import Mode, Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.reshaped_answers import PiecesAnswer, WholeAnswer
from oneapi_desktop.providers.side_calls import body_object, get_object, model_names, side_call
from oneapi_desktop.providers.upstream import FaultKind, UpstreamFault

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

LONGEST_WAIT = 60
"""Seconds for which the create call itself may wait for the end (``Prefer: wait``)."""
LONGEST_PREDICTION = 900.0
"""Seconds after which a prediction is given up."""
RUNNING = frozenset({"starting", "processing"})
MOST_SCHEMAS = 256
LONGEST_LAST_EVENT = 256
"""Bytes in which the event named done is looked for at the end of a stream."""

_SAME: Mapping[str, tuple[str, ...]] = {
    "max_tokens": ("max_tokens", "max_completion_tokens", "max_new_tokens", "max_output_tokens", "max_length"),
    "system_prompt": ("system_prompt", "system_instruction", "system"),
    "image_input": ("image_input", "images", "image"),
    "num_outputs": ("num_outputs", "number_of_images", "num_images"),
    "stop_sequences": ("stop_sequences", "stop"),
}
"""What models call the same field; the first name is the codec's."""


class ReplicateAdapter(Adapter):
    """Creates predictions. ``poll_interval`` is seconds between looks at one that runs."""

    def __init__(self, poll_interval: float = 1.0) -> None:
        self._poll_interval = poll_interval
        self._schemas: dict[tuple[str, str], dict[str, Any]] = {}

    def dialects(self, provider: Provider, channel: Channel, mode: Mode, model: str) -> tuple[Dialect, ...]:
        return (Dialect.REPLICATE,) if mode in (Mode.CHAT, Mode.IMAGES) else ()

    def capabilities(self, provider: Provider, channel: Channel, dialect: Dialect, model: str) -> Capabilities:
        return Capabilities(model=model, tools=False, files=False, audio=False, multiple=False, logprobs=False)

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        root = _root(task.channel, task.provider)
        headers = {**upstream_headers(task.provider, task.secrets), "Content-Type": "application/json"}
        proxy = task.secrets.proxy
        body = await body_object(task.body)
        schema = await self._schema(client, root, task.model, headers, proxy)
        body["input"] = _fitted(as_object(body.get("input")), schema)
        path, version = _create_path(task.model)
        if version:
            body["version"] = version
        if not task.stream:
            headers["Prefer"] = f"wait={LONGEST_WAIT}"
            body.pop("stream", None)
        created = await client.send("POST", root + path, headers, orjson.dumps(body), proxy=proxy)
        if created.status >= 400:
            return created
        try:
            prediction = _prediction(await created.read_whole(1024 * 1024 * 64))
        finally:
            created.close()
        urls = as_object(prediction.get("urls"))
        headers.pop("Prefer", None)
        if task.stream and as_text(urls.get("stream")):
            url = _own_address(as_text(urls["stream"]), root)
            watched = {**headers, "Accept": "text/event-stream", "Cache-Control": "no-store"}
            watched["Accept-Encoding"] = "identity"
            stream = await client.send("GET", url, watched, b"", proxy=proxy)
            if stream.status == 200:
                look = _own_address(as_text(urls.get("get")), root)
                end = _End()

                def abandoned() -> None:
                    # The prediction would go on, and be charged for, without anybody to read it.
                    if not end.reached:
                        client.farewell(_cancelled(client, as_text(urls.get("cancel")), root, headers, proxy))

                pieces = self._streamed(client, stream, look, headers, proxy, end)
                return PiecesAnswer(200, stream.headers, pieces, stream, abandoned=abandoned)
            stream.close()
        ended = await self._ended(client, prediction, root, headers, proxy)
        return WholeAnswer(200, created.headers, orjson.dumps(ended))

    async def _streamed(
        self,
        client: "UpstreamClient",
        stream: "UpstreamAnswer",
        look: str,
        headers: Mapping[str, str],
        proxy: str,
        end: "_End",
    ) -> AsyncIterator[bytes]:
        """The stream as it is, then the finished prediction's counts."""
        while data := await stream.read():
            end.look(data)
            yield data
        if not end.reached:
            return
        # The counts are a courtesy: without them the gateway counts itself.
        try:
            found = await side_call(client, "GET", look, headers, proxy=proxy, timeout=10.0)
        except UpstreamFault:
            return
        metrics = as_object(as_object(found.json()).get("metrics"))
        if metrics:
            yield b"event: metrics\ndata: " + orjson.dumps(metrics) + b"\n\n"

    async def _ended(
        self,
        client: "UpstreamClient",
        prediction: dict[str, Any],
        root: str,
        headers: Mapping[str, str],
        proxy: str,
    ) -> dict[str, Any]:
        """The prediction once it has ended. A caller that goes away takes it along. Raises UpstreamFault."""
        urls = as_object(prediction.get("urls"))
        loop = asyncio.get_running_loop()
        until = loop.time() + (client.timeouts.total or LONGEST_PREDICTION)
        try:
            while prediction.get("status") in RUNNING:
                if loop.time() > until:
                    raise UpstreamFault(FaultKind.TOTAL_TIMEOUT, "the prediction did not end in time")
                await asyncio.sleep(self._poll_interval)
                look = _own_address(as_text(urls.get("get")), root)
                prediction = await get_object(client, look, headers, "prediction", proxy=proxy)
        except BaseException:
            await asyncio.shield(_cancelled(client, as_text(urls.get("cancel")), root, headers, proxy))
            raise
        return prediction

    async def _schema(
        self, client: "UpstreamClient", root: str, model: str, headers: Mapping[str, str], proxy: str
    ) -> dict[str, Any]:
        """The input fields of a model, read once; empty when they cannot be had."""
        owner_and_name = model.partition(":")[0]
        key = (root, owner_and_name)
        known = self._schemas.get(key)
        if known is None:
            known = await _read_schema(client, root, owner_and_name, headers, proxy)
            if len(self._schemas) >= MOST_SCHEMAS:
                self._schemas.clear()
            if known:
                self._schemas[key] = known
        return known

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        """The models of Replicate's collections of language and picture models."""
        provider = find_provider(channel.provider)
        headers = upstream_headers(provider, secrets)
        names: list[str] = []
        for collection in ("language-models", "text-to-image"):
            url = f"{_root(channel, provider)}/v1/collections/{collection}"
            page = await get_object(client, url, headers, "model list", proxy=secrets.proxy, timeout=timeout)
            for entry in as_objects(page.get("models")):
                owner, name = as_text(entry.get("owner")), as_text(entry.get("name"))
                if owner and name:
                    names.append(f"{owner}/{name}")
        return model_names(names)


class _End:
    """Whether a stream's last event has come."""

    def __init__(self) -> None:
        self.reached = False
        self._last = b""

    def look(self, data: bytes) -> None:
        """Take the next bytes."""
        self._last = (self._last + data)[-LONGEST_LAST_EVENT:]
        self.reached = b"event: done" in self._last or b"event:done" in self._last


def _root(channel: Channel, provider: Provider) -> str:
    """The address without ``/v1/models``, which one-api stores with it."""
    return base_url(channel, provider).removesuffix("/models").removesuffix("/v1")


def _create_path(model: str) -> tuple[str, str]:
    """Where a prediction of a model is created, and the version to name. Raises InvalidInput."""
    name, _, version = model.partition(":")
    parts = name.split("/")
    if version:
        return "/v1/predictions", version
    if len(parts) == 3 and parts[0] == "deployments":
        return f"/v1/deployments/{quote(parts[1], safe='')}/{quote(parts[2], safe='')}/predictions", ""
    if len(parts) != 2 or not all(parts):
        raise InvalidInput("model", f"{model!r} is no model of Replicate; write owner/name")
    return f"/v1/models/{quote(parts[0], safe='')}/{quote(parts[1], safe='')}/predictions", ""


def _own_address(url: str, root: str) -> str:
    """An address an answer names, as long as it is Replicate's own: the key goes there. Raises
    UpstreamFault."""
    parts, own = urlsplit(url), urlsplit(root)
    if (parts.scheme, parts.netloc) == (own.scheme, own.netloc) and parts.netloc:
        return url
    host = parts.hostname or ""
    if parts.scheme == "https" and (host == "replicate.com" or host.endswith(".replicate.com")):
        return url
    raise UpstreamFault(FaultKind.GARBAGE, "the upstream named an address that is not its own")


def _prediction(body: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise UpstreamFault(FaultKind.GARBAGE, "the upstream's prediction cannot be read")
    return found


async def _cancelled(client: "UpstreamClient", url: str, root: str, headers: Mapping[str, str], proxy: str) -> None:
    """Stop a prediction nobody waits for any more; best effort."""
    try:
        await side_call(client, "POST", _own_address(url, root), headers, proxy=proxy, timeout=5.0)
    except UpstreamFault:
        return


async def _read_schema(
    client: "UpstreamClient", root: str, model: str, headers: Mapping[str, str], proxy: str
) -> dict[str, Any]:
    owner, _, name = model.removeprefix("deployments/").partition("/")
    url = f"{root}/v1/models/{quote(owner, safe='')}/{quote(name, safe='')}"
    try:
        found = await side_call(client, "GET", url, headers, proxy=proxy, timeout=10.0)
    except UpstreamFault:
        return {}
    version = as_object(as_object(found.json()).get("latest_version"))
    schemas = as_object(as_object(as_object(version.get("openapi_schema")).get("components")).get("schemas"))
    return as_object(as_object(schemas.get("Input")).get("properties"))


def _fitted(inputs: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The fields a model's schema has, under its names; all of them when the schema is unknown."""
    if not schema:
        return dict(inputs)
    fitted: dict[str, Any] = {}
    for name, value in inputs.items():
        own = next((same for same in _SAME.get(name, (name,)) if same in schema), None)
        if own is None:
            continue
        declared = as_object(schema[own])
        if isinstance(value, list) and declared.get("type") == "string":
            value = value[0]
        elif isinstance(value, str) and declared.get("type") == "array":
            value = value.split(",")
        allowed = as_list(declared.get("enum"))
        if not allowed or value in allowed:
            fitted[own] = value
    return fitted
