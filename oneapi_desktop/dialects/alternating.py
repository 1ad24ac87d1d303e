"""Messages of Chat Completions put into the order of vendors who want user and assistant to take turns.

The builders of such dialects write Chat Completions first and change what is told otherwise.
"""

from oneapi_desktop.dialects.conversation import JsonObject, Notes
from oneapi_desktop.dialects.json_reading import as_objects, as_text
from oneapi_desktop.dialects.turns import APPLICATION_INSTRUCTION

CONTINUE = "Continue."
"""What the user says where a turn of the user is demanded and the conversation has none."""


def alternating(messages: list[JsonObject], notes: Notes) -> list[JsonObject]:
    """At most one instruction, at the front; then turns of user and assistant, where tools answer in the
    user's place. The first turn is the user's, the last one the user's or a tool's."""
    instructions: list[str] = []
    turns: list[JsonObject] = []
    for message in messages:
        if message["role"] == "system" and not turns:
            instructions.append(text_of(message))
            continue
        if message["role"] == "system":
            notes.emulated("system message", "an instruction in the middle is told in a user turn")
            message = {"role": "user", "content": f"{APPLICATION_INSTRUCTION}\n\n{text_of(message)}"}
        if turns and turns[-1]["role"] == message["role"] and _mergeable(turns[-1]) and _mergeable(message):
            turns[-1] = {**turns[-1], "content": _together(turns[-1].get("content"), message.get("content"))}
        else:
            turns.append(message)
    if not turns or turns[0]["role"] != "user":
        notes.changed("messages", "the model wants the user to begin")
        turns.insert(0, {"role": "user", "content": CONTINUE})
    if turns[-1]["role"] == "assistant":
        notes.changed("messages", "the model wants the user to have the last word")
        turns.append({"role": "user", "content": CONTINUE})
    system = "\n\n".join(text for text in instructions if text)
    return [{"role": "system", "content": system}, *turns] if system else turns


def _mergeable(message: JsonObject) -> bool:
    return message["role"] in ("user", "assistant") and "tool_calls" not in message


def _together(first: object, second: object) -> str | list[JsonObject]:
    if isinstance(first, list) or isinstance(second, list):
        return _blocks(first) + _blocks(second)
    return "\n\n".join(text for text in (as_text(first), as_text(second)) if text)


def _blocks(content: object) -> list[JsonObject]:
    if isinstance(content, list):
        return as_objects(content)
    text = as_text(content)
    return [{"type": "text", "text": text}] if text else []


def text_of(message: JsonObject) -> str:
    """The words of a message's content."""
    content = message.get("content")
    if isinstance(content, list):
        return "\n\n".join(as_text(block.get("text")) for block in as_objects(content) if block.get("text"))
    return as_text(content)
