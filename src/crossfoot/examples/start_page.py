"""The page that `crossfoot demo` opens with: what was built, and what does not foot in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.examples.build import Example

if TYPE_CHECKING:
    from crossfoot.runs.run import Run

_TEMPLATE = Path(__file__).with_name("start_page.html.jinja")


def write_start_page(folder: Path, written: Mapping[Example, tuple[Run, Sequence[Path]]]) -> Path:
    """Write `index.html` into the demo's folder, with a link to each report."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    examples = [
        {
            "slug": example.slug,
            "title": example.title,
            "company": run.workspace.settings.company,
            "facts": len(run.facts),
            "errors": sum(finding.severity == "error" for finding in run.findings),
            "warnings": sum(finding.severity == "warning" for finding in run.findings),
            "files": [_link(path, folder) for path in files],
        }
        for example, (run, files) in written.items()
    ]
    target = folder / "index.html"
    target.write_text(template.render(examples=examples), encoding="utf-8")
    return target


def _link(path: Path, folder: Path) -> dict[str, str]:
    names = {".html": "HTML", ".xlsx": "Excel"}
    language = "中文" if "zh" in path.parts or "zh" in path.stem.split("-") else "English"
    return {
        "href": path.relative_to(folder).as_posix(),
        "name": f"{names.get(path.suffix, path.suffix)}, {language}",
    }
