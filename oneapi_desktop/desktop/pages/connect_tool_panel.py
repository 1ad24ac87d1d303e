"""The side panel of a tool: what applying would change, what to copy by hand, and the way back."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.bridge import Work, error_field, error_text
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.pages.connect_texts import recipe_text
from oneapi_desktop.desktop.pages.tokens_models import ModelNames
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S, GAP_XS
from oneapi_desktop.desktop.widgets.buttons import IconButton, button
from oneapi_desktop.desktop.widgets.cards import Banner
from oneapi_desktop.desktop.widgets.code_view import CodeView, DiffColours
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.form import Form
from oneapi_desktop.desktop.widgets.labels import Badge, ElidedLabel, label
from oneapi_desktop.desktop.widgets.side_panel import SidePanel
from oneapi_desktop.domain.errors import OneApiError

REPLAN_MS = 300
"""How long typing rests before the changes are worked out again."""

DIFF_LINES = 18


def short_path(path: str) -> str:
    """A path with ``~`` for the home directory."""
    home = str(Path.home())
    return f"~{path[len(home) :]}" if path == home or path.startswith((f"{home}/", f"{home}\\")) else path


class DirectoryLine(Translated):
    """The project directory of tools that keep their file there: typed, or chosen in a dialog."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_XS)
        self.line = QLineEdit()
        self.line.setMaxLength(4096)
        self.line.setPlaceholderText("~/project")
        self.say(self.line.setAccessibleName, lambda: self.tr("Project directory"))
        self.browse = IconButton(shell.theme, "folder-open-outline")
        self.say(self.browse.name_it, lambda: self.tr("Choose a directory"))
        self.browse.clicked.connect(self._choose)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)
        self.changed = self.line.textChanged
        self.setFocusProxy(self.line)

    def value(self) -> str:
        """What is written."""
        return self.line.text().strip()

    def set_value(self, text: str) -> None:
        """Write something."""
        self.line.setText(text)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a directory"), self.value())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.line.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class FileChange(Translated):
    """One file that would change: its path, a remark, the diff."""

    def __init__(self, shell: Shell, row: Row) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        path = ElidedLabel(short_path(row["path"]), "small")
        column.addWidget(path)
        if row["remark"]:
            remark = label("warn", wrap=True)
            self.say(remark.setText, lambda: recipe_text(row["remark"]))
            column.addWidget(remark)
        if not row["changes"]:
            unchanged = label("muted", wrap=True)
            self.say(unchanged.setText, lambda: self.tr("Nothing to change: it is as it should be."))
            column.addWidget(unchanged)
            return
        self.view = CodeView(DIFF_LINES)
        self.view.setAccessibleName(short_path(row["path"]))
        self._colours = DiffColours(self.view.document(), shell.theme)
        # The first two lines name the file once more.
        self.view.show_text("\n".join(row["diff"].split("\n")[2:]))
        column.addWidget(self.view)


class SnippetView(Translated):
    """One text to copy; ``copied(title)`` asks for it with the key in it."""

    copied = Signal(str)

    def __init__(self, shell: Shell, snippet: Row) -> None:
        super().__init__()
        self.title = snippet["title"]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        name = label("small")
        self.say(name.setText, lambda: recipe_text(self.title))
        self.copy = button(shell.theme, "link", "content-copy")
        self.say(self.copy.setText, lambda: self.tr("Copy"))
        self.say(self.copy.setAccessibleName, lambda: self.tr("Copy {title} with the key").format(title=name.text()))
        self.copy.clicked.connect(lambda: self.copied.emit(self.title))
        head.addWidget(name, 1)
        head.addWidget(self.copy)
        column.addLayout(head)
        self.view = CodeView()
        self.say(self.view.setAccessibleName, lambda: recipe_text(self.title))
        self.view.show_text(snippet["text"])
        column.addWidget(self.view)


