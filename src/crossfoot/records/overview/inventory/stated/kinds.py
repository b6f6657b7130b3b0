"""The files that state something about the inventory: their fields, and what checks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crossfoot.calculation import base_year, scope3, uncertainty_statements, verification
from crossfoot.calculation.pedigree import INDICATORS
from crossfoot.languages import Text
from crossfoot.records.overview.inventory.stated.fields import Field, Form, field_of
from crossfoot.records.roles import Duty
from crossfoot.workspaces.organisation_file import OWNERSHIP as OWNERSHIP_FILE
from crossfoot.workspaces.ownership_file import OWNERSHIP, read_ownership
from crossfoot.workspaces.workspace import Workspace

Check = Callable[[Workspace, Path], object]

_YES_NO = {"yes": Text("yes", "是"), "no": Text("no", "否")}
_FINANCIAL = {
    "full": Text("full", "完全控制"),
    "joint": Text("joint", "共同控制"),
    "none": Text("none", "无"),
}
SCOPES = {
    "scope1": Text("scope 1", "范围一"),
    "scope2_location": Text("scope 2 by location", "范围二（基于位置）"),
    "scope2_market": Text("scope 2 by market", "范围二（基于市场）"),
    "scope3": Text("scope 3", "范围三"),
}
#: methods of the Scope 3 Standard's calculation guidance, as the category is calculated
METHODS = {
    "supplier_specific": Text("supplier-specific", "供应商特定法"),
    "hybrid": Text("hybrid", "混合法"),
    "average_data": Text("average data", "平均数据法"),
    "spend_based": Text("spend-based", "支出法"),
    "fuel_based": Text("fuel-based", "燃料法"),
    "distance_based": Text("distance-based", "距离法"),
    "waste_type": Text("waste-type-specific", "废物类型法"),
    "site_specific": Text("site-specific", "场所特定法"),
    "asset_specific": Text("asset-specific", "资产特定法"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A file that states something.

    Attributes:
        name: in addresses.
        title: what people call it.
        file: its name in the workspace.
        fields: of a row.
        check: reads a candidate; raises with all that is wrong.
        head: fields beside the rows; of a TOML file.
        hint: what it is for.
        row: what a row is called.
        imported: kind of import that replaces it; empty where it is only ever laid.
        place: the field that names a unit, where a row is about one.
        duty: what a person must have on the whole organisation to change it.
        ordered: the first row that matches counts, so that the order matters.
    """

    name: str
    title: Text
    file: str
    fields: Sequence[Field]
    check: Check
    hint: Text
    row: Text
    head: Sequence[Field] = ()
    imported: str = ""
    place: str = ""
    duty: Duty = Duty.RUN_CAMPAIGNS
    ordered: bool = False

    def field(self, name: str) -> Field:
        """A field of a row by name."""
        return next(each for each in self.fields if each.name == name)


_MORE: Mapping[str, Mapping[str, object]] = {
    "entity": {"form": Form.UNIT},
    "parent": {"form": Form.UNIT},
    "operational_control": {"choices": _YES_NO},
    "financial_control": {"choices": _FINANCIAL},
    "equity": {"form": Form.TEXT, "hint": Text("such as 40%", "如 40%")},
    "period": {"hint": Text("such as 2023 or 2023-06", "如 2023 或 2023-06")},
    "scopes": {
        "form": Form.SEVERAL,
        "choices": SCOPES,
    },
    "standard": {"hint": Text("such as ISO 14064-3:2019", "如 ISO 14064-3:2019")},
    "misstatements": {"form": Form.LONG},
    "evidence": {"form": Form.DOCUMENT},
}


def _of(columns: Sequence[object]) -> tuple[Field, ...]:
    return tuple(
        field_of(each, **_MORE.get(each.name, {}))  # type: ignore[attr-defined,arg-type]
        for each in columns
    )


def _sites(workspace: Workspace) -> list[str]:
    return [each.id for each in workspace.organisation]


_BASE_YEAR = Kind(
    "base-year",
    Text("Base year", "基准年"),
    base_year.FILE_NAME,
    (
        Field("date", Text("Date", "日期"), Form.DAY, required=True),
        Field(
            "trigger",
            Text("What happened", "事件"),
            Form.CHOICE,
            required=True,
            choices={name: each.title for name, each in base_year.triggers().items()},
        ),
        Field("site", Text("Site", "场所"), Form.UNIT, hint=Text("all if empty", "留空为全部")),
        Field("activity", Text("Activity", "活动"), hint=Text("all if empty", "留空为全部")),
        Field("reason", Text("Reason", "原因"), Form.LONG, required=True),
    ),
    lambda _, path: base_year.read_policy(path),
    Text(
        "The base year, the share of a total from which it is calculated again, and what happened "
        "since. Acquisitions, divestments, outsourcing, changes of method or factors and errors "
        "ask for a recalculation; organic growth does not.",
        "基准年、触发重算的阈值以及此后发生的事件。收购、剥离、外包、方法或因子变更及错误须重算基准年；内生增长无须重算。",
    ),
    Text("event", "事件"),
    head=(
        Field("year", Text("Base year", "基准年"), Form.NUMBER, required=True),
        Field(
            "threshold",
            Text("Threshold, % of a total", "阈值（占合计的百分比）"),
            Form.NUMBER,
            required=True,
        ),
    ),
    place="site",
)

