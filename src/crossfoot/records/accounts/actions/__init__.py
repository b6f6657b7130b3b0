"""What can be done to accounts, one file per verb.

- `invite`, `accept_invitation`: how a person comes in; `deactivate`, `forget`: how one leaves
- `grant_role`, `end_grant`, `hand_over`: roles on a part of the organisation
- `change_password`, `codes`, `end_session`: what people do to their own account

Each is an action (`crossfoot.records.actions`) in the stream "accounts"; what it says of a person
is encrypted with that person's key. Signing in is in `crossfoot.records.accounts.sign_in`.
"""

from __future__ import annotations
