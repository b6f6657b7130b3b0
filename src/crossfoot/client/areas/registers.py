"""Registers, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from crossfoot.client.area import Area, part
from crossfoot.client.models.registers import (
    Left,
    Register,
    RegisterDefinition,
    RegisterParameter,
    RegisterRole,
    RegisterSetting,
    RegisterText,
    RegisterVersion,
    RegisterView,
)


class RegistersArea(Area):
    """Registers."""

    def all(self) -> tuple[Register, ...]:
        """Registers.

        Those that the person takes part in.
        """
        return self._list(Register, "GET", "registers")

    def get(self, register_id: str) -> RegisterDefinition:
        """A register.

        Its fields, states, steps and figures, with labels in the language of the request.
        """
        return self._ask(RegisterDefinition, "GET", f"registers/{part(register_id)}")

    def definition(self, register_id: str) -> RegisterText:
        """Text of a definition.

        The YAML in use, for whoever changes the organisation as a whole.
        """
        return self._ask(RegisterText, "GET", f"registers/{part(register_id)}/definition")

    def edit(
        self, register_id: str, *, text: str, note: str = "", check: bool = False
    ) -> RegisterVersion:
        """Edit a definition.

        The next version, or a new register; with `check` nothing is kept.
        """
        return self._ask(
            RegisterVersion,
            "POST",
            f"registers/{part(register_id)}/definition",
            body={"text": text, "note": note, "check": check},
        )

    def parameters(self, register_id: str) -> tuple[RegisterParameter, ...]:
        """Parameters.

        Parameters and due times with their defaults, and what is set instead.
        """
        return self._list(RegisterParameter, "GET", f"registers/{part(register_id)}/parameters")

    def set_parameter(
        self,
        register_id: str,
        *,
        name: str,
        value: str,
        valid_from: date,
        entity: str = "",
        when: str = "",
        why: str = "",
    ) -> RegisterSetting:
        """Set a parameter.

        From a day on, for all or for one entity; figures are counted anew.
        """
        return self._ask(
            RegisterSetting,
            "POST",
            f"registers/{part(register_id)}/parameters",
            body={
                "name": name,
                "value": value,
                "valid_from": valid_from,
                "entity": entity,
                "when": when,
                "why": why,
            },
        )

    def end_parameter(self, setting: int) -> None:
        """Take a setting back.

        It holds no more, on no day.
        """
        self._do("DELETE", f"register-parameters/{setting}")

    def roles(self, *, role: str = "", limit: int = 500) -> Iterator[RegisterRole]:
        """Register roles.

        Those that hold today, of people whose accounts the person keeps.
        """
        return self._each(RegisterRole, "register-roles", {"role": role}, limit)

    def give(
        self,
        *,
        person: int,
        role: str,
        unit: str = "",
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> RegisterRole:
        """Give a register role.

        From a day on; to anybody but oneself.
        """
        return self._ask(
            RegisterRole,
            "POST",
            "register-roles",
            body={
                "person": person,
                "role": role,
                "unit": unit,
                "valid_from": valid_from,
                "valid_to": valid_to,
            },
        )

    def end_role(self, role: int) -> None:
        """End a register role today.

        It holds no more from today on.
        """
        self._do("DELETE", f"register-roles/{role}")

    def link(self, person: int, *, worker: str) -> None:
        """Say which worker a person is.

        Who is a subject under one name is kept away under the other.
        """
        self._do("PUT", f"people/{person}/worker", body={"worker": worker})

    def reports_to(self, *, person: str, superior: str = "") -> None:
        """Say to whom a person reports.

        Superiors of subjects are kept away from sealed entries.
        """
        self._do("PUT", "register-superiors", body={"person": person, "superior": superior})

    def hand_over(self, person: int, *, successor: int) -> Left:
        """Hand entries over.

        What is open in a person's name; by who keeps accounts, or by the person.

        Answers what did not pass: sealed cases, and what the successor may not handle.
        """
        return self._ask(
            Left, "POST", f"people/{person}/hand-over-entries", body={"successor": successor}
        )

    def views(self, register_id: str) -> tuple[RegisterView, ...]:
        """Saved views.

        One's own, and those that others share.
        """
        return self._list(RegisterView, "GET", f"registers/{part(register_id)}/views")

    def save(
        self,
        register_id: str,
        *,
        name: str,
        filter: str = "",
        columns: Sequence[str] | None = None,
        order: str = "",
        shared: bool = False,
    ) -> RegisterView:
        """Save a view.

        One's own of the same name is replaced.
        """
        return self._ask(
            RegisterView,
            "POST",
            f"registers/{part(register_id)}/views",
            body={
                "name": name,
                "filter": filter,
                "columns": columns,
                "order": order,
                "shared": shared,
            },
        )

    def forget(self, view: int) -> None:
        """Forget a view.

        One's own.
        """
        self._do("DELETE", f"register-views/{view}")
