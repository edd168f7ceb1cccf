"""Mails about audits, left in the outbox: the same day, to everyone who reads the report."""

from __future__ import annotations

from muhatap.accounts.letters import write_to_company
from muhatap.accounts.models import Role
from muhatap.quality.models import Audit, AuditReport, Finding, Reader

READERS = {
    Reader.CUSTOMER: (Role.CUSTOMER_DECISION, Role.CUSTOMER_SITE),
    Reader.MEMBER: (Role.MEMBER_OWNER, Role.MEMBER_OPERATIONS),
}


def write_report(audit: Audit, report: AuditReport) -> None:
    """Tell the customer or the member of an audit that its report is there; ours needs no mail."""
    reader = Reader(report.audience)
    party_id = report.customer_id or report.member_id
    if reader not in READERS or party_id is None:
        return
    place = audit.location.name if audit.location is not None else audit.member.short_name if audit.member else ""
    write_to_company(
        "audit_report",
        party_id=party_id,
        roles=READERS[reader],
        path=f"reports/{report.pk}/",
        facts={
            "number": audit.number,
            "title": audit.template.title,
            "place": place,
            "day": audit.planned_on.strftime("%d.%m.%Y"),
            "findings": Finding.objects.filter(audit=audit).count(),
        },
        dedupe=str(report.pk),
    )
