"""What rooms without pages say of a template or an organisation is in Chinese too."""

from __future__ import annotations

import re

import pytest

from campaigns import crew, plant
from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Organisation
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.collection.stored import read_text
from crossfoot.web.spoken import spoken
from test_organisation import entity

HEAD = "title: {en: W, zh: 水}\nlength: year\n"
WRONG = [
    "",
    "- a",
    "title: [",
    "? [a]\n: b",
    f"{HEAD}metrics:\n  water.us: {{}}\n",
    f"{HEAD}metrics:\n  zzz: {{}}\n",
    f"{HEAD}metrics:\n  energy.intensity.revenue: {{}}\n  energy.total: {{}}\n",
    f"{HEAD}titel: a\nmetrics:\n  water.use: {{colour: a}}\n",
    f"{HEAD}length: month\n",
    "title: a\nlength: week\nmetrics: a\n",
    "title: {en: W}\nlength: [a]\nthreshold: much\n",
    f"{HEAD}metrics:\n  water.use: {{each: year, optional: perhaps, by: [a, a]}}\n",
    f"{HEAD}metrics:\n  water.use: {{kinds: {{a: b}}}}\n",
    f"{HEAD}metrics:\n  water.use: {{each: month, by: colour}}\n",
    f"{HEAD}metrics:\n  workforce.headcount: {{by: gender=x}}\n",
    f"{HEAD}reminders: {{before: [soon], escalate: 999}}\nmetrics:\n  water.use: {{}}\n",
]


@pytest.mark.parametrize("text", WRONG)
def test_every_sentence_about_a_template_is_in_chinese(text: str) -> None:
    with pytest.raises(CrossfootError) as told:
        read_text("own", text)
    for problem in told.value.problems:
        for sentence in (problem.what, problem.why, problem.remedy):
            assert not sentence or re.search("[一-鿿]", spoken(sentence, "zh")), sentence
            assert spoken(sentence, "en") == sentence


@pytest.mark.parametrize(
    "entities",
    [
        [entity("a", ""), entity("b", "")],
        [entity("a", ""), entity("b", "nowhere")],
    ],
)
def test_every_sentence_about_a_tree_is_in_chinese(entities) -> None:
    with pytest.raises(CrossfootError) as told:
        Organisation(entities)
    for problem in told.value.problems:
        for sentence in (problem.what, problem.why, problem.remedy):
            assert not sentence or re.search("[一-鿿]", spoken(sentence, "zh")), sentence


@pytest.mark.django_db
def test_a_page_says_it_in_the_language_of_its_reader(person, client, settings, tmp_path) -> None:
    settings.WORKSPACE = tmp_path
    plant()
    client.force_login(crew(person).manager.user, PATH)
    client.post("/language", {"language": "zh"})
    sent = {"id": "own", "title_en": "W", "title_zh": "水", "length": "year", "threshold": "much"}
    page = client.post("/templates/new", {**sent, "metric": ["water.use"]}).content.decode()
    assert "不是数字" in page
    assert "not a number" not in page
