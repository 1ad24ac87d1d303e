"""OpenAI's pictures, ``POST /v1/images/generations``."""

from oneapi_desktop.dialects.conversation import JsonObject, bad_upstream, invalid
from oneapi_desktop.dialects.json_reading import (
    as_int,
    as_objects,
    as_text,
    load_answer,
    load_request,
    optional_int,
    optional_text,
    required_text,
)
from oneapi_desktop.dialects.openai_chat.errors import hidden_error
from oneapi_desktop.dialects.openai_chat.usage import parse_usage
from oneapi_desktop.dialects.unary import ImageRequest, ImageResponse, MadeImage

MOST_IMAGES = 10
_KNOWN = frozenset({"model", "prompt", "n", "size", "quality", "style", "response_format", "user", "seed",
                    "negative_prompt"})  # fmt: skip


def parse_image_request(raw: bytes | JsonObject) -> ImageRequest:
    """The request of a client's body. Raises DialectError(INVALID_REQUEST)."""
    body = load_request(raw)
    wanted = optional_int(body, "n")
    if wanted is not None and not 1 <= wanted <= MOST_IMAGES:
        raise invalid(f"n must be from 1 to {MOST_IMAGES}", "n")
    format = optional_text(body, "response_format")
    if format not in ("", "url", "b64_json"):
        raise invalid("response_format must be url or b64_json", "response_format")
    return ImageRequest(
        model=optional_text(body, "model"),
        prompt=required_text(body, "prompt"),
        n=wanted or 1,
        size=optional_text(body, "size"),
        quality=optional_text(body, "quality"),
        style=optional_text(body, "style"),
        format=format,
        negative_prompt=optional_text(body, "negative_prompt"),
        seed=optional_int(body, "seed"),
        user=optional_text(body, "user"),
        extras={key: value for key, value in body.items() if key not in _KNOWN},
    )


def build_image_request(request: ImageRequest) -> JsonObject:
    """The body for an upstream."""
    fields: JsonObject = {
        "model": request.model,
        "prompt": request.prompt,
        "n": request.n if request.n > 1 else None,
        "size": request.size or None,
        "quality": request.quality or None,
        "style": request.style or None,
        "response_format": request.format or None,
        "negative_prompt": request.negative_prompt or None,
        "seed": request.seed,
        "user": request.user or None,
    }
    return {key: value for key, value in fields.items() if value is not None}


def parse_image_response(raw: bytes | JsonObject) -> ImageResponse:
    """The pictures of an upstream's body. Raises DialectError."""
    body = load_answer(raw)
    error = hidden_error(body)
    if error is not None:
        raise error
    images = tuple(
        MadeImage(as_text(row.get("url")), as_text(row.get("b64_json")), as_text(row.get("revised_prompt")))
        for row in as_objects(body.get("data"))
    )
    if not any(image.url or image.data for image in images):
        raise bad_upstream("the upstream's answer has no image")
    return ImageResponse(images, as_int(body.get("created")), parse_usage(body.get("usage")))


def build_image_response(response: ImageResponse) -> JsonObject:
    """The body for a client."""
    rows = []
    for image in response.images:
        row: JsonObject = {"url": image.url} if image.url else {"b64_json": image.data}
        if image.revised_prompt:
            row["revised_prompt"] = image.revised_prompt
        rows.append(row)
    body: JsonObject = {"created": response.created, "data": rows}
    if response.usage is not None:
        usage = response.usage
        body["usage"] = {
            "input_tokens": usage.prompt,
            "output_tokens": usage.completion,
            "total_tokens": usage.total,
        }
    return body
