"""Crossfoot: the system of record for an organisation's ESG data.

One idea holds the house together: everything is a fact (`crossfoot.facts`). The rooms, lowest
first; each may import what stands lower, nothing points up (import-linter checks it):

- `errors`, `languages`, `definitions`: messages, two languages, YAML that remembers its line
- `quantities`: units, gases and warming potentials, periods, calendars, rounding, qualifiers
- `standards`: GRI, HKEX and other catalogues of disclosures, as dated data
- `factors`: emission factors and coefficients, with validity, source and a stated look-up rule
- `metrics`: the metric catalogue and its formula language
- `facts`: the fact, and selections of facts
- `documents`: what a document is made of: place, table
- `tables`: files to typed rows, with messages that name sheet, row and column
- `calculation`: inventory, formulas, sums over sites and periods, the trace of a number
- `footing`: checks over facts that end in findings
- `workspaces`: the folder in which one organisation's data lives
- `runs`: inputs frozen by hash, calculated once, kept
- `reports`: report model, content indices, charts, HTML and Excel
- `records`: the system of record: journal, organisation over time, accounts (Django from here up)
- `api`: what pages can do, for programs; `client`: its typed client, which needs `errors` alone
- `web`: pages of the system of record; `settings`: Django's settings for one workspace
- `examples`: the demo group and three published reports as workspaces
- `commands`, `cli`: parse, call, print
"""

from __future__ import annotations

__version__ = "0.1.0"
