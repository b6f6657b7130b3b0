"""Confidential registers: reports without sign-in, a way back, and who may know.

- `codes`, `forms`: receipt codes and public forms, without cookies and without addresses
- `intake`: which registers have a public form, and its fields
- `cleaning`, `pictures`, `files`: what is sent along, without what it says of its maker, encrypted
- `identities`: who reported, apart from the content; `subjects`: names that are kept away
- `appointing`: who handles an entry; `acting`, in which roles; `kept_away`, who never does
- `reading`, `purposes`: a registered purpose before each reading, and the log of readings
- `mailboxes`: what the one who reported sees; `stubs`, `forgetting`: what is left after deletion
- `actions`: report, write, read, give access, pass on, forget

Pages: `web/areas/speak_up`. See `docs/explanation/confidential-registers.md`.
"""

from __future__ import annotations
