"""Writing figures into docs/performance.md, between its markers."""

from pathlib import Path

from bench.processes import ROOT, BenchError

DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN = "<!-- figures: written by 'python3 dev.py bench --write-docs' -->"
END = "<!-- end of figures -->"


def write(figures: str, path: Path = DOCUMENT) -> None:
    """Replace what stands between the markers. Raises BenchError when they are missing."""
    text = path.read_text(encoding="utf-8")
    before, begun, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise BenchError(f"{path} lacks the lines {BEGIN!r} and {END!r}, between which the figures go")
    path.write_text(f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}", encoding="utf-8")
