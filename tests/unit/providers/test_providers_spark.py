"""iFlytek Spark: signed addresses, versions, messages as answers."""

import asyncio
from dataclasses import replace

import orjson
import pytest
from fake_upstream import Exchange, FakeUpstream, answer
from recorded import FIXTURES, Recorded, Scene

from oneapi_desktop.dialects import spark
from oneapi_desktop.dialects.conversation import DialectError
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.spark import SparkAdapter, domain_of, version_of
from oneapi_desktop.providers.spark_signing import signed_url
from oneapi_desktop.providers.upstream import FaultKind, Timeouts, UpstreamClient, UpstreamFault

SPARK = find_provider("xunfei")


@pytest.fixture
def scene(upstream: FakeUpstream, client: UpstreamClient) -> Scene:
    return Scene(Recorded(SPARK, FIXTURES / "xunfei"), upstream, client)


def test_the_documented_example_of_an_address():
    url = "wss://spark-api.xf-yun.com/v1.1/chat"
    key, secret = "addd2272b6d8b7c8abdd79531420ca3b", "MjlmNzkzNmZkMDQ2OTc0ZDdmNGE2ZTZi"
    authorization = (
        "YXBpX2tleT0iYWRkZDIyNzJiNmQ4YjdjOGFiZGQ3OTUzMTQyMGNhM2IiLCBhbGdvcml0aG09ImhtYWMtc2hhMjU2IiwgaGVhZGVycz0iaG9z"
        "dCBkYXRlIHJlcXVlc3QtbGluZSIsIHNpZ25hdHVyZT0iejVnSGR1M3B4VlY0QURNeWs0Njd3T1dEUTlxNkJRelIzbmZNVGpjL0RhUT0i"
    )
    assert signed_url(url, key, secret, 1683283419) == (
        f"{url}?authorization={authorization}&date=Fri%2C+05+May+2023+10%3A43%3A39+GMT&host=spark-api.xf-yun.com"
    )


@pytest.mark.parametrize(
    ("model", "own", "version", "domain"),
    [
        ("Spark-Lite", "", "v1.1", "lite"),
        ("spark-4.0-ultra", "v1.1", "v4.0", "4.0Ultra"),
        ("Spark-Pro-128K", "", "v3.1-128K", "pro-128k"),
        ("generalv3.5", "", "v3.5", "generalv3.5"),
        ("SparkDesk-v3.1", "", "v3.1", "generalv3"),
        ("SparkDesk", "v2.1", "v2.1", "generalv2"),
        ("SparkDesk", "../../x", "v1.1", "lite"),
        ("SparkDesk-v9", "", "v9", "generalv9"),
    ],
)
def test_versions_and_domains(model: str, own: str, version: str, domain: str):
    found = version_of(model, Channel(1, "s", "xunfei", config={"api_version": own}))
    assert (found, domain_of(found)) == (version, domain)


async def test_a_whole_answer_is_made_of_all_messages(scene: Scene, client: UpstreamClient):
    scene.play("stream")
    found = await SparkAdapter().send(client, scene.task(scene.request()))
    response = spark.parse_response(await found.read_whole(100_000))
    assert response.candidates[0].parts[0].text == "Grüezi!"
    assert response.usage is not None
    assert response.usage.total == 29


async def test_models_without_functions_refuse_tools(scene: Scene):
    channel = scene.channel
    assert not SparkAdapter().capabilities(SPARK, channel, scene.dialect, "Spark-Lite").tools
    target = SparkAdapter().capabilities(SPARK, channel, scene.dialect, "Spark-Lite")
    with pytest.raises(DialectError, match="cannot call tools"):
        spark.build_request(scene.request(tools=True), target)


@pytest.mark.parametrize("stream", [False, True])
async def test_a_refused_connection_keeps_its_status(scene: Scene, client: UpstreamClient, stream: bool):
    scene.upstream.script = answer({"message": "HMAC signature does not match"}, 403)
    found = await SparkAdapter().send(client, scene.task(scene.request(stream=stream)))
    assert found.status == 403
    assert "403" in spark.parse_error(found.status, await found.read_whole(1000)).message


@pytest.mark.parametrize("stream", [False, True])
async def test_a_failure_of_the_first_message_gets_its_status(scene: Scene, client: UpstreamClient, stream: bool):
    scene.play("error")
    found = await SparkAdapter().send(client, scene.task(scene.request(stream=stream)))
    assert found.status == 400


async def test_a_connection_that_ends_too_soon_is_a_cut(scene: Scene, client: UpstreamClient):
    async def script(exchange: Exchange) -> None:
        await exchange.open_socket()
        await exchange.receive_message()
        exchange.fin()

    scene.upstream.script = script
    with pytest.raises(UpstreamFault) as caught:
        await SparkAdapter().send(client, scene.task(scene.request()))
    assert caught.value.kind is FaultKind.CUT


async def test_a_silent_upstream_is_given_up(scene: Scene):
    async def script(exchange: Exchange) -> None:
        await exchange.open_socket()
        while await exchange.receive_message() is not None:
            pass

    scene.upstream.script = script
    client = UpstreamClient(Timeouts(connect=5.0, first_byte=0.05, idle=0.05))
    with pytest.raises(UpstreamFault) as caught:
        await SparkAdapter().send(client, scene.task(scene.request()))
    assert caught.value.kind is FaultKind.FIRST_BYTE_TIMEOUT
    await client.close()


async def test_who_leaves_a_stream_closes_the_connection(scene: Scene, client: UpstreamClient):
    gone = asyncio.Event()
    first = {"header": {"code": 0, "status": 0}, "payload": {"choices": {"status": 0, "text": [{"content": "a"}]}}}

    async def script(exchange: Exchange) -> None:
        await exchange.open_socket()
        await exchange.receive_message()
        await exchange.send_message(orjson.dumps(first))
        assert await exchange.receive_message() is None
        gone.set()

    scene.upstream.script = script
    found = await SparkAdapter().send(client, scene.task(scene.request(stream=True)))
    assert b'"a"' in await found.read()
    found.close()
    async with asyncio.timeout(5):
        await gone.wait()


@pytest.mark.parametrize("stream", [False, True])
async def test_nobody_waits_for_an_upstream_that_never_says_goodbye(scene: Scene, client: UpstreamClient, stream: bool):
    was_read = asyncio.Event()

    async def script(exchange: Exchange) -> None:
        await exchange.open_socket()
        await exchange.receive_message()
        await exchange.send_message(orjson.dumps(scene.recorded.load("answer")))
        await was_read.wait()
        exchange.fin()

    scene.upstream.script = script
    found = await SparkAdapter().send(client, scene.task(scene.request(stream=stream)))
    assert "Grüezi!".encode() in await found.read_whole(10_000)
    was_read.set()


async def test_a_key_that_is_not_of_three_parts_is_refused(scene: Scene, client: UpstreamClient):
    task = replace(scene.task(scene.request()), secrets=ChannelSecrets(key="password"))
    with pytest.raises(InvalidInput, match="APPID"):
        await SparkAdapter().send(client, task)
