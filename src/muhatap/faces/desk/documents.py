"""Documents of members at the desk: the queue, one document, verified or rejected."""

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
from muhatap.faces.web.fields import choice_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.timeline import happened
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission

# The document a bank account is written down from.
ACCOUNT_LETTER = "bank_account_letter"

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Documents"),
    url="documents",
    order=20,
    permission=NetworkPermission.VERIFY,
    icon="file-check",
)


class RejectForm(forms.Form):
    """Why a document does not count: a reason of the list, and words."""

    code = choice_field(gettext_lazy("Reason"))
    reason = text_field(
        gettext_lazy("In words"),
        most=300,
        lines=3,
        required=False,
        help_text=gettext_lazy("The member reads it. Needed where no reason of the list fits."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = reads.rejection_choices()  # type: ignore[attr-defined]


def state_of(row: reads.DocumentRow) -> tuple[str, str]:
    """How a document stands today: (tone, words)."""
    if row.expired:
        return "bad", _("run out")
    if row.future and row.status == "verified":
        return "warn", _("counts later")
    if row.expiring:
        return "warn", _("runs out soon")
    tones = {"uploaded": "warn", "verified": "ok", "rejected": "bad", "replaced": "none"}
    return tones[row.status], row.status_name


def until_of(row: reads.DocumentRow, language: str) -> str:
    """The days a document is valid on."""
    since = formats.day(row.since, language)
    return f"{since} – {formats.day(row.until, language)}" if row.until else _("from %(day)s") % {"day": since}


def _cells(row: reads.DocumentRow, language: str) -> list[Cell]:
    tone, words = state_of(row)
    return [
        Cell(row.type_name, sub=row.number),
        Cell(row.member),
        Cell(words, tone=tone),
        Cell(until_of(row, language)),
        Cell(row.uploaded_at),
    ]


@page(NetworkPermission.VERIFY)
def index(request: PageRequest) -> HttpResponse:
    """All documents, those waiting longest first."""

    return listing(
        request,
        title=_("Documents"),
        columns=[
            Column("document", _("Document")),
            Column("member", _("Member"), sort="member"),
            Column("state", _("State")),
            Column("valid", _("Valid"), sort="until"),
            Column("uploaded", _("Uploaded"), sort="uploaded"),
        ],
        read=lambda query: reads.documents(request.actor, query=query),
        cells=lambda row: _cells(row, request.actor.language),
        url=lambda row: reverse("document", args=[row.document_id]),
        key=lambda row: row.document_id,
        filters=[
            Filter(
                "status",
                _("State"),
                [
                    *((state.value, state.label) for state in reads.DocumentStatus),
                    ("expiring", _("runs out soon")),
                    ("expired", _("run out")),
                ],
            )
        ],
        empty={
            "sentence": _("Members upload their documents in their portal; they wait here for a check."),
            "action_label": _("Open the members"),
            "action_url": reverse("members"),
        },
    )


@page(NetworkPermission.VERIFY)
def show(request: PageRequest, document_id: int) -> HttpResponse:
    """One document to look at and decide about."""
    it = reads.document(request.actor, document_id=document_id)
    tone, words = state_of(it)
    actions = []
    if it.status in ("uploaded", "verified"):
        actions.append({"label": _("Reject"), "url": reverse("document_reject", args=[document_id])})
    context = {
        "record": {
            "title": it.type_name,
            "number": it.member,
            "state": {"tone": tone, "text": words},
            "facts": _facts(it, request.actor.language),
        },
        "spine": steps(5),
        "next": _next(it),
        "actions": actions,
        "back": {"label": _("Documents"), "url": reverse("documents") + "?status=uploaded"},
        "entries": happened(request.actor, document_id=document_id),
    }
    return render(request, "web/record.html", context)


def _next(it: reads.DocumentRow) -> dict[str, Any] | None:
    if it.status == "verified" and it.type_id == ACCOUNT_LETTER:
        return {
            "sentence": _("Write the account down from the bank's confirmation; the member is paid to it."),
            "label": _("Add a bank account"),
            "url": reverse("member_account_new", args=[it.member_id]),
        }
    if it.status != "uploaded":
        return None
    return {
        "sentence": _("Open the file and compare company, number and dates. Then verify or reject it."),
        "label": _("Verify"),
        "url": reverse("document_verify", args=[it.document_id]),
        "method": "post",
    }


def _facts(it: reads.DocumentRow, language: str) -> list[dict[str, str]]:
    facts = [
        {"label": _("Member"), "value": it.member, "url": reverse("member", args=[it.member_id])},
        {"label": _("Valid"), "value": until_of(it, language)},
        {"label": _("Number"), "value": it.number or "—"},
        {"label": _("Issuer"), "value": it.issuer or "—"},
        {
            "label": _("Without it"),
            "value": _("no new work: duty of law") if it.blocks else _("a note: contract practice"),
        },
        {"label": _("File"), "value": _("Open the file"), "url": reverse("file", args=[it.file_id])},
    ]
    if it.future:
        since = formats.day(it.since, language)
        facts.append({"label": _("Valid"), "value": _("not before %(day)s") % {"day": since}})
    if it.rejection_reason:
        facts.append({"label": _("Reason"), "value": it.rejection_reason})
    return facts


@page(NetworkPermission.VERIFY)
def verify(request: PageRequest, document_id: int) -> HttpResponse:
    """Let a document count; the bank's confirmation of an IBAN leads on to the account."""
    letter = reads.document(request.actor, document_id=document_id).type_id == ACCOUNT_LETTER
    return act(
        request,
        lambda: commands.verify_document(request.actor, document_id=document_id),
        done=reverse("document", args=[document_id]) if letter else reverse("documents") + "?status=uploaded",
        said=_("The document counts from now on."),
    )


@page(NetworkPermission.VERIFY)
def reject(request: PageRequest, document_id: int) -> HttpResponse:
    """Reject a document with a reason."""
    it = reads.document(request.actor, document_id=document_id)
    url = reverse("document", args=[document_id])
    return submit(
        request,
        RejectForm(request.POST or None),
        lambda data: commands.reject_document(request.actor, document_id=document_id, **data),
        done=reverse("documents") + "?status=uploaded",
        said=_("The document is rejected."),
        context={
            "page_title": _("Reject the document"),
            "page_sub": f"{it.type_name} · {it.member}",
            "submit_label": _("Reject"),
            "cancel_url": url,
            "back": {"label": it.type_name, "url": url},
            "spine": steps(5),
        },
    )


def _tile(actor: Actor) -> TileValue:
    count = reads.waiting_documents(actor)
    return TileValue(str(count), tone="warn" if count else "ok")


HOME = [
    Tile(
        gettext_lazy("documents wait for a check"),
        _tile,
        "documents",
        permission=NetworkPermission.VERIFY,
        order=45,
        query="status=uploaded",
    )
]


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """Documents that wait for a check."""
    if not actor.may(NetworkPermission.VERIFY):
        return []
    found = reads.documents(actor, query=ListQuery(filters={"status": "uploaded"}, sort="uploaded", limit=5))
    return [
        Waiting(
            "warn",
            _("Document"),
            f"{row.member} · {row.type_name}",
            until_of(row, actor.language),
            formats.moment(row.uploaded_at, actor.language),
            reverse("document", args=[row.document_id]),
            _("Check"),
            35,
        )
        for row in found.rows
    ]


routes = [
    path("documents/", index, name="documents"),
    path("documents/<int:document_id>/", show, name="document"),
    path("documents/<int:document_id>/verify/", verify, name="document_verify"),
    path("documents/<int:document_id>/reject/", reject, name="document_reject"),
]
