"""Where members deliver, how much, at which price; and how much of it promises take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from muhatap.catalogue.models import Service
from muhatap.demand.models import Basis
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce, announce_all
from muhatap.kernel.periods import Period
from muhatap.network.events import (
    CoverageApproved,
    CoverageEnded,
    CoverageProposed,
    CoverageRefused,
    RateStated,
)
from muhatap.network.models import (
    COVERAGE_LIFECYCLE,
    Commitment,
    Coverage,
    CoverageStatus,
    Member,
    RateCard,
)
from muhatap.network.permissions import NetworkPermission


class CoveredAlready(Refusal):
    """The member's coverage of this service and district counts already in these days."""


class RateStandsAlready(Refusal):
    """A later price of the same kind is stated already."""


class NoCapacity(Refusal):
    """The member has not so much capacity left."""


@command(NetworkPermission.OFFER)
def propose_coverage(
    actor: Actor,
    *,
    member_id: int,
    service_id: str,
    district_ids: Sequence[int],
    capacity: Decimal,
    valid_from: date,
    valid_until: date | None = None,
) -> list[Coverage]:
    """Say where a member can deliver a service, up to `capacity` units of the service in each district.

    `valid_until` is the first day it no longer holds. Raises: InvalidInput.
    """
    member = Member.objects.visible_to(actor).get(pk=member_id)
    if not district_ids:
        raise InvalidInput(_("Choose at least one district."), field="district_ids")
    if capacity <= 0:
        raise InvalidInput(_("The capacity is more than zero."), field="capacity")
    if valid_until is not None and valid_until <= valid_from:
        raise InvalidInput(_("The last day lies before the first one."), field="valid_until")
    service = Service.objects.get(pk=service_id)
    rows = [
        Coverage(
            member_id=member.pk,
            service=service,
            district_id=district_id,
            capacity=capacity,
            unit=service.unit,
            period=Period(valid_from, valid_until).range(),
            proposed_at=actor.now,
        )
        for district_id in dict.fromkeys(district_ids)
    ]
    Coverage.objects.bulk_create(rows)
    announce_all([CoverageProposed(coverage_id=row.pk, member_id=member.pk) for row in rows], by=actor)
    return rows


def _locked(actor: Actor, coverage_id: int) -> Coverage:
    row: Coverage = Coverage.objects.visible_to(actor).select_for_update().get(pk=coverage_id)
    return row


@command(NetworkPermission.VERIFY)
def approve_coverage(actor: Actor, *, coverage_id: int) -> Coverage:
    """Let a coverage count; what counted before for the same service and district ends where this begins.

    Raises: CoveredAlready.
    """
    return _approve(actor, [_locked(actor, coverage_id)])[0]


@command(NetworkPermission.VERIFY)
def approve_coverages(actor: Actor, *, coverage_ids: Sequence[int]) -> list[Coverage]:
    """Let several coverages count, all or none of them. Raises: CoveredAlready, IllegalMove."""
    rows = Coverage.objects.visible_to(actor).select_for_update().filter(pk__in=coverage_ids)
    return _approve(actor, list(rows.order_by("pk")))


def _approve(actor: Actor, coverages: Sequence[Coverage]) -> list[Coverage]:
    """Let coverages count that differ in member, service or district."""
    standing = Coverage.objects.select_for_update().filter(
        member__in={one.member_id for one in coverages},
        service__in={one.service_id for one in coverages},
        district__in={one.district_id for one in coverages},
        status=CoverageStatus.APPROVED,
    )
    before: dict[tuple[int, str, int], list[Coverage]] = defaultdict(list)
    for row in standing.order_by("pk"):
        before[row.member_id, row.service_id, row.district_id].append(row)
    for coverage in coverages:
        _end_what_stood(coverage, before[coverage.member_id, coverage.service_id, coverage.district_id])
        coverage.status = COVERAGE_LIFECYCLE.move(coverage.status, CoverageStatus.APPROVED)
        coverage.decided_at = actor.now
    Coverage.objects.bulk_update(coverages, ["status", "decided_at"])
    announce_all([CoverageApproved(coverage_id=row.pk, member_id=row.member_id) for row in coverages], by=actor)
    return list(coverages)


def _end_what_stood(coverage: Coverage, standing: list[Coverage]) -> None:
    start = coverage.period.lower
    for earlier in standing:
        if Period.of(earlier.period).meet(Period.of(coverage.period)) is None:
            continue
        if earlier.period.lower >= start:
            raise CoveredAlready(
                _("A coverage of this service and district begins on %(day)s. Refuse this one or end that one first.")
                % {"day": earlier.period.lower.strftime("%d.%m.%Y")}
            )
        earlier.period = Period(earlier.period.lower, start).range()
        earlier.save(update_fields=["period"])
    standing.append(coverage)


