"""Proposals are drafted from needs, priced from cost and margin, and revised in versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from muhatap.demand.commands.requests import open_request
from muhatap.demand.commands.visits import NoCustomer, NotContacted, begin_proposing
from muhatap.demand.events import ProposalDrafted, ProposalPriced
from muhatap.demand.models import (
    PROPOSAL_LIFECYCLE,
    Need,
    Proposal,
    ProposalLine,
    ProposalLineCost,
    ProposalLinePrice,
    ProposalStatus,
    Request,
    RequestStatus,
)
from muhatap.demand.permissions import DemandPermission
from muhatap.demand.rules.prices import price_at_margin
from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_number
from muhatap.kernel.parameters import parameter

SERIES = "TK"
TARGET_MARGIN = "margin_target_percent"
VALIDITY = "proposal_validity_days"
MOST_PRICE = Decimal("99999999999999.9999")
LINE_COLUMNS = (
    "customer_id", "location_id", "service_id", "quantity", "unit", "basis", "pattern", "window_from", "window_until",
    "standard",
)  # fmt: skip


class NoNeeds(Refusal):
    """A proposal is made from needs, and there are none."""


class NotADraft(Refusal):
    """Only a draft can be changed; what was sent gets a new version."""


class DraftThere(Refusal):
    """A newer version is being drafted already."""


class WrongValidity(Refusal):
    """A proposal must be valid for at least a day to come."""


@dataclass(frozen=True, slots=True)
class LinePricing:
    """Cost and price of one line, major units per unit; a missing price follows from the margin (default: target)."""

    line_id: int
    unit_cost: Decimal
    source: str = ""
    unit_price: Decimal | None = None
    margin_percent: Decimal | None = None


@command(DemandPermission.PROPOSE)
def draft_proposal(
    actor: Actor,
    *,
    request_id: int,
    title: str = "",
    need_ids: Sequence[int] | None = None,
    valid_until: date | None = None,
    notes: str = "",
    currency: str = "TRY",
) -> Proposal:
    """Draft a proposal from needs of a request (all of them unless named), valid as long as the house rule says.

    Raises: NoCustomer, NotContacted, NoNeeds, WrongValidity, RequestClosed.
    """
    request = open_request(actor, request_id)
    if request.customer_id is None:
        raise NoCustomer(_("Say first which customer asked: register it or choose a known one."))
    if request.status in (RequestStatus.NEW, RequestStatus.ASSIGNED):
        raise NotContacted(_("Note the first contact with the customer before making a proposal."))
    needs = Need.objects.filter(request=request).order_by("location__code", "service_id", "pk")
    if need_ids is not None:
        needs = needs.filter(pk__in=need_ids)
    chosen = list(needs)
    if not chosen:
        raise NoNeeds(_("Write down at least one need; a proposal is made from needs."), field="need_ids")
    proposal = Proposal(
        number=next_number(SERIES, actor.today.year),
        request=request,
        customer_id=request.customer_id,
        title=title.strip() or request.subject,
        valid_until=_validity(actor, valid_until),
        currency=currency,
        notes=notes.strip(),
        created_at=actor.now,
    )
    proposal.save(force_insert=True)
    _add_lines(proposal, [(need.pk, need) for need in chosen])
    begin_proposing(actor, request)
    announce(ProposalDrafted(proposal_id=proposal.pk, request_id=request.pk, version=proposal.version), by=actor)
    return proposal


def _validity(actor: Actor, valid_until: date | None) -> date:
    if valid_until is None:
        valid_until = actor.today + timedelta(days=int(parameter(VALIDITY, actor.today)))
    if valid_until <= actor.today:
        raise WrongValidity(_("The proposal must be valid beyond today. Choose a later day."), field="valid_until")
    return valid_until


def _add_lines(proposal: Proposal, sources: Sequence[tuple[int | None, Need | ProposalLine]]) -> list[ProposalLine]:
    lines = [
        ProposalLine(
            proposal=proposal,
            need_id=need_id,
            position=position,
            **{column: getattr(source, column) for column in LINE_COLUMNS},
        )
        for position, (need_id, source) in enumerate(sources, 1)
    ]
    return ProposalLine.objects.bulk_create(lines)


def locked_draft(actor: Actor, proposal_id: int) -> Proposal:
    """A draft, locked for a change. Raises: NotADraft, RequestClosed."""
    proposal: Proposal = Proposal.objects.visible_to(actor).select_for_update().get(pk=proposal_id)
    if proposal.status != ProposalStatus.DRAFT:
        raise NotADraft(
            _("This version is “%(status)s” and can no longer be changed. Make a new version.")
            % {"status": proposal.get_status_display()}
        )
    open_request(actor, proposal.request_id)
    return proposal


@command(DemandPermission.PROPOSE)
def change_proposal(actor: Actor, *, proposal_id: int, title: str, valid_until: date, notes: str = "") -> Proposal:
    """Change title, validity and notes of a draft. Raises: NotADraft, WrongValidity, InvalidInput."""
    proposal = locked_draft(actor, proposal_id)
    if not title.strip():
        raise InvalidInput(_("Write a title."), field="title")
    proposal.title, proposal.notes = title.strip(), notes.strip()
    proposal.valid_until = _validity(actor, valid_until)
    proposal.save(update_fields=["title", "valid_until", "notes"])
    return proposal


@command(DemandPermission.PROPOSE)
def price_proposal(actor: Actor, *, proposal_id: int, lines: Sequence[LinePricing]) -> Proposal:
    """Set cost and price of lines of a draft; a price left out follows from the cost and the margin.

    Raises: NotADraft, InvalidInput (field `<what>-<line>`), WrongMargin.
    """
    proposal = locked_draft(actor, proposal_id)
    known = set(proposal.lines.values_list("pk", flat=True))
    target = parameter(TARGET_MARGIN, actor.today)
    costs, prices = [], []
    for given in lines:
        if given.line_id not in known:
            raise InvalidInput(_("This line belongs to another proposal. Reload the page."))
        price = _price(given, target)
        costs.append(
            ProposalLineCost(line_id=given.line_id, unit_cost=given.unit_cost, source=given.source.strip()[:200])
        )
        prices.append(ProposalLinePrice(line_id=given.line_id, customer_id=proposal.customer_id, unit_price=price))
    ProposalLineCost.objects.bulk_create(
        costs, update_conflicts=True, unique_fields=["line"], update_fields=["unit_cost", "source"]
    )
    ProposalLinePrice.objects.bulk_create(
        prices, update_conflicts=True, unique_fields=["line"], update_fields=["unit_price"]
    )
    announce(ProposalPriced(proposal_id=proposal.pk, request_id=proposal.request_id), by=actor)
    return proposal


def _price(given: LinePricing, target: Decimal) -> Decimal:
    if not 0 <= given.unit_cost <= MOST_PRICE:
        raise InvalidInput(_("A cost cannot be below zero."), field=f"unit_cost-{given.line_id}")
    if given.unit_price is None:
        return price_at_margin(given.unit_cost, target if given.margin_percent is None else given.margin_percent)
    if not 0 < given.unit_price <= MOST_PRICE:
        raise InvalidInput(_("A price must be above zero."), field=f"unit_price-{given.line_id}")
    return given.unit_price


@command(DemandPermission.PROPOSE)
def revise_proposal(
    actor: Actor, *, proposal_id: int, valid_until: date | None = None, with_new_needs: bool = True
) -> Proposal:
    """Draft the next version of a proposal with its lines, costs and prices, and needs written since.

    Raises: DraftThere, NotADraft for an accepted one, RequestClosed.
    """
    old: Proposal = Proposal.objects.visible_to(actor).select_for_update().get(pk=proposal_id)
    request = open_request(actor, old.request_id)
    versions = Proposal.objects.filter(number=old.number)
    if versions.filter(status__in=(ProposalStatus.DRAFT, ProposalStatus.APPROVAL)).exists():
        raise DraftThere(_("A newer version is being drafted already. Go on with that one."))
    if not PROPOSAL_LIFECYCLE.may(old.status, ProposalStatus.SUPERSEDED):
        raise NotADraft(_("Version %(version)d cannot be replaced any more.") % {"version": old.version})
    new = Proposal(
        number=old.number,
        version=versions.aggregate(Max("version"))["version__max"] + 1,
        request=request,
        customer_id=old.customer_id,
        title=old.title,
        valid_until=_validity(actor, valid_until),
        currency=old.currency,
        notes=old.notes,
        created_at=actor.now,
    )
    new.save(force_insert=True)
    _copy_lines(old, new, request, with_new_needs=with_new_needs)
    announce(ProposalDrafted(proposal_id=new.pk, request_id=request.pk, version=new.version), by=actor)
    return new


def _copy_lines(old: Proposal, new: Proposal, request: Request, *, with_new_needs: bool) -> None:
    old_lines = list(old.lines.select_related("price", "cost").order_by("position"))
    sources: list[tuple[int | None, Need | ProposalLine]] = [(line.need_id, line) for line in old_lines]
    if with_new_needs:
        seen = {line.need_id for line in old_lines}
        sources += [
            (need.pk, need) for need in Need.objects.filter(request=request).order_by("pk") if need.pk not in seen
        ]
    lines = _add_lines(new, sources)
    copies = list(zip(lines, old_lines, strict=False))
    ProposalLinePrice.objects.bulk_create(
        ProposalLinePrice(line=line, customer_id=new.customer_id, unit_price=before.price.unit_price)
        for line, before in copies
        if hasattr(before, "price")
    )
    ProposalLineCost.objects.bulk_create(
        ProposalLineCost(line=line, unit_cost=before.cost.unit_cost, source=before.cost.source)
        for line, before in copies
        if hasattr(before, "cost")
    )


@command(DemandPermission.PROPOSE)
def attach_proposal_pdf(actor: Actor, *, proposal_id: int, pdf: bytes, name: str) -> Proposal:
    """Keep the PDF of a proposal that was sent, and open it to the customer."""
    proposal: Proposal = Proposal.objects.visible_to(actor).select_for_update().get(pk=proposal_id)
    proposal.pdf = files.store_output(
        actor, pdf, name=name, media_type="application/pdf", permission=DemandPermission.SEE
    )
    # It names prices: not everybody at the customer reads those.
    files.open_to(proposal.pdf, proposal.customer_id, permission=DemandPermission.CUSTOMER_PROPOSALS)
    proposal.save(update_fields=["pdf"])
    return proposal
