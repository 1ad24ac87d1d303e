"""``import`` and ``export``: channels and tokens as a JSON file."""

import json
from pathlib import Path

import click

from oneapi_desktop.cli.files import private_file, read_json_file, read_passphrase
from oneapi_desktop.cli.invocation import Invocation, operation_command


@click.command("import")
@operation_command("transfer.import")
@click.argument("file", metavar="FILE", type=click.Path(allow_dash=True))
@click.option("--on-conflict", type=click.Choice(["fail", "skip", "replace"]), default="fail", show_default=True,
              help="What to do with a name that exists already.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only check the file and say what would happen.")
@click.option("--passphrase-file", metavar="FILE", help="File whose first line opens the sealed keys.")
def import_command(
    invocation: Invocation, file: str, on_conflict: str, dry_run: bool, passphrase_file: str | None
) -> None:
    """Take over channels and tokens from a JSON file ('-': standard input).

    Everything is checked first; a file with a fault changes nothing.
    """
    document = read_json_file(file)
    passphrase = None
    if isinstance(document, dict) and "secrets" in document:
        passphrase = read_passphrase(passphrase_file, confirm=False)
    result = invocation.call(
        "transfer.import", document=document, on_conflict=on_conflict, dry_run=dry_run, passphrase=passphrase
    )
    for token in result["tokens"]:
        if "key" in token and not invocation.as_json:
            invocation.remark(f"new key of token {token['name']}: {token['key']}")
    done = "Would take over" if dry_run else "Took over"
    counts = ", ".join(
        f"{sum(e['action'] == action for e in result['channels'])} channels and "
        f"{sum(e['action'] == action for e in result['tokens'])} tokens {action}"
        for action in ("added", "replaced", "skipped")
        if any(e["action"] == action for e in result["channels"] + result["tokens"])
    )
    invocation.show(result, f"{done}: {counts or 'nothing, the file is empty'}")


@click.command("export")
@operation_command("transfer.export")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--with-secrets", is_flag=True, help="Also keys, sealed with a passphrase.")
@click.option("--passphrase-file", metavar="FILE", help="File whose first line is the passphrase.")
def export_command(invocation: Invocation, file: str, with_secrets: bool, passphrase_file: str | None) -> None:
    """Write channels and tokens to a JSON file ('-': standard output)."""
    passphrase = read_passphrase(passphrase_file, confirm=True) if with_secrets else None
    document = invocation.call("transfer.export", passphrase=passphrase)
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if file == "-":
        click.echo(text, nl=False)
        return
    with private_file(Path(file)) as stream:
        stream.write(text)
    counts = {name: len(document[name]) for name in ("channels", "tokens")}
    invocation.show(
        {"file": file, "with_secrets": with_secrets} | counts,
        f"Wrote {counts['channels']} channels and {counts['tokens']} tokens to {file}"
        + ("" if with_secrets else " (without keys; --with-secrets takes them along)"),
    )
