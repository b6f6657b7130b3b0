"""From the tables of `crossfoot/factors/data` to factors: one module per publisher.

Each module has one function, `factors(name, licence)`, called when a set is first asked for its
factors. It turns rows into factors by rules written there, and keeps the parameters of the row as
components. Not here: looking up. May import `factor`, `activities`, `regions`, `data_files`.
"""

from __future__ import annotations
