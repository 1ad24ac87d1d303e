"""Bodies of ``/api/chat`` and ``/api/generate`` into the conversation model."""

from collections.abc import Iterator, Sequence

from oneapi_desktop.dialects.conversation import (
    Base64Source,
    ChatRequest,
    Dialect,
    Effort,
    FormatKind,
    ImagePart,
    JsonObject,
    Part,
    ReasoningControl,
    ReasoningMode,
    ReasoningPart,
    ReasoningShow,
    ResponseFormat,
    Role,
    Sampling,
    TextPart,
    Tool,
    ToolCall,
    ToolResult,
    Turn,
    invalid,
    unsupported,
)
from oneapi_desktop.dialects.json_reading import (
    arguments_text,
    load_request,
    objects_of,
    optional_bool,
    optional_int,
    optional_number,
    optional_object,
    optional_text,
    required_text,
    texts_of,
)
from oneapi_desktop.dialects.media import sniff, source_of_url

DIALECT = Dialect.OLLAMA

KNOWN_FIELDS = frozenset(
    [
        "model",
        "messages",
        "prompt",
        "system",
        "images",
        "stream",
        "format",
        "options",
        "tools",
        "think",
        "logprobs",
        "top_logprobs",
        "suffix",
        "context",
    ]
)
"""Fields the model has a place for or that are refused; all others go to ``extras``."""

_SAMPLING_OPTIONS = frozenset(
    {"num_predict", "temperature", "top_p", "top_k", "seed", "stop", "frequency_penalty", "presence_penalty"}
)
_FUNCTION_FIELDS = frozenset({"name", "description", "parameters"})


def only_loads(body: JsonObject) -> bool:
    """True for a request that asks for no answer: it loads a model, or with ``keep_alive`` 0 puts it
    out of memory."""
    if "messages" in body:
        return not body.get("messages")
    return not body.get("prompt") and not body.get("images")


def parse_request(raw: bytes | JsonObject) -> ChatRequest:
    """The request of a body: with ``messages`` one of ``/api/chat``, otherwise one of
    ``/api/generate``. A stream is wanted unless ``stream`` is false.

    Raises DialectError: INVALID_REQUEST naming the field at fault, UNSUPPORTED for filling in the middle
    and for the token ids of an earlier answer, which mean something to one model only.
    """
    body = load_request(raw)
    model = required_text(body, "model")
    if only_loads(body):
        name = "messages" if "messages" in body else "prompt"
        raise invalid(f"{name} is empty: there is nothing to answer", name)
    generates = "messages" not in body
    if generates:
        system, turns = _parse_prompt(body)
    else:
        system, turns = _parse_messages(objects_of(body, "messages"))
    options = optional_object(body, "options") or {}
    extras = {key: value for key, value in body.items() if key not in KNOWN_FIELDS}
    rest = {key: value for key, value in options.items() if key not in _SAMPLING_OPTIONS}
    if rest:
        extras["options"] = rest
    stream = optional_bool(body, "stream")
    return ChatRequest(
        source=DIALECT,
        model=model,
        system=system,
        turns=turns,
        stream=stream is None or stream,
        tools=tuple(_parse_tool(raw, i) for i, raw in enumerate(objects_of(body, "tools"))),
        sampling=_parse_sampling(body, options),
        reasoning=_parse_think(body),
        response_format=_parse_format(body),
        single_prompt=generates,
        extras=extras,
    )


def _parse_sampling(body: JsonObject, options: JsonObject) -> Sampling:
    def named(name: str) -> str:
        return f"options.{name}"

    limit = optional_int(options, "num_predict", named("num_predict"))
    return Sampling(
        # -1 means no limit, -2 as much as the context holds.
        max_output_tokens=limit if limit is not None and limit > 0 else None,
        temperature=optional_number(options, "temperature", named("temperature")),
        top_p=optional_number(options, "top_p", named("top_p")),
        top_k=optional_int(options, "top_k", named("top_k")),
        frequency_penalty=optional_number(options, "frequency_penalty", named("frequency_penalty")),
        presence_penalty=optional_number(options, "presence_penalty", named("presence_penalty")),
        seed=optional_int(options, "seed", named("seed")),
        stop=texts_of(options, "stop", named("stop")),
        logprobs=optional_bool(body, "logprobs"),
        top_logprobs=optional_int(body, "top_logprobs"),
    )


def _parse_think(body: JsonObject) -> ReasoningControl:
    """``think``: yes, no, or a level. Unset leaves it to the model, whose thinking is shown."""
    value = body.get("think")
    if value is None or value == "":
        return ReasoningControl()
    if value is True:
        return ReasoningControl(ReasoningMode.AUTO, show=ReasoningShow.AUTO)
    if value is False:
        return ReasoningControl(ReasoningMode.OFF, show=ReasoningShow.NONE)
    try:
        effort = Effort(value)
    except ValueError:
        raise invalid("think must be true, false, or one of low, medium, high, max", "think") from None
    if effort is Effort.NONE:
        return ReasoningControl(ReasoningMode.OFF, show=ReasoningShow.NONE)
    return ReasoningControl(effort=effort, show=ReasoningShow.AUTO)


