"""Reports without sign-in, their mailbox, and the cases of those who handle them."""

from __future__ import annotations
