"""What the wire formats of China's vendors carry, field by field."""

from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import json_values, law

from oneapi_desktop.dialects import baidu_ernie, coze, dashscope, spark, tencent_hunyuan, zhipu
from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    Capabilities,
    ChatRequest,
    ChoiceMode,
    Dialect,
    DialectError,
    Effort,
    Ended,
    Failed,
    Finished,
    FinishReason,
    FormatKind,
    Identity,
    ImagePart,
    ReasoningControl,
    ReasoningMode,
    ReasoningPart,
    ResponseFormat,
    Role,
    Sampling,
    TextPart,
    Tool,
    ToolCall,
    ToolChoice,
    ToolResult,
    Turn,
    UrlSource,
)
from oneapi_desktop.dialects.unary import EmbeddingRequest, RerankRequest
from oneapi_desktop.domain.errors import ErrorKind

WEATHER = Tool("get_weather", "Tells the weather", {"type": "object", "properties": {"city": {"type": "string"}}})
TIME = Tool("get_time", "Tells the time")
USER = Turn(Role.USER, (TextPart("Hello"),))
CALLED = (
    USER,
    Turn(Role.ASSISTANT, (ToolCall("c1", "get_weather", '{"city":"Bern"}'), ToolCall("c2", "get_time", "{}"))),
    Turn(Role.USER, (ToolResult("c1", (TextPart("sunny"),)), ToolResult("c2", (TextPart("noon"),)))),
)
PICTURE = ImagePart(UrlSource("https://x/1.png"))


def asked(*turns: Turn, **fields: Any) -> ChatRequest:
    return ChatRequest(Dialect.OPENAI_CHAT, "m", turns or (USER,), **fields)


def built(codec: Any, request: ChatRequest) -> dict[str, Any]:
    return codec.build_request(request, Capabilities())[0]


def noted(codec: Any, request: ChatRequest) -> set[str]:
    return {note.field for note in codec.build_request(request, Capabilities())[1]}


def told(codec: Any, *events: dict[str, Any]) -> list[Any]:
    parser = codec.StreamParser()
    found = [event for value in events for event in parser.feed(b"data: " + orjson.dumps(value) + b"\n\n")]
    return found + parser.finish()


@pytest.mark.parametrize(
    "parse",
    [
        dashscope.parse_embedding_response,
        dashscope.parse_rerank_response,
        dashscope.parse_image_response,
        baidu_ernie.parse_embedding_response,
        tencent_hunyuan.parse_embedding_response,
    ],
)
@law
@given(data=st.data())
def test_strange_answers_of_the_simpler_endpoints_raise_only_dialect_errors(parse: Any, data: st.DataObject):
    keys = ("output", "data", "Response", "Data", "usage", "code", "error_code", "embeddings", "results", "choices")
    body = data.draw(st.recursive(json_values, lambda inner: st.dictionaries(st.sampled_from(keys), inner)))
    try:
        parse(orjson.dumps(body))
    except DialectError:
        return


# DashScope


def test_dashscope_tells_a_whole_history_of_tools():
    messages = built(dashscope, asked(*CALLED, tools=(WEATHER, TIME)))["input"]["messages"]
    assert [message["role"] for message in messages] == ["user", "assistant", "tool", "tool"]
    assert [call["id"] for call in messages[1]["tool_calls"]] == ["c1", "c2"]
    assert messages[1]["tool_calls"][0]["function"] == {"name": "get_weather", "arguments": '{"city":"Bern"}'}
    assert messages[3] == {"role": "tool", "tool_call_id": "c2", "content": "noon"}


def test_dashscope_takes_pictures_and_sound_by_the_multimodal_shape():
    sound = AudioPart(Base64Source("QQ==", "audio/wav"), "wav")
    body = built(
        dashscope, asked(Turn(Role.USER, (TextPart("What?"), PICTURE, sound)), system=(TextPart("Be brief."),))
    )
    assert body["input"]["messages"] == [
        {"role": "system", "content": [{"text": "Be brief."}]},
        {
            "role": "user",
            "content": [{"text": "What?"}, {"image": "https://x/1.png"}, {"audio": "data:audio/wav;base64,QQ=="}],
        },
    ]


