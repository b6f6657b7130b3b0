"""A template as a form of fields, and the text that it stands for.

The text is what is kept and checked; the form is a way to write it. What a form cannot say (a
comment of the file) is lost when it is saved by form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.messages import problem

_YES = ("yes", "true")


@dataclass
class Row:
    """One metric that is asked for, each field as it is written in the file.

    Attributes:
        by: items of `by`, separated by commas.
    """

    metric: str
    by: str = ""
    each: str = ""
    kinds: tuple[str, ...] = ()
    optional: bool = False
    evidence: bool = False
    threshold: str = ""
    hint_en: str = ""
    hint_zh: str = ""


@dataclass
class Form:
    """A template, each field as it is written.

    Attributes:
        before, after: numbers of working days, separated by commas.
        reminds: the template has a rule of its own.
    """

    title_en: str = ""
    title_zh: str = ""
    length: str = "year"
    threshold: str = ""
    instructions_en: str = ""
    instructions_zh: str = ""
    reminds: bool = False
    before: str = ""
    due: bool = True
    after: str = ""
    escalate: str = ""
    rows: list[Row] = field(default_factory=list)


def form_of(text: str) -> Form:
    """The fields of a text that `read_text` accepts.

    Raises:
        CrossfootError: it is no YAML of names and values.
    """
    try:
        found = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise CrossfootError(_no_form()) from error
    if not isinstance(found, dict) or not isinstance(found.get("metrics"), dict):
        raise CrossfootError(_no_form())
    title, said = _both(found.get("title")), _both(found.get("instructions"))
    rule = found.get("reminders")
    own = rule if isinstance(rule, dict) else {}
    return Form(
        title_en=title.en,
        title_zh=title.zh,
        length=_text(found.get("length")),
        threshold=_text(found.get("threshold")),
        instructions_en=said.en,
        instructions_zh=said.zh,
        reminds=bool(own),
        before=", ".join(_items(own.get("before"))),
        due=_flag(own.get("due")) if own else True,
        after=", ".join(_items(own.get("after"))),
        escalate=_text(own.get("escalate")),
        rows=[_row(str(metric), asked) for metric, asked in found["metrics"].items()],
    )


def text_of_form(form: Form) -> str:
    """The YAML of a form; what is empty is left away."""
    lines = [f"title: {_pair(form.title_en, form.title_zh)}", f"length: {_word(form.length)}"]
    if form.threshold.strip():
        lines.append(f"threshold: {_word(form.threshold)}")
    if form.instructions_en.strip() or form.instructions_zh.strip():
        lines.append(f"instructions: {_pair(form.instructions_en, form.instructions_zh)}")
    if form.reminds:
        days = {"before": _list(form.before.split(","))}
        days["due"] = "yes" if form.due else "no"
        days["after"] = _list(form.after.split(","))
        if form.escalate.strip():
            days["escalate"] = _word(form.escalate)
        lines.append(f"reminders: {_flow(days)}")
    lines += ["", "metrics:"]
    lines += [f"  {row.metric}: {_flow(_said(row))}" for row in form.rows]
    return "\n".join(lines) + "\n"


def _said(row: Row) -> dict[str, str]:
    """What differs from what is usual."""
    said: dict[str, str] = {}
    if row.kinds:
        said["kinds"] = _list(row.kinds)
    if row.by.strip():
        said["by"] = _list(row.by.split(","))
    if row.each:
        said["each"] = _word(row.each)
    if row.optional:
        said["optional"] = "yes"
    if row.evidence:
        said["evidence"] = "yes"
    if row.threshold.strip():
        said["threshold"] = _word(row.threshold)
    if row.hint_en.strip() or row.hint_zh.strip():
        said["hint"] = _pair(row.hint_en, row.hint_zh)
    return said


def _row(metric: str, asked: Any) -> Row:
    said = asked if isinstance(asked, dict) else {}
    hint = _both(said.get("hint"))
    return Row(
        metric=metric,
        by=", ".join(_items(said.get("by"))),
        each=_text(said.get("each")),
        kinds=tuple(_items(said.get("kinds"))),
        optional=_flag(said.get("optional")),
        evidence=_flag(said.get("evidence")),
        threshold=_text(said.get("threshold")),
        hint_en=hint.en,
        hint_zh=hint.zh,
    )


def _both(found: Any) -> Text:
    said = found if isinstance(found, dict) else {}
    return Text(_text(said.get("en")), _text(said.get("zh")))


def _text(found: Any) -> str:
    return "" if found is None else str(found)


def _flag(found: Any) -> bool:
    return found is True or _text(found).lower() in _YES


def _items(found: Any) -> list[str]:
    if found is None:
        return []
    return [str(each) for each in found] if isinstance(found, list) else [str(found)]


def _word(text: str) -> str:
    """A word or number as YAML: quoted, unless nothing of it could be syntax."""
    text = text.strip()
    plain = text.replace("_", "").replace("-", "").replace(".", "")
    return text if plain.isascii() and plain.isalnum() and text[0].isalnum() else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _pair(en: str, zh: str) -> str:
    return _flow({"en": _quoted(en.strip()), "zh": _quoted(zh.strip())})


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(_word(each) for each in items if each.strip())}]"


def _flow(entries: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in entries.items()) + "}"


def _no_form() -> Any:
    return problem(
        Text("this is no template", "这不是模板文件"),
        remedy=Text(
            "send the YAML of a template, as its export has it", "请上传模板导出的 YAML 文件"
        ),
    )
