"""Official SDKs on one side, an independent mock of the vendors on the other, the real program between.

Neither end was written by this project, so that a misreading of a vendor's format cannot hide in both.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import anthropic
import ollama
import openai
import pytest
from aimock import Aimock
from google import genai
from google.genai import types
from program import PATIENCE, Gateway, query, read, serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:FUNCTION_CALL is not a valid FinishReason:UserWarning"),
]

GREETING = "Guten Morgen, wie geht es dir heute? 👋"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
    "required": ["city", "days"],
}
TOOLS = {"get_weather": SCHEMA, "get_time": {"type": "object", "properties": {}}}


@dataclass
class Told:
    """What a client read: text, calls as (id, name, arguments), and tokens (prompt, completion)."""

    text: str = ""
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    usage: tuple[int, int] | None = None


@dataclass(frozen=True)
class Client:
    """One official SDK: ask a question, or give the results of calls; streamed or whole."""

    name: str
    ask: Callable[[Gateway, str, str, bool, Told | None], Told]


def ask_openai(gateway: Gateway, model: str, text: str, streamed: bool, called: Told | None) -> Told:
    messages: list[Any] = [{"role": "user", "content": text}]
    if called is not None:
        made = [
            {"id": i, "type": "function", "function": {"name": n, "arguments": json.dumps(a)}}
            for i, n, a in called.calls
        ]
        messages.append({"role": "assistant", "tool_calls": made})
        messages += [{"role": "tool", "tool_call_id": i, "content": "rain"} for i, _, _ in called.calls]
    tools: Any = [{"type": "function", "function": {"name": n, "parameters": s}} for n, s in TOOLS.items()]
    with openai.OpenAI(base_url=gateway.url, api_key=gateway.key, max_retries=0, timeout=PATIENCE) as client:
        if streamed:
            options: Any = {"include_usage": True}
            with client.chat.completions.stream(
                model=model, messages=messages, tools=tools, stream_options=options
            ) as events:
                found: Any = events.get_final_completion()
        else:
            found = client.chat.completions.create(model=model, messages=messages, tools=tools)
    message = found.choices[0].message
    calls = [(c.id, c.function.name, json.loads(c.function.arguments)) for c in message.tool_calls or []]
    usage = None if found.usage is None else (found.usage.prompt_tokens, found.usage.completion_tokens)
    return Told(message.content or "", calls, usage)


def ask_anthropic(gateway: Gateway, model: str, text: str, streamed: bool, called: Told | None) -> Told:
    messages: list[Any] = [{"role": "user", "content": text}]
    if called is not None:
        made = [{"type": "tool_use", "id": i, "name": n, "input": a} for i, n, a in called.calls]
        results = [{"type": "tool_result", "tool_use_id": i, "content": "rain"} for i, _, _ in called.calls]
        messages += [{"role": "assistant", "content": made}, {"role": "user", "content": results}]
    tools: Any = [{"name": n, "input_schema": s} for n, s in TOOLS.items()]
    asked: Any = {"model": model, "messages": messages, "tools": tools, "max_tokens": 100}
    with anthropic.Anthropic(
        base_url=gateway.url.removesuffix("/v1"), api_key=gateway.key, max_retries=0, timeout=PATIENCE
    ) as client:
        if streamed:
            with client.messages.stream(**asked) as events:
                found = events.get_final_message()
        else:
            found = client.messages.create(**asked)
    said = "".join(block.text for block in found.content if block.type == "text")
    calls = [(b.id, b.name, b.input) for b in found.content if b.type == "tool_use"]
    return Told(said, calls, (found.usage.input_tokens, found.usage.output_tokens))


def ask_gemini(gateway: Gateway, model: str, text: str, streamed: bool, called: Told | None) -> Told:
    contents: list[Any] = [types.UserContent(text)]
    if called is not None:
        made = [types.Part(function_call=types.FunctionCall(id=i, name=n, args=a)) for i, n, a in called.calls]
        results = [
            types.Part(function_response=types.FunctionResponse(id=i, name=n, response={"output": "rain"}))
            for i, n, _ in called.calls
        ]
        contents += [types.Content(role="model", parts=made), types.Content(role="user", parts=results)]
    declared = [types.FunctionDeclaration(name=n, parameters_json_schema=s) for n, s in TOOLS.items()]
    config = types.GenerateContentConfig(
        tools=[types.Tool(function_declarations=declared)],
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
    )
    options = types.HttpOptions(
        base_url=gateway.url.removesuffix("/v1"),
        timeout=PATIENCE * 1000,
        retry_options=types.HttpRetryOptions(attempts=1),
    )
    asked: Any = {"model": model, "contents": contents, "config": config}
    with genai.Client(api_key=gateway.key, vertexai=False, http_options=options) as client:
        if streamed:
            chunks = list(client.models.generate_content_stream(**asked))
        else:
            chunks = [client.models.generate_content(**asked)]
    parts = [part for chunk in chunks for part in chunk.parts or []]
    calls = [(c.id or n, n, c.args) for part in parts if (c := part.function_call) for n in [c.name or ""]]
    usage = chunks[-1].usage_metadata
    told = None if usage is None else (usage.prompt_token_count or 0, usage.candidates_token_count or 0)
    return Told("".join(part.text or "" for part in parts), calls, told)


def ask_ollama(gateway: Gateway, model: str, text: str, streamed: bool, called: Told | None) -> Told:
    messages: list[Any] = [{"role": "user", "content": text}]
    if called is not None:
        made = [{"function": {"name": n, "arguments": a}} for _, n, a in called.calls]
        messages.append({"role": "assistant", "tool_calls": made})
        messages += [{"role": "tool", "tool_name": n, "content": "rain"} for _, n, _ in called.calls]
    tools: Any = [{"type": "function", "function": {"name": n, "parameters": s}} for n, s in TOOLS.items()]
    headers = {"Authorization": f"Bearer {gateway.key}"}
    with ollama.Client(host=gateway.url.removesuffix("/v1"), headers=headers, timeout=PATIENCE) as client:
        found: Any = client.chat(model=model, messages=messages, tools=tools, stream=streamed)
        chunks = list(found) if streamed else [found]
    said = "".join(chunk.message.content or "" for chunk in chunks)
    called_now = [call.function for chunk in chunks for call in chunk.message.tool_calls or []]
    calls = [(f"{n}", c.name, dict(c.arguments)) for n, c in enumerate(called_now)]
    return Told(said, calls, (chunks[-1].prompt_eval_count or 0, chunks[-1].eval_count or 0))


CLIENTS = [
    Client("openai", ask_openai),
    Client("anthropic", ask_anthropic),
    Client("gemini", ask_gemini),
    Client("ollama", ask_ollama),
]


@dataclass(frozen=True)
class Vendor:
    """A provider as the mock imitates it. ``type`` is the provider's name when ``name`` is only a label. ``key``
    fits the provider's form, ``arguments`` are further ones of ``channel add``. ``counts`` tells whether the
    mock reports the fixture's tokens there, ``streams`` whether its streams are those of the vendor."""

    name: str
    key: str
    arguments: tuple[str, ...] = ()
    model: str = ""
    counts: bool = True
    streams: bool = True
    type: str = ""


