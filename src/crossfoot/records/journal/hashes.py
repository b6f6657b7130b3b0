"""What is hashed, and how: the same bytes on every database, for ever."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date
from typing import Any

from crossfoot.records.journal.models import Entry

NOTHING_BEFORE = "0" * 64


def canonical(value: Any) -> str:
    """JSON in one form: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def entry_hash(entry: Entry) -> str:
    """SHA-256 over all that an entry says, and the hash of the one before."""
    said = {
        "stream": entry.stream,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "reason": entry.reason,
        "origin": entry.origin,
        "request": entry.request,
        "values": entry.values,
        "content": entry.content,
        "key": entry.key,
        "previous": entry.previous,
    }
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def head_hash(day: date, tips: Mapping[str, Any], previous: str) -> str:
    """SHA-256 over the tips of all streams at the end of a day, and the head before."""
    said = {"day": day.isoformat(), "tips": tips, "previous": previous}
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def value_hash(salt: str, field: str, value: Any) -> str:
    """Hash of one value. Each field has its own salt, so that one can be shown without others."""
    return hmac.new(field_salt(salt, field), canonical(value).encode(), "sha256").hexdigest()


def field_salt(salt: str, field: str) -> bytes:
    """Salt of one field: what to hand over with a value that is to be proved."""
    return hmac.new(bytes.fromhex(salt), field.encode(), "sha256").digest()
