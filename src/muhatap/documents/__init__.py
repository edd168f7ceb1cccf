"""Documents: the papers people sign, send and keep, as PDF.

One frozen input per paper with raw values, one function that sets it: values in, bytes out, the same bytes
for the same values. It reads no database and decides nothing; wording and formats of papers live here alone.
"""

from muhatap.documents.papers.agreement import render_contract
from muhatap.documents.papers.audit import render_audit_report
from muhatap.documents.papers.evidence import render_evidence
from muhatap.documents.papers.handover import render_handover
from muhatap.documents.papers.invoice import render_invoice
from muhatap.documents.papers.proposal import render_proposal
from muhatap.documents.papers.settlement import render_settlement
from muhatap.documents.papers.visit import render_visit_report

__all__ = [
    "render_audit_report",
    "render_contract",
    "render_evidence",
    "render_handover",
    "render_invoice",
    "render_proposal",
    "render_settlement",
    "render_visit_report",
]
