"""Telling people what waits for them: on their page, by e-mail, in the chat of their team.

- `kinds`, `kinds.toml`: what there is to tell, in both languages
- `models`: a notice, its deliveries, the chats that are told
- `telling`: a notice becomes part of the transaction that it tells of
- `sending`: deliveries go out after it, and again where that failed
- `channels`: how each chat wants a message to look
- `reading`: a person's own notices
- `actions`: add, try and remove a chat; choose e-mail or not

A notice names what it is about and leads there; it never carries content that is confidential. May
import `accounts`, `organisation`, `actions`, `journal` of the room, and all rooms below.
"""

from __future__ import annotations
