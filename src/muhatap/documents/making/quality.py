"""The papers of quality: the report of an audit for its reader."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.documents import inputs as paper
from muhatap.documents import render_audit_report
from muhatap.documents.making.demand import company_of
from muhatap.documents.wording import Language
from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from muhatap.kernel.filereads import visible_file
from muhatap.parties import reads as parties
from muhatap.quality import commands, reads
from muhatap.quality.reads import AuditResult, Reader

VERDICTS = {
    AuditResult.PASS: paper.Verdict.PASSED,
    AuditResult.INCOMPLETE: paper.Verdict.CONDITIONAL,
    AuditResult.FAIL: paper.Verdict.FAILED,
}
FACE = {Reader.CUSTOMER: "customer", Reader.MEMBER: "member"}


def publish_audit(actor: Actor, *, audit_id: int, language: Language = "tr") -> dict[str, bytes]:
    """Report an audit to its readers with a PDF for each; returns the PDFs by reader."""
    made = {}
    for reader, report_id in commands.publish_audit(actor, audit_id=audit_id).items():
        if reader != Reader.INTERNAL:
            made[reader] = make_audit_report(actor, report_id=report_id, language=language)
    return made


def make_audit_report(actor: Actor, *, report_id: int, language: Language = "tr") -> bytes:
    """Set a projection of an audit as PDF, keep it with it and open it to its reader."""
    with translation.override(language):
        reader = replace(actor, language=language)
        view = reads.report(reader, report_id=report_id)
        pdf = render_audit_report(_report(reader, view), language)
        name = f"{_('audit-report')}-{view.summary.number}.pdf"
    commands.attach_report(actor, report_id=report_id, pdf=pdf, name=name)
    return pdf


def _report(actor: Actor, view: reads.ReportView) -> paper.AuditReport:
    audit = reads.audit(actor, audit_id=view.summary.audit_id)
    prime = parties.prime(actor)
    subject = audit.customer_id if view.audience == Reader.CUSTOMER else audit.member_id
    reader = parties.party(actor, party_id=subject or prime.id)
    face = FACE.get(Reader(view.audience), "desk")
    owner = prime.short_name if view.audience == Reader.CUSTOMER else reader.short_name
    sampling = view.sampling
    return paper.AuditReport(
        head=paper.Head(company_of(prime), view.summary.number, actor.today),
        customer=company_of(reader),
        location=view.summary.location or reader.short_name,
        service=view.summary.title,
        template=view.summary.title,
        audited_at=view.audited_at or view.summary.published_at,
        auditor=paper.Person(audit.row.auditor, prime.short_name),
        verdict=VERDICTS[AuditResult(view.summary.result)],
        score=view.summary.score or Decimal(0),
        band=view.summary.grade,
        last_score=view.last_score,
        best=tuple(paper.Point(one["text"], one["score"]) for one in view.best),
        worst=tuple(paper.Point(one["text"], one["score"]) for one in view.worst),
        findings=tuple(_finding(actor, one, owner) for one in view.findings),
        sections=tuple(_section(one) for one in view.sections),
        last_actions=tuple(
            paper.ActionLine(one["text"], owner, one["due_on"], one["closed_on"]) for one in view.last_actions
        ),
        samplings=(
            paper.Sampling(sampling["unit"], sampling["lot"], sampling["n"], sampling["ac"], sampling["found"] or 0),
        )
        if sampling
        else (),
        page_address=f"{settings.FACE_URLS[face]}reports/{view.summary.id}/",
    )


def _finding(actor: Actor, finding: dict[str, Any], owner: str) -> paper.FindingLine:
    photo = None
    if finding["photos"]:
        file = visible_file(actor, file_id=finding["photos"][0])
        if file.media_type.startswith("image/"):
            photo = paper.Photo(files.read(file), finding["number"], file.taken_at)
    text = f"{finding['title']} – {finding['text']}" if finding["text"] else finding["title"]
    return paper.FindingLine(
        paper.Grade(finding["severity"]), f"{finding['number']}: {text}", owner, finding["due_on"], photo
    )


def answer_words(answer: dict[str, Any]) -> str:
    """An answer in words: fulfilled, a mark of four, a reading with its unit."""
    value = answer["value"]
    if answer["not_applicable"]:
        return _("not applicable")
    if answer["type"] == "pass_fail":
        return _("fulfilled") if value == "pass" else _("not fulfilled")
    if answer["type"] == "score_0_4":
        return f"{value} / 4"
    if answer["type"] == "number":
        return f"{value} {answer['measure']}".strip()
    if answer["type"] == "photo":
        return _("%(count)d photos") % {"count": len(answer["photos"])}
    return value or "—"


def _section(section: dict[str, Any]) -> paper.Section:
    return paper.Section(
        name=section["title"],
        score=section["score"],
        weight=section["weight"],
        answers=tuple(
            paper.Answer(
                question=f"{one['id']} {one['text']}" + (f" ({one['unit']})" if one["unit"] else ""),
                answer=answer_words(one),
                note=one["note"],
                exception=one["failed"],
            )
            for one in section["answers"]
        ),
    )
