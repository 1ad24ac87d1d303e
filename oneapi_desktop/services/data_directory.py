"""Where everything on disk lies: the data directory and the names inside it."""

import os
from pathlib import Path

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.settings import Settings

APPLICATION = "oneapi-desktop"


class DataDirectory:
    """Paths of one installation. ``database`` may lie elsewhere (setting ``sqlite_path``)."""

    def __init__(self, root: Path, database: Path | None = None) -> None:
        self.root = root
        self.database = database or root / "oneapi.db"
        self.lock = root / "gateway.lock"
        self.control = root / "control.json"
        self.backups = root / "backups"
        self.captures = root / "captures"

    @classmethod
    def of(cls, settings: Settings) -> "DataDirectory":
        """The directory the settings choose, else the platform's usual place. Touches no disk."""
        chosen = settings.data_dir
        if chosen:
            root = Path(chosen).expanduser().absolute()
        else:
            import platformdirs

            root = platformdirs.user_data_path(APPLICATION, appauthor=False)
        database = Path(settings.sqlite_path).expanduser().absolute() if settings.sqlite_path else None
        return cls(root, database)

    def create(self) -> None:
        """Make the directory, readable by its owner alone. An existing one is taken as it is.

        Raises InvalidInput when the path cannot be used.
        """
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except FileExistsError:
            raise InvalidInput("data_dir", f"{self.root} is a file; name a directory") from None
        except OSError as error:
            raise InvalidInput(
                "data_dir", f"{self.root} cannot be made ({error.strerror}); choose another with --data-dir"
            ) from None
        if not os.access(self.root, os.W_OK | os.X_OK):
            raise InvalidInput("data_dir", f"{self.root} is not writable; choose another with --data-dir")
