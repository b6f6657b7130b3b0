"""Registers in the system of record: entries, who reads and moves them, figures out of them.

The engine is `crossfoot.registers` and knows no database; this app keeps what it needs.

Reading
- `queries.readable(by, register) -> QuerySet[Entry]`: all that an actor may list
- `queries.entry_for(by, key) -> Entry`: one; `UnknownEntryError` where there is none to read
- `queries.may_list(by, register)`, `queries.may_read(by, entry)`
- `queries.readable_fields(by, entry)`: the fields that the reader sees
- `stored.with_history(entries)`, `stored.record_of(entry) -> Kept`: what the engine takes
- `library.active() -> Library`, `library.definition_of(register)`: definitions in use
- `context.context_for(unit, now=None) -> Context`; `who.standing(by) -> Standing`:
  `.actor(unit)`, `.roles_on(unit)`, `.units_with(roles)`; `who.superiors()`, `who.accounts()`
- steps that can be taken: `transitions.possible(definition, record, who.actor_for(by, entry.unit),
  context_for(entry.unit), who.superiors())`

Writing, each an action with `.do(by, reason="")`
- `actions.open_entry.OpenEntry(register_id, values, source="manual", external_id="") -> Entry`
- `actions.amend_entry.AmendEntry(key, changes, revision=None, correction=False) -> Entry`
- `actions.take_step.TakeStep(key, step, changes={}, revision=None) -> Entry`
- `writing.StaleEntryError`: somebody else wrote since `revision` was read

Inside
- `models`: `entry_models`, `setting_models`, `figure_models`; `writing`: a record into all of them
- `zones`: time zone and working days of a unit; `running`: steps of the system
- `projection`: typed tables that lists and figures read; `marking`: figures to be counted anew
- `nil`: statements of "none", and entries that prove them wrong

Above `collection`, below `overview` and the pages.
"""

from __future__ import annotations
