import base64
import struct
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oneapi_desktop.relay.image_size import data_url_size, image_size


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0)


def jpeg(width: int, height: int, *, exif: int = 100, frame: int = 0xC0) -> bytes:
    app = b"\xff\xe1" + struct.pack(">H", exif + 2) + b"\xff" * exif
    table = b"\xff\xc4" + struct.pack(">H", 4) + b"\0\0"
    return (
        b"\xff\xd8" + app + b"\xff\xff" + table + bytes([0xFF, frame]) + struct.pack(">HBHHB", 17, 8, height, width, 3)
    )


def webp(kind: bytes, content: bytes) -> bytes:
    chunk = kind + struct.pack("<I", len(content)) + content
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def webp_lossy(width: int, height: int) -> bytes:
    return webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height))


def webp_lossless(width: int, height: int) -> bytes:
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14))


def webp_extended(width: int, height: int) -> bytes:
    return webp(b"VP8X", b"\0" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"))


MAKERS = [png, gif, jpeg, webp_lossy, webp_lossless, webp_extended]


@given(st.sampled_from(MAKERS), st.integers(1, 16383), st.integers(1, 16383), st.binary(max_size=50))
def test_every_format_tells_its_size(maker: object, width: int, height: int, rest: bytes) -> None:
    assert callable(maker)
    assert image_size(maker(width, height) + rest) == (width, height)


@pytest.mark.parametrize("frame", [0xC1, 0xC2, 0xC3, 0xC9, 0xCF])
def test_progressive_and_other_jpegs_are_read(frame: int) -> None:
    assert image_size(jpeg(300, 200, frame=frame)) == (300, 200)


def test_a_jpeg_behind_large_segments_is_read_from_a_data_url() -> None:
    url = "data:image/jpeg;base64," + base64.b64encode(jpeg(4000, 3000, exif=65_000) + b"x" * 500_000).decode()
    assert data_url_size(url) == (4000, 3000)


@pytest.mark.parametrize(
    ("url", "size"),
    [
        ("data:image/png;base64,", None),
        ("data:image/png,plain", None),
        ("data:;base64,!!!!", None),
        ("https://example.com/a.png", None),
        ("DATA:image/png;charset=x;BASE64," + base64.b64encode(png(3, 4)).decode(), (3, 4)),
        ("data:image/jpeg;base64," + base64.b64encode(png(3, 4)).decode(), (3, 4)),
        ("data:image/png;base64," + base64.b64encode(png(3, 4)).decode()[:40] + "\n é", (3, 4)),
        ("data:image/png;base64," + base64.b64encode(png(3, 4)).decode()[:24], None),
        ("data:image/png;base64," + base64.b64encode(png(0, 4)).decode(), None),
    ],
)
def test_data_urls(url: str, size: tuple[int, int] | None) -> None:
    assert data_url_size(url) == size


HEADS = st.sampled_from([b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"GIF87a", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8 ",
                         b"RIFF\0\0\0\0WEBPVP8L", b"RIFF\0\0\0\0WEBPVP8X", b"\xff\xd8\xff\xe0\0\x02"])  # fmt: skip


@given(HEADS, st.binary(max_size=80))
@example(b"\xff\xd8", b"\xff" * 1000)
def test_any_bytes_are_safe(head: bytes, rest: bytes) -> None:
    size = image_size(head + rest)
    assert size is None or (size[0] > 0 and size[1] > 0)
    data_url_size("data:x;base64," + base64.b64encode(head + rest).decode())


@given(st.sampled_from(MAKERS), st.data())
def test_a_header_that_is_cut_off_tells_nothing_wrong(maker: object, data: st.DataObject) -> None:
    assert callable(maker)
    content = maker(513, 1025)
    found = image_size(content[: data.draw(st.integers(0, len(content)))])
    assert found in {None, (513, 1025)}


@given(st.text())
def test_any_text_is_safe_as_a_url(text: str) -> None:
    assert data_url_size(text) is None
    data_url_size("data:;base64," + text)
