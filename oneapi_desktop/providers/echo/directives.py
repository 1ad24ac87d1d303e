"""Directives at the beginning of a message, which tell the echo how to behave."""

import re
from dataclasses import dataclass

from oneapi_desktop.providers.echo.answers import EchoRefusal, bad_field

MAX_WAIT_MS = 600_000
MAX_REPEAT = 1_000_000

_DIRECTIVE = re.compile(r"\s*/(error|delay|pace|cut|tools|tool|reasoning|repeat|nousage)(?=\s|$)[^\S\n]*")
_NUMBER = re.compile(r"\d{1,9}(?=\s|$)")


@dataclass(slots=True)
class Directives:
    """What the message asked for, and the text that is left. Times in seconds.

    ``error`` is to be raised by the endpoint. ``calls`` are (tool name, arguments as written or None to make them up).
    """

    text: str = ""
    delay: float = 0.0
    pace: float = 0.0
    cut: int | None = None
    repeat: int = 1
    usage: bool = True
    reasoning: str = ""
    calls: tuple[tuple[str, str | None], ...] = ()
    error: EchoRefusal | None = None


def read_directives(text: str, field: str) -> Directives:
    """Take the directives off the text of a request's field.

    Raises EchoRefusal: 400 for an unreadable argument.
    """
    found = Directives()
    position = 0
    while match := _DIRECTIVE.match(text, position):
        word, position = match[1], match.end()
        if word in {"error", "tool", "tools", "reasoning"}:
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            argument = text[position:end].strip()
            position = end
            _take_line(found, word, argument, field)
        elif word == "nousage":
            found.usage = False
        else:
            number = _NUMBER.match(text, position)
            if number is None:
                raise bad_field(field, f"/{word} needs a whole number after it, for example /{word} 10")
            position = number.end()
            _take_number(found, word, int(number[0]), field)
    found.text = text[position:].lstrip() if position else text
    if found.error is not None:
        found.error.delay = found.delay
    return found


def _take_line(found: Directives, word: str, argument: str, field: str) -> None:
    if word == "reasoning":
        found.reasoning = argument
        return
    first, _, rest = argument.partition(" ")
    if word == "error":
        if not re.fullmatch(r"[45]\d\d", first):
            raise bad_field(field, "/error needs a status from 400 to 599, for example /error 429 slow down")
        code, message = None, rest.strip()
        if message.startswith("code="):
            code, _, message = message.removeprefix("code=").partition(" ")
        found.error = EchoRefusal(int(first), message.strip() or f"The echo was asked to fail with {first}.", code=code)
        return
    if not first:
        raise bad_field(field, f"/{word} needs the name of a tool")
    if word == "tool":
        found.calls += ((first, rest.strip() or None),)
    else:
        found.calls += tuple((name, None) for name in argument.split())


def _take_number(found: Directives, word: str, number: int, field: str) -> None:
    if word in {"delay", "pace"}:
        if number > MAX_WAIT_MS:
            raise bad_field(field, f"/{word} takes at most {MAX_WAIT_MS} milliseconds")
        if word == "delay":
            found.delay = number / 1000
        else:
            found.pace = number / 1000
    elif word == "cut":
        found.cut = number
    elif not 1 <= number <= MAX_REPEAT:
        raise bad_field(field, f"/repeat takes a number from 1 to {MAX_REPEAT}")
    else:
        found.repeat = number
