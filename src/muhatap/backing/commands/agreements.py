"""Project agreements: made from awards, with own prices; a draft may be completed, a sent one is fixed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from muhatap.agreements.commands import Signer, draft_agreement, freeze
from muhatap.agreements.models import Agreement, AgreementVersion, Kind, Status
from muhatap.backing import reads
from muhatap.backing.commands.force import _end
from muhatap.backing.commands.proof import refresh
from muhatap.backing.events import ProjectAgreementDrafted
from muhatap.backing.models import (
    Backing,
    BackingPrice,
    BackingRole,
    BackingStatus,
    ProjectAgreement,
    SettlementCycle,
)
from muhatap.backing.permissions import BackingPermission
from muhatap.contracts.models import Project, Promise
from muhatap.kernel.actors import Actor, system
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.periods import Period
from muhatap.network.commands import commit_capacity
from muhatap.network.reads import default_signers
from muhatap.sourcing.commands import close_round
from muhatap.sourcing.models import Award, LineStatus, Round, RoundStatus

MOST_PERCENT = 100


class NothingAwarded(Refusal):
    """The round awarded nothing that is not in an agreement already."""


class AgreementFixed(Refusal):
    """Only a draft can be changed."""


class OverAllocated(Refusal):
    """More than was promised would be backed, or one member twice."""


@command(BackingPermission.WRITE)
def draft_from_round(
    actor: Actor,
    *,
    round_id: int,
    settlement_cycle: str = SettlementCycle.MONTHLY,
    payment_days: int = 30,
    retention_percent: Decimal = Decimal(0),
    notice_days: int = 60,
) -> list[ProjectAgreement]:
    """Make one project agreement for every member a round chose; a round with nothing left to decide is closed.

    Raises: NothingAwarded, InvalidInput, OverAllocated.
    """
    awards = Award.objects.filter(line__round_id=round_id, line__status=LineStatus.AWARDED)
    members = awards.order_by("member__short_name", "member_id").values_list("member_id", flat=True)
    found = [member_id for member_id in dict.fromkeys(members) if _to_agree(round_id, member_id)]
    if not found:
        raise NothingAwarded(_("Every award of this round is in an agreement, or nothing was awarded yet."))
    made = [
        draft_project_agreement(
            actor,
            round_id=round_id,
            member_id=member_id,
            settlement_cycle=settlement_cycle,
            payment_days=payment_days,
            retention_percent=retention_percent,
            notice_days=notice_days,
        )
        for member_id in found
    ]
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
    settlement_cycle: str = SettlementCycle.MONTHLY,
    payment_days: int = 30,
    retention_percent: Decimal = Decimal(0),
    notice_days: int = 60,
) -> ProjectAgreement:
    """Write down what a member was chosen for in a round, with its own prices and terms of its own.

    Raises: NothingAwarded, InvalidInput, OverAllocated.
    """
    _check_terms(payment_days, retention_percent, notice_days)
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
        settlement_cycle=SettlementCycle(settlement_cycle),
        payment_days=payment_days,
        retention_percent=retention_percent,
        notice_days=notice_days,
    )
    chosen = [(award.line.promise, award.unit_price) for award in awards]
    lines = [(promise, promise.quantity, _rest(promise, start), price) for promise, price in chosen]
    backings = _insert(bond, lines, BackingRole.PRIMARY)
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


def _check_terms(payment_days: int, retention_percent: Decimal, notice_days: int) -> None:
    if payment_days < 0:
        raise InvalidInput(_("Days cannot be fewer than none."), field="payment_days")
    if notice_days < 0:
        raise InvalidInput(_("Days cannot be fewer than none."), field="notice_days")
    if not 0 <= retention_percent < MOST_PERCENT:
        raise InvalidInput(_("The retention lies between 0 and 100 percent."), field="retention_percent")


def _rest(promise: Promise, start: Any) -> Period:
    """What is still to come of a promise from a day on."""
    period = Period.of(promise.period)
    return Period(max(period.start, start), period.end)


def _insert(
    bond: ProjectAgreement,
    lines: Sequence[tuple[Promise, Decimal, Period, Decimal]],
    role: BackingRole,
) -> list[Backing]:
    """Write backings and their prices. Raises: OverAllocated when the database holds that too much is backed."""
    first = Backing.objects.filter(project_agreement=bond).count()
    rows = [
        Backing(
            project_agreement=bond,
            promise=promise,
            member_id=bond.member_id,
            location_id=promise.location_id,
            service_id=promise.service_id,
            quantity=quantity,
            unit=promise.unit,
            basis=promise.basis,
            pattern=promise.pattern,
            window_from=promise.window_from,
            window_until=promise.window_until,
            standard=promise.standard,
            period=period.range(),
            role=role,
            position=place,
        )
        for place, (promise, quantity, period, _price) in enumerate(lines, start=first + 1)
    ]
    try:
        with transaction.atomic():
            Backing.objects.bulk_create(rows)
    except IntegrityError as error:
        raise OverAllocated(
            _("This would back more than was promised, or the same member twice. End the other backing first."),
            field="quantity",
        ) from error
    BackingPrice.objects.bulk_create(
        BackingPrice(backing=row, member_id=bond.member_id, unit_price=price, period=row.period)
        for row, (_promise, _quantity, _period, price) in zip(rows, lines, strict=True)
    )
    return rows


def _draft(actor: Actor, agreement_id: int) -> ProjectAgreement:
    """A project agreement that may be changed. Raises: AgreementFixed."""
    bond: Any = (
        ProjectAgreement.objects.visible_to(actor)
        .select_for_update()
        .select_related("agreement", "project")
        .get(pk=agreement_id)
    )
    if bond.agreement.status != Status.DRAFT:
        raise AgreementFixed(
            _("%(number)s is no longer a draft. Take it back first, then change it and send it again.")
            % {"number": bond.agreement.number}
        )
    return bond  # type: ignore[no-any-return]


@command(BackingPermission.WRITE)
def add_backing(
    actor: Actor,
    *,
    agreement_id: int,
    promise_id: int,
    quantity: Decimal,
    unit_price: Decimal,
    role: str = BackingRole.PRIMARY,
    period: Period | None = None,
) -> Backing:
    """Put another line into a draft: a share of a promise, or standby for it.

    Raises: AgreementFixed, InvalidInput, OverAllocated, NoCapacity.
    """
    bond = _draft(actor, agreement_id)
    promise: Any = Promise.objects.select_related("location").get(pk=promise_id, contract_id=bond.project.contract_id)
    if quantity <= 0 or quantity > promise.quantity:
        raise InvalidInput(_("The quantity lies between zero and what was promised."), field="quantity")
    if unit_price <= 0:
        raise InvalidInput(_("The price is more than zero."), field="unit_price")
    term = Period.of(bond.agreement.period)
    chosen = period or Period.of(promise.period).meet(term)
    if chosen is None or not term.covers(chosen) or not Period.of(promise.period).covers(chosen):
        raise InvalidInput(_("The days lie outside the promise or the agreement."), field="period")
    (backing,) = _insert(bond, [(promise, quantity, chosen, unit_price)], BackingRole(role))
    if backing.role == BackingRole.PRIMARY:
        commit_capacity(
            system(actor.now, name=actor.name),
            member_id=bond.member_id,
            promise_id=promise.pk,
            service_id=promise.service_id,
            district_id=promise.location.district_id,
            quantity=quantity,
            period=chosen,
        )
    refresh(system(actor.now, name=actor.name), promise_ids=[promise.pk])
    return backing


@command(BackingPermission.WRITE)
def drop_backing(actor: Actor, *, backing_id: int) -> Backing:
    """Take a line out of a draft; the capacity is free again. Raises: AgreementFixed."""
    backing: Any = Backing.objects.visible_to(actor).select_for_update().get(pk=backing_id)
    _draft(actor, backing.project_agreement_id)
    house = system(actor.now, name=actor.name)
    _end(house, backing, Period.of(backing.period).start)
    refresh(house, promise_ids=[backing.promise_id])
    return backing  # type: ignore[no-any-return]


@command(BackingPermission.WRITE)
def reprice_backing(actor: Actor, *, backing_id: int, unit_price: Decimal) -> BackingPrice:
    """Agree on another price for a line of a draft (major units). Raises: AgreementFixed, InvalidInput."""
    backing: Any = Backing.objects.visible_to(actor).select_for_update().get(pk=backing_id)
    _draft(actor, backing.project_agreement_id)
    if unit_price <= 0:
        raise InvalidInput(_("The price is more than zero."), field="unit_price")
    price = BackingPrice.objects.get(backing=backing)
    price.unit_price = unit_price
    price.save(update_fields=["unit_price"])
    return price


@command(BackingPermission.WRITE)
def freeze_project_agreement(
    actor: Actor, *, agreement_id: int, signers: Sequence[Signer] | None = None
) -> AgreementVersion:
    """Freeze what a member is to sign. Without signers: the actor for us and the member's owner.

    Raises: AgreementFixed, NothingAwarded, SignersIncomplete, ClauseValueMissing.
    """
    bond = _draft(actor, agreement_id)
    house = system(actor.now, name=actor.name)
    content = reads.content(house, agreement_id=agreement_id)
    if not content["lines"]:
        raise NothingAwarded(_("The agreement has no line. Add one, or withdraw it."))
    chosen = signers or default_signers(house, prime_user_id=actor.user_id, member_id=bond.member_id)
    return freeze(house, agreement_id=agreement_id, content=content, signers=chosen)
