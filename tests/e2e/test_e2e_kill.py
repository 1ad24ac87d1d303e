"""Whatever a client saw finish is on disk, at whatever moment the program is killed.

One data directory over all rounds. In each, clients put load on the real program until it is killed
with SIGKILL at a random moment; after the next start the file is read by plain sqlite3. A run prints
its seed; ``KILL_TEST_SEED`` repeats the random choices of one.
"""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from fake_upstream import FakeUpstream, as_asked
from program import PATIENCE, Gateway, query, read, run, serving

WORKERS = 4
LONG_STREAMS = 2
INPUT_NANO, OUTPUT_NANO = 1_000_000, 2_000_000
TOKENS = {"wide": {"unlimited": True}, "tight": {"budget_usd": 100_000}, "daily": {"unlimited": True}}
MODELS = ("echo", "echo-embedding", "whole-and-streamed")


@dataclass
class Seen:
    """A response that a client saw complete. ``cost`` is None where the client was told no usage."""

    request_id: str
    token: str
    status: int
    stream: bool
    cost: int | None


@dataclass
class Load:
    """Clients of one round and what they saw."""

    url: str
    keys: dict[str, str]
    chance: random.Random
    complete: list[Seen] = field(default_factory=list)
    broken: int = 0
    long: list[str] = field(default_factory=list)

    async def work(self, session: aiohttp.ClientSession) -> None:
        """Request after request until the gateway is gone."""
        while True:
            token, path, body = self._choose()
            try:
                async with session.post(
                    f"{self.url}{path}", json=body, headers={"Authorization": f"Bearer {self.keys[token]}"}
                ) as response:
                    content = await response.read()
            except aiohttp.ClientError:
                self.broken += 1
                return
            stream = bool(body.get("stream")) and response.status == 200
            # Cut bodies raise above; a stream is complete for a client only with its last event.
            if stream and not content.endswith(b"data: [DONE]\n\n"):
                raise AssertionError(f"a stream ended properly without its last event: {content[-300:]!r}")
            request_id = response.headers["x-oneapi-request-id"]
            self.complete.append(Seen(request_id, token, response.status, stream, cost_of(content, stream)))

    async def stay(self, session: aiohttp.ClientSession) -> None:
        """A stream that lasts until the gateway is gone."""
        text = "/pace 20 /repeat 20000 on "
        body = {"model": "echo", "stream": True, "messages": [{"role": "user", "content": text}]}
        headers = {"Authorization": f"Bearer {self.keys['wide']}"}
        try:
            async with session.post(f"{self.url}/chat/completions", json=body, headers=headers) as response:
                self.long.append(response.headers["x-oneapi-request-id"])
                await response.read()
        except aiohttp.ClientError:
            return
        raise AssertionError("a stream of minutes came to its end")

    def _choose(self) -> tuple[str, str, dict[str, Any]]:
        chance = self.chance
        token = chance.choice(list(self.keys))
        model = chance.choice(MODELS)
        if model == "echo-embedding":
            return token, "/embeddings", {"model": model, "input": "word " * chance.randrange(1, 50)}
        text = "word " * chance.randrange(1, 60)
        if chance.random() < 0.05:
            text = "/error 400 code=wrong no"
            model = "echo"
        body: dict[str, Any] = {"model": model, "messages": [{"role": "user", "content": text}], "max_tokens": 100}
        if chance.random() < 0.5:
            body["stream"] = True
            if chance.random() < 0.5:
                body["stream_options"] = {"include_usage": True}
        return token, "/chat/completions", body


def cost_of(content: bytes, stream: bool) -> int | None:
    """The price of the usage an answer tells of; nothing for an error."""
    usages = [orjson.loads(content)] if not stream else []
    for line in content.split(b"\n") if stream else []:
        if line.startswith(b"data: {"):
            usages.append(orjson.loads(line[6:]))
    if not stream and "error" in usages[0]:
        return 0
    for document in usages:
        if usage := document.get("usage"):
            return int(usage["prompt_tokens"] * INPUT_NANO + usage.get("completion_tokens", 0) * OUTPUT_NANO)
    return None


