"""The sheet of an audit on the auditor's phone: begin, answer section by section, submit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import PageRequest, act, page, render, submit
from muhatap.faces.web.fields import choice_field, number_field, text_field
from muhatap.faces.web.pages import CONFLICT
from muhatap.quality import commands, reads
from muhatap.quality.permissions import QualityPermission as May


def _start_form(view: reads.AuditView, data: Any, language: str) -> forms.Form:
    """What is asked before the items: vehicles, the number in scope, the template's own header fields."""
    form = forms.Form(data)
    for one in view.header:
        label = one.label.said(language)
        if one.type == "bool":
            form.fields[f"h_{one.key}"] = forms.BooleanField(label=label, required=False)
        elif one.type == "choice":
            form.fields[f"h_{one.key}"] = choice_field(label, [(value, value) for value in one.options])
        else:
            form.fields[f"h_{one.key}"] = text_field(label, required=False)
    if view.repeats:
        form.fields["units"] = text_field(_("Vehicles"), most=2000, lines=5, help_text=_("One number plate per line."))
    if view.sampled:
        form.fields["lot_size"] = number_field(
            _("Rooms in scope"), decimals=0, least=1, required=False, help_text=_("The sample is drawn from them.")
        )
    return form


@page(May.AUDIT)
def start(request: PageRequest, audit_id: int) -> HttpResponse:
    """Begin an audit."""
    view = reads.audit(request.actor, audit_id=audit_id)
    form = _start_form(view, request.POST if request.method == "POST" else None, request.actor.language)

    def run(data: dict[str, Any]) -> None:
        lot = data.get("lot_size")
        commands.start_audit(
            request.actor,
            audit_id=audit_id,
            header={key[2:]: value for key, value in data.items() if key.startswith("h_")},
            units=data.get("units", "").splitlines(),
            lot_size=int(lot) if lot is not None else None,
        )

    return submit(
        request,
        form,
        run,
        done=reverse("audit_sheet", args=[audit_id]),
        context={
            "page_title": _("Begin the audit"),
            "page_sub": f"{view.row.number} · {view.row.location or view.row.member} · {view.row.title}",
            "submit_label": _("Begin"),
            "cancel_url": reverse("audit", args=[audit_id]),
        },
    )


@page(May.AUDIT)
def sheet(request: PageRequest, audit_id: int) -> HttpResponse:
    """The sheet on a phone: sections with what is still open."""
    view = reads.sheet(request.actor, audit_id=audit_id, unit=request.GET.get("unit", ""))
    context = {
        "page_title": view.place,
        "line": f"{view.number} · {view.title}",
        "back": {"label": _("Audit"), "url": reverse("audit", args=[audit_id])},
        "it": view,
        "units": [{"name": name, "url": f"?unit={name}", "active": name == view.unit} for name in view.units],
        "words": {
            "answer": _("answer"),
            "note": _("note"),
            "photo": _("photo"),
            "document": _("document"),
            "expired": _("document expired"),
        },
    }
    return render(request, "desk/audits/sheet.html", context)


def _after(view: reads.SheetView, here: reads.SheetSection) -> str:
    """The key of the section that follows, blank after the last."""
    keys = [one.key for one in view.sections]
    following = keys[keys.index(here.key) + 1 :]
    return following[0] if following else ""


def _answers(request: PageRequest, section: reads.SheetSection) -> dict[str, tuple[str, str]]:
    """What was answered of a section; an item left alone stays open."""
    found = {}
    for item in section.items:
        value, note = request.POST.get(f"v_{item.id}", ""), request.POST.get(f"n_{item.id}", "")
        if value or note or item.value:
            found[item.id] = (value or item.value, note)
    return {key: pair for key, pair in found.items() if pair[0] or pair[1]}


