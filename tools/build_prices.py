"""Make the price tables in ``resources/prices`` (run by a maintainer, not at installation).

    python tools/build_prices.py genai [--date 2026-11-24]
    python tools/build_prices.py one-api PATH/oneapi-default-prices.json

``genai`` writes a compact snapshot of the installed genai-prices package: reading the package itself
costs 40 MB and 0.7 s, the snapshot well under 1 MB and a few milliseconds.
``one-api`` writes one-api's default ratios as dollars, from the evaluated table of its last version,
and corrects what that table is known to get wrong:

* Groq and StepFun: a thousand times too cheap (divided once too often); multiplied back.
* Replicate chat: per-million prices entered as per-thousand; divided back.
* Prices in CNY: converted with the truncated factor 71; the exact 500/7 is used.
* dall-e-2: the 1024x1024 price as the base of all sizes; the list price of each size is used.
* OpenRouter: output price applied to input, ``:free`` models at 0, a negative sentinel; left out.
* babbage, ada, curie at the price of davinci, and o3-mini with output at the input price; left out.
* Negative ratios; left out.
"""

import argparse
import datetime
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).resolve().parent.parent / "resources" / "prices"

ONE_API_DATE = "2025-02-21"
ONE_API_SOURCE = "one-api's default ratio tables at commit 8df4a2670b98266bd287c698243fff327d9748cf, corrected"
TOO_CHEAP = frozenset({"groq", "stepfun"})
TOO_DEAR = frozenset({"replicate-chat"})
WITHOUT = frozenset({"openrouter"})
WRONG_REMARKS = ("same ratio as davinci", "completion ratio falls through")
DALL_E_2 = {"": "0.02", "256x256": "0.016", "512x512": "0.018", "1024x1024": "0.02"}

TOKEN_RATES = {
    "input_mtok": "input",
    "output_mtok": "output",
    "cache_read_mtok": "cached_input",
    "cache_write_mtok": "cache_write",
    "output_reasoning_mtok": "reasoning",
    "input_audio_mtok": "audio_input",
    "output_audio_mtok": "audio_output",
    "input_image_mtok": "image_input",
    "output_image_mtok": "image_output",
}


def plain(value: Decimal) -> str:
    """Decimal text without exponent or trailing zeros, rounded to the nano-dollar."""
    text = f"{value.quantize(Decimal('0.000000001')):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- genai-prices -------------------------------------------------------------------------------


def clause(match: Any) -> list[Any]:
    """A match rule as a list: the operator, then texts or further rules."""
    kind = type(match).__name__.removeprefix("Clause")
    match kind:
        case "Equals":
            return ["=", match.equals.lower()]
        case "StartsWith":
            return ["^", match.starts_with.lower()]
        case "EndsWith":
            return ["$", match.ends_with.lower()]
        case "Contains":
            return ["*", match.contains.lower()]
        case "Regex":
            return ["~", match.regex]
        case "Or":
            return ["|", *map(clause, match.or_)]
        case "And":
            return ["&", *map(clause, match.and_)]
    raise SystemExit(f"genai-prices has a new kind of match rule: {kind}")


def catalogue_price(prices: Any) -> dict[str, Any] | None:
    """One set of prices in the fields of ``price_from_json``; None when nothing of it can be used.

    Left out are kinds that a usage record does not have: searches, pages, video, cache writes kept
    for an hour, cached audio and images.
    """
    given = {key: value for key, value in vars(prices).items() if not key.startswith("_") and value is not None}
    document: dict[str, Any] = {}
    tiers: dict[int, dict[str, str]] = {}
    for key, name in TOKEN_RATES.items():
        value = given.get(key)
        for tier in getattr(value, "tiers", ()):
            tiers.setdefault(tier.start, {})
        if value is not None:
            document[name] = plain(getattr(value, "base", value))
    for start in tiers:
        for key, name in TOKEN_RATES.items():
            value = given.get(key)
            if value is not None:
                found = getattr(value, "base", value)
                for tier in getattr(value, "tiers", ()):
                    found = tier.price if tier.start <= start else found
                tiers[start][name] = plain(found)
    if tiers:
        document["tiers"] = [{"above": start, **tiers[start]} for start in sorted(tiers)]
    hours = given.get("audio_hours", given.get("input_audio_hours"))
    if hours is not None and "input_mtok" not in given:
        document["per_audio_second"] = plain(hours / 3600)
    if "input_mchars" in given:
        document["per_million_characters"] = plain(given["input_mchars"])
    if "requests_kcount" in given:
        document["per_request"] = plain(given["requests_kcount"] / 1000)
    return document if document or not given else None


def conditional(prices: Any) -> Iterator[dict[str, Any]]:
    """Every set of prices of a model, the last fulfilled one of which holds."""
    for entry in prices:
        document = catalogue_price(entry.prices)
        if document is None:
            continue
        constraint = entry.constraint
        match type(constraint).__name__:
            case "NoneType":
                yield document
            case "StartDateConstraint":
                yield {"from": constraint.start_date.isoformat(), **document}
            case "TimeOfDateConstraint":
                between = [time.replace(tzinfo=None).isoformat("minutes") for time in
                           (constraint.start_time, constraint.end_time)]  # fmt: skip
                yield {"between": between, **document}
            case kind:
                raise SystemExit(f"genai-prices has a new kind of constraint: {kind}")


