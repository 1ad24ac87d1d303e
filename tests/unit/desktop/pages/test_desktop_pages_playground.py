"""The page Playground: asking, streaming, stopping, comparing, replaying, as a person does it."""

from pathlib import Path
from typing import Any

import pytest
from desktop_program import Program
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest

from oneapi_desktop.desktop.pages.playground import PlaygroundPage
from oneapi_desktop.desktop.pages.playground_lane import Lane
from oneapi_desktop.desktop.pages.playground_message import MessageView
from oneapi_desktop.desktop.pages.playground_pictures import LARGEST, picture_of, png_of, read_picture
from oneapi_desktop.desktop.widgets.markdown_view import MarkdownView
from oneapi_desktop.domain.errors import InvalidInput


@pytest.fixture
async def page(program: Program) -> PlaygroundPage:
    shown = await program.show("playground", model="echo")
    assert isinstance(shown, PlaygroundPage)
    await program.until(lambda: shown.lanes[0].model.currentText() == "echo" and not shown._wanted)
    return shown


def picture(colour: str = "#A05CC9") -> QImage:
    made = QImage(40, 30, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def write(page: PlaygroundPage, text: str) -> None:
    page.composer.field.setPlainText(text)


def answers(lane: Lane) -> list[MessageView]:
    return [view for view in lane.views if view.role == "assistant"]


async def asked(program: Program, page: PlaygroundPage, text: str, **pressed: Any) -> MessageView:
    """What came of asking something."""
    write(page, text)
    QTest.keyClick(page.composer.field, Qt.Key.Key_Return)
    await program.until(lambda: answers(page.lanes[0]) and not page.lanes[0].busy)
    return answers(page.lanes[0])[-1]


async def test_an_answer_is_shown_timed_and_billed(program: Program, page: PlaygroundPage) -> None:
    answer = await asked(program, page, "Which **dialects**?")
    assert answer.text == "Which **dialects**?"
    assert answer.view.toPlainText() == "Which dialects?"
    assert page.composer.text == ""
    await program.until(lambda: answer.bill is not None)
    assert "ms" in answer.facts.text()
    assert "tokens in" in answer.facts.text()
    assert "$" in answer.facts.text()
    (row,) = await program.run("request.list")
    assert (row["model"], row["token"], row["status"]) == ("echo", "first", 200)


async def test_what_was_said_before_goes_along(program: Program, page: PlaygroundPage) -> None:
    await asked(program, page, "one")
    answer = await asked(program, page, "two")
    assert answer.text == "two"
    assert [view.text for view in page.lanes[0].views] == ["one", "one", "two", "two"]
    assert '"content": "one"' in answer.request["body"]


async def test_text_appears_while_it_comes_and_can_be_stopped(program: Program, page: PlaygroundPage) -> None:
    write(page, "/pace 50\n" + "word " * 400)
    page.composer.send.click()
    (answer,) = answers(page.lanes[0])
    await program.until(lambda: answer.view.toPlainText().count("word") > 2)
    assert page.lanes[0].busy
    assert page.composer.stop.isVisible()
    assert not page.composer.send.isEnabled()
    page.composer.stop.click()
    await program.until(lambda: not page.lanes[0].busy)
    assert page.composer.stop.isHidden()
    assert answer.facts.text() == "Stopped"
    assert 2 < answer.text.count("word") < 400
    await program.until(lambda: program.bridge.open_requests == 0)
    assert (await asked(program, page, "again")).text == "again"


async def test_escape_stops_and_shift_enter_breaks_the_line(program: Program, page: PlaygroundPage) -> None:
    field = page.composer.field
    QTest.keyClicks(field, "/delay 60000")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field, "hello")
    assert field.toPlainText() == "/delay 60000\nhello"
    QTest.keyClick(field, Qt.Key.Key_Return)
    await program.until(lambda: program.bridge.open_requests == 1)
    assert answers(page.lanes[0])[0].facts.text().startswith("Waiting")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    await program.until(lambda: not page.lanes[0].busy)
    await program.until(lambda: program.bridge.open_requests == 0)


async def test_refusals_of_the_gateway_are_shown_in_its_words(program: Program, page: PlaygroundPage) -> None:
    answer = await asked(program, page, "/error 429 slow down")
    assert answer.error.isVisible()
    assert "slow down" in answer.error.toPlainText()
    page.lanes[0].choose("no-such-model")
    answer = await asked(program, page, "hello")
    assert "no-such-model" in answer.error.toPlainText()


