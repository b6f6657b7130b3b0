"""Evidence: the files that prove figures, what they are, and what they are used for.

- `models`: a stored file by its SHA-256; a document with its revisions; a use of a revision
- `receiving`: a file that arrives, piece by piece, hashed and counted before anything knows it
- `sniffing`: what a file is, by its content alone
- `store`: where files lie, and the sweep of those that no row names
- `subjects`: what a document can be used for ("entry:12"); apps above register theirs
- `guards`: documents that not everybody who reads their unit may read; apps above register theirs
- `queries`: documents that a person may see, what proves a subject, what expires
- `actions`: add, revise, describe, attach, detach, delete

A document belongs to a unit and is seen by those who may read that unit, unless a guard closes it
to them. May import `accounts`,
`organisation`, `actions`, `journal` of the room, and all rooms below.
"""

from __future__ import annotations
