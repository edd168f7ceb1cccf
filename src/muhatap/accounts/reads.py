"""Who sits where."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from muhatap.accounts.models import Role, Seat, User
from muhatap.kernel.actors import Actor, Audience


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat: role and party acted for."""

    seat_id: int
    role: str
    role_name: str
    party_id: int | None


def seat_of(user_id: int, *, audience: Audience, chosen: int | None) -> SeatView | None:
    """The seat a user takes at a face: the chosen one, else the first."""
    with transaction.atomic():
        seats = [
            seat
            for seat in Seat.objects.filter(user_id=user_id).order_by("pk")
            if Role(seat.role).audience is audience
        ]
    seat = next((seat for seat in seats if seat.pk == chosen), seats[0] if seats else None)
    return None if seat is None else SeatView(seat.pk, seat.role, str(Role(seat.role).label), seat.party_id)


def staff(actor: Actor) -> list[tuple[int, str]]:
    """The active people of the desk, by name: (user id, name)."""
    rows = User.objects.filter(audience=Audience.DESK, is_active=True)
    return [(user.pk, user.name) for user in rows.order_by("name")]
