"""The assurer's desk, reporting criteria, and following a figure to its evidence."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views.assurance import (
    criteria,
    engagements,
    following,
    lines,
    misstatements,
    requests,
    samples,
)

_READ, _RUN, _ASSURE = Duty.READ, Duty.RUN_CAMPAIGNS, Duty.ASSURE
_OF = "assurance/<int:number>"

PAGES: tuple[Page, ...] = (
    Page("assurance", "assurance", engagements.engagements, duty=_READ),
    Page("assurance/new", "new_engagement", engagements.new, duty=_RUN),
    Page(_OF, "engagement", engagements.engagement, duty=_READ),
    Page(f"{_OF}/scope", "engagement_scope", engagements.scope, duty=_RUN),
    Page(f"{_OF}/close", "engagement_close", engagements.close, duty=_RUN),
    Page(f"{_OF}/reopen", "engagement_reopen", engagements.reopen, duty=_RUN),
    Page(f"{_OF}/conclude", "engagement_conclude", engagements.conclude, duty=_ASSURE),
    Page(f"{_OF}/materiality", "engagement_materiality", engagements.materiality, duty=_ASSURE),
    Page(f"{_OF}/requests", "inquiries", requests.requests, duty=_READ),
    Page(f"{_OF}/requests.xlsx", "inquiries_excel", requests.workbook, duty=_READ),
    Page("assurance/requests/<int:number>", "inquiry", requests.inquiry, duty=_READ),
    Page(f"{_OF}/samples", "samples", samples.samples, duty=_READ),
    Page(f"{_OF}/samples/new", "new_sample", samples.new, duty=_ASSURE),
    Page("assurance/samples/<int:number>", "sample", samples.sample, duty=_READ),
    Page("assurance/samples/<int:number>.xlsx", "sample_excel", samples.workbook, duty=_READ),
    Page(
        "assurance/samples/<int:number>/population.csv",
        "sample_population",
        samples.population,
        duty=_ASSURE,
    ),
    Page("assurance/samples/<int:number>/project", "project", samples.project, duty=_ASSURE),
    Page("assurance/lines/<int:number>", "sample_line", lines.line, duty=_READ),
    Page(f"{_OF}/misstatements", "misstatements", misstatements.misstatements, duty=_READ),
    Page(f"{_OF}/misstatements.xlsx", "misstatements_excel", misstatements.workbook, duty=_READ),
    Page(
        "assurance/misstatements/<int:number>",
        "misstatement",
        misstatements.misstatement,
        duty=_READ,
    ),
    Page(f"{_OF}/criteria", "engagement_criteria", criteria.document, duty=_READ),
    Page(f"{_OF}/criteria.<slug:form>", "criteria_print", criteria.printed, duty=_READ),
    Page("criteria/<str:metric>", "criterion", criteria.criterion, duty=_READ),
    Page("figures/follow", "follow", following.figure, duty=_READ),
    Page(
        "evidence/<int:number>/file/<int:revision>/page/<int:page>.png",
        "evidence_page",
        following.preview,
        duty=_READ,
    ),
)
MENU: tuple[Item, ...] = (
    Item("assurance", "shield-check", "menu_proof"),
    Item("follow", "target-arrow", "menu_proof"),
)
