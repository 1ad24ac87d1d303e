import base64
import io
import json
import math
import re
import struct
import wave
import zlib
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneapi_desktop.providers.echo import ECHO_MODELS, EchoAnswer, answer
from oneapi_desktop.providers.echo.schema import satisfy

CHAT = "/v1/chat/completions"
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string"},
                "days": {"type": "integer", "minimum": 3},
                "unit": {"enum": ["celsius", "fahrenheit"]},
            },
            "required": ["city", "days", "unit"],
        },
    },
}
CLOCK = {"type": "function", "function": {"name": "get_time"}}


def ask(text: Any, path: str = CHAT, **more: Any) -> EchoAnswer:
    return answer(path, orjson.dumps({"model": "echo", "messages": [{"role": "user", "content": text}], **more}))


def body_of(found: EchoAnswer) -> Any:
    assert found.status == 200, found.chunks
    assert not found.cut
    return orjson.loads(b"".join(chunk for _, chunk in found.chunks))


def message_of(found: EchoAnswer) -> Any:
    return body_of(found)["choices"][0]["message"]


def events_of(found: EchoAnswer) -> list[Any]:
    assert found.content_type.startswith("text/event-stream")
    events = []
    for _, chunk in found.chunks:
        assert chunk.startswith(b"data: ")
        assert chunk.endswith(b"\n\n")
        data = chunk[6:-2]
        events.append(None if data == b"[DONE]" else orjson.loads(data))
    return events


def error_of(found: EchoAnswer) -> Any:
    assert found.content_type == "application/json"
    ((_, chunk),) = found.chunks
    error = orjson.loads(chunk)["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    assert error["message"]
    return error


def folded(found: EchoAnswer) -> dict[str, Any]:
    """The message that a stream's deltas add up to."""
    *events, last = events_of(found)
    assert last is None
    message: dict[str, Any] = {"content": "", "reasoning_content": "", "tool_calls": [], "finish_reason": None}
    assert events[0]["choices"][0]["delta"]["role"] == "assistant"
    for event in events:
        for choice in event["choices"]:
            delta = choice["delta"]
            message["content"] += delta.get("content") or ""
            message["reasoning_content"] += delta.get("reasoning_content", "")
            message["finish_reason"] = choice["finish_reason"] or message["finish_reason"]
            for call in delta.get("tool_calls", ()):
                if call["index"] == len(message["tool_calls"]):
                    message["tool_calls"].append({"id": call["id"], "name": call["function"]["name"], "arguments": ""})
                message["tool_calls"][call["index"]]["arguments"] += call["function"]["arguments"]
    return message


def test_the_last_user_message_comes_back_with_usage() -> None:
    found = body_of(ask("Hello, world"))
    assert found["object"] == "chat.completion"
    assert found["model"] == "echo"
    assert found["id"].startswith("chatcmpl-")
    assert found["choices"][0]["finish_reason"] == "stop"
    assert found["choices"][0]["message"]["content"] == "Hello, world"
    # Hello | , | world, and one for the message itself.
    assert found["usage"]["prompt_tokens"] == 4
    assert found["usage"]["completion_tokens"] == 3
    assert found["usage"]["total_tokens"] == 7
    assert found["usage"]["prompt_tokens_details"]["cached_tokens"] == 0


def test_the_same_body_gives_the_same_bytes_and_another_body_another_id() -> None:
    assert ask("a") == ask("a")
    assert body_of(ask("a"))["id"] != body_of(ask("b"))["id"]


def test_the_system_and_earlier_messages_are_not_echoed() -> None:
    messages = [
        {"role": "system", "content": "be brief"},
        {"role": "user", "content": "one"},
        {"role": "assistant", "content": "two"},
        {"role": "user", "content": [{"type": "text", "text": "three"}, {"type": "image_url", "image_url": {}}]},
    ]
    found = body_of(answer(CHAT, orjson.dumps({"messages": messages})))
    assert found["choices"][0]["message"]["content"] == "three\n[image_url]"
    assert found["usage"]["prompt_tokens"] == 4 + 2 + 1 + 1 + 1 + 5 + 85


@given(st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not text.lstrip().startswith("/")))
def test_a_stream_adds_up_to_the_answer_in_one_piece(text: str) -> None:
    streamed = folded(ask(text, stream=True))
    assert streamed["content"] == text
    assert streamed["content"] == message_of(ask(text))["content"]
    assert streamed["finish_reason"] == "stop"


