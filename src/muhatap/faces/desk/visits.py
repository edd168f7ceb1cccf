"""Visits at the desk: planned, held with their survey, reported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.accounts.reads import staff
from muhatap.demand import commands, reads
from muhatap.demand.permissions import DemandPermission
from muhatap.demand.rules.surveys import Question
from muhatap.documents.making.demand import make_visit_report
from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    Tile,
    TileValue,
    act,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import choice_field, many_field, moment_field, number_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.timeline import happened
from muhatap.parties import reads as parties
from muhatap.parties.permissions import PartiesPermission

NAVIGATION = Item(
    group=Group.CUSTOMER,
    label=gettext_lazy("Visits"),
    url="visits",
    order=20,
    permission=DemandPermission.SEE,
    icon="calendar",
)
STATUS_FILTERS = [("overdue", gettext_lazy("time has passed")), *reads.VISIT_STATUSES]


@page(DemandPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All visits, latest first."""
    return listing(
        request,
        title=_("Visits"),
        columns=[
            Column("planned", _("When"), sort="planned"),
            Column("customer", _("Customer"), sort="customer"),
            Column("place", _("Place")),
            Column("lead", _("Who goes")),
            Column("state", _("State")),
        ],
        read=lambda query: reads.visits(request.actor, query=query),
        cells=lambda row: [
            Cell(row.planned_at),
            Cell(row.customer, sub=row.request_number),
            Cell(row.place),
            Cell(row.lead),
            Cell(_("time has passed") if row.overdue else row.status_name, tone=row.tone),
        ],
        url=lambda row: reverse("visit", args=[row.id]),
        filters=[
            Filter("status", _("State"), STATUS_FILTERS),
            Filter("lead", _("Who goes"), [("me", _("me"))]),
        ],
        empty={
            "sentence": _("Visits are planned from a request, to write down what its customer needs."),
            "action_label": _("Open the requests"),
            "action_url": reverse("requests"),
        },
    )


def _next(visit: reads.VisitView, needs: int) -> dict[str, Any] | None:
    pk = visit.row.id
    if visit.row.status == "planned":
        sentence = _("After the visit, write down whom you met and answer its survey.")
        return {"sentence": sentence, "label": _("Write down the visit"), "url": reverse("visit_hold", args=[pk])}
    if visit.row.status == "held" and not needs:
        url = f"{reverse('need_new', args=[visit.row.request_id])}?visit={pk}"
        return {"sentence": _("Write down what each location needs."), "label": _("Write needs"), "url": url}
    if visit.row.status == "held":
        sentence = _("Send the report to the customer for confirmation.")
        return {
            "sentence": sentence,
            "label": _("Send the report"),
            "url": reverse("visit_report", args=[pk]),
            "method": "post",
        }
    if visit.row.status == "reported":
        sentence = _("The customer reads the report in its portal and confirms it. The proposal can be made meanwhile.")
        url = reverse("proposal_new", args=[visit.row.request_id])
        return {"sentence": sentence, "label": _("Make a proposal"), "url": url, "waits_for": visit.row.customer}
    if visit.row.status == "confirmed":
        url = reverse("request", args=[visit.row.request_id])
        return {"sentence": _("The report is confirmed."), "label": _("Back to the request"), "url": url}
    return None


@page(DemandPermission.SEE)
def show(request: PageRequest, visit_id: int) -> HttpResponse:
    """A visit with its survey, needs and report."""
    actor = request.actor
    visit = reads.visit(actor, visit_id=visit_id)
    needs = [need for need in reads.needs_of(actor, request_id=visit.row.request_id) if need.visit_id == visit_id]
    may_visit = actor.may(DemandPermission.VISIT)
    actions = []
    if may_visit and visit.row.status == "planned":
        actions = [
            {"label": _("Move"), "url": reverse("visit_move", args=[visit_id])},
            {"label": _("Call off"), "url": reverse("visit_cancel", args=[visit_id])},
        ]
    if visit.report_id:
        actions.append(
            {"label": _("Report (PDF)"), "url": reverse("file", args=[visit.report_id]), "icon": "file-text"}
        )
    context = {
        "record": {
            "title": _("Visit to %(customer)s") % {"customer": visit.row.customer},
            "number": visit.row.request_number,
            "subtitle": formats.moment(visit.row.planned_at, actor.language),
            "state": {"tone": visit.row.tone, "text": visit.row.status_name},
            "facts": _facts(visit, actor),
        },
        "it": visit,
        "needs": needs,
        "open": visit.row.status in ("planned", "held"),
        "may": {"need": actor.may(DemandPermission.NEED)},
        "spine": steps(2),
        "next": _next(visit, len(needs)) if may_visit else None,
        "actions": actions,
        "back": {"label": visit.row.request_number, "url": reverse("request", args=[visit.row.request_id])},
        "entries": happened(request.actor, visit_id=visit_id),
    }
    return render(request, "desk/visits/show.html", context)


