"""The aiohttp application: relay routes, control endpoint, middleware."""
