"""What changes the records of the overview, a verb a file."""

from __future__ import annotations
