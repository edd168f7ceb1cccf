"""Members: their membership agreement, suspension and leaving, and their standing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from muhatap.agreements.commands import Signer, draft_agreement, freeze
from muhatap.agreements.models import Agreement, AgreementVersion, Kind, Status
from muhatap.kernel.actors import Actor, system
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.periods import Period
from muhatap.network import rules
from muhatap.network.events import (
    MemberActivated,
    MemberLeft,
    MemberReinstated,
    MembershipDrafted,
    MemberSuspended,
    StandingRecorded,
)
from muhatap.network.models import (
    MEMBER_LIFECYCLE,
    Member,
    MembershipAgreement,
    MemberStatus,
    Standing,
)
from muhatap.network.permissions import NetworkPermission
from muhatap.network.reads import default_signers, membership_content


class MembershipStands(Refusal):
    """The member has a membership agreement for these days already."""


def _locked(actor: Actor, member_id: int) -> Member:
    row: Member = Member.objects.visible_to(actor).select_for_update().get(pk=member_id)
    return row


@command(NetworkPermission.AGREE)
def draft_membership(
    actor: Actor,
    *,
    member_id: int,
    period: Period,
    notice_days: int = 60,
    payment_days: int = 30,
    renews_months: int | None = 12,
) -> Agreement:
    """Begin the general agreement of a member, with every clause the library has for it.

    Raises: MembershipStands, InvalidInput.
    """
    member = _locked(actor, member_id)
    if notice_days < 0 or payment_days < 0:
        raise InvalidInput(_("Days cannot be fewer than none."), field="notice_days")
    same = MembershipAgreement.objects.filter(member_id=member.pk, agreement__period__overlap=period.range()).exclude(
        agreement__status__in=[Status.WITHDRAWN, Status.TERMINATED]
    )
    if (standing := same.select_related("agreement").first()) is not None:
        raise MembershipStands(
            _("%(number)s holds for these days already. Withdraw it first, or choose days after it.")
            % {"number": standing.agreement.number}
        )
    agreement = draft_agreement(
        system(actor.now, name=actor.name),
        kind=Kind.MEMBERSHIP,
        party_id=member.pk,
        title=_("Membership agreement"),
        period=period,
        renews_months=renews_months,
    )
    MembershipAgreement.objects.create(
        agreement=agreement, member_id=member.pk, notice_days=notice_days, payment_days=payment_days
    )
    announce(MembershipDrafted(agreement_id=agreement.pk, member_id=member.pk), by=actor)
    return agreement


@command(NetworkPermission.AGREE)
def freeze_membership(actor: Actor, *, agreement_id: int, signers: Sequence[Signer] | None = None) -> AgreementVersion:
    """Freeze what a member is to sign. Without signers: the actor for us and the member's owner.

    Raises: AgreementNotDraft, SignersIncomplete, ClauseValueMissing.
    """
    bond: Any = MembershipAgreement.objects.visible_to(actor).get(pk=agreement_id)
    house = system(actor.now, name=actor.name)
    chosen = signers or default_signers(house, prime_user_id=actor.user_id, member_id=bond.member_id)
    content = membership_content(house, agreement_id=agreement_id)
    return freeze(house, agreement_id=agreement_id, content=content, signers=chosen)


@command(NetworkPermission.AGREE)
def activate_member(actor: Actor, *, member_id: int) -> Member:
    """Let a member be given work: its membership agreement is signed."""
    member = _locked(actor, member_id)
    if member.status == MemberStatus.ACTIVE:
        return member
    member.status = MEMBER_LIFECYCLE.move(member.status, MemberStatus.ACTIVE)
    member.activated_on = member.activated_on or actor.today
    member.save(update_fields=["status", "activated_on"])
    announce(MemberActivated(member_id=member.pk), by=actor)
    return member


@command(NetworkPermission.SUSPEND)
def suspend_member(actor: Actor, *, member_id: int, reason: str, since: date, until: date | None = None) -> Member:
    """Stop a member from delivering from a day until (not including) another, or for good. Raises: InvalidInput."""
    member = _locked(actor, member_id)
    if not reason.strip():
        raise InvalidInput(_("Write the reason; the member reads it."), field="reason")
    if since < actor.today:
        raise InvalidInput(_("What was delivered stays delivered. Choose today or a later day."), field="since")
    if until is not None and until <= since:
        raise InvalidInput(_("The suspension ends before it begins. Choose a later day."), field="until")
    member.status = MEMBER_LIFECYCLE.move(member.status, MemberStatus.SUSPENDED)
    member.suspended_from, member.suspended_until = since, until
    member.suspended_reason = reason.strip()
    member.save(update_fields=["status", "suspended_from", "suspended_until", "suspended_reason"])
    announce(MemberSuspended(member_id=member.pk, since=since, until=until, reason=member.suspended_reason), by=actor)
    return member


@command(NetworkPermission.SUSPEND)
def reinstate_member(actor: Actor, *, member_id: int) -> Member:
    """Let a suspended member deliver again from today on."""
    member = _locked(actor, member_id)
    member.status = MEMBER_LIFECYCLE.move(member.status, MemberStatus.ACTIVE)
    began = member.suspended_from
    if member.suspended_until is None or member.suspended_until > actor.today:
        member.suspended_until = max(actor.today, began) if began else actor.today
    member.save(update_fields=["status", "suspended_until"])
    announce(MemberReinstated(member_id=member.pk, on=actor.today), by=actor)
    return member


@command(NetworkPermission.SUSPEND)
def leave(actor: Actor, *, member_id: int, on: date, reason: str, blacklisted: bool = False) -> Member:
    """Let a member go from a day on; blacklisted ones are not taken in again. Raises: InvalidInput."""
    member = _locked(actor, member_id)
    if not reason.strip():
        raise InvalidInput(_("Write the reason."), field="reason")
    if on < actor.today:
        raise InvalidInput(_("Choose today or a later day."), field="on")
    status = MemberStatus.BLACKLISTED if blacklisted else MemberStatus.LEFT
    member.status = MEMBER_LIFECYCLE.move(member.status, status)
    member.left_on, member.left_reason = on, reason.strip()
    member.save(update_fields=["status", "left_on", "left_reason"])
    announce(MemberLeft(member_id=member.pk, on=on, blacklisted=blacklisted), by=actor)
    return member


@command(NetworkPermission.SCORE)
def record_standing(actor: Actor, *, member_id: int, month: date, inputs: rules.StandingInputs) -> Standing | None:
    """Freeze how a member did in a month; None without activity, and a month that is frozen stays as it is."""
    member = Member.objects.visible_to(actor).get(pk=member_id)
    first = month.replace(day=1)
    frozen = Standing.objects.filter(member_id=member.pk, month=first).first()
    judged = rules.standing(inputs)
    if frozen is not None or judged is None:
        return frozen
    score, grade = judged
    standing = Standing(
        member_id=member.pk,
        month=first,
        score=score,
        grade=grade,
        observations=inputs.observations,
        inputs={
            "jobs_planned": inputs.jobs_planned,
            "jobs_done": inputs.jobs_done,
            "jobs_late": inputs.jobs_late,
            "audit_scores": [str(value) for value in inputs.audit_scores],
            "findings_due": inputs.findings_due,
            "findings_closed": inputs.findings_closed,
        },
        recorded_at=actor.now,
    )
    standing.save(force_insert=True)
    announce(StandingRecorded(member_id=member.pk, month=first, grade=grade), by=actor)
    return standing
