"""Upstreams of every dialect: what each answers when it says something, calls tools, thinks or fails.

Written from the vendors' documents; nothing here uses the codecs under test. Counts are the same
everywhere: 10 prompt tokens, 5 completion tokens, where the vendor tells any.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from oneapi_desktop.dialects.conversation import Dialect

Json = dict[str, Any]
TEXT = "bonjour monde"
PIECES = ("bonjour", " monde")
THOUGHT = "hmm, let me see"
ARGUMENTS: dict[str, Json] = {"get_weather": {"city": "Paris"}, "get_time": {"zone": "CET"}}
STRUCTURED = '{"marker_city":"Paris"}'


@dataclass(frozen=True)
class Says:
    """What a model says: text pieces, thought, and names of the tools it calls."""

    pieces: tuple[str, ...] = ()
    thought: str = ""
    tools: tuple[str, ...] = ()


SAYS = {
    "text": Says(PIECES),
    "stream": Says(PIECES),
    "tools": Says(tools=("get_weather",)),
    "parallel tools": Says(tools=("get_weather", "get_time")),
    "image": Says(PIECES),
    "reasoning": Says(PIECES, THOUGHT),
    "structured output": Says((STRUCTURED,)),
}


@dataclass(frozen=True)
class Upstream:
    """One dialect from inside. ``whole`` is a body, ``stream`` the pieces of one (one list per event, so
    that a cut falls between them); ``content_type`` is the stream's. ``counts`` tells whether usage is
    reported."""

    dialect: Dialect
    whole: Callable[[Says], Json]
    stream: Callable[[Says], list[bytes]]
    error: Json
    content_type: str = "text/event-stream"
    counts: bool = True


def data(value: Any, name: str = "") -> bytes:
    """One event."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(value)}\n\n".encode()


def arguments(name: str) -> str:
    """A call's arguments as text."""
    return json.dumps(ARGUMENTS[name])


# OpenAI Chat Completions

CHAT_USAGE = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}


def chat_whole(says: Says) -> Json:
    message: Json = {"role": "assistant", "content": "".join(says.pieces) or None}
    if says.thought:
        message["reasoning_content"] = says.thought
    if says.tools:
        message["tool_calls"] = [
            {"id": f"call_{n}", "type": "function", "function": {"name": n, "arguments": arguments(n)}}
            for n in says.tools
        ]
    finish = "tool_calls" if says.tools else "stop"
    choice = {"index": 0, "message": message, "finish_reason": finish}
    head = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m"}
    return {**head, "choices": [choice], "usage": CHAT_USAGE}


