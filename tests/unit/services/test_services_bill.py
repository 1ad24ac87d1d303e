"""Every line of a bill is units times price, and the lines add up to what was charged."""

from collections.abc import Callable
from typing import Any

from oneapi_desktop.domain.price import Price, PriceSource, Rates, unpriced
from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.domain.usage import Usage, UsageSource
from oneapi_desktop.services.bill import bill

PRICE = Price("m", PriceSource.OWNER, Rates(input=2_500_000_000, output=10_000_000_000, cached_input=1_250_000_000),
              source_date="2026-11-01")  # fmt: skip


def charged(price: Price, usage: Usage, ratio: int = 1_000_000, **fields: Any) -> RequestRecord:
    """A row as settlement writes it."""
    size = fields.pop("size", "")
    cost = price.cost(usage, ratio_millionths=ratio, size=size)
    return RequestRecord("r", 1, model="m", usage=usage, cost_nano=cost, ratio_millionths=ratio,
                         price_source=price.source.value,
                         **({"usage_source": UsageSource.MEASURED} | fields))  # fmt: skip


def test_lines_add_up() -> None:
    found = bill(charged(PRICE, Usage(1000, 200, cached_tokens=400), 500_000), PRICE)
    assert [(line["kind"], line["units"], line["usd_per_million"], line["usd"]) for line in found["lines"]] == [
        ("input", 600, "2.5", "0.0015"),
        ("cached input", 400, "1.25", "0.0005"),
        ("output", 200, "10", "0.002"),
    ]
    assert (found["before_ratio_usd"], found["ratio"], found["total_usd"]) == ("0.004", 0.5, "0.002")
    assert (found["agrees"], found["remark"], found["price_date"]) == (True, None, "2026-11-01")


def test_a_price_that_changed_since_is_admitted() -> None:
    dearer = Price("m", PriceSource.OWNER, Rates(input=9, output=9))
    found = bill(charged(PRICE, Usage(1000, 200)), dearer)
    assert (found["lines"], found["agrees"], found["total_usd"]) == ([], False, "0.0045")
    assert "changed since" in found["remark"]


def test_images_find_their_size() -> None:
    price = Price("m", PriceSource.BUILT_IN, per_image={"": 40_000_000, "hd:1024x1024": 80_000_000})
    found = bill(charged(price, Usage(images=2), size="1024x1024"), price)
    assert [(line["unit"], line["units"], line["usd"]) for line in found["lines"]] == [("image", 2, "0.08")]
    record = charged(price, Usage(images=2))
    record.cost_nano = 160_000_000
    assert bill(record, price)["lines"][0]["usd"] == "0.16"


def test_remarks() -> None:
    assert "no price was known" in bill(charged(unpriced("m"), Usage(5, 5)), unpriced("m"))["remark"]
    estimated = charged(PRICE, Usage(5, 5), usage_source=UsageSource.ESTIMATED)
    assert "counted here" in bill(estimated, PRICE)["remark"]
    nothing = RequestRecord("r", 1, usage_source=UsageSource.UNKNOWN)
    assert "nothing was charged" in bill(nothing, PRICE)["remark"]


async def test_a_request_is_explained(workspace: Any, record: Callable[..., RequestRecord], operate: Any) -> None:
    await operate("channel.add", type="openai", name="main", key="sk-0123456789abcdef", models=["gpt-4o"])
    await operate("price.set", model="gpt-4o", input=2.5, output=10, cached_input=1.25)
    usage = Usage(1000, 200, cached_tokens=400)
    route = '[{"channel":"main","result":"ok","ms":4}]'
    made = record(1, usage=usage, cost_nano=PRICE.cost(usage), duration_us=5_000, ttft_us=None, route=route)
    await workspace.database.append(made)
    found = await operate("request.explain", request="req-000001")
    assert found["bill"]["agrees"]
    assert [line["kind"] for line in found["bill"]["lines"]] == ["input", "cached input", "output"]
    assert [phase["phase"] for phase in found["timeline"]] == ["answer", "settle"]
    assert found["usage"]["cached_tokens"] == 400
    await operate("channel.remove", channel="main")
    assert (await operate("request.explain", request=1))["bill"]["total_usd"] == "0.004"
