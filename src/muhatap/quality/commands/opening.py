"""Open the findings of a submitted audit: what failed, how heavy, until when, and whether it happened before."""

from __future__ import annotations

from datetime import timedelta

from muhatap.kernel.actors import Actor
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_number
from muhatap.quality.events import FindingOpened
from muhatap.quality.models import Audit, Finding, Severity
from muhatap.quality.reads.sheet import Sheet
from muhatap.quality.rules import content, scoring

SERIES = "BG"
# The same point at the same place again within this many days weighs one degree more.
REPEATED_WITHIN = timedelta(days=90)


def open_findings(actor: Actor, audit: Audit, sheet: Sheet) -> list[Finding]:
    """Open a finding for every failed item of the template's rule; nobody outside sees them before publication."""
    failed = [
        (unit, item)
        for unit in sheet.units
        for item in sheet.shown(unit)
        if scoring.opens_finding(sheet.content, sheet.judged(unit, item))
    ]
    earlier = _earlier(actor, audit)
    return [_open(actor, audit, sheet, unit, item, earlier.get((unit, item.id))) for unit, item in failed]


def _open(  # noqa: PLR0917
    actor: Actor, audit: Audit, sheet: Sheet, unit: str, item: content.Item, before: Finding | None
) -> Finding:
    severity = _heavier(item.severity) if before else item.severity
    finding = Finding(
        number=next_number(SERIES, actor.today.year),
        audit=audit,
        customer_id=audit.customer_id,
        member_id=audit.member_id,
        location_id=audit.location_id,
        unit=unit,
        item_id=item.id,
        severity=Severity(severity),
        title_tr=item.text.tr[:500],
        title_en=item.text.en[:500],
        text=sheet.answers[unit][item.id].note,
        due_on=actor.today + timedelta(days=sheet.content.due_days[severity]),
        repeats=before,
    )
    finding.save(force_insert=True)
    announce(
        FindingOpened(
            finding_id=finding.pk,
            audit_id=audit.pk,
            member_id=finding.member_id,
            severity=severity,
            due_on=finding.due_on,
        ),
        by=actor,
    )
    return finding


def _heavier(severity: str) -> str:
    place = content.SEVERITIES.index(severity)
    return content.SEVERITIES[min(place + 1, len(content.SEVERITIES) - 1)]


def _earlier(actor: Actor, audit: Audit) -> dict[tuple[str, str], Finding]:
    """The latest finding of each item at the same place (of the same member for an audit of a member)."""
    rows = Finding.objects.filter(
        audit__template__key=audit.template.key, audit__submitted_at__gte=actor.now - REPEATED_WITHIN
    ).exclude(audit=audit)
    if audit.location_id is not None:
        rows = rows.filter(location_id=audit.location_id)
    else:
        rows = rows.filter(location__isnull=True, member_id=audit.member_id)
    return {(row.unit, row.item_id): row for row in rows.order_by("pk")}
