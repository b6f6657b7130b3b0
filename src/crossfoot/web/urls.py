"""The addresses of all areas, each behind the guard that its page asks for."""

from __future__ import annotations

from django.urls import path

from crossfoot.api.service import api
from crossfoot.web.access import guarded
from crossfoot.web.areas import PAGES

urlpatterns = [
    path(
        page.address,
        page.view if page.public else guarded(page.view, page.duty, page.everywhere),
        name=page.name,
    )
    for page in PAGES
]
urlpatterns.append(path("api/", api.urls))  # type: ignore[arg-type]

handler404 = "crossfoot.web.views.errors.missing"
handler500 = "crossfoot.web.views.errors.broken"
