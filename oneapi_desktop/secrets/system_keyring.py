"""Which keyring this system has, and what people call it."""

from contextlib import closing
from pathlib import Path

from oneapi_desktop.secrets.bounded_call import call_bounded
from oneapi_desktop.secrets.keyring_vault import PROBE_SECONDS, Keyring, KeyringUnusable

_NAMES = {
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KDE Wallet",
}

_SECRET_SERVICES = {
    "gnome-keyring-d": "GNOME Keyring",
    "ksecretd": "KDE Wallet",
    "kwalletd5": "KDE Wallet",
    "kwalletd6": "KDE Wallet",
    "keepassxc": "KeePassXC",
}
"""By process name, which Linux cuts to 15 characters."""


def find_keyring(seconds: float = PROBE_SECONDS) -> tuple[Keyring, str]:
    """The system's keyring and its name for people.

    Raises KeyringUnusable when there is none worth the name, or it does not answer in time.
    """
    try:
        return call_bounded(_find, seconds)
    except TimeoutError:
        raise KeyringUnusable(f"it does not answer within {seconds:g} s; it may be locked") from None
    except KeyringUnusable:
        raise
    except Exception as error:
        raise KeyringUnusable(f"it cannot be reached ({type(error).__name__})") from None


def _find() -> tuple[Keyring, str]:
    import keyring
    from keyring.backends.chainer import ChainerBackend

    found = keyring.get_keyring()
    if isinstance(found, ChainerBackend):
        found = next(iter(found.backends), found)
    if not keyring.core.recommended(found):
        raise KeyringUnusable("this system offers none")
    name = _NAMES.get(type(found).__module__, str(found.name))
    if name == "Secret Service":
        owner = _secret_service_owner()
        name = f"{name} ({owner})" if owner else name
    return found, name


def _secret_service_owner() -> str:
    """Name of the program behind the Secret Service, empty when it cannot be told."""
    try:
        import secretstorage
        from jeepney import new_method_call  # type: ignore[import-untyped]
        from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]
    except ImportError:
        return ""
    try:
        with closing(secretstorage.dbus_init()) as bus:
            ask = new_method_call(message_bus, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",))
            process = int(bus.send_and_get_reply(ask, timeout=1.0).body[0])
        command = Path(f"/proc/{process}/comm").read_text(encoding="utf-8").strip()
    except (OSError, ValueError, LookupError, TypeError, secretstorage.SecretStorageException):
        return ""
    return _SECRET_SERVICES.get(command, "")
