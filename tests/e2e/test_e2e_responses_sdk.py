"""The official OpenAI SDK's Responses as the reading end of the real program, before the built-in echo."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openai import APIStatusError, NotFoundError, OpenAI
from openai.types.responses import Response
from program import PATIENCE, Gateway, serving
from pydantic import BaseModel

WEATHER: Any = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather of a city.",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
        "required": ["city", "days"],
        "additionalProperties": False,
    },
    "strict": True,
}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("responses") / "data"


@pytest.fixture(scope="module")
def gateway(data_dir: Path) -> Iterator[Gateway]:
    with serving(data_dir) as found:
        yield found
        assert found.stop() == 0


def client_of(gateway: Gateway) -> OpenAI:
    return OpenAI(base_url=gateway.url, api_key=gateway.key, max_retries=0, timeout=PATIENCE)


@pytest.fixture(scope="module")
def client(gateway: Gateway) -> Iterator[OpenAI]:
    with client_of(gateway) as found:
        yield found


def ask(client: OpenAI, streamed: bool, **fields: Any) -> Response:
    """An answer, whole or put together from its stream by the SDK."""
    if not streamed:
        return client.responses.create(model="echo", **fields)
    with client.responses.stream(model="echo", **fields) as stream:
        return stream.get_final_response()


both = pytest.mark.parametrize("streamed", [False, True])


@both
def test_a_response(client: OpenAI, streamed: bool) -> None:
    made = ask(client, streamed, input="hello you", instructions="Be brief.", metadata={"a": "b"})
    assert (made.output_text, made.status, made.model) == ("hello you", "completed", "echo")
    assert (made.instructions, made.metadata, made.previous_response_id) == ("Be brief.", {"a": "b"}, None)
    assert made.usage is not None
    assert made.usage.total_tokens == made.usage.input_tokens + made.usage.output_tokens > 0


def test_text_comes_word_by_word(client: OpenAI) -> None:
    with client.responses.stream(model="echo", input="one two three") as stream:
        deltas = [event.delta for event in stream if event.type == "response.output_text.delta"]
    assert len(deltas) == 3
    assert "".join(deltas) == "one two three"


@both
def test_reasoning_is_shown(client: OpenAI, streamed: bool) -> None:
    made = ask(client, streamed, input="/reasoning because\nyes", reasoning={"effort": "high", "summary": "auto"})
    assert [item.type for item in made.output] == ["reasoning", "message"]
    assert "".join(part.text for part in made.output[0].summary) == "because"
    assert made.output_text == "yes"


@both
def test_a_tool_loop_by_reference(client: OpenAI, streamed: bool) -> None:
    tools = [WEATHER, WEATHER | {"name": "get_time"}]
    first = ask(client, streamed, input="/tools get_weather get_time\nplease", tools=tools)
    calls = [item for item in first.output if item.type == "function_call"]
    assert [call.name for call in calls] == ["get_weather", "get_time"]
    assert all("city" in json.loads(call.arguments) for call in calls)
    results: Any = [{"type": "function_call_output", "call_id": call.call_id, "output": call.name} for call in calls]
    second = ask(client, streamed, input=[*results, {"role": "user", "content": "and?"}], previous_response_id=first.id)
    assert (second.status, second.previous_response_id) == ("completed", first.id)


class Weather(BaseModel):
    city: str
    days: int


def test_structured_output(client: OpenAI) -> None:
    parsed = client.responses.parse(model="echo", input="weather", text_format=Weather).output_parsed
    assert isinstance(parsed, Weather)
    with client.responses.stream(model="echo", input="weather", text_format=Weather) as stream:
        assert isinstance(stream.get_final_response().output_parsed, Weather)


def test_a_broken_stream_fails(client: OpenAI) -> None:
    with client.responses.stream(model="echo", input="/cut 3 one two three") as stream:
        last = list(stream)[-1]
    assert last.type == "response.failed"
    assert last.response.error is not None
    assert last.response.output[0].status == "incomplete"


def test_errors(client: OpenAI) -> None:
    with pytest.raises(APIStatusError) as caught:
        client.responses.create(model="echo", input="/error 429\nslow")
    assert caught.value.status_code == 429
    with pytest.raises(NotFoundError):
        client.responses.create(model="nothing", input="x")
    with pytest.raises(NotFoundError):
        client.responses.retrieve("resp_nothing")


def test_counting(client: OpenAI) -> None:
    assert client.responses.input_tokens.count(model="echo", input="hello there").input_tokens > 0


def test_kept_responses_outlive_the_program(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as gateway, client_of(gateway) as client:
        key = gateway.key
        made = client.responses.create(model="echo", input="remember me")
        assert gateway.stop() == 0
    with serving(tmp_path / "data", first=False) as gateway:
        gateway.key = key
        with client_of(gateway) as client:
            assert client.responses.retrieve(made.id).output_text == "remember me"
            (item,) = client.responses.input_items.list(made.id).data
            assert item.content[0].text == "remember me"
            client.responses.delete(made.id)
            with pytest.raises(NotFoundError):
                client.responses.retrieve(made.id)
        assert gateway.stop() == 0
