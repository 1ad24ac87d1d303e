"""The conversation model into a Cohere chat request body."""

from collections.abc import Sequence

from oneapi_desktop.dialects.conversation import (
    Base64Source,
    Capabilities,
    ChatRequest,
    ChoiceMode,
    Dialect,
    Effort,
    FilePart,
    FormatKind,
    ImagePart,
    JsonObject,
    NativePart,
    Notes,
    Part,
    ReasoningMode,
    ReasoningPart,
    RedactedPart,
    RefusalPart,
    Role,
    TextPart,
    TextSource,
    ThinkingStyle,
    ToolCall,
    ToolKind,
    ToolResult,
    Turn,
    UrlSource,
    unsupported,
)
from oneapi_desktop.dialects.conversion_rules import (
    allowed_sampling,
    foreign_native,
    note_extras,
    output_limit,
    refuse_beyond_one_text,
    stop_sequences,
)
from oneapi_desktop.dialects.hosted_tools import foreign_concept
from oneapi_desktop.dialects.json_schema import object_root
from oneapi_desktop.dialects.media import data_url, decoded_text
from oneapi_desktop.dialects.reasoning_scale import wanted_effort
from oneapi_desktop.dialects.tool_bridge import NameRule, ToolBridge, custom_as_function
from oneapi_desktop.dialects.turns import arranged

