"""What happens in the gateway reaches the person, in words, once, unless it is turned off."""

import asyncio

import pytest
from desktop_program import Program
from PySide6.QtWidgets import QApplication

from oneapi_desktop.desktop.notice_texts import gateway_notification, notification_of
from oneapi_desktop.desktop.notices import Notification
from oneapi_desktop.domain.channel import ChannelStatus
from oneapi_desktop.services.notices import Notice, NoticeKind

BUDGET = {"budget": "day", "percent": 83, "spent_usd": "0.83", "limit_usd": "1"}


@pytest.mark.parametrize(
    ("notice", "topic", "title", "text", "page"),
    [
        (
            Notice(NoticeKind.CHANNEL_DISABLED, 3, "OpenAI", {"reason": "HTTP 401: no"}),
            "channels", "OpenAI was switched off", "HTTP 401: no", "channels",
        ),
        (Notice(NoticeKind.CHANNEL_DISABLED, 3, "OpenAI", {"reason": ""}), "channels", "OpenAI was", "", "channels"),
        (Notice(NoticeKind.CHANNEL_RECOVERED, 3, "OpenAI"), "channels", "OpenAI works again", "", "channels"),
        (
            Notice(NoticeKind.DEVICE_NEW, 2, "10.0.0.7", {"token": "phone"}),
            "devices", "A new device", "10.0.0.7, with the token phone", "connect",
        ),
        (
            Notice(NoticeKind.BUDGET_NEAR, 2, "phone", BUDGET),
            "budgets", "phone has used 83 % of its budget", "$0.830 of $1.00 for today", "tokens",
        ),
        (
            Notice(NoticeKind.BUDGET_EXHAUSTED, 2, "phone", BUDGET | {"budget": "total"}),
            "budgets", "phone has used up its budget", "$0.830 of $1.00 in all", "tokens",
        ),
    ],
)  # fmt: skip
def test_every_kind_has_its_words_and_its_page(
    application: QApplication, notice: Notice, topic: str, title: str, text: str, page: str
) -> None:
    made = notification_of(notice)
    assert (made.topic, made.page) == (topic, page)
    assert title in made.title
    assert text in made.text
    assert made.text


def test_two_budgets_of_one_token_are_two_subjects(application: QApplication) -> None:
    day = notification_of(Notice(NoticeKind.BUDGET_NEAR, 2, "phone", BUDGET))
    week = notification_of(Notice(NoticeKind.BUDGET_NEAR, 2, "phone", BUDGET | {"budget": "week"}))
    assert day.subject != week.subject
    assert gateway_notification("port 3000 is taken").text == "port 3000 is taken"


async def test_a_channel_that_the_gateway_switches_off_is_told(program: Program) -> None:
    told: list[Notification] = []
    program.handed.notices.notified.connect(told.append)
    gateway = program.bridge._gateway
    assert gateway is not None
    await asyncio.wait_for(gateway.workspace.notices.watching.wait(), 20)
    (echo,) = await gateway.workspace.channels.list()
    assert echo.status is ChannelStatus.ENABLED
    await gateway.workspace.channels.disable_automatically(echo.id, "HTTP 401: no such key")
    await program.until(lambda: told)
    assert (told[0].title, told[0].text) == ("echo was switched off", "HTTP 401: no such key")
    await program.run("setting.set", key="notify_channels", value=False)
    await program.run("channel.enable", channel=echo.id)
    heard: list[object] = []
    program.bridge.noticed.connect(heard.append)
    await program.until(lambda: heard)
    assert len(told) == 1
