"""What people state beside the rows: files of the workspace that pages fill in like tables.

- `fields`: a field of a form; `kinds`: the files, their fields, and the reader that checks each
- `tables`: the rows of such a file as texts, and back; `versions`: what counts, and what did before
"""

from __future__ import annotations
