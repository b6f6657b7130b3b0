"""Words are found wherever they stand, whatever their letters; of too many it is said so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crossfoot.records.register.searching import _grams, marked, words_of

TEXTS = st.text("ab1堵塞é", max_size=8)


@given(TEXTS, TEXTS)
def test_a_text_holds_a_word_where_their_kept_forms_do(text: str, word: str) -> None:
    assert (word in text) == (marked(word) in marked(text))


@given(TEXTS, TEXTS, TEXTS)
def test_the_index_knows_every_text_that_has_a_word(before: str, word: str, after: str) -> None:
    kept = marked(before + word + after)
    grams = {kept[start : start + 3] for start in range(len(kept) - 2)}
    assert set(_grams(marked(word))) <= grams


def test_two_chinese_characters_and_three_letters_have_an_index() -> None:
    assert [list(_grams(word)) for word in words_of("堵塞 abc ab 塞")] == [
        ["堵\x1f塞"],
        ["\x1f塞\x1f"],
        ["abc"],
        [],
    ]
