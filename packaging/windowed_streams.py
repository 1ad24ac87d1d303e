"""Runtime hook of the bundle: a program without a console has no standard streams; give it silent ones."""

import os
import sys

for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
    if getattr(sys, name) is None:
        # Open for as long as the process runs.
        setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
