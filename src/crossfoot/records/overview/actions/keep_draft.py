"""Keep all figures of this moment, to be compared with later ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.overview.drafts import draft_numbers, keep_file, sweep
from crossfoot.records.overview.models import Draft
from crossfoot.records.overview.store import path_of
from crossfoot.records.roles import Duty

_LONGEST = 200


@dataclass(frozen=True)
class KeepDraft(Action[Draft]):
    """The kept numbers become a draft.

    Attributes:
        name: what people call it.
    """

    verb = "overview.keep_draft"
    stream = "overview"
    name: str

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns of the whole, since a draft holds the figures of all units."""
        by.require(Duty.RUN_CAMPAIGNS)
        if not 0 < len(self.name.strip()) <= _LONGEST:
            raise CrossfootError(
                problem(
                    Text("the draft needs a name", "请填写草稿名称"),
                    remedy=Text("such as: first draft to the board", "如：提交董事会的第一稿"),
                )
            )
        if not path_of(Path(settings.WORKSPACE)).is_file():
            raise CrossfootError(
                problem(
                    Text("there are no figures yet", "尚无数据"),
                    remedy=Text("open the dashboard first", "请先打开仪表盘"),
                )
            )

    def change(self, by: Actor) -> Done[Draft]:
        """Copy the file, then name it: a copy without a name counts for nothing."""
        folder = Path(settings.WORKSPACE)
        sweep(folder)
        sha256 = keep_file(folder)
        draft = Draft(name=self.name.strip(), sha256=sha256, by=by.reference, at=timezone.now())
        with draft_numbers(folder, draft) as numbers:
            if numbers is None:
                raise CrossfootError(problem(Text("the figures cannot be read", "无法读取数据")))
            draft.run = numbers.said("run")
            draft.as_of = datetime.fromisoformat(numbers.said("as_of"))
        draft.save()
        content = {"name": draft.name, "run": draft.run, "sha256": sha256}
        return Done(draft, draft.reference, content)
