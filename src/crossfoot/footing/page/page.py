"""What the template of a footed report shows, in one language."""

from __future__ import annotations

import base64
import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.documents.place import places_in_words
from crossfoot.footing.page.passages import Mark, Passage, passages
from crossfoot.languages import LANGUAGE_TAGS, Language, Text
from crossfoot.reading.table import TableKind

if TYPE_CHECKING:
    from jinja2 import Environment

    from crossfoot.footing.report.finding import ReportFinding
    from crossfoot.reading.report import ReadReport

_HERE = Path(__file__).parent
SEVERITIES = ("error", "warning", "note")


@cache
def words() -> dict[str, Text]:
    """The words of the page."""
    with _HERE.joinpath("words.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: Text(row["en"], row["zh"]) for row in csv.DictReader(file)}


@cache
def environment() -> Environment:
    """The templates; whatever they print is escaped, and an unknown name is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("crossfoot.footing.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def static(name: str) -> str:
    """A style sheet or script of the templates, as it goes into a page."""
    return _HERE.joinpath("templates", name).read_text(encoding="utf-8").strip()


def content_policy(style: str, script: str = "") -> str:
    """What a browser may load and run: this style and this script, and nothing else."""
    allowed = ["default-src 'none'", f"style-src '{_digest(style)}'"]
    if script:
        allowed.append(f"script-src '{_digest(script)}'")
    return "; ".join((*allowed, "base-uri 'none'", "form-action 'none'"))


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


class FootingPage:
    """A footed report in one language.

    Attributes:
        report: the report.
        findings: what does not agree, in the order of the list.
        language: of the page; the report's text stays in its own.
    """

    def __init__(
        self, report: ReadReport, findings: Sequence[ReportFinding], language: Language
    ) -> None:
        self.report = report
        self.findings = tuple(findings)
        self.language: Language = language

    def say(self, key: str, **values: object) -> str:
        """The words of a key."""
        known = words()[key]
        text = known.zh if self.language == "zh" else known.en
        return text.format(**values) if values else text

    def line(self, number: int) -> str:
        """How a place is named: "line 12", "第12行"; in a PDF "p. 3"."""
        return places_in_words((self.report.place_of(number),), self.language)

    def places(self, finding: ReportFinding) -> Iterator[tuple[int, str, str]]:
        """The lines of a finding: number, what its link shows, and its whole name.

        Several lines of one page of a PDF are "p. 31 · (2) · (3)".
        """
        seen: Counter[str] = Counter()
        for line in finding.lines:
            name = self.line(line)
            seen[name] += 1
            nth = f"({seen[name]})"
            yield (line, name, name) if seen[name] == 1 else (line, nth, f"{name} {nth}")

    def margin(self, number: int) -> str:
        """What stands beside a line: number, row of a sheet, or the page where one begins."""
        place, place_above = (self.report.place_of(n) for n in (number, max(number - 1, 1)))
        if place.page is None or not self.report.places:
            return str(place.row or number)
        begins = number == 1 or place.page != place_above.page
        return self.line(number) if begins else ""

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return LANGUAGE_TAGS[self.language]

    @property
    def report_tag(self) -> str:
        """The language of the report's own text."""
        return LANGUAGE_TAGS[self.report.language]

    @property
    def name(self) -> str:
        """Company and year; the name of the file where no company was found."""
        year = str(self.report.year or "")
        return " ".join(part for part in (self.report.company or self.report.name, year) if part)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        return {
            severity: sum(finding.severity == severity for finding in self.findings)
            for severity in SEVERITIES
        }

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """The kinds of finding that occur, with how many there are of each."""
        return tuple(Counter(finding.kind.value for finding in self.findings).most_common())

    @cached_property
    def heads(self) -> frozenset[int]:
        """Numbers of the lines that are heads of tables."""
        return frozenset(
            line
            for table in self.report.tables
            if table.kind in (TableKind.KPI, TableKind.INDEX)
            for line in range(table.first_line, table.first_line + len(table.head))
        )

    @cached_property
    def _captions(self) -> dict[int, str]:
        return {t.first_line: t.caption or t.id for t in self.report.tables}

    def table_name(self, passage: Passage) -> str:
        """What a table is called: its caption; its place where it has none."""
        line = passage.lines[0].number
        return self._captions.get(line) or self.line(line)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The text with its marks."""
        marks: dict[int, list[Mark]] = {}
        for number, finding in enumerate(self.findings, start=1):
            for line in finding.lines:
                mark = Mark(number, finding.severity.value, finding.values)
                marks.setdefault(line, []).append(mark)
        headings = frozenset(heading.line for heading in self.report.headings)
        return tuple(passages(self.report.lines, marks, headings))

    @cached_property
    def style(self) -> str:
        """The style sheet."""
        return static("page.css")

    @cached_property
    def script(self) -> str:
        """Filters the list and steps through it; the page is whole without it."""
        return static("page.js")

    @property
    def policy(self) -> str:
        """What the browser may load and run: this style and this script."""
        return content_policy(self.style, self.script)

    def html(self) -> str:
        """The page."""
        return environment().get_template("page.html.jinja").render(page=self)
