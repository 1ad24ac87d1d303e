"""The side panels of the page Models & prices: one model's price, and the groups' ratios."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.pages.models_columns import FLAT, RATES, rate_name, source_text
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S
from oneapi_desktop.desktop.widgets.buttons import button
from oneapi_desktop.desktop.widgets.cards import Card
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.form import Form
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.desktop.widgets.side_panel import SidePanel
from oneapi_desktop.domain.errors import OneApiError
from oneapi_desktop.domain.money import nano_to_usd_text
from oneapi_desktop.domain.price import PriceSource


def own_values(row: Row | None) -> dict[str, str]:
    """The amounts of a price by the names of ``price.set``, as a person writes them."""
    if row is None:
        return {}
    found = {name: nano_to_usd_text(nano) for name, nano in row["rates_nano_usd"].items()}
    for name in ("per_request", "per_audio_second", "per_million_characters"):
        if row[f"{name}_usd"]:
            found[name] = nano_to_usd_text(round(row[f"{name}_usd"] * 1_000_000_000))
    if "any" in row["per_image_usd"]:
        found["per_image"] = row["per_image_usd"]["any"]
    return found


class PriceForm(Form):
    """A field for each kind of price; empty ones show as placeholder what applies now."""

    def __init__(self) -> None:
        super().__init__()
        tokens, others = label("section"), label("section")
        self.say(tokens.setText, lambda: self.tr("Dollars per million tokens"))
        self.say(others.setText, lambda: self.tr("Dollars per other unit"))
        for heading, names in ((tokens, RATES), (others, FLAT)):
            self.add_row(heading)
            for name in names:
                line = QLineEdit()
                line.setMaxLength(24)
                self.add(name, line, lambda name=name: rate_name(name))  # type: ignore[misc]

    def show_price(self, row: Row) -> None:
        """The owner's own amounts as text, those of another source as placeholders."""
        amounts = own_values(row)
        own = row["source"] == PriceSource.OWNER
        for name, field in self.fields.items():
            line = field.widget
            assert isinstance(line, QLineEdit)
            line.setPlaceholderText(formats.NOTHING if own else amounts.get(name, formats.NOTHING))
        self.fill({name: amounts.get(name, "") if own else "" for name in self.fields})


class ModelPanel(SidePanel):
    """``saved`` tells that prices have changed."""

    saved = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.theme)
        self._shell = shell
        self._row: Row | None = None
        self.facts = Card()
        self._source, self._channels, self._tiers = (
            label(wrap=True),
            label("muted", wrap=True),
            label("muted", wrap=True),
        )
        for part in (self._source, self._channels, self._tiers):
            self.facts.body.addWidget(part)
        self.form = PriceForm()
        explained = label("small", wrap=True)
        self.say(
            explained.setText,
            lambda: self.tr(
                "Your own price wins over every other source. Kinds that you leave empty keep the price shown in grey."
            ),
        )
        self.body.addWidget(self.facts)
        self.body.addWidget(explained)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.save = button(shell.theme, "primary")
        self.say(self.save.setText, lambda: self.tr("Save own price"))
        self.save.clicked.connect(self.submit)
        self.take_back = button(shell.theme)
        self.say(self.take_back.setText, lambda: self.tr("Take own price back"))
        self.take_back.clicked.connect(self._take_back)
        self.footer.addWidget(self.save)
        self.footer.addStretch(1)
        self.footer.addWidget(self.take_back)

    @property
    def row(self) -> Row | None:
        """The model shown."""
        return self._row

    def retranslate(self) -> None:
        """The facts are sentences."""
        super().retranslate()
        if getattr(self, "_row", None) is not None:
            self._tell()

    def show_model(self, row: Row) -> None:
        """Another model."""
        self._row = row
        self.form.show_price(row)
        self._tell()
        self.open_panel()

    def follow(self, row: Row) -> None:
        """The model shown has another price now; what is being written stays."""
        self._row = row
        if not self.form.dirty:
            self.form.show_price(row)
        self._tell()

    def submit(self) -> None:
        """Save the owner's price."""
        written = self.form.changes()
        if self._row is None or not written:
            self.close_panel()
            return
        if self._row["source"] != PriceSource.OWNER:
            # An own price replaces the whole price: what was not written must not become free.
            written = own_values(self._row) | written
        self.save.setEnabled(False)
        self._shell.bridge.start(
            self._shell.bridge.run("price.set", model=self._row["model"], **written),
            self._on_saved, self._on_error, owner=self,
        )  # fmt: skip

    def _on_saved(self, _price: Row) -> None:
        self.save.setEnabled(True)
        self.form.fill({})
        self.saved.emit()

    def _on_error(self, error: OneApiError) -> None:
        self.save.setEnabled(True)
        self.form.show_error(error)

    def _take_back(self) -> None:
        row = self._row
        if row is None:
            return
        model, amounts = row["model"], own_values(row)

        async def undo() -> None:
            await self._shell.bridge.run("price.set", model=model, **amounts)
            self.saved.emit()

        def removed(_price: Row) -> None:
            self.form.fill({})
            self.saved.emit()
            self._shell.undo.done(self.tr("Your price of {model} is taken back.").format(model=model), undo)

        self._shell.bridge.start(self._shell.bridge.run("price.remove", model=model), removed, owner=self)

    def _tell(self) -> None:
        row = self._row
        assert row is not None
        own = row["source"] == PriceSource.OWNER
        self.set_title(row["model"])
        self.take_back.setVisible(own)
        if row["unpriced"]:
            text = self.tr(
                "Nobody knows what this model costs: its requests are recorded at $0 and marked as unpriced."
            )
        elif row["source_date"]:
            text = self.tr("Price from: {source}, {date}").format(source=source_text(row), date=row["source_date"])
        else:
            text = self.tr("Price from: {source}").format(source=source_text(row))
        self._source.setText(text)
        self._source.setProperty("kind", "warn" if row["unpriced"] else "")
        self._source.style().unpolish(self._source)
        self._source.style().polish(self._source)
        served = ", ".join(row["channels"]) or formats.NOTHING
        if row["upstream_model"] == row["model"]:
            self._channels.setText(self.tr("Channels: {names}").format(names=served))
        else:
            told = self.tr("Channels: {names}, which know it as {upstream}")
            self._channels.setText(told.format(names=served, upstream=row["upstream_model"]))
        lines = [
            self.tr("Above {count} prompt tokens: {rates}").format(
                count=formats.number(tier["above_prompt_tokens"]),
                rates=" · ".join(f"{rate_name(name)} ${rate:g}" for name, rate in tier["rates_usd"].items()),
            )
            for tier in row["tiers"]
        ]
        lines += [
            self.tr("An image of {kind}: {price}").format(kind=kind, price=f"${price}")
            for kind, price in row["per_image_usd"].items()
            if kind != "any"
        ]
        self._tiers.setText("\n".join(lines))
        self._tiers.setVisible(bool(lines))


