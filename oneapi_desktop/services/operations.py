"""The registry of operations: everything an owner can do, under one name each, JSON in and JSON out.

The command line, the control endpoint and later the window and the portal call the same
operations. An operation is a function of a workspace; its group's module is imported when one of
its operations is first used, so that a small command starts fast. A running gateway adds
operations that only it can answer with ``Operations.add``.
"""

import importlib
import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oneapi_desktop.domain.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

Handler = Callable[..., Awaitable[Any]]

GROUPS: dict[str, str] = {
    "channel": "channel_operations",
    "token": "token_operations",
    "request": "ledger_operations",
    "usage": "ledger_operations",
    "overview": "overview_operations",
    "connect": "connect_operations",
    "lan": "lan_operations",
    "provider": "provider_operations",
    "playground": "playground_operations",
    "price": "price_operations",
    "setting": "setting_operations",
    "transfer": "upkeep_operations",
    "backup": "upkeep_operations",
    "doctor": "upkeep_operations",
    "vault": "upkeep_operations",
}
"""First word of an operation's name → the module of this package that declares it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing an owner can do. ``handler`` takes the workspace and the arguments as keywords.

    ``internal`` ones have no command of their own. ``cancellable`` ones are stopped when the
    caller hangs up; all others are carried to their end once begun.
    """

    name: str
    handler: Handler
    text: str
    internal: bool = False
    cancellable: bool = False

    def bind(self, arguments: Mapping[str, Any]) -> None:
        """Raise InvalidInput naming an argument that is unknown or missing."""
        parameters = list(inspect.signature(self.handler).parameters.values())[1:]
        names = {p.name for p in parameters if p.kind is not p.VAR_KEYWORD}
        if not any(p.kind is p.VAR_KEYWORD for p in parameters):
            for name in arguments:
                if name not in names:
                    takes = ", ".join(sorted(names)) or "no arguments"
                    raise InvalidInput(name, f"is no argument of {self.name}; it takes {takes}")
        for parameter in parameters:
            required = parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
            if required and parameter.name not in arguments:
                raise InvalidInput(parameter.name, f"is missing; {self.name} needs it")


class OperationTable:
    """Collects the operations of one module: ``operation = OperationTable()`` used as decorator."""

    def __init__(self) -> None:
        self.declared: list[Operation] = []

    def __call__(self, name: str, *, internal: bool = False, cancellable: bool = False) -> Callable[[Handler], Handler]:
        """Declare the decorated function; the first line of its docstring explains it."""

        def declare(handler: Handler) -> Handler:
            text = (inspect.getdoc(handler) or "").partition("\n")[0]
            self.declared.append(Operation(name, handler, text, internal, cancellable))
            return handler

        return declare


class Operations:
    """All operations known to one process."""

    def __init__(self) -> None:
        self._added: dict[str, Operation] = {}
        self._loaded: dict[str, dict[str, Operation]] = {}

    def add(self, operation: Operation) -> None:
        """Add an operation of the running program; a name already declared is replaced."""
        self._added[operation.name] = operation

    def find(self, name: str) -> Operation:
        """The operation of that name. Raises NotFound."""
        group = name.partition(".")[0]
        found = self._added.get(name)
        if found is None and group in GROUPS:
            found = self._group_module(GROUPS[group]).get(name)
        if found is None:
            raise NotFound(f"there is no operation {name!r}")
        return found

    def __iter__(self) -> Iterator[Operation]:
        for module in dict.fromkeys(GROUPS.values()):
            yield from (o for o in self._group_module(module).values() if o.name not in self._added)
        yield from self._added.values()

    async def run(self, workspace: "Workspace", name: str, arguments: Mapping[str, Any]) -> Any:
        """Carry out an operation. Raises OneApiError for everything a person can mend."""
        operation = self.find(name)
        operation.bind(arguments)
        return await operation.handler(workspace, **arguments)

    def _group_module(self, module: str) -> dict[str, Operation]:
        if module not in self._loaded:
            table = importlib.import_module(f"oneapi_desktop.services.{module}").operation
            assert isinstance(table, OperationTable)
            self._loaded[module] = {o.name: o for o in table.declared}
        return self._loaded[module]


def standard_operations() -> Operations:
    """A registry with every operation that needs no running gateway."""
    return Operations()
