"""A Chat Completions request body into the conversation model."""

from collections.abc import Iterator
from typing import Any

from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    CacheMark,
    ChatRequest,
    Dialect,
    FileIdSource,
    FilePart,
    Identity,
    ImagePart,
    JsonObject,
    NativePart,
    Part,
    PromptCache,
    ReasoningPart,
    RefusalPart,
    Role,
    Sampling,
    SealFamily,
    SealKind,
    Service,
    TextPart,
    ToolCall,
    ToolKind,
    ToolResult,
    Turn,
    invalid,
)
from oneapi_desktop.dialects.json_reading import (
    arguments_text,
    as_object,
    as_text,
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
from oneapi_desktop.dialects.media import audio_media_type, media_type_of_name, sniff, source_of_url
from oneapi_desktop.dialects.openai_chat.controls_parser import (
    parse_reasoning,
    parse_response_format,
    parse_tool_choice,
    parse_tools,
)
from oneapi_desktop.dialects.openai_chat.reasoning_details import parse_details, parse_thinking_blocks
from oneapi_desktop.dialects.seals import read

DIALECT = Dialect.OPENAI_CHAT

KNOWN_FIELDS = frozenset(
    [
        "model",
        "messages",
        "max_completion_tokens",
        "max_tokens",
        "temperature",
        "top_p",
        "top_k",
        "n",
        "stop",
        "frequency_penalty",
        "presence_penalty",
        "seed",
        "logit_bias",
        "logprobs",
        "top_logprobs",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "functions",
        "function_call",
        "response_format",
        "reasoning_effort",
        "reasoning",
        "thinking",
        "enable_thinking",
        "thinking_budget",
        "verbosity",
        "modalities",
        "audio",
        "stream",
        "store",
        "metadata",
        "user",
        "safety_identifier",
        "service_tier",
        "prompt_cache_key",
        "prompt_cache_options",
        "web_search_options",
    ]
)
"""Fields the model has a place for; all others go to ``extras``."""

MOST_CANDIDATES = 128


def parse_request(raw: bytes | JsonObject) -> ChatRequest:
    """The request of a body. Raises DialectError(INVALID_REQUEST) naming the field at fault."""
    body = load_request(raw)
    model = required_text(body, "model")
    messages = objects_of(body, "messages")
    if not messages:
        raise invalid("messages must be a list with at least one message", "messages")
    system, turns = _parse_messages(messages)
    n = optional_int(body, "n")
    if n is not None and not 1 <= n <= MOST_CANDIDATES:
        raise invalid(f"n must be between 1 and {MOST_CANDIDATES}", "n")
    options = optional_object(body, "stream_options") or {}
    extras = {key: value for key, value in body.items() if key not in KNOWN_FIELDS}
    rest = {key: value for key, value in options.items() if key != "include_usage"}
    extras.pop("stream_options", None)
    if rest:
        extras["stream_options"] = rest
    cache = optional_object(body, "prompt_cache_options") or {}
    return ChatRequest(
        source=DIALECT,
        model=model,
        system=system,
        turns=turns,
        stream=bool(optional_bool(body, "stream")),
        n=n or 1,
        tools=parse_tools(body),
        tool_choice=parse_tool_choice(body),
        parallel_tools=optional_bool(body, "parallel_tool_calls"),
        sampling=_parse_sampling(body),
        reasoning=parse_reasoning(body),
        response_format=parse_response_format(body),
        verbosity=optional_text(body, "verbosity"),
        modalities=texts_of(body, "modalities"),
        audio=optional_object(body, "audio"),
        cache=PromptCache(
            key=optional_text(body, "prompt_cache_key"),
            mode=optional_text(cache, "mode", "prompt_cache_options.mode"),
            ttl=optional_text(cache, "ttl", "prompt_cache_options.ttl"),
        ),
        identity=Identity(
            optional_text(body, "user"),
            optional_text(body, "safety_identifier"),
            _parse_metadata(body),
        ),
        service=Service(optional_text(body, "service_tier"), optional_bool(body, "store")),
        include_usage=bool(optional_bool(options, "include_usage", "stream_options.include_usage")),
        legacy_functions="tools" not in body and ("functions" in body or "function_call" in body),
        extras=extras,
    )


def _parse_metadata(body: JsonObject) -> dict[str, str] | None:
    metadata = optional_object(body, "metadata")
    if metadata is not None and not all(isinstance(v, str) for v in metadata.values()):
        raise invalid("metadata must map names to strings", "metadata")
    return metadata


def _parse_sampling(body: JsonObject) -> Sampling:
    name = "max_completion_tokens"
    if body.get(name) is None:
        name = "max_tokens"
    limit = optional_int(body, name)
    if limit is not None and limit < 1:
        raise invalid(f"{name} must be at least 1", name)
    bias = optional_object(body, "logit_bias")
    if bias is not None:
        for key in bias:
            optional_number(bias, key, f"logit_bias.{key}")
    return Sampling(
        max_output_tokens=limit,
        temperature=optional_number(body, "temperature"),
        top_p=optional_number(body, "top_p"),
        top_k=optional_int(body, "top_k"),
        frequency_penalty=optional_number(body, "frequency_penalty"),
        presence_penalty=optional_number(body, "presence_penalty"),
        seed=optional_int(body, "seed"),
        stop=texts_of(body, "stop"),
        logit_bias=bias,
        logprobs=optional_bool(body, "logprobs"),
        top_logprobs=optional_int(body, "top_logprobs"),
    )


def _parse_messages(messages: list[JsonObject]) -> tuple[tuple[TextPart, ...], tuple[Turn, ...]]:
    system: list[TextPart] = []
    turns: list[Turn] = []
    legacy_id = ""
    results: list[Part] = []
    for number, message in enumerate(messages):
        where = f"messages[{number}]"
        role = message.get("role")
        if role in ("system", "developer"):
            texts = tuple(_parse_texts(message, where))
            if turns:
                turns.append(Turn(Role.SYSTEM, texts))
            else:
                system += texts
        elif role == "user":
            parts = tuple(_parse_content(message, where))
            turns.append(Turn(Role.USER, parts, optional_text(message, "name", f"{where}.name")))
        elif role == "assistant":
            if "function_call" in message:
                legacy_id = f"call_function_{number}"
            parts = tuple(_parse_assistant(message, where, legacy_id))
            turns.append(Turn(Role.ASSISTANT, parts, optional_text(message, "name", f"{where}.name")))
        elif role in ("tool", "function"):
            result = _parse_result(message, where, legacy_id)
            results.append(result)
            following = messages[number + 1].get("role") if number + 1 < len(messages) else None
            if following not in ("tool", "function"):
                turns.append(Turn(Role.USER, tuple(results)))
                results = []
        else:
            raise invalid(f"{where}.role must be system, developer, user, assistant or tool", f"{where}.role")
    return tuple(system), tuple(turns)


def _parse_result(message: JsonObject, where: str, legacy_id: str) -> ToolResult:
    if message["role"] == "function":
        call_id, name = legacy_id, required_text(message, "name", f"{where}.name")
    else:
        call_id = required_text(message, "tool_call_id", f"{where}.tool_call_id")
        name = optional_text(message, "name", f"{where}.name")
    parts: list[TextPart | ImagePart | FilePart | NativePart] = []
    for part in _parse_content(message, where):
        if isinstance(part, TextPart | ImagePart | FilePart | NativePart):
            parts.append(part)
        else:
            raise invalid(f"{where}.content may hold text only", f"{where}.content")
    return ToolResult(call_id, tuple(parts), name=name)


def _parse_texts(message: JsonObject, where: str) -> Iterator[TextPart]:
    for part in _parse_content(message, where):
        if not isinstance(part, TextPart):
            raise invalid(f"{where}.content may hold text only", f"{where}.content")
        yield part


def _parse_assistant(message: JsonObject, where: str, legacy_id: str) -> Iterator[Part]:
    yield from parse_reasoning_fields(message)
    yield from _parse_content(message, where)
    refusal = optional_text(message, "refusal", f"{where}.refusal")
    if refusal:
        yield RefusalPart(refusal)
    audio_id = as_text(as_object(message.get("audio")).get("id"))
    if audio_id:
        yield AudioPart(FileIdSource(audio_id, DIALECT), id=audio_id)
    for index, call in enumerate(objects_of(message, "tool_calls", f"{where}.tool_calls")):
        yield _parse_call(call, f"{where}.tool_calls[{index}]")
    legacy = optional_object(message, "function_call", f"{where}.function_call")
    if legacy is not None:
        name = required_text(legacy, "name", f"{where}.function_call.name")
        yield ToolCall(legacy_id, name, arguments_text(legacy.get("arguments")))


def parse_reasoning_fields(message: JsonObject, model: str = "", credential: str = "") -> list[Part]:
    """The reasoning of a message, in whichever field a client or vendor keeps it."""
    details = parse_details(message.get("reasoning_details"), model, credential)
    if not details:
        details = parse_thinking_blocks(message.get("thinking_blocks"))
    text = as_text(message.get("reasoning_content")) or as_text(message.get("reasoning"))
    if text and not any(isinstance(part, ReasoningPart) for part in details):
        return [ReasoningPart((text,)), *details]
    return details


def _parse_call(call: JsonObject, where: str) -> ToolCall:
    id = required_text(call, "id", f"{where}.id")
    google = as_object(as_object(call.get("extra_content")).get("google"))
    seal = read(as_text(google.get("thought_signature")), SealFamily.GOOGLE, SealKind.THOUGHT_SIGNATURE)
    custom = optional_object(call, "custom", f"{where}.custom")
    if call.get("type") == "custom" and custom is not None:
        name = required_text(custom, "name", f"{where}.custom.name")
        text = optional_text(custom, "input", f"{where}.custom.input")
        return ToolCall(id, name, text, ToolKind.CUSTOM, seal=seal)
    function = optional_object(call, "function", f"{where}.function")
    if function is None:
        raise invalid(f"{where}.function is required", f"{where}.function")
    name = required_text(function, "name", f"{where}.function.name")
    return ToolCall(id, name, arguments_text(function.get("arguments")), seal=seal)


def _parse_content(message: JsonObject, where: str) -> Iterator[Part]:
    content = message.get("content")
    if content is None:
        return
    if isinstance(content, str):
        if content:
            yield TextPart(content)
        return
    if not isinstance(content, list) or not all(isinstance(part, dict | str) for part in content):
        raise invalid(f"{where}.content must be a string or a list of parts", f"{where}.content")
    for index, part in enumerate(content):
        if isinstance(part, str):
            yield TextPart(part)
        else:
            yield from _parse_part(part, f"{where}.content[{index}]")


def _parse_cache(part: JsonObject) -> CacheMark | None:
    for name in ("prompt_cache_breakpoint", "cache_control"):
        mark = part.get(name)
        if isinstance(mark, dict):
            return CacheMark(as_text(mark.get("ttl")))
    return None


def _parse_part(part: JsonObject, where: str) -> Iterator[Part]:
    kind = part.get("type")
    cache = _parse_cache(part)
    if kind == "text":
        yield TextPart(optional_text(part, "text", f"{where}.text"), cache=cache)
    elif kind == "refusal":
        yield RefusalPart(optional_text(part, "refusal", f"{where}.refusal"))
    elif kind == "image_url":
        image: Any = part.get("image_url")
        image = {"url": image} if isinstance(image, str) else as_object(image)
        url = required_text(image, "url", f"{where}.image_url.url")
        detail = optional_text(image, "detail", f"{where}.image_url.detail")
        yield ImagePart(source_of_url(url), detail, cache=cache)
    elif kind == "input_audio":
        audio = optional_object(part, "input_audio", f"{where}.input_audio") or {}
        data = required_text(audio, "data", f"{where}.input_audio.data")
        short = optional_text(audio, "format", f"{where}.input_audio.format")
        yield AudioPart(Base64Source(data, audio_media_type(short)), short, cache=cache)
    elif kind == "file":
        yield _parse_file(optional_object(part, "file", f"{where}.file") or {}, where, cache)
    elif kind == "thinking":
        thinking = part.get("thinking")
        texts = thinking if isinstance(thinking, list) else [{"text": thinking}]
        text = "".join(as_text(as_object(chunk).get("text")) for chunk in texts)
        yield ReasoningPart((text,))
    elif isinstance(kind, str) and kind:
        yield NativePart(DIALECT, kind, part, cache=cache)
    else:
        raise invalid(f"{where}.type is required", f"{where}.type")


def _parse_file(file: JsonObject, where: str, cache: CacheMark | None) -> FilePart:
    filename = optional_text(file, "filename", f"{where}.file.filename")
    file_id = optional_text(file, "file_id", f"{where}.file.file_id")
    if file_id:
        return FilePart(FileIdSource(file_id, DIALECT), filename, cache=cache)
    data = required_text(file, "file_data", f"{where}.file.file_data")
    source = source_of_url(data)
    if not isinstance(source, Base64Source):
        guessed = media_type_of_name(filename) or sniff(data) or "application/pdf"
        source = Base64Source(data, guessed)
    return FilePart(source, filename, cache=cache)
