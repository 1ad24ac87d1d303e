"""The whole program: starts, serves, drains behind a sheet, ends; a real process on the offscreen platform."""

import asyncio
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from desktop_program import Program, until
from PySide6.QtWidgets import QApplication

from oneapi_desktop.app import Gateway
from oneapi_desktop.desktop.application import desktop
from oneapi_desktop.desktop.bridge import GatewayState
from oneapi_desktop.desktop.quitting import DrainSheet
from oneapi_desktop.desktop.window import MainWindow
from oneapi_desktop.settings import Settings


def the_window() -> MainWindow:
    """The window of the running program."""
    (window,) = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]
    return window


async def test_it_starts_serves_and_quits(application: QApplication, settings: Settings) -> None:
    running = asyncio.get_running_loop().create_task(desktop(settings, partial(Gateway.start, settings)))
    await until(lambda: any(isinstance(widget, MainWindow) for widget in QApplication.topLevelWidgets()))
    window = the_window()
    await until(lambda: window.shell.bridge.status.state is GatewayState.SERVING)
    async with aiohttp.ClientSession() as client, client.get(f"{window.shell.bridge.status.base_url}/models") as answer:
        assert answer.status == 401
    # A second start shows the window and ends.
    window.hide()
    assert (
        await asyncio.to_thread(
            subprocess.call,
            [sys.executable, "-m", "oneapi_desktop", "run", "--data-dir", settings.data_dir],
            env=os.environ | {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"},
        )
        == 0
    )
    await until(window.isVisible)
    window.commands.run("app.quit")
    assert await running == 0
    assert not window.isVisible()


async def test_an_open_stream_is_waited_for_and_shown(program: Program) -> None:
    key = program.bridge._gateway.first_start.token_key  # type: ignore[union-attr]
    content = "/pace 250\none two three four five six"
    body = {"model": "echo", "stream": True, "messages": [{"role": "user", "content": content}]}
    program.window.show()
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {key}"}) as client,
        client.post(f"{program.bridge.status.base_url}/chat/completions", json=body) as answer,
    ):
        assert answer.status == 200
        await answer.content.readline()
        ending = asyncio.get_running_loop().create_task(program.desktop.end())

        def sheets() -> list[DrainSheet]:
            return [sheet for sheet in program.window.findChildren(DrainSheet) if sheet.isVisible()]

        await until(sheets)
        assert sheets()[0].text.text() == "Waiting for 1 open request to finish."
        assert program.bridge.status.state is GatewayState.STOPPING
        assert b"[DONE]" in await answer.read()
        await ending
    assert not program.window.isVisible()


async def test_quit_now_does_not_wait(program: Program) -> None:
    key = program.bridge._gateway.first_start.token_key  # type: ignore[union-attr]
    body = {"model": "echo", "stream": True, "messages": [{"role": "user", "content": "/pace 60000\none two three"}]}
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {key}"}) as client,
        client.post(f"{program.bridge.status.base_url}/chat/completions", json=body) as answer,
    ):
        await answer.content.readline()
        program.desktop.quitting.request()
        ending = asyncio.get_running_loop().create_task(program.desktop.end())
        await until(lambda: program.bridge.status.state is GatewayState.STOPPING)
        program.desktop.quitting.request()
        await asyncio.wait_for(ending, 20)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_signal_ends_the_process_in_order(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "oneapi_desktop", "run", "--port", "0", "--data-dir", str(tmp_path)]
    environment = os.environ | {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen", "KEYRING_BACKEND": "file"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        control = tmp_path / "control.json"
        while not control.exists():
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert not control.exists()
