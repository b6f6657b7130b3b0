"""An entry that people lead from creation to closing through the pages, in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crossfoot.languages import Language
from crossfoot.records.notices.models import Notice
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.roles import Role
from crossfoot.registers.definition import Definition
from crossfoot.registers.roles import roles
from lives.place import Place

#: the registers that stress the engine most (section 0.8 of the specification)
EIGHT = (
    "whistleblowing_case",
    "customer_complaint",
    "security_incident",
    "supplier",
    "supply_chain_due_diligence",
    "worker",
    "monitoring_result",
    "product_file",
)

#: a word of code, such as not_satisfied, that no person should read
_CODE = re.compile(r"(?<![\w.@/])[a-z]+(?:_[a-z]+)+(?![\w@/])")
_LATIN = re.compile(r"[A-Za-z]{4,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Life:
    """One entry, and who does what with it.

    Attributes:
        place: where it is lived.
        definition: its register.
        language: of the pages.
        key: of the entry; empty before it is opened.
        odd: texts that were read on the way and are not in the language of the page, or are words
            of code; a test says that there are none.
    """

    def __init__(
        self, place: Place, register: str, language: Language, *, phone: bool = False
    ) -> None:
        self.place, self.language, self.phone = place, language, phone
        self.definition: Definition = active()[register]
        self.key = ""
        self.odd: set[str] = set()
        self._typed = ""
        self._seen_by = ""  # whose page of the entry is in the window, just after a step

    def page(self, role: str) -> Any:
        """The window of who holds a role."""
        return self.place.page(role, self.language, phone=self.phone)

    @property
    def entry(self) -> Entry:
        """As it is kept now."""
        return Entry.objects.get(key=self.key)

    @property
    def state(self) -> str:
        """The word of the state that it is in now."""
        return str(self.entry.state)

    def open(self, role: str, values: Mapping[str, Any]) -> Life:
        """Open it with the form, and read its page."""
        page = self.page(role)
        page.goto(f"/registers/{self.definition.id}/new")
        self.read(page)
        for details in page.locator("main details.more:not([open]) > summary").all():
            details.click()
        self.fill(page.locator("main form[enctype]"), values)
        before = set(Entry.objects.values_list("key", flat=True))
        page.click("main .save button.btn-primary")
        done(page)
        self.key = Entry.objects.exclude(key__in=before).get(register=self.definition.id).key
        return self

    def step(self, role: str, step: str, values: Mapping[str, Any] | None = None) -> Life:
        """Take a step with its button, and see the state that it leads to."""
        page = self.page(role)
        if self._seen_by != role or f"/entries/{self.key}?" not in page.url:
            self.show(role)
        self.dialog(page, step, values or {})
        done(page)
        self._seen_by = role
        shown = page.locator("main dl.facts .stand").first.inner_text()
        state = self.entry.state
        assert shown == self.definition.states[state][self.language]
        self.read(page)
        return self

    def refused(self, role: str, step: str, values: Mapping[str, Any] | None = None) -> str:
        """Try a step that is not accepted: what the dialog says; nothing is changed."""
        before = self.entry
        page = self.show(role)
        self.dialog(page, step, values or {})
        page.wait_for_selector("dialog[open] [role=alert]:visible")
        said = str(page.locator("dialog[open] [role=alert]:visible").first.inner_text())
        after = self.entry
        assert (after.state, after.revision) == (before.state, before.revision)
        return said

    def dialog(self, page: Any, step: str, values: Mapping[str, Any]) -> None:
        """Open the dialog of a step with its button, fill it in, send it."""
        transition = self.definition.transition(step)
        assert transition is not None, step
        id_ = f"step-{step.replace('.', '-')}"
        button = page.locator(f"main a[data-opens='{id_}']").last
        assert button.inner_text() == self.definition.step_label(transition)[self.language]
        button.click()
        dialog = page.locator(f"dialog#{id_}[open]")
        self.fill(dialog, values)
        dialog.locator(".save button.btn-primary").click()

    def show(self, role: str) -> Any:
        """The page of the entry, as who holds a role sees it."""
        page = self.page(role)
        page.goto(f"/entries/{self.key}")
        self.read(page)
        return page

    def buttons(self, role: str) -> set[str]:
        """The steps that who holds a role is offered."""
        page = self.show(role)
        opens = page.locator("main a[data-opens]").evaluate_all(
            "all => all.map(one => one.dataset.opens)"
        )
        keys = {
            f"step-{each.key.replace('.', '-')}": each.key for each in self.definition.transitions
        }
        return {keys[each] for each in opens}

    def change(self, role: str, values: Mapping[str, Any]) -> Life:
        """Change fields without a step."""
        page = self.page(role)
        page.goto(f"/entries/{self.key}/edit")
        self.read(page)
        for details in page.locator("main details.more:not([open]) > summary").all():
            details.click()
        self.fill(page.locator("main form[enctype]"), values)
        page.click("main .save button.btn-primary")
        done(page)
        return self

    def dues(self, role: str) -> list[str]:
        """What the page says is owed: a line each, beginning with "!" where it is late."""
        return late_lines(self.show(role).locator("main .due-list li:has(> .stand)"))

    def overdue(self, role: str) -> list[str]:
        """Lines of this entry on the page of what is overdue; "!" where its time is over."""
        page = self.page(role)
        page.goto("/overdue")
        self.read(page)
        return late_lines(page.locator(f"main tr:has(a[href='/entries/{self.key}'])"))

    def told(self, role: str) -> list[str]:
        """What the person of a role was told of this entry's time limits, in that order."""
        user = self.place.person(role).user
        found = Notice.objects.filter(user=user, address__contains=self.key).order_by("id")
        return [each.kind.removeprefix("register.") for each in found]

    def figures(self, role: str, period: str, unit: str) -> dict[str, str]:
        """The register's figures of a period as the page prints them, by metric."""
        page = self.page(role)
        page.goto(f"/registers/{self.definition.id}/figures?period={period}&unit={unit}")
        self.read(page)
        labels = {each.label[self.language]: each.name for each in self.definition.metrics.values()}
        found: dict[str, str] = {}
        for row in page.locator("main table tr:has(th[scope=row])").all():
            label = row.locator("th").first.inner_text().strip().splitlines()[0]
            found[labels[label]] = row.locator("td.number").first.inner_text().strip()
        return found

    def fill(self, form: Any, values: Mapping[str, Any], prefix: str = "f.") -> None:
        """Fill fields in as a person would, by name."""
        for name, value in values.items():
            self._typed += f" {value}"
            fill(form, f"{prefix}{name}", value)

    def read(self, page: Any) -> None:
        """Note what stands on a page in the wrong language, or in words of code."""
        text = page.locator("main").inner_text()
        self.odd |= {each for each in _CODE.findall(text) if each not in self._typed}
        if self.language == "en":
            self.odd |= {each for each in text.split() if _CHINESE.search(each)} - set(
                self._typed.split()
            )
        else:
            known = KNOWN | {each.lower() for each in _LATIN.findall(self._typed)}
            found = {each for each in _LATIN.findall(text) if each.lower() not in known}
            self.odd |= found


