"""The views, one module per part of the application.

- `entrance`: sign in and out, accept an invitation, choose the language
- `account`: roles, sessions, password and one-time codes of the person
- `organisation`: the tree on a day, as known at a moment; its export
- `journal`: who did what
- `errors`: no such page, a form that is too old, our own mistake

Each parses what was sent, calls an action or a query of `crossfoot.records`, and draws.
"""

from __future__ import annotations
