"""Records that the text of a report refers to: one CSV for each list, its columns in lists.toml.

- `schema`: what columns each list has (lists.toml), as data
- `records`: the rows of the lists of a report folder, read and checked

A new list is a few lines of lists.toml. Files are read by `crossfoot.tables`.
"""

from __future__ import annotations
