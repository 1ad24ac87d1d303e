"""Make the model lists in ``resources/models`` (run by a maintainer, not at installation).

    python tools/build_models.py genai [--date 2026-11-25]
    python tools/build_models.py channel-types PATH/oneapi-channel-types.json [--date 2026-11-25]

Names only; what a channel really offers, its own upstream tells. ``genai`` takes the names that the
installed genai-prices package knows and does not mark as deprecated. ``channel-types`` takes, for every
channel type of one-api, the names that a table of facts holds for this year, else those of one-api's last
version as long as the vendor is not known to be gone.
"""

import argparse
import datetime
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "resources" / "models"
sys.path.insert(0, str(ROOT))

CHANNEL_TYPES_SOURCE = "vendors' catalogues"
ONE_API_SOURCE = "one-api at commit 8df4a2670b98266bd287c698243fff327d9748cf"
ONE_API_DATE = "2025-02-21"
"""Of names that nobody has looked up since."""
COPIES = frozenset({"2", "3", "4", "5", "6", "7", "8", "9", "10", "12", "13", "21", "22", "50"})
"""Channel types whose list is a copy of OpenAI's of early 2025, none of which is left."""
SINGLE_SITES = frozenset({"openrouter", "huggingface"})
"""Families with hundreds of names, which their own list tells better."""


def build_genai(date: str) -> None:
    """Write ``genai_models.jsonl``: a head, then one line per family of genai-prices."""
    from importlib.metadata import version

    from genai_prices.data import providers

    lines = []
    for family in providers:
        if family.id.partition("_")[0] in SINGLE_SITES:
            continue
        names = sorted({model.id for model in family.models if not model.deprecated})
        lines.append({"family": family.id, "models": names})
    head = {"source": f"genai-prices {version('genai-prices')}", "date": date}
    write(OUTPUT / "genai_models.jsonl", [head, *lines])


def build_channel_types(path: Path, date: str) -> None:
    """Write ``channel_types.jsonl``: a head, then one line per provider."""
    from oneapi_desktop.providers.registry import find_provider

    lines = []
    for row in json.loads(path.read_text(encoding="utf-8")):
        number = str(row["id"])
        gone = row["status_2026"].startswith("dead") and not row.get("models_2026")
        if number == "0" or number in COPIES or (gone and not find_provider(number).legacy):
            continue
        names = row.get("models_2026") or row["models"]
        if not names or find_provider(number).name in SINGLE_SITES:
            continue
        line = {"provider": find_provider(number).name, "models": list(dict.fromkeys(names))}
        if "models_2026" not in row:
            line |= {"source": ONE_API_SOURCE, "date": ONE_API_DATE}
        lines.append(line)
    write(OUTPUT / "channel_types.jsonl", [{"source": CHANNEL_TYPES_SOURCE, "date": date}, *lines])


def write(path: Path, documents: list[Any]) -> None:
    """Write one JSON document per line."""
    lines = [json.dumps(document, ensure_ascii=False, separators=(",", ":")) for document in documents]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")


def main() -> None:
    """Read the command line."""
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    parser = argparse.ArgumentParser(description="Make the model lists in resources/models.")
    commands = parser.add_subparsers(dest="command", required=True)
    genai = commands.add_parser("genai", help="names the installed genai-prices package knows")
    types = commands.add_parser("channel-types", help="names by one-api's channel types")
    types.add_argument("path", type=Path, help="the table of facts (JSON)")
    for command in (genai, types):
        command.add_argument("--date", default=today)
    arguments = parser.parse_args()
    if arguments.command == "genai":
        build_genai(arguments.date)
    else:
        build_channel_types(arguments.path, arguments.date)


if __name__ == "__main__":
    main()
