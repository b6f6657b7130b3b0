"""What people ask of the inventory, a verb a file.

- `add_factors`: a further file of own factors
- `state_row`: fill in a row of a file of statements; `restore_statements`: take an earlier version
- `draw_inventories`: draw them with random errors; a job does it
- `keep_run`: keep the inventory as it is now under a name; a job does it
- `explain_difference`: split the difference of two kept runs by cause; a job does it
"""

from __future__ import annotations
