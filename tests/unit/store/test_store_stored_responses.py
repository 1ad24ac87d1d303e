"""Responses kept for their callers."""

from dataclasses import replace

from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories import StoredItem, StoredResponse, StoredResponseRepository


def stored(id: str, previous: str = "", *, token: int = 1, at: int = 1000) -> StoredResponse:
    """A response with one item in and one out, named after it."""
    items = [StoredItem(f"in_{id}", False, b"in_" + id.encode()), StoredItem(f"out_{id}", True, b"out_" + id.encode())]
    return StoredResponse(id, token, 7, False, previous, at, b"whole " + id.encode(), items)


async def test_a_response_is_found_by_its_own_token_only(database: Database):
    repository = StoredResponseRepository(database)
    await repository.add(stored("a"))
    assert await repository.get("a", 1) == replace(stored("a"), items=())
    assert await repository.get("a", 2) is None
    assert await repository.get("b", 1) is None
    assert await repository.input_items("a", 1) == [b"in_a"]
    assert await repository.input_items("a", 2) is None
    assert await repository.conversation("a", 2) == []
    assert await repository.item("out_a", 1) == b"out_a"
    assert await repository.item("out_a", 2) is None
    assert not await repository.delete("a", 2)
    assert await repository.delete("a", 1)
    assert await repository.get("a", 1) is None
    assert await repository.item("out_a", 1) is None
    assert not await repository.delete("a", 1)


async def test_a_conversation_is_told_from_its_beginning(database: Database):
    repository = StoredResponseRepository(database)
    await repository.add(stored("a"))
    await repository.add(stored("b", "a"))
    await repository.add(stored("other", "a"))
    await repository.add(stored("c", "b"))
    items = await repository.conversation("c", 1)
    assert items == [b"in_a", b"out_a", b"in_b", b"out_b", b"in_c", b"out_c"]
    await repository.delete("a", 1)
    assert await repository.conversation("c", 1) == [b"in_b", b"out_b", b"in_c", b"out_c"]


async def test_a_chain_that_bites_its_tail_ends(database: Database):
    repository = StoredResponseRepository(database)
    await repository.add(stored("a", "b"))
    await repository.add(stored("b", "a"))
    assert len(await repository.conversation("a", 1)) <= 2000


async def test_a_chain_never_leaves_its_token(database: Database):
    repository = StoredResponseRepository(database)
    await repository.add(stored("a", token=2))
    await repository.add(stored("b", "a"))
    assert await repository.conversation("b", 1) == [b"in_b", b"out_b"]


async def test_an_id_kept_again_is_replaced_but_never_another_tokens(database: Database):
    repository = StoredResponseRepository(database)
    await repository.add(stored("a"))
    again = replace(stored("a"), items=[StoredItem("new", False, b"new")])
    await repository.add(again)
    assert await repository.input_items("a", 1) == [b"new"]
    await repository.add(stored("a", token=2))
    assert await repository.get("a", 2) is None
    assert await repository.input_items("a", 1) == [b"new"]


async def test_what_is_old_or_too_much_is_forgotten(database: Database):
    repository = StoredResponseRepository(database)
    for number in range(4):
        await repository.add(stored(f"r{number}", at=1000 + number))
    assert await repository.prune(1001, 10**9) == 1
    assert [await repository.get(f"r{n}", 1) is not None for n in range(4)] == [False, True, True, True]
    size = await database.read(lambda db: db.execute("SELECT bytes FROM stored_responses LIMIT 1").fetchone()[0])
    assert await repository.prune(0, 2 * size) == 1
    assert [await repository.get(f"r{n}", 1) is not None for n in range(4)] == [False, False, True, True]
    assert await repository.prune(0, 0) == 2
    assert await database.read(lambda db: db.execute("SELECT count(*) FROM stored_items").fetchone()[0]) == 0


async def test_adding_up_sizes_reads_the_index_alone(database: Database):
    plan = await database.read(
        lambda db: db.execute(
            "EXPLAIN QUERY PLAN SELECT created_at, bytes FROM stored_responses ORDER BY created_at DESC"
        ).fetchall()
    )
    assert "COVERING INDEX stored_responses_by_time" in str(plan)
