"""Files that commands read and write."""

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from oneapi_desktop.domain.errors import InvalidInput, OneApiError
from oneapi_desktop.services.document_files import parse_document, read_document


@contextlib.contextmanager
def private_file(path: Path) -> Iterator[TextIO]:
    """A new text file (mode 0600) that takes its name only when everything has been written, so that
    a broken-off export never replaces a good one. Raises OneApiError when it cannot be written."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(file, "w", encoding="utf-8", newline="\n") as stream:
                yield stream
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OneApiError(f"{path} cannot be written: {error.strerror}") from None


def read_json_file(name: str) -> Any:
    """The JSON document in a file, or on standard input for ``-``. Raises InvalidInput naming it."""
    if name != "-":
        return read_document(Path(name))
    try:
        text = sys.stdin.read()
    except OSError as error:
        raise InvalidInput(name, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidInput(name, "is no text in UTF-8") from None
    return parse_document(name, text)


def read_passphrase(file: str | None, *, confirm: bool) -> str:
    """A passphrase from a file's first line, or asked for unseen on the terminal."""
    if file is not None:
        try:
            lines = Path(file).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            raise InvalidInput("--passphrase-file", f"{file} cannot be read") from None
        if not lines or not lines[0]:
            raise InvalidInput("--passphrase-file", f"the first line of {file} is empty")
        return lines[0]
    given = os.environ.get("ONEAPI_PASSPHRASE", "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise InvalidInput("passphrase", "give it with --passphrase-file FILE or in ONEAPI_PASSPHRASE")
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))
