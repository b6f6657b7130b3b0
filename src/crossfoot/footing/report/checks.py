"""The list of checks over a report, and the function that runs them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.amounts import (
    sentence_against_table,
    yearly_amount,
)
from crossfoot.footing.report.avoided import avoided_by_another_factor
from crossfoot.footing.report.boundary import years_of_different_scope
from crossfoot.footing.report.change_columns import change_columns
from crossfoot.footing.report.changes_in_text import change_in_a_sentence
from crossfoot.footing.report.code_lists import (
    codes_left_out,
    expected_codes,
    material_topics_left_out,
    recommendations_left_out,
    topic_without_disclosure,
    topic_without_management,
    unknown_code,
    unknown_sector,
)
from crossfoot.footing.report.column_totals import total_columns
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.counted import more_than_there_are
from crossfoot.footing.report.divisors import (
    rate_slips_between_years,
    rates_of_one_divisor,
    rates_that_agreed_before,
)
from crossfoot.footing.report.editions import mixed_editions
from crossfoot.footing.report.figures import recognised_figures
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.footing.report.hidden import hidden_cells
from crossfoot.footing.report.highlights import highlight_against_table
from crossfoot.footing.report.index_answers import answer_against_table
from crossfoot.footing.report.index_content import (
    only_a_part_has_figures,
    reduction_that_rose,
    row_without_content,
)
from crossfoot.footing.report.index_named_place import content_is_elsewhere
from crossfoot.footing.report.index_places import (
    chapter_has_another_title,
    location_is_no_title,
    named_section_is_no_title,
    page_beyond_the_end,
)
from crossfoot.footing.report.index_texts import (
    code_listed_twice,
    description_of_another_code,
    exchanged_descriptions,
    repeated_description,
)
from crossfoot.footing.report.labels import (
    groups_with_one_name,
    rows_with_one_label,
    scope_under_another_name,
)
from crossfoot.footing.report.named_totals import named_totals
from crossfoot.footing.report.names import one_count_many_names
from crossfoot.footing.report.none_in_text import none_against_a_count
from crossfoot.footing.report.of_which import row_above_its_whole
from crossfoot.footing.report.of_which_in_text import part_above_the_number_before
from crossfoot.footing.report.one_row_twice import one_row_twice
from crossfoot.footing.report.parts_in_text import (
    mistyped_share,
    part_above_its_whole,
    rate_above_a_hundred,
)
from crossfoot.footing.report.persons import (
    attendances_counted_twice,
    more_persons_than_employees,
)
from crossfoot.footing.report.plain_totals import (
    totals_a_slip_off,
    totals_without_the_word,
)
from crossfoot.footing.report.printed_divisors import rate_of_two_rows
from crossfoot.footing.report.rates_beside import rate_of_rows_beside
from crossfoot.footing.report.recycling import recycling_rate_against_waste
from crossfoot.footing.report.row_changes import change_against_a_row, change_of_a_named_row
from crossfoot.footing.report.rows_compared import (
    more_recycled_than_made,
    unit_of_another_thing,
)
from crossfoot.footing.report.section_numbers import section_is_missing
from crossfoot.footing.report.sentences_compared import sentence_against_sentence
from crossfoot.footing.report.shares_by_name import share_against_its_row
from crossfoot.footing.report.shares_in_text import share_in_a_sentence
from crossfoot.footing.report.shares_listed import shares_listed_together
from crossfoot.footing.report.shares_of_few import share_of_a_named_part, share_of_few
from crossfoot.footing.report.sums import shares_of_a_group, total_rows
from crossfoot.footing.report.trend import change_against_figures
from crossfoot.languages import Text

if TYPE_CHECKING:
    from crossfoot.reading.report import ReadReport

ReportCheck = Callable[[ReportContext], Iterator[ReportFinding]]

#: every check; a new one is written as a plain function and added here
REPORT_CHECKS: tuple[ReportCheck, ...] = (
    rates_of_one_divisor,
    recognised_figures,
    location_is_no_title,
    page_beyond_the_end,
    section_is_missing,
    named_section_is_no_title,
    chapter_has_another_title,
    repeated_description,
    exchanged_descriptions,
    code_listed_twice,
    description_of_another_code,
    unknown_code,
    unknown_sector,
    recommendations_left_out,
    mixed_editions,
    material_topics_left_out,
    topic_without_disclosure,
    topic_without_management,
    codes_left_out,
    expected_codes,
    row_without_content,
    content_is_elsewhere,
    only_a_part_has_figures,
    reduction_that_rose,
    answer_against_table,
    share_in_a_sentence,
    shares_listed_together,
    mistyped_share,
    part_above_its_whole,
    part_above_the_number_before,
    row_above_its_whole,
    share_of_few,
    share_of_a_named_part,
    share_against_its_row,
    rate_above_a_hundred,
    more_persons_than_employees,
    attendances_counted_twice,
    more_than_there_are,
    change_against_figures,
    change_against_a_row,
    change_of_a_named_row,
    change_in_a_sentence,
    change_columns,
    rows_with_one_label,
    groups_with_one_name,
    one_row_twice,
    scope_under_another_name,
    years_of_different_scope,
    sentence_against_table,
    sentence_against_sentence,
    highlight_against_table,
    yearly_amount,
    avoided_by_another_factor,
    recycling_rate_against_waste,
    one_count_many_names,
    none_against_a_count,
    total_rows,
    total_columns,
    named_totals,
    totals_without_the_word,
    totals_a_slip_off,
    shares_of_a_group,
    rates_that_agreed_before,
    rate_of_two_rows,
    rate_of_rows_beside,
    rate_slips_between_years,
    unit_of_another_thing,
    more_recycled_than_made,
    hidden_cells,
)

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def foot_report(report: ReadReport) -> list[ReportFinding]:
    """Everything in a report that does not agree, errors first, then in order of lines.

    Where two checks name the same kind and the same lines, the first one in the list speaks.
    """
    from crossfoot.metrics.catalogue import catalogue

    context = ReportContext(report, catalogue())
    found = (
        finding if finding.check else replace(finding, check=check.__name__)
        for check in REPORT_CHECKS
        for finding in check(context)
    )
    return sorted(_each_amount_once(without_repeats(found)), key=_place)


#: what two checks may say of one amount in two places, the plainer name first
_TWO_VALUES = (Kind.CONFLICTING_VALUES, Kind.UNIT_SCALE, Kind.TRANSPOSITION)


def _each_amount_once(findings: Sequence[ReportFinding]) -> list[ReportFinding]:
    """The findings, of two that say how the same two lines differ the one that says more."""
    best: dict[frozenset[int], ReportFinding] = {}
    for finding in findings:
        if finding.kind in _TWO_VALUES and len(finding.lines) > 1:
            known = best.setdefault(frozenset(finding.lines), finding)
            if known.check != finding.check and _says_more(finding, known):
                best[frozenset(finding.lines)] = finding
    return [
        finding
        for finding in findings
        if finding.kind not in _TWO_VALUES
        or best.get(frozenset(finding.lines), finding).check == finding.check
    ]


def _says_more(one: ReportFinding, other: ReportFinding) -> bool:
    return _TWO_VALUES.index(one.kind) > _TWO_VALUES.index(other.kind)


def _any_is(finding: ReportFinding, others: Iterable[ReportFinding]) -> bool:
    return any((finding.check, finding.lines) == (o.check, o.lines[:MOST_LINES]) for o in others)


def _place(finding: ReportFinding) -> tuple[int, int]:
    return _ORDER[finding.severity], min(finding.lines, default=0)


def _same_cause(
    known: ReportFinding, there: frozenset[int], finding: ReportFinding, here: frozenset[int]
) -> bool:
    """Whether another check said it already: of these lines and more, or of the doubtful one."""
    if known.check == finding.check:
        return False
    if len(here) > 1 and here < there:
        return True
    # a cell that is wrong in its column is wrong in its row as well
    carried = here <= there and bool(known.values) and known.values[0] in finding.values
    return known.lines[0] == finding.lines[0] and (len(here & there) > 1 or carried)


def _add_year(kept: list[ReportFinding], finding: ReportFinding, here: frozenset[int]) -> None:
    """Tells with a finding the arithmetic of another year on the same lines."""
    for at, known in enumerate(kept):
        same = (known.kind, known.metric, known.check) == (
            finding.kind,
            finding.metric,
            finding.check,
        )
        if not same or frozenset(known.lines) != here or not finding.recomputed:
            continue
        if finding.recomputed in known.recomputed or known.values == finding.values:
            return
        told = known.message
        kept[at] = replace(
            known,
            message=Text(
                f"{told.en.rstrip('.')}; likewise {finding.recomputed}",
                f"{told.zh.rstrip('。')}；同样，{finding.recomputed}",
            ),
            values=tuple(dict.fromkeys((*known.values, *finding.values)))[:MOST_LINES],
            recomputed=f"{known.recomputed}; {finding.recomputed}",
        )
        return


def without_repeats(findings: Iterable[ReportFinding]) -> list[ReportFinding]:
    """Findings of which none says of the same lines what an earlier one said.

    One that names some of the lines which another check named before, and no others, says less,
    unless it is more severe.
    """
    kept: list[ReportFinding] = []
    said: dict[str, list[tuple[ReportFinding, frozenset[int]]]] = {}
    for finding in findings:
        lines = tuple(dict.fromkeys(finding.lines))[:MOST_LINES]
        earlier = said.setdefault(finding.kind.value, [])
        here = frozenset(lines)
        if any(
            _ORDER[known.severity] <= _ORDER[finding.severity]
            and (here == there or _same_cause(known, there, finding, here))
            for known, there in earlier
        ):
            _add_year(kept, finding, here)
            continue
        less = [
            known
            for known, there in earlier
            if finding.kind is Kind.RATIO_MISMATCH and _same_cause(known, there, finding, here)
        ]
        if less:
            kept = [each for each in kept if not _any_is(each, less)]
            earlier[:] = [each for each in earlier if not _any_is(each[0], less)]
        earlier.append((finding, here))
        kept.append(replace(finding, lines=lines))
    return kept
