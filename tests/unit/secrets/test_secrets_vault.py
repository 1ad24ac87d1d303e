from collections.abc import Callable
from pathlib import Path

import pytest
from fake_keyring import FakeKeyring, PowerCut

from oneapi_desktop.domain.errors import VaultError
from oneapi_desktop.secrets import vault as vault_module
from oneapi_desktop.secrets.keyring_vault import Keyring, KeyringUnusable
from oneapi_desktop.secrets.sealed_file import SealedFileVault
from oneapi_desktop.secrets.vault import migrate, open_vault
from oneapi_desktop.secrets.vault_marker import Place, VaultMarker

SECRET = "sk-planted-0123456789-secret"
Find = Callable[[], tuple[Keyring, str]]


@pytest.fixture
def ring() -> FakeKeyring:
    return FakeKeyring()


@pytest.fixture
def found(ring: FakeKeyring) -> Find:
    return lambda: (ring, "Fake Keyring")


def missing() -> tuple[Keyring, str]:
    raise KeyringUnusable("this system offers none")


def forbidden() -> tuple[Keyring, str]:
    raise AssertionError("the keyring must not be asked")


def backend_of(directory: Path) -> str:
    marking = VaultMarker(directory).read()
    assert marking is not None
    return marking.place.backend


def test_auto_takes_a_keyring_that_works_and_stays_with_it(tmp_path: Path, ring: FakeKeyring, found: Find) -> None:
    vault = open_vault(tmp_path, "auto", found)
    assert (vault.name, vault.warning) == ("Fake Keyring", "")
    vault.set("channel:1", SECRET)
    assert open_vault(tmp_path, "auto", found).get("channel:1") == SECRET
    assert not (tmp_path / "vault.json").exists()
    for file in tmp_path.iterdir():
        assert SECRET.encode() not in file.read_bytes()


def test_auto_without_a_keyring_falls_back_and_says_so(tmp_path: Path, found: Find) -> None:
    vault = open_vault(tmp_path, "auto", missing)
    assert vault.name == f"sealed file {tmp_path / 'vault.json'}"
    assert "this system offers none" in vault.warning
    vault.set("channel:1", SECRET)

    again = open_vault(tmp_path, "auto", forbidden)
    assert again.get("channel:1") == SECRET
    assert "No system keyring is in use" in again.warning


def test_auto_with_a_locked_keyring_falls_back(tmp_path: Path, ring: FakeKeyring, found: Find) -> None:
    def locked() -> None:
        raise RuntimeError("locked")

    ring.before_write = locked
    assert "it refuses (RuntimeError)" in open_vault(tmp_path, "auto", found).warning


def test_a_keyring_that_holds_the_keys_must_be_reachable(tmp_path: Path, found: Find) -> None:
    open_vault(tmp_path, "auto", found).set("channel:1", SECRET)
    with pytest.raises(VaultError, match="keys lie in the system keyring, which cannot be reached") as caught:
        open_vault(tmp_path, "auto", missing)
    assert "Unlock it" in str(caught.value)
    assert not (tmp_path / "vault.json").exists()
    assert open_vault(tmp_path, "auto", found).get("channel:1") == SECRET


def test_keyring_mode_without_a_keyring_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="KEYRING_BACKEND=file"):
        open_vault(tmp_path, "keyring", missing)
    assert not (tmp_path / "vault.backend").exists()
    assert not (tmp_path / "vault.json").exists()


def test_file_mode_asks_no_keyring_and_warns_of_nothing(tmp_path: Path) -> None:
    vault = open_vault(tmp_path, "file", forbidden)
    assert isinstance(vault, SealedFileVault)
    assert vault.warning == ""
    assert open_vault(tmp_path, "file", forbidden).warning == ""


def test_naming_the_other_backend_moves_everything(tmp_path: Path, ring: FakeKeyring, found: Find) -> None:
    vault = open_vault(tmp_path, "auto", missing)
    vault.set("channel:1", SECRET * 100)
    vault.set("channel:2", "short")
    sealed = vault.seal(b"token")

    moved = open_vault(tmp_path, "keyring", found)
    assert moved.get("channel:1") == SECRET * 100
    assert moved.unseal(sealed) == b"token"
    assert not (tmp_path / "vault.json").exists()
    assert not (tmp_path / "vault.key").exists()
    moved.set("channel:3", "third")
    moved.delete("channel:2")

    back = open_vault(tmp_path, "file", found)
    assert back.get("channel:1") == SECRET * 100
    assert back.get("channel:2") is None
    assert back.get("channel:3") == "third"
    assert back.unseal(sealed) == b"token"
    assert ring.entries == {}
    assert open_vault(tmp_path, "auto", missing).get("channel:3") == "third"


