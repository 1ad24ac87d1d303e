import threading
from pathlib import Path

import pytest
from fake_keyring import FakeKeyring, PowerCut
from hypothesis import given
from hypothesis import strategies as st

from oneapi_desktop.domain.errors import VaultError
from oneapi_desktop.secrets.keyring_vault import KeyringUnusable, KeyringVault
from oneapi_desktop.secrets.vault_marker import Place

SECRET = "sk-planted-0123456789-secret"
PLACE = Place("keyring", "0a1b2c3d")
LENGTHS = st.sampled_from([0, 1, 900, 969, 970, 1000, 2500, 6000])


@pytest.fixture
def ring() -> FakeKeyring:
    return FakeKeyring()


@pytest.fixture
def vault(ring: FakeKeyring, tmp_path: Path) -> KeyringVault:
    return KeyringVault(ring, tmp_path, PLACE)


@pytest.mark.parametrize("value", ["", SECRET, SECRET * 300, "\N{GRINNING FACE}" * 4000, "\ufeff{\n}\0"])
def test_values_come_back_from_a_keyring_with_a_limit(
    vault: KeyringVault, ring: FakeKeyring, tmp_path: Path, value: str
) -> None:
    vault.set("channel:1", value)
    assert KeyringVault(ring, tmp_path, PLACE).get("channel:1") == value
    vault.delete("channel:1")
    assert vault.get("channel:1") is None
    assert ring.entries == {}


