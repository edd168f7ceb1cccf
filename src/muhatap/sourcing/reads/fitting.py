"""Who could take over from a member: the cheapest fitting other one for each place, with the capacity all need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.sourcing import sets
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.rules.candidates import Taken, judge, ranked


@dataclass(frozen=True, slots=True)
class Place:
    """A promise of which a quantity is to be taken over, by nobody of those who stand behind it already."""

    promise_id: int
    quantity: Decimal
    without: frozenset[int]


@dataclass(frozen=True, slots=True)
class Fitting:
    """The first in rank for a place, and what an average month of it costs (kuruş)."""

    member_id: int
    member: str
    monthly: int


def fitting(actor: Actor, *, places: Sequence[Place], day: date) -> dict[int, Fitting]:
    """The first in rank for every place from a day on, place after place: what one takes is gone for the next."""
    ask(actor, SourcingPermission.SEE)
    rows = Promise.objects.visible_to(actor).filter(pk__in=[place.promise_id for place in places])
    promises = {row.pk: row for row in rows.select_related("location__district")}
    network = sets.load(list(promises.values()))
    found: dict[int, Fitting] = {}
    for place in places:
        promise = promises[place.promise_id]
        wanted = replace(sets.wanted_of(promise, day), quantity=place.quantity)
        offers = [offer for offer in network.offers(promise, wanted) if offer.member_id not in place.without]
        rank, first = next(iter(ranked(judge(wanted, offer) for offer in offers)), (None, None))
        if rank is None or first is None or first.monthly_cost is None:
            continue
        found[promise.pk] = Fitting(first.member_id, first.name, first.monthly_cost)
        taken = (promise.pk, Taken(wanted.period, wanted.quantity))
        network.taken[first.member_id, promise.service_id, promise.location.district_id].append(taken)
    return found
