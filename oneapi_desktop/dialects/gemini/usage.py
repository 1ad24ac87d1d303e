"""Google's ``usageMetadata``. Its prompt count contains the cached tokens, its candidates' count
usually not the thoughts."""

from oneapi_desktop.dialects.conversation import JsonObject, TokenUsage, count
from oneapi_desktop.dialects.gemini.field_names import camel
from oneapi_desktop.dialects.json_reading import as_objects, as_text


def parse_usage(value: object, searches: int = 0) -> TokenUsage | None:
    """The counts; None when there are none. ``searches`` were told by the grounding of the answer."""
    if not isinstance(value, dict):
        return None
    value = camel(value)
    prompt, answered = count(value.get("promptTokenCount")), count(value.get("candidatesTokenCount"))
    thoughts, tools = count(value.get("thoughtsTokenCount")), count(value.get("toolUsePromptTokenCount"))
    if not (prompt or answered or thoughts or tools):
        return None
    if thoughts and prompt + answered + tools == count(value.get("totalTokenCount")):
        # Some servers count the thoughts among the candidates' tokens.
        answered = max(0, answered - thoughts)
    cached = min(count(value.get("cachedContentTokenCount")), prompt)
    sent = _by_modality(value.get("promptTokensDetails"))
    reused = _by_modality(value.get("cacheTokensDetails"))
    made = _by_modality(value.get("candidatesTokensDetails"))
    return TokenUsage(
        input_plain=prompt - cached,
        cache_read=cached,
        tool_prompt=tools,
        output_visible=answered,
        output_reasoning=thoughts,
        input_audio=max(0, sent.get("AUDIO", 0) - reused.get("AUDIO", 0)),
        input_image=max(0, sent.get("IMAGE", 0) - reused.get("IMAGE", 0)),
        output_audio=made.get("AUDIO", 0),
        output_image=made.get("IMAGE", 0),
        hosted={"web_search": searches} if searches else {},
    )


def _by_modality(value: object) -> dict[str, int]:
    rows = map(camel, as_objects(value))
    return {as_text(row.get("modality")): count(row.get("tokenCount")) for row in rows}


def build_usage(usage: TokenUsage) -> JsonObject:
    """The usage object; counts of nothing are left out, as Google does."""
    prompt = usage.prompt - usage.tool_prompt
    optional = {
        "cachedContentTokenCount": usage.cache_read,
        "candidatesTokenCount": usage.output_visible,
        "thoughtsTokenCount": usage.output_reasoning,
        "toolUsePromptTokenCount": usage.tool_prompt,
    }
    built: JsonObject = {"promptTokenCount": prompt}
    built |= {name: number for name, number in optional.items() if number}
    built["totalTokenCount"] = usage.total
    for name, whole, audio, image in (
        ("promptTokensDetails", prompt, usage.input_audio, usage.input_image),
        ("candidatesTokensDetails", usage.output_visible, usage.output_audio, usage.output_image),
    ):
        if audio or image:
            text = max(0, whole - audio - image)
            rows = (("TEXT", text), ("AUDIO", audio), ("IMAGE", image))
            built[name] = [{"modality": m, "tokenCount": n} for m, n in rows if n]
    return built
