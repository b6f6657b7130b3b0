"""Receipt codes: what somebody keeps who reported without signing in.

A code has 100 random bits. It is shown once and kept as a keyed hash: the key is encrypted under
the master key, which lies outside the workspace, so that a copy of the database allows no guessing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from crossfoot.records.journal.keys import seal, unseal
from crossfoot.records.register.confidential.models import CodeKey, Mailbox

#: Crockford's base 32: no letter that is taken for another
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = 20
_GROUP = 5
_TAKEN_FOR = str.maketrans("OIL", "011")
_KEY_NAME = "receipt codes"


def new_code() -> str:
    """A code that nobody can guess, in groups that can be read out.

    >>> len(new_code())
    23
    """
    letters = "".join(secrets.choice(ALPHABET) for _ in range(_LETTERS))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))


def plain(code: str) -> str:
    """A code as it was typed, without what people put between and take for another letter.

    >>> plain("k7qpm-3xw9d o1l4t")
    'K7QPM3XW9D0114T'
    """
    upper = code.upper().translate(_TAKEN_FOR)
    return "".join(letter for letter in upper if letter in ALPHABET)


def digest(code: str) -> str:
    """The keyed hash under which a mailbox is found."""
    return hmac.new(_key(), plain(code).encode(), hashlib.sha256).hexdigest()


def mailbox_of(code: str) -> Mailbox | None:
    """The mailbox of a code; None where nobody was given it.

    What is looked up is a keyed hash: how long it takes tells nothing of how near a guess was.
    """
    wanted = digest(code)
    found = Mailbox.objects.select_related("entry").filter(digest=wanted).first()
    if found is None or not hmac.compare_digest(found.digest, wanted):
        return None
    return found


def _key() -> bytes:
    row = CodeKey.objects.order_by("id").first()
    if row is None:
        fresh = base64.b64encode(secrets.token_bytes(32)).decode()
        row, _ = CodeKey.objects.get_or_create(pk=1, defaults={"sealed": seal(fresh, _KEY_NAME)})
    return base64.b64decode(unseal(row.sealed, _KEY_NAME))
