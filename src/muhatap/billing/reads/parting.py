"""What is still between us and a member when we part: settlements to pay, and what was retained."""

from __future__ import annotations

from dataclasses import dataclass

from muhatap.billing.models import Settlement, SettlementStatus
from muhatap.billing.permissions import BillingPermission
from muhatap.billing.reads.settlements import settlement_rows
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Parting:
    """Settlements that are not paid (how many, how much), those objected to, and what is retained in all."""

    settlements: int
    open: Money
    objected: int
    retained: Money


def parting(actor: Actor, *, member_id: int) -> Parting:
    """What is open with a member (TRY); retained counts from the member's agreement on. Raises: Forbidden."""
    ask(actor, BillingPermission.SEE)
    rows = settlement_rows(actor).filter(member_id=member_id).exclude(status=SettlementStatus.PAID)
    waiting = list(rows.values_list("status", "payable", "paid"))
    settled = Settlement.objects.visible_to(actor).filter(
        member_id=member_id, status__in=[SettlementStatus.AGREED, SettlementStatus.APPROVED, SettlementStatus.PAID]
    )
    return Parting(
        len(waiting),
        Money(sum(payable - paid for _status, payable, paid in waiting)),
        sum(status == SettlementStatus.OBJECTED for status, _payable, _paid in waiting),
        Money(sum(settled.values_list("retention", flat=True))),
    )