@page(May.AUDIT)
def section(request: PageRequest, audit_id: int, key: str) -> HttpResponse:
    """One section of the sheet: answer its items, add photos."""
    actor = request.actor
    unit = request.POST.get("unit", request.GET.get("unit", ""))
    view = reads.sheet(actor, audit_id=audit_id, unit=unit)
    keys = [one.key for one in view.sections]
    here = view.sections[keys.index(key)] if key in keys else view.sections[0]
    tail = f"?unit={view.unit}" if view.unit else ""
    after = _after(view, here)

    def run() -> str:
        answers = _answers(request, here)
        for item in here.items:
            if item.id in answers and not answers[item.id][0] and item.type not in ("photo", "text"):
                raise commands.WrongAnswer(_("%(item)s has a note but no answer. Choose one.") % {"item": item.id})
        commands.answer_items(actor, audit_id=audit_id, answers=answers, unit=view.unit)
        for item in here.items:
            for file in request.FILES.getlist(f"p_{item.id}"):
                commands.add_evidence(
                    actor, audit_id=audit_id, item_id=item.id, data=file.read(), name=file.name or "", unit=view.unit
                )
        stay = "stay" in request.POST or not after
        goal = "audit_sheet" if stay and "stay" not in request.POST else "audit_section"
        args = [audit_id] if goal == "audit_sheet" else [audit_id, here.key if stay else after]
        return reverse(goal, args=args) + tail

    if request.method == "POST":
        return act(
            request,
            run,
            done=lambda url: url,
            said=_("Kept."),
            again=lambda: _section(request, view, _typed(request, here)),
        )
    return _section(request, view, here)


def _typed(request: PageRequest, section: reads.SheetSection) -> reads.SheetSection:
    """A section with what was typed, after it was refused."""
    post = request.POST
    items = (
        replace(item, value=post.get(f"v_{item.id}", item.value), note=post.get(f"n_{item.id}", item.note))
        for item in section.items
    )
    return replace(section, items=tuple(items))


def _section(request: PageRequest, view: reads.SheetView, here: reads.SheetSection) -> HttpResponse:
    """The page of one section."""
    tail = f"?unit={view.unit}" if view.unit else ""
    context = {
        "page_title": f"{here.key} · {here.title}",
        "line": f"{view.number} · {view.place}" + (f" · {view.unit}" if view.unit else ""),
        "back": {"label": _("Sheet"), "url": reverse("audit_sheet", args=[view.audit_id]) + tail},
        "it": view,
        "section": here,
        "marks": [("4", "4"), ("3", "3"), ("2", "2"), ("1", "1"), ("0", "0")],
        "after": _after(view, here),
    }
    status = CONFLICT if request.method == "POST" else 200
    return render(request, "desk/audits/section.html", context, status=status)


class SubmitForm(forms.Form):
    """What the auditor concludes."""

    conclusion = text_field(gettext_lazy("Conclusion for the report"), most=4000, lines=5, required=False)
    internal_note = text_field(gettext_lazy("Note for ourselves alone"), most=4000, lines=3, required=False)


@page(May.AUDIT)
def hand_in(request: PageRequest, audit_id: int) -> HttpResponse:
    """Submit an audit."""
    view = reads.audit(request.actor, audit_id=audit_id)
    return submit(
        request,
        SubmitForm(request.POST or None),
        lambda data: commands.submit_audit(request.actor, audit_id=audit_id, **data),
        done=reverse("audit", args=[audit_id]),
        said=_("Submitted. The report is due today."),
        context={
            "page_title": _("Submit the audit"),
            "page_sub": f"{view.row.number} · {view.row.location or view.row.member}",
            "submit_label": _("Submit"),
            "cancel_url": reverse("audit_sheet", args=[audit_id]),
            "autosave": f"audit-submit-{audit_id}",
        },
    )


routes = [
    path("audits/<int:audit_id>/start/", start, name="audit_start"),
    path("audits/<int:audit_id>/sheet/", sheet, name="audit_sheet"),
    path("audits/<int:audit_id>/sheet/<str:key>/", section, name="audit_section"),
    path("audits/<int:audit_id>/submit/", hand_in, name="audit_submit"),
]