def test_a_stream_goes_word_by_word() -> None:
    deltas = [event["choices"][0]["delta"] for event in events_of(ask("one two  three", stream=True))[:-1]]
    assert [delta.get("content") for delta in deltas] == ["", "one ", "two  ", "three", None]


def test_a_long_text_is_streamed_in_a_bounded_number_of_chunks() -> None:
    text = "word " * 50_000
    found = ask(text, stream=True)
    assert len(found.chunks) < 2100
    assert folded(found)["content"] == text
    forged = f'/tool x "{"y" * 100_000}"'
    assert len(ask(forged, stream=True).chunks) < 2100
    assert folded(ask(forged, stream=True))["tool_calls"][0]["arguments"] == f'"{"y" * 100_000}"'


def test_a_stream_reports_usage_only_when_asked() -> None:
    silent = events_of(ask("one two", stream=True))
    assert not any("usage" in event for event in silent[:-1])

    told = events_of(ask("one two", stream=True, stream_options={"include_usage": True}))
    assert told[-1] is None
    assert told[-2]["choices"] == []
    assert told[-2]["usage"]["completion_tokens"] == 2
    assert all(event["usage"] is None for event in told[:-2])
    assert len(told) == len(silent) + 1


def test_choices_tokens_and_stops_are_limited() -> None:
    several = body_of(ask("a b", n=3))
    assert [choice["index"] for choice in several["choices"]] == [0, 1, 2]
    assert several["usage"]["completion_tokens"] == 6

    short = body_of(ask("a b c d", max_tokens=2))["choices"][0]
    assert short["message"]["content"] == "a b"
    assert short["finish_reason"] == "length"
    assert message_of(ask("a b STOP c", stop=["STOP"]))["content"] == "a b "


def test_a_forced_tool_is_called_with_arguments_that_fit_its_schema() -> None:
    forced = {"type": "function", "function": {"name": "get_weather"}}
    found = body_of(ask("Paris", tools=[CLOCK, WEATHER], tool_choice=forced))
    choice = found["choices"][0]
    assert choice["finish_reason"] == "tool_calls"
    assert choice["message"]["content"] is None
    (call,) = choice["message"]["tool_calls"]
    assert call["type"] == "function"
    assert call["function"]["name"] == "get_weather"
    assert json.loads(call["function"]["arguments"]) == {"city": "city", "days": 3, "unit": "celsius"}


def test_required_calls_the_first_tool_and_auto_none() -> None:
    required = message_of(ask("hi", tools=[CLOCK, WEATHER], tool_choice="required"))
    assert [call["function"]["name"] for call in required["tool_calls"]] == ["get_time"]
    assert "tool_calls" not in message_of(ask("hi", tools=[CLOCK], tool_choice="auto"))
    assert "tool_calls" not in message_of(ask("/tool get_time", tools=[CLOCK], tool_choice="none"))


def test_streamed_tool_calls_add_up_to_the_same_calls() -> None:
    text = '/tools get_weather get_time\n/tool other {"a": [1, 2,  3]}'
    whole = message_of(ask(text, tools=[CLOCK, WEATHER]))["tool_calls"]
    streamed = folded(ask(text, tools=[CLOCK, WEATHER], stream=True))
    assert streamed["finish_reason"] == "tool_calls"
    assert [(call["name"], call["arguments"]) for call in streamed["tool_calls"]] == [
        (call["function"]["name"], call["function"]["arguments"]) for call in whole
    ]
    assert [call["name"] for call in streamed["tool_calls"]] == ["get_weather", "get_time", "other"]
    assert len({call["id"] for call in streamed["tool_calls"]}) == 3
    assert streamed["tool_calls"][2]["arguments"] == '{"a": [1, 2,  3]}'


