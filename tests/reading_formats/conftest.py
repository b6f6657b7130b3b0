"""A browser that prints pages as PDF."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reading_formats.typesetting import HEAD

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
MARGIN = {"top": "60px", "bottom": "60px", "left": "50px", "right": "50px"}


@pytest.fixture(scope="session")
def print_pdf(tmp_path_factory):
    if not Path(CHROMIUM).is_file():
        pytest.skip("Debian's chromium is absent; tools/debian.sh test installs it")
    from playwright.sync_api import sync_playwright

    folder = tmp_path_factory.mktemp("pdf")

    def printed(name: str, content: str, head: bool = True) -> Path:
        # one browser a file: the loop of playwright must not outlive the fixture's user
        with sync_playwright() as playwright:
            flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
            tab = browser.new_page()
            tab.set_content(content)
            path = folder / f"{name}.pdf"
            tab.pdf(
                path=path,
                format="A4",
                margin=MARGIN,
                display_header_footer=head,
                header_template=f"<div style='font-size:8pt;margin-left:40pt'>{HEAD}</div>",
                footer_template="<div style='font-size:8pt;margin-left:280pt'>"
                "<span class=pageNumber></span></div>",
            )
            browser.close()
        return path

    return printed
