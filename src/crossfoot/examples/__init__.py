"""Example workspaces: what `crossfoot demo` builds.

- `group/`: an invented battery maker with three years of data, and three planted mistakes
- `published/`: the figures of three published ESG reports as facts, each with its line
- `build`: makes a workspace of each, by the same imports that a user calls

May import everything below, `workspaces` included.
"""

from __future__ import annotations
