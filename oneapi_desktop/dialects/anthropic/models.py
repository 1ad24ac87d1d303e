"""The list of models in Anthropic's shape, ``GET /v1/models``, and its pages."""

from collections.abc import Sequence
from datetime import UTC, datetime

from oneapi_desktop.dialects.conversation import JsonObject

USUAL_PAGE = 20
LARGEST_PAGE = 1000


def build_model(name: str, created: int, output_limit: int | None = None) -> JsonObject:
    """One model; ``created`` is Unix seconds, ``output_limit`` tokens."""
    when = datetime.fromtimestamp(created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    model: JsonObject = {"type": "model", "id": name, "display_name": name, "created_at": when, "lifecycle": "active"}
    return model | ({"max_tokens": output_limit} if output_limit is not None else {})


def build_model_list(
    models: Sequence[JsonObject], *, limit: int = USUAL_PAGE, after: str = "", before: str = ""
) -> JsonObject:
    """One page of ``build_model``'s objects: ``limit`` of them behind the model ``after``, or in front of
    ``before``. An unknown name gives an empty page."""
    names = [model["id"] for model in models]
    if after:
        models = models[names.index(after) + 1 :] if after in names else []
    elif before:
        models = models[: names.index(before)] if before in names else []
    limit = max(1, min(limit, LARGEST_PAGE))
    page = list(models[-limit:] if before and not after else models[:limit])
    return {
        "data": page,
        "has_more": len(models) > len(page),
        "first_id": page[0]["id"] if page else None,
        "last_id": page[-1]["id"] if page else None,
    }
