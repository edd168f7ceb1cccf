"""What is always true of agreements."""

from muhatap.kernel.invariants import Invariant

INVARIANTS = (
    Invariant(
        "INV-34",
        "A signature covers the SHA-256 of exactly the paper of its version.",
        "SELECT s.id FROM agreements_signature s JOIN agreements_agreementversion v ON v.id = s.version_id"
        " LEFT JOIN kernel_storedfile f ON f.id = v.pdf_id WHERE f.sha256 IS DISTINCT FROM s.sha256",
    ),
    Invariant(
        "INV-34.1",
        "A signed version was signed in every place; a place is signed if and only if there is a signature.",
        "SELECT l.id FROM agreements_signatureslot l JOIN agreements_agreementversion v ON v.id = l.version_id"
        " LEFT JOIN agreements_signature s ON s.slot_id = l.id"
        " WHERE (v.status = 'signed' AND s.id IS NULL) OR ((l.status = 'signed') <> (s.id IS NOT NULL))",
    ),
    Invariant(
        "INV-34.2",
        "An agreement that is signed, in force or over has a version everybody signed.",
        "SELECT a.id FROM agreements_agreement a"
        " WHERE a.status IN ('signed', 'active', 'suspended', 'ended', 'terminated')"
        " AND NOT EXISTS (SELECT 1 FROM agreements_agreementversion v"
        "                 WHERE v.agreement_id = a.id AND v.status = 'signed')",
    ),
    Invariant(
        "INV-34.3",
        "Signatures were given in their order: no later place before an earlier one.",
        "SELECT l.id FROM agreements_signatureslot l JOIN agreements_signatureslot e"
        " ON e.version_id = l.version_id AND e.position < l.position"
        " WHERE l.status = 'signed' AND e.status <> 'signed'",
    ),
)
