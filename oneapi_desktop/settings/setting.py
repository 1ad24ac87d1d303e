"""One setting as it is declared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.settings.readers import Choice, Number, WholeNumber, read_bool, show_statuses

if TYPE_CHECKING:
    from oneapi_desktop.settings.declared import Settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SettingDoc:
    """What surfaces show of a setting."""

    key: str
    group: str
    text: str
    default: Any
    environment: tuple[str, ...]
    unit: str
    stored: bool
    secret: bool
    restart: bool


class Setting(Generic[T]):
    """One declared setting; a descriptor on ``Settings`` that yields its current value.

    ``environment`` names are tried in order. ``stored`` False means flag or environment only.
    ``restart`` True means a change takes effect at the next start.
    """

    def __init__(
        self,
        default: T,
        read: Callable[[str], T],
        text: str,
        *,
        group: str,
        environment: str | tuple[str, ...] = (),
        unit: str = "",
        stored: bool = True,
        secret: bool = False,
        restart: bool = False,
    ) -> None:
        self.default = default
        self.read = read
        self.text = text
        self.group = group
        self.environment = (environment,) if isinstance(environment, str) else environment
        self.unit = unit
        self.stored = stored
        self.secret = secret
        self.restart = restart
        self.key = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.key = name

    @overload
    def __get__(self, instance: None, owner: type) -> "Setting[T]": ...
    @overload
    def __get__(self, instance: "Settings", owner: type) -> T: ...
    def __get__(self, instance: "Settings | None", owner: type) -> "Setting[T] | T":
        if instance is None:
            return self
        value: T = instance.values.get(self.key, self.default)
        return value

    @property
    def shape(self) -> dict[str, Any]:
        """What a form needs to know: ``kind`` (flag, choice, whole, number or text), and of choices the
        ``choices``, of numbers ``low`` and ``high``."""
        reader = self.read
        if isinstance(reader, Choice):
            return {"kind": "choice", "choices": [*reader.choices]}
        if isinstance(reader, WholeNumber | Number):
            kind = "whole" if isinstance(reader, WholeNumber) else "number"
            return {"kind": kind, "low": reader.low, "high": reader.high}
        return {"kind": "flag" if reader is read_bool else "text"}

    def parse(self, text: str) -> T:
        """The value a text stands for. Raises InvalidInput naming the setting and the remedy."""
        try:
            return self.read(text)
        except ValueError as error:
            raise InvalidInput(self.key, str(error)) from None

    def show(self, value: Any) -> str:
        """The text that ``parse`` would read back as this value."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, tuple):
            return show_statuses(value) if value and isinstance(value[0], int) else ",".join(value)
        return str(value)

    def doc(self) -> SettingDoc:
        """Its declaration as plain data."""
        return SettingDoc(
            self.key,
            self.group,
            self.text,
            self.default,
            self.environment,
            self.unit,
            self.stored,
            self.secret,
            self.restart,
        )
