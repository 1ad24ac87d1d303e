"""Putting turns into the order that every vendor's API demands.

All of them want the results of an assistant's tool calls directly behind the calls, each exactly
once. Clients that trim their history, or put an instruction in between, are put right here;
what cannot be put right is refused by name.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from oneapi_desktop.dialects.conversation import (
    NativePart,
    Notes,
    Part,
    RefusalPart,
    Role,
    TextPart,
    ToolCall,
    ToolResult,
    Turn,
    invalid,
)

APPLICATION_INSTRUCTION = (
    "The following is an instruction of the application that runs this conversation, not of the end user:"
)
CONTINUATION = "(conversation continues)"


def arranged(turns: Sequence[Turn], notes: Notes) -> list[Turn]:
    """The turns without empty ones, every call directly followed by a user turn that begins with
    all its results in the order of the calls.

    Of several results for one id the last counts. A result whose call is not in the history becomes
    text. Raises DialectError(INVALID_REQUEST) for a call without a result.
    """
    kept = [turn for turn in map(_without_empty, turns) if turn.parts]
    arranged_turns: list[Turn] = []
    position = 0
    while position < len(kept):
        turn = kept[position]
        position += 1
        if turn.role is not Role.ASSISTANT:
            arranged_turns.append(_orphans_as_text(turn, notes))
            continue
        parts = list(turn.parts)
        calls = [part for part in parts if isinstance(part, ToolCall)]
        while calls and position < len(kept) and kept[position].role is Role.ASSISTANT:
            # Calls of one step that a client spread over several messages.
            parts += kept[position].parts
            calls += [part for part in kept[position].parts if isinstance(part, ToolCall)]
            position += 1
        arranged_turns.append(replace(turn, parts=tuple(parts)))
        if not calls:
            continue
        end = position
        while end < len(kept) and kept[end].role is not Role.ASSISTANT:
            end += 1
        arranged_turns += _answered(calls, kept[position:end], notes)
        position = end
    return arranged_turns


def _answered(calls: list[ToolCall], turns: Sequence[Turn], notes: Notes) -> list[Turn]:
    wanted = {call.id: call for call in calls}
    results: dict[str, ToolResult] = {}
    others: list[Turn] = []
    for turn in turns:
        rest: list[Part] = []
        for part in turn.parts:
            if isinstance(part, ToolResult) and part.call_id in wanted:
                if part.call_id in results:
                    notes.dropped("tool result", "a repeated result of one call", semantic=False)
                results[part.call_id] = part
            else:
                rest.append(part)
        if rest:
            others.append(_orphans_as_text(replace(turn, parts=tuple(rest)), notes))
    for call in calls:
        if call.id not in results:
            raise invalid(
                f"the call {call.id!r} of the tool {call.name!r} has no result in the next turn; "
                "send one result for every call",
                "messages",
            )
    ordered: list[Part] = []
    for call in calls:
        result = results.pop(call.id, None)
        if result is not None:
            ordered.append(replace(result, name=result.name or call.name, kind=call.kind))
    if others and others[0].role is Role.USER and not others[0].name:
        first = others.pop(0)
        ordered += first.parts
    return [Turn(Role.USER, tuple(ordered)), *others]


def _without_empty(turn: Turn) -> Turn:
    parts = tuple(
        part
        for part in turn.parts
        if not (isinstance(part, TextPart) and not part.text and part.seal is None)
        and not (isinstance(part, RefusalPart) and not part.text)
    )
    return turn if len(parts) == len(turn.parts) else replace(turn, parts=parts)


def _orphans_as_text(turn: Turn, notes: Notes) -> Turn:
    if not any(isinstance(part, ToolResult) for part in turn.parts):
        return turn
    parts: list[Part] = []
    for part in turn.parts:
        if isinstance(part, ToolResult):
            notes.changed("tool result", f"the call {part.call_id!r} is not in the history: sent as text")
            parts.append(TextPart(f"Result of the tool {part.name or 'called earlier'}:\n{part.text}"))
            parts += [p for p in part.parts if not isinstance(p, TextPart | NativePart)]
        else:
            parts.append(part)
    return replace(turn, parts=tuple(parts))


def joined(turns: Sequence[Turn]) -> list[Turn]:
    """The turns with neighbours of one role made one; tool results come first in a user turn."""
    result: list[Turn] = []
    for role, group in groupby(turns, lambda turn: turn.role):
        members = list(group)
        if len(members) > 1:
            names = {turn.name for turn in members}
            parts = tuple(part for turn in members for part in turn.parts)
            result.append(Turn(role, parts, names.pop() if len(names) == 1 else ""))
        else:
            result += members
    return [_results_first(turn) for turn in result]


def _results_first(turn: Turn) -> Turn:
    if turn.role is not Role.USER or not any(isinstance(p, ToolResult) for p in turn.parts):
        return turn
    first = tuple(p for p in turn.parts if isinstance(p, ToolResult))
    rest = tuple(p for p in turn.parts if not isinstance(p, ToolResult))
    return replace(turn, parts=first + rest)


def instructions_as_user(turns: Sequence[Turn], notes: Notes) -> list[Turn]:
    """The turns with every instruction in the middle told by a user turn, for models that know
    none."""
    result: list[Turn] = []
    for turn in turns:
        if turn.role is Role.SYSTEM:
            notes.emulated("system message", "an instruction in the middle is told in a user turn")
            turn = Turn(Role.USER, (TextPart(APPLICATION_INSTRUCTION), *turn.parts))
        result.append(turn)
    return result


def note_names(turns: Sequence[Turn], notes: Notes) -> None:
    """Note the loss of names when several users spoke."""
    if len({turn.name for turn in turns if turn.role is Role.USER and turn.name}) > 1:
        notes.dropped("name", "several users speak, the target cannot tell them apart")


def map_parts(turn: Turn, change: Callable[[Part], Sequence[Part]]) -> Turn:
    """The turn with each part replaced by zero or more."""
    return replace(turn, parts=tuple(new for part in turn.parts for new in change(part)))
