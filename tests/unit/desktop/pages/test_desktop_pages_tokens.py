"""The page Tokens: issuing, editing, switching, revoking and sharing, as a person does it."""

import pytest
from desktop_program import Program
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from oneapi_desktop.desktop.pages.tokens import TokensPage


@pytest.fixture
async def page(program: Program) -> TokensPage:
    shown = await program.show("tokens")
    assert isinstance(shown, TokensPage)
    await program.until(lambda: shown.model.rowCount() == 1)
    return shown


def write(page: TokensPage, **values: object) -> None:
    for name, value in values.items():
        page.panel.form.fields[name].put(value)


def texts(page: TokensPage) -> list[str]:
    return [str(page.model.index(row, 0).data()) for row in range(page.model.rowCount())]


async def issued(program: Program, page: TokensPage, **values: object) -> dict[str, object]:
    """A token issued through the panel."""
    before = page.model.rowCount()
    page.new()
    write(page, **values)
    page.panel.save.click()
    await program.until(lambda: page.model.rowCount() == before + 1)
    assert page.panel.row is not None
    return page.panel.row


async def test_a_token_is_issued_and_its_key_shown(program: Program, page: TokensPage) -> None:
    program.handed.commands.run("tokens.new")
    assert page.panel.isVisible()
    row = await issued(
        program, page, name="phone", budget_usd="2.50", budget_day_usd="0.5", models=["echo"],
        expires_at="30d", subnet="127.0.0.0/8", rpm=5,
    )  # fmt: skip
    stored = await program.run("token.show", token=row["id"], reveal=True)
    assert (stored["budget_nano_usd"], stored["budget_day_usd"]) == (2_500_000_000, 0.5)
    assert (stored["models"], stored["subnet"], stored["rpm"]) == (["echo"], "127.0.0.0/8", 5)
    assert stored["expires_at"] is not None
    assert page.panel.key.line.text() == stored["key"]
    assert page.panel.fresh.isVisible()
    page.panel.close_panel()
    page.panel.edit(row)
    assert stored["key"] not in page.panel.key.line.text()


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(program: Program, page: TokensPage) -> None:
    page.new()
    write(page, name="x", budget_usd="a lot", subnet="10.0.0.0/8")
    page.panel.save.click()
    fields = page.panel.form.fields
    await program.until(lambda: fields["budget_usd"].error.text())
    assert "dollars" in fields["budget_usd"].error.text() or "amount" in fields["budget_usd"].error.text()
    assert fields["subnet"].value() == "10.0.0.0/8"
    program.window.go("channels")
    program.window.go("tokens")
    assert fields["budget_usd"].value() == "a lot"
    write(page, budget_usd="1", expires_at="yesterday-ish")
    page.panel.save.click()
    await program.until(lambda: fields["expires_at"].error.text())
    assert not fields["budget_usd"].error.text()
    assert page.model.rowCount() == 1


async def test_only_what_changed_is_saved(program: Program, page: TokensPage) -> None:
    row = await issued(program, page, name="tool", budget_usd="1", budget_week_usd="3")
    await program.run("token.edit", token=row["id"], rpm=7)
    await program.until(lambda: page.panel.row is not None and page.panel.row["rpm"] == 7)
    write(page, unlimited=True, budget_week_usd="", name="tool 2")
    page.panel.save.click()
    await program.until(lambda: "tool 2" in texts(page))
    stored = await program.run("token.show", token=row["id"])
    assert (stored["unlimited"], stored["budget_week_usd"], stored["rpm"]) == (True, None, 7)
    write(page, unlimited=False)
    page.panel.save.click()
    await program.until(lambda: page.panel.form.fields["budget_usd"].error.text())
    write(page, budget_usd="4")
    page.panel.save.click()
    await program.until(lambda: not page.panel.form.dirty)
    assert (await program.run("token.show", token=row["id"]))["budget_usd"] == 4


