"""Figures to facts: basis published, provenance the place in the report."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crossfoot.facts.fact import Basis, Dimensions, Fact
from crossfoot.facts.provenance import Printed
from crossfoot.quantities.periods import Period
from crossfoot.reading.figure import Figure
from crossfoot.reading.report import ReadReport


def report_facts(report: ReadReport, entity: str = "", sha256: str = "") -> list[Fact]:
    """The figures of a report as published facts; figures without a year are left out.

    Args:
        report: the report.
        entity: id of the organisation; made from the company's name where empty.
        sha256: hash of the file.
    """
    entity = entity or company_id(report.company) or "company"
    return list(_facts(report.figures, entity, report_title(report), sha256))


def _facts(figures: Iterable[Figure], entity: str, title: str, sha256: str = "") -> Iterable[Fact]:
    for figure in figures:
        if figure.year is None:
            continue
        shown = " ".join(part for part in (figure.printed, figure.printed_unit) if part)
        yield Fact(
            metric=figure.metric,
            entity=entity,
            period=Period.year(figure.year),
            value=figure.value,
            unit=figure.unit,
            dimensions=Dimensions(figure.dimensions),
            basis=Basis.PUBLISHED,
            qualifier=figure.qualifier,
            decimals=_decimals(figure),
            note=figure.remark,
            context=figure.context,
            provenance=Printed(
                title,
                line=figure.line,
                page=figure.page,
                as_printed=shown,
                label=figure.shown or figure.label,
                sha256=sha256,
            ),
        )


def _decimals(figure: Figure) -> int | None:
    """Places after the point in the metric's unit; None where a printed place is none of its."""
    sign, digits, exponent = figure.step.normalize().as_tuple()
    if sign or digits != (1,) or not isinstance(exponent, int):
        return None
    return -exponent


def report_title(report: ReadReport) -> str:
    """Company, the word "report", and year; the name of the file where no company was found."""
    parts = [report.company or report.name, "report", str(report.year or "")]
    return " ".join(part for part in parts if part)


def company_id(company: str) -> str:
    """A short id of a company: the words of its name before the legal form.

    >>> company_id("Gizmo Energy Co., Ltd."), company_id("")
    ('gizmo_energy', '')
    """
    name = re.sub(
        r"\W*(?:Co\.?\W*Ltd\.?|Company Limited|Limited|Inc\.?|Corporation|PLC|股份有限公司|"
        r"有限公司)\W*$",
        "",
        company,
        flags=re.IGNORECASE,
    )
    return re.sub(r"\W+", "_", name).strip("_").lower()
