"""Guards around every test: loopback only, a quiet log, a home of its own, no keyring."""

import ipaddress
import logging
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import keyring
import pytest
from hypothesis import HealthCheck, settings
from keyring.backends.fail import Keyring as NoKeyring

settings.register_profile(
    "shared machine",
    # Its parent is hypothesis's own choice: on CI the examples are the same in every run.
    parent=settings.get_profile(settings.get_current_profile_name()),
    # A loaded machine makes any example slow; that says nothing about the code.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("shared machine")


def _outside(host: object) -> bool:
    """True for a host that is not this machine's loopback."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in ("", "localhost"):
        return False
    try:
        return not ipaddress.ip_address(str(name).split("%")[0]).is_loopback
    except ValueError:
        return not str(name).endswith(".localhost")


class OutsideConnection(AssertionError):
    """A test tried to leave this machine."""


@pytest.fixture(scope="session", autouse=True)
def isolated_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """HOME and everything derived from it lie in a temporary directory, here and in subprocesses."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "USERPROFILE"):
            patch.setenv(name, str(home))
        for name, part in (
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
            ("APPDATA", "roaming"),
            ("LOCALAPPDATA", "local"),
        ):
            (home / part).mkdir()
            patch.setenv(name, str(home / part))
        runtime = home / "runtime"
        runtime.mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        patch.setenv("NO_PROXY", "*")
        for name in ("DBUS_SESSION_BUS_ADDRESS", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            patch.delenv(name, raising=False)
            patch.delenv(name.lower(), raising=False)
        if "DISPLAY" not in os.environ and "WAYLAND_DISPLAY" not in os.environ:
            patch.setenv("QT_QPA_PLATFORM", "offscreen")
        keyring.set_keyring(NoKeyring())
        yield


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that connects, sends or resolves beyond loopback, even when it swallows the error.

    Names under ``.invalid`` (RFC 6761) do not resolve, without asking anyone.
    """
    attempts: list[str] = []

    def refuse(what: str) -> None:
        attempts.append(what)
        raise OutsideConnection(f"tests must stay on loopback: {what}")

    def guarded(name: str) -> Callable[..., Any]:
        original = getattr(socket.socket, name)

        def call(self: socket.socket, *args: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and _outside(args[-1][0]):
                refuse(f"{name} {args[-1][0]}")
            return original(self, *args)

        return call

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, guarded(name))

    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **named: Any) -> Any:
        if str(host).endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if _outside(host):
            refuse(f"resolve {host}")
        return resolve(host, *args, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    assert not attempts, f"tests must stay on loopback: {', '.join(attempts)}"


class _Loud(logging.Handler):
    """Collects records at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which our code logs a warning or worse.

    ``@pytest.mark.allow_warnings`` permits all; ``@pytest.mark.allow_warnings("word", …)`` those whose
    message contains one of the words.
    """
    logger = logging.getLogger("oneapi_desktop")
    handler = _Loud()
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    marks = list(request.node.iter_markers("allow_warnings"))
    if any(not mark.args for mark in marks):
        return
    words = [word for mark in marks for word in mark.args]
    loud = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in handler.records]
    surprises = [line for line in loud if not any(word in line for word in words)]
    assert not surprises, "unexpected log records:\n" + "\n".join(surprises)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker of ``quiet_log``."""
    config.addinivalue_line(
        "markers", "allow_warnings(*words): our loggers may warn (only with one of the words, if any)"
    )