def _parse_format(body: JsonObject) -> ResponseFormat:
    value = body.get("format")
    if value is None or value == "":
        return ResponseFormat()
    if value == "json":
        return ResponseFormat(FormatKind.JSON)
    if isinstance(value, dict):
        return ResponseFormat(FormatKind.JSON_SCHEMA, value)
    raise invalid('format must be "json" or a JSON Schema', "format")


def _parse_tool(raw: JsonObject, index: int) -> Tool:
    where = f"tools[{index}].function"
    function = optional_object(raw, "function", where)
    if function is None:
        raise invalid(f"{where} is required", where)
    extras = {key: value for key, value in function.items() if key not in _FUNCTION_FIELDS}
    return Tool(
        required_text(function, "name", f"{where}.name"),
        optional_text(function, "description", f"{where}.description"),
        optional_object(function, "parameters", f"{where}.parameters"),
        dialect=DIALECT if extras else None,
        extras=extras,
    )


def _parse_prompt(body: JsonObject) -> tuple[tuple[TextPart, ...], tuple[Turn, ...]]:
    if optional_text(body, "suffix"):
        raise unsupported("suffix (filling in the middle) works with Ollama's own models only; remove it", "suffix")
    if body.get("context"):
        raise unsupported(
            "context holds token ids that another model cannot read; use /api/chat and send the messages", "context"
        )
    system, prompt = optional_text(body, "system"), optional_text(body, "prompt")
    parts: list[Part] = [TextPart(prompt)] if prompt else []
    parts += _parse_images(body, "images")
    return ((TextPart(system),) if system else ()), (Turn(Role.USER, tuple(parts)),)


def _parse_images(message: JsonObject, where: str) -> Iterator[ImagePart]:
    for value in texts_of(message, "images", where):
        if value.startswith(("data:", "http://", "https://")):
            yield ImagePart(source_of_url(value))
        else:
            yield ImagePart(Base64Source(value, sniff(value)))


def _parse_messages(messages: Sequence[JsonObject]) -> tuple[tuple[TextPart, ...], tuple[Turn, ...]]:
    system: list[TextPart] = []
    turns: list[Turn] = []
    open_calls: list[ToolCall] = []
    results: list[Part] = []
    for number, message in enumerate(messages):
        where = f"messages[{number}]"
        role = optional_text(message, "role", f"{where}.role")
        text = optional_text(message, "content", f"{where}.content")
        if role == "tool":
            results.append(_parse_result(message, text, where, open_calls))
            following = messages[number + 1].get("role") if number + 1 < len(messages) else None
            if following != "tool":
                turns.append(Turn(Role.USER, tuple(results)))
                results = []
            continue
        said: list[Part] = [TextPart(text)] if text else []
        if role == "system":
            if not turns:
                system += (part for part in said if isinstance(part, TextPart))
            elif said:
                turns.append(Turn(Role.SYSTEM, tuple(said)))
        elif role == "user":
            turns.append(Turn(Role.USER, (*said, *_parse_images(message, f"{where}.images"))))
        elif role == "assistant":
            thinking = optional_text(message, "thinking", f"{where}.thinking")
            thoughts = [ReasoningPart((thinking,))] if thinking else []
            calls = list(_parse_calls(message, number, where))
            open_calls = list(calls) or open_calls
            images = _parse_images(message, f"{where}.images")
            turns.append(Turn(Role.ASSISTANT, (*thoughts, *said, *images, *calls)))
        else:
            raise invalid(f"{where}.role must be system, user, assistant or tool", f"{where}.role")
    return tuple(system), tuple(turns)


def _parse_calls(message: JsonObject, number: int, where: str) -> Iterator[ToolCall]:
    for index, call in enumerate(objects_of(message, "tool_calls", f"{where}.tool_calls")):
        place = f"{where}.tool_calls[{index}].function"
        function = optional_object(call, "function", place)
        if function is None:
            raise invalid(f"{place} is required", place)
        # The same history gives the same ids each time it is sent.
        id = optional_text(call, "id", f"{where}.tool_calls[{index}].id") or f"call_{number}_{index}"
        name = required_text(function, "name", f"{place}.name")
        yield ToolCall(id, name, arguments_text(function.get("arguments")))


def _parse_result(message: JsonObject, text: str, where: str, open_calls: list[ToolCall]) -> ToolResult:
    """A tool's message. It names its call by id, by the tool, or by its place alone."""
    id = optional_text(message, "tool_call_id", f"{where}.tool_call_id")
    name = optional_text(message, "tool_name", f"{where}.tool_name") or optional_text(message, "name", f"{where}.name")
    parts = ((TextPart(text),) if text else ()) + tuple(_parse_images(message, f"{where}.images"))
    for call in open_calls:
        if call.id == id if id else name in ("", call.name):
            open_calls.remove(call)
            return ToolResult(call.id, parts, name=name)
    return ToolResult(id or f"{where}.unknown", parts, name=name)
