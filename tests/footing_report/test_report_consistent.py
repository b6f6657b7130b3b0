"""Any report whose numbers hold raises nothing; one slip in it is found, once, where it stands.

The true values have more digits than are printed: totals, rates, shares and changes are worked out
from the true ones and then rounded, as in a real report, so that printed parts may miss a printed
total by what rounding explains.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.footing.finding import Severity
from crossfoot.footing.report import foot_report
from crossfoot.quantities.rounding import round_half_away
from crossfoot.reading.reader import read_text

YEARS = (2022, 2023)
GASES = ("Argon", "Helium", "Xenon", "Neon")
PLANTS = ("Northfield", "Southport", "Eastmere")
REGIONS = ("Hill region", "Lake region", "Coast region")


@dataclass
class Table:
    """Printed rows; `totals` and `rates` say where a slip may be planted."""

    head: list[str]
    rows: list[list[str]] = field(default_factory=list)
    totals: list[tuple[int, int]] = field(default_factory=list)
    rates: list[tuple[int, int]] = field(default_factory=list)
    changes: list[tuple[int, int]] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The table with pipes."""
        text = [self.head, ["---"] * len(self.head), *self.rows]
        return ["| " + " | ".join(cells) + " |" for cells in text]


def shown(value: Decimal, places: int) -> str:
    return f"{round_half_away(value, places):,f}"


def true_values(draw: st.DrawFn, count: int) -> list[Decimal]:
    digits = st.integers(1_000_000, 99_999_999)
    return [Decimal(draw(digits)) / 10_000 for _ in range(count)]


@st.composite
def plants(draw: st.DrawFn) -> Table:
    """Amounts of plants with their total first or last, in two years."""
    places = draw(st.integers(0, 3))
    table = Table(["Indicator", "Unit", *map(str, YEARS), "Change (%)"])
    values = [true_values(draw, len(YEARS)) for _ in PLANTS]
    total = [sum(column) for column in zip(*values, strict=True)]
    named = [(f"Ore handled - {name}", v) for name, v in zip(PLANTS, values, strict=True)]
    first = draw(st.booleans())
    labelled = [("Ore handled - Total", total)]
    labelled = [*labelled, *named] if first else [*named, *labelled]
    for at, (label, cells) in enumerate(labelled):
        # the change that a reader can recalculate is that of the printed numbers
        before, after = (round_half_away(v, places) for v in cells)
        change = f"{(after / before - 1) * 100:.1f}"
        table.rows.append([label, "tonnes", *(shown(v, places) for v in cells), change])
        if label.endswith("Total"):
            table.totals += [(at, 2), (at, 3)]
        if abs(Decimal(change)) > 1:
            table.changes.append((at, 4))
    return table


@st.composite
def gases(draw: st.DrawFn) -> Table:
    """Amounts and their intensities with one divisor for each year."""
    table = Table(["Indicator", "Unit", *map(str, YEARS)])
    divisors = [Decimal(draw(st.integers(500, 5_000))) for _ in YEARS]
    for name in GASES:
        cells = true_values(draw, len(YEARS))
        rates = [value / divisor for value, divisor in zip(cells, divisors, strict=True)]
        table.rows.append([f"{name} consumption", "kg", *(shown(v, 2) for v in cells)])
        table.rows.append([f"{name} intensity", "kg/batch", *(shown(v, 5) for v in rates)])
        table.rates += [(len(table.rows) - 1, 2), (len(table.rows) - 1, 3)]
    return table


@st.composite
def crossfooted(draw: st.DrawFn) -> Table:
    """Counts by region and shift, with totals of rows and columns."""
    table = Table(["Region", "Day shift", "Night shift", "Total"])
    counts = [[draw(st.integers(20, 900)) for _ in range(2)] for _ in REGIONS]
    for label, cells in zip(REGIONS, counts, strict=True):
        table.rows.append([label, *map(str, cells), str(sum(cells))])
    sums = [sum(column) for column in zip(*counts, strict=True)]
    table.rows.append(["Total", *map(str, sums), str(sum(sums))])
    table.totals += [(3, 1), (3, 2)]
    return table


@st.composite
def reports(draw: st.DrawFn) -> list[Table]:
    return [draw(plants()), draw(gases()), draw(crossfooted())]


def printed(tables: list[Table]) -> tuple[str, dict[tuple[int, int], int]]:
    """The report, and the line of each row of each table."""
    lines = ["# Sustainability Report 2023", ""]
    places = {}
    for number, table in enumerate(tables):
        lines += [f"## Section {'ABC'[number]}", ""]
        for at in range(len(table.rows)):
            places[number, at] = len(lines) + at + 3
        lines += [*table.lines(), ""]
    return "\n".join(lines) + "\n", places


def loud(text: str) -> list[tuple[str, tuple[int, ...]]]:
    found = foot_report(read_text(text))
    return [(f.message.en, f.lines) for f in found if f.severity is not Severity.NOTE]


SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(reports())
def test_a_report_that_holds_raises_nothing(tables: list[Table]) -> None:
    text, _ = printed(tables)
    assert not loud(text), text


@SLOW
@given(reports(), st.data())
def test_one_slip_is_found_once_and_where_it_stands(
    tables: list[Table], data: st.DataObject
) -> None:
    places = [
        (kind, number, at)
        for number, table in enumerate(tables)
        for kind in ("totals", "rates", "changes")
        for at in getattr(table, kind)
    ]
    kind, number, (row, column) = data.draw(st.sampled_from(places))
    cell = tables[number].rows[row][column]
    value = Decimal(cell.replace(",", ""))
    digits = -value.as_tuple().exponent
    if kind == "changes":
        # beyond what the rounding of two values of three digits explains
        by = 5 + int(abs(value) / 50)
        slip = f"{value + (by if value > 0 else -by):f}"
    else:
        percent = data.draw(st.integers(3, 8)) * data.draw(st.sampled_from((-1, 1)))
        slip = shown(value * (100 + percent) / 100, digits)
    tables[number].rows[row][column] = slip
    if kind == "totals" and number == 0:
        tables[number].rows[row][4] = ""  # the change would be a second slip
    text, lines = printed(tables)
    found = loud(text)
    assert len(found) == 1, (found, text)
    assert lines[number, row] in found[0][1], (found, text)
