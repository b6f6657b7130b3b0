"""The API: what pages can do, for programs. Thin: parse, ask who may, do the same action, answer.

- `service`: the API as a whole, with its description (OpenAPI 3.1) and its errors
- `bearer`: who asks: a token instead of a password
- `once`: a request that comes again with its key is answered as before, and does nothing twice
- `unchanged`: an answer that the program has already is not sent again (ETag)
- `pages`: long lists, piece by piece
- `endpoints`: one module per part of the application
- `description`: what OpenAPI says beyond what is written from the code: scopes, problems, files
- `files`: files that are sent and fetched

May import `crossfoot.records` and all rooms below.
"""

from __future__ import annotations