def _facts(visit: reads.VisitView, actor: Actor) -> list[dict[str, Any]]:
    facts = [
        (_("Place"), visit.row.place),
        (_("Who goes"), visit.row.lead),
        (_("Planned length"), formats.duration(visit.row.minutes_planned, actor.language)),
        (_("Held"), formats.moment(visit.held_at, actor.language) if visit.held_at else ""),
        (_("Whom we met"), visit.met),
        (_("Report sent"), formats.moment(visit.reported_at, actor.language) if visit.reported_at else ""),
        (_("Confirmed by"), visit.confirmed_by),
        (_("Confirmed"), formats.moment(visit.confirmed_at, actor.language) if visit.confirmed_at else ""),
        (_("Called off because"), visit.cancelled_reason),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


class PlanForm(forms.Form):
    """When, where and who goes."""

    planned_at = moment_field(gettext_lazy("When?"))
    minutes_planned = number_field(gettext_lazy("How long?"), unit=gettext_lazy("minutes"), decimals=0, initial=60)
    lead_id = choice_field(gettext_lazy("Who goes?"), whole_number=True)
    place = text_field(gettext_lazy("Where?"), most=300)
    holiday_ok = forms.BooleanField(
        label=gettext_lazy("Also on a weekend or holiday: agreed with the customer"), required=False
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_id"].choices = staff(actor)  # type: ignore[attr-defined]

    def clean_minutes_planned(self) -> int:
        return int(self.cleaned_data["minutes_planned"])


@page(DemandPermission.VISIT)
def new(request: PageRequest, request_id: int) -> HttpResponse:
    """Plan a visit for a request."""
    record = reads.request(request.actor, request_id=request_id)
    start = {
        "lead_id": record.owner_id or request.actor.user_id,
        "minutes_planned": 60,
        "place": _place(request.actor, record),
    }
    return submit(
        request,
        PlanForm(request.actor, request.POST or None, initial=start),
        lambda data: commands.plan_visit(request.actor, request_id=request_id, **data),
        done=lambda visit: reverse("visit", args=[visit.pk]),
        said=_("The visit is planned."),
        context={
            "page_title": _("Plan a visit"),
            "page_sub": f"{record.row.number} · {record.row.company_name}",
            "submit_label": _("Plan"),
            "cancel_url": reverse("request", args=[request_id]),
            "back": {"label": record.row.number, "url": reverse("request", args=[request_id])},
            "autosave": f"visit-new-{request_id}",
            "spine": steps(2),
        },
    )


def _place(actor: Actor, record: reads.RequestView) -> str:
    """Where the customer sits, as far as we know."""
    if record.customer_id is None or not actor.may(PartiesPermission.SEE):
        return record.row.place
    party = parties.party(actor, party_id=record.customer_id)
    return ", ".join(part for part in (party.address, party.place) if part) or record.row.place


def _around(visit: reads.VisitView, title: str, **more: Any) -> dict[str, Any]:
    """What every form about a visit shows around itself."""
    url = reverse("visit", args=[visit.row.id])
    sub = f"{visit.row.request_number} · {visit.row.customer}"
    back = {"label": _("Visit"), "url": url}
    return {"page_title": title, "page_sub": sub, "cancel_url": url, "back": back, "spine": steps(2), **more}


@page(DemandPermission.VISIT)
def move(request: PageRequest, visit_id: int) -> HttpResponse:
    """Give a planned visit another time, place or person."""
    visit = reads.visit(request.actor, visit_id=visit_id)
    start = {
        "planned_at": visit.row.planned_at,
        "minutes_planned": visit.row.minutes_planned,
        "lead_id": visit.lead_id,
        "place": visit.row.place,
    }
    return submit(
        request,
        PlanForm(request.actor, request.POST or None, initial=start),
        lambda data: commands.move_visit(request.actor, visit_id=visit_id, **data),
        done=reverse("visit", args=[visit_id]),
        said=_("The visit is moved."),
        context=_around(visit, _("Move the visit"), submit_label=_("Move")),
    )


class CancelForm(forms.Form):
    """Why a visit is called off."""

    reason = text_field(gettext_lazy("Reason"), most=300, lines=2)


@page(DemandPermission.VISIT)
def cancel(request: PageRequest, visit_id: int) -> HttpResponse:
    """Call a planned visit off."""
    visit = reads.visit(request.actor, visit_id=visit_id)
    return submit(
        request,
        CancelForm(request.POST or None),
        lambda data: commands.cancel_visit(request.actor, visit_id=visit_id, **data),
        done=reverse("visit", args=[visit_id]),
        said=_("The visit is called off."),
        context=_around(visit, _("Call the visit off"), submit_label=_("Call off")),
    )


def _question_field(question: Question) -> forms.Field:
    """The input for a survey question."""
    if question.kind == "number":
        return number_field(question.text, unit=question.unit, required=question.required)
    if question.kind == "yes_no":
        return choice_field(question.text, [("yes", _("yes")), ("no", _("no"))], required=question.required, blank="—")
    if question.kind == "choice":
        return choice_field(question.text, question.options, required=question.required, blank="—")
    if question.kind == "choices":
        return many_field(question.text, question.options, required=question.required)
    return text_field(question.text, most=2000, required=question.required, lines=2)


class HoldForm(forms.Form):
    """Whom we met, what we saw, and the answers to the surveys of the chosen categories."""

    held_at = moment_field(gettext_lazy("When did it take place?"))
    met = text_field(gettext_lazy("Whom did we meet?"), most=300, help_text=gettext_lazy("Names, separated by commas."))
    notes = text_field(gettext_lazy("What we saw"), most=8000, required=False, lines=5)

    def __init__(self, surveys: Iterable[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.surveys = list(surveys)
        self.groups = [{"title": _("The visit"), "names": ["held_at", "met", "notes"]}]
        for survey in self.surveys:
            for section in survey.sections:
                names = []
                for question in section.questions:
                    name = f"{survey.category_key}-{question.id}"
                    self.fields[name] = _question_field(question)
                    names.append(name)
                self.groups.append({"title": f"{survey.category}: {section.title}", "names": names})

    def answers(self, data: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """The answers per category."""
        return {
            survey.category_key: {
                question.id: data.get(f"{survey.category_key}-{question.id}")
                for section in survey.sections
                for question in section.questions
            }
            for survey in self.surveys
        }


@page(DemandPermission.VISIT)
def hold(request: PageRequest, visit_id: int) -> HttpResponse:
    """Write down a visit that took place, with the survey of each category asked about."""
    visit = reads.visit(request.actor, visit_id=visit_id)
    record = reads.request(request.actor, request_id=visit.row.request_id)
    known = reads.category_choices(request.actor)
    asked = request.GET.getlist("category") or list(record.category_keys)
    surveys = reads.survey_forms(request.actor, categories=[key for key, _name in known if key in asked])
    form = HoldForm(
        surveys, request.POST or None, initial={"held_at": visit.row.planned_at, "met": record.contact_name}
    )
    return submit(
        request,
        form,
        lambda data: commands.hold_visit(
            request.actor,
            visit_id=visit_id,
            held_at=data["held_at"],
            met=data["met"],
            notes=data["notes"],
            answers=form.answers(data),
        ),
        done=reverse("visit", args=[visit_id]),
        said=_("The visit is written down."),
        template="desk/visits/hold.html",
        context=_around(
            visit,
            _("Write down the visit"),
            submit_label=_("Write down"),
            autosave=f"visit-hold-{visit_id}",
            categories=[{"key": key, "name": name, "chosen": key in asked} for key, name in known],
        ),
    )


@page(DemandPermission.VISIT)
def report(request: PageRequest, visit_id: int) -> HttpResponse:
    """Set the report of a visit and send it to the customer's portal."""

    def run() -> None:
        commands.report_visit(request.actor, visit_id=visit_id)
        make_visit_report(request.actor, visit_id=visit_id)

    return act(request, run, done=reverse("visit", args=[visit_id]), said=_("The report is in the customer's portal."))


def _tile(actor: Actor) -> TileValue:
    found = reads.visits_waiting(actor)
    detail = _("%(count)d reports to send") % {"count": found.unreported}
    return TileValue(str(found.overdue), detail, "warn" if found.overdue else "ok")


HOME = [
    Tile(
        label=gettext_lazy("Visits to write down"),
        value=_tile,
        url="visits",
        query="status=overdue",
        permission=DemandPermission.VISIT,
        order=20,
    )
]


routes = [
    path("visits/", index, name="visits"),
    path("visits/<int:visit_id>/", show, name="visit"),
    path("visits/<int:visit_id>/move/", move, name="visit_move"),
    path("visits/<int:visit_id>/cancel/", cancel, name="visit_cancel"),
    path("visits/<int:visit_id>/hold/", hold, name="visit_hold"),
    path("visits/<int:visit_id>/report/", report, name="visit_report"),
    path("requests/<int:request_id>/visit/", new, name="visit_new"),
]
