"""From the text of a setting to its value. Readers raise ValueError saying what to write instead."""

import re
from dataclasses import dataclass
from ipaddress import ip_network
from zoneinfo import ZoneInfo, available_timezones

TRUE_WORDS = frozenset({"true", "1", "yes", "on"})
FALSE_WORDS = frozenset({"false", "0", "no", "off", ""})


def read_bool(text: str) -> bool:
    """``true/1/yes/on`` or ``false/0/no/off``, any case."""
    word = text.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueError("write true or false")


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A reader for whole numbers within bounds."""

    low: int
    high: int

    def __call__(self, text: str) -> int:
        try:
            value = int(text.strip())
        except ValueError:
            raise ValueError(f"write a whole number from {self.low} to {self.high}") from None
        if not self.low <= value <= self.high:
            raise ValueError(f"write a whole number from {self.low} to {self.high}")
        return value


@dataclass(frozen=True, slots=True)
class Number:
    """A reader for numbers within bounds."""

    low: float
    high: float

    def __call__(self, text: str) -> float:
        try:
            value = float(text.strip())
        except ValueError:
            raise ValueError(f"write a number from {self.low:g} to {self.high:g}") from None
        if not self.low <= value <= self.high:
            raise ValueError(f"write a number from {self.low:g} to {self.high:g}")
        return value


def read_int(low: int, high: int) -> WholeNumber:
    """A reader for whole numbers within bounds."""
    return WholeNumber(low, high)


def read_float(low: float, high: float) -> Number:
    """A reader for numbers within bounds."""
    return Number(low, high)


def read_text(text: str) -> str:
    """Any text, trimmed."""
    return text.strip()


class Choice:
    """A reader for one of a few words."""

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def __call__(self, text: str) -> str:
        word = text.strip().lower()
        if word not in self.choices:
            raise ValueError(f"choose one of {', '.join(self.choices)}")
        return word


def read_choice(*choices: str) -> Choice:
    """A reader for one of a few words."""
    return Choice(*choices)


def read_words(text: str) -> tuple[str, ...]:
    """A comma list of words; blanks and empty entries are dropped."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def read_networks(text: str) -> tuple[str, ...]:
    """A comma list of addresses and CIDR blocks."""
    words = read_words(text)
    for word in words:
        try:
            ip_network(word, strict=False)
        except ValueError:
            raise ValueError(f"{word!r} is not an address or CIDR block; write it like 192.168.1.0/24") from None
    return words


def read_statuses(text: str) -> tuple[int, ...]:
    """A comma list of HTTP statuses and ranges: ``408,429,500-599``, expanded and sorted."""
    found: set[int] = set()
    for word in read_words(text):
        match = re.fullmatch(r"([1-5]\d\d)(?:-([1-5]\d\d))?", word)
        if not match:
            raise ValueError(f"{word!r} is not an HTTP status; write a list like 408,429,500-599")
        first, last = int(match[1]), int(match[2] or match[1])
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def read_proxy(text: str) -> str:
    """Empty, or a URL of an http, https or socks proxy."""
    url = text.strip()
    if url and not re.match(r"(?:https?|socks4a?|socks5h?)://[^\s/]+", url):
        raise ValueError("write a proxy URL like http://127.0.0.1:7890 or socks5://127.0.0.1:1080")
    return url


def read_time_zone(text: str) -> str:
    """Empty (the system's zone) or an IANA name."""
    name = text.strip()
    if name and name not in available_timezones():
        raise ValueError("write an IANA time zone such as Europe/Berlin or Asia/Shanghai")
    if name:
        ZoneInfo(name)
    return name


def show_statuses(statuses: tuple[int, ...]) -> str:
    """Compact text of an expanded status list: ``(500, 501, … 599)`` → ``"500-599"``."""
    runs: list[list[int]] = []
    for status in statuses:
        if runs and status == runs[-1][1] + 1:
            runs[-1][1] = status
        else:
            runs.append([status, status])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
