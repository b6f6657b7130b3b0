"""What changes the records of the overview, a verb a file.

- `state_audited`: what the auditor has for a figure
- `keep_draft`: all figures of this moment, to be compared with later ones
"""

from __future__ import annotations
