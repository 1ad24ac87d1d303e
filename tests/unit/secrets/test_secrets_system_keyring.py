"""The vault over a real Secret Service: gnome-keyring on a bus and in a home of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from fake_keyring import FakeKeyring
from keyring.backends.chainer import ChainerBackend

from oneapi_desktop.secrets.keyring_vault import KeyringUnusable
from oneapi_desktop.secrets.system_keyring import find_keyring

TOOLS = ("dbus-run-session", "gnome-keyring-daemon")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
IN_CI = os.environ.get("CI") == "true"

OPEN = """
import sys
from pathlib import Path
from oneapi_desktop.domain.errors import VaultError
from oneapi_desktop.secrets.vault import open_vault
data = Path(sys.argv[1])
LONG = "sk-" + "0123456789abcdef" * 400
"""

FILL = """
vault = open_vault(data, "auto")
print(vault.name, "|", vault.warning)
vault.set("channel:1", "short")
vault.set("channel:1", LONG)
vault.set("channel:2", '{"private_key": "-----BEGIN\\\\nü"}' * 100)
vault.set("channel:3", "gone")
vault.delete("channel:3")
(data / "sealed").write_bytes(vault.seal(b"token"))
assert vault.get("channel:1") == LONG
"""

REOPEN = """
vault = open_vault(data, "keyring")
assert vault.get("channel:1") == LONG
assert vault.get("channel:2") == '{"private_key": "-----BEGIN\\\\nü"}' * 100
assert vault.get("channel:3") is None
assert vault.unseal((data / "sealed").read_bytes()) == b"token"
vault.delete("channel:1")
assert vault.get("channel:1") is None

import keyring
from keyring.backends.SecretService import Keyring
import secretstorage
bus = secretstorage.dbus_init()
for item in secretstorage.get_default_collection(bus).get_all_items():
    attributes = item.get_attributes()
    assert not attributes["username"].startswith(("channel:1", "channel:3", ".probe")), attributes
"""

LOCKED = """
try:
    open_vault(data, "auto")
except VaultError as error:
    print(error)
fresh = data / "fresh"
fresh.mkdir()
vault = open_vault(fresh, "auto")
print(vault.name, "|", vault.warning)
"""


@pytest.fixture
def session() -> Iterator[Path]:
    """A short directory for the sockets, and the home of one person."""
    if MISSING and not IN_CI:
        pytest.skip(f"not installed: {', '.join(MISSING)} ('python3 dev.py test' installs them as root on Debian)")
    assert not MISSING, f"not installed: {', '.join(MISSING)}"
    with tempfile.TemporaryDirectory(prefix="kr") as directory:
        yield Path(directory)


def in_session(directory: Path, script: str, daemon: str) -> str:
    """Run a script on a session bus of its own, after starting the keyring daemon."""
    places = {name: directory / name.lower() for name in ("XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME")}
    for place in (*places.values(), directory / "data"):
        place.mkdir(mode=0o700, exist_ok=True)
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "VIRTUAL_ENV")},
        **{name: str(place) for name, place in places.items()},
        "HOME": str(directory),
    }
    command = f'{daemon} >/dev/null && exec "$0" -c "$1" "$2"'
    finished = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", command, sys.executable, OPEN + script, str(directory / "data")],
        env=environment,
        input="a password",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_a_real_keyring_keeps_long_values_over_restarts(session: Path) -> None:
    unlocked = "gnome-keyring-daemon --daemonize --unlock --components=secrets"
    shown = in_session(session, FILL, unlocked)
    assert shown == "Secret Service (GNOME Keyring) | \n"
    for file in (session / "data").iterdir():
        assert b"0123456789abcdef" not in file.read_bytes()
    in_session(session, REOPEN, unlocked)

    locked = in_session(session, LOCKED, "gnome-keyring-daemon --daemonize --start --components=secrets").splitlines()
    assert "keys lie in the system keyring, which cannot be reached" in locked[0]
    assert locked[1].startswith("sealed file")
    assert "No system keyring is in use (it " in locked[1]


def test_a_system_without_a_keyring_says_so() -> None:
    with pytest.raises(KeyringUnusable, match="this system offers none"):
        find_keyring()


def test_of_several_keyrings_the_first_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = FakeKeyring()

    class Several(ChainerBackend):
        backends = (ring,)

    monkeypatch.setattr(keyring, "get_keyring", Several)
    found, name = find_keyring()
    assert found is ring
    assert name == "fake keyring FakeKeyring"


def test_a_keyring_that_breaks_is_unusable(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError("no bus for sk-planted")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    with pytest.raises(KeyringUnusable, match=r"cannot be reached \(OSError\)") as caught:
        find_keyring()
    assert "sk-planted" not in str(caught.value)
