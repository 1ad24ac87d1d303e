"""A client and a scriptable upstream for tests of providers."""

from collections.abc import AsyncIterator

import pytest
from fake_upstream import FakeUpstream
from recorded import TIMEOUTS

from oneapi_desktop.providers.upstream import UpstreamClient


@pytest.fixture
async def upstream() -> AsyncIterator[FakeUpstream]:
    """An upstream on a loopback port of its own."""
    fake = await FakeUpstream().start()
    yield fake
    await fake.stop()


@pytest.fixture
async def client() -> AsyncIterator[UpstreamClient]:
    """The gateway's own transport."""
    made = UpstreamClient(TIMEOUTS)
    yield made
    await made.close()