def test_after_a_tool_result_the_answer_is_its_text() -> None:
    call = message_of(ask("/tools get_time get_date"))["tool_calls"]
    messages = [
        {"role": "user", "content": "/tools get_time get_date"},
        {"role": "assistant", "content": None, "tool_calls": call},
        {"role": "tool", "tool_call_id": call[0]["id"], "content": "noon"},
        {"role": "tool", "tool_call_id": call[1]["id"], "content": "monday"},
    ]
    found = message_of(answer(CHAT, orjson.dumps({"messages": messages, "tools": [CLOCK], "tool_choice": "auto"})))
    assert found["content"] == "Result of get_time: noon\nResult of get_date: monday"


def test_structured_output_fits_its_schema_in_one_piece_and_streamed() -> None:
    schema = {
        "$defs": {"node": {"type": "object", "required": ["name", "next"], "properties": {
            "name": {"type": "string", "maxLength": 3},
            "next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}}}},
        "type": "object",
        "properties": {
            "kind": {"enum": ["b", "a"]},
            "list": {"type": "array", "items": {"$ref": "#/$defs/node"}, "minItems": 2},
            "at": {"type": "string", "format": "date-time"},
            "optional": {"type": "string"},
        },
        "required": ["kind", "list", "at"],
    }  # fmt: skip
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema, "strict": True}}
    text = message_of(ask("go", response_format=wanted))["content"]
    value = json.loads(text)
    assert value["kind"] == "b"
    assert value["at"] == "2024-01-01T00:00:00Z"
    assert len(value["list"]) == 2
    assert value["list"][0]["name"] == "nam"
    node, depth = value["list"][0], 0
    while node is not None:
        node, depth = node["next"], depth + 1
    assert depth < 10
    assert "optional" not in value
    assert folded(ask("go", response_format=wanted, stream=True))["content"] == text
    assert json.loads(message_of(ask("go", response_format={"type": "json_object"}))["content"]) == {"echo": "go"}


def test_reasoning_comes_first_and_is_counted() -> None:
    found = body_of(ask("/reasoning let me think\nanswer"))
    assert found["choices"][0]["message"]["reasoning_content"] == "let me think"
    assert found["choices"][0]["message"]["content"] == "answer"
    assert found["usage"]["completion_tokens"] == 4
    assert found["usage"]["completion_tokens_details"]["reasoning_tokens"] == 3
    streamed = folded(ask("/reasoning let me think\nanswer", stream=True))
    assert streamed["reasoning_content"] == "let me think"
    assert streamed["content"] == "answer"


@pytest.mark.parametrize(
    ("text", "status", "kind", "code", "message"),
    [
        ("/error 429 slow down", 429, "requests", "rate_limit_exceeded", "slow down"),
        ("/error 429 code=insufficient_quota pay up", 429, "requests", "insufficient_quota", "pay up"),
        ("/error 401", 401, "invalid_request_error", "invalid_api_key", "The echo was asked to fail with 401."),
        ("/error 503 gone\nignored", 503, "server_error", None, "gone"),
    ],
)
@pytest.mark.parametrize("stream", [True, False])
def test_an_error_on_request(text: str, status: int, kind: str, code: str | None, message: str, stream: bool) -> None:
    found = ask(text, stream=stream)
    assert found.status == status
    assert error_of(found) == {"message": message, "type": kind, "param": None, "code": code}
    assert found.headers == ({"Retry-After": "1"} if status == 429 else {})


def test_waiting_is_told_per_chunk() -> None:
    assert [delay for delay, _ in ask("/delay 1500 hi").chunks] == [1.5]
    delays = [delay for delay, _ in ask("/pace 20 a b", stream=True).chunks]
    assert delays == [0.0, 0.02, 0.02, 0.02, 0.02]
    assert [delay for delay, _ in ask("/delay 100 /pace 20 a b", stream=True).chunks][:2] == [0.1, 0.02]
    assert ask("/error 500", stream=True).chunks[0][0] == 0.0
    assert ask("/error 500 x").chunks[0][0] == 0.0
    assert ask("/delay 40\n/error 500 x").chunks[0][0] == 0.04


def test_a_cut_stream_lacks_its_end() -> None:
    found = ask("/cut 3 one two three four", stream=True)
    assert found.cut
    assert len(found.chunks) == 3
    assert b"[DONE]" not in found.chunks[-1][1]
    assert ask("/cut 0 x", stream=True).chunks == []
    whole = ask("/cut 10 one two three four")
    assert whole.cut
    assert [len(chunk) for _, chunk in whole.chunks] == [10]


def test_repeating_multiplies_text_tokens_and_chunks() -> None:
    found = body_of(ask("/repeat 3 ab cd"))
    assert found["choices"][0]["message"]["content"] == "ab cd ab cd ab cd"
    assert found["usage"]["completion_tokens"] == 6
    streamed = ask("/repeat 3 ab cd", stream=True)
    assert folded(streamed)["content"] == "ab cd ab cd ab cd"
    assert len(streamed.chunks) == 6 + 3


def test_usage_can_be_left_out() -> None:
    assert "usage" not in body_of(ask("/nousage hi"))
    told = events_of(ask("/nousage hi", stream=True, stream_options={"include_usage": True}))
    assert not any(event.get("usage") for event in told[:-1])


def test_slashes_that_are_no_directives_stay_text() -> None:
    for text in ("/errors 1", "/unknown", "a /error 500", "//error 500", "line\n/cut 1"):
        assert message_of(ask(text))["content"] == text


@pytest.mark.parametrize(
    "text",
    ["/delay", "/delay x", "/error", "/error 200", "/error abc", "/tool", "/tools", "/repeat 0", "/repeat x", "/cut -1",
     "/pace 999999999", "/repeat 999999 " + "x" * 100, "/repeat 100001 a"],
)  # fmt: skip
def test_an_unreadable_directive_is_refused_with_the_remedy(text: str) -> None:
    found = ask(text, stream=True)
    assert found.status == 400
    assert error_of(found)["param"] == "messages"


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        (CHAT, b"", None),
        (CHAT, b"{", None),
        (CHAT, b"[]", None),
        (CHAT, b"\xff\xfe", None),
        (CHAT, b"{}", "messages"),
        (CHAT, b'{"messages":[]}', "messages"),
        (CHAT, b'{"messages":"hi"}', "messages"),
        (CHAT, b'{"messages":[1]}', "messages[0]"),
        (CHAT, b'{"messages":[{"role":"user"}],"n":0}', "n"),
        (CHAT, b'{"messages":[{"role":"user"}],"tools":{}}', "tools"),
        (CHAT, b'{"messages":[{"role":"user"}],"tools":[{}]}', "tools[0]"),
        (CHAT, b'{"messages":[{"role":"user"}],"tool_choice":"required"}', "tool_choice"),
        (CHAT, b'{"messages":[{"role":"user"}],"tool_choice":{"function":{"name":"x"}}}', "tool_choice"),
        (CHAT, b'{"messages":[{"role":"user"}],"response_format":{"type":"json_schema"}}', "response_format"),
        (CHAT, b'{"messages":[{"role":"user"}],"max_tokens":0}', "max_tokens"),
        ("/v1/completions", b"{}", "prompt"),
        ("/v1/embeddings", b'{"input":""}', "input"),
        ("/v1/embeddings", b'{"input":[[]]}', "input"),
        ("/v1/embeddings", b'{"input":"a","dimensions":0}', "dimensions"),
        ("/v1/embeddings", b'{"input":"a","encoding_format":"x"}', "encoding_format"),
        ("/v1/moderations", b"{}", "input"),
        ("/v1/edits", b"{}", "instruction"),
        ("/v1/images/generations", b'{"prompt":"a","n":11}', "n"),
        ("/v1/images/generations", b'{"prompt":"a","n":"x"}', "n"),
        ("/v1/audio/speech", b'{"input":""}', "input"),
        ("/v1/audio/transcriptions", b"{}", "Content-Type"),
    ],
)
def test_a_bad_body_gets_a_400_that_names_the_field(path: str, body: bytes, param: str | None) -> None:
    found = answer(path, body)
    assert found.status == 400
    assert error_of(found)["param"] == param


