"""The gateway's memory of responses."""

import pytest
from openai.types.responses import ResponseItemList

from oneapi_desktop.dialects import openai_chat, openai_responses
from oneapi_desktop.dialects.conversation import (
    Capabilities,
    ReasoningPart,
    Seal,
    SealFamily,
    SealKind,
    ToolCall,
)
from oneapi_desktop.dialects.seals import wrap
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.services.schedule import Schedule
from oneapi_desktop.services.stored_responses import StoredResponseService
from oneapi_desktop.services.workspace import Workspace

SEAL = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "sig", "claude")
TOKEN, OTHER = 1, 2


@pytest.fixture
def responses(workspace: Workspace) -> StoredResponseService:
    return workspace.responses


def message(id: str, text: str) -> dict:
    content = [{"type": "output_text", "text": text, "annotations": []}]
    return {"id": id, "type": "message", "role": "assistant", "status": "completed", "content": content}


def answer(id: str, *items: dict, status: str = "completed") -> dict:
    return {"id": id, "object": "response", "status": status, "output": list(items)}


async def test_an_answer_is_found_until_it_is_deleted(responses: StoredResponseService):
    told = answer("resp_1", message("msg_1", "hi"))
    await responses.save({"input": "hello"}, told, TOKEN, 7)
    assert await responses.get("resp_1", TOKEN) == told
    assert await responses.delete("resp_1", TOKEN) == {"id": "resp_1", "object": "response", "deleted": True}
    for call in (responses.get, responses.delete, responses.input_items, responses.cancel):
        with pytest.raises(RequestError) as caught:
            await call("resp_1", TOKEN)
        assert (caught.value.kind, caught.value.param) == (ErrorKind.NOT_FOUND, "id")


async def test_nobody_else_sees_an_answer(responses: StoredResponseService):
    await responses.save({"input": "hello"}, answer("resp_1"), TOKEN, 7)
    for call in (responses.get, responses.delete, responses.input_items, responses.cancel):
        with pytest.raises(RequestError, match="no response"):
            await call("resp_1", OTHER)
    assert await responses.recall({"previous_response_id": "resp_1", "input": "x"}, OTHER) is None
    assert await responses.get("resp_1", TOKEN)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"input": "x", "store": False}, answer("resp_1")),
        ({"input": "x"}, answer("resp_1", status="failed")),
        ({"input": "x"}, answer("resp_1", status="queued")),
        ({"input": "x"}, {"status": "completed"}),
    ],
)
async def test_what_is_not_kept(responses: StoredResponseService, body, told):
    await responses.save(body, told, TOKEN, 7)
    with pytest.raises(RequestError):
        await responses.get("resp_1", TOKEN)


async def test_the_owner_may_switch_keeping_off(workspace: Workspace, responses: StoredResponseService):
    await workspace.stored_settings.set("stored_response_days", "0")
    assert not responses.keeps({"input": "x"})
    await responses.save({"input": "x"}, answer("resp_1"), TOKEN, 7)
    with pytest.raises(RequestError):
        await responses.get("resp_1", TOKEN)


async def test_input_is_told_in_pages_of_whole_items(responses: StoredResponseService):
    items = [
        {"role": "user", "content": "one"},
        {"role": "assistant", "content": "two"},
        {"role": "user", "content": [{"type": "input_text", "text": "three"}]},
        {"type": "function_call_output", "call_id": "c", "output": "four", "status": "completed"},
        {"type": "message", "id": "msg_5", "role": "user", "content": [{"type": "input_text", "text": "five"}]},
    ]
    await responses.save({"input": items}, answer("resp_1"), TOKEN, 7)
    whole = await responses.input_items("resp_1", TOKEN, newest_first=False)
    ResponseItemList.model_validate(whole)
    assert [item["type"] for item in whole["data"]] == ["message"] * 3 + ["function_call_output", "message"]
    assert whole["data"][0]["content"] == [{"type": "input_text", "text": "one"}]
    assert whole["data"][1]["content"] == [{"type": "output_text", "text": "two", "annotations": []}]
    ids = [item["id"] for item in whole["data"]]
    assert (ids[-1], ids[3][:4], whole["has_more"]) == ("msg_5", "fco_", False)
    newest = await responses.input_items("resp_1", TOKEN, limit=2)
    assert ([item["id"] for item in newest["data"]], newest["has_more"]) == (ids[:2:-1], True)
    rest = await responses.input_items("resp_1", TOKEN, after=newest["last_id"], limit=3)
    assert ([item["id"] for item in rest["data"]], rest["has_more"]) == (ids[2::-1], False)
    none = await responses.input_items("resp_1", TOKEN, after=ids[0])
    assert (none["data"], none["first_id"], none["has_more"]) == ([], "", False)
    for wrong in ({"limit": 0}, {"limit": 101}, {"after": "unknown"}):
        with pytest.raises(RequestError) as caught:
            await responses.input_items("resp_1", TOKEN, **wrong)
        assert (caught.value.kind, caught.value.param) == (ErrorKind.INVALID_REQUEST, next(iter(wrong)))


