"""A request of the ledger as a command to run it again."""

import json
from dataclasses import dataclass
from typing import Any

from oneapi_desktop.domain.request_record import RequestRecord

KEY_VARIABLE = "ONEAPI_KEY"
"""Stands in the command in place of the key, unless the key was asked for."""

PATHS = {
    ("openai", "chat"): "/v1/chat/completions",
    ("openai-chat", "chat"): "/v1/chat/completions",
    ("openai-responses", "chat"): "/v1/responses",
    ("anthropic", "chat"): "/v1/messages",
    ("ollama", "chat"): "/api/chat",
    ("gemini", "chat"): "/v1beta/models/{model}:generateContent",
}
"""Where a request goes whose path was not kept, by dialect and endpoint."""


@dataclass(frozen=True, slots=True)
class Command:
    """``complete`` tells whether the body is the one that was sent; ``remark`` why not."""

    text: str
    complete: bool
    remark: str = ""


def command_of(record: RequestRecord, capture: dict[str, Any] | None, root: str, key: str, *, windows: bool) -> Command:
    """A curl command (for POSIX shells), or a PowerShell one."""
    body, complete, remark = _body_of(record, capture)
    path = str(capture["path"]) if capture else _path_of(record)
    headers = {"Content-Type": "application/json"}
    header, value = "Authorization", "Bearer {key}"
    if record.dialect == "anthropic":
        header, value = "x-api-key", "{key}"
        headers["anthropic-version"] = "2023-06-01"
    elif record.dialect == "gemini":
        header, value = "x-goog-api-key", "{key}"
    shown = key or ("$env:" if windows else "$") + KEY_VARIABLE
    headers = {header: value.format(key=shown)} | headers
    write = _powershell if windows else _curl
    return Command(write(root + path, headers, body), complete, remark)


def _path_of(record: RequestRecord) -> str:
    path = PATHS.get((record.dialect, record.endpoint)) or f"/v1/{record.endpoint}"
    return path.replace("{model}", record.model)


def _body_of(record: RequestRecord, capture: dict[str, Any] | None) -> tuple[str, bool, str]:
    if capture is not None and capture["request"]["text"] is not None:
        text = str(capture["request"]["text"])
        if capture["request"]["cut"]:
            return text, False, "the body was too long to be kept whole"
        if "left out)" in text:
            return text, False, "keys and binary data were left out of what was kept"
        return text, True, ""
    sample: dict[str, Any] = {"model": record.model}
    if record.dialect == "gemini":
        sample = {"contents": [{"parts": [{"text": "hello"}]}]}
    elif record.dialect == "openai-responses":
        sample["input"] = "hello"
    else:
        sample["messages"] = [{"role": "user", "content": "hello"}]
        if record.dialect == "anthropic":
            sample["max_tokens"] = 1024
    if record.stream and record.dialect != "gemini":
        sample["stream"] = True
    remark = "the body was not kept; turn on the setting 'capture' to have it in requests to come"
    return json.dumps(sample), False, remark


def _curl(url: str, headers: dict[str, str], body: str) -> str:
    lines = [f"curl {_quoted(url)}"]
    # Double quotes, so that the shell puts the variable's value in.
    lines += [f'  -H "{name}: {value}"' for name, value in headers.items()]
    lines.append(f"  -d {_quoted(body)}")
    return " \\\n".join(lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _powershell(url: str, headers: dict[str, str], body: str) -> str:
    shown = "; ".join(f'"{name}" = "{value}"' for name, value in headers.items() if name != "Content-Type")
    quoted = "'" + body.replace("'", "''") + "'"
    where = "'" + url.replace("'", "''") + "'"
    return (
        f"Invoke-RestMethod {where} -Method Post -ContentType application/json -Headers @{{ {shown} }} -Body {quoted}"
    )
