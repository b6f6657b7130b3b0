from __future__ import annotations

from decimal import Decimal

from crossfoot.facts.fact import Basis
from crossfoot.facts.selection import FactSet
from crossfoot.quantities.periods import Period
from crossfoot.reports.build import build_report
from crossfoot.reports.figures import change_between, period_label
from crossfoot.reports.model import Cell, Report, RowKind
from report_cases import YEAR, fact, make_input, row_texts


def table_of(report: Report, topic: str):
    return next(table for table in report.tables() if table.id == topic)


def test_a_row_keeps_the_decimals_that_were_entered(small_report):
    rows = row_texts(small_report, "ghg.scope1")
    assert rows == [("Direct (scope 1) GHG emissions", "100.50", "110.50", "93.6613")]


def test_a_formula_is_recomputed_and_rounded_for_print(small_report):
    # 93.6613 + 1,435.5587 = 1,529.2200; Alpha ESS, ESG report 2022
    assert row_texts(small_report, "ghg.total")[0][1:] == ("1,000.75", "1,111.25", "1,529.22")
    # 1,529.22 / 80,000 = 0.01911525
    assert row_texts(small_report, "ghg.intensity.revenue")[0][3] == "0.01912"
    assert row_texts(small_report, "ghg.scope2_share")[0][3] == "93.88"


def test_a_printed_value_that_differs_is_named_in_a_footnote(small_report):
    table = table_of(small_report, "ghg")
    cells = [cell for cell in table.cells() if cell.fact.metric == "ghg.total"]
    notes = {note.number: note.text for note in table.footnotes}
    marked = [notes[number].en for number in cells[1].notes]
    assert marked == ["Recomputed from the figures given; the source prints 1,111.4."]
    assert "1,111.4" in notes[cells[1].notes[0]].zh


def test_a_printed_value_that_agrees_when_rounded_needs_no_footnote():
    facts = [
        fact("ghg.total", 2022, "1111.25", basis=Basis.COMPUTED),
        fact("ghg.total", 2022, "1111.3", basis=Basis.PUBLISHED, decimals=1),
    ]
    given = make_input(facts=FactSet(facts), unresolved=())
    assert table_of(build_report(given), "ghg").footnotes == ()


def test_breakdowns_stand_below_their_whole_in_the_order_of_the_dimension(small_report):
    rows = table_of(small_report, "workforce").rows
    labels = [(row.label.en, row.level) for row in rows if row.metric.id == "workforce.headcount"]
    assert labels == [("Employees at the end of the period", 0), ("Female", 1), ("Male", 1)]


def test_several_breakdowns_are_named():
    facts = [
        fact("workforce.headcount", 2023, "10"),
        fact("workforce.headcount", 2023, "4", dimensions="gender=female"),
        fact("workforce.headcount", 2023, "6", dimensions="age_group=under_30"),
        fact("workforce.headcount", 2023, "2", dimensions="age_group=under_30;gender=female"),
    ]
    report = build_report(make_input(facts=FactSet(facts)))
    rows = table_of(report, "workforce").rows
    groups = [row.label.en for row in rows if row.kind is RowKind.GROUP]
    assert groups == ["by gender", "by age group", "by age group × gender"]
    assert rows[-1].label.en == "Under 30, Female"
    assert rows[-1].label.zh.count("、") == 1


def test_a_breakdown_without_a_whole_is_headed_by_its_metric():
    facts = [fact("company.sites", 2023, "9", dimensions="site_type=production")]
    rows = table_of(build_report(make_input(facts=FactSet(facts))), "company").rows
    assert [(row.kind, row.cells == ()) for row in rows] == [
        (RowKind.GROUP, True),
        (RowKind.MEMBER, False),
    ]


def test_years_without_any_value_get_no_column(small_report):
    assert [str(period) for period in table_of(small_report, "ghg").periods] == [
        "2021",
        "2022",
        "2023",
    ]
    assert [str(period) for period in table_of(small_report, "workforce").periods] == [
        "2022",
        "2023",
    ]


def test_no_more_than_five_years_are_shown():
    facts = [fact("finance.revenue", year, str(year)) for year in range(2015, 2024)]
    table = table_of(build_report(make_input(facts=FactSet(facts))), "finance")
    assert [str(period) for period in table.periods] == ["2019", "2020", "2021", "2022", "2023"]


