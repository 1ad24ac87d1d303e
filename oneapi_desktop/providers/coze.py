"""Coze: chats with bots, which are always asked for a stream, because a whole answer has to be polled for."""

import hashlib
import time
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import orjson

from oneapi_desktop.dialects import coze
from oneapi_desktop.dialects.conversation import Capabilities, Dialect, ThinkingStyle
from oneapi_desktop.dialects.json_reading import as_int, as_object, as_objects, as_text
from oneapi_desktop.dialects.sse import EventTooLarge, SseEvent, SseParser
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.access_tokens import AccessToken, TokenCache
from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.addressing import base_url, upstream_headers
from oneapi_desktop.providers.hidden_errors import ANSWER_LIMIT, told_status
from oneapi_desktop.providers.oauth_exchange import require_private_address
from oneapi_desktop.providers.provider import Mode, Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.reshaped_answers import WholeAnswer
from oneapi_desktop.providers.side_calls import MOST_PAGES, body_object, get_object, model_names, side_call
from oneapi_desktop.providers.upstream import FaultKind, UpstreamFault

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

PATH, FORMER_PATH, TOKEN_PATH = "/v3/chat", "/open_api/v2/chat", "/api/permission/oauth2/token"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ASSERTION_LIFETIME = 600
TOKEN_LIFETIME = 3600
"""Seconds that are asked for."""
SOMEBODY = "one-api-desktop"
"""The user of a bot when neither the channel nor the request names one; Coze demands some."""
PAGE = 50

_ENDED = frozenset({"conversation.chat.completed", "conversation.chat.canceled"})
_FAILED = frozenset({"conversation.chat.failed", "conversation.chat.requires_action", "error"})


