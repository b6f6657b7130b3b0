"""What Django asks to know a signed-in user again; signing in is in `sign_in`."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend

from crossfoot.records.accounts.models import User

PATH = f"{__name__}.Backend"


class Backend(BaseBackend):
    """Users who are active; rights come from grants alone."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, unless deactivated since."""
        return User.objects.filter(pk=user_id, is_active=True).first()