@command(NetworkPermission.VERIFY)
def refuse_coverage(actor: Actor, *, coverage_id: int, reason: str) -> Coverage:
    """Say that a coverage does not count, with a reason the member reads. Raises: InvalidInput."""
    if not reason.strip():
        raise InvalidInput(_("Write the reason; the member reads it."), field="reason")
    coverage = _locked(actor, coverage_id)
    coverage.status = COVERAGE_LIFECYCLE.move(coverage.status, CoverageStatus.REFUSED)
    coverage.reason = reason.strip()
    coverage.decided_at = actor.now
    coverage.save(update_fields=["status", "reason", "decided_at"])
    announce(CoverageRefused(coverage_id=coverage.pk, member_id=coverage.member_id, reason=coverage.reason), by=actor)
    return coverage


@command(NetworkPermission.VERIFY)
def end_coverage(actor: Actor, *, coverage_id: int, until: date) -> Coverage:
    """Let a coverage count until a day (not included); what is agreed already stays agreed. Raises: InvalidInput."""
    coverage = _locked(actor, coverage_id)
    period = Period.of(coverage.period)
    if coverage.status != CoverageStatus.APPROVED or until not in period or until == period.start:
        raise InvalidInput(_("Choose a day between the first and the last day of the coverage."), field="until")
    coverage.period = Period(period.start, until).range()
    coverage.save(update_fields=["period"])
    announce(CoverageEnded(coverage_id=coverage.pk, member_id=coverage.member_id, until=until), by=actor)
    return coverage


def _end_before(same: models.QuerySet[RateCard], day: date) -> None:
    """End the price that held until now; raises RateStandsAlready where one begins on the day or later."""
    for earlier in same.select_for_update().filter(period__overlap=Period(day).range()):
        if earlier.period.lower >= day:
            raise RateStandsAlready(
                _("A price of this kind is stated from %(day)s on. Choose a later day.")
                % {"day": earlier.period.lower.strftime("%d.%m.%Y")},
                field="valid_from",
            )
        earlier.period = Period(earlier.period.lower, day).range()
        earlier.save(update_fields=["period"])


@command(NetworkPermission.OFFER)
def state_rate(
    actor: Actor,
    *,
    member_id: int,
    service_id: str,
    basis: str,
    unit_price: Decimal,
    valid_from: date,
    province_id: str | None = None,
) -> RateCard:
    """State what a member asks for a service from a day on (major units), in one province or everywhere.

    The price before it ends there. Raises: InvalidInput, RateStandsAlready.
    """
    member = Member.objects.visible_to(actor).get(pk=member_id)
    if unit_price <= 0:
        raise InvalidInput(_("The price is more than zero."), field="unit_price")
    same = RateCard.objects.visible_to(actor).filter(
        member_id=member.pk, service_id=service_id, province_id=province_id, basis=Basis(basis)
    )
    _end_before(same, valid_from)
    rate = RateCard(
        member_id=member.pk,
        service_id=service_id,
        province_id=province_id,
        basis=Basis(basis),
        unit_price=unit_price,
        period=Period(valid_from).range(),
        stated_at=actor.now,
    )
    rate.save(force_insert=True)
    announce(RateStated(rate_card_id=rate.pk, member_id=member.pk), by=actor)
    return rate


@command(NetworkPermission.AGREE)
def commit_capacity(
    actor: Actor,
    *,
    member_id: int,
    promise_id: int,
    service_id: str,
    district_id: int,
    quantity: Decimal,
    period: Period,
) -> Commitment:
    """Take capacity of a member for a promise, instead of what it took before. Raises: NoCapacity."""
    Commitment.objects.filter(promise_id=promise_id, member_id=member_id, period__overlap=period.range()).delete()
    commitment = Commitment(
        member_id=member_id,
        promise_id=promise_id,
        service_id=service_id,
        district_id=district_id,
        quantity=quantity,
        period=period.range(),
    )
    try:
        with transaction.atomic():
            commitment.save(force_insert=True)
    except IntegrityError as error:
        if "no capacity left" not in str(error):
            raise
        raise NoCapacity(
            _(
                "The member's approved capacity in this district is not enough for these days. "
                "Ask it to propose more coverage, or choose another member."
            ),
            field="quantity",
        ) from error
    return commitment


@command(NetworkPermission.AGREE)
def free_capacity(actor: Actor, *, member_id: int, promise_id: int, since: date) -> None:
    """Give a member's capacity for a promise back from a day on."""
    rows = Commitment.objects.select_for_update().filter(promise_id=promise_id, member_id=member_id)
    for row in rows:
        period = Period.of(row.period)
        if period.start >= since:
            row.delete()
        elif since in period:
            row.period = Period(period.start, since).range()
            row.save(update_fields=["period"])
