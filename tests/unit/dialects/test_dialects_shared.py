"""Small shared parts: seals, media, identifiers, levels of effort, addresses to fetch, JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from oneapi_desktop.dialects import identifiers
from oneapi_desktop.dialects.conversation import (
    Base64Source,
    Capabilities,
    ChatRequest,
    Dialect,
    DialectError,
    Effort,
    FilePart,
    ImagePart,
    ReasoningControl,
    ReasoningMode,
    Role,
    Seal,
    SealFamily,
    SealKind,
    TextPart,
    ToolResult,
    Turn,
    UrlSource,
)
from oneapi_desktop.dialects.json_reading import arguments_object, arguments_text, dump_bytes, dump_text
from oneapi_desktop.dialects.media import (
    audio_format,
    audio_media_type,
    data_url,
    media_type_of_name,
    sniff,
    source_of_url,
)
from oneapi_desktop.dialects.reasoning_scale import (
    budget_of_effort,
    effort_of_budget,
    nearest,
    wanted_budget,
    wanted_effort,
)
from oneapi_desktop.dialects.remote_media import addresses, with_bytes
from oneapi_desktop.dialects.seals import carry, read, unwrap, wrap

SEALS = st.builds(Seal, st.sampled_from(SealFamily), st.sampled_from(SealKind), st.text(), st.text(), st.text()).filter(
    lambda seal: not any(0xD800 <= ord(c) < 0xE000 for c in seal.value + seal.model + seal.credential)
)


@law
@given(SEALS)
def test_an_envelope_gives_its_seal_back(seal):
    assert unwrap(wrap(seal)) == seal
    assert read(wrap(seal), SealFamily.ANTHROPIC, SealKind.SIGNATURE) == seal


@law
@given(st.text())
def test_no_text_breaks_an_envelope(text):
    assert unwrap("gw1." + text) is None or text
    unwrap(text)


def test_a_seal_of_the_own_family_is_carried_bare():
    seal = Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "s")
    assert carry(seal, SealFamily.ANTHROPIC) == "s"
    assert carry(seal, SealFamily.OPENAI).startswith("gw1.")
    assert read("", SealFamily.OPENAI, SealKind.OTHER) is None
    assert unwrap("gw1.e30") is None
    assert unwrap("gw1.W10") is None


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        ("iVBORw0KGgoAAAA=", "image/png"),
        ("/9j/4AAQ", "image/jpeg"),
        ("R0lGODlh", "image/gif"),
        ("UklGRgAAAABXRUJQ", "image/webp"),
        ("UklGRgAAAABXQVZF", "audio/wav"),
        ("UklGRgAAAABYWFhY", ""),
        ("JVBERi0xLjc=", "application/pdf"),
        ("AAAAIGZ0eXBhdmlm", "image/avif"),
        ("AAAAIGZ0eXBpc29t", "video/mp4"),
        ("aGVsbG8=", ""),
        ("", ""),
    ],
)
def test_first_bytes_tell_the_type(data, media_type):
    assert sniff(data) == media_type


def test_data_urls():
    assert source_of_url("data:image/png;base64,aGk=") == Base64Source("aGk=", "image/png")
    assert source_of_url("data:;base64,iVBORw0KGgoA") == Base64Source("iVBORw0KGgoA", "image/png")
    assert source_of_url("data:text/plain,hi") == Base64Source("aGk=", "text/plain")
    assert source_of_url("https://a") == UrlSource("https://a")
    assert data_url(Base64Source("aGk=", "image/png")) == "data:image/png;base64,aGk="
    assert data_url(Base64Source("aGk=")) == "data:application/octet-stream;base64,aGk="
    assert (media_type_of_name("a.PDF"), media_type_of_name("pdf")) == ("application/pdf", "")
    assert (audio_format("audio/mpeg"), audio_media_type("mp3")) == ("mp3", "audio/mpeg")


def test_identifiers_have_their_vendors_form():
    assert len(identifiers.completion_id()) == 38
    assert len(identifiers.message_id()) == 28
    assert identifiers.fitting_call_id("ok_1", limit=40, prefix="call_") == "ok_1"
    fitted = identifiers.fitting_call_id("not ok", limit=40, prefix="call_")
    assert fitted == identifiers.fitting_call_id("not ok", limit=40, prefix="call_")
    assert identifiers.nine_character_id("abcdefgh1") == "abcdefgh1"
    assert len(identifiers.nine_character_id("toolu_1")) == 9


@pytest.mark.parametrize(
    ("effort", "supported", "wanted"),
    [
        (Effort.MAX, (Effort.LOW, Effort.HIGH), Effort.HIGH),
        (Effort.NONE, (Effort.NONE, Effort.LOW), Effort.NONE),
        (Effort.NONE, (Effort.LOW,), Effort.LOW),
        (Effort.MINIMAL, (Effort.NONE, Effort.LOW), Effort.LOW),
        (Effort.LOW, (Effort.NONE,), None),
        (Effort.LOW, (), None),
    ],
)
def test_the_nearest_level(effort, supported, wanted):
    assert nearest(effort, supported) is wanted


def test_budgets_and_levels():
    assert [effort_of_budget(n) for n in (32000, 2048, 1024, 100)] == [
        Effort.HIGH,
        Effort.MEDIUM,
        Effort.LOW,
        Effort.MINIMAL,
    ]
    assert budget_of_effort(Effort.NONE) == 0
    assert wanted_effort(ReasoningControl(ReasoningMode.OFF, Effort.HIGH)) is Effort.NONE
    assert wanted_budget(ReasoningControl(effort=Effort.NONE), Capabilities(), None) is None
    assert wanted_budget(ReasoningControl(), Capabilities(), None) is None


def test_addresses_are_fetched_and_put_in_place():
    picture, paper = ImagePart(UrlSource("https://a")), FilePart(UrlSource("https://b"))
    turns = (Turn(Role.USER, (picture, paper, TextPart("x"), ToolResult("c", (picture,)))),)
    request = ChatRequest(Dialect.OPENAI_CHAT, "m", turns)
    assert addresses(request, images=True, files=True) == ["https://a", "https://b"]
    assert addresses(request, images=False, files=True) == ["https://b"]
    filled = with_bytes(request, {"https://a": Base64Source("aGk=")})
    first, second, _, result = filled.turns[0].parts
    assert first.source == Base64Source("aGk=")
    assert second == paper
    assert result.parts[0].source == Base64Source("aGk=")


@pytest.mark.parametrize(
    ("text", "wanted", "valid"),
    [
        ("", {}, True),
        (" ", {}, True),
        ('{"a":1}', {"a": 1}, True),
        ("3", {"value": 3}, True),
        ("{", {"_raw": "{"}, False),
    ],
)
def test_arguments_become_an_object(text, wanted, valid):
    assert arguments_object(text) == (wanted, valid)


def test_values_become_text():
    assert arguments_text({"ü": [1]}) == '{"ü":[1]}'
    assert arguments_text(None) == ""
    assert arguments_text("raw") == "raw"
    deep: list = []
    for _ in range(300):
        deep = [deep]
    for dump in (dump_text, dump_bytes):
        with pytest.raises(DialectError):
            dump(deep)