def test_dashscope_parameters():
    sampling = Sampling(
        max_output_tokens=9, temperature=0.5, top_p=1.0, top_k=5, seed=7, stop=("x",), presence_penalty=1.0,
        frequency_penalty=1.0,
    )  # fmt: skip
    request = asked(
        sampling=sampling,
        stream=True,
        tools=(WEATHER,),
        tool_choice=ToolChoice(ChoiceMode.NAMED, ("get_weather",)),
        reasoning=ReasoningControl(ReasoningMode.BUDGET, budget=500),
        response_format=ResponseFormat(FormatKind.JSON),
    )
    parameters = built(dashscope, request)["parameters"]
    assert parameters["top_p"] == 0.9999
    assert {name: parameters[name] for name in ("max_tokens", "temperature", "top_k", "seed", "stop")} == {
        "max_tokens": 9, "temperature": 0.5, "top_k": 5, "seed": 7, "stop": ["x"],
    }  # fmt: skip
    assert parameters["tool_choice"] == {"type": "function", "function": {"name": "get_weather"}}
    assert (parameters["enable_thinking"], parameters["thinking_budget"]) == (True, 500)
    assert parameters["response_format"] == {"type": "json_object"}
    assert parameters["incremental_output"] is True
    assert "frequency_penalty" in noted(dashscope, request)


@pytest.mark.parametrize(("model", "told_so"), [("qwen3-32b", True), ("qwen3-30b-a3b", True), ("qwen3.8-max", False)])
def test_open_models_of_dashscope_do_not_think_outside_streams(model: str, told_so: bool):
    request = replace(asked(reasoning=ReasoningControl(effort=Effort.HIGH)), model=model)
    assert built(dashscope, request)["parameters"]["enable_thinking"] is not told_so
    assert ("reasoning" in noted(dashscope, request)) is told_so
    assert built(dashscope, replace(request, stream=True))["parameters"]["enable_thinking"] is True


def test_dashscope_cannot_demand_any_call():
    request = asked(tools=(WEATHER,), tool_choice=ToolChoice(ChoiceMode.REQUIRED))
    assert built(dashscope, request)["parameters"]["tool_choice"] == "auto"
    assert "tool_choice" in noted(dashscope, request)


def test_dashscope_arguments_in_pieces_are_joined():
    def event(call: dict[str, Any], finish: str = "null") -> dict[str, Any]:
        message = {"role": "assistant", "content": "", "tool_calls": [call]}
        return {"output": {"choices": [{"message": message, "finish_reason": finish}]}, "request_id": "q"}

    events = told(
        dashscope,
        event({"index": 0, "id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a"'}}),
        event({"index": 0, "id": "", "type": "function", "function": {"arguments": ":1}"}}),
        {"output": {"choices": [{"message": {"content": ""}, "finish_reason": "tool_calls"}]}},
    )
    assert "".join(getattr(event, "arguments", "") for event in events) == '{"a":1}'
    assert [event.reason for event in events if hasattr(event, "reason")] == [FinishReason.TOOL_CALLS]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("Throttling.RateQuota", ErrorKind.RATE_LIMITED),
        ("InvalidParameter", ErrorKind.INVALID_REQUEST),
        ("InvalidApiKey", ErrorKind.BAD_UPSTREAM),
    ],
)
def test_dashscope_failures_inside_an_answer(code: str, kind: ErrorKind):
    with pytest.raises(DialectError, match="why") as caught:
        dashscope.parse_response({"code": code, "message": "why", "request_id": "q"})
    assert (caught.value.kind, caught.value.code) == (kind, code)


# Baidu


