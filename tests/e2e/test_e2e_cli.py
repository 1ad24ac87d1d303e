"""The real program beside the real program: commands and a running gateway share one data directory."""

import json
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from program import PATIENCE, read, run, serving


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
        gateway.process.wait(PATIENCE)
        assert gateway.process.returncode == 0
    assert not (data_dir / "control.json").exists()
    assert read(data_dir, "setting", "get", "retry_times")["value"] == 7
    assert len(read(data_dir, "request", "list", "--token", "live")) >= 2


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_after_a_kill_commands_open_the_data_themselves(data_dir: Path) -> None:
    with serving(data_dir) as gateway:
        assert gateway.chat(gateway.key)[0] == 200
        gateway.process.kill()
        gateway.process.wait(PATIENCE)
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


def test_a_first_start_that_finds_its_port_taken_leaves_the_token_to_the_next(data_dir: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = run(data_dir, "serve", "--port", port)
        assert ended.returncode == 1
        assert f"port {port} on 127.0.0.1 is already in use" in ended.stderr
        assert "--port" in ended.stderr
        assert "sk-" not in ended.stdout
    with serving(data_dir) as gateway:
        assert gateway.chat()[0] == 200


def test_the_log_goes_to_files_without_secrets(data_dir: Path) -> None:
    logs = data_dir.parent / "logs" / "deep"
    with serving(data_dir, "serve", "--log-dir", str(logs), DEBUG="true", DEBUG_SQL="true") as gateway:
        assert gateway.chat()[0] == 200
        (file,) = logs.iterdir()
        assert gateway.stop() == 0
    text = file.read_text(encoding="utf-8")
    assert "INSERT INTO" in text
    assert gateway.key.removeprefix("sk-") not in text
    assert "hello" not in text, "bodies are not logged"
    ended = run(data_dir, "serve", "--port", "0", "--log-dir", str(file))
    assert (ended.returncode, "--log-dir" in ended.stderr) == (2, True)


@contextmanager
def hanging_up(handler: signal.Handlers) -> Iterator[None]:
    """Programs started inside inherit this way of taking SIGHUP, whatever the tests' own runner chose."""
    before = signal.signal(signal.SIGHUP, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signals_end_the_gateway_quietly(data_dir: Path, number: str) -> None:
    with hanging_up(signal.SIG_DFL), serving(data_dir, "-headless") as gateway:
        assert gateway.stop(getattr(signal, number)) == 0
        assert "Traceback" not in gateway.output
    assert not (data_dir / "control.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_nohup_outlives_its_terminal(data_dir: Path) -> None:
    with hanging_up(signal.SIG_IGN), serving(data_dir) as gateway:
        gateway.process.send_signal(signal.SIGHUP)
        assert gateway.chat()[0] == 200
        assert gateway.stop() == 0


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