def test_an_unknown_path_is_not_found() -> None:
    assert error_of(answer("/v1/other", b"{}"))["code"] == "unknown_url"


def test_legacy_completions_answer_each_prompt() -> None:
    found = body_of(answer("/v1/completions", b'{"model":"echo","prompt":["a b","c"],"n":2}'))
    assert found["object"] == "text_completion"
    assert [choice["text"] for choice in found["choices"]] == ["a b", "a b", "c", "c"]
    assert found["usage"]["completion_tokens"] == 6
    asked = b'{"prompt":"a b","stream":true,"stream_options":{"include_usage":true}}'
    events = events_of(answer("/v1/completions", asked))
    assert "".join(event["choices"][0]["text"] for event in events[:-2]) == "a b"
    assert events[-3]["choices"][0]["finish_reason"] == "stop"
    assert events[-2]["usage"]["total_tokens"] == 4


def test_embeddings_are_deterministic_unit_vectors() -> None:
    found = body_of(answer("/v1/embeddings", b'{"input":["a","b","a"],"dimensions":16,"model":"m"}'))
    first, second, third = (entry["embedding"] for entry in found["data"])
    assert first == third != second
    assert len(first) == 16
    assert math.isclose(sum(x * x for x in first), 1.0, rel_tol=1e-5)
    assert found["usage"] == {"prompt_tokens": 3, "total_tokens": 3}
    assert found["model"] == "m"

    encoded = b'{"input":"a","dimensions":16,"encoding_format":"base64"}'
    packed = base64.b64decode(body_of(answer("/v1/embeddings", encoded))["data"][0]["embedding"])
    assert list(struct.unpack("<16f", packed)) == first
    assert len(body_of(answer("/v1/engines/e/embeddings", b'{"input":[1,2,3]}'))["data"]) == 1


