"""The member's documents: what its services need, what was handed in and how it stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import Group, Item, PageRequest, formats, page, render, submit
from muhatap.faces.web.fields import choice_field, day_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Documents"),
    url="documents",
    order=20,
    permission=NetworkPermission.SEE,
    icon="file-check",
)
TONES = {
    "valid": "ok",
    "expiring": "warn",
    "waiting": "warn",
    "missing": "bad",
    "rejected": "bad",
    "expired": "bad",
    "future": "warn",
}


def need_words() -> dict[str, str]:
    """The state of a required document, in words."""
    return {
        "valid": _("valid"),
        "expiring": _("runs out soon"),
        "waiting": _("waiting for a check"),
        "missing": _("missing"),
        "rejected": _("rejected"),
        "expired": _("run out"),
        "future": _("counts later"),
    }


def _state(row: reads.DocumentRow) -> tuple[str, str]:
    if row.expired:
        return "bad", _("run out")
    if row.future and row.status == "verified":
        return "warn", _("counts later")
    if row.expiring:
        return "warn", _("runs out soon")
    return {"uploaded": "warn", "verified": "ok", "rejected": "bad", "replaced": "none"}[row.status], row.status_name


def _valid(row: reads.DocumentRow, language: str) -> str:
    since = formats.day(row.since, language)
    days = f"{since} – {formats.day(row.until, language)}" if row.until else _("from %(day)s") % {"day": since}
    return f"{days} · " + _("does not count before its first day") if row.future else days


@page(NetworkPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """What is needed, and everything handed in."""
    actor = request.actor
    member_id = actor.party_id or 0
    needs = reads.requirements(actor, member_id=member_id)
    rows = reads.documents_of(actor, member_id=member_id)
    open_ones = [need for need in needs if need.state in ("missing", "rejected", "expired", "expiring")]
    step = None
    if open_ones and actor.may(NetworkPermission.OFFER):
        url = reverse("document_new") + f"?type={open_ones[0].type_id}"
        step = {"sentence": _("Upload: %(name)s") % {"name": open_ones[0].name}, "label": _("Upload"), "url": url}
    context = {
        "record": {
            "title": _("Documents"),
            "subtitle": _("%(open)d of %(all)d still to do") % {"open": len(open_ones), "all": len(needs)},
        },
        "needs": [(need, TONES[need.state], need_words()[need.state]) for need in needs],
        "documents": [(row, *_state(row), _valid(row, actor.language)) for row in rows],
        "conditions": [one for one in reads.conditions_of_member(actor, member_id=member_id) if not one.over],
        "may_offer": actor.may(NetworkPermission.OFFER),
        "spine": steps(5),
        "next": step,
    }
    return render(request, "member/documents/index.html", context)


class DocumentForm(forms.Form):
    """A document and the days it is valid on."""

    type_id = choice_field(gettext_lazy("Document"))
    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("PDF, JPEG or PNG, at most 25 MB."))
    valid_from = day_field(
        gettext_lazy("Valid from"), help_text=gettext_lazy("A document does not count before this day.")
    )
    valid_until = day_field(
        gettext_lazy("Last day of validity"), required=False, help_text=gettext_lazy("Blank: it does not run out.")
    )
    number = text_field(gettext_lazy("Number"), most=60, required=False)
    issuer = text_field(gettext_lazy("Issued by"), most=120, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type_id"].choices = reads.document_type_choices(actor)  # type: ignore[attr-defined]


@page(NetworkPermission.OFFER)
def new(request: PageRequest) -> HttpResponse:
    """Upload a document."""
    actor = request.actor

    def run(data: dict[str, Any]) -> Any:
        file = data.pop("file")
        return commands.upload_document(actor, member_id=actor.party_id or 0, data=file.read(), name=file.name, **data)

    return submit(
        request,
        DocumentForm(
            actor, request.POST or None, request.FILES or None, initial={"type_id": request.GET.get("type", "")}
        ),
        run,
        done=reverse("documents"),
        said=_("Thank you. We check the document and write to you if something is wrong."),
        context={
            "page_title": _("Upload a document"),
            "submit_label": _("Upload"),
            "cancel_url": reverse("documents"),
            "back": {"label": _("Documents"), "url": reverse("documents")},
            "spine": steps(5),
        },
    )


routes = [
    path("documents/", index, name="documents"),
    path("documents/new/", new, name="document_new"),
]
