from __future__ import annotations

import base64
from datetime import date, timedelta

import pytest
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Organisation
from crossfoot.records.accounts import totp
from crossfoot.records.accounts.actions.accept_invitation import AcceptInvitation
from crossfoot.records.accounts.actions.change_password import ChangePassword
from crossfoot.records.accounts.actions.codes import TurnCodesOff, TurnCodesOn
from crossfoot.records.accounts.actions.deactivate import Deactivate
from crossfoot.records.accounts.actions.end_grant import EndGrant
from crossfoot.records.accounts.actions.forget import Forget
from crossfoot.records.accounts.actions.grant_role import GrantRole
from crossfoot.records.accounts.actions.hand_over import HandOver
from crossfoot.records.accounts.actions.invite import Invite
from crossfoot.records.accounts.models import Grant, User
from crossfoot.records.accounts.person import Person, Visitor
from crossfoot.records.accounts.sign_in import sign_in
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.journal.append import content_of
from crossfoot.records.journal.keys import ForgottenError
from crossfoot.records.journal.models import Entry
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import DUTIES, DUTY_NAMES, ROLE_NAMES, Duty, Role
from journals import breaks
from people import PASSWORD
from test_organisation import entity

pytestmark = pytest.mark.django_db

Y2020 = date(2020, 1, 1)
TREE = Organisation(
    [entity("group", "", kind="group"), entity("cells"), entity("hefei", "cells"), entity("penang")]
)


@pytest.fixture
def tree(root) -> None:
    ImportOrganisation(TREE, Y2020).do(root)


@pytest.fixture
def clock(monkeypatch):
    """The time of day, as the test sets it."""

    class Clock:
        now = timezone.now()

        def forward(self, **much: int) -> None:
            self.now += timedelta(**much)

    ticking = Clock()
    monkeypatch.setattr(timezone, "now", lambda: ticking.now)
    return ticking


# -- one-time codes: the vectors of RFC 4226, appendix D, and RFC 6238, appendix B (SHA-1) -----

