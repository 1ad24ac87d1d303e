"""Balances: each recipe, each fault."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from oneapi_desktop.domain.channel import Channel, ChannelSecrets, ChannelStatus
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.registry import all_providers
from oneapi_desktop.providers.upstream import FaultKind, UpstreamFault
from oneapi_desktop.services.workspace import Workspace

KEY = "sk-planted-0123456789abcdef"


class Answers:
    """Stands in for the upstream client's ``get_json``."""

    def __init__(self, *answers: Any) -> None:
        self.answers = [*answers]
        self.asked: list[tuple[str, dict[str, str]]] = []

    async def __call__(self, channel: Channel, secrets: ChannelSecrets, url: str, headers: Mapping[str, str]) -> Any:
        self.asked.append((url, dict(headers)))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def add(workspace: Workspace, kind: str, **fields: Any) -> Channel:
    """A channel of a kind."""
    return await workspace.channels.add({"type": kind, "key": KEY, "models": ["m"]} | fields)


def answers(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *given: Any) -> Answers:
    """Put answers in the place of the network."""
    found = Answers(*given)
    monkeypatch.setattr(workspace.upstream, "get_json", found)
    return found


RECIPES = [
    ("openrouter", [{"data": {"total_credits": 12.5, "total_usage": "2.25"}}], 10_250_000_000, "USD"),
    ("siliconflow", [{"code": 20000, "data": {"totalBalance": "88.10"}}], 88_100_000_000, "CNY"),
    ("deepseek", [{"balance_infos": [{"currency": "USD", "total_balance": "3.5"}]}], 3_500_000_000, "USD"),
    ("closeai", [{"total_available": 7}], 7_000_000_000, "CNY"),
    ("openai-sb", [{"data": {"credit": "150000"}}], 15_000_000_000, "CNY"),
    ("aiproxy", [{"data": {"totalPoints": 1234.5}}], 1_234_500_000_000, "points"),
    ("openai", [{"hard_limit_usd": 20, "has_payment_method": True}, {"total_usage": 550}], 14_500_000_000, "USD"),
    ("openai", [{"hard_limit_usd": 0}, {"total_usage": 550}], None, "USD"),
]


@pytest.mark.parametrize(("kind", "given", "nano", "currency"), RECIPES, ids=lambda value: str(value)[:20])
async def test_recipes(
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    given: list[Any],
    nano: int | None,
    currency: str,
) -> None:
    channel = await add(workspace, kind)
    asked = answers(workspace, monkeypatch, *given).asked
    found = await workspace.balances.update(channel)
    assert (found.nano, found.currency, found.error) == (nano, currency, "")
    stored = await workspace.channels.find(channel.id)
    assert (stored.balance_nano, stored.balance_currency) == (nano, currency)
    assert stored.balance_at
    assert stored.status is ChannelStatus.ENABLED
    url, headers = asked[0]
    if kind == "openai-sb":
        assert parse_qs(urlsplit(url).query) == {"api_key": [KEY]}
        assert headers == {}
    elif kind == "aiproxy":
        assert headers == {"Api-Key": KEY}
    else:
        assert headers["Authorization"] == f"Bearer {KEY}"


async def test_openai_billing_spans(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = await add(workspace, "custom", base_url="https://mirror.example.com")
    asked = answers(workspace, monkeypatch, {"hard_limit_usd": 5}, {"total_usage": 0}).asked
    assert (await workspace.balances.update(channel)).nano == 5_000_000_000
    assert asked[0][0] == "/v1/dashboard/billing/subscription"
    assert asked[1][0].startswith("/v1/dashboard/billing/usage?start_date=")


@pytest.mark.parametrize(
    "given",
    [
        {},
        [],
        None,
        {"data": {"total_credits": "many", "total_usage": 0}},
        {"data": {"total_credits": True, "total_usage": 0}},
        {"data": {"total_credits": "1e99", "total_usage": 0}},
        {"data": {"total_credits": "NaN", "total_usage": 0}},
        UpstreamFault(FaultKind.GARBAGE, f"the upstream answered {KEY}"),
    ],
    ids=str,
)
async def test_unusable_answers(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, given: Any) -> None:
    channel = await add(workspace, "openrouter")
    answers(workspace, monkeypatch, given)
    found = await workspace.balances.update(channel)
    assert found.error
    assert KEY not in found.error
    assert found.nano is None
    assert (await workspace.channels.find(channel.id)).balance_at is None


async def test_a_key_of_another_site_is_not_sent_to_the_vendor(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = await add(workspace, "openrouter", base_url="https://mirror.example.com/api")
    asked = answers(workspace, monkeypatch).asked
    assert "mirror.example.com" in (await workspace.balances.update(channel)).error
    assert asked == []


async def test_nothing_left_switches_off(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = await add(workspace, "closeai")
    answers(workspace, monkeypatch, {"total_available": 0}, {"total_available": -1})
    found = await workspace.balances.update(channel)
    assert found.action == "disabled"
    stored = await workspace.channels.find(channel.id)
    assert (stored.status, stored.status_reason) == (ChannelStatus.AUTO_DISABLED, "the account has 0 CNY left")
    await workspace.channels.enable(channel.id)
    workspace.settings.values["automatic_disable"] = False
    assert (await workspace.balances.update(channel)).action == ""


async def test_all(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    await add(workspace, "closeai", name="a")
    off = await add(workspace, "closeai", name="off")
    await workspace.channels.disable(off.id)
    await add(workspace, "mistral", name="silent")
    await add(workspace, "closeai", name="b")
    answers(workspace, monkeypatch, {"total_available": 1}, {"total_available": 2})
    assert [found.json()["balance"] for found in await workspace.balances.update_all()] == ["1", "2"]
    with pytest.raises(InvalidInput, match="does not tell"):
        await workspace.balances.update(await workspace.channels.find("silent"))


def test_every_declared_recipe_has_a_kind_that_is_known() -> None:
    kinds = {provider.balance.kind for provider in all_providers() if provider.balance}
    assert kinds <= {"pointer", "openai-billing", "deepseek", "ten-thousandths"}
