"""What billing writes into the books: the legs of every entry, after the uniform chart of accounts (MSUGT 1)."""

from __future__ import annotations

from muhatap.ledger.rules import Leg, credit, debit, without_zeros

BANKS = "102"
CUSTOMERS = "120"
INCOME_ACCRUED = "181"
INPUT_VAT = "191"
MEMBERS = "320"
RETAINED = "326"
TAXES = "360"
COST_ACCRUED = "381"
OUTPUT_VAT = "391"
SALES = "600"
OTHER_INCOME = "649"
SERVICE_COST = "740"


def customer_accrued(customer_id: int, net: int) -> tuple[Leg, ...]:
    """Revenue of the month before the invoice."""
    return without_zeros([debit(INCOME_ACCRUED, net, customer_id), credit(SALES, net)])


def member_accrued(member_id: int, net: int) -> tuple[Leg, ...]:
    """Cost of the month before the settlement is approved."""
    return without_zeros([debit(SERVICE_COST, net), credit(COST_ACCRUED, net, member_id)])


def invoice_issued(customer_id: int, *, net: int, vat: int, withheld: int) -> tuple[Leg, ...]:
    """The customer owes the price and the VAT it does not withhold; withheld VAT is the customer's to declare."""
    return without_zeros(
        [
            debit(CUSTOMERS, net + vat - withheld, customer_id),
            credit(INCOME_ACCRUED, net, customer_id),
            credit(OUTPUT_VAT, vat - withheld),
        ]
    )


def settlement_approved(
    member_id: int, *, net: int, vat: int, withheld: int, deductions: int, retention: int
) -> tuple[Leg, ...]:
    """We owe the member the rest after withheld VAT (which we declare), set-offs and retention."""
    payable = net + vat - withheld - deductions - retention
    return without_zeros(
        [
            debit(COST_ACCRUED, net, member_id),
            debit(INPUT_VAT, vat),
            credit(MEMBERS, payable, member_id),
            credit(TAXES, withheld),
            credit(RETAINED, retention, member_id),
            credit(OTHER_INCOME, deductions, member_id),
        ]
    )


def receipt(customer_id: int, amount: int) -> tuple[Leg, ...]:
    """Money of a customer arrives at the bank."""
    return (debit(BANKS, amount), credit(CUSTOMERS, amount, customer_id))


def payment(member_id: int, amount: int) -> tuple[Leg, ...]:
    """Money goes from the bank to a member."""
    return (debit(MEMBERS, amount, member_id), credit(BANKS, amount))
