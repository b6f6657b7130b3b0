"""Reading: a published report to tables, figures, index entries, headings, each with its place.

From the file to the page's parts:
    reader         `read_report(path)`: the whole way
    report         `ReadReport`, what comes out, and its JSON
    text_file      a text file to lines, within bounds
    glyphs         traditional characters, full-width digits, Chinese years to one form
    numbers        a number as printed: "1,234.5", "more than 20", "99.2 million", "约3.5亿"
    printed_units  a unit as printed: "RMB 0'000", "tCO2-e/RMB 10,000 revenue", "吨/万元营收"
    marks          bullets, list numbers and footnote marks around a label
    wrapped        text broken at a fixed width to paragraphs
    broken_labels  labels broken over several lines, the values behind the last
    cells, runs    lines with tabs or pipes to runs of cells, runs to single tables
    header, rows   which column is what; nested labels, units and values of each row
    table          `ReportTable` and its parts
    tables         all of it, for a whole text
    headings       headings, contents list, page furniture
    notes          "rate = leavers / employees": definitions printed under a table
    identity       company, year and language of the report
    index_codes    codes of disclosures, and which standard a table answers
    index_entries  entries of GRI, HKEX, TCFD, SASB and SDG indices

From labels to metrics:
    concepts       words of both languages to concepts (`synonyms/concepts.yaml`)
    ages           age groups in labels
    lexicon        concepts to metrics and members of dimensions (`synonyms/`)
    unit_fit       whether a printed unit can be that of a metric
    label_context  a label with all that stands around it, and its terms
    breakdowns     members of dimensions that label and groups name
    matching       a label, its groups, its unit to one metric, with reason and score
    variants       which of several formulas a printed rate follows; amounts that share a name
    added_rows     rows that nobody lists, which add up to a row that is known
    figure         a recognised number; one that was not recognised
    figures        tables to figures in the metric's unit
    sentences      sentences to figures, with qualifier
    mentions       numbers in a clause, with unit and qualifier; "no ..."
    number_labels  which words of a clause may be the label of a number
    number_readings  a number with these words to a metric
    paired_numbers "respectively", "分别为", "from X to Y"
    scopes         plans, parts of the company, others, other times
    clauses        text between tables, cut into clauses
    changes        "an increase of 45.24 %", with what increased
    facts          figures to facts (basis published)

Rules only, no cases: nothing here knows a company or a line of a report. What is not recognised
is listed with the reason, never guessed.

Not here: checking (footing), the catalogue (metrics), units (quantities), codes (standards).

May import: everything below: quantities, standards, metrics, facts, documents, tables.
"""

from __future__ import annotations
