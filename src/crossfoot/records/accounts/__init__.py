"""People: invitation, password and one-time code, sessions, lockout, roles.

- `models`: user, grant of a role on a part of the organisation, session
- `person`: the actor who stands for a user: what may this person do to this unit today?
- `oidc`: the organisation's own identity provider
- `totp`: one-time codes of RFC 6238
- `sign_in`: password, code and lockout
- `succession`: what else passes to a successor; `sweep`: what is removed once nobody needs it
- `whole`: units, people and roles as one workbook
- `sessions`, `backend`: what Django asks for to keep people signed in
- `actions`: invite, accept, grant, end, hand over, deactivate, forget, and the rest

Personal content of the journal is encrypted with the person's key ("user:7").
"""

from __future__ import annotations
