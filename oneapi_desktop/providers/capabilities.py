"""What models can do, as data: a row per family and generation, matched by the model's name.

Facts of November 2026. A model that no row describes gets the permissive profile of its dialect; the
owner's parameter overrides come last and always win.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from oneapi_desktop.dialects.conversation import (
    CacheMarks,
    Capabilities,
    ChatRequest,
    Dialect,
    Effort,
    SealFamily,
    ThinkingStyle,
)
from oneapi_desktop.providers.provider import Provider

_LOW_HIGH = (Effort.LOW, Effort.MEDIUM, Effort.HIGH)
_TO_XHIGH = (*_LOW_HIGH, Effort.XHIGH)
_TO_MAX = (*_TO_XHIGH, Effort.MAX)
_FROM_NONE = (Effort.NONE, *_LOW_HIGH)


@dataclass(frozen=True, slots=True)
class ModelProfile:
    """What sets the models of one pattern apart. ``fields`` are those of ``Capabilities``;
    ``responses_only`` models are not served by Chat Completions."""

    pattern: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    responses_only: bool = False
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(self.pattern))


_CLAUDE_ADAPTIVE: dict[str, Any] = {
    "max_output_tokens": 128_000,
    "sampling": False,
    "thinking": ThinkingStyle.ADAPTIVE,
    "efforts": _TO_MAX,
    "prefill": False,
}
_CLAUDE_MIXED: dict[str, Any] = {
    "max_output_tokens": 128_000,
    "temperature_and_top_p": False,
    "thinking": ThinkingStyle.ADAPTIVE,
    "efforts": (*_LOW_HIGH, Effort.MAX),
    "prefill": False,
    "mid_system": False,
}
_CLAUDE_BUDGET: dict[str, Any] = {
    "max_output_tokens": 64_000,
    "temperature_and_top_p": False,
    "thinking": ThinkingStyle.BUDGET,
    "efforts": (),
    "mid_system": False,
}

CLAUDE: tuple[ModelProfile, ...] = (
    ModelProfile(r"(?:fable|mythos)-5-1|(?:opus|sonnet)-5-5", {**_CLAUDE_ADAPTIVE, "thinking_optional": False,
                                                              "forced_tool": False}),
    ModelProfile(r"mythos-preview", {**_CLAUDE_ADAPTIVE, "thinking_optional": False, "mid_system": False}),
    ModelProfile(r"(?:fable|mythos)-5", {**_CLAUDE_ADAPTIVE, "thinking_optional": False}),
    ModelProfile(r"opus-4-8|(?:opus|sonnet)-5|haiku-5", _CLAUDE_ADAPTIVE),
    ModelProfile(r"opus-4-7", {**_CLAUDE_ADAPTIVE, "mid_system": False}),
    ModelProfile(r"(?:opus|sonnet)-4-6", _CLAUDE_MIXED),
    ModelProfile(r"opus-4-5", {**_CLAUDE_BUDGET, "efforts": _LOW_HIGH}),
    ModelProfile(r"(?:sonnet|haiku)-4-5", _CLAUDE_BUDGET),
    ModelProfile(r"opus-4", {**_CLAUDE_BUDGET, "max_output_tokens": 32_000, "structured_output": False}),
    ModelProfile(r"sonnet-4", {**_CLAUDE_BUDGET, "structured_output": False}),
    ModelProfile(r"3-7-sonnet", {**_CLAUDE_BUDGET, "structured_output": False}),
    ModelProfile(
        r"claude-(?:3|2|instant)",
        {
            "max_output_tokens": 8192,
            "default_output_tokens": 4096,
            "thinking": ThinkingStyle.NONE,
            "efforts": (),
            "mid_system": False,
            "structured_output": False,
        },
    ),
)  # fmt: skip
"""Claude, by any host's spelling of the name (``claude-opus-5``, ``anthropic.claude-opus-5-v1:0``)."""

