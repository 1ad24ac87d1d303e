"""Prompts counted from the conversation: the same rules whatever dialect they came in."""

import pytest

from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    ChatRequest,
    Dialect,
    FilePart,
    FormatKind,
    ImagePart,
    JsonObject,
    ReasoningPart,
    ResponseFormat,
    Role,
    TextPart,
    TextSource,
    Tool,
    ToolCall,
    ToolResult,
    Turn,
    UrlSource,
    VideoPart,
)
from oneapi_desktop.dialects.registry import codec
from oneapi_desktop.relay.conversation_count import read_conversation
from oneapi_desktop.relay.token_count import read_prompt

CHAT: JsonObject = {
    "model": "gpt-4o",
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "hello there"},
        {"role": "assistant", "content": "hi"},
        {"role": "user", "content": [{"type": "text", "text": "and?"},
                                     {"type": "image_url", "image_url": {"url": "https://x/y.png"}}]},
    ],
}  # fmt: skip


def test_the_same_as_for_chat_completions() -> None:
    ours = read_conversation(codec(Dialect.OPENAI_CHAT).parse_request(CHAT), "gpt-4o")
    theirs = read_prompt("chat", CHAT, "gpt-4o")
    assert ours.tokens == theirs.tokens
    assert sorted(ours.texts) == sorted(theirs.texts)


def request(*parts: object) -> ChatRequest:
    return ChatRequest(Dialect.ANTHROPIC, "m", turns=(Turn(Role.USER, tuple(parts), name="n"),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "tokens", "texts"),
    [
        (TextPart("t"), 0, ["t"]),
        (ReasoningPart(("a", "b")), 0, ["a\n\nb"]),
        (ToolCall("i", "name", "{}"), 3, ["name", "{}"]),
        (ToolResult("i", (TextPart("r"),)), 3, ["r"]),
        (ImagePart(UrlSource("https://x")), 85 + 4 * 170, []),
        (ImagePart(UrlSource("https://x"), detail="low"), 85, []),
        (ImagePart(Base64Source("AAAA", "image/png")), 85, []),
        (AudioPart(Base64Source("A" * 64_000), "mp3"), 30, []),
        (AudioPart(UrlSource("https://x")), 0, []),
        (FilePart(TextSource("words")), 0, ["words"]),
        (FilePart(UrlSource("https://x")), 1600, []),
        (VideoPart(UrlSource("https://x")), 1600, []),
    ],
)
def test_parts(part: object, tokens: int, texts: list[str]) -> None:
    prompt = read_conversation(request(part), "gpt-4o")
    assert prompt.tokens == 3 + 3 + 1 + tokens
    assert prompt.texts == ["user", "n", *texts]


def test_tools_and_schemas_are_counted_as_text() -> None:
    found = read_conversation(
        ChatRequest(
            Dialect.GEMINI,
            "m",
            tools=(Tool("f", "d", {"type": "object"}),),
            response_format=ResponseFormat(FormatKind.JSON_SCHEMA, {"type": "string"}),
        ),
        "m",
    )
    assert any('"name":"f"' in text and '"description":"d"' in text for text in found.texts)
    assert '{"type":"string"}' in found.texts
