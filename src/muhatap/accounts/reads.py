"""Who sits where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from muhatap.accounts.models import AccessLink, ListView, Role, Seat, SeatRequest, User, Wish
from muhatap.accounts.permissions import AccountsPermission
from muhatap.accounts.rules import hash_of
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.text import TurkishOrder, sort_key
from muhatap.kernel.wall import show_token
from muhatap.parties.models import Party

MOST_WISHES = 20


__all__ = ["Role", "SeatView", "seat_of", "staff"]


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat: role and party acted for."""

    seat_id: int
    role: str
    role_name: str
    party_id: int | None
    party_name: str = ""


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user in a list."""

    id: int
    name: str
    email: str
    side: str
    seats: tuple[SeatView, ...]
    active: bool
    invited: bool
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class UserView:
    """A user with all seats."""

    row: UserRow
    phone: str
    language: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of a company's own people."""

    seat_id: int
    user_id: int
    name: str
    email: str
    role_name: str
    active: bool
    joined: bool


@dataclass(frozen=True, slots=True)
class WishView:
    """What a company asked for its people, and what came of it."""

    name: str
    email: str
    role_name: str
    leaving: bool
    status: str
    status_name: str
    answer: str
    asked_at: datetime


def seat_of(user_id: int, *, audience: Audience, chosen: int | None) -> SeatView | None:
    """The seat a user takes at a face: the chosen one, else the first."""
    with transaction.atomic():
        rows: Any = Seat.objects.filter(user_id=user_id).order_by("pk")
        seats = [seat for seat in rows if Role(seat.role).audience is audience]
    seat = next((seat for seat in seats if seat.pk == chosen), seats[0] if seats else None)
    return None if seat is None else SeatView(seat.pk, seat.role, str(Role(seat.role).label), seat.party_id)


def _own(key: int | None) -> int:
    """A key to compare with; nobody's where there is none."""
    return -1 if key is None else key


def own_seats(actor: Actor) -> list[SeatView]:
    """The seats the actor may take at this face, in Turkish order of companies."""
    seats: Any = Seat.objects.visible_to(actor).filter(user_id=_own(actor.user_id)).select_related("party")
    found = [_seat_view(seat) for seat in seats if Role(seat.role).audience is actor.audience]
    return sorted(found, key=lambda seat: (sort_key(seat.party_name), seat.seat_id))


def _seat_view(seat: Any) -> SeatView:
    party = seat.party.short_name if seat.party is not None else seat.party_name
    return SeatView(seat.pk, seat.role, str(Role(seat.role).label), seat.party_id, party)


def staff(actor: Actor) -> list[tuple[int, str]]:
    """The active people of the desk, by name: (user id, name)."""
    rows = User.objects.filter(audience=Audience.DESK, is_active=True)
    return [(user.pk, user.name) for user in rows.order_by("name")]


def role_choices(actor: Actor, *, side: str = "") -> list[tuple[str, str]]:
    """The roles of one side (blank: of all) to choose from: (role, name)."""
    del actor
    return [(role.value, str(role.label)) for role in Role if side in {"", role.audience.value}]


def company_choices(actor: Actor) -> list[tuple[int, str]]:
    """Customers and members to seat somebody for, in Turkish order: (party id, name). Raises: Forbidden."""
    ask(actor, AccountsPermission.SEE_USERS)
    companies = Party.objects.visible_to(actor).filter(Q(is_customer=True) | Q(is_member=True))
    rows: Any = companies.order_by(TurkishOrder("short_name"))
    sides = {(True, False): _("customer"), (False, True): _("member"), (True, True): _("customer and member")}
    return [(one.pk, f"{one.short_name} · {sides[one.is_customer, one.is_member]}") for one in rows]


def _users(actor: Actor) -> Any:
    seats = Prefetch("seats", Seat.objects.select_related("party").order_by("pk"))
    links = Prefetch("links", AccessLink.objects.filter(used_at__isnull=True, expires_at__gt=actor.now))
    return User.objects.visible_to(actor).prefetch_related(seats, links)


def _user_row(user: Any) -> UserRow:
    return UserRow(
        id=user.pk,
        name=user.name,
        email=user.email,
        side=user.audience,
        seats=tuple(_seat_view(seat) for seat in user.seats.all()),
        active=user.is_active,
        invited=not user.has_usable_password(),
        last_login=user.last_login,
    )


def users(actor: Actor, *, query: ListQuery) -> ListPage[UserRow]:
    """Everybody who can log in, at any face. Raises: Forbidden."""
    ask(actor, AccountsPermission.SEE_USERS)
    return paginate(
        _users(actor),
        query,
        make=_user_row,
        sorts={"name": TurkishOrder("name"), "email": "email"},
        default="name",
        search=("name", "email"),
        filters={
            "side": lambda found, side: found.filter(audience=side),
            "role": lambda found, role: found.filter(pk__in=Seat.objects.filter(role=role).values("user_id")),
            "state": _in_state,
        },
    )


