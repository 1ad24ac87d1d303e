"""How fast, against what: ``python -m bench`` (or ``python3 dev.py bench``). Method: docs/performance.md."""