def test_ernie_calls_one_function_at_a_time():
    request = asked(*CALLED, tools=(WEATHER, TIME))
    body = built(baidu_ernie, request)
    assert body["messages"] == [
        {"role": "user", "content": "Hello"},
        {
            "role": "assistant",
            "content": "",
            "function_call": {"name": "get_weather", "arguments": '{"city":"Bern"}'},
        },
        {"role": "function", "name": "get_weather", "content": "sunny"},
        {"role": "assistant", "content": "", "function_call": {"name": "get_time", "arguments": "{}"}},
        {"role": "function", "name": "get_time", "content": "noon"},
    ]
    assert [function["name"] for function in body["functions"]] == ["get_weather", "get_time"]
    assert body["functions"][1]["parameters"] == {"type": "object", "properties": {}}
    assert "parallel_tool_calls" in noted(baidu_ernie, request)


def test_ernie_fields_and_their_ranges():
    sampling = Sampling(max_output_tokens=1, temperature=1.8, top_p=0.5, frequency_penalty=0.2, stop=("x",), top_k=4)
    request = asked(sampling=sampling, system=(TextPart("Be brief."),), tools=(WEATHER,),
                    tool_choice=ToolChoice(ChoiceMode.NAMED, ("get_weather",)))  # fmt: skip
    body = built(baidu_ernie, request)
    assert body["system"] == "Be brief."
    assert (body["max_output_tokens"], body["temperature"], body["penalty_score"]) == (2, 1.0, 1.0)
    assert (body["top_p"], body["stop"]) == (0.5, ["x"])
    assert body["tool_choice"] == {"type": "function", "function": {"name": "get_weather"}}
    assert {"temperature", "frequency_penalty", "top_k"} <= noted(baidu_ernie, request)


def test_ernie_without_a_choice_of_tools_gets_none():
    body = built(baidu_ernie, asked(tools=(WEATHER,), tool_choice=ToolChoice(ChoiceMode.NONE)))
    assert "functions" not in body


@pytest.mark.parametrize(
    ("code", "kind"),
    [(336501, ErrorKind.RATE_LIMITED), (336003, ErrorKind.INVALID_REQUEST), (110, ErrorKind.BAD_UPSTREAM)],
)
def test_ernie_failures_inside_an_answer(code: int, kind: ErrorKind):
    with pytest.raises(DialectError, match="why") as caught:
        baidu_ernie.parse_response({"error_code": code, "error_msg": "why"})
    assert (caught.value.kind, caught.value.code) == (kind, str(code))
    assert baidu_ernie.hidden_status({"result": "fine"}) == 0


def test_an_answer_that_was_cut_by_its_length():
    response = baidu_ernie.parse_response({"id": "a", "result": "half", "is_truncated": True})
    assert response.candidates[0].finish.reason is FinishReason.LENGTH


# Tencent


def test_hunyuan_tells_a_whole_history_of_tools():
    body = built(tencent_hunyuan, asked(*CALLED, tools=(WEATHER,), reasoning=ReasoningControl(effort=Effort.HIGH)))
    assert [message["Role"] for message in body["Messages"]] == ["user", "assistant", "tool", "tool"]
    calls = body["Messages"][1]["ToolCalls"]
    assert calls[0] == {
        "Id": "c1",
        "Type": "function",
        "Function": {"Name": "get_weather", "Arguments": '{"city":"Bern"}'},
    }
    assert body["Messages"][2] == {"Role": "tool", "Content": "sunny", "ToolCallId": "c1"}
    function = body["Tools"][0]["Function"]
    assert orjson.loads(function["Parameters"])["properties"] == {"city": {"type": "string"}}
    assert body["EnableThinking"] is True