def test_a_running_program_notices_that_its_entries_were_moved(tmp_path: Path, found: Find) -> None:
    running = open_vault(tmp_path, "keyring", found)
    running.set("channel:1", SECRET)
    open_vault(tmp_path, "file", found)
    with pytest.raises(VaultError, match="start it again"):
        running.set("channel:2", "lost?")


@pytest.mark.parametrize("target", ["keyring", "file"])
def test_an_interrupted_move_loses_nothing(tmp_path: Path, target: str) -> None:
    for allowed in range(100):
        directory = tmp_path / f"{target}{allowed}"
        directory.mkdir()
        ring = FakeKeyring()

        def find(ring: FakeKeyring = ring) -> tuple[Keyring, str]:
            return ring, "Fake Keyring"

        start = open_vault(directory, "file" if target == "keyring" else "keyring", find)
        for number in range(3):
            start.set(f"channel:{number}", f"{SECRET}{number}" * 50)
        sealed = start.seal(b"token")
        left = [allowed]

        def cut(left: list[int] = left) -> None:
            if not left[0]:
                raise PowerCut
            left[0] -= 1

        ring.before_write = cut
        try:
            vault = open_vault(directory, target, find)  # type: ignore[arg-type]
        except VaultError:
            ring.before_write = lambda: None
            vault = open_vault(directory, "auto", find)
        untouched = left[0] > 0
        ring.before_write = lambda: None
        for number in range(3):
            assert vault.get(f"channel:{number}") == f"{SECRET}{number}" * 50
        assert vault.unseal(sealed) == b"token"
        again = open_vault(directory, target, find)  # type: ignore[arg-type]
        assert again.get("channel:2") == f"{SECRET}2" * 50
        assert again.unseal(sealed) == b"token"
        kept = {service for service, name in ring.entries if not name.startswith(".probe-")}
        if target == "file":
            assert not kept
        else:
            assert not (directory / "vault.json").exists()
            assert len(kept) == 1
        if untouched:
            return
    pytest.fail("never got through")


def test_a_move_to_a_file_does_not_touch_a_file_that_lies_there(tmp_path: Path, found: Find) -> None:
    open_vault(tmp_path, "keyring", found).set("channel:1", SECRET)
    (tmp_path / "vault.json").write_text("mine")
    with pytest.raises(VaultError, match=r"move it and vault\.key away"):
        open_vault(tmp_path, "file", found)
    assert (tmp_path / "vault.json").read_text() == "mine"
    assert open_vault(tmp_path, "auto", found).get("channel:1") == SECRET


def test_a_move_to_a_keyring_that_is_away_changes_nothing(tmp_path: Path) -> None:
    open_vault(tmp_path, "file", missing).set("channel:1", SECRET)
    with pytest.raises(VaultError, match="cannot be moved to the system keyring"):
        open_vault(tmp_path, "keyring", missing)
    assert open_vault(tmp_path, "auto", missing).get("channel:1") == SECRET


def test_a_lost_marker_beside_a_sealed_file_is_made_again(tmp_path: Path, found: Find) -> None:
    open_vault(tmp_path, "file", missing).set("channel:1", SECRET)
    (tmp_path / "vault.backend").unlink()
    assert open_vault(tmp_path, "auto", forbidden).get("channel:1") == SECRET
    assert open_vault(tmp_path, "keyring", found).get("channel:1") == SECRET


def test_two_first_starts_agree(tmp_path: Path, found: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    marker_class = vault_module.VaultMarker

    class Overtaken(marker_class):  # type: ignore[misc, valid-type]
        def claim(self, place: Place) -> object:
            marker_class(tmp_path).claim(Place("keyring", "theother"))
            return super().claim(place)

    monkeypatch.setattr(vault_module, "VaultMarker", Overtaken)
    vault = open_vault(tmp_path, "auto", found)
    monkeypatch.undo()
    vault.set("channel:1", SECRET)
    assert open_vault(tmp_path, "auto", found).get("channel:1") == SECRET


def test_migrate_copies_and_passes_over_names_without_entry(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    source, target = SealedFileVault(tmp_path / "a"), SealedFileVault(tmp_path / "b")
    source.set("channel:1", SECRET)
    sealed = source.seal(b"token")
    migrate(source, target, ["channel:1", "channel:9"])
    assert target.get("channel:1") == source.get("channel:1") == SECRET
    assert target.get("channel:9") is None
    assert target.unseal(sealed) == b"token"


def test_migrate_checks_what_the_target_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    source, target = SealedFileVault(tmp_path / "a"), SealedFileVault(tmp_path / "b")
    source.set("channel:1", SECRET)
    monkeypatch.setattr(target, "get", lambda ref: "cut")
    with pytest.raises(VaultError, match="nothing was moved") as caught:
        migrate(source, target, ["channel:1"])
    assert SECRET not in str(caught.value)