_SCOPE3 = Kind(
    "scope-3",
    Text("Scope 3 categories", "范围三类别"),
    scope3.FILE_NAME,
    (
        Field(
            "category",
            Text("Category", "类别"),
            Form.CHOICE,
            required=True,
            choices={
                str(number): Text(f"{number}. {title.en}", f"{number}. {title.zh}")
                for number, title in scope3.TITLES.items()
            },
        ),
        Field(
            "status",
            Text("Relevance", "相关性"),
            Form.CHOICE,
            required=True,
            choices={
                scope3.INCLUDED: Text("relevant, included", "相关，已纳入"),
                scope3.EXCLUDED: Text("not relevant", "不相关"),
            },
        ),
        Field(
            "reason",
            Text("Reason", "原因"),
            Form.LONG,
            hint=Text("needed where it is not relevant", "不相关时必填"),
        ),
        Field("method", Text("Method", "核算方法"), Form.CHOICE, choices=METHODS),
        Field("coverage", Text("Coverage, %", "覆盖率（%）"), Form.NUMBER),
        Field("source", Text("How one knows", "依据")),
    ),
    lambda _, path: scope3.read_judgements(path),
    Text(
        "For each of the fifteen categories: whether it is relevant, and why not; how it is "
        "calculated, and how much of it the data cover.",
        "说明十五个类别各自是否相关及其理由、核算方法，以及数据的覆盖率。",
    ),
    Text("category", "类别"),
)

_OWNERSHIP = Kind(
    "ownership",
    Text("Ownership and control", "股权与控制"),
    OWNERSHIP_FILE,
    _of(OWNERSHIP.columns),
    lambda workspace, path: read_ownership(path, workspace.tree),
    Text(
        "Who holds what from which day to which: purchases and sales, joint ventures, leases, "
        "franchises. A unit that is named is held on the days of its rows alone; empty cells are "
        "what the arrangement says.",
        "各主体的持有期间：收购与出售、合营、租赁、特许经营。列出的主体仅在所列日期内计入；空白项按安排类型取值。",
    ),
    Text("span", "期间"),
    imported="ownership",
    place="entity",
    duty=Duty.CHANGE_ORGANISATION,
)

_VERIFICATION = Kind(
    "verification",
    Text("Verification", "核查声明"),
    verification.FILE_NAME,
    _of(verification.VERIFICATION.columns),
    lambda workspace, path: verification.read_verifications(path, _sites(workspace)),
    Text(
        "Statements of verifiers, one for each entity, period and set of totals. The inventory "
        "sets each against what the figure is now.",
        "核查机构的声明，按主体、期间与核查范围逐条登记；清单会将其与现值比对。",
    ),
    Text("statement", "声明"),
    imported="verification",
    place="entity",
)

_UNCERTAINTY = Kind(
    "uncertainty",
    Text("Uncertainty", "不确定性"),
    uncertainty_statements.FILE_NAME,
    (
        Field(
            "activity",
            Text("Activity or factor", "活动或因子"),
            required=True,
            hint=Text("a pattern such as fuel.* is allowed", "可用 fuel.* 之类的通配"),
        ),
        Field("site", Text("Site", "场所"), Form.UNIT, hint=Text("all if empty", "留空为全部")),
        Field(
            "of",
            Text("Of", "对象"),
            Form.CHOICE,
            required=True,
            choices={
                "quantity": Text("quantity", "活动数据"),
                "factor": Text("factor", "排放因子"),
            },
        ),
        Field(
            "percent",
            Text("± %, 95 %", "±%（95%）"),
            Form.NUMBER,
            hint=Text("or five scores", "或填五项评分"),
        ),
        Field("source", Text("Why", "依据")),
        Field(
            "pedigree",
            Text("Pedigree scores", "谱系评分"),
            hint=Text(
                f"{', '.join(INDICATORS)}, 1 best to 5, such as 2;1;3;1;2",
                "可靠性、完整性、时间、地域、技术，1最佳至5，如 2;1;3;1;2",
            ),
        ),
        Field(
            "basic",
            Text("Basic uncertainty", "基本不确定性"),
            Form.NUMBER,
            hint=Text("a factor of 1 or more, such as 1.05", "不小于1的系数，如 1.05"),
        ),
    ),
    lambda _, path: uncertainty_statements.read_statements(path),
    Text(
        "How uncertain quantities and factors are: a percentage, or five scores of data quality. "
        "The first row that matches counts, so special rows stand before general ones.",
        "活动数据与因子的不确定性：百分比，或五项数据质量评分。首个匹配的行生效，故特例应列于通则之前。",
    ),
    Text("statement", "说明"),
    place="site",
    ordered=True,
)

KINDS: Mapping[str, Kind] = {
    each.name: each for each in (_BASE_YEAR, _SCOPE3, _OWNERSHIP, _VERIFICATION, _UNCERTAINTY)
}
