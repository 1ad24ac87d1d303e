"""``logprobsResult``: log probabilities of the tokens chosen, and of those that nearly were."""

from collections.abc import Sequence

from oneapi_desktop.dialects.conversation import JsonObject
from oneapi_desktop.dialects.gemini.field_names import camel
from oneapi_desktop.dialects.json_reading import as_list, as_object, as_objects, as_text


def parse_logprobs(candidate: JsonObject) -> tuple[JsonObject, ...]:
    """The log probabilities as Chat Completions' ``content`` elements."""
    result = camel(as_object(candidate.get("logprobsResult")))
    tops = [as_objects(camel(as_object(top)).get("candidates")) for top in as_list(result.get("topCandidates"))]
    found: list[JsonObject] = []
    for place, chosen in enumerate(as_objects(result.get("chosenCandidates"))):
        others = tops[place] if place < len(tops) else []
        found.append(_element(chosen) | {"top_logprobs": [_element(other) for other in others]})
    return tuple(found)


def _element(raw: JsonObject) -> JsonObject:
    raw = camel(raw)
    token, value = as_text(raw.get("token")), raw.get("logProbability")
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
    return {"token": token, "logprob": number, "bytes": list(token.encode("utf-8", "replace"))}


def build_logprobs(items: Sequence[JsonObject]) -> JsonObject:
    """``logprobsResult`` of Chat Completions' elements."""
    tops = [{"candidates": [_candidate(top) for top in as_objects(item.get("top_logprobs"))]} for item in items]
    built: JsonObject = {"chosenCandidates": [_candidate(item) for item in items]}
    if any(top["candidates"] for top in tops):
        built["topCandidates"] = tops
    return built


def _candidate(item: JsonObject) -> JsonObject:
    return {"token": as_text(item.get("token")), "logProbability": item.get("logprob", 0.0)}
