"""The identity provider of the organisation, as the settings name it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.messages import problem

#: seconds that the provider has to answer
PATIENCE = 10

#: seconds for which its addresses and keys are taken as they were
FRESH = 3600

#: hosts that may be reached without TLS: this machine alone
_NEAR = ("localhost", "127.0.0.1", "::1")

_UNREACHED = Text("{name} does not answer", "{name} 没有响应")
_LATER = Text("try again later, or sign in with your password", "请稍后重试，或使用密码登录")
_ADMINISTRATOR = Text("tell your administrator", "请告知系统管理员")


@dataclass(frozen=True, slots=True)
class Provider:
    """Where people are known.

    Attributes:
        issuer: its identifier, exactly as its tokens name it.
        client: id under which it knows this installation.
        secret: that it gave to this installation; empty for a public client.
        name: what people call it.
        trusts_addresses: its e-mail addresses count as verified though it does not say so.
    """

    issuer: str
    client: str
    secret: str = field(repr=False)
    name: str
    trusts_addresses: bool = False

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What it publishes of itself (OpenID Connect Discovery 1.0, section 4).

        Raises:
            CrossfootError: it does not answer, or calls itself by another name.
        """
        found = self._kept(
            "metadata", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        )
        if found.get("issuer") != self.issuer:
            raise CrossfootError(
                problem(
                    Text("{name} calls itself {other}", "{name} 自称 {other}"),
                    remedy=_ADMINISTRATOR,
                    name=self.name,
                    other=repr(found.get("issuer")),
                )
            )
        return found

    def keys(self, *, anew: bool = False) -> Mapping[str, Any]:
        """The keys with which it signs; fetched anew where a token names one that is not there."""
        return self._kept("keys", self.address("jwks_uri"), anew=anew)

    def address(self, name: str) -> str:
        """One of its addresses.

        Raises:
            CrossfootError: it has none of that name, or one without TLS.
        """
        found = str(self.metadata.get(name) or "")
        if not found:
            raise CrossfootError(
                problem(
                    Text("{name} publishes no {field}", "{name} 未公布 {field}"),
                    remedy=_ADMINISTRATOR,
                    name=self.name,
                    field=name,
                )
            )
        return checked(found)

    def _kept(self, what: str, address: str, *, anew: bool = False) -> Mapping[str, Any]:
        key, now = (self.issuer, what), time.monotonic()
        kept = _kept.get(key)
        if kept is not None and not anew and now < kept[0]:
            return kept[1]
        found = self.get(address)
        _kept[key] = (now + FRESH, found)
        return found

    def get(self, address: str, bearer: str = "") -> Mapping[str, Any]:
        """A JSON object of the provider.

        Raises:
            CrossfootError: it does not answer with one.
        """
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return self.asked("GET", address, headers=headers)

    def asked(self, method: str, address: str, **sent: Any) -> Mapping[str, Any]:
        """What the provider answers, as a JSON object; it may lead nowhere else.

        Raises:
            CrossfootError: it does not answer with one.
        """
        try:
            answer = httpx.request(
                method, checked(address), timeout=PATIENCE, follow_redirects=False, **sent
            )
            answer.raise_for_status()
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:  # neither secret nor code in what is said
            raise CrossfootError(problem(_UNREACHED, remedy=_LATER, name=self.name)) from error
        if not isinstance(found, dict):
            raise CrossfootError(problem(_UNREACHED, remedy=_LATER, name=self.name))
        return found


#: metadata and keys by issuer, with the moment until which they are fresh
_kept: dict[tuple[str, str], tuple[float, Mapping[str, Any]]] = {}


def provider() -> Provider | None:
    """The provider that the settings name; None where there is none.

    Raises:
        CrossfootError: half of it is missing, the issuer has no TLS, or the file cannot be read.
    """
    return provider_of(settings.OIDC)


def provider_of(environment: Mapping[str, str]) -> Provider | None:
    """The provider that an environment names; None where it names none.

    - `CROSSFOOT_OIDC_ISSUER`, `CROSSFOOT_OIDC_CLIENT`: issuer and client id
    - `CROSSFOOT_OIDC_SECRET_FILE`: file with the client secret, or `CROSSFOOT_OIDC_SECRET`
    - `CROSSFOOT_OIDC_NAME`: what people call it; its host unless given
    - `CROSSFOOT_OIDC_TRUSTS_ADDRESSES`: `1` where its addresses count as verified though its
      tokens do not say so (a directory whose addresses nobody sets for themselves)

    Raises:
        CrossfootError: half of it is missing, the issuer has no TLS, or the file cannot be read.
    """
    issuer = environment.get("CROSSFOOT_OIDC_ISSUER", "").strip()
    client = environment.get("CROSSFOOT_OIDC_CLIENT", "").strip()
    if not issuer and not client:
        return None
    if not issuer or not client:
        raise CrossfootError(
            problem(
                Text("the identity provider is half set up", "身份提供方设置不完整"),
                remedy=Text(
                    "set CROSSFOOT_OIDC_ISSUER and CROSSFOOT_OIDC_CLIENT, or neither",
                    "请同时设置 CROSSFOOT_OIDC_ISSUER 与 CROSSFOOT_OIDC_CLIENT，或均不设置",
                ),
            )
        )
    return Provider(
        issuer=checked(issuer),
        client=client,
        secret=_secret(environment),
        name=environment.get("CROSSFOOT_OIDC_NAME", "").strip() or urlsplit(issuer).hostname or "",
        trusts_addresses=environment.get("CROSSFOOT_OIDC_TRUSTS_ADDRESSES") == "1",
    )


def checked(address: str) -> str:
    """The address, where it has TLS or is on this machine.

    Raises:
        CrossfootError: it has none.
    """
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _NEAR):
        return address
    raise CrossfootError(
        problem(
            Text("{address} does not begin with https://", "{address} 不是以 https:// 开头的地址"),
            why=Text("passwords and tokens would go in the clear", "密码和令牌将以明文传输"),
            remedy=_ADMINISTRATOR,
            address=repr(address),
        )
    )


def _secret(environment: Mapping[str, str]) -> str:
    path = environment.get("CROSSFOOT_OIDC_SECRET_FILE", "")
    if not path:
        return environment.get("CROSSFOOT_OIDC_SECRET", "").strip()
    from pathlib import Path

    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CrossfootError(
            problem(
                Text("the client secret cannot be read", "无法读取客户端密钥"),
                where=path,
                remedy=Text(
                    "let CROSSFOOT_OIDC_SECRET_FILE name a file that the server may read",
                    "请将 CROSSFOOT_OIDC_SECRET_FILE 设为服务器可读取的文件",
                ),
            )
        ) from error
