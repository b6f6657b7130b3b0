"""Footing a published report: what does not agree in it, over everything that was read.

A check is a plain function: it gets a `ReportContext` and yields `ReportFinding`s. The list is
`checks.REPORT_CHECKS`; `foot_report` runs them all and puts together what says the same.

- `finding`: a finding with the values as printed and the lines that they stand on
- `context`: what a check may ask: the report, its facts, numbers of rows, lines of chapters
- `figures`: the checks over facts, with their answers brought back to lines
- `settled`: which of the recognised figures are relied on
- `sums`, `column_totals`, `named_totals`, `plain_totals` with `sum_candidates`: totals, parts and
  shares of tables, whether their labels are recognised or not
- `divisors`, `intensities`, `printed_divisors`: rates against what they divide
- `shares_in_text`, `shares_of_few`, `shares_by_name`, `parts_in_text`, `of_which_in_text`,
  `none_in_text`, `persons`, `counted`, `avoided`, `recycling`: numbers of a sentence against each
  other and against the tables
- `trend`, `row_changes`, `changes_in_text`: changes stated in words against the figures, the rows
  of tables, and the numbers of their own sentence
- `amounts`, `sentences_compared`, `highlights`, `names`: one amount in two places, one count
  under two names
- `labels`, `one_row_twice`: one label for two rows or groups, two things with the same numbers
- `hidden`: rows and columns that a workbook hides
- `boundary`: years of different scope or method side by side
- `own_lines`: findings in paragraphs brought back to the lines of their numbers
- `code_lists`, `index_texts`, `index_places`, `section_numbers`, `index_content`,
  `index_answers`: contents indices against the standard, the contents list, the headings and the
  figures; `evidence.tsv` says what counts as content
- `titles`, `numbers_in_text`: titles and numbers as the checks compare them
- `compare`: two reports side by side; `method_notes`: notes that changed; `series`: one metric over
  several reports; `shown`: names of reports, metrics and breakdowns

Not here: reading (reading), checks over facts (footing), drawing the page (footing.page). May
import reading and what stands below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crossfoot.footing.report.finding import ReportFinding
    from crossfoot.reading.report import ReadReport


def foot_report(report: ReadReport) -> list[ReportFinding]:
    """Everything in a report that does not agree, errors first; with places in the original."""
    from dataclasses import replace

    from crossfoot.footing.report.checks import foot_report as run_checks
    from crossfoot.footing.report.own_lines import on_their_lines

    found = on_their_lines(run_checks(report), report)
    return [replace(each, places=tuple(map(report.place_of, each.lines))) for each in found]
