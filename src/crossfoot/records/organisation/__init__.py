"""The organisation over time: legal entities, sites and departments as a bitemporal tree.

- `models`: a unit, and its states; a state has the days it holds for and the time it was known
- `as_of`: the tree on a day, as known at a moment, as `crossfoot.facts.entities.Organisation`
- `fiscal`: in which month the year of a unit begins, and what its parts are called
- `reporting`: which metrics a unit must report, or need not
- `spans`: writing a state for some days, and cutting what stood before around it
- `actions`: set a unit, close it, import the whole tree
- `export`: the tree as a file that can be imported again

May import `actions`, `roles` and `journal` of the room, and all rooms below.
"""

from __future__ import annotations
