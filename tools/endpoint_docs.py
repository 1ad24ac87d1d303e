"""docs/endpoints.md: what the gateway serves, made from the relay's declared endpoints."""

from oneapi_desktop.dialects.registry import all_dialects
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.relay.endpoints import ENDPOINTS, RAW_PROXY, REALTIME, Endpoint, Streaming

_STREAMS = {
    Streaming.FIELD: "with `stream: true`",
    Streaming.UNLESS_OFF: "unless `stream: false`",
    Streaming.ALWAYS: "always",
    Streaming.NEVER: "",
}

_WHOLE = frozenset({Mode.EMBEDDINGS, Mode.MODERATIONS, Mode.EDITS, Mode.RERANK})
"""Modes whose answers are never streams."""

_BESIDE: tuple[tuple[str, str, str], ...] = (
    (
        "GET",
        "`/v1/models`, `/v1/models/{model}`",
        "the models of the token: in Anthropic's shape with `anthropic-version`, in Google's with `x-goog-api-key` or "
        "`?key=`, else in OpenAI's",
    ),
    ("GET", "`/v1beta/models`, `/v1beta/models/{model}`", "the same in Google's shape"),
    ("GET", "`/api/tags`, `/api/ps`, `/api/version`", "what Ollama's clients ask first; the version needs no key"),
    ("POST", "`/api/show`", "one model in Ollama's shape"),
    ("GET, DELETE", "`/v1/responses/{id}`", "a kept response of the token"),
    ("GET", "`/v1/responses/{id}/input_items`", "what it was asked"),
    ("POST", "`/v1/responses/{id}/cancel`", "refused: what is kept has ended"),
    (
        "GET",
        f"`{REALTIME.path}?model=`",
        "a WebSocket, passed through to a channel that has it and metered; browsers hand their key over as the "
        "subprotocol `openai-insecure-api-key.KEY`",
    ),
    (
        "any",
        f"`{RAW_PROXY.path}CHANNEL-ID/path`",
        "passed on as it is by a channel of type `proxy`, not billed; only for tokens whose list of models names one "
        "of the channel's, or the owner's own without such a list, and without a budget",
    ),
    (
        "GET",
        "`/dashboard/billing/subscription`, `/dashboard/billing/usage`",
        "budget and spending as old clients ask for them",
    ),
)

_KEYS = (
    "The key is read from `Authorization: Bearer`, `x-api-key`, `x-goog-api-key`, `api-key` or `?key=`, and never sent "
    "on. A channel's number behind the key (`sk-…-3`) pins the owner's request to it."
)


def endpoints() -> str:
    """The document's text without its first line."""
    lines = [
        "# Endpoints",
        "",
        "Every path also works without `/v1` where it has one. Errors have the shape of the dialect that was called "
        "(`docs/errors.md`); which dialect works with which upstream stands in `docs/compatibility.md`.",
    ]
    for row in all_dialects():
        served = [endpoint for endpoint in ENDPOINTS if endpoint.dialect is row.dialect]
        if not row.spoken or not served:
            continue
        lines += ["", f"## {row.label}", "", "| Path | Mode | Streamed |", "| --- | --- | --- |"]
        lines += [_line(endpoint) for endpoint in served]
    lines += ["", "## Beside them", "", "| Method | Path | Answers |", "| --- | --- | --- |"]
    lines += [f"| {' | '.join(row)} |" for row in _BESIDE]
    return "\n".join([*lines, "", _KEYS]) + "\n"


def _line(endpoint: Endpoint) -> str:
    streamed = "" if endpoint.mode in _WHOLE else _STREAMS[endpoint.streaming]
    return f"| `POST {endpoint.path}` | {endpoint.mode.value} | {streamed} |"
