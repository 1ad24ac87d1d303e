"""What a new device needs, as a QR code: the gateway's address and a token."""

import base64
import io
import json
from typing import Any

from oneapi_desktop.domain.errors import InvalidInput

CONTENTS = ("json", "address", "key")
"""``json``: address and key in one object, for programs that scan; ``address`` and ``key``: one of them as
plain text, for a phone's camera and a field to paste into."""

SCALE = 8
"""Pixels of a module in the PNG."""


def card_text(base_url: str, key: str, name: str, content: str = "json") -> str:
    """The text inside the code. Raises InvalidInput for a content that is none."""
    if content == "json":
        return json.dumps({"base_url": base_url, "api_key": key, "name": name}, separators=(",", ":"))
    if content == "address":
        return base_url
    if content == "key":
        return key
    raise InvalidInput("content", f"choose one of {', '.join(CONTENTS)}")


def qr_code(text: str) -> dict[str, Any]:
    """The text as a QR code: ``svg`` as text, ``png`` in Base64, ``modules`` as rows of 0 and 1 with the quiet
    zone left out (for drawing it)."""
    import segno

    code = segno.make(text, error="m", micro=False)
    vector, pixels = io.BytesIO(), io.BytesIO()
    code.save(vector, kind="svg", scale=1, border=4, xmldecl=False, svgns=True, unit=None, omitsize=True)
    code.save(pixels, kind="png", scale=SCALE, border=4)
    return {
        "svg": vector.getvalue().decode(),
        "png": base64.b64encode(pixels.getvalue()).decode(),
        "modules": ["".join("1" if module else "0" for module in row) for row in code.matrix],
    }
