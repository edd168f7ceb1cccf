"""The inputs of all papers, one frozen dataclass each."""

from muhatap.documents.inputs.agreements import (
    Agreement,
    AgreementKind,
    Clause,
    Evidence,
    SignatureEvent,
)
from muhatap.documents.inputs.common import (
    Answer,
    Company,
    Head,
    Money,
    Percent,
    Person,
    Photo,
    Section,
    Signature,
    Term,
)
from muhatap.documents.inputs.demand import (
    NeedLine,
    PricedLine,
    Proposal,
    VisitReport,
)
from muhatap.documents.inputs.field import (
    ActionLine,
    AuditReport,
    FindingLine,
    Grade,
    Handover,
    Point,
    Sampling,
    Verdict,
)
from muhatap.documents.inputs.money import (
    Invoice,
    InvoiceLine,
    Settlement,
    SettlementEntry,
    SettlementLine,
)

__all__ = [
    "ActionLine",
    "Agreement",
    "AgreementKind",
    "Answer",
    "AuditReport",
    "Clause",
    "Company",
    "Evidence",
    "FindingLine",
    "Grade",
    "Handover",
    "Head",
    "Invoice",
    "InvoiceLine",
    "Money",
    "NeedLine",
    "Percent",
    "Person",
    "Photo",
    "Point",
    "PricedLine",
    "Proposal",
    "Sampling",
    "Section",
    "Settlement",
    "SettlementEntry",
    "SettlementLine",
    "Signature",
    "SignatureEvent",
    "Term",
    "Verdict",
    "VisitReport",
]
