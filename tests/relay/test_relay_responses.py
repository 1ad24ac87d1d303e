"""Responses clients on any upstream: what is streamed, what is kept, how a conversation goes on."""

from typing import Any, get_args

import orjson
import pytest
from fake_upstream import Exchange, FakeUpstream, chat_chunk, chat_events, completion, sse, stream, usage_chunk
from gateway_harness import KEY, Harness
from openai import AsyncOpenAI, BadRequestError, NotFoundError
from openai.types.responses import Response, ResponseStreamEvent

RESPONSES = "/v1/responses"
MODELS = {get_args(m.model_fields["type"].annotation)[0]: m for m in get_args(get_args(ResponseStreamEvent)[0])}
WEATHER: Any = {
    "type": "function",
    "name": "weather",
    "parameters": {"type": "object", "properties": {}},
    "strict": False,
}


def respond(text: Any = "hi", **fields: Any) -> dict[str, Any]:
    """A request of a Responses client."""
    return {"model": "gpt-4o", "input": text} | fields


def client_of(harness: Harness, key: str = KEY) -> AsyncOpenAI:
    """The official client."""
    return AsyncOpenAI(base_url=f"{harness.origin}/v1", api_key=key, max_retries=0)


def events_of(body: bytes) -> list[dict[str, Any]]:
    """The events of a stream, each as the official client's own type has it."""
    found = []
    for block in body.decode().strip().split("\n\n"):
        name, data = block.split("\n")
        event = orjson.loads(data.removeprefix("data: "))
        assert name == f"event: {event['type']}"
        MODELS[event["type"]].model_validate(event, strict=True)
        found.append(event)
    assert [event["sequence_number"] for event in found] == list(range(len(found)))
    return found


def calling(name: str, arguments: str, id: str = "call_1") -> list[bytes]:
    """A chat stream that calls a tool."""
    function = {"name": name, "arguments": arguments}
    call = {"index": 0, "id": id, "type": "function", "function": function}
    return [
        sse(chat_chunk(choices=[{"index": 0, "delta": {"tool_calls": [call]}, "finish_reason": None}])),
        sse(chat_chunk(finish="tool_calls")),
        sse(usage_chunk()),
        sse("[DONE]"),
    ]


async def test_a_client_on_a_chat_upstream(harness: Harness, upstream: FakeUpstream) -> None:
    reply = await harness.ask(respond("weather?", instructions="Be brief.", max_output_tokens=50), RESPONSES)
    assert reply.status == 200, reply.body
    body = reply.json
    Response.model_validate(body, strict=True)
    assert body["output"][0]["content"][0]["text"] == "hello"
    assert (body["status"], body["model"], body["instructions"]) == ("completed", "gpt-4o", "Be brief.")
    assert (body["usage"]["input_tokens"], body["usage"]["output_tokens"]) == (10, 5)
    assert upstream.requests[0].json["messages"][0] == {"role": "system", "content": "Be brief."}
    row = await harness.last_row()
    assert (row.dialect, row.outcome, row.usage.total_tokens) == ("openai-responses", "done", 15)


async def test_a_client_streams_from_a_chat_upstream(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = stream()
    reply = await harness.ask(respond(stream=True), RESPONSES)
    events = events_of(reply.body)
    assert [event["type"].removeprefix("response.") for event in events] == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "completed",
    ]
    assert events[-1]["response"]["usage"]["total_tokens"] == 15


