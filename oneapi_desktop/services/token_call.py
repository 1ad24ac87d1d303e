"""One small call of the running gateway with a token, over HTTP as a tool would make it."""

import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from oneapi_desktop.domain.channel import ChannelSecrets
from oneapi_desktop.domain.errors import Conflict
from oneapi_desktop.domain.token import Token
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.side_calls import side_call
from oneapi_desktop.providers.upstream import UpstreamFault
from oneapi_desktop.services.channel_probes import read_answer
from oneapi_desktop.services.upstream_errors import error_text, without_secrets

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

TIMEOUT = 60.0
"""Seconds the whole answer may take; a model on one's own machine may have to be loaded first."""


@dataclass(frozen=True, slots=True)
class TokenCall:
    """What came of it. ``ms`` is None when no answer came, ``error`` filled when it was no good one."""

    token: str
    model: str
    ms: int | None = None
    answer: str = ""
    error: str = ""

    def json(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self) | {"error": self.error or None}


async def call_with(workspace: "Workspace", token: Token, model: str) -> TokenCall:
    """Ask the gateway for a short chat. It is a request like any other: routed, billed and logged.

    Raises Conflict when the gateway does not run, VaultError when the key cannot be read.
    """
    if not workspace.served_at:
        raise Conflict("the gateway is not running; start it first")
    key = await workspace.tokens.reveal(token.id)
    secrets = ChannelSecrets(key=key)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    body = {"model": model, "messages": [{"role": "user", "content": workspace.settings.test_prompt}]}
    url = f"{workspace.served_at}/v1/chat/completions"
    begin = time.perf_counter()
    try:
        found = await side_call(workspace.own_client, "POST", url, headers, json.dumps(body).encode(), timeout=TIMEOUT)
    except UpstreamFault as fault:
        return TokenCall(token.name, model, error=without_secrets(fault.message, secrets))
    ms = max(1, round((time.perf_counter() - begin) * 1000))
    said = read_answer(Mode.CHAT, found.headers, found.body) if found.status == 200 else None
    if said is None:
        return TokenCall(token.name, model, ms, error=error_text(found.status, found.body, secrets))
    return TokenCall(token.name, model, ms, answer=without_secrets(said, secrets))
