"""Toasts and notifications: few, and none that the owner has turned off."""

import pytest
from desktop_program import Program, until
from PySide6.QtWidgets import QPushButton

from oneapi_desktop.desktop.notices import BURST, REPEAT_SECONDS, Notices, Notification, NotificationLimit
from oneapi_desktop.settings import Settings


def notification(subject: str = "OpenAI") -> Notification:
    """A notification about a channel."""
    return Notification("channels", subject, "Channel switched off", f"{subject}: 401")


def test_the_same_is_told_again_only_after_a_while() -> None:
    now = [0.0]
    limit = NotificationLimit(lambda: now[0])
    assert limit.allows(notification())
    assert not limit.allows(notification())
    now[0] = REPEAT_SECONDS + 1
    assert limit.allows(notification())


def test_a_burst_is_cut() -> None:
    now = [0.0]
    limit = NotificationLimit(lambda: now[0])
    assert sum(limit.allows(notification(f"channel {n}")) for n in range(50)) == BURST
    now[0] = 61
    assert limit.allows(notification("another"))


@pytest.mark.parametrize("topic", ["channels", "budgets", "devices", "gateway"])
def test_each_topic_can_be_turned_off(topic: str) -> None:
    message = Notification(topic, "x", "t", "t")  # type: ignore[arg-type]
    settings = Settings()
    assert Notices(settings).notify(message)
    settings.values[f"notify_{topic}"] = False
    assert not Notices(settings).notify(message)


async def test_toasts_show_the_newest_and_run_their_action(closed_program: Program) -> None:
    window, pressed = closed_program.window, []
    window.show()
    for number in range(5):
        closed_program.handed.notices.say(f"message {number}", "ok", "Open", lambda: pressed.append(1))
    toasts = window._toasts
    assert toasts.texts() == ["message 2", "message 3", "message 4"]

    def links() -> list[QPushButton]:
        return [button for button in toasts.findChildren(QPushButton) if button.isVisible()]

    await until(lambda: [link.text() for link in links()] == ["Open"] * 3)
    links()[0].click()
    assert pressed == [1]
    assert len(toasts.texts()) == 2
