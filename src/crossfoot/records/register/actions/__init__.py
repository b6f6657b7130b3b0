"""What can be done in a register, one file per verb.

- `open_entry`: a new entry; `amend_entry`: fields without a step; `take_step`: one step

Each is an action (`crossfoot.records.actions`) in the stream "register".
"""

from __future__ import annotations
