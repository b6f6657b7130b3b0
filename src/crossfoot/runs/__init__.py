"""Runs: inputs frozen by hash, calculated once, kept.

- `run`: from a workspace to all its facts: inventory, sums over sites and periods, formulas
- `library`: the factor library that a workspace's settings name
- `keeping`: the immutable record of a run, `runs/<hash>/`

A run changes nothing in its workspace but adds its own folder. May import `workspaces` and below.
"""

from __future__ import annotations
