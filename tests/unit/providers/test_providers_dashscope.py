"""DashScope: addresses by what is asked, pictures as tasks."""

from dataclasses import replace
from typing import Any

import orjson
import pytest
from fake_upstream import Exchange, FakeUpstream
from recorded import FIXTURES, Recorded, Scene

from oneapi_desktop.dialects import dashscope
from oneapi_desktop.dialects.conversation import DialectError
from oneapi_desktop.dialects.unary import ImageRequest
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import Task
from oneapi_desktop.providers.dashscope import MULTIMODAL, PICTURES, DashscopeAdapter
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import UpstreamClient

ALI = find_provider("ali")


def picture(upstream: FakeUpstream, client: UpstreamClient, model: str = "wanx-v1") -> Task:
    scene = Scene(Recorded(ALI, FIXTURES / "ali"), upstream, client)
    body = dashscope.build_image_request(ImageRequest(model, "a dot", n=2, size="720x1280", negative_prompt="cats"))
    task = scene.task(scene.request())
    return replace(task, mode=Mode.IMAGES, model=model, body=orjson.dumps(body), path="")


class Painter:
    """A task that runs for some looks."""

    def __init__(self, upstream: FakeUpstream, looks: int, **output: Any) -> None:
        self.looks = looks
        self.output = output
        upstream.script = self.script

    async def script(self, exchange: Exchange) -> None:
        if exchange.request.method == "POST":
            await exchange.answer({"output": {"task_id": "t/1", "task_status": "PENDING"}, "request_id": "q"})
            return
        self.looks -= 1
        running = {"task_id": "t/1", "task_status": "RUNNING"}
        await exchange.answer({"output": running if self.looks > 0 else self.output})


async def painted(upstream: FakeUpstream, client: UpstreamClient, task: Task) -> Any:
    answer = await DashscopeAdapter(poll_interval=0).send(client, task)
    return dashscope.parse_image_response(await answer.read_whole(10_000))


async def test_a_picture_is_waited_for(upstream: FakeUpstream, client: UpstreamClient):
    Painter(upstream, 3, task_status="SUCCEEDED", results=[{"url": "https://x/1"}, {"b64_image": "QQ=="}])
    found = await painted(upstream, client, picture(upstream, client))
    assert [(image.url, image.data) for image in found.images] == [("https://x/1", ""), ("", "QQ==")]
    created, *looks = upstream.requests
    assert created.path == PICTURES
    assert created.headers["X-DashScope-Async"] == "enable"
    assert created.json == {
        "model": "wanx-v1",
        "input": {"prompt": "a dot", "negative_prompt": "cats"},
        "parameters": {"size": "720*1280", "n": 2},
    }
    assert [look.path for look in looks] == ["/api/v1/tasks/t%2F1"] * 3
    assert looks[0].headers["Authorization"] == "Bearer sk-ali-test"


async def test_a_picture_that_fails_tells_why(upstream: FakeUpstream, client: UpstreamClient):
    Painter(upstream, 1, task_status="FAILED", code="DataInspectionFailed", message="unsuitable prompt")
    with pytest.raises(DialectError, match="unsuitable prompt"):
        await painted(upstream, client, picture(upstream, client))


async def test_models_that_paint_in_a_chat_answer_at_once(upstream: FakeUpstream, client: UpstreamClient):
    async def script(exchange: Exchange) -> None:
        message = {"role": "assistant", "content": [{"image": "https://x/1.png"}]}
        await exchange.answer({"output": {"choices": [{"message": message, "finish_reason": "stop"}]}})

    upstream.script = script
    found = await painted(upstream, client, picture(upstream, client, "qwen-image-3.0"))
    assert [image.url for image in found.images] == ["https://x/1.png"]
    assert [request.path for request in upstream.requests] == [MULTIMODAL]
    assert upstream.requests[0].json["input"] == {"messages": [{"role": "user", "content": [{"text": "a dot"}]}]}


async def test_a_mode_it_does_not_have_is_refused(upstream: FakeUpstream, client: UpstreamClient):
    task = replace(picture(upstream, client), mode=Mode.SPEECH)
    with pytest.raises(InvalidInput, match="no endpoint for speech"):
        await DashscopeAdapter().send(client, task)
