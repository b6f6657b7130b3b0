from __future__ import annotations

import re
import time
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crossfoot.records.accounts import totp
from crossfoot.records.accounts.actions.codes import TurnCodesOn
from crossfoot.records.accounts.actions.make_token import MakeToken
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.models import Grant, User
from crossfoot.records.accounts.person import Person
from crossfoot.records.accounts.tokens import who_shows
from crossfoot.records.journal.models import Entry
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Duty, Role
from people import PASSWORD
from test_pages import TREE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tree(root) -> None:
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person.user, PATH)
    return client


def roles(user: User) -> list[tuple[str, str]]:
    today = timezone.now().date()
    held = [g for g in user.grants.all() if g.valid_to is None or g.valid_to > today]
    return sorted((g.role, g.unit.code if g.unit else "") for g in held)


def test_a_person_is_invited_with_a_first_role_and_comes_in(person) -> None:
    client = browser(person(Role.ADMINISTRATOR))
    given = {
        "name": "Wang Wei",
        "email": "Wang@Example.org",
        "role": "data_owner",
        "unit": "hefei",
        "language": "zh",
    }
    page = client.post("/people/invite", given).content.decode()
    link = re.search(r'value="http://testserver(/invitation/[\w-]+)"', page)
    assert link is not None
    wang = User.objects.get(email="wang@example.org")
    assert roles(wang) == [("data_owner", "hefei")]
    assert link[1] not in client.get(f"/people/{wang.pk}").content.decode()  # shown once
    assert Client().post(link[1], {"password": PASSWORD}).status_code == 302
    assert User.objects.get(pk=wang.pk).is_active


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "wang"}, "is no e-mail address"),
        ({"name": " "}, "name is missing"),
        ({"role": "king"}, "choose a role"),
        ({"unit": "nowhere"}, "there is no unit"),
    ],
)
def test_an_invitation_that_is_refused_changes_nothing(person, change, words: str) -> None:
    client = browser(person(Role.ADMINISTRATOR))
    before = (User.objects.count(), Grant.objects.count(), Entry.objects.count())
    given = {"name": "W", "email": "w@example.org", "role": "viewer", "unit": ""} | change
    answer = client.post("/people/invite", given)
    assert (answer.status_code, words in answer.content.decode()) == (400, True)
    assert 'value="w' in answer.content.decode().lower()  # what was typed stays
    assert (User.objects.count(), Grant.objects.count(), Entry.objects.count()) == before


def test_roles_are_given_ended_and_handed_over(person) -> None:
    client, li, wang = browser(person(Role.ADMINISTRATOR)), person(), person()
    today = timezone.now().date()
    at = f"/people/{li.user.pk}"
    given = {"role": "reviewer", "unit": "cells", "from": str(today), "until": ""}
    assert client.post(f"{at}/roles", given).status_code == 302
    given |= {"role": "viewer", "unit": "", "until": str(today + timedelta(days=30))}
    assert client.post(f"{at}/roles", given).status_code == 302
    assert roles(li.user) == [("reviewer", "cells"), ("viewer", "")]
    number = li.user.grants.get(role="viewer").pk
    assert client.post(f"/people/{wang.user.pk}/roles/{number}/end").status_code == 404
    assert client.post(f"{at}/roles/{number}/end").status_code == 302
    assert roles(li.user) == [("reviewer", "cells")]
    sent = {"successor": wang.user.pk, "day": str(today), "reason": "moves to Penang"}
    assert client.post(f"{at}/hand-over", sent).status_code == 302
    assert (roles(li.user), roles(wang.user)) == ([], [("reviewer", "cells")])
    assert Entry.objects.get(action="accounts.hand_over").reason == "moves to Penang"


def test_what_cannot_be_done_is_said_on_the_page(person) -> None:
    keeper, li = person(Role.ADMINISTRATOR), person(Role.VIEWER)
    client, at = browser(keeper), f"/people/{li.user.pk}"
    for path, sent, words in (
        (f"{at}/roles", {"role": "viewer", "from": "31.12.2024"}, "is not a date"),
        (f"{at}/roles", {"role": ""}, "choose a role"),
        (f"{at}/hand-over", {"successor": ""}, "no such account"),
        (f"{at}/hand-over", {"successor": keeper.user.pk}, "to yourself"),
        (f"/people/{keeper.user.pk}/roles", {"role": "viewer"}, "to yourself"),
    ):
        answer = client.post(path, sent)
        assert (answer.status_code, words in answer.content.decode()) == (400, True), words
    assert roles(li.user) == [("viewer", "")]


