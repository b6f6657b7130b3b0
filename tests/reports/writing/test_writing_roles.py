"""Each role on facts with known values; the expected words were worked out by hand.

Scope 1 is 100.5, 110.5, 93.6613 and scope 2 900.25, 1000.75, 1435.5587 t CO2e in 2021 to 2023, so
the total is 1000.75, 1111.25, 1529.22; 120 employees of whom 54 are women, 100 the year before.
"""

from __future__ import annotations

import pytest

from writing.chapters import draw, words

ROLES = [
    ("{value}`ghg.total`", "1,529.22 tCO₂e", "1,529.22吨二氧化碳当量"),
    ("{value}`ghg.total year=2022`", "1,111.25 tCO₂e", "1,111.25吨二氧化碳当量"),
    ("{value}`ghg.total year=previous bare`", "1,111.25", "1,111.25"),
    ("{value}`ghg.total unit=kt places=2`", "1.53 ktCO₂e", "1.53千吨二氧化碳当量"),
    ("{value}`ghg.total bare places=0`", "1,529", "1,529"),
    ("{value}`suppliers.count`", "more than 20", "超过20家"),
    ("{value}`workforce.headcount gender=female bare`", "54", "54"),
    ("{value}`energy.electricity.purchased period=2023-02 bare`", "200,002", "200,002"),
    ("{change}`ghg.total`", "increased by 37.6%", "上升37.6%"),
    ("{change}`ghg.total noun`", "an increase of 37.6%", "上升37.6%"),
    ("{change}`ghg.total signed`", "+37.6%", "+37.6%"),
    ("{change}`ghg.total bare places=2`", "37.61%", "37.61%"),
    ("{change}`ghg.total from=2021`", "increased by 52.8%", "上升52.8%"),
    ("{change}`ghg.scope1`", "decreased by 15.2%", "下降15.2%"),
    ("{change}`ghg.scope1 signed`", "−15.2%", "−15.2%"),
    ("{share}`workforce.headcount gender=female`", "45.0%", "45.0%"),
    ("{share}`workforce.headcount gender=female year=2022`", "40.0%", "40.0%"),
    ("{share}`ghg.scope1 of=ghg.total places=2`", "6.12%", "6.12%"),
    ("{unit}`ghg.total`", "tCO₂e", "吨二氧化碳当量"),
    ("{metric}`finance.revenue`", "Operating revenue", "营业收入"),
    ("{company}`name`", "Acme <Battery> & Co.", "安诺电池公司"),
    ("{entity}`hefei`", "Hefei plant", "合肥工厂"),
    ("{period}`year`", "2023", "2023年"),
    ("{period}`previous`", "2022", "2022年"),
    ("{period}`end`", "31 December 2023", "2023年12月31日"),
    ("{value}`policy.emissions`", "=We reduce emissions.", "我们持续减排。"),
]


@pytest.mark.parametrize(("role", "en", "zh"), ROLES, ids=[role for role, _, _ in ROLES])
def test_a_role_gives_its_words(make_book, role, en, zh):
    for language, expected in (("en", en), ("zh", zh)):
        book = make_book(f"# T\n\n{role}", language)
        assert book.findings == ()
        assert words(book).rstrip() == expected


def test_another_unit_keeps_the_digits_that_the_figure_is_printed_with(make_book):
    # 2,400,078 kWh are printed whole; in GWh the same seven digits are 2.400078
    book = make_book("# T\n\n{value}`energy.electricity.purchased unit=GWh`")
    assert words(book) == "2.400078 GWh"
    book = make_book("# T\n\n{value}`energy.electricity.purchased unit=GWh places=1`")
    assert words(book) == "2.4 GWh"


def test_a_number_opens_its_lineage_on_screen_alone(make_book):
    from crossfoot.reports.writing.drawing import PRINT

    book = make_book("# T\n\n{value}`ghg.scope1 year=2022`")
    assert 'href="#why/ghg.scope1/acme/2022"' in draw(book)
    assert "why/" not in draw(book, PRINT)


