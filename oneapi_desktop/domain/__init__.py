"""Plain data and rules; imports nothing else of ours."""
