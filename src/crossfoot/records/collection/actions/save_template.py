"""Write a template on the pages, or offer it no more."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.collection.models import TemplateVersion
from crossfoot.records.collection.stored import read_text
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")

#: characters of a template
LONGEST = 200_000


@dataclass(frozen=True)
class SaveTemplate(Action[TemplateVersion]):
    """The next version of a template; campaigns that are open keep theirs.

    Attributes:
        template: its id.
        text: the YAML.
        seen: the version that the person saw; 0 where it was a file, or none.
        note: what changed.
    """

    verb = "collection.save_template"
    stream = "collection"
    template: str
    text: str
    seen: int
    note: str = ""

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns of the whole: it is offered to all."""
        by.require(Duty.RUN_CAMPAIGNS)
        if not _ID.fullmatch(self.template):
            raise CrossfootError(
                problem(
                    Text("{id} cannot name a template", "{id} 不能作为模板代码"),
                    remedy=Text(
                        "use small letters, digits and hyphens, such as monthly-water",
                        "请使用小写字母、数字和连字符，如 monthly-water",
                    ),
                    id=repr(self.template),
                )
            )
        if len(self.text) > LONGEST:
            raise CrossfootError(
                problem(
                    Text(
                        "the template is longer than {longest} characters",
                        "模板超过 {longest} 个字符",
                    ),
                    longest=LONGEST,
                )
            )
        template = read_text(self.template, self.text)
        if not template.lines:
            raise CrossfootError(
                problem(
                    Text("the template asks for nothing", "模板未包含任何指标"),
                    remedy=Text("choose a metric at least", "请至少选择一个指标"),
                )
            )
        if newest(self.template) != self.seen:
            raise CrossfootError(
                problem(
                    Text("somebody changed the template meanwhile", "该模板已被他人修改"),
                    remedy=Text("open it again and repeat what is missing", "请重新打开并补充修改"),
                )
            )

    def change(self, by: Actor) -> Done[TemplateVersion]:
        """Add the version."""
        return _add(self, by, retired=False)


@dataclass(frozen=True)
class RetireTemplate(Action[TemplateVersion]):
    """A template of the pages is offered no more; its versions stay.

    Attributes:
        template: its id.
    """

    verb = "collection.retire_template"
    stream = "collection"
    template: str
    text = ""
    note = ""

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns of the whole."""
        by.require(Duty.RUN_CAMPAIGNS)
        last = TemplateVersion.objects.filter(template=self.template).order_by("-version").first()
        if last is None or last.retired:
            raise CrossfootError(
                problem(
                    Text("no such template was written here", "没有在此编写的该模板"),
                    remedy=Text(
                        "one that is a file is removed from its folder",
                        "文件形式的模板请在其文件夹中移除",
                    ),
                )
            )

    def change(self, by: Actor) -> Done[TemplateVersion]:
        """Add a version that says so."""
        return _add(self, by, retired=True)


def newest(template: str) -> int:
    """Number of the newest version; 0 where the pages have none."""
    last = TemplateVersion.objects.filter(template=template).order_by("-version").first()
    return last.version if last else 0


def _add(
    action: SaveTemplate | RetireTemplate, by: Actor, *, retired: bool
) -> Done[TemplateVersion]:
    kept = TemplateVersion.objects.create(
        template=action.template,
        version=newest(action.template) + 1,
        text=action.text,
        retired=retired,
        note=action.note.strip(),
        by=by.reference,
        at=timezone.now(),
    )
    content = {"version": kept.version, "text": kept.text, "note": kept.note}
    return Done(kept, f"template:{kept.template}", content)
