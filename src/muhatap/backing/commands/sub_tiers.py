"""Subcontractors of members: declared by the member, approved or refused by us before they work."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from muhatap.backing.events import SubTierDecided, SubTierDeclared
from muhatap.backing.models import SUB_TIER_LIFECYCLE, ProjectAgreement, SubTier, SubTierStatus
from muhatap.backing.permissions import BackingPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.parties import rules as party_rules


class DeclaredAlready(Refusal):
    """The company is declared for this agreement already."""


@command(BackingPermission.MEMBER_DECLARE)
def declare_sub_tier(
    actor: Actor, *, agreement_id: int, company_name: str, tax_number: str, work: str, since: date
) -> SubTier:
    """Declare a company that is to work for the member under one of its agreements; it begins after our approval.

    Raises: InvalidInput, WrongTaxNumber, DeclaredAlready.
    """
    bond = ProjectAgreement.objects.visible_to(actor).get(pk=agreement_id)
    name, what = " ".join(company_name.split()), " ".join(work.split())
    if not name:
        raise InvalidInput(_("Write the name of the company."), field="company_name")
    if not what:
        raise InvalidInput(_("Write what it is to do."), field="work")
    number = party_rules.tax_number(tax_number)
    if not number:
        raise InvalidInput(_("Write the tax number of the company."), field="tax_number")
    if since < actor.today:
        raise InvalidInput(_("Nobody works before it is approved. Choose today or a later day."), field="since")
    same = SubTier.objects.visible_to(actor).filter(project_agreement=bond, tax_number=number)
    if same.filter(status__in=[SubTierStatus.DECLARED, SubTierStatus.APPROVED]).exists():
        raise DeclaredAlready(_("This company is declared for this agreement already."), field="tax_number")
    row = SubTier(
        project_agreement=bond,
        member_id=bond.member_id,
        company_name=name,
        tax_number=number,
        work=what,
        since=since,
        declared_at=actor.now,
    )
    row.save(force_insert=True)
    announce(SubTierDeclared(sub_tier_id=row.pk, agreement_id=bond.pk, member_id=bond.member_id), by=actor)
    return row


@command(BackingPermission.WRITE)
def decide_sub_tier(actor: Actor, *, sub_tier_id: int, status: str, reason: str = "") -> SubTier:
    """Approve or refuse a declared company, or end the work of an approved one; a no and an end need a reason.

    Raises: InvalidInput, IllegalMove.
    """
    row: SubTier = SubTier.objects.visible_to(actor).select_for_update().get(pk=sub_tier_id)
    if status != SubTierStatus.APPROVED and not reason.strip():
        raise InvalidInput(_("Write the reason; the member reads it."), field="reason")
    row.status = SUB_TIER_LIFECYCLE.move(row.status, SubTierStatus(status))
    row.reason, row.decided_at = reason.strip(), actor.now
    row.save(update_fields=["status", "reason", "decided_at"])
    announce(
        SubTierDecided(sub_tier_id=row.pk, agreement_id=row.project_agreement_id, status=row.status, reason=row.reason),
        by=actor,
    )
    return row
