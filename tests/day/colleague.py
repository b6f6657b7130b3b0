"""A person at a browser of their own, who reads the pages in one language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from asked import Program
from crossfoot.languages import Language
from crossfoot.records.roles import ROLE_NAMES, Duty, Role
from crossfoot.web.words import Words
from workplace import Workplace

PASSWORD = "nine quiet harbours 4410"

#: milliseconds for one thing on a page, on a busy machine
PATIENCE = 45_000


class Colleague:
    """Somebody of the group, with an open browser.

    Attributes:
        name: as pages show it.
        page: what is on the screen.
        words: what buttons and headings say in the person's language.
    """

    def __init__(self, browser: Any, office: Workplace, name: str, pictures: Path | None) -> None:
        self.office, self.name = office, name
        self.language: Language = office.language
        self.words = Words(self.language)
        self.email = f"{name.lower()}@northlight.example"
        tag = "zh-CN" if self.language == "zh" else "en-GB"
        size = {"width": 1360, "height": 900}
        self._context = browser.new_context(viewport=size, locale=tag, accept_downloads=True)
        self.page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.failures: list[str] = []
        self.page.on("pageerror", lambda error: self.failures.append(str(error)))
        self._pictures, self._taken = pictures, 0
        self._programs: list[Program] = []

    # -- coming in ---------------------------------------------------------------------------

    def accept(self, link: str) -> None:
        """Open an invitation, choose a password, come in."""
        self.page.goto(link)
        self.page.fill("#password", PASSWORD)
        self.press("open_account")
        self.page.wait_for_load_state()
        if "/sign-in" in self.page.url:
            self.sign_in()

    def sign_in(self) -> None:
        self.open("/sign-in")
        self.page.fill("#email", self.email)
        self.page.fill("#password", PASSWORD)
        self.press("sign_in")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def invite(self, name: str, role: Role, unit: str = "") -> str:
        """Invite somebody with a first role; the link to send them."""
        self.open("/people/invite")
        self.page.fill("#name", name)
        self.page.fill("#email", f"{name.lower()}@northlight.example")
        self.page.select_option("#language", self.language)
        self.page.select_option("#role", label=ROLE_NAMES[role][self.language])
        self.page.select_option("#unit", unit)
        self.press("people_invite")
        self.page.wait_for_selector("#link")
        return str(self.page.input_value("#link"))

    # -- using pages -------------------------------------------------------------------------

    def open(self, address: str) -> None:
        answer = self.page.goto(f"{self.office.address}{address}")
        assert answer is not None
        assert answer.status == 200, (self.name, address, answer.status)

    def press(self, key: str) -> None:
        """Press the button that says a word."""
        self.page.locator("main").get_by_role("button", name=self.words[key], exact=True).click()

    def follow(self, key: str) -> None:
        """Follow the link that says a word, in the menu or on the page."""
        self.page.get_by_role("link", name=self.words[key], exact=True).first.click()

    def text(self) -> str:
        """What stands on the page."""
        return str(self.page.locator("main").inner_text())

    def picture(self, name: str) -> None:
        """Keep what is on the screen, where pictures are asked for."""
        if self._pictures is not None:
            self._taken += 1
            file = f"{self.language}-{self.name.lower()}-{self._taken:02}-{name}.png"
            self.page.screenshot(path=self._pictures / file, full_page=True)

    def program(self, *duties: Duty) -> Program:
        """A program with a token that the person makes on a page."""
        self.open("/account/tokens")
        self.page.fill("#name", "day")
        for duty in duties:
            self.page.check(f"[name=duty][value={duty.value}]")
        self.press("tokens_new")
        self.page.wait_for_selector("#made")
        made = Program(self.office.address, self.page.input_value("#made"))
        self._programs.append(made)
        return made

    def leave(self) -> None:
        for each in self._programs:
            each.client.close()
        self._context.close()
        assert self.failures == [], (self.name, self.failures)
