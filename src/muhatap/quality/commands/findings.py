"""From a finding to its end: cause and action by the member with evidence, verified by us, closed."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.quality.events import (
    ActionDone,
    ActionPlanned,
    ActionReturned,
    CauseNamed,
    FindingClosed,
    FindingVerified,
)
from muhatap.quality.models import (
    FINDING_LIFECYCLE,
    Action,
    AuditOutcome,
    Finding,
    FindingStatus,
)
from muhatap.quality.permissions import QualityPermission
from muhatap.quality.rules import content


class EvidenceMissing(Refusal):
    """An action is done when it can be seen."""


class TooLate(Refusal):
    """The action would be done after the finding is due."""


class TooEarly(Refusal):
    """Whether the action lasts can be seen only later."""


class DoneAlready(Refusal):
    """The action is done."""


def _locked(actor: Actor, finding_id: int) -> Finding:
    finding: Finding = Finding.objects.visible_to(actor).select_for_update().get(pk=finding_id)
    return finding


@command(QualityPermission.ACT)
def name_cause(actor: Actor, *, finding_id: int, cause: str) -> None:
    """Say why it happened. Raises: IllegalMove, InvalidInput."""
    finding = _locked(actor, finding_id)
    if not cause.strip():
        raise InvalidInput(_("Write why it happened, so that it does not happen again."), field="cause")
    finding.status = FINDING_LIFECYCLE.move(finding.status, FindingStatus.CAUSE)
    finding.cause = cause.strip()[:2000]
    finding.cause_at = actor.now
    finding.save(update_fields=["status", "cause", "cause_at"])
    announce(CauseNamed(finding_id=finding.pk), by=actor)


@command(QualityPermission.ACT)
def plan_action(actor: Actor, *, finding_id: int, text: str, due_on: date) -> int:
    """Say what will be done until when, at most the finding's day. Raises: TooLate, IllegalMove, InvalidInput."""
    finding = _locked(actor, finding_id)
    if not text.strip():
        raise InvalidInput(_("Write what you will do."), field="text")
    if due_on < actor.today:
        raise InvalidInput(_("This day has passed. Choose today or a later day."), field="due_on")
    if due_on > max(finding.due_on, actor.today):
        raise TooLate(
            _("The finding is due on %(day)s. Choose a day until then, or ask us for more time first.")
            % {"day": finding.due_on.strftime("%d.%m.%Y")},
            field="due_on",
        )
    finding.status = FINDING_LIFECYCLE.move(finding.status, FindingStatus.PLANNED)
    finding.save(update_fields=["status"])
    action = Action(
        finding=finding,
        customer_id=finding.customer_id,
        member_id=finding.member_id,
        text=text.strip()[:2000],
        due_on=due_on,
        created_at=actor.now,
    )
    action.save(force_insert=True)
    announce(ActionPlanned(action_id=action.pk, finding_id=finding.pk, due_on=due_on), by=actor)
    return action.pk


@command(QualityPermission.ACT)
def do_action(actor: Actor, *, action_id: int, note: str = "", evidence: bytes | None = None, name: str = "") -> None:
    """Say that an action is done, with a photo or document that shows it.

    Raises: EvidenceMissing, DoneAlready, IllegalMove, FileRefused.
    """
    action: Action = Action.objects.visible_to(actor).select_for_update().get(pk=action_id)
    finding = _locked(actor, action.finding_id)
    if action.done_at is not None and finding.status != FindingStatus.PLANNED:
        raise DoneAlready(_("This action is done already; it waits for our check."))
    if not evidence:
        raise EvidenceMissing(_("Add a photo or document that shows the action is done."), field="evidence")
    finding.status = FINDING_LIFECYCLE.move(finding.status, FindingStatus.DONE)
    finding.save(update_fields=["status"])
    action.evidence = files.store_document(actor, evidence, name=name, permission=QualityPermission.SEE)
    action.done_at = actor.now
    action.done_note = note.strip()[:2000]
    action.save(update_fields=["done_at", "done_note", "evidence"])
    announce(ActionDone(action_id=action.pk, finding_id=finding.pk), by=actor)


@command(QualityPermission.VERIFY)
def return_action(actor: Actor, *, action_id: int, reason: str) -> None:
    """Send an action back: its evidence does not convince, and why. Raises: IllegalMove, InvalidInput."""
    action: Action = Action.objects.visible_to(actor).select_for_update().get(pk=action_id)
    finding = _locked(actor, action.finding_id)
    if not reason.strip():
        raise InvalidInput(_("Write what is still missing, so that the member can act."), field="reason")
    finding.status = FINDING_LIFECYCLE.move(finding.status, FindingStatus.PLANNED)
    finding.check_on = None
    finding.save(update_fields=["status", "check_on"])
    action.returned_at = actor.now
    action.verdict = reason.strip()[:1000]
    action.save(update_fields=["returned_at", "verdict"])
    announce(ActionReturned(action_id=action.pk, finding_id=finding.pk), by=actor)


@command(QualityPermission.VERIFY)
def verify_finding(actor: Actor, *, finding_id: int, verdict: str = "") -> None:
    """See that a finding is corrected; it closes at once, or after the days its severity needs to prove lasting.

    Raises: IllegalMove.
    """
    finding = _locked(actor, finding_id)
    finding.status = FINDING_LIFECYCLE.move(finding.status, FindingStatus.VERIFIED)
    template = content.read(AuditOutcome.objects.get(audit_id=finding.audit_id).snapshot)
    days = template.effectiveness_days.get(finding.severity, 0)
    finding.check_on = actor.today + timedelta(days=days) if days else None
    finding.save(update_fields=["status", "check_on"])
    for action in Action.objects.filter(finding=finding, verified_at__isnull=True).select_related("evidence"):
        action.verified_at = actor.now
        action.verified_by_id = actor.user_id
        action.verdict = verdict.strip()[:1000]
        action.save(update_fields=["verified_at", "verified_by", "verdict"])
        if action.evidence is not None and finding.customer_id is not None:
            files.open_to(action.evidence, finding.customer_id, permission=QualityPermission.SEE)
    announce(FindingVerified(finding_id=finding.pk), by=actor)
    if not days:
        _close(actor, finding)


def _close(actor: Actor, finding: Finding) -> None:
    finding.status = FINDING_LIFECYCLE.move(finding.status, FindingStatus.CLOSED)
    finding.closed_at = actor.now
    finding.save(update_fields=["status", "closed_at"])
    announce(FindingClosed(finding_id=finding.pk, member_id=finding.member_id), by=actor)


@command(QualityPermission.VERIFY)
def close_finding(actor: Actor, *, finding_id: int) -> None:
    """Close a verified finding once its correction has proved lasting. Raises: TooEarly, IllegalMove."""
    finding = _locked(actor, finding_id)
    if finding.check_on is not None and actor.today < finding.check_on:
        raise TooEarly(
            _("Whether the correction lasts is checked on %(day)s; close the finding then.")
            % {"day": finding.check_on.strftime("%d.%m.%Y")}
        )
    _close(actor, finding)


@command(QualityPermission.VERIFY)
def extend_finding(actor: Actor, *, finding_id: int, due_on: date) -> None:
    """Give a member more time for a finding. Raises: InvalidInput, DoneAlready."""
    finding = _locked(actor, finding_id)
    if finding.status in (FindingStatus.VERIFIED, FindingStatus.CLOSED):
        raise DoneAlready(_("This finding is corrected already."))
    if due_on <= finding.due_on:
        raise InvalidInput(_("Choose a day after the present one."), field="due_on")
    finding.due_on = due_on
    finding.save(update_fields=["due_on"])