RFC_4226 = (
    *("755224", "287082", "359152", "969429", "338314"),
    *("254676", "287922", "162583", "399871", "520489"),
)
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("counter", "code"),
    list(enumerate(RFC_4226)),
)
def test_codes_of_rfc_4226(counter: int, code: str) -> None:
    assert totp.code(RFC_SECRET, counter) == code


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_of_rfc_6238(at: int, code: str) -> None:
    assert totp.code(RFC_SECRET, at // 30, digits=8) == code
    assert totp.matching_counter(RFC_SECRET, code[2:], at) == at // 30


def test_a_code_is_taken_half_a_minute_early_or_late_and_once() -> None:
    code = totp.code(RFC_SECRET, 100)
    taken = [
        totp.matching_counter(RFC_SECRET, code, at) is not None
        for at in (98 * 30, 99 * 30, 100 * 30, 101 * 30, 102 * 30)
    ]
    assert taken == [False, True, True, True, False]
    assert totp.matching_counter(RFC_SECRET, code, 100 * 30, last=100) is None
    assert totp.matching_counter(RFC_SECRET, f"{code[:3]} {code[3:]}", 100 * 30) == 100
    assert totp.matching_counter(RFC_SECRET, "１２３４５６", 100 * 30) is None


# -- invitation --------------------------------------------------------------------------------


def test_an_invitation_is_accepted_once_within_seven_days(root, clock) -> None:
    token = Invite("Li@Example.org ", "Li Na", "zh").do(root).token
    visitor = Visitor("test")
    with pytest.raises(CrossfootError, match="too short"):
        AcceptInvitation(token, "short").do(visitor)
    with pytest.raises(CrossfootError, match="too similar"):
        AcceptInvitation(token, "li@example.org").do(visitor)
    with pytest.raises(CrossfootError, match="used before or has expired"):
        AcceptInvitation(token + "x", PASSWORD).do(visitor)
    assert AcceptInvitation(token, PASSWORD).do(visitor).is_active
    with pytest.raises(CrossfootError, match="used before or has expired"):
        AcceptInvitation(token, PASSWORD).do(visitor)
    assert sign_in(visitor, "LI@example.org", PASSWORD).email == "li@example.org"
    late = Invite("wang@example.org", "Wang Lei").do(root).token
    clock.forward(days=7, seconds=1)
    with pytest.raises(CrossfootError, match="used before or has expired"):
        AcceptInvitation(late, PASSWORD).do(visitor)
    again = Invite("wang@example.org", "Wang Lei").do(root)
    assert AcceptInvitation(again.token, PASSWORD).do(visitor).pk == again.user.pk


def test_the_token_and_the_password_are_kept_nowhere(root) -> None:
    token = Invite("li@example.org", "Li Na").do(root).token
    user = AcceptInvitation(token, PASSWORD).do(Visitor("test"))
    kept = [*User.objects.values_list(), *Entry.objects.values_list()]
    assert token not in str(kept)
    assert PASSWORD not in str(kept)
    assert PASSWORD not in repr(AcceptInvitation(token, PASSWORD))
    assert user.password.startswith("md5$")  # quick in tests; argon2 in use, see below


def test_passwords_are_kept_with_argon2() -> None:
    from crossfoot import settings

    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.parametrize(
    ("email", "name"), [("li", "Li"), ("li@example.org", " "), ("li@example.org", "x" * 201)]
)
def test_an_invitation_needs_an_address_and_a_name(root, email: str, name: str) -> None:
    with pytest.raises(CrossfootError):
        Invite(email, name).do(root)
    assert not User.objects.exists()


def test_an_account_is_not_invited_again(root, person) -> None:
    person(email="li@example.org")
    with pytest.raises(CrossfootError, match="has an account already"):
        Invite("LI@example.org", "Li Na").do(root)


def test_messages_are_in_the_language_of_the_person(root) -> None:
    from django.utils.translation import override

    with override("zh-hans"):
        with pytest.raises(CrossfootError, match="不是邮箱地址"):
            Invite("li", "Li").do(root)
        token = Invite("li@example.org", "Li").do(root).token
        with pytest.raises(CrossfootError, match="密码"):
            AcceptInvitation(token, "short").do(Visitor("test"))


# -- signing in --------------------------------------------------------------------------------


def attempt(password: str = PASSWORD, code: str = "", email: str = "li@example.org") -> bool:
    try:
        sign_in(Visitor("test"), email, password, code)
    except CrossfootError:
        return False
    return True


def test_five_failures_pause_and_each_further_one_doubles(person, clock) -> None:
    person(email="li@example.org")
    assert not any(attempt("wrong") for _ in range(5))
    assert not attempt()
    clock.forward(seconds=29)
    assert not attempt()
    clock.forward(seconds=1)
    assert not attempt("wrong")
    clock.forward(seconds=59)
    assert not attempt()
    clock.forward(seconds=1)
    assert attempt()
    assert not any(attempt("wrong") for _ in range(4))
    assert attempt()
    verbs = [entry.action for entry in Entry.objects.filter(action__contains="sign_in")]
    paused = "accounts.sign_in_paused"
    refused = "accounts.sign_in_refused"
    done = "accounts.sign_in"
    assert verbs == [*[refused] * 5, paused, paused, refused, paused, done, *[refused] * 4, done]


def test_a_stranger_learns_nothing(person) -> None:
    person(email="li@example.org")
    said = set()
    for email, password in (("li@example.org", "wrong"), ("nobody@example.org", PASSWORD)):
        with pytest.raises(CrossfootError) as told:
            sign_in(Visitor("test"), email, password)
        said.add(str(told.value))
    assert len(said) == 1


def test_with_codes_on_a_password_alone_is_not_enough(person, clock, monkeypatch) -> None:
    li = person(email="li@example.org")
    monkeypatch.setattr("time.time", lambda: clock.now.timestamp())
    secret = totp.new_secret()
    with pytest.raises(CrossfootError, match="code is wrong"):
        TurnCodesOn(secret, "000000x").do(li)
    with pytest.raises(CrossfootError, match="code is wrong"):
        TurnCodesOn("no base 32!", "000000").do(li)
    TurnCodesOn(secret, totp.code(secret, int(clock.now.timestamp()) // 30)).do(li)
    assert secret not in str([*User.objects.values_list(), *Entry.objects.values_list()])
    assert not attempt()
    assert not attempt(code=totp.code(secret, int(clock.now.timestamp()) // 30))  # used already
    clock.forward(seconds=60)
    code = totp.code(secret, int(clock.now.timestamp()) // 30)
    assert attempt(code=code)
    assert not attempt(code=code)
    with pytest.raises(CrossfootError, match="password is wrong"):
        TurnCodesOff("wrong").do(li)
    TurnCodesOff(PASSWORD).do(li)
    assert attempt()


def test_a_password_is_changed_with_the_old_one(person) -> None:
    li = person(email="li@example.org")
    with pytest.raises(CrossfootError, match="old password is wrong"):
        ChangePassword("wrong", "nine small willows").do(li)
    with pytest.raises(CrossfootError, match="too common"):
        ChangePassword(PASSWORD, "qwertyuiop123").do(li)
    ChangePassword(PASSWORD, "nine small willows").do(li)
    assert (attempt(), attempt("nine small willows")) == (False, True)
    with pytest.raises(CrossfootError, match="sign in first"):
        ChangePassword(PASSWORD, "nine small willows").do(Visitor("test"))


# -- roles -------------------------------------------------------------------------------------


def test_every_role_and_duty_has_a_name_and_a_meaning() -> None:
    assert set(DUTIES) == set(ROLE_NAMES) == set(Role)
    assert set(DUTY_NAMES) == set(Duty)
    assert frozenset.union(*DUTIES.values()) == set(Duty)
    assert all(text.en and text.zh for text in (*ROLE_NAMES.values(), *DUTY_NAMES.values()))


def test_four_eyes_are_not_in_one_role() -> None:
    """Nobody enters and approves by one role; who keeps accounts touches no figure."""
    for duties in DUTIES.values():
        assert not {Duty.ENTER, Duty.APPROVE} <= duties
        assert Duty.MANAGE_ACCOUNTS not in duties or not duties & {Duty.ENTER, Duty.APPROVE}
    assert DUTIES[Role.ASSURER] == {Duty.READ, Duty.READ_JOURNAL, Duty.ASSURE}
    assert DUTIES[Role.SUPPLIER] == {Duty.ANSWER}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("granted", ["", "group", "cells", "hefei", "penang"])
def test_a_role_holds_on_its_unit_and_below(tree, person, role: Role, granted: str) -> None:
    actor = person(role, granted)
    below = {e.id for e in TREE.below(granted or "group")}
    for duty in Duty:
        has = duty in DUTIES[role]
        assert actor.may(duty) == (has and not granted)
        for unit in TREE:
            assert actor.may(duty, unit.id) == (has and unit.id in below)
        assert actor.units(duty, organisation_on(Y2020)) == (below if has else set())


def test_a_role_holds_for_its_days(tree, root, person, clock) -> None:
    li = person().user
    today = clock.now.date()
    span = Span(today + timedelta(1), today + timedelta(3))
    GrantRole(li.pk, Role.REVIEWER, span, "cells").do(root)
    held = []
    for _ in range(4):
        held.append(Person(li, "test").may(Duty.REVIEW, "hefei"))
        clock.forward(days=1)
    assert held == [False, True, True, False]


def test_a_role_is_ended_and_not_revived(tree, root, person, clock) -> None:
    li = person(Role.REVIEWER, "cells")
    grant = Grant.objects.get()
    today = clock.now.date()
    EndGrant(grant.pk, today).do(root)
    assert not Person(li.user, "test").may(Duty.REVIEW, "hefei")
    EndGrant(grant.pk, today + timedelta(9)).do(root)
    assert not Person(li.user, "test").may(Duty.REVIEW, "hefei")


def test_an_administrator_of_a_part_grants_there_and_to_others(tree, person) -> None:
    keeper, other = person(Role.ADMINISTRATOR, "cells"), person()
    span = Span(Y2020)
    GrantRole(other.user.pk, Role.DATA_OWNER, span, "hefei").do(keeper)
    for refused in (
        GrantRole(other.user.pk, Role.DATA_OWNER, span, "penang"),
        GrantRole(other.user.pk, Role.DATA_OWNER, span),
        Invite("new@example.org", "New"),
        Deactivate(other.user.pk),
        Forget(other.user.pk),
    ):
        with pytest.raises(NotAllowedError):
            refused.do(keeper)
    with pytest.raises(CrossfootError, match="role to yourself"):
        GrantRole(keeper.user.pk, Role.APPROVER, span, "hefei").do(keeper)
    with pytest.raises(CrossfootError, match="no unit 'yibin'"):
        GrantRole(other.user.pk, Role.VIEWER, span, "yibin").do(person(Role.ADMINISTRATOR))


def test_duties_are_handed_over(tree, root, person, clock) -> None:
    li, wang = person(Role.DATA_OWNER, "hefei"), person(Role.VIEWER)
    today = clock.now.date()
    GrantRole(li.user.pk, Role.REVIEWER, Span(today, today + timedelta(30)), "penang").do(root)
    GrantRole(li.user.pk, Role.VIEWER, Span(Y2020, date(2021, 1, 1)), "cells").do(root)
    HandOver(li.user.pk, wang.user.pk, today + timedelta(10)).do(root, "leaves")

    def duties(person: Person) -> tuple[bool, bool]:
        fresh = Person(person.user, "test")
        return fresh.may(Duty.ENTER, "hefei"), fresh.may(Duty.REVIEW, "penang")

    assert (duties(li), duties(wang)) == ((True, True), (False, False))
    clock.forward(days=10)
    assert (duties(li), duties(wang)) == ((False, False), (True, True))
    clock.forward(days=20)
    assert duties(wang) == (True, False)
    assert Person(wang.user, "test").may(Duty.READ)
    assert wang.user.grants.count() == 3  # what had ended long before was not passed on


def test_duties_are_not_handed_over_to_oneself(tree, root, person) -> None:
    keeper, li = person(Role.ADMINISTRATOR), person(Role.APPROVER)
    for who, successor in ((li, li), (li, keeper)):
        with pytest.raises(CrossfootError, match="to yourself"):
            HandOver(who.user.pk, successor.user.pk, Y2020).do(keeper)
    with pytest.raises(NotAllowedError):
        HandOver(li.user.pk, keeper.user.pk, Y2020).do(person(Role.ADMINISTRATOR, "cells"))


# -- leaving -----------------------------------------------------------------------------------


def test_who_is_deactivated_may_nothing(tree, person) -> None:
    keeper, li = person(Role.ADMINISTRATOR), person(Role.ESG_MANAGER, email="li@example.org")
    Deactivate(li.user.pk).do(keeper, "left")
    assert not attempt()
    assert not Person(User.objects.get(pk=li.user.pk), "test").may(Duty.READ)


def test_who_is_forgotten_is_a_number(tree, person) -> None:
    keeper, li = person(Role.ADMINISTRATOR), person(Role.ESG_MANAGER, email="li@example.org")
    invited = Entry.objects.get(action="accounts.invite", subject=li.reference)
    assert content_of(invited) == {"email": "li@example.org", "name": "Person 2"}
    Forget(li.user.pk).do(keeper, "asked to be")
    with pytest.raises(ForgottenError):
        content_of(invited)
    kept = [*User.objects.values_list(), *Entry.objects.values_list()]
    assert "li@example.org" not in str(kept)
    assert "Person 2" not in str(kept)
    assert not attempt()
    assert breaks() == []


def test_a_sign_in_stands_in_the_journal_as_the_persons_own(root) -> None:
    visitor = Visitor("web")
    made = Invite("li@example.org", "Li Na").do(root)
    AcceptInvitation(made.token, PASSWORD).do(visitor)
    sign_in(visitor, "li@example.org", PASSWORD)
    with pytest.raises(CrossfootError):
        sign_in(visitor, "li@example.org", "no such word")
    own = {
        entry.action: entry.actor
        for entry in Entry.objects.filter(action__startswith="accounts.sign_in")
    }
    assert own == {
        "accounts.sign_in": made.user.reference,
        "accounts.sign_in_refused": "visitor",  # nobody knows who it was
    }
