"""The tray's menu over a real gateway, and what a click on a notification opens."""

from typing import Any

from desktop_program import Program
from PySide6.QtGui import QAction, QGuiApplication

from oneapi_desktop.desktop.bridge import GatewayState


def entries(program: Program) -> list[str]:
    return [action.text() for action in program.desktop.tray.menu.actions() if action.isVisible() and action.text()]


async def opened(program: Program, key: str) -> list[QAction]:
    """A submenu's entries once the menu was opened."""
    menu = getattr(program.desktop.tray, key)
    program.desktop.tray.menu.aboutToShow.emit()
    await program.until(lambda: menu.actions())
    found: list[QAction] = menu.actions()
    return found


async def test_the_menu_has_what_one_needs_without_the_window(program: Program) -> None:
    listed = entries(program)
    assert listed[0] == f"Serving · {program.bridge.status.base_url}"
    assert listed[1:] == [
        "$0.00 today · 0 requests", "Copy base URL", "Copy token", "Channels", "Pause the gateway", "Share on the LAN",
        "Open the window", "Settings", "Quit",
    ]  # fmt: skip
    program.handed.commands.action("gateway.copy_url").trigger()
    assert QGuiApplication.clipboard().text() == program.bridge.status.base_url


async def test_pausing_and_resuming_is_one_entry(program: Program) -> None:
    program.handed.commands.action("gateway.pause").trigger()
    assert program.bridge.status.state is GatewayState.PAUSED
    assert "Resume the gateway" in entries(program)
    assert "Pause the gateway" not in entries(program)
    program.handed.commands.action("gateway.resume").trigger()
    assert program.bridge.status.state is GatewayState.SERVING
    assert "Pause the gateway" in entries(program)
    assert program.handed.commands.action("gateway.pause").isEnabled()


async def test_a_channel_is_switched_from_the_menu(program: Program) -> None:
    (echo,) = await opened(program, "channels")
    assert (echo.text(), echo.isChecked()) == ("echo", True)
    echo.trigger()

    async def status() -> Any:
        (row,) = await program.run("channel.list")
        return row["status"]

    told: list[object] = []
    program.bridge.watch("channels", told.append, program.desktop)
    await program.until(lambda: told)
    assert await status() == "disabled"


async def test_a_token_is_copied_from_the_menu(program: Program) -> None:
    (first,) = await opened(program, "tokens")
    (row,) = await program.run("token.list")
    key = (await program.run("token.show", token=row["id"], reveal=True))["key"]
    assert key not in first.text()
    first.trigger()
    await program.until(lambda: QGuiApplication.clipboard().text() == key)


async def test_settings_and_notifications_lead_into_the_window(program: Program) -> None:
    program.desktop.tray.settings.trigger()
    assert program.window.page.row.name == "settings"
    assert program.window.isVisible()
    from oneapi_desktop.desktop.notices import Notification

    program.desktop.tray.notify(Notification("budgets", "x", "title", "text", "tokens", (("token", 1),)))
    program.desktop.tray.icon.messageClicked.emit()
    assert program.window.page.row.name == "tokens"


async def test_the_end_of_the_session_asks_nothing_and_waits_for_nothing(program: Program) -> None:
    given_up: list[bool] = []
    gateway = program.bridge._gateway
    assert gateway is not None
    real = gateway.relay.in_flight.give_up
    gateway.relay.in_flight.give_up = lambda: (given_up.append(True), real())  # type: ignore[method-assign,func-returns-value]
    program.desktop.quitting.end_session()
    assert program.desktop.quitting.asked
    assert given_up
