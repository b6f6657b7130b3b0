"""The checks over facts, run on the figures of a report, with their answers on lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from crossfoot.facts.fact import Basis, Dimensions, Fact
from crossfoot.facts.provenance import Printed
from crossfoot.facts.selection import FactSet
from crossfoot.footing.checks import foot
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.footing.precision import as_printed, power_of_ten, unit_of_last_digit
from crossfoot.footing.report.cells import part
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.footing.report.numbers_in_text import numbers_in

#: two values in sentences that are further apart than this are about two things
_FAR_APART = Decimal("1.5")
#: a total and two parts
_A_SUM = 3
_A_PAIR = 2
#: rows of one table that miss alike
_ALIKE = 3
_TWICE, _PARTS = "same_figure_twice", "parts_against_total"
_OF_BREAKDOWNS = frozenset((_TWICE, "stated_against_formula"))
#: a total and parts that are further apart than this are of two things
_SEVERAL = Decimal(3)
_REMOVED = re.compile(
    r"remov|reduc|offset|absor|sequest|sink|\btrees?\b|deduct|抵消|清除|吸收|碳汇|植树|减排",
    re.IGNORECASE,
)


def recognised_figures(context: ReportContext) -> Iterator[ReportFinding]:
    """What the checks over facts say of the recognised figures."""
    every = _without_slips_of_sentences(context, foot(context.facts, context.catalogue))
    systematic = _systematic(context, every)
    for finding in every:
        if id(finding) in systematic:
            finding = replace(finding, severity=Severity.NOTE)
        if _two_things(finding):
            continue
        if _removals_were_deducted(context, finding) or _row_not_recognised(context, finding):
            continue
        if _row_between(context, finding) or _whole_of_another_table(context, finding):
            continue
        if _one_label_twice(context, finding) or _part_in_the_sentence(context, finding):
            continue
        finding = _one_name_for_two(context, _of_another_base(finding))
        finding = _of_another_thing(finding)
        found = _on_lines(finding)
        if found.lines:
            yield found


def _without_slips_of_sentences(
    context: ReportContext, findings: Sequence[Finding]
) -> Sequence[Finding]:
    """The findings, where what a sentence has otherwise than a table is told once.

    All other checks go by the table, so that a slip of a sentence brings no sums that fail.
    """
    twice = [finding for finding in findings if finding.check == _TWICE]
    slips = {
        fact
        for finding in twice
        if any(fact.context == "table" for fact in finding.facts)
        for fact in finding.facts
        if fact.context != "table"
    }
    if not slips:
        return findings
    others = FactSet([fact for fact in context.facts if fact not in slips])
    return [*twice, *foot(others, context.catalogue, without=(_TWICE,))]


def _systematic(context: ReportContext, findings: Sequence[Finding]) -> set[int]:
    """Findings of breakdowns of which several rows of one table miss alike: another definition."""
    groups: dict[tuple[str, str, str], dict[int, Finding]] = {}
    for finding in findings:
        first = finding.facts[0] if finding.facts else None
        place = first.provenance if first is not None else None
        if first is None or not first.dimensions or not isinstance(place, Printed):
            continue
        if finding.check not in _OF_BREAKDOWNS:
            continue
        tables = {f.table for f in context.figures_by_line.get(place.line or 0, ()) if f.table}
        for table in tables:
            key = (finding.check, finding.metric, table)
            groups.setdefault(key, {})[place.line or 0] = finding
    return {
        id(f)
        for f in findings
        for group in groups.values()
        if len(group) >= _ALIKE and any(f is each or _one_row(f, each) for each in group.values())
    }


def _one_row(one: Finding, other: Finding) -> bool:
    """Whether two findings are of the same row, in two years."""
    first, second = one.facts[:1], other.facts[:1]
    if one.check != other.check or not first or not second:
        return False
    mine, its = first[0].provenance, second[0].provenance
    return isinstance(mine, Printed) and isinstance(its, Printed) and mine.line == its.line


def _two_things(finding: Finding) -> bool:
    """Whether values that differ stand in sentences only and are too far apart to be one."""
    if finding.kind is not Kind.CONFLICTING_VALUES or any(
        f.context == "table" for f in finding.facts
    ):
        return False
    values = sorted(abs(fact.number) for fact in finding.facts)
    low, high = values[0], values[-1]
    return not low or (high / low > _FAR_APART and not power_of_ten(low, high))


def _of_another_base(finding: Finding) -> Finding:
    """A share that stands in a sentence only, far from its formula, is a doubt and no more."""
    if finding.kind is not Kind.RATIO_MISMATCH or not finding.facts:
        return finding
    stated = [fact for fact in finding.facts if fact.metric == finding.metric]
    if not stated or any(fact.context == "table" for fact in stated):
        return finding
    return replace(finding, severity=Severity.NOTE)


def _of_another_thing(finding: Finding) -> Finding:
    """Values that are many times apart, and no power of ten, are rather of two things."""
    if not finding.facts or finding.severity is Severity.NOTE:
        return finding
    numbers = [abs(fact.number) for fact in finding.facts if fact.number]
    if finding.kind is Kind.CONFLICTING_VALUES and len(numbers) > 1:
        low, high, far = min(numbers), max(numbers), _FAR_APART
        places = {fact.context for fact in finding.facts}
        if places == {"table"} and finding.severity is Severity.ERROR:
            far = _SEVERAL  # a table says more exactly what it is of
    elif finding.check == "part_exceeds_whole" and len(numbers) > 1:
        low, high, far = min(numbers), max(numbers), _SEVERAL
        if power_of_ten(low, high):
            return finding
        if [f.context for f in finding.facts[:2]] == ["table", "text"]:
            far = Decimal(1)  # the sentence may be of a part
    elif finding.check == "parts_against_total":
        whole = finding.facts[0]
        parts = [
            abs(f.number)
            for f in finding.facts[1:]
            if f.dimensions and f.metric == whole.metric and f.period == whole.period
        ]
        low, high = sorted((abs(whole.number), sum(parts, Decimal(0))))
        far = _SEVERAL
    else:
        return finding
    if low and high / low <= far:
        return finding
    return replace(finding, severity=Severity.NOTE)


def _one_label_twice(context: ReportContext, finding: Finding) -> bool:
    """Whether two rows of one table with one label differ: that the label stands twice is told."""
    if finding.kind is not Kind.CONFLICTING_VALUES:
        return False
    lines = {p.line for f in finding.facts if isinstance(p := f.provenance, Printed)}
    if len(lines) != _A_PAIR:
        return False
    for table in context.data_tables():
        rows = [row for row in context.rows_of[table.id] if row.line in lines]
        if len(rows) == _A_PAIR and rows[0].path == rows[1].path and rows[0].unit == rows[1].unit:
            return True
    return False


def _part_in_the_sentence(context: ReportContext, finding: Finding) -> bool:
    """Whether what parts of a sentence miss of their total stands in the sentence, unread."""
    if finding.kind is not Kind.SUM_MISMATCH or len(finding.facts) < _A_SUM:
        return False
    whole, *others = finding.facts
    first: dict[Dimensions, Fact] = {}
    for fact in others:
        if fact.dimensions and fact.period == whole.period:
            first.setdefault(fact.dimensions, fact)
    parts = list(first.values())
    lines = {
        p.line
        for f in [whole, *parts]
        if f.context != "table" and isinstance(p := f.provenance, Printed) and p.line
    }
    if len(parts) < _A_PAIR:
        return False
    gap = whole.number - sum((f.number for f in parts), Decimal(0))
    return any(n.value == gap for line in lines for n in numbers_in(context.lines[line - 1]))


def _row_not_recognised(context: ReportContext, finding: Finding) -> bool:
    """Whether a row beside the parts, which was not recognised, is what they miss of the total."""
    if finding.kind is not Kind.SUM_MISMATCH or len(finding.facts) < _A_SUM:
        return False
    total = finding.facts[0]
    if not isinstance(total.provenance, Printed):
        return False
    parts = [f for f in finding.facts[1:] if f.period == total.period]
    if _is_whole_of(total, finding.facts):
        parts = [f for f in parts if f.dimensions]
    else:  # a total of several metrics, such as that of the scopes
        parts = [f for f in parts if f.basis is not Basis.COMPUTED]
        parts = [f for f in parts if not _is_whole_of(f, parts)]
    lines = [place.line or 0 for f in parts if isinstance(place := f.provenance, Printed)]
    if not lines:
        return False
    gap = total.number - sum((f.number for f in parts), Decimal(0))
    reach = (unit_of_last_digit(total) + sum(map(unit_of_last_digit, parts), Decimal(0))) / 2
    others = {
        figure.line
        for figure in context.figures
        if figure.metric != total.metric or figure.line in lines
    }
    for table in context.data_tables():
        for row in context.rows_of[table.id]:
            near = min(lines) - 1 <= row.line <= max(lines) + 1
            if not near or row.line in others:
                continue
            for column in table.columns:
                cell = part(row, column) if column.year is not None else None
                if cell is not None and abs(cell.value - gap) <= reach + cell.step / 2:
                    return True
    return False


def _row_between(context: ReportContext, finding: Finding) -> bool:
    """Whether a row between the parts and the total, of another metric, is what they miss.

    "Own solar power" between fuels and direct energy is a part of it, and no fuel.
    """
    if finding.check != _PARTS or len(finding.facts) < _A_SUM:
        return False
    lines = [p.line for f in finding.facts if isinstance(p := f.provenance, Printed) and p.line]
    for table in context.data_tables():
        rows = {row.line: row for row in context.rows_of[table.id]}
        if len(lines) < _A_SUM or not all(line in rows for line in lines):
            continue
        whole, parts = rows[lines[0]], [rows[line] for line in dict.fromkeys(lines[1:])]
        between = [
            row
            for line, row in rows.items()
            if min(lines) < line < max(lines) and line not in lines and row.unit == whole.unit
        ]
        for column in table.columns:
            total, cells = part(whole, column), [part(row, column) for row in parts]
            known = [cell for cell in cells if cell is not None]
            if column.year is None or total is None or len(known) != len(parts):
                continue
            gap = total.value - sum((cell.value for cell in known), Decimal(0))
            reach = (total.step + sum((cell.step for cell in known), Decimal(0))) / 2
            missing = [cell for row in between if (cell := part(row, column)) is not None]
            if gap and any(abs(cell.value - gap) <= reach + cell.step / 2 for cell in missing):
                return True
    return False


def _whole_of_another_table(context: ReportContext, finding: Finding) -> bool:
    """Whether parts make the whole of their own table, and miss that of another one.

    That the two tables differ is told; which parts miss the other whole tells nothing more.
    """
    if finding.check != _PARTS or not finding.facts:
        return False
    whole, *others = finding.facts
    parts = [f for f in others if f.dimensions and f.metric == whole.metric]
    place = whole.provenance
    if not parts or not isinstance(place, Printed):
        return False
    lines = {p.line for f in parts if isinstance(p := f.provenance, Printed)}
    own = [
        table
        for table in context.data_tables()
        if lines <= {r.line for r in context.rows_of[table.id]}
    ]
    if not own or place.line in {row.line for row in context.rows_of[own[0].id]}:
        return False
    added = sum((f.number for f in parts if f.period == whole.period), Decimal(0))
    reach = sum((unit_of_last_digit(f) for f in parts), Decimal(0))
    return any(
        figure.table == own[0].id
        and figure.metric == whole.metric
        and not figure.dimensions
        and abs(figure.value - added) <= reach
        for figure in context.figures
    )


def _is_whole_of(fact: Fact, others: Sequence[Fact]) -> bool:
    """Whether a fact is the figure that the others break down."""
    return not fact.dimensions and any(
        other.metric == fact.metric and other.dimensions and other.period == fact.period
        for other in others
    )


def _removals_were_deducted(context: ReportContext, finding: Finding) -> bool:
    """Whether a total of emissions misses its scopes by what a row beside it says was removed."""
    if finding.kind is not Kind.SUM_MISMATCH or not finding.metric.startswith("ghg."):
        return False
    total, *parts = finding.facts
    place = total.provenance
    if not isinstance(place, Printed):
        return False
    ids = {f.table for f in context.figures_by_line.get(place.line or 0, ()) if f.table}
    terms = [f for f in parts if f.basis is not Basis.COMPUTED and f.period == total.period]
    gap = sum((f.number for f in terms), Decimal(0)) - total.number
    reach = (unit_of_last_digit(total) + sum(map(unit_of_last_digit, terms), Decimal(0))) / 2
    return any(
        abs(gap - abs(cell.value)) <= reach + cell.step / 2
        for table in context.data_tables()
        if table.id in ids
        for row in context.rows_of[table.id]
        if _REMOVED.search(row.label)
        for column in table.columns
        if (cell := part(row, column)) is not None
    )


def _one_name_for_two(context: ReportContext, finding: Finding) -> Finding:
    """Two rows of one table with one name and values far apart are rather two things."""
    if finding.kind is not Kind.CONFLICTING_VALUES:
        return finding
    places = [fact.provenance for fact in finding.facts if isinstance(fact.provenance, Printed)]
    tables = {f.table for p in places for f in context.figures_by_line.get(p.line or 0, ())}
    values = sorted(abs(fact.number) for fact in finding.facts)
    if len(tables) > 1 or "" in tables or not values or values[-1] <= values[0] * _FAR_APART:
        return finding
    if len({place.line for place in places}) < 2:
        return finding
    units = {found.unit for f in finding.facts if (found := as_printed(f)) is not None}
    # in two units and far apart they have two boundaries
    return replace(finding, severity=Severity.NOTE if len(units) > 1 else Severity.WARNING)


def _on_lines(finding: Finding) -> ReportFinding:
    printed = [fact.provenance for fact in finding.facts if isinstance(fact.provenance, Printed)]
    lines = tuple(dict.fromkeys(place.line for place in printed if place.line))
    values = tuple(dict.fromkeys(place.as_printed for place in printed))
    return ReportFinding(
        finding.kind,
        finding.severity,
        finding.metric,
        finding.message,
        values[:MOST_LINES],
        lines[:MOST_LINES],
        finding.arithmetic,
        finding.check,
    )
