"""People, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from crossfoot.client.area import Area
from crossfoot.client.models.people import Grant, Person, Role
from crossfoot.client.models.shared import Invitation


class PeopleArea(Area):
    """People."""

    def all(
        self, *, text: str = "", active: bool | None = None, limit: int = 500
    ) -> Iterator[Person]:
        """People.

        Those whose accounts the person keeps, with all their roles.

        `text` is part of the name or the address.
        """
        return self._each(Person, "people", {"text": text, "active": active}, limit)

    def invite(
        self, *, email: str, name: str, language: Literal["en", "zh", "zh-Hant"] = "en"
    ) -> Invitation:
        """Invite a person.

        The token belongs into `/invitation/<token>`; send it to the person by a safe way.
        """
        return self._ask(
            Invitation, "POST", "people", body={"email": email, "name": name, "language": language}
        )

    def get(self, person: int) -> Person:
        """A person.

        One of them.
        """
        return self._ask(Person, "GET", f"people/{person}")

    def invite_again(self, person: int) -> Invitation:
        """Invite again.

        A new token for somebody who has not accepted the last one.
        """
        return self._ask(Invitation, "POST", f"people/{person}/invite")

    def reset(self, person: int, *, reason: str = "") -> Invitation:
        """Reset access.

        For who lost password or codes: the person is invited anew; roles and history stay.
        """
        return self._ask(Invitation, "POST", f"people/{person}/reset", {"reason": reason})

    def grant(
        self,
        person: int,
        *,
        role: Role,
        unit: str = "",
        valid_from: date | None = None,
        valid_to: date | None = None,
        reason: str = "",
    ) -> Grant:
        """Give a role.

        From a day on, today unless given.
        """
        return self._ask(
            Grant,
            "POST",
            f"people/{person}/roles",
            body={
                "role": role,
                "unit": unit,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "reason": reason,
            },
        )

    def end(self, person: int, role: int, *, reason: str = "") -> None:
        """End a role today.

        It holds no more from today on.
        """
        self._do("DELETE", f"people/{person}/roles/{role}", {"reason": reason})

    def hand_over(
        self, person: int, *, successor: int, day: date, reason: str = ""
    ) -> tuple[Grant, ...]:
        """Hand duties over.

        All roles to a successor; what the successor holds by it is answered.
        """
        return self._list(
            Grant,
            "POST",
            f"people/{person}/hand-over",
            body={"successor": successor, "day": day, "reason": reason},
        )

    def deactivate(self, person: int, *, reason: str = "") -> None:
        """Close an account.

        The person is signed out everywhere and cannot sign in; their tokens serve no more.
        """
        self._do("POST", f"people/{person}/deactivate", {"reason": reason})

    def forget(self, person: int, *, reason: str = "") -> None:
        """Forget a person.

        Name and address go for good; the journal keeps the number.
        """
        self._do("POST", f"people/{person}/forget", {"reason": reason})
