"""Wire formats as pure functions over bytes and JSON; no I/O."""
