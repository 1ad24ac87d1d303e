"""JSON documents in files that people choose: reading with a clear word on what is wrong, writing in private."""

import json
from pathlib import Path
from typing import Any

from oneapi_desktop.domain.errors import InvalidInput, OneApiError
from oneapi_desktop.secrets.private_file import write_private_file

MAX_FILE = 256 * 1024 * 1024


def read_document(path: Path) -> Any:
    """The JSON document in a file. Blocks. Raises InvalidInput naming the file."""
    name = str(path)
    try:
        if path.stat().st_size > MAX_FILE:
            raise InvalidInput(name, f"is larger than {MAX_FILE >> 20} MiB")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InvalidInput(name, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidInput(name, "is no text in UTF-8") from None
    return parse_document(name, text)


def parse_document(name: str, text: str) -> Any:
    """The JSON document in a text that came from ``name``. Raises InvalidInput naming it."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidInput(name, f"is not JSON: {error.msg} in line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise InvalidInput(name, "is nested too deeply") from None


def write_document(path: Path, document: Any) -> None:
    """Write a document, readable by its owner alone; a file that was there is replaced once all is written.
    Blocks. Raises OneApiError when it cannot be written."""
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    try:
        write_private_file(path, text.encode())
    except OSError as error:
        raise OneApiError(f"{path} cannot be written: {error.strerror}; choose another place") from None
