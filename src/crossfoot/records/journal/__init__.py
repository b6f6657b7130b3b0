"""The journal: who, when, what, why, from where; proved by a chain of hashes.

- `models`: entries, tips of streams, daily heads, keys of records
- `append`: adding an entry, inside the transaction of the change
- `hashes`: what is hashed, and how
- `keys`: content encrypted with a key per record, so that it can be forgotten
- `verify`: every hash anew; the first entry that does not agree

Only `crossfoot.records.actions` writes here. May import `messages` and `secret_key` of the room.
"""

from __future__ import annotations
