"""What changes who is told, and how: one file per verb."""

from __future__ import annotations
