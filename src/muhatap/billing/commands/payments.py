"""Payments to members: through a bank, to an account the member has had long enough, never more than is owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from stdnum import iban as ibans
from stdnum.exceptions import ValidationError

from muhatap.billing.commands import books
from muhatap.billing.events import PaymentRecorded
from muhatap.billing.models import (
    SETTLEMENTS,
    Payment,
    PaymentAllocation,
    Settlement,
    SettlementStatus,
)
from muhatap.billing.permissions import BillingPermission
from muhatap.billing.reads.holding import held_back
from muhatap.billing.rules import posting
from muhatap.billing.rules.amounts import Owed, spread
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_number
from muhatap.ledger.rules import Draft
from muhatap.parties.models import BankAccount

SERIES = "OD"


class IbanWrong(Refusal):
    """The check digits of the IBAN are wrong."""


class IbanNotUsable(Refusal):
    """The account is not the member's, or may not be paid to yet."""


class PaidTooMuch(Refusal):
    """More would be paid than is owed to the member."""


class PaidAlready(Refusal):
    """A payment with this reference was recorded before."""


class HeldBack(Refusal):
    """A condition agreed with the member keeps it from being paid."""


class PaidInFuture(Refusal):
    """A payment is recorded when it was made."""


@command(BillingPermission.PAY)
def record_payment(
    actor: Actor,
    *,
    member_id: int,
    amount: int,
    paid_on: date,
    iban: str,
    reference: str,
    settlement_ids: Sequence[int] = (),
) -> Payment:
    """Record money paid to a member (minor units) and let it fall on settlements, the given or the oldest due first.

    Raises: IbanWrong, IbanNotUsable, PaidTooMuch, PaidAlready, PaidInFuture, HeldBack, InvalidInput, MonthClosed.
    """
    _refuse_bad_input(actor, amount, paid_on, reference)
    account = _usable_iban(actor, member_id, iban, paid_on)
    if Payment.objects.filter(member_id=member_id, reference=reference.strip()).exists():
        raise PaidAlready(_("A payment with this bank reference is recorded already."), field="reference")
    owed = _open_settlements(actor, member_id, settlement_ids)
    parts, left = spread(amount, [Owed(one.pk, still) for one, still in owed])
    _refuse_overpaying(amount, left)
    _refuse_held_back(actor, {one.pk: one.number for one, _open in owed}, dict(parts), paid_on)
    payment = Payment.objects.create(
        number=next_number(SERIES, paid_on.year),
        member_id=member_id,
        amount=amount,
        currency=owed[0][0].currency,
        paid_on=paid_on,
        iban=account,
        reference=reference.strip(),
        recorded_at=actor.now,
    )
    _allocate(payment, owed, dict(parts))
    text = _("Payment %(number)s to %(member)s") % {"number": payment.number, "member": payment.member.short_name}
    legs = posting.payment(member_id, amount)
    books.write(actor, [Draft(paid_on, text, "billing.payment", payment.pk, legs, payment.currency)])
    announce(PaymentRecorded(payment_id=payment.pk, member_id=member_id, paid_on=paid_on), by=actor)
    return payment


def _refuse_overpaying(amount: int, left: int) -> None:
    if left:
        open_in_all = amount - left
        raise PaidTooMuch(
            _("Only %(open)s ₺ is approved and open for this member; nothing more can be paid.")
            % {"open": f"{open_in_all / 100:.2f}".replace(".", ",")},
            field="amount",
        )


def _refuse_held_back(actor: Actor, numbers: dict[int, str], parts: dict[int, int], on: date) -> None:
    """Refuse a payment that would fall on a settlement the member's conditions hold back on the day."""
    held = held_back(actor, settlement_ids=[pk for pk, part in parts.items() if part], on=on)
    if held:
        pk, why = next(iter(held.items()))
        raise HeldBack(
            _("%(number)s cannot be paid yet. %(why)s. Pay it once the condition is met, or end the condition.")
            % {"number": numbers[pk], "why": "; ".join(why)},
            field="settlement",
        )


def _refuse_bad_input(actor: Actor, amount: int, paid_on: date, reference: str) -> None:
    if amount <= 0:
        raise InvalidInput(_("Enter an amount above zero."), field="amount")
    if paid_on > actor.today:
        raise PaidInFuture(_("A payment is recorded when it was made; this day is still to come."), field="paid_on")
    if not reference.strip():
        raise InvalidInput(_("Enter the bank's reference of the payment."), field="reference")


def _usable_iban(actor: Actor, member_id: int, iban: str, on: date) -> str:
    """The IBAN in its canonical form, if the member may be paid to it on the day (VUK GT 459: through banks only)."""
    try:
        compact: str = ibans.validate(iban)
    except ValidationError as error:
        raise IbanWrong(_("This IBAN is not valid; check its digits."), field="iban") from error
    mine = BankAccount.objects.visible_to(actor).filter(party_id=member_id, iban=compact)
    usable = mine.filter(usable_from__lte=on).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    if not usable.exists():
        raise IbanNotUsable(
            _("The member has no usable account with this IBAN on the day. Pay to an account on the member's card."),
            field="iban",
        )
    return compact


def _open_settlements(actor: Actor, member_id: int, ids: Sequence[int]) -> list[tuple[Settlement, int]]:
    """Approved settlements of the member with what is open on each, oldest due first, locked."""
    rows = Settlement.objects.visible_to(actor).filter(member_id=member_id, status=SettlementStatus.APPROVED)
    if ids:
        rows = rows.filter(pk__in=ids)
    locked = list(rows.select_for_update().order_by("due_on", "pk"))
    paid = dict(
        PaymentAllocation.objects.filter(settlement__in=locked)
        .values_list("settlement_id")
        .annotate(total=Coalesce(Sum("amount"), 0))
    )
    if not locked:
        raise PaidTooMuch(_("No approved settlement of this member is open."), field="amount")
    return [(one, one.payable - paid.get(one.pk, 0)) for one in locked]


def _allocate(payment: Payment, owed: Sequence[tuple[Settlement, int]], parts: dict[int, int]) -> None:
    PaymentAllocation.objects.bulk_create(
        PaymentAllocation(payment=payment, member_id=payment.member_id, settlement_id=pk, amount=part)
        for pk, part in parts.items()
    )
    for settlement, still in owed:
        if parts.get(settlement.pk, 0) == still:
            settlement.status = SETTLEMENTS.move(settlement.status, SettlementStatus.PAID)
            settlement.paid_at = payment.paid_on
            settlement.save(update_fields=["status", "paid_at"])
