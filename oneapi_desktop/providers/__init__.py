"""Upstreams: address, authentication, quirks, models, and the HTTP transport that reaches them."""
