"""The compatibility matrix: every client dialect on every upstream dialect, in every situation.

Driven by the registry of dialects: a row whose codec is not part of this build is left out by name. A
feature that a row declares a limit for must be refused or noted as declared; everything else must arrive.
``docs/compatibility.md`` is made from the same rows.
"""

from typing import Any

import orjson
import pytest
from fake_upstream import Exchange, FakeUpstream, chunk, http_head
from gateway_harness import Harness, Start
from matrix_clients import CLIENTS, PICTURE, Client, Seen
from matrix_upstreams import ARGUMENTS, SAYS, STRUCTURED, TEXT, THOUGHT, UPSTREAMS, Upstream

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.dialects.registry import DialectRow, Feature, all_dialects, holds_chats

STREAMED_BY_ADDRESS = frozenset(
    {
        Dialect.BEDROCK_CONVERSE, Dialect.BEDROCK_LLAMA, Dialect.PALM, Dialect.DEEPL, Dialect.DASHSCOPE, Dialect.ZHIPU,
        Dialect.SPARK,
        Dialect.SPARK,
    }
)  # fmt: skip


def model_of(row: DialectRow) -> str:
    """The model a channel of a dialect offers; DeepL's names languages."""
    return "deepl-fr" if row.dialect is Dialect.DEEPL else f"m-{row.dialect.value}"


