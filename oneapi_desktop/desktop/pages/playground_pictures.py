"""Pictures for a conversation: read from files or the clipboard, in a form every dialect takes."""

import base64
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPixmap

from oneapi_desktop.domain.errors import InvalidInput

LARGEST = 20 * 1024 * 1024
"""Bytes a picture may have; vendors take no more."""

MOST = 10
"""Pictures in one message."""

SUFFIXES = ("png", "jpg", "jpeg", "gif", "webp", "bmp")
_TYPES = {b"png": "image/png", b"jpeg": "image/jpeg", b"gif": "image/gif", b"webp": "image/webp"}

Picture = dict[str, str]
"""``media_type`` and ``data`` in Base64, as ``playground.begin`` takes them."""


def read_picture(path: Path) -> Picture:
    """A file as a picture. Blocks: call it in a thread. Raises InvalidInput."""
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise InvalidInput("images", f"{path.name} cannot be read: {error.strerror}") from None
    return picture_of(content, path.name)


def picture_of(content: bytes, name: str) -> Picture:
    """Bytes as a picture; what no dialect knows is written as PNG. Raises InvalidInput."""
    if len(content) > LARGEST:
        raise InvalidInput("images", f"{name} is larger than {LARGEST >> 20} MB; make it smaller first")
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    media_type = _TYPES.get(bytes(reader.format().data()))
    if not reader.canRead():
        raise InvalidInput("images", f"{name} is no picture that can be read; use PNG, JPEG, GIF or WebP")
    if media_type is None:
        return png_of(reader.read())
    return {"media_type": media_type, "data": base64.b64encode(content).decode()}


def png_of(image: QImage) -> Picture:
    """An image, such as one from the clipboard, as PNG. Raises InvalidInput."""
    made = QByteArray()
    buffer = QBuffer(made)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if image.isNull() or not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise InvalidInput("images", "the picture cannot be read")
    return {"media_type": "image/png", "data": base64.b64encode(bytes(made.data())).decode()}


def thumbnail(picture: Picture, side: int) -> QPixmap:
    """A small view of a picture; null when it is none."""
    data = QByteArray(base64.b64decode(picture["data"], validate=False))
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > side:
        # Scaled while it is decoded, so that a huge picture is never unpacked whole.
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    return QPixmap.fromImage(reader.read())
