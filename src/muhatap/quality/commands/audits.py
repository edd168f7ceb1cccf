"""Plan an audit, answer it on the spot, submit it with its score and findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from muhatap.backing.models import Backing, BackingRole, BackingStatus
from muhatap.kernel import files
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_number
from muhatap.parties.models import Location, Party
from muhatap.quality.commands.opening import open_findings
from muhatap.quality.events import (
    AuditCancelled,
    AuditPlanned,
    AuditReviewed,
    AuditStarted,
    AuditSubmitted,
)
from muhatap.quality.models import (
    AUDIT_LIFECYCLE,
    Audit,
    AuditAnswer,
    AuditKind,
    AuditOutcome,
    AuditPhoto,
    AuditStatus,
    Template,
    TemplateKind,
)
from muhatap.quality.permissions import QualityPermission
from muhatap.quality.reads.sheet import Sheet, load_content, load_sheet
from muhatap.quality.rules import content, scoring

SERIES = "DN"
TEMPLATE_OF = {
    AuditKind.SERVICE: TemplateKind.SERVICE,
    AuditKind.MEMBER: TemplateKind.MEMBER,
    AuditKind.READINESS: TemplateKind.STARTUP,
}
MOST_UNITS = 40


class WrongTemplate(Refusal):
    """The template is for something else."""


class NothingToAudit(Refusal):
    """An audit needs a location or a member."""


class WrongAnswer(Refusal):
    """The answer does not fit the item."""


class NotBegun(Refusal):
    """The audit is not being answered."""


class AuditOpen(Refusal):
    """Answers or evidence are missing; every gap is named."""

    def __init__(self, message: str, missing: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(message)
        self.missing = dict(missing)


class SecondPersonNeeded(Refusal):
    """The auditor cannot review the own audit."""


def _locked(actor: Actor, audit_id: int) -> Audit:
    audit: Audit = Audit.objects.visible_to(actor).select_for_update().get(pk=audit_id)
    return audit


@command(QualityPermission.PLAN)
def plan_audit(
    actor: Actor,
    *,
    kind: str,
    template_id: int,
    planned_on: date,
    location_id: int | None = None,
    member_id: int | None = None,
    auditor_id: int | None = None,
    announced: bool = True,
) -> int:
    """Plan an audit of a location or a member. Raises: WrongTemplate, NothingToAudit, InvalidInput."""
    what = AuditKind(kind)
    template = Template.objects.get(pk=template_id, published=True)
    if template.kind != TEMPLATE_OF[what]:
        raise WrongTemplate(
            _("“%(template)s” is not a template for this kind of audit. Choose another.")
            % {"template": template.title},
            field="template_id",
        )
    _refuse_past(actor, planned_on)
    location, member_id = _subject(actor, what, location_id, member_id)
    promise_id, found = _delivered(location, template, planned_on, member_id)
    audit = Audit(
        number=next_number(SERIES, actor.today.year),
        kind=what,
        customer_id=location.customer_id if location else None,
        member_id=member_id or found,
        location=location,
        promise_id=promise_id,
        template=template,
        auditor_id=auditor_id or actor.user_id,
        planned_on=planned_on,
        announced=announced,
    )
    audit.save(force_insert=True)
    announce(AuditPlanned(audit_id=audit.pk, planned_on=planned_on), by=actor)
    return audit.pk


def _refuse_past(actor: Actor, planned_on: date) -> None:
    if planned_on < actor.today:
        raise InvalidInput(_("The day of the audit has passed. Choose today or a later day."), field="planned_on")


def _template(what: AuditKind, template_id: int) -> Template:
    """The published template for a kind of audit. Raises: WrongTemplate."""
    template = Template.objects.get(pk=template_id, published=True)
    if template.kind != TEMPLATE_OF[what]:
        raise WrongTemplate(
            _("“%(template)s” is not a template for this kind of audit. Choose another.")
            % {"template": template.title},
            field="template_id",
        )
    return template


def _subject(
    actor: Actor, what: AuditKind, location_id: int | None, member_id: int | None
) -> tuple[Location | None, int | None]:
    """The place and the member an audit is about. Raises: NothingToAudit."""
    if member_id is not None:
        Party.objects.visible_to(actor).get(pk=member_id, is_member=True)
    if what is AuditKind.MEMBER:
        if member_id is None:
            raise NothingToAudit(_("Choose the member to audit."), field="member_id")
        return None, member_id
    if location_id is None:
        raise NothingToAudit(_("Choose the location to audit."), field="location_id")
    location: Location = Location.objects.visible_to(actor).get(pk=location_id)
    return location, member_id


def _delivered(
    location: Location | None, template: Template, on: date, member_id: int | None
) -> tuple[int | None, int | None]:
    """The promise and member of the template's class of service at a location on a day; none for another kind."""
    if location is None or template.kind != TemplateKind.SERVICE:
        return None, None
    rows = Backing.objects.filter(
        location=location, role=BackingRole.PRIMARY, status=BackingStatus.IN_FORCE, period__contains=on
    )
    if template.category:
        rows = rows.filter(service__category=template.category)
    if member_id is not None:
        rows = rows.filter(member_id=member_id)
    found = rows.order_by("position", "pk").values_list("promise_id", "member_id").first()
    return found if found is not None else (None, None)


