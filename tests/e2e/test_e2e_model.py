"""A real model behind the gateway: llama.cpp's own server with Gemma 3 270M on one side, official SDKs on the other.

Neither end was written by this project. Asked greedily, the model says the same to everybody: what a client reads must
be what the server says when it is asked directly, word for word and token for token. ``python3 dev.py test --model``
fetches the model and runs these tests; without it they are skipped.
"""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anthropic
import ollama
import openai
import pytest
from google import genai
from google.genai import types
from program import PATIENCE, Gateway, query, read, serving

LIBRARIES = Path(sys.prefix) / "model"
"""Where ``dev.py`` puts what ``requirements-model.lock`` names."""

MODEL = "gemma"
QUESTION = "Write a short story about a fox and a dog."
TOKENS = 24
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"colour": {"type": "string", "enum": ["red", "green", "blue"]}},
    "required": ["colour"],
    "additionalProperties": False,
}

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not LIBRARIES.exists(), reason="no model is here; 'python3 dev.py test --model' fetches one"),
    # A model on a loaded machine may take its time.
    pytest.mark.timeout(600),
]


@dataclass
class Told:
    """What a client read: text, the pieces it came in, tokens (prompt, completion), and why it ended."""

    text: str
    pieces: int
    usage: tuple[int | None, int | None]
    finish: str


Ask = Callable[[Gateway, str, bool, dict[str, Any] | None], Told]
"""Gateway, question, streamed, schema of the answer."""


def ask_chat(gateway: Gateway, text: str, streamed: bool, schema: dict[str, Any] | None) -> Told:
    asked: Any = {"model": MODEL, "messages": [{"role": "user", "content": text}], "max_tokens": TOKENS}
    if schema:
        asked["response_format"] = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    with openai.OpenAI(base_url=gateway.url, api_key=gateway.key, max_retries=0, timeout=PATIENCE) as client:
        if not streamed:
            whole = client.chat.completions.create(**asked, temperature=0)
            usage = whole.usage
            assert usage is not None
            message = whole.choices[0]
            counts = (usage.prompt_tokens, usage.completion_tokens)
            return Told(message.message.content or "", 1, counts, message.finish_reason)
        chunks = list(
            client.chat.completions.create(**asked, temperature=0, stream=True, stream_options={"include_usage": True})
        )
    pieces = [choice.delta.content for chunk in chunks for choice in chunk.choices if choice.delta.content]
    finish = next(choice.finish_reason for chunk in chunks for choice in chunk.choices if choice.finish_reason)
    usage = chunks[-1].usage
    assert usage is not None
    return Told("".join(pieces), len(pieces), (usage.prompt_tokens, usage.completion_tokens), finish)


def ask_responses(gateway: Gateway, text: str, streamed: bool, schema: dict[str, Any] | None) -> Told:
    asked: Any = {"model": MODEL, "input": text, "max_output_tokens": TOKENS, "temperature": 0, "store": False}
    if schema:
        asked["text"] = {"format": {"type": "json_schema", "name": "answer", "schema": schema}}
    pieces = 1
    with openai.OpenAI(base_url=gateway.url, api_key=gateway.key, max_retries=0, timeout=PATIENCE) as client:
        if streamed:
            events: Any = list(client.responses.create(**asked, stream=True))
            pieces = sum(event.type == "response.output_text.delta" for event in events)
            found = events[-1].response
        else:
            found = client.responses.create(**asked)
    finish = found.incomplete_details.reason if found.incomplete_details else found.status
    return Told(found.output_text, pieces, (found.usage.input_tokens, found.usage.output_tokens), finish)


def ask_anthropic(gateway: Gateway, text: str, streamed: bool, schema: dict[str, Any] | None) -> Told:
    asked: Any = {"model": MODEL, "messages": [{"role": "user", "content": text}], "max_tokens": TOKENS}
    if schema:
        asked["extra_body"] = {"output_config": {"format": {"type": "json_schema", "schema": schema}}}
    pieces = 1
    with anthropic.Anthropic(
        base_url=gateway.url.removesuffix("/v1"), api_key=gateway.key, max_retries=0, timeout=PATIENCE
    ) as client:
        asked["extra_body"] = {**asked.get("extra_body", {}), "temperature": 0}
        if streamed:
            with client.messages.stream(**asked) as events:
                pieces = sum(1 for _ in events.text_stream)
                found = events.get_final_message()
        else:
            found = client.messages.create(**asked)
    said = "".join(block.text for block in found.content if block.type == "text")
    return Told(said, pieces, (found.usage.input_tokens, found.usage.output_tokens), found.stop_reason or "")


