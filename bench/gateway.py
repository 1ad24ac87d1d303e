"""This gateway as a contestant: configured through its own command line, started as its own process."""

import contextlib
import http.client
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.processes import Child, child, environment, free_port, run_once, wait_for

MODEL = "gpt-4o-mini"
"""A model with a price, so that every answer costs and is charged."""

ANTHROPIC_MODEL = "claude-haiku-4-5"
"""A model of the channel that speaks Anthropic's dialect; it has a price, too."""

PACED_MODEL = "paced-20ms-100"
BUDGET_KEY = "sk-benchbudget0123456789abcdef0123456789abcdef"
UNLIMITED_KEY = "sk-benchunlimited0123456789abcdef0123456789ab"
BUDGET_USD = 1_000_000

SERVE = ("-m", "oneapi_desktop", "serve", "--headless")
QT_SERVE = ("-m", "bench.qt_gateway")


@dataclass(frozen=True)
class Contestant:
    """Something that answers chat requests. ``process`` is None for what the benchmark did not start, ``data`` the
    data directory of a gateway of ours."""

    name: str
    port: int
    path: str
    key: str = ""
    model: str = MODEL
    paced_model: str = PACED_MODEL
    host: str = "127.0.0.1"
    process: Child | None = None
    data: Path | None = None

    def body(self, *, stream: bool = False, paced: bool = False) -> bytes:
        """A chat request in JSON."""
        request: dict[str, Any] = {
            "model": self.paced_model if paced else self.model,
            "messages": [
                {"role": "system", "content": "You are a helpful assistant."},
                {"role": "user", "content": "Say something about a fox and a dog, in one sentence."},
            ],
            "temperature": 0.2,
            "max_tokens": 64,
        }
        if stream or paced:
            request["stream"] = True
        return json.dumps(request).encode()

    def headers(self) -> dict[str, str]:
        """Headers of a chat request."""
        authorization = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return {"Content-Type": "application/json", **authorization}

    def ask(self, *, stream: bool = False, seconds: float = 5.0) -> tuple[int, bytes]:
        """One chat request: status and body. Raises OSError or HTTPException."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=seconds)
        with contextlib.closing(connection):
            connection.request("POST", self.path, self.body(stream=stream), self.headers())
            response = connection.getresponse()
            return response.status, response.read()


def answers(contestant: Contestant) -> str:
    """``"yes"`` when it answers 200, empty while nobody listens; for ``wait_for``."""
    try:
        status, _ = contestant.ask()
    except (OSError, http.client.HTTPException):
        return ""
    return "yes" if status == 200 else ""


def gateway_environment(**extra: str) -> dict[str, str]:
    """Environment of the gateway: keys in a sealed file, stopping without a long drain."""
    return environment(KEYRING_BACKEND="file", DRAIN_SECONDS="2", **extra)


@contextlib.contextmanager
def configured(upstream_port: int) -> Iterator[Path]:
    """A data directory with two tokens and a channel for each of the upstream's dialects, taken over by ``import``."""
    with tempfile.TemporaryDirectory(prefix="bench-data-") as directory:
        document = {
            "channels": [
                {
                    "name": "bench upstream",
                    "type": "openai-compatible",
                    "base_url": f"http://127.0.0.1:{upstream_port}/v1",
                    "key": "sk-upstream",
                    "models": [MODEL, PACED_MODEL],
                },
                {
                    "name": "bench anthropic upstream",
                    "type": "anthropic",
                    "base_url": f"http://127.0.0.1:{upstream_port}",
                    "key": "sk-ant-upstream",
                    "models": [ANTHROPIC_MODEL],
                },
            ],
            "tokens": [
                {"name": "budget", "key": BUDGET_KEY, "budget_usd": BUDGET_USD},
                {"name": "unlimited", "key": UNLIMITED_KEY, "unlimited": True},
            ],
        }
        file = Path(directory, "import.json")
        file.write_text(json.dumps(document), encoding="utf-8")
        data = Path(directory, "data")
        run_once(("-m", "oneapi_desktop", "import", str(file), "--data-dir", str(data)), gateway_environment())
        yield data


@contextlib.contextmanager
def gateway(data: Path, name: str, command: Sequence[str] = SERVE, key: str = BUDGET_KEY) -> Iterator[Contestant]:
    """A running gateway on that data directory, once it answers."""
    port = free_port()
    arguments = (*command, "--port", str(port), "--data-dir", str(data))
    with child(arguments, gateway_environment()) as process:
        contestant = Contestant(name, port, "/v1/chat/completions", key, process=process, data=data)
        wait_for(lambda: answers(contestant), 30, f"{name} did not answer 200", process)
        yield contestant


def accounted(data: Path) -> tuple[int, int]:
    """What the gateway's ledger holds: requests, and their cost in nano-USD. Works on a running gateway."""
    text = run_once(
        ("-m", "oneapi_desktop", "usage", "--by", "model", "--json", "--data-dir", str(data)), gateway_environment()
    )
    rows = json.loads(text)
    return sum(row["requests"] for row in rows), sum(row["cost_nano_usd"] for row in rows)
