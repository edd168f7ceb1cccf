"""A company seats its own people: it leaves a wish, and the desk's side does it at once or says why not."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from muhatap.accounts.commands.seats import seat_user, unseat_user
from muhatap.accounts.events import SeatAsked
from muhatap.accounts.models import LIFECYCLE, Role, Seat, SeatRequest, Wish
from muhatap.accounts.permissions import AccountsPermission
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce

OWNERS = {Audience.CUSTOMER: Role.CUSTOMER_DECISION, Audience.MEMBER: Role.MEMBER_OWNER}


class NotYourPeople(Refusal):
    """A company decides about its own people and the roles of its own portal alone."""


@command(AccountsPermission.OWN_PEOPLE)
def ask_for_seat(actor: Actor, *, name: str, email: str, role: str) -> int:
    """Seat one of the company's own people; returns the wish's id. Raises: InvalidInput, NotYourPeople."""
    name, email = " ".join(name.split()), email.strip().lower()
    if not name:
        raise InvalidInput(_("Write the name."), field="name")
    if role not in Role.values or Role(role).audience is not actor.audience:
        raise NotYourPeople(_("Choose one of the roles of your own portal."), field="role")
    return _ask(actor, name=name, email=email, role=role)


@command(AccountsPermission.OWN_PEOPLE)
def ask_to_unseat(actor: Actor, *, seat_id: int) -> int:
    """Take a seat away from one of the company's own people; returns the wish's id. Raises: NotYourPeople."""
    seat: Any = Seat.objects.visible_to(actor).select_related("user").get(pk=seat_id, party_id=_party(actor))
    if seat.user_id == actor.user_id:
        raise NotYourPeople(_("You cannot take your own seat away. Ask another owner of the account."))
    return _ask(actor, name=seat.user.name, email=seat.user.email, role=seat.role, seat_id=seat.pk)


def _ask(actor: Actor, *, name: str, email: str, role: str, seat_id: int | None = None) -> int:
    party_id, user_id = _party(actor), actor.user_id or 0
    wish = SeatRequest(
        party_id=party_id,
        asked_by_id=user_id,
        asked_at=actor.now,
        name=name,
        email=email,
        role=role,
        seat_id=seat_id,
    )
    wish.save(force_insert=True)
    announce(SeatAsked(request_id=wish.pk, party_id=party_id), by=actor)
    return wish.pk


def _party(actor: Actor) -> int:
    """The company the actor acts for. Raises: NotYourPeople."""
    if actor.party_id is None or actor.user_id is None:
        raise NotYourPeople(_("Only somebody who acts for a company can do this."))
    return actor.party_id


@command(AccountsPermission.SEAT_USERS)
def answer_seat_request(actor: Actor, *, request_id: int) -> None:
    """Do what a company asked for its own people, or note why not; a second call changes nothing."""
    wish: Any = SeatRequest.objects.visible_to(actor).select_for_update().get(pk=request_id)
    if wish.status != Wish.WAITING:
        return
    try:
        with transaction.atomic():
            _fulfil(actor, wish)
        status, answer = Wish.DONE, ""
    except Refusal as refusal:
        status, answer = Wish.REFUSED, refusal.message
    wish.status = LIFECYCLE.move(wish.status, status)
    wish.answer, wish.answered_at = answer[:300], actor.now
    wish.save(update_fields=["status", "answer", "answered_at"])


def _fulfil(actor: Actor, wish: SeatRequest) -> None:
    """What the portal checked is checked again here: its row is only a wish."""
    role = Role(wish.role)
    owner = OWNERS.get(role.audience)
    owned = Seat.objects.filter(user_id=wish.asked_by_id, party_id=wish.party_id, role=owner)
    if owner is None or not owned.exists():
        raise NotYourPeople(_("Only the owner of the company's account can change its people."))
    if wish.seat_id is None:
        seat_user(actor, name=wish.name, email=wish.email, role=role, party_id=wish.party_id)
    elif Seat.objects.filter(pk=wish.seat_id, party_id=wish.party_id).exists():
        unseat_user(actor, seat_id=wish.seat_id)