def test_hunyuan_is_told_which_tool_to_call():
    request = asked(tools=(WEATHER, TIME), tool_choice=ToolChoice(ChoiceMode.NAMED, ("get_time",)))
    body = built(tencent_hunyuan, request)
    assert (body["ToolChoice"], body["CustomTool"]["Function"]["Name"]) == ("custom", "get_time")
    required = replace(request, tool_choice=ToolChoice(ChoiceMode.REQUIRED))
    assert "ToolChoice" not in built(tencent_hunyuan, required)
    assert "tool_choice" in noted(tencent_hunyuan, required)


def test_hunyuan_takes_pictures():
    body = built(tencent_hunyuan, asked(Turn(Role.USER, (TextPart("What?"), PICTURE))))
    told_picture = {"Type": "image_url", "ImageUrl": {"Url": "https://x/1.png"}}
    assert body["Messages"][0] == {"Role": "user", "Contents": [{"Type": "text", "Text": "What?"}, told_picture]}


def test_hunyuan_is_asked_for_a_format_in_words():
    request = asked(response_format=ResponseFormat(FormatKind.JSON_SCHEMA, {"title": "marker"}))
    body = built(tencent_hunyuan, request)
    assert "marker" in body["Messages"][0]["Content"]
    assert {"response_format"} <= noted(tencent_hunyuan, request)


def test_hunyuan_failures_inside_a_stream():
    events = told(tencent_hunyuan, {"ErrorMsg": {"Code": 4001, "Msg": "why"}})
    assert events[-1].error.message == "why"


# Spark


def test_spark_gets_functions_and_texts_only():
    body = built(spark, asked(*CALLED, tools=(WEATHER,), sampling=Sampling(temperature=2.0, top_k=50)))
    texts = body["payload"]["message"]["text"]
    assert [text["role"] for text in texts] == ["user", "assistant", "user"]
    assert "sunny" in texts[2]["content"]
    assert body["payload"]["functions"]["text"][0]["name"] == "get_weather"
    assert body["parameter"]["chat"] == {"temperature": 1.0, "top_k": 6}
    with pytest.raises(DialectError, match="cannot see images"):
        built(spark, asked(Turn(Role.USER, (TextPart("What?"), PICTURE))))


@pytest.mark.parametrize(
    ("code", "kind"),
    [(11202, ErrorKind.RATE_LIMITED), (10013, ErrorKind.INVALID_REQUEST), (11200, ErrorKind.BAD_UPSTREAM)],
)
def test_spark_failures(code: int, kind: ErrorKind):
    error = spark.parse_error(200, b"{}")
    assert error.message
    events = told(spark, {"header": {"code": code, "message": "why"}})
    assert (events[-1].error.kind, events[-1].error.code, events[-1].error.message) == (kind, str(code), "why")


# Zhipu, version 3


def test_zhipus_words_are_unquoted_whole_but_not_streamed():
    choices = [{"role": "assistant", "content": '"say \\"hi\\"\\n"'}]
    response = zhipu.parse_response({"success": True, "data": {"choices": choices}})
    assert response.candidates[0].parts == (TextPart('say "hi"\n'),)
    parser = zhipu.StreamParser()
    events = parser.feed(b'event: add\ndata: "say\ndata: hi"\n\n')
    assert events[-1].text == '"say\nhi"'


def test_zhipu_refuses_tools_by_name():
    with pytest.raises(DialectError, match="tools"):
        built(zhipu, asked(tools=(WEATHER,)))


# Coze


def test_coze_says_an_answer_once():
    message = {"role": "assistant", "type": "answer", "content": "hello", "content_type": "text"}

    def event(name: str, value: dict[str, Any]) -> bytes:
        return f"event:{name}\ndata:".encode() + orjson.dumps(value) + b"\n\n"

    end = event("conversation.chat.completed", {"id": "t"})
    streamed = event("conversation.message.delta", message) + event("conversation.message.completed", message) + end
    whole = event("conversation.message.completed", message) + end
    for stream in (streamed, whole):
        events = coze.StreamParser().feed(stream)
        assert "".join(getattr(one, "text", "") for one in events) == "hello"


