"""DashScope's pictures: tasks of ``text2image/image-synthesis``, and models that paint in a chat."""

import re

from oneapi_desktop.dialects.conversation import JsonObject, bad_upstream
from oneapi_desktop.dialects.dashscope.errors import failure_of
from oneapi_desktop.dialects.json_reading import as_object, as_objects, as_text, load_answer
from oneapi_desktop.dialects.unary import ImageRequest, ImageResponse, MadeImage

_PAINTS_IN_CHATS = re.compile(r"^qwen-image(?:-[2-9]|-max|-plus|$)|^z-image|^wan2\.[6-9]")
"""Models whose address is that of multimodal generation, which answers at once."""
_NAMES = {"ali-stable-diffusion-xl": "stable-diffusion-xl", "ali-stable-diffusion-v1.5": "stable-diffusion-v1.5"}
"""one-api's names of two models."""


def build_image_request(request: ImageRequest) -> JsonObject:
    """The body, in the shape the model's address wants."""
    parameters: JsonObject = {
        "size": request.size.lower().replace("x", "*") or None,
        "n": request.n,
        "seed": request.seed,
        "style": request.style or None,
    }
    model = _NAMES.get(request.model, request.model)
    if _PAINTS_IN_CHATS.match(model):
        parameters["negative_prompt"] = request.negative_prompt or None
        inputs: JsonObject = {"messages": [{"role": "user", "content": [{"text": request.prompt}]}]}
    else:
        inputs = {"prompt": request.prompt}
        if request.negative_prompt:
            inputs["negative_prompt"] = request.negative_prompt
    given = {name: value for name, value in parameters.items() if value is not None}
    return {"model": model, "input": inputs, "parameters": {**given, **request.extras}}


def parse_image_response(raw: bytes | JsonObject) -> ImageResponse:
    """The pictures of a finished task or of a chat. Raises DialectError."""
    body = load_answer(raw)
    error = failure_of(body)
    if error is not None:
        raise error
    output = as_object(body.get("output"))
    found = [
        MadeImage(as_text(row.get("url")), as_text(row.get("b64_image"))) for row in as_objects(output.get("results"))
    ]
    for choice in as_objects(output.get("choices")):
        content = as_objects(as_object(choice.get("message")).get("content"))
        found += [MadeImage(as_text(piece.get("image"))) for piece in content]
    images = tuple(image for image in found if image.url or image.data)
    if not images:
        raise bad_upstream("the upstream's answer has no picture")
    return ImageResponse(images)
