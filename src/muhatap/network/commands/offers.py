"""Where members deliver and how much: proposed, approved, refused, ended; never below what promises take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from muhatap.catalogue.models import Service
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce, announce_all
from muhatap.kernel.periods import Period
from muhatap.network.commands.capacity import Place, lock_members, refuse_below_commitments
from muhatap.network.events import (
    CoverageApproved,
    CoverageEnded,
    CoverageProposed,
    CoverageRefused,
)
from muhatap.network.models import (
    COVERAGE_LIFECYCLE,
    Coverage,
    CoverageStatus,
    Member,
)
from muhatap.network.permissions import NetworkPermission


class CoveredAlready(Refusal):
    """The member's coverage of this service and district counts already in these days."""


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

    `valid_until` is the first day it no longer holds. Raises: InvalidInput, BelowCommitments.
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
    refuse_below_commitments(actor, _places(rows), more=rows)
    Coverage.objects.bulk_create(rows)
    announce_all([CoverageProposed(coverage_id=row.pk, member_id=member.pk) for row in rows], by=actor)
    return rows


def _places(rows: Sequence[Coverage]) -> dict[Place, Period]:
    """The places of coverages with the days from their first on: that is where they take the place of others."""
    return {(row.member_id, row.service_id, row.district_id): Period(row.period.lower) for row in rows}


def _locked(actor: Actor, coverage_id: int) -> Coverage:
    row: Coverage = Coverage.objects.visible_to(actor).select_for_update().get(pk=coverage_id)
    return row


@command(NetworkPermission.VERIFY)
def approve_coverage(actor: Actor, *, coverage_id: int) -> Coverage:
    """Let a coverage count; what counted before for the same service and district ends where this begins.

    Raises: CoveredAlready, BelowCommitments.
    """
    return _approve(actor, [_locked(actor, coverage_id)])[0]


@command(NetworkPermission.VERIFY)
def approve_coverages(actor: Actor, *, coverage_ids: Sequence[int]) -> list[Coverage]:
    """Let several coverages count, all or none of them. Raises: CoveredAlready, BelowCommitments, IllegalMove."""
    rows = Coverage.objects.visible_to(actor).select_for_update().filter(pk__in=coverage_ids)
    return _approve(actor, list(rows.order_by("pk")))


def _approve(actor: Actor, coverages: Sequence[Coverage]) -> list[Coverage]:
    """Let coverages count that differ in member, service or district."""
    lock_members(one.member_id for one in coverages)
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
    refuse_below_commitments(actor, _places(coverages))
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
    """Let a coverage count until a day (not included). Raises: InvalidInput, BelowCommitments."""
    coverage = _locked(actor, coverage_id)
    lock_members([coverage.member_id])
    period = Period.of(coverage.period)
    if coverage.status != CoverageStatus.APPROVED or until not in period or until == period.start:
        raise InvalidInput(_("Choose a day between the first and the last day of the coverage."), field="until")
    coverage.period = Period(period.start, until).range()
    coverage.save(update_fields=["period"])
    place = (coverage.member_id, coverage.service_id, coverage.district_id)
    refuse_below_commitments(actor, {place: Period(until, period.end)})
    announce(CoverageEnded(coverage_id=coverage.pk, member_id=coverage.member_id, until=until), by=actor)
    return coverage
