"""Regions as factors name them: countries, Chinese provinces and grids, US eGRID subregions.

Provinces are ISO 3166-2 codes (CN-AH), grids spell their name (CN-EAST). Inner Mongolia lies on
two grids and is held by the country alone, so that a regional factor is never guessed for it; so
is Tibet, which the published averages leave out. Hong Kong, Macau and Taiwan have grids of their
own: no factor of the mainland holds there, however the region is written.
"""

from __future__ import annotations

from functools import cache

from crossfoot.factors.data_files import shipped_table
from crossfoot.languages import Text


def region_code(text: str) -> str:
    """The code of a region that a user wrote as code or by name, in either language.

    >>> region_code("cn-ah"), region_code("安徽"), region_code("Anhui")
    ('CN-AH', 'CN-AH', 'CN-AH')
    >>> region_code("CN-HK"), region_code("香港"), region_code("UK")
    ('HK', 'HK', 'GB')

    What the table does not know is taken as a code of the user's own, in capitals.
    """
    text = text.strip()
    return _codes_by_name().get(text.lower(), text.upper())


def holders(region: str) -> tuple[str, ...]:
    """The region and those that hold it, nearest first.

    >>> holders("CN-AH")
    ('CN-AH', 'CN-EAST', 'CN')

    An unknown region is held by the country before its first dash.
    """
    chain: list[str] = []
    while region:
        chain.append(region)
        region = _parents().get(region, region.rpartition("-")[0])
    return tuple(chain)


def region_title(region: str) -> Text:
    """Name of a region; its code where the table lacks it."""
    return _titles().get(region, Text(region, region))


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(shipped_table("regions.csv"))


@cache
def _parents() -> dict[str, str]:
    return {row["code"]: row["parent"] for row in _rows()}


@cache
def _titles() -> dict[str, Text]:
    return {row["code"]: Text(row["title_en"], row["title_zh"]) for row in _rows()}


@cache
def _codes_by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in _rows():
        for name in (row["code"], row["title_en"], row["title_zh"], *row["also"].split(";")):
            if name:
                names[name.lower()] = row["code"]
    return names
