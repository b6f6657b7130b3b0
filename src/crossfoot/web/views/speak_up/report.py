"""Report something: choose what, fill in the form, get a receipt."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.records.counting import filled
from crossfoot.records.messages import language
from crossfoot.records.register.confidential import forms
from crossfoot.records.register.confidential.actions.file_report import FileReport
from crossfoot.records.register.confidential.cleaning import LARGEST, MOST
from crossfoot.records.register.confidential.intake import Intake, companies, intakes
from crossfoot.records.register.confidential.mailboxes import opened
from crossfoot.records.register.confidential.models import Mailbox
from crossfoot.registers.codes import options_of
from crossfoot.registers.fields import PERSONS, Field, FieldType
from crossfoot.web.views.speak_up.public import public, sent_files
from crossfoot.web.words import Words


def limits() -> str:
    """What every form with files says of how many there may be."""
    words = Words(language())["report_files_most"]
    return filled(words, most=MOST, megabytes=LARGEST >> 20)


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the form.

    Attributes:
        name, label: of the field.
        kind: "choice", "truth", "people", "identity", "long" or "line".
        required: whether it must be filled.
        options: word and label of a choice.
        value: what was typed.
    """

    name: str
    label: str
    kind: str
    required: bool
    options: tuple[tuple[str, str], ...]
    value: str


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What can be reported; the form at once where there is one alone."""
    found = intakes()
    if len(found) == 1:
        address = reverse("report_form", args=[next(iter(found))])
        return HttpResponseRedirect(f"{address}?lang={language()}")
    kinds = [
        {
            "register": name,
            "title": each.definition.title[language()],
            "purpose": each.definition.purpose[language()],
            "sealed": each.is_sealed,
        }
        for name, each in found.items()
    ]
    return render(request, "speak_up/start.html", {"kinds": kinds})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, register: str) -> HttpResponse:
    """The form of a register, and its receipt."""
    intake = intakes().get(register)
    if intake is None:
        return render(request, "speak_up/missing.html", status=404)  # the usual page sets a cookie
    if request.method != "POST":
        return _form(request, intake, forms.new_form())
    name = request.POST.get("form", "")
    try:
        sent = forms.read_form(name)
    except CrossfootError as error:
        return _form(request, intake, forms.new_form(), error)
    values = {each: str(text).strip() for each, text in request.POST.items()}
    try:
        files = sent_files(request)
        office = bool(request.POST.get("about_office"))
        report = FileReport(register, values, sent, files, office)
        receipt = report.do(request.actor)  # type: ignore[attr-defined]
    except CrossfootError as error:
        return _form(request, intake, name, error)
    box = opened(Mailbox.objects.select_related("entry").get(entry=receipt.entry))
    shown = {
        "code": receipt.code,
        "box": box,
        "title": intake.definition.title[language()],
        "answers": [(each.label[language()], each) for each in box.answers],
        "files": files,
        "address": request.build_absolute_uri(reverse("report_mailbox")),
        "no_switch": True,
    }
    return render(request, "speak_up/receipt.html", shown)


def _form(
    request: HttpRequest, intake: Intake, name: str, error: CrossfootError | None = None
) -> HttpResponse:
    said = language()
    units = companies()
    typed = request.POST
    shown = {
        "title": intake.definition.title[said],
        "purpose": intake.definition.purpose[said],
        "sealed": intake.is_sealed,
        "escalation": intake.is_sealed and bool(intake.definition.escalation),
        "office": bool(typed.get("about_office")),
        "units": [(each.id, each.name[said]) for each in units],
        "unit": typed.get("entity", ""),
        "fields": [_asked(each, typed.get(each.name, ""), said) for each in intake.fields],
        "form": name,
        "problems": error.problems if error else (),
        "again": bool(request.FILES),
        "limits": limits(),
    }
    return render(request, "speak_up/form.html", shown, status=400 if error else 200)


def _asked(field: Field, value: str, said: Language) -> Asked:
    options: tuple[tuple[str, str], ...] = ()
    if field.type in (FieldType.CHOICE, FieldType.MULTI):
        labels = field.options or (options_of(field.codes) if field.codes else {})
        options = tuple((word, label[said]) for word, label in labels.items())
    return Asked(field.name, field.label[said], _kind(field), field.required, options, value)


def _kind(field: Field) -> str:
    if field.type in (FieldType.CHOICE, FieldType.MULTI):
        return "choice"
    if field.type is FieldType.BOOLEAN:
        return "truth"
    if field.type in PERSONS:
        return "people"
    if field.type is FieldType.SEALED_TEXT:
        return "identity"
    return "long" if field.type is FieldType.TEXT and field.required else "line"
