"""The page that `crossfoot demo` opens with: what was built, and what does not foot in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.examples.build import Example
from crossfoot.footing.finding import Severity
from crossfoot.languages import Text

if TYPE_CHECKING:
    from crossfoot.reports.model import Report

_TEMPLATE = Path(__file__).with_name("start_page.html.jinja")
_FORMATS = {".html": "HTML", ".pdf": "PDF", ".xlsx": "Excel"}


@dataclass(frozen=True)
class Shown:
    """One example as the page shows it.

    Attributes:
        slug: name of its folder.
        title: what the example is.
        facts: number of facts, computed ones included.
        errors: findings that cannot be right as stated.
        warnings: findings that are very likely wrong.
        files: the reports written.
    """

    slug: str
    title: Text
    facts: int
    errors: int
    warnings: int
    files: tuple[Path, ...]

    @classmethod
    def of(cls, example: Example, report: Report, files: Sequence[Path]) -> Shown:
        """What the page says of a report."""
        severities = [finding.severity for finding in report.findings]
        return cls(
            example.slug,
            example.title,
            len(report.facts) if report.facts is not None else 0,
            severities.count(Severity.ERROR),
            severities.count(Severity.WARNING),
            tuple(files),
        )


def write_start_page(folder: Path, examples: Sequence[Shown]) -> Path:
    """Write `index.html` into the demo's folder, with a link to each report."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    links = {each.slug: [_link(path, folder) for path in each.files] for each in examples}
    target = folder / "index.html"
    page = template.render(examples=examples, links=links, folder=folder)
    target.write_text(page, encoding="utf-8")
    return target


def _link(path: Path, folder: Path) -> dict[str, str]:
    relative = path.relative_to(folder)
    is_chinese = "zh" in (*relative.parts, *relative.stem.replace(".", "-").split("-"))
    return {
        "href": relative.as_posix(),
        "name": _FORMATS.get(path.suffix, path.suffix),
        "language": "中文" if is_chinese else "English",
        "tag": "zh-Hans" if is_chinese else "en",
    }
