"""What happened in the demo group's registers: a year of complaints, and the days until today."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from crossfoot.examples.group.registers.cast import give_roles
from crossfoot.examples.group.registers.complaints import write_complaints
from crossfoot.examples.group.registers.photos import take_photo

if TYPE_CHECKING:
    from crossfoot.records.accounts.person import Person
    from crossfoot.records.register.models import Entry

_GROUP = "qingheng"
_SINCE = date(2020, 1, 1)

#: site, who found it, hours ago, picture, category, place, what is wrong, how far it has come
_HAZARDS = (
    ("hefei", "cells", 2, "exit", "fire", "Hall 2, east door 2号厂房东门",
     "Emergency exit blocked by pallets 安全出口被托盘堵塞", 0),
    ("changzhou", "cells", 5, "cable", "electrical", "Coating line 3 涂布3线",
     "Sheath of a cable is worn through 电缆护套磨损", 0),
    ("yibin", "cells", 26, "guard", "machinery", "Slitting machine 7 分切机7号",
     "Guard of the belt is missing 皮带防护罩缺失", 1),
    ("huizhou", "packs", 50, "cable", "electrical", "Test bay 4 测试4工位",
     "Socket is loose 插座松动", 1),
    ("penang", "penang", 75, "exit", "fire", "Warehouse B",
     "Pallets in front of the hydrant 消火栓前堆放托盘", 2),
    ("hefei", "cells", 260, "guard", "machinery", "Stacking machine 2 叠片机2号",
     "Interlock bridged 联锁被短接", 1),
    ("xining", "packs", 120, "cable", "electrical", "Boiler house 锅炉房",
     "Cable tray without cover 桥架无盖板", 3),
    ("hefei", "cells", 300, "exit", "fire", "Canteen 食堂",
     "Fire door held open by a wedge 防火门被楔子卡开", 3),
    ("changzhou", "cells", 340, "guard", "machinery", "Winding machine 1 卷绕机1号",
     "Light curtain out of order 光栅失效", 3),
)  # fmt: skip

#: hours ago, channel, customer, category, what is wrong, how far it has come
_COMPLAINTS = (
    (0.4, "hotline", "Customer B", "product", "Inverter does not start 逆变器无法启动", 0),
    (3, "app", "Customer F", "software", "App shows yesterday's data 应用显示昨日数据", 0),
    (20, "email", "Customer C", "delivery", "Two cabinets missing 缺少两台机柜", 1),
    (46, "hotline", "Customer A", "product", "Fan makes a noise 风扇异响", 2),
    (170, "visit", "Customer D", "service", "Report of the visit is missing 缺少巡检报告", 3),
)

_PRODUCTS = (
    ("QH-C280", "Storage cell 280 Ah 储能电芯280Ah", "hefei"),
    ("QH-P100", "Rack battery 100 kWh 电池簇100kWh", "huizhou"),
    ("QH-S5000", "Container system 5 MWh 集装箱储能系统5MWh", "huizhou"),
)

_COMPANY = {
    "hefei": "cells", "changzhou": "cells", "yibin": "cells", "huizhou": "packs",
    "xining": "packs", "penang": "overseas",
}  # fmt: skip

_REPORT = "A supplier offered gifts to a buyer before a tender 投标前供应商向采购人员赠送礼品"


def fill_registers(people: dict[str, Person], now: datetime) -> None:
    """Give roles, bring the year's complaints in, and let people work until now.

    Args:
        people: of the demo group, by key.
        now: the moment; with its time zone.
    """
    give_roles(people, _SINCE)
    with TemporaryDirectory() as made:
        folder = Path(made)
        _bring_in(write_complaints(folder, _GROUP))
        _products(people)
        _hazards(people, now, folder)
    _complaints(people, now)
    _speak_up()


def _bring_in(path: Path) -> None:
    from crossfoot.records.actions import CommandLine
    from crossfoot.records.register.actions.import_entries import ImportEntries

    ImportEntries("customer_complaint", path).do(CommandLine())


def _products(people: dict[str, Person]) -> None:
    for model, name, site in _PRODUCTS:
        values = {
            "entity": _GROUP, "name": name, "kind": "finished_product", "model": model,
            "manufacturing_site": site,
        }  # fmt: skip
        _open(people["quality"], "product_file", values)


def _hazards(people: dict[str, Person], now: datetime, folder: Path) -> None:
    """Found with a photograph, judged, put right, looked at again by somebody else."""
    safety = people["safety"]
    for site, finder, hours, scene, category, place, content, steps in _HAZARDS:
        who, at = people[finder], now - timedelta(hours=hours)
        values = {
            "entity": _COMPANY[site], "site": site, "found_at": at, "place": place,
            "location": place, "category": category, "content": content, "channel": "app",
            "finder": who.reference, "photos": [_keep(who, scene, site, folder)],
        }  # fmt: skip
        entry = _open(who, "safety_hazard", values, at)
        if steps >= 1:
            judged = {"level": "general", "responsible": who.reference}
            judged["due_on"] = (at + timedelta(days=7)).date().isoformat()
            _step(safety, entry, "reviewed", judged, at + timedelta(hours=1))
        done = at + timedelta(hours=40)
        if steps >= 2:
            put_right = {
                "measure": "Put in order, shown to the shift 已整改并向班组说明",
                "rectified_at": done,
                "after_photos": [_keep(who, "after", site, folder)],
            }
            _step(who, entry, "rectified", put_right, done)
        if steps >= 3:
            seen = {"recheck": "pass", "rechecked_by": safety.reference}
            _step(safety, entry, "closed", seen, done + timedelta(hours=20))


def _complaints(people: dict[str, Person], now: datetime) -> None:
    """The last week at the hotline."""
    service, quality = people["service"], people["quality"]
    for hours, channel, customer, category, description, steps in _COMPLAINTS:
        at = now - timedelta(hours=hours)
        values = {
            "entity": _GROUP, "received_at": at, "channel": channel, "customer": customer,
            "region": "mainland_china", "category": category, "description": description,
        }  # fmt: skip
        entry = _open(service, "customer_complaint", values, at)
        if steps >= 1:
            answered = at + timedelta(minutes=25)
            said = {
                "responded_at": answered, "class": "routine", "fault": "general",
                "onsite_needed": steps == 1, "valid": True,
            }  # fmt: skip
            _step(service, entry, "responded", said, answered)
        if steps >= 2:
            repaired = at + timedelta(hours=5)
            said = {
                "remote": True, "repaired_at": repaired,
                "diagnosis": "Settled by remote access 远程处理",
            }  # fmt: skip
            _step(service, entry, "repaired", said, repaired)
        if steps >= 3:
            found = {
                "responsible_unit": "After-sales 售后部",
                "cause": "Template of the report was not renewed 报告模板未更新",
            }
            _step(quality, entry, "analysed", found, at + timedelta(hours=60))


def _speak_up() -> None:
    """Somebody outside reports what he saw; the mailbox's code is thrown away."""
    from crossfoot.records.accounts.person import Visitor
    from crossfoot.records.register.confidential import forms
    from crossfoot.records.register.confidential.actions.file_report import FileReport

    values = {
        "entity": _GROUP, "category": "bribery", "subject_level": "staff",
        "reporter_group": "supplier", "summary": _REPORT,
    }  # fmt: skip
    FileReport("whistleblowing_case", values, forms.Form("demo", forms.STEPS[0][1])).do(
        Visitor("demo")
    )


def _open(
    by: Person, register: str, values: dict[str, Any], since: datetime | None = None
) -> Entry:
    from crossfoot.records.register.actions.open_entry import OpenEntry

    return OpenEntry(register, values, since=since).do(by)


def _step(by: Person, entry: Entry, to: str, values: dict[str, Any], since: datetime) -> None:
    """Take the step that leads to a state, with what it asks."""
    from crossfoot.records.register.actions.take_step import TakeStep
    from crossfoot.records.register.library import definition_of

    entry.refresh_from_db()
    leaving = definition_of(entry.register).leaving(entry.state)
    key = next(each.key for each in leaving if each.target == to)
    TakeStep(entry.key, key, values, since=since).do(by)


def _keep(by: Person, scene: str, site: str, folder: Path) -> str:
    """A photograph, kept as a document of the site."""
    from crossfoot.records.evidence.receiving import received
    from crossfoot.records.register.actions.keep_file import KeepFile

    picture = take_photo(scene, folder)
    return str(KeepFile(received(picture), "safety_hazard", site).do(by).pk)
