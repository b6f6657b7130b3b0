"""Definitions: YAML files that remember their lines.

What the product knows (metrics, dimensions, ...) stands in YAML files that people read and
edit. A mistake in one is named by file and line, and all mistakes are named at once.

- `nodes`: what a file is made of: scalars, items, entries, each with its line
- `reader`: a file or a text to nodes; the only place that knows ruamel.yaml
- `plain`: the quick reader of the plain part of YAML that our files keep to
- `section`: typed access to nodes ("the texts under `gri`"), collecting problems with places

Every scalar is text here; the definition, not the look of a value, says whether it is a number
(`no` stays a word and `2.10` keeps its zero). What a definition means lives in the room that
owns it, not here. This room may import `errors` and `languages` only.
"""

from __future__ import annotations
