"""Reading and changing settings; a change is checked, stored and in force at once."""

from collections.abc import Callable
from typing import Any

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.settings import Setting, Settings, declared_settings, find_setting
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories.settings import SettingRepository

HIDDEN = "(set, not shown)"


class SettingService:
    """``applied`` is called after each change, so that what was made from settings follows."""

    def __init__(self, database: Database, settings: Settings, applied: Callable[[], None]) -> None:
        self._stored = SettingRepository(database)
        self._settings = settings
        self._applied = applied

    def list(self, *, group: str = "", changed: bool = False) -> list[dict[str, Any]]:
        """Declared settings with their values. Raises InvalidInput for an unknown group."""
        groups = dict.fromkeys(setting.group for setting in declared_settings())
        if group and group not in groups:
            raise InvalidInput("group", f"there is no group {group!r}; choose one of {', '.join(groups)}")
        return [
            self.describe(setting)
            for setting in declared_settings()
            if (not group or setting.group == group)
            and (not changed or self._settings.origin_of(setting.key) != "default")
        ]

    def get(self, key: str) -> dict[str, Any]:
        """One setting. Raises InvalidInput listing near names when there is none."""
        return self.describe(find_setting(key))

    def describe(self, setting: Setting[Any]) -> dict[str, Any]:
        """A setting as JSON: declaration, value, and where the value comes from."""
        value = getattr(self._settings, setting.key)
        hidden = setting.secret and bool(value)
        plain = list(value) if isinstance(value, tuple) else value
        default = list(setting.default) if isinstance(setting.default, tuple) else setting.default
        return {
            "key": setting.key,
            "value": HIDDEN if hidden else plain,
            "text": HIDDEN if hidden else setting.show(value),
            "unit": setting.unit,
            "origin": self._settings.origin_of(setting.key),
            "default": default,
            "group": setting.group,
            "environment": [*setting.environment],
            "stored": setting.stored,
            "secret": setting.secret,
            "restart": setting.restart,
            "help": setting.text,
            "shape": setting.shape,
        }

    async def set(self, key: str, value: Any) -> dict[str, Any]:
        """Store a value (text, or JSON of the right kind); ``remark`` in the answer says when it has
        no effect yet. Raises InvalidInput."""
        setting = self._changeable(key)
        text = _text_of(value, setting)
        parsed = setting.parse(text)
        await self._stored.set(key, setting.show(parsed))
        return await self._changed(setting)

    async def unset(self, key: str) -> dict[str, Any]:
        """Forget the stored value, so that the default counts. Raises InvalidInput."""
        setting = self._changeable(key)
        await self._stored.delete(key)
        return await self._changed(setting)

    def _changeable(self, key: str) -> Setting[Any]:
        setting = find_setting(key)
        if not setting.stored:
            names = " or ".join(setting.environment)
            raise InvalidInput(key, f"is decided at start and not stored; set {names} in the environment instead")
        return setting

    async def _changed(self, setting: Setting[Any]) -> dict[str, Any]:
        self._settings.apply_stored(await self._stored.list())
        self._applied()
        remark = ""
        if self._settings.is_fixed(setting.key):
            origin = self._settings.origin_of(setting.key)
            named = f"the variable {' or '.join(setting.environment)}" if origin == "environment" else "a flag"
            remark = f"stored, but {named} of this run wins over it"
        elif setting.restart:
            remark = "takes effect when the gateway is started again"
        return self.describe(setting) | {"remark": remark}


def _text_of(value: Any, setting: Setting[Any]) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return setting.show(value)
    if isinstance(value, list):
        return ",".join(str(entry) for entry in value)
    raise InvalidInput(setting.key, "write text, a number, true or false")
