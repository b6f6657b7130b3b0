"""Facts: one value of one metric for one entity and period, with where it came from.

Everything in Crossfoot becomes a fact or is made of facts. Here:

- `fact`: `Fact`, its key, its breakdown (`Dimensions`) and its basis
- `provenance`: where a value came from, one link at a time
- `entities`: the organisation as a tree of entities, and their ownership shares
- `boundaries`: units that a figure leaves out, and the footnote that says so
- `selection`: `FactSet`, the index over facts; `FactSet.current` decides which fact counts

Not here: storage (a workspace, a database or a report hands facts out as a `FactSource`), what a
metric means (`crossfoot.metrics`), arithmetic (`crossfoot.calculation`). May import `quantities`,
`languages` and `errors`.
"""

from __future__ import annotations
