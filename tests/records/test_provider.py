from __future__ import annotations

import re
import time
import warnings
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from django.utils import timezone
from joserfc.jwk import OctKey, RSAKey

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts import totp
from crossfoot.records.accounts.actions.codes import TurnCodesOn
from crossfoot.records.accounts.actions.deactivate import Deactivate
from crossfoot.records.accounts.actions.forget import Forget
from crossfoot.records.accounts.actions.grant_role import GrantRole
from crossfoot.records.accounts.actions.invite import Invite
from crossfoot.records.accounts.models import Identity, Session, User
from crossfoot.records.accounts.oidc import provider as providers
from crossfoot.records.accounts.oidc.provider import provider_of
from crossfoot.records.journal.models import Entry
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Role
from idp import CLIENT, SECRET, Idp, running
from people import PASSWORD

pytestmark = pytest.mark.django_db

VERIFIED = {"email": "P1@Example.org", "email_verified": True}


@pytest.fixture
def idp(settings) -> Iterator[Idp]:
    with running() as found:
        providers._kept.clear()
        settings.OIDC = {
            "CROSSFOOT_OIDC_ISSUER": found.issuer,
            "CROSSFOOT_OIDC_CLIENT": CLIENT,
            "CROSSFOOT_OIDC_SECRET": SECRET,
            "CROSSFOOT_OIDC_NAME": "Group Login",
        }
        found.claims = dict(VERIFIED)
        yield found


def comes_back(idp: Idp, client: Client, after: str = ""):
    """There and back, as a browser does it."""
    there = client.get("/sign-in/provider", {"next": after} if after else {})
    assert there.status_code == 302
    assert there["Location"].startswith(f"{idp.issuer}/authorize?")
    return client.get(idp.authorize(there["Location"]))


def is_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def said(answer) -> str:
    return answer.content.decode()


# -- who comes in --------------------------------------------------------------------------------


def test_a_verified_address_signs_in_and_the_subject_is_kept(idp, person) -> None:
    li = person(Role.VIEWER)
    client = Client()
    answer = comes_back(idp, client, "/organisation")
    assert (answer.status_code, answer["Location"]) == (302, "/organisation")
    assert is_in(client)
    identity = Identity.objects.get()
    assert (identity.user, identity.issuer, identity.subject) == (li.user, idp.issuer, "subject-7")
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.subject) == ("accounts.sign_in", li.user.reference)
    assert entry.actor == li.user.reference
    # the provider's subject goes on to mean this person, whatever the address becomes
    idp.claims = {"email": "married@example.org", "email_verified": True}
    later = Client()
    assert comes_back(idp, later).status_code == 302
    assert is_in(later)


def test_the_page_offers_it_in_both_languages(idp) -> None:
    for language, words in (
        ("en", "Sign in with Group Login"),
        ("zh-hans", "统一登录 Group Login"),
    ):
        page = said(Client(headers={"accept-language": language}).get("/sign-in"))
        assert words in page
        assert 'href="/sign-in/provider"' in page
    assert SECRET not in page


def test_without_a_provider_nothing_is_offered() -> None:
    assert "/sign-in/provider" not in said(Client().get("/sign-in"))


def test_an_invitation_is_accepted_without_a_password(idp, root) -> None:
    user = Invite("p1@example.org", "Li Na", "zh").do(root).user
    GrantRole(user.pk, Role.VIEWER, Span(date(2020, 1, 1))).do(root)
    client = Client()
    assert comes_back(idp, client).status_code == 302
    page = said(client.get("/account"))
    assert "没有密码" in page
    assert "/account/password" not in page
    user.refresh_from_db()
    assert (user.is_active, user.invitation, user.has_usable_password()) == (True, "", False)
    # there is no way in but by the provider
    assert client.post("/account/provider/unlink").status_code == 400
    assert Identity.objects.count() == 1


def test_an_expired_invitation_is_not_accepted(idp, root) -> None:
    user = Invite("p1@example.org", "Li Na").do(root).user
    User.objects.filter(pk=user.pk).update(invited_until=timezone.now())
    assert comes_back(idp, Client()).status_code == 400


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@example.org", "email_verified": True},
        {"email": "p1@example.org", "email_verified": False},
        {"email": "p1@example.org"},
        {},
    ],
    ids=["unknown", "not verified", "says nothing", "no address"],
)
def test_nobody_else_comes_in_and_no_account_is_made(idp, person, claims) -> None:
    person(Role.VIEWER)
    idp.claims = claims
    client = Client()
    answer = comes_back(idp, client)
    assert (answer.status_code, "no account is open" in said(answer)) == (400, True)
    assert not is_in(client)
    assert (User.objects.count(), Identity.objects.count()) == (1, 0)
    assert Entry.objects.latest("id").action == "accounts.sign_in_refused"


