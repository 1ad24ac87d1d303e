"""How vendors of "OpenAI compatible" chats deviate from OpenAI, one value each.

Facts of November 2026, from the vendors' documents and current gateways.
"""

from oneapi_desktop.dialects.conversation import ChatThinking, ChatVendor, ReasoningReplay

OPENAI = ChatVendor()

THIRD_PARTY = ChatVendor(
    max_tokens_field="max_tokens",
    custom_tools=False,
    allowed_tools=False,
    openai_fields=False,
)
"""What every imitation understands."""

DEEPSEEK = ChatVendor(
    max_tokens_field="max_tokens",
    thinking=ChatThinking.SWITCH,
    replay=ReasoningReplay.CONTENT,
    string_content=True,
    custom_tools=False,
    allowed_tools=False,
    files=False,
    json_schema=False,
    strict=False,
    openai_fields=False,
)

MOONSHOT = ChatVendor(
    max_tokens_field="max_tokens",
    replay=ReasoningReplay.CONTENT,
    string_content=True,
    custom_tools=False,
    allowed_tools=False,
    files=False,
    openai_fields=False,
)

MINIMAX = ChatVendor(
    max_tokens_field="max_tokens",
    thinking=ChatThinking.SWITCH,
    replay=ReasoningReplay.DETAILS,
    custom_tools=False,
    allowed_tools=False,
    files=False,
    openai_fields=False,
)

ZHIPU = ChatVendor(
    max_tokens_field="max_tokens",
    thinking=ChatThinking.SWITCH,
    replay=ReasoningReplay.CONTENT,
    custom_tools=False,
    allowed_tools=False,
    files=False,
    json_schema=False,
    strict=False,
    openai_fields=False,
)

MISTRAL = ChatVendor(
    max_tokens_field="max_tokens",
    seed_field="random_seed",
    required_word="any",
    short_call_ids=True,
    stream_usage=False,
    custom_tools=False,
    allowed_tools=False,
    openai_fields=False,
)

GROQ = ChatVendor(
    max_tokens_field="max_completion_tokens",
    custom_tools=False,
    allowed_tools=False,
    files=False,
    openai_fields=False,
)

OPENROUTER = ChatVendor(
    max_tokens_field="max_tokens",
    thinking=ChatThinking.OBJECT,
    replay=ReasoningReplay.DETAILS,
    custom_tools=False,
    allowed_tools=False,
    openai_fields=False,
)

ARK = ChatVendor(
    max_tokens_field="max_tokens",
    thinking=ChatThinking.SWITCH,
    replay=ReasoningReplay.CONTENT,
    custom_tools=False,
    allowed_tools=False,
    files=False,
    openai_fields=False,
)

DASHSCOPE = ChatVendor(
    max_tokens_field="max_tokens",
    thinking=ChatThinking.FLAG,
    replay=ReasoningReplay.CONTENT,
    custom_tools=False,
    allowed_tools=False,
    files=False,
    openai_fields=False,
)

SILICONFLOW = DASHSCOPE

TOKENHUB = ARK