#: Latin words that stand in Chinese texts too: names of the field, units, people of the tests
KNOWN = frozenset(
    {"crossfoot", "excel", "json", "gtin", "dfmea", "pfmea", "hara", "sotif", "vocs", "scdd"}
    | {word for role in (*roles(), *Role) for word in role.split("_")}
)


def done(page: Any) -> None:
    """Wait until it was saved; say what was not accepted."""
    page.wait_for_selector("main .alert-success, main [role=alert]:visible")
    wrong = page.locator("main [role=alert]:visible").all_inner_texts()
    assert not wrong, wrong


def late_lines(rows: Any) -> list[str]:
    """The text of some rows, with a mark before what is late."""
    found = []
    for each in rows.all():
        late = each.locator(".stand-late").count()
        found.append(("! " if late else "") + " ".join(each.inner_text().split()))
    return found


def fill(form: Any, name: str, value: Any) -> None:
    """Fill one field, whatever it is asked with."""
    if isinstance(value, Path):
        form.locator(f"[name='{name}.file']").set_input_files(str(value))
        return
    if isinstance(value, list) and value and isinstance(value[0], dict):
        _rows(form, name, value)
        return
    if isinstance(value, list):
        boxes = form.locator(f"input[type=checkbox][name='{name}']")
        if boxes.count():
            for each in value:
                form.locator(f"input[type=checkbox][name='{name}'][value='{each}']").check()
            return
        value = value[0]
    field = form.locator(f"[name='{name}']").last
    if field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(str(value))
    else:
        field.fill(str(value))


def _rows(form: Any, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    group = form.locator(f"[data-group='{name}']")
    for row in rows:
        group.locator("[data-more]").click()
        new = group.locator("[data-rows] .group-row").last
        number = new.locator("[name]").first.get_attribute("name").removeprefix(f"{name}.")
        for inner, value in row.items():
            fill(new, f"{name}.{number.partition('.')[0]}.{inner}", value)
