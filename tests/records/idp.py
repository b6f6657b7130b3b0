"""An identity provider on this machine whose answers a test may forge; it asks for PKCE."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "crossfoot", "s3cret of the client"


class Idp:
    """Signs anybody in as `claims` say; `spoil` may change the ID token's claims or header."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"}, auto_kid=False)
        self.published = self.key
        self.claims: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        self.issuer = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.seen: list[str] = []
        self.signs_with: Any = None

    def authorize(self, address: str) -> str:
        """What the provider's page would do: the address to which the browser is sent back."""
        asked = {name: each[0] for name, each in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256"
        assert set(asked["scope"].split()) == {"openid", "email", "profile"}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def tokens(self, sent: dict[str, str], authorization: str) -> dict[str, Any] | None:
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        proved = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        basic = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        if (
            asked is None
            or asked["code_challenge"] != proved
            or authorization != f"Basic {basic}"
            or sent["redirect_uri"] != asked["redirect_uri"]
        ):
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "subject-7",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.signs_with or self.key
        token = jwt.encode(self.header, claims, key, algorithms=["RS256", "HS256", "none"])
        return {"access_token": "at", "token_type": "Bearer", "id_token": token}


@contextmanager
def running() -> Iterator[Idp]:
    idp = Idp()

    class Handler(BaseHTTPRequestHandler):
        def _say(self, document: object, status: int = 200) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            idp.seen.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                names = {"authorization_endpoint": "/authorize", "token_endpoint": "/token"}
                names |= {"jwks_uri": "/keys", "userinfo_endpoint": "/userinfo"}
                names |= {"end_session_endpoint": "/out"}
                found = {name: f"{idp.issuer}{path}" for name, path in names.items()}
                self._say({"issuer": idp.issuer, **found})
            elif self.path == "/keys":
                self._say({"keys": [idp.published.as_dict(private=False)]})
            elif self.path == "/userinfo":
                self._say({"sub": "subject-7", **idp.told})

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            sent = parse_qs(self.rfile.read(length).decode())
            one = {name: each[0] for name, each in sent.items()}
            found = idp.tokens(one, self.headers.get("Authorization", ""))
            self._say(found or {"error": "invalid_grant"}, 200 if found else 400)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    idp.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield idp
    finally:
        server.shutdown()
        server.server_close()