def test_an_estimate_and_a_note_stay_with_the_number(make_book):
    html = draw(make_book("# T\n\nWater: {value}`water.use`."))
    assert '<abbr title="estimated">e</abbr>' in html
    assert html.count("offices estimated by floor area") == 1
    assert 'href="#note-test-1"' in html
    assert 'id="note-test-1"' in html


def test_a_factor_carried_forward_is_told_below_the_chapter(small_report, make_book):
    carried = small_report.method.carried_forward[0]
    assert carried.metrics, "the small report has a factor that was carried forward"
    html = draw(make_book(f"# T\n\n{{value}}`{carried.metrics[0]}`"))
    assert carried.factor.en in html


def test_the_count_of_a_list_follows_its_rows(make_book):
    rows = (
        "title_en,title_zh,issuer_en,issuer_zh,date,level\n"
        "A,甲,X,某,2023-01-05,national\nB,乙,X,某,2022-05-01,provincial\n"
        "C,丙,X,某,2023-07-09,national\n"
    )
    text = "# T\n\n{count}`awards` {count}`awards level=national` {count}`awards date=2023-07`"
    assert words(make_book(text, awards=rows)) == "3 2 1"


def test_a_term_and_a_chapter_are_links(make_book):
    rows = "term_en,term_zh,definition_en,definition_zh\nScope 2,范围二,Energy bought.,外购能源。\n"
    html = draw(make_book("# Title\n\n{term}`scope 2` {ref}`test`", glossary=rows))
    assert 'class="term" href="#term-1" title="Energy bought."' in html
    assert '<a class="ref paged" href="#chapter-test">Title</a>' in html


WRONG = [
    ("{value}`ghg.scop1`", "unknown_metric", "`ghg.scope1`"),
    ("{vaule}`ghg.scope1`", "unknown_role", "`value`"),
    ("{value}`ghg.scope1 yaer=2022`", "unknown_option", "`year`"),
    ("{value}`ghg.scope1 year=1999`", "no_value", "year=2022"),
    ("{value}`ghg.scope1 year=soon`", "wrong_period", "soon"),
    ("{value}`ghg.scope1 gender=female`", "no_value", "gender=female"),
    ("{value}`ghg.scope1 bear`", "unknown_word", "`bare`"),
    ("{value}`ghg.scope1 places=99`", "bad_option", "places=99"),
    ("{value}`ghg.scope1 unit=kWh`", "wrong_unit", "kWh"),
    ("{value}`ghg.scope1 year=`", "bad_option", "year="),
    ("{value}`ghg.scope1 entity=hefie`", "unknown_entity", "`hefei`"),
    ("{value}`waste.hazardous.generated`", "no_value", "waste.hazardous.generated"),
    ("{change}`suppliers.count`", "no_change", "suppliers.count"),
    ("{change}`ghg.scope1 from=2001`", "no_value", "year=2001"),
    ("{share}`ghg.scope1`", "no_share", "of="),
    ("{count}`award`", "unknown_list", "`awards`"),
    ("{count}`awards levle=national`", "unknown_column", "`level`"),
    ("{period}`yaer`", "unknown_word", "`year`"),
    ("{ref}`tset`", "unknown_chapter", "`test`"),
    ("{term}`Scope 9`", "unknown_term", "Scope 9"),
]


@pytest.mark.parametrize(("role", "kind", "said"), WRONG, ids=[role for role, _, _ in WRONG])
def test_what_a_role_does_not_find_is_a_finding_and_a_mark(make_book, role, kind, said):
    book = make_book(f"# T\n\nfirst line\nsecond {role} line")
    assert [(str(f.kind), f.severity, f.where) for f in book.findings] == [
        (kind, "error", "report/en/10-test.md:4")
    ]
    assert said in book.findings[0].message.en
    assert said in book.findings[0].message.zh
    assert '<mark class="writing-mark"' in draw(book)
