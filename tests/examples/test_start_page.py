from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from crossfoot.examples.start_page import Shown, write_start_page
from crossfoot.languages import Text


class Links(HTMLParser):
    """The links of a page, each with the language it is in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            given = dict(attrs)
            self.found[str(given["href"])] = str(given["hreflang"])


def test_every_report_is_linked_in_its_language(tmp_path: Path) -> None:
    exports = tmp_path / "group" / "exports"
    files = [
        exports / "en" / "index.html",
        exports / "zh" / "index.html",
        exports / "data-book.en.xlsx",
        exports / "data-book.zh.xlsx",
    ]
    title = Text("Cells & <Packs> (invented)", "电芯与电池包（虚构）")
    shown = Shown("group", title, 24884, 3, 0, tuple(files))
    page = write_start_page(tmp_path, [shown])
    text = page.read_text(encoding="utf-8")
    assert Links(text).found == {
        "group/exports/en/index.html": "en",
        "group/exports/zh/index.html": "zh-Hans",
        "group/exports/data-book.en.xlsx": "en",
        "group/exports/data-book.zh.xlsx": "zh-Hans",
    }
    assert "Cells &amp; &lt;Packs&gt; (invented)" in text
    assert "电芯与电池包" in text
    assert "24,884 facts" in text
    assert re.search(r"3 errors.*0 warnings", text, re.DOTALL)
    assert f"crossfoot check --workspace {tmp_path}/group" in text
