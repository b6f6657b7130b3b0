"""standards."""

from __future__ import annotations
