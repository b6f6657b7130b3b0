"""The language of guards, filters and formulas of registers.

- `tree`: what an expression is made of, as written and with its names resolved
- `parser`: text to tree; `binding`: names and types checked against a definition
- `spans`: spans of time (`2 y`); `evaluation`: the value for one record, or one row of it

Nothing is ever run as code. Sums over records are in `rollups`.
"""

from __future__ import annotations
