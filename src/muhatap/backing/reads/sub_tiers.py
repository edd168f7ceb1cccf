"""Subcontractors of members: their own for the member, all that wait for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from muhatap.agreements.models import Status
from muhatap.backing.models import ProjectAgreement, SubTier, SubTierStatus
from muhatap.backing.permissions import BackingPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask

ALIVE = (Status.SENT, Status.SIGNED, Status.ACTIVE, Status.SUSPENDED)


@dataclass(frozen=True, slots=True)
class SubTierRow:
    """A subcontractor of a member under an agreement."""

    sub_tier_id: int
    agreement_id: int
    agreement_number: str
    member: str
    company_name: str
    tax_number: str
    work: str
    since: date
    status: str
    status_name: str
    reason: str
    declared_at: datetime


def _row(row: Any) -> SubTierRow:
    return SubTierRow(
        row.pk,
        row.project_agreement_id,
        row.project_agreement.agreement.number,
        row.member.short_name,
        row.company_name,
        row.tax_number,
        row.work,
        row.since,
        row.status,
        str(row.get_status_display()),
        row.reason,
        row.declared_at,
    )


def _rows(actor: Actor) -> Any:
    rows = SubTier.objects.visible_to(actor).select_related("project_agreement__agreement", "member")
    return rows.order_by("-declared_at", "-pk")


def sub_tiers(actor: Actor, *, agreement_id: int) -> list[SubTierRow]:
    """The subcontractors under an agreement, the newest first (desk)."""
    ask(actor, BackingPermission.SEE)
    return [_row(row) for row in _rows(actor).filter(project_agreement_id=agreement_id)]


def sub_tier(actor: Actor, *, sub_tier_id: int) -> SubTierRow:
    """One subcontractor (desk). Raises: SubTier.DoesNotExist."""
    ask(actor, BackingPermission.SEE)
    return _row(_rows(actor).get(pk=sub_tier_id))


def waiting_sub_tiers(actor: Actor) -> list[SubTierRow]:
    """Declared subcontractors nobody has decided on (desk)."""
    ask(actor, BackingPermission.SEE)
    return [_row(row) for row in _rows(actor).filter(status=SubTierStatus.DECLARED)]


def own_sub_tiers(actor: Actor) -> list[SubTierRow]:
    """What the member declared, the newest first."""
    ask(actor, BackingPermission.MEMBER_DECLARE)
    return [_row(row) for row in _rows(actor).filter(member_id=actor.party_id)]


def own_agreements(actor: Actor) -> list[tuple[int, str]]:
    """The member's agreements a subcontractor can be declared for: (id, number and project)."""
    ask(actor, BackingPermission.MEMBER_DECLARE)
    rows = ProjectAgreement.objects.visible_to(actor).filter(member_id=actor.party_id, agreement__status__in=ALIVE)
    found = rows.select_related("agreement").order_by("-pk").values_list("pk", "agreement__number", "agreement__title")
    return [(pk, f"{number} · {title}") for pk, number, title in found]
