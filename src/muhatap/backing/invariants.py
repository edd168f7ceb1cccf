"""What is always true of backings and of the proof (INV-50 to INV-54)."""

from muhatap.kernel.invariants import Invariant

INVARIANTS = (
    Invariant(
        "INV-50",
        "A backing lies inside its promise and inside its agreement, at the same place and for the same service.",
        "SELECT b.id FROM backing_backing b JOIN contracts_promise p ON p.id = b.promise_id"
        " JOIN agreements_agreement a ON a.id = b.project_agreement_id"
        " WHERE b.status <> 'cancelled' AND (NOT p.period @> b.period OR NOT a.period @> b.period"
        " OR a.party_id <> b.member_id OR p.location_id <> b.location_id OR p.service_id <> b.service_id)",
    ),
    Invariant(
        "INV-51",
        "No day of a promise has more primary backing than was promised.",
        "SELECT b.promise_id, lower(b.period) FROM backing_backing b JOIN contracts_promise p ON p.id = b.promise_id"
        " WHERE b.role = 'primary' AND b.status <> 'cancelled' AND p.quantity <"
        " (SELECT sum(o.quantity) FROM backing_backing o WHERE o.promise_id = b.promise_id AND o.role = 'primary'"
        " AND o.status <> 'cancelled' AND o.period @> lower(b.period))",
    ),
    Invariant(
        "INV-52",
        "Every day of a backing has exactly one price.",
        "SELECT b.id FROM backing_backing b LEFT JOIN backing_backingprice c ON c.backing_id = b.id"
        " WHERE b.status <> 'cancelled' GROUP BY b.id"
        " HAVING NOT coalesce(range_agg(c.period), '{}'::datemultirange) @> b.period"
        " OR sum(upper(c.period) - lower(c.period)) <> (SELECT sum(upper(r) - lower(r))"
        " FROM unnest(range_agg(c.period)) AS r)",
    ),
    Invariant(
        "INV-53",
        "Every day of an owed promise is proven: covered or not, and never both.",
        "SELECT p.id FROM contracts_promise p JOIN agreements_agreement a ON a.id = p.contract_id"
        " LEFT JOIN backing_promisecover c ON c.promise_id = p.id"
        " WHERE a.status IN ('signed', 'active', 'suspended') GROUP BY p.id"
        " HAVING range_agg(c.period) IS DISTINCT FROM datemultirange(p.period)",
    ),
    Invariant(
        "INV-54",
        "A gap stands only behind a promise that is owed, and inside its days.",
        "SELECT g.id FROM backing_gap g JOIN contracts_promise p ON p.id = g.promise_id"
        " JOIN agreements_agreement a ON a.id = p.contract_id WHERE g.status <> 'closed'"
        " AND (a.status NOT IN ('signed', 'active', 'suspended') OR NOT p.period @> g.period)",
    ),
)
