"""Commands from outside: what they print, how they end, which field they blame."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from oneapi_desktop.services.json_shapes import REQUEST_COLUMNS

KEY = "sk-planted-0123456789abcdef"


def add_channel(run: Any, *more: str, name: str = "main") -> Any:
    """Add a channel with the planted key."""
    return run("channel", "add", "--type", "openai", "--name", name, "--key-stdin", "--models", "gpt-4o,o3", *more,
               "--json", stdin=KEY + "\n")  # fmt: skip


def test_channels_from_beginning_to_end(run: Any) -> None:
    added = add_channel(
        run, "--model-map", "fast=gpt-4o", "--group", "default,vip", "--priority", "3", "--weight", "2",
        "--header", "X-Team=research", "--proxy", "http://u:proxypassword@127.0.0.1:9",
        "--param-override", '{"temperature": 0}', "--system-prompt", "Be brief.", "--test-model", "o3",
        "--no-auto-disable", "--base-url", "https://api.example.com/",
    )  # fmt: skip
    assert (added.code, added.err) == (0, "")
    found = added.json
    assert (found["id"], found["name"], found["type"], found["key_hint"]) == (1, "main", "openai", "cdef")
    assert found["model_mapping"] == {"fast": "gpt-4o"}
    assert (found["groups"], found["priority"], found["weight"]) == (["default", "vip"], 3, 2)
    assert (found["headers"], found["proxy"]) == (["X-Team"], "http://127.0.0.1:9")
    assert (found["param_override"], found["system_prompt"]) == ({"temperature": 0}, "Be brief.")
    assert found["test_model"] == "o3"
    assert (found["auto_disable"], found["base_url"]) == (False, "https://api.example.com")
    listed = run("channel", "list")
    assert "main" in listed.out
    assert "enabled" in listed.out
    assert run("channel", "list", "--json").json[0]["id"] == 1
    shown = run("channel", "show", "main")
    for text in (added.out, listed.out, shown.out):
        assert KEY not in text
        assert "proxypassword" not in text
        assert "research" not in text
    edited = run("channel", "edit", "1", "--priority", "9", "--add-models", "gpt-5", "--model-map", "", "--json").json
    assert (edited["priority"], edited["models"], edited["model_mapping"]) == (9, ["gpt-4o", "o3", "gpt-5"], {})
    assert run("channel", "disable", "main", "--reason", "holiday", "--json").json["status_reason"] == "holiday"
    assert run("channel", "list", "--status", "enabled").out == "No channel matches.\n"
    assert run("channel", "enable", "main", "--json").json["status"] == "enabled"
    assert run("channel", "remove", "main", "--json").json["name"] == "main"
    empty = run("channel", "list")
    assert "channel add" in empty.out, "an empty list says what to do"


def test_a_key_on_the_command_line_is_warned_of(run: Any) -> None:
    added = run("channel", "add", "--type", "openai", "--key", KEY, "--json")
    assert added.json["name"] == "openai"
    assert "--key-stdin" in added.err
    assert KEY not in added.err


def test_batches(run: Any) -> None:
    added = run("channel", "add", "--type", "openai", "--key-stdin", "--batch", "--json",
                stdin="sk-aaaaaaaaaaaa\n\nsk-bbbbbbbbbbbb\r\n")  # fmt: skip
    assert [channel["name"] for channel in added.json] == ["openai", "openai-2"]
    assert "Added 2 channels" in run("channel", "add", "--type", "openai", "--key-stdin", "--batch",
                                     stdin="sk-cccccccccccc\nsk-dddddddddddd").out  # fmt: skip


def test_channel_tests_and_models(run: Any) -> None:
    run("channel", "add", "--type", "echo", "--models", "echo")
    passed = run("channel", "test", "echo", "--json")
    assert (passed.code, passed.json["result"]) == (0, "passed")
    assert "passed" in run("channel", "test", "--all").out
    assert run("channel", "test", "--all", "--disabled-only").out == "There is no channel to test.\n"
    assert "echo-embedding" in run("channel", "models", "echo").out
    assert all(row["configured"] for row in run("channel", "models", "echo", "--add", "--json").json)
    run("channel", "add", "--type", "openai-compatible", "--name", "away", "--base-url", "http://127.0.0.1:9",
        "--models", "m")  # fmt: skip
    failed = run("channel", "test", "away")
    assert failed.code == 1
    assert "refused" in failed.out
    assert run("channel", "test", "--all").code == 1
    assert run("channel", "models", "away").code == 1
    assert run("channel", "test").code == 2
    assert run("channel", "test", "away", "--all").code == 2
    assert run("channel", "balance").out.startswith("No channel's upstream")
    assert run("channel", "balance", "away").code == 2


def test_tokens_from_beginning_to_end(run: Any) -> None:
    added = run("token", "add", "--name", "laptop", "--budget-usd", "12.5", "--budget-day-usd", "1",
                "--budget-week-usd", "2", "--budget-month-usd", "4", "--expires", "30d", "--models", "gpt-4o,o3",
                "--subnet", "10.0.0.0/8", "--rpm", "60", "--tpm", "1000", "--json").json  # fmt: skip
    assert list(added)[:3] == ["id", "name", "key"]
    assert added["key"].startswith("sk-")
    assert (added["budget_usd"], added["budget_day_usd"], added["rpm"], added["tpm"]) == (12.5, 1.0, 60, 1000)
    listed = run("token", "list")
    assert "laptop" in listed.out
    assert added["key"] not in listed.out
    assert "key" not in run("token", "show", "1", "--json").json
    assert run("token", "show", "laptop", "--reveal", "--json").json["key"] == added["key"]
    assert run("token", "edit", "laptop", "--unlimited", "--name", "desk", "--json").json["unlimited"] is True
    assert "Revoked token 1: desk" in run("token", "revoke", "desk").out
    assert "token add" in run("token", "list").out
    assert run("token", "list", "--all", "--json").json[0]["status"] == "revoked"
    own = run("token", "add", "--name", "own", "--unlimited", "--key-stdin", "--json", stdin="sk-abcdefghijklmnop\n")
    assert own.json["key"] == "sk-abcdefghijklmnop"
    shown = run("token", "add", "--name", "x", "--unlimited")
    assert "Key: sk-" in shown.out


WRONG_USE: list[tuple[list[str], str]] = [
    (["channel", "add"], "type"),
    (["channel", "add", "--type", "opneai"], "openai"),
    (["channel", "add", "--type", "openai"], "key"),
    (["channel", "add", "--type", "openai", "--key", "a b"], "key"),
    (["channel", "add", "--type", "openai", "--key", KEY, "--key-stdin"], "--key-stdin"),
    (["channel", "add", "--type", "openai", "--key-stdin"], "key"),
    (["channel", "add", "--type", "echo", "--base-url", "ftp://x"], "base_url"),
    (["channel", "add", "--type", "echo", "--models", ""], "models"),
    (["channel", "add", "--type", "echo", "--model-map", "nothing"], "--model-map"),
    (["channel", "add", "--type", "echo", "--header", "nothing"], "--header"),
    (["channel", "add", "--type", "echo", "--config", "nothing"], "--config"),
    (["channel", "add", "--type", "echo", "--region", "eu"], "config.region"),
    (["channel", "add", "--type", "echo", "--priority", "high"], "--priority"),
    (["channel", "add", "--type", "echo", "--weight", "-1"], "weight"),
    (["channel", "add", "--type", "echo", "--param-override", "{"], "param_override"),
    (["channel", "add", "--type", "echo", "--proxy", "x"], "proxy"),
    (["channel", "add", "--type", "echo", "--test-model", "absent"], "test_model"),
    (["channel", "add", "--type", "echo", "--colour"], "--colour"),
    (["channel", "edit", "1"], "at least one option"),
    (["channel", "list", "--status", "asleep"], "status"),
    (["channel"], "Usage"),
    (["chanel", "list"], "did you mean channel"),
    (["token", "add"], "--name"),
    (["token", "add", "--name", "x"], "budget_usd"),
    (["token", "add", "--name", "x", "--unlimited", "--budget-usd", "3"], "budget_usd"),
    (["token", "add", "--name", "x", "--budget-usd", "much"], "budget_usd"),
    (["token", "add", "--name", "x", "--unlimited", "--expires", "soon"], "expires_at"),
    (["token", "add", "--name", "x", "--unlimited", "--subnet", "x"], "subnet"),
    (["token", "add", "--name", "x", "--unlimited", "--rpm", "x"], "rpm"),
    (["token", "add", "--name", "x", "--unlimited", "--key", "sk-short"], "key"),
    (["token", "edit", "1"], "at least one option"),
    (["request", "list", "--limit", "0"], "--limit"),
    (["request", "list", "--since", "lately"], "since"),
    (["request", "list", "--status", "odd"], "status"),
    (["usage", "--by", "colour"], "--by"),
    (["price", "set", "m"], "at least one rate"),
    (["price", "set", "m", "--input", "cheap"], "input"),
    (["price", "groups", "--set", "vip"], "GROUP=RATIO"),
    (["price", "import", "absent.json"], "absent.json"),
    (["setting", "set", "retry_times", "many"], "retry_times"),
    (["setting", "set", "retry_tims", "3"], "retry_times"),
    (["setting", "set", "retry_times"], "--default"),
    (["setting", "get", "colour"], "colour"),
    (["setting", "list", "--group", "x"], "group"),
    (["import", "absent.json"], "absent.json"),
    (["import", "-"], "not JSON"),
    (["export", "--with-secrets", "x.json"], "passphrase"),
    (["serve", "--port", "99999"], "--port"),
]


@pytest.mark.parametrize(("arguments", "named"), WRONG_USE, ids=lambda value: " ".join(value)[:50])
def test_wrong_use_names_the_field_and_ends_with_2(run: Any, arguments: list[str], named: str) -> None:
    ended = run(*arguments, stdin="")
    assert ended.code == 2, ended
    assert ended.out == ""
    assert named in ended.err
    assert "Traceback" not in ended.err
    assert KEY not in ended.err


FAILURES: list[tuple[list[str], str]] = [
    (["channel", "show", "absent"], "channel list"),
    (["channel", "remove", "7"], "7"),
    (["channel", "test", "absent"], "absent"),
    (["token", "show", "absent"], "token list"),
    (["token", "revoke", "absent"], "absent"),
    (["request", "show", "absent"], "absent"),
    (["price", "remove", "absent"], "absent"),
    (["restore", "absent.db"], "absent.db"),
    (["backup", "no/such/dir/x.db"], "no directory"),
    (["export", "no/such/dir/x.json"], "x.json"),
]


@pytest.mark.parametrize(("arguments", "named"), FAILURES, ids=lambda value: " ".join(value)[:50])
def test_failures_end_with_1(run: Any, arguments: list[str], named: str) -> None:
    ended = run(*arguments)
    assert ended.code == 1, ended
    assert ended.out == ""
    assert named in ended.err
    assert ended.err.count("\n") == 1


def test_lists_say_what_to_do_next(run: Any) -> None:
    assert "serve" in run("request", "list").out
    assert run("request", "list", "--model", "x").out == "No request matches.\n"
    assert "Nothing was used" in run("usage").out
    assert "channel add" in run("price", "list").out
    for arguments in (["request", "list"], ["usage"], ["price", "list"], ["channel", "list"], ["token", "list"]):
        assert run(*arguments, "--json").json == []


def test_providers(run: Any) -> None:
    assert "deepseek" in run("provider", "list").out
    current = {row["name"] for row in run("provider", "list", "--json").json}
    everything = {row["name"] for row in run("provider", "list", "--all", "--json").json}
    assert {"openai", "echo"} <= current < everything


def test_prices(run: Any, tmp_path: Path) -> None:
    add_channel(run)
    assert "genai-prices" in run("price", "list").out
    assert "now costs $2.50 per M input" in run("price", "set", "house", "--input", "2.5").out
    assert run("price", "list", "--model", "house", "--json").json[0]["source"] == "owner"
    assert "no price any more" in run("price", "remove", "house").out
    ratios = tmp_path / "ratios.json"
    ratios.write_text(json.dumps({"ModelRatio": {"house": 1}, "GroupRatio": {"vip": 0.5}}))
    assert "1 model ratios and 1 group ratios" in run("price", "import", str(ratios)).out
    assert run("price", "groups", "--set", "vip=0.8", "--json").json == [
        {"group": "default", "ratio": 1.0},
        {"group": "vip", "ratio": 0.8},
    ]


def test_settings(run: Any) -> None:
    assert "retry_times" in run("setting", "list").out
    assert run("setting", "get", "retry_times", "--json").json["value"] == 2
    assert run("setting", "set", "retry_times", "5", "--json").json["origin"] == "stored"
    assert "retry_times = 5" in run("setting", "set", "retry_times", "5").out
    changed = run("setting", "list", "--changed", "--group", "routing", "--json").json
    assert [row["key"] for row in changed] == ["retry_times"]
    assert run("setting", "set", "retry_times", "--default", "--json").json["value"] == 2
    assert "started again" in run("setting", "set", "port", "3001").out


def test_import_and_export(run: Any, tmp_path: Path) -> None:
    add_channel(run)
    run("token", "add", "--name", "laptop", "--unlimited", "--key-stdin", stdin="sk-abcdefghijklmnop")
    file = tmp_path / "export.json"
    plain = run("export", str(file))
    assert "without keys" in plain.out
    assert file.stat().st_mode & 0o777 == 0o600
    assert KEY not in file.read_text()
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("correct horse\n")
    sealed = run("export", str(file), "--with-secrets", "--passphrase-file", str(passphrase), "--json")
    assert sealed.json == {"file": str(file), "with_secrets": True, "channels": 1, "tokens": 1}
    assert KEY not in file.read_text()
    other = ("--data-dir", str(tmp_path / "other"))
    assert run("import", str(file), *other).code == 2
    taken = run("import", str(file), "--passphrase-file", str(passphrase), *other)
    assert (taken.code, taken.out) == (0, "Took over: 1 channels and 1 tokens added\n")
    assert run("token", "show", "laptop", "--reveal", "--json", *other).json["key"] == "sk-abcdefghijklmnop"
    again = run("import", str(file), "--passphrase-file", str(passphrase), *other)
    assert again.code == 1
    assert "channels[0].name" in again.err
    skipping = ("--passphrase-file", str(passphrase), "--on-conflict", "skip")
    assert "skipped" in run("import", str(file), *skipping, *other).out
    assert run("export", "-").out.startswith("{")
    small = tmp_path / "small.json"
    small.write_text('{"tokens": [{"name": "new", "unlimited": true}], "channels": []}')
    assert "Would take over" in run("import", str(small), "--dry-run").out
    told = run("import", str(small))
    assert "new key of token new: sk-" in told.err
    assert run("import", str(small), "--on-conflict", "replace", "--json").json["tokens"][0]["action"] == "replaced"
    small.write_text('{"channels": [{"name": "x", "type": "echo"}, {"name": "y", "type": "echo", "weight": -3}]}')
    bad = run("import", str(small))
    assert bad.code == 2
    assert "channels[1].weight" in bad.err
    assert len(run("channel", "list", "--json").json) == 1
    for content, words in ((b"\xff\xfe", "UTF-8"), (b"[" * 100_000, "nested"), (b'{"a"', "line 1")):
        small.write_bytes(content)
        bad = run("import", str(small))
        assert bad.code == 2
        assert words in bad.err


def test_backup_and_restore(run: Any, tmp_path: Path) -> None:
    run("token", "add", "--name", "before", "--unlimited")
    target = tmp_path / "copy.db"
    assert run("backup", str(target), "--json").json["file"] == str(target)
    assert run("backup", str(target)).code == 1
    assert "Wrote" in run("backup").out
    assert len(run("backup", "--list", "--json").json) == 1
    run("token", "add", "--name", "after", "--unlimited")
    restored = run("restore", str(target))
    assert restored.code == 0, restored
    assert "the former one is" in restored.out
    assert [token["name"] for token in run("token", "list", "--json").json] == ["before"]


def test_doctor(run: Any) -> None:
    run("setting", "set", "port", "0")
    found = run("doctor")
    assert found.code == 0
    assert "ledger" in found.out
    assert {check["result"] for check in run("doctor", "--json").json} == {"ok", "warn"}
    run("channel", "add", "--type", "echo", "--disabled")
    assert run("doctor").code == 1


def test_request_export(run: Any, data_dir: Path, tmp_path: Path) -> None:
    fill(data_dir, 3)
    rows = [json.loads(line) for line in run("request", "export").out.splitlines()]
    assert [row["id"] for row in rows] == [3, 2, 1]
    assert tuple(rows[0]) == REQUEST_COLUMNS
    assert [row["id"] for row in run("request", "export", "--json").json] == [3, 2, 1]
    file = tmp_path / "out.csv"
    assert "Wrote 3 requests" in run("request", "export", str(file)).out
    with file.open(newline="") as stream:
        table = list(csv.DictReader(stream))
    assert [row["cost_nano_usd"] for row in table] == ["7", "7", "7"]
    assert table[0]["error"] == "'=cmd()", "no cell is a formula"
    document = tmp_path / "out.json"
    assert run("request", "export", str(document), "--json").json["requests"] == 3
    assert len(json.loads(document.read_text())) == 3
    run("request", "export", str(document), "--model", "absent")
    assert json.loads(document.read_text()) == []
    shown = run("request", "show", "1")
    assert "upstream_model" in shown.out
    listed = run("request", "list", "--limit", "2")
    assert "\x1b" not in listed.out, "an upstream's text cannot steer the terminal"
    assert len(run("usage", "--by", "day", "--json").json) == 1


def test_exports_come_in_pages(run: Any, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oneapi_desktop.cli.request.PAGE", 2)
    fill(data_dir, 5)
    assert [row["id"] for row in run("request", "export", "--json").json] == [5, 4, 3, 2, 1]
    fill(data_dir, 6, first=5)
    assert len(run("request", "export", "--json").json) == 6


def fill(data_dir: Path, number: int, first: int = 0) -> None:
    """Put rows into the ledger."""
    import asyncio

    from oneapi_desktop.domain.request_record import RequestRecord
    from oneapi_desktop.services.workspace import open_workspace
    from oneapi_desktop.settings import Settings

    async def write() -> None:
        workspace = await open_workspace(Settings({}, {"data_dir": str(data_dir)}), lean=True)
        for i in range(first, number):
            error = "=cmd()" if i == number - 1 else "\x1b[2J"
            await workspace.database.append(
                RequestRecord(f"req-{i}", 1_700_000_000_000 + i, model="m", cost_nano=7, error=error)
            )
        await workspace.close()

    asyncio.run(write())
