"""A proposal is approved where its margin is low, sent, and answered by the customer - or expires."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from muhatap.demand.commands import letters
from muhatap.demand.commands.proposals import locked_draft
from muhatap.demand.commands.requests import open_request
from muhatap.demand.events import (
    ApprovalAsked,
    ApprovalDecided,
    ProposalAccepted,
    ProposalExpired,
    ProposalRefused,
    ProposalSent,
)
from muhatap.demand.models import (
    PROPOSAL_LIFECYCLE,
    Proposal,
    ProposalApproval,
    ProposalLine,
    ProposalStatus,
)
from muhatap.demand.permissions import DemandPermission
from muhatap.demand.rules.patterns import times_per_month
from muhatap.demand.rules.prices import PricedQuantity, monthly_amount, totals
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.parameters import parameter

FLOOR = "margin_floor_percent"


class NotPriced(Refusal):
    """A line has no price or no cost yet."""


class BelowFloor(Refusal):
    """The margin is below the floor and nobody approved it."""


class ApprovalNotNeeded(Refusal):
    """The margin reaches the floor; the proposal can be sent at once."""


class SamePerson(Refusal):
    """Whoever asks for an approval cannot give it."""


class NoLongerValid(Refusal):
    """The proposal's validity has passed."""


class NothingToDecide(Refusal):
    """The proposal waits for no decision."""


def margin_of(actor: Actor, proposal: Proposal) -> Decimal:
    """The margin of a fully priced proposal over a month, percent. Raises: NotPriced."""
    pairs = []
    for line in ProposalLine.objects.filter(proposal=proposal).select_related("price", "cost"):
        if not (hasattr(line, "price") and hasattr(line, "cost")):
            raise NotPriced(
                _("Line %(position)d has no price or no cost yet. Fill in both before going on.")
                % {"position": line.position}
            )
        times = times_per_month(line.pattern, actor.today)
        amounts = (
            monthly_amount(PricedQuantity(price, line.quantity, line.basis, times))
            for price in (line.price.unit_price, line.cost.unit_cost)
        )
        pairs.append((next(amounts), next(amounts)))
    margin = totals(pairs)[2]
    if margin is None:
        raise NotPriced(_("The proposal comes to nothing. Enter prices above zero."))
    return margin


@command(DemandPermission.PROPOSE)
def ask_approval(actor: Actor, *, proposal_id: int, reason: str) -> Proposal:
    """Ask for approval of a draft whose margin is below the floor, with the reason.

    Raises: NotADraft, NotPriced, ApprovalNotNeeded, InvalidInput.
    """
    proposal = locked_draft(actor, proposal_id)
    margin, floor = margin_of(actor, proposal), parameter(FLOOR, actor.today)
    if margin >= floor:
        raise ApprovalNotNeeded(_("The margin reaches the floor, so the proposal can be sent without approval."))
    if not reason.strip():
        raise InvalidInput(_("Write why the price has to be this low."), field="reason")
    ProposalApproval.objects.update_or_create(
        proposal=proposal,
        defaults={
            "margin_percent": margin,
            "floor_percent": floor,
            "reason": reason.strip()[:500],
            "asked_by_id": actor.user_id,
            "asked_at": actor.now,
            "decided_by_id": None,
            "decided_at": None,
            "approved": None,
            "note": "",
        },
    )
    _move(proposal, ProposalStatus.APPROVAL)
    announce(ApprovalAsked(proposal_id=proposal.pk, request_id=proposal.request_id), by=actor)
    return proposal


@command(DemandPermission.APPROVE_MARGIN)
def decide_approval(actor: Actor, *, proposal_id: int, approved: bool, note: str = "") -> Proposal:
    """Allow a proposal below the margin floor, or send it back to its drafter with a note.

    Raises: NothingToDecide, SamePerson, InvalidInput.
    """
    proposal = _locked(actor, proposal_id)
    approval = ProposalApproval.objects.select_for_update().filter(proposal=proposal).first()
    if proposal.status != ProposalStatus.APPROVAL or approval is None or approval.approved is not None:
        raise NothingToDecide(_("This proposal waits for no decision. Reload the page to see where it stands."))
    if approval.asked_by_id is not None and approval.asked_by_id == actor.user_id:
        raise SamePerson(_("Somebody else has to decide this: whoever asks cannot approve."))
    if not approved and not note.strip():
        raise InvalidInput(_("Write what has to change."), field="note")
    approval.approved, approval.note = approved, note.strip()[:500]
    approval.decided_by_id, approval.decided_at = actor.user_id, actor.now
    approval.save(update_fields=["approved", "note", "decided_by", "decided_at"])
    if not approved:
        _move(proposal, ProposalStatus.DRAFT)
    announce(ApprovalDecided(proposal_id=proposal.pk, request_id=proposal.request_id, approved=approved), by=actor)
    return proposal


