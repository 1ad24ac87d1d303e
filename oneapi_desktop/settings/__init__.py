"""Every setting, declared once: key, type, default, environment variable, explanation.

The command line, ``doctor``, the settings page and ``docs/configuration.md`` are derived from the
declarations in ``Settings``. Precedence: command-line flag, environment, stored value, default.
"""

from oneapi_desktop.settings.declared import IGNORED_VARIABLES, Settings, declared_settings, find_setting
from oneapi_desktop.settings.setting import Setting, SettingDoc

__all__ = ["IGNORED_VARIABLES", "Setting", "SettingDoc", "Settings", "declared_settings", "find_setting"]
