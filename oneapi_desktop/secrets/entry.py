"""What a vault accepts: names of entries and the values kept under them."""

import re

from oneapi_desktop.domain.errors import VaultError

MAX_VALUE_BYTES = 256 * 1024

_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/@-]{0,199}")


def check_ref(ref: str) -> None:
    """Raise VaultError for a name that is not plain (letters, digits and ``_.:/@-``, at most 200).

    Names beginning with a dot are the vault's own.
    """
    if not _REF.fullmatch(ref):
        raise VaultError(f"{ref[:40]!r} is no name for a secret; use letters, digits and _ . : / @ -")


def check_value(value: str) -> None:
    """Raise VaultError for a value that cannot be stored (too long, or no valid Unicode)."""
    try:
        length = len(value.encode())
    except UnicodeEncodeError:
        raise VaultError("the secret contains characters that are no valid Unicode; copy it again") from None
    if length > MAX_VALUE_BYTES:
        raise VaultError(f"a secret of {length} bytes is too long; the limit is {MAX_VALUE_BYTES}")
