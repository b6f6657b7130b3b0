"""Debian's chromium and axe-core, as every room's browser tests need them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


def need_chromium() -> None:
    if not Path(CHROMIUM).is_file():
        pytest.skip("Debian's chromium is absent; tools/debian.sh test installs it")


def need_axe() -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is absent; tools/fetch_assets.py test fetches it")


@contextmanager
def chromium_browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


def no_barriers(
    served: str, email: str, password: str, language: str, addresses: Iterable[str]
) -> None:
    """Nothing that axe finds, and nothing wider than the screen: on a desk, and on a dark phone.

    CROSSFOOT_PICTURES names a folder to keep pictures in, to be looked at.
    """
    listed, pictures = list(addresses), os.environ.get("CROSSFOOT_PICTURES")
    with chromium_browser() as chromium:
        for width, dark in ((1280, False), (390, True)):
            context = chromium.new_context(
                viewport={"width": width, "height": 844},
                color_scheme="dark" if dark else "light",
                bypass_csp=True,
            )
            page = context.new_page()
            page.goto(f"{served}/sign-in")
            page.fill("#email", email)
            page.fill("#password", password)
            page.click("main button.btn-primary")
            if language == "zh":
                page.click("button[value=zh]")
            for address in listed:
                page.goto(served + address)
                if pictures:
                    name = re.sub(r"\W+", "-", address).strip("-") or "start"
                    file = Path(pictures) / f"{name}.{language}.{width}.png"
                    page.screenshot(path=file, full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, (address, wide)
                page.add_script_tag(path=str(AXE))
                found = page.evaluate("axe.run().then(each => each.violations)")
                said = [
                    (each["id"], [node["html"][:160] for node in each["nodes"]][:3])
                    for each in found
                ]
                assert said == [], (address, width)
