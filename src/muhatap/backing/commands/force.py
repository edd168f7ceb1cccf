"""Backings come into force with their agreement and end with it, or with their promise."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from muhatap.agreements.models import Status
from muhatap.backing.commands.proof import refresh
from muhatap.backing.events import BackingEnded, BackingInForce
from muhatap.backing.models import BACKING_LIFECYCLE, Backing, BackingStatus, ProjectAgreement
from muhatap.backing.permissions import BackingPermission
from muhatap.contracts.commands import show_people
from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor, system
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce, announce_all
from muhatap.kernel.periods import Period
from muhatap.network.commands import free_capacity
from muhatap.parties.commands import disclose, disclose_locations

# A member whose agreement is signed has somebody to turn to.
SIGNED = (Status.SIGNED, Status.ACTIVE, Status.SUSPENDED)
ALIVE = (BackingStatus.PLANNED, BackingStatus.IN_FORCE)


@command(BackingPermission.WRITE)
def disclose_to_member(actor: Actor, *, agreement_id: int) -> None:
    """Open the customer's name and the locations to the member that is asked to sign for them."""
    bond = ProjectAgreement.objects.select_related("project").get(pk=agreement_id)
    reason = f"agreement {agreement_id}"
    disclose(actor, viewer_id=bond.member_id, party_id=bond.project.customer_id, reason=reason)
    rows = Backing.objects.filter(project_agreement=bond).exclude(status=BackingStatus.CANCELLED)
    locations = rows.order_by().values_list("location_id", flat=True).distinct()
    disclose_locations(actor, viewer_id=bond.member_id, location_ids=list(locations), reason=reason)


@command(BackingPermission.WRITE)
def show_project_people(actor: Actor, *, agreement_id: int | None = None, project_id: int | None = None) -> int:
    """Let members under signed agreements (one, or all of a project) read who looks after it; returns how many."""
    bonds: Any = ProjectAgreement.objects.visible_to(actor).filter(agreement__status__in=SIGNED)
    bonds = bonds.filter(pk=agreement_id) if agreement_id is not None else bonds.filter(project_id=project_id)
    for bond in bonds:
        show_people(actor, project_id=bond.project_id, agreement_id=bond.pk, party_id=bond.member_id)
    return len(bonds)


@command(BackingPermission.WRITE)
def bring_into_force(actor: Actor, *, agreement_id: int) -> int:
    """Let the backings of a signed agreement be owed; returns how many."""
    rows = list(
        Backing.objects.select_for_update().filter(project_agreement_id=agreement_id, status=BackingStatus.PLANNED)
    )
    for row in rows:
        row.status = BACKING_LIFECYCLE.move(row.status, BackingStatus.IN_FORCE)
    Backing.objects.bulk_update(rows, ["status"])
    announce_all(
        [BackingInForce(backing_id=row.pk, promise_id=row.promise_id, member_id=row.member_id) for row in rows],
        by=actor,
    )
    refresh(actor, promise_ids=[row.promise_id for row in rows])
    return len(rows)


@command(BackingPermission.WRITE)
def drop_withdrawn(actor: Actor, *, agreement_id: int) -> int:
    """Cancel what an agreement nobody signed would have backed; the capacity is free again. Returns how many."""
    rows = list(
        Backing.objects.select_for_update().filter(project_agreement_id=agreement_id, status=BackingStatus.PLANNED)
    )
    for row in rows:
        _end(actor, row, Period.of(row.period).start)
    refresh(actor, promise_ids=[row.promise_id for row in rows])
    return len(rows)


@command(BackingPermission.WRITE)
def end_backings(actor: Actor, *, agreement_id: int, on: date) -> int:
    """End what an agreement backs on a day (the first one without it); returns how many."""
    rows = list(Backing.objects.select_for_update().filter(project_agreement_id=agreement_id, status__in=ALIVE))
    for row in rows:
        _end(actor, row, on)
    refresh(actor, promise_ids=[row.promise_id for row in rows])
    return len(rows)


@command(BackingPermission.WRITE)
def cut_to_promise(actor: Actor, *, promise_id: int) -> int:
    """Let no backing reach beyond its promise after that was cut; returns how many were cut."""
    promise = Promise.objects.get(pk=promise_id)
    owed = Period.of(promise.period)
    cut = 0
    for row in Backing.objects.select_for_update().filter(promise=promise, status__in=ALIVE):
        period = Period.of(row.period)
        if not owed.covers(period):
            _end(actor, row, owed.end if owed.end is not None and owed.end > owed.start else owed.start)
            cut += 1
    return cut


class NotInForce(Refusal):
    """Only a line that is owed can be ended; a draft's is taken out."""


@command(BackingPermission.WRITE)
def end_backing(actor: Actor, *, backing_id: int, on: date, reason: str) -> Backing:
    """End one line of an agreement in force on a day (the first one without it), for a reason; the rest stays owed.

    Raises: NotInForce, InvalidInput.
    """
    backing: Any = Backing.objects.visible_to(actor).select_for_update().get(pk=backing_id)
    period = Period.of(backing.period)
    if backing.status != BackingStatus.IN_FORCE:
        raise NotInForce(_("This line is not owed. A line of a draft is taken out instead."))
    if not reason.strip():
        raise InvalidInput(_("Write why the line ends; it stays on record."), field="reason")
    if on < actor.today or (period.end is not None and on >= period.end):
        raise InvalidInput(_("Choose a day from today on, before the line ends by itself."), field="on")
    house = system(actor.now, name=actor.name)
    _end(house, backing, on, reason.strip())
    refresh(house, promise_ids=[backing.promise_id])
    return backing  # type: ignore[no-any-return]


def _end(actor: Actor, backing: Backing, on: date, reason: str = "") -> None:
    """End one backing: never begun is cancelled, begun keeps its days."""
    period = Period.of(backing.period)
    if on <= period.start or backing.status == BackingStatus.PLANNED:
        backing.status = BACKING_LIFECYCLE.move(backing.status, BackingStatus.CANCELLED)
        until = period.start
    else:
        backing.status = BACKING_LIFECYCLE.move(backing.status, BackingStatus.ENDED)
        until = min(on, period.end) if period.end is not None else on
        backing.period = Period(period.start, until).range()
    backing.save(update_fields=["status", "period"])
    free_capacity(actor, member_id=backing.member_id, promise_id=backing.promise_id, since=until)
    announce(
        BackingEnded(
            backing_id=backing.pk,
            promise_id=backing.promise_id,
            member_id=backing.member_id,
            until=until,
            reason=reason,
        ),
        by=actor,
    )