def portal_people(actor: Actor, *, party_id: int) -> list[UserRow]:
    """Who of a company can log in, or was invited to, by name. Raises: Forbidden."""
    ask(actor, AccountsPermission.SEAT_CUSTOMERS)
    found = _users(actor).filter(is_active=True, seats__party_id=party_id).distinct()
    return sorted((_user_row(one) for one in found), key=lambda one: sort_key(one.name))


def _in_state(found: Any, state: str) -> Any:
    unset = Q(password__startswith="!")  # noqa: S106 - how Django marks that there is none
    if state == "locked":
        return found.filter(is_active=False)
    return found.filter(unset, is_active=True) if state == "invited" else found.filter(~unset, is_active=True)


def user(actor: Actor, *, user_id: int) -> UserView:
    """A user with all seats. Raises: User.DoesNotExist, Forbidden."""
    ask(actor, AccountsPermission.SEE_USERS)
    found = _users(actor).get(pk=user_id)
    return UserView(row=_user_row(found), phone=found.phone, language=found.language)


def link_lives(actor: Actor, *, token: str) -> bool:
    """Whether a link from a mail can still be used."""
    hashed = hash_of(token)
    show_token(hashed)
    links = AccessLink.objects.visible_to(actor).filter(
        token_hash=hashed, used_at__isnull=True, expires_at__gt=actor.now
    )
    return links.exists()


def own_name(actor: Actor) -> str:
    """The short name of the company the actor acts for; blank at the desk."""
    seat = Seat.objects.visible_to(actor).filter(party_id=_own(actor.party_id))
    found: Any = seat.select_related("party").first()
    return found.party.short_name if found is not None else ""


def people(actor: Actor) -> list[Colleague]:
    """The people of the actor's own company, in Turkish order. Raises: Forbidden."""
    ask(actor, AccountsPermission.OWN_PEOPLE)
    seats: Any = Seat.objects.visible_to(actor).filter(party_id=_own(actor.party_id)).select_related("user")
    found = [
        Colleague(
            seat_id=seat.pk,
            user_id=seat.user_id,
            name=seat.user.name,
            email=seat.user.email,
            role_name=str(Role(seat.role).label),
            active=seat.user.is_active,
            joined=seat.user.has_usable_password(),
        )
        for seat in seats
    ]
    return sorted(found, key=lambda one: (sort_key(one.name), one.seat_id))


def wishes(actor: Actor) -> list[WishView]:
    """What the actor's own company asked for its people and is not done yet or was refused, newest first.

    Raises: Forbidden.
    """
    ask(actor, AccountsPermission.OWN_PEOPLE)
    own = SeatRequest.objects.visible_to(actor).filter(party_id=_own(actor.party_id))
    rows: Any = own.exclude(status=Wish.DONE)
    return [
        WishView(
            name=wish.name,
            email=wish.email,
            role_name=str(Role(wish.role).label),
            leaving=wish.seat_id is not None,
            status=wish.status,
            status_name=str(Wish(wish.status).label),
            answer=wish.answer,
            asked_at=wish.asked_at,
        )
        for wish in rows.order_by("-asked_at", "-pk")[:MOST_WISHES]
    ]


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A view of a list: its name, what it asks of the list, whether it is shared, and whose it is."""

    id: int
    page: str
    name: str
    query: str
    shared: bool
    mine: bool
    author: str


def list_views(actor: Actor, *, page: str) -> list[ViewRow]:
    """The views of a list one keeps oneself, then those shared with one."""
    if not actor.may(AccountsPermission.KEEP_VIEWS):
        return []
    own = Q(user_id=actor.user_id, party_id=actor.party_id)
    rows = ListView.objects.visible_to(actor).filter(own | Q(shared=True, party_id=actor.party_id), page=page)
    found = [_view_row(actor, row) for row in rows.order_by(TurkishOrder("name"), "pk")]
    return sorted(found, key=lambda view: not view.mine)


def list_view(actor: Actor, *, view_id: int) -> ViewRow:
    """One of one's own views. Raises: ListView.DoesNotExist."""
    ask(actor, AccountsPermission.KEEP_VIEWS)
    own = Q(user_id=actor.user_id, party_id=actor.party_id)
    return _view_row(actor, ListView.objects.visible_to(actor).filter(own).get(pk=view_id))


def _view_row(actor: Actor, row: ListView) -> ViewRow:
    mine = row.user_id == actor.user_id
    return ViewRow(row.pk, row.page, row.name, row.query, row.shared, mine, row.author)