def test_moderation_flags_by_word() -> None:
    found = body_of(answer("/v1/moderations", b'{"input":["kind words","so much violence"]}'))
    assert [result["flagged"] for result in found["results"]] == [False, True]
    assert found["results"][1]["categories"]["violence"] is True
    assert found["results"][1]["categories"]["hate"] is False


def check_png(content: bytes) -> None:
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    position, kinds = 8, []
    while position < len(content):
        (length,) = struct.unpack_from(">I", content, position)
        kind = content[position + 4 : position + 8]
        data = content[position + 8 : position + 8 + length]
        assert zlib.crc32(kind + data) == struct.unpack_from(">I", content, position + 8 + length)[0]
        if kind == b"IDAT":
            assert len(zlib.decompress(data)) == 8 * (1 + 8 * 3)
        kinds.append(kind)
        position += 12 + length
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]


def test_images_are_valid_and_come_as_base64_or_data_url() -> None:
    found = body_of(answer("/v1/images/generations", b'{"prompt":"a cat","n":2}'))
    pictures = [base64.b64decode(entry["b64_json"]) for entry in found["data"]]
    assert pictures[0] != pictures[1]
    for picture in pictures:
        check_png(picture)
    url = body_of(answer("/v1/images/generations", b'{"prompt":"x","response_format":"url"}'))["data"][0]["url"]
    check_png(base64.b64decode(url.removeprefix("data:image/png;base64,")))


