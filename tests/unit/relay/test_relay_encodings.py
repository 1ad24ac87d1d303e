import hashlib
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneapi_desktop.relay import encodings
from oneapi_desktop.relay.encodings import CL100K, O200K, Encodings, approximate, count, encoding_name
from oneapi_desktop.services.resource_files import resource_directory

BUNDLED = resource_directory("encodings")
CACHED = hashlib.sha1(b"https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken").hexdigest()


@pytest.fixture(name="cl100k", scope="module")
def cl100k_fixture() -> Any:
    return Encodings().get(CL100K)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("gpt-3.5-turbo", CL100K), ("gpt-35-turbo", CL100K), ("gpt-4", CL100K), ("gpt-4-turbo", CL100K),
        ("gpt-4-0613", CL100K), ("text-embedding-3-small", CL100K), ("ft:gpt-3.5-turbo:org", CL100K),
        ("openai/gpt-4", CL100K), ("gpt-4o", O200K), ("GPT-4o-mini", O200K), ("gpt-4.1", O200K),
        ("gpt-4.5-preview", O200K), ("gpt-5", O200K), ("o1", O200K), ("chatgpt-4o-latest", O200K),
        ("ft:gpt-4o-mini:org", O200K), ("claude-3-opus", O200K), ("", O200K),
    ],
)  # fmt: skip
def test_models_have_their_encoding(model: str, name: str) -> None:
    assert encoding_name(model) == name


@pytest.mark.parametrize(
    ("name", "text", "tokens"),
    [
        (CL100K, "hello world", [15339, 1917]),
        (CL100K, "<|endoftext|>", [27, 91, 8862, 728, 428, 91, 29]),
        (O200K, "hello world", [24912, 2375]),
    ],
)
def test_the_bundled_files_are_the_encodings(name: str, text: str, tokens: list[int]) -> None:
    found = Encodings().get(name)
    assert found is not None
    assert found.encode_ordinary(text) == tokens
    assert count(found, text) == len(tokens)


def test_special_tokens_are_plain_text(cl100k: Any) -> None:
    assert count(cl100k, "<|endoftext|>") == 7


def test_the_owners_cache_is_looked_at_first(tmp_path: Path) -> None:
    cache, empty = tmp_path / "cache", tmp_path / "empty"
    cache.mkdir()
    empty.mkdir()
    shutil.copyfile(BUNDLED / "cl100k_base.tiktoken", cache / CACHED)
    assert Encodings(str(cache), empty).get(CL100K) is not None


@pytest.mark.allow_warnings("tokenizer file")
def test_a_damaged_cache_is_named_and_passed_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / CACHED).write_bytes(b"IQ== 0\n")
    with caplog.at_level(logging.WARNING):
        assert Encodings(str(tmp_path)).get(CL100K) is not None
    assert CACHED in caplog.text
    assert (tmp_path / CACHED).read_bytes() == b"IQ== 0\n"


@pytest.mark.allow_warnings("tokenizer file")
def test_without_any_file_there_is_no_encoding_and_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = Encodings(str(tmp_path), tmp_path)
    with caplog.at_level(logging.WARNING):
        assert found.get(O200K) is None
        assert found.get(O200K) is None
    assert len(caplog.records) == 1
    assert list(tmp_path.iterdir()) == []


WORDS = st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=9), min_size=1, max_size=60)


@settings(max_examples=40)
@given(WORDS, st.integers(0, 400))
def test_cutting_at_words_changes_nothing(cl100k: Any, words: list[str], repeat: int) -> None:
    text = " ".join(words * (repeat + 1))[:60_000]
    assert count(cl100k, text) == len(cl100k.encode_ordinary(text))


@pytest.mark.parametrize("unit", ["a", " ", "\n", "\t", " \n ", "!", "你", "\u0301", "aA", "\u00a0", "1", "😀"])
def test_long_runs_are_counted_closely(cl100k: Any, unit: str) -> None:
    text = (unit * 30_000)[:30_000]
    exact = len(cl100k.encode_ordinary(text))
    assert exact <= count(cl100k, text) <= exact + 30_000 // encodings.PIECE + 1


@pytest.mark.parametrize("unit", [" ", "\t", "\u00a0"])
def test_a_million_blanks_are_no_harm(unit: str) -> None:
    # tiktoken alone overflows its stack on these, which raises something that is no Exception.
    found = Encodings().get(O200K)
    assert found is not None
    assert 5_000 < count(found, unit * 1_000_000) < 300_000


def test_of_an_immense_text_a_part_is_counted(cl100k: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "the quick brown fox jumps over " * 3000
    exact = count(cl100k, text)
    monkeypatch.setattr(encodings, "WHOLE", 20_000)
    assert abs(count(cl100k, text) - exact) < exact * 0.03


@pytest.mark.parametrize(
    "text",
    [
        "The quick brown fox jumps over the lazy dog, and then it goes on to do something else entirely.",
        "快速的棕色狐狸跳过懒狗，然后继续做完全不同的事情。",
        "素早い茶色の狐がのろまな犬を飛び越える。",
        "Быстрая коричневая лиса перепрыгивает через ленивую собаку и бежит дальше.",
        'def f(x):\n    return {"a": x + 1}\n',
        "Größenänderung über die Straße läuft früher als später.",
    ],
)
def test_the_guess_from_the_length_is_of_the_right_size(cl100k: Any, text: str) -> None:
    assert 0.5 < approximate(text) / count(cl100k, text) < 1.6


def test_the_guess_is_never_zero_for_a_text() -> None:
    assert approximate("") == 0
    assert approximate("a") == approximate("é") == 1


@given(st.text())
def test_any_text_can_be_counted(cl100k: Any, text: str) -> None:
    assert 0 < count(cl100k, text) <= len(text.encode("utf-8", "replace")) or not text
    assert approximate(text) > 0 or not text
