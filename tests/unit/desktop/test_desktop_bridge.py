"""Operations, changes and state as pages see them."""

import asyncio

import pytest
import shiboken6
from desktop_program import Program, until
from PySide6.QtCore import QObject

from oneapi_desktop.desktop.bridge import GatewayState, error_field, error_text
from oneapi_desktop.domain.errors import Conflict, InvalidInput, OneApiError


async def test_what_is_asked_before_the_start_waits_for_it(closed_program: Program, program: Program) -> None:
    assert [row["name"] for row in await program.run("channel.list")] == ["echo"]
    assert program.bridge.status.state is GatewayState.SERVING
    assert program.bridge.status.base_url.startswith("http://127.0.0.1:")
    assert program.bridge.status.root_url + "/v1" == program.bridge.status.base_url


async def test_a_bad_field_arrives_with_its_name(program: Program) -> None:
    with pytest.raises(InvalidInput) as caught:
        await program.run("token.add", name="x", budget_usd="much")
    assert error_field(caught.value) == "budget_usd"
    assert "budget_usd" not in error_text(caught.value)


async def test_work_calls_back_and_its_errors_do_too(program: Program) -> None:
    owner, done, wrong = QObject(), [], []
    program.bridge.start(program.run("channel.list"), done.append, owner=owner)
    program.bridge.start(program.run("channel.show", channel=99), done.append, wrong.append, owner=owner)
    await until(lambda: done and wrong)
    assert done[0][0]["name"] == "echo"
    assert isinstance(wrong[0], OneApiError)


async def test_an_error_nobody_takes_is_told(program: Program) -> None:
    told: list[OneApiError] = []
    program.bridge.failed.connect(told.append)
    program.bridge.start(program.run("channel.show", channel=99), owner=program.window)
    await until(lambda: told)
    assert "99" in str(told[0])


@pytest.mark.allow_warnings("the window could not finish something")
async def test_a_fault_of_ours_is_told_without_its_details(program: Program) -> None:
    async def broken() -> None:
        raise ZeroDivisionError("secret")

    told: list[OneApiError] = []
    program.bridge.start(broken(), None, told.append, owner=program.window)
    await until(lambda: told)
    assert "secret" not in str(told[0])


async def test_work_ends_with_its_owner(program: Program) -> None:
    owner, called, cancelled = QObject(), [], asyncio.Event()

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    work = program.bridge.start(endless(), called.append, called.append, owner=owner)
    await asyncio.sleep(0)
    shiboken6.delete(owner)
    await asyncio.wait_for(cancelled.wait(), 10)
    await until(lambda: not work.running)
    assert not called


async def test_changes_come_in_batches_while_the_owner_lives(program: Program) -> None:
    owner, batches = QObject(), []
    program.bridge.watch("tokens", batches.append, owner)
    ids = {(await program.run("token.add", name=f"t{n}", unlimited=True))["id"] for n in range(5)}
    await until(lambda: batches and ids <= frozenset().union(*batches))
    shiboken6.delete(owner)
    count = len(batches)
    changed: list[str] = []
    program.bridge.changed.connect(lambda table, _ids: changed.append(table))
    await program.run("token.add", name="late", unlimited=True)
    await until(lambda: "tokens" in changed)
    assert len(batches) == count


async def test_pausing_refuses_new_requests_and_resuming_takes_them(program: Program) -> None:
    program.bridge.pause()
    assert program.bridge.status.state is GatewayState.PAUSED
    program.bridge.resume()
    assert program.bridge.status.state is GatewayState.SERVING


async def test_a_refused_start_says_what_to_do(closed_program: Program) -> None:
    async def refuse() -> None:
        raise Conflict("port 3000 is taken; port 3001 is free")

    assert not await closed_program.bridge.open(refuse)
    assert closed_program.bridge.status.state is GatewayState.FAILED
    assert "3001" in closed_program.bridge.status.problem
    with pytest.raises(Conflict):
        await closed_program.run("channel.list")


async def test_a_channel_switched_off_by_the_gateway_degrades_it(program: Program) -> None:
    gateway = program.bridge._gateway
    assert gateway is not None
    await gateway.workspace.channels.disable_automatically(1, "401: wrong key")
    await until(lambda: program.bridge.status.state is GatewayState.DEGRADED)
    assert program.bridge.status.ailing == 1


def seen_states(program: Program) -> list[GatewayState]:
    """Every state from now on; some last a few milliseconds only."""
    states: list[GatewayState] = []
    program.bridge.status_changed.connect(lambda status: states.append(status.state))
    return states


async def test_a_restart_has_the_files_to_itself_and_comes_back(program: Program) -> None:
    states = seen_states(program)
    again: list[bool] = []
    program.bridge.restarted.connect(lambda: again.append(True))
    before = await program.run("token.list")

    def between() -> int:
        assert program.bridge.status.state is GatewayState.STOPPING
        return 42

    asked = asyncio.ensure_future(program.bridge.restart(between))
    await until(lambda: states)
    with pytest.raises(Conflict, match="try again"):
        await program.bridge.restart()
    # What is asked meanwhile waits.
    assert await program.run("token.list") == before
    assert await asked == 42
    assert again == [True]
    assert states == [GatewayState.STOPPING, GatewayState.STARTING, GatewayState.SERVING]


async def test_a_restart_is_carried_to_its_end_without_its_caller(program: Program) -> None:
    states = seen_states(program)
    asked = asyncio.ensure_future(program.bridge.restart())
    await until(lambda: states)
    asked.cancel()
    await until(lambda: states[-1] is GatewayState.SERVING)
    assert await program.bridge.restart() is None


async def test_what_fails_between_leaves_a_gateway_that_serves(program: Program) -> None:
    def broken() -> None:
        raise OneApiError("the backup is no good")

    with pytest.raises(OneApiError, match="no good"):
        await program.bridge.restart(broken)
    assert program.bridge.status.state is GatewayState.SERVING


async def test_closing_waits_for_a_restart(program: Program) -> None:
    states = seen_states(program)
    asked = asyncio.ensure_future(program.bridge.restart())
    await until(lambda: states)
    await program.bridge.close()
    assert asked.done() or await asked is None
    with pytest.raises(Conflict):
        await program.run("token.list")
