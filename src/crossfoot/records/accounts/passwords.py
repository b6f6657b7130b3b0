"""What a password must be, in the language of the person."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.messages import language

_WHY = Text("a password that can be guessed protects nothing", "易被猜中的密码起不到保护作用")


def check_password_rules(password: str, user: User) -> None:
    """Length, likeness to the person's name, and the list of common ones.

    Raises:
        CrossfootError: with each rule that is not kept.
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        why = _WHY[language()]
        raise CrossfootError.of(
            Problem(str(message), why=why) for message in error.messages
        ) from error