async def test_the_switch_and_its_undo(program: Program, page: TokensPage) -> None:
    row = await issued(program, page, name="tool", unlimited=True)
    index = page.model.index_of(row["id"])
    page.model.setData(index, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    await program.until(lambda: program.handed.undo.step is not None)
    assert (await program.run("token.show", token=row["id"]))["status"] == "disabled"
    program.handed.undo.take_back()
    await program.until(lambda: page.model.rows[-1]["status"] == "enabled")


async def test_revoking_can_be_taken_back_until_it_is_final(program: Program, page: TokensPage) -> None:
    row = await issued(program, page, name="tool", unlimited=True)
    page.table.choose_row(row["id"])
    page.table.removal.emit(page.table.selected_rows())
    assert "tool" not in texts(page)
    assert not page.panel.isVisible()
    page.refresh()
    program.handed.undo.take_back()
    await program.until(lambda: "tool" in texts(page))
    assert (await program.run("token.show", token=row["id"]))["status"] == "enabled"
    page.table.removal.emit([row])
    await program.handed.undo.finish()
    assert (await program.run("token.show", token=row["id"]))["status"] == "revoked"
    page.refresh()
    await program.until(lambda: "tool" not in texts(page))


async def test_the_key_is_seen_and_copied_on_demand(program: Program, page: TokensPage) -> None:
    (first,) = page.model.rows
    key = (await program.run("token.show", token=first["id"], reveal=True))["key"]
    page.open(token=first["id"])
    line = page.panel.key.line
    assert key not in line.text()
    page.panel.key.eye.click()
    await program.until(lambda: line.text() == key)
    page.panel.key.eye.click()
    assert key not in line.text()
    QGuiApplication.clipboard().clear()
    page.panel.key.copy.click()
    await program.until(lambda: QGuiApplication.clipboard().text() == key)
    page.panel.key.eye.click()
    await program.until(lambda: line.text() == key)
    page.panel.close_panel()
    assert key not in line.text()


async def test_the_share_card_needs_sharing(program: Program, page: TokensPage) -> None:
    (first,) = page.model.rows
    page.open(token=first["id"], card=True)
    card = page.panel.card
    await program.until(lambda: card.problem.isVisible())
    assert "not shared" in card.problem.text.text()
    card.problem.button.click()
    assert program.window.page.row.name == "connect"


async def test_models_are_ticked_off_in_a_menu(program: Program, page: TokensPage) -> None:
    page.new()
    models = page.panel.form.models
    await program.until(lambda: models.choose.isEnabled())
    models.set_value(["of my own", "echo"])
    actions = {action.text(): action for action in models.menu().actions()}
    assert actions["echo"].isChecked()
    assert actions["of my own"].isChecked()
    actions["echo"].toggle()
    actions["echo-image"].toggle()
    assert models.value() == ["of my own", "echo-image"]


async def test_searching_and_the_menu_of_a_row(program: Program, page: TokensPage) -> None:
    row = await issued(program, page, name="phone of Aya", unlimited=True)
    page.search.setText("aya")
    page.search.returnPressed.emit()
    assert texts(page) == ["phone of Aya"]
    actions = {action.text(): action for action in page.menu_of([row]).actions() if action.text()}
    actions["Show its requests"].trigger()
    assert program.window.page.row.name == "requests"
    program.window.go("tokens")
    QGuiApplication.clipboard().clear()
    actions["Copy the key"].trigger()
    key = (await program.run("token.show", token=row["id"], reveal=True))["key"]
    await program.until(lambda: QGuiApplication.clipboard().text() == key)


async def test_states_are_words_not_only_colours(program: Program, page: TokensPage) -> None:
    await issued(program, page, name="tool", budget_usd="0")
    column = [column.key for column in page.model.columns].index("state")
    assert [page.model.index(row, column).data() for row in range(2)] == ["active", "spent"]
