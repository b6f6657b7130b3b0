"""A small organisation whose registers are served to people of every role, with a clock to move."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone as django_time

from crossfoot.facts.entities import Entity
from crossfoot.languages import Language, Text
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.models import Grant, User
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import CommandLine
from crossfoot.records.organisation.models import Unit
from crossfoot.records.organisation.spans import Span, units, write
from crossfoot.records.register import clock as register_clock
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry, RoleGrant
from crossfoot.records.roles import Role
from register_values import filled

FROM = date(2015, 1, 1)
CHINA = timezone(timedelta(hours=8))
TAGS = {"en": "en", "zh": "zh-hans"}
#: the group, a company of it, and two sites of the company
GROUP, COMPANY, SITE, OTHER_SITE = "G", "E", "S", "S2"
_UNITS = (
    (GROUP, "", "group", Text("Northern Group", "北方集团")),
    (COMPANY, GROUP, "company", Text("Cells", "电芯公司")),
    (SITE, COMPANY, "site", Text("Hefei works", "合肥工厂")),
    (OTHER_SITE, COMPANY, "site", Text("Wuhu works", "芜湖工厂")),
)
#: a session is renewed before its working day is over
_RENEWED_AFTER = timedelta(hours=6)


class MovedClock:
    """What Crossfoot takes for the present, in China's time.

    It stands still, but for a second at each look: two steps are never at one moment.
    """

    def __init__(self, text: str) -> None:
        self.set(text)

    def set(self, text: str) -> None:
        """Go to a moment, such as 2024-03-01T09:00."""
        self._now = datetime.fromisoformat(text).replace(tzinfo=CHINA)

    def now(self) -> datetime:
        """The present."""
        self._now += timedelta(milliseconds=1)
        return self._now.astimezone(UTC)

    def run(self, text: str = "", **passed: float) -> int:
        """Go to a moment, or let time pass (hours, minutes, days); the clock of registers runs.

        Returns:
            How many steps, duties and notices there were.
        """
        if text:
            self.set(text)
        self._now += timedelta(**passed)
        return register_clock.run(self.now())

    def __str__(self) -> str:
        return self._now.strftime("%Y-%m-%dT%H:%M")


class Place:
    """The organisation, its people and its pages.

    Attributes:
        address: of the pages.
        clock: the present, to be moved.
    """

    def __init__(self, chromium: Any, address: str, clock: MovedClock) -> None:
        self.address, self.clock = address, clock
        self._chromium = chromium
        self._people: dict[str, Person] = {}
        self._pages: dict[tuple[Language, bool], Any] = {}
        self._seated: dict[tuple[Language, bool], str] = {}
        self._sessions: dict[str, tuple[str, datetime]] = {}
        self.failures: list[str] = []
        units([code for code, *_ in _UNITS])
        for code, parent, kind, name in _UNITS:
            country = "" if parent else "CN"
            write(Entity(code, name, kind, parent, country), Span(FROM), clock.now())

    def person(self, role: str, unit: str = GROUP) -> Person:
        """Who holds a register role on a unit; "quality 2" is another one of the same role.

        A role of the application, such as "esg_manager", is held on everything; "anyone" has no
        role at all.
        """
        if role not in self._people:
            user = User.objects.create(
                email=f"{re.sub(r'[ +]', '.', role)}@example.org",
                name=re.sub(r"[_ +]", " ", role).title(),
                is_active=True,
            )
            for each in role.rpartition(" ")[0].split("+") if " " in role else role.split("+"):
                self._grant(user, each, unit)
            self._people[role] = Person(user, "test")
        return Person(self._people[role].user, "test")

    def _grant(self, user: User, role: str, unit: str) -> None:
        if role == "anyone":
            return
        if role in set(Role):
            Grant.objects.create(user=user, role=role, valid_from=FROM)
            return
        place = Unit.objects.get(code=unit)
        RoleGrant.objects.create(user=user, role=role, unit=place, valid_from=FROM)

    def keep(self, register: str, role: str, **values: Any) -> Entry:
        """An entry that others refer to, opened without a page."""
        given = {"entity": COMPANY, "site": SITE, **values}
        return OpenEntry(register, given).do(self.person(role))

    def some(self, register: str) -> str:
        """The number of an entry of a register, whatever it says; a word where there is none."""
        if register not in active():
            return "C 1"
        definition, chance = active()[register], random.Random(register)
        names = [each.name for each in definition.every_field() if each.required]
        given = filled(definition, names, self.clock.now() - timedelta(days=9), chance)
        by = CommandLine()
        return str(OpenEntry(register, given | {"entity": COMPANY, "site": SITE}).do(by).ref_no)

    def client(self, role: str, language: Language = "en") -> Client:
        """A browser without scripts, signed in: for what needs no Chromium."""
        found = Client()
        found.force_login(self.person(role).user, PATH)
        found.cookies["crossfoot_language"] = TAGS[language]
        return found

    def page(self, role: str, language: Language = "en", *, phone: bool = False) -> Any:
        """Chromium, signed in as the person of a role.

        There is one window for each language and width, which people share one after the other:
        what it has loaded once it keeps.
        """
        page = self._window(language, phone)
        session = self._session(role)
        if self._seated.get((language, phone)) != session:
            cookies = {"sessionid": session, "crossfoot_language": TAGS[language]}
            page.context.add_cookies(
                [
                    {"name": name, "value": value, "url": self.address}
                    for name, value in cookies.items()
                ]
            )
            self._seated[language, phone] = session
        return page

    def _window(self, language: Language, phone: bool) -> Any:
        if (language, phone) not in self._pages:
            context = self._chromium.new_context(
                viewport={"width": 390 if phone else 1280, "height": 844},
                base_url=self.address,
                timezone_id="Asia/Shanghai",
                locale="zh-CN" if language == "zh" else "en-GB",
            )
            page = context.new_page()
            page.set_default_timeout(60_000)
            page.on("pageerror", lambda error: self.failures.append(f"{page.url}: {error}"))
            self._pages[language, phone] = page
        return self._pages[language, phone]

    def _session(self, role: str) -> str:
        """The session of a person; a new one where the last one would be too old."""
        now = self.clock.now()
        session, since = self._sessions.get(role, ("", now))
        if not session or abs(now - since) > _RENEWED_AFTER:
            session = str(self.client(role).cookies["sessionid"].value)
            self._sessions[role] = (session, now)
        return session

    def close(self) -> None:
        """Close the windows."""
        for page in self._pages.values():
            page.context.close()


@contextmanager
def place_of(chromium: Any, folder: Path, start: str = "2024-03-01T08:00") -> Iterator[Place]:
    """A place that is served by a thread, on the database of the tests; emptied in the end."""
    from django.conf import settings
    from django.core.management import call_command
    from pytest_django.live_server_helper import LiveServer

    clock = MovedClock(start)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
        patch.setattr(settings, "WORKSPACE", folder)
        patch.setattr(django_time, "now", clock.now)
        server = LiveServer("localhost")
        try:
            place = Place(chromium, server.url, clock)
            yield place
            place.close()
            assert place.failures == []
        finally:
            server.stop()
            call_command("flush", verbosity=0, interactive=False)
