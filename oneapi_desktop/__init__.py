"""One API Desktop: one local endpoint for every model provider, with a ledger that can be proved."""

__version__ = "0.1.0"
