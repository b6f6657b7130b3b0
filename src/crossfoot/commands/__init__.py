"""The commands of the command line: parse, call, print.

One module per command, named like it. What they share:

- `options`: options of several commands, and the kinds of values that options take
- `output`: tables for people, JSON and CSV for programs, numbers as people read them
- `problems`, `progress`: what goes to stderr
- `words`: the words of tables and messages, in both languages

A command returns its exit code: 0 done, 1 done and found something; a `CrossfootError` ends it
with 2. Nothing is calculated here. A module imports at its head only what its help needs, so that
help is fast; the rest is imported inside the function that runs. May import every other room.
"""

from __future__ import annotations
