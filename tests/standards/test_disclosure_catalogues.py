"""The catalogues against independent lists of codes, and the reading of one's own."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.standards.catalogue import STANDARDS, read_standard, standard
from crossfoot.standards.disclosure import Nature, Obligation

CHINESE = re.compile("[\u4e00-\u9fff]")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes_of(name: str) -> set[str]:
    return {disclosure.code for disclosure in standard(name).all}


@pytest.mark.parametrize("name", STANDARDS)
def test_every_disclosure_is_complete_and_in_two_languages(name: str) -> None:
    for disclosure in standard(name).all:
        assert disclosure.title.en, disclosure.code
        assert not CHINESE.search(disclosure.title.en), disclosure.code
        assert CHINESE.search(disclosure.title.zh), disclosure.code
        assert CHINESE.search(disclosure.group_title.zh), disclosure.code
        assert disclosure.group
        assert disclosure.source
        assert disclosure.edition
        assert len(disclosure.title.en) <= 95, "titles are short"
        if disclosure.valid_to is not None:
            assert disclosure.valid_from < disclosure.valid_to


@pytest.mark.parametrize("name", STANDARDS)
def test_no_code_twice_in_an_edition_nor_title_twice_on_a_day(name: str) -> None:
    catalogue = standard(name)
    editions = Counter((disclosure.code, disclosure.edition) for disclosure in catalogue.all)
    assert max(editions.values()) == 1
    for on in (date(2019, 1, 1), date(2023, 7, 1), date(2026, 7, 1), date(2028, 1, 1)):
        asked = catalogue.disclosures(on)
        assert max(Counter(disclosure.code for disclosure in asked).values(), default=1) == 1
        titles = Counter((disclosure.group, disclosure.title.en) for disclosure in asked)
        assert max(titles.values(), default=1) == 1


@pytest.mark.parametrize("name", STANDARDS)
def test_what_replaces_a_disclosure_is_known_and_applies_when_it_ends(name: str) -> None:
    catalogue = standard(name)
    for disclosure in catalogue.all:
        if disclosure.replaced_by:
            assert disclosure.valid_to is not None, disclosure.code
        for code in disclosure.replaced_by:
            successor = catalogue.disclosure(code)
            assert successor.valid_to is None, f"{disclosure.code} by {code}"


@pytest.mark.parametrize("name", STANDARDS)
def test_every_code_finds_itself(name: str) -> None:
    catalogue = standard(name)
    for disclosure in catalogue.all:
        assert catalogue.disclosure(disclosure.code) is disclosure
        assert catalogue.disclosure(disclosure.code, disclosure.valid_from) is disclosure


def test_gri_has_every_code_of_the_independent_list(shared: Path) -> None:
    """reference/data/codes/gri_disclosures.csv: 153 codes, 117 confirmed by a second list."""
    listed = rows(shared / "reference/data/codes/gri_disclosures.csv")
    assert len(listed) == 153
    gri = standard("gri")
    for row in listed:
        found = gri.disclosure(row["disclosure"])
        assert found.edition == row["edition"], row["disclosure"]
        assert found.group == row["standard"], row["disclosure"]
        assert found.group_title.en == row["standard_title"], row["disclosure"]
        withdrawn = row["status"] == "withdrawn"
        assert withdrawn == (not found.applies(date(2025, 6, 1)) and found.edition == "2016")
    further = codes_of("gri") - {row["disclosure"] for row in listed}
    groups = Counter((d.group, d.edition) for d in gri.all if d.code in further)
    # the universal standards of 2016 and GRI 403 of 2016, which the list leaves out
    assert groups == {("GRI 102", "2016"): 56, ("GRI 103", "2016"): 3, ("GRI 403", "2016"): 4}


def test_gri_titles_are_those_of_the_index_where_they_are_short(shared: Path) -> None:
    """A reader must recognise the disclosure: the key words of the printed title stay."""
    listed = rows(shared / "reference/data/codes/gri_disclosures.csv")
    gri = standard("gri")
    small = {"of", "and", "the", "or", "to", "in", "for", "by", "a", "that", "were", "with"}
    for row in listed:
        printed = {word for word in re.findall("[a-z]+", row["title"].lower()) if word not in small}
        ours = set(re.findall("[a-z]+", gri.disclosure(row["disclosure"]).title.en.lower()))
        stems = {word[:5] for word in printed} & {word[:5] for word in ours}
        assert stems, row["disclosure"]


def test_hkex_has_parts_b_c_and_d(shared: Path) -> None:
    """reference/data/codes/hkex_esg_kpis.csv: 74 rows; Part D is kept by section here."""
    listed = rows(shared / "reference/data/codes/hkex_esg_kpis.csv")
    assert len(listed) == 74
    hkex = standard("hkex")
    aspects = [row for row in listed if row["part"] in {"A", "B"}]
    assert {row["code"] for row in aspects} == {
        code for code in codes_of("hkex") if re.fullmatch(r"[AB]\d(\.\d)?", code)
    }
    for row in aspects:
        found = hkex.disclosure(row["code"])
        assert found.asks_for_figures == (row["nature"] == "quantitative"), row["code"]
        assert found.applies(date(2025, 1, 1)) == ("removed" not in row["status_2025_code"])
        assert found.obligation is Obligation.COMPLY_OR_EXPLAIN
    mandatory = [d.code for d in hkex.disclosures(date(2023, 1, 1)) if d.obligation == "mandatory"]
    assert mandatory == [
        "Governance structure",
        "Materiality",
        "Quantitative",
        "Consistency",
        "Reporting boundary",
    ]
    assert len([code for code in codes_of("hkex") if code.startswith("D-")]) == 12


@pytest.mark.parametrize(
    ("name", "file", "column", "count"),
    [
        ("ifrs-s2", "ifrs_s2.csv", "paragraph", 85),
        ("sse", "sse_szse_topics.csv", "no", 21),
        ("szse", "sse_szse_topics.csv", "no", 21),
    ],
)
def test_other_catalogues_have_the_codes_of_the_lists(
    shared: Path, name: str, file: str, column: str, count: int
) -> None:
    listed = [row[column] for row in rows(shared / "reference/data/codes" / file)]
    assert [disclosure.code for disclosure in standard(name).all] == listed
    assert len(listed) == count


def test_ifrs_s2_marks_paragraphs_that_ask_for_nothing(shared: Path) -> None:
    listed = rows(shared / "reference/data/codes/ifrs_s2.csv")
    for row in listed:
        found = standard("ifrs-s2").disclosure(row["paragraph"])
        assert (found.nature is Nature.GUIDANCE) == (row["data_kind"] == ""), row["paragraph"]


def test_tcfd_has_the_eleven_recommendations(shared: Path) -> None:
    listed = rows(shared / "reference/data/codes/tcfd.csv")
    found = [standard("tcfd").disclosure(f"{row['pillar']} ({row['letter']})") for row in listed]
    assert found == list(standard("tcfd").all)
    assert len(found) == 11


def test_sdg_has_goals_and_targets(shared: Path) -> None:
    listed = rows(shared / "reference/data/codes/sdg.csv")
    wanted = [row for row in listed if row["level"] in {"goal", "target"}]
    assert codes_of("sdg") == {row["code"] for row in wanted}
    goals = {row["code"]: row for row in wanted if row["level"] == "goal"}
    assert len(goals) == 17
    for code, row in goals.items():
        title = standard("sdg").disclosure(code).title
        assert (title.en, title.zh) == (row["short_name_en"], row["short_name_zh"])


@pytest.mark.parametrize(
    ("column", "names"),
    [
        ("gri", ["gri"]),
        ("hkex", ["hkex"]),
        ("ifrs_s2", ["ifrs-s2"]),
        ("sse_szse", ["sse", "szse"]),
    ],
)
def test_every_requirement_of_the_metric_catalogue_is_known(
    shared: Path, column: str, names: list[str]
) -> None:
    """spec/metrics.csv names the disclosures that each metric answers."""
    wanted = {
        code.strip()
        for row in rows(shared / "spec/metrics.csv")
        for code in row[column].split(";")
        if code.strip()
    }
    assert wanted
    for name in names:
        assert [code for code in sorted(wanted) if standard(name).find(code) is None] == []


def test_every_sdg_and_tcfd_of_the_metric_catalogue_is_known(shared: Path) -> None:
    for row in rows(shared / "spec/metrics.csv"):
        for text in filter(None, row["other"].split(";")):
            for name in ("sdg", "tcfd"):
                if text.strip().casefold().startswith(f"{name} "):
                    assert standard(name).disclosure(text), text


def test_an_unknown_standard_is_refused_with_a_suggestion() -> None:
    with pytest.raises(CrossfootError, match=r"'gry' is not known.*did you mean gri\?"):
        standard("gry")
    assert standard("IFRS_S2") is standard("ifrs-s2")


def test_an_own_catalogue_needs_no_more_than_codes_and_titles(tmp_path: Path) -> None:
    file = tmp_path / "customer.csv"
    file.write_text(
        "code,title_en,title_zh,valid_from\n1.1,Energy used,,\n1.2,,水,2024-01-01\n", "utf-8"
    )
    own = read_standard(file)
    assert own.id == "customer"
    assert [disclosure.code for disclosure in own.disclosures(date(2020, 1, 1))] == ["1.1"]
    assert own.disclosure("1.2").title["en"] == "水"


def test_every_mistake_of_an_own_catalogue_is_named_by_line(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(
        "code,title_en,nature,valid_from\n"
        ",Energy,,\n"
        "2,,,\n"
        "3,Water,wet,\n"
        "4,Waste,,1 May 2024\n"
        "5,Air,,\n"
        "5,Air again,,2024-01-01\n",
        "utf-8",
    )
    with pytest.raises(CrossfootError) as caught:
        read_standard(file)
    assert [problem.where for problem in caught.value.problems] == [
        f"own.csv, line {line}" for line in (2, 3, 4, 5, 7)
    ]
    assert "'wet'" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"code,title_en\n", "code\n\u6c34".encode("gb18030")])
def test_an_unreadable_own_catalogue_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "own.csv"
    file.write_bytes(content)
    with pytest.raises(CrossfootError, match=r"own\.csv"):
        read_standard(file)
    with pytest.raises(CrossfootError, match=r"missing\.csv"):
        read_standard(tmp_path / "missing.csv")