def test_an_address_told_beside_the_token_counts(idp, person) -> None:
    person(Role.VIEWER)
    idp.claims, idp.told = {}, dict(VERIFIED)
    assert comes_back(idp, Client()).status_code == 302
    idp.told["sub"] = "somebody else"
    Identity.objects.all().delete()
    assert comes_back(idp, Client()).status_code == 400


def test_silence_about_addresses_is_trusted_where_the_settings_say_so(
    idp, person, settings
) -> None:
    person(Role.VIEWER)
    settings.OIDC["CROSSFOOT_OIDC_TRUSTS_ADDRESSES"] = "1"
    idp.claims = {"email": "p1@example.org", "email_verified": False}
    assert comes_back(idp, Client()).status_code == 400
    idp.claims = {"email": "p1@example.org"}
    assert comes_back(idp, Client()).status_code == 302


def test_who_was_deactivated_or_forgotten_stays_out(idp, person, root) -> None:
    li = person(Role.VIEWER)
    assert comes_back(idp, Client()).status_code == 302
    Deactivate(li.user.pk).do(root)
    client = Client()
    assert comes_back(idp, client).status_code == 400
    assert not is_in(client)
    Forget(li.user.pk).do(root)
    assert Identity.objects.count() == 0


def test_an_address_that_passed_to_somebody_else_opens_no_account(idp, person) -> None:
    person(Role.VIEWER)
    assert comes_back(idp, Client()).status_code == 302
    idp.claims = {**VERIFIED, "sub": "subject-8"}
    client = Client()
    assert comes_back(idp, client).status_code == 400
    assert not is_in(client)


# -- tokens that prove nothing -------------------------------------------------------------------

NOW = int(time.time())


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another client"},
        {"aud": ["another client"]},
        {"aud": [CLIENT, "another client"], "azp": "another client"},
        {"iss": "https://evil.example"},
        {"exp": NOW - 3600},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"nonce": "another nonce"},
        {"nonce": None},
        {"nonce": None, "nonce_supported": False},
        {"nbf": NOW + 3600},
    ],
    ids=lambda claims: "-".join(claims),  # the same on every worker: no time of day
)
def test_a_token_for_another_or_over_is_refused(idp, person, claims) -> None:
    person(Role.VIEWER)
    idp.claims |= claims
    client = Client()
    answer = comes_back(idp, client)
    assert (answer.status_code, "cannot be believed" in said(answer)) == (400, True)
    assert not is_in(client)
    assert Identity.objects.count() == 0


def test_a_token_signed_by_another_is_refused(idp, person) -> None:
    person(Role.VIEWER)
    idp.signs_with = RSAKey.generate_key(2048)
    assert comes_back(idp, Client()).status_code == 400
    # with what everybody can read of the key as if it were a shared secret
    idp.header = {"alg": "HS256", "kid": "one"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        idp.signs_with = OctKey.import_key(idp.key.as_dict(private=False)["n"])
        assert comes_back(idp, Client()).status_code == 400
    idp.header, idp.signs_with = {"alg": "none"}, None
    assert comes_back(idp, Client()).status_code == 400
    assert Session.objects.count() == 0


def test_new_keys_of_the_provider_are_fetched(idp, person) -> None:
    person(Role.VIEWER)
    assert comes_back(idp, Client()).status_code == 302
    idp.key = idp.published = RSAKey.generate_key(2048, {"kid": "two"}, auto_kid=False)
    idp.header = {"alg": "RS256", "kid": "two"}
    assert comes_back(idp, Client()).status_code == 302
    assert idp.seen.count("/keys") == 2
    assert idp.seen.count("/.well-known/openid-configuration") == 1


# -- the way there and back ----------------------------------------------------------------------


def test_an_answer_serves_once_and_in_one_browser(idp, person) -> None:
    person(Role.VIEWER)
    client, other = Client(), Client()
    there = client.get("/sign-in/provider")["Location"]
    back = idp.authorize(there)
    stolen = other.get(back)
    assert (stolen.status_code, "begun elsewhere" in said(stolen)) == (400, True)
    assert client.get(back).status_code == 302
    client.post("/sign-out")
    again = client.get(back)
    assert (again.status_code, is_in(client)) == (400, False)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda back: re.sub(r"state=[\w-]+", "state=x", back), "begun elsewhere"),
        (lambda back: re.sub(r"&state=[\w-]+", "", back), "begun elsewhere"),
        (lambda back: f"{back}&iss=https://evil.example", "cannot be believed"),
        (lambda back: re.sub(r"code=[\w-]+", "code=other", back), "does not answer"),
        (lambda back: re.sub(r"code=[\w-]+", "error=access_denied", back), "did not sign you in"),
    ],
    ids=["state", "no state", "issuer", "code", "refused there"],
)
def test_a_wrong_answer_is_refused(idp, person, change, words: str) -> None:
    person(Role.VIEWER)
    client = Client()
    back = idp.authorize(client.get("/sign-in/provider")["Location"])
    answer = client.get(change(back))
    assert (answer.status_code, words in said(answer)) == (400, True)
    assert not is_in(client)
    assert client.get(back).status_code == 400  # what the browser kept serves once


