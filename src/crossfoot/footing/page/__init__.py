"""The page of a footed report: its text, with each finding marked where it stands.

- `page`: what the template shows, in one language
- `passages`: the lines of the report put together to paragraphs and tables, with marks
- `write`: the page as one file
- `words.csv`: the words of the page, both languages
- `templates/`: the page and its style; no script, nothing loaded from elsewhere

Not here: what is wrong (footing.report), pages of one's own report (reports).
"""

from __future__ import annotations
