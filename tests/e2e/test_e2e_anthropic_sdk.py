"""The official Anthropic SDK as the reading end of the real program, before the built-in echo."""

from collections.abc import Iterator
from typing import Any

import anthropic
import pytest
from anthropic.types import TextBlock, ThinkingBlock, ToolUseBlock
from program import PATIENCE, Gateway, read, serving

WEATHER: Any = {
    "name": "get_weather",
    "description": "The weather of a city.",
    "input_schema": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
        "required": ["city"],
    },
}


def user(text: str) -> Any:
    return [{"role": "user", "content": text}]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with serving(tmp_path_factory.mktemp("anthropic") / "data") as found:
        yield found
        assert found.stop() == 0


@pytest.fixture(scope="module")
def client(gateway: Gateway) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(
        base_url=gateway.url.removesuffix("/v1"), api_key=gateway.key, max_retries=0, timeout=PATIENCE
    ) as found:
        yield found


def test_a_message(client: anthropic.Anthropic) -> None:
    message = client.messages.create(model="echo", max_tokens=50, system="Be brief.", messages=user("hello you"))
    assert [block.text for block in message.content if isinstance(block, TextBlock)] == ["hello you"]
    assert (message.role, message.stop_reason, message.model) == ("assistant", "end_turn", "echo")
    assert message.usage.input_tokens > 0
    assert message.usage.output_tokens == 2
    assert message._request_id


def test_a_stream(client: anthropic.Anthropic) -> None:
    with client.messages.stream(model="echo", max_tokens=50, messages=user("one two three")) as stream:
        assert "".join(stream.text_stream) == "one two three"
        final = stream.get_final_message()
    assert final.stop_reason == "end_turn"
    assert final.usage.output_tokens == 3
    assert final.usage.input_tokens > 0


@pytest.mark.parametrize("streamed", [False, True])
def test_parallel_tools_and_their_results(client: anthropic.Anthropic, streamed: bool) -> None:
    asked: Any = {"model": "echo", "max_tokens": 99, "tools": [WEATHER, WEATHER | {"name": "get_time"}]}
    history = user("/tools get_weather get_time\nplease")
    if streamed:
        with client.messages.stream(messages=history, **asked) as stream:
            message = stream.get_final_message()
    else:
        message = client.messages.create(messages=history, **asked)
    calls = [block for block in message.content if isinstance(block, ToolUseBlock)]
    assert [call.name for call in calls] == ["get_weather", "get_time"]
    assert all(isinstance(call.input, dict) and "city" in call.input for call in calls)
    assert len({call.id for call in calls}) == 2
    assert message.stop_reason == "tool_use"
    results = [{"type": "tool_result", "tool_use_id": call.id, "content": "sunny"} for call in calls]
    answers: Any = [*results, {"type": "text", "text": "and now?"}]
    after = client.messages.create(
        messages=[*history, {"role": "assistant", "content": message.content}, {"role": "user", "content": answers}],
        **asked,
    )
    assert after.stop_reason == "end_turn"


def test_a_forced_tool(client: anthropic.Anthropic) -> None:
    message = client.messages.create(
        model="echo",
        max_tokens=99,
        messages=user("weather?"),
        tools=[WEATHER],
        tool_choice={"type": "tool", "name": "get_weather"},
    )
    assert [block.name for block in message.content if isinstance(block, ToolUseBlock)] == ["get_weather"]


@pytest.mark.parametrize("streamed", [False, True])
def test_thinking(client: anthropic.Anthropic, streamed: bool) -> None:
    asked: Any = {
        "model": "echo",
        "max_tokens": 4000,
        "thinking": {"type": "enabled", "budget_tokens": 2000},
        "messages": user("/reasoning let me see\nyes"),
    }
    if streamed:
        with client.messages.stream(**asked) as stream:
            message = stream.get_final_message()
    else:
        message = client.messages.create(**asked)
    thoughts = [block.thinking for block in message.content if isinstance(block, ThinkingBlock)]
    assert thoughts == ["let me see"]
    assert [block.text for block in message.content if isinstance(block, TextBlock)] == ["yes"]
    # What was thought goes back with the next turn and does no harm.
    history: Any = [*asked["messages"], {"role": "assistant", "content": message.content}, *user("more")]
    assert client.messages.create(**(asked | {"messages": history})).stop_reason == "end_turn"


def test_pictures_and_documents(client: anthropic.Anthropic) -> None:
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    content: Any = [
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": pixel}},
        {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "words"}},
        {"type": "text", "text": "what is this"},
    ]
    message = client.messages.create(model="echo", max_tokens=50, messages=[{"role": "user", "content": content}])
    assert "what is this" in "".join(block.text for block in message.content if isinstance(block, TextBlock))


def test_counting(client: anthropic.Anthropic) -> None:
    short = client.messages.count_tokens(model="echo", messages=user("one"))
    long = client.messages.count_tokens(model="echo", messages=user("one " * 50), tools=[WEATHER], system="s")
    assert 0 < short.input_tokens < long.input_tokens


def test_models(client: anthropic.Anthropic) -> None:
    names = [model.id for model in client.models.list(limit=2)]
    assert "echo" in names
    assert len(names) == len(set(names)) > 2
    assert client.models.retrieve("echo").type == "model"
    with pytest.raises(anthropic.NotFoundError):
        client.models.retrieve("nope")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, anthropic.BadRequestError),
        (500, anthropic.InternalServerError),
        (503, anthropic.InternalServerError),
    ],
)
def test_errors_are_the_sdks_own(
    client: anthropic.Anthropic, status: int, kind: type[anthropic.APIStatusError]
) -> None:
    with pytest.raises(kind, match="because") as caught:
        client.messages.create(model="echo", max_tokens=5, messages=user(f"/error {status} because"))
    body: Any = caught.value.body
    assert body["type"] == "error"


def test_refusals(gateway: Gateway, client: anthropic.Anthropic) -> None:
    with pytest.raises(anthropic.NotFoundError):
        client.messages.create(model="nope", max_tokens=5, messages=user("x"))
    with pytest.raises(anthropic.AuthenticationError):
        client.with_options(api_key="wrong").messages.create(model="echo", max_tokens=5, messages=user("x"))
    with pytest.raises(anthropic.BadRequestError, match="max_tokens"):
        client.messages.create(model="echo", max_tokens="many", messages=user("x"))  # type: ignore[call-overload]


def test_an_upstream_cut_is_an_error(client: anthropic.Anthropic) -> None:
    with (
        pytest.raises(anthropic.APIStatusError),
        client.messages.stream(model="echo", max_tokens=50, messages=user("/cut 3\none two three four")) as stream,
    ):
        stream.get_final_message()


def test_the_ledger_knows_it_all(gateway: Gateway, client: anthropic.Anthropic) -> None:
    client.messages.create(model="echo", max_tokens=5, messages=user("for the record"))
    row = read(gateway.data_dir, "request", "list", "--limit", "1")[0]
    assert (row["dialect"], row["model"]) == ("anthropic", "echo")