def test_coze_tells_instructions_as_the_user_and_thoughts_as_reasoning():
    request = asked(system=(TextPart("Be brief."),))
    assert "system" in noted(coze, request)
    answer = {"type": "answer", "content": "hello", "reasoning_content": "hm"}
    response = coze.parse_response({"code": 0, "messages": [answer]})
    assert response.candidates[0].parts == (ReasoningPart(("hm",)), TextPart("hello"))
    with pytest.raises(DialectError, match="no answer"):
        coze.parse_response({"code": 0, "messages": []})


# All of them


@pytest.mark.parametrize(
    ("codec", "answer"),
    [
        (dashscope, {"output": {"text": "hello", "finish_reason": "stop"}, "usage": {"total_tokens": 3}}),
        (baidu_ernie, {"id": "as-1", "result": "hello", "usage": {"prompt_tokens": 2, "completion_tokens": 1}}),
        (
            tencent_hunyuan,
            {"Response": {"Choices": [{"Message": {"Content": "hello"}, "FinishReason": "stop"}], "RequestId": "q"}},
        ),
        (spark, {"header": {"code": 0}, "payload": {"choices": {"status": 2, "text": [{"content": "hello"}]}}}),
        (coze, {"code": 0, "data": {"id": "t"}, "messages": [{"type": "answer", "content": "hello"}]}),
    ],
    ids=lambda value: value.__name__.rpartition(".")[2] if hasattr(value, "__name__") else "",
)
def test_a_whole_answer_in_place_of_a_stream_is_read(codec: Any, answer: dict[str, Any]):
    parser = codec.StreamParser()
    events = parser.feed(orjson.dumps(answer)) + parser.finish()
    assert "".join(getattr(one, "text", "") for one in events) == "hello"
    assert isinstance(events[-1], Ended)


@pytest.mark.parametrize(
    ("codec", "body"),
    [
        (dashscope, {"code": "Throttling", "message": "why"}),
        (baidu_ernie, {"error_code": 18, "error_msg": "why"}),
        (tencent_hunyuan, {"Response": {"Error": {"Code": "RequestLimitExceeded", "Message": "why"}}}),
        (spark, {"header": {"code": 11202, "message": "why"}}),
        (coze, {"code": 4009, "msg": "why"}),
        (zhipu, {"code": 1302, "msg": "why", "success": False}),
        (zhipu, {"error": {"code": "1302", "message": "why"}}),
    ],
)
def test_errors_are_told_in_the_vendors_words(codec: Any, body: dict[str, Any]):
    error = codec.parse_error(429, orjson.dumps(body))
    assert (error.kind, error.message) == (ErrorKind.RATE_LIMITED, "why")
    parser = codec.StreamParser()
    events = parser.feed(orjson.dumps(body)) + parser.finish()
    assert (len(events), events[-1].error.message) == (1, "why")
    assert codec.parse_error(503, b"<html>").kind is ErrorKind.UNAVAILABLE


@pytest.mark.parametrize("codec", [dashscope, baidu_ernie, tencent_hunyuan])
def test_embeddings_take_texts_only(codec: Any):
    assert codec.build_embedding_request(EmbeddingRequest("m", ("a",), task="RETRIEVAL_QUERY", user="u"))
    with pytest.raises(DialectError, match="token ids"):
        codec.build_embedding_request(EmbeddingRequest("m", ((1, 2),)))


def test_dashscope_reranks_objects_by_their_text():
    request = RerankRequest("m", "q", ("a", {"text": "b"}, {"title": "c"}), top_n=2)
    assert dashscope.build_rerank_request(request)["input"]["documents"] == ["a", "b", '{"title":"c"}']
    results = [{"index": 1, "relevance_score": 0.2, "document": {"text": "b"}}, {"index": 0, "relevance_score": 0.9}]
    found = dashscope.parse_rerank_response({"output": {"results": results}, "usage": {"total_tokens": 4}})
    assert [(one.index, one.document) for one in found.results] == [(0, None), (1, {"text": "b"})]


