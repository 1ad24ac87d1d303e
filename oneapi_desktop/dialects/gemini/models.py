"""The list of models in Google's shape."""

from collections.abc import Iterable

from oneapi_desktop.dialects.conversation import JsonObject
from oneapi_desktop.dialects.gemini.field_names import camel
from oneapi_desktop.dialects.gemini.request_parser import bare_model
from oneapi_desktop.dialects.json_reading import as_objects, as_text, load_answer

CHAT_ACTIONS = ("generateContent", "streamGenerateContent", "countTokens")
EMBEDDING_ACTIONS = ("embedContent", "batchEmbedContents")


def build_model(
    name: str,
    *,
    label: str = "",
    input_limit: int | None = None,
    output_limit: int | None = None,
    actions: Iterable[str] = CHAT_ACTIONS,
) -> JsonObject:
    """One model: its limits in tokens, and what it may be asked (the last word of a path)."""
    bare = bare_model(name)
    model: JsonObject = {"name": f"models/{bare}", "version": "001", "displayName": label or bare}
    if input_limit is not None:
        model["inputTokenLimit"] = input_limit
    if output_limit is not None:
        model["outputTokenLimit"] = output_limit
    model["supportedGenerationMethods"] = list(actions)
    return model


def build_model_list(models: Iterable[JsonObject], next_page_token: str = "") -> JsonObject:
    """The list, of ``build_model``'s objects; the token is "" on the last page."""
    listed: JsonObject = {"models": list(models)}
    return listed | {"nextPageToken": next_page_token} if next_page_token else listed


def parse_model_list(raw: bytes | JsonObject) -> tuple[list[str], str]:
    """The names in an upstream's list, and the token of its next page ("" on the last). Raises
    DialectError(BAD_UPSTREAM)."""
    body = camel(load_answer(raw))
    names = (bare_model(as_text(model.get("name"))) for model in as_objects(body.get("models")))
    return [name for name in names if name], as_text(body.get("nextPageToken"))