def test_the_first_year_can_be_set():
    given = make_input(first_period=Period.year(2022))
    assert [str(period) for period in given.periods] == ["2022", "2023"]


def test_a_span_of_years_is_a_row_of_its_own(small_report):
    rows = row_texts(small_report, "energy.saved")
    assert rows == [("Energy saved by measures (2021–2023)", "31,200")]


def test_words_marks_and_reasons_are_kept(small_report):
    assert row_texts(small_report, "suppliers.count")[0][1:] == ("15", "more than 20")
    assert row_texts(small_report, "waste.hazardous.generated")[0][1:] == ("–",)
    water, waste = table_of(small_report, "water"), table_of(small_report, "waste")
    assert water.has_estimates
    assert not waste.has_estimates
    assert table_of(small_report, "energy").has_simulations
    assert [(note.text.en, note.as_written) for note in waste.footnotes] == [
        ("no such waste", True)
    ]
    assert [note.text.en for note in water.footnotes] == ["offices estimated by floor area"]


def test_figures_say_what_they_lack_and_what_stands_in(small_report):
    table = table_of(small_report, "ghg")
    notes = {note.number: note.text.en for note in table.footnotes}

    def said(metric: str, year: int) -> list[str]:
        return [
            notes[number]
            for cell in table.cells()
            if cell.fact.metric == metric and cell.fact.period == Period.year(year)
            for number in cell.notes
        ]

    missing = "Without 1 activity row for which no emission factor was found."
    assert missing in said("ghg.total", 2023)
    assert missing not in said("ghg.total", 2021)
    assert any("carried forward" in note for note in said("ghg.scope2_share", 2023))
    assert not any("carried forward" in note for note in said("ghg.scope2_share", 2022))


def test_footnotes_are_numbered_in_the_order_of_use_and_each_is_used(small_report):
    for table in small_report.tables():
        used = [number for cell in table.cells() for number in cell.notes]
        assert list(dict.fromkeys(used)) == [note.number for note in table.footnotes]


def cell(value: str, unit: str = "t", **other: object) -> Cell:
    made = fact("waste.generated", YEAR, value, **other)
    return Cell(type(made)(**{**{f: getattr(made, f) for f in made.__slots__}, "unit": unit}))


def test_changes_are_relative_and_of_shares_in_points():
    change = change_between(cell("80"), cell("100"))
    assert change is not None
    assert (change.value, change.points) == (Decimal(25), False)
    share = change_between(cell("40", "percent"), cell("45.5", "percent"))
    assert share is not None
    assert (share.value, share.points) == (Decimal("5.5"), True)


def test_a_change_is_not_said_where_it_says_nothing(small_report):
    assert change_between(cell("0"), cell("5")) is None
    assert change_between(cell("-2"), cell("5")) is None
    assert change_between(cell("2", "t"), cell("5", "kg")) is None
    assert change_between(None, cell("5")) is None
    supplier = next(
        row
        for row in table_of(small_report, "suppliers").rows
        if row.metric.id == "suppliers.count"
    )
    assert supplier.change is None  # "more than 20" against 15


def test_texts_are_statements_in_the_language_asked_for(small_report):
    topic = next(topic for topic in small_report.topics() if topic.id == "policies")
    assert topic.table is None
    assert [statement.fact("zh").value for statement in topic.statements] == ["我们持续减排。"]
    assert [statement.fact("en").value for statement in topic.statements] == [
        "=We reduce emissions."
    ]


def test_key_figures_take_the_first_metric_with_a_value(small_report):
    metrics = [highlight.cell.fact.metric for highlight in small_report.highlights]
    assert metrics[:3] == ["finance.revenue", "ghg.total", "ghg.intensity.revenue"]
    assert "energy.electricity.purchased" in metrics
    assert len(metrics) <= 8


def test_a_report_is_a_draft_while_something_stands():
    assert build_report(make_input()).is_draft
    settled = make_input(findings=(), stated={}, unresolved=())
    assert not build_report(settled).is_draft
    assert build_report(make_input(findings=(), stated={})).is_draft  # a row without a factor


def test_columns_of_a_fiscal_year_are_named_by_its_months():
    assert period_label(Period.fiscal_year(2023, 4)).en == "2023-04 – 2024-03"
    assert period_label(Period.years(2021, 2023)).zh == "2021–2023年"
    assert period_label(Period.month(2023, 7)).zh == "2023年7月"
