"""Applications for membership at the desk: review, conditions, decision; and invitations to apply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    Tile,
    TileValue,
    Waiting,
    act,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import choice_field, day_field, many_field, number_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Applications"),
    url="applications",
    order=5,
    permission=NetworkPermission.REVIEW,
    icon="inbox",
)
TONES = {
    "received": "warn",
    "review": "warn",
    "conditions": "none",
    "approved": "ok",
    "refused": "bad",
    "withdrawn": "none",
}
STEP = 5


@page(NetworkPermission.REVIEW)
def index(request: PageRequest) -> HttpResponse:
    """All applications, newest first."""

    def cells(row: reads.ApplicationRow) -> list[Cell]:
        return [
            Cell(row.number),
            Cell(row.company_name, sub=row.place),
            Cell(row.services),
            Cell(row.workers),
            Cell(row.status_name, tone=TONES[row.status]),
            Cell(row.received_at),
        ]

    states = [(state.value, state.label) for state in reads.ApplicationStatus]
    return listing(
        request,
        title=_("Applications"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("company", _("Company"), sort="company"),
            Column("services", _("Services")),
            Column("workers", _("Workers"), numeric=True),
            Column("state", _("State")),
            Column("received", _("Received"), sort="received"),
        ],
        read=lambda query: reads.applications(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("application", args=[row.application_id]),
        filters=[Filter("status", _("State"), [("waiting", _("waiting for us")), *states])],
        actions=[{"label": _("Invite a company"), "url": reverse("application_invite"), "primary": True}],
        empty={
            "sentence": _("Companies that want to deliver for you apply on the public page or by invitation."),
            "action_label": _("Invite a company"),
            "action_url": reverse("application_invite"),
        },
    )


def _next(it: reads.ApplicationView) -> dict[str, Any] | None:
    pk = it.application_id
    if it.status == "received":
        sentence = _("Take the application up and look at what the company can do.")
        return {
            "sentence": sentence,
            "label": _("Start the review"),
            "url": reverse("application_review", args=[pk]),
            "method": "post",
        }
    if it.status == "review":
        sentence = _("Say what the company must still bring, or approve it if nothing is missing.")
        return {
            "sentence": sentence,
            "label": _("State conditions"),
            "url": reverse("application_conditions", args=[pk]),
        }
    if it.status == "conditions":
        missing = [c.text for c in it.conditions if c.before_approval and c.met_on is None]
        sentence = _("Approve it: the company becomes a member and uploads the rest in its portal.")
        return {
            "sentence": sentence,
            "label": _("Approve"),
            "url": reverse("application_approve", args=[pk]),
            "method": "post",
            "disabled_reason": missing,
        }
    if it.status == "approved" and it.member_id is not None:
        sentence = _("The company is a member. Next: documents, coverage and the membership agreement.")
        return {"sentence": sentence, "label": _("Open the member"), "url": reverse("member", args=[it.member_id])}
    return None


@page(NetworkPermission.REVIEW)
def show(request: PageRequest, application_id: int) -> HttpResponse:
    """One application with its next step."""
    it = reads.application(request.actor, application_id=application_id)
    facts = [
        (_("Company"), it.company_name),
        (_("Tax number"), f"{it.tax_number} · {it.tax_office}"),
        (_("Contact"), f"{it.contact_name} · {it.phone} · {it.email}"),
        (_("Place"), ", ".join(part for part in (it.address, it.place) if part)),
        (_("Services"), ", ".join(it.services)),
        (_("Provinces"), ", ".join(it.provinces) or "—"),
        (_("Workers"), str(it.workers)),
        (_("Score"), str(it.score) if it.score is not None else "—"),
        (_("Reviewer"), it.reviewer or "—"),
    ]
    if it.known_as:
        facts.append((_("Known as"), it.known_as))
    if it.decision_reason:
        facts.append((_("Reason"), it.decision_reason))
    actions = []
    if it.status in ("received", "review", "conditions"):
        if it.status == "review":
            actions.append(
                {"label": _("Approve without conditions"), "url": reverse("application_take_in", args=[application_id])}
            )
        actions.append({"label": _("Refuse"), "url": reverse("application_refuse", args=[application_id])})
    context = {
        "it": it,
        "record": {
            "title": it.company_name,
            "number": it.number,
            "state": {"tone": TONES[it.status], "text": it.status_name},
            "subtitle": formats.moment(it.received_at, request.actor.language),
            "facts": facts,
        },
        "spine": steps(STEP),
        "next": _next(it),
        "actions": actions,
        "back": {"label": _("Applications"), "url": reverse("applications")},
    }
    return render(request, "desk/applications/show.html", context)


@page(NetworkPermission.REVIEW)
def review(request: PageRequest, application_id: int) -> HttpResponse:
    """Take an application up."""
    return act(
        request,
        lambda: commands.review_application(request.actor, application_id=application_id),
        done=reverse("application", args=[application_id]),
        said=_("You review this application."),
    )


def _about(request: PageRequest, application_id: int, title: str, **more: Any) -> dict[str, Any]:
    it = reads.application(request.actor, application_id=application_id)
    url = reverse("application", args=[application_id])
    return {
        "page_title": title,
        "page_sub": f"{it.number} · {it.company_name}",
        "cancel_url": url,
        "back": {"label": it.number, "url": url},
        "spine": steps(STEP),
        **more,
    }


class ConditionsForm(forms.Form):
    """What an applicant must bring, and how it did in the qualification."""

    score = number_field(gettext_lazy("Qualification score"), unit=gettext_lazy("of 100"), decimals=0)
    documents = many_field(gettext_lazy("Documents its services need"), required=False)
    others = text_field(
        gettext_lazy("Other conditions"),
        most=2000,
        required=False,
        lines=4,
        help_text=gettext_lazy("One on each line."),
    )
    due_on = day_field(gettext_lazy("Until when"))
    before_approval = forms.BooleanField(
        label=gettext_lazy("Everything must be there before the approval"), required=False
    )

    def __init__(self, actor: Actor, application_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggested = reads.suggested_conditions(actor, application_id=application_id)
        choices = [
            (one.document_type_id, f"{one.text} · {_('duty of law')}" if one.blocks else one.text)
            for one in self.suggested
        ]
        self.fields["documents"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["documents"]
        elif not self.is_bound:
            self.initial["documents"] = [one.document_type_id for one in self.suggested]
        if self.suggested and not self.is_bound:
            self.initial["due_on"] = self.suggested[0].due_on

    def conditions(self) -> list[commands.NewCondition]:
        """The conditions chosen and written."""
        data = self.cleaned_data
        names = {one.document_type_id: one.text for one in self.suggested}
        before = data["before_approval"]
        found = [commands.NewCondition(names[key], data["due_on"], key, before) for key in data.get("documents", [])]
        lines = (line.strip() for line in data["others"].splitlines())
        return found + [commands.NewCondition(line[:300], data["due_on"], None, before) for line in lines if line]


@page(NetworkPermission.REVIEW)
def conditions(request: PageRequest, application_id: int) -> HttpResponse:
    """State conditions."""
    form = ConditionsForm(request.actor, application_id, request.POST or None)
    return submit(
        request,
        form,
        lambda data: commands.state_conditions(
            request.actor,
            application_id=application_id,
            score=int(data["score"]),
            conditions=form.conditions(),
        ),
        done=reverse("application", args=[application_id]),
        said=_("The conditions went to the applicant."),
        context=_about(request, application_id, _("State conditions"), submit_label=_("State conditions")),
    )


@page(NetworkPermission.REVIEW)
def condition_met(request: PageRequest, condition_id: int) -> HttpResponse:
    """Note that a condition is met."""
    return act(request, lambda: commands.meet_condition(request.actor, condition_id=condition_id), said=_("Noted."))


@page(NetworkPermission.APPROVE)
def approve(request: PageRequest, application_id: int) -> HttpResponse:
    """Take an applicant in."""
    return act(
        request,
        lambda: commands.approve_application(request.actor, application_id=application_id),
        done=lambda member: reverse("member", args=[member.pk]),
        said=_("The company is a member; its owner got an invitation to the portal."),
    )


class TakeInForm(forms.Form):
    """Nothing to fill in: a decision to confirm."""


@page(NetworkPermission.APPROVE)
def take_in(request: PageRequest, application_id: int) -> HttpResponse:
    """Take an applicant in without conditions, after a second look."""
    return submit(
        request,
        TakeInForm(request.POST if request.method == "POST" else None),
        lambda data: commands.approve_application(request.actor, application_id=application_id),
        done=lambda member: reverse("member", args=[member.pk]),
        said=_("The company is a member; its owner got an invitation to the portal."),
        context=_about(
            request,
            application_id,
            _("Approve without conditions"),
            submit_label=_("Approve"),
        ),
    )


class ReasonForm(forms.Form):
    """Why not."""

    reason = text_field(gettext_lazy("Reason"), most=500, lines=4, help_text=gettext_lazy("The applicant reads it."))


@page(NetworkPermission.REVIEW)
def refuse(request: PageRequest, application_id: int) -> HttpResponse:
    """Say no."""
    return submit(
        request,
        ReasonForm(request.POST or None),
        lambda data: commands.refuse_application(request.actor, application_id=application_id, **data),
        done=reverse("application", args=[application_id]),
        said=_("The application is refused."),
        context=_about(request, application_id, _("Refuse the application"), submit_label=_("Refuse")),
    )


class InviteForm(forms.Form):
    """Whom to invite, and for what."""

    company_name = text_field(gettext_lazy("Company"), required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    service_id = choice_field(gettext_lazy("Service"), required=False)
    district_id = choice_field(gettext_lazy("District"), required=False, whole_number=True)
    message = text_field(gettext_lazy("What to write"), most=2000, required=False, lines=4)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, grouped in (
            ("service_id", reads.service_choices(actor)),
            ("district_id", reads.district_choices(actor)),
        ):
            self.fields[name].choices = [("", "—"), *grouped]  # type: ignore[attr-defined]


@page(NetworkPermission.INVITE)
def invite(request: PageRequest) -> HttpResponse:
    """Invite a company to apply; `?service=&district=` come from a round nobody fits."""
    start = {"service_id": request.GET.get("service", ""), "district_id": request.GET.get("district", "")}
    return submit(
        request,
        InviteForm(request.actor, request.POST or None, initial=start),
        lambda data: commands.invite(
            request.actor,
            email=data["email"],
            company_name=data["company_name"],
            service_id=data["service_id"] or None,
            district_id=data["district_id"] or None,
            message=data["message"],
        ),
        done=reverse("applications"),
        said=_("The invitation is on its way."),
        context={
            "page_title": _("Invite a company"),
            "page_sub": _("It gets a mail with a link to the application form."),
            "submit_label": _("Invite"),
            "cancel_url": reverse("applications"),
            "spine": steps(STEP),
        },
    )


def _waiting_tile(actor: Actor) -> TileValue:
    count = reads.waiting_applications(actor)
    return TileValue(str(count), tone="warn" if count else "ok")


HOME = [
    Tile(
        gettext_lazy("applications wait"),
        _waiting_tile,
        "applications",
        permission=NetworkPermission.REVIEW,
        order=40,
        query="status=waiting",
    )
]


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """Applications nobody has taken up."""
    if not actor.may(NetworkPermission.REVIEW):
        return []
    found = reads.applications(actor, query=ListQuery(filters={"status": "received"}, sort="received", limit=5))
    return [
        Waiting(
            "warn",
            _("Application"),
            row.company_name,
            f"{row.services} · {row.place}",
            formats.moment(row.received_at, actor.language),
            reverse("application", args=[row.application_id]),
            _("Review"),
            40,
        )
        for row in found.rows
    ]


routes = [
    path("applications/", index, name="applications"),
    path("applications/invite/", invite, name="application_invite"),
    path("applications/<int:application_id>/", show, name="application"),
    path("applications/<int:application_id>/review/", review, name="application_review"),
    path("applications/<int:application_id>/conditions/", conditions, name="application_conditions"),
    path("applications/<int:application_id>/approve/", approve, name="application_approve"),
    path("applications/<int:application_id>/take-in/", take_in, name="application_take_in"),
    path("applications/<int:application_id>/refuse/", refuse, name="application_refuse"),
    path("conditions/<int:condition_id>/met/", condition_met, name="condition_met"),
]
