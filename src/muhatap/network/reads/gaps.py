"""Gaps of the network as the desk works on them: what is missing where, since when, whom we asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from muhatap.demand.rules.prices import unit_words
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.text import TurkishOrder
from muhatap.network.models import (
    ALIVE,
    Application,
    Coverage,
    NetworkGap,
    NetworkGapInvitation,
    NetworkGapPromise,
    NetworkGapStatus,
)
from muhatap.network.permissions import NetworkPermission
from muhatap.network.reads.applications import place_of


@dataclass(frozen=True, slots=True)
class NetworkGapRow:
    """What nobody can deliver: how much of it, from when, how long it is known; the price band only with prices."""

    network_gap_id: int
    number: str
    service_id: str
    service: str
    district_id: int
    place: str
    province_code: str
    quantity: Decimal
    unit: str
    wanted_from: date
    price_least: Decimal | None
    price_most: Decimal | None
    status: str
    status_name: str
    opened_at: datetime
    days: int
    invitations: int
    applications: int
    closed_by_id: int | None
    closed_by: str
    reason: str

    @property
    def alive(self) -> bool:
        """Whether somebody is still looked for."""
        return self.status in {status.value for status in ALIVE}


@dataclass(frozen=True, slots=True)
class GapInvitation:
    """A company that was asked, and what came of it."""

    company: str
    email: str
    invited_at: datetime
    application_id: int | None
    application_number: str
    application_status: str
    application_status_name: str


@dataclass(frozen=True, slots=True)
class GapPromise:
    """A promise that waits in a gap."""

    promise_id: int
    contract_id: int
    contract_number: str
    customer: str
    location: str
    quantity: Decimal
    covered: bool


@dataclass(frozen=True, slots=True)
class NetworkGapView:
    """A gap with the promises in it and the companies asked."""

    row: NetworkGapRow
    promises: tuple[GapPromise, ...]
    invitations: tuple[GapInvitation, ...]


def _rows(actor: Actor) -> Any:
    return (
        NetworkGap.objects.visible_to(actor)
        .select_related("service", "district__province", "closed_by_member")
        .annotate(
            asked=Count("invitations", distinct=True),
            answered=Count("invitations__invitation__applications", distinct=True),
        )
    )


def _row(actor: Actor, gap: Any) -> NetworkGapRow:
    sees = actor.may(NetworkPermission.SEE_RATES)
    until = actor.today if gap.closed_at is None else gap.closed_at.astimezone(ISTANBUL).date()
    return NetworkGapRow(
        network_gap_id=gap.pk,
        number=gap.number,
        service_id=gap.service_id,
        service=gap.service.name,
        district_id=gap.district_id,
        place=place_of(gap.district),
        province_code=gap.district.province_id,
        quantity=gap.quantity,
        unit=unit_words(gap.unit, gap.basis),
        wanted_from=gap.wanted_from,
        price_least=gap.price_least if sees else None,
        price_most=gap.price_most if sees else None,
        status=gap.status,
        status_name=str(NetworkGapStatus(gap.status).label),
        opened_at=gap.opened_at,
        days=(until - gap.opened_at.astimezone(ISTANBUL).date()).days,
        invitations=gap.asked,
        applications=gap.answered,
        closed_by_id=gap.closed_by_member_id,
        closed_by=gap.closed_by_member.short_name if gap.closed_by_member else "",
        reason=gap.reason,
    )


def network_gaps(actor: Actor, *, query: ListQuery) -> ListPage[NetworkGapRow]:
    """The gaps of the network, those that stand unless another state is asked for, the oldest first."""
    ask(actor, NetworkPermission.SEE)
    rows = _rows(actor)
    if not query.filters.get("status"):
        rows = rows.filter(status__in=ALIVE)
    return paginate(
        rows,
        query,
        make=lambda gap: _row(actor, gap),
        sorts={"opened": "opened_at", "wanted": "wanted_from", "place": TurkishOrder("district__name")},
        default="opened",
        search=("number", "service__name_tr", "district__name", "district__province__name"),
        filters={
            "status": lambda found, value: found if value == "all" else found.filter(status=value),
            "service": lambda found, value: found.filter(service_id=value),
            "category": lambda found, value: found.filter(service__category=value),
            "province": lambda found, value: found.filter(district__province_id=value),
        },
    )


def network_gap(actor: Actor, *, network_gap_id: int) -> NetworkGapView:
    """One gap. Raises: NetworkGap.DoesNotExist."""
    ask(actor, NetworkPermission.SEE)
    gap = _rows(actor).get(pk=network_gap_id)
    promises = (
        NetworkGapPromise.objects.visible_to(actor)
        .filter(gap_id=network_gap_id)
        .select_related("promise__customer", "promise__location", "promise__contract__agreement")
        .order_by("covered_at", "promise__position", "pk")
    )
    return NetworkGapView(
        _row(actor, gap),
        tuple(
            GapPromise(
                one.promise_id,
                one.promise.contract_id,
                one.promise.contract.agreement.number,
                one.promise.customer.short_name,
                one.promise.location.name,
                one.promise.quantity,
                one.covered_at is not None,
            )
            for one in promises
        ),
        _invitations(actor, network_gap_id),
    )


def _invitations(actor: Actor, network_gap_id: int) -> tuple[GapInvitation, ...]:
    """Whom we asked, the latest first, each with its latest application."""
    rows = list(
        NetworkGapInvitation.objects.visible_to(actor)
        .filter(gap_id=network_gap_id)
        .select_related("invitation")
        .order_by("-invitation__invited_at", "-pk")
    )
    applied = {
        one.invitation_id: one
        for one in Application.objects.visible_to(actor)
        .filter(invitation__in=[row.invitation_id for row in rows])
        .order_by("received_at", "pk")
    }
    return tuple(_invitation(row.invitation, applied.get(row.invitation_id)) for row in rows)


def _invitation(invitation: Any, application: Any) -> GapInvitation:
    return GapInvitation(
        invitation.company_name or (application.company_name if application else ""),
        invitation.email,
        invitation.invited_at,
        application.pk if application else None,
        application.number if application else "",
        application.status if application else "",
        str(application.get_status_display()) if application else "",
    )


def gaps_of_application(actor: Actor, *, application_id: int) -> list[tuple[int, str]]:
    """The gaps a company applied because of: (id, number)."""
    ask(actor, NetworkPermission.SEE)
    rows = NetworkGap.objects.visible_to(actor).filter(invitations__invitation__applications=application_id)
    return list(rows.order_by("pk").values_list("pk", "number").distinct())


def gaps_of_promises(actor: Actor, *, promise_ids: Iterable[int]) -> dict[int, tuple[int, str]]:
    """In which standing gap each promise waits: promise → (id, number)."""
    ask(actor, NetworkPermission.SEE)
    rows = NetworkGapPromise.objects.visible_to(actor).filter(
        promise__in=list(promise_ids), covered_at__isnull=True, gap__status__in=ALIVE
    )
    return {promise: (gap, number) for promise, gap, number in rows.values_list("promise_id", "gap_id", "gap__number")}


def promises_waiting_for(actor: Actor, *, member_id: int) -> Sequence[int]:
    """Promises in standing gaps of places and services a member has to do with, in their order."""
    ask(actor, NetworkPermission.SEE)
    waiting = NetworkGapPromise.objects.visible_to(actor).filter(covered_at__isnull=True, gap__status__in=ALIVE)
    found = list(waiting.order_by("promise_id").values_list("promise_id", "gap__service_id", "gap__district_id"))
    if not found:
        return []
    places = set(
        Coverage.objects.visible_to(actor).filter(member_id=member_id).values_list("service_id", "district_id")
    )
    return [promise for promise, service, district in found if (service, district) in places]


@dataclass(frozen=True, slots=True)
class GapCount:
    """How many gaps stand, and for how many of them nobody was asked yet."""

    standing: int
    untouched: int


def standing_gaps(actor: Actor) -> GapCount:
    """The gaps that stand."""
    ask(actor, NetworkPermission.SEE)
    counts = (
        NetworkGap.objects.visible_to(actor)
        .filter(status__in=ALIVE)
        .aggregate(standing=Count("pk"), untouched=Count("pk", filter=Q(status=NetworkGapStatus.OPEN)))
    )
    return GapCount(counts["standing"], counts["untouched"])
