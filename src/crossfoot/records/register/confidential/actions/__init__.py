"""What is done with confidential entries; one file per group of verbs.

- `file_report`: from the public form; `write_message`: both ways through the mailbox
- `read_entry`: purposes, readings, identities; `keep_confidential`: files of those who handle it
- `give_access`: access, passing on, stepping back; `appoint`: by the server
- `forget_entry`: when its time is over
"""

from __future__ import annotations
