"""The page Models & prices: what can be called, own prices, unpriced models, ratios of groups."""

import pytest
from desktop_program import Program

from oneapi_desktop.desktop.pages.models import ModelsPage


@pytest.fixture
async def page(program: Program) -> ModelsPage:
    await program.run(
        "channel.add", type="openai", key="sk-" + "a" * 40, name="work", models=["gpt-4o", "nobody-knows"],
        model_mapping={"gpt-4o": "gpt-4o-2024-08-06"},
    )  # fmt: skip
    shown = await program.show("models")
    assert isinstance(shown, ModelsPage)
    await program.until(lambda: "gpt-4o" in names(shown))
    return shown


def names(page: ModelsPage) -> list[str]:
    return [str(page.model.index(row, 0).data()) for row in range(page.model.rowCount())]


def told(page: ModelsPage, model: str, column: str) -> str:
    place = [one.key for one in page.model.columns].index(column)
    return str(page.model.index(names(page).index(model), place).data())


async def choose(program: Program, page: ModelsPage, model: str) -> None:
    page.open(model=model)
    await program.until(lambda: page.panel.isVisible() and page.panel.row is not None)


async def test_every_model_with_channels_price_and_source(program: Program, page: ModelsPage) -> None:
    assert {"echo", "gpt-4o", "nobody-knows"} <= set(names(page))
    assert told(page, "gpt-4o", "channels") == "work"
    assert told(page, "gpt-4o", "input").startswith("$")
    assert told(page, "gpt-4o", "source") == "price list"
    assert told(page, "nobody-knows", "input") == "–"
    assert told(page, "nobody-knows", "source") == "unpriced"
    assert page.unpriced.text() == "1 unpriced"
    page.unpriced.click()
    assert names(page) == ["nobody-knows"]
    page.unpriced.click()
    page.search.setText("work")
    page.search.returnPressed.emit()
    assert names(page) == ["gpt-4o", "nobody-knows"]
    assert page.count.text() == "2 models"


async def test_an_own_price_is_set_and_taken_back_and_that_undone(program: Program, page: ModelsPage) -> None:
    await choose(program, page, "gpt-4o")
    fields = page.panel.form.fields
    output = told(page, "gpt-4o", "output")
    assert fields["input"].value() == ""
    fields["input"].put("7.5")
    page.panel.save.click()
    await program.until(lambda: told(page, "gpt-4o", "source") == "your own")
    assert told(page, "gpt-4o", "input") == "$7.50"
    assert told(page, "gpt-4o", "output") == output
    assert fields["input"].value() == "7.5"
    page.panel.take_back.click()
    await program.until(lambda: program.handed.undo.step is not None)
    await program.until(lambda: told(page, "gpt-4o", "source") == "price list")
    program.handed.undo.take_back()
    await program.until(lambda: told(page, "gpt-4o", "input") == "$7.50")


async def test_an_own_rate_that_is_emptied_is_taken_back(program: Program, page: ModelsPage) -> None:
    await program.run("price.set", model="nobody-knows", input="1", output="2", reasoning="3")
    await program.until(lambda: told(page, "nobody-knows", "source") == "your own")
    await choose(program, page, "nobody-knows")
    page.panel.form.fields["reasoning"].put("")
    page.panel.save.click()
    await program.until(lambda: told(page, "nobody-knows", "reasoning") == "–")
    (row,) = await program.run("price.list", model="nobody-knows")
    assert row["rates_usd"] == {"input": 1, "output": 2}


async def test_a_bad_amount_is_refused_beside_its_field(program: Program, page: ModelsPage) -> None:
    await choose(program, page, "nobody-knows")
    field = page.panel.form.fields["per_image"]
    field.put("cheap")
    page.panel.save.click()
    await program.until(lambda: field.error.text())
    assert field.value() == "cheap"
    assert told(page, "nobody-knows", "source") == "unpriced"


async def test_what_an_upstream_calls_the_model_is_told(program: Program, page: ModelsPage) -> None:
    await choose(program, page, "gpt-4o")
    shown = " ".join(label.text() for label in page.panel.facts.findChildren(type(page.count)))
    assert "gpt-4o-2024-08-06" in shown
    assert "price list" in shown


async def test_ratios_of_groups(program: Program, page: ModelsPage) -> None:
    page.open(groups=True)
    panel = page.groups
    await program.until(lambda: "default" in panel.lines.boxes)
    panel.form.fields["group"].put("two words")
    panel.add.click()
    await program.until(lambda: panel.form.fields["group"].error.text())
    panel.form.fields["group"].put("family")
    panel.form.fields["ratio"].put("0.5")
    panel.add.click()
    await program.until(lambda: "family" in panel.lines.boxes)
    box = panel.lines.boxes["family"]
    box.setText("lots")
    box.editingFinished.emit()
    errors = [one for one in panel.lines.findChildren(type(page.count)) if one.property("kind") == "field-error"]
    await program.until(lambda: any(one.isVisible() and one.text() for one in errors))
    box.setText("0.25")
    box.editingFinished.emit()
    await program.until(lambda: program.handed.undo.step is not None)
    assert {"group": "family", "ratio": 0.25} in await program.run("price.groups")
    program.handed.undo.take_back()
    await program.until(lambda: box.text() == "0.5")
