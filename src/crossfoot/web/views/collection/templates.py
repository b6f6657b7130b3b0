"""Templates of campaigns: the list, the form, versions, export and import."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.collection.actions.save_template import RetireTemplate, SaveTemplate, newest
from crossfoot.records.collection.labels import people, unit_words
from crossfoot.records.collection.models import TemplateVersion
from crossfoot.records.collection.stored import text_of
from crossfoot.records.collection.template_form import Form, Row, form_of, text_of_form
from crossfoot.records.collection.templates import LENGTH_NAMES, LENGTHS, own_templates
from crossfoot.records.messages import language, problem
from crossfoot.records.organisation.spans import KINDS
from crossfoot.records.roles import Duty
from crossfoot.web.requests import person_of
from crossfoot.web.views.collection.shown import attempt
from crossfoot.web.words import Words

#: bytes of a template's file
LARGEST = 400_000


@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """Those that campaigns can be opened from."""
    said = language()
    rows = [
        {
            "id": each.id,
            "title": each.title[said],
            "length": LENGTH_NAMES[each.length][said],
            "metrics": len({line.metric for line in each.lines}),
            "version": each.version,
        }
        for each in own_templates().values()
    ]
    shown = {"rows": rows, "may_write": person_of(request).may(Duty.RUN_CAMPAIGNS)}
    return render(request, "collection/templates.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A template of one's own: empty, like another one, or from a file."""
    if request.method == "POST":
        return _saved_or_form(request, request.POST.get("id", "").strip(), new_one=True)
    like = request.GET.get("like", "")
    text = text_of(like) if like in own_templates() else ""
    return _form(request, "", form_of(text) if text else Form(), new_one=True)


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, id_: str) -> HttpResponse:
    """What a template asks for, its versions, and the form to change it."""
    text = text_of(id_)
    if not text:
        raise Http404
    if request.method == "POST":
        person_of(request).require(Duty.RUN_CAMPAIGNS)
        return _saved_or_form(request, id_)
    return _form(request, id_, form_of(text))


@require_GET
def export(request: HttpRequest, id_: str) -> HttpResponse:
    """The YAML of a template, or of one of its versions."""
    number = request.GET.get("version", "")
    if number.isdecimal():
        kept = TemplateVersion.objects.filter(template=id_, version=int(number)).first()
        text = kept.text if kept else ""
    else:
        text = text_of(id_)
    if not text:
        raise Http404
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{id_}.yaml"'
    return response


@require_POST
def retire(request: HttpRequest, id_: str) -> HttpResponse:
    """It is offered no more."""
    error = attempt(request, RetireTemplate(id_))
    if error is not None:
        text = text_of(id_)
        if not text:
            raise Http404
        return _form(request, id_, form_of(text), error=error)
    return HttpResponseRedirect(f"{reverse('templates')}?saved=1")


def _saved_or_form(request: HttpRequest, id_: str, *, new_one: bool = False) -> HttpResponse:
    """Save what was sent; or the form again, with further metrics or with what was wrong."""
    post = request.POST
    try:
        sent = _sent_text(request)
        form = form_of(sent) if sent else _given(request)
    except CrossfootError as unread:
        return _form(request, id_, _given(request), error=unread, new_one=new_one)
    if post.get("step") == "add" and not sent:
        return _form(request, id_, form, new_one=new_one)
    seen = post.get("seen", "")
    action = SaveTemplate(
        id_,
        sent or text_of_form(form),
        int(seen) if seen.isdecimal() else 0,
        post.get("note", ""),
    )
    error = attempt(request, action)
    if error is not None:
        return _form(request, id_, form, error=error, new_one=new_one)
    return HttpResponseRedirect(f"{reverse('template', args=[id_])}?saved=1")


