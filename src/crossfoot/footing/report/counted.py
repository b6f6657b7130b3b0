"""Counts of a sentence that are larger than what they are of: more assessed than there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.numbers_in_text import numbers_in
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text


@dataclass(frozen=True, slots=True)
class Counted:
    """Things of which a sentence counts some, and a figure all.

    Attributes:
        whole: id of the metric that counts all.
        noun: what stands right behind the number.
        done: what was done with some of them, in the same clause.
        not_of_them: words that say that others are meant.
        name: what they are.
    """

    whole: str
    noun: re.Pattern[str]
    done: re.Pattern[str]
    not_of_them: re.Pattern[str]
    name: Text


#: a new line is another sort of thing
_COUNTED = (
    Counted(
        "suppliers.count",
        re.compile(r"^\s?(?:of our |active |key )?suppliers\b|^\s?家(?:次)?供应商", re.IGNORECASE),
        re.compile(
            r"assess|audit|evaluat|screen|inspect|review|signed|评估|审核|考核|审查|稽核|评审|签署|签订",
            re.IGNORECASE,
        ),
        re.compile(
            r"potential|candidate|prospective|applicant|cumulat|since|tier[- ]?[23]|times|"
            r"潜在|候选|意向|累计|自20|家次|二级|三级",
            re.IGNORECASE,
        ),
        Text("suppliers", "供应商"),
    ),
)


def more_than_there_are(context: ReportContext) -> Iterator[ReportFinding]:
    """Counted things of a sentence that are more than the figure of all of them."""
    for counted in _COUNTED:
        known = _all_of_them(context, counted.whole)
        if known is None:
            continue
        whole, place = known
        for line, text in context.prose():
            plain = re.sub(r"\*{1,3}", "", text)
            for found in numbers_in(text):
                if found.value <= whole or not found.qualifier.is_exact or found.step != 1:
                    continue
                behind = re.sub(r"^[\d,.]+", "", plain[found.start :])
                said = found.sentence
                if not counted.noun.match(behind) or not counted.done.search(said):
                    continue
                if counted.not_of_them.search(said):
                    continue
                yield ReportFinding(
                    Kind.PARTS_EXCEED_TOTAL,
                    Severity.WARNING,
                    counted.whole,
                    Text(
                        f"{number(found.value)} {counted.name.en} are counted here, more than the "
                        f"{number(whole)} there are.",
                        f"此处为{number(found.value)}家{counted.name.zh}，多于总数{number(whole)}。",
                    ),
                    (found.printed, number(whole)),
                    (line, place),
                    f"{number(found.value)} / {number(whole)} = {computed(found.value / whole)}",
                )


def _all_of_them(context: ReportContext, metric: str) -> tuple[Decimal, int] | None:
    """The largest figure of all in the report's year, with its line: others may be of a part."""
    known = [
        (figure.value, figure.line)
        for figure in context.figures
        if figure.metric == metric
        and not figure.dimensions
        and figure.year == context.report.year
        and figure.qualifier.is_exact
    ]
    return max(known, default=None)
