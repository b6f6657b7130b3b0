"""What can be done in a register, one file per verb.

- `open_entry`: a new entry; `amend_entry`: fields without a step; `take_step`: one step
- `comment_entry`: say something of it; `keep_file`: files of it; `save_view`: a list under a name
- `grant_role`: register roles, accounts of workers, lines of reporting; `hand_over`: a successor
- `set_parameter`: parameters and due times; `edit_definition`: the next version of a definition
- `attest_nil`: there was nothing; `approve_figures`: figures are frozen and become facts
- `run_clock`, `warn`, `open_duty`: what the clock does; a plain task is done

Each is an action (`crossfoot.records.actions`) in the stream "register".
"""

from __future__ import annotations
