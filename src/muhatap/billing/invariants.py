"""What is always true of accruals, settlements, invoices, payments and receipts (INV-10 to INV-29)."""

from __future__ import annotations

from muhatap.kernel.invariants import Invariant

ISSUED = "status <> 'draft'"
APPROVED = "status IN ('approved', 'paid')"
FIXED = "('per_period', 'per_head')"


def _ledger_side(account: str) -> str:
    return (
        "SELECT p.party_id, sum(p.amount) AS amount FROM ledger_posting p"
        f" WHERE p.account_id = '{account}' GROUP BY p.party_id"
    )


def _agrees(account: str, ours: str) -> str:
    """Rows where the ledger's balance of a party differs from the documents' (`ours`: party_id, amount)."""
    return (
        f"SELECT coalesce(l.party_id, o.party_id), l.amount, o.amount FROM ({_ledger_side(account)}) l"
        f" FULL JOIN (SELECT party_id, sum(amount) AS amount FROM ({ours}) parts GROUP BY party_id) o"
        " ON o.party_id = l.party_id WHERE coalesce(l.amount, 0) <> coalesce(o.amount, 0)"
    )


def _counted(side: str, line: str) -> str:
    """Accruals by quantity whose quantity is not the accepted quantity of the jobs they point to."""
    return (
        f"SELECT a.id, a.quantity, coalesce(sum(j.accepted_quantity), 0) FROM billing_{side}accrual a"
        f" LEFT JOIN billing_{side}accrualjob x ON x.accrual_id = a.id LEFT JOIN operations_job j ON j.id = x.job_id"
        " WHERE a.days IS NULL GROUP BY a.id HAVING a.quantity <> coalesce(sum(j.accepted_quantity), 0)"
        f" OR bool_or(j.{line}_id <> a.{line}_id) OR bool_or(j.status <> 'confirmed')"
    )


def _priced(side: str, line: str, prices: str) -> str:
    """Accruals that are not quantity times the price of their days."""
    return (
        f"SELECT a.id FROM billing_{side}accrual a WHERE a.net <> round(a.quantity * a.unit_price * 100"
        " * coalesce(a.days, 1) / coalesce(a.of_days, 1)) OR NOT EXISTS ("
        f" SELECT 1 FROM {prices} c WHERE c.{line}_id = a.{line}_id AND c.period @> a.period"
        " AND c.unit_price = a.unit_price)"
    )