async def test_what_is_wrong_stands_beside_its_field_and_the_message_comes_back(
    program: Program, page: PlaygroundPage
) -> None:
    page.do_parameters()
    page.panel.form.fields["temperature"].put("hot")
    page.panel.close_panel()
    write(page, "hello")
    page.composer.send.click()
    error = page.panel.form.fields["temperature"].error
    await program.until(error.isVisible)
    assert "number" in error.text()
    assert page.composer.text == "hello"
    assert page.lanes[0].views == []
    page.panel.form.fields["temperature"].put("0.5")
    answer = await asked(program, page, "hello")
    assert '"temperature": 0.5' in answer.request["body"]


async def test_nothing_is_sent_without_text_or_model(program: Program, page: PlaygroundPage) -> None:
    page.composer.send.click()
    assert page.composer.problem.isVisible()
    write(page, "hello")
    assert page.composer.problem.isHidden()
    page.lanes[0].choose("")
    page.composer.send.click()
    assert page.lanes[0].problem.isVisible()
    assert page.composer.text == "hello"
    assert page.lanes[0].views == []


@pytest.mark.parametrize("number", range(5))
async def test_every_dialect_can_be_chosen(program: Program, page: PlaygroundPage, number: int) -> None:
    await program.until(lambda: page.dialect.count() == 5)
    page.dialect.setCurrentIndex(number)
    answer = await asked(program, page, "hello")
    assert answer.text == "hello"
    row = await program.run("request.show", request=answer.request_id)
    assert row["dialect"] == page.dialect.currentData()


async def test_two_models_are_asked_at_once(program: Program, page: PlaygroundPage) -> None:
    program.handed.commands.run("playground.compare")
    assert page.lanes[1].isVisible()
    assert page.compare.isChecked()
    page.lanes[1].choose("no-such-model")
    await asked(program, page, "hello")
    await program.until(lambda: not page.lanes[1].busy)
    assert answers(page.lanes[0])[0].text == "hello"
    assert answers(page.lanes[1])[0].error.isVisible()
    page.compare.click()
    assert page.lanes[1].isHidden()
    assert not page.compare.isChecked()
    await asked(program, page, "again")
    assert len(page.lanes[0].views) == 4
    assert len(page.lanes[1].views) == 2


async def test_the_request_and_its_answer_as_sent(program: Program, page: PlaygroundPage) -> None:
    answer = await asked(program, page, "hello")
    answer.details.click()
    panel = page.panel
    assert panel.isVisible()
    key = (await program.run("token.show", token="first", reveal=True))["key"]
    shown = "\n".join(
        part.toPlainText() for part in (panel.sent_headers, panel.sent.view, panel.came_headers, panel.came.view)
    )
    assert program.bridge.status.root_url in panel.address.text()
    assert '"model": "echo"' in shown
    assert "x-oneapi-request-id" in shown
    assert "data: [DONE]" in shown
    assert key not in shown
    assert panel.status.text() == "200"
    QGuiApplication.clipboard().clear()
    panel.sent.copy.click()
    assert '"model": "echo"' in QGuiApplication.clipboard().text()
    await program.until(panel.more.isEnabled)
    panel.more.click()
    assert program.window.page.row.name == "requests"


async def test_reasoning_is_shown_on_demand(program: Program, page: PlaygroundPage) -> None:
    answer = await asked(program, page, "/reasoning let me see\nhello")
    assert answer.text == "hello"
    assert answer.reasoning_text.isHidden()
    answer.thought.click()
    assert answer.reasoning_text.toPlainText() == "let me see"
    call = await asked(program, page, '/tool look {"at": 1}\nhello')
    assert call.calls.toPlainText() == 'look({"at": 1})'


async def test_a_new_conversation_and_the_way_back(program: Program, page: PlaygroundPage) -> None:
    await asked(program, page, "hello")
    page.new()
    assert page.lanes[0].views == []
    assert page.lanes[0].empty.isVisible()
    program.handed.undo.take_back()
    await program.until(lambda: len(page.lanes[0].views) == 2)
    assert page.lanes[0].messages[1]["text"] == "hello"


async def test_what_is_written_stays_when_the_page_is_left(program: Program, page: PlaygroundPage) -> None:
    write(page, "half a")
    program.window.go("tokens")
    program.window.go("playground")
    assert page.composer.text == "half a"


async def test_pictures_are_attached_pasted_and_taken_out(
    program: Program, page: PlaygroundPage, tmp_path: Path
) -> None:
    picture().save(str(tmp_path / "one.png"))
    (tmp_path / "two.png").write_text("no picture at all")
    page.composer.attach_files([str(tmp_path / "one.png")])
    await program.until(lambda: len(page.composer.pictures) == 1)
    data = QMimeData()
    data.setImageData(picture("#0E8A6D"))
    page.composer.field.insertFromMimeData(data)
    await program.until(lambda: len(page.composer.pictures) == 2)
    page.composer._chips.itemAt(1).widget().click()
    assert len(page.composer.pictures) == 1
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "two.png"))])
    page.composer.field.insertFromMimeData(files)
    await program.until(page.composer.problem.isVisible)
    assert "two.png" in page.composer.problem.text()
    answer = await asked(program, page, "what is it")
    assert page.lanes[0].views[0].images
    assert "image_url" in answer.request["body"]
    assert page.composer.pictures == []


