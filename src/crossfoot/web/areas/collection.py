"""Collecting figures: what one has to do, campaigns and their requests, cells."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views.collection import (
    campaigns,
    cells,
    feeds,
    manage,
    requests,
    tasks,
    templates,
)

_RUN = Duty.RUN_CAMPAIGNS

PAGES: tuple[Page, ...] = (
    Page("tasks", "tasks", tasks.tasks, duty=Duty.READ),
    Page("duties", "duties", tasks.calendar, duty=Duty.READ),
    Page("campaigns", "campaigns", campaigns.campaigns, duty=Duty.READ),
    Page("duties/feed", "set_feed", feeds.set_feed, duty=Duty.READ),
    Page("calendar/<str:token>.ics", "feed", feeds.feed, public=True),
    Page("campaigns/new", "new_campaign", campaigns.new, duty=_RUN),
    Page("campaigns/<int:campaign>", "campaign", campaigns.campaign, duty=Duty.READ),
    Page("campaigns/<int:campaign>/move", "move_many", campaigns.move, duty=Duty.READ),
    Page("campaigns/<int:campaign>/remind", "remind", campaigns.remind, duty=_RUN),
    Page("campaigns/<int:campaign>/boundary", "boundary", campaigns.boundary, duty=Duty.READ),
    Page("campaigns/<int:campaign>/close", "close_campaign", manage.close, duty=_RUN),
    Page("campaigns/<int:campaign>/reopen", "reopen_campaign", manage.reopen, duty=_RUN),
    Page("campaigns/<int:campaign>/due", "set_due", manage.due, duty=_RUN),
    Page("campaigns/<int:campaign>/units", "add_units", manage.units, duty=_RUN),
    Page("templates", "templates", templates.templates, duty=_RUN),
    Page("templates/new", "new_template", templates.new, duty=_RUN, everywhere=True),
    Page("templates/<str:id_>/edit", "template", templates.template, duty=_RUN),
    Page("templates/<str:id_>/export", "template_export", templates.export, duty=_RUN),
    Page(
        "templates/<str:id_>/retire",
        "retire_template",
        templates.retire,
        duty=_RUN,
        everywhere=True,
    ),
    Page("requests/<int:request_id>", "request", requests.request_page, duty=Duty.READ),
    Page("requests/<int:request_id>/move", "move_request", requests.move, duty=Duty.READ),
    Page("requests/<int:request_id>/assign", "assign", requests.assign, duty=Duty.READ),
    Page("requests/<int:request_id>/comment", "comment", requests.comment, duty=Duty.READ),
    Page("cells/<int:cell_id>", "cell", cells.cell, duty=Duty.READ),
)
MENU: tuple[Item, ...] = (
    Item("tasks", "checklist", "menu_collect"),
    Item("campaigns", "clipboard-list", "menu_collect"),
    Item("duties", "calendar-event", "menu_collect"),
    Item("templates", "checklist", "menu_set_up"),
)
