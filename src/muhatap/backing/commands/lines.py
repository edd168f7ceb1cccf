"""Lines of a project agreement: put into a draft, changed, taken out; a line that was sent is fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from muhatap.agreements.models import Status
from muhatap.backing.commands.force import _end
from muhatap.backing.commands.proof import refresh
from muhatap.backing.models import Backing, BackingPrice, BackingRole, ProjectAgreement
from muhatap.backing.permissions import BackingPermission
from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor, system
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.periods import Period
from muhatap.network.commands import commit_capacity

CLOCKS = ("response_minutes", "attend_minutes", "fix_minutes")


class AgreementFixed(Refusal):
    """Only a draft can be changed."""


class OverAllocated(Refusal):
    """More than was promised would be backed, or one member twice."""


def _blank(
    bond: ProjectAgreement,
    promise: Promise,
    quantity: Decimal,
    period: Period,
    _price: Decimal,
    *,
    role: BackingRole,
    place: int,
) -> Backing:
    """A line as promised: the member owes the same, to the same clocks."""
    same = ("location_id", "service_id", "unit", "basis", "pattern", "window_from", "window_until", "standard", *CLOCKS)
    return Backing(
        project_agreement=bond,
        promise=promise,
        member_id=bond.member_id,
        quantity=quantity,
        period=period.range(),
        role=role,
        position=place,
        **{name: getattr(promise, name) for name in same},
    )


def insert_lines(
    bond: ProjectAgreement,
    lines: Sequence[tuple[Promise, Decimal, Period, Decimal]],
    role: BackingRole,
) -> list[Backing]:
    """Write backings and their prices. Raises: OverAllocated when the database holds that too much is backed."""
    first = Backing.objects.filter(project_agreement=bond).count()
    rows = [_blank(bond, *line, role=role, place=place) for place, line in enumerate(lines, start=first + 1)]
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


def draft_of(actor: Actor, agreement_id: int) -> ProjectAgreement:
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


def _check_line(promise: Promise, quantity: Decimal, unit_price: Decimal, monthly_limit: int | None) -> None:
    if quantity <= 0 or quantity > promise.quantity:
        raise InvalidInput(_("The quantity lies between zero and what was promised."), field="quantity")
    if unit_price <= 0:
        raise InvalidInput(_("The price is more than zero."), field="unit_price")
    if monthly_limit is not None and monthly_limit <= 0:
        raise InvalidInput(_("A limit is more than zero; blank means none."), field="monthly_limit")


def _take_capacity(actor: Actor, backing: Backing, promise: Any) -> None:
    """Take what a line needs of its member's capacity; standby takes none. Raises: NoCapacity."""
    if backing.role == BackingRole.PRIMARY:
        commit_capacity(
            system(actor.now, name=actor.name),
            member_id=backing.member_id,
            promise_id=promise.pk,
            service_id=promise.service_id,
            district_id=promise.location.district_id,
            quantity=backing.quantity,
            period=Period.of(backing.period),
        )


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
    monthly_limit: int | None = None,
) -> Backing:
    """Put another line into a draft: a share of a promise for some days, or standby for it.

    `monthly_limit` (kuruş) is not to be exceeded in a month.

    Raises: AgreementFixed, InvalidInput, OverAllocated, NoCapacity.
    """
    bond = draft_of(actor, agreement_id)
    promise: Any = Promise.objects.select_related("location").get(pk=promise_id, contract_id=bond.project.contract_id)
    _check_line(promise, quantity, unit_price, monthly_limit)
    term = Period.of(bond.agreement.period)
    chosen = period or Period.of(promise.period).meet(term)
    if chosen is None or not term.covers(chosen) or not Period.of(promise.period).covers(chosen):
        raise InvalidInput(_("The days lie outside the promise or the agreement."), field="period")
    (backing,) = insert_lines(bond, [(promise, quantity, chosen, unit_price)], BackingRole(role))
    if monthly_limit is not None:
        backing.monthly_limit = monthly_limit
        backing.save(update_fields=["monthly_limit"])
    _take_capacity(actor, backing, promise)
    refresh(system(actor.now, name=actor.name), promise_ids=[promise.pk])
    return backing


@command(BackingPermission.WRITE)
def drop_backing(actor: Actor, *, backing_id: int) -> Backing:
    """Take a line out of a draft; the capacity is free again. Raises: AgreementFixed."""
    backing: Any = Backing.objects.visible_to(actor).select_for_update().get(pk=backing_id)
    draft_of(actor, backing.project_agreement_id)
    house = system(actor.now, name=actor.name)
    _end(house, backing, Period.of(backing.period).start)
    refresh(house, promise_ids=[backing.promise_id])
    return backing  # type: ignore[no-any-return]


def _save_line(backing: Any) -> None:
    """Keep a changed line. Raises: OverAllocated when the database holds that too much is backed."""
    try:
        with transaction.atomic():
            backing.save(update_fields=["quantity", "monthly_limit", *CLOCKS])
    except IntegrityError as error:
        raise OverAllocated(
            _("This would back more than was promised. Lower the share, or end the other backing first."),
            field="quantity",
        ) from error


@command(BackingPermission.WRITE)
def adjust_backing(
    actor: Actor,
    *,
    backing_id: int,
    quantity: Decimal,
    unit_price: Decimal,
    clocks: Mapping[str, int | None],
    monthly_limit: int | None = None,
) -> Backing:
    """Agree on another share, price, limit (kuruş a month) or other clocks (minutes) for a line of a draft.

    Raises: AgreementFixed, InvalidInput, OverAllocated, NoCapacity.
    """
    backing: Any = (
        Backing.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("promise__location")
        .get(pk=backing_id)
    )
    draft_of(actor, backing.project_agreement_id)
    _check_line(backing.promise, quantity, unit_price, monthly_limit)
    for name in CLOCKS:
        minutes = clocks.get(name)
        if minutes is not None and minutes < 1:
            raise InvalidInput(_("A clock runs for at least a minute; blank means it is not promised."), field=name)
        setattr(backing, name, minutes)
    backing.quantity, backing.monthly_limit = quantity, monthly_limit
    _save_line(backing)
    _take_capacity(actor, backing, backing.promise)
    price = BackingPrice.objects.get(backing=backing)
    price.unit_price = unit_price
    price.save(update_fields=["unit_price"])
    refresh(system(actor.now, name=actor.name), promise_ids=[backing.promise_id])
    return backing  # type: ignore[no-any-return]
