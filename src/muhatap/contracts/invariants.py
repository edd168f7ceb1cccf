"""What is always true of customer contracts."""

from muhatap.kernel.invariants import Invariant

INVARIANTS = (
    Invariant(
        "INV-20.1",
        "Every day of a promise has exactly one price.",
        "SELECT p.id FROM contracts_promise p WHERE datemultirange(p.period) IS DISTINCT FROM"
        " (SELECT range_agg(c.period) FROM contracts_promiseprice c WHERE c.promise_id = p.id)",
    ),
    Invariant(
        "INV-20.2",
        "No contract left our house without the network notice.",
        "SELECT c.agreement_id FROM contracts_customercontract c JOIN agreements_agreement a ON a.id = c.agreement_id"
        " WHERE a.status NOT IN ('draft', 'withdrawn') AND NOT c.network_notice",
    ),
    Invariant(
        "INV-20.3",
        "A promise lies inside its contract's days.",
        "SELECT p.id FROM contracts_promise p JOIN agreements_agreement a ON a.id = p.contract_id"
        " WHERE NOT p.period <@ a.period",
    ),
    Invariant(
        "INV-20.4",
        "A signed contract has its project.",
        "SELECT c.agreement_id FROM contracts_customercontract c JOIN agreements_agreement a ON a.id = c.agreement_id"
        " WHERE a.status IN ('signed', 'active', 'suspended', 'ended', 'terminated')"
        " AND NOT EXISTS (SELECT 1 FROM contracts_project p WHERE p.contract_id = c.agreement_id)",
    ),
)
