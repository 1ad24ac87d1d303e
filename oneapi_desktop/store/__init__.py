"""SQLite through sqlite-utils: migrations, group-commit writer, repositories, change feed."""

import sys


def import_sqlite_utils(avoided: tuple[str, ...] = ("numpy", "pandas")) -> None:
    """Load sqlite-utils without the libraries it takes in only because they are installed.

    It maps their types to column types, and no such value is stored here. numpy comes with the charts of the
    window; in a gateway that draws none it would cost 25 MB and half of the start. Whoever needs one of them
    later imports it as usual.
    """
    hidden = [name for name in avoided if name not in sys.modules]
    # A None in its place makes an import fail like that of a module that is not there.
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        import sqlite_utils  # noqa: F401
    finally:
        for name in hidden:
            del sys.modules[name]


import_sqlite_utils()
