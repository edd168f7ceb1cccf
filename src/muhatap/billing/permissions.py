"""What may be allowed in billing."""

from muhatap.kernel.actors import Permission


class BillingPermission(Permission):
    """Acts on accruals, settlements, invoices, payments and receipts."""

    # The desk.
    SEE = "billing.see"
    ACCRUE = "billing.accrue"
    SETTLE = "billing.settle"
    APPROVE = "billing.approve"
    PAY = "billing.pay"
    INVOICE = "billing.invoice"
    RECEIVE = "billing.receive"
    MARGIN = "billing.margin"
    # The member's portal.
    SEE_SETTLEMENTS = "billing.member_settlements"
    ANSWER_SETTLEMENT = "billing.member_answer_settlement"
    # The customer's portal.
    SEE_INVOICES = "billing.customer_invoices"
    ANSWER_INVOICE = "billing.customer_answer_invoice"
