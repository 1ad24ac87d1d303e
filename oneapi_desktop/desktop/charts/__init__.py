"""Charts: pyqtgraph in the theme's colours, read with pointer or keyboard, clicked through to the requests behind.

Charts know no language: who shows one hands it its texts.
"""

import asyncio
import importlib
import sys

DRAWING = "pyqtgraph"


async def load_drawing() -> None:
    """Load what charts are drawn with, beside the window's thread: it takes a third of a second of work."""
    if DRAWING not in sys.modules:
        await asyncio.to_thread(importlib.import_module, DRAWING)
