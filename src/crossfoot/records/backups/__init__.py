"""Backup and restore: one archive of the workspace's files and of all records.

The records are written as rows, not as a copy of the database, so that what was kept in SQLite is
restored to PostgreSQL and the other way round.

- `archive`: what an archive holds, and its table of contents
- `rows`: the rows of all records, out of a database and into one
- `write`: the archive from a workspace in use
- `unpack`: the files of an archive; `restore`: its rows

Not here: the master key, which lies outside the workspace and is kept apart (`journal.keys`), and
the key of sessions, which a restored workspace makes anew: everybody signs in again.
"""

from __future__ import annotations
