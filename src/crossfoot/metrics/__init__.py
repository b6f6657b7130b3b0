"""Metrics: what can be measured, in which unit, by which formula, for which requirement.

- `catalogue`: all metrics, by id, in order, by requirement; checked when loaded
- `metric`: one metric and its worked examples
- `formula`: the formula language, parsed into a tree, never run as code
- `dimensions`: breakdowns, their members in both languages, which of them add up
- `loading`: YAML to metrics; `checking`: what must hold between metrics; `units`: units of formulas
- `topics/*.yaml`, `dimensions.yaml`: the catalogue itself, one file per topic

Not here: values (`facts`), evaluating formulas and sums (`calculation`), the texts of
requirements (`standards`). May import `standards`, `quantities`, `definitions`, `languages`,
`errors`.
"""

from __future__ import annotations
