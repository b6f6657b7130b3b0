"""What is wrong with the text of a report, with file and line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crossfoot.facts.fact import Fact
from crossfoot.footing.finding import Severity
from crossfoot.languages import Text


class WritingKind(StrEnum):
    """What is wrong with a text. The words of each are `writing.<kind>` of words.toml."""

    UNKNOWN_ROLE = "unknown_role"
    UNKNOWN_DIRECTIVE = "unknown_directive"
    UNKNOWN_OPTION = "unknown_option"
    BAD_OPTION = "bad_option"
    MISSING_ARGUMENT = "missing_argument"
    UNKNOWN_METRIC = "unknown_metric"
    UNKNOWN_TOPIC = "unknown_topic"
    UNKNOWN_ENTITY = "unknown_entity"
    UNKNOWN_LIST = "unknown_list"
    UNKNOWN_COLUMN = "unknown_column"
    UNKNOWN_CHART = "unknown_chart"
    UNKNOWN_STANDARD = "unknown_standard"
    UNKNOWN_CHAPTER = "unknown_chapter"
    UNKNOWN_TERM = "unknown_term"
    UNKNOWN_WORD = "unknown_word"
    NO_VALUE = "no_value"
    NO_CHANGE = "no_change"
    NO_SHARE = "no_share"
    NO_RECORDS = "no_records"
    NO_TABLE = "no_table"
    NOT_A_NUMBER = "not_a_number"
    WRONG_UNIT = "wrong_unit"
    WRONG_PERIOD = "wrong_period"
    NOTHING_GIVEN = "nothing_given"
    BROKEN_LIST = "broken_list"
    LIST_WARNING = "list_warning"
    UNKNOWN_KIND = "unknown_kind"
    TOO_DEEP = "too_deep"
    LEFT_OUT = "left_out"
    TO_WRITE = "to_write"
    NOT_CLOSED = "not_closed"
    UNEXPECTED_CONTENT = "unexpected_content"
    IMAGE_OUTSIDE = "image_outside"
    IMAGE_WITHOUT_WORDS = "image_without_words"
    DEAD_LINK = "dead_link"
    EMPTY_CHAPTER = "empty_chapter"
    NO_TITLE = "no_title"
    UNKNOWN_KEY = "unknown_key"
    UNKNOWN_CODE = "unknown_code"
    TYPED_NUMBER = "typed_number"
    CONTRADICTING_NUMBER = "contradicting_number"
    CHAPTER_MISSING = "chapter_missing"
    HEADINGS_DIFFER = "headings_differ"
    REFERENCES_DIFFER = "references_differ"
    TERM_MISSING = "term_missing"
    WORDS_MISSING = "words_missing"
    TARGET_STATUS = "target_status"
    IDLE_EXPLANATION = "idle_explanation"
    IMAGE_UNSAFE = "image_unsafe"


#: kinds that are less than errors
SEVERITIES = {
    WritingKind.IMAGE_WITHOUT_WORDS: Severity.WARNING,
    WritingKind.EMPTY_CHAPTER: Severity.WARNING,
    WritingKind.UNKNOWN_KEY: Severity.WARNING,
    WritingKind.UNKNOWN_CODE: Severity.WARNING,
    WritingKind.LEFT_OUT: Severity.NOTE,
    WritingKind.TO_WRITE: Severity.WARNING,
    WritingKind.TYPED_NUMBER: Severity.NOTE,
    WritingKind.IDLE_EXPLANATION: Severity.NOTE,
    WritingKind.TARGET_STATUS: Severity.WARNING,
    WritingKind.CONTRADICTING_NUMBER: Severity.WARNING,
    WritingKind.CHAPTER_MISSING: Severity.ERROR,
    WritingKind.HEADINGS_DIFFER: Severity.WARNING,
    WritingKind.REFERENCES_DIFFER: Severity.WARNING,
    WritingKind.TERM_MISSING: Severity.NOTE,
    WritingKind.WORDS_MISSING: Severity.WARNING,
    WritingKind.LIST_WARNING: Severity.WARNING,
}


@dataclass(frozen=True, slots=True)
class WritingFinding:
    """One thing that is wrong with a text; drawn like the findings of figures.

    Attributes:
        kind: what is wrong.
        severity: error, warning or note.
        message: what is wrong and what to do, in both languages.
        file: file as messages name it ("report/en/10-about.md").
        line: line of the file; 0 for the whole file.
        metric: the metric concerned; empty where there is none.
        facts: the facts that matter.
    """

    kind: WritingKind
    severity: Severity
    message: Text
    file: str
    line: int = 0
    metric: str = ""
    facts: tuple[Fact, ...] = ()
    arithmetic: str = ""

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}" if self.line else self.file


def writing_finding(
    kind: WritingKind | str,
    message: Text,
    file: str,
    line: int = 0,
    metric: str = "",
    facts: tuple[Fact, ...] = (),
) -> WritingFinding:
    """A finding with the severity of its kind."""
    known = WritingKind(kind)
    severity = SEVERITIES.get(known, Severity.ERROR)
    return WritingFinding(known, severity, message, file, line, metric, facts)
