"""The list of models in OpenAI's shape, ``GET /v1/models``."""

from collections.abc import Iterable

from oneapi_desktop.dialects.conversation import JsonObject


def build_model(name: str, owner: str, created: int) -> JsonObject:
    """One model; ``created`` is Unix seconds."""
    return {"id": name, "object": "model", "created": created, "owned_by": owner}


def build_model_list(models: Iterable[JsonObject]) -> JsonObject:
    """The list, of ``build_model``'s objects."""
    return {"object": "list", "data": list(models)}
