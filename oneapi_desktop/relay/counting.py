"""How many tokens a prompt has, told before it is sent.

The upstream's own count where the chosen channel speaks the client's dialect and can count, else the
gateway's estimate, which the header ``x-oneapi-estimated`` marks as one. Neither costs anything.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from oneapi_desktop.dialects.conversation import ChatRequest, Dialect
from oneapi_desktop.dialects.json_reading import dump_bytes
from oneapi_desktop.dialects.raw_json import replace_fields
from oneapi_desktop.dialects.registry import codec
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import Task
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.upstream import UpstreamClient, UpstreamFault
from oneapi_desktop.relay.attempt import ERROR_BODY_LIMIT
from oneapi_desktop.relay.conversation_count import read_conversation
from oneapi_desktop.relay.directory import ChannelEntry
from oneapi_desktop.relay.inbound import Answer
from oneapi_desktop.relay.run import Run
from oneapi_desktop.relay.token_count import TokenCounter
from oneapi_desktop.relay.wire import JSON_HEADERS

ESTIMATED = {"x-oneapi-estimated": "true"}


class PromptCounting:
    """Answers the counting endpoints."""

    def __init__(self, upstream: UpstreamClient, counter: TokenCounter) -> None:
        self._upstream = upstream
        self._counter = counter

    async def answer(self, run: Run, candidates: Sequence[ChannelEntry]) -> Answer:
        """The count of a run's prompt. Raises DialectError for a body that cannot be read."""
        for entry in candidates[:1]:
            run.upstream_model = entry.channel.upstream_model(run.model)
            body = await self._asked(run, entry)
            if body is not None:
                run.entry = entry
                return Answer(200, {**JSON_HEADERS, **run.headers()}, body)
        request = counted_request(run.inbound.endpoint.dialect, {"model": run.model, **run.body})
        model = run.upstream_model or run.model
        texts = await asyncio.to_thread(read_conversation, request, model)
        tokens = await self._counter.estimate_texts(texts, model)
        written = dump_bytes(count_body(run.inbound.endpoint.dialect, tokens))
        return Answer(200, {**JSON_HEADERS, **ESTIMATED, **run.headers()}, written)

    async def _asked(self, run: Run, entry: ChannelEntry) -> bytes | None:
        """The upstream's own answer; None when it has none to give."""
        endpoint = run.inbound.endpoint
        try:
            if endpoint.dialect not in entry.dialects(Mode.COUNT_TOKENS, run.upstream_model):
                return None
            renamed = endpoint.dialect is not Dialect.GEMINI and run.body.get("model") != run.upstream_model
            body = replace_fields(run.inbound.body, {"model": run.upstream_model} if renamed else {})
            task = Task(
                entry.channel,
                entry.secrets,
                entry.provider,
                Mode.COUNT_TOKENS,
                endpoint.dialect,
                endpoint.upstream_path(run.upstream_model),
                run.upstream_model,
                False,
                body,
                headers={"Accept": "application/json", "Accept-Encoding": "identity"},
            )
            answer = await entry.adapter.send(self._upstream, task)
        except (UpstreamFault, InvalidInput):
            return None
        try:
            return await answer.read_whole(ERROR_BODY_LIMIT) if answer.status == 200 else None
        except UpstreamFault:
            return None
        finally:
            answer.close()


def counted_request(dialect: Dialect, body: dict[str, Any]) -> ChatRequest:
    """The conversation of a counting endpoint's body. Raises DialectError."""
    if dialect is Dialect.GEMINI:
        from oneapi_desktop.dialects import gemini

        return gemini.parse_count_request(body)
    # A counting body has no limit of its output; Anthropic's chats must have one.
    return codec(dialect).parse_request({"max_tokens": 1, **body} if dialect is Dialect.ANTHROPIC else body)


def count_body(dialect: Dialect, tokens: int) -> dict[str, Any]:
    """The answer of a counting endpoint."""
    if dialect is Dialect.GEMINI:
        from oneapi_desktop.dialects import gemini

        return gemini.build_count_response(tokens)
    if dialect is Dialect.OPENAI_RESPONSES:
        return {"object": "response.input_tokens", "input_tokens": tokens}
    return {"input_tokens": tokens}
