"""Settlements (hakediş): drafted from accruals, agreed with the member, approved at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.billing.commands import books
from muhatap.billing.events import (
    SettlementAgreed,
    SettlementApproved,
    SettlementObjected,
    SettlementSent,
)
from muhatap.billing.letters import write_settlement
from muhatap.billing.models import (
    SETTLEMENTS,
    AccrualStatus,
    DeductionKind,
    MemberAccrual,
    Settlement,
    SettlementDeduction,
    SettlementLine,
    SettlementStatus,
)
from muhatap.billing.permissions import BillingPermission
from muhatap.billing.reads.taxing import Taxable, tax_lines
from muhatap.billing.rules import posting
from muhatap.billing.rules.amounts import last_day_of, month_of, settlement_sums
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_number
from muhatap.kernel.parameters import parameter
from muhatap.kernel.periods import Period
from muhatap.ledger.rules import Draft
from muhatap.parties.models import Party

SERIES = "HK"
INVOICE_DAYS = "invoice_deadline_days"
# The unit a prorated line is invoiced in: one piece at the price of the part of the month.
PIECE = "C62"
TAXED = ["vat_rate", "vat", "withheld", "withholding_code"]


class NothingToSettle(Refusal):
    """No accrual waits for a settlement."""


class DeductedTooMuch(Refusal):
    """More would be netted than is owed to the member."""


class NotADraft(Refusal):
    """Only a draft can be changed."""


@command(BillingPermission.SETTLE)
def draft_settlement(actor: Actor, *, project_agreement_id: int, month: date) -> Settlement:
    """Draft the settlement of a project agreement and month from what was accrued; an open draft takes what came since.

    Raises: NothingToSettle, TaxRefused, ParameterMissing.
    """
    accruals = _waiting(actor, project_agreement_id, month)
    if not accruals:
        raise NothingToSettle(_("Nothing was accrued for this agreement and month. Run the month end first."))
    agreement = accruals[0].project_agreement
    draft = (
        Settlement.objects.select_for_update()
        .filter(project_agreement=agreement, month=month, status=SettlementStatus.DRAFT)
        .first()
    )
    settlement = draft or Settlement.objects.create(
        number=next_number(SERIES, month.year),
        member_id=agreement.member_id,
        project_agreement=agreement,
        month=month,
        period=month_of(month).range(),
        currency=accruals[0].currency,
        retention_percent=agreement.retention_percent,
        made_at=actor.now,
    )
    _take(actor, settlement, accruals)
    return settlement


@command(BillingPermission.SETTLE)
def draft_settlements(actor: Actor, *, month: date) -> list[Settlement]:
    """Draft the settlement of every project agreement with accruals of a month that wait for one."""
    waiting = MemberAccrual.objects.visible_to(actor).filter(status=AccrualStatus.OPEN, month__lte=month)
    agreements = waiting.order_by("project_agreement_id").values_list("project_agreement_id", flat=True).distinct()
    return [draft_settlement(actor, project_agreement_id=agreement, month=month) for agreement in agreements]


@command(BillingPermission.SETTLE)
def add_deduction(
    actor: Actor, *, settlement_id: int, kind: str, text: str, ground: str, amount: int
) -> SettlementDeduction:
    """Net an amount (minor units) when paying; the invoice base stays. Raises: NotADraft, DeductedTooMuch."""
    settlement = _draft(actor, settlement_id)
    if amount <= 0:
        raise InvalidInput(_("Enter an amount above zero."), field="amount")
    if not ground.strip():
        raise InvalidInput(_("Name the clause or record this deduction rests on."), field="ground")
    if amount > settlement.payable:
        raise DeductedTooMuch(_("At most what is left to pay can be deducted."), field="amount")
    made = SettlementDeduction.objects.create(
        settlement=settlement,
        member_id=settlement.member_id,
        kind=DeductionKind(kind),
        text=text.strip(),
        ground=ground.strip(),
        amount=amount,
    )
    _sum_up(settlement)
    return made


@command(BillingPermission.SETTLE)
def drop_deduction(actor: Actor, *, deduction_id: int) -> Settlement:
    """Take a deduction off a draft. Raises: NotADraft."""
    deduction = SettlementDeduction.objects.visible_to(actor).get(pk=deduction_id)
    settlement = _draft(actor, deduction.settlement_id)
    deduction.delete()
    _sum_up(settlement)
    return settlement


@command(BillingPermission.SETTLE)
def send_settlement(actor: Actor, *, settlement_id: int) -> Settlement:
    """Show a settlement to its member, who agrees or objects. Raises: IllegalMove."""
    settlement = _locked(actor, settlement_id)
    settlement.status = SETTLEMENTS.move(settlement.status, SettlementStatus.SENT)
    settlement.sent_at = actor.now
    settlement.save(update_fields=["status", "sent_at"])
    write_settlement(settlement)
    announce(SettlementSent(settlement_id=settlement.pk, member_id=settlement.member_id), by=actor)
    return settlement


@command(BillingPermission.ANSWER_SETTLEMENT)
def agree_settlement(actor: Actor, *, settlement_id: int) -> Settlement:
    """Agree with a settlement as its member. Raises: IllegalMove."""
    settlement = _locked(actor, settlement_id)
    settlement.status = SETTLEMENTS.move(settlement.status, SettlementStatus.AGREED)
    settlement.agreed_at, settlement.answered_by = actor.now, actor.name
    settlement.save(update_fields=["status", "agreed_at", "answered_by"])
    announce(SettlementAgreed(settlement_id=settlement.pk, member_id=settlement.member_id), by=actor)
    return settlement


@command(BillingPermission.ANSWER_SETTLEMENT)
def object_settlement(actor: Actor, *, settlement_id: int, objection: str) -> Settlement:
    """Object to a settlement as its member, and say what is wrong. Raises: InvalidInput, IllegalMove."""
    if not objection.strip():
        raise InvalidInput(_("Say what is wrong with the settlement, so that we can correct it."), field="objection")
    settlement = _locked(actor, settlement_id)
    settlement.status = SETTLEMENTS.move(settlement.status, SettlementStatus.OBJECTED)
    settlement.objection, settlement.objected_at = objection.strip(), actor.now
    settlement.answered_by = actor.name
    settlement.save(update_fields=["status", "objection", "objected_at", "answered_by"])
    announce(SettlementObjected(settlement_id=settlement.pk, member_id=settlement.member_id), by=actor)
    return settlement


@command(BillingPermission.SETTLE)
def revise_settlement(actor: Actor, *, settlement_id: int, answer: str) -> Settlement:
    """Take a settlement back after an objection, with an answer; what was accrued since comes onto it.

    Raises: InvalidInput, IllegalMove.
    """
    if not answer.strip():
        raise InvalidInput(_("Answer the member's objection."), field="answer")
    settlement = _locked(actor, settlement_id)
    settlement.status = SETTLEMENTS.move(settlement.status, SettlementStatus.DRAFT)
    settlement.answer, settlement.sent_at = answer.strip(), None
    settlement.save(update_fields=["status", "answer", "sent_at"])
    _take(actor, settlement, _waiting(actor, settlement.project_agreement_id, settlement.month))
    return settlement


@command(BillingPermission.APPROVE)
def approve_settlement(actor: Actor, *, settlement_id: int, reserve: bool = False) -> Settlement:
    """Approve an agreed settlement: the member invoices within seven days, the payment term begins.

    `reserve` keeps the right to a penalty for late or poor performance, which acceptance without reservation
    would lose (TBK 179/2). The invoice follows within the days of VUK 231/5. Raises: IllegalMove, MonthClosed.
    """
    settlement = _locked(actor, settlement_id)
    settlement.status = SETTLEMENTS.move(settlement.status, SettlementStatus.APPROVED)
    settlement.approved_at, settlement.approved_by = actor.now, actor.name
    settlement.invoice_until = actor.today + timedelta(days=int(parameter(INVOICE_DAYS, actor.today)))
    settlement.due_on = actor.today + timedelta(days=settlement.project_agreement.payment_days)
    settlement.reservation = _reservation() if reserve else ""
    fields = ["status", "approved_at", "approved_by", "invoice_until", "due_on", "reservation"]
    if settlement.payable == 0:
        settlement.status = SETTLEMENTS.move(settlement.status, SettlementStatus.PAID)
        settlement.paid_at = actor.today
        fields.append("paid_at")
    settlement.save(update_fields=fields)
    books.write(actor, [_entry(actor, settlement)])
    announce(
        SettlementApproved(
            settlement_id=settlement.pk,
            member_id=settlement.member_id,
            invoice_until=settlement.invoice_until,
        ),
        by=actor,
    )
    return settlement


def _reservation() -> str:
    """The sentence of the reservation in the language of Turkish papers."""
    with translation.override("tr"):
        return _(
            "The settlement is approved without prejudice to our rights to contractual penalties and damages"
            " for late, missing or defective performance (TBK 179/2)."
        )


def _entry(actor: Actor, settlement: Settlement) -> Draft:
    legs = posting.settlement_approved(
        settlement.member_id,
        net=settlement.net,
        vat=settlement.vat,
        withheld=settlement.withheld,
        deductions=settlement.deductions,
        retention=settlement.retention,
    )
    text = _("Settlement %(number)s") % {"number": settlement.number}
    return Draft(actor.today, text, "billing.settlement", settlement.pk, legs, settlement.currency)


def _locked(actor: Actor, settlement_id: int) -> Settlement:
    rows = Settlement.objects.visible_to(actor).select_for_update(of=("self",))
    if actor.at_desk:
        rows = rows.select_related("project_agreement")
    found: Settlement = rows.get(pk=settlement_id)
    return found


def _draft(actor: Actor, settlement_id: int) -> Settlement:
    settlement = _locked(actor, settlement_id)
    if settlement.status != SettlementStatus.DRAFT:
        raise NotADraft(_("The settlement left the desk; it can be changed after the member objected."))
    return settlement


def _waiting(actor: Actor, project_agreement_id: int, month: date) -> list[MemberAccrual]:
    rows = (
        MemberAccrual.objects.visible_to(actor)
        .filter(project_agreement_id=project_agreement_id, month__lte=month, status=AccrualStatus.OPEN)
        .select_related("project_agreement__agreement", "backing__service", "backing__location")
        .select_for_update(of=("self",))
        .order_by("backing__position", "backing_id", "period", "part")
    )
    return list(rows)


def _take(actor: Actor, settlement: Settlement, accruals: Sequence[MemberAccrual]) -> None:
    """Put accruals onto a settlement, taxed together with the lines it has."""
    standing = list(settlement.lines.select_related("accrual__backing__service").order_by("position"))
    lines = [_line(settlement, place, accrual) for place, accrual in enumerate(accruals, start=len(standing) + 1)]
    changed = _tax(actor, settlement, [*standing, *lines])
    SettlementLine.objects.bulk_create(lines)
    SettlementLine.objects.bulk_update([line for line in standing if line in changed], TAXED)
    MemberAccrual.objects.filter(pk__in=[accrual.pk for accrual in accruals]).update(status=AccrualStatus.TAKEN)
    _sum_up(settlement)


def _line(settlement: Settlement, place: int, accrual: MemberAccrual) -> SettlementLine:
    backing = accrual.backing
    whole = accrual.days is None or accrual.days == accrual.of_days
    text = f"{backing.location.name} · {backing.service.name_tr}"
    if not whole:
        text += f" · {accrual.days}/{accrual.of_days} gün"
    return SettlementLine(
        settlement=settlement,
        member_id=settlement.member_id,
        accrual=accrual,
        position=place,
        text=text[:300],
        quantity=accrual.quantity if whole else Decimal(1),
        unit=backing.unit if whole else PIECE,
        unit_price=accrual.unit_price if whole else Decimal(accrual.net) / 100,
        net=accrual.net,
        vat_rate=Decimal(0),
        vat=0,
    )


def _tax(actor: Actor, settlement: Settlement, lines: Sequence[SettlementLine]) -> list[SettlementLine]:
    """Set VAT and withholding of all lines as one document, from the member to us; returns the lines it changed."""
    taxed = tax_lines(
        actor,
        [
            Taxable(
                line.accrual.backing.service,
                line.net,
                (Period.of(line.accrual.period).last_day or settlement.month),
            )
            for line in lines
        ],
        seller=Party.objects.get(pk=settlement.member_id),
        buyer=Party.objects.get(is_prime=True),
        service_date=last_day_of(settlement.month),
        passed_on=False,
    )
    changed = []
    for line, result in zip(lines, taxed.lines, strict=True):
        before = [getattr(line, name) for name in TAXED]
        line.vat_rate, line.vat, line.withheld = result.vat_rate, result.vat, result.withheld
        line.withholding_code = result.rule.code if result.rule is not None and result.withheld else ""
        if [getattr(line, name) for name in TAXED] != before:
            changed.append(line)
    return changed


def _sum_up(settlement: Settlement) -> None:
    """The amounts of the settlement from its lines and deductions. Raises: DeductedTooMuch."""
    of_lines = settlement.lines.aggregate(net=Sum("net"), vat=Sum("vat"), withheld=Sum("withheld"))
    sums = settlement_sums(
        net=of_lines["net"] or 0,
        vat=of_lines["vat"] or 0,
        withheld=of_lines["withheld"] or 0,
        deductions=settlement.netted.aggregate(total=Sum("amount"))["total"] or 0,
        retention_percent=settlement.retention_percent,
    )
    if sums.payable < 0:
        raise DeductedTooMuch(_("At most what is left to pay can be deducted."), field="amount")
    settlement.gross = settlement.net = sums.net
    settlement.vat, settlement.withheld = sums.vat, sums.withheld
    settlement.deductions, settlement.retention, settlement.payable = (
        sums.deductions,
        sums.retention,
        sums.payable,
    )
    settlement.save(update_fields=["gross", "net", "vat", "withheld", "deductions", "retention", "payable"])
