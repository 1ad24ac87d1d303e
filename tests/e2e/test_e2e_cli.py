"""The real program beside the real program: commands and a running gateway share one data directory."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "oneapi_desktop"]
SECONDS = 60


def surroundings() -> dict[str, str]:
    """The environment of the program: no settings but the sealed-file vault."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PORT", "DATA_DIR", "DEBUG")}
    return kept | {"KEYRING_BACKEND": "file", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


class Gateway:
    """A running ``serve``."""

    def __init__(self, process: "subprocess.Popen[str]", url: str, key: str) -> None:
        self.process = process
        self.url = url
        self.key = key

    def chat(self, key: str, model: str = "echo") -> tuple[int, Any]:
        """One request; status and JSON."""
        body = json.dumps({"model": model, "messages": [{"role": "user", "content": "hello"}]}).encode()
        request = urllib.request.Request(
            f"{self.url}/chat/completions",
            body,
            {"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)


@contextlib.contextmanager
def serving(data_dir: Path, *arguments: str, first: bool = True, **environment: str) -> Iterator[Gateway]:
    """A gateway on a free port, killed in the end if it still runs. At its ``first`` start it tells a key."""
    process = subprocess.Popen(
        [*PROGRAM, *(arguments or ("serve",)), "--port", "0", "--data-dir", str(data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=surroundings() | environment,
        cwd=data_dir.parent,
    )
    try:
        assert process.stdout is not None
        url = key = ""
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            url = url or (found[0] if (found := re.findall(r"http://127\.0\.0\.1:\d+/v1", line)) else "")
            key = key or (found[0] if (found := re.findall(r"sk-[A-Za-z0-9]{16,}", line)) else "")
            if url and (key or not first):
                break
        assert url, "".join(lines)
        yield Gateway(process, url, key)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def run(data_dir: Path, *arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    """One command."""
    return subprocess.run(
        [*PROGRAM, *arguments, "--data-dir", str(data_dir)],
        input=stdin,
        capture_output=True,
        text=True,
        env=surroundings(),
        cwd=data_dir.parent,
        timeout=SECONDS,
        check=False,
    )


def read(data_dir: Path, *arguments: str, stdin: str = "") -> Any:
    """The JSON of a command that must succeed."""
    ended = run(data_dir, *arguments, "--json", stdin=stdin)
    assert ended.returncode == 0, ended
    return json.loads(ended.stdout)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data directory that does not exist yet."""
    return tmp_path / "data"


def test_changes_are_live_at_once_and_outlive_the_gateway(data_dir: Path) -> None:
    imported = data_dir.parent / "import.json"
    imported.write_text(json.dumps({"tokens": [{"name": "before", "key": "sk-abcdefghijklmnop", "unlimited": True}]}))
    read(data_dir, "import", str(imported))
    with serving(data_dir, first=False) as gateway:
        assert gateway.chat("sk-abcdefghijklmnop")[0] == 200
        token = read(data_dir, "token", "add", "--name", "live", "--budget-usd", "1")
        status, answer = gateway.chat(token["key"])
        assert (status, answer["choices"][0]["message"]["content"]) == (200, "hello")
        rows = read(data_dir, "request", "list")
        assert [row["token"] for row in rows] == ["live", "before"]
        assert {row["channel"] for row in rows} == {"echo"}
        assert read(data_dir, "token", "show", "live")["used_nano_usd"] == rows[0]["cost_nano_usd"]
        read(data_dir, "channel", "disable", "echo")
        assert gateway.chat(token["key"])[0] == 503
        read(data_dir, "channel", "enable", "echo")
        assert gateway.chat(token["key"])[0] == 200
        read(data_dir, "token", "revoke", "live")
        assert gateway.chat(token["key"])[0] == 401
        read(data_dir, "setting", "set", "retry_times", "7")
        assert {check["result"] for check in read(data_dir, "doctor")} <= {"ok", "warn"}
        gateway.process.send_signal(signal.SIGTERM)
        gateway.process.communicate(timeout=SECONDS)
        assert gateway.process.returncode == 0
    assert not (data_dir / "control.json").exists()
    assert read(data_dir, "setting", "get", "retry_times")["value"] == 7
    assert len(read(data_dir, "request", "list", "--token", "live")) >= 2


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_after_a_kill_commands_open_the_data_themselves(data_dir: Path) -> None:
    with serving(data_dir) as gateway:
        assert gateway.chat(gateway.key)[0] == 200
        gateway.process.kill()
        gateway.process.wait(SECONDS)
    assert (data_dir / "control.json").exists(), "nobody was there to take it away"
    assert len(read(data_dir, "request", "list")) == 1
    with serving(data_dir, first=False) as gateway:
        assert [token["name"] for token in read(data_dir, "token", "list")] == ["first"]
        key = read(data_dir, "token", "show", "first", "--reveal")["key"]
        assert gateway.chat(key)[0] == 200


def test_one_gateway_per_directory_and_restore_waits_for_its_end(data_dir: Path) -> None:
    with serving(data_dir, "run", INITIAL_ROOT_TOKEN="sk-abcdefghijklmnop") as gateway:
        assert gateway.chat("sk-abcdefghijklmnop")[0] == 200
        second = run(data_dir, "serve", "--port", "0")
        assert second.returncode == 1
        assert str(gateway.process.pid) in second.stderr
        assert "Traceback" not in second.stderr
        copy = data_dir.parent / "copy.db"
        read(data_dir, "backup", str(copy))
        refused = run(data_dir, "restore", str(copy))
        assert refused.returncode == 1
        assert "stop it" in refused.stderr
    assert run(data_dir, "restore", str(copy)).returncode == 0
    assert [token["name"] for token in read(data_dir, "token", "list")] == ["first"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_ends_the_gateway_quietly(data_dir: Path) -> None:
    with serving(data_dir, "-headless") as gateway:
        gateway.process.send_signal(signal.SIGINT)
        out, _ = gateway.process.communicate(timeout=SECONDS)
        assert gateway.process.returncode == 0
        assert "Traceback" not in out


def test_secrets_stay_inside(data_dir: Path) -> None:
    planted = "sk-planted-0123456789abcdef"
    outputs: list[str] = []
    with serving(data_dir, DEBUG="true"):
        for arguments, stdin in (
            (["channel", "add", "--type", "openai-compatible", "--name", "away", "--base-url", "http://127.0.0.1:9",
              "--models", "m", "--header", "X-Key=planted-header-secret", "--key-stdin"], planted),
            (["channel", "test", "away"], ""),
            (["channel", "list"], ""),
            (["channel", "show", "away"], ""),
            (["channel", "edit", "away", "--weight", "-1"], ""),
            (["export", "-"], ""),
            (["doctor"], ""),
        ):  # fmt: skip
            for more in ([], ["--json"]):
                ended = run(data_dir, *arguments, *more, stdin=stdin)
                outputs += [ended.stdout, ended.stderr]
    texts = "\n".join(outputs)
    for secret in ("planted-0123456789", "planted-header-secret"):
        assert secret not in texts
        for path in data_dir.rglob("*"):
            assert secret.encode() not in path.read_bytes(), path


def test_bad_surroundings_are_named(data_dir: Path) -> None:
    (data_dir.parent / ".env").write_text("PORT=many\n")
    ended = run(data_dir, "serve")
    assert ended.returncode == 2
    assert "PORT" in ended.stderr
    (data_dir.parent / ".env").unlink()
    data_dir.mkdir()
    (data_dir / "oneapi.db").write_bytes(b"no database" * 1000)
    for arguments in (["serve", "--port", "0"], ["token", "list"], ["doctor"]):
        ended = run(data_dir, *arguments)
        assert ended.returncode == 1, ended
        assert "damaged" in ended.stderr
        assert "restore" in ended.stderr
    assert (data_dir / "oneapi.db").read_bytes() == b"no database" * 1000
