"""The exit plan of a member and of a customer: notices in time, lines that stop, what is handed over and settled."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.backing import reads
from muhatap.backing.permissions import BackingPermission
from muhatap.billing import reads as billing
from muhatap.billing.permissions import BillingPermission
from muhatap.faces.desk.backing import address_of, day_asked
from muhatap.faces.web import Cell, PageRequest, formats, page, render
from muhatap.kernel.actors import Actor
from muhatap.kernel.money import Money
from muhatap.network.permissions import NetworkPermission


@page(BackingPermission.SEE)
def of_member(request: PageRequest, member_id: int) -> HttpResponse:
    """How to part from a member."""
    actor = request.actor
    it = reads.member_exit(actor, member_id=member_id, until=day_asked(request, "until"))
    money: list[tuple[str, str]] = []
    if it.overlap is not None and it.overlap_days is not None:
        label = ngettext("Overlap of %(count)d day", "Overlap of %(count)d days", it.overlap_days)
        money.append((label % {"count": it.overlap_days}, _money(it.overlap, actor)))
    if actor.may(BillingPermission.SEE):
        money += _open_with_member(actor, member_id)
    # Who may not open the member comes from the drill.
    home = "member" if actor.may(NetworkPermission.SEE) else "drill"
    back = {"label": it.name, "url": reverse(home, args=[member_id])}
    return render(request, "desk/exits/show.html", _context(actor, it, money, back, _("Customer"), of_customer=False))


@page(BackingPermission.SEE)
def of_customer(request: PageRequest, party_id: int) -> HttpResponse:
    """How to part from a customer."""
    actor = request.actor
    it = reads.customer_exit(actor, customer_id=party_id, until=day_asked(request, "until"))
    money: list[tuple[str, str]] = []
    if it.overlap is not None:
        money.append((_("Owed to members after the customer's end"), _money(it.overlap, actor)))
    if actor.may(BillingPermission.SEE):
        invoices = billing.open_invoices(actor, customer_id=party_id)
        total = Money(sum(one.open.minor for one in invoices))
        money += [(_("Open invoices"), str(len(invoices))), (_("Open amount"), _money(total, actor))]
    back = {"label": it.name, "url": reverse("customer", args=[party_id])}
    return render(request, "desk/exits/show.html", _context(actor, it, money, back, _("Members"), of_customer=True))


def _open_with_member(actor: Actor, member_id: int) -> list[tuple[str, str]]:
    it = billing.parting(actor, member_id=member_id)
    return [
        (_("Settlements to pay"), f"{it.settlements} · {_money(it.open, actor)}"),
        (_("Objected to"), str(it.objected)),
        (_("Retention to release"), _money(it.retained, actor)),
    ]


def _money(amount: Money, actor: Actor) -> str:
    return formats.money(amount.minor, amount.currency, actor.language)


def _context(
    actor: Actor,
    it: reads.ExitPlan,
    money: list[tuple[str, str]],
    back: dict[str, str],
    other: str,
    *,
    of_customer: bool,
) -> dict[str, Any]:
    """What `desk/exits/show.html` shows."""
    count = len(it.lines)
    ending_columns: list[Any] = [
        _("Agreement"),
        _("What to do"),
        _("There at the latest"),
        _("First day without"),
        _("Retention"),
    ]
    if it.overlap is not None and of_customer:
        ending_columns.append({"label": _("Beyond the customer's end"), "numeric": True})
    return {
        "record": {
            "title": _("Exit plan: %(name)s") % {"name": it.name},
            "number": formats.day(it.until, actor.language),
            "subtitle": ngettext("%(count)d line stops", "%(count)d lines stop", count) % {"count": count},
        },
        "it": it,
        "money": money,
        "next": _next(actor, it),
        "back": back,
        "ending_columns": ending_columns,
        "endings": [_ending(one, actor, len(ending_columns)) for one in it.endings],
        "line_columns": [_("What"), {"label": _("Quantity"), "numeric": True}, other, _("First day without")],
        "lines": [_line(one, actor.language) for one in it.lines],
        "place_columns": [_("Location"), _("Services"), _("Whom to meet"), _("Keys and access")],
        "places": [_place(one) for one in it.places],
    }


def _next(actor: Actor, it: reads.ExitPlan) -> dict[str, Any] | None:
    first = it.next_notice
    if first is None or first.notice.by is None:
        return None
    values = {"number": first.number, "party": first.party, "day": formats.day_long(first.notice.by, actor.language)}
    if first.notice.late:
        values["day"] = formats.day_long(first.notice.ends, actor.language)
        sentence = _("%(number)s with %(party)s cannot end on that day any more; %(day)s is the first day it can.")
    else:
        sentence = _("The letter for %(number)s must be with %(party)s by %(day)s.")
    return {
        "sentence": sentence % values,
        "label": _("Open the agreement"),
        "url": address_of("agreement", first.agreement_id),
    }


def _ending(one: reads.Ending, actor: Actor, wide: int) -> dict[str, Any]:
    words = {
        "notice": _("give notice"),
        "objection": _("object to the renewal"),
        "expires": _("ends by itself"),
    }
    language = actor.language
    days = ngettext("%(count)d day of notice", "%(count)d days of notice", one.notice_days) % {"count": one.notice_days}
    if one.notice.by is None:
        by = Cell(_("no letter needed"), tone="ok")
    else:
        tone = "bad" if one.notice.late else "warn"
        sub = _("too late for the day wanted") if one.notice.late else ""
        by = Cell(formats.day(one.notice.by, language), tone=tone, sub=sub)
    retention = "—"
    if one.retention_percent:
        retention = formats.percent(one.retention_percent, language)
    cells = [
        Cell(one.number, sub=f"{one.kind_name} · {one.party}"),
        Cell(words[one.notice.kind], sub=days),
        by,
        Cell(one.notice.ends),
        Cell(retention),
    ]
    if len(cells) < wide:
        cells.append(Cell(one.overlap) if one.overlap is not None else Cell("—"))
    return {"url": address_of("agreement", one.agreement_id), "cells": cells}


def _line(one: reads.Stopping, language: str) -> dict[str, Any]:
    return {
        "url": reverse("promise_backing", args=[one.promise_id]),
        "cells": [
            Cell(f"{one.location} · {one.service}", sub=one.role_name),
            Cell(f"{formats.qty(one.quantity, language)} {one.unit}"),
            Cell(one.other or _("nobody")),
            Cell(one.stops),
        ],
    }


def _place(one: reads.HandOver) -> dict[str, Any]:
    code = _("renew the code at the entrance") if one.has_code else ""
    return {
        "url": address_of("location", one.location_id),
        "cells": [
            Cell(one.location, sub=one.address),
            Cell(", ".join(one.services)),
            Cell(one.contact or _("nobody named")),
            Cell(one.access or _("nothing noted"), sub=code),
        ],
    }


routes = [
    path("members/<int:member_id>/exit/", of_member, name="member_exit"),
    path("customers/<int:party_id>/exit/", of_customer, name="customer_exit"),
]
