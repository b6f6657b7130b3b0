"""Chapters as locations of an index: by the codes they name, and by the figures they show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.reports.index import Status, content_index
from crossfoot.reports.index_answers import answering, code_of
from crossfoot.reports.index_chapters import Answers, in_chapters
from crossfoot.reports.index_gaps import answered_by, gaps_of
from crossfoot.standards.catalogue import read_standard, standard
from report_cases import make_input


def chapter(id_, *, part="body", metrics=(), names=(), annex=False):
    title = Text(id_.title(), f"章{id_}")
    return Answers(id_, title, f"chapter-{id_}", part, frozenset(metrics), tuple(names), annex)


ANNEX = chapter("annex", part="back", annex=True)


def located(index, code):
    row = next(row for row in index.rows if row.code == code)
    return row.status, [each.chapter_id for each in row.locations if each.chapter_id]


@pytest.fixture
def gri():
    given = make_input()
    index = content_index(given, standard("gri"))
    return lambda *chapters: in_chapters(index, chapters, given)


def test_a_chapter_that_names_a_code_discloses_it_without_any_figure(gri):
    assert located(gri(), "417-2") == (Status.GAP, [])
    index = gri(chapter("products", names=["GRI 417-2"]), ANNEX)
    assert located(index, "417-2") == (Status.DISCLOSED, ["products"])


def test_a_chapter_that_shows_a_figure_is_a_place_and_the_annex_is_the_last(gri):
    people = chapter("people", metrics=["workforce.headcount"])
    index = gri(ANNEX, people)
    assert located(index, "2-7") == (Status.DISCLOSED, ["people", "annex"])


def test_a_message_counts_only_where_no_chapter_of_the_body_shows_the_figure(gri):
    message = chapter("message", part="front", metrics=["workforce.headcount"])
    people = chapter("people", metrics=["workforce.headcount"])
    assert located(gri(message, people), "2-7")[1] == ["people"]
    assert located(gri(message), "2-7")[1] == ["message"]


def test_a_chapter_that_names_the_code_stands_before_one_that_shows_a_figure(gri):
    shows = chapter("first", metrics=["workforce.headcount"])
    names = chapter("second", names=["GRI 2-7"])
    assert located(gri(shows, names), "2-7")[1] == ["second", "first"]


def test_a_reason_for_leaving_out_stays(gri):
    index = gri(chapter("nature", names=["GRI 304-1"]))
    row = next(row for row in index.rows if row.code == "304-1")
    assert row.status is Status.NOT_APPLICABLE
    assert row.omission is not None


def test_places_that_the_author_stated_stay_behind_the_chapters(gri):
    index = gri(chapter("climate", metrics=["ghg.scope1"]))
    row = next(row for row in index.rows if row.code == "305-1")
    assert [each.chapter.en for each in row.locations] == ["Climate", "Our emissions"]


@pytest.mark.parametrize(
    ("name", "of", "code"),
    [
        ("GRI 2-9", "gri", "2-9"),
        ("gri 302-1", "gri", "302-1"),
        ("HKEX KPI A1.2", "hkex", "A1.2"),
        ("IFRS S2 29(a)(ii)", "ifrs-s2", "29(a)(ii)"),
        ("TCFD Governance a", "tcfd", "Governance a"),
        ("GRI 2-9", "hkex", ""),
        ("GRI 999-1", "gri", ""),
        ("GRI", "gri", ""),
    ],
)
def test_a_name_means_a_code_of_its_own_standard_alone(name, of, code):
    assert code_of(name, standard(of)) == code


# -- editions ---------------------------------------------------------------------------------


def test_a_standard_that_was_not_in_effect_is_listed_as_applied_early():
    index = content_index(make_input(period=Period.year(2023)), standard("ifrs-s2"))
    assert index.rows
    assert index.is_early
    assert not content_index(make_input(period=Period.year(2024)), standard("ifrs-s2")).is_early


def test_another_edition_can_be_chosen():
    given = make_input(period=Period.year(2023))
    index = content_index(given, standard("hkex"), edition="2025")
    assert (index.edition, index.is_early) == ("2025", True)
    assert any(row.code.startswith("D-") for row in index.rows)
    assert not any(row.code.startswith("D-") for row in content_index(given, standard("hkex")).rows)
    with pytest.raises(CrossfootError, match="choose of 2020, 2025"):
        content_index(given, standard("hkex"), edition="2019")


def test_chapters_find_the_codes_of_an_edition_that_is_applied_early():
    given = make_input(period=Period.year(2023))
    index = content_index(given, standard("hkex"), edition="2025")
    filled = in_chapters(index, [chapter("climate", names=["HKEX D-governance"])], given)
    assert located(filled, "D-governance") == (Status.DISCLOSED, ["climate"])


# -- own catalogues ---------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path):
    file = tmp_path / "buyer.csv"
    file.write_text(
        "code,standard_en,title_en,group,group_zh,metrics,same_as,obligation\n"
        "Q1,Buyer's questions,Staff,A,人员,workforce.headcount,,mandatory\n"
        "Q2,,Emissions,A,人员,,GRI 305-1;GRI 999-9,\n"
        "Q3,,Something nobody measures,B,,no.such.metric,,mandatory\n",
        "utf-8",
    )
    return read_standard(file)


def test_an_own_catalogue_names_metrics_or_codes_of_other_standards(own):
    given = replace(make_input(), catalogues={"buyer": own})
    index = content_index(given, given.standard("buyer"))
    assert index.title == Text("Buyer's questions", "Buyer's questions")
    found = {row.code: row for row in index.rows}
    assert found["Q1"].metrics == ("workforce.headcount",)
    assert "ghg.scope1" in found["Q2"].metrics
    assert "workforce.headcount" not in found["Q2"].metrics
    assert [row.code for row in index.gaps] == ["Q3"]
    assert found["Q1"].disclosure.group_title == Text("人员", "人员")


def test_what_an_own_catalogue_names_by_mistake_answers_nothing(own):
    assert answering(own.disclosure("Q3"), catalogue()) == ()


def test_gaps_say_what_would_close_them(own):
    given = replace(make_input(), catalogues={"buyer": own})
    indices = [content_index(given, given.standard(name)) for name in ("gri", "buyer")]
    gaps = list(gaps_of(indices))
    assert {gap.row.status for gap in gaps} == {Status.GAP}
    wording = {gap.row.code: answered_by(gap.row, catalogue()).en for gap in gaps}
    assert "answers: [BUYER Q3]" in wording["Q3"]
    assert "(product.labeling_incidents)" in wording["417-2"]


def test_what_is_owed_stands_before_what_is_voluntary(own):
    given = replace(make_input(), catalogues={"buyer": own})
    codes = [row.disclosure.obligation for row in content_index(given, standard("gri")).gaps]
    firmness = ["mandatory", "comply_or_explain", "if_material", "voluntary"]
    assert codes == sorted(codes, key=lambda each: firmness.index(str(each)))
    assert len(set(codes)) > 1
