"""Sign-in with the organisation's own identity provider (OpenID Connect 1.0, code flow with PKCE).

- `provider`: which provider, as the settings say; its published addresses and keys
- `flow`: the way there and back: state, nonce, code verifier; the code for the tokens
- `id_token`: what the ID token must prove before anything of it is believed
- `sign_in`: the person it stands for, and the journal entry; no account is made for a stranger

May import the rest of `accounts`; knows no page.
"""

from __future__ import annotations
