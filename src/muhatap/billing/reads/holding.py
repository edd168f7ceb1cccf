"""What holds a payment back: conditions agreed with the member that bite with “no payment”."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from muhatap.billing.models import SettlementLine, SettlementStatus
from muhatap.billing.permissions import BillingPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.network.models import Effect
from muhatap.network.reads import condition_book, verdict_words
from muhatap.network.rules import Context, stopped


def held_back(actor: Actor, *, settlement_ids: Collection[int], on: date) -> dict[int, tuple[str, ...]]:
    """Why settlements cannot be paid on a day, by settlement; those that can are not in it. Raises: Forbidden."""
    ask(actor, BillingPermission.SEE)
    rows = SettlementLine.objects.visible_to(actor).filter(settlement_id__in=settlement_ids)
    rows = rows.exclude(settlement__status__in=[SettlementStatus.DRAFT, SettlementStatus.PAID])
    lines = list(
        rows.select_related("accrual__backing__service", "accrual__backing__location__district").order_by("pk")
    )
    book = condition_book({line.member_id for line in lines})
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for line in lines:
        backing = line.accrual.backing
        context = Context(
            on,
            service_id=backing.service_id,
            category_id=backing.service.category_id,
            province_id=backing.location.district.province_id,
            customer_id=backing.location.customer_id,
            monthly=line.net,
        )
        for verdict in stopped(book.verdicts(line.member_id, context), Effect.NO_PAYMENT):
            found[line.settlement_id].setdefault(verdict.condition_id, verdict_words(verdict))
    return {settlement: tuple(words.values()) for settlement, words in found.items()}