def form(*fields: tuple[str, str, bytes], boundary: str = "XyZ") -> tuple[bytes, str]:
    parts = []
    for name, filename, content in fields:
        extra = f'; filename="{filename}"' if filename else ""
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def test_image_edits_take_a_form() -> None:
    body, content_type = form(("image", "in.png", b"\x89PNG"), ("prompt", "", b"blue"), ("n", "", b"2"))
    for path in ("/v1/images/edits", "/v1/images/variations"):
        assert len(body_of(answer(path, body, content_type))["data"]) == 2
    body, content_type = form(("prompt", "", b"blue"))
    assert error_of(answer("/v1/images/edits", body, content_type))["param"] == "image"


def test_speech_is_a_playable_wav() -> None:
    found = answer("/v1/audio/speech", b'{"input":"hello","voice":"alloy"}')
    assert found.content_type == "audio/wav"
    with wave.open(io.BytesIO(found.chunks[0][1])) as sound:
        assert sound.getframerate() == 8000
        assert sound.getnframes() == 440
        samples = sound.readframes(sound.getnframes())
    assert answer("/v1/audio/speech", b'{"input":"hello","response_format":"pcm"}').chunks[0][1] == samples


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("json", r'\{"text":"Echo of a\.mp3, 32001 bytes\.","usage":\{"type":"duration","seconds":3\}\}'),
        ("text", r"Echo of a\.mp3, 32001 bytes\.\n"),
        ("srt", r"1\n00:00:00,000 --> 00:00:03,000\nEcho of a\.mp3, 32001 bytes\.\n\n"),
        ("vtt", r"WEBVTT\n\n00:00:00\.000 --> 00:00:03\.000\nEcho of a\.mp3, 32001 bytes\.\n\n"),
        ("verbose_json", r'\{"task":"translate",.*"duration":3\.0.*\}'),
    ],
)
def test_transcripts_name_the_file_in_every_format(wanted: str, expected: str) -> None:
    body, content_type = form(
        ("file", "a.mp3", b"\r\n--Xy" + b"\0" * 31_995), ("model", "", b"m"), ("response_format", "", wanted.encode())
    )
    found = answer("/v1/audio/translations", body, content_type)
    assert found.status == 200
    assert re.fullmatch(expected, found.chunks[0][1].decode())


def test_a_form_that_breaks_off_is_refused() -> None:
    body, content_type = form(("file", "a.mp3", b"abc"))
    assert answer("/v1/audio/transcriptions", body[:-8], content_type).status == 400
    assert answer("/v1/audio/transcriptions", body, "multipart/form-data").status == 400
    refused = answer("/v1/audio/transcriptions", *form(("prompt", "", b"x")))
    assert error_of(refused)["param"] == "file"


def test_edits_give_the_input_back() -> None:
    found = body_of(answer("/v1/edits", b'{"input":"teh cat","instruction":"fix"}'))
    assert found["choices"] == [{"text": "teh cat", "index": 0}]
    assert found["usage"]["total_tokens"] == 5


def test_directives_work_on_every_endpoint() -> None:
    for path, body in [
        ("/v1/completions", {"prompt": "/error 503"}),
        ("/v1/embeddings", {"input": "/error 503"}),
        ("/v1/moderations", {"input": "/error 503"}),
        ("/v1/images/generations", {"prompt": "/error 503"}),
        ("/v1/audio/speech", {"input": "/error 503"}),
        ("/v1/edits", {"instruction": "/error 503"}),
    ]:
        assert answer(path, orjson.dumps(body)).status == 503, path
    assert answer("/v1/audio/transcriptions", *form(("file", "a", b"x"), ("prompt", "", b"/error 503"))).status == 503


def test_the_models_have_names() -> None:
    assert ECHO_MODELS[0] == "echo"
    assert len(set(ECHO_MODELS)) == 6


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
PATHS = ("/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/moderations", "/v1/images/generations",
         "/v1/edits", "/v1/audio/speech", "/v1/audio/transcriptions", "/v1/images/edits")  # fmt: skip
