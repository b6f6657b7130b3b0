"""Write the HTML of a book.

out/assets/                style, scripts, ECharts
out/en/index.html          the page to begin with
out/en/<chapter>.html      one page for each chapter
out/en/charts/*.svg        its charts for print
out/en/data/*.js           lineages and the index for search, read when they are asked for
out/zh/…                   the same in Chinese
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.languages import Language
from crossfoot.reports.charts.draw import draw_svg, echarts_source
from crossfoot.reports.charts.option import WIDTH, echarts_option, height
from crossfoot.reports.html.page import environment, json_text
from crossfoot.reports.html.search import search_data
from crossfoot.reports.html.site import HOME, Sheet, SitePage, linked
from crossfoot.reports.short_book import is_draft
from crossfoot.reports.theme import css_variables

if TYPE_CHECKING:
    from crossfoot.reports.writing.book import Book

STATIC = Path(__file__).with_name("static")


def write_html(
    books: Mapping[Language, Book],
    language: Language,
    out: Path,
    beside: Iterable[str] = (),
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Path:
    """Write the book of one language below `out`; the same book gives the same bytes.

    Args:
        books: the books of all languages that are or will be written, for the switch.
        language: the language to write.
        out: folder of all languages; made where it is missing.
        beside: other forms of the report below `out`, to be downloaded.
        progress: told after drawing, charts and pages.

    Returns:
        The page to open: `out/<language>/index.html`.

    Raises:
        CrossfootError: ECharts was not fetched.
    """
    echarts_source()
    book = books[language]
    folder = Folder(out / language)
    page = SitePage(book, books, beside)
    sheets = tuple(page.sheets())
    progress(1, 3)
    charts = {chart.id: chart for sheet in sheets for chart in sheet.charts}
    for chart in charts.values():
        option = echarts_option(chart, language, house=book.report.house)
        svg = draw_svg(option, WIDTH, height(chart, language))
        folder.write(f"charts/{chart.id}.svg", svg)
    progress(2, 3)
    for file, text in _pages(page, sheets).items():
        folder.write(file, text)
    texts = [(each.entry.file, each.entry.chapter.title, each.body) for each in sheets]
    folder.write("data/search.js", _script("search", search_data(texts)))
    folder.write("data/lineage.js", _script("lineage", page.lineages.data()))
    for name, path in book.images.items():
        folder.write(f"pictures/{name}", path.read_bytes())
    folder.close()
    _write_assets(out / "assets", book)
    progress(3, 3)
    return folder.path / HOME


def first_page(language: Language, out: Path) -> Path:
    """The page to open."""
    return out / language / HOME


def files_of(language: Language, out: Path) -> list[Path]:
    """All files that the pages of a language consist of, once they are written."""
    folder = Folder(out / language)
    own = [folder.path / name for name in folder.listed()]
    return own + [path for path in (out / "assets").iterdir() if path.is_file()]


class Folder:
    """A folder of pages; those of an earlier report that are no longer part of it go."""

    LIST = "data/files.json"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._written: set[str] = set()

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        self._written.add(name)

    def close(self) -> None:
        """Delete what an earlier report wrote and this one did not, and no other file."""
        for name in self.listed() - self._written:
            path = (self.path / name).resolve()
            if path.is_relative_to(self.path.resolve()):
                path.unlink(missing_ok=True)
        self.write(self.LIST, json.dumps(sorted({*self._written, self.LIST}), indent=0))

    def listed(self) -> set[str]:
        """The files that the folder says it has."""
        try:
            listed = json.loads((self.path / self.LIST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return set()
        return {name for name in listed if isinstance(name, str)}


def _pages(page: SitePage, sheets: tuple[Sheet, ...]) -> dict[str, str]:
    """All pages by file."""
    given = {
        "page": page,
        "book": page.book,
        "w": page.words,
        "draft": is_draft(page.book),
        "logo": page.report.house.logo,
    }
    pages = {HOME: environment().get_template("home.html.jinja").render(**given, here=None)}
    template = environment().get_template("chapter.html.jinja")
    for number, sheet in enumerate(sheets):
        pages[sheet.entry.file] = template.render(
            **given,
            sheet=sheet,
            here=sheet.entry,
            before=sheets[number - 1].entry if number else None,
            after=sheets[number + 1].entry if number + 1 < len(sheets) else None,
        )
    return linked(pages)


def _script(name: str, data: object) -> str:
    """Data as a script, since a page on a disk may load scripts but not files."""
    return f"window.crossfoot.{name} = {json_text(data)};\n"


def _write_assets(folder: Path, book: Book) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    house = book.report.house
    (folder / "theme.css").write_text(css_variables(house), encoding="utf-8")
    source = echarts_source()
    files = [*sorted(STATIC.iterdir()), source]
    files += [source.with_name("echarts.LICENSE"), source.with_name("echarts.NOTICE")]
    for file in files:
        shutil.copyfile(file, folder / file.name)
    if house.logo is not None:
        shutil.copyfile(house.logo, folder / house.logo.name)
