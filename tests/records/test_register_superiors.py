"""Who is whose superior: set on a page by those who keep the lines, and used by the clock."""

from __future__ import annotations

import pytest

from crossfoot.records.register.models import Superior
from crossfoot.records.register.owing import Holders
from crossfoot.records.roles import Role
from registers_kept import organisation
from test_pages import browser

pytestmark = pytest.mark.django_db

PAGE = "/register-superiors"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ESG_MANAGER])
def test_lines_are_kept_on_a_page(person, role: Role) -> None:
    organisation()
    clerk, boss = person(), person()
    client = browser(person(role))
    assert f'href="{PAGE}"' in client.get("/registers").content.decode()
    line = {"person": clerk.reference, "superior": boss.reference}
    assert client.post(PAGE, line)["Location"] == f"{PAGE}?saved=1"
    assert Holders().superiors == {clerk.reference: boss.reference}  # what the clock asks
    page = client.get(f"{PAGE}?q={clerk.user.name}").content.decode()
    assert page.count(boss.user.name) == 3  # in two lists to choose from, and in the line
    ring = client.post(PAGE, {"person": boss.reference, "superior": clerk.reference})
    assert ring.status_code == 400
    assert client.post(PAGE, {"person": "", "superior": boss.reference}).status_code == 400
    client.post(PAGE, {"person": clerk.reference, "superior": ""})
    assert not Superior.objects.exists()


def test_others_set_no_lines(person) -> None:
    organisation()
    line = {"person": "user:1", "superior": "user:2"}
    for who in (person(Role.ESG_MANAGER, "E"), person(Role.DATA_OWNER), person()):
        client = browser(who)
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, line).status_code == 403
        assert PAGE not in client.get("/registers").content.decode()
    assert not Superior.objects.exists()
