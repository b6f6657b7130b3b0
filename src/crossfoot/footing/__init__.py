"""footing."""

from __future__ import annotations
