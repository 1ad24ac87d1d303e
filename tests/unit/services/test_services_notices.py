"""What the owner is told, once each: budgets, channels, devices."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.services import notices
from oneapi_desktop.services.notices import TOPICS, Notice, NoticeKind, NoticeService
from oneapi_desktop.services.workspace import Workspace
from oneapi_desktop.settings import Settings

USD = 10**9


class Ear:
    """Collects notices; ``next`` waits for one."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[Notice] = asyncio.Queue()

    def __call__(self, notice: Notice) -> None:
        self.heard.put_nowait(notice)

    async def next(self) -> Notice:
        return await self.heard.get()

    def drained(self) -> list[NoticeKind]:
        found = []
        while not self.heard.empty():
            found.append(self.heard.get_nowait().kind)
        return found


@pytest.fixture
def service(workspace: Workspace) -> NoticeService:
    return workspace.notices


@pytest.fixture
def spend(workspace: Workspace, record: Callable[..., RequestRecord]) -> Callable[..., Any]:
    """Records a request of now that cost so many dollars."""
    numbers = iter(range(10**6))

    async def do(cost: float, token_id: int = 1, **fields: Any) -> None:
        made = record(next(numbers), created_at=int(time.time() * 1000), token_id=token_id,
                      cost_nano=round(cost * USD), **fields)  # fmt: skip
        await workspace.database.append(made)

    return do


@pytest.fixture
async def ear(service: NoticeService, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ear]:
    """Subscribed to the service at work."""
    monkeypatch.setattr(notices, "BATCH_SECONDS", 0)
    found = Ear()
    unsubscribe = service.subscribe(found)
    task = asyncio.ensure_future(service.run())
    await service.watching.wait()
    yield found
    unsubscribe()
    unsubscribe()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_budgets_are_told_at_80_and_100_percent(operate: Any, service: NoticeService, spend: Any) -> None:
    await operate("token.add", name="laptop", budget_usd=10)
    ear = Ear()
    service.subscribe(ear)
    await spend(7.9)
    await service.look({"requests"})
    assert ear.drained() == []
    await spend(0.2)
    await service.look({"requests"})
    notice = await ear.next()
    assert (notice.kind, notice.subject, notice.topic) == (NoticeKind.BUDGET_NEAR, "laptop", "budgets")
    assert notice.facts == {"budget": "total", "percent": 81, "spent_usd": "8.1", "limit_usd": "10"}
    assert notice.text == "Token laptop has used 81 % of its budget ($8.1 of $10)"
    await spend(0.1)
    await service.look({"requests"})
    assert ear.drained() == [], "once only"
    await spend(3)
    await service.look({"requests"})
    assert ear.drained() == [NoticeKind.BUDGET_EXHAUSTED]
    await operate("token.edit", token="laptop", budget_usd=13)
    await service.look({"tokens"})
    assert ear.drained() == [NoticeKind.BUDGET_NEAR], "a raised budget counts anew"


async def test_calendar_budgets_have_their_own_levels(operate: Any, service: NoticeService, spend: Any) -> None:
    await operate("token.add", name="laptop", budget_usd=100, budget_day_usd=1, budget_month_usd=50)
    ear = Ear()
    service.subscribe(ear)
    await spend(1)
    await service.look({"requests"})
    notice = await ear.next()
    assert (notice.kind, notice.facts["budget"]) == (NoticeKind.BUDGET_EXHAUSTED, "day")
    assert notice.text == "Token laptop has used up its budget for this day ($1 of $1)"
    assert ear.drained() == []
    await operate("token.edit", token="laptop", status="disabled")
    await service.look({"tokens"})
    assert ear.drained() == []


async def test_channels_that_fail_and_recover(workspace: Workspace, operate: Any, ear: Ear) -> None:
    await operate("channel.add", type="openai", name="main", key="sk-0123456789abcdef", models=["m"])
    await operate("channel.disable", channel="main")
    await operate("channel.enable", channel="main")
    await workspace.channels.disable_automatically(1, "401 from upstream")
    notice = await ear.next()
    assert (notice.kind, notice.subject_id) == (NoticeKind.CHANNEL_DISABLED, 1)
    assert notice.text == "Channel main was switched off: 401 from upstream"
    await workspace.channels.enable_automatically(1)
    assert (await ear.next()).text == "Channel main works again"
    assert ear.drained() == [], "what the owner does is no news to him"


async def test_a_new_device_is_told_once(operate: Any, ear: Ear, spend: Any) -> None:
    await operate("token.add", name="phone", unlimited=True)
    await spend(0, client_address="127.0.0.1")
    await spend(0, client_address="192.168.1.20")
    notice = await ear.next()
    assert notice.text == "A new device, 192.168.1.20, uses token phone"
    await spend(0, client_address="192.168.1.20")
    await spend(0, client_address="192.168.1.21")
    assert (await ear.next()).subject == "192.168.1.21"
    assert ear.drained() == []


async def test_what_was_so_before_is_no_news(operate: Any, service: NoticeService, ear: Ear, spend: Any) -> None:
    quiet = Ear()
    await spend(0, client_address="10.0.0.1")
    await ear.next()
    service.subscribe(quiet)
    await spend(0, client_address="10.0.0.2")
    assert (await ear.next()).subject == (await quiet.next()).subject == "10.0.0.2"


async def test_the_first_look_is_silent(workspace: Workspace, operate: Any, service: NoticeService, spend: Any) -> None:
    await operate("token.add", name="laptop", budget_usd=1)
    await spend(5, client_address="10.0.0.1")
    ear = Ear()
    service.subscribe(ear)
    await service.look({"tokens", "channels", "requests"}, silently=True)
    await service.look({"tokens", "channels", "requests"})
    assert ear.drained() == []


@pytest.mark.allow_warnings("subscriber of notices")
async def test_a_subscriber_that_fails_hinders_nobody(service: NoticeService, spend: Any, operate: Any) -> None:
    def fails(_notice: Notice) -> None:
        raise RuntimeError("boom")

    ear = Ear()
    service.subscribe(fails)
    service.subscribe(ear)
    await spend(0, client_address="10.0.0.1")
    await service.look({"requests"})
    assert ear.drained() == [NoticeKind.DEVICE_NEW]


def test_every_kind_can_be_turned_off() -> None:
    assert set(TOPICS) == set(NoticeKind)
    settings = Settings({})
    for topic in TOPICS.values():
        assert getattr(settings, f"notify_{topic}") in (True, False)
