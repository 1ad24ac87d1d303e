"""Models on AWS Bedrock: the ids behind friendly names, and which wire format each is asked in."""

import re

FRIENDLY: dict[str, str] = {
    "claude-instant-1.2": "anthropic.claude-instant-v1",
    "claude-2.0": "anthropic.claude-v2",
    "claude-2.1": "anthropic.claude-v2:1",
    "claude-3-haiku-20240307": "anthropic.claude-3-haiku-20240307-v1:0",
    "claude-3-sonnet-20240229": "anthropic.claude-3-sonnet-20240229-v1:0",
    "claude-3-opus-20240229": "anthropic.claude-3-opus-20240229-v1:0",
    "claude-3-5-sonnet-20240620": "anthropic.claude-3-5-sonnet-20240620-v1:0",
    "claude-3-5-sonnet-20241022": "anthropic.claude-3-5-sonnet-20241022-v2:0",
    "claude-3-5-sonnet-latest": "anthropic.claude-3-5-sonnet-20241022-v2:0",
    "claude-3-5-haiku-20241022": "anthropic.claude-3-5-haiku-20241022-v1:0",
    "claude-haiku-4-5-20251001": "anthropic.claude-haiku-4-5-20251001-v1:0",
    "claude-sonnet-4-5-20250929": "anthropic.claude-sonnet-4-5-20250929-v1:0",
    "claude-opus-4-5-20251101": "anthropic.claude-opus-4-5-20251101-v1:0",
    "llama3-8b-8192": "meta.llama3-8b-instruct-v1:0",
    "llama3-70b-8192": "meta.llama3-70b-instruct-v1:0",
}
"""one-api's names, and dated Claude models whose ids have a version behind them."""

PROFILE_PREFIXES = ("us", "eu", "apac", "jp", "au", "us-gov", "global")
"""Regions of cross-region inference profiles."""

_CLAUDE = re.compile(r"^claude-")
_ID = re.compile(r"^[a-z0-9-]+\.[a-z0-9]")
_PREFIX = re.compile(rf"^(?:{'|'.join(PROFILE_PREFIXES)})\.")
_LLAMA_3_0 = re.compile(r"(?:^|[./])meta\.llama3-(?:8b|70b)-instruct")


def model_id(name: str, prefix: str = "") -> str:
    """The id Bedrock knows a model by. ``prefix`` is the region of an inference profile to ask through;
    ids that name one, and ARNs, stay as they are."""
    if name.startswith("arn:"):
        return name
    known = FRIENDLY.get(name) or (f"anthropic.{name}" if _CLAUDE.match(name) else name)
    if prefix and _ID.match(known) and not _PREFIX.match(known):
        return f"{prefix}.{known}"
    return known


def base_id(id: str) -> str:
    """An id without its inference profile's region."""
    return _PREFIX.sub("", id)


def is_claude(id: str) -> bool:
    """Whether a model speaks Anthropic's format. An application's own profile tells nothing in its ARN."""
    return "anthropic.claude" in id


def is_llama_3_0(id: str) -> bool:
    """Whether a model is a Llama 3.0, which knows no tools and is asked in its own format."""
    return _LLAMA_3_0.search(id) is not None
