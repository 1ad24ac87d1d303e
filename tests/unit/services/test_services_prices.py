"""Prices: own, imported, shown with their source."""

from typing import Any

import pytest

from oneapi_desktop.domain.errors import InvalidInput, NotFound
from oneapi_desktop.domain.price import PriceSource
from oneapi_desktop.services.workspace import Workspace, open_workspace
from oneapi_desktop.settings import Settings


async def test_models_of_channels_with_source_and_unpriced(workspace: Workspace, operate: Any) -> None:
    await workspace.channels.add(
        {"type": "openai", "key": "sk-0123456789", "name": "main", "models": ["gpt-4o", "no-such-model-x", "fast"],
         "model_mapping": {"fast": "gpt-4o"}}
    )  # fmt: skip
    rows = {row["model"]: row for row in await operate("price.list")}
    assert set(rows) == {"gpt-4o", "no-such-model-x", "fast"}
    assert rows["gpt-4o"]["source"] == "genai-prices"
    assert rows["gpt-4o"]["source_date"]
    assert rows["gpt-4o"]["rates_nano_usd"]["input"] == 2_500_000_000
    assert rows["fast"]["rates_usd"] == rows["gpt-4o"]["rates_usd"], "a mapped name costs what the upstream's costs"
    assert (rows["no-such-model-x"]["unpriced"], rows["no-such-model-x"]["source"]) == (True, "unpriced")
    assert [row["model"] for row in await operate("price.list", unpriced=True)] == ["no-such-model-x"]
    assert [row["model"] for row in await operate("price.list", model="GPT")] == ["gpt-4o"]


async def test_own_prices(workspace: Workspace, operate: Any, settings: Settings) -> None:
    found = await operate("price.set", model="mine", input="2.5", output=10, per_image="0.04")
    assert (found["source"], found["rates_usd"]) == ("owner", {"input": 2.5, "output": 10.0})
    found = await operate("price.set", model="mine", cached_input="0.0375")
    assert found["rates_nano_usd"] == {"input": 2_500_000_000, "output": 10_000_000_000, "cached_input": 37_500_000}
    assert found["per_image_usd"] == {"any": "0.04"}
    found = await operate("price.set", model="mine", cached_input="", per_image="", per_request="0.1")
    assert (found["rates_usd"], found["per_image_usd"]) == ({"input": 2.5, "output": 10.0}, {})
    assert (await operate("price.set", model="mine", per_request=""))["per_request_usd"] == 0
    assert [row["model"] for row in await operate("price.list")] == ["mine"]
    assert workspace.price_book.lookup("mine", "openai").source is PriceSource.OWNER
    await workspace.database.flush()
    again = await open_workspace(Settings({"KEYRING_BACKEND": "file"}, {"data_dir": settings.data_dir}))
    try:
        assert again.price_book.lookup("mine").rates.input == 2_500_000_000
    finally:
        await again.close()
    assert (await operate("price.remove", model="mine"))["source"] == "unpriced"
    with pytest.raises(NotFound, match="mine"):
        await operate("price.remove", model="mine")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"model": "m"}, "price"),
        ({"model": "", "input": 1}, "model"),
        ({"model": 5, "input": 1}, "model"),
        ({"model": "m", "input": "cheap"}, "input"),
        ({"model": "m", "output": -1}, "output"),
        ({"model": "m", "colour": 1}, "colour"),
        ({"model": "m", "input": True}, "input"),
    ],
)
async def test_bad_prices_are_named(operate: Any, arguments: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        await operate("price.set", **arguments)
    assert caught.value.field == named
    assert await operate("price.list") == []


async def test_ratios(workspace: Workspace, operate: Any) -> None:
    document = {"ModelRatio": {"house-model": 1.5}, "CompletionRatio": {"house-model": 2}, "GroupRatio": {"vip": 0.8}}
    assert await operate("price.import", document=document) == {"models": 1, "groups": 1}
    price = workspace.price_book.lookup("house-model")
    assert (price.source, price.rates.input, price.rates.output) == (
        PriceSource.ONE_API,
        3_000_000_000,
        6_000_000_000,
    )
    assert await operate("price.groups") == [{"group": "default", "ratio": 1.0}, {"group": "vip", "ratio": 0.8}]
    await operate("price.import", document={"ModelRatio": {"other-model": 1}})
    assert workspace.price_book.lookup("house-model").unpriced, "an import replaces the one before"
    assert await operate("price.set_group", group="friends", ratio="0.5") == {"group": "friends", "ratio": 0.5}


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ([], "file"),
        ({"Theme": 1}, "file"),
        ({"ModelRatio": []}, "ModelRatio"),
        ({"ModelRatio": {"a": "x"}}, "ModelRatio.a"),
        ({"ModelRatio": {"a": -1}}, "ModelRatio.a"),
        ({"ModelRatio": {"a": 1}, "CompletionRatio": {"a": None}}, "CompletionRatio.a"),
        ({"GroupRatio": {"vip": "x"}}, "GroupRatio.vip"),
        ({"GroupRatio": {"a b": 1}}, "group"),
    ],
)
async def test_bad_ratios_are_named_and_nothing_is_stored(operate: Any, document: Any, named: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        await operate("price.import", document=document)
    assert caught.value.field == named
    assert [group["group"] for group in await operate("price.groups")] == ["default"]


@pytest.mark.parametrize(("group", "ratio", "named"), [("a b", 1, "group"), ("", 1, "group"), ("vip", -1, "ratio")])
async def test_bad_groups(operate: Any, group: str, ratio: Any, named: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        await operate("price.set_group", group=group, ratio=ratio)
    assert caught.value.field == named
