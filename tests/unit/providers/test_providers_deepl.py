"""DeepL: which host a key belongs to."""

import pytest

from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.providers.deepl import deepl_base, deepl_headers
from oneapi_desktop.providers.registry import find_provider

DEEPL = find_provider("deepl")


@pytest.mark.parametrize(
    ("base_url", "key", "host"),
    [
        ("", "k:fx", "https://api-free.deepl.com"),
        ("", "k", "https://api.deepl.com"),
        ("https://api-free.deepl.com/", "k", "https://api.deepl.com"),
        ("https://api.deepl.com", "k:fx", "https://api-free.deepl.com"),
        ("https://mirror.example/deepl/", "k", "https://mirror.example/deepl"),
    ],
)
def test_the_host_follows_the_key(base_url: str, key: str, host: str):
    assert deepl_base(Channel(1, "d", "deepl", base_url=base_url), DEEPL, ChannelSecrets(key=key)) == host


def test_the_channels_own_headers_win():
    found = deepl_headers(ChannelSecrets(key="k", headers={"Authorization": "other"}))
    assert found["Authorization"] == "other"
