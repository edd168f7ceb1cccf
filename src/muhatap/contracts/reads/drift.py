"""Whether a contract still says what was signed: the signed snapshot against the live rows (invariant 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from muhatap.agreements.models import Status
from muhatap.agreements.reads import signed_snapshot
from muhatap.contracts import rules
from muhatap.contracts.content import promise_data, term_data
from muhatap.contracts.models import CustomerContract, Promise
from muhatap.contracts.permissions import ContractPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask

NAMES = {
    "title": _("title"),
    "since": _("first day"),
    "until": _("end"),
    "billing_cycle": _("billing cycle"),
    "billing_day": _("billing day"),
    "in_arrears": _("billed in arrears"),
    "payment_days": _("payment days"),
    "notice_days": _("notice days"),
    "auto_renew": _("automatic renewal"),
    "statement_approval": _("statement approval"),
    "members_visible": _("members named"),
    "network_notice": _("network notice"),
    "late_interest_rate": _("late interest"),
    "purchase_order": _("purchase order"),
    "penalty_cap_percent": _("cap of penalties"),
    "liability_cap": _("limit of liability"),
    "price_index": _("price revision"),
    "revision_month": _("month of revision"),
    "location": _("location"),
    "service": _("service"),
    "quantity": _("quantity"),
    "unit": _("unit"),
    "basis": _("basis"),
    "pattern": _("pattern"),
    "window": _("time window"),
    "standard": _("standard"),
    "delivery_mode": _("delivery mode"),
    "response_minutes": _("response time"),
    "attend_minutes": _("time to attend"),
    "fix_minutes": _("time to fix"),
    "prices": _("prices"),
    "line": _("line"),
}


@dataclass(frozen=True, slots=True)
class Drift:
    """One value that is no longer what was signed; `where` is empty for a term, else the line."""

    where: str
    what: str
    signed: str
    live: str


def _said(value: object) -> str:
    """A plain value in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)


def drift(actor: Actor, *, contract_id: int) -> list[Drift]:
    """What a signed contract says otherwise than its live rows; empty when nothing was signed or nothing differs."""
    ask(actor, ContractPermission.SEE_PRICE)
    contract: Any = CustomerContract.objects.visible_to(actor).select_related("agreement").get(pk=contract_id)
    signed = signed_snapshot(actor, agreement_id=contract_id)
    if signed is None:
        return []
    data = signed.snapshot["content"]["data"]
    found = [
        Drift("", str(NAMES[name]), _said(then), _said(now))
        for name, then, now in rules.differences(data["terms"], term_data(contract))
    ]
    rows: Any = Promise.objects.visible_to(actor).filter(contract_id=contract_id).prefetch_related("prices")
    live = {str(row.pk): row for row in rows.select_related("location", "service").order_by("position")}
    for key, then_line in data["promises"].items():
        if key not in live:
            found.append(Drift(then_line["service"], str(NAMES["line"]), then_line["service"], ""))
    for key, row in live.items():
        where = f"{row.location.name} · {row.service.name}"
        then_line = data["promises"].get(key)
        if then_line is None:
            found.append(Drift(where, str(NAMES["line"]), "", row.service.name))
            continue
        found += [
            Drift(where, str(NAMES[name]), _said(then), _said(now))
            for name, then, now in rules.differences(then_line, promise_data(row))
        ]
    return found


def drifted(actor: Actor) -> list[tuple[int, str, int]]:
    """Signed contracts that no longer say what was signed: (id, number, values that differ)."""
    ask(actor, ContractPermission.SEE_PRICE)
    rows: Any = (
        CustomerContract.objects.visible_to(actor)
        .filter(agreement__status__in=[Status.SIGNED, Status.ACTIVE, Status.SUSPENDED])
        .select_related("agreement")
        .order_by("pk")
    )
    counted = [(row.pk, row.agreement.number, len(drift(actor, contract_id=row.pk))) for row in rows]
    return [entry for entry in counted if entry[2]]
