"""What the clock makes of a record until now."""

from __future__ import annotations

from crossfoot.registers import transitions
from crossfoot.registers.context import Context
from crossfoot.registers.definition import Definition
from crossfoot.registers.records import Record


def run_on(definition: Definition, record: Record, context: Context) -> Record:
    """The record after all steps of the system that are due now; itself where there is none."""
    found = transitions.run_system(definition, record, context)
    return found[-1] if found else record