async def noted(gateway: Gateway, load: Load) -> None:
    """Wait until the long streams stand on disk as open."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = {row[0] for row in query(gateway.data_dir, "SELECT request_id FROM open_requests")}
            if len(load.long) == LONG_STREAMS and found >= set(load.long):
                return
            await asyncio.sleep(0.01)


async def one_round(gateway: Gateway, keys: dict[str, str], chance: random.Random) -> Load:
    """Load until the kill."""
    load = Load(gateway.url, keys, chance)
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout) as session:
        async with asyncio.TaskGroup() as group:
            for _ in range(WORKERS):
                group.create_task(load.work(session))
            for _ in range(LONG_STREAMS):
                group.create_task(load.stay(session))
            await noted(gateway, load)
            # The moment is the experiment: nothing the program does tells of it beforehand.
            await asyncio.sleep(chance.uniform(0.0, 0.35))
            gateway.process.kill()
        await asyncio.to_thread(gateway.process.wait, PATIENCE)
    return load


def check_rows(data_dir: Path, loads: list[Load], after: int = 0) -> None:
    """What the clients saw is in the log, in rows beyond the id ``after``; what they saw open is interrupted."""
    columns = "request_id, status, outcome, stream, cost_nano, usage_source, token_name"
    logged = {row[0]: row[1:] for row in query(data_dir, f"SELECT {columns} FROM requests WHERE id > ?", after)}
    for seen in [seen for load in loads for seen in load.complete]:
        assert seen.request_id in logged, f"{seen} was complete for its client and is not in the log"
        status, outcome, stream, cost, source, token = logged[seen.request_id]
        assert (status, token) == (seen.status, seen.token), seen
        if seen.status == 200:
            assert (outcome, bool(stream), source) == ("done", seen.stream, "measured"), seen
            assert cost > 0, seen
        if seen.cost is not None:
            assert cost == seen.cost, seen
    for request_id in [request_id for load in loads for request_id in load.long]:
        assert logged[request_id][:2] == (0, "interrupted"), request_id
        assert logged[request_id][3] == 0, request_id


def check_sums(data_dir: Path) -> None:
    """The file is sound, nothing is left open, and balances and rollups are the sums of the log."""
    assert query(data_dir, "SELECT * FROM open_requests") == []
    assert query(data_dir, "PRAGMA integrity_check") == [("ok",)]
    assert query(data_dir, "PRAGMA foreign_key_check") == []
    for kind, column in ((1, "token_id"), (2, "channel_id"), (3, "user_id")):
        summed = f"SELECT {column}, sum(cost_nano), count(*) FROM requests GROUP BY {column} ORDER BY 1"
        kept = "SELECT ref, used_nano, requests FROM balances WHERE kind = ? AND requests > 0 ORDER BY 1"
        assert query(data_dir, summed) == query(data_dir, kept, kind), column
    per_hour = """SELECT created_at / 3600000, user_id, token_id, channel_id, count(*), sum(cost_nano),
        sum(prompt_tokens), sum(completion_tokens) FROM requests GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"""
    rollup = """SELECT hour, user_id, token_id, channel_id, sum(requests), sum(cost_nano), sum(prompt_tokens),
        sum(completion_tokens) FROM usage_hourly GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"""
    assert query(data_dir, per_hour) == query(data_dir, rollup)


@pytest.fixture
async def upstream() -> AsyncIterator[FakeUpstream]:
    found = await FakeUpstream().start()
    found.script = as_asked()
    yield found
    await found.stop()


def set_up(data_dir: Path, upstream: FakeUpstream) -> dict[str, str]:
    """A channel of the upstream, prices, and tokens; their keys."""
    channel = {"name": "up", "type": "openai-compatible", "base_url": f"{upstream.url}/v1", "key": "sk-upstream12345"}
    document = {
        "channels": [channel | {"models": ["whole-and-streamed"]}],
        "tokens": [{"name": name} | fields for name, fields in TOKENS.items()],
    }
    imported = data_dir.parent / "import.json"
    imported.write_bytes(orjson.dumps(document))
    found = read(data_dir, "import", str(imported))
    for model in MODELS:
        read(data_dir, "price", "set", model, "--input", "1000", "--output", "2000")
    assert run(data_dir, "token", "edit", "daily", "--budget-day-usd", "100000").returncode == 0
    return {token["name"]: token["key"] for token in found["tokens"]}


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize(
    "rounds",
    [
        pytest.param(8, marks=pytest.mark.timeout(300)),
        pytest.param(100, marks=[pytest.mark.slow, pytest.mark.timeout(1200)]),
    ],
    ids=["short", "long"],
)
async def test_nothing_that_a_client_saw_finish_is_lost(data_dir: Path, upstream: FakeUpstream, rounds: int) -> None:
    seed = int(os.environ.get("KILL_TEST_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"KILL_TEST_SEED={seed}")
    chance = random.Random(seed)
    keys = set_up(data_dir, upstream)
    loads: list[Load] = []
    checked = 0
    for _ in range(rounds):
        with serving(data_dir, first=False) as gateway:
            if loads:
                check_rows(data_dir, loads[-1:], checked)
                check_sums(data_dir)
                ((checked,),) = query(data_dir, "SELECT max(id) FROM requests")
                assert "shown as interrupted" in gateway.output
            loads.append(await one_round(gateway, keys, chance))
    with serving(data_dir, first=False) as gateway:
        check_rows(data_dir, loads)
        check_sums(data_dir)
        interrupted = read(data_dir, "request", "list", "--status", "interrupted", "--limit", "1000")
        seen_open = {request_id for load in loads for request_id in load.long}
        assert seen_open <= {row["request_id"] for row in interrupted}
        shown = {token["name"]: token["used_nano_usd"] for token in read(data_dir, "token", "list")}
        logged = dict(query(data_dir, "SELECT token_name, sum(cost_nano) FROM requests GROUP BY 1"))
        assert {name: used for name, used in shown.items() if used} == logged
        assert gateway.stop() == 0
    complete = sum(len(load.complete) for load in loads)
    print(f"{rounds} rounds, {complete} complete, {sum(load.broken for load in loads)} broken")
    assert complete > rounds * 10
    assert sum(load.broken for load in loads) > 0