def chat_stream(says: Says) -> list[bytes]:
    def chunk(delta: Json, finish: str | None = None) -> bytes:
        head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        return data({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    out = [chunk({"role": "assistant", "content": ""})]
    out += [chunk({"reasoning_content": says.thought})] if says.thought else []
    out += [chunk({"content": piece}) for piece in says.pieces]
    for index, name in enumerate(says.tools):
        text = arguments(name)
        function = {"name": name, "arguments": ""}
        out.append(chunk({"tool_calls": [{"index": index, "id": f"call_{name}", "type": "function",
                                          "function": function}]}))  # fmt: skip
        out += [
            chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
            for piece in (text[:4], text[4:])
        ]
    out.append(chunk({}, "tool_calls" if says.tools else "stop"))
    out.append(data({"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [],
                     "usage": CHAT_USAGE}))  # fmt: skip
    return [*out, b"data: [DONE]\n\n"]


# OpenAI Responses


def _responses_items(says: Says) -> list[Json]:
    items: list[Json] = []
    if says.thought:
        items.append({"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": says.thought}],
                      "encrypted_content": "sealed"})  # fmt: skip
    if says.pieces:
        part = {"type": "output_text", "text": "".join(says.pieces), "annotations": [], "logprobs": []}
        items.append({"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]})
    for name in says.tools:
        items.append({"type": "function_call", "id": f"fc_{name}", "call_id": f"call_{name}", "name": name,
                      "arguments": arguments(name), "status": "completed"})  # fmt: skip
    return items


def responses_whole(says: Says) -> Json:
    usage = {
        "input_tokens": 10,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": 5,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 15,
    }
    head = {"id": "resp_1", "object": "response", "created_at": 1, "model": "m", "status": "completed"}
    return {**head, "error": None, "incomplete_details": None, "output": _responses_items(says), "usage": usage}


def responses_stream(says: Says) -> list[bytes]:
    out: list[bytes] = []

    def event(kind: str, **fields: Any) -> None:
        out.append(data({"type": kind, "sequence_number": len(out), **fields}, kind))

    whole = responses_whole(says)
    begun = whole | {"status": "in_progress", "output": [], "usage": None}
    event("response.created", response=begun)
    event("response.in_progress", response=begun)
    for index, item in enumerate(whole["output"]):
        where = {"item_id": item["id"], "output_index": index}
        if item["type"] == "message":
            event(
                "response.output_item.added", output_index=index, item=item | {"content": [], "status": "in_progress"}
            )
            part = item["content"][0]
            event("response.content_part.added", **where, content_index=0, part=part | {"text": ""})
            for piece in says.pieces:
                event("response.output_text.delta", **where, content_index=0, delta=piece, logprobs=[])
            event("response.output_text.done", **where, content_index=0, text=part["text"], logprobs=[])
            event("response.content_part.done", **where, content_index=0, part=part)
        elif item["type"] == "reasoning":
            event("response.output_item.added", output_index=index, item={"type": "reasoning", "id": "rs_1",
                                                                         "summary": []})  # fmt: skip
            summary = item["summary"][0]
            event("response.reasoning_summary_part.added", **where, summary_index=0, part=summary | {"text": ""})
            event("response.reasoning_summary_text.delta", **where, summary_index=0, delta=says.thought)
            event("response.reasoning_summary_text.done", **where, summary_index=0, text=says.thought)
            event("response.reasoning_summary_part.done", **where, summary_index=0, part=summary)
        else:
            event("response.output_item.added", output_index=index, item=item | {"arguments": "",
                                                                                "status": "in_progress"})  # fmt: skip
            text = item["arguments"]
            for piece in (text[:4], text[4:]):
                event("response.function_call_arguments.delta", **where, delta=piece)
            event("response.function_call_arguments.done", **where, arguments=text)
        event("response.output_item.done", output_index=index, item=item)
    event("response.completed", response=whole)
    return out


# Anthropic Messages


def _anthropic_blocks(says: Says) -> list[Json]:
    blocks: list[Json] = []
    if says.thought:
        blocks.append({"type": "thinking", "thinking": says.thought, "signature": "c2ln"})
    if says.pieces:
        blocks.append({"type": "text", "text": "".join(says.pieces)})
    blocks += [{"type": "tool_use", "id": f"toolu_{n}", "name": n, "input": ARGUMENTS[n]} for n in says.tools]
    return blocks


def anthropic_whole(says: Says) -> Json:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": _anthropic_blocks(says),
        "stop_reason": "tool_use" if says.tools else "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 10, "output_tokens": 5},
    }


def anthropic_stream(says: Says) -> list[bytes]:
    out: list[bytes] = []

    def event(kind: str, **fields: Any) -> None:
        out.append(data({"type": kind, **fields}, kind))

    whole = anthropic_whole(says)
    event("message_start", message=whole | {"content": [], "stop_reason": None,
                                            "usage": {"input_tokens": 10, "output_tokens": 1}})  # fmt: skip
    for index, block in enumerate(whole["content"]):
        match block["type"]:
            case "text":
                event("content_block_start", index=index, content_block={"type": "text", "text": ""})
                for piece in says.pieces:
                    event("content_block_delta", index=index, delta={"type": "text_delta", "text": piece})
            case "thinking":
                empty = {"type": "thinking", "thinking": "", "signature": ""}
                event("content_block_start", index=index, content_block=empty)
                event("content_block_delta", index=index, delta={"type": "thinking_delta", "thinking": says.thought})
                event("content_block_delta", index=index, delta={"type": "signature_delta", "signature": "c2ln"})
            case _:
                event("content_block_start", index=index, content_block=block | {"input": {}})
                text = arguments(block["name"])
                for piece in (text[:4], text[4:]):
                    delta = {"type": "input_json_delta", "partial_json": piece}
                    event("content_block_delta", index=index, delta=delta)
        event("content_block_stop", index=index)
    event("message_delta", delta={"stop_reason": whole["stop_reason"], "stop_sequence": None},
          usage={"output_tokens": 5})  # fmt: skip
    event("message_stop")
    return out


# Gemini

GEMINI_USAGE = {"promptTokenCount": 10, "candidatesTokenCount": 5, "totalTokenCount": 15}


def _gemini_object(parts: list[Json], finish: str = "", *, usage: bool = False) -> Json:
    candidate: Json = {"content": {"role": "model", "parts": parts}, "index": 0}
    if finish:
        candidate["finishReason"] = finish
    body: Json = {"candidates": [candidate], "modelVersion": "m", "responseId": "r1"}
    return body | ({"usageMetadata": GEMINI_USAGE} if usage else {})


def _gemini_parts(says: Says) -> list[Json]:
    parts: list[Json] = [{"text": says.thought, "thought": True}] if says.thought else []
    parts += [{"text": piece} for piece in says.pieces]
    for index, name in enumerate(says.tools):
        part: Json = {"functionCall": {"id": f"fc{index}", "name": name, "args": ARGUMENTS[name]}}
        parts.append(part if index else part | {"thoughtSignature": "c2lnbmF0dXJl"})
    return parts


def gemini_whole(says: Says) -> Json:
    return _gemini_object(_gemini_parts(says), "STOP", usage=True)


def gemini_stream(says: Says) -> list[bytes]:
    out = [data(_gemini_object([part])) for part in _gemini_parts(says)]
    return [*out, data(_gemini_object([{"text": ""}], "STOP", usage=True))]


# Ollama


def _ollama_message(text: str = "", thought: str = "", tools: tuple[str, ...] = ()) -> Json:
    message: Json = {"role": "assistant", "content": text}
    if thought:
        message["thinking"] = thought
    if tools:
        message["tool_calls"] = [{"function": {"name": n, "arguments": ARGUMENTS[n]}} for n in tools]
    return message


OLLAMA_HEAD = {"model": "m", "created_at": "2026-11-25T00:00:00Z"}
OLLAMA_END = {"done": True, "done_reason": "stop", "total_duration": 1, "prompt_eval_count": 10, "eval_count": 5}


def ollama_whole(says: Says) -> Json:
    return {**OLLAMA_HEAD, "message": _ollama_message("".join(says.pieces), says.thought, says.tools), **OLLAMA_END}


def ollama_stream(says: Says) -> list[bytes]:
    messages = [_ollama_message("", says.thought)] if says.thought else []
    messages += [_ollama_message(piece) for piece in says.pieces]
    messages += [_ollama_message(tools=(name,)) for name in says.tools]
    out = [json.dumps({**OLLAMA_HEAD, "message": m, "done": False}).encode() + b"\n" for m in messages]
    return [*out, json.dumps({**OLLAMA_HEAD, "message": _ollama_message(), **OLLAMA_END}).encode() + b"\n"]


# Cohere v2

COHERE_USAGE = {"tokens": {"input_tokens": 10, "output_tokens": 5}}


def _cohere_call(name: str) -> Json:
    return {"id": f"{name}_1", "type": "function", "function": {"name": name, "arguments": arguments(name)}}


def cohere_whole(says: Says) -> Json:
    content: list[Json] = [{"type": "thinking", "thinking": says.thought}] if says.thought else []
    if says.pieces:
        content.append({"type": "text", "text": "".join(says.pieces)})
    message: Json = {"role": "assistant", "content": content}
    if says.tools:
        message["tool_calls"] = [_cohere_call(name) for name in says.tools]
    finish = "TOOL_CALL" if says.tools else "COMPLETE"
    return {"id": "c1", "message": message, "finish_reason": finish, "usage": COHERE_USAGE}


def cohere_stream(says: Says) -> list[bytes]:
    out: list[bytes] = []

    def event(kind: str, index: int | None = None, message: Json | None = None, **fields: Any) -> None:
        value: Json = {"type": kind, **fields}
        if index is not None:
            value["index"] = index
        if message is not None:
            value["delta"] = {"message": message}
        out.append(data(value, kind))

    event("message-start", id="c1")
    if says.thought:
        event("content-start", 0, {"content": {"type": "thinking", "thinking": ""}})
        event("content-delta", 0, {"content": {"thinking": says.thought}})
        event("content-end", 0)
    if says.pieces:
        event("content-start", 1, {"content": {"type": "text", "text": ""}})
        for piece in says.pieces:
            event("content-delta", 1, {"content": {"text": piece}})
        event("content-end", 1)
    for index, name in enumerate(says.tools):
        call = _cohere_call(name)
        event("tool-call-start", index, {"tool_calls": call | {"function": {"name": name, "arguments": ""}}})
        event("tool-call-delta", index, {"tool_calls": {"function": {"arguments": arguments(name)}}})
        event("tool-call-end", index)
    reason = "TOOL_CALL" if says.tools else "COMPLETE"
    out.append(data({"type": "message-end", "delta": {"finish_reason": reason, "usage": COHERE_USAGE}}))
    return out


# Bedrock Converse (as the adapter hands its event stream on)

CONVERSE_USAGE = {"inputTokens": 10, "outputTokens": 5, "totalTokens": 15}


def converse_whole(says: Says) -> Json:
    content: list[Json] = []
    if says.thought:
        content.append({"reasoningContent": {"reasoningText": {"text": says.thought, "signature": "c2ln"}}})
    if says.pieces:
        content.append({"text": "".join(says.pieces)})
    content += [{"toolUse": {"toolUseId": f"tu_{n}", "name": n, "input": ARGUMENTS[n]}} for n in says.tools]
    return {
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": "tool_use" if says.tools else "end_turn",
        "usage": CONVERSE_USAGE,
    }


def converse_stream(says: Says) -> list[bytes]:
    out = [data({"messageStart": {"role": "assistant"}})]
    index = 0

    def delta(value: Json) -> None:
        out.append(data({"contentBlockDelta": {"contentBlockIndex": index, "delta": value}}))

    if says.thought:
        delta({"reasoningContent": {"text": says.thought}})
        out.append(data({"contentBlockStop": {"contentBlockIndex": index}}))
        index += 1
    if says.pieces:
        for piece in says.pieces:
            delta({"text": piece})
        out.append(data({"contentBlockStop": {"contentBlockIndex": index}}))
        index += 1
    for name in says.tools:
        start = {"toolUse": {"toolUseId": f"tu_{name}", "name": name}}
        out.append(data({"contentBlockStart": {"contentBlockIndex": index, "start": start}}))
        delta({"toolUse": {"input": arguments(name)}})
        out.append(data({"contentBlockStop": {"contentBlockIndex": index}}))
        index += 1
    out.append(data({"messageStop": {"stopReason": "tool_use" if says.tools else "end_turn"}}))
    return [*out, data({"metadata": {"usage": CONVERSE_USAGE}})]


# Cloudflare Workers AI's own format


def _cloudflare_calls(says: Says) -> list[Json]:
    return [{"name": name, "arguments": ARGUMENTS[name]} for name in says.tools]


def cloudflare_whole(says: Says) -> Json:
    result: Json = {"response": "".join(says.pieces), "usage": CHAT_USAGE}
    if says.tools:
        result["tool_calls"] = _cloudflare_calls(says)
    return {"result": result, "success": True, "errors": [], "messages": []}


def cloudflare_stream(says: Says) -> list[bytes]:
    out = [data({"response": piece}) for piece in says.pieces]
    out += [data({"response": "", "tool_calls": [call]}) for call in _cloudflare_calls(says)]
    return [*out, data({"response": "", "usage": CHAT_USAGE}), b"data: [DONE]\n\n"]


# DashScope (Alibaba): Chat Completions' messages under "output"


def _dashscope(message: Json, finish: str) -> Json:
    choice = {"message": {"role": "assistant", **message}, "finish_reason": finish}
    usage = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
    return {"request_id": "r1", "output": {"choices": [choice]}, "usage": usage}


def dashscope_whole(says: Says) -> Json:
    message = chat_whole(says)["choices"][0]["message"]
    return _dashscope(message | {"content": message["content"] or ""}, "tool_calls" if says.tools else "stop")


def dashscope_stream(says: Says) -> list[bytes]:
    out = [data(_dashscope({"content": "", "reasoning_content": says.thought}, "null"))] if says.thought else []
    out += [data(_dashscope({"content": piece}, "null")) for piece in says.pieces]
    for index, name in enumerate(says.tools):
        call = {"index": index, "id": f"call_{name}", "type": "function"}
        function = {"name": name, "arguments": arguments(name)}
        out.append(data(_dashscope({"content": "", "tool_calls": [call | {"function": function}]}, "null")))
    return [*out, data(_dashscope({"content": ""}, "tool_calls" if says.tools else "stop"))]


# iFlytek Spark (messages as the adapter hands them on)


def _spark(status: int, piece: Json, *, usage: bool = False) -> Json:
    payload: Json = {"choices": {"status": status, "seq": status, "text": [{"role": "assistant", "index": 0, **piece}]}}
    if usage:
        payload["usage"] = {"text": {"question_tokens": 4, **CHAT_USAGE}}
    return {"header": {"code": 0, "message": "Success", "sid": "s1", "status": status}, "payload": payload}


def _spark_call(says: Says) -> Json:
    """The one call that Spark makes at a time."""
    if not says.tools:
        return {}
    return {"function_call": {"name": says.tools[0], "arguments": arguments(says.tools[0])}}


def spark_whole(says: Says) -> Json:
    thought = {"reasoning_content": says.thought} if says.thought else {}
    return _spark(2, {"content": "".join(says.pieces), **thought, **_spark_call(says)}, usage=True)


def spark_stream(says: Says) -> list[bytes]:
    out = [data(_spark(0, {"content": "", "reasoning_content": says.thought}))] if says.thought else []
    out += [data(_spark(1, {"content": piece})) for piece in says.pieces]
    return [*out, data(_spark(2, {"content": "", **_spark_call(says)}, usage=True))]


# Coze


def _coze_message(text: str, thought: str = "") -> Json:
    return {
        "role": "assistant",
        "type": "answer",
        "content": text,
        "reasoning_content": thought,
        "content_type": "text",
    }


COZE_CHAT = {"id": "t1", "status": "completed", "usage": {"input_count": 10, "output_count": 5, "token_count": 15}}


def coze_whole(says: Says) -> Json:
    return {"code": 0, "msg": "", "data": COZE_CHAT, "messages": [_coze_message("".join(says.pieces), says.thought)]}


def coze_stream(says: Says) -> list[bytes]:
    delta = "conversation.message.delta"
    out = [data({"id": "t1", "status": "created"}, "conversation.chat.created")]
    out += [data(_coze_message("", says.thought), delta)] if says.thought else []
    out += [data(_coze_message(piece), delta) for piece in says.pieces]
    out.append(data(_coze_message("".join(says.pieces)), "conversation.message.completed"))
    return [*out, data(COZE_CHAT, "conversation.chat.completed"), data("[DONE]", "done")]


# Upstreams that know nothing but text


def zhipu_whole(says: Says) -> Json:
    choice = {"role": "assistant", "content": json.dumps("".join(says.pieces))}
    told = {"task_id": "t1", "task_status": "SUCCESS", "choices": [choice], "usage": CHAT_USAGE}
    return {"code": 200, "msg": "ok", "success": True, "data": told}


def zhipu_stream(says: Says) -> list[bytes]:
    out = [f"event: add\nid: t1\ndata: {piece}\n\n".encode() for piece in says.pieces]
    meta = json.dumps({"task_id": "t1", "task_status": "SUCCESS", "usage": CHAT_USAGE})
    return [*out, f"event: finish\nid: t1\ndata: \nmeta: {meta}\n\n".encode()]


def _ernie_call(says: Says) -> Json:
    """The one call that ERNIE makes at a time."""
    if not says.tools:
        return {}
    return {"function_call": {"name": says.tools[0], "arguments": arguments(says.tools[0]), "thoughts": ""}}


def ernie_whole(says: Says) -> Json:
    head = {"id": "as-1", "object": "chat.completion", "created": 1, "is_truncated": False}
    text = "".join(says.pieces)
    return {**head, "result": text, "need_clear_history": False, "usage": CHAT_USAGE, **_ernie_call(says)}


def ernie_stream(says: Says) -> list[bytes]:
    head = {"id": "as-1", "object": "chat.completion", "created": 1, "is_truncated": False}
    out = [data({**head, "sentence_id": n, "is_end": False, "result": p}) for n, p in enumerate(says.pieces)]
    end = {"sentence_id": len(out), "is_end": True, "result": "", "usage": CHAT_USAGE}
    return [*out, data({**head, **end, **_ernie_call(says)})]


HUNYUAN_USAGE = {"PromptTokens": 10, "CompletionTokens": 5, "TotalTokens": 15}


def _hunyuan_call(index: int, name: str) -> Json:
    function = {"Name": name, "Arguments": arguments(name)}
    return {"Index": index, "Id": f"call_{name}", "Type": "function", "Function": function}


def hunyuan_whole(says: Says) -> Json:
    message: Json = {"Role": "assistant", "Content": "".join(says.pieces)}
    if says.thought:
        message["ReasoningContent"] = says.thought
    if says.tools:
        message["ToolCalls"] = [_hunyuan_call(index, name) for index, name in enumerate(says.tools)]
    choice = {"Index": 0, "FinishReason": "tool_calls" if says.tools else "stop", "Message": message}
    return {"Response": {"Created": 1, "Id": "h1", "RequestId": "q1", "Choices": [choice], "Usage": HUNYUAN_USAGE}}


def hunyuan_stream(says: Says) -> list[bytes]:
    def chunk(delta: Json, finish: str = "") -> bytes:
        choice = {"Index": 0, "Delta": {"Role": "assistant", **delta}, "FinishReason": finish}
        return data({"Created": 1, "Id": "h1", "Choices": [choice], "Usage": HUNYUAN_USAGE})

    out = [chunk({"ReasoningContent": says.thought})] if says.thought else []
    out += [chunk({"Content": piece}) for piece in says.pieces]
    out += [chunk({"ToolCalls": [_hunyuan_call(index, name)]}) for index, name in enumerate(says.tools)]
    return [*out, chunk({"Content": ""}, "tool_calls" if says.tools else "stop")]


def llama_whole(says: Says) -> Json:
    counts = {"prompt_token_count": 10, "generation_token_count": 5}
    return {"generation": "".join(says.pieces), **counts, "stop_reason": "stop"}


def llama_stream(says: Says) -> list[bytes]:
    out = [data({"generation": piece, "generation_token_count": 1, "stop_reason": None}) for piece in says.pieces]
    counts = {"prompt_token_count": 10, "generation_token_count": 5}
    return [*out, data({"generation": "", **counts, "stop_reason": "stop"})]


def palm_whole(says: Says) -> Json:
    return {"candidates": [{"author": "1", "content": "".join(says.pieces)}]}


def deepl_whole(says: Says) -> Json:
    return {"translations": [{"detected_source_language": "EN", "text": "".join(says.pieces)}]}


def library_whole(says: Says) -> Json:
    return {"success": True, "answer": "".join(says.pieces), "documents": []}


def library_stream(says: Says) -> list[bytes]:
    out = [data({"content": piece, "finish": False, "model": "m"}) for piece in says.pieces]
    return [*out, data({"content": "", "finish": True, "model": "m", "documents": []})]


def replicate_whole(says: Says) -> Json:
    metrics = {"input_token_count": 10, "output_token_count": 5}
    return {"id": "p1", "status": "succeeded", "output": list(says.pieces), "metrics": metrics}


def replicate_stream(says: Says) -> list[bytes]:
    out = [f"event: output\ndata: {piece}\n\n".encode() for piece in says.pieces]
    metrics = data({"input_token_count": 10, "output_token_count": 5}, "metrics")
    return [*out, data({}, "done"), metrics]


def whole_as_stream(whole: Callable[[Says], Json]) -> Callable[[Says], list[bytes]]:
    """An upstream without streams answers with its whole body."""
    return lambda says: [json.dumps(whole(says)).encode()]


OPENAI_ERROR = {"error": {"message": "marker failure", "type": "server_error", "param": None, "code": None}}

UPSTREAMS = {
    upstream.dialect: upstream
    for upstream in (
        Upstream(Dialect.OPENAI_CHAT, chat_whole, chat_stream, OPENAI_ERROR),
        Upstream(Dialect.OPENAI_RESPONSES, responses_whole, responses_stream, OPENAI_ERROR),
        Upstream(
            Dialect.ANTHROPIC,
            anthropic_whole,
            anthropic_stream,
            {"type": "error", "error": {"type": "api_error", "message": "marker failure"}},
        ),
        Upstream(
            Dialect.GEMINI,
            gemini_whole,
            gemini_stream,
            {"error": {"code": 500, "message": "marker failure", "status": "INTERNAL"}},
        ),
        Upstream(Dialect.OLLAMA, ollama_whole, ollama_stream, {"error": "marker failure"}, "application/x-ndjson"),
        Upstream(Dialect.COHERE, cohere_whole, cohere_stream, {"message": "marker failure"}),
        Upstream(Dialect.BEDROCK_CONVERSE, converse_whole, converse_stream, {"message": "marker failure"}),
        Upstream(
            Dialect.CLOUDFLARE,
            cloudflare_whole,
            cloudflare_stream,
            {"success": False, "errors": [{"code": 3046, "message": "marker failure"}], "result": {}},
        ),
        Upstream(Dialect.BEDROCK_LLAMA, llama_whole, llama_stream, {"message": "marker failure"}),
        Upstream(
            Dialect.DASHSCOPE, dashscope_whole, dashscope_stream, {"code": "InternalError", "message": "marker failure"}
        ),
        Upstream(Dialect.ZHIPU, zhipu_whole, zhipu_stream, {"code": 500, "msg": "marker failure", "success": False}),
        Upstream(Dialect.BAIDU_ERNIE, ernie_whole, ernie_stream, {"error_code": 336000, "error_msg": "marker failure"}),
        Upstream(
            Dialect.TENCENT_HUNYUAN,
            hunyuan_whole,
            hunyuan_stream,
            {"Response": {"Error": {"Code": "InternalError", "Message": "marker failure"}, "RequestId": "q1"}},
        ),
        Upstream(Dialect.SPARK, spark_whole, spark_stream, {"header": {"code": 10010, "message": "marker failure"}}),
        Upstream(Dialect.COZE, coze_whole, coze_stream, {"code": 5000, "msg": "marker failure"}),
        Upstream(
            Dialect.PALM,
            palm_whole,
            whole_as_stream(palm_whole),
            {"error": {"code": 500, "message": "marker failure", "status": "INTERNAL"}},
            "application/json",
            counts=False,
        ),
        Upstream(
            Dialect.DEEPL,
            deepl_whole,
            whole_as_stream(deepl_whole),
            {"message": "marker failure"},
            "application/json",
            counts=False,
        ),
        Upstream(
            Dialect.AIPROXY_LIBRARY,
            library_whole,
            library_stream,
            {"success": False, "message": "marker failure", "errCode": 500},
            counts=False,
        ),
        Upstream(Dialect.REPLICATE, replicate_whole, replicate_stream, {"detail": "marker failure"}),
    )
}