VENDORS = [
    Vendor("openai", "sk-mock0123456789abcdef"),
    Vendor("anthropic", "sk-ant-mock0123456789abcdef"),
    Vendor("gemini", "AIzaMock0123456789abcdefghijklmnopqrstu"),
    Vendor("ollama", "mock0123456789", counts=False),
    Vendor("cohere", "mock0123456789abcdef"),
    Vendor("azure", "0123456789abcdef0123456789abcdef", ("--api-version", "2024-10-21")),
    # Amazon's documents put a chunk's event into ``bytes`` as base64; the mock sends it bare.
    Vendor(
        "aws",
        "AKIAMOCK000000000000|c2VjcmV0c2VjcmV0c2VjcmV0|us-east-1",
        model="claude-sonnet-4-5",
        streams=False,
    ),
    Vendor(
        "converse",
        "AKIAMOCK000000000000|c2VjcmV0c2VjcmV0c2VjcmV0|us-east-1",
        model="amazon.nova-pro-v1:0",
        type="aws",
    ),
    Vendor(
        "vertexai",
        "AIzaMock0123456789abcdefghijklmnopqrstu",
        ("--region", "us-central1", "--vertex-ai-project-id", "project"),
        model="gemini-3.7-flash",
    ),
]


EVERY_CELL = pytest.mark.parametrize(
    ("vendor", "client", "streamed"),
    [
        pytest.param(vendor, client, streamed, id=f"{client.name}-{vendor.name}-{'streamed' if streamed else 'whole'}")
        for vendor in VENDORS
        for client in CLIENTS
        for streamed in (False, True)
        if vendor.streams or not streamed
    ],
)


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aimock]:
    found = Aimock(tmp_path_factory.mktemp("aimock"))
    yield found
    found.stop()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, mock: Aimock) -> Iterator[Gateway]:
    with serving(tmp_path_factory.mktemp("vendors") / "data") as found:
        for vendor in VENDORS:
            read(
                found.data_dir,
                *("channel", "add", "--type", vendor.type or vendor.name, "--name", vendor.name),
                *("--base-url", mock.url),
                *("--models", f"{vendor.name}-model", "--key", vendor.key, *vendor.arguments),
                *(("--model-map", f"{vendor.name}-model={vendor.model}") if vendor.model else ()),
            )
        yield found
        assert found.stop() == 0


@EVERY_CELL
def test_an_answer(gateway: Gateway, vendor: Vendor, client: Client, streamed: bool) -> None:
    told = client.ask(gateway, f"{vendor.name}-model", "Good morning", streamed, None)
    assert told.text == GREETING
    assert not told.calls
    ((prompt, completion),) = query(
        gateway.data_dir, "SELECT prompt_tokens, completion_tokens FROM requests ORDER BY id DESC LIMIT 1"
    )
    if vendor.counts:
        assert (prompt, completion) == (11, 7)
        assert told.usage == (11, 7)


@EVERY_CELL
def test_tools_and_their_results(gateway: Gateway, vendor: Vendor, client: Client, streamed: bool) -> None:
    model, text = f"{vendor.name}-model", "What will it be like?"
    told = client.ask(gateway, model, text, streamed, None)
    assert [(name, arguments) for _, name, arguments in told.calls] == [
        ("get_weather", {"city": "Köln", "days": 3}),
        ("get_time", {}),
    ]
    assert len({id for id, _, _ in told.calls}) == 2
    assert client.ask(gateway, model, text, streamed, told).text == "So it rains."
