"""Undo: what was done is taken back, what is postponed happens once, and before the end."""

from desktop_program import Program, until

from oneapi_desktop.domain.errors import OneApiError


async def test_a_step_is_taken_back_by_the_shortcut_s_command(program: Program) -> None:
    undo, said = program.handed.undo, []

    async def take_back() -> None:
        said.append("back")

    assert not program.handed.commands.action("edit.undo").isEnabled()
    undo.done("Channel x was switched off", take_back)
    program.handed.commands.run("edit.undo")
    await until(lambda: said == ["back"])
    assert undo.step is None
    program.handed.commands.run("edit.undo")
    assert said == ["back"]


async def test_a_postponed_step_is_done_when_another_follows_and_at_the_end(program: Program) -> None:
    undo, said = program.handed.undo, []

    def step(name: str) -> None:
        async def commit() -> None:
            said.append(f"{name} done")

        async def take_back() -> None:
            said.append(f"{name} back")

        undo.postpone(f"{name} was removed", commit, take_back)

    step("a")
    step("b")
    await until(lambda: said == ["a done"])
    await undo.finish()
    assert said == ["a done", "b done"]
    step("c")
    undo.take_back()
    await until(lambda: said[-1] == "c back")


async def test_a_postponed_step_that_fails_is_shown_as_it_was(program: Program) -> None:
    said: list[str] = []
    program.bridge.failed.connect(lambda error: said.append(str(error)))

    async def commit() -> None:
        raise OneApiError("the keyring is locked")

    async def take_back() -> None:
        said.append("back")

    program.handed.undo.postpone("x was removed", commit, take_back)
    program.handed.undo.settle()
    await until(lambda: said == ["the keyring is locked", "back"])
