"""What test people share."""

from __future__ import annotations

PASSWORD = "seven tall poplars"
