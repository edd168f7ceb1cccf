"""Members at the desk: the list and the record with documents, coverage, prices, agreements and standing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.agreements import commands as agreements
from muhatap.backing import reads as backing
from muhatap.backing.permissions import BackingPermission
from muhatap.documents.making.agreements import make_paper
from muhatap.faces.desk.applications import ReasonForm
from muhatap.faces.desk.documents import state_of, until_of
from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    act,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import choice_field, day_field, number_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import DAY, Period
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Members"),
    url="members",
    order=10,
    permission=NetworkPermission.SEE,
    icon="users",
)
TONES = {"approved": "warn", "active": "ok", "suspended": "bad", "left": "none", "blacklisted": "bad"}
GRADE_TONES = {"A": "ok", "B": "ok", "C": "warn", "D": "bad"}
AGREEMENT_TONES = {"draft": "none", "sent": "warn", "signed": "ok", "active": "ok", "suspended": "bad"}
NEED_TONES = {
    "valid": "ok",
    "expiring": "warn",
    "waiting": "warn",
    "missing": "bad",
    "rejected": "bad",
    "expired": "bad",
}


@page(NetworkPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All members by name."""

    def cells(row: reads.MemberRow) -> list[Cell]:
        score = formats.qty(row.score, request.actor.language) if row.score is not None else _("none yet")
        return [
            Cell(row.name, sub=row.place),
            Cell(row.status_name, tone=TONES[row.status]),
            Cell(row.services),
            Cell(row.districts),
            Cell(f"{score} {row.grade}".strip(), tone=GRADE_TONES.get(row.grade, "none")),
            Cell(row.joined_on),
        ]

    services = [pair for _category, pairs in reads.service_choices(request.actor) for pair in pairs]
    return listing(
        request,
        title=_("Members"),
        columns=[
            Column("name", _("Member"), sort="name"),
            Column("state", _("State")),
            Column("services", _("Services"), numeric=True),
            Column("districts", _("Districts"), numeric=True),
            Column("standing", _("Standing")),
            Column("joined", _("Member since"), sort="joined"),
        ],
        read=lambda query: reads.members(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("member", args=[row.member_id]),
        filters=[
            Filter("status", _("State"), [(state.value, state.label) for state in reads.MemberStatus]),
            Filter("service", _("Service"), services),
        ],
        empty={
            "sentence": _("Members come in through applications; invite companies you know."),
            "action_label": _("Invite a company"),
            "action_url": reverse("application_invite"),
        },
    )


def _next(it: reads.MemberView) -> dict[str, Any] | None:
    if it.status != "approved":
        return None
    open_one = next((a for a in it.agreements if a.status in ("draft", "sent", "signed")), None)
    if open_one is None:
        sentence = _("Draft the membership agreement; with its signature the member can be given work.")
        return {
            "sentence": sentence,
            "label": _("Draft the agreement"),
            "url": reverse("membership_new", args=[it.member_id]),
        }
    if open_one.status == "draft":
        sentence = _("Send %(number)s to be signed: we first, then the member in its portal.") % {
            "number": open_one.number
        }
        return {
            "sentence": sentence,
            "label": _("Send for signature"),
            "url": reverse("membership_send", args=[open_one.agreement_id]),
            "method": "post",
        }
    sentence = _("%(number)s is out for signature.") % {"number": open_one.number}
    return {
        "sentence": sentence,
        "label": _("Open the agreement"),
        "url": reverse("agreement", args=[open_one.agreement_id]),
    }


TABS = ("overview", "documents", "coverage", "rates", "agreements", "standing")


def _tabs(member_id: int, chosen: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "overview": _("Overview"),
        "documents": _("Documents"),
        "coverage": _("Coverage"),
        "rates": _("Prices"),
        "agreements": _("Agreements"),
        "standing": _("Standing"),
    }
    url = reverse("member", args=[member_id])
    return [
        {"label": labels[key], "url": f"{url}?tab={key}", "active": key == chosen, "count": counts.get(key)}
        for key in TABS
    ]


@page(NetworkPermission.SEE)
def show(request: PageRequest, member_id: int) -> HttpResponse:
    """One member."""
    actor = request.actor
    it = reads.member(actor, member_id=member_id)
    chosen = request.GET.get("tab", "overview")
    chosen = chosen if chosen in TABS else "overview"
    context = {
        "it": it,
        "tab": chosen,
        "may": {"verify": actor.may(NetworkPermission.VERIFY), "agree": actor.may(NetworkPermission.AGREE)},
        "record": {
            "title": it.short_name,
            "number": it.tax_number,
            "state": {"tone": TONES[it.status], "text": it.status_name},
            "subtitle": it.place,
        },
        "spine": steps(5 if it.status == "approved" else 6),
        "next": _next(it),
        "actions": _actions(actor, it),
        "back": {"label": _("Members"), "url": reverse("members")},
        "tabs": _tabs(member_id, chosen, {}),
        **_content(actor, it, chosen),
    }
    return render(request, f"desk/members/{chosen}.html", context)


def _actions(actor: Actor, it: reads.MemberView) -> list[dict[str, Any]]:
    found = []
    if actor.may(NetworkPermission.SUSPEND):
        if it.status == "active":
            found.append({"label": _("Suspend"), "url": reverse("member_suspend", args=[it.member_id])})
        if it.status == "suspended":
            found.append({"label": _("Reinstate"), "url": reverse("member_reinstate", args=[it.member_id])})
        if it.status in ("approved", "active", "suspended"):
            found.append({"label": _("Leaves"), "url": reverse("member_leave", args=[it.member_id])})
    return found


def _content(actor: Actor, it: reads.MemberView, chosen: str) -> dict[str, Any]:
    """What the open tab shows."""
    pk = it.member_id
    if chosen == "documents":
        rows = reads.documents_of(actor, member_id=pk)
        needs = reads.requirements(actor, member_id=pk)
        return {
            "needs": [(need, NEED_TONES[need.state], need_words()[need.state]) for need in needs],
            "documents": [(row, *state_of(row), until_of(row, actor.language)) for row in rows],
        }
    if chosen == "coverage":
        return {"coverage": reads.coverage_of(actor, member_id=pk)}
    if chosen == "rates":
        return {"rates": reads.rates_of(actor, member_id=pk)}
    if chosen == "agreements":
        see = actor.may(BackingPermission.SEE)
        return {
            "agreements": [(row, AGREEMENT_TONES.get(row.status, "none")) for row in it.agreements],
            "projects": backing.agreements_of(actor, member_id=pk) if see else [],
            "agreement_tones": AGREEMENT_TONES,
        }
    if chosen == "standing":
        return {"standings": [(row, GRADE_TONES[row.grade]) for row in it.standings]}
    return {"facts": _facts(actor, it), "blockers": [blocker_words(one) for one in reads.blockers(actor, member_id=pk)]}


def _facts(actor: Actor, it: reads.MemberView) -> list[tuple[str, str]]:
    language = actor.language
    facts = [
        (_("Company"), it.name),
        (_("Tax number"), f"{it.tax_number} · {it.tax_office}"),
        (_("Contact"), " · ".join(part for part in (it.phone, it.email) if part) or "—"),
        (_("Place"), it.place),
        (_("Workers"), str(it.workers) if it.workers is not None else "—"),
        (_("Member since"), formats.day(it.joined_on, language)),
    ]
    if it.status == "suspended" and it.suspended_from is not None:
        until = formats.day(it.suspended_until, language) if it.suspended_until else _("without end")
        facts.append((_("Suspended"), f"{formats.day(it.suspended_from, language)} – {until}: {it.suspended_reason}"))
    if it.left_on is not None:
        facts.append((_("Left"), f"{formats.day(it.left_on, language)}: {it.left_reason}"))
    return facts


def need_words() -> dict[str, str]:
    """The state of a required document, in words."""
    return {
        "valid": _("valid"),
        "expiring": _("runs out soon"),
        "waiting": _("waiting for a check"),
        "missing": _("missing"),
        "rejected": _("rejected"),
        "expired": _("run out"),
    }


def blocker_words(one: reads.Blocker) -> dict[str, Any]:
    """What blocks a member, as a line of a list."""
    words = {
        "suspended": _("Suspended: %(what)s"),
        "agreement": _("The membership agreement is not signed yet"),
        "sign": _("Membership agreement %(what)s waits for a signature"),
        "condition": "%(what)s",
        "coverage": _("No coverage stated yet"),
        "document_missing": _("Missing: %(what)s"),
        "document_rejected": _("Rejected: %(what)s"),
        "document_expired": _("Run out: %(what)s"),
        "document_expiring": _("Runs out soon: %(what)s"),
        "document_waiting": _("We are checking: %(what)s"),
    }
    soft = not one.hard
    return {
        "tone": "warn" if soft else "bad",
        "state": _("soon") if soft else _("blocks"),
        "text": words[one.kind] % {"what": one.what} if "%" in words[one.kind] else words[one.kind],
        "due": one.due_on,
        "kind": one.kind,
        "key": one.key,
    }


def _about(request: PageRequest, member_id: int, title: str, **more: Any) -> dict[str, Any]:
    it = reads.member(request.actor, member_id=member_id)
    url = reverse("member", args=[member_id])
    return {
        "page_title": title,
        "page_sub": it.name,
        "cancel_url": url,
        "back": {"label": it.short_name, "url": url},
        "spine": steps(6),
        **more,
    }


class MembershipForm(forms.Form):
    """Terms of a membership agreement."""

    since = day_field(gettext_lazy("First day"))
    until = day_field(gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Blank: without end."))
    notice_days = number_field(gettext_lazy("Notice"), unit=gettext_lazy("days"), decimals=0, initial=60)
    payment_days = number_field(gettext_lazy("Payment term"), unit=gettext_lazy("days"), decimals=0, initial=30)
    renews_months = number_field(
        gettext_lazy("Renews itself for"), unit=gettext_lazy("months"), decimals=0, initial=12, required=False
    )


@page(NetworkPermission.AGREE)
def membership_new(request: PageRequest, member_id: int) -> HttpResponse:
    """Draft a membership agreement."""
    start = {"since": request.actor.today}

    def run(data: dict[str, Any]) -> Any:
        until = data["until"] + DAY if data["until"] else None
        return commands.draft_membership(
            request.actor,
            member_id=member_id,
            period=Period(data["since"], until)
            if until is None or until > data["since"]
            else Period(data["since"], data["since"]),
            notice_days=int(data["notice_days"]),
            payment_days=int(data["payment_days"]),
            renews_months=int(data["renews_months"]) if data["renews_months"] else None,
        )

    return submit(
        request,
        MembershipForm(request.POST or None, initial=start),
        run,
        done=reverse("member", args=[member_id]) + "?tab=agreements",
        said=_("The agreement is drafted. Read it through and send it for signature."),
        context=_about(request, member_id, _("Draft the membership agreement"), submit_label=_("Draft the agreement")),
    )


@page(NetworkPermission.AGREE)
def membership_send(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Freeze a membership agreement, make its paper and send it for signature."""

    def run() -> int:
        version = commands.freeze_membership(request.actor, agreement_id=agreement_id)
        make_paper(request.actor, version_id=version.pk)
        agreements.send(request.actor, agreement_id=agreement_id)
        return agreement_id

    return act(
        request, run, done=lambda pk: reverse("agreement", args=[pk]), said=_("The agreement is out for signature.")
    )


@page(NetworkPermission.VERIFY)
def coverage_approve(request: PageRequest, coverage_id: int) -> HttpResponse:
    """Let a coverage count."""
    return act(
        request,
        lambda: commands.approve_coverage(request.actor, coverage_id=coverage_id),
        said=_("The coverage counts from now on."),
    )


@page(NetworkPermission.VERIFY)
def coverage_refuse(request: PageRequest, coverage_id: int) -> HttpResponse:
    """Refuse a coverage with a reason."""
    it = reads.coverage(request.actor, coverage_id=coverage_id)
    url = reverse("member", args=[it.member_id]) + "?tab=coverage"
    form = ReasonForm(request.POST or None)
    form.fields["reason"].help_text = _("The member reads it.")
    return submit(
        request,
        form,
        lambda data: commands.refuse_coverage(request.actor, coverage_id=coverage_id, **data),
        done=url,
        said=_("The coverage is refused."),
        context={
            "page_title": _("Refuse the coverage"),
            "page_sub": f"{it.member} · {it.service} · {it.place}",
            "submit_label": _("Refuse"),
            "cancel_url": url,
            "spine": steps(5),
        },
    )


class SuspendForm(forms.Form):
    """From when, until when, why."""

    since = day_field(gettext_lazy("From"))
    until = day_field(
        gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Blank: until it is reinstated.")
    )
    reason = text_field(gettext_lazy("Reason"), most=300, lines=3, help_text=gettext_lazy("The member reads it."))


@page(NetworkPermission.SUSPEND)
def suspend(request: PageRequest, member_id: int) -> HttpResponse:
    """Suspend a member; the gaps it leaves open at once."""
    return submit(
        request,
        SuspendForm(request.POST or None, initial={"since": request.actor.today}),
        lambda data: commands.suspend_member(
            request.actor,
            member_id=member_id,
            reason=data["reason"],
            since=data["since"],
            until=data["until"] + DAY if data["until"] else None,
        ),
        done=reverse("member", args=[member_id]),
        said=_("The member is suspended; look at the gaps it leaves."),
        context=_about(request, member_id, _("Suspend the member"), submit_label=_("Suspend")),
    )


class ReinstateForm(forms.Form):
    """Nothing to fill in: a decision to confirm."""


@page(NetworkPermission.SUSPEND)
def reinstate(request: PageRequest, member_id: int) -> HttpResponse:
    """Let a suspended member deliver again."""
    return submit(
        request,
        ReinstateForm(request.POST if request.method == "POST" else None),
        lambda data: commands.reinstate_member(request.actor, member_id=member_id),
        done=reverse("member", args=[member_id]),
        said=_("The member delivers again."),
        context=_about(request, member_id, _("Reinstate the member"), submit_label=_("Reinstate")),
    )


class LeaveForm(forms.Form):
    """When, why, and whether it may come back."""

    on = day_field(gettext_lazy("First day without it"))
    reason = text_field(gettext_lazy("Reason"), most=300, lines=3)
    blacklisted = forms.BooleanField(label=gettext_lazy("Never take it in again"), required=False)


@page(NetworkPermission.SUSPEND)
def leave(request: PageRequest, member_id: int) -> HttpResponse:
    """Let a member go."""
    return submit(
        request,
        LeaveForm(request.POST or None, initial={"on": request.actor.today}),
        lambda data: commands.leave(request.actor, member_id=member_id, **data),
        done=reverse("member", args=[member_id]),
        said=_("The member leaves the network."),
        context=_about(request, member_id, _("The member leaves"), submit_label=_("Let it go")),
    )


class DocumentForm(forms.Form):
    """A document and the days it is valid on."""

    type_id = choice_field(gettext_lazy("Document"))
    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("PDF, JPEG or PNG, at most 25 MB."))
    valid_from = day_field(gettext_lazy("Valid from"))
    valid_until = day_field(
        gettext_lazy("Valid until"), required=False, help_text=gettext_lazy("Blank: it does not run out.")
    )
    number = text_field(gettext_lazy("Number"), most=60, required=False)
    issuer = text_field(gettext_lazy("Issued by"), most=120, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type_id"].choices = reads.document_type_choices(actor)  # type: ignore[attr-defined]


def upload(actor: Actor, member_id: int, data: dict[str, Any]) -> Any:
    """Run the upload command with what a form brought."""
    file = data.pop("file")
    return commands.upload_document(actor, member_id=member_id, data=file.read(), name=file.name, **data)


@page(NetworkPermission.OFFER)
def document_new(request: PageRequest, member_id: int) -> HttpResponse:
    """Take a document in that came another way than the portal."""
    form = DocumentForm(
        request.actor, request.POST or None, request.FILES or None, initial={"type_id": request.GET.get("type", "")}
    )
    return submit(
        request,
        form,
        lambda data: upload(request.actor, member_id, data),
        done=lambda row: reverse("document", args=[row.pk]),
        said=_("The document waits for a check."),
        context=_about(request, member_id, _("Take a document in"), submit_label=_("Take in")),
    )


class CoverageForm(forms.Form):
    """Where, what, how much."""

    service_id = choice_field(gettext_lazy("Service"))
    district_id = choice_field(gettext_lazy("District"), whole_number=True)
    capacity = number_field(
        gettext_lazy("Capacity"), help_text=gettext_lazy("In the unit of the service, for all customers together.")
    )
    valid_from = day_field(gettext_lazy("From"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_id"].choices = reads.service_choices(actor)  # type: ignore[attr-defined]
        self.fields["district_id"].choices = reads.district_choices(actor)  # type: ignore[attr-defined]


def propose(actor: Actor, member_id: int, data: dict[str, Any]) -> Any:
    """Run the coverage command with what a form brought."""
    district = data.pop("district_id")
    return commands.propose_coverage(actor, member_id=member_id, district_ids=[district], **data)


class RateForm(forms.Form):
    """What a member asks for a service."""

    service_id = choice_field(gettext_lazy("Service"))
    basis = choice_field(gettext_lazy("The price is"))
    unit_price = number_field(gettext_lazy("Unit price"), unit="₺", decimals=4)
    province_id = choice_field(gettext_lazy("Province"), required=False, blank=gettext_lazy("everywhere"))
    valid_from = day_field(gettext_lazy("From"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_id"].choices = reads.service_choices(actor)  # type: ignore[attr-defined]
        self.fields["basis"].choices = reads.basis_choices(actor)  # type: ignore[attr-defined]
        provinces = self.fields["province_id"]
        provinces.choices = [*provinces.choices, *reads.province_choices(actor)]  # type: ignore[attr-defined]


def state(actor: Actor, member_id: int, data: dict[str, Any]) -> Any:
    """Run the price command with what a form brought."""
    return commands.state_rate(actor, member_id=member_id, **{**data, "province_id": data["province_id"] or None})


@page(NetworkPermission.OFFER)
def coverage_new(request: PageRequest, member_id: int) -> HttpResponse:
    """Write down where a member can deliver."""
    return submit(
        request,
        CoverageForm(request.actor, request.POST or None, initial={"valid_from": request.actor.today}),
        lambda data: propose(request.actor, member_id, data),
        done=reverse("member", args=[member_id]) + "?tab=coverage",
        said=_("The coverage waits for approval."),
        context=_about(request, member_id, _("Add coverage"), submit_label=_("Add")),
    )


@page(NetworkPermission.OFFER)
def rate_new(request: PageRequest, member_id: int) -> HttpResponse:
    """Write down what a member asks."""
    return submit(
        request,
        RateForm(request.actor, request.POST or None, initial={"valid_from": request.actor.today}),
        lambda data: state(request.actor, member_id, data),
        done=reverse("member", args=[member_id]) + "?tab=rates",
        said=_("The price is noted."),
        context=_about(request, member_id, _("State a price"), submit_label=_("State")),
    )


routes = [
    path("members/", index, name="members"),
    path("members/<int:member_id>/", show, name="member"),
    path("members/<int:member_id>/membership/", membership_new, name="membership_new"),
    path("memberships/<int:agreement_id>/send/", membership_send, name="membership_send"),
    path("members/<int:member_id>/documents/new/", document_new, name="member_document_new"),
    path("members/<int:member_id>/coverage/new/", coverage_new, name="member_coverage_new"),
    path("members/<int:member_id>/rates/new/", rate_new, name="member_rate_new"),
    path("coverage/<int:coverage_id>/approve/", coverage_approve, name="coverage_approve"),
    path("coverage/<int:coverage_id>/refuse/", coverage_refuse, name="coverage_refuse"),
    path("members/<int:member_id>/suspend/", suspend, name="member_suspend"),
    path("members/<int:member_id>/reinstate/", reinstate, name="member_reinstate"),
    path("members/<int:member_id>/leave/", leave, name="member_leave"),
]
