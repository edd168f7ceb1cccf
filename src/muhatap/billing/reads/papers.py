"""What the papers of billing are made from: one frozen value per paper, everything in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, Sum

from muhatap.billing.models import Invoice, Settlement, SettlementLine
from muhatap.billing.permissions import BillingPermission
from muhatap.billing.reads.invoices import invoice
from muhatap.billing.reads.settlements import settlement
from muhatap.billing.reads.views import InvoiceView, SettlementView
from muhatap.catalogue.models import WithholdingCode
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.parties.models import BankAccount, Party


@dataclass(frozen=True, slots=True)
class PartyCard:
    """A party as papers and e-invoices name it."""

    name: str
    is_company: bool
    tax_number: str
    tax_office: str
    address: str
    district: str
    province: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class WithholdingName:
    """A withholding code with its official name and ratio."""

    code: str
    name: str
    numerator: int
    denominator: int

    @property
    def percent(self) -> int:
        """The ratio in whole percent: 9/10 is 90."""
        return self.numerator * 100 // self.denominator


@dataclass(frozen=True, slots=True)
class InvoicePaper:
    """An issued invoice with both parties, the codes of its lines, contract and bank account."""

    invoice: InvoiceView
    issued_at: datetime
    due_on: date
    seller: PartyCard
    buyer: PartyCard
    codes: dict[str, WithholdingName]
    contract_number: str
    contract_signed_on: date | None
    order_number: str
    iban: str
    bank: str


@dataclass(frozen=True, slots=True)
class SettlementPaper:
    """A settlement with both parties and, per line, where and what."""

    settlement: SettlementView
    prime: PartyCard
    member: PartyCard
    made_on: date
    # By line: location and service; and how much was planned.
    places: dict[int, tuple[str, str]]
    planned: dict[int, Decimal]


def invoice_paper(actor: Actor, *, invoice_id: int) -> InvoicePaper:
    """Everything the papers of an issued invoice say. Raises: Forbidden, Invoice.DoesNotExist (also for a draft)."""
    ask(actor, BillingPermission.SEE)
    found = (
        Invoice.objects.visible_to(actor)
        .select_related("contract__agreement", "customer__district__province")
        .get(pk=invoice_id)
    )
    if found.issued_at is None or found.due_on is None:
        raise Invoice.DoesNotExist
    view = invoice(actor, invoice_id=invoice_id)
    prime = _prime(actor)
    account = (
        BankAccount.objects.visible_to(actor)
        .filter(party=prime, usable_from__lte=found.issued_on)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=found.issued_on))
        .select_related("bank")
        .order_by("usable_from", "pk")
        .first()
    )
    used = {line.withholding_code for line in view.lines if line.withholding_code}
    codes = {
        row.code: WithholdingName(row.code, row.name_tr, row.numerator, row.denominator)
        for row in WithholdingCode.objects.visible_to(actor).filter(code__in=used)
    }
    signed = found.contract.agreement.signed_at
    return InvoicePaper(
        invoice=view,
        issued_at=found.issued_at,
        due_on=found.due_on,
        seller=_card(prime),
        buyer=_card(found.customer),
        codes=codes,
        contract_number=found.contract.agreement.number,
        contract_signed_on=signed.date() if signed else None,
        order_number=found.contract.purchase_order,
        iban=account.iban if account else "",
        bank=account.bank.name if account and account.bank else "",
    )


def settlement_paper(actor: Actor, *, settlement_id: int) -> SettlementPaper:
    """Everything the paper of a settlement says. Raises: Forbidden, Settlement.DoesNotExist."""
    ask(actor, BillingPermission.SEE)
    found = Settlement.objects.visible_to(actor).select_related("member__district__province").get(pk=settlement_id)
    lines = (
        SettlementLine.objects.visible_to(actor)
        .filter(settlement=found)
        .select_related("accrual__backing__location", "accrual__backing__service")
        .annotate(planned=Sum("accrual__jobs__job__planned_quantity"))
    )
    return SettlementPaper(
        settlement=settlement(actor, settlement_id=settlement_id),
        prime=_card(_prime(actor)),
        member=_card(found.member),
        made_on=found.made_at.date(),
        places={line.pk: (line.accrual.backing.location.name, line.accrual.backing.service.name_tr) for line in lines},
        # A fixed line is planned as it is owed; its jobs say how it was delivered.
        planned={line.pk: line.quantity if line.accrual.days else line.planned for line in lines},
    )


def _prime(actor: Actor) -> Party:
    found: Party = Party.objects.visible_to(actor).select_related("district__province").get(is_prime=True)
    return found


def _card(party: Party) -> PartyCard:
    return PartyCard(
        name=party.name,
        is_company=party.is_company,
        tax_number=party.tax_number,
        tax_office=party.tax_office,
        address=party.address,
        district=party.district.name if party.district else "",
        province=party.district.province.name if party.district else "",
        phone=party.phone,
        email=party.email,
    )
