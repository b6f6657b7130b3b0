"""Words that stand anywhere in the texts of an entry, two Chinese characters among them.

The texts are kept with a mark on both sides of each character beyond ASCII. So three characters in
a row are three letters, one Chinese character, or two of them, and the index of SQLite for three
characters in a row (FTS5, trigram) finds all of these. What it finds is looked at once more;
words of one or two letters are looked for in the texts alone, and so is everything on PostgreSQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.db import connection

from crossfoot.records.register.projection_tables import Tables

_MARK = "\x1f"
_AROUND = re.compile(r"(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])")
_WIDTH = 3


def marked(text: str) -> str:
    r"""A text as it is kept: one holds another where their marked forms do.

    >>> marked("ab堵塞").replace("\x1f", ".")
    'ab.堵.塞.'
    """
    return _AROUND.sub(_MARK, text)


def words_of(search: str) -> list[str]:
    """What is looked for, marked; the words that tell most first."""
    words = {marked(word) for word in search.replace("\0", "").lower().split()}
    return sorted(words, key=lambda word: (-len(word), not any(map(str.isdecimal, word)), word))


def holds(table: str, words: Sequence[str]) -> str:
    """SQL that is true of a row with all words; they are its parameters."""
    function = "STRPOS" if connection.vendor == "postgresql" else "INSTR"
    return " AND ".join([f"{function}({table}.words, %s) > 0"] * len(words))


def found_by(made: Tables, words: Sequence[str], most: int) -> list[int]:
    """Numbers of the newest entries that have all words, so many at most.

    Args:
        made: tables of the register.
        words: from `words_of`; at least one.
        most: how many.
    """
    grams = [gram for word in words for gram in _grams(word)]
    text = f'FROM "{made.search}" s WHERE {holds("s", words)} ORDER BY s.entry_id DESC LIMIT {most}'
    text, params = f"SELECT s.entry_id {text}", list(words)
    if grams and connection.vendor == "sqlite":
        index, where = f'"{made.grams}"', holds("s", words)
        text = (
            f'SELECT s.entry_id FROM {index} CROSS JOIN "{made.search}" s '
            f"WHERE {index} MATCH %s AND s.entry_id = {index}.rowid AND {where} "
            f"ORDER BY {index}.rowid DESC LIMIT {most}"
        )
        params.insert(0, " AND ".join(f'"{_quoted(gram)}"' for gram in grams))
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return [row[0] for row in cursor.fetchall()]


def _grams(word: str) -> Iterator[str]:
    """Three characters in a row, enough of them to cover the word; none of a shorter one."""
    last = len(word) - _WIDTH
    if last < 0:
        return
    # of two Chinese characters only the pair tells much: marks stand around every single one
    starts = range(1, last, 2) if word[0] == word[-1] == _MARK and last else range(0, last, _WIDTH)
    found = {word[start : start + _WIDTH] for start in starts}
    yield from sorted(found or {word[last:]})


def _quoted(gram: str) -> str:
    return gram.replace('"', '""')
