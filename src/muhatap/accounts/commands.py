"""Give people their seats, and take the key away."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from muhatap.accounts.events import UserLocked, UserSeated
from muhatap.accounts.models import FaceSession, Role, Seat, User
from muhatap.accounts.permissions import AccountsPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import Refusal
from muhatap.kernel.events import announce


class WrongSide(Refusal):
    """One e-mail address belongs to one side of the wall: desk, customer or member."""


class SeatNeedsParty(Refusal):
    """A seat at a portal is for a company; a seat at the desk is for none."""


@command(AccountsPermission.SEAT_USERS)
def seat_user(
    actor: Actor, *, name: str, email: str, role: Role, party_id: int | None = None, password: str | None = None
) -> int:
    """Seat somebody in a role for a party (none: the desk); the user is made if new. Returns the user's id.

    Without a password the user sets one through the link in the invitation. Raises: WrongSide, SeatNeedsParty.
    """
    side = role.audience
    if (party_id is None) != (side == "desk"):
        raise SeatNeedsParty(_("Choose a company for a portal seat, and none for a seat at the desk."), field="party_id")
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create(
            email=email.lower(), name=name, audience=side.value, password=make_password(password)
        )
    elif user.audience != side:
        raise WrongSide(
            _("%(email)s already logs in elsewhere. Use another address for this seat.") % {"email": email},
            field="email",
        )
    elif password is not None:
        user.password = make_password(password)
        user.save(update_fields=["password"])
    _, made = Seat.objects.get_or_create(
        user=user, party_id=party_id, role=role, defaults={"created_at": actor.now}
    )
    if made:
        announce(UserSeated(user_id=user.pk, role=role.value, party_id=party_id), by=actor)
    return user.pk


@command(AccountsPermission.SEAT_USERS)
def lock_user(actor: Actor, *, user_id: int) -> None:
    """Stop somebody from logging in; open sessions end at once."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.is_active = False
    user.save(update_fields=["is_active"])
    FaceSession.objects.filter(user_id=user.pk).delete()
    announce(UserLocked(user_id=user.pk), by=actor)