def test_a_keeper_of_a_part_sees_and_changes_that_part_alone(person) -> None:
    client = browser(person(Role.ADMINISTRATOR, "cells"))
    inside, outside = person(Role.DATA_OWNER, "hefei"), person(Role.DATA_OWNER, "penang")
    listed = client.get("/people").content.decode()
    assert (inside.user.name in listed, outside.user.name in listed) == (True, False)
    assert client.get(f"/people/{inside.user.pk}").status_code == 200
    for path in ("", "/roles", "/hand-over"):
        method = client.post if path else client.get
        sent = {"role": "viewer", "unit": "hefei", "successor": inside.user.pk}
        assert method(f"/people/{outside.user.pk}{path}", sent).status_code == 404
    at = f"/people/{inside.user.pk}/roles"
    assert client.post(at, {"role": "reviewer", "unit": "hefei"}).status_code == 302
    for unit in ("penang", "", "group"):
        assert client.post(at, {"role": "reviewer", "unit": unit}).status_code == 400
    assert roles(inside.user) == [("data_owner", "hefei"), ("reviewer", "hefei")]


def test_somebody_leaves_and_is_forgotten(person) -> None:
    client, li = browser(person(Role.ADMINISTRATOR)), person(Role.VIEWER)
    away = browser(li)
    assert away.get("/account").status_code == 200
    at = f"/people/{li.user.pk}"
    assert client.post(f"{at}/deactivate", {"reason": "left"}).status_code == 302
    assert away.get("/account").status_code == 302
    assert "closed" in client.get(at).content.decode()
    assert client.post(f"{at}/forget", {"reason": "asked for it"}).status_code == 302
    for path in ("/people", at, "/journal"):
        assert li.user.email not in client.get(path).content.decode()


def test_a_lost_invitation_is_made_anew(person, root) -> None:
    from crossfoot.records.accounts.actions.invite import Invite

    client = browser(person(Role.ADMINISTRATOR))
    first = Invite("new@example.org", "New", "zh").do(root)
    page = client.post(f"/people/{first.user.pk}/invite").content.decode()
    link = re.search(r'value="http://testserver(/invitation/[\w-]+)"', page)
    assert link is not None
    assert Client().get(f"/invitation/{first.token}").status_code == 404
    assert Client().get(link[1]).status_code == 200
    assert User.objects.get(pk=first.user.pk).language == "zh"


def test_people_are_found_and_queries_do_not_grow(person) -> None:
    client = browser(person(Role.ADMINISTRATOR))
    found = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/people")
        found.append(len(queries))
        for unit in ("cells", "hefei", "penang"):
            person(Role.VIEWER, unit)
    assert page.status_code == 200
    assert found[0] == found[1] <= 8
    assert "p3@example.org" in client.get("/people?q=P3@").content.decode()
    assert "p2@example.org" not in client.get("/people?q=P3@").content.decode()
    assert "Nobody was found" in client.get("/people?q=zzz").content.decode()


def test_who_lost_password_and_telephone_is_let_in_anew(person, root) -> None:
    li = person(Role.DATA_OWNER, "hefei")
    secret = totp.new_secret()
    TurnCodesOn(secret, totp.code(secret, int(time.time()) // 30)).do(li)
    token = MakeToken("feed", frozenset({Duty.READ})).do(li).text
    lost = browser(li)
    keeper = browser(person(Role.ADMINISTRATOR))
    page = keeper.post(f"/people/{li.user.pk}/reset", {"reason": "lost"}).content.decode()
    link = re.search(r'value="http://testserver(/invitation/[\w-]+)"', page)
    assert link is not None
    assert lost.get("/account").status_code == 302
    sent = {"email": li.user.email, "password": PASSWORD}
    assert Client().post("/sign-in", sent).status_code == 400
    assert who_shows(token, "test") is None
    anew = Client()
    assert anew.post(link[1], {"password": "nine small willows"}).status_code == 302
    assert anew.get("/account").status_code == 200
    user = User.objects.get(pk=li.user.pk)
    assert (user.totp, roles(user)) == ("", [("data_owner", "hefei")])
    assert who_shows(token, "test") is not None
    entry = Entry.objects.get(action="accounts.reset_access")
    assert (entry.subject, entry.reason) == (user.reference, "lost")


def test_nobody_lets_themselves_in_anew_or_whoever_was_closed(person) -> None:
    keeper, li = person(Role.ADMINISTRATOR), person(Role.VIEWER)
    client = browser(keeper)
    assert client.post(f"/people/{keeper.user.pk}/reset").status_code == 400
    client.post(f"/people/{li.user.pk}/deactivate", {"reason": "left"})
    assert client.post(f"/people/{li.user.pk}/reset").status_code == 400
    assert not User.objects.get(pk=li.user.pk).invitation
    part = browser(person(Role.ADMINISTRATOR, "cells"))
    assert part.post(f"/people/{keeper.user.pk}/reset").status_code == 403


def test_a_pause_is_shown_to_those_who_keep_accounts(person) -> None:
    li, keeper = person(Role.VIEWER), browser(person(Role.ADMINISTRATOR))
    assert "paused until" not in keeper.get(f"/people/{li.user.pk}").content.decode()
    for _ in range(5):
        Client().post("/sign-in", {"email": li.user.email, "password": "wrong"})
    page = keeper.get(f"/people/{li.user.pk}").content.decode()
    assert "Sign-in is paused until" in page
    assert "failed attempts: 5" in page
