"""Use cases for managing: what the command line, the window and the portal call."""