def _locked(actor: Actor, proposal_id: int) -> Proposal:
    proposal: Proposal = Proposal.objects.visible_to(actor).select_for_update().get(pk=proposal_id)
    return proposal


def _move(proposal: Proposal, to: ProposalStatus) -> None:
    proposal.status = PROPOSAL_LIFECYCLE.move(proposal.status, to)
    proposal.save(update_fields=["status"])


@command(DemandPermission.PROPOSE)
def send_proposal(actor: Actor, *, proposal_id: int) -> Proposal:
    """Send a priced proposal to the customer's portal; earlier versions that were sent are superseded.

    Raises: NotPriced, BelowFloor, NoLongerValid, RequestClosed, IllegalMove.
    """
    proposal = _locked(actor, proposal_id)
    request = open_request(actor, proposal.request_id)
    margin = margin_of(actor, proposal)
    floor = parameter(FLOOR, actor.today)
    if margin < floor and not _approved(proposal):
        raise BelowFloor(
            _("The margin is %(margin)s %%, below the floor of %(floor)s %%. Raise prices or ask for approval.")
            % {"margin": f"{margin:f}", "floor": f"{floor.normalize():f}"}
        )
    if proposal.valid_until <= actor.today:
        raise NoLongerValid(_("The validity has passed. Choose a later day before sending."))
    earlier = Proposal.objects.select_for_update().filter(number=proposal.number).exclude(pk=proposal.pk)
    for old in earlier.order_by("version"):
        if old.version < proposal.version and PROPOSAL_LIFECYCLE.may(old.status, ProposalStatus.SUPERSEDED):
            _move(old, ProposalStatus.SUPERSEDED)
    proposal.status = PROPOSAL_LIFECYCLE.move(proposal.status, ProposalStatus.SENT)
    proposal.sent_at = actor.now
    proposal.save(update_fields=["status", "sent_at"])
    letters.write_proposal(actor, proposal, request)
    announce(
        ProposalSent(proposal_id=proposal.pk, request_id=proposal.request_id, customer_id=proposal.customer_id),
        by=actor,
    )
    return proposal


def _approved(proposal: Proposal) -> bool:
    """Whether this very version may go out below the floor; a version sent back becomes a draft and asks anew."""
    return (
        proposal.status == ProposalStatus.APPROVAL
        and ProposalApproval.objects.filter(proposal=proposal, approved=True).exists()
    )


@command(DemandPermission.CUSTOMER_ANSWER)
def accept_proposal(actor: Actor, *, proposal_id: int, note: str = "") -> Proposal:
    """Accept a proposal as the customer. Raises: NoLongerValid, IllegalMove."""
    proposal = _answer(actor, proposal_id, ProposalStatus.ACCEPTED, note)
    announce(
        ProposalAccepted(proposal_id=proposal.pk, request_id=proposal.request_id, customer_id=proposal.customer_id),
        by=actor,
    )
    return proposal


@command(DemandPermission.CUSTOMER_ANSWER)
def refuse_proposal(actor: Actor, *, proposal_id: int, note: str) -> Proposal:
    """Refuse a proposal as the customer, saying what does not fit. Raises: NoLongerValid, InvalidInput, IllegalMove."""
    if not note.strip():
        raise InvalidInput(_("Write what does not fit, so that we can offer something better."), field="note")
    proposal = _answer(actor, proposal_id, ProposalStatus.REFUSED, note)
    announce(
        ProposalRefused(proposal_id=proposal.pk, request_id=proposal.request_id, customer_id=proposal.customer_id),
        by=actor,
    )
    return proposal


def _answer(actor: Actor, proposal_id: int, to: ProposalStatus, note: str) -> Proposal:
    proposal = _locked(actor, proposal_id)
    if proposal.status == ProposalStatus.SENT and proposal.valid_until < actor.today:
        raise NoLongerValid(
            _("This proposal was valid until %(day)s. Ask us for a new version.")
            % {"day": proposal.valid_until.strftime("%d.%m.%Y")}
        )
    proposal.status = PROPOSAL_LIFECYCLE.move(proposal.status, to)
    proposal.answered_at, proposal.answered_by_id = actor.now, actor.user_id
    proposal.answer_note = note.strip()
    proposal.save(update_fields=["status", "answered_at", "answered_by", "answer_note"])
    return proposal


@command(DemandPermission.PROPOSE)
def expire_proposals(actor: Actor) -> int:
    """Let every proposal end whose validity passed without an answer; returns how many."""
    late = Proposal.objects.select_for_update(skip_locked=True).filter(
        status=ProposalStatus.SENT, valid_until__lt=actor.today
    )
    count = 0
    for proposal in late.order_by("pk"):
        _move(proposal, ProposalStatus.EXPIRED)
        announce(ProposalExpired(proposal_id=proposal.pk, request_id=proposal.request_id), by=actor)
        count += 1
    return count