DIALECT = Dialect.COHERE
COHERE_NAMES = NameRule(128, r"[^A-Za-z0-9_]", r"[A-Za-z_]")
MOST_STOPS = 5
LEAST_P, MOST_P, MOST_K = 0.01, 0.99, 500
ERROR_HEADING = "Error: "


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """The names of this request's tools at the target; also undoes them in the answer."""
    return ToolBridge(request, COHERE_NAMES, custom=False)


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body for the target and what it could not carry. Raises DialectError(UNSUPPORTED, or
    INVALID_REQUEST for a history no provider accepts)."""
    notes = Notes()
    refuse_beyond_one_text(request, DIALECT)
    bridge = tool_bridge(request, target)
    body: JsonObject = {"model": target.model or request.model}
    body["messages"] = _Messages(request, target, bridge, notes).build()
    body["stream"] = request.stream
    _build_sampling(request, target, body, notes)
    _build_tools(request, target, bridge, body, notes)
    _build_format(request, body, notes)
    _build_thinking(request, target, body, notes)
    if request.identity.user or request.identity.metadata:
        notes.dropped("user", "Cohere takes none")
    if request.service.tier:
        notes.dropped("service_tier", "Cohere has none")
    if request.verbosity:
        notes.dropped("verbosity", "Cohere has no such field")
    note_extras(request, DIALECT, notes)
    return body, notes


class _Messages:
    """Builds ``messages`` of one request."""

    def __init__(self, request: ChatRequest, target: Capabilities, bridge: ToolBridge, notes: Notes) -> None:
        self._request = request
        self._target = target
        self._bridge = bridge
        self._notes = notes

    def build(self) -> list[JsonObject]:
        system = "\n\n".join(part.text for part in self._request.system if part.text.strip())
        messages: list[JsonObject] = [{"role": "system", "content": system}] if system else []
        for turn in arranged(self._request.turns, self._notes):
            if turn.role is Role.ASSISTANT:
                messages.append(self._assistant(turn))
            elif turn.role is Role.SYSTEM:
                text = "\n\n".join(part.text for part in turn.parts if isinstance(part, TextPart))
                messages.append({"role": "system", "content": text})
            else:
                results = [part for part in turn.parts if isinstance(part, ToolResult)]
                messages += map(self._result, results)
                rest = [part for part in turn.parts if not isinstance(part, ToolResult)]
                content = self._content(rest)
                if content:
                    messages.append({"role": "user", "content": content})
        return [message for message in messages if len(message) > 1]

    def _assistant(self, turn: Turn) -> JsonObject:
        message: JsonObject = {"role": "assistant"}
        calls = [part for part in turn.parts if isinstance(part, ToolCall)]
        texts, thoughts = self._said(turn.parts)
        if calls:
            message["tool_calls"] = list(map(self._call, calls))
            plan = "\n\n".join(thoughts) or "\n\n".join(texts)
            if plan:
                # Beside calls, words are the plan behind them.
                message["tool_plan"] = plan
        elif thoughts:
            content: list[JsonObject] = [{"type": "thinking", "thinking": text} for text in thoughts]
            message["content"] = content + [{"type": "text", "text": text} for text in texts]
        elif texts:
            message["content"] = "".join(texts)
        return message

    def _said(self, parts: Sequence[Part]) -> tuple[list[str], list[str]]:
        """Texts and thoughts of an answer."""
        texts: list[str] = []
        thoughts: list[str] = []
        for part in parts:
            match part:
                case TextPart() | RefusalPart():
                    texts.append(part.text)
                case ReasoningPart():
                    if part.text and self._target.thinking is not ThinkingStyle.NONE:
                        thoughts.append(part.text)
                case RedactedPart():
                    self._notes.dropped("reasoning", "its proof belongs to another vendor")
                case NativePart():
                    if part.text:
                        texts.append(part.text)
                    else:
                        foreign_native(part, Role.ASSISTANT, self._notes)
                case ToolCall():
                    pass
                case _:
                    self._notes.dropped("media", "pictures, files or sound of an earlier answer")
        return [text for text in texts if text], thoughts

    def _call(self, call: ToolCall) -> JsonObject:
        name = self._bridge.wire_name(call.name, call.namespace)
        function = {"name": name, "arguments": self._bridge.wire_arguments(call) or "{}"}
        return {"id": call.id, "type": "function", "function": function}

    def _result(self, result: ToolResult) -> JsonObject:
        text = result.text
        for part in result.parts:
            if isinstance(part, NativePart):
                text += part.text or f"({part.kind})"
            elif not isinstance(part, TextPart):
                raise unsupported("this model takes texts as tool results; remove the files from them", "messages")
        if result.is_error and not text.startswith(ERROR_HEADING):
            text = ERROR_HEADING + text
        return {"role": "tool", "tool_call_id": result.call_id, "content": text or "(no output)"}

    def _content(self, parts: Sequence[Part]) -> str | list[JsonObject]:
        blocks = [block for part in parts for block in self._block(part)]
        if all(block["type"] == "text" for block in blocks):
            return "\n\n".join(block["text"] for block in blocks)
        return blocks

    def _block(self, part: Part) -> list[JsonObject]:
        match part:
            case TextPart() | RefusalPart():
                return [{"type": "text", "text": part.text}] if part.text else []
            case ImagePart():
                return [self._image(part)]
            case FilePart():
                return [{"type": "text", "text": _file_text(part)}]
            case NativePart():
                if part.text:
                    return [{"type": "text", "text": part.text}]
                foreign_native(part, Role.USER, self._notes)
                return []
            case _:
                raise unsupported("this model takes texts and images; remove audio and video", "messages")

    def _image(self, part: ImagePart) -> JsonObject:
        if not self._target.images:
            raise unsupported("this model cannot see images; remove them from the request", "messages")
        if isinstance(part.source, UrlSource):
            url = part.source.url
        elif isinstance(part.source, Base64Source):
            url = data_url(part.source, "image/png")
        else:
            raise unsupported("an uploaded image can be used with its own provider only", "messages")
        image: JsonObject = {"url": url}
        if part.detail in ("low", "high", "auto"):
            image["detail"] = part.detail
        return {"type": "image_url", "image_url": image}


def _file_text(part: FilePart) -> str:
    source = part.source
    if isinstance(source, Base64Source) and source.media_type.startswith("text/"):
        source = TextSource(decoded_text(source), source.media_type)
    if not isinstance(source, TextSource):
        raise unsupported("this model cannot read files; send their text instead", "messages")
    heading = part.title or part.filename
    return f"{heading}\n\n{source.text}" if heading else source.text


def _build_sampling(request: ChatRequest, target: Capabilities, body: JsonObject, notes: Notes) -> None:
    sampling = allowed_sampling(request.sampling, target, notes)
    for name in ("frequency_penalty", "presence_penalty"):
        penalty = getattr(sampling, name)
        if penalty is not None:
            body[name] = _within(name, penalty, 0, 1, notes)
    if sampling.logit_bias:
        notes.dropped("logit_bias", "Cohere has no such field", semantic=True)
    if sampling.top_logprobs:
        notes.dropped("top_logprobs", "Cohere tells the chosen tokens only", semantic=True)
    fields: JsonObject = {
        "max_tokens": output_limit(request, target, notes),
        "temperature": sampling.temperature,
        "p": None if sampling.top_p is None else _within("top_p", sampling.top_p, LEAST_P, MOST_P, notes),
        "k": None if sampling.top_k is None else _within("top_k", sampling.top_k, 0, MOST_K, notes),
        "seed": sampling.seed,
        "stop_sequences": stop_sequences(sampling.stop, MOST_STOPS, notes) or None,
        "logprobs": sampling.logprobs,
    }
    body |= {key: value for key, value in fields.items() if value is not None}


def _within(name: str, value: float, low: float, high: float, notes: Notes) -> float:
    """The value inside the bounds Cohere sets."""
    bounded = min(max(value, low), high)
    # 1 means "all tokens", which 0.99 says as well.
    if bounded != value and not (name == "top_p" and value == 1):
        notes.changed(name, f"{value} sent as {bounded}")
    return bounded


def _build_tools(
    request: ChatRequest, target: Capabilities, bridge: ToolBridge, body: JsonObject, notes: Notes
) -> None:
    if request.tools and not target.tools:
        raise unsupported("this model cannot call tools; remove tools from the request", "tools")
    choice = request.tool_choice
    allowed: set[str] | None = None
    if choice is not None and choice.mode in (ChoiceMode.NAMED, ChoiceMode.ALLOWED) and choice.names:
        allowed = set(choice.names)
        notes.emulated("tool_choice", "only the chosen tools are sent")
    tools: list[JsonObject] = []
    strict = False
    for tool in request.tools:
        if tool.kind is ToolKind.HOSTED:
            if foreign_concept(tool, DIALECT, target, notes) is not None:
                if not target.drop_hosted_tools:
                    raise unsupported(
                        f"the hosted tool {tool.name!r} has no counterpart at Cohere; remove it",
                        "tools",
                        "unsupported_tool",
                    )
                notes.dropped(f"tools.{tool.name}", semantic=True)
            continue
        if allowed is not None and tool.name not in allowed:
            continue
        schema, description = tool.schema, tool.description
        if tool.kind is ToolKind.CUSTOM:
            schema, description = custom_as_function(tool, notes)
        function: JsonObject = {"name": bridge.wire_name(tool.name, tool.namespace)}
        if description:
            function["description"] = description
        function["parameters"] = object_root(schema)[0]
        strict = strict or bool(tool.strict)
        tools.append({"type": "function", "function": function})
    if not tools:
        return
    body["tools"] = tools
    if strict:
        body["strict_tools"] = True
    if choice is not None and choice.mode is ChoiceMode.NONE:
        body["tool_choice"] = "NONE"
    elif choice is not None and choice.forces:
        if target.forced_tool:
            body["tool_choice"] = "REQUIRED"
        else:
            notes.changed("tool_choice", "the model cannot be forced to call a tool", semantic=True)
    if request.parallel_tools is False:
        notes.dropped("parallel_tool_calls", "Cohere has no such control", semantic=True)


def _build_format(request: ChatRequest, body: JsonObject, notes: Notes) -> None:
    wanted = request.response_format
    if wanted.kind is FormatKind.TEXT:
        return
    if "tools" in body:
        notes.dropped("response_format", "Cohere takes no format beside tools", semantic=True)
        return
    body["response_format"] = {"type": "json_object"}
    if wanted.kind is FormatKind.JSON_SCHEMA and wanted.schema is not None:
        body["response_format"]["json_schema"] = wanted.schema


def _build_thinking(request: ChatRequest, target: Capabilities, body: JsonObject, notes: Notes) -> None:
    control = request.reasoning
    if target.thinking is ThinkingStyle.NONE:
        if control.wanted:
            notes.dropped("reasoning", "the model has no such control")
        return
    if control.mode is ReasoningMode.OFF or wanted_effort(control) is Effort.NONE:
        body["thinking"] = {"type": "disabled"}
    elif control.wanted:
        body["thinking"] = {"type": "enabled"}
        if control.mode is ReasoningMode.BUDGET and control.budget is not None:
            body["thinking"]["token_budget"] = control.budget
        elif control.effort is not None:
            notes.changed("reasoning_effort", "thinking is switched on; Cohere knows no levels")
