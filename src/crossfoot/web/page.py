"""What an area of the pages declares: its addresses, and its places in the menu."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.records.roles import Duty
from crossfoot.web.access import View


@dataclass(frozen=True, slots=True)
class Page:
    """One address.

    Attributes:
        address: as Django writes it.
        name: for links.
        view: draws it.
        public: open to everybody, signed in or not.
        duty: what a person must have; None for everybody who is signed in.
        everywhere: the duty is needed on the whole organisation.
    """

    address: str
    name: str
    view: View
    public: bool = False
    duty: Duty | None = None
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu, shown to those who may open its page.

    Attributes:
        page: name of the page; its key in the words too.
        icon: name of a Tabler icon that `tools/assets.toml` lists.
        group: key of the heading under which it stands.
    """

    page: str
    icon: str
    group: str