async def test_only_what_runs_can_be_cancelled(responses: StoredResponseService):
    await responses.save({"input": "x"}, answer("resp_1"), TOKEN, 7)
    with pytest.raises(RequestError, match="background") as caught:
        await responses.cancel("resp_1", TOKEN)
    assert caught.value.kind is ErrorKind.INVALID_REQUEST


async def test_a_conversation_goes_on_where_it_was(responses: StoredResponseService):
    thought = {
        "id": "rs_1",
        "type": "reasoning",
        "summary": [{"type": "summary_text", "text": "t"}],
        "encrypted_content": wrap(SEAL),
    }
    call = {
        "id": "fc_1",
        "type": "function_call",
        "call_id": "c",
        "name": "f",
        "arguments": "{}",
        "status": "completed",
    }
    first = {"model": "m", "input": "weather?", "instructions": "be brief"}
    await responses.save(first, answer("resp_1", thought, call), TOKEN, 7)
    result = [{"type": "function_call_output", "call_id": "c", "output": "rain"}]
    second = {"model": "m", "input": result, "previous_response_id": "resp_1"}
    recalled = await responses.recall(second, TOKEN)
    assert (recalled.previous_id, recalled.channel_id, recalled.upstream) == ("resp_1", 7, False)
    request = openai_responses.parse_request(recalled.body)
    # Instructions are not inherited.
    assert (request.system, request.service.previous_response_id) == ((), "")
    asked, made, told = request.turns
    assert asked.parts[0].text == "weather?"
    assert isinstance(made.parts[0], ReasoningPart)
    assert (made.parts[0].seal, type(made.parts[1])) == (SEAL, ToolCall)
    assert told.parts[0].text == "rain"
    body, _ = openai_chat.build_request(request, Capabilities())
    assert [m["role"] for m in body["messages"]] == ["user", "assistant", "tool"]
    await responses.save(second, answer("resp_2", message("msg_2", "It rains.")), TOKEN, 8, upstream=True)
    third = await responses.recall({"model": "m", "input": "thanks", "previous_response_id": "resp_2"}, TOKEN)
    assert (third.channel_id, third.upstream) == (8, True)
    assert len(openai_responses.parse_request(third.body).turns) == 5


async def test_references_to_items_are_resolved(responses: StoredResponseService):
    await responses.save({"input": "x"}, answer("resp_1", message("msg_1", "hi"), message("msg_2", "ho")), TOKEN, 7)
    told = [
        {"role": "user", "content": "x"},
        {"type": "item_reference", "id": "msg_1"},
        {"id": "msg_2"},
        {"type": "item_reference", "id": "elsewhere"},
    ]
    recalled = await responses.recall({"model": "m", "input": told}, TOKEN)
    assert [item["id"] for item in recalled.body["input"][1:]] == ["msg_1", "msg_2", "elsewhere"]
    assert [item["type"] for item in recalled.body["input"][1:]] == ["message", "message", "item_reference"]
    assert recalled.channel_id == 0
    assert await responses.recall({"model": "m", "input": told}, OTHER) is None
    assert await responses.recall({"model": "m", "input": told[:1]}, TOKEN) is None
    assert await responses.recall({"model": "m", "input": "x", "previous_response_id": "unknown"}, TOKEN) is None
    both = {"model": "m", "previous_response_id": "resp_1", "input": [told[1], {"role": "user", "content": "y"}]}
    items = (await responses.recall(both, TOKEN)).body["input"]
    assert [item.get("id") for item in items].count("msg_1") == 1
    assert items[-1]["content"] == [{"type": "input_text", "text": "y"}]


@pytest.mark.parametrize("value", [None, 5, {}, [5, None, {}], [{"type": 7}], ""])
async def test_nonsense_is_left_to_the_dialect(responses: StoredResponseService, value):
    await responses.save({"input": value}, answer("resp_1", {"type": "x"}), TOKEN, 7)
    assert await responses.recall({"input": value, "previous_response_id": 5}, TOKEN) is None
    recalled = await responses.recall({"input": value, "previous_response_id": "resp_1"}, TOKEN)
    assert recalled.previous_id == "resp_1"


async def test_the_schedule_forgets_what_is_old(workspace: Workspace, responses: StoredResponseService):
    await responses.save({"input": "x"}, answer("resp_1"), TOKEN, 7)
    schedule = Schedule(workspace)
    assert "stored responses" in await schedule.run_due()
    assert await responses.get("resp_1", TOKEN)
    await workspace.database.write(lambda db: db.execute("UPDATE stored_responses SET created_at = 0"))
    assert await responses.prune() == 1
    with pytest.raises(RequestError):
        await responses.get("resp_1", TOKEN)


async def test_what_was_said_cannot_be_read_in_the_file(workspace: Workspace, responses: StoredResponseService):
    await responses.save(
        {"input": "my purple plan"}, answer("resp_1", message("msg_1", "your purple answer")), TOKEN, 7
    )
    await workspace.database.flush()
    files = workspace.directory.database.parent.glob(f"{workspace.directory.database.name}*")
    content = b"".join(path.read_bytes() for path in files)
    assert b"resp_1" in content
    assert b"purple" not in content
    assert (await responses.get("resp_1", TOKEN))["output"][0]["content"][0]["text"] == "your purple answer"
