import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneapi_desktop.domain.errors import VaultError
from oneapi_desktop.secrets import private_file
from oneapi_desktop.secrets.sealed_file import SealedFileVault, remove_sealed_files

SECRET = "sk-planted-0123456789-secret"
posix = pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")


def test_values_survive_reopening(tmp_path: Path) -> None:
    vault = SealedFileVault(tmp_path)
    assert vault.get("channel:1") is None
    vault.set("channel:1", SECRET)
    vault.set("channel:2", "other")
    vault.set("channel:2", "newer")

    again = SealedFileVault(tmp_path, create=False)
    assert again.get("channel:1") == SECRET
    assert again.get("channel:2") == "newer"
    assert again.refs() == {"channel:1", "channel:2"}
    again.delete("channel:1")
    again.delete("channel:1")
    assert vault.get("channel:1") is None


@given(value=st.text(st.characters(exclude_categories=["Cs"]), max_size=3000))
def test_any_text_comes_back(value: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("vault")
    SealedFileVault(directory).set("ref", value)
    assert SealedFileVault(directory).get("ref") == value


def test_nothing_secret_lies_in_the_open(tmp_path: Path) -> None:
    vault = SealedFileVault(tmp_path)
    vault.set("channel:1", SECRET)
    sealed = vault.seal(SECRET.encode())
    shown = repr(vault) + vault.name + vault.warning + repr(vars(vault)["_sealer"])
    assert SECRET not in shown
    assert SECRET.encode() not in sealed
    for file in tmp_path.iterdir():
        assert SECRET.encode() not in file.read_bytes()


@posix
def test_both_files_are_private_from_the_start(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        vault = SealedFileVault(tmp_path)
        vault.set("channel:1", SECRET)
    finally:
        os.umask(before)
    assert stat.S_IMODE(vault.key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(vault.file.stat().st_mode) == 0o600
    assert vault.warning == ""


@posix
def test_a_key_file_open_to_others_is_closed_with_a_warning(tmp_path: Path) -> None:
    vault = SealedFileVault(tmp_path)
    vault.set("channel:1", SECRET)
    vault.key_file.chmod(0o644)

    again = SealedFileVault(tmp_path)
    assert stat.S_IMODE(vault.key_file.stat().st_mode) == 0o600
    assert "could be read by other users" in again.warning
    assert again.get("channel:1") == SECRET


def test_seal_is_bound_to_this_vault(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    vault, other = SealedFileVault(tmp_path / "a"), SealedFileVault(tmp_path / "b")
    sealed = vault.seal(b"token")
    assert SealedFileVault(tmp_path / "a").unseal(sealed) == b"token"
    other.seal(b"x")
    with pytest.raises(VaultError, match="damaged or was sealed with another"):
        other.unseal(sealed)
    with pytest.raises(VaultError):
        vault.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]))


def test_entries_cannot_be_swapped(tmp_path: Path) -> None:
    vault = SealedFileVault(tmp_path)
    vault.set("channel:1", SECRET)
    content = json.loads(vault.file.read_text())
    content["entries"]["channel:2"] = content["entries"]["channel:1"]
    vault.file.write_text(json.dumps(content))
    with pytest.raises(VaultError, match="'channel:2'"):
        vault.get("channel:2")
    assert vault.get("channel:1") == SECRET


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"format": 1}', b"\xff\xfe", b"[" * 100_000],
    ids=["empty", "cut", "list", "null", "fields", "binary", "deep"],
)
def test_a_damaged_file_is_named_and_left_untouched(tmp_path: Path, content: bytes) -> None:
    vault = SealedFileVault(tmp_path)
    vault.file.write_bytes(content)
    with pytest.raises(VaultError, match=r"vault\.json is damaged and was left untouched; restore"):
        SealedFileVault(tmp_path)
    with pytest.raises(VaultError):
        vault.set("channel:1", SECRET)
    assert vault.file.read_bytes() == content


