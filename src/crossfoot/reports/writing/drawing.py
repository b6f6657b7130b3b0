"""Blocks as HTML, for a page on a screen and for print."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

    from crossfoot.reports.html.page import Page
    from crossfoot.reports.writing.blocks import Block, Parts
    from crossfoot.reports.writing.inlines import Inline


class Medium(StrEnum):
    """What is drawn for."""

    WEB = "web"  # links, live charts
    PRINT = "print"  # charts as pictures, page numbers, no scripts


WEB, PRINT = Medium.WEB, Medium.PRINT


def render(block: Block, medium: Medium, page: Page) -> Markup:
    """A block as HTML."""
    return _draw(f"blocks/{block.template}.html.jinja", block, medium, page)


class Pen:
    """What templates of blocks call to draw what stands within."""

    def __init__(self, medium: Medium, page: Page) -> None:
        self.medium = medium
        self.page = page

    def __call__(self, parts: Parts) -> Markup:
        """HTML in pieces: markup as it is, everything else drawn."""
        from markupsafe import Markup

        return Markup("").join(
            Markup(part)  # noqa: S704 - made by the Markdown parser, which escapes what is typed
            if isinstance(part, str)
            else self.piece(part)
            for part in parts
        )

    def piece(self, part: Inline | Block) -> Markup:
        """A piece of a line, or a block within it."""
        from crossfoot.reports.writing.blocks import Block

        if isinstance(part, Block):
            return render(part, self.medium, self.page)
        return _draw(f"inlines/{part.template}.html.jinja", part, self.medium, self.page)

    def blocks(self, blocks: tuple[Block, ...]) -> Markup:
        """Several blocks behind each other."""
        from markupsafe import Markup

        return Markup("\n").join(render(block, self.medium, self.page) for block in blocks)


def _draw(template: str, block: Block | Inline, medium: Medium, page: Page) -> Markup:
    from markupsafe import Markup

    from crossfoot.reports.html.page import environment  # the pages draw blocks themselves

    text = (
        environment()
        .get_template(template)
        .render(block=block, medium=medium, page=page, w=page.words, pen=Pen(medium, page))
    )
    return Markup(text)  # noqa: S704 - drawn by templates that escape
