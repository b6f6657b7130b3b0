"""Everything that registers keep in the database; the tables of projections are made apart."""

from __future__ import annotations

from crossfoot.records.register.confidential.models import (
    CodeKey,
    ConfidentialFile,
    Identity,
    Mailbox,
    Message,
    SentForm,
    Visit,
    WrongCodes,
)
from crossfoot.records.register.entry_models import (
    Attached,
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
from crossfoot.records.register.import_models import EntryFile, FileState
from crossfoot.records.register.setting_models import (
    Account,
    DefinitionVersion,
    ParameterOverride,
    Projected,
    RoleGrant,
    SavedView,
    Superior,
)

__all__ = [
    "Account",
    "ApprovedFigure",
    "Attached",
    "Change",
    "CodeKey",
    "Concern",
    "ConfidentialFile",
    "DefinitionVersion",
    "DutyOpened",
    "Entry",
    "EntryFile",
    "FigureCell",
    "FileState",
    "Identity",
    "Link",
    "Mailbox",
    "Message",
    "NilStatement",
    "Numbering",
    "ParameterOverride",
    "Passed",
    "Projected",
    "Reading",
    "Remark",
    "RoleGrant",
    "SavedView",
    "SentForm",
    "Superior",
    "Visit",
    "Warned",
    "WrongCodes",
]
