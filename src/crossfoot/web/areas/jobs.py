"""Long work: how far it has come."""

from __future__ import annotations

from crossfoot.web.page import Item, Page
from crossfoot.web.views import jobs

PAGES: tuple[Page, ...] = (
    Page("jobs", "jobs", jobs.jobs),
    Page("jobs/<int:number>", "job", jobs.job),
    Page("jobs/<int:number>.json", "job_state", jobs.state),
    Page("jobs/<int:number>/stop", "job_stop", jobs.stop),
)
MENU: tuple[Item, ...] = ()
