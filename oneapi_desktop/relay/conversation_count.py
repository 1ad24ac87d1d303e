"""What of a conversation has to be tokenized, whatever dialect it came in.

The same rules as for Chat Completions in ``token_count``: three tokens per message and for the answer's
start, tools and schemas as their JSON text, pictures by the tile rule.
"""

from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    ChatRequest,
    FilePart,
    ImagePart,
    JsonObject,
    NativePart,
    Part,
    ReasoningPart,
    RefusalPart,
    TextPart,
    TextSource,
    ToolCall,
    ToolKind,
    ToolResult,
    UrlSource,
    VideoPart,
)
from oneapi_desktop.dialects.media import data_url
from oneapi_desktop.relay.token_count import (
    ANSWER_START,
    FILE_TOKENS,
    PER_MESSAGE,
    PER_NAME,
    Prompt,
    audio_tokens,
    picture_tokens,
    schema_text,
)


def read_conversation(request: ChatRequest, model: str) -> Prompt:
    """The texts and fixed tokens of a request."""
    prompt = Prompt(tokens=ANSWER_START)
    if request.system:
        prompt.tokens += PER_MESSAGE
        prompt.texts.append("system")
        prompt.texts += [part.text for part in request.system]
    for turn in request.turns:
        prompt.tokens += PER_MESSAGE + (PER_NAME if turn.name else 0)
        prompt.texts.append(turn.role.value)
        if turn.name:
            prompt.texts.append(turn.name)
        for part in turn.parts:
            _read(prompt, part, model)
    for tool in request.tools:
        declared: JsonObject = {"name": tool.name, "description": tool.description}
        declared["parameters"] = tool.native if tool.kind is not ToolKind.FUNCTION else tool.schema
        prompt.texts.append(schema_text({"type": "function", "function": declared}))
    if request.response_format.schema:
        prompt.texts.append(schema_text(request.response_format.schema))
    return prompt


def _read(prompt: Prompt, part: Part, model: str) -> None:
    match part:
        case TextPart() | RefusalPart() | ReasoningPart() | NativePart():
            prompt.texts.append(part.text)
        case ToolCall():
            prompt.tokens += PER_MESSAGE
            prompt.texts += [part.name, part.arguments]
        case ToolResult():
            prompt.tokens += PER_MESSAGE
            for inner in part.parts:
                _read(prompt, inner, model)
        case ImagePart():
            source = part.source
            url = source.url if isinstance(source, UrlSource) else ""
            if isinstance(source, Base64Source):
                url = data_url(source, "image/png")
            prompt.tokens += picture_tokens(url, part.detail, model)
        case AudioPart():
            if isinstance(part.source, Base64Source):
                prompt.tokens += audio_tokens({"data": part.source.data, "format": part.format})
        case FilePart() | VideoPart():
            if isinstance(part.source, TextSource):
                prompt.texts.append(part.source.text)
            else:
                prompt.tokens += FILE_TOKENS
        case _:
            pass
