"""Tables by site, whose names stand as rows or as columns."""

from __future__ import annotations

import pytest

from crossfoot.reading.named_parts import name_of_part
from crossfoot.reading.reader import read_text

Found = dict[tuple[str, str], str]


def figures(text: str) -> Found:
    """Value by metric and breakdown."""
    report = read_text(f"Sustainability Report 2023\n\n{text}\n")
    return {
        (f.metric, " ".join(f"{k}={m}" for k, m in f.dimensions)): f"{f.value.normalize():f}"
        for f in report.figures
    }


AS_ROWS = (
    "{head}\tEnergy consumption (MWh)\tWater withdrawal (m³)\tof which hazardous waste (t)\n"
    "Lindenau\t410\t2,950\t3.1\n{second}\t380\t3,120\t2.2\n{total}\t790\t6,070\t5.3"
)


@pytest.mark.parametrize("head", ["Site", "Plant", "基地 Base", "Production site", "Entity"])
@pytest.mark.parametrize("total", ["Total", "Group", "合计 Total", "合计"])
def test_sites_as_rows(head: str, total: str) -> None:
    found = figures(AS_ROWS.format(head=head, second="Suzhou", total=total))
    assert found["energy.total", "site=lindenau"] == "410"
    assert found["water.withdrawal", "site=suzhou"] == "3120"
    assert found["waste.hazardous.generated", "site=lindenau"] == "3.1"
    assert found["energy.total", ""] == "790"


def test_a_known_kind_of_place_is_a_site_too() -> None:
    found = figures(AS_ROWS.format(head="Site", second="Offices and laboratories", total="Total"))
    assert found["energy.total", "site=offices_and_laboratories"] == "380"


def test_the_caption_says_what_the_rows_are() -> None:
    table = AS_ROWS.format(head="", second="Ashbury", total="Total")
    found = figures(f"Environmental data by site\n\n{table}")
    assert found["water.withdrawal", "site=ashbury"] == "3120"


AS_COLUMNS = (
    "{label}\t{unit}\t{first}\t{second}\t{total}\n"
    "{energy}\tMWh\t410\t380\t790\n{water}\tm³\t2,950\t3,120\t6,070"
)


@pytest.mark.parametrize(
    ("table", "first"),
    [
        (
            AS_COLUMNS.format(
                label="Indicator",
                unit="Unit",
                first="Lindenau",
                second="Suzhou",
                total="Total",
                energy="Energy consumption",
                water="Water withdrawal",
            ),
            "lindenau",
        ),
        (
            AS_COLUMNS.format(
                label="指标 Indicator",
                unit="单位 Unit",
                first="盐湖 Salt Lake",
                second="苏州 Suzhou",
                total="合计 Total",
                energy="能源消耗总量 Energy consumption",
                water="取水量 Water withdrawal",
            ),
            "salt_lake",
        ),
        (
            AS_COLUMNS.format(
                label="指标",
                unit="单位",
                first="龙泉",
                second="青浦",
                total="合计",
                energy="能源消耗总量",
                water="取水量",
            ),
            "龙泉",
        ),
    ],
)
def test_sites_as_columns(table: str, first: str) -> None:
    found = figures(table)
    assert found["energy.total", f"site={first}"] == "410"
    assert found["water.withdrawal", f"site={first}"] == "2950"
    assert found["energy.total", ""] == "790"


def test_columns_that_make_no_total_are_no_sites() -> None:
    """Without the word "site" only the numbers say that unknown titles are parts."""
    found = figures(
        "Indicator\tUnit\tAlpine\tBoreal\tTotal\nEnergy consumption\tMWh\t410\t380\t500\n"
        "Water withdrawal\tm³\t2,950\t3,120\t4,000"
    )
    assert not any("site" in members for _, members in found)


@pytest.mark.parametrize("title", ["Limit", "Baseline", "Q1", "限值"])
def test_limits_and_quarters_are_no_sites(title: str) -> None:
    found = figures(
        f"By site\n\nIndicator\tUnit\t{title}\tLindenau\tTotal\nWater withdrawal\tm³\t50\t30\t80"
    )
    assert not any("site" in members for _, members in found)


def test_names_in_two_languages_are_one() -> None:
    assert name_of_part("盐湖 Salt Lake") == name_of_part("Salt Lake") == "salt_lake"


def test_running_heads_with_chapter_and_page_are_no_table() -> None:
    page = "Tessera Works\tSustainability Report 2023\t{chapter}\t{page}"
    chapters = ("Climate", "Water", "People", "Conduct", "Supply", "Data", "Index")
    text = "\n\n".join(
        f"{page.format(chapter=chapter, page=10 + n)}\n\nWe care for {chapter.lower()}."
        for n, chapter in enumerate(chapters)
    )
    assert not read_text(f"Sustainability Report 2023\n\n{text}\n").tables


BELOW_EACH_OTHER = "Water withdrawal\tm³\t{a}\t{b}\nEnergy consumption\tMWh\t{c}\t{d}"


@pytest.mark.parametrize("names", [("Lindenau plant", "Ashbury plant"), ("Lindenau", "Ashbury")])
def test_names_on_lines_above_the_same_rows(names: tuple[str, str]) -> None:
    first = BELOW_EACH_OTHER.format(a=420, b=410, c=45, d=41)
    second = BELOW_EACH_OTHER.format(a=320, b=310, c=35, d=31)
    found = figures(f"Indicator\tUnit\t2022\t2023\n{names[0]}\n{first}\n{names[1]}\n{second}")
    assert not any(members == "" for _, members in found)
    assert found["energy.total", f"site={name_of_part(names[1])}"] == "31"


def test_names_in_a_column_of_their_own() -> None:
    found = figures(
        "Plant\tIndicator\tUnit\t2022\t2023\nLindenau\tWater withdrawal\tm³\t420\t410\n"
        "\tEnergy consumption\tMWh\t45\t41\nAshbury\tWater withdrawal\tm³\t320\t310\n"
        "\tEnergy consumption\tMWh\t35\t31\nTotal\tWater withdrawal\tm³\t740\t720\n"
        "\tEnergy consumption\tMWh\t80\t72"
    )
    assert found["water.withdrawal", "site=ashbury"] == "310"
    assert found["water.withdrawal", ""] == "720"


def test_names_below_years() -> None:
    found = figures(
        "Indicator\tUnit\t2022\t\t\t2023\t\t\n\t\tLindenau\tAshbury\tTotal\tLindenau\tAshbury\tTotal\n"
        "Water withdrawal\tm³\t420\t320\t740\t410\t310\t720\n"
        "Energy consumption\tMWh\t45\t35\t80\t41\t31\t72"
    )
    assert found["water.withdrawal", "site=lindenau"] == "410"
    assert found["energy.total", ""] == "72"


def test_rows_below_groups_of_words_are_no_sites() -> None:
    found = figures(
        "Indicator\tUnit\t2022\t2023\nEnvironment\nTraining hours\thours\t40\t41\n"
        "Safety\nTraining hours\thours\t30\t31"
    )
    assert not any("site" in members for _, members in found)
