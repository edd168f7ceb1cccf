"""What closing a month leaves to do, on the home page: settlements to approve and to pay, invoices to issue."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from muhatap.billing import reads
from muhatap.billing.permissions import BillingPermission
from muhatap.faces.web import Waiting, formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery

SHOWN = 5
# Days before a payment is due from which it waits.
SOON = timedelta(days=7)


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """Each to whom its permission is given."""
    found: list[Waiting] = []
    if actor.may(BillingPermission.APPROVE):
        found += _agreed(actor)
    if actor.may(BillingPermission.PAY):
        found += _due(actor)
    if actor.may(BillingPermission.INVOICE):
        found += _drafts(actor)
    return found


def _settlements(actor: Actor, status: str, sort: str) -> list[reads.SettlementRow]:
    query = ListQuery(filters={"status": status}, sort=sort, limit=SHOWN)
    return list(reads.settlements(actor, query=query).rows)


def _agreed(actor: Actor) -> list[Waiting]:
    return [
        Waiting(
            tone="warn",
            kind=_("Settlement"),
            title=f"{row.number} · {row.member}",
            detail=_("The member agrees; it waits for your approval."),
            when=formats.month(row.month, actor.language),
            url=reverse("settlement", args=[row.id]),
            action=_("Approve"),
            urgency=55,
        )
        for row in _settlements(actor, "agreed", "month")
    ]


def _due(actor: Actor) -> list[Waiting]:
    """Approved settlements whose day is near or gone."""
    return [
        Waiting(
            tone="bad" if row.overdue_days else "warn",
            kind=_("Payment"),
            title=f"{row.number} · {row.member}",
            detail=_("The settlement is approved and falls due."),
            when=formats.day(row.due_on, actor.language) if row.due_on else "",
            url=reverse("settlement", args=[row.id]),
            action=_("Open it"),
            urgency=80 if row.overdue_days else 50,
        )
        for row in _settlements(actor, "approved", "due")
        if row.due_on is not None and row.due_on <= actor.today + SOON
    ]


def _drafts(actor: Actor) -> list[Waiting]:
    found = reads.invoices(actor, query=ListQuery(filters={"status": "draft"}, sort="month", limit=SHOWN))
    return [
        Waiting(
            tone="warn",
            kind=_("Invoice"),
            title=" · ".join(part for part in (row.number, row.customer) if part),
            detail=_("The draft waits to be issued."),
            when=formats.month(row.month, actor.language) if row.month else "",
            url=reverse("invoice", args=[row.id]),
            action=_("Open it"),
            urgency=45,
        )
        for row in found.rows
    ]
