"""The form of a channel. It follows the provider: key, address and fields are those that it has."""

import json
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from oneapi_desktop.desktop.bridge import error_field, error_text
from oneapi_desktop.desktop.icons import icon
from oneapi_desktop.desktop.pages.channels_headers import HeaderLines, read_lines
from oneapi_desktop.desktop.pages.channels_mapping import MappingEditor
from oneapi_desktop.desktop.pages.channels_models import ChannelModels
from oneapi_desktop.desktop.pages.channels_provider import ProviderChoice
from oneapi_desktop.desktop.provider_texts import key_sentence, provider_text
from oneapi_desktop.desktop.theme import Theme
from oneapi_desktop.desktop.widgets.buttons import button
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.form import Form
from oneapi_desktop.desktop.widgets.secret_line import SecretLine
from oneapi_desktop.domain.errors import Conflict, InvalidInput, OneApiError

USUAL_PROVIDER = "openai"
LONGEST_NUMBER = 12

CONFIG = "config."
PLAIN_KEY = "API key"
NO_KEY = "none"
"""The key hint of providers that take no key at all."""

MORE = (
    "model_mapping", "groups", "priority", "weight", "test_model", "auto_disable", "proxy", "headers",
    "param_override", "system_prompt",
)  # fmt: skip
"""Fields that few need; they are folded away."""

FOLDED_CONFIG = frozenset({"dialects"})
"""Fields of providers that go with them."""

BLANK: dict[str, Any] = {
    "name": "", "key": "", "several": False, "keys": "", "base_url": "", "models": [], "model_mapping": [],
    "groups": "default", "priority": "0", "weight": "1", "test_model": "", "auto_disable": True, "proxy": "",
    "headers": [], "param_override": "", "system_prompt": "",
}  # fmt: skip
"""What a new channel begins with."""


