"""Operations that keep the data safe: transfer, backups, doctor."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services.channel_fields import read_flag
from oneapi_desktop.services.operations import OperationTable

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

operation = OperationTable()


@operation("transfer.import")
async def take_over(
    workspace: "Workspace",
    document: Any,
    on_conflict: str = "fail",
    dry_run: Any = False,
    passphrase: str | None = None,
) -> dict[str, Any]:
    """Store the channels and tokens of a document, all or nothing."""
    from oneapi_desktop.services.transfer import TransferService

    service = TransferService(workspace.channels, workspace.tokens)
    return await service.take_over(
        document, on_conflict=on_conflict, dry_run=read_flag(dry_run, "dry_run"), passphrase=passphrase
    )


@operation("transfer.export")
async def give_away(workspace: "Workspace", passphrase: str | None = None) -> dict[str, Any]:
    """All channels and tokens as a document; with a passphrase also their secrets, sealed."""
    from oneapi_desktop.services.transfer import TransferService

    return await TransferService(workspace.channels, workspace.tokens).give_away(passphrase)


@operation("backup.create")
async def back_up(workspace: "Workspace", file: str | None = None) -> dict[str, Any]:
    """Copy the database to a new file, or into the data directory's backups."""
    from oneapi_desktop.services.backups import BackupService

    path = None if file is None else Path(file)
    if path is not None and not path.is_absolute():
        raise InvalidInput("file", "write an absolute path")
    return await BackupService(workspace.directory, workspace.settings).create(path)


@operation("backup.list")
async def list_backups(workspace: "Workspace") -> list[dict[str, Any]]:
    """The data directory's backups, newest first."""
    from oneapi_desktop.services.backups import BackupService

    return await BackupService(workspace.directory, workspace.settings).list()


@operation("doctor.run", cancellable=True)
async def examine(workspace: "Workspace") -> list[dict[str, Any]]:
    """Check everything; each finding is ok, warn or fail, with a remedy."""
    from oneapi_desktop.services.doctor import Doctor

    return [check.json() for check in await Doctor(workspace).examine()]