@pytest.mark.parametrize("entries", [{"a": 1}, [], None])
def test_entries_of_a_wrong_shape_are_damage(tmp_path: Path, entries: object) -> None:
    vault = SealedFileVault(tmp_path)
    content = json.loads(vault.file.read_text())
    vault.file.write_text(json.dumps({**content, "entries": entries}))
    with pytest.raises(VaultError, match="damaged"):
        vault.get("a")


def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    vault = SealedFileVault(tmp_path)
    content = json.loads(vault.file.read_text())
    vault.file.write_text(json.dumps({**content, "format": "oneapi-desktop vault 9"}))
    with pytest.raises(VaultError, match="another version"):
        SealedFileVault(tmp_path)


def test_a_missing_key_file_is_not_replaced(tmp_path: Path) -> None:
    vault = SealedFileVault(tmp_path)
    vault.set("channel:1", SECRET)
    vault.key_file.unlink()
    with pytest.raises(VaultError, match=r"vault\.key is missing"):
        SealedFileVault(tmp_path)
    assert not vault.key_file.exists()


def test_a_missing_file_is_reported_when_it_must_exist(tmp_path: Path) -> None:
    vault = SealedFileVault(tmp_path)
    vault.file.unlink()
    with pytest.raises(VaultError, match=r"vault\.json is missing"):
        SealedFileVault(tmp_path, create=False)


def test_a_foreign_or_damaged_key_file_is_named(tmp_path: Path) -> None:
    vault = SealedFileVault(tmp_path)
    vault.set("channel:1", SECRET)
    (tmp_path / "other").mkdir()
    foreign = SealedFileVault(tmp_path / "other").key_file.read_text()
    vault.key_file.write_text(foreign)
    with pytest.raises(VaultError, match=r"vault\.key does not belong to"):
        SealedFileVault(tmp_path)
    vault.key_file.write_text("garbage")
    with pytest.raises(VaultError, match=r"vault\.key is damaged"):
        SealedFileVault(tmp_path)


def test_a_full_disk_keeps_the_old_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = SealedFileVault(tmp_path)
    vault.set("channel:1", "old")

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(private_file.os, "fsync", full)
        with pytest.raises(VaultError, match="No space left") as caught:
            vault.set("channel:1", SECRET)
    assert SECRET not in str(caught.value)
    assert vault.get("channel:1") == "old"


@pytest.mark.parametrize("ref", ["", ".master-key", "a b", "a#1", "ä", "x" * 201])
def test_names_that_are_not_plain_are_refused(tmp_path: Path, ref: str) -> None:
    vault = SealedFileVault(tmp_path)
    for call in (vault.get, vault.delete, lambda name: vault.set(name, "v")):
        with pytest.raises(VaultError, match="is no name for a secret"):
            call(ref)


@pytest.mark.parametrize("value", ["\ud800" + SECRET, SECRET * 20_000], ids=["surrogate", "long"])
def test_values_that_cannot_be_kept_are_refused_unseen(tmp_path: Path, value: str) -> None:
    with pytest.raises(VaultError) as caught:
        SealedFileVault(tmp_path).set("ref", value)
    assert SECRET not in str(caught.value)


def test_threads_and_processes_lose_nothing(tmp_path: Path) -> None:
    SealedFileVault(tmp_path)
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from oneapi_desktop.secrets.sealed_file import SealedFileVault\n"
        "v = SealedFileVault(Path(sys.argv[1]))\n"
        "for n in range(20): v.set(f'{sys.argv[2]}:{n}', str(n))"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in ("p", "q")]
    vault = SealedFileVault(tmp_path)
    threads = [
        threading.Thread(target=lambda name=name: [vault.set(f"{name}:{n}", str(n)) for n in range(20)])
        for name in ("r", "s")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait() for process in processes] == [0, 0]
    assert vault.refs() == {f"{name}:{n}" for name in "pqrs" for n in range(20)}


def test_removal_tells_whether_anything_is_left(tmp_path: Path) -> None:
    SealedFileVault(tmp_path)
    assert remove_sealed_files(tmp_path)
    assert remove_sealed_files(tmp_path)
    (tmp_path / "vault.json").mkdir()
    assert not remove_sealed_files(tmp_path)