class GroupPanel(SidePanel):
    """Groups and the ratios that multiply their prices; a new group is one more line."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.theme)
        self._shell = shell
        self.say(self.set_title, lambda: self.tr("Group ratios"))
        told = label("muted", wrap=True)
        self.say(
            told.setText,
            lambda: self.tr("A ratio multiplies every price for the tokens of a group: 0.8 is a discount of 20 %."),
        )
        self.body.addWidget(told)
        self.lines = _Groups()
        self.body.addWidget(self.lines)
        heading = label("section")
        self.say(heading.setText, lambda: self.tr("New group"))
        self.body.addWidget(heading)
        self.form = Form()
        self.form.add("group", QLineEdit(), lambda: self.tr("Name"))
        self.form.add("ratio", QLineEdit(), lambda: self.tr("Ratio"))
        self.form.fill({"group": "", "ratio": "1"})
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.add = button(shell.theme, "primary")
        self.say(self.add.setText, lambda: self.tr("Add group"))
        self.add.clicked.connect(self._add)
        self.footer.addWidget(self.add)
        self.footer.addStretch(1)
        self.lines.changed.connect(self._set)

    def refresh(self) -> None:
        """Fetch the groups."""
        self._shell.bridge.start(self._shell.bridge.run("price.groups"), self.lines.show_groups, owner=self)

    def _set(self, group: str, ratio: str) -> None:
        before = self.lines.ratio_of(group)

        async def undo() -> None:
            await self._shell.bridge.run("price.set_group", group=group, ratio=before)
            self.refresh()

        def done(_answer: Row) -> None:
            self.refresh()
            self._shell.undo.done(self.tr("Group {group} has another ratio now.").format(group=group), undo)

        self._shell.bridge.start(
            self._shell.bridge.run("price.set_group", group=group, ratio=ratio), done,
            lambda error: self.lines.refuse(group, error), owner=self,
        )  # fmt: skip

    def _add(self) -> None:
        def added(_answer: Row) -> None:
            self.form.fill({"group": "", "ratio": "1"})
            self.refresh()

        self._shell.bridge.start(
            self._shell.bridge.run("price.set_group", **self.form.values()), added, self.form.show_error, owner=self
        )


class _Groups(Translated):
    """One line per group; ``changed(group, ratio)`` when one was written and left."""

    changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_M)
        self._grid.setVerticalSpacing(GAP_S)
        self._grid.setColumnStretch(0, 1)
        self._ratios: dict[str, float] = {}
        self.boxes: dict[str, QLineEdit] = {}
        self._errors: dict[str, Any] = {}

    def ratio_of(self, group: str) -> float:
        """The ratio in force."""
        return self._ratios[group]

    def show_groups(self, groups: list[Row]) -> None:
        """Show these groups; known ones keep their boxes."""
        for number, group in enumerate(groups):
            name = group["group"]
            self._ratios[name] = group["ratio"]
            if name not in self.boxes:
                self._add_line(name, number * 2)
            with QSignalBlocker(self.boxes[name]):
                self.boxes[name].setText(f"{group['ratio']:g}")
            self._errors[name].hide()

    def refuse(self, group: str, error: OneApiError) -> None:
        """A ratio was not taken: say so under it."""
        self._errors[group].setText(str(error))
        self._errors[group].show()

    def _add_line(self, name: str, row: int) -> None:
        box, error = QLineEdit(), label("field-error", wrap=True)
        box.setMaximumWidth(96)
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.say(box.setAccessibleName, lambda: self.tr("Ratio of {group}").format(group=name))
        box.editingFinished.connect(lambda: self._written(name))
        error.hide()
        self._grid.addWidget(label(text=name), row, 0)
        self._grid.addWidget(box, row, 1)
        self._grid.addWidget(error, row + 1, 0, 1, 2)
        self.boxes[name], self._errors[name] = box, error

    def _written(self, name: str) -> None:
        text = self.boxes[name].text().strip()
        if text != f"{self._ratios[name]:g}":
            self.changed.emit(name, text)