class CozeAdapter(Adapter):
    """Talks to bots with a personal access token, or as an OAuth application with a key of its own."""

    def __init__(self) -> None:
        self._tokens = TokenCache()

    def dialects(self, provider: Provider, channel: Channel, mode: Mode, model: str) -> tuple[Dialect, ...]:
        return (Dialect.COZE,) if mode is Mode.CHAT else ()

    def capabilities(self, provider: Provider, channel: Channel, dialect: Dialect, model: str) -> Capabilities:
        return Capabilities(model=model, tools=False, files=False, audio=False, thinking=ThinkingStyle.NONE)

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        base = base_url(task.channel, task.provider)
        headers = await self._headers(client, task.channel, task.provider, task.secrets)
        headers |= {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        body = await body_object(task.body)
        body["user_id"] = task.channel.config.get("user_id", "") or body.get("user_id") or SOMEBODY
        if task.channel.config.get("api_version", "").strip() == "v2":
            former = orjson.dumps(_former_body(body))
            sent_to_former = await client.send("POST", base + FORMER_PATH, headers, former, proxy=task.secrets.proxy)
            return await told_status(sent_to_former, coze.hidden_status)
        sent = orjson.dumps(body | {"stream": True})
        answer = await told_status(
            await client.send("POST", base + PATH, headers, sent, proxy=task.secrets.proxy), coze.hidden_status
        )
        if task.stream or answer.status >= 400 or isinstance(answer, WholeAnswer):
            return answer
        try:
            whole = await _whole(answer)
        finally:
            answer.close()
        return WholeAnswer(coze.hidden_status(whole) or 200, answer.headers, orjson.dumps(whole))

    async def _headers(
        self, client: "UpstreamClient", channel: Channel, provider: Provider, secrets: ChannelSecrets
    ) -> dict[str, str]:
        headers = upstream_headers(provider, secrets)
        if secrets.key or "Authorization" in secrets.headers:
            return headers
        application = channel.config.get("client_id", "").strip()
        key_id = channel.config.get("public_key_id", "").strip()
        private_key = secrets.config.get("private_key", "").strip().replace("\\n", "\n")
        if not application or not key_id or not private_key:
            raise InvalidInput(
                "key", "give a personal access token, or the fields client_id, public_key_id and private_key"
            )
        base = require_private_address(base_url(channel, provider), "base_url")

        async def exchange() -> AccessToken:
            assertion = _assertion(application, key_id, private_key, urlsplit(base).netloc, time.time())
            return await _exchanged(client, base + TOKEN_PATH, assertion, secrets.proxy)

        digest = hashlib.sha256("|".join((base, application, key_id, private_key)).encode()).hexdigest()
        return headers | {"Authorization": f"Bearer {await self._tokens.get(digest, exchange)}"}

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        """The ids of the bots in every workspace the token may see."""
        provider = find_provider(channel.provider)
        headers = await self._headers(client, channel, provider, secrets)
        base = base_url(channel, provider)

        async def listed(path: str, name: str, **query: str) -> list[str]:
            ids: list[str] = []
            for number in range(1, MOST_PAGES + 1):
                url = f"{base}{path}?{urlencode({**query, 'page_num': number, 'page_size': PAGE})}"
                page = await get_object(client, url, headers, "list of bots", proxy=secrets.proxy, timeout=timeout)
                if as_int(page.get("code")):
                    raise UpstreamFault(FaultKind.GARBAGE, f"Coze refused: {as_text(page.get('msg'))[:300]}")
                entries = as_objects(as_object(page.get("data")).get(name))
                ids += [as_text(entry.get("id")) for entry in entries]
                if len(entries) < PAGE:
                    break
            return ids

        bots: list[str] = []
        for workspace in await listed("/v1/workspaces", "workspaces"):
            bots += await listed("/v1/bots", "items", workspace_id=workspace)
        return model_names(bots)


def _assertion(application: str, key_id: str, private_key: str, audience: str, now: float) -> str:
    import jwt

    claims = {
        "iss": application,
        "aud": audience,
        "iat": int(now),
        "exp": int(now) + ASSERTION_LIFETIME,
        "jti": uuid.uuid4().hex,
    }
    try:
        return jwt.encode(claims, private_key, "RS256", headers={"kid": key_id})
    except (ValueError, TypeError, jwt.PyJWTError):
        raise InvalidInput(
            "config.private_key", "is no private key; paste the whole PEM file of the application"
        ) from None


async def _exchanged(client: "UpstreamClient", url: str, assertion: str, proxy: str) -> AccessToken:
    headers = {"Authorization": f"Bearer {assertion}", "Content-Type": "application/json"}
    body = orjson.dumps({"grant_type": JWT_BEARER, "duration_seconds": TOKEN_LIFETIME})
    found = await side_call(client, "POST", url, headers, body, proxy=proxy)
    document = as_object(found.json())
    token = as_text(document.get("access_token"))
    if found.status != 200 or not token:
        reason = as_text(document.get("error_message")) or as_text(document.get("error"))
        told = f": {reason[:300]}" if reason else ""
        raise UpstreamFault(FaultKind.GARBAGE, f"Coze gave no access token (status {found.status}){told}")
    # Coze tells when the token ends, in Unix seconds; a small number would be its lifetime.
    ends = as_int(document.get("expires_in"), TOKEN_LIFETIME)
    return AccessToken(token, float(ends - int(time.time()) if ends > 10**9 else ends))


def _former_body(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body of version 2: the last message is the query, those before it the history."""
    *history, last = as_objects(body.get("additional_messages"))
    return {
        "bot_id": body["bot_id"],
        "user": body["user_id"],
        "query": last["content"],
        "chat_history": [
            {**message, "type": message["type"] if message["type"] == coze.ANSWER else ""} for message in history
        ],
        "stream": bool(body.get("stream")),
    }


async def _whole(answer: "UpstreamAnswer") -> dict[str, Any]:
    """What the events of a stream add up to. Raises UpstreamFault for a stream that ends too soon."""
    parser, size = SseParser(), 0
    whole: dict[str, Any] = {"code": 0, "msg": "", "messages": []}
    while data := await answer.read():
        size += len(data)
        if size > ANSWER_LIMIT:
            raise UpstreamFault(FaultKind.GARBAGE, f"the upstream's answer is larger than {ANSWER_LIMIT >> 20} MiB")
        try:
            events = parser.feed(data)
        except EventTooLarge as error:
            raise UpstreamFault(FaultKind.GARBAGE, str(error)) from None
        if any(_add(whole, event) for event in events):
            return whole
    raise UpstreamFault(FaultKind.CUT, "the upstream closed the stream before the bot had answered")


def _add(whole: dict[str, Any], event: SseEvent) -> bool:
    """Take an event; True for the one that ends the answer."""
    try:
        value = as_object(orjson.loads(event.data or b"null"))
    except orjson.JSONDecodeError:
        return False
    if event.event == "conversation.message.completed":
        whole["messages"].append(value)
    elif event.event in _ENDED:
        whole["data"] = value
        return True
    elif event.event in _FAILED:
        error = as_object(value.get("last_error")) if event.event != "error" else value
        whole["code"] = as_int(error.get("code")) or -1
        whole["msg"] = as_text(error.get("msg")) or "the bot could not answer: it waits for a tool, or failed"
        return True
    return False
