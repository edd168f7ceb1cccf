"""Users at the desk: who can log in where, as what; invite, seat, unseat, lock."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.accounts import commands, reads
from muhatap.accounts.permissions import AccountsPermission
from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    act,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import choice_field, text_field
from muhatap.kernel.timeline import entries, timeline

NAVIGATION = Item(
    group=Group.SETTINGS,
    label=gettext_lazy("Users"),
    url="users",
    order=10,
    permission=AccountsPermission.SEE_USERS,
    icon="users",
)
SIDES = {
    "desk": gettext_lazy("Desk"),
    "customer": gettext_lazy("Customer portal"),
    "member": gettext_lazy("Member portal"),
}


def _state(row: reads.UserRow) -> tuple[str, str]:
    """How a user stands: (tone, words)."""
    if not row.active:
        return "bad", _("locked")
    if row.invited:
        return "warn", _("invited")
    return "ok", _("active")


def _seat_words(seat: reads.SeatView) -> str:
    return f"{seat.role_name} · {seat.party_name}" if seat.party_name else seat.role_name


@page(AccountsPermission.SEE_USERS)
def index(request: PageRequest) -> HttpResponse:
    """Everybody who can log in."""

    def cells(row: reads.UserRow) -> list[Cell]:
        tone, words = _state(row)
        return [
            Cell(row.name, sub=row.email),
            Cell(str(SIDES.get(row.side, row.side))),
            Cell(", ".join(_seat_words(seat) for seat in row.seats) or _("no seat")),
            Cell(words, tone=tone),
            Cell(row.last_login or _("never")),
        ]

    may = request.actor.may(AccountsPermission.SEAT_USERS)
    return listing(
        request,
        title=_("Users"),
        columns=[
            Column("name", _("Name"), sort="name"),
            Column("side", _("Signs in at")),
            Column("seats", _("Seats")),
            Column("state", _("State")),
            Column("last_login", _("Last signed in")),
        ],
        read=lambda query: reads.users(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("user", args=[row.id]),
        filters=[
            Filter("side", _("Signs in at"), list(SIDES.items())),
            Filter("role", _("Role"), reads.role_choices(request.actor)),
            Filter("state", _("State"), [("active", _("active")), ("invited", _("invited")), ("locked", _("locked"))]),
        ],
        actions=[{"label": _("Seat somebody"), "url": reverse("user_new"), "primary": True}] if may else [],
        empty={
            "sentence": _("Nobody can log in yet."),
            "action_label": _("Add a person"),
            "action_url": reverse("user_new"),
        },
    )


@page(AccountsPermission.SEE_USERS)
def show(request: PageRequest, user_id: int) -> HttpResponse:
    """A user with all seats and what happened."""
    actor = request.actor
    found = reads.user(actor, user_id=user_id)
    tone, words = _state(found.row)
    last = found.row.last_login
    context = {
        "record": {
            "title": found.row.name,
            "subtitle": found.row.email,
            "state": {"tone": tone, "text": words},
            "facts": [
                (_("Signs in at"), SIDES.get(found.row.side, found.row.side)),
                (_("Phone"), found.phone or "—"),
                (_("Last signed in"), formats.moment(last, actor.language) if last else _("never")),
            ],
        },
        "it": found,
        "myself": found.row.id == actor.user_id,
        "may": actor.may(AccountsPermission.SEAT_USERS),
        "back": {"label": _("Users"), "url": reverse("users")},
        "actions": _actions(found) if actor.may(AccountsPermission.SEAT_USERS) else [],
        "entries": entries(timeline(actor, about={"user_id": user_id, "forgetful_id": user_id})),
    }
    return render(request, "desk/users/show.html", context)


def _actions(found: reads.UserView) -> list[dict[str, Any]]:
    return [
        {"label": _("Add a seat"), "url": reverse("user_seat", args=[found.row.id]), "icon": "plus"},
        {"label": _("Edit"), "url": reverse("user_edit", args=[found.row.id]), "icon": "pencil"},
    ]


class SeatForm(forms.Form):
    """A role, and the company it is for."""

    role = choice_field(gettext_lazy("Role"))
    party_id = choice_field(
        gettext_lazy("Company"),
        blank=gettext_lazy("none: a seat at the desk"),
        required=False,
        whole_number=True,
        help_text=gettext_lazy("For seats of the customer and member portals."),
    )

    def __init__(self, request: PageRequest, *args: Any, side: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = request.actor
        role: Any = self.fields["role"]
        company: Any = self.fields["party_id"]
        role.choices = _roles(request, side)
        company.choices = [*company.choices, *reads.company_choices(actor)]
        if side == "desk":
            del self.fields["party_id"]


def _roles(request: PageRequest, side: str) -> list[Any]:
    """Roles in groups of their portals, or those of one side."""
    groups = [(SIDES[one], reads.role_choices(request.actor, side=one)) for one in SIDES if side in {"", one}]
    return groups if len(groups) > 1 else groups[0][1]


class NewUserForm(SeatForm):
    """Somebody new, in a first seat."""

    name = text_field(gettext_lazy("Name"), most=120, autocomplete="off")
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    field_order = ("name", "email", "role", "party_id")


@page(AccountsPermission.SEAT_USERS)
def new(request: PageRequest) -> HttpResponse:
    """Seat somebody new; the invitation goes out by mail."""
    return submit(
        request,
        NewUserForm(request, request.POST or None),
        lambda data: commands.seat_user(request.actor, **data),
        done=lambda user_id: reverse("user", args=[user_id]),
        said=_("Seated. The invitation is on its way."),
        context={
            "page_title": _("Seat somebody"),
            "page_sub": _("The invitation has a link to choose a password; it works once, for three days."),
            "submit_label": _("Seat and invite"),
            "cancel_url": reverse("users"),
        },
    )


@page(AccountsPermission.SEAT_USERS)
def seat(request: PageRequest, user_id: int) -> HttpResponse:
    """Give a user another seat."""
    found = reads.user(request.actor, user_id=user_id)
    return submit(
        request,
        SeatForm(request, request.POST or None, side=found.row.side),
        lambda data: commands.seat_user(request.actor, name=found.row.name, email=found.row.email, **data),
        done=reverse("user", args=[user_id]),
        said=_("The seat is given."),
        context={
            "page_title": _("Add a seat"),
            "page_sub": found.row.name,
            "cancel_url": reverse("user", args=[user_id]),
        },
    )


class EditForm(forms.Form):
    """Name and phone."""

    name = text_field(gettext_lazy("Name"), most=120)
    phone = text_field(gettext_lazy("Phone"), most=20, required=False, inputmode="tel")


@page(AccountsPermission.SEAT_USERS)
def edit(request: PageRequest, user_id: int) -> HttpResponse:
    """Correct a user's name and phone."""
    found = reads.user(request.actor, user_id=user_id)
    return submit(
        request,
        EditForm(request.POST or None, initial={"name": found.row.name, "phone": found.phone}),
        lambda data: commands.change_user(request.actor, user_id=user_id, **data),
        done=reverse("user", args=[user_id]),
        said=_("Saved."),
        context={
            "page_title": _("Edit a user"),
            "page_sub": found.row.email,
            "cancel_url": reverse("user", args=[user_id]),
        },
    )