async def test_an_upstream_cut_fails_the_response(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = stream(chat_events(usage=False)[:2], end=True)
    reply = await harness.ask(respond(stream=True), RESPONSES)
    events = events_of(reply.body)
    assert events[-1]["type"] == "response.failed"
    assert events[-1]["response"]["error"]["code"] == "server_error"
    assert events[-2]["item"]["status"] == "incomplete"
    kept = await harness.get(f"{RESPONSES}/{events[-1]['response']['id']}")
    assert kept.status == 404


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_tool_loop_goes_on_by_reference(harness: Harness, upstream: FakeUpstream, streamed: bool) -> None:
    async def script(exchange: Exchange) -> None:
        asked = exchange.request.json["messages"]
        if asked[-1]["role"] != "tool":
            call = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
            if streamed:
                await stream(calling("weather", "{}"))(exchange)
            else:
                body = {"id": "c", "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}]}
                await exchange.answer(body)
        elif streamed:
            await stream(chat_events(("It ", "rains.")))(exchange)
        else:
            await completion("It rains.")(exchange)

    upstream.script = script
    client = client_of(harness)
    asked: dict[str, Any] = {"model": "gpt-4o", "tools": [WEATHER]}
    first = await self_read(client, streamed, input="weather?", instructions="Be brief.", **asked)
    (call,) = first.output
    result = [{"type": "function_call_output", "call_id": call.call_id, "output": "rain"}]
    second = await self_read(client, streamed, input=result, previous_response_id=first.id, **asked)
    assert second.output_text == "It rains."
    assert second.previous_response_id == first.id
    roles = [message["role"] for message in upstream.requests[-1].json["messages"]]
    # Instructions are not inherited.
    assert roles == ["user", "assistant", "tool"]
    third = await self_read(client, streamed, input="thanks", previous_response_id=second.id, **asked)
    assert third.status == "completed"
    assert [m["role"] for m in upstream.requests[-1].json["messages"]] == [*roles, "assistant", "user"]
    await client.close()


async def self_read(client: AsyncOpenAI, streamed: bool, **fields: Any) -> Response:
    """An answer as the official client puts it together."""
    if not streamed:
        return await client.responses.create(**fields)
    async with client.responses.stream(**fields) as answer:
        return await answer.get_final_response()


async def test_an_answer_is_kept_before_its_end_is_seen(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = stream()
    async with harness.call(respond(stream=True), RESPONSES) as response:
        seen = b""
        while b"response.completed" not in seen:
            seen += await response.content.readany()
        kept = await harness.get(f"{RESPONSES}/{events_of(seen)[-1]['response']['id']}")
    assert kept.json == events_of(seen)[-1]["response"]


async def test_the_official_client_finds_lists_and_deletes(harness: Harness, upstream: FakeUpstream) -> None:
    client = client_of(harness)
    made = await client.responses.create(model="gpt-4o", input=[{"role": "user", "content": "one"}])
    assert (await client.responses.retrieve(made.id)).output_text == "hello"
    (item,) = (await client.responses.input_items.list(made.id)).data
    assert item.content[0].text == "one"
    with pytest.raises(BadRequestError, match="background"):
        await client.responses.cancel(made.id)
    other = client_of(harness, await harness.token("other"))
    with pytest.raises(NotFoundError):
        await other.responses.retrieve(made.id)
    await client.responses.delete(made.id)
    with pytest.raises(NotFoundError):
        await client.responses.retrieve(made.id)
    with pytest.raises(BadRequestError) as caught:
        await client.responses.create(model="gpt-4o", input="x", previous_response_id=made.id)
    assert (caught.value.param, caught.value.code) == ("previous_response_id", "previous_response_not_found")
    await client.close()
    await other.close()


async def test_what_is_asked_wrongly_is_refused(harness: Harness, upstream: FakeUpstream) -> None:
    made = (await harness.ask(respond(), RESPONSES)).json["id"]
    cases = [
        ("PUT", f"/{made}", 405, None),
        ("GET", f"/{made}/cancel", 405, None),
        ("GET", f"/{made}?stream=true", 501, "stream"),
        ("GET", f"/{made}/input_items?limit=0", 400, "limit"),
        ("GET", f"/{made}/input_items?limit=x", 400, "limit"),
        ("GET", f"/{made}/input_items?order=up", 400, "order"),
        ("GET", f"/{made}/nothing", 501, None),
        ("POST", "/compact", 501, None),
    ]
    for method, path, status, param in cases:
        reply = await harness.ask(b"{}", RESPONSES + path, method=method)
        assert (reply.status, reply.error["param"]) == (status, param), path
    background = await harness.ask(respond(background=True), RESPONSES)
    assert (background.status, background.error["param"]) == (400, "background")
    refused = await harness.get(f"{RESPONSES}/{made}", key="sk-nobody")
    assert refused.status == 401
    counted = await harness.ask(respond(previous_response_id=made), f"{RESPONSES}/input_tokens")
    assert counted.json["object"] == "response.input_tokens"
    alone = await harness.ask(respond(), f"{RESPONSES}/input_tokens")
    assert counted.json["input_tokens"] > alone.json["input_tokens"]


async def test_nothing_is_kept_against_the_callers_or_owners_will(harness: Harness, upstream: FakeUpstream) -> None:
    made = await harness.ask(respond(store=False), RESPONSES)
    assert made.json["store"] is False
    assert (await harness.get(f"{RESPONSES}/{made.json['id']}")).status == 404
    await harness.run("setting.set", key="stored_response_days", value="0")
    made = await harness.ask(respond(), RESPONSES)
    assert (await harness.get(f"{RESPONSES}/{made.json['id']}")).status == 404


def native(id: str, text: str) -> dict[str, Any]:
    """A whole answer of a Responses upstream."""
    content = [{"type": "output_text", "text": text, "annotations": [], "logprobs": []}]
    message = {"id": f"msg_{id}", "type": "message", "role": "assistant", "status": "completed", "content": content}
    usage = {
        "input_tokens": 10,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": 5,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 15,
    }
    head = {"id": id, "object": "response", "created_at": 1, "model": "gpt-4o", "status": "completed"}
    return {
        **head,
        "output": [message],
        "usage": usage,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
    }


def native_events(id: str, text: str) -> list[bytes]:
    whole = native(id, text)
    started = {**whole, "status": "in_progress", "output": []}
    item = whole["output"][0]
    place = {"item_id": item["id"], "output_index": 0, "content_index": 0}
    events: list[dict[str, Any]] = [
        {"type": "response.created", "response": started},
        {"type": "response.output_item.added", "output_index": 0, "item": {**item, "content": []}},
        {
            "type": "response.content_part.added",
            **place,
            "part": {"type": "output_text", "text": "", "annotations": []},
        },
        {"type": "response.output_text.delta", **place, "delta": text, "logprobs": []},
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        {"type": "response.completed", "response": whole},
    ]
    return [sse({**event, "sequence_number": number}) for number, event in enumerate(events)]


@pytest.mark.parametrize("streamed", [False, True])
async def test_an_upstream_that_remembers_gets_the_reference(harness: Harness, streamed: bool) -> None:
    """OpenAI knows its own answers; another channel gets the conversation."""
    home, other = await harness.upstream(), await harness.upstream()
    config = {"dialects": "openai-responses"}
    await harness.channel(other, "other", type="openai", config=config)
    await harness.channel(home, "home", type="openai", config=config, priority=1)
    for upstream, id in ((home, "resp_home"), (other, "resp_other")):
        if streamed:
            upstream.script = stream(native_events(id, "first"))
        else:

            async def script(exchange: Exchange, id: str = id) -> None:
                await exchange.answer(native(id, "first"))

            upstream.script = script
    made = await harness.ask(respond("one", stream=streamed), RESPONSES)
    assert made.status == 200, made.body
    await harness.run("channel.edit", channel="home", priority=-1)
    await harness.ask(respond("two", stream=streamed, previous_response_id="resp_home"), RESPONSES)
    seen = home.requests[-1].json
    # The channel that made the answer comes first, whatever its priority.
    assert (len(home.requests), len(other.requests)) == (2, 0)
    assert (seen["previous_response_id"], seen["input"]) == ("resp_home", "two")
    await harness.run("channel.disable", channel="home")
    moved = await harness.ask(respond("three", stream=streamed, previous_response_id="resp_home"), RESPONSES)
    assert moved.status == 200, moved.body
    seen = other.requests[-1].json
    assert "previous_response_id" not in seen
    said = [item["content"] for item in seen["input"]]
    # The second answer had the same id as the first and took its place.
    assert (said[-1], said[-2][0]["text"]) == ("three", "first")
    assert not any("id" in item for item in seen["input"])


@pytest.mark.parametrize("streamed", [False, True])
async def test_an_upstream_that_forgot_gets_the_conversation(harness: Harness, streamed: bool) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, type="openai", config={"dialects": "openai-responses"})

    async def script(exchange: Exchange) -> None:
        if "previous_response_id" in exchange.request.json:
            told = {"message": "Previous response not found.", "type": "invalid_request_error"}
            missing = {"param": "previous_response_id", "code": "previous_response_not_found"}
            await exchange.answer({"error": told | missing}, 400)
        elif streamed:
            await stream(native_events("resp_1", "first"))(exchange)
        else:
            await exchange.answer(native("resp_1", "first"))

    upstream.script = script
    await harness.ask(respond("one", stream=streamed), RESPONSES)
    reply = await harness.ask(respond("two", stream=streamed, previous_response_id="resp_1"), RESPONSES)
    assert reply.status == 200, reply.body
    referred, told = [request.json for request in upstream.requests[1:]]
    assert referred["previous_response_id"] == "resp_1"
    assert [item["role"] for item in told["input"]] == ["user", "assistant", "user"]
    unknown = await harness.ask(respond("two", stream=streamed, previous_response_id="resp_x"), RESPONSES)
    assert (unknown.status, unknown.error["code"]) == (400, "previous_response_not_found")
    assert len(upstream.requests) == 4


async def test_a_server_that_only_imitates_gets_the_conversation(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": "openai-responses"})

    async def script(exchange: Exchange) -> None:
        await exchange.answer(native("resp_1", "first"))

    upstream.script = script
    await harness.ask(respond("one"), RESPONSES)
    await harness.ask(respond("two", previous_response_id="resp_1"), RESPONSES)
    seen = upstream.requests[-1].json
    assert "previous_response_id" not in seen
    assert [item["role"] for item in seen["input"]] == ["user", "assistant", "user"]


async def test_items_are_found_by_reference(harness: Harness, upstream: FakeUpstream) -> None:
    made = (await harness.ask(respond("one"), RESPONSES)).json
    told = [{"role": "user", "content": "one"}, {"type": "item_reference", "id": made["output"][0]["id"]}]
    reply = await harness.ask(respond([*told, {"role": "user", "content": "two"}]), RESPONSES)
    assert reply.status == 200, reply.body
    assert [m["content"] for m in upstream.requests[-1].json["messages"]] == ["one", "hello", "two"]
    unknown = await harness.ask(respond([{"type": "item_reference", "id": "msg_x"}]), RESPONSES)
    assert unknown.status == 400
    assert "item_reference" in unknown.error["message"]


@pytest.mark.allow_warnings("was not kept")
async def test_an_answer_that_cannot_be_kept_is_an_answer_all_the_same(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": "openai-responses"})

    async def script(exchange: Exchange) -> None:
        await exchange.answer(native("resp_1", "first"))

    upstream.script = script
    deep = b'{"type":"message","role":"user","content":"a","x":' + b"[" * 300 + b"]" * 300 + b"}"
    reply = await harness.ask(b'{"model":"gpt-4o","input":[' + deep + b"]}", RESPONSES)
    assert reply.status == 200, reply.body
    assert "was not kept" in caplog.text
    assert (await harness.get(f"{RESPONSES}/resp_1")).status == 404
