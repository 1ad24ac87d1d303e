"""The text of ``docs/providers.md``, made from the registry of providers."""

from collections.abc import Iterable, Iterator

from oneapi_desktop.dialects.registry import dialect_row
from oneapi_desktop.providers.provider import CHECKLIST, ConfigField, Provider
from oneapi_desktop.providers.registry import all_providers
from oneapi_desktop.services.discovery import LOCAL_PROBES

Row = tuple[str, ...]

INTRODUCTION = """# Providers

A channel is one account at one of these. `oneapi-desktop provider list --json` tells the same; `channel add --type
NAME` makes a channel, `channel models` fetches the models an account has, `channel test` asks for an answer.

A name in the column *Speaks* is the wire format in which the provider is asked, the best first. A client that speaks it
is passed through byte for byte; any other client is translated. A channel with an address of its own is asked in the
first format only, unless its field `dialects` says otherwise."""

CHECKLIST_TEXT = """## What is proven of each

From recorded answers, written after the provider's documents: a plain answer, a stream, a tool call, its token counts,
an error, its model list. *as NAME* means that the provider imitates another without a known difference."""


def providers() -> str:
    """The document behind its note."""
    rows = list(all_providers())
    groups = (
        ("Vendors and hosts", [p for p in rows if not p.legacy and not p.is_local]),
        ("On this machine", [p for p in rows if p.is_local]),
        ("Sites that may no longer exist", [p for p in rows if p.legacy]),
    )
    lines = [INTRODUCTION]
    for title, members in groups:
        lines += ["", f"## {title}", ""]
        if title == "On this machine":
            ports = ", ".join(dict.fromkeys(probe.address for probe in LOCAL_PROBES))
            lines += [f"`oneapi-desktop provider discover` looks for them at {ports}.", ""]
        head = ("Name", "Number", "Provider", "Address", "Key", "Speaks", "Serves")
        lines += table(head, (_row(provider) for provider in members))
    lines += [
        "",
        "## Fields of a channel",
        "",
        "Set with `--config NAME=VALUE`; secret ones are kept in the vault.",
        "",
    ]
    lines += table(("Provider", "Field", "Meaning"), _fields(rows))
    lines += ["", CHECKLIST_TEXT, ""]
    lines += table(("Name", *CHECKLIST), (_checklist(provider) for provider in rows if provider.name != "echo"))
    return "\n".join(lines) + "\n"


def table(head: Row, rows: Iterable[Row]) -> list[str]:
    """Lines of a Markdown table."""
    cells = [head, tuple("---" for _ in head), *rows]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in cells]


def _row(provider: Provider) -> Row:
    speaks = ", ".join(dialect_row(dialect).label for dialect in provider.dialects)
    return (
        f"`{provider.name}`",
        str(provider.number or ""),
        provider.label,
        f"`{provider.base_url}`" if provider.base_url else "the channel's",
        provider.key_hint,
        speaks,
        ", ".join(sorted(mode.value for mode in provider.modes)),
    )


def _fields(rows: Iterable[Provider]) -> Iterator[Row]:
    for provider in rows:
        for field in provider.config_fields:
            yield provider.label, f"`{field.name}`", field.label + _marks(field)


def _marks(field: ConfigField) -> str:
    words = [word for word, given in (("required", field.required), ("secret", field.secret)) if given]
    return f" ({', '.join(words)})" if words else ""


def _checklist(provider: Provider) -> Row:
    return f"`{provider.name}`", *provider.checklist.values()