def _sent_text(request: HttpRequest) -> str:
    """The text of a file that was sent; empty where none was."""
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        return ""
    try:
        if (sent.size or 0) > LARGEST:
            raise ValueError
        return b"".join(sent.chunks()).decode("utf-8-sig")
    except ValueError as error:
        raise CrossfootError(
            problem(
                Text("the file cannot be read as text", "无法读取该文件"),
                remedy=Text(
                    "send the YAML of a template, as its export has it",
                    "请上传模板导出的 YAML 文件",
                ),
                where=sent.name or "",
            )
        ) from error


def _given(request: HttpRequest) -> Form:
    """The form as it was sent; metrics in the order in which they stood, new ones after them."""
    post = request.POST
    wanted = [each for each in post.getlist("metric") if f"drop-{each}" not in post]
    wanted += [each for each in post.getlist("add") if each not in wanted]
    return Form(
        title_en=post.get("title_en", ""),
        title_zh=post.get("title_zh", ""),
        length=post.get("length", "year"),
        threshold=post.get("threshold", ""),
        instructions_en=post.get("instructions_en", ""),
        instructions_zh=post.get("instructions_zh", ""),
        reminds="reminds" in post,
        before=post.get("before", ""),
        due="due" in post,
        after=post.get("after", ""),
        escalate=post.get("escalate", ""),
        rows=[_given_row(request, metric) for metric in wanted if catalogue().get(metric)],
    )


def _given_row(request: HttpRequest, metric: str) -> Row:
    post = request.POST

    def said(name: str) -> str:
        return post.get(f"{name}-{metric}", "")

    return Row(
        metric=metric,
        by=said("by"),
        each=said("each"),
        kinds=tuple(post.getlist(f"kinds-{metric}")),
        optional=bool(said("optional")),
        evidence=bool(said("evidence")),
        threshold=said("threshold"),
        hint_en=said("hint_en"),
        hint_zh=said("hint_zh"),
    )


def _form(
    request: HttpRequest,
    id_: str,
    form: Form,
    *,
    error: CrossfootError | None = None,
    new_one: bool = False,
) -> HttpResponse:
    said, words = language(), Words(language())
    asked = {row.metric for row in form.rows}
    shown: dict[str, Any] = {
        "id": id_,
        "new_one": new_one,
        "form": form,
        "rows": [_shown(row, said) for row in form.rows],
        "topics": list(_topics(asked, said)),
        "kinds": [(kind, words[kind]) for kind in KINDS],
        "lengths": [(length, LENGTH_NAMES[length][said]) for length in LENGTHS],
        "may_write": person_of(request).may(Duty.RUN_CAMPAIGNS),
        "seen": request.POST.get("seen") or newest(id_),
        "note": request.POST.get("note", ""),
        "likes": list(own_templates()) if new_one else [],
        "problems": error.problems if error else (),
        "saved": error is None and "saved" in request.GET,
    }
    if not new_one:
        shown["versions"] = _versions(id_)
    return render(request, "collection/template.html", shown, status=400 if error else 200)


def _shown(row: Row, said: Any) -> dict[str, Any]:
    metric = catalogue().get(row.metric)
    return {
        "row": row,
        "title": metric.title[said] if metric else row.metric,
        "unit": unit_words(metric.unit, said) if metric else "",
        "dimensions": ", ".join(metric.dimensions) if metric else "",
    }


def _topics(asked: set[str], said: Any) -> Iterator[dict[str, Any]]:
    """Metrics that can still be asked for, by topic."""
    for topic in catalogue().topics:
        more = [
            {"id": metric.id, "title": metric.title[said], "unit": unit_words(metric.unit, said)}
            for metric in catalogue()
            if metric.topic == topic.id and metric.formula is None and metric.id not in asked
        ]
        if more:
            yield {"title": topic.title[said], "metrics": more}


def _versions(id_: str) -> list[dict[str, Any]]:
    kept = list(TemplateVersion.objects.filter(template=id_).order_by("-version"))
    names = people({each.by for each in kept}, language())
    return [{"kept": each, "who": names[each.by]} for each in kept]
