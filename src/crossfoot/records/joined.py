"""A workspace with its records: facts of its files and facts that people entered, together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Organisation
from crossfoot.languages import Language
from crossfoot.records.secret_key import FILE_NAME
from crossfoot.workspaces.workspace import Workspace


def open_joined(folder: Path, language: Language = "en") -> Workspace:
    """The workspace of a folder, with its records where it has any; for commands.

    A folder has records when `crossfoot migrate` was run in it. Others are opened without Django.

    Raises:
        CrossfootError: the folder is no workspace, or its database is of another version.
    """
    workspace = Workspace(folder)
    if not (folder / FILE_NAME).is_file():
        return workspace
    from crossfoot.records.opening import check_migrated, open_records

    open_records(folder, language)
    check_migrated()
    return joined(workspace)


def joined(workspace: Workspace) -> Workspace:
    """The workspace with the approved figures of its records; Django runs already.

    The organisation of the records up to the last day of the reporting year counts before that of
    a file, where there is one.

    Raises:
        CrossfootError: a file of the workspace cannot be read.
    """
    from crossfoot.records.collection.facts import approved_facts
    from crossfoot.records.register.approvals import register_facts

    organisation = _organisation(workspace.settings.year)
    units = organisation or workspace.organisation
    facts = approved_facts(workspace.catalogue, units)
    facts += register_facts(workspace.catalogue, units, facts)
    return Workspace(workspace.folder, further=facts, organisation=organisation)


def _organisation(year: int) -> Organisation | None:
    from crossfoot.records.organisation.history import organisation_until

    try:
        return organisation_until(date(year or date.today().year, 12, 31))  # noqa: DTZ011
    except CrossfootError:  # none was recorded
        return None
