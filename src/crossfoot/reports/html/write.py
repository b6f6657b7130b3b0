"""Write the HTML of a report.

out/assets/           style, script, ECharts
out/en/index.html     the report in English
out/en/charts/*.svg   its charts for print
out/zh/…              the same in Chinese
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from crossfoot.languages import LANGUAGES, Language
from crossfoot.reports.charts.draw import draw_svg, echarts_source
from crossfoot.reports.charts.option import WIDTH, echarts_option, height
from crossfoot.reports.html.page import Page, environment
from crossfoot.reports.model import Report
from crossfoot.reports.theme import Theme, css_variables

STATIC = Path(__file__).with_name("static")


def write_html(
    report: Report, language: Language, out: Path, languages: Sequence[Language] = LANGUAGES
) -> Path:
    """Write the report in one language below `out`; the same report gives the same bytes.

    Args:
        report: the report.
        language: the language to write.
        out: folder of all languages; made where it is missing.
        languages: the languages that are or will be written beside it, for the switch.

    Returns:
        The page to open: `out/<language>/index.html`.

    Raises:
        CrossfootError: ECharts was not fetched.
    """
    folder = out / language
    (folder / "charts").mkdir(parents=True, exist_ok=True)
    _write_assets(out / "assets", report.house)
    for topic in report.topics():
        for chart in topic.charts:
            option = echarts_option(chart, language, house=report.house)
            svg = draw_svg(option, WIDTH, height(chart, language))
            (folder / "charts" / f"{chart.id}.svg").write_text(svg, encoding="utf-8")
    page = Page(report, language, tuple(languages))
    target = folder / "index.html"
    text = environment().get_template("report.html.jinja").render(page=page, w=page.words)
    target.write_text(text, encoding="utf-8")
    return target


def _write_assets(folder: Path, house: Theme) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "theme.css").write_text(css_variables(house), encoding="utf-8")
    source = echarts_source()
    files = [*sorted(STATIC.iterdir()), source]
    files += [source.with_name("echarts.LICENSE"), source.with_name("echarts.NOTICE")]
    for file in files:
        shutil.copyfile(file, folder / file.name)
