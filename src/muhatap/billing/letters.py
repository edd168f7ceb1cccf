"""Mails about settlements and invoices, left in the outbox; they carry numbers and days, never amounts."""

from __future__ import annotations

from muhatap.accounts.letters import write_to_company
from muhatap.accounts.models import Role
from muhatap.billing.models import Invoice, Settlement


def write_settlement(settlement: Settlement) -> None:
    """Tell the member that its settlement waits for an answer."""
    write_to_company(
        "settlement_sent",
        party_id=settlement.member_id,
        roles=(Role.MEMBER_OWNER, Role.MEMBER_FINANCE),
        path=f"settlements/{settlement.pk}/",
        facts={"number": settlement.number, "month": settlement.month.strftime("%m.%Y")},
        dedupe=f"{settlement.pk}:{settlement.sent_at}",
    )


def write_invoice(invoice: Invoice) -> None:
    """Tell the customer that an invoice is in its portal."""
    write_to_company(
        "invoice_sent",
        party_id=invoice.customer_id,
        roles=(Role.CUSTOMER_DECISION, Role.CUSTOMER_FINANCE),
        path=f"invoices/{invoice.pk}/",
        facts={
            "number": invoice.number,
            "month": invoice.month.strftime("%m.%Y"),
            "due": invoice.due_on.strftime("%d.%m.%Y") if invoice.due_on else "—",
        },
        dedupe=f"{invoice.pk}:{invoice.sent_at}",
    )
