"""Prices no catalogue has: images, speech, moderation, and the built-in echo.

OpenAI's published prices (platform.openai.com/docs/pricing, platform.openai.com/docs/guides/images)
as of the date given. Images of the gpt-image family are billed by the tokens the upstream reports;
the prices per image here are its published image tokens at the output rate, and serve only for
upstreams that report none.
"""

from typing import Any

from oneapi_desktop.domain.price import Price, PriceSource
from oneapi_desktop.services.price_json import price_from_json

PUBLISHED = "2025-12-16"

_IMAGE_TOKENS = {
    "low": {"1024x1024": 272, "1024x1536": 408, "1536x1024": 400},
    "medium": {"1024x1024": 1056, "1024x1536": 1584, "1536x1024": 1568},
    "high": {"1024x1024": 4160, "1024x1536": 6240, "1536x1024": 6208},
}


def _by_tokens(dollars_per_million: int) -> dict[str, Any]:
    images = {
        f"{quality}:{size}": f"{tokens * dollars_per_million}e-6"
        for quality, sizes in _IMAGE_TOKENS.items()
        for size, tokens in sizes.items()
    }
    # Quality and size are chosen by the model when a request leaves them open; assume the middle.
    images |= {size: images[f"medium:{size}"] for size in _IMAGE_TOKENS["medium"]}
    return {"per_image": {**images, "": images["medium:1024x1024"]}}


_OPENAI: dict[str, dict[str, Any]] = {
    "dall-e-2": {"per_image": {"": "0.02", "256x256": "0.016", "512x512": "0.018", "1024x1024": "0.02"}},
    "dall-e-3": {
        "per_image": {
            "": "0.04",
            "1024x1024": "0.04",
            "1024x1792": "0.08",
            "1792x1024": "0.08",
            "hd:1024x1024": "0.08",
            "hd:1024x1792": "0.12",
            "hd:1792x1024": "0.12",
        }
    },
    "gpt-image-1": {"input": "5", "cached_input": "1.25", "image_input": "10", "output": "40", **_by_tokens(40)},
    "gpt-image-1.5": {
        "input": "5", "cached_input": "1.25", "image_input": "8", "output": "10", "image_output": "32",
        **_by_tokens(32),
    },
    "gpt-image-1-mini": {"input": "2", "cached_input": "0.2", "image_input": "2.5", "output": "8", **_by_tokens(8)},
    "tts-1": {"per_million_characters": "15"},
    "tts-1-1106": {"per_million_characters": "15"},
    "tts-1-hd": {"per_million_characters": "30"},
    "tts-1-hd-1106": {"per_million_characters": "30"},
    "gpt-4o-mini-tts": {"input": "0.6", "output": "12"},
    "whisper-1": {"per_audio_second": "0.0001"},
    "gpt-4o-transcribe": {"input": "2.5", "audio_input": "6", "output": "10"},
    "gpt-4o-transcribe-diarize": {"input": "2.5", "audio_input": "6", "output": "10"},
    "gpt-4o-mini-transcribe": {"input": "1.25", "audio_input": "3", "output": "5"},
    "omni-moderation-latest": {},
    "omni-moderation-2024-09-26": {},
    "text-moderation-latest": {},
    "text-moderation-stable": {},
    "text-moderation-007": {},
}  # fmt: skip

_ECHO: dict[str, dict[str, Any]] = {
    "echo": {"input": "1", "output": "2"},
    "echo-embedding": {"input": "0.1"},
    "echo-image": {"per_image": {"": "0.001"}},
    "echo-speech": {"per_million_characters": "1"},
    "echo-transcription": {"per_audio_second": "0.0001"},
    "echo-moderation": {"input": "0.01"},
}
"""Made up: small, and not nothing, so that the first request already shows a cost."""


def builtin_price(model: str) -> Price | None:
    """The built-in price of exactly this model."""
    if model in _OPENAI:
        return price_from_json(_OPENAI[model], model=model, source=PriceSource.BUILT_IN, source_date=PUBLISHED)
    return echo_price(model) if model in _ECHO else None


def echo_price(model: str) -> Price:
    """What the echo charges for a model; by any other name it is the chat model."""
    return price_from_json(_ECHO.get(model, _ECHO["echo"]), model=model, source=PriceSource.BUILT_IN)
