"""Google Vertex AI: Gemini and Claude by their publishers' own formats, other models by Google's
OpenAI-compatible endpoint."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import orjson

from oneapi_desktop.dialects.conversation import Capabilities, Dialect, SealFamily
from oneapi_desktop.dialects.json_reading import as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.addressing import base_url
from oneapi_desktop.providers.capabilities import capabilities_of
from oneapi_desktop.providers.google_access import FIELD, GoogleAccess, read_credentials
from oneapi_desktop.providers.provider import Mode, Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.side_calls import MOST_PAGES, body_object, get_object, model_names

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import Body, UpstreamAnswer, UpstreamClient

ANTHROPIC_VERSION = "vertex-2023-10-16"
DEFAULT_REGION = "global"

_ACTIONS = {
    (Dialect.GEMINI, Mode.CHAT, False): "generateContent",
    (Dialect.GEMINI, Mode.CHAT, True): "streamGenerateContent?alt=sse",
    (Dialect.GEMINI, Mode.COUNT_TOKENS, False): "countTokens",
    (Dialect.ANTHROPIC, Mode.CHAT, False): "rawPredict",
    (Dialect.ANTHROPIC, Mode.CHAT, True): "streamRawPredict",
}


@dataclass(frozen=True, slots=True)
class VertexPlace:
    """Where and as whom a channel calls. ``api_key`` is express mode, which knows no project."""

    region: str
    project: str
    credentials: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)


def place_of(channel: Channel, secrets: ChannelSecrets) -> VertexPlace:
    """The place in a channel's fields, or in its key ``Region|Project|JSON``. Raises InvalidInput."""
    region, project = channel.config.get("region", "").strip(), channel.config.get("vertex_ai_project_id", "").strip()
    credentials, key = secrets.config.get("vertex_ai_adc", "").strip(), secrets.key.strip()
    parts = key.split("|", 2)
    if len(parts) == 3:
        region, project = region or parts[0].strip(), project or parts[1].strip()
        credentials, key = credentials or parts[2].strip(), ""
    elif key.startswith("{"):
        credentials, key = credentials or key, ""
    if credentials:
        project = project or as_text(read_credentials(credentials).get("project_id"))
        if not project:
            raise InvalidInput("config.vertex_ai_project_id", "the credentials name no project; give its id")
        return VertexPlace(region or DEFAULT_REGION, project, credentials)
    if not key:
        raise InvalidInput(FIELD, "the channel has no credentials; give a service account's JSON, or an API key as key")
    return VertexPlace(region or DEFAULT_REGION, project, api_key=key)


def host_of(region: str) -> str:
    """The host that serves a region, a multi-region (``us``, ``eu``) or ``global``."""
    if region == DEFAULT_REGION:
        return "https://aiplatform.googleapis.com"
    if region in ("us", "eu"):
        return f"https://aiplatform.{region}.rep.googleapis.com"
    return f"https://{quote(region, safe='-')}-aiplatform.googleapis.com"


