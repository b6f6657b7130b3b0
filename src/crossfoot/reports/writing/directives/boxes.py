"""Directives that hold text or pictures: figures, cases, statements, the feedback form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossfoot.reports.words import word
from crossfoot.reports.writing.blocks import Block, BoxBlock, FeedbackBlock, FigureBlock
from crossfoot.reports.writing.directives.call import Call, Directive
from crossfoot.reports.writing.findings import WritingKind
from crossfoot.reports.writing.problem import WritingProblem, near
from crossfoot.reports.writing.roles import make_role

if TYPE_CHECKING:
    from crossfoot.reports.writing.here import Here

_WIDTHS = ("full", "half")

#: how sure an assurer is, by the terms of ISAE 3000
_LEVELS = ("limited", "reasonable")

#: questions of the feedback form unless the author writes others
_QUESTIONS = ("overall", "complete", "clear", "relevant", "more")


def figure(here: Here, call: Call) -> Block:
    """A picture with a caption: `:::{figure} images/plant.jpg`."""
    width = call.options.get("width", "full")
    if width not in _WIDTHS:
        raise WritingProblem(
            WritingKind.BAD_OPTION, near(width, _WIDTHS), option=f":width: {width}"
        )
    caption = here.blocks(call.content, call.content_line)
    alternative = call.options.get("alt") or " ".join(block.text for block in caption)
    picture = here.writer.picture(here, call.argument, alternative, "", call.line)
    return FigureBlock(picture, caption, is_half=width == "half")


def case(here: Here, call: Call) -> Block:
    """A case in a box: `:::{case} Title` with its text, or `:from:` a row of the list of cases."""
    lines: list[tuple[str, str]] = []
    title, text, line = call.argument, call.content, call.content_line
    entity, image = call.options.get("entity", ""), call.options.get("image", "")
    if id_ := call.options.get("from"):
        rows = {str(row["id"]): row for row in here.records("cases").rows}
        if id_ not in rows:
            raise WritingProblem(WritingKind.NO_RECORDS, near(id_, rows), list="cases")
        row = rows[id_]
        title, text, line = here.t(row.text("title")), here.t(row.text("text")), call.line
        entity, image = str(row["entity"] or entity), str(row["image"] or image)
    if not text.strip():
        raise WritingProblem(WritingKind.NOTHING_GIVEN, what="case")
    if entity:
        lines.append((here.words("box.entity"), make_role(here, "entity", entity).text))
    picture = None
    if image:
        picture = here.writer.picture(here, image, call.options.get("alt", title), "", call.line)
    return BoxBlock("case", title, here.blocks(text, line), tuple(lines), picture)


def statement(here: Here, call: Call) -> Block:
    """A statement of the board, with who makes it and when."""
    return _signed(here, call, "statement", ("name", "role", "date"))


def assurance(here: Here, call: Call) -> Block:
    """What an assurer states; `:level:` is limited or reasonable."""
    level = call.options.get("level", "")
    if level and level not in _LEVELS:
        raise WritingProblem(
            WritingKind.BAD_OPTION, near(level, _LEVELS), option=f":level: {level}"
        )
    return _signed(here, call, "assurance", ("assurer", "level", "standard", "date"))


def _signed(here: Here, call: Call, kind: str, options: tuple[str, ...]) -> Block:
    if not call.content.strip() and not any(call.options.get(each) for each in options):
        raise WritingProblem(WritingKind.NOTHING_GIVEN, what=kind)
    lines = tuple(
        (here.words(f"box.{each}"), _said(here, each, text))
        for each in options
        if (text := call.options.get(each))
    )
    return BoxBlock(kind, call.argument, here.blocks(call.content, call.content_line), lines)


def _said(here: Here, option: str, text: str) -> str:
    return here.words(f"box.level_{text}") if option == "level" else text


def feedback(here: Here, call: Call) -> Block:
    """The feedback form; its text may hold a list of questions of one's own."""
    own = tuple(
        here.typed(line.lstrip("-* ").strip())
        for line in call.content.splitlines()
        if line.lstrip().startswith(("- ", "* "))
    )
    intro = "\n".join(
        line for line in call.content.splitlines() if not line.lstrip().startswith(("- ", "* "))
    )
    usual = tuple(here.t(word(f"feedback.{each}")) for each in _QUESTIONS)
    return FeedbackBlock(
        here.blocks(intro, call.content_line), own or usual, call.options.get("contact", "")
    )


BOXES = (
    Directive("figure", figure, ("alt", "width"), argument="image", content=True),
    Directive("case", case, ("from", "entity", "image", "alt"), content=True),
    Directive("statement", statement, ("name", "role", "date"), content=True),
    Directive("assurance", assurance, ("assurer", "level", "standard", "date"), content=True),
    Directive("feedback", feedback, ("contact",), content=True),
)
