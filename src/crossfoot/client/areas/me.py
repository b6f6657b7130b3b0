"""Me, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot.client.area import Area
from crossfoot.client.models.me import Feed, Me, Telling, Token


class MeArea(Area):
    """Me."""

    def get(self) -> Me:
        """Who asks, and what they may.

        The person, the token, and the duties that both have somewhere.
        """
        return self._ask(Me, "GET", "me")

    def tokens(self, *, limit: int = 500) -> Iterator[Token]:
        """One's tokens.

        Those that serve, and those that did. New ones are made on the account page alone.
        """
        return self._each(Token, "me/tokens", {}, limit)

    def end_token(self, token: int) -> None:
        """End a token.

        It serves no more, at once.
        """
        self._do("DELETE", f"me/tokens/{token}")

    def feed(self, *, on: bool = True) -> Feed:
        """The address of one's calendar.

        A new one, told once; the one before serves no more. Or none.
        """
        return self._ask(Feed, "POST", "me/feed", body={"on": on})

    def telling(self) -> Telling:
        """How one is told.

        By e-mail too, or on the page alone.
        """
        return self._ask(Telling, "GET", "me/telling")

    def choose(self, *, email: bool) -> Telling:
        """Choose how one is told.

        By e-mail too, or on the page alone.
        """
        return self._ask(Telling, "PUT", "me/telling", body={"email": email})
