"""The detail panel of a request: why it was slow, dear or wrong."""

import json
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.bridge import Work
from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP
from oneapi_desktop.desktop.pages.requests_columns import LEFT, status_text, status_tone
from oneapi_desktop.desktop.pages.requests_facts import BillLines, Fact, Facts, Section
from oneapi_desktop.desktop.pages.requests_waterfall import Waterfall
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_S
from oneapi_desktop.desktop.widgets.buttons import CopyButton, button
from oneapi_desktop.desktop.widgets.labels import Badge, BadgeKind, label, restyle
from oneapi_desktop.desktop.widgets.reflow import Flow
from oneapi_desktop.desktop.widgets.side_panel import SidePanel
from oneapi_desktop.domain.money import MILLION, usd_to_nano

BODY_HEIGHT = 160
BADGES: dict[str, BadgeKind] = {
    "ok": "badge-ok",
    "warn": "badge-warn",
    "fail": "badge-fail",
    "muted": "badge",
    "accent": "badge-accent",
}

KINDS = {
    "input": QT_TRANSLATE_NOOP("RequestKinds", "Input"),
    "cached input": QT_TRANSLATE_NOOP("RequestKinds", "Cached input"),
    "cache write": QT_TRANSLATE_NOOP("RequestKinds", "Written to the cache"),
    "audio input": QT_TRANSLATE_NOOP("RequestKinds", "Audio input"),
    "image input": QT_TRANSLATE_NOOP("RequestKinds", "Image input"),
    "output": QT_TRANSLATE_NOOP("RequestKinds", "Output"),
    "reasoning": QT_TRANSLATE_NOOP("RequestKinds", "Reasoning"),
    "audio output": QT_TRANSLATE_NOOP("RequestKinds", "Audio output"),
    "image output": QT_TRANSLATE_NOOP("RequestKinds", "Image output"),
    "image": QT_TRANSLATE_NOOP("RequestKinds", "Images"),
    "audio": QT_TRANSLATE_NOOP("RequestKinds", "Audio"),
    "characters": QT_TRANSLATE_NOOP("RequestKinds", "Characters"),
    "request": QT_TRANSLATE_NOOP("RequestKinds", "Request"),
}
"""Lines of a bill (``services.bill``) by kind."""

USAGE = {
    "prompt_tokens": QT_TRANSLATE_NOOP("RequestKinds", "Prompt"),
    "cached_tokens": QT_TRANSLATE_NOOP("RequestKinds", "of these from the cache"),
    "cache_write_tokens": QT_TRANSLATE_NOOP("RequestKinds", "of these written to the cache"),
    "audio_prompt_tokens": QT_TRANSLATE_NOOP("RequestKinds", "of these audio"),
    "image_prompt_tokens": QT_TRANSLATE_NOOP("RequestKinds", "of these images"),
    "completion_tokens": QT_TRANSLATE_NOOP("RequestKinds", "Answer"),
    "reasoning_tokens": QT_TRANSLATE_NOOP("RequestKinds", "of these reasoning"),
    "audio_completion_tokens": QT_TRANSLATE_NOOP("RequestKinds", "of these audio"),
    "image_completion_tokens": QT_TRANSLATE_NOOP("RequestKinds", "of these images"),
    "images": QT_TRANSLATE_NOOP("RequestKinds", "Images made"),
    "audio_milliseconds": QT_TRANSLATE_NOOP("RequestKinds", "Audio"),
    "characters": QT_TRANSLATE_NOOP("RequestKinds", "Characters"),
}
"""What was used (``request.show``), in the order it is told."""

SOURCES = {
    "owner": QT_TRANSLATE_NOOP("RequestKinds", "your own price"),
    "one-api": QT_TRANSLATE_NOOP("RequestKinds", "imported from One API"),
    "genai-prices": QT_TRANSLATE_NOOP("RequestKinds", "the catalogue genai-prices"),
    "built-in": QT_TRANSLATE_NOOP("RequestKinds", "built in"),
}
"""Where a price came from."""