@command(QualityPermission.AUDIT)
def start_audit(
    actor: Actor,
    *,
    audit_id: int,
    header: Mapping[str, Any] | None = None,
    units: Sequence[str] = (),
    lot_size: int | None = None,
) -> None:
    """Begin to answer an audit; from now on it keeps the template as it is today.

    Raises: IllegalMove, InvalidInput.
    """
    audit = _locked(actor, audit_id)
    to = AUDIT_LIFECYCLE.move(audit.status, AuditStatus.IN_PROGRESS)
    data = Template.objects.get(pk=audit.template_id).content
    sheet = content.read(data)
    names = list(dict.fromkeys(name.strip()[:60] for name in units if name.strip()))
    if sheet.repeat_per and not names:
        raise InvalidInput(_("Name at least one vehicle to audit, one per line."), field="units")
    if len(names) > MOST_UNITS:
        raise InvalidInput(_("At most %(most)d in one audit.") % {"most": MOST_UNITS}, field="units")
    if lot_size is not None and lot_size < 1:
        raise InvalidInput(_("The number in scope is at least one."), field="lot_size")
    known = {one.key for one in sheet.header}
    AuditOutcome(
        audit=audit,
        customer_id=audit.customer_id,
        snapshot=data,
        header={key: value for key, value in (header or {}).items() if key in known},
        units=names if sheet.repeat_per else [],
        lot_size=lot_size if sheet.sampling else None,
    ).save(force_insert=True)
    audit.status = to
    audit.started_at = actor.now
    audit.auditor_id = audit.auditor_id or actor.user_id
    audit.save(update_fields=["status", "started_at", "auditor"])
    announce(AuditStarted(audit_id=audit.pk), by=actor)


def _refuse_unbegun(audit: Audit) -> None:
    if audit.status != AuditStatus.IN_PROGRESS:
        raise NotBegun(_("This audit is not being answered. Reload the page to see where it stands."))


def _open_sheet(actor: Actor, audit: Audit) -> Sheet:
    _refuse_unbegun(audit)
    return load_sheet(actor, audit)


def _check(item: content.Item, value: str) -> str:
    """The answer in its one form. Raises: WrongAnswer."""
    value = value.strip()
    if value == content.NOT_APPLICABLE:
        if not item.na_allowed:
            raise WrongAnswer(_("This item cannot be left out as not applicable."))
        return value
    if item.type == content.PASS_FAIL and value not in (scoring.PASS, scoring.FAIL):
        raise WrongAnswer(_("Answer with fulfilled or not fulfilled."))
    if item.type == content.SCORE and value not in ("0", "1", "2", "3", "4"):
        raise WrongAnswer(_("Answer with a mark from 0 to 4."))
    if item.type == content.NUMBER:
        read = scoring.number(value)
        if read is None:
            raise WrongAnswer(_("Write the reading as a number, for example 4,5."))
        return str(read)
    return value[:2000]


@command(QualityPermission.AUDIT)
def answer_item(actor: Actor, *, audit_id: int, item_id: str, value: str, note: str = "", unit: str = "") -> None:
    """Keep the answer to one item; the last one counts. Raises: NotBegun, WrongAnswer."""
    answer_items(actor, audit_id=audit_id, answers={item_id: (value, note)}, unit=unit)


@command(QualityPermission.AUDIT)
def answer_items(actor: Actor, *, audit_id: int, answers: Mapping[str, tuple[str, str]], unit: str = "") -> None:
    """Keep the answers (value and note) to several items; the last one counts. Raises: NotBegun, WrongAnswer."""
    audit = _locked(actor, audit_id)
    sheet = _open_sheet(actor, audit)
    items = sheet.content.items()
    if unit not in sheet.units:
        raise WrongAnswer(_("This audit does not look at that."))
    rows = []
    for item_id, (value, note) in answers.items():
        item = items.get(item_id)
        if item is None:
            raise WrongAnswer(_("The audit has no item %(item)s.") % {"item": item_id})
        checked = _check(item, value) if item.type != content.PHOTO else ""
        rows.append(
            AuditAnswer(
                audit=audit,
                unit=unit,
                item_id=item_id,
                value=checked,
                note=note.strip()[:2000],
                answered_at=actor.now,
                user_id=actor.user_id,
            )
        )
    AuditAnswer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["audit", "unit", "item_id"],
        update_fields=["value", "note", "answered_at", "user"],
    )


@command(QualityPermission.AUDIT)
def add_evidence(actor: Actor, *, audit_id: int, item_id: str, data: bytes, name: str = "", unit: str = "") -> None:
    """Keep a photo or document that proves the answer to an item. Raises: NotBegun, WrongAnswer, FileRefused."""
    add_evidences(actor, audit_id=audit_id, evidence=[(item_id, data, name)], unit=unit)