def test_pictures_of_any_kind_become_what_dialects_take(tmp_path: Path) -> None:
    picture().save(str(tmp_path / "one.bmp"))
    picture().save(str(tmp_path / "one.jpg"))
    assert read_picture(tmp_path / "one.bmp")["media_type"] == "image/png"
    assert read_picture(tmp_path / "one.jpg")["media_type"] == "image/jpeg"
    assert png_of(picture())["media_type"] == "image/png"
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_picture(tmp_path / "none.png")
    with pytest.raises(InvalidInput, match="larger"):
        picture_of(b"\0" * (LARGEST + 1), "big.png")


async def test_a_request_of_the_ledger_is_sent_again(program: Program, page: PlaygroundPage) -> None:
    await asked(program, page, "one")
    answer = await asked(program, page, "two")
    body = answer.request["body"]
    page.new()
    program.window.go("requests")
    program.handed.go("playground", request=1, model="echo", token="first", dialect="openai-chat", body=body)
    await program.until(lambda: page.composer.text == "two")
    assert [view.text for view in page.lanes[0].views] == ["one", "one"]
    assert (await asked(program, page, page.composer.text)).text == "two"


async def test_a_test_request_is_one_click(program: Program) -> None:
    overview = await program.show("overview")
    await program.until(overview.empty.button.isVisible)  # type: ignore[attr-defined]
    overview.empty.button.click()  # type: ignore[attr-defined]
    page = program.window.page
    assert isinstance(page, PlaygroundPage)
    await program.until(lambda: answers(page.lanes[0]) and not page.lanes[0].busy)
    (answer,) = answers(page.lanes[0])
    assert answer.answer["status"] == 200
    assert answer.text == program.bridge.settings.test_prompt


async def test_without_a_token_or_a_model_the_page_says_what_to_do(program: Program, page: PlaygroundPage) -> None:
    token = (await program.run("token.list"))[0]["id"]
    await program.run("token.revoke", token=token)
    await program.until(page.no_token.isVisible)
    write(page, "hello")
    page.composer.send.click()
    assert page.composer.problem.isVisible()
    for channel in await program.run("channel.list"):
        await program.run("channel.remove", channel=channel["id"])
    await program.until(page.empty.isVisible)
    page.empty.button.click()
    assert program.window.page.row.name == "channels"


async def test_markdown_of_others_is_harmless(
    program: Program, page: PlaygroundPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "oneapi_desktop.desktop.widgets.markdown_view.QDesktopServices.openUrl",
        lambda url: opened.append(url.toString()),
    )
    picture().save(str(tmp_path / "secret.png"))
    secret = QUrl.fromLocalFile(str(tmp_path / "secret.png"))
    view = MarkdownView(program.handed.theme)
    view.show_markdown(f"![x]({secret.toString()}) <script>x</script> [a](file:///etc/passwd) [b](https://example.com)")
    assert "<script>" in view.toPlainText()
    assert view.loadResource(2, secret) is None
    for address in ("file:///etc/passwd", "javascript:alert(1)", "https://example.com"):
        view.anchorClicked.emit(QUrl(address))
    assert opened == ["https://example.com"]
    view.show_markdown("x" * 300_000)
    assert len(view.toPlainText()) == 300_000


async def test_long_words_wrap_instead_of_being_cut(program: Program, page: PlaygroundPage) -> None:
    answer = await asked(program, page, "/error 400 " + "x" * 400)
    await program.until(lambda: answer.error.width() > 0)
    assert answer.width() <= page.lanes[0].area.viewport().width()
    assert answer.error.height() >= 2 * answer.error.fontMetrics().lineSpacing()


async def test_the_end_stays_in_view_unless_somebody_reads_above(program: Program, page: PlaygroundPage) -> None:
    await asked(program, page, "line\n\n" * 60)
    bar = page.lanes[0].area.verticalScrollBar()
    await program.until(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    write(page, "/pace 30\n" + "word\n\n" * 60)
    page.composer.send.click()
    await program.until(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.setValue(0)
    before = bar.maximum()
    await program.until(lambda: bar.maximum() > before)
    assert bar.value() == 0
    page.do_stop()
    await program.until(lambda: not page.lanes[0].busy)
