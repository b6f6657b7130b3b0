"""Sections of a chapter that have something to say."""

from __future__ import annotations

from collections.abc import Sequence

from crossfoot.reports.writing.blocks import Block, Heading, LeftOut


def without_empty_sections(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without what was left out, and without headings below which all of it was.

    A heading below which its author wrote nothing stays: that is for the author to see.
    """
    return [
        block
        for at, block in enumerate(blocks)
        if not isinstance(block, LeftOut)
        and not (isinstance(block, Heading) and _is_left_out(block, blocks[at + 1 :]))
    ]


def _is_left_out(heading: Heading, following: Sequence[Block]) -> bool:
    below: list[Block] = []
    for block in following:
        if isinstance(block, Heading) and block.level <= heading.level:
            break
        below.append(block)
    left = any(isinstance(block, LeftOut) for block in below)
    return left and all(isinstance(block, LeftOut | Heading) for block in below)
