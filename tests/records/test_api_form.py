"""The API asked everything that its own description allows, by schemathesis."""

from __future__ import annotations

import json
import warnings
from datetime import date

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings

from crossfoot.api.service import api
from crossfoot.records.accounts.actions.make_token import MakeToken
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Duty, Role
from test_pages import TREE

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis

pytestmark = pytest.mark.django_db

_SCHEMA = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))


@pytest.fixture
def client(root, person, settings, tmp_path) -> Client:
    settings.WORKSPACE = tmp_path
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)
    keeper = person(Role.ADMINISTRATOR)
    own = frozenset(duty for duty in Duty if keeper.may_somewhere(duty))
    token = MakeToken("fuzz", own).do(keeper).text
    return Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)


@_SCHEMA.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
def test_whatever_is_sent_is_answered_as_described(case, client: Client) -> None:
    """No answer is our own mistake; what is refused is refused with words."""
    if case.media_type == "multipart/form-data":
        return  # files have tests of their own
    sent = case.as_transport_kwargs(base_url="http://testserver")
    body = sent.get("json")
    answer = client.generic(
        case.method,
        sent["url"].removeprefix("http://testserver"),
        json.dumps(body) if body is not None else (sent.get("data") or ""),
        content_type="application/json",
        query_params=sent.get("params"),
    )
    assert answer.status_code < 500, (sent, answer.content)
    if answer.status_code >= 400 and answer.status_code not in (404, 405):
        assert answer.json()["title"], sent
