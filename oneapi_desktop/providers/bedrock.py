"""AWS Bedrock: Claude in Anthropic's format, Llama 3.0 in its own, everything else by Converse.

Requests are signed (SigV4) with the channel's key pair, or carry a Bedrock API key as bearer. Streams
come in AWS's binary framing and leave here as server-sent events.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import orjson

from oneapi_desktop.dialects.conversation import CacheMarks, Capabilities, Dialect, ThinkingStyle
from oneapi_desktop.dialects.json_reading import as_object, as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.addressing import base_url
from oneapi_desktop.providers.aws_event_stream import (
    EventStreamUnpacker,
    Writer,
    anthropic_error,
    anthropic_event,
    llama_event,
    named_object,
)
from oneapi_desktop.providers.aws_signing import AwsKeys, signed_headers
from oneapi_desktop.providers.bedrock_models import base_id, is_claude, is_llama_3_0, model_id
from oneapi_desktop.providers.capabilities import capabilities_of
from oneapi_desktop.providers.provider import Mode, Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.reshaped_answers import UnpackedAnswer, WholeAnswer, error_body
from oneapi_desktop.providers.side_calls import MOST_PAGES, body_object, get_object, model_names, whole_body

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

SERVICE = "bedrock"
ANTHROPIC_VERSION = "bedrock-2023-05-31"
DEFAULT_REGION = "us-east-1"

_ACTIONS = {
    (Dialect.BEDROCK_CONVERSE, False): "converse",
    (Dialect.BEDROCK_CONVERSE, True): "converse-stream",
}
_WRITERS: dict[Dialect, Writer] = {
    Dialect.ANTHROPIC: anthropic_event,
    Dialect.BEDROCK_CONVERSE: named_object,
    Dialect.BEDROCK_LLAMA: llama_event,
}


class BedrockAdapter(Adapter):
    """Calls the Bedrock runtime of one region."""

    def dialects(self, provider: Provider, channel: Channel, mode: Mode, model: str) -> tuple[Dialect, ...]:
        if mode is not Mode.CHAT:
            return ()
        id = self._id(channel, model)
        if is_claude(id):
            return (Dialect.ANTHROPIC,)
        return (Dialect.BEDROCK_LLAMA,) if is_llama_3_0(id) else (Dialect.BEDROCK_CONVERSE,)

    def capabilities(self, provider: Provider, channel: Channel, dialect: Dialect, model: str) -> Capabilities:
        id = base_id(self._id(channel, model))
        found = replace(capabilities_of(provider, dialect, id), model=id, image_urls=False, file_urls=False)
        if dialect is Dialect.BEDROCK_LLAMA:
            return replace(found, tools=False, images=False, files=False, audio=False, thinking=ThinkingStyle.NONE)
        if dialect is Dialect.BEDROCK_CONVERSE:
            return replace(found, **_converse_profile(id))
        return found

    @staticmethod
    def _id(channel: Channel, model: str) -> str:
        return model_id(model, channel.config.get("profile_prefix", ""))

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        stream = task.stream
        body = await whole_body(task.body)
        if task.dialect is Dialect.ANTHROPIC:
            body = _claude_body(await body_object(body), task.headers.get("anthropic-beta", ""))
        usual = "invoke-with-response-stream" if stream else "invoke"
        action = _ACTIONS.get((task.dialect, stream), usual)
        id = quote(self._id(task.channel, task.model), safe=":")
        url = f"{runtime_url(task.channel, task.provider, task.secrets)}/model/{id}/{action}"
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/vnd.amazon.eventstream" if stream else "application/json",
            "Accept-Encoding": "identity",
        }
        headers = authorized(task.channel, task.secrets, "POST", url, headers, body)
        answer = await client.send("POST", url, headers, body, proxy=task.secrets.proxy)
        if answer.status >= 400:
            name = answer.headers.get("x-amzn-ErrorType", "")
            return WholeAnswer(answer.status, answer.headers, _error(task.dialect, name, await error_body(answer)))
        if stream and "eventstream" in answer.headers.get("Content-Type", ""):
            return UnpackedAnswer(answer, EventStreamUnpacker(_WRITERS[task.dialect]))
        return answer

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        """Ids of models that answer with text, and of the inference profiles that serve them."""
        control = runtime_url(channel, find_provider(channel.provider), secrets).replace(
            "bedrock-runtime.", "bedrock.", 1
        )

        async def ask(path: str) -> dict[str, Any]:
            url = control + path
            headers = authorized(channel, secrets, "GET", url, {}, b"")
            return await get_object(client, url, headers, "model list", proxy=secrets.proxy, timeout=timeout)

        models = await ask("/foundation-models?byOutputModality=TEXT")
        names = [as_text(entry.get("modelId")) for entry in as_objects(models.get("modelSummaries"))]
        token = ""
        for _ in range(MOST_PAGES):
            query = {"maxResults": "1000", **({"nextToken": token} if token else {})}
            profiles = await ask(f"/inference-profiles?{urlencode(query)}")
            names += [
                as_text(entry.get("inferenceProfileId"))
                for entry in as_objects(profiles.get("inferenceProfileSummaries"))
            ]
            token = as_text(profiles.get("nextToken"))
            if not token:
                break
        return model_names(names)


def region_of(channel: Channel, secrets: ChannelSecrets) -> str:
    """The channel's region: its field, the last part of a key ``AK|SK|Region``, or us-east-1."""
    own = channel.config.get("region", "").strip()
    parts = secrets.key.split("|")
    return own or (parts[2].strip() if len(parts) == 3 else "") or DEFAULT_REGION


