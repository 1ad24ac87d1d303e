"""Asking the running gateway to carry out an operation (standard library only: it starts fast)."""

import json
import os
import sys
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from oneapi_desktop.domain.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    OneApiError,
    StoreError,
    VaultError,
)
from oneapi_desktop.services.control_file import ControlAddress

CONNECT_SECONDS = 3.0

ERROR_TYPES: dict[str, type[OneApiError]] = {
    kind.__name__: kind for kind in (Conflict, NotFound, StoreError, VaultError)
}


class GatewayGone(Exception):
    """Nobody answers at the address of the control file, or somebody else does: the file is stale."""


def process_lives(pid: int) -> bool:
    """False when it is certain that no process has this number."""
    if sys.platform == "win32" or pid <= 0:
        return pid > 0
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def ask_gateway(address: ControlAddress, operation: str, arguments: Mapping[str, Any]) -> Any:
    """The operation's result. Blocks until the gateway answers; Ctrl-C hangs up.

    Raises GatewayGone when the request certainly was not carried out, the operation's own
    OneApiError, or OneApiError when the gateway went away in the middle.
    """
    import http.client

    if not process_lives(address.pid):
        raise GatewayGone
    try:
        parts = urlsplit(address.url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise GatewayGone from None
    if host != "127.0.0.1" or port is None:
        raise GatewayGone
    connection = http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
    try:
        try:
            connection.connect()
        except OSError:
            raise GatewayGone from None
        connection.sock.settimeout(None)
        try:
            connection.request(
                "POST",
                f"/operations/{operation}",
                body=json.dumps(arguments).encode(),
                headers={"Authorization": f"Bearer {address.secret}", "Content-Type": "application/json"},
            )
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise OneApiError(
                f"the running gateway (process {address.pid}) hung up ({type(error).__name__}); "
                "look whether the change was made, then try again"
            ) from None
    finally:
        connection.close()
    return _result(answer.status, body)


def _result(status: int, body: bytes) -> Any:
    if status == 401:
        raise GatewayGone
    try:
        document = json.loads(body)
    except ValueError:
        raise GatewayGone from None
    if not isinstance(document, dict):
        raise GatewayGone
    if "result" in document:
        return document["result"]
    error = document.get("error")
    if not isinstance(error, dict):
        raise GatewayGone
    message = str(error.get("message", ""))
    if error.get("type") == "InvalidInput":
        raise InvalidInput(str(error.get("field", "")), message)
    raise ERROR_TYPES.get(str(error.get("type")), OneApiError)(message)
