"""Age groups in labels: "under 30", "30-50", "51 and above", "30岁以下"."""

from __future__ import annotations

import re

_OLD = r"(?:岁|(?:\s?years?)?(?:[- ]old)?)"
_AGE = rf"(\d\d)(?!\d)\s?{_OLD}"
_OF = r"(?:the age of )?"
_YOUNGEST, _OLDEST = 15, 85

#: spelling, and the member it stands for; the first that fits is taken
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), member)
    for pattern, member in (
        (rf"(?<!\d)(\d\d)\s?{_OLD}\s?(?:-|–|—|~|to|至|到)\s?{_AGE}", "{0}-{1}"),
        (rf"(?<!\d){_AGE}\s?(?:and|or|及)\s?(?:above|over|older|more|以上){_OLD}", "{0}_and_above"),
        (rf"(?:≥|>=)\s?{_AGE}", "{0}_and_above"),
        (r"(?<!\d)(\d\d)\+", "{0}_and_above"),
        (rf"(?<!\d){_AGE}\s?(?:and|or|及)\s?(?:below|under|younger|less|以下)", "up_to_{0}"),
        (rf"(?:≤|<=)\s?{_AGE}", "up_to_{0}"),
        (rf"(?:\bunder|\bbelow|\bless than|\byounger than|<|不满|未满)\s?{_OF}{_AGE}", "under_{0}"),
        (r"(?<!\d)(\d\d)\s?岁?以下", "under_{0}"),
        (rf"(?:\bover|\babove|\bmore than|\bolder than|>)\s?{_OF}{_AGE}", "over_{0}"),
        (r"(?<!\d)(\d\d)\s?岁?以上", "over_{0}"),
    )
)  # fmt: skip


def find_age(text: str) -> tuple[str, int, int] | None:
    """The age group that a text names, with where it begins and ends; None where it names none.

    >>> [find_age(text)[0] for text in ("60 or more years old", "- 41 to 55", "30岁及以下")]
    ['60_and_above', '41-55', 'up_to_30']
    """
    for pattern, member in _FORMS:
        match = pattern.search(text)
        if match is None:
            continue
        ages = match.groups()
        if all(_YOUNGEST <= int(age) <= _OLDEST for age in ages):
            return member.format(*ages), match.start(), match.end()
    return None