def runtime_url(channel: Channel, provider: Provider, secrets: ChannelSecrets) -> str:
    """The runtime's address without trailing slash."""
    return base_url(channel, provider).replace("{region}", quote(region_of(channel, secrets), safe=""))


def authorized(
    channel: Channel, secrets: ChannelSecrets, method: str, url: str, headers: dict[str, str], body: bytes
) -> dict[str, str]:
    """The headers with a signature or an API key. Raises InvalidInput when the channel has neither."""
    headers = {**headers, **secrets.headers}
    access, secret = channel.config.get("ak", ""), secrets.config.get("sk", "")
    if not access or not secret:
        parts = secrets.key.split("|")
        if len(parts) in (2, 3):
            access, secret = parts[0].strip(), parts[1].strip()
    if access and secret:
        keys = AwsKeys(access, secret, secrets.config.get("session_token", ""))
        return signed_headers(keys, method, url, headers, body, region=region_of(channel, secrets), service=SERVICE)
    if secrets.key and "|" not in secrets.key:
        return {**headers, "Authorization": f"Bearer {secrets.key}"}
    raise InvalidInput("key", "the channel has no AWS credentials; give ak and sk, a key AK|SK|Region, or an API key")


def _claude_body(body: dict[str, Any], betas: str) -> bytes:
    """Anthropic's body as InvokeModel takes it: no model, no stream, a version, and betas in a list."""
    for name in ("model", "stream", "service_tier", "inference_geo"):
        body.pop(name, None)
    body.setdefault("anthropic_version", ANTHROPIC_VERSION)
    wanted = [beta.strip() for beta in betas.split(",") if beta.strip()]
    if wanted:
        body["anthropic_beta"] = list(dict.fromkeys([*body.get("anthropic_beta", []), *wanted]))
    return orjson.dumps(body)


def _error(dialect: Dialect, name: str, body: bytes) -> bytes:
    """An error's body in the words of the dialect, with the exception's name."""
    try:
        value = as_object(orjson.loads(body))
    except orjson.JSONDecodeError:
        value = {"message": body.decode("utf-8", "replace")[:2000]}
    name = name or as_text(value.get("__type"))
    message = as_text(value.get("message")) or as_text(value.get("Message")) or as_text(value.get("detail"))
    # A proxy in between may have words of its own shape.
    message = message or as_text(as_object(value.get("error")).get("message")) or as_text(value.get("error"))
    if dialect is Dialect.ANTHROPIC:
        return orjson.dumps(anthropic_error(name, message))
    return orjson.dumps({"__type": name.partition(":")[0], "message": message})


def _converse_profile(id: str) -> dict[str, Any]:
    """What a model can do through Converse, by its vendor; facts of November 2026."""
    fields: dict[str, Any] = {
        "audio": False,
        "multiple": False,
        "logprobs": False,
        "parallel_control": False,
        "mid_system": False,
        "structured_output": False,
        "thinking": ThinkingStyle.NONE,
        "prefill": True,
    }
    vendor = id.partition(".")[0]
    if vendor == "amazon":
        fields["cache_marks"] = CacheMarks.CONTROL
        fields["forced_tool"] = "nova" in id
        if "nova-2" in id:
            fields["thinking"] = ThinkingStyle.EFFORT
    if vendor in ("openai", "qwen", "moonshot", "minimax", "zai"):
        fields |= {"thinking": ThinkingStyle.EFFORT, "structured_output": True, "prefill": False}
    if vendor in ("openai", "deepseek", "cohere", "ai21") or "text" in id or "micro" in id:
        fields["images"] = False
    if vendor in ("deepseek", "meta", "cohere", "ai21"):
        fields["forced_tool"] = False
    return fields