@command(QualityPermission.AUDIT)
def add_evidences(actor: Actor, *, audit_id: int, evidence: Sequence[tuple[str, bytes, str]], unit: str = "") -> None:
    """Keep photos and documents (item, bytes, name) that prove answers. Raises: NotBegun, WrongAnswer, FileRefused."""
    audit = _locked(actor, audit_id)
    _refuse_unbegun(audit)
    asked, units = load_content(actor, audit)
    items = asked.items()
    for item_id, _data, _name in evidence:
        if item_id not in items or unit not in units:
            raise WrongAnswer(_("The audit has no item %(item)s.") % {"item": item_id})
    AuditPhoto.objects.bulk_create(
        AuditPhoto(
            audit=audit,
            unit=unit,
            item_id=item_id,
            file=files.store_document(actor, data, name=name, permission=QualityPermission.SEE),
            at=actor.now,
        )
        for item_id, data, name in evidence
    )


def _refuse_open(sheet: Sheet) -> None:
    missing = sheet.missing()
    if missing:
        raise AuditOpen(
            _("%(count)d items are not complete yet: %(items)s. Answer them and add what they ask for.")
            % {"count": len(missing), "items": ", ".join(sorted(missing))},
            missing,
        )


@command(QualityPermission.AUDIT)
def submit_audit(actor: Actor, *, audit_id: int, conclusion: str = "", internal_note: str = "") -> None:
    """Close the answers: score, grade, result and findings are made; the report is due by the end of the day.

    Raises: NotBegun, AuditOpen naming every item that lacks something.
    """
    audit = _locked(actor, audit_id)
    sheet = _open_sheet(actor, audit)
    _refuse_open(sheet)
    score = sheet.score()
    outcome = AuditOutcome.objects.select_for_update().get(audit=audit)
    outcome.raw_score, outcome.score = score.raw, score.reported
    outcome.grade, outcome.result = score.grade, score.result
    outcome.sections = [
        {"key": one.key, "score": None if one.score is None else str(one.score)} for one in score.sections
    ]
    outcome.conclusion = conclusion.strip()
    outcome.internal_note = internal_note.strip()
    outcome.save(update_fields=["raw_score", "score", "grade", "result", "sections", "conclusion", "internal_note"])
    audit.status = AUDIT_LIFECYCLE.move(audit.status, AuditStatus.SUBMITTED)
    audit.submitted_at = actor.now
    audit.report_due_at = _end_of(actor.today)
    audit.save(update_fields=["status", "submitted_at", "report_due_at"])
    announce(
        AuditSubmitted(
            audit_id=audit.pk,
            member_id=audit.member_id,
            location_id=audit.location_id,
            score=score.reported,
            grade=score.grade,
            result=score.result,
        ),
        by=actor,
    )
    open_findings(actor, audit, sheet)


def _end_of(day: date) -> datetime:
    """The first instant that is no longer this day in Istanbul."""
    return datetime.combine(day + timedelta(days=1), time(), ISTANBUL)


@command(QualityPermission.REVIEW)
def review_audit(actor: Actor, *, audit_id: int, note: str) -> None:
    """Accept an audit as a second person: needed where too much was left out as not applicable.

    Raises: IllegalMove, SecondPersonNeeded, InvalidInput.
    """
    audit = _locked(actor, audit_id)
    to = AUDIT_LIFECYCLE.move(audit.status, AuditStatus.REVIEWED)
    if audit.auditor_id == actor.user_id:
        raise SecondPersonNeeded(_("You did this audit yourself; somebody else has to review it."))
    if not note.strip():
        raise InvalidInput(_("Write what you looked at and why the audit stands."), field="note")
    outcome = AuditOutcome.objects.select_for_update().get(audit=audit)
    outcome.review_note = note.strip()
    outcome.reviewed_by_id = actor.user_id
    outcome.save(update_fields=["review_note", "reviewed_by"])
    audit.status = to
    audit.reviewed_at = actor.now
    audit.save(update_fields=["status", "reviewed_at"])
    announce(AuditReviewed(audit_id=audit.pk), by=actor)


@command(QualityPermission.PLAN)
def cancel_audit(actor: Actor, *, audit_id: int, reason: str) -> None:
    """Give an audit up, with the reason. Raises: IllegalMove, InvalidInput."""
    audit = _locked(actor, audit_id)
    if not reason.strip():
        raise InvalidInput(_("Write why the audit does not take place."), field="reason")
    audit.status = AUDIT_LIFECYCLE.move(audit.status, AuditStatus.CANCELLED)
    audit.cancelled_reason = reason.strip()[:500]
    audit.save(update_fields=["status", "cancelled_reason"])
    announce(AuditCancelled(audit_id=audit.pk, reason=audit.cancelled_reason), by=actor)