class VertexAdapter(Adapter):
    """Calls models of Vertex AI's publishers."""

    def __init__(self) -> None:
        self._access = GoogleAccess()

    def dialects(self, provider: Provider, channel: Channel, mode: Mode, model: str) -> tuple[Dialect, ...]:
        if mode not in (Mode.CHAT, Mode.COUNT_TOKENS):
            return ()
        if "claude" in model.lower():
            return (Dialect.ANTHROPIC,)
        if "/" in model and not model.startswith(("models/", "google/")):
            return (Dialect.OPENAI_CHAT,) if mode is Mode.CHAT else ()
        return (Dialect.GEMINI,)

    def capabilities(self, provider: Provider, channel: Channel, dialect: Dialect, model: str) -> Capabilities:
        # The name without its date, as the table of models knows it.
        found = replace(capabilities_of(provider, dialect, model.partition("@")[0]), model=model)
        if dialect is Dialect.ANTHROPIC:
            return replace(found, image_urls=False, file_urls=False)
        return replace(found, seal_family=SealFamily.GOOGLE) if dialect is Dialect.GEMINI else found

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        place = place_of(task.channel, task.secrets)
        url = self._url(task, place)
        headers = {**task.headers, **await self._authorization(client, task.secrets, place)}
        headers = {**headers, **task.secrets.headers, "Content-Type": task.content_type}
        body: bytes | Body = task.body
        if task.dialect is Dialect.ANTHROPIC:
            body = _claude_body(await body_object(task.body), keep_model=task.mode is Mode.COUNT_TOKENS)
            headers = {name: value for name, value in headers.items() if name.lower() != "anthropic-version"}
        return await client.send("POST", url, headers, body, proxy=task.secrets.proxy)

    async def _authorization(
        self, client: "UpstreamClient", secrets: ChannelSecrets, place: VertexPlace
    ) -> dict[str, str]:
        if place.api_key:
            return {"x-goog-api-key": place.api_key}
        token = await self._access.token(client, place.credentials, proxy=secrets.proxy)
        return {"Authorization": f"Bearer {token}"}

    def _url(self, task: Task, place: VertexPlace) -> str:
        root = _root(task.channel, task.provider, place)
        model = quote(task.model.removeprefix("models/").removeprefix("google/"), safe="@.-_")
        if task.dialect is Dialect.OPENAI_CHAT:
            return f"{root}/endpoints/openapi/chat/completions"
        publisher = "anthropic" if task.dialect is Dialect.ANTHROPIC else "google"
        if (task.dialect, task.mode) == (Dialect.ANTHROPIC, Mode.COUNT_TOKENS):
            return f"{root}/publishers/anthropic/models/count-tokens:rawPredict"
        action = _ACTIONS.get((task.dialect, task.mode, task.stream))
        if action is None:
            raise InvalidInput("model", f"{task.provider.label} has no endpoint for {task.mode.value}")
        return f"{root}/publishers/{publisher}/models/{model}:{action}"

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        """Models of Google's and Anthropic's gardens. Publishers' lists exist in the beta version only."""
        place = place_of(channel, secrets)
        host = _host(channel, find_provider(channel.provider), place)
        headers = await self._authorization(client, secrets, place)
        if place.project:
            headers["x-goog-user-project"] = place.project
        names: list[str] = []
        for publisher in ("google", "anthropic"):
            token = ""
            for _ in range(MOST_PAGES):
                query = {"pageSize": "300", **({"pageToken": token} if token else {})}
                url = f"{host}/v1beta1/publishers/{publisher}/models?{urlencode(query)}"
                page = await get_object(client, url, headers, "model list", proxy=secrets.proxy, timeout=timeout)
                listed = as_objects(page.get("publisherModels"))
                names += [as_text(entry.get("name")).rpartition("/models/")[2] for entry in listed]
                token = as_text(page.get("nextPageToken"))
                if not token:
                    break
        return model_names(name for name in names if re.match(r"claude|gemini", name))


def _host(channel: Channel, provider: Provider, place: VertexPlace) -> str:
    return base_url(channel, provider) if channel.base_url else host_of(place.region)


def _root(channel: Channel, provider: Provider, place: VertexPlace) -> str:
    """The address of a project's models in a region, or of express mode."""
    host = _host(channel, provider, place)
    if place.api_key and not place.project:
        return f"{host}/v1"
    project, region = quote(place.project, safe=":"), quote(place.region, safe="-")
    return f"{host}/v1/projects/{project}/locations/{region}"


def _claude_body(body: dict[str, Any], *, keep_model: bool) -> bytes:
    """Anthropic's body as a publisher model takes it: the version inside, the model in the address."""
    if not keep_model:
        body.pop("model", None)
    body.pop("inference_geo", None)
    body.setdefault("anthropic_version", ANTHROPIC_VERSION)
    return orjson.dumps(body)
