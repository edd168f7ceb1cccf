"""Capacity of members that promises take; and the refusal to declare less than is promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.kernel import formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import Refusal
from muhatap.kernel.periods import Period
from muhatap.network import rules
from muhatap.network.models import Commitment, Coverage, CoverageStatus, Member
from muhatap.network.permissions import NetworkPermission

Place = tuple[int, str, int]


class NoCapacity(Refusal):
    """The member has not so much capacity left."""


class BelowCommitments(Refusal):
    """Less would be declared than promises take."""


def lock_members(member_ids: Iterable[int]) -> None:
    """Hold members as the database does when it takes capacity: of two at the same time, one waits."""
    rows = Member.objects.select_for_update(no_key=True).filter(pk__in=set(member_ids)).order_by("pk")
    list(rows.values_list("pk", flat=True))


def refuse_below_commitments(actor: Actor, changed: dict[Place, Period], *, more: Iterable[Coverage] = ()) -> None:
    """Refuse coverage that declares less than promises take in the changed days of a place. Raises: BelowCommitments."""
    for words in below_commitments(actor, changed, more=more).values():
        raise BelowCommitments(words, field="capacity")


def below_commitments(actor: Actor, changed: dict[Place, Period], *, more: Iterable[Coverage] = ()) -> dict[Place, str]:
    """Where less is declared than promises take in the changed days of places, in words.

    Coverage is looked at as it stands in the database, with `more` as if it counted already and took the place of
    what stands from its first day on.
    """
    taken = _taken(actor, changed)
    if not taken:
        return {}
    declared = _declared(actor, changed)
    for row in more:
        place, period = (row.member_id, row.service_id, row.district_id), Period.of(row.period)
        cut = [(days.minus([Period(period.start)]), capacity) for days, capacity in declared[place]]
        declared[place] = [(days, capacity) for parts, capacity in cut for days in parts]
        declared[place].append((period, row.capacity))
    short = {place: rules.shortfall(period, declared[place], taken[place]) for place, period in changed.items()}
    return {place: _below(actor, found) for place, found in short.items() if found is not None}


def _below(actor: Actor, found: rules.Shortfall) -> str:
    promises = ngettext("%(count)d promise takes", "%(count)d promises take", found.promises) % {
        "count": found.promises
    }
    return _(
        "From %(day)s on %(promises)s %(taken)s of it; %(declared)s would be declared. Choose a later day or a larger"
        " capacity, or move the promises first."
    ) % {
        "day": found.since.strftime("%d.%m.%Y"),
        "promises": promises,
        "taken": formats.quantity(found.taken, actor.language),
        "declared": formats.quantity(found.declared, actor.language),
    }


def _taken(actor: Actor, places: Iterable[Place]) -> dict[Place, list[rules.Taken]]:
    found: dict[Place, list[rules.Taken]] = defaultdict(list)
    wanted = set(places)
    rows = Commitment.objects.visible_to(actor).filter(
        member__in={member for member, _service, _district in wanted},
        service__in={service for _member, service, _district in wanted},
        district__in={district for _member, _service, district in wanted},
    )
    for row in rows:
        place = (row.member_id, row.service_id, row.district_id)
        if place in wanted:
            found[place].append((Period.of(row.period), row.quantity, row.promise_id))
    return found


def _declared(actor: Actor, places: Iterable[Place]) -> dict[Place, list[rules.Declared]]:
    found: dict[Place, list[rules.Declared]] = defaultdict(list)
    wanted = set(places)
    rows = Coverage.objects.visible_to(actor).filter(
        member__in={member for member, _service, _district in wanted},
        service__in={service for _member, service, _district in wanted},
        district__in={district for _member, _service, district in wanted},
        status=CoverageStatus.APPROVED,
    )
    for row in rows:
        found[row.member_id, row.service_id, row.district_id].append((Period.of(row.period), row.capacity))
    return found


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
