"""The report as PDF: the book laid out in pages by WeasyPrint.

- `write`: from a book to a tagged PDF with bookmarks, page references and the data book inside
- `fetcher`: what the layout may load: charts from memory, pictures of the report folder, no more
- `pages`: the page on which each chapter, table and index row begins
- `templates`, `static/print.css`: cover, contents, chapters, running heads

It draws what `crossfoot.reports.writing` gives it, with the templates of the pages.
"""

from __future__ import annotations
