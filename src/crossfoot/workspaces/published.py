"""Figures of a published report as facts of a workspace.

A report is read once, when it is imported. What was read of it is kept as evidence too, one row for
each figure, so that a later version of the program does not read something else into it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.errors import Problem
from crossfoot.facts.fact import Basis, Dimensions, Fact
from crossfoot.facts.provenance import Printed
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.workspaces.durable import keep_bytes
from crossfoot.workspaces.stored import evidence_path

if TYPE_CHECKING:
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.reading.figure import Figure
    from crossfoot.reading.report import ReadReport

#: endings of files that `import --as facts` takes for a report; tables of facts have others
REPORT_ENDINGS = (".pdf", ".txt", ".md", ".html", ".htm", ".docx")

_COLUMNS = (
    "metric", "entity", "period", "value", "unit", "dimensions", "qualifier", "decimals", "note",
    "context", "document", "page", "line", "label", "as_printed", "sha256",
)  # fmt: skip
_NAMED = 5  # figures that a message names
_HEAD = 1 << 16  # bytes that tell a table from a report
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def is_report(path: Path) -> bool:
    """Whether a file of facts is a published report rather than a table of facts.

    By its ending; a text is a table where its first line names the columns that every table of
    facts has. A workbook counts as a table.
    """
    if path.suffix.lower() not in REPORT_ENDINGS:
        return False
    return path.suffix.lower() != ".txt" or not _is_table(path)


def _is_table(path: Path) -> bool:
    from crossfoot.tables.schemas import FACTS
    from crossfoot.tables.text import fold

    with path.open("rb") as file:
        start = file.read(_HEAD)
    text = start.decode("utf-16" if start[:2] in _UTF16 else "utf-8-sig", errors="replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    heads = {fold(cell.strip().strip('"')) for cell in re.split(r"[\t,;|]", first)}
    return all(heads & FACTS[name].headings() for name in ("metric", "period"))


@dataclass(frozen=True, slots=True)
class PublishedFigures:
    """What of a report becomes facts.

    Attributes:
        figures: those of tables first, so that a table counts before a sentence.
        left_out: recognised figures that do not, each with the reason.
    """

    figures: tuple[Figure, ...]
    left_out: tuple[tuple[Figure, str], ...]


def choose_figures(report: ReadReport, catalogue: Catalogue) -> PublishedFigures:
    """The figures that become facts.

    Left out are figures without a year, of a year after the report's own (a target), in another
    unit than the metric's, and those that another place of the report shows to be of something
    else. An amount in another currency than the metric's stays in it: nothing is converted.
    """
    from crossfoot.footing.report.settled import settled_figures

    settled = {id(figure) for figure in settled_figures(report)}
    taken, left_out = [], []
    for figure in report.figures:
        reason = _why_not(figure, report, catalogue)
        if not reason and id(figure) not in settled:
            reason = "another place of the report shows that it is of something else"
        if reason:
            left_out.append((figure, reason))
        else:
            taken.append(figure)
    taken.sort(key=lambda figure: not figure.table)
    return PublishedFigures(tuple(taken), tuple(left_out))


def _why_not(figure: Figure, report: ReadReport, catalogue: Catalogue) -> str:
    from crossfoot.footing.precision import in_currency_of

    metric = catalogue[figure.metric]
    if figure.year is None:
        return "no year is printed with it"
    if report.year is not None and figure.year > report.year:
        return f"it is of {figure.year}, after the report's year: a target"
    if figure.unit != in_currency_of(figure.unit, metric.unit):
        return f"it is in {figure.unit}, the metric in {metric.unit}"
    if any(not metric.allows(key) for key, _ in figure.dimensions):
        return "the metric has no such breakdown"
    return ""


def chosen_facts(
    report: ReadReport, chosen: PublishedFigures, entity: str, sha256: str
) -> tuple[Fact, ...]:
    """The chosen figures as facts; a figure that one place repeats is there once."""
    from crossfoot.reading.facts import report_facts

    of_chosen = replace(report, figures=chosen.figures)
    facts = report_facts(of_chosen, entity, sha256)
    places = {(fact, fact.provenance): fact for fact in facts}
    return tuple(places.values())


def remarks(
    facts: Iterable[Fact], chosen: PublishedFigures, report: ReadReport, name: str
) -> Iterator[Problem]:
    """What a person should know of a report's figures: what was left out, what is there twice."""
    by_reason: dict[str, list[Figure]] = {}
    for figure, reason in chosen.left_out:
        by_reason.setdefault(reason, []).append(figure)
    for reason, figures in by_reason.items():
        named = ", ".join(f"{f.metric} (line {f.line})" for f in figures[:_NAMED])
        more = " …" if len(figures) > _NAMED else ""
        yield Problem(f"{len(figures)} left out: {named}{more}", where=name, why=reason)
    values: dict[object, set[Decimal]] = {}
    for fact in facts:
        if isinstance(fact.value, Decimal):
            values.setdefault(fact.key, set()).add(fact.value)
    twice = [key for key, printed in values.items() if len(printed) > 1]
    if twice:
        named = "; ".join(str(key) for key in twice[:_NAMED])
        more = " …" if len(twice) > _NAMED else ""
        yield Problem(
            f"{len(twice)} printed with different values: {named}{more}",
            where=name,
            why="each place is kept; a table counts before a sentence, more decimals before fewer",
            remedy="`crossfoot check` shows those that do not agree",
        )
    if report.unrecognised:
        yield Problem(
            f"not recognised, and not loaded: rows of tables, {len(report.unrecognised)}",
            where=name,
            remedy="`crossfoot foot FILE --format html` lists them",
        )


def keep_published(facts: Sequence[Fact], folder: Path) -> str:
    """Keep facts as rows among the evidence of a workspace; returns the hash of the file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(fact) for fact in facts)
    content = text.getvalue().encode()
    sha256 = hashlib.sha256(content).hexdigest()
    keep_bytes(content, evidence_path(folder, sha256, ".csv"))
    return sha256


def read_published(path: Path) -> tuple[Fact, ...]:
    """The facts that `keep_published` kept."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_fact(row) for row in csv.DictReader(file))


def _row(fact: Fact) -> dict[str, str]:
    origin = fact.provenance
    assert isinstance(origin, Printed), "a figure of a report was printed"  # noqa: S101
    return {
        "metric": fact.metric,
        "entity": fact.entity,
        "period": str(fact.period),
        "value": f"{fact.value:f}",
        "unit": fact.unit,
        "dimensions": str(fact.dimensions),
        "qualifier": fact.qualifier.value,
        "decimals": "" if fact.decimals is None else str(fact.decimals),
        "note": fact.note,
        "context": fact.context,
        "document": origin.document,
        "page": str(origin.page or ""),
        "line": str(origin.line or ""),
        "label": origin.label,
        "as_printed": origin.as_printed,
        "sha256": origin.sha256,
    }


def _fact(row: Mapping[str, str]) -> Fact:
    return Fact(
        metric=row["metric"],
        entity=row["entity"],
        period=Period.parse(row["period"]),
        value=Decimal(row["value"]),
        unit=row["unit"],
        dimensions=Dimensions.parse(row["dimensions"]),
        basis=Basis.PUBLISHED,
        qualifier=Qualifier(row["qualifier"]),
        decimals=int(row["decimals"]) if row["decimals"] else None,
        note=row["note"],
        context=row["context"],
        provenance=Printed(
            row["document"],
            line=int(row["line"]) if row["line"] else None,
            page=int(row["page"]) if row["page"] else None,
            as_printed=row["as_printed"],
            label=row["label"],
            sha256=row["sha256"],
        ),
    )