def test_what_a_visitor_does_on_the_way_is_kept_nowhere(idp) -> None:
    client = Client()
    client.get(idp.authorize(client.get("/sign-in/provider")["Location"]) + "x")
    assert (Session.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_forged_cookie_is_none(idp, person) -> None:
    person(Role.VIEWER)
    client = Client()
    there = client.get("/sign-in/provider")["Location"]
    client.cookies["crossfoot_provider"] = client.cookies["crossfoot_provider"].value[:-2] + "xx"
    assert client.get(idp.authorize(there)).status_code == 400
    assert client.get("/sign-in/provider/code").status_code == 302


def test_nobody_is_led_elsewhere_after_it(idp, person) -> None:
    person(Role.VIEWER)
    assert comes_back(idp, Client(), "https://evil.example/")["Location"] == "/"


def test_a_provider_that_does_not_answer_is_said(idp, settings) -> None:
    settings.OIDC["CROSSFOOT_OIDC_ISSUER"] = "http://127.0.0.1:9"
    answer = Client().get("/sign-in/provider")
    assert (answer.status_code, "does not answer" in said(answer)) == (400, True)


# -- one more proof, linking, going --------------------------------------------------------------


def test_codes_are_asked_for_unless_the_provider_asked_for_a_second_proof(idp, person) -> None:
    li = person(Role.VIEWER)
    secret = totp.new_secret()
    counter = int(time.time()) // 30
    TurnCodesOn(secret, totp.code(secret, counter - 1)).do(li)
    client = Client()
    asked = comes_back(idp, client, "/organisation")
    assert asked["Location"] == "/sign-in/provider/code"
    assert not is_in(client)
    refused = client.post("/sign-in/provider/code", {"code": "000000"})
    assert (refused.status_code, is_in(client)) == (400, False)
    code = totp.code(secret, counter)
    right = client.post("/sign-in/provider/code", {"code": code})
    assert (right.status_code, right["Location"]) == (302, "/organisation")
    assert is_in(client)
    other = Client()
    comes_back(idp, other)
    assert other.post("/sign-in/provider/code", {"code": code}).status_code == 400  # it served
    idp.claims["amr"] = ["pwd", "mfa"]
    strong = Client()
    assert comes_back(idp, strong)["Location"] == "/"
    assert is_in(strong)


def test_wrong_codes_pause_there_too(idp, person) -> None:
    li = person(Role.VIEWER)
    secret = totp.new_secret()
    TurnCodesOn(secret, totp.code(secret, int(time.time()) // 30 - 1)).do(li)
    client = Client()
    comes_back(idp, client)
    answers = [client.post("/sign-in/provider/code", {"code": "1"}) for _ in range(5)]
    assert "try again in" not in said(answers[3])
    assert "try again in 30 seconds" in said(answers[4])


def test_an_account_is_linked_by_its_owner_and_by_one_alone(idp, person) -> None:
    li, wang = person(Role.VIEWER, email="li@here.example"), person(Role.VIEWER)
    idp.claims = {"email": "li@there.example", "email_verified": True}
    client = Client()
    assert comes_back(idp, client).status_code == 400
    client.post("/sign-in", {"email": li.user.email, "password": PASSWORD})
    page = client.post("/account/provider")
    there = re.search(r'href="(http://127[^"]*)"', said(page))
    assert there is not None
    answer = client.get(idp.authorize(there[1].replace("&amp;", "&")))
    assert (answer.status_code, answer["Location"]) == (302, "/account?saved=1")
    assert Identity.objects.get().user == li.user
    assert Entry.objects.filter(action="accounts.link_identity").count() == 1
    assert "Linked" in said(client.get("/account"))
    fresh = Client()
    assert comes_back(idp, fresh).status_code == 302
    other = Client()
    other.post("/sign-in", {"email": wang.user.email, "password": PASSWORD})
    there = re.search(r'href="(http://127[^"]*)"', said(other.post("/account/provider")))
    refused = other.get(idp.authorize(there[1].replace("&amp;", "&")))
    assert (refused.status_code, "another account" in said(refused)) == (400, True)
    assert client.post("/account/provider/unlink").status_code == 302
    assert Identity.objects.count() == 0


def test_a_link_that_was_begun_is_of_who_began_it(idp, person) -> None:
    li, wang = person(Role.VIEWER, email="li@here.example"), person(Role.VIEWER)
    client = Client()
    client.post("/sign-in", {"email": li.user.email, "password": PASSWORD})
    there = re.search(r'href="(http://127[^"]*)"', said(client.post("/account/provider")))
    client.post("/sign-out")
    client.post("/sign-in", {"email": wang.user.email, "password": PASSWORD})
    assert client.get(idp.authorize(there[1].replace("&amp;", "&"))).status_code == 400
    assert Identity.objects.count() == 0


def test_signing_out_leads_to_the_provider_on_request(idp, person) -> None:
    li = person(Role.VIEWER)
    client = Client()
    comes_back(idp, client)
    left = client.post("/sign-out")
    assert left["Location"] == "/sign-in?out=1"
    assert 'href="/sign-in/provider/out"' in said(client.get("/sign-in?out=1"))
    there = urlsplit(client.get("/sign-in/provider/out")["Location"])
    asked = parse_qs(there.query)
    assert (there.path, asked["client_id"]) == ("/out", [CLIENT])
    assert asked["post_logout_redirect_uri"] == ["http://testserver/sign-in"]
    client.post("/sign-in", {"email": li.user.email, "password": PASSWORD})
    assert client.post("/sign-out")["Location"] == "/sign-in"


# -- set-up --------------------------------------------------------------------------------------


def test_the_secret_stands_in_a_file_and_in_no_text(tmp_path) -> None:
    path = tmp_path / "secret"
    path.write_text("  s3cret\n")
    given = {"CROSSFOOT_OIDC_ISSUER": "https://login.example.org/x", "CROSSFOOT_OIDC_CLIENT": "c"}
    found = provider_of({**given, "CROSSFOOT_OIDC_SECRET_FILE": str(path)})
    assert found is not None
    assert (found.secret, found.name) == ("s3cret", "login.example.org")
    assert "s3cret" not in repr(found)
    assert provider_of({}) is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"CROSSFOOT_OIDC_ISSUER": "https://a.example"}, "half set up"),
        ({"CROSSFOOT_OIDC_CLIENT": "c"}, "half set up"),
        (
            {"CROSSFOOT_OIDC_ISSUER": "http://a.example", "CROSSFOOT_OIDC_CLIENT": "c"},
            "does not begin with https",
        ),
        (
            {
                "CROSSFOOT_OIDC_ISSUER": "https://a.example",
                "CROSSFOOT_OIDC_CLIENT": "c",
                "CROSSFOOT_OIDC_SECRET_FILE": "/nowhere/at/all",
            },
            "cannot be read",
        ),
    ],
)
def test_a_wrong_set_up_is_said(given: dict[str, str], words: str) -> None:
    with pytest.raises(CrossfootError, match=words):
        provider_of(given)


def test_with_a_provider_that_others_wrote(person, settings) -> None:
    """`oidc-provider-mock`: its own discovery, keys, page, codes and tokens."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mock = pytest.importorskip("oidc_provider_mock")
        person(Role.VIEWER)
        with mock.run_server_in_thread() as server:
            issuer = f"http://localhost:{server.server_port}"
            claims = {"email": "p1@example.org", "email_verified": True}
            httpx.put(f"{issuer}/users/7", json=claims).raise_for_status()
            settings.OIDC = {
                "CROSSFOOT_OIDC_ISSUER": issuer,
                "CROSSFOOT_OIDC_CLIENT": "c",
                "CROSSFOOT_OIDC_SECRET": "s",
            }
            providers._kept.clear()
            client = Client()
            there = client.get("/sign-in/provider")["Location"]
            back = httpx.post(there, data={"sub": "7"}).headers["Location"]
            assert client.get(back).status_code == 302
            assert is_in(client)
            unknown = Client()
            there = unknown.get("/sign-in/provider")["Location"]
            back = httpx.post(there, data={"sub": "stranger@example.org"}).headers["Location"]
            assert unknown.get(back).status_code == 400