_OPENAI_REASONING: dict[str, Any] = {"penalties": False, "stop": False, "sampling": False, "logprobs": False}
_OPENAI_OPTIONAL: dict[str, Any] = {"penalties": False, "stop": False}
"""Models whose default is not to think: they take sampling fields as long as they do not."""
_OPENAI_PLAIN: dict[str, Any] = {"thinking": ThinkingStyle.NONE, "efforts": ()}

OPENAI: tuple[ModelProfile, ...] = (
    ModelProfile(r"^gpt-5(?:\.\d)?-pro|^o[13]-pro|-deep-research|^computer-use-preview",
                 {**_OPENAI_REASONING, "efforts": _TO_XHIGH}, responses_only=True),
    ModelProfile(r"^gpt-5(?:\.\d)?-codex", {**_OPENAI_REASONING, "efforts": _TO_XHIGH}, responses_only=True),
    ModelProfile(r"-chat(?:-|$)", _OPENAI_PLAIN),
    ModelProfile(r"^gpt-6-astra|^gpt-6\.1-sol|^gpt-6-rosalind", {**_OPENAI_REASONING, "efforts": _TO_MAX}),
    ModelProfile(r"^gpt-6", {**_OPENAI_REASONING, "efforts": (Effort.NONE, *_TO_MAX)}),
    ModelProfile(r"^gpt-5\.[56]", {**_OPENAI_REASONING, "efforts": (Effort.NONE, *_TO_XHIGH)}),
    ModelProfile(r"^gpt-5\.[234]", {**_OPENAI_OPTIONAL, "efforts": (Effort.NONE, *_TO_XHIGH)}),
    ModelProfile(r"^gpt-5\.1", {**_OPENAI_OPTIONAL, "efforts": _FROM_NONE}),
    ModelProfile(r"^gpt-5", {**_OPENAI_REASONING, "efforts": (Effort.MINIMAL, *_LOW_HIGH)}),
    ModelProfile(r"^o\d", {**_OPENAI_REASONING, "efforts": _LOW_HIGH}),
    ModelProfile(r"^(?:gpt-[34]|chatgpt)", _OPENAI_PLAIN),
)  # fmt: skip

_GEMINI_LEVELS = (Effort.LOW, Effort.MEDIUM, Effort.HIGH)

GEMINI: tuple[ModelProfile, ...] = (
    ModelProfile(r"gemini-2\.5-pro", {"thinking": ThinkingStyle.BUDGET, "minimum_budget": 128,
                                      "maximum_budget": 32_768, "thinking_optional": False, "call_ids": False}),
    ModelProfile(r"gemini-2\.5-flash-lite", {"thinking": ThinkingStyle.BUDGET, "minimum_budget": 512,
                                             "maximum_budget": 24_576, "call_ids": False}),
    ModelProfile(r"gemini-2\.5", {"thinking": ThinkingStyle.BUDGET, "minimum_budget": 0,
                                  "maximum_budget": 24_576, "call_ids": False}),
    ModelProfile(r"gemini-(?:1|2\.0)|^gemma", {"thinking": ThinkingStyle.NONE, "efforts": (), "call_ids": False}),
    ModelProfile(r"gemini-3\.[78]-flash", {"efforts": _GEMINI_LEVELS, "penalties": False, "sampling": False,
                                           "thinking_optional": False}),
    ModelProfile(r"gemini-3\.(?:5-flash-lite|6-flash)", {"efforts": (Effort.MINIMAL, *_GEMINI_LEVELS),
                                                         "penalties": False, "sampling": False,
                                                         "thinking_optional": False}),
    ModelProfile(r"gemini-3(?:\.\d)?-flash", {"efforts": (Effort.MINIMAL, *_GEMINI_LEVELS), "penalties": False,
                                              "thinking_optional": False}),
    ModelProfile(r"gemini-4-argon", {"max_output_tokens": 1_048_576, "efforts": _GEMINI_LEVELS, "penalties": False,
                                     "thinking_optional": False}),
    ModelProfile(r"gemini", {"max_output_tokens": 65_536, "efforts": _GEMINI_LEVELS, "penalties": False,
                             "thinking_optional": False}),
)  # fmt: skip

