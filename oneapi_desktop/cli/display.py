"""Whether a window could be shown here.

Qt ends the whole process when it cannot reach a display, and a gateway must serve all the same; so
the display is asked before Qt is loaded.
"""

import ctypes
import os
import re
import socket
import sys
from pathlib import Path

ANSWER_WITHIN = 2.0
"""Seconds a display may take to accept a connection; one over the network (ssh -X) is slower than a socket."""

_X_DISPLAY = re.compile(r"(?:(?P<protocol>[a-z]+)/)?(?P<host>[^:]*|\[[^\]]*\]):(?P<number>\d{1,5})(?:\.\d+)?")
X_PORT = 6000
XCB_LIBRARY = "libxcb-cursor.so.0"
"""What Qt's X11 plug-in needs from the system since 6.5 and minimal systems lack."""


def missing_display() -> str:
    """Why no window can be shown here, as the end of a sentence; "" when one can."""
    if sys.platform in ("win32", "darwin"):
        return ""
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in {"offscreen", "minimal", "vnc", "linuxfb", "eglfs"}:
        return ""
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY", ""), os.environ.get("DISPLAY", "")
    if not wayland and not x11:
        return "there is no display"
    if wayland and _wayland_answers(wayland):
        return ""
    if not x11:
        return f"the display {wayland} does not answer"
    if not _x11_answers(x11):
        return f"the display {x11} does not answer"
    try:
        ctypes.CDLL(XCB_LIBRARY)
    except OSError:
        return f"the system lacks {XCB_LIBRARY} (on Debian: apt-get install libxcb-cursor0)"
    return ""


def _wayland_answers(name: str) -> bool:
    """``name`` is a path, or a socket's name in the runtime directory (wl_display_connect(3))."""
    return _accepts(str(Path(os.environ.get("XDG_RUNTIME_DIR", "")) / name))


def _x11_answers(display: str) -> bool:
    """``display`` is ``[protocol/][host]:number[.screen]``, or a socket's path (X(7), DISPLAY NAMES)."""
    if display.startswith("/"):
        return _accepts(display) or _accepts(re.sub(r"\.\d+$", "", display))
    found = _X_DISPLAY.fullmatch(display)
    if found is None:
        return False
    number, host = found["number"], found["host"]
    if host in ("", "unix") or found["protocol"] == "unix":
        path = f"/tmp/.X11-unix/X{number}"
        return _accepts(path) or (sys.platform == "linux" and _accepts(f"\0{path}"))
    try:
        with socket.create_connection((host.strip("[]"), X_PORT + int(number)), ANSWER_WITHIN):
            return True
    except (OSError, OverflowError, UnicodeError):
        return False


def _accepts(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(ANSWER_WITHIN)
        try:
            probe.connect(path)
        except (OSError, ValueError):
            return False
        return True
