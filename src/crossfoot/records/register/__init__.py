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

- lists: `filtering.filtered(by, register, condition="", search="", states=(), units=(),
  overdue=False, order="") -> QuerySet[Entry]`; `filtering.by_state(entries) -> {state: number}`
- `remarks.text_of(remark, entry)`; `clock.tasks(register="")`: plain tasks that nobody did yet

Figures
- `figures.rollup(period, units=None, ...)`: `RollUp` by SQL; `.cells(metric, by)`
- `cells.cells_of(metric, period, unit="", by=(), keep=True) -> Cells`: kept until an entry changes
- `cells.rollup_of(period, unit)`, `cells.silent_units(definition, period, unit)`
- `approvals.changed(register)`: approved figures that would be others now
- `approvals.entries_behind(by, approved) -> (readable entries, number of the others)`
- `approvals.register_facts(catalogue, organisation, before)`: approved figures as facts

Writing, each an action of `actions` with `.do(by, reason="")`; `.rehearse(by)` previews
- `open_entry.OpenEntry(register_id, values, source="manual", external_id="") -> Entry`
- `amend_entry.AmendEntry(key, changes, revision=None, correction=False) -> Entry`
- `take_step.TakeStep(key, step, changes={}, revision=None) -> Entry`
- `writing.StaleEntryError`: somebody else wrote since `revision` was read
- `comment_entry.CommentEntry(key, text)`; `save_view.SaveView`, `DropView`
- `grant_role.GrantRegisterRole(user, role, span, unit="")`, `EndRegisterRole(grant, day)`,
  `LinkAccount(user, worker)`, `SetSuperior(person, superior)`
- `set_parameter.SetParameter(register_id, name, value, valid_from, entity="", when="", why="")`,
  `EndParameter(override)`
- `edit_definition.EditDefinition(register_id, text, note="")`
- `attest_nil.AttestNil(register_id, unit, period, basis="")`
- `approve_figures.ApproveFigures(metric, period, unit="", why="")`
- `hand_over.HandOverEntries(user, successor)`; `open_duty.DoDuty(duty)`
- by the clock alone: `run_clock.RunClock`, `warn.WarnOf`, `open_duty.OpenDuty`

Inside
- `models`: `entry_models`, `setting_models`, `figure_models`; `writing`: a record into all of them
- `zones`: time zone and working days of a unit; `running`: steps of the system
- `projection`, `projection_tables`, `projection_rows`: typed tables that lists and figures read
- `sql_values`, `sql_expressions`, `sql_aggregates`: guards and formulas as SQL
- `marking`: figures to be counted anew; `nil`: statements of "none" and what proves them wrong
- `clock`: what the server does by itself; `owing`: who owes a step and who is told of it
- `subjects`: what evidence can be attached to; `confidential`: reports, mailboxes, need to know

Above `collection`, below `overview` and the pages.
"""

from __future__ import annotations
