"""Render the program's icon for installers: ``python tools/make_icons.py`` writes into build/icons/.

PNG files for Linux (``hicolor`` sizes), an ICO for Windows and an ICNS for macOS, both of which hold PNG images.
Formats: ICO as in Windows Vista and later; ICNS types ic07 to ic14 as in iconutil's output.
"""

import os
import struct
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "resources" / "icons" / "oneapi-desktop.svg"
TARGET = ROOT / "build" / "icons"

PNG_SIZES = (16, 24, 32, 48, 64, 128, 256, 512, 1024)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
ICNS_TYPES = {"icp4": 16, "icp5": 32, "ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024, "ic11": 32, "ic12": 64,
              "ic13": 256, "ic14": 512}  # fmt: skip


def render(source: Path, sizes: tuple[int, ...]) -> dict[int, bytes]:
    """PNG bytes by edge length in pixels. Raises SystemExit when the picture cannot be read."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(source))
    if not renderer.isValid():
        raise SystemExit(f"{source} is no SVG picture that Qt can draw")
    found = {}
    for size in sizes:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        found[size] = bytes(buffer.data().data())
    del application
    return found


def ico(images: dict[int, bytes]) -> bytes:
    """A Windows icon. An edge of 256 is written as 0."""
    head = struct.pack("<HHH", 0, 1, len(images))
    offset = len(head) + 16 * len(images)
    entries, data = b"", b""
    for size, png in images.items():
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), offset + len(data))
        data += png
    return head + entries + data


def icns(images: dict[int, bytes]) -> bytes:
    """A macOS icon."""
    parts = [
        kind.encode() + struct.pack(">I", 8 + len(images[size])) + images[size] for kind, size in ICNS_TYPES.items()
    ]
    body = b"".join(parts)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def main() -> int:
    """Write every file."""
    TARGET.mkdir(parents=True, exist_ok=True)
    images = render(SOURCE, PNG_SIZES)
    for size, png in images.items():
        (TARGET / f"oneapi-desktop-{size}.png").write_bytes(png)
    (TARGET / "oneapi-desktop.ico").write_bytes(ico({size: images[size] for size in ICO_SIZES}))
    (TARGET / "oneapi-desktop.icns").write_bytes(icns(images))
    return 0


if __name__ == "__main__":
    sys.exit(main())