def ask_gemini(gateway: Gateway, text: str, streamed: bool, schema: dict[str, Any] | None) -> Told:
    config = types.GenerateContentConfig(max_output_tokens=TOKENS, temperature=0)
    if schema:
        config.response_mime_type, config.response_json_schema = "application/json", schema
    options = types.HttpOptions(
        base_url=gateway.url.removesuffix("/v1"),
        timeout=PATIENCE * 1000,
        retry_options=types.HttpRetryOptions(attempts=1),
    )
    asked: Any = {"model": MODEL, "contents": text, "config": config}
    with genai.Client(api_key=gateway.key, vertexai=False, http_options=options) as client:
        if streamed:
            chunks = list(client.models.generate_content_stream(**asked))
        else:
            chunks = [client.models.generate_content(**asked)]
    pieces = [part.text for chunk in chunks for part in chunk.parts or [] if part.text]
    usage, candidates = chunks[-1].usage_metadata, chunks[-1].candidates
    assert usage is not None
    assert candidates
    assert candidates[0].finish_reason is not None
    counts = (usage.prompt_token_count, usage.candidates_token_count)
    return Told("".join(pieces), len(pieces), counts, candidates[0].finish_reason.value)


def ask_ollama(gateway: Gateway, text: str, streamed: bool, schema: dict[str, Any] | None) -> Told:
    headers = {"Authorization": f"Bearer {gateway.key}"}
    asked: Any = {"model": MODEL, "messages": [{"role": "user", "content": text}], "format": schema}
    asked["options"] = {"temperature": 0, "num_predict": TOKENS}
    with ollama.Client(host=gateway.url.removesuffix("/v1"), headers=headers, timeout=PATIENCE) as client:
        found: Any = client.chat(**asked, stream=streamed)
        chunks = list(found) if streamed else [found]
    pieces = [chunk.message.content for chunk in chunks if chunk.message.content]
    last = chunks[-1]
    return Told("".join(pieces), len(pieces), (last.prompt_eval_count, last.eval_count), last.done_reason)


@dataclass(frozen=True)
class Client:
    """One official SDK, and its word for an answer that reached the limit of tokens."""

    name: str
    ask: Ask
    cut: str


CLIENTS = [
    Client("openai-chat", ask_chat, "length"),
    Client("openai-responses", ask_responses, "max_output_tokens"),
    Client("anthropic", ask_anthropic, "max_tokens"),
    Client("gemini", ask_gemini, "MAX_TOKENS"),
    Client("ollama", ask_ollama, "length"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of llama.cpp's server, once it has read the model."""
    program = Path(__file__).with_name("llama_server.py")
    process = subprocess.Popen(
        [sys.executable, str(program), str(LIBRARIES / "gemma-3-270m.gguf")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(LIBRARIES)},
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:"), "llama.cpp's server did not start"
    yield address
    process.communicate(timeout=PATIENCE)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, server: str) -> Iterator[Gateway]:
    with serving(tmp_path_factory.mktemp("model") / "data") as found:
        arguments = ("--type", "llama-cpp", "--name", "local", "--base-url", f"{server}/v1", "--models", MODEL)
        read(found.data_dir, "channel", "add", *arguments)
        yield found
        assert found.stop() == 0


@pytest.fixture(scope="module")
def direct(server: str) -> Any:
    """The model's answer to the question, asked without the gateway."""
    body = {
        "model": MODEL,
        "messages": [{"role": "user", "content": QUESTION}],
        "max_tokens": TOKENS,
        "temperature": 0,
    }
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{server}/v1/chat/completions", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)


EVERY_CLIENT = pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)


@EVERY_CLIENT
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_every_client_reads_what_the_model_said(gateway: Gateway, direct: Any, client: Client, streamed: bool) -> None:
    told = client.ask(gateway, QUESTION, streamed, None)
    assert told.text == direct["choices"][0]["message"]["content"]
    usage = direct["usage"]
    assert told.usage == (usage["prompt_tokens"], usage["completion_tokens"])
    assert told.finish == client.cut
    # A token may be less than a character; nearly every one is a piece of its own.
    assert told.pieces >= TOKENS // 2 if streamed else told.pieces == 1
    ((prompt, completion, source),) = query(
        gateway.data_dir, "SELECT prompt_tokens, completion_tokens, usage_source FROM requests ORDER BY id DESC LIMIT 1"
    )
    assert ((prompt, completion), source) == (told.usage, "measured")


@EVERY_CLIENT
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_a_schema_binds_the_model(gateway: Gateway, client: Client, streamed: bool) -> None:
    """llama.cpp turns the schema into a grammar: only one that arrived whole makes such an answer."""
    told = client.ask(gateway, "Which colour has the sky?", streamed, SCHEMA)
    assert json.loads(told.text) in [{"colour": colour} for colour in ("red", "green", "blue")]


def test_the_models_of_the_server_are_found(gateway: Gateway) -> None:
    assert MODEL in str(read(gateway.data_dir, "channel", "models", "local"))
