"""What can be done to the ledger, one file per verb.

- `receive`: a file was sent; `check`: its rows are checked, in a job; `drop`: it is not wanted
- `ask`: it is to be imported, in a job; `take`: that job's action, which makes the rows count
- `reverse`: its rows count no more; nothing is deleted
- `set_meter`, `replace_meter`, `read_meter`: what is said of meters, and what they show
- `take_over`: what a crash left half-way, or a command without a database did

Each is an action (`crossfoot.records.actions`) in the stream "ledger".
"""

from __future__ import annotations
