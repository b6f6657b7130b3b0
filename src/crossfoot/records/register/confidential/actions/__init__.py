"""What is done with confidential entries; one file per group of verbs."""

from __future__ import annotations
