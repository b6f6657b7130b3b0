"""Runs: inputs frozen by hash, calculated once, kept.

- `run`: from a workspace to all its facts: inventory, sums over sites and periods, formulas
- `library`: the factor library that a workspace's settings name
- `identity`: the id of a run, a hash of everything it depends on
- `kept`: inventories kept under a name, to be compared with later ones
- `named_lines`: inventory lines by the name of the file that a person imported

A run changes nothing in its workspace. May import `workspaces` and below.
"""

from __future__ import annotations
