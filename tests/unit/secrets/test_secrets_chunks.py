import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneapi_desktop.secrets.chunks import PIECE_CHARACTERS, DamagedChunks, cut, join, read_head

VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.integers(0, 5000).map(lambda n: "k" * n),
    st.integers(900, 1100).map(lambda n: "\N{GRINNING FACE}" * n),
)


@given(VALUES, st.sampled_from("ab"))
def test_joined_pieces_are_the_value(value: str, generation: str) -> None:
    first, further = cut(value, generation)
    head = read_head(first)

    assert head.generation == generation
    assert head.count == len(further)
    assert join(head, lambda number: further[number - 1]) == value


@given(VALUES)
def test_every_piece_is_short_ascii(value: str) -> None:
    first, further = cut(value, "a")
    for piece in [first, *further]:
        assert 0 < len(piece) <= PIECE_CHARACTERS
        assert piece.isascii()
        assert piece.isprintable()


@given(st.integers(1500, 4000), st.data())
def test_a_changed_or_missing_piece_is_noticed(length: int, data: st.DataObject) -> None:
    first, further = cut("s" * length, "a")
    at = data.draw(st.integers(0, len(further) - 1))
    broken: list[str | None] = list(further)
    broken[at] = data.draw(st.sampled_from([None, "", further[at][:-1], "t" + further[at][1:]]))
    with pytest.raises(DamagedChunks):
        join(read_head(first), lambda number: broken[number - 1])


@given(st.one_of(st.text(), st.from_regex(r"oad1:[abc]:\d+:[tbx]:[0-9a-f]+:.*")))
def test_any_text_is_a_head_or_damage(text: str) -> None:
    try:
        head = read_head(text)
    except DamagedChunks:
        return
    with pytest.raises(DamagedChunks):
        join(head, lambda number: None if number > 3 else "%")