@page(AccountsPermission.SEAT_USERS)
def unseat(request: PageRequest, seat_id: int) -> HttpResponse:
    """Take a seat away."""
    return act(
        request,
        lambda: commands.unseat_user(request.actor, seat_id=seat_id),
        done=lambda user_id: reverse("user", args=[user_id]),
        said=_("The seat is taken away."),
    )


@page(AccountsPermission.SEAT_USERS)
def lock(request: PageRequest, user_id: int) -> HttpResponse:
    """Stop a user from logging in."""
    return act(
        request,
        lambda: commands.lock_user(request.actor, user_id=user_id),
        done=reverse("user", args=[user_id]),
        said=_("Locked. Open sessions are closed."),
    )


@page(AccountsPermission.SEAT_USERS)
def unlock(request: PageRequest, user_id: int) -> HttpResponse:
    """Let a locked user log in again."""
    return act(
        request,
        lambda: commands.unlock_user(request.actor, user_id=user_id),
        done=reverse("user", args=[user_id]),
        said=_("Unlocked."),
    )


@page(AccountsPermission.SEAT_USERS)
def invite(request: PageRequest, user_id: int) -> HttpResponse:
    """Send a new link to set a password."""
    return act(
        request,
        lambda: commands.invite_user(request.actor, user_id=user_id, again=True),
        done=reverse("user", args=[user_id]),
        said=_("A new link is on its way; older ones no longer work."),
    )


routes = [
    path("users/", index, name="users"),
    path("users/new/", new, name="user_new"),
    path("users/<int:user_id>/", show, name="user"),
    path("users/<int:user_id>/seat/", seat, name="user_seat"),
    path("users/<int:user_id>/edit/", edit, name="user_edit"),
    path("users/<int:user_id>/lock/", lock, name="user_lock"),
    path("users/<int:user_id>/unlock/", unlock, name="user_unlock"),
    path("users/<int:user_id>/invite/", invite, name="user_invite"),
    path("users/seats/<int:seat_id>/remove/", unseat, name="user_unseat"),
]
