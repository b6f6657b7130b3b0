"""A web page printed as PDF by Debian's Chromium."""

from __future__ import annotations

from pathlib import Path

from browsers import chromium_browser
from reading_formats.typesetting import HEAD

MARGIN = {"top": "60px", "bottom": "60px", "left": "50px", "right": "50px"}


def print_page(content: str, path: Path, head: bool = True, landscape: bool = False) -> Path:
    """Print a page; with a running head and page numbers if wanted."""
    # one browser a file: the loop of playwright must not outlive its user
    with chromium_browser() as browser:
        tab = browser.new_page()
        tab.set_content(content)
        tab.pdf(
            path=path,
            format="A4",
            landscape=landscape,
            margin=MARGIN,
            display_header_footer=head,
            header_template=f"<div style='font-size:8pt;margin-left:40pt'>{HEAD}</div>",
            footer_template="<div style='font-size:8pt;margin-left:280pt'>"
            "<span class=pageNumber></span></div>",
        )
    return path
