"""Pages of registers, all made from the definition: a new register needs nothing here.

- `domains`: groups of registers, with an icon each
- `typed`: values as a form holds them, and what a form sent; `widgets`: what a form asks with
- `choices`: people, units, records and shared lists that can be chosen
- `printed`: values as pages show them; `names`: what ids in them stand for
- `seen`: a register, or a record of it, as the one who asks may see it
- `overview`, `lists` (with `filters`, `columns`), `board`, `months`, `overdue`, `statistics`
- `entry`: a record; `editing`: new and changed; `steps`: the next step; `quick`: a short form
- `settings`: parameters; `roles`; `editor`: the definition itself
"""

from __future__ import annotations
