"""The test request of a channel whose provider is called by an adapter, in whatever dialect it speaks.

The answer comes back in OpenAI's shape, so that it is judged like any other.
"""

import asyncio
from dataclasses import replace

import orjson

from oneapi_desktop.dialects import openai_chat
from oneapi_desktop.dialects.conversation import Dialect, DialectError, Reply, Sampling, TextPart, Turn
from oneapi_desktop.dialects.conversation.parts import Role
from oneapi_desktop.dialects.conversation.request import ChatRequest
from oneapi_desktop.dialects.json_reading import dump_bytes
from oneapi_desktop.dialects.registry import codec, unary_function
from oneapi_desktop.dialects.unary import EmbeddingRequest, ImageRequest
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import Adapter, Task, adapter_of
from oneapi_desktop.providers.provider import Mode, Provider
from oneapi_desktop.providers.upstream import Exchange, FaultKind, UpstreamClient, UpstreamFault
from oneapi_desktop.providers.wire_paths import client_path
from oneapi_desktop.services.channel_probes import Probe

ANSWER_LIMIT = 64 * 1024 * 1024
MOST_TOKENS = 64
"""What a test may produce; enough for a few words behind a short thought."""


def is_adapted(channel: Channel, provider: Provider, probe: Probe, model: str) -> bool:
    """Whether a probe must go through the provider's adapter: it has one, or speaks another dialect."""
    if type(adapter_of(provider)) is not Adapter:
        return True
    return Dialect.OPENAI_CHAT not in adapter_of(provider).dialects(provider, channel, probe.mode, model)


async def adapted_exchange(
    client: UpstreamClient,
    channel: Channel,
    secrets: ChannelSecrets,
    provider: Provider,
    probe: Probe,
    model: str,
    prompt: str,
    *,
    timeout: float,
) -> Exchange:
    """Send a probe for the upstream's ``model``. An answer with status 200 has OpenAI's shape; an error is
    as the upstream wrote it. Raises UpstreamFault, InvalidInput."""
    adapter = adapter_of(provider)
    spoken = adapter.dialects(provider, channel, probe.mode, model)
    if not spoken:
        raise InvalidInput("model", f"{provider.label} has no endpoint for {probe.mode.value}")
    # A probe is written in Chat Completions; where that is spoken nothing need be translated.
    dialect = Dialect.OPENAI_CHAT if Dialect.OPENAI_CHAT in spoken else spoken[0]
    body = probe.body
    if dialect is not Dialect.OPENAI_CHAT:
        try:
            body = _translated(channel, provider, adapter, dialect, probe, model, prompt)
        except DialectError as error:
            raise InvalidInput("model", error.message) from None
    task = Task(
        channel,
        secrets,
        provider,
        probe.mode,
        dialect,
        probe.endpoint if dialect is Dialect.OPENAI_CHAT else client_path(dialect, probe.mode, model),
        model,
        stream=False,
        body=body,
        content_type=probe.content_type,
        headers={"Accept": "*/*", "Accept-Encoding": "identity"},
    )
    try:
        async with asyncio.timeout(timeout):
            answer = await adapter.send(client, task)
            try:
                content = await answer.read_whole(ANSWER_LIMIT)
            finally:
                answer.close()
    except TimeoutError:
        raise UpstreamFault(FaultKind.TOTAL_TIMEOUT, f"the upstream took longer than {timeout:g} s in all") from None
    if answer.status != 200 or dialect is Dialect.OPENAI_CHAT:
        return Exchange(answer.status, answer.headers, content)
    try:
        return Exchange(200, answer.headers, _in_openai_shape(dialect, probe.mode, content))
    except DialectError as error:
        raise UpstreamFault(FaultKind.GARBAGE, error.message) from None


def _translated(
    channel: Channel,
    provider: Provider,
    adapter: Adapter,
    dialect: Dialect,
    probe: Probe,
    model: str,
    prompt: str,
) -> bytes:
    """The probe's body in the upstream's dialect. Raises DialectError."""
    if probe.mode is Mode.CHAT:
        target = adapter.capabilities(provider, channel, dialect, model)
        limit = max(MOST_TOKENS, target.minimum_budget if not target.thinking_optional else 0)
        request = ChatRequest(
            Dialect.OPENAI_CHAT,
            model,
            (Turn(Role.USER, (TextPart(prompt),)),),
            sampling=Sampling(max_output_tokens=limit),
        )
        body, _ = codec(dialect).build_request(request, target)
        return dump_bytes({**body, **channel.param_override})
    shapes = {
        Mode.EMBEDDINGS: ("build_embedding_request", EmbeddingRequest(model, ("test",))),
        Mode.IMAGES: ("build_image_request", ImageRequest(model, "a grey dot on white")),
    }
    name, unary = shapes.get(probe.mode, ("", None))
    build = unary_function(dialect, name) if name else None
    if build is None:
        raise InvalidInput("model", f"{provider.label} cannot be tested for {probe.mode.value}")
    return dump_bytes({**build(unary), **channel.param_override})


def _in_openai_shape(dialect: Dialect, mode: Mode, content: bytes) -> bytes:
    """A native answer in the shape in which answers are judged. Raises DialectError."""
    if mode is Mode.CHAT:
        response = codec(dialect).parse_response(content)
        return orjson.dumps(openai_chat.build_response(replace(response, extras={}), Reply()))
    if mode is Mode.EMBEDDINGS:
        parsed = unary_function(dialect, "parse_embedding_response")(content)
        return orjson.dumps({"data": [{"embedding": list(vector)} for vector in parsed.vectors]})
    made = unary_function(dialect, "parse_image_response")(content)
    images = [{"url": image.url} if image.url else {"b64_json": image.data} for image in made.images]
    return orjson.dumps({"data": images})
