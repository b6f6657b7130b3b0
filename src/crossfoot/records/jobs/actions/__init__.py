"""What people do to jobs: stop one. Its beginning is part of the action that asks for the work."""

from __future__ import annotations
