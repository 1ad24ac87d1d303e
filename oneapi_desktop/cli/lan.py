"""``lan``: sharing the gateway on the local network."""

from typing import Any

import click

from oneapi_desktop.cli.invocation import Invocation, operation_command
from oneapi_desktop.cli.tables import STATUS_COLOURS, Column, moment, money, plain, table

DEVICE_COLUMNS = (
    Column("address", "address"),
    Column("token", "token", flexible=True),
    Column("status", "token_status", colours=STATUS_COLOURS),
    Column("requests", "requests", right=True),
    Column("spent", lambda row: money(row["cost_usd"]), right=True),
    Column("last seen", lambda row: moment(row["last_seen_at"])),
)

ADDRESS_COLUMNS = (
    Column("interface", "interface"),
    Column("address", "address"),
    Column("private", "private"),
    Column("chosen", "chosen"),
    Column("listening", "listening"),
    Column("base url", "base_url"),
)


@click.group()
def lan() -> None:
    """Share the gateway with devices on the local network."""


@lan.command("status")
@operation_command("lan.status")
def status(invocation: Invocation) -> None:
    """Show whether and where the gateway is shared."""
    invocation.show(invocation.call("lan.status"), _status_text)


def _status_text(found: dict[str, Any]) -> str:
    if found["serving"]:
        head = "The gateway is shared on the local network."
    elif found["shared"]:
        head = "Sharing is switched on" + ("." if found["running"] else "; it begins when the gateway is started.")
    else:
        head = "The gateway is not shared: only this machine reaches it. 'oneapi-desktop lan on' shares it."
    lines = [head]
    if found["addresses"]:
        lines.append(table(ADDRESS_COLUMNS, found["addresses"]))
    if found["announced"]:
        lines.append(f"By name: {plain(found['name_url'])}")
    lines += [f"Problem: {plain(problem)}" for problem in found["problems"]]
    if found["shared"]:
        lines.append(found["warning"])
    return "\n".join(lines)


@lan.command("on")
@operation_command("lan.on")
@click.option("--interface", metavar="NAME|ADDRESS", help="Only there; '' is every private address again.")
def on(invocation: Invocation, interface: str | None) -> None:
    """Share on the local network. Requests under way are not disturbed."""
    invocation.show(invocation.call("lan.on", interface=interface), _status_text)


@lan.command("off")
@operation_command("lan.off")
def off(invocation: Invocation) -> None:
    """Share no longer."""
    invocation.show(invocation.call("lan.off"), _status_text)


@lan.command("devices")
@operation_command("lan.devices")
def devices(invocation: Invocation) -> None:
    """List devices that used the gateway. 'token revoke' locks one out."""
    rows = invocation.call("lan.devices")
    invocation.show_table(rows, DEVICE_COLUMNS, "No other device has used the gateway yet.")


@lan.command("invite")
@operation_command("lan.invite")
@click.option("--name", metavar="NAME", required=True, help="What the device is called.")
@click.option("--budget-usd", metavar="N", help="Dollars it may spend in total.")
@click.option("--unlimited", is_flag=True, default=None, help="No limit on the total.")
@click.option("--budget-day-usd", metavar="N", help="Dollars per calendar day.")
@click.option("--expires", "expires_at", metavar="WHEN", help="2027-01-31, 30d, 12h or never.")
@click.option("--models", metavar="A,B", help="Only these models; default: all.")
@click.option("--rpm", metavar="N", help="Requests per minute; 0 is no limit.")
@click.option("--address", metavar="ADDRESS", help="Which of this machine's addresses stands on the card.")
@click.option("--content", type=click.Choice(["json", "address", "key"]), help="What the QR code holds.")
def invite(invocation: Invocation, **fields: Any) -> None:
    """Issue a token for a device and print it as a QR code."""
    invocation.show(invocation.call("lan.invite", **fields), _card_text)


def _card_text(card: dict[str, Any]) -> str:
    lines = [
        *half_blocks(card["modules"]),
        f"Base URL: {card['base_url']}",
        f"Key: {card['key']}",
        f"Token {card['token']['id']}: {plain(card['token']['name'])}",
    ]
    return "\n".join(lines)


def half_blocks(modules: list[str]) -> list[str]:
    """A QR code as text, two rows of modules a line, light on dark with its quiet zone."""
    width = len(modules[0]) + 8
    rows = ["0" * width] * 4 + [f"0000{row}0000" for row in modules] + ["0" * width] * 4
    if len(rows) % 2:
        rows.append("0" * width)
    shapes = {"00": "█", "01": "▀", "10": "▄", "11": " "}
    return [
        "".join(shapes[a + b] for a, b in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]
