from __future__ import annotations

from dataclasses import replace

from crossfoot.registers.checking import unknown_subjects
from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import Field
from crossfoot.registers.headline import heading_of
from crossfoot.registers.library import library


def _heading(definition: Definition) -> Field:
    found = heading_of(definition)
    assert found is not None
    return found


def test_a_hazard_is_called_by_what_is_wrong() -> None:
    assert _heading(library()["safety_hazard"]).name == "content"


def test_without_a_heading_the_first_required_text_says_it() -> None:
    assert _heading(library()["supplier"]).name == "legal_name"
    assert heading_of(library()["monitoring_result"]) is None


def test_a_heading_is_a_text_that_everybody_may_see() -> None:
    hazard = library()["safety_hazard"]
    (said,) = unknown_subjects(replace(hazard, heading="due_on"))
    assert "the heading 'due_on' is no text" in said.what
    content = replace(hazard.fields["content"], seen_by=("hse",))
    hidden = replace(hazard, fields={**hazard.fields, "content": content})
    assert [each.what for each in unknown_subjects(hidden)] == [
        "not everybody may see the heading 'content'"
    ]