FIELDS = ("messages", "model", "n", "stream", "tools", "tool_choice", "stop", "max_tokens", "prompt", "input", "user",
          "response_format", "stream_options", "dimensions", "encoding_format", "instruction")  # fmt: skip
WORDS = st.sampled_from(["/error ", "429 ", "/tool ", "/tools ", "a ", "\n", "/cut 2 ", "/repeat 2 ", "{", "/nousage "])
MESSAGES = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(["user", "assistant", "tool", "system"])},
        optional={"content": JSON_VALUES | st.lists(WORDS).map("".join), "tool_calls": JSON_VALUES},
    ),
    min_size=1,
    max_size=3,
)


@given(
    st.sampled_from(PATHS),
    st.dictionaries(st.sampled_from(FIELDS), JSON_VALUES, max_size=6),
    st.none() | MESSAGES,
    st.booleans(),
)
def test_any_json_gets_an_answer(path: str, body: dict[str, Any], messages: Any, stream: bool) -> None:
    try:
        content = orjson.dumps({**body, **({"messages": messages, "stream": stream} if messages else {})})
    except TypeError:
        return  # lone surrogates and integers beyond 64 bits are no JSON to orjson
    found = answer(path, content)
    assert found.status in {200, 400, 429}
    if found.status == 400:
        error_of(found)


VALID: dict[str, Any] = dict.fromkeys(("model", "prompt", "input", "instruction"), "hi") | {
    "messages": [{"role": "user", "content": "hi"}]
}


@given(st.sampled_from(PATHS), st.sampled_from(FIELDS), JSON_VALUES)
def test_one_wrong_field_in_a_valid_request_is_refused_or_ignored(path: str, field: str, value: Any) -> None:
    try:
        content = orjson.dumps(VALID | {field: value})
    except TypeError:
        return
    found = answer(path, content)
    assert found.status in {200, 400}
    if found.status == 400:
        error_of(found)


@pytest.mark.parametrize("value", [{}, {"a": 1}, [], ["float"], 5, True, "gzip"])
def test_an_encoding_that_is_none(value: Any) -> None:
    found = answer("/v1/embeddings", orjson.dumps({"input": "hi", "encoding_format": value}))
    assert found.status == (400 if value else 200)


@pytest.mark.parametrize("value", [True, 0, 1.5, "8", [], {}, 10**9])
def test_dimensions_that_are_no_number(value: Any) -> None:
    found = answer("/v1/embeddings", orjson.dumps({"input": "hi", "dimensions": value}))
    assert found.status == 400
    assert error_of(found)["param"] == "dimensions"


@given(st.binary(max_size=300), st.sampled_from(["multipart/form-data; boundary=b", "", "application/json"]))
def test_any_bytes_get_an_answer(body: bytes, content_type: str) -> None:
    for path in PATHS:
        assert answer(path, body, content_type).status in {200, 400}
        assert answer(path, b"--b\r\n" + body + b"\r\n--b--", content_type).status in {200, 400}


SCALARS = st.one_of(
    st.fixed_dictionaries({"type": st.just("string")}, optional={"minLength": st.integers(0, 20)}),
    st.fixed_dictionaries({"type": st.just("integer")}, optional={"minimum": st.integers(-50, 50)}),
    st.fixed_dictionaries({"type": st.just("integer")}, optional={"exclusiveMaximum": st.integers(-50, 50)}),
    st.integers(-50, 50).map(lambda low: {"type": "integer", "minimum": low, "maximum": low + 1}),
    st.integers(-50, 50).map(lambda low: {"type": "number", "exclusiveMinimum": low, "exclusiveMaximum": low + 1}),
    st.integers(1, 9).flatmap(lambda step: st.integers(-50, 50).map(
        lambda low: {"type": "integer", "minimum": low, "multipleOf": step})),
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.just({"type": ["integer", "null"]}),
    st.lists(st.integers(), min_size=1, max_size=3).map(lambda values: {"enum": values}),
)  # fmt: skip


