"""The report as HTML: one folder for each language, which works from a disk without a network.

- `write`: the files of a book
- `site`: its pages, their contents and links
- `page`: what a template may ask for: texts, numbers, units in one language
- `search`: what a reader can search
- `templates/`: Jinja, autoescaped, without a word of their own (words.toml has them)
- `static/`: style and script; the script evaluates no text and sets no style attribute

Imports the report model, charts and lineage; computes nothing.
"""

from __future__ import annotations

from crossfoot.reports.html.write import files_of, first_page, write_html

__all__ = ["files_of", "first_page", "write_html"]
