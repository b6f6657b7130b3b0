"""Pages of footed reports: the text with each finding marked where it stands, and comparisons.

- `page`: what the template of one report shows, in one language
- `passages`: the lines of the report put together to paragraphs and tables, with marks
- `comparison`: what the template of a comparison shows; `chart`: a metric over years and reports
- `write`: each page as one file
- `words.csv`: the words of the pages, both languages
- `templates/`: pages, styles, and small scripts that filter and pick. The scripts stand in the
  page, whose policy names them by their hash; nothing is loaded from elsewhere, and without
  scripts everything is there

Not here: what is wrong (footing.report), pages of one's own report (reports).
"""

from __future__ import annotations
