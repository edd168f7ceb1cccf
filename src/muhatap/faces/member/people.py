"""The people of a member company: who acts for it in this portal, seated by its own owner."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.accounts import commands, reads
from muhatap.accounts.permissions import AccountsPermission
from muhatap.faces.web import Group, Item, PageRequest, act, page, render, submit
from muhatap.faces.web.fields import choice_field, text_field

NAVIGATION = Item(
    group=Group.SETTINGS,
    label=gettext_lazy("Our people"),
    url="people",
    order=10,
    permission=AccountsPermission.OWN_PEOPLE,
    icon="users",
)
TONES = {"waiting": "warn", "done": "ok", "refused": "bad"}


@page(AccountsPermission.OWN_PEOPLE)
def index(request: PageRequest) -> HttpResponse:
    """Everybody who acts for the company, and what is being done about them."""
    actor = request.actor
    context = {
        "page_title": _("Our people"),
        "page_sub": _("Who may sign in for %(company)s, and as what.") % {"company": reads.own_name(actor)},
        "actions": [{"label": _("Seat somebody"), "url": reverse("people_new"), "primary": True}],
        "people": reads.people(actor),
        "wishes": [{"one": wish, "tone": TONES[wish.status]} for wish in reads.wishes(actor)],
        "me": actor.user_id,
    }
    return render(request, "member/people/index.html", context)


class SeatForm(forms.Form):
    """A colleague and the role."""

    name = text_field(gettext_lazy("Name"), most=120, autocomplete="off")
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    role = choice_field(gettext_lazy("Role"))

    def __init__(self, request: PageRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = reads.role_choices(request.actor, side="member")


@page(AccountsPermission.OWN_PEOPLE)
def new(request: PageRequest) -> HttpResponse:
    """Seat a colleague; the invitation goes out by mail."""
    return submit(
        request,
        SeatForm(request, request.POST or None),
        lambda data: commands.ask_for_seat(request.actor, **data),
        done=reverse("people"),
        said=_("Received. The invitation goes out in a moment."),
        context={
            "page_title": _("Seat somebody"),
            "page_sub": _("The invitation has a link to choose a password; it works once, for three days."),
            "submit_label": _("Seat and invite"),
            "cancel_url": reverse("people"),
        },
    )


@page(AccountsPermission.OWN_PEOPLE)
def remove(request: PageRequest, seat_id: int) -> HttpResponse:
    """Take a colleague's seat away."""
    return act(
        request,
        lambda: commands.ask_to_unseat(request.actor, seat_id=seat_id),
        done=reverse("people"),
        said=_("Received. The seat is taken away in a moment."),
    )


routes = [
    path("people/", index, name="people"),
    path("people/new/", new, name="people_new"),
    path("people/<int:seat_id>/remove/", remove, name="people_remove"),
]
