"""The model itself: events and wholes, counts, seals' acceptance, notes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ANTHROPIC, CHAT, answers, chat_usages, law, usages

from oneapi_desktop.dialects.conversation import (
    AudioDelta,
    AudioPart,
    Base64Source,
    Candidate,
    Capabilities,
    ChatResponse,
    Citation,
    CitationKind,
    DialectError,
    Ended,
    Failed,
    Finished,
    FinishReason,
    ImagePart,
    ImplicitParts,
    LogProbs,
    NativePart,
    Notes,
    OpenKind,
    PartFinished,
    PartStarted,
    ReasoningDelta,
    ReasoningPart,
    RefusalPart,
    ResponseAssembler,
    Seal,
    SealFamily,
    SealKind,
    Started,
    TextDelta,
    TextPart,
    TokenUsage,
    ToolCall,
    UsageReport,
    WholePart,
    count,
    disconnected,
    fold,
    settled,
    unfold,
)
from oneapi_desktop.domain.usage import Usage

SEAL = Seal(SealFamily.GOOGLE, SealKind.THOUGHT_SIGNATURE, "c2ln", "gemini-4", "abc")


@law
@given(st.sampled_from([CHAT, ANTHROPIC]).flatmap(answers))
def test_fold_undoes_unfold(answer):
    assert fold(unfold(answer)) == answer


def test_every_kind_of_part_survives_the_events():
    parts = (
        ReasoningPart(("eins", "", "zwei"), seal=SEAL),
        TextPart("ab", (Citation(CitationKind.URL, "https://example.org"),), "commentary", SEAL),
        TextPart(""),
        ImagePart(Base64Source("aGk=", "image/png")),
        AudioPart(Base64Source("aGk="), transcript="hi", id="a1"),
        NativePart(ANTHROPIC, "server_tool_use", {"type": "server_tool_use"}),
        RefusalPart("nein"),
        ToolCall("c", "f", '{"a":1}', seal=SEAL),
    )
    logprobs = ({"token": "ab", "logprob": -0.1},)
    finish = Finished(FinishReason.TOOL_CALLS, 1)
    answer = ChatResponse("i", "m", 5, (Candidate(parts), Candidate((), finish, logprobs)), TokenUsage(1))
    assert fold(unfold(answer)) == answer


def test_log_probabilities_come_while_their_text_is_open():
    answer = ChatResponse(candidates=(Candidate((TextPart("a"),), logprobs=({"token": "a"},)),))
    kinds = [type(event) for event in unfold(answer)]
    assert kinds.index(LogProbs) < kinds.index(PartFinished)


def test_sound_in_pieces_is_one_sound():
    events = [
        Started(),
        PartStarted(0, OpenKind.AUDIO),
        AudioDelta(0, "aGk=", "h", "a1"),
        AudioDelta(0, "aG8=", "o"),
        AudioDelta(0, "no base64!"),
        PartFinished(0),
    ]
    audio = fold(events).candidates[0].parts[0]
    assert audio == AudioPart(Base64Source("aGlobw=="), transcript="ho", id="a1")


def test_a_failed_stream_cannot_be_folded_but_what_came_is_known():
    assembler = ResponseAssembler()
    for event in (Started("i"), PartStarted(0, OpenKind.TEXT), TextDelta(0, "Hal")):
        assembler.add(event)
    with pytest.raises(DialectError, match="before it was complete"):
        assembler.add(Failed(disconnected()))
    assert assembler.response().candidates[0].parts == (TextPart("Hal"),)


def test_pieces_of_an_unknown_part_and_huge_segment_numbers_do_no_harm():
    events = [TextDelta(7, "lost"), PartStarted(0, OpenKind.REASONING), ReasoningDelta(0, "x", 10**9), Ended()]
    assert fold(events).candidates[0].parts == (ReasoningPart(("x",)),)


@law
@given(chat_usages)
def test_counts_survive_the_ledger(usage):
    assert TokenUsage.from_ledger(usage.to_ledger()) == usage


@law
@given(usages)
def test_counts_of_the_ledger_are_inclusive(usage):
    ledger = usage.to_ledger()
    assert ledger.prompt_tokens == usage.input_plain + usage.cache_read + usage.cache_write
    assert ledger.completion_tokens == usage.output_visible + usage.output_reasoning
    assert (ledger.cached_tokens, ledger.cache_write_tokens) == (usage.cache_read, usage.cache_write)
    assert ledger.total_tokens == usage.total


def test_an_impossible_ledger_is_clamped():
    usage = TokenUsage.from_ledger(Usage(prompt_tokens=5, cached_tokens=9, completion_tokens=1, reasoning_tokens=7))
    assert (usage.input_plain, usage.cache_read, usage.output_visible, usage.output_reasoning) == (0, 5, 0, 1)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(3, 3), (3.9, 3), (-1, 0), (True, 0), ("3", 0), (None, 0), (float("inf"), 0), (float("nan"), 0), (10**12, 0)],
)
def test_a_count_is_a_sane_number(value, wanted):
    assert count(value) == wanted


def test_a_call_makes_an_ordinary_end_a_tool_call():
    candidate = Candidate((ToolCall("c", "f"),), Finished(FinishReason.END))
    assert settled(ChatResponse(candidates=(candidate,))).candidates[0].finish.reason is FinishReason.TOOL_CALLS
    candidate = Candidate((ToolCall("c", "f"),), Finished(FinishReason.LENGTH))
    assert settled(ChatResponse(candidates=(candidate,))).candidates[0].finish.reason is FinishReason.LENGTH


def test_a_seal_goes_to_its_family_and_owner_only():
    google = Capabilities(seal_family=SealFamily.GOOGLE, seal_credential="abc")
    assert google.accepts(SEAL)
    assert not google.accepts(None)
    assert not Capabilities(seal_family=SealFamily.GOOGLE, seal_credential="other").accepts(SEAL)
    assert not Capabilities(seal_family=SealFamily.ANTHROPIC).accepts(SEAL)
    claude = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "s", credential="one")
    assert Capabilities(seal_family=SealFamily.ANTHROPIC, seal_credential="two").accepts(claude)


def test_a_note_is_kept_once_and_their_number_is_bounded():
    notes = Notes()
    for number in range(1000):
        notes.dropped("seed", "no such field")
        notes.changed("x", str(number))
    assert len(notes) == 100
    assert sum(note.field == "seed" for note in notes) == 1


def test_parts_without_borders_are_numbered_and_closed():
    parts, events = ImplicitParts(), []
    parts.reasoning("r", events)
    parts.text("a", events)
    parts.text("b", events)
    first = parts.call("c1", "f", events)
    second = parts.call("c2", "g", events)
    parts.arguments(first, "{}", events)
    parts.whole(ImagePart(Base64Source("aGk=")), events)
    parts.refusal("no", events)
    assert parts.is_open(first)
    parts.close_call(first, events)
    parts.close_call(first, events)
    parts.close(events)
    assert not parts.is_open(second)
    starts = [e.part for e in events if not isinstance(e, TextDelta) and hasattr(e, "part")]
    assert sorted(set(starts)) == list(range(6))
    finished = [e.part for e in events if isinstance(e, PartFinished)]
    wholes = {e.part for e in events if isinstance(e, WholePart)}
    assert sorted(finished) == sorted(set(range(6)) - wholes)


def test_the_last_usage_counts():
    events = [Started(usage=TokenUsage(1)), UsageReport(TokenUsage(2)), UsageReport(TokenUsage(3)), Ended()]
    assert fold(events).usage == TokenUsage(3)
