"""The chapters of a report: Markdown whose numbers are references to facts.

- `folder`: the report folder: chapters, lists, images
- `chapter_file`: one file, with its front matter and hash
- `markdown`, `rules`: the parser; HTML is escaped, roles and directives are those of MyST
- `argument`: what stands in a reference: `ghg.scope1 year=2022 gender=female bare`
- `here`: what a reference may ask for; `problem`, `findings`: what it says where it finds nothing
- `roles`, `directives/`: one small function for each reference, in a list
- `inlines`, `blocks`: what they give; `drawing` draws it with `html/templates/blocks/`
- `book`: all chapters in one language, with their findings
- `typed_numbers`, `parity`: checks of the text
- `approvals`, `publication`: who approved which text, and what still stands in the way

Imports the report model and its words; draws with the templates, writes no file.
"""

from __future__ import annotations
