"""Sessions in the database, each with its owner: people see where they are signed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from crossfoot.records.accounts.models import Session

#: names in the session of what its owner is shown
STARTED, ORIGIN, AGENT = "started_at", "origin", "agent"


class SessionStore(DatabaseStore):
    """Django's store, with the owner beside each session."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """A row that names its owner."""
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        started = data.get(STARTED)
        row.started_at = datetime.fromisoformat(started) if started else timezone.now()
        row.origin = str(data.get(ORIGIN, ""))[:200]
        row.agent = str(data.get(AGENT, ""))[:200]
        return row
