"""What changes who is told, and how.

- `add_chat`, `try_chat`, `remove_chat`: chats of teams that are told of what concerns all
- `choose_email`: a person is told by e-mail, or on the page alone
"""

from __future__ import annotations