def objects(inner: Any) -> Any:
    return st.dictionaries(st.text(min_size=1, max_size=5), inner, max_size=4).flatmap(
        lambda properties: st.sets(st.sampled_from(sorted(properties)) if properties else st.nothing()).map(
            lambda required: {"type": "object", "properties": properties, "required": sorted(required)}
        )
    )


SCHEMAS = st.recursive(
    SCALARS,
    lambda inner: (
        objects(inner)
        | st.fixed_dictionaries({"type": st.just("array"), "items": inner}, optional={"minItems": st.integers(0, 3)})
        | st.lists(inner, min_size=1, max_size=3).map(lambda branches: {"anyOf": branches})
        | inner.map(lambda one: {"allOf": [one]})
    ),
    max_leaves=8,
)


def accepts(schema: dict[str, Any], value: Any) -> bool:
    """The part of JSON Schema that the strategy above uses, checked the other way round."""
    if "enum" in schema:
        return value in schema["enum"]
    if "anyOf" in schema:
        return any(accepts(branch, value) for branch in schema["anyOf"])
    if "allOf" in schema:
        return all(accepts(part, value) for part in schema["allOf"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kind = ("null" if value is None else "boolean" if isinstance(value, bool) else "integer" if isinstance(value, int)
            else "number" if isinstance(value, float) else "string" if isinstance(value, str)
            else "array" if isinstance(value, list) else "object")  # fmt: skip
    if kind not in kinds and not (kind == "integer" and "number" in kinds):
        return False
    match value:
        case None | bool():
            return True
        case int() | float():
            return (
                value >= schema.get("minimum", value)
                and value <= schema.get("maximum", value)
                and value > schema.get("exclusiveMinimum", -math.inf)
                and value < schema.get("exclusiveMaximum", math.inf)
                and ("multipleOf" not in schema or value % schema["multipleOf"] == 0)
            )
        case str():
            return len(value) >= schema.get("minLength", 0)
        case list():
            return len(value) >= schema.get("minItems", 0) and all(accepts(schema["items"], item) for item in value)
    return set(schema["required"]) <= set(value) and all(
        accepts(schema["properties"][name], item) for name, item in value.items()
    )


@given(SCHEMAS)
def test_made_up_values_satisfy_their_schema(schema: dict[str, Any]) -> None:
    value = satisfy(schema)
    assert accepts(schema, value), value
    assert value == satisfy(schema)


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}, r"\d{4}-\d{2}-\d{2}"),
        ({"type": "string", "pattern": "^[A-Z]{2}$"}, "[A-Z]{2}"),
        ({"type": "string", "format": "email"}, r"\S+@\S+"),
        ({"type": "string", "minLength": 30}, ".{30}"),
        ({"type": "string", "pattern": "(x+x+)+y"}, "text"),
    ],
)
def test_texts_follow_common_constraints(schema: dict[str, Any], pattern: str) -> None:
    assert re.fullmatch(pattern, satisfy(schema))


ENDLESS = {"$defs": {"n": {"type": "object", "required": ["a", "b"], "properties": {
    "a": {"$ref": "#/$defs/n"}, "b": {"$ref": "#/$defs/n"}}}}, "$ref": "#/$defs/n"}  # fmt: skip


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"$ref": "#/missing"},
        {"$ref": "https://example.com/schema"},
        {"type": "nonsense"},
        {"type": "array", "minItems": 10**9},
        {"type": "string", "minLength": 10**9},
        {"type": "number", "minimum": 1e308, "multipleOf": 1e-300},
        {"type": "array", "items": 7},
        ENDLESS,
    ],
)
def test_schemas_nobody_can_satisfy_are_refused(schema: dict[str, Any]) -> None:
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}
    found = ask("go", response_format=wanted)
    assert found.status == 400
    assert error_of(found)["param"] == "response_format"
