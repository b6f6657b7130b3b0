"""Sources of factors in both languages: the document, then its own words for the row.

A factor states its source once, as its publisher writes it. `data/source_words.csv` says what the
documents are called in each language; what stands behind the title (a row of the table) is a
quotation and stays. A source that nobody put there, of a factor file of one's own, stands for
itself.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from crossfoot.factors.data_files import shipped_table
from crossfoot.languages import Text


@lru_cache(maxsize=4096)
def source_text(source: str) -> Text:
    """What a source is called in both languages.

    >>> source_text("US EPA Emission Factors Hub, 15 September 2021, table 2: Diesel Fuel").zh
    '美国环保署排放因子汇编（2021年9月15日），表2：Diesel Fuel'
    >>> source_text("invoice of the supplier")
    Text(en='invoice of the supplier', zh='invoice of the supplier')
    """
    for start, en, zh in _starts():
        if found := start.match(source):
            rest = source[found.end() :]
            row = f"：{rest[2:]}" if rest.startswith(": ") else rest
            return Text(found.expand(en) + rest, found.expand(zh) + row)
    return Text(source, source)


@cache
def _starts() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple(
        (re.compile(row["start"]), row["en"], row["zh"])
        for row in shipped_table("source_words.csv")
    )