class RequestDetail(SidePanel):
    """``narrowed(name, value)``: the person wants only requests of this model, token or channel.
    The buttons below run the commands ``requests.replay`` and ``requests.copy_curl``."""

    narrowed = Signal(str, object)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.theme)
        self._shell = shell
        self._work: Work | None = None
        self._bodies: Work | None = None
        self.shown: dict[str, Any] = {}
        """What is shown: the answer of ``request.explain``."""
        self.capture: dict[str, Any] | None = None
        badges = Flow()
        self.status, self.measured, self.streamed, self.attempts = Badge(), Badge(), Badge(), Badge()
        for badge in (self.status, self.measured, self.streamed, self.attempts):
            badges.add(badge)
        self.body.addWidget(badges)
        self.error = label("fail", wrap=True)
        self.error.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.body.addWidget(self.error)
        self.waterfall = Waterfall(shell.theme)
        self.time_note = label("small", wrap=True)
        self.time = self._section(lambda: self.tr("Time"), self.waterfall, self.time_note)
        self.route = Facts(shell.theme)
        self.route_section = self._section(lambda: self.tr("Route"), self.route)
        self.bill = BillLines(shell.theme)
        self.bill_note = label("small", wrap=True)
        self.cost = self._section(lambda: self.tr("Cost"), self.bill, self.bill_note)
        self.usage = Facts(shell.theme)
        self.usage_section = self._section(lambda: self.tr("Tokens"), self.usage)
        self.facts = Facts(shell.theme)
        self._section(lambda: self.tr("Request"), self.facts)
        self.notes = label("", wrap=True)
        self.notes_section = self._section(lambda: self.tr("Translated between dialects"), self.notes)
        self.sent, self.answered = _BodyView(shell), _BodyView(shell)
        self.bodies = self._section(lambda: self.tr("Bodies, without keys"), self.sent, self.answered)
        self.body.addStretch(1)
        self.replay = button(shell.theme, "", "play")
        self.say(self.replay.setText, lambda: self.tr("Replay"))
        self.curl = button(shell.theme, "", "console")
        self.say(self.curl.setText, lambda: self.tr("Copy as curl"))
        for part, name in ((self.replay, "requests.replay"), (self.curl, "requests.copy_curl")):
            shell.commands.dress(part, name)
            self.footer.addWidget(part)
        self.footer.addStretch(1)

    def explain(self, request: int | str) -> None:
        """Fetch and show a request, by row id or request id; what is shown stays until it is here."""
        for work in (self._work, self._bodies):
            if work is not None:
                work.cancel()
        self._work = self._shell.bridge.start(
            self._shell.bridge.run("request.explain", request=request), self.show_detail, owner=self
        )

    def show_detail(self, found: dict[str, Any]) -> None:
        """Show an answer of ``request.explain``."""
        if not self.shown or self.shown["id"] != found["id"]:
            self.capture = None
            self.bodies.hide()
        self.shown = found
        self.set_title(found["model"] or found["endpoint"])
        self._show_badges(found)
        told = " · ".join(part for part in (found["error_code"], found["error"]) if part)
        self.error.setText(told)
        self.error.setVisible(bool(told))
        restyle(self.error, "muted" if found["status"] == LEFT else "fail")
        self._show_time(found)
        self._show_route(found)
        self._show_bill(found)
        self._show_usage(found)
        self._show_facts(found)
        self.notes.setText("\n".join(_note(note) for note in found["notes"]))
        self.notes_section.setVisible(bool(found["notes"]))
        if found["captured"] and self.capture is None:
            bridge = self._shell.bridge
            self._bodies = bridge.start(
                bridge.run("request.capture", request=found["id"]), self._show_bodies, owner=self
            )

    def retranslate(self) -> None:
        """What is shown is written anew."""
        super().retranslate()
        if self.__dict__.get("shown"):
            self.show_detail(self.shown)

    def _section(self, heading: Any, *parts: QWidget) -> Section:
        made = Section()
        self.say(made.heading.setText, heading)
        for part in parts:
            made.body.addWidget(part)
        self.body.addWidget(made)
        return made

    def _show_badges(self, found: dict[str, Any]) -> None:
        outcomes = {
            "done": self.tr("answered"),
            "failed": self.tr("failed"),
            "refused": self.tr("refused"),
            "cancelled": self.tr("client left"),
            "interrupted": self.tr("cut off"),
        }
        status = found["status"]
        word = outcomes.get(found["outcome"], found["outcome"])
        number = "" if found["outcome"] in ("cancelled", "interrupted") else f"{status_text(status)} "
        self.status.show_state(f"{number}{word}", BADGES[status_tone(status)])
        sources: dict[str, tuple[str, BadgeKind, str]] = {
            "measured": (self.tr("measured"), "badge-ok", self.tr("The upstream told how many tokens it counted.")),
            "estimated": (
                self.tr("estimated"),
                "badge-warn",
                self.tr("The upstream told no usage: tokens were counted here."),
            ),
            "unknown": (
                self.tr("not counted"),
                "badge",
                self.tr("The request ended before anything could be counted."),
            ),
        }
        text, kind, hint = sources.get(found["usage_source"], (found["usage_source"], "badge", ""))
        self.measured.show_state(text, kind)
        self.measured.setToolTip(hint)
        self.streamed.show_state(self.tr("streamed"), "badge")
        self.streamed.setVisible(found["stream"])
        self.attempts.show_state(self.tr("%n attempts", "", found["attempts"]), "badge-warn")
        self.attempts.setVisible(found["attempts"] > 1)

    def _show_time(self, found: dict[str, Any]) -> None:
        self.waterfall.show_phases(found["timeline"])
        self.time.setVisible(bool(found["timeline"]))
        self.time_note.setText(
            self.tr("{total} in all, {first} to the first token, {overhead} spent by the gateway").format(
                total=formats.duration(found["duration_ms"]),
                first=formats.duration(found["ttft_ms"]),
                overhead=formats.duration(found["overhead_ms"]),
            )
        )

    def _show_route(self, found: dict[str, Any]) -> None:
        facts = []
        for step in found["route"]:
            if not isinstance(step, dict):
                continue
            channel = str(step.get("channel", ""))
            if "result" in step:
                fine = step["result"] == "ok"
                text = self.tr("answered") if fine else str(step["result"])
                if isinstance(step.get("ms"), int | float):
                    text = f"{text} · {formats.duration(step['ms'])}"
                facts.append(Fact(channel, text, "ok" if fine else "fail"))
            else:
                reason = str(step.get("skipped") or "")
                facts.append(Fact(channel, self.tr("not tried: {reason}").format(reason=reason), "muted"))
        self.route.show_facts(facts)
        self.route_section.setVisible(bool(facts))

    def _show_bill(self, found: dict[str, Any]) -> None:
        bill = found["bill"]
        lines = [
            (_kind(KINDS, row["kind"]), formats.number(row["units"]), self._price(row), _dollars(row["usd"]))
            for row in bill["lines"]
        ]
        sums = []
        if bill["ratio"] != 1 and bill["before_ratio_usd"] is not None:
            sums.append((self.tr("Sum"), _dollars(bill["before_ratio_usd"])))
            sums.append((self.tr("Group ratio"), f"× {formats.number(bill['ratio'], 4).rstrip('0').rstrip('.,')}"))
        sums.append((self.tr("Charged"), formats.money(bill["total_nano_usd"], exact=True)))
        self.bill.show_lines(lines, sums)
        self.bill_note.setText(self._bill_note(bill))
        self.bill_note.setVisible(bool(self.bill_note.text()))

    def _price(self, row: dict[str, Any]) -> str:
        """A line's price in the unit people know: a million tokens, one image, a second."""
        rate = row["nano_usd_per_million"]
        match row["unit"]:
            case "image" | "request":
                return f"× {formats.money(rate // MILLION, exact=True)}"
            case "ms":
                return self.tr("× {price} a second").format(price=formats.money(rate // 1000, exact=True))
        return self.tr("× {price} / 1M").format(price=formats.money(rate, exact=True))

    def _bill_note(self, bill: dict[str, Any]) -> str:
        notes = []
        if bill["usage_source"] == "unknown":
            notes.append(self.tr("Nothing was charged: the request ended before anything could be counted."))
        elif bill["price_source"] == "unpriced":
            notes.append(self.tr("No price was known for this model, so it was recorded at $0."))
        elif not bill["agrees"]:
            notes.append(self.tr("What was charged stands, but today's price gives another amount."))
        elif bill["usage_source"] == "estimated":
            notes.append(self.tr("The upstream told no usage: tokens were counted here."))
        source = SOURCES.get(bill["price_source"] or "")
        if source and bill["usage_source"] != "unknown":
            told = _translate(source)
            dated = self.tr("Price: {source}, {date}") if bill["price_date"] else self.tr("Price: {source}")
            notes.append(dated.format(source=told, date=bill["price_date"]))
        return "\n".join(notes)

    def _show_usage(self, found: dict[str, Any]) -> None:
        usage = found["usage"]
        shown = [name for name in USAGE if usage.get(name)]
        facts = [
            Fact(
                _kind(USAGE, name),
                formats.duration(usage[name]) if name == "audio_milliseconds" else formats.number(usage[name]),
            )
            for name in shown
        ]
        self.usage.show_facts(facts)
        self.usage_section.setVisible(bool(facts))

    def _show_facts(self, found: dict[str, Any]) -> None:
        only = self.tr("Show only these")
        facts = [
            Fact(self.tr("Time"), formats.moment(found["created_at"], seconds=True)),
            Fact(self.tr("Model"), found["model"], act=lambda: self.narrowed.emit("model", found["model"]), hint=only),
            Fact(
                self.tr("Token"), found["token"], act=lambda: self.narrowed.emit("token", found["token_id"]), hint=only
            ),
        ]
        if found["channel"]:
            facts.append(
                Fact(
                    self.tr("Channel"), found["channel"],
                    act=lambda: self.narrowed.emit("channel", found["channel_id"]), hint=only,
                )
            )  # fmt: skip
        if found["upstream_model"] and found["upstream_model"] != found["model"]:
            facts.append(Fact(self.tr("Sent as"), found["upstream_model"]))
        facts += [
            Fact(self.tr("Dialect"), f"{found['dialect']} · {found['endpoint']}"),
            Fact(self.tr("Client"), found["client_address"] or formats.NOTHING),
            Fact(self.tr("Request id"), found["request_id"], copied=True, hint=self.tr("Copy the request id")),
        ]
        self.facts.show_facts(facts)

    def _show_bodies(self, capture: dict[str, Any] | None) -> None:
        self.capture = capture
        self.bodies.setVisible(capture is not None)
        if capture is None:
            return
        self.sent.show_body(self.tr("Sent"), capture["request"])
        self.answered.show_body(self.tr("Answered"), capture["response"])


class _BodyView(QWidget):
    """One body, indented if it is JSON, with a button that copies it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._text = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        head = QHBoxLayout()
        self.name = label("small")
        self.copy = CopyButton(shell.theme, lambda: self._text)
        head.addWidget(self.name, 1)
        head.addWidget(self.copy)
        column.addLayout(head)
        self.view = QPlainTextEdit()
        self.view.setReadOnly(True)
        self.view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.view.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.view.setTabChangesFocus(True)
        self.view.setFixedHeight(BODY_HEIGHT)
        column.addWidget(self.view)

    def show_body(self, name: str, body: dict[str, Any]) -> None:
        """Show a body of ``request.capture``."""
        size = QCoreApplication.translate("RequestKinds", "{name} · {bytes} bytes · {type}").format(
            name=name, bytes=formats.number(body["bytes"]), type=body["content_type"] or formats.NOTHING
        )
        if body["cut"]:
            size = f"{size} · {QCoreApplication.translate('RequestKinds', 'cut')}"
        self.name.setText(size)
        self.view.setAccessibleName(name)
        self.copy.name_it(QCoreApplication.translate("RequestKinds", "Copy this body"))
        self._text = _indented(body["text"]) if body["text"] is not None else ""
        self.view.setPlainText(self._text or QCoreApplication.translate("RequestKinds", "(no text)"))


def _indented(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text
    except RecursionError:
        return text


def _note(note: Any) -> str:
    """A conversion note as one line."""
    if not isinstance(note, dict):
        return str(note)
    return " · ".join(str(value) for value in note.values() if value not in (None, ""))


def _dollars(text: str) -> str:
    """An amount that an operation wrote out, in the locale's form."""
    return formats.money(usd_to_nano(text), exact=True)


def _kind(names: dict[str, str], kind: str) -> str:
    return _translate(names[kind]) if kind in names else kind


def _translate(source: str) -> str:
    return QCoreApplication.translate("RequestKinds", source)
