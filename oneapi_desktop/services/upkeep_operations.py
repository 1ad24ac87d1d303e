"""Operations that keep the data safe: transfer, backups, doctor."""

import asyncio
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
    path = None if file is None else Path(file)
    if path is not None and not path.is_absolute():
        raise InvalidInput("file", "write an absolute path")
    return await workspace.backups.create(path)


@operation("backup.progress", internal=True)
async def backup_progress(workspace: "Workspace") -> dict[str, int]:
    """How far the backup under way has come: ``done`` of ``total``; both 0 while none is."""
    return workspace.backups.progress


@operation("backup.cancel", internal=True)
async def cancel_backup(workspace: "Workspace") -> None:
    """End the backup under way; nothing is left of it."""
    workspace.backups.cancel()


@operation("backup.list")
async def list_backups(workspace: "Workspace") -> list[dict[str, Any]]:
    """The data directory's backups, newest first."""
    return await workspace.backups.list()


@operation("vault.status", internal=True)
async def vault_status(workspace: "Workspace") -> dict[str, str]:
    """Where upstream keys are kept (``name``), and a ``warning`` when that is less safe than it could be."""
    vault = workspace.vault
    return await asyncio.to_thread(lambda: {"name": vault.name, "warning": vault.warning})


@operation("doctor.run", cancellable=True)
async def examine(workspace: "Workspace") -> list[dict[str, Any]]:
    """Check everything; each finding is ok, warn or fail, with a remedy."""
    from oneapi_desktop.services.doctor import Doctor

    return [check.json() for check in await Doctor(workspace).examine()]


@operation("doctor.bundle", cancellable=True)
async def bundle(workspace: "Workspace", file: str) -> dict[str, Any]:
    """Write what helps to find a fault into a zip file, without keys, prompts or answers."""
    from oneapi_desktop.services.diagnostics import write_bundle

    path = Path(file)
    if not path.is_absolute():
        raise InvalidInput("file", "write an absolute path")
    return await write_bundle(workspace, path)
