"""Servers that run models on the owner's own machine, at their usual addresses.

Ports and endpoints are those of the servers' documents, November 2026. Ollama has a row of its own
among the native providers.
"""

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.providers.provider import TEXT_MODES, Mode, Provider

NO_KEY = "nothing, or the key the server was started with"
OPENAI = "openai"

LOCAL_SERVERS: tuple[Provider, ...] = (
    Provider(
        "lmstudio",
        0,
        "LM Studio",
        "http://localhost:1234",
        dialects=(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES, Dialect.ANTHROPIC),
        modes=TEXT_MODES,
        needs_key=False,
        key_hint=NO_KEY,
        fixtures_of=OPENAI,
    ),
    Provider(
        "llama-cpp",
        0,
        "llama.cpp server",
        "http://localhost:8080",
        dialects=(Dialect.OPENAI_CHAT, Dialect.ANTHROPIC),
        modes=TEXT_MODES | {Mode.RERANK},
        needs_key=False,
        key_hint=NO_KEY,
        fixtures_of=OPENAI,
    ),
    Provider(
        "vllm",
        0,
        "vLLM",
        "http://localhost:8000",
        dialects=(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES, Dialect.ANTHROPIC),
        modes=TEXT_MODES | {Mode.RERANK, Mode.TRANSCRIPTION},
        needs_key=False,
        key_hint=NO_KEY,
        fixtures_of=OPENAI,
    ),
    Provider(
        "localai",
        0,
        "LocalAI",
        "http://localhost:8080",
        modes=TEXT_MODES | {Mode.RERANK, Mode.IMAGES, Mode.SPEECH, Mode.TRANSCRIPTION},
        needs_key=False,
        key_hint=NO_KEY,
        fixtures_of=OPENAI,
    ),
    Provider(
        "jan",
        0,
        "Jan",
        "http://localhost:1337",
        dialects=(Dialect.OPENAI_CHAT, Dialect.ANTHROPIC),
        modes=frozenset({Mode.CHAT}),
        needs_key=False,
        key_hint="the key set in Jan's local API server",
        fixtures_of=OPENAI,
    ),
)
