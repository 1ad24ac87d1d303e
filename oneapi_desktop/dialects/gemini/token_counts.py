"""``countTokens``: the size of a prompt before it is sent."""

from oneapi_desktop.dialects.conversation import Capabilities, ChatRequest, JsonObject, Notes, bad_upstream, count
from oneapi_desktop.dialects.gemini.field_names import camel
from oneapi_desktop.dialects.gemini.request_builder import build_request
from oneapi_desktop.dialects.gemini.request_parser import bare_model, parse_request
from oneapi_desktop.dialects.json_reading import as_object, load_answer, load_request, optional_text


def parse_count_request(raw: bytes | JsonObject, *, model: str = "") -> ChatRequest:
    """The request whose tokens are to be counted: bare ``contents``, or a whole
    ``generateContentRequest``. Raises DialectError(INVALID_REQUEST)."""
    body = camel(load_request(raw))
    whole = as_object(body.get("generateContentRequest"))
    return parse_request(whole or body, model=model or optional_text(body, "model"), stream=False)


def build_count_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body that asks Google for the size of a request; tools and instructions count too."""
    body, notes = build_request(request, target)
    model = bare_model(target.model or request.model)
    return {"generateContentRequest": {"model": f"models/{model}", **body}}, notes


def parse_count_response(raw: bytes | JsonObject) -> int:
    """The number of tokens an upstream tells. Raises DialectError(BAD_UPSTREAM)."""
    body = camel(load_answer(raw))
    if "totalTokens" not in body:
        raise bad_upstream("the upstream's answer tells no number of tokens")
    return count(body["totalTokens"])


def build_count_response(tokens: int, cached: int = 0) -> JsonObject:
    """The body for a client; ``cached`` of the tokens come out of ``cachedContent``."""
    return {"totalTokens": tokens, "cachedContentTokenCount": cached} if cached else {"totalTokens": tokens}
