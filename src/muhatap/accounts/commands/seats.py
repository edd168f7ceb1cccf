"""Give people their seats, and take them away."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from muhatap.accounts.events import UserChanged, UserLocked, UserSeated, UserUnlocked, UserUnseated
from muhatap.accounts.models import FaceSession, Role, Seat, User
from muhatap.accounts.permissions import AccountsPermission
from muhatap.kernel.actors import Actor, Audience, system
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.parties.models import Party


class WrongSide(Refusal):
    """One e-mail address belongs to one side of the wall: desk, customer or member."""


class SeatNeedsParty(Refusal):
    """A seat at a portal is for a company; a seat at the desk is for none."""


class NotYourself(Refusal):
    """Nobody locks the door behind themselves."""


class LastAdministrator(Refusal):
    """Somebody must be able to seat people."""


@command(AccountsPermission.SEAT_USERS)
def seat_user(
    actor: Actor,
    *,
    name: str,
    email: str,
    role: Role,
    party_id: int | None = None,
    password: str | None = None,
) -> int:
    """Seat somebody in a role for a party (none: the desk). Returns the user's id; the user is made if new.

    Without a password the user sets one through the link in the invitation.
    Raises: WrongSide, SeatNeedsParty, InvalidInput.
    """
    role = Role(role)
    side = role.audience
    if (party_id is None) != (side is Audience.DESK):
        raise SeatNeedsParty(
            _("Choose a company for a portal seat, and none for a seat at the desk."), field="party_id"
        )
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = _new_user(name, email, side, password)
    elif user.audience != side:
        raise WrongSide(
            _("%(email)s already logs in elsewhere. Use another address for this seat.") % {"email": email},
            field="email",
        )
    elif password is not None:
        user.password = make_password(password)
        user.save(update_fields=["password"])
    name_now = _name_of(party_id)
    party: Any = party_id
    _seat, made = Seat.objects.get_or_create(
        user=user, party_id=party, role=role, defaults={"created_at": actor.now, "party_name": name_now}
    )
    if made:
        announce(UserSeated(user_id=user.pk, role=role.value, party_id=party_id), by=actor)
    return int(user.pk)


@command(AccountsPermission.SEAT_CUSTOMERS)
def seat_customer(actor: Actor, *, party_id: int, name: str, email: str, role: Role) -> int:
    """Let somebody of a customer into its portal; the invitation goes out by mail. Returns the user's id.

    Raises: InvalidInput, WrongSide.
    """
    if Role(role).audience is not Audience.CUSTOMER:
        raise InvalidInput(_("Choose one of the roles of the customer portal."), field="role")
    if not Party.objects.filter(pk=party_id, is_customer=True).exists():
        raise InvalidInput(_("Only somebody of a customer is let into its portal."))
    # The house seats: who speaks with customers needs no rights over the users of the other sides.
    return seat_user(system(actor.now, name=actor.name), name=name, email=email, role=role, party_id=party_id)


def _name_of(party_id: int | None) -> str:
    if party_id is None:
        return ""
    return str(Party.objects.filter(pk=party_id).values_list("short_name", flat=True)[0])


@command(AccountsPermission.SEAT_USERS)
def rename_party(actor: Actor, *, party_id: int) -> int:
    """Let the seats of a company bear its present name; returns how many changed."""
    name = _name_of(party_id)
    return Seat.objects.filter(party_id=party_id).exclude(party_name=name).update(party_name=name)


def _new_user(name: str, email: str, side: Audience, password: str | None) -> User:
    name = " ".join(name.split())
    if not name:
        raise InvalidInput(_("Write the name."), field="name")
    user: User = User.objects.create(
        email=email.strip().lower(), name=name, audience=side.value, password=make_password(password)
    )
    return user


@command(AccountsPermission.SEAT_USERS)
def unseat_user(actor: Actor, *, seat_id: int) -> int:
    """Take a seat away; what the user may do ends with the next page. Returns the user's id.

    Raises: NotYourself, LastAdministrator.
    """
    seat: Seat = Seat.objects.visible_to(actor).select_for_update().get(pk=seat_id)
    if seat.user_id == actor.user_id:
        raise NotYourself(_("Ask another administrator to change your own seat."))
    _refuse_without_administrator(seat.user_id, leaving=seat)
    user_id = seat.user_id
    fact = UserUnseated(user_id=user_id, role=seat.role, party_id=seat.party_id)
    seat.delete()
    announce(fact, by=actor)
    return user_id


@command(AccountsPermission.SEAT_USERS)
def change_user(actor: Actor, *, user_id: int, name: str, phone: str = "") -> None:
    """Correct a user's name and phone. Raises: InvalidInput."""
    user = User.objects.visible_to(actor).select_for_update().get(pk=user_id)
    user.name, user.phone = " ".join(name.split()), phone.strip()
    if not user.name:
        raise InvalidInput(_("Write the name."), field="name")
    user.save(update_fields=["name", "phone"])
    announce(UserChanged(user_id=user.pk), by=actor)


@command(AccountsPermission.SEAT_USERS)
def lock_user(actor: Actor, *, user_id: int) -> None:
    """Stop somebody from logging in; open sessions end at once. Raises: NotYourself, LastAdministrator."""
    user = User.objects.visible_to(actor).select_for_update().get(pk=user_id)
    if user.pk == actor.user_id:
        raise NotYourself(_("You cannot lock yourself. Ask another administrator."))
    if not user.is_active:
        return
    _refuse_without_administrator(user.pk)
    user.is_active = False
    user.save(update_fields=["is_active"])
    FaceSession.objects.filter(user_id=user.pk).delete()
    announce(UserLocked(user_id=user.pk), by=actor)


@command(AccountsPermission.SEAT_USERS)
def unlock_user(actor: Actor, *, user_id: int) -> None:
    """Let a locked user log in again."""
    user = User.objects.visible_to(actor).select_for_update().get(pk=user_id)
    if user.is_active:
        return
    user.is_active = True
    user.save(update_fields=["is_active"])
    announce(UserUnlocked(user_id=user.pk), by=actor)


def _refuse_without_administrator(user_id: int, *, leaving: Seat | None = None) -> None:
    """Refuse when nobody but this user (or this seat) is an administrator who can log in."""
    seats: Any = Seat.objects.select_for_update().filter(role=Role.ADMINISTRATOR, user__is_active=True)
    mine = [seat for seat in seats if seat.user_id == user_id and (leaving is None or seat.pk == leaving.pk)]
    if mine and len(seats) == len(mine):
        raise LastAdministrator(_("This is the last administrator. Seat another one first."))