def build_genai(date: str) -> None:
    """Write ``genai_prices.jsonl``: a head, then one line per provider."""
    from importlib.metadata import version

    from genai_prices.data import providers

    entries: list[dict[str, Any]] = []
    lines = []
    for provider in providers:
        models = []
        for model in provider.models:
            prices = model.prices
            found = list(conditional(prices)) if isinstance(prices, list) else [catalogue_price(prices)]
            if found and found[0] is not None:
                models.append([clause(model.match), *found])
        entry: dict[str, Any] = {"id": provider.id}
        if provider.model_match is not None:
            entry["models"] = clause(provider.model_match)
        if provider.provider_match is not None:
            entry["names"] = clause(provider.provider_match)
        if provider.fallback_model_providers:
            entry["also"] = provider.fallback_model_providers
        entries.append(entry)
        lines.append(models)
    head = {"package": "genai-prices", "version": version("genai-prices"), "date": date, "providers": entries}
    write(OUTPUT / "genai_prices.jsonl", [head, *lines])


# --- one-api ------------------------------------------------------------------------------------


def exact(value: Any) -> Decimal:
    """A number of the table as a decimal."""
    return Decimal(str(value))


def exact_ratio(name: str, row: dict[str, Any]) -> Decimal:
    """The ratio of a row with its currency and its unit set right."""
    ratio = exact(row["ratio"])
    if "cny_per_1k" in row:
        ratio = exact(row["cny_per_1k"]) * 500 / 7
    elif "cny_per_image" in row:
        ratio = exact(row["cny_per_image"]) * 500 / 7
    elif "ratio_with_exact_fx_500_div_7" in row:
        ratio = exact(row["ratio_with_exact_fx_500_div_7"])
    if row["provider"] in TOO_CHEAP and "suspect" in row:
        ratio *= 1000
    if row["provider"] in TOO_DEAR:
        ratio /= 1000
    return ratio


def one_api_price(name: str, row: dict[str, Any], sizes: dict[str, Any]) -> Any:
    """A row as ``"INPUT OUTPUT"`` dollars per million tokens, or in the fields of ``price_from_json``."""
    ratio = exact_ratio(name, row)
    match row["unit"]:
        case "image":
            if name == "dall-e-2":
                return {"per_image": DALL_E_2}
            each = ratio / 500
            images = {"": plain(each)}
            for size, factor in sizes.get(name, {}).items():
                if factor != 1:
                    images[size] = plain(each * exact(factor))
            if name == "dall-e-3":
                images |= {"hd:1024x1024": plain(each * 2), "hd:1024x1792": plain(each * 3),
                           "hd:1792x1024": plain(each * 3)}  # fmt: skip
            return {"per_image": images}
        case "character":
            return {"per_million_characters": plain(ratio * 2)}
        case "transcript_token":
            return {"per_audio_second": plain(ratio * 2 * 200 / 60_000_000)}
    return f"{plain(ratio * 2)} {plain(ratio * 2 * completion(name, row))}"


FRACTIONS = {"1.3333333333333333": Decimal(4) / 3, "3.981818181818182": Decimal("2.19") / Decimal("0.55"),
             "1.320754716981132": Decimal("0.0035") / Decimal("0.00265"),
             "1.3389830508474576": Decimal("0.79") / Decimal("0.59"), "4.230769230769231": Decimal(55) / 13,
             "8.333333333333334": Decimal(25) / 3, "3.3333333333333335": Decimal(10) / 3}  # fmt: skip
"""What the periodic decimals of the evaluated table stand for."""


def completion(name: str, row: dict[str, Any]) -> Decimal:
    """The completion ratio of a row, exactly."""
    text = str(row["completion_ratio"])
    return FRACTIONS.get(text, exact(text))


def completion_text(value: Any) -> str:
    """A completion ratio with enough digits to give exact prices."""
    return f"{FRACTIONS.get(str(value), exact(value)):.24f}".rstrip("0").rstrip(".")


def build_one_api(path: Path) -> None:
    """Write ``one_api_ratios.json``."""
    table = json.loads(path.read_text(encoding="utf-8"))
    models = {}
    for name, row in table["models"].items():
        remark = row.get("suspect", "")
        if row["provider"] in WITHOUT or row["ratio"] < 0 or remark.startswith(WRONG_REMARKS):
            continue
        models[name] = one_api_price(name, row, table["image"]["size_ratios"])
    by_name = {}
    for rule in table["completion_rules_in_order"]:
        for name in rule.get("one_of", [rule["equals"]] if "equals" in rule else []):
            by_name[name] = completion_text(rule["ratio"])
    document = {
        "source": ONE_API_SOURCE,
        "date": ONE_API_DATE,
        "completion_ratios": {name: completion_text(ratio) for name, ratio in table["completion_table"].items()},
        "completion_by_name": by_name,
        "models": models,
    }
    write(OUTPUT / "one_api_ratios.json", [document])


def write(path: Path, documents: list[Any]) -> None:
    """Write one JSON document per line."""
    lines = [json.dumps(document, ensure_ascii=False, separators=(",", ":")) for document in documents]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Make the price tables in resources/prices.")
    commands = parser.add_subparsers(dest="command", required=True)
    genai = commands.add_parser("genai", help="snapshot of the installed genai-prices package")
    genai.add_argument("--date", default=datetime.datetime.now(datetime.UTC).date().isoformat())
    one_api = commands.add_parser("one-api", help="one-api's default ratios")
    one_api.add_argument("path", type=Path, help="the evaluated table (JSON)")
    arguments = parser.parse_args()
    if arguments.command == "genai":
        build_genai(arguments.date)
    else:
        build_one_api(arguments.path)


if __name__ == "__main__":
    main()
