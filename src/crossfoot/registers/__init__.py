"""Registers: management systems as data, and figures that are counted from their records.

A register is one record type, declared in one YAML file: fields, states, steps between them,
due times, duties that come back, and the metrics that roll up from its records. The room has no
database: everything here is a function of a definition, records and a moment.

- `definitions/*.yaml`: the registers themselves; `library`: all of them, checked together
- `definition`, `fields`, `metrics`, `due_times`: what a definition is made of
- `loading*`: YAML to definitions; `checking`: what must hold in one; `check`: the same for authors
- `roles`, `codes`: words that all registers share
- `expressions`: the language of guards, filters and formulas, parsed and typed, never run as code
- `records`, `values`: a record with its history, and what a field accepts
- `context`, `overrides`: who acts, when, where; parameters as they hold on a day
- `transitions`: what can be done next, by whom; one step; steps of the system
- `access`, `segregation`, `handover`: who reads, who is kept away, what is in a person's name
- `dues`, `business_days`, `reminders`, `recurring`: due times, clocks, duties that come back
- `scores`: computed fields and grades; `versions`: records of an older version
- `rollups`: metrics out of records; `bounds`: how exact a sum is; `nil`: no data or zero;
  `suppression`: small cells
- `worked`: the worked examples of a definition, run by the tests

Not here: storage, permissions of pages, notices (`records`), approved figures (`facts`). May
import `facts`, `metrics`, `quantities`, `definitions`, `languages`, `errors`.
"""

from __future__ import annotations
