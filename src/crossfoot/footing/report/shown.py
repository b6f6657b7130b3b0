"""Names of reports, metrics and breakdowns, as a comparison shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.reading.report import ReadReport

_SHORT = 16  # characters
_LEGAL_FORM = re.compile(
    r"\W*(?:Co\.?\W*Ltd\.?|Company Limited|Limited|Inc\.?|Corporation|PLC|"
    r"(?:股份|集团)?有限公司)\W*$",
    re.IGNORECASE,
)


def report_names(reports: Sequence[ReadReport], *, short: bool = False) -> tuple[str, ...]:
    """Company and year of each; with the file where two would be called alike.

    The years alone name the reports of one company.

    Args:
        reports: the reports.
        short: whether long names are cut, so that they fit the head of a column.
    """
    companies = {report.company for report in reports}
    years = [str(report.year or "") for report in reports]
    if len(companies) == 1 and all(years) and len(set(years)) == len(years):
        return tuple(years)
    named = [_cut(report.company or report.name) if short else _whole(report) for report in reports]
    full = [" ".join(part for part in pair if part) for pair in zip(named, years, strict=True)]
    return tuple(
        f"{name} ({report.name})" if full.count(name) > 1 else name
        for name, report in zip(full, reports, strict=True)
    )


def _whole(report: ReadReport) -> str:
    return report.company or report.name


def _cut(company: str) -> str:
    """The words of a name before the legal form, as many as fit.

    >>> _cut("Gizmo Energy Storage Co., Ltd."), _cut("青衡储能科技股份有限公司")
    ('Gizmo Energy', '青衡储能科技')
    """
    bare = _LEGAL_FORM.sub("", company) or company
    words = ""
    for word in bare.split():
        if words and len(words) + len(word) >= _SHORT:
            break
        words = f"{words} {word}".strip()
    return words[: 2 * _SHORT]


def metric_name(metric: str, language: Language) -> str:
    """The title of a metric; its id where the catalogue has none."""
    from crossfoot.metrics.catalogue import catalogue

    found = catalogue().get(metric)
    return found.title[language] if found is not None else metric


def breakdown_name(dimensions: Iterable[tuple[str, str]], language: Language) -> str:
    """The members of a breakdown: "Female; Under 30"."""
    from crossfoot.metrics.dimensions import member_label

    gap = "；" if language == "zh" else "; "
    return gap.join(member_label(key, member)[language] for key, member in dimensions)
