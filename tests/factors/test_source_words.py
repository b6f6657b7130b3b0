from __future__ import annotations

import re

from crossfoot.factors.data_files import shipped_table
from crossfoot.factors.sets import load_set
from crossfoot.factors.source_words import source_text
from crossfoot.languages import Text

#: a word of a document's title that is not translated: abbreviations, codes, numbers of rows
_KEPT = re.compile(r"IPCC|EFRAG|VSME|eGRID\d+|GB/T|[\d_./-]+")


def shipped() -> set[str]:
    """Every source of every factor and parameter that comes with Crossfoot."""
    return {
        source
        for row in shipped_table("sets.csv")
        for factor in load_set(row["name"]).factors
        for source in (factor.source, *(part.source for part in factor.components))
        if source
    }


def test_every_source_that_is_shipped_has_a_title_in_both_languages() -> None:
    for source in shipped():
        text = source_text(source)
        title = _KEPT.sub("", text.zh.split("：")[0])
        assert not re.search("[A-Za-z]", title), source
        # behind the English title its original may stand, in brackets
        english = re.sub(r"[(（].*", "", text.en.split(": ")[0])
        assert not re.search(r"[\u4e00-\u9fff]", english), source


def test_the_row_of_a_table_is_quoted_as_it_is() -> None:
    assert source_text("IPCC 2006 Guidelines, volume 2, tables 1.2, 2.4: Crude oil") == Text(
        "IPCC 2006 Guidelines, volume 2, tables 1.2, 2.4: Crude oil",
        "《2006年IPCC国家温室气体清单指南》第2卷，表1.2, 2.4：Crude oil",
    )
    assert source_text("生态环境部 国家统计局 公告2024年第12号").en.startswith(
        "Announcement No. 12 of 2024 of the Ministry of Ecology and Environment"
    )