def test_a_stream_of_zhipu_that_breaks_off_tells_why():
    parser = zhipu.StreamParser()
    events = parser.feed(b"event: add\ndata: a\n\nevent: interrupted\ndata: sensitive\n\n")
    assert isinstance(events[-1], Failed)
    assert events[-1].error.message == "sensitive"


def test_zhipu_joins_neighbours_and_keeps_ranges():
    request = asked(USER, USER, system=(TextPart("Be brief."),), sampling=Sampling(temperature=1.5, top_p=0.5))
    body = built(zhipu, replace(request, stream=True))
    assert body["prompt"] == [{"role": "user", "content": "Be brief.\n\nHello\n\nHello"}]
    assert (body["temperature"], body["top_p"], body["incremental"]) == (1, 0.5, True)
    assert {"system", "temperature"} <= noted(zhipu, request)


def test_a_function_of_ernie_comes_with_thoughts_in_a_stream():
    call = {"name": "get_weather", "arguments": '{"city":"Bern"}', "thoughts": "hm"}
    events = told(
        baidu_ernie,
        {"id": "as-1", "sentence_id": 0, "is_end": False, "result": "", "function_call": call},
        {"id": "as-1", "sentence_id": 1, "is_end": True, "result": "", "finish_reason": "function_call"},
    )
    assert "".join(getattr(one, "text", "") for one in events) == "hm"
    assert "".join(getattr(one, "arguments", "") for one in events) == '{"city":"Bern"}'
    assert [one.reason for one in events if isinstance(one, Finished)] == [FinishReason.TOOL_CALLS]


def test_words_around_ernies_functions_are_kept():
    turns = (
        USER,
        Turn(Role.ASSISTANT, (TextPart("Let me see."), ToolCall("c1", "get_weather", "{}"))),
        Turn(Role.USER, (ToolResult("c1", (TextPart("sunny"),)), TextPart("And now?"))),
    )
    request = asked(*turns, tools=(WEATHER,), response_format=ResponseFormat(FormatKind.JSON))
    body = built(baidu_ernie, replace(request, identity=Identity(user="u")))
    assert body["messages"][-1] == {"role": "function", "name": "get_weather", "content": "sunny\n\nAnd now?"}
    assert (body["user_id"], body["response_format"]) == ("u", "json_object")
    assert "messages" in noted(baidu_ernie, request)


def test_spark_and_tools_it_cannot_be_told_of():
    request = asked(
        tools=(WEATHER,), tool_choice=ToolChoice(ChoiceMode.REQUIRED), sampling=Sampling(max_output_tokens=5)
    )
    body = built(spark, request)
    assert body["parameter"]["chat"]["max_tokens"] == 5
    assert "tool_choice" in noted(spark, request)
    none = replace(request, tool_choice=ToolChoice(ChoiceMode.NONE))
    assert "functions" not in built(spark, none)["payload"]
    with pytest.raises(DialectError, match="no text"):
        spark.parse_response({"header": {"code": 0}, "payload": {}})


def test_a_bot_that_is_stopped_or_waits():
    def ended(name: str, value: dict[str, Any]) -> Any:
        return coze.StreamParser().feed(f"event:{name}\ndata:".encode() + orjson.dumps(value) + b"\n\n")[-1]

    assert "waits" in ended("conversation.chat.requires_action", {}).error.message
    assert ended("conversation.chat.failed", {"last_error": {"code": 5000, "msg": "why"}}).error.message == "why"
    assert isinstance(ended("conversation.chat.canceled", {"id": "t"}), Ended)
    former = coze.StreamParser()
    stream = b'data:{"event":"error","error_information":{"code":4100,"msg":"why"}}\n\n'
    assert former.feed(stream)[-1].error.message == "why"
