"""How the program ends, whatever happens, and whether every command explains itself."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from oneapi_desktop import __version__
from oneapi_desktop.cli.channel import CONFIG_OPTIONS
from oneapi_desktop.cli.invocation import Invocation, echo, operations_of
from oneapi_desktop.cli.main import ENTRIES, root
from oneapi_desktop.domain.errors import Conflict
from oneapi_desktop.providers.registry import all_providers
from oneapi_desktop.services.operations import standard_operations

ROOT = Path(__file__).resolve().parents[3]


def every_command(group: click.Group = root, words: str = "") -> Iterator[tuple[str, click.Command]]:
    """All commands with their words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{words}{name}", command
        if isinstance(command, click.Group):
            yield from every_command(command, f"{words}{name} ")


COMMANDS = dict(every_command())


def test_the_documented_commands_exist() -> None:
    wanted = """
    run; serve; doctor; import; export; backup; restore; usage; provider list; price list; price set;
    setting list; setting get; setting set; request list; request show; request export;
    channel add; channel list; channel show; channel edit; channel remove; channel enable; channel disable;
    channel test; channel models; token add; token list; token show; token edit; token revoke
    """
    assert {" ".join(words.split()) for words in wanted.split(";")} <= COMMANDS.keys()


def test_every_operation_has_a_command_or_is_internal() -> None:
    offered = {operation for command in COMMANDS.values() for operation in operations_of(command)}
    declared = {operation.name: operation for operation in standard_operations()}
    assert offered <= declared.keys()
    missing = {name for name, operation in declared.items() if not operation.internal} - offered
    assert not missing


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_explains_itself(run: Any, words: str) -> None:
    command = COMMANDS[words]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{words} {parameter.name}"
    shown = run(*words.split(), "--help")
    assert shown.code == 0
    assert shown.out.startswith("Usage: oneapi-desktop")
    if not isinstance(command, click.Group):
        assert "--data-dir" in shown.out
        assert words in ("run", "serve") or "--json" in shown.out


def test_every_provider_field_has_an_option() -> None:
    fields = {field.name for provider in all_providers() for field in provider.config_fields}
    assert fields <= set(CONFIG_OPTIONS)


def test_the_help_page_groups_commands(run: Any) -> None:
    shown = run("--help").out
    positions = [shown.index(f"\n{section}:") for section in dict.fromkeys(entry.section for entry in ENTRIES)]
    assert positions == sorted(positions)
    assert run("-h").out == shown
    assert run("--version").out == f"oneapi-desktop {__version__}\n"


def test_the_document_of_commands_is_current() -> None:
    subprocess.run([sys.executable, ROOT / "tools" / "generate_command_docs.py", "--check"], check=True)


def test_unexpected_faults_tell_one_line_without_their_text(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("planted-secret")

    monkeypatch.setattr(Invocation, "call", fail)
    ended = run("token", "list")
    assert ended.code == 1
    assert ended.err.count("\n") == 1
    assert "RuntimeError" in ended.err
    assert "planted-secret" not in ended.err
    monkeypatch.setenv("LOG_DIR", "/var/log/x")
    assert "/var/log/x" in run("token", "list").err
    monkeypatch.setenv("DEBUG", "true")
    assert "Traceback" in run("token", "list").err


def test_hostile_texts_in_errors_are_harmless(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise Conflict("a\nb\x1b[2J")

    monkeypatch.setattr(Invocation, "call", fail)
    assert run("token", "list").err == "oneapi-desktop: a b\ufffd[2J\n"


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, click.Abort])
def test_interruptions_are_quiet(run: Any, monkeypatch: pytest.MonkeyPatch, interruption: type[BaseException]) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise interruption

    monkeypatch.setattr(Invocation, "call", fail)
    ended = run("token", "list")
    assert (ended.code, ended.out, ended.err.strip()) == (130, "", "")


def program(*arguments: str, **options: Any) -> "subprocess.CompletedProcess[str]":
    """The real program."""
    return subprocess.run(
        [sys.executable, "-m", "oneapi_desktop", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=60,
        **options,
    )


def test_the_program_itself(data_dir: Path) -> None:
    assert program("--version").stdout == f"oneapi-desktop {__version__}\n"
    assert program("-version").stdout == f"oneapi-desktop {__version__}\n"
    ended = program("token", "list", "--json")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "[]\n", "")
    assert program("token", "show", "x").returncode == 1
    assert program("token", "add").returncode == 2


def test_small_commands_load_little(data_dir: Path) -> None:
    code = """
import sys
from oneapi_desktop.cli.main import run_command_line
assert run_command_line(["token", "list"]) == 0
heavy = {"aiohttp", "PySide6", "genai_prices", "keyring", "tiktoken", "cryptography", "orjson"} & sys.modules.keys()
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=60, stdout=subprocess.DEVNULL)


def test_a_closed_pipe_is_quiet(data_dir: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [sys.executable, "-m", "oneapi_desktop", "setting", "list", "--json"],
        stdout=writer,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        check=False,
        timeout=60,
    )
    os.close(writer)
    assert process.stderr == b""
    assert process.returncode in (0, 1)


WAITING = """
import sys
from oneapi_desktop.cli.main import run_command_line

class Waiting:
    def isatty(self):
        return False

    def read(self):
        print("waiting", flush=True)
        return sys.__stdin__.read()

sys.stdin = Waiting()
sys.exit(run_command_line(["token", "add", "--name", "x", "--unlimited", "--key-stdin"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_is_quiet(data_dir: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"waiting\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert (out, err.strip()) == (b"", b"")


def test_colours_only_on_a_terminal_and_unless_forbidden(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run("token", "add", "--name", "x", "--unlimited")
    assert not re.search(r"\x1b", run("token", "list").out)
    chosen: list[bool | None] = []
    monkeypatch.setattr(click, "echo", lambda _text, color=None: chosen.append(color))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    echo("x")
    monkeypatch.setenv("NO_COLOR", "1")
    echo("x")
    assert chosen == [None, False]
