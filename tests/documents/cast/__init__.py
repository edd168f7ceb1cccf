"""The papers of one invented contract, filled as in real life, for the tests of all papers."""

from tests.documents.cast.field import AUDIT, HANDOVER
from tests.documents.cast.money import INVOICE, SETTLEMENT
from tests.documents.cast.selling import CLAUSES, CONTRACT, EVIDENCE, PRICED, PROPOSAL, VISIT
from tests.documents.cast.sides import CUSTOMER, MEMBER, PRIME, SNAPSHOT, photo

__all__ = [
    "AUDIT",
    "CLAUSES",
    "CONTRACT",
    "CUSTOMER",
    "EVIDENCE",
    "HANDOVER",
    "INVOICE",
    "MEMBER",
    "PRICED",
    "PRIME",
    "PROPOSAL",
    "SETTLEMENT",
    "SNAPSHOT",
    "VISIT",
    "photo",
]
