"""Assurance, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from crossfoot.client.area import Area, part
from crossfoot.client.models.assurance import (
    Engagement,
    Inquiry,
    InquiryStep,
    Level,
    Line,
    Measure,
    Method,
    MethodOf,
    MetricSum,
    Misstatement,
    MisstatementKind,
    Result,
    Sample,
    Source,
)


class AssuranceArea(Area):
    """Assurance."""

    def engagements(self) -> tuple[Engagement, ...]:
        """Engagements.

        Those that the person may look at, the latest first.
        """
        return self._list(Engagement, "GET", "engagements")

    def open_engagement(
        self,
        *,
        name: str,
        standard: str,
        level: Level,
        start: date,
        end: date,
        metrics: Sequence[str],
        name_zh: str = "",
        team: Sequence[int] = [],
        units: Sequence[str] = [],
        terms: str = "",
    ) -> Engagement:
        """Open an engagement.

        Period, standard, level, subject matter, team.
        """
        return self._ask(
            Engagement,
            "POST",
            "engagements",
            body={
                "name": name,
                "name_zh": name_zh,
                "standard": standard,
                "level": level,
                "start": start,
                "end": end,
                "metrics": metrics,
                "team": team,
                "units": units,
                "terms": terms,
            },
        )

    def set_scope(
        self, engagement: int, *, metrics: Sequence[str], team: Sequence[int]
    ) -> Engagement:
        """Change metrics and team.

        As they are from now on.
        """
        return self._ask(
            Engagement,
            "PUT",
            f"engagements/{engagement}/scope",
            body={"metrics": metrics, "team": team},
        )

    def conclude(self, engagement: int, *, opinion: str) -> Engagement:
        """Conclude.

        The conclusion of the team.
        """
        return self._ask(
            Engagement, "PUT", f"engagements/{engagement}/conclusion", body={"opinion": opinion}
        )

    def close(self, engagement: int, *, why: str = "") -> Engagement:
        """Close an engagement.

        Nothing is added afterwards.
        """
        return self._ask(Engagement, "POST", f"engagements/{engagement}/close", body={"why": why})

    def reopen(self, engagement: int, *, why: str) -> Engagement:
        """Open an engagement again.

        One that was closed; it must be concluded anew.
        """
        return self._ask(Engagement, "POST", f"engagements/{engagement}/reopen", body={"why": why})

    def set_materiality(
        self,
        engagement: int,
        *,
        metric: str,
        measure: Measure,
        value: Decimal,
        base: Decimal | None = None,
        performance: Decimal = Decimal("75"),
        trivial: Decimal = Decimal("5"),
        base_metric: str = "",
    ) -> None:
        """Set materiality.

        Of one metric; the team alone knows it.
        """
        self._do(
            "PUT",
            f"engagements/{engagement}/materiality",
            body={
                "metric": metric,
                "measure": measure,
                "value": value,
                "base": base,
                "performance": performance,
                "trivial": trivial,
                "base_metric": base_metric,
            },
        )

    def sums(self, engagement: int) -> tuple[MetricSum, ...]:
        """Misstatements by metric.

        Uncorrected ones, against materiality for the team.
        """
        return self._list(MetricSum, "GET", f"engagements/{engagement}/sums")

    def inquiries(self, engagement: int, *, state: str = "", limit: int = 500) -> Iterator[Inquiry]:
        """The request list.

        What the team asks for.
        """
        return self._each(Inquiry, f"engagements/{engagement}/inquiries", {"state": state}, limit)

    def ask(
        self,
        engagement: int,
        *,
        title: str,
        unit: str,
        due: date,
        text: str = "",
        metric: str = "",
        figure: str = "",
        owner: int | None = None,
    ) -> Inquiry:
        """Ask for something.

        One line of the request list.
        """
        return self._ask(
            Inquiry,
            "POST",
            f"engagements/{engagement}/inquiries",
            body={
                "title": title,
                "unit": unit,
                "due": due,
                "text": text,
                "metric": metric,
                "figure": figure,
                "owner": owner,
            },
        )

    def step(self, inquiry: int, *, step: InquiryStep, text: str = "") -> Inquiry:
        """Answer, accept, ….

        Whoever enters figures of the unit answers; the team does the other steps.
        """
        return self._ask(
            Inquiry, "POST", f"inquiries/{inquiry}/steps", body={"step": step, "text": text}
        )

    def samples(self, engagement: int) -> tuple[Sample, ...]:
        """Samples.

        With their plans and projections.
        """
        return self._list(Sample, "GET", f"engagements/{engagement}/samples")

    def draw(
        self,
        engagement: int,
        *,
        name: str,
        method: Method,
        size: int,
        seed: str,
        source: Source = "entries",
        threshold: Decimal | None = None,
        units: Sequence[str] = [],
        start: date | None = None,
        end: date | None = None,
        purpose: str = "",
        metric: str = "",
    ) -> Sample:
        """Draw a sample.

        The same seed and population give the same sample.
        """
        return self._ask(
            Sample,
            "POST",
            f"engagements/{engagement}/samples",
            body={
                "source": source,
                "name": name,
                "method": method,
                "size": size,
                "seed": seed,
                "threshold": threshold,
                "units": units,
                "start": start,
                "end": end,
                "purpose": purpose,
                "metric": metric,
            },
        )

    def lines(self, sample: int, *, limit: int = 500) -> Iterator[Line]:
        """Its lines.

        Items of a sample with their results.
        """
        return self._each(Line, f"samples/{sample}/lines", {}, limit)

    def record_test(
        self, line: int, *, result: Result | None, audited: Decimal | None = None, note: str = ""
    ) -> Line:
        """Test a line.

        What its test came to.
        """
        return self._ask(
            Line,
            "PUT",
            f"samples/lines/{line}",
            body={"result": result, "audited": audited, "note": note},
        )

    def project(self, sample: int, *, text: str = "") -> Misstatement:
        """Project its errors.

        They become a projected misstatement, less the errors found.
        """
        return self._ask(Misstatement, "POST", f"samples/{sample}/projection", body={"text": text})

    def misstatements(self, engagement: int, *, limit: int = 500) -> Iterator[Misstatement]:
        """Misstatements.

        The log.
        """
        return self._each(Misstatement, f"engagements/{engagement}/misstatements", {}, limit)

    def record_misstatement(
        self,
        engagement: int,
        *,
        kind: MisstatementKind,
        metric: str,
        amount: Decimal,
        text: str,
        unit: str = "",
        line: int | None = None,
    ) -> Misstatement:
        """Record a misstatement.

        Factual or judgemental.
        """
        return self._ask(
            Misstatement,
            "POST",
            f"engagements/{engagement}/misstatements",
            body={
                "kind": kind,
                "metric": metric,
                "amount": amount,
                "text": text,
                "unit": unit,
                "line": line,
            },
        )

    def settle(self, misstatement: int, *, correction: str = "", why: str = "") -> Misstatement:
        """Settle a misstatement.

        Corrected by an approved version, or withdrawn.
        """
        return self._ask(
            Misstatement,
            "POST",
            f"misstatements/{misstatement}/settle",
            body={"correction": correction, "why": why},
        )

    def write_method(self, metric: str, *, text: str, text_zh: str) -> MethodOf:
        """Write how it is measured.

        The next version of the note on method of a metric.
        """
        return self._ask(
            MethodOf, "PUT", f"criteria/{part(metric)}", body={"text": text, "text_zh": text_zh}
        )
