"""Project agreements: made from awards, with own prices; a draft may be completed, a sent one is fixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from muhatap.agreements.commands import Signer, draft_agreement, freeze
from muhatap.agreements.models import Agreement, AgreementVersion, Kind
from muhatap.backing import reads
from muhatap.backing.commands.lines import draft_of, insert_lines
from muhatap.backing.commands.proof import refresh
from muhatap.backing.events import ProjectAgreementDrafted
from muhatap.backing.models import (
    Backing,
    BackingRole,
    BackingStatus,
    ProjectAgreement,
    SettlementCycle,
)
from muhatap.backing.permissions import BackingPermission
from muhatap.backing.rules import BondTerms
from muhatap.contracts.models import Project, Promise
from muhatap.contracts.rules import check_exposure
from muhatap.kernel.actors import Actor, system
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.parameters import parameter
from muhatap.kernel.periods import Period
from muhatap.network.reads import default_signers
from muhatap.sourcing.commands import close_round
from muhatap.sourcing.models import Award, LineStatus, Round, RoundStatus

MOST_PERCENT = 100


class PaymentTooLong(Refusal):
    """A small or medium company must be paid within the days of law (TTK m.1530/5)."""


class NothingAwarded(Refusal):
    """The round awarded nothing that is not in an agreement already."""


@command(BackingPermission.WRITE)
def draft_from_round(actor: Actor, *, round_id: int, terms: BondTerms | None = None) -> list[ProjectAgreement]:
    """Make one project agreement for every member a round chose; a round with nothing left to decide is closed.

    Raises: NothingAwarded, InvalidInput, OverAllocated.
    """
    awards = Award.objects.filter(line__round_id=round_id, line__status=LineStatus.AWARDED)
    members = awards.order_by("member__short_name", "member_id").values_list("member_id", flat=True)
    found = [member_id for member_id in dict.fromkeys(members) if _to_agree(round_id, member_id)]
    if not found:
        raise NothingAwarded(_("Every award of this round is in an agreement, or nothing was awarded yet."))
    made = [draft_project_agreement(actor, round_id=round_id, member_id=member_id, terms=terms) for member_id in found]
    opened = Round.objects.get(pk=round_id)
    undecided = opened.lines.filter(status__in=[LineStatus.OPEN, LineStatus.NOBODY]).exists()
    if opened.status == RoundStatus.OPEN and not undecided:
        close_round(system(actor.now, name=actor.name), round_id=round_id)
    return made


def _to_agree(round_id: int, member_id: int) -> list[Any]:
    """Awards to a member that no agreement holds yet."""
    awards = (
        Award.objects.filter(line__round_id=round_id, line__status=LineStatus.AWARDED, member_id=member_id)
        .select_related("line__promise", "line__round")
        .order_by("line__position")
    )
    held = set(
        Backing.objects.filter(member_id=member_id, promise__in=[award.line.promise_id for award in awards])
        .filter(status__in=[BackingStatus.PLANNED, BackingStatus.IN_FORCE])
        .values_list("promise_id", flat=True)
    )
    return [award for award in awards if award.line.promise_id not in held]


@command(BackingPermission.WRITE)
def draft_project_agreement(
    actor: Actor,
    *,
    round_id: int,
    member_id: int,
    terms: BondTerms | None = None,
) -> ProjectAgreement:
    """Write down what a member was chosen for in a round, with its own prices and terms of its own.

    Raises: NothingAwarded, InvalidInput, OverAllocated.
    """
    agreed = terms or BondTerms()
    _check_terms(actor, agreed)
    awards = _to_agree(round_id, member_id)
    if not awards:
        raise NothingAwarded(_("This member was chosen for nothing that is not in an agreement already."))
    contract_id = awards[0].line.round.contract_id
    project = Project.objects.select_related("contract__agreement").get(contract_id=contract_id)
    agreement, start = _blank_agreement(actor, project, member_id)
    bond = ProjectAgreement.objects.create(
        agreement=agreement,
        project=project,
        member_id=member_id,
        **asdict(agreed),
    )
    chosen = [(award.line.promise, award.unit_price) for award in awards]
    lines = [(promise, promise.quantity, _rest(promise, start), price) for promise, price in chosen]
    backings = insert_lines(bond, lines, BackingRole.PRIMARY)
    backing_ids = tuple(backing.pk for backing in backings)
    announce(ProjectAgreementDrafted(bond.pk, project.pk, member_id, backing_ids), by=actor)
    refresh(system(actor.now, name=actor.name), promise_ids=[backing.promise_id for backing in backings])
    return bond


def _blank_agreement(actor: Actor, project: Project, member_id: int) -> tuple[Agreement, date]:
    """An empty agreement with a member for the days a project still has, and the first of them."""
    contract = project.contract.agreement
    term = Period.of(contract.period)
    start = max(term.start, actor.today)
    agreement = draft_agreement(
        system(actor.now, name=actor.name),
        kind=Kind.PROJECT,
        party_id=member_id,
        title=_("Project agreement %(code)s") % {"code": project.code},
        period=Period(start, term.end),
        currency=contract.currency,
    )
    return agreement, start


def _check_terms(actor: Actor, terms: BondTerms) -> None:
    SettlementCycle(terms.settlement_cycle)
    for field in ("payment_days", "notice_days"):
        if getattr(terms, field) < 0:
            raise InvalidInput(_("Days cannot be fewer than none."), field=field)
    most = int(parameter("payment_term_max_days", actor.today))
    if terms.payment_days > most:
        raise PaymentTooLong(
            _("A member is paid within %(most)d days at the latest (TTK art. 1530/5). Shorten the term.")
            % {"most": most},
            field="payment_days",
        )
    if not 0 <= terms.retention_percent < MOST_PERCENT:
        raise InvalidInput(_("The retention lies between 0 and 100 percent."), field="retention_percent")
    if not 0 <= terms.advance_percent <= MOST_PERCENT:
        raise InvalidInput(_("The advance lies between 0 and 100 percent."), field="advance_percent")
    check_exposure(terms.penalty_cap_percent, terms.liability_cap, terms.price_index, terms.revision_month)


@command(BackingPermission.WRITE)
def change_terms(actor: Actor, *, agreement_id: int, terms: BondTerms) -> ProjectAgreement:
    """Agree on other terms in a draft. Raises: AgreementFixed, InvalidInput."""
    bond = draft_of(actor, agreement_id)
    _check_terms(actor, terms)
    for name, value in asdict(terms).items():
        setattr(bond, name, value)
    bond.save(update_fields=list(asdict(terms)))
    return bond


def _rest(promise: Promise, start: Any) -> Period:
    """What is still to come of a promise from a day on."""
    period = Period.of(promise.period)
    return Period(max(period.start, start), period.end)


@command(BackingPermission.WRITE)
def freeze_project_agreement(
    actor: Actor, *, agreement_id: int, signers: Sequence[Signer] | None = None
) -> AgreementVersion:
    """Freeze what a member is to sign. Without signers: the actor for us and the member's owner.

    Raises: AgreementFixed, NothingAwarded, SignersIncomplete, ClauseValueMissing.
    """
    bond = draft_of(actor, agreement_id)
    house = system(actor.now, name=actor.name)
    content = reads.content(house, agreement_id=agreement_id)
    if not content["lines"]:
        raise NothingAwarded(_("The agreement has no line. Add one, or withdraw it."))
    chosen = signers or default_signers(house, prime_user_id=actor.user_id, member_id=bond.member_id)
    return freeze(house, agreement_id=agreement_id, content=content, signers=chosen)