_PROFILES: dict[Dialect, tuple[ModelProfile, ...]] = {
    Dialect.ANTHROPIC: CLAUDE,
    Dialect.OPENAI_CHAT: OPENAI,
    Dialect.OPENAI_RESPONSES: OPENAI,
    Dialect.GEMINI: GEMINI,
}

_BASES: dict[Dialect, dict[str, Any]] = {
    Dialect.OPENAI_CHAT: {"file_urls": False},
    Dialect.OPENAI_RESPONSES: {"multiple": False, "stop": False, "seal_family": SealFamily.OPENAI},
    Dialect.ANTHROPIC: {
        "cache_marks": CacheMarks.CONTROL,
        "thinking": ThinkingStyle.BUDGET,
        "efforts": (),
        "audio": False,
        "multiple": False,
        "forced_tool_with_thinking": False,
    },
    Dialect.GEMINI: {
        "image_urls": False,
        "file_urls": False,
        "prefill": True,
        "mid_system": False,
        "seal_family": SealFamily.GOOGLE,
    },
    Dialect.OLLAMA: {
        "image_urls": False,
        "files": False,
        "file_urls": False,
        "audio": False,
        "multiple": False,
        "parallel_control": False,
        "forced_tool": False,
    },
}
"""What a dialect itself can and cannot say, whatever the model."""


def _profile(dialect: Dialect, model: str) -> ModelProfile | None:
    name = model.lower().rpartition("/")[2]
    return next((row for row in _PROFILES.get(dialect, ()) if row.compiled.search(name)), None)


def capabilities_of(provider: Provider, dialect: Dialect, model: str) -> Capabilities:
    """What a model can do when it is asked in this dialect at this provider."""
    fields = {"model": model, **_BASES.get(dialect, {})}
    profile = _profile(dialect, model)
    if profile is not None:
        fields |= profile.fields
    if dialect is Dialect.OPENAI_CHAT:
        fields |= {"chat": provider.vendor, "cache_marks": provider.cache_marks}
        if not provider.stream_usage:
            fields["chat"] = replace(provider.vendor, stream_usage=False)
        if provider.name == "gemini-openai":
            fields["seal_family"] = SealFamily.GOOGLE
        elif provider.vendor.openai_fields:
            fields["seal_family"] = SealFamily.OPENAI
    elif dialect is Dialect.OPENAI_RESPONSES:
        fields |= {"chat": provider.vendor, "cache_marks": provider.cache_marks}
        if not provider.vendor.openai_fields:
            # A server that imitates OpenAI's neither makes proofs of reasoning nor remembers answers.
            fields["seal_family"] = SealFamily.OTHER
    elif dialect is Dialect.ANTHROPIC and "claude" in model.lower():
        fields |= {"seal_family": SealFamily.ANTHROPIC, "auto_cache": True}
    return Capabilities(**fields)


def fitted(target: Capabilities, request: ChatRequest) -> Capabilities:
    """The capabilities as they are for this request: models that may think or not take sampling
    fields only while they do not."""
    if target.sampling and not target.penalties and Effort.NONE in target.efforts and request.reasoning.wanted:
        return replace(target, sampling=False, logprobs=False)
    return target


def thinks(model: str) -> bool:
    """Whether a model of OpenAI's reasons; Responses shows how, Chat Completions does not."""
    profile = _profile(Dialect.OPENAI_RESPONSES, model)
    return profile is not None and bool(profile.fields.get("efforts"))


def responses_only(model: str) -> bool:
    """Whether OpenAI serves a model through Responses alone."""
    profile = _profile(Dialect.OPENAI_RESPONSES, model)
    return profile is not None and profile.responses_only
