"""Languages: catalogues are complete and current, and a switch reaches every text at once."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from desktop_program import Program
from PySide6.QtWidgets import QApplication, QLabel

from oneapi_desktop.desktop.i18n import LANGUAGES, Language, Translated, chosen_language
from oneapi_desktop.services.resource_files import resource_directory

ROOT = Path(__file__).resolve().parents[3]
CATALOGUES = sorted(resource_directory("translations").glob("*.ts"))


def texts(catalogue: Path) -> set[tuple[str, str]]:
    """Every context and text of a catalogue."""
    return {
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in ET.parse(catalogue).getroot().iter("context")
        for message in context.iter("message")
    }


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=[path.stem for path in CATALOGUES])
def test_nothing_is_left_to_translate(catalogue: Path) -> None:
    missing = []
    for message in ET.parse(catalogue).getroot().iter("message"):
        translation = message.find("translation")
        assert translation is not None
        assert translation.get("type") != "vanished", f"unused: {message.findtext('source')}"
        if catalogue.stem.endswith("_en") and message.get("numerus") != "yes":
            continue
        forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        if translation.get("type") == "unfinished" or not all(forms):
            missing.append(message.findtext("source"))
    assert not missing


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=[path.stem for path in CATALOGUES])
def test_translations_keep_the_placeholders(catalogue: Path) -> None:
    for message in ET.parse(catalogue).getroot().iter("message"):
        wanted = sorted(re.findall(r"\{\w+\}|%n", message.findtext("source", "")))
        translation = message.find("translation")
        assert translation is not None
        for text in [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]:
            if text:
                assert sorted(re.findall(r"\{\w+\}|%n", text)) == wanted, text


def test_the_catalogues_hold_the_texts_of_the_sources(tmp_path: Path) -> None:
    """What the sources say now is what the catalogues have: nothing new, nothing unused."""
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    sources = sorted((ROOT / "oneapi_desktop" / "desktop").rglob("*.py"))
    fresh = tmp_path / "all.ts"
    subprocess.run([tool, "-silent", "-locations", "none", *sources, "-ts", fresh], check=True)
    for name in LANGUAGES:
        kept = set().union(*(texts(path) for path in CATALOGUES if path.stem.endswith(f"_{name}")))
        assert kept == texts(fresh), "run 'python3 dev.py translations' and translate what it lists"


def test_the_setting_chooses_and_the_system_is_the_default() -> None:
    assert chosen_language("zh_cn") == "zh_CN"
    assert chosen_language("ja") == "ja"
    assert chosen_language("system") in LANGUAGES


def test_texts_follow_a_switch(application: QApplication) -> None:
    class Greeting(Translated):
        def __init__(self) -> None:
            super().__init__()
            self.label = QLabel(self)
            self.gone = QLabel(self)
            self.say(self.label.setText, lambda: application.translate("Page", "Tokens"))
            self.say(self.gone.setText, lambda: application.translate("Page", "Channels"))

    language, greeting = Language(application), Greeting()
    greeting.gone.deleteLater()
    seen = []
    for name in ("zh_cn", "ja", "en"):
        language.choose(name)
        QApplication.sendPostedEvents()
        seen.append(greeting.label.text())
    assert seen == ["令牌", "トークン", "Tokens"]


async def test_pages_and_rail_follow_a_switch(program: Program) -> None:
    page = await program.show("channels")
    program.desktop.language.choose("zh_cn")
    await program.until(lambda: page.accessibleName() == "渠道")
    assert program.window.rail.state.text() == "服务中"
    assert program.handed.commands.action("app.quit").text() == "退出"
