from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneapi_desktop.domain.errors import VaultError
from oneapi_desktop.secrets.vault_marker import Marking, Place, VaultMarker

KEYRING = Place("keyring", "1234abcd")


def test_the_first_claim_wins(tmp_path: Path) -> None:
    marker = VaultMarker(tmp_path)
    assert marker.read() is None
    assert marker.claim(KEYRING).place == KEYRING
    assert marker.claim(Place("file")).place == KEYRING
    assert VaultMarker(tmp_path).read() == Marking(KEYRING)


def test_names_are_noted_and_forgotten(tmp_path: Path) -> None:
    marker = VaultMarker(tmp_path)
    marker.claim(KEYRING)
    marker.note(KEYRING, "channel:1")
    marker.note(KEYRING, "channel:2")
    marker.forget(KEYRING, "channel:1")
    found = marker.read()
    assert found is not None
    assert found.refs == {"channel:2"}


def test_entries_moved_by_another_process_are_noticed(tmp_path: Path) -> None:
    marker = VaultMarker(tmp_path)
    marker.write(Marking(Place("file"), left=KEYRING))
    with pytest.raises(VaultError, match="another process has moved"):
        marker.note(KEYRING, "channel:1")
    with pytest.raises(VaultError, match="another process has moved"):
        marker.forget(KEYRING, "channel:1")


@given(content=st.one_of(st.binary(), st.sampled_from([b"{}", b"[]", b'{"backend":"x","id":"","refs":[],"left":1}'])))
def test_a_damaged_marker_is_reported_and_kept(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    marker = VaultMarker(tmp_path_factory.mktemp("marker"))
    marker.path.write_bytes(content)
    with pytest.raises(VaultError, match=r"vault\.backend"):
        marker.claim(KEYRING)
    assert marker.path.read_bytes() == content
