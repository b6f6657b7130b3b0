"""Templates that were written on the pages: versions in the database, read as files are read."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.db.models import OuterRef, Subquery

from crossfoot.records.collection.models import TemplateVersion
from crossfoot.records.collection.templates import BUILT_IN, CampaignTemplate, read_template


def overlaid(files: Mapping[str, CampaignTemplate]) -> dict[str, CampaignTemplate]:
    """Templates by id; the latest version of the pages stands before a file of its name."""
    found = dict(files)
    for each in latest():
        if each.retired:
            found.pop(each.template, None)
        else:
            found[each.template] = read_version(each)
    return found


def latest() -> list[TemplateVersion]:
    """The latest version of each template of the pages; one query."""
    last = TemplateVersion.objects.filter(template=OuterRef("template")).order_by("-version")
    return list(TemplateVersion.objects.filter(pk=Subquery(last.values("pk")[:1])))


def read_version(kept: TemplateVersion) -> CampaignTemplate:
    """A version as a template."""
    return replace(read_text(kept.template, kept.text), version=kept.version)


@lru_cache(maxsize=256)
def read_text(id_: str, text: str) -> CampaignTemplate:
    """The YAML of a template, with the checks of a file.

    Raises:
        CrossfootError: with every mistake, each by its line.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{id_}.yaml"
        path.write_text(text, encoding="utf-8")
        return read_template(path, f"{id_}.yaml")


def text_of(id_: str) -> str:
    """The YAML of a template as it is now; empty where there is none.

    Args:
        id_: one of `own_templates`.
    """
    from django.conf import settings

    kept = TemplateVersion.objects.filter(template=id_).order_by("-version").first()
    if kept is not None and not kept.retired:
        return kept.text
    for folder in (Path(settings.WORKSPACE) / "campaigns", BUILT_IN):
        path = folder / f"{id_}.yaml"
        if path.parent == folder and path.is_file():
            return path.read_text(encoding="utf-8-sig")
    return ""
