"""Gaps of the network: opened where nobody fits, worked on by invitations, closed by a member that became able."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from muhatap.catalogue.models import Service
from muhatap.contracts.models import Promise, PromisePrice
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_number
from muhatap.kernel.parameters import parameter
from muhatap.kernel.periods import Period
from muhatap.network import rules
from muhatap.network.events import (
    NetworkGapClosed,
    NetworkGapGivenUp,
    NetworkGapInvited,
    NetworkGapOpened,
    NetworkGapReopened,
)
from muhatap.network.models import (
    ALIVE,
    NETWORK_GAP_LIFECYCLE,
    Coverage,
    CoverageStatus,
    Invitation,
    MemberStatus,
    NetworkGap,
    NetworkGapInvitation,
    NetworkGapPromise,
    NetworkGapStatus,
)
from muhatap.network.permissions import NetworkPermission

SERIES = "AG"


class GapStandsAlready(Refusal):
    """The same service is missing in the same district already."""


def _opened(actor: Actor, **values: Any) -> NetworkGap:
    gap = NetworkGap(
        number=next_number(SERIES, actor.today.year), opened_at=actor.now, opened_by_id=actor.user_id, **values
    )
    gap.save(force_insert=True)
    announce(NetworkGapOpened(network_gap_id=gap.pk, service_id=gap.service_id, district_id=gap.district_id), by=actor)
    return gap


@command(NetworkPermission.INVITE)
def note_network_gap(
    actor: Actor, *, service_id: str, district_id: int, quantity: Decimal, wanted_from: date
) -> NetworkGap:
    """Note that a service will be wanted in a district where nobody delivers it. Raises: InvalidInput, GapStandsAlready."""
    if quantity <= 0:
        raise InvalidInput(_("Write a quantity of more than zero."), field="quantity")
    if wanted_from < actor.today:
        raise InvalidInput(_("Choose today or a later day."), field="wanted_from")
    _refuse_twice(service_id, district_id, "")
    return _opened(
        actor,
        service_id=service_id,
        district_id=district_id,
        quantity=quantity,
        unit=Service.objects.get(pk=service_id).unit,
        wanted_from=wanted_from,
    )


def _refuse_twice(service_id: str, district_id: int, basis: str) -> None:
    twin = NetworkGap.objects.filter(service_id=service_id, district_id=district_id, basis=basis, status__in=ALIVE)
    if (found := twin.first()) is not None:
        raise GapStandsAlready(
            _("%(number)s stands for this service and district already. Work on that one.") % {"number": found.number}
        )


@command(NetworkPermission.INVITE)
def open_network_gaps(actor: Actor, *, promise_ids: Sequence[int]) -> list[NetworkGap]:
    """Nobody can deliver these promises: they stand in the gap of their service, district and basis from now on.

    What was given up stays given up until it is taken up again. Returns the gaps that were opened or grew.
    """
    known = NetworkGapPromise.objects.filter(promise__in=promise_ids, covered_at__isnull=True)
    held = set(known.values_list("promise_id", flat=True))
    missing = [pk for pk in promise_ids if pk not in held]
    rows = Promise.objects.filter(pk__in=missing).select_related("location").order_by("position", "pk")
    touched: dict[int, NetworkGap] = {}
    for promise in rows:
        gap = _gap_of(actor, promise)
        NetworkGapPromise.objects.create(gap=gap, promise=promise)
        touched[gap.pk] = gap
    return list(touched.values())


def _gap_of(actor: Actor, promise: Any) -> NetworkGap:
    """The gap a promise belongs to, grown by it, or a new one."""
    start = max(Period.of(promise.period).start, actor.today)
    prices = PromisePrice.objects.filter(promise=promise).order_by("-period")
    price = prices.filter(period__startswith__lte=start).first() or prices.last()
    band = rules.price_band(
        price.unit_price if price is not None else None,
        target=parameter("margin_target_percent", actor.today),
        floor=parameter("margin_floor_percent", actor.today),
    )
    gap: NetworkGap | None = (
        NetworkGap.objects.select_for_update()
        .filter(
            service_id=promise.service_id,
            district_id=promise.location.district_id,
            basis=promise.basis,
            status__in=ALIVE,
        )
        .first()
    )
    if gap is None:
        return _opened(
            actor,
            service_id=promise.service_id,
            district_id=promise.location.district_id,
            quantity=promise.quantity,
            unit=promise.unit,
            basis=promise.basis,
            wanted_from=start,
            price_least=band[0],
            price_most=band[1],
        )
    gap.quantity += promise.quantity
    gap.wanted_from = min(gap.wanted_from, start)
    gap.price_least, gap.price_most = rules.wider((gap.price_least, gap.price_most), band)
    gap.save(update_fields=["quantity", "wanted_from", "price_least", "price_most"])
    return gap


@command(NetworkPermission.INVITE)
def cover_gap_promises(actor: Actor, *, promise_ids: Sequence[int], member_id: int) -> list[NetworkGap]:
    """Somebody can deliver these promises now; a gap with nothing left in it is closed. Returns the closed ones."""
    rows = NetworkGapPromise.objects.select_for_update().filter(
        promise__in=promise_ids, covered_at__isnull=True, gap__status__in=ALIVE
    )
    gap_ids = sorted(set(rows.values_list("gap_id", flat=True)))
    if not gap_ids:
        return []
    rows.update(covered_at=actor.now)
    left = NetworkGapPromise.objects.filter(gap__in=gap_ids, covered_at__isnull=True)
    waiting = set(left.values_list("gap_id", flat=True))
    return [_close(actor, gap_id, member_id) for gap_id in gap_ids if gap_id not in waiting]


@command(NetworkPermission.INVITE)
def close_noted_gaps(actor: Actor, *, member_id: int) -> list[NetworkGap]:
    """A member in force covers a place: gaps noted by hand that it can fill are closed. Returns the closed ones."""
    covered = Coverage.objects.filter(
        member_id=member_id, status=CoverageStatus.APPROVED, member__membership__status=MemberStatus.ACTIVE
    ).values_list("service_id", "district_id", "capacity", "unit", "period")
    offers = list(covered) if NetworkGap.objects.filter(basis="", status__in=ALIVE).exists() else []
    closed = []
    for service_id, district_id, capacity, unit, period in offers:
        fitting = NetworkGap.objects.filter(
            service_id=service_id,
            district_id=district_id,
            unit=unit,
            quantity__lte=capacity,
            basis="",
            status__in=ALIVE,
        )
        closed += [
            _close(actor, gap.pk, member_id)
            for gap in fitting
            if max(gap.wanted_from, actor.today) in Period.of(period)
        ]
    return closed


def _close(actor: Actor, network_gap_id: int, member_id: int) -> NetworkGap:
    gap = _locked(actor, network_gap_id)
    gap.status = NETWORK_GAP_LIFECYCLE.move(gap.status, NetworkGapStatus.CLOSED)
    gap.closed_at, gap.closed_by_member_id = actor.now, member_id
    gap.save(update_fields=["status", "closed_at", "closed_by_member"])
    announce(NetworkGapClosed(network_gap_id=gap.pk, member_id=member_id), by=actor)
    return gap


def _locked(actor: Actor, network_gap_id: int) -> NetworkGap:
    row: NetworkGap = NetworkGap.objects.visible_to(actor).select_for_update().get(pk=network_gap_id)
    return row


@command(NetworkPermission.INVITE)
def record_invitation(actor: Actor, *, invitation_id: int) -> list[NetworkGap]:
    """Keep an invitation with every gap of its service and district. Returns these gaps."""
    invitation = Invitation.objects.get(pk=invitation_id)
    if invitation.service_id is None or invitation.district_id is None:
        return []
    gaps = list(
        NetworkGap.objects.select_for_update().filter(
            service_id=invitation.service_id, district_id=invitation.district_id, status__in=ALIVE
        )
    )
    for gap in gaps:
        NetworkGapInvitation.objects.create(gap=gap, invitation=invitation)
        if gap.status != NetworkGapStatus.INVITING:
            gap.status = NETWORK_GAP_LIFECYCLE.move(gap.status, NetworkGapStatus.INVITING)
            gap.save(update_fields=["status"])
        announce(NetworkGapInvited(network_gap_id=gap.pk, invitation_id=invitation.pk), by=actor)
    return gaps


@command(NetworkPermission.INVITE)
def give_up_network_gap(actor: Actor, *, network_gap_id: int, reason: str) -> NetworkGap:
    """Stop looking for somebody, for a reason. Raises: InvalidInput, IllegalMove."""
    if not reason.strip():
        raise InvalidInput(_("Write why nobody is looked for any more."), field="reason")
    gap = _locked(actor, network_gap_id)
    gap.status = NETWORK_GAP_LIFECYCLE.move(gap.status, NetworkGapStatus.GIVEN_UP)
    gap.closed_at, gap.reason = actor.now, reason.strip()
    gap.save(update_fields=["status", "closed_at", "reason"])
    announce(NetworkGapGivenUp(network_gap_id=gap.pk, reason=gap.reason), by=actor)
    return gap


@command(NetworkPermission.INVITE)
def reopen_network_gap(actor: Actor, *, network_gap_id: int) -> NetworkGap:
    """Look for somebody again. Raises: IllegalMove, GapStandsAlready."""
    gap = _locked(actor, network_gap_id)
    status = NETWORK_GAP_LIFECYCLE.move(gap.status, NetworkGapStatus.OPEN)
    _refuse_twice(gap.service_id, gap.district_id, gap.basis)
    gap.status, gap.closed_at, gap.reason = status, None, ""
    gap.save(update_fields=["status", "closed_at", "reason"])
    announce(NetworkGapReopened(network_gap_id=gap.pk), by=actor)
    return gap
