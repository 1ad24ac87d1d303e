"""Qt without a screen for every test of the desktop floor."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
