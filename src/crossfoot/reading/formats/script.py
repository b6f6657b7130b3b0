"""Words to text: Latin words are parted by spaces, Chinese characters are not."""

from __future__ import annotations

_WIDE = (
    (0x2E80, 0x303F),  # radicals, punctuation
    (0x3040, 0x30FF),
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF00, 0xFF60),
    (0x20000, 0x3FFFF),
)

#: punctuation that brings its own white
_MARKS = frozenset("，。、；：！？（）《》【】")


def is_wide(character: str) -> bool:
    """Whether a character is as wide as it is high, and needs no space beside it.

    >>> is_wide("吨"), is_wide("，"), is_wide("t")
    (True, True, False)
    """
    code = ord(character)
    if code < _WIDE[0][0]:
        return False
    return any(first <= code <= last for first, last in _WIDE)


def joined(left: str, right: str) -> str:
    r"""Two pieces of a text that a line break parted.

    >>> joined("energy", "use"), joined("温室", "气体"), joined("long-", "term")
    ('energy use', '温室气体', 'long-term')
    >>> joined("48、", "83")
    '48、83'
    """
    if not left or not right:
        return left + right
    if left.endswith("\u00ad"):
        return left[:-1] + right
    if is_wide(left[-1]) and is_wide(right[0]):
        return left + right
    if left[-1] in _MARKS or right[0] in _MARKS:
        return left + right
    hyphen = (
        left.endswith(("-", "/")) and len(left) > 1 and left[-2].isalpha() and right[0].isalpha()
    )
    return left + right if hyphen else f"{left} {right}"
