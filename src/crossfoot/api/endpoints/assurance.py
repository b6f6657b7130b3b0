"""The assurer's desk: engagements, requests, samples, misstatements."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from crossfoot.api.bearer import READ, RUN_CAMPAIGNS, Bearer, person_of
from crossfoot.api.endpoints.assurance_forms import (
    Conclusion,
    EngagementAgain,
    EngagementEnd,
    EngagementOf,
    InquiryOf,
    InquiryStepOf,
    LineOf,
    MaterialityOf,
    MethodOf,
    MetricSumOf,
    MisstatementOf,
    NewEngagement,
    NewInquiry,
    NewMisstatement,
    NewSample,
    Projection,
    SampleOf,
    Scope,
    Settlement,
    TestOf,
)
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.assurance.access import Desk, assures, sees
from crossfoot.records.assurance.actions.ask import Ask
from crossfoot.records.assurance.actions.close_engagement import CloseEngagement
from crossfoot.records.assurance.actions.conclude import Conclude
from crossfoot.records.assurance.actions.draw_sample import DrawSample
from crossfoot.records.assurance.actions.open_engagement import OpenEngagement
from crossfoot.records.assurance.actions.record_misstatement import (
    RecordMisstatement,
    RecordProjection,
)
from crossfoot.records.assurance.actions.record_test import RecordTest
from crossfoot.records.assurance.actions.reopen_engagement import ReopenEngagement
from crossfoot.records.assurance.actions.set_materiality import SetMateriality
from crossfoot.records.assurance.actions.set_scope import SetScope
from crossfoot.records.assurance.actions.settle_misstatement import SettleMisstatement
from crossfoot.records.assurance.actions.step import (
    Accept,
    Answer,
    AskAgain,
    StepInquiry,
    Withdraw,
)
from crossfoot.records.assurance.actions.write_method import WriteMethod
from crossfoot.records.assurance.models import Engagement, Inquiry
from crossfoot.records.assurance.sample_models import Misstatement, Sample, SampleLine
from crossfoot.records.assurance.summing_up import metric_sums, projected_of
from crossfoot.records.assurance.workflow import InquiryStep
from crossfoot.records.roles import Duty

router = Router()

ASSURE = Bearer(Duty.ASSURE)
_OF = "/engagements/{int:engagement}"

#: the action of each step of a request
_STEPS: dict[InquiryStep, type[StepInquiry]] = {
    InquiryStep.ANSWER: Answer,
    InquiryStep.ACCEPT: Accept,
    InquiryStep.ASK_AGAIN: AskAgain,
    InquiryStep.WITHDRAW: Withdraw,
}


@router.get("/engagements", response=list[EngagementOf], summary="Engagements", auth=READ)
def engagements(request: HttpRequest) -> list[EngagementOf]:
    """Those that the person may look at, the latest first."""
    return [EngagementOf.of(each) for each in Desk(person_of(request)).engagements]


@router.post(
    "/engagements",
    response={201: EngagementOf},
    summary="Open an engagement",
    auth=RUN_CAMPAIGNS,
)
def open_engagement(request: HttpRequest, new: NewEngagement) -> Status[EngagementOf]:
    """Period, standard, level, subject matter, team."""
    action: OpenEngagement = new.action()
    return Status(201, EngagementOf.of(action.do(person_of(request))))


@router.put(
    f"{_OF}/scope", response=EngagementOf, summary="Change metrics and team", auth=RUN_CAMPAIGNS
)
def set_scope(request: HttpRequest, engagement: int, scope: Scope) -> EngagementOf:
    """As they are from now on."""
    _seen(request, engagement)
    action = SetScope(engagement, tuple(scope.metrics), tuple(scope.team))
    return EngagementOf.of(action.do(person_of(request)))


@router.put(f"{_OF}/conclusion", response=EngagementOf, summary="Conclude", auth=ASSURE)
def conclude(request: HttpRequest, engagement: int, said: Conclusion) -> EngagementOf:
    """The conclusion of the team."""
    _seen(request, engagement)
    return EngagementOf.of(Conclude(engagement, said.opinion).do(person_of(request)))


@router.post(
    f"{_OF}/close", response=EngagementOf, summary="Close an engagement", auth=RUN_CAMPAIGNS
)
def close(request: HttpRequest, engagement: int, closing: EngagementEnd) -> EngagementOf:
    """Nothing is added afterwards."""
    _seen(request, engagement)
    return EngagementOf.of(CloseEngagement(engagement, closing.why).do(person_of(request)))


@router.post(
    f"{_OF}/reopen", response=EngagementOf, summary="Open an engagement again", auth=RUN_CAMPAIGNS
)
def reopen(request: HttpRequest, engagement: int, again: EngagementAgain) -> EngagementOf:
    """One that was closed; it must be concluded anew."""
    _seen(request, engagement)
    return EngagementOf.of(ReopenEngagement(engagement, again.why).do(person_of(request)))


@router.put(f"{_OF}/materiality", response={204: None}, summary="Set materiality", auth=ASSURE)
def set_materiality(request: HttpRequest, engagement: int, given: MaterialityOf) -> Status[None]:
    """Of one metric; the team alone knows it."""
    _seen(request, engagement)
    SetMateriality(engagement, **given.dict()).do(person_of(request))
    return Status(204, None)


@router.get(f"{_OF}/sums", response=list[MetricSumOf], summary="Misstatements by metric", auth=READ)
def sums(request: HttpRequest, engagement: int) -> list[MetricSumOf]:
    """Uncorrected ones, against materiality for the team."""
    found = _seen(request, engagement)
    return MetricSumOf.of(metric_sums(found), knows=assures(person_of(request), found))


@router.get(f"{_OF}/inquiries", response=Page[InquiryOf], summary="The request list", auth=READ)
def inquiries(
    request: HttpRequest, engagement: int, which: Which, state: str = ""
) -> Page[InquiryOf]:
    """What the team asks for."""
    found = _seen(request, engagement).inquiries.select_related("unit")
    rows, more = piece_of(found.filter(state=state) if state else found, which)
    return Page[InquiryOf](items=[InquiryOf.of(row) for row in rows], next=more)


@router.post(
    f"{_OF}/inquiries", response={201: InquiryOf}, summary="Ask for something", auth=ASSURE
)
def ask(request: HttpRequest, engagement: int, new: NewInquiry) -> Status[InquiryOf]:
    """One line of the request list."""
    _seen(request, engagement)
    return Status(201, InquiryOf.of(Ask(engagement, **new.dict()).do(person_of(request))))


@router.post(
    "/inquiries/{int:inquiry}/steps", response=InquiryOf, summary="Answer, accept, …", auth=READ
)
def step(request: HttpRequest, inquiry: int, taken: InquiryStepOf) -> InquiryOf:
    """Whoever enters figures of the unit answers; the team does the other steps."""
    person = person_of(request)
    found = Inquiry.objects.filter(pk=inquiry).select_related("engagement", "unit").first()
    if found is None or not (
        person.may(Duty.ENTER, found.unit.code) or sees(person, found.engagement)
    ):
        raise MissingError
    return InquiryOf.of(_STEPS[taken.step](inquiry, taken.text).do(person))


@router.get(f"{_OF}/samples", response=list[SampleOf], summary="Samples", auth=READ)
def samples(request: HttpRequest, engagement: int) -> list[SampleOf]:
    """With their plans and projections."""
    found = _seen(request, engagement).samples.prefetch_related("lines")
    return [SampleOf.of(each, projected_of(each)) for each in found]


@router.post(f"{_OF}/samples", response={201: SampleOf}, summary="Draw a sample", auth=ASSURE)
def draw(request: HttpRequest, engagement: int, new: NewSample) -> Status[SampleOf]:
    """The same seed and population give the same sample."""
    _seen(request, engagement)
    action: DrawSample = new.action(engagement)
    made = action.do(person_of(request))
    return Status(201, SampleOf.of(made, projected_of(made)))


@router.get("/samples/{int:sample}/lines", response=Page[LineOf], summary="Its lines", auth=READ)
def lines(request: HttpRequest, sample: int, which: Which) -> Page[LineOf]:
    """Items of a sample with their results."""
    rows, more = piece_of(_sample(request, sample).lines.all(), which)
    return Page[LineOf](items=[LineOf.of(row) for row in rows], next=more)


@router.put("/samples/lines/{int:line}", response=LineOf, summary="Test a line", auth=ASSURE)
def record_test(request: HttpRequest, line: int, test: TestOf) -> LineOf:
    """What its test came to."""
    found = SampleLine.objects.filter(pk=line).select_related("sample__engagement").first()
    if found is None:
        raise MissingError
    _seen(request, found.sample.engagement_id)
    return LineOf.of(RecordTest(line, **test.dict()).do(person_of(request)))


@router.post(
    "/samples/{int:sample}/projection",
    response={201: MisstatementOf},
    summary="Project its errors",
    auth=ASSURE,
)
def project(request: HttpRequest, sample: int, said: Projection) -> Status[MisstatementOf]:
    """They become a projected misstatement, less the errors found."""
    _sample(request, sample)
    made = RecordProjection(sample, said.text).do(person_of(request))
    return Status(201, MisstatementOf.of(made))


@router.get(
    f"{_OF}/misstatements", response=Page[MisstatementOf], summary="Misstatements", auth=READ
)
def misstatements(request: HttpRequest, engagement: int, which: Which) -> Page[MisstatementOf]:
    """The log."""
    rows, more = piece_of(_seen(request, engagement).misstatements.all(), which)
    return Page[MisstatementOf](items=[MisstatementOf.of(row) for row in rows], next=more)


@router.post(
    f"{_OF}/misstatements",
    response={201: MisstatementOf},
    summary="Record a misstatement",
    auth=ASSURE,
)
def record_misstatement(
    request: HttpRequest, engagement: int, new: NewMisstatement
) -> Status[MisstatementOf]:
    """Factual or judgemental."""
    _seen(request, engagement)
    made = RecordMisstatement(engagement, **new.dict()).do(person_of(request))
    return Status(201, MisstatementOf.of(made))


@router.post(
    "/misstatements/{int:misstatement}/settle",
    response=MisstatementOf,
    summary="Settle a misstatement",
    auth=ASSURE,
)
def settle(request: HttpRequest, misstatement: int, by: Settlement) -> MisstatementOf:
    """Corrected by an approved version, or withdrawn."""
    found = Misstatement.objects.filter(pk=misstatement).first()
    if found is None:
        raise MissingError
    _seen(request, found.engagement_id)
    action = SettleMisstatement(misstatement, by.correction, by.why)
    return MisstatementOf.of(action.do(person_of(request)))


@router.put(
    "/criteria/{metric}", response=MethodOf, summary="Write how it is measured", auth=RUN_CAMPAIGNS
)
def write_method(request: HttpRequest, metric: str, method: MethodOf) -> MethodOf:
    """The next version of the note on method of a metric."""
    if catalogue().get(metric) is None:
        raise MissingError
    words = Text(method.text, method.text_zh)
    made = WriteMethod(metric, words).do(person_of(request))
    return MethodOf(text=made.text, text_zh=made.text_zh)


def _seen(request: HttpRequest, number: int) -> Engagement:
    """An engagement that the person may look at; others are not there."""
    found = Engagement.objects.filter(pk=number).first()
    if found is None or not sees(person_of(request), found):
        raise MissingError
    return found


def _sample(request: HttpRequest, number: int) -> Sample:
    found = Sample.objects.filter(pk=number).first()
    if found is None:
        raise MissingError
    _seen(request, found.engagement_id)
    return found
