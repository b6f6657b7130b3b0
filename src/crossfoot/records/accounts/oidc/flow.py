"""The way to the provider and back (OpenID Connect Core 1.0, section 3.1; PKCE: RFC 7636)."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language, Text
from crossfoot.records.accounts.oidc.id_token import Identified, read_id_token
from crossfoot.records.accounts.oidc.provider import Provider
from crossfoot.records.messages import problem

SCOPE = "openid email profile"

_TAGS = {"en": "en", "zh": "zh-CN"}


@dataclass(frozen=True, slots=True)
class Begun:
    """What the browser keeps, signed, between going and coming back.

    Attributes:
        state: comes back with the answer.
        nonce: comes back inside the ID token.
        verifier: proves that who asks for the tokens is who went.
    """

    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)

    @classmethod
    def now(cls) -> Begun:
        """Three secrets of 256 bits."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


def way_there(provider: Provider, begun: Begun, back: str, language: Language) -> str:
    """The address at which the provider asks who somebody is.

    Raises:
        CrossfootError: the provider does not answer.
    """
    return str(
        prepare_grant_uri(
            provider.address("authorization_endpoint"),
            client_id=provider.client,
            response_type="code",
            redirect_uri=back,
            scope=SCOPE,
            state=begun.state,
            nonce=begun.nonce,
            code_challenge=create_s256_code_challenge(begun.verifier),
            code_challenge_method="S256",
            ui_locales=_TAGS[language],
        )
    )


def who_came_back(
    provider: Provider, begun: Begun | None, answer: Mapping[str, str], back: str
) -> Identified:
    """Whom the provider's answer stands for, proved.

    Args:
        provider: who answers.
        begun: what the browser kept; None where it kept nothing.
        answer: parameters of the address to which the provider sent the browser.
        back: that address, as it was given to the provider.

    Raises:
        CrossfootError: the answer is to no question of this browser, it says no, or its token
            proves nothing.
    """
    state = answer.get("state", "")
    if begun is None or not hmac.compare_digest(begun.state.encode(), state.encode()):
        raise CrossfootError(
            problem(
                Text(
                    "this sign-in was begun elsewhere, or is over", "此登录并非在此发起，或已结束"
                ),
                remedy=Text("begin again on this page", "请在此页面重新登录"),
            )
        )
    if answer.get("iss", provider.issuer) != provider.issuer:  # RFC 9207
        raise _refused(provider, "iss")
    if "error" in answer or not answer.get("code"):
        raise CrossfootError(
            problem(
                Text("{name} did not sign you in", "{name} 未完成登录"),
                why=Text("it says: {said}", "其说明为：{said}"),
                remedy=Text("begin again", "请重新登录"),
                name=provider.name,
                said=(answer.get("error_description") or answer.get("error") or "-")[:200],
            )
        )
    sent = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": back,
        "code_verifier": begun.verifier,
    }
    tokens = provider.asked("POST", provider.address("token_endpoint"), **_signed(provider, sent))
    text = tokens.get("id_token")
    if not isinstance(text, str):
        raise _refused(provider, "id_token")
    access = tokens.get("access_token")
    access = access if isinstance(access, str) else ""
    identified = read_id_token(provider, text, begun.nonce, access)
    return identified if identified.email or not access else _asked(provider, identified, access)


def way_out(provider: Provider, back: str) -> str:
    """Where the provider signs somebody out too (RP-Initiated Logout 1.0); empty where nowhere."""
    if not provider.metadata.get("end_session_endpoint"):
        return ""
    address = provider.address("end_session_endpoint")
    from urllib.parse import urlencode

    asked = urlencode({"client_id": provider.client, "post_logout_redirect_uri": back})
    return f"{address}{'&' if '?' in address else '?'}{asked}"


def _signed(provider: Provider, sent: dict[str, str]) -> dict[str, object]:
    """The request for the tokens, with what proves who asks for them (RFC 6749, section 2.3.1)."""
    if not provider.secret:
        return {"data": {**sent, "client_id": provider.client}}
    methods = provider.metadata.get("token_endpoint_auth_methods_supported") or []
    if methods and "client_secret_basic" not in methods:
        secret = {"client_id": provider.client, "client_secret": provider.secret}
        return {"data": {**sent, **secret}}
    from urllib.parse import quote_plus

    return {"data": sent, "auth": (quote_plus(provider.client), quote_plus(provider.secret))}


def _asked(provider: Provider, identified: Identified, access: str) -> Identified:
    """With the address that the provider tells beside the token, of the same subject alone."""
    if not provider.metadata.get("userinfo_endpoint"):
        return identified
    told = provider.get(provider.address("userinfo_endpoint"), bearer=access)
    if told.get("sub") != identified.subject:
        raise _refused(provider, "sub")
    return identified.with_address(told, trusted=provider.trusts_addresses)


def _refused(provider: Provider, field: str) -> CrossfootError:
    return CrossfootError(
        problem(
            Text("the answer of {name} cannot be believed", "无法采信 {name} 的应答"),
            why=Text("its {field} is wrong or missing", "其 {field} 有误或缺失"),
            remedy=Text(
                "begin again; if it recurs, tell your administrator",
                "请重新登录；若再次出现，请告知系统管理员",
            ),
            name=provider.name,
            field=field,
        )
    )
