"""Points in time of the records that the tests of the store append. Milliseconds."""

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
BASE_MS = 4_102_444_800_000
"""2100-01-01T00:00Z: later than any clock of a test, so that its hours are not closed yet."""
