"""Vault for upstream keys: the OS keyring, or a sealed file where there is none.

``vault.py`` holds the interface and chooses; ``keyring_vault.py`` and ``sealed_file.py`` are the two
places; ``vault_marker.py`` remembers which of them holds the keys of a data directory.
"""