class ToolPanel(SidePanel):
    """``changed()`` comes when a tool was connected or given back."""

    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.theme)
        self._shell = shell
        self._tool = ""
        self._shown: Row = {}
        self._plan: Row | None = None
        self._obstacle = ""
        self._tokens: list[Row] = []
        self._work: list[Work] = []
        self._step_labels: list[QLabel] = []
        self._later = QTimer(self, singleShot=True, interval=REPLAN_MS)
        self._later.timeout.connect(self.work_out)
        badges = QHBoxLayout()
        badges.setSpacing(GAP_S)
        self.state = Badge()
        badges.addWidget(self.state)
        badges.addStretch(1)
        self.body.addLayout(badges)
        self.text = label("muted", wrap=True)
        self.body.addWidget(self.text)
        self.form = Form()
        self.token = QComboBox()
        self.form.add("token", self.token, lambda: self.tr("Token"))
        self.models = ModelNames(shell.theme)
        self.form.add(
            "models",
            self.models,
            lambda: self.tr("Models"),
            lambda: self.tr("The first one is what the tool begins with."),
        )
        self.directory = DirectoryLine(shell)
        self.form.add(
            "directory",
            self.directory,
            lambda: self.tr("Project directory"),
            lambda: self.tr("The file is written there."),
        )
        self.form.edited.connect(lambda _name: self._later.start())
        self.body.addWidget(self.form)
        self.problem = Banner()
        self.body.addWidget(self.problem)
        self.changes, self._changes_heading = self._section(lambda: self.tr("What Apply changes"))
        self.new_token = label("small", wrap=True)
        self.new_token.hide()
        self.body.addWidget(self.new_token)
        self.steps, self._steps_heading = self._section(lambda: self.tr("Steps"))
        self.snippets, self._snippets_heading = self._section(lambda: self.tr("By hand"))
        self.body.addStretch(1)
        self.apply = button(shell.theme, "primary")
        self.say(self.apply.setText, lambda: self.tr("Apply"))
        self.say(self.apply.setToolTip, lambda: self.tr("Change the tool's files; they are copied first"))
        self.apply.clicked.connect(self.carry_out)
        self.undo = button(shell.theme, "", "undo")
        self.say(self.undo.setText, lambda: self.tr("Take back"))
        self.say(self.undo.setToolTip, lambda: self.tr("Give the tool back the configuration it had"))
        self.undo.clicked.connect(self.take_back)
        self.footer.addWidget(self.apply)
        self.footer.addWidget(self.undo)
        self.footer.addStretch(1)

    @property
    def tool(self) -> str:
        """The name of the tool that is shown."""
        return self._tool

    def open_tool(self, row: Row, tokens: list[Row], models: list[str]) -> None:
        """Show a tool; of another one nothing of the former is kept."""
        self._tokens = tokens
        self.models.offer(models)
        if row["tool"] != self._tool:
            self._tool, self._plan, self._shown = row["tool"], None, {}
            self.form.fill({"models": [], "directory": ""})
            self._offer_tokens(row)
            for section in (self.changes, self.steps, self.snippets):
                _clear(section)
        self.follow(row)
        self.work_out()
        self.open_panel()

    def follow(self, row: Row) -> None:
        """The tool's state has changed."""
        if row["tool"] != self._tool:
            return
        self.set_title(row["label"])
        self.text.setText(recipe_text(row["text"]))
        self.form.show_field("directory", row["chosen_directory"])
        self.apply.setVisible(row["applicable"])
        self.undo.setVisible(bool(row["applied_at"]))
        self._changes_heading.setVisible(row["applicable"])
        connected = row["points"] == "here" or (row["chosen_directory"] and row["applied_at"])
        if row["applied_at"]:
            when = formats.ago(row["applied_at"])
            self.state.show_state(self.tr("connected {when}").format(when=when), "badge-ok")
        elif connected:
            self.state.show_state(self.tr("connected"), "badge-ok")
        elif row["points"] == "elsewhere":
            self.state.show_state(self.tr("points at {address}").format(address=row["address"]), "badge-warn")
        else:
            self.state.show_state(self.tr("installed") if row["installed"] else self.tr("not found here"), "badge")
        self.problem.tell(row["problem"] or self._obstacle)

    def work_out(self) -> None:
        """Fetch what applying would change, and the texts to copy."""
        self._later.stop()
        for work in self._work:
            work.cancel()
        bridge = self._shell.bridge
        chosen = self._chosen()
        self._work = [bridge.start(bridge.run("connect.show", tool=self._tool, **chosen), self._on_shown, owner=self)]
        directory = self.directory.value()
        needs = not self.form.fields["directory"].box.isHidden()
        self._plan, self._obstacle = None, ""
        self.apply.setEnabled(False)
        if self.apply.isHidden() or (needs and not directory):
            _clear(self.changes)
            self._tell_new_token()
            return
        if needs:
            chosen["directory"] = directory
        self._work.append(
            bridge.start(
                bridge.run("connect.plan", tool=self._tool, **chosen), self._on_plan, self._on_error, owner=self
            )
        )

    def carry_out(self) -> None:
        """Apply what is shown."""
        plan = self._plan
        if plan is None:
            return
        self.apply.setEnabled(False)
        arguments = self._chosen() | {"plan": plan["plan"]}
        if self.directory.value() and not self.form.fields["directory"].box.isHidden():
            arguments["directory"] = self.directory.value()
        bridge = self._shell.bridge
        bridge.start(
            bridge.run("connect.apply", tool=self._tool, **arguments), self._on_applied, self._on_error, owner=self
        )

    def take_back(self) -> None:
        """Give the tool back what it had."""
        self._shell.bridge.start(self._give_back(self._tool), owner=self)

    def retranslate(self) -> None:
        """What is shown is written anew."""
        super().retranslate()
        if self.__dict__.get("_shown"):
            self._name_new_token()
            self.follow(self._shown)
            self._name_steps()
            self._tell_new_token()

    # What comes back

    def _on_shown(self, shown: Row) -> None:
        first, self._shown = not self._shown, shown
        self.follow(shown)
        if first and not self.models.value():
            self.form.fill({"models": shown["models"]})
            self.models.line.setCursorPosition(0)
        _clear(self.steps)
        self._steps_heading.setVisible(bool(shown["steps"]))
        self._step_labels = [label("", wrap=True) for _step in shown["steps"]]
        for step in self._step_labels:
            self.steps.addWidget(step)
        self._name_steps()
        _clear(self.snippets)
        for snippet in shown["snippets"]:
            view = SnippetView(self._shell, snippet)
            view.copied.connect(self._copy)
            self.snippets.addWidget(view)

    def _on_plan(self, plan: Row) -> None:
        self._plan = plan
        self.form.clear_errors()
        self.apply.setEnabled(plan["changes"])
        _clear(self.changes)
        for row in plan["files"]:
            self.changes.addWidget(FileChange(self._shell, row))
        self._tell_new_token()

    def _name_steps(self) -> None:
        for number, (shown, step) in enumerate(zip(self._step_labels, self._shown["steps"], strict=True), start=1):
            shown.setText(f"{number}. {recipe_text(step)}")

    def _tell_new_token(self) -> None:
        plan = self._plan
        issued = plan["new_token"] if plan is not None and plan["changes"] else None
        self.new_token.setText(self.tr("A token named {name} is issued for it.").format(name=issued) if issued else "")
        self.new_token.setVisible(bool(issued))

    def _on_error(self, error: OneApiError) -> None:
        if error_field(error) in self.form.fields:
            # Said while somebody types: the focus stays where it is.
            self.form.mark(self.form.fields[error_field(error)], error_text(error))
        else:
            self._obstacle = str(error)
            self.problem.tell(self._obstacle)
        _clear(self.changes)
        self._tell_new_token()

    def _on_applied(self, answer: Row) -> None:
        tool = answer["tool"]
        self._shell.undo.done(
            self.tr("{tool} now uses this gateway.").format(tool=answer["label"]), lambda: self._give_back(tool)
        )
        if answer["token_made"]:
            self._shell.bridge.start(self._renew_tokens(), owner=self)
        else:
            self.work_out()
        self.changed.emit()

    async def _give_back(self, tool: str) -> None:
        answer = await self._shell.bridge.run("connect.undo", tool=tool)
        kept = [name for file in answer["files"] for name in file["kept"]]
        text = self.tr("{tool} has the configuration it had.").format(tool=answer["label"])
        if kept:
            text = self.tr("{tool}: taken back, but {names} had been changed since and stay as they are.").format(
                tool=answer["label"], names=", ".join(kept)
            )
        self._shell.notices.say(text, "warn" if kept else "ok")
        self.changed.emit()
        if tool == self._tool:
            self.work_out()

    async def _renew_tokens(self) -> None:
        self._tokens = await self._shell.bridge.run("token.list")
        self._offer_tokens(self._shown)
        self.work_out()

    # Tokens

    def _offer_tokens(self, row: Row) -> None:
        usable = [token for token in self._tokens if token["status"] == "enabled"]
        named = [token for token in usable if token["name"] == row["tool"]]
        self.token.blockSignals(True)
        self.token.clear()
        if not named:
            self.token.addItem("", None)
        for token in usable:
            self.token.addItem(token["name"], token["id"])
        self.token.setCurrentIndex(self.token.findData(named[0]["id"]) if named else 0)
        self.token.blockSignals(False)
        self._name_new_token()

    def _name_new_token(self) -> None:
        if self.token.count() and self.token.itemData(0) is None:
            self.token.setItemText(0, self.tr("New token: {name}").format(name=self._tool))

    def _chosen(self) -> dict[str, Any]:
        """Arguments of what is chosen; what is not is left to the recipe."""
        found: dict[str, Any] = {}
        if self.token.currentData() is not None:
            found["token"] = self.token.currentData()
        if self.models.value():
            found["models"] = self.models.value()
        return found

    def _copy(self, title: str) -> None:
        """Copy a snippet with the key in it; without a token one is issued first."""
        self._shell.bridge.start(self._fetch(self._tool, title, self._chosen()), self._shell.copy, owner=self)

    async def _fetch(self, tool: str, title: str, chosen: dict[str, Any]) -> str:
        bridge = self._shell.bridge
        if "token" not in chosen:
            made = await bridge.run("token.add", name=tool, unlimited=True)
            chosen["token"] = made["id"]
            text = self.tr("A token named {name} is issued.").format(name=made["name"])
            self._shell.undo.done(text, lambda: self._revoke(made["id"]))
            if tool == self._tool:
                await self._renew_tokens()
        shown = await bridge.run("connect.show", tool=tool, reveal=True, **chosen)
        return next(str(snippet["text"]) for snippet in shown["snippets"] if snippet["title"] == title)

    async def _revoke(self, token: int) -> None:
        await self._shell.bridge.run("token.revoke", token=token)
        await self._renew_tokens()

    def _section(self, heading: Any) -> tuple[QVBoxLayout, QWidget]:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        name = label("section")
        self.say(name.setText, heading)
        column.addWidget(name)
        inner = QVBoxLayout()
        inner.setSpacing(GAP_M)
        column.addLayout(inner)
        self.body.addWidget(holder)
        return inner, holder


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
