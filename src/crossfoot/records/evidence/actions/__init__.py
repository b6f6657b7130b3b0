"""What can be done to evidence, one file per verb.

- `add`: a new document; `revise`: a new revision of one; `describe`: title, kind, expiry, retention
- `attach`, `detach`: a revision proves a subject, or does so no more
- `delete`: the files of a document that nothing uses, after its retention

Each is an action (`crossfoot.records.actions`) in the stream "evidence".
"""

from __future__ import annotations
