"""Repeated labels, changed boundaries, recycling rates, and which figures are relied on."""

from __future__ import annotations

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.settled import settled_figures
from crossfoot.reading.reader import read_text


def findings(text: str, check: str) -> list[ReportFinding]:
    found = foot_report(read_text(f"Sustainability report 2023\n\n{text}\n"))
    return [each for each in found if each.check == check]


def test_two_rows_with_one_label() -> None:
    table = "Gizmos\n\nIndicator\tUnit\t2023\nGizmo density\tkg/L\t1.2\nGizmo density\tkg/L\t{}\n"
    (found,) = findings(table.format("1.7"), "rows_with_one_label")
    assert (found.kind, found.severity, found.lines) == (
        Kind.DUPLICATE_LABEL,
        Severity.WARNING,
        (6, 7),
    )
    assert not findings(table.format("1.2"), "rows_with_one_label")


def test_one_label_in_two_units_is_two_rows() -> None:
    table = "Gizmos\n\nIndicator\tUnit\t2023\nGizmo density\tkg/L\t1.2\nGizmo density\tg/cm3\t1.7\n"
    assert not findings(table, "rows_with_one_label")


def test_two_groups_with_one_name() -> None:
    table = (
        "Staff\n\nIndicator\t\tUnit\t2023\n"
        "Number of employees by ages\tUnder 30\tPerson\t10\n"
        "\tOver 30\tPerson\t20\n"
        "Number of employees divided by different {}\tSenior management\tPerson\t5\n"
        "\tOther staff\tPerson\t25\n"
    )
    (found,) = findings(table.format("ages"), "groups_with_one_name")
    assert found.kind is Kind.DUPLICATE_LABEL
    assert not findings(table.format("levels"), "groups_with_one_name")


def test_years_of_different_scope() -> None:
    table = (
        "Water\n\nIndicator\tUnit\t2022\t2023\nTotal water consumption\tm3\t100\t300\n\n"
        "Note 1: The statistical scope for 2022 is the north plant while that for 2023 is the "
        "north plant and the south plant.{}"
    )
    (found,) = findings(table.format(""), "years_of_different_scope")
    assert found.kind is Kind.BOUNDARY_CHANGE_WITHOUT_RESTATEMENT
    assert not findings(table.format(" Figures of 2022 were restated."), "years_of_different_scope")


def test_a_recycling_rate_that_the_waste_does_not_give() -> None:
    text = (
        "In 2023, the recycling rate of industrial solid waste exceeded {}%.\n\n"
        "Waste\n\nWaste indicators\t\tUnit\t2023\n"
        "Non-hazardous waste\tRecyclable non-hazardous waste\tkg\t300\n"
        "\tUnrecyclable non-hazardous waste\tkg\t700\n"
    )
    (found,) = findings(text.format(90), "recycling_rate_against_waste")
    assert found.recomputed == "0.3 / 1 = 30%"
    assert not findings(text.format(30), "recycling_rate_against_waste")


def test_a_value_in_a_sentence_beside_one_that_a_table_confirms_is_of_something_else() -> None:
    report = read_text(
        "Report 2023\n\nWe have a total of 599 suppliers.\n\n"
        "A total of 50 suppliers took part in the meeting.\n\n"
        "Supply chain\n\nIndicator\tUnit\t2023\nTotal number of suppliers\tSupplier\t599\n"
    )
    kept = [f.value for f in settled_figures(report) if f.metric == "suppliers.count"]
    assert set(kept) == {599}
