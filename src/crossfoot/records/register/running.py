"""What the clock makes of a record until now, and who is responsible for it then."""

from __future__ import annotations

from crossfoot.records.register.confidential.appointing import appointed
from crossfoot.registers import transitions
from crossfoot.registers.context import Context
from crossfoot.registers.definition import Definition
from crossfoot.registers.records import Record


def run_on(definition: Definition, record: Record, context: Context) -> Record:
    """The record after all steps of the system that are due now; itself where there is none.

    A sealed one gets a person responsible who is not near to it.
    """
    found = transitions.run_system(definition, record, context)
    return appointed(definition, found[-1] if found else record)
