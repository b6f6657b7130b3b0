"""The jobs of the inventory: keeping a run, and explaining the difference of two."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from crossfoot.facts.entities import Approach
from crossfoot.languages import Text
from crossfoot.records.jobs.kinds import Kind, Outcome, Progress
from crossfoot.records.jobs.models import Job
from crossfoot.records.joined import joined
from crossfoot.records.messages import language
from crossfoot.records.overview.inventory.actions import (
    draw_inventories,
    explain_difference,
    keep_run,
)
from crossfoot.records.overview.inventory.restating import find
from crossfoot.records.overview.inventory.simulating import Drawn, draw
from crossfoot.runs.kept import find_run, keep
from crossfoot.runs.named_lines import NamedLines
from crossfoot.runs.run import inventory_of
from crossfoot.workspaces.workspace import Workspace

_KEPT = Text("Kept: {lines} lines, run {id}.", "已留存：{lines}行，编号{id}。")
_DRAWN = Text("{draws} inventories were drawn.", "已模拟{draws}次。")
_FOUND = Text("The difference is explained.", "差异分析完成。")
#: reading, calculating, keeping
_STEPS = 3


def _keep(job: Job, progress: Progress) -> Outcome:
    asked = job.parameters["asked"]
    progress(0, _STEPS)
    workspace = joined(Workspace(Path(settings.WORKSPACE)))
    progress(1, _STEPS)
    made = inventory_of(
        workspace,
        gwp_sets=(asked["gwp"],),
        approach=Approach(asked["approach"]),
        year=asked["year"],
        as_of=date.fromisoformat(asked["as_of"]) if asked["as_of"] else None,
    )
    try:
        progress(2, _STEPS)
        lines = NamedLines.of(made, workspace.activity_files())
        manifest = keep(workspace, lines, asked["name"])
    finally:
        made.close()
    count = f"{manifest.content['lines']:,}"
    said = _KEPT[language()].format(lines=count, id=manifest.id)
    return Outcome(said, f"/inventory/compare?new=run:{manifest.id}")


def _explain(job: Job, progress: Progress) -> Outcome:
    folder = Path(settings.WORKSPACE)
    base, new = (find_run(folder, job.parameters[name]) for name in ("base", "new"))
    find(folder, base, new, progress)
    address = f"/inventory/restate?base={base.id}&new={new.id}&unit={job.unit}"
    return Outcome(_FOUND[language()], address)


def _draw(job: Job, progress: Progress) -> Outcome:
    asked = Drawn(**job.parameters["asked"])
    draw(Path(settings.WORKSPACE), asked, progress)
    query = {
        "unit": job.unit,
        **{name: getattr(asked, name) for name in ("year", "gwp", "approach", "draws", "seed")},
    }
    said = _DRAWN[language()].format(draws=f"{asked.draws:,}")
    return Outcome(said, f"/inventory/uncertainty?{urlencode(query)}#draws")


KINDS = {
    draw_inventories.KIND: Kind(Text("Drawing inventories", "蒙特卡洛模拟"), _draw),
    keep_run.KIND: Kind(Text("Keeping an inventory", "留存清单"), _keep),
    explain_difference.KIND: Kind(Text("Why two inventories differ", "清单差异分析"), _explain),
}