@given(lengths=st.lists(LENGTHS, min_size=1, max_size=6))
def test_replacing_leaves_no_pieces_behind(lengths: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    ring = FakeKeyring()
    vault = KeyringVault(ring, tmp_path_factory.mktemp("v"), PLACE)
    for number, length in enumerate(lengths):
        vault.set("ref", chr(97 + number) * length)
    assert vault.get("ref") == chr(96 + len(lengths)) * lengths[-1]
    fresh = FakeKeyring()
    KeyringVault(fresh, tmp_path_factory.mktemp("v"), PLACE).set("ref", chr(96 + len(lengths)) * lengths[-1])
    assert len(ring.entries) == len(fresh.entries)
    vault.delete("ref")
    assert ring.entries == {}


@pytest.mark.parametrize("deletes_before_add", [False, True], ids=["replacing", "macOS"])
@pytest.mark.parametrize("old", [None, "o" * 10, "o" * 2500])
@pytest.mark.parametrize("new", ["n" * 12, "n" * 4200])
def test_a_crash_at_any_write_leaves_the_old_or_the_new_value(
    tmp_path: Path, old: str | None, new: str, deletes_before_add: bool
) -> None:
    for allowed in range(100):
        ring = FakeKeyring()
        ring.deletes_before_add = deletes_before_add
        vault = KeyringVault(ring, tmp_path, PLACE)
        if old is not None:
            vault.set("ref", old)
        left = [allowed]

        def cut(left: list[int] = left) -> None:
            if not left[0]:
                raise PowerCut
            left[0] -= 1

        ring.before_write = cut
        try:
            vault.set("ref", new)
        except VaultError:
            ring.before_write = lambda: None
        else:
            break
        assert vault.get("ref") in (old, new), allowed
        vault.set("ref", "third" * 300)
        assert vault.get("ref") == "third" * 300
        assert len(ring.entries) == 2, allowed
        vault.delete("ref")
        assert ring.entries == {}, allowed
    else:
        pytest.fail("never got through")


def test_a_crash_while_deleting_can_be_finished(tmp_path: Path) -> None:
    for allowed in range(20):
        ring = FakeKeyring()
        vault = KeyringVault(ring, tmp_path, PLACE)
        vault.set("ref", "v" * 3000)
        left = [allowed]

        def cut(left: list[int] = left) -> None:
            if not left[0]:
                raise PowerCut
            left[0] -= 1

        ring.before_write = cut
        try:
            vault.delete("ref")
        except VaultError:
            ring.before_write = lambda: None
        else:
            break
        assert vault.get("ref") in (None, "v" * 3000)
        vault.delete("ref")
        assert ring.entries == {}
    else:
        pytest.fail("never got through")


def test_a_missing_piece_or_a_foreign_entry_is_damage(vault: KeyringVault, ring: FakeKeyring) -> None:
    vault.set("ref", SECRET * 100)
    del ring.entries[f"oneapi-desktop {PLACE.id}", "ref#a1"]
    with pytest.raises(VaultError, match="'ref' in system keyring is damaged; enter the key again") as caught:
        vault.get("ref")
    assert SECRET not in str(caught.value)
    ring.entries[f"oneapi-desktop {PLACE.id}", "ref"] = "something else"
    with pytest.raises(VaultError, match="damaged"):
        vault.get("ref")
    vault.set("ref", SECRET)
    assert vault.get("ref") == SECRET


def test_data_directories_do_not_collide(ring: FakeKeyring, tmp_path: Path) -> None:
    one, two = (KeyringVault(ring, tmp_path, Place("keyring", name)) for name in ("one", "two"))
    one.set("channel:1", "first")
    two.set("channel:1", "second")
    two.delete("channel:1")
    assert one.get("channel:1") == "first"


def test_sealed_bytes_open_after_reopening(vault: KeyringVault, ring: FakeKeyring, tmp_path: Path) -> None:
    sealed = vault.seal(b"token")
    again = KeyringVault(ring, tmp_path, PLACE)
    assert again.unseal(sealed) == b"token"
    with pytest.raises(VaultError):
        again.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(VaultError, match="no master key"):
        KeyringVault(FakeKeyring(), tmp_path, PLACE).unseal(sealed)


def test_a_refusing_keyring_is_named_without_its_text(vault: KeyringVault, ring: FakeKeyring) -> None:
    def refuse() -> None:
        raise RuntimeError(f"cannot store {SECRET}")

    ring.before_write = refuse
    with pytest.raises(VaultError, match=r"system keyring refused \(RuntimeError\)") as caught:
        vault.set("ref", SECRET)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert SECRET not in repr(vault)


def test_a_keyring_that_waits_for_a_prompt_ends_in_a_clear_error(ring: FakeKeyring, tmp_path: Path) -> None:
    answer = threading.Event()
    ring.before_write = lambda: answer.wait() and None
    vault = KeyringVault(ring, tmp_path, PLACE, limit=0.1)
    try:
        with pytest.raises(VaultError, match="did not answer within"):
            vault.set("ref", SECRET)
        with pytest.raises(VaultError, match="did not answer within"):
            vault.get("ref")
        with pytest.raises(KeyringUnusable, match="may be locked"):
            vault.probe(0.05)
    finally:
        answer.set()


def test_the_probe_tells_why_and_leaves_nothing(vault: KeyringVault, ring: FakeKeyring) -> None:
    vault.probe()
    assert ring.entries == {}
    ring.limit = 3
    with pytest.raises(KeyringUnusable, match=r"refuses \(ValueError\)"):
        vault.probe()
    ring.limit = 2560
    ring.get_password = lambda service, username: None  # type: ignore[method-assign]
    with pytest.raises(KeyringUnusable, match="does not keep"):
        vault.probe()


def test_names_that_are_not_plain_are_refused(vault: KeyringVault) -> None:
    for call in (vault.get, vault.delete, lambda name: vault.set(name, "v")):
        with pytest.raises(VaultError, match="is no name for a secret"):
            call("ref#a1")


def test_threads_take_turns(vault: KeyringVault) -> None:
    threads = [threading.Thread(target=lambda n=n: vault.set(f"channel:{n % 3}", str(n) * 1500)) for n in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for channel in range(3):
        assert vault.get(f"channel:{channel}") in {str(n) * 1500 for n in range(channel, 9, 3)}
