"""Everything that registers keep in the database; the tables of projections are made apart."""

from __future__ import annotations

from crossfoot.records.register.entry_models import (
    Change,
    Concern,
    Entry,
    Link,
    Numbering,
    Passed,
    Reading,
    Remark,
)
from crossfoot.records.register.figure_models import (
    ApprovedFigure,
    DutyOpened,
    FigureCell,
    NilStatement,
    Warned,
)
from crossfoot.records.register.setting_models import (
    Account,
    DefinitionVersion,
    ParameterOverride,
    RoleGrant,
    SavedView,
    Superior,
)

__all__ = [
    "Account",
    "ApprovedFigure",
    "Change",
    "Concern",
    "DefinitionVersion",
    "DutyOpened",
    "Entry",
    "FigureCell",
    "Link",
    "NilStatement",
    "Numbering",
    "ParameterOverride",
    "Passed",
    "Reading",
    "Remark",
    "RoleGrant",
    "SavedView",
    "Superior",
    "Warned",
]