INVARIANTS = (
    Invariant(
        "INV-10",
        "A document is the sum of its lines.",
        "SELECT i.id, 'invoice' FROM billing_invoice i LEFT JOIN billing_invoiceline l ON l.invoice_id = i.id"
        " GROUP BY i.id HAVING i.net <> coalesce(sum(l.net), 0) OR i.vat <> coalesce(sum(l.vat), 0)"
        " OR i.withheld <> coalesce(sum(l.withheld), 0) OR i.payable <> i.net + i.vat - i.withheld"
        " UNION ALL SELECT s.id, 'settlement' FROM billing_settlement s"
        " LEFT JOIN billing_settlementline l ON l.settlement_id = s.id"
        " GROUP BY s.id HAVING s.net <> coalesce(sum(l.net), 0) OR s.vat <> coalesce(sum(l.vat), 0)"
        " OR s.withheld <> coalesce(sum(l.withheld), 0) OR s.payable <> s.net + s.vat - s.withheld - s.retention"
        "   - coalesce((SELECT sum(d.amount) FROM billing_settlementdeduction d WHERE d.settlement_id = s.id), 0)",
    ),
    Invariant(
        "INV-12a",
        "What customers owe by their invoices and receipts is account 120, customer by customer.",
        _agrees(
            "120",
            f"SELECT customer_id AS party_id, payable AS amount FROM billing_invoice WHERE {ISSUED}"
            " UNION ALL SELECT customer_id, -amount FROM billing_receipt",
        ),
    ),
    Invariant(
        "INV-12b",
        "What we owe members by their settlements and payments is account 320, member by member.",
        _agrees(
            "320",
            f"SELECT member_id AS party_id, -payable AS amount FROM billing_settlement WHERE {APPROVED}"
            " UNION ALL SELECT member_id, amount FROM billing_payment",
        ),
    ),
    Invariant(
        "INV-12c",
        "Revenue that is accrued and not invoiced is account 181, customer by customer.",
        _agrees(
            "181",
            "SELECT customer_id AS party_id, net AS amount FROM billing_customeraccrual"
            f" UNION ALL SELECT customer_id, -net FROM billing_invoice WHERE {ISSUED}",
        ),
    ),
    Invariant(
        "INV-12d",
        "Cost that is accrued and not approved is account 381, member by member.",
        _agrees(
            "381",
            "SELECT member_id AS party_id, -net AS amount FROM billing_memberaccrual"
            f" UNION ALL SELECT member_id, net FROM billing_settlement WHERE {APPROVED}",
        ),
    ),
    Invariant(
        "INV-12e",
        "What was retained from members is account 326, member by member.",
        _agrees("326", f"SELECT member_id AS party_id, -retention AS amount FROM billing_settlement WHERE {APPROVED}"),
    ),
    Invariant(
        "INV-18",
        "What a customer is billed by quantity is what was accepted, job by job.",
        _counted("customer", "promise"),
    ),
    Invariant(
        "INV-19",
        "What a member is settled by quantity is what was accepted, job by job.",
        _counted("member", "backing"),
    ),
    Invariant(
        "INV-20a",
        "An accrual of a customer carries the price of its days.",
        _priced("customer", "promise", "contracts_promiseprice"),
    ),
    Invariant(
        "INV-20b",
        "An accrual of a member carries the price of its days.",
        _priced("member", "backing", "backing_backingprice"),
    ),
    Invariant(
        "INV-20c",
        "A line of a document is its accrual.",
        "SELECT l.id, 'invoice' FROM billing_invoiceline l JOIN billing_customeraccrual a ON a.id = l.accrual_id"
        " WHERE l.net <> a.net OR a.status <> 'taken' OR round(l.quantity * l.unit_price * 100) <> l.net"
        " UNION ALL SELECT l.id, 'settlement' FROM billing_settlementline l"
        " JOIN billing_memberaccrual a ON a.id = l.accrual_id"
        " WHERE l.net <> a.net OR a.status <> 'taken' OR round(l.quantity * l.unit_price * 100) <> l.net",
    ),
    Invariant(
        "INV-21",
        "No table that a portal can read holds both sides' prices.",
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'unit_price'"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
        " AND has_table_privilege('app_customer', c.oid, 'SELECT')"
        " AND has_table_privilege('app_member', c.oid, 'SELECT')",
    ),
    Invariant(
        "INV-23a",
        "A receipt is allocated at most once, and no invoice receives more than it asks for.",
        "SELECT r.id, 'receipt' FROM billing_receipt r JOIN billing_receiptallocation x ON x.receipt_id = r.id"
        " GROUP BY r.id HAVING sum(x.amount) > r.amount UNION ALL SELECT i.id, 'invoice' FROM billing_invoice i"
        " JOIN billing_receiptallocation x ON x.invoice_id = i.id GROUP BY i.id HAVING sum(x.amount) > i.payable",
    ),
    Invariant(
        "INV-23b",
        "All of a payment is allocated, and no settlement is paid more than is payable.",
        "SELECT p.id, 'payment' FROM billing_payment p LEFT JOIN billing_paymentallocation x ON x.payment_id = p.id"
        " GROUP BY p.id HAVING coalesce(sum(x.amount), 0) <> p.amount UNION ALL"
        " SELECT s.id, 'settlement' FROM billing_settlement s"
        " JOIN billing_paymentallocation x ON x.settlement_id = s.id"
        " GROUP BY s.id HAVING sum(x.amount) > s.payable",
    ),
    Invariant(
        "INV-23c",
        "An invoice or settlement is paid exactly when nothing is open on it.",
        "SELECT i.id, 'invoice' FROM billing_invoice i LEFT JOIN billing_receiptallocation x ON x.invoice_id = i.id"
        " WHERE i.status IN ('sent', 'accepted', 'paid') AND i.payable > 0 GROUP BY i.id"
        " HAVING (i.status = 'paid') <> (coalesce(sum(x.amount), 0) = i.payable)"
        " UNION ALL SELECT s.id, 'settlement' FROM billing_settlement s"
        " LEFT JOIN billing_paymentallocation x ON x.settlement_id = s.id"
        f" WHERE s.{APPROVED} AND s.payable > 0 GROUP BY s.id"
        " HAVING (s.status = 'paid') <> (coalesce(sum(x.amount), 0) = s.payable)",
    ),
    Invariant(
        "INV-24",
        "What the books credited to members is what the settlements say.",
        "SELECT s.number FROM billing_settlement s LEFT JOIN ledger_entry e ON e.source_kind = 'billing.settlement'"
        " AND e.source_id = s.id AND e.reverses_id IS NULL LEFT JOIN ledger_posting p ON p.entry_id = e.id"
        f" AND p.account_id = '320' WHERE s.{APPROVED} GROUP BY s.id HAVING coalesce(sum(-p.amount), 0) <> s.payable",
    ),
    Invariant(
        "INV-26",
        "A run did each subject once, and a finished run left nobody waiting.",
        "SELECT r.id FROM billing_monthendrun r JOIN billing_monthendresult x ON x.run_id = r.id"
        " WHERE r.status = 'done' AND x.outcome = 'waiting'",
    ),
    Invariant(
        "INV-29",
        "Invoice numbers are gapless in their series and year, and days follow numbers.",
        "SELECT left(number, 7) FROM billing_invoice WHERE number <> '' GROUP BY 1"
        " HAVING count(*) <> max(right(number, 9)::int) UNION ALL"
        " SELECT number FROM (SELECT number, issued_on, lag(issued_on) OVER"
        " (PARTITION BY left(number, 7) ORDER BY number)"
        " AS before FROM billing_invoice WHERE number <> '') i WHERE issued_on < before",
    ),
)
