"""The ID token: what it must prove before anything of it is believed.

Source: OpenID Connect Core 1.0, section 3.1.3.7. Signature by a key that the provider publishes,
with an algorithm of public keys; issuer, audience, expiry, nonce.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.models import address
from crossfoot.records.accounts.oidc.provider import Provider
from crossfoot.records.messages import problem

#: never "none", and none whose key the provider shares with others
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]

#: seconds by which clocks may differ
LEEWAY = 60

#: what says that the provider asked for more than a password (RFC 8176)
STRONG = frozenset({"mfa", "otp", "hwk", "sms", "swk", "fpt", "face", "iris"})


@dataclass(frozen=True, slots=True)
class Identified:
    """Somebody whom the provider knows.

    Attributes:
        issuer, subject: who, for ever; no other subject of the provider is called so.
        email: the address that the provider verified; empty where it verified none.
        strong: the provider asked for more than a password.
    """

    issuer: str
    subject: str
    email: str = ""
    strong: bool = False

    def with_address(self, claims: Mapping[str, Any], *, trusted: bool) -> Identified:
        """With the address of the claims, if it is a verified one.

        >>> somebody = Identified("https://login.example.org", "7")
        >>> claims = {"email": "Li@Example.org", "email_verified": True}
        >>> somebody.with_address(claims, trusted=False).email
        'li@example.org'
        >>> somebody.with_address({**claims, "email_verified": False}, trusted=True).email
        ''
        """
        email, said = claims.get("email"), claims.get("email_verified")
        # some providers write "true"; only silence can be trusted, never a "no"
        verified = said is True or said == "true" or (trusted and said is None)
        if not isinstance(email, str) or not verified:
            return self
        return replace(self, email=address(email))


def read_id_token(provider: Provider, text: str, nonce: str, access: str) -> Identified:
    """Whom a token stands for.

    Args:
        provider: who must have signed it.
        text: the token.
        nonce: what was given to the provider on the way there.
        access: the access token that came with it; empty for none.

    Raises:
        CrossfootError: it proves nothing.
    """
    try:
        claims = _claims(provider, text)
        checked = CodeIDToken(
            claims.claims,
            claims.header,
            {
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client},
                "sub": {"essential": True},
                "exp": {"essential": True},
                "iat": {"essential": True},
            },
            {"nonce": nonce, "client_id": provider.client, "access_token": access},
        )
        checked.validate(leeway=LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        raise CrossfootError(
            problem(
                Text("the answer of {name} cannot be believed", "无法采信 {name} 的应答"),
                why=Text("its token is not valid: {said}", "其令牌无效：{said}"),
                remedy=Text(
                    "begin again; if it recurs, tell your administrator",
                    "请重新登录；若再次出现，请告知系统管理员",
                ),
                name=provider.name,
                said=str(error)[:200],
            )
        ) from error
    methods = checked.get("amr")
    strong = isinstance(methods, list) and not STRONG.isdisjoint(map(str, methods))
    found = Identified(provider.issuer, str(checked["sub"]), strong=strong)
    return found.with_address(checked, trusted=provider.trusts_addresses)


def _claims(provider: Provider, text: str) -> jwt.Token:
    """What the token says, its signature checked; the keys may have changed since."""
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        return jwt.decode(text, KeySet.import_key_set(_set(provider)), registry=registry)
    except InvalidKeyIdError:
        return jwt.decode(text, KeySet.import_key_set(_set(provider, anew=True)), registry=registry)


def _set(provider: Provider, *, anew: bool = False) -> Any:
    return dict(provider.keys(anew=anew))