class Situation:
    """One cell: how the upstream behaves, what the client sends, and what must have come of it."""

    def __init__(self, harness: Harness, fake: FakeUpstream, client: Client, row: DialectRow) -> None:
        self.harness = harness
        self.fake = fake
        self.client = client
        self.row = row
        self.upstream: Upstream = UPSTREAMS[row.dialect]
        self.model = model_of(row)

    async def ask(self, scenario: str, *, stream: bool) -> tuple[int, bytes]:
        path = (self.client.streamed_path if stream else self.client.path).format(model=self.model)
        reply = await self.harness.ask(self.client.body(scenario, self.model, stream), path)
        return reply.status, reply.body

    def script(self, scenario: str, *, cut: bool = False) -> Any:
        """An upstream that says what the scenario needs, streamed when it was asked for a stream."""
        says = SAYS[scenario]

        async def answer(exchange: Exchange) -> None:
            streamed = self.asked_for_stream(exchange)
            if not streamed:
                await exchange.answer(self.upstream.whole(says))
                return
            await exchange.send(http_head(200, {"Content-Type": self.upstream.content_type}, chunked=True))
            pieces = self.upstream.stream(says)
            for piece in pieces[: max(1, len(pieces) // 2)] if cut else pieces:
                await exchange.send(chunk(piece))
            await exchange.end_stream()

        return answer

    def asked_for_stream(self, exchange: Exchange) -> bool:
        if self.row.dialect is Dialect.GEMINI:
            return "streamGenerateContent" in exchange.request.path
        if self.row.dialect in STREAMED_BY_ADDRESS:
            # Their addresses say so, which an adapter writes; here the header does.
            return "event-stream" in exchange.request.headers.get("Accept", "")
        body = exchange.request.json
        return bool(body.get("stream") or body.get("Stream"))

    async def cell(self, feature: Feature) -> str:
        """Play one situation; what the matrix shows: ``ok``, ``refused``, ``noted`` or ``partly``."""
        if feature is Feature.EARLY_ERROR:
            return await self.early_error()
        if feature is Feature.CUT:
            return await self.cut()
        scenario = feature.value
        limit = self.row.limits.get(feature)
        shown = "ok"
        for stream in (False, True):
            self.fake.script = self.script(scenario)
            status, body = await self.ask(scenario, stream=stream)
            if limit is not None and limit.refused:
                assert status == 400, (status, body)
                assert self.client.error_of(orjson.loads(body))
                shown = "refused"
                continue
            assert status == 200, body
            seen = self.client.read_stream(body) if stream else self.client.read(orjson.loads(body))
            assert not seen.error, seen
            if limit is not None and not limit.noted:
                shown = "partly"
                continue
            if limit is not None:
                row = await self.harness.last_row()
                assert orjson.loads(row.notes), f"nothing is noted: {limit.reason}"
                shown = "noted"
                continue
            await self.check(feature, seen, stream=stream)
        return shown

    async def check(self, feature: Feature, seen: Seen, *, stream: bool) -> None:
        sent = self.fake.requests[-1].body
        if self.row.dialect is not Dialect.AIPROXY_LIBRARY or feature is not Feature.IMAGE:
            assert b"marker question" in sent
        if stream:
            assert seen.ended
        match feature:
            case Feature.TOOLS | Feature.PARALLEL_TOOLS:
                assert b"get_weather" in sent
                assert [name for name, _ in seen.calls] == list(SAYS[feature.value].tools)
                assert all(arguments == ARGUMENTS[name] for name, arguments in seen.calls)
            case Feature.IMAGE:
                assert PICTURE[:40].encode() in sent
                assert seen.text == TEXT
            case Feature.REASONING:
                assert seen.reasoning == THOUGHT
                assert seen.text == TEXT
            case Feature.STRUCTURED_OUTPUT:
                assert b"marker_city" in sent
                assert orjson.loads(seen.text) == orjson.loads(STRUCTURED)
            case _:
                assert seen.text == TEXT
        assert seen.finish
        row = await self.harness.last_row()
        assert (seen.prompt, seen.completion) == (row.usage.prompt_tokens, row.usage.completion_tokens)
        if self.upstream.counts:
            assert (seen.prompt, seen.completion) == (10, 5)
        else:
            assert seen.prompt > 0
            assert seen.completion > 0
        assert (row.outcome, row.status, row.dialect) == ("done", 200, self.client.dialect.value)
        assert row.usage_source == ("measured" if self.upstream.counts else "estimated")

    async def early_error(self) -> str:
        async def fail(exchange: Exchange) -> None:
            await exchange.answer(self.upstream.error, 500)

        self.fake.script = fail
        for stream in (False, True):
            status, body = await self.ask("text", stream=stream)
            assert status == 502, (status, body)
            assert "marker failure" in self.client.error_of(orjson.loads(body))
        assert (await self.harness.last_row()).cost_nano == 0
        return "ok"

    async def cut(self) -> str:
        self.fake.script = self.script("text", cut=True)
        status, body = await self.ask("text", stream=True)
        if len(self.upstream.stream(SAYS["text"])) == 1:
            # A whole answer cannot be cut between its events.
            assert status == 200
            return "ok"
        if status != 200:
            assert status == 502, body
            assert self.client.error_of(orjson.loads(body))
            return "ok"
        seen = self.client.read_stream(body)
        assert seen.error or self.row.dialect is Dialect.AIPROXY_LIBRARY, body
        assert seen.ended
        return "ok"


def test_every_dialect_that_holds_chats_is_played() -> None:
    missing = [row.dialect.value for row in all_dialects() if holds_chats(row.dialect) and row.dialect not in UPSTREAMS]
    assert not missing, f"write an upstream in matrix_upstreams.py for {', '.join(missing)}"
    assert [client.dialect for client in CLIENTS] == [row.dialect for row in all_dialects() if row.spoken]


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.dialect.value)
async def test_matrix(start: Start, client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    harness = await start(breaker_failures=1000)
    fake = await harness.upstream()
    rows = [row for row in all_dialects() if holds_chats(row.dialect) and row.dialect in UPSTREAMS]
    left_out = [row.dialect.value for row in all_dialects() if row not in rows]
    for row in rows:
        await harness.channel(
            fake, row.dialect.value, models=[model_of(row)], config={"dialects": row.dialect.value}, auto_disable=False
        )
    shown, failures = [], []
    for row in rows:
        situation, cells = Situation(harness, fake, client, row), []
        for feature in Feature:
            try:
                cells.append(await situation.cell(feature))
            except Exception as error:
                cells.append("FAILED")
                failures.append(f"{client.dialect.value} on {row.dialect.value}, {feature.value}: {error!r}")
        shown.append(f"{row.dialect.value:<18}" + "".join(f"{cell:<9}" for cell in cells))
    with capsys.disabled():
        head = "".join(f"{feature.value[:8]:<9}" for feature in Feature)
        print(f"\n{client.dialect.value} client\n{'':<18}{head}", *shown, sep="\n")
        if left_out:
            print("not here:", ", ".join(left_out))
    assert not failures, "\n".join(failures)