class ChannelForm(Form):
    """Fields are named like the arguments of ``channel.add`` and ``channel.edit``; those of the provider
    ``config.<name>``. ``keys`` are several keys, one on each line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._new = True
        self._secret_config: set[str] = set()
        self.type = ProviderChoice()
        self.add("type", self.type, lambda: self.tr("Provider"))
        name = QLineEdit()
        name.setMaxLength(100)
        self.say(name.setPlaceholderText, lambda: self.tr("Named after the provider when left empty"))
        self.add("name", name, lambda: self.tr("Name"))
        self.key = SecretLine(theme)
        self.add("key", self.key, lambda: self.tr("Key"), self._key_hint)
        self.several = QCheckBox()
        self.add("several", self.several, lambda: self.tr("Several keys"), lambda: self.tr("A channel for each."))
        self.keys = QPlainTextEdit()
        self.keys.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.add("keys", self.keys, lambda: self.tr("Keys, one on each line"))
        self.key.line.several.connect(self._take_several)
        self.several.toggled.connect(lambda _on: self._follow_several())
        self.base_url = QLineEdit()
        self.add("base_url", self.base_url, lambda: self.tr("Base URL"), self._address_hint)
        self._config_begins = self._column.count()
        self._config_kinds: dict[str, bool] = {}
        self.models = ChannelModels(theme)
        self.add("models", self.models, lambda: self.tr("Models"))
        self.more = button(theme, "link")
        self.more.setCheckable(True)
        theme.changed.connect(self._paint_more)
        self.say(self.more.setText, lambda: self.tr("More settings"))
        self.more.toggled.connect(self._fold)
        self.add_row(self.more)
        self._column.setAlignment(self.more, Qt.AlignmentFlag.AlignLeft)
        self._add_more(theme)
        self.type.changed.connect(self._follow_provider)
        self.models.changed.connect(self._follow_models)
        self._fold(False)
        self._follow_several()

    def _add_more(self, theme: Theme) -> None:
        self.mapping = MappingEditor(theme)
        self.add(
            "model_mapping", self.mapping, lambda: self.tr("Model mapping"),
            lambda: self.tr("Clients ask for the left name, the upstream gets the right one."),
        )  # fmt: skip
        groups = QLineEdit()
        self.add("groups", groups, lambda: self.tr("Groups"), lambda: self.tr("Who may use it; usually just default."))
        priority, weight = QLineEdit(), QLineEdit()
        for number in (priority, weight):
            number.setMaxLength(LONGEST_NUMBER)
        self.add("priority", priority, lambda: self.tr("Priority"), lambda: self.tr("The highest is tried first."))
        self.add(
            "weight", weight, lambda: self.tr("Weight"),
            lambda: self.tr("Its share of the requests among channels of one priority."),
        )  # fmt: skip
        self.test_model = QComboBox()
        self.test_model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.test_model.setMinimumContentsLength(12)
        self.add("test_model", self.test_model, lambda: self.tr("Model to test with"))
        self.add(
            "auto_disable", QCheckBox(), lambda: self.tr("Switch off by itself"),
            lambda: self.tr("When the key is refused or the account is empty. A passed test switches it on again."),
        )  # fmt: skip
        proxy = QLineEdit()
        proxy.setPlaceholderText("socks5://127.0.0.1:1080")
        self.add(
            "proxy",
            proxy,
            lambda: self.tr("Proxy"),
            lambda: self.tr("http, https or socks5; empty uses the settings'."),
        )
        self.headers = HeaderLines(theme)
        self.add("headers", self.headers, lambda: self.tr("Headers to add"))
        override, prompt = QPlainTextEdit(), QPlainTextEdit()
        override.setPlaceholderText('{"temperature": 0.2}')
        self.add(
            "param_override", override, lambda: self.tr("Parameters to set"),
            lambda: self.tr("A JSON object; its fields take the place of those in each request."),
        )  # fmt: skip
        self.add(
            "system_prompt", prompt, lambda: self.tr("System prompt"),
            lambda: self.tr("Put before the messages of each chat."),
        )  # fmt: skip

    # What is shown

    def offer_providers(self, providers: Sequence[dict[str, Any]]) -> None:
        """The rows of ``provider.list``: what can be chosen, and the fields each kind has."""
        for provider in providers:
            for declared in provider["config_fields"]:
                self._add_config(declared["name"], declared["secret"])
        self.type.offer(providers)
        self._follow_provider()

    def show_channel(self, row: Row | None) -> None:
        """Fill in a channel of ``channel.show`` or ``channel.list``, or what a new one begins with."""
        self._new = row is None
        self.models.close_picker()
        values = dict(BLANK)
        if row is None:
            values["type"] = USUAL_PROVIDER
            self._secret_config = set()
            config: dict[str, str] = {}
        else:
            values |= {name: row[name] for name in BLANK if name in row}
            values["type"] = row["type"]
            values["key"] = f"…{row['key_hint']}" if row["key_hint"] else ""
            values |= {name: str(row[name]) for name in ("priority", "weight")}
            values["groups"] = ", ".join(row["groups"])
            values["model_mapping"] = list(row["model_mapping"].items())
            values["param_override"] = _pretty(row["param_override"])
            self._secret_config = set(row["secret_config"])
            config = row["config"]
        stored = self.tr("secret")
        values |= {
            CONFIG + name: (stored if name in self._secret_config else "") if secret else config.get(name, "")
            for name, secret in self._config_kinds.items()
        }
        self.mapping.offer(values["models"])
        self._offer_test_models(values["models"], values["test_model"])
        self.type.set_value(values["type"])
        if values["base_url"] == self._preset():
            values["base_url"] = ""
        self.fill(values)
        self._follow_provider()
        self._follow_several()
        folded = {name: BLANK[name] for name in MORE} | {CONFIG + name: "" for name in FOLDED_CONFIG}
        if row is not None and any(values.get(name, usual) != usual for name, usual in folded.items()):
            self.more.setChecked(True)

    def prefill(self, values: dict[str, Any]) -> None:
        """Write values into a new channel as the person would."""
        for name, value in values.items():
            self.fields[name].put(value)
        self._follow_provider()

    def retranslate(self) -> None:
        """What depends on the provider, too."""
        super().retranslate()
        if hasattr(self, "test_model"):
            self._follow_provider()
            self._offer_test_models(self.models.value(), self.test_model.currentData() or "")

    # What was written

    def arguments(self, *, new: bool) -> dict[str, Any]:
        """What to hand to ``channel.add`` (everything that says something) or ``channel.edit`` (what
        changed). Raises InvalidInput for what could not be handed over."""
        written = self.values() if new else self.changes()
        if new:
            written = {name: value for name, value in written.items() if name == "type" or value != BLANK.get(name)}
        several = bool(written.pop("several", False))
        keys = written.pop("keys", "")
        if several:
            written.pop("key", None)
            written["keys"] = keys.splitlines()
        written = {name: value for name, value in written.items() if value is not None}
        if "name" in written and new and not written["name"]:
            del written["name"]
        if "model_mapping" in written:
            written["model_mapping"] = _mapping(written["model_mapping"])
        if "headers" in written:
            written["headers"] = read_lines(written["headers"])
        if "param_override" in written:
            written["param_override"] = written["param_override"].strip() or {}
        return self._with_config(written, new=new)

    def show_error(self, error: OneApiError, names: dict[str, str] | None = None) -> None:
        """Errors of one of several keys, and of a name in use, stand beside those fields, too."""
        field = error_field(error)
        if field.startswith("keys["):
            line = field.removeprefix("keys[").rstrip("]")
            told = InvalidInput("keys", self.tr("line {line}: {error}").format(line=line, error=error_text(error)))
            super().show_error(told)
        elif isinstance(error, Conflict) and str(error).startswith("name: "):
            super().show_error(InvalidInput("name", str(error).removeprefix("name: ")))
        else:
            if field in MORE or field.removeprefix(CONFIG) in FOLDED_CONFIG:
                self.more.setChecked(True)
            super().show_error(error, names)

    # What follows from what is written

    def _with_config(self, written: dict[str, Any], *, new: bool) -> dict[str, Any]:
        """Fields of the provider go into one object; those of others stay behind."""
        provider = self.type.provider()
        own = {declared["name"] for declared in provider["config_fields"]} if provider else set()
        config = {
            name.removeprefix(CONFIG): value
            for name, value in written.items()
            if name.startswith(CONFIG) and name.removeprefix(CONFIG) in own and (value or not new)
        }
        kept = {name: value for name, value in written.items() if not name.startswith(CONFIG)}
        return kept | {"config": config} if config else kept

    def _add_config(self, name: str, secret: bool) -> None:
        if name in self._config_kinds:
            return
        self._config_kinds[name] = secret
        widget = SecretLine(self._theme) if secret else QLineEdit()
        field = self.add(CONFIG + name, widget, lambda: self._config_caption(name))
        field.caption.setWordWrap(True)
        if name not in FOLDED_CONFIG:
            self._column.removeWidget(field.box)
            self._column.insertWidget(self._config_begins, field.box)
            self._config_begins += 1

    def _config_caption(self, name: str) -> str:
        provider = self.type.provider()
        for declared in provider["config_fields"] if provider else ():
            if declared["name"] == name:
                return provider_text(declared["label"]) + (" *" if declared["required"] else "")
        return name

    def _key_hint(self) -> str:
        provider = self.type.provider() if hasattr(self, "type") else None
        # The field's own name says as much as the shortest hint.
        return key_sentence(provider["key_hint"]) if provider and provider["key_hint"] != PLAIN_KEY else ""

    def _address_hint(self) -> str:
        if self._preset():
            return self.tr("Only for a mirror or a server of your own.")
        return self.tr("Where the server is; this provider has no address of its own.")

    def _preset(self) -> str:
        provider = self.type.provider()
        return str(provider["base_url"]) if provider else ""

    def _follow_provider(self) -> None:
        if "base_url" not in self.fields or "system_prompt" not in self.fields:
            return
        provider = self.type.provider()
        takes_key = provider is None or provider["key_hint"] != NO_KEY
        networked = provider is None or bool(provider["base_url"]) or provider["needs_base_url"]
        key, address = self.fields["key"], self.fields["base_url"]
        key.hint.setText(self._key_hint())
        key.hint.setVisible(bool(self._key_hint()))
        address.hint.setText(self._address_hint())
        self.base_url.setPlaceholderText(self._preset() or "https://llm.example.com")
        self.show_field("base_url", networked)
        self._takes_key = takes_key
        self._follow_several()
        own = {declared["name"] for declared in provider["config_fields"]} if provider else set()
        for name in self._config_kinds:
            field = self.fields[CONFIG + name]
            folded = name in FOLDED_CONFIG and not self.more.isChecked()
            self.show_field(CONFIG + name, name in own and not folded)
            field.caption.setText(self._config_caption(name))
            field.widget.setAccessibleName(self._config_caption(name))
        usual = provider["models"] if provider else []
        self.models.know(usual, fetches=provider is None or provider["lists_models"])

    def _follow_several(self) -> None:
        takes_key = getattr(self, "_takes_key", True)
        several = self._new and takes_key and self.several.isChecked()
        self.show_field("several", self._new and takes_key)
        self.show_field("keys", several)
        self.show_field("key", takes_key and not several)

    def _take_several(self, text: str) -> None:
        """Several lines were pasted into the one for a single key."""
        if self._new:
            self.keys.setPlainText(text)
            self.several.setChecked(True)
            self.keys.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.mark(self.fields["key"], self.tr("These are several lines. A channel has one key."))

    def _follow_models(self) -> None:
        models = self.models.value()
        self.mapping.offer(models)
        self._offer_test_models(models, self.test_model.currentData() or "")

    def _offer_test_models(self, models: Sequence[str], chosen: str) -> None:
        blocker = QSignalBlocker(self.test_model)
        self.test_model.clear()
        self.test_model.addItem(self.tr("the one that is cheapest to test"), "")
        for model in models:
            self.test_model.addItem(model, model)
        self.test_model.setCurrentIndex(max(0, self.test_model.findData(chosen)))
        blocker.unblock()

    def _fold(self, open_: bool) -> None:
        self._paint_more()
        for name in MORE:
            self.show_field(name, open_)
        self._follow_provider()

    def _paint_more(self) -> None:
        sign = "chevron-down" if self.more.isChecked() else "chevron-right"
        self.more.setIcon(icon(sign, self._theme, "accent_text", active="accent_text"))


def _pretty(override: dict[str, Any]) -> str:
    return json.dumps(override, indent=2, ensure_ascii=False) if override else ""


def _mapping(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Pairs as an object. Raises InvalidInput for halves and for a name that is mapped twice."""
    found: dict[str, str] = {}
    for asked, upstream in pairs:
        if not asked or not upstream:
            raise InvalidInput("model_mapping", f"{asked or upstream!r} has no other side; fill in both names")
        if asked in found:
            raise InvalidInput("model_mapping", f"{asked!r} is mapped twice; keep one of them")
        found[asked] = upstream
    return found
