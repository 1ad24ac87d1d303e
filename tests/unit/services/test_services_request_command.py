"""A request as a command that a shell would run."""

import json
import shlex
from collections.abc import Callable
from typing import Any

import pytest

from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.services.captures import Capture
from oneapi_desktop.services.request_command import command_of
from oneapi_desktop.services.workspace import Workspace

ROOT = "http://127.0.0.1:3000"


def record(**fields: Any) -> RequestRecord:
    return RequestRecord("r", 1, **({"model": "gpt-4o", "dialect": "openai-chat", "endpoint": "chat"} | fields))


@pytest.mark.parametrize(
    ("dialect", "path", "header"),
    [
        ("openai", "/v1/chat/completions", "Authorization: Bearer $ONEAPI_KEY"),
        ("openai-responses", "/v1/responses", "Authorization: Bearer $ONEAPI_KEY"),
        ("anthropic", "/v1/messages", "x-api-key: $ONEAPI_KEY"),
        ("gemini", "/v1beta/models/gpt-4o:generateContent", "x-goog-api-key: $ONEAPI_KEY"),
        ("ollama", "/api/chat", "Authorization: Bearer $ONEAPI_KEY"),
    ],
)
def test_without_a_body_a_sample_stands_in(dialect: str, path: str, header: str) -> None:
    made = command_of(record(dialect=dialect, stream=True), None, ROOT, "", windows=False)
    words = shlex.split(made.text.replace("\\\n", ""))
    assert words[:2] == ["curl", ROOT + path]
    assert header in words
    assert json.loads(words[words.index("-d") + 1])
    assert (made.complete, "setting 'capture'" in made.remark) == (False, True)


def test_a_kept_body_is_quoted_for_the_shell() -> None:
    body = json.dumps({"messages": [{"content": 'it\'s $HOME `x` "q"\n'}]})
    kept = {"path": "/v1/chat/completions", "request": {"text": body, "cut": False}}
    made = command_of(record(), kept, ROOT, "sk-key", windows=False)
    words = shlex.split(made.text.replace(" \\\n", " "))
    assert words[words.index("-d") + 1] == body
    assert "Authorization: Bearer sk-key" in words
    assert made.complete
    cut = command_of(record(), {"path": "/x", "request": {"text": "{", "cut": True}}, ROOT, "", windows=False)
    assert not cut.complete
    left = command_of(
        record(), {"path": "/x", "request": {"text": "(key left out)", "cut": False}}, ROOT, "", windows=True
    )
    assert not left.complete
    shown = command_of(record(), kept, ROOT, "", windows=True)
    assert shown.text.startswith(f"Invoke-RestMethod '{ROOT}/v1/chat/completions' -Method Post")
    assert "Bearer $env:ONEAPI_KEY" in shown.text
    assert "it''s" in shown.text


async def test_the_operation(workspace: Workspace, operate: Any, record: Callable[..., RequestRecord]) -> None:
    added = await operate("token.add", name="laptop", unlimited=True)
    await operate("setting.set", key="capture", value="all")
    made = record(1, request_id="a" * 32, dialect="openai-chat", endpoint="chat")
    await workspace.database.append(made)
    workspace.captures.keep(
        Capture(
            "a" * 32,
            made.created_at,
            "/v1/chat/completions",
            "application/json",
            b'{"model":"x"}',
            13,
            200,
            "text/event-stream",
            b"data: [DONE]\n\n",
            14,
            finished=True,
        )
    )
    await workspace.captures.flush()
    found = await operate("request.command", request=1, windows=False)
    assert found["complete"]
    assert added["key"] not in found["command"]
    revealed = await operate("request.command", request=1, windows=False, reveal=True)
    assert added["key"] in revealed["command"]
    assert (await operate("request.explain", request=1))["captured"] is True
    assert (await operate("request.capture", request=1))["response"]["text"] == "data: [DONE]\n\n"
