"""Formats: a report in PDF, Excel, Word or HTML as the lines that the text reader understands.

Every format becomes the same sequence of lines: a paragraph is one line, a row of a table is one
line with its cells between tabs, blank lines stand between what is printed apart. Each line keeps
its page (PDF), or its sheet and row (Excel), so that a finding can be shown in the original.

    chooser        `lines_of(path)`: what the file is, by its content, and its lines
    lines          `Line`, `Lines`: text with its place
    kinds          what a file is: PDF, workbook, Word, HTML or text
    limits         bounds beyond which a file is refused, as named constants
    grids          a grid of cells to lines with tabs
    script         words to text: spaces between Latin words, none between Chinese characters
    workbook       Excel and OpenDocument
    sheet_shown    number formats of the cells of an Excel sheet, hidden rows
    number_formats a stored number as its cell shows it
    word           Word (.docx)
    html           web pages
    text           plain text, with pages where form feeds part them
    pdf            PDF, read by a process of its own with bounded memory and time
    pdf_worker     that process
    pdf_pages      the pages of a PDF: characters and ruling lines, errors
    segments       characters to segments: words on one base line without a wide gap
    furniture      what pages repeat around their text: running heads, page numbers
    ruled          tables that rules draw
    open_rules     the rules that such a table leaves out: outer sides, ends of pages
    gutters        where a report in two columns parts them
    columns        segments side by side: columns of text, or a table without rules
    unruled        the rows and cells of a table without rules
    paragraphs     lines of a column to paragraphs
    layout         a page to lines, in the order of reading

Not here: what a line means (the rest of reading), optical character recognition: a scanned PDF is
refused with advice.

May import: tables (archives, limits, sheets), documents, errors; of reading only the text file,
the cells of a line and the words of a table's head.
"""

from __future__ import annotations
