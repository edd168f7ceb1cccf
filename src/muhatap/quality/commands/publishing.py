"""Report an audit the same day: one record, three projections, one reader each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import Refusal
from muhatap.kernel.events import announce
from muhatap.quality.events import AuditPublished, AuditReportRead
from muhatap.quality.letters import write_report
from muhatap.quality.models import (
    AUDIT_LIFECYCLE,
    Audit,
    AuditOutcome,
    AuditPhoto,
    AuditReport,
    AuditResult,
    AuditStatus,
    Finding,
    Reader,
)
from muhatap.quality.permissions import QualityPermission
from muhatap.quality.reads.projections import projections


class ReviewNeeded(Refusal):
    """An incomplete audit leaves the house only after a second person accepted it."""


@command(QualityPermission.PUBLISH)
def publish_audit(actor: Actor, *, audit_id: int) -> dict[str, int]:
    """Report an audit to its customer and its member; findings appear in their portals at the same moment.

    Returns the id of each projection by its reader. Raises: IllegalMove, ReviewNeeded.
    """
    audit: Audit = Audit.objects.visible_to(actor).select_for_update().get(pk=audit_id)
    to = AUDIT_LIFECYCLE.move(audit.status, AuditStatus.PUBLISHED)
    outcome = AuditOutcome.objects.get(audit=audit)
    if outcome.result == AuditResult.INCOMPLETE and audit.status != AuditStatus.REVIEWED:
        raise ReviewNeeded(
            _("Too much was left out as not applicable; a second person has to review this audit first.")
        )
    contents = projections(actor, audit, outcome)
    audit.status = to
    audit.published_at = actor.now
    audit.save(update_fields=["status", "published_at"])
    Finding.objects.filter(audit=audit).update(published_at=actor.now)
    ids = {reader.value: _keep(actor, audit, reader, content) for reader, content in contents.items()}
    _open_photos(audit)
    announce(
        AuditPublished(
            audit_id=audit.pk,
            customer_id=audit.customer_id,
            member_id=audit.member_id,
            on_time=audit.report_due_at is None or actor.now < audit.report_due_at,
        ),
        by=actor,
    )
    return ids


def _keep(actor: Actor, audit: Audit, reader: Reader, content: dict[str, Any]) -> int:
    """Freeze a projection for its one reader; returns its id."""
    report = AuditReport(
        audit=audit,
        audience=reader,
        customer_id=audit.customer_id if reader is Reader.CUSTOMER else None,
        member_id=audit.member_id if reader is Reader.MEMBER else None,
        location_id=audit.location_id,
        content=content,
        published_at=actor.now,
    )
    report.save(force_insert=True)
    write_report(audit, report)
    return report.pk


def _open_photos(audit: Audit) -> None:
    """Photos of findings are shown to whom the finding is reported."""
    parties = [party for party in (audit.customer_id, audit.member_id) if party is not None]
    items = set(Finding.objects.filter(audit=audit).values_list("unit", "item_id"))
    for photo in AuditPhoto.objects.filter(audit=audit).select_related("file"):
        if (photo.unit, photo.item_id) in items:
            files.open_to(photo.file, *parties, permission=QualityPermission.SEE)


@command(QualityPermission.PUBLISH)
def attach_report(actor: Actor, *, report_id: int, pdf: bytes, name: str) -> None:
    """Keep the PDF of a projection with it and open it to its one reader."""
    report: AuditReport = AuditReport.objects.visible_to(actor).select_for_update().get(pk=report_id)
    report.file = files.store_output(
        actor, pdf, name=name, media_type="application/pdf", permission=QualityPermission.SEE
    )
    report.save(update_fields=["file"])
    reader = report.customer_id or report.member_id
    if reader is not None:
        files.open_to(report.file, reader, permission=QualityPermission.SEE)


@command(QualityPermission.SEE)
def read_report(actor: Actor, *, report_id: int) -> None:
    """Note, once, that its reader has opened a report."""
    report: AuditReport = AuditReport.objects.visible_to(actor).select_for_update().get(pk=report_id)
    if actor.at_desk or report.read_at is not None:
        return
    report.read_at = actor.now
    report.read_by_id = actor.user_id
    report.save(update_fields=["read_at", "read_by"])
    announce(AuditReportRead(report_id=report.pk, audit_id=report.audit_id), by=actor)
