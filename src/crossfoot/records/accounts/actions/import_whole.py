"""Take in a workbook with units, fiscal years, reporting, people and roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.actions.grant_role import GrantRole
from crossfoot.records.accounts.actions.invite import Invitation, Invite
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.whole import RoleRow, UnitRow, Whole, recorded
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.organisation.actions.set_fiscal_year import SetFiscalYear
from crossfoot.records.organisation.actions.set_reporting import SetReporting
from crossfoot.records.organisation.spans import (
    Span,
    check_entity,
    check_trees,
    clear,
    units,
    write,
)
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class Taken:
    """What it changed.

    Attributes:
        units: codes of units whose days were written anew.
        invitations: of people who had no account; their links are shown once.
        roles, fiscal_years, reporting: what was added.
    """

    units: tuple[str, ...]
    invitations: tuple[Invitation, ...]
    roles: tuple[RoleRow, ...]
    fiscal_years: int
    reporting: int

    @property
    def nothing(self) -> bool:
        """Whether the file agrees with what is recorded."""
        return not (
            self.units or self.invitations or self.roles or self.fiscal_years or self.reporting
        )


@dataclass(frozen=True)
class ImportWhole(Action[Taken]):
    """What the file says and is not recorded yet is added; nothing that it does not name is lost.

    A unit that the file names has exactly the days of the file from then on: what stood recorded
    otherwise is superseded, as with every other change.

    Attributes:
        whole: what the file says.
    """

    verb = "organisation.import_whole"
    stream = "organisation"
    whole: Whole = field(repr=False)

    def check(self, by: Actor) -> None:
        """Whoever keeps the organisation and the accounts of the whole."""
        by.require(Duty.CHANGE_ORGANISATION)
        by.require(Duty.MANAGE_ACCOUNTS)
        for row in self.whole.units:
            check_entity(row.entity)
            row.span.check()
        known = {row.email for row in self.whole.people}
        known |= set(User.objects.values_list("email", flat=True))
        unknown = sorted({row.email for row in self.whole.roles} - known)
        if unknown:
            raise CrossfootError(
                problem(
                    Text("nobody has the address {emails}", "没有邮箱为 {emails} 的人员"),
                    where="roles",
                    remedy=Text("add them to the sheet “people”", "请在 “people” 工作表中添加"),
                    emails=", ".join(unknown[:10]),
                )
            )

    def change(self, by: Actor) -> Done[Taken]:
        """Units first, as all else is about them."""
        there = recorded()
        changed = self._units(there)
        fiscal = [row for row in self.whole.fiscal_years if row not in there.fiscal_years]
        for row in fiscal:
            SetFiscalYear(row.unit, row.first_month, row.day).do(by)
        reporting = [row for row in self.whole.reporting if row not in there.reporting]
        for rule in reporting:
            SetReporting(rule.unit, rule.metric, rule.reports, rule.span, rule.reason).do(by)
        invitations = self._people(by)
        users = dict(User.objects.values_list("email", "pk"))
        roles = [row for row in self.whole.roles if row not in there.roles]
        for role in roles:
            GrantRole(users[role.email], role.role, role.span, role.unit).do(by)
        taken = Taken(tuple(changed), tuple(invitations), tuple(roles), len(fiscal), len(reporting))
        content: dict[str, Any] = {
            "units": changed,
            "people": [each.user.reference for each in invitations],
            "roles": len(roles),
            "fiscal_years": len(fiscal),
            "reporting": len(reporting),
        }
        return Done(taken, "organisation", content)

    def _units(self, there: Whole) -> list[str]:
        """Write the days of units that differ; the codes of these."""
        given, standing = _by_code(self.whole), _by_code(there)
        changed = [code for code, rows in given.items() if rows != standing.get(code)]
        units(
            code for row in self.whole.units for code in (row.entity.parent, row.entity.id) if code
        )
        now = timezone.now()
        for code in changed:
            first = min(row.span.start for row in (*given[code], *standing.get(code, ())))
            clear(code, Span(first), now)
            for row in given[code]:
                write(row.entity, row.span, now)
        check_trees()
        return changed

    def _people(self, by: Actor) -> list[Invitation]:
        known = set(User.objects.values_list("email", flat=True))
        return [
            Invite(row.email, row.name, "zh" if row.language == "zh" else "en").do(by)
            for row in self.whole.people
            if row.email not in known
        ]


def _by_code(whole: Whole) -> dict[str, list[UnitRow]]:
    """The days of each unit, in order."""
    found: dict[str, list[UnitRow]] = {}
    for row in sorted(whole.units, key=lambda row: row.span.start):
        found.setdefault(row.entity.id, []).append(row)
    return found
