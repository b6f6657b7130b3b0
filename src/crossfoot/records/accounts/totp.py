"""One-time codes of RFC 6238, as authenticator apps show them: SHA-1, 6 digits, 30 seconds."""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
from urllib.parse import quote

STEP = 30
DIGITS = 6

#: steps before and after the present one that are taken too, as clocks differ
DRIFT = 1


def new_secret() -> str:
    """A secret of 160 bits in base 32, as apps take it (RFC 4226, section 4, R6)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def is_secret(text: str) -> bool:
    """Whether it is a secret of at least 128 bits (RFC 4226, section 4, R6)."""
    try:
        return len(base64.b32decode(text)) >= 16
    except ValueError:
        return False


def code(secret: str, counter: int, digits: int = DIGITS) -> str:
    """The code of a counter (RFC 4226, section 5.3).

    >>> code(base64.b32encode(b"12345678901234567890").decode(), 59 // 30, digits=8)
    '94287082'
    """
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), "sha1").digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def matching_counter(secret: str, given: str, at: float, last: int = 0) -> int | None:
    """The counter whose code was given; None where it is wrong or was used before.

    Args:
        secret: in base 32.
        given: what the person typed.
        at: seconds since 1970.
        last: the last counter that was used.
    """
    now = int(at) // STEP
    given = "".join(given.split())
    return next(
        (
            counter
            for counter in range(max(now - DRIFT, last + 1), now + DRIFT + 1)
            if hmac.compare_digest(code(secret, counter).encode(), given.encode())
        ),
        None,
    )


def address(secret: str, email: str) -> str:
    """What an app reads from a QR code or a link."""
    return f"otpauth://totp/Crossfoot:{quote(email)}?secret={secret}&issuer=Crossfoot"
