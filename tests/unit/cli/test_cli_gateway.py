"""``run`` and ``serve``: what they ask the application to do."""

from typing import Any

import pytest

import oneapi_desktop.app
import oneapi_desktop.cli.gateway
import oneapi_desktop.desktop.application
from oneapi_desktop.domain.errors import Conflict
from oneapi_desktop.settings import Settings


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings that the application was asked to serve."""
    found: list[Settings] = []

    async def serve(settings: Settings) -> int:
        found.append(settings)
        return 0

    monkeypatch.setattr(oneapi_desktop.app, "serve", serve)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "HEADLESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        ["serve", "--port", "3210", "--log-dir", "logs", "--host", "127.0.0.2"],
        ["serve", "-port", "3210", "-log-dir=logs", "-host", "127.0.0.2"],
        ["run", "-port", "3210", "--log-dir", "logs", "--host=127.0.0.2", "--headless"],
        ["--port=3210", "--log-dir", "logs", "--host", "127.0.0.2"],
    ],
)
def test_flags(run: Any, served: list[Settings], arguments: list[str]) -> None:
    assert run(*arguments).code == 0
    (settings,) = served
    assert (settings.port, settings.log_dir, settings.host) == (3210, "logs", "127.0.0.2")
    assert settings.origin_of("port") == "flag"


def test_the_data_directory(run: Any, served: list[Settings]) -> None:
    run("serve", "--data-dir", "/a")
    run("--data-dir", "/b", "serve")
    run("--data-dir", "/b", "run", "--data-dir", "/c")
    assert [settings.data_dir for settings in served] == ["/a", "/b", "/c"]


def test_run_says_in_one_line_why_there_is_no_window(
    run: Any, served: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("run").err == "There is no display; serving headless.\n"
    assert run().err == "There is no display; serving headless.\n"
    assert run("run", "--headless").err == ""
    assert run("serve").err == ""
    monkeypatch.setenv("HEADLESS", "true")
    assert run("run").err == ""
    assert len(served) == 5


def test_with_a_display_run_opens_the_window(run: Any, served: list[Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[int, bool]] = []

    def run_desktop(settings: Settings, _start: object, *, hidden: bool) -> int:
        opened.append((settings.port, hidden))
        return 0

    monkeypatch.setattr(oneapi_desktop.desktop.application, "run_desktop", run_desktop)
    monkeypatch.setattr(oneapi_desktop.cli.gateway, "missing_display", lambda: "")
    assert run("run", "--port", "3210").code == 0
    assert run("run", "--hidden").code == 0
    assert run("run", "--headless").code == 0
    assert opened == [(3210, False), (3000, True)]
    assert len(served) == 1


def test_a_dead_display_does_not_keep_the_gateway_from_serving(
    run: Any, served: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", "/nowhere/X1")
    assert run("run").err == "The display /nowhere/X1 does not answer; serving headless.\n"
    assert len(served) == 1


def test_what_stands_in_the_way_is_told(run: Any, monkeypatch: pytest.MonkeyPatch, served: list[Settings]) -> None:
    async def serve(_settings: Settings) -> int:
        raise Conflict("port 3000 is taken; choose another with --port")

    monkeypatch.setattr(oneapi_desktop.app, "serve", serve)
    ended = run("serve")
    assert (ended.code, ended.err) == (1, "oneapi-desktop: port 3000 is taken; choose another with --port\n")
