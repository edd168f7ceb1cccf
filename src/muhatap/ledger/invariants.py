"""What is always true of the books (INV-01 to INV-16)."""

from muhatap.kernel.invariants import Invariant

INVARIANTS = (
    Invariant(
        "INV-01",
        "Every entry balances to zero in its currency.",
        "SELECT entry_id, sum(amount) FROM ledger_posting GROUP BY entry_id HAVING sum(amount) <> 0",
    ),
    Invariant(
        "INV-02",
        "Every entry has at least two postings.",
        "SELECT e.number, count(p.id) FROM ledger_entry e LEFT JOIN ledger_posting p ON p.entry_id = e.id"
        " GROUP BY e.id HAVING count(p.id) < 2",
    ),
    Invariant("INV-03", "No posting is zero.", "SELECT id, entry_id FROM ledger_posting WHERE amount = 0"),
    Invariant(
        "INV-04",
        "Entries and postings are guarded against change, deletion and truncation, also by their owner.",
        "SELECT t.name, g.name FROM (VALUES ('ledger_entry'), ('ledger_posting')) t(name),"
        " (VALUES ('append_only'), ('sealed'), ('balanced')) g(name)"
        " WHERE NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = t.name::regclass AND tgname = g.name"
        " AND tgenabled = 'A')",
    ),
    Invariant(
        "INV-05",
        "An entry is sealed: all its postings were made in the transaction that made it.",
        "SELECT p.id, e.number FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id"
        " WHERE p.transaction <> e.transaction",
    ),
    Invariant(
        "INV-07",
        "A reversal is the exact negative of one entry that is no reversal itself.",
        "SELECT r.number, o.number FROM ledger_entry r JOIN ledger_entry o ON o.id = r.reverses_id"
        " WHERE o.reverses_id IS NOT NULL OR EXISTS ("
        "   SELECT 1 FROM ledger_posting p WHERE p.entry_id IN (r.id, o.id)"
        "   GROUP BY p.account_id, p.party_id HAVING sum(p.amount) <> 0)",
    ),
    Invariant(
        "INV-08",
        "Money is whole minor units with a currency of three letters.",
        "SELECT number, currency FROM ledger_entry WHERE currency !~ '^[A-Z]{3}$'",
    ),
    Invariant(
        "INV-14",
        "A closed month holds what it held when it was closed.",
        "SELECT year, month FROM ledger_fiscalperiod WHERE status <> 'open'"
        " AND fingerprint <> ledger_fingerprint(year, month)",
    ),
    Invariant(
        "INV-15",
        "The trial balance is zero in every currency.",
        "SELECT e.currency, sum(p.amount) FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id"
        " GROUP BY e.currency HAVING sum(p.amount) <> 0",
    ),
    Invariant(
        "INV-16",
        "The chain of entries is whole: the first row that does not follow from the one before it is named.",
        "SELECT number FROM (SELECT id, number, hash, previous_hash,"
        " lag(hash, 1, '') OVER (ORDER BY id) AS before FROM ledger_entry) e"
        " WHERE previous_hash <> before OR hash <> ledger_hash(id, before) ORDER BY id LIMIT 1",
    ),
)
