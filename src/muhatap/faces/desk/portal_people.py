"""Who of a customer can log in at its portal; somebody more is invited by whoever speaks with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.accounts import commands, reads
from muhatap.accounts.permissions import AccountsPermission
from muhatap.demand import reads as demand
from muhatap.faces.web import PageRequest, page, submit
from muhatap.faces.web.fields import choice_field, text_field
from muhatap.kernel.actors import Actor
from muhatap.parties import reads as parties


class InviteForm(forms.Form):
    """Somebody of the customer, and the role at its portal."""

    name = text_field(gettext_lazy("Name"), most=120, autocomplete="off")
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    role = choice_field(gettext_lazy("Role"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = reads.role_choices(actor, side="customer")  # type: ignore[attr-defined]


@page(AccountsPermission.SEAT_CUSTOMERS)
def invite(request: PageRequest, party_id: int) -> HttpResponse:
    """Invite somebody to the customer's portal; `?name=&email=` come from a request."""
    it = parties.party(request.actor, party_id=party_id)
    url = reverse("customer", args=[party_id]) + "?tab=people"
    start = {name: request.GET.get(name, "") for name in ("name", "email")}
    return submit(
        request,
        InviteForm(request.actor, request.POST or None, initial={**start, "role": reads.Role.CUSTOMER_DECISION}),
        lambda data: commands.seat_customer(request.actor, party_id=party_id, **data),
        done=url,
        said=_("The invitation is on its way."),
        context={
            "page_title": _("Invite to the portal"),
            "page_sub": _("%(company)s · the invitation has a link to choose a password.") % {"company": it.short_name},
            "submit_label": _("Invite"),
            "cancel_url": url,
            "back": {"label": it.short_name, "url": url},
        },
    )


def logins(actor: Actor, party_id: int) -> list[reads.UserRow] | None:
    """Who of a customer can log in; None for who does not look after that."""
    if not actor.may(AccountsPermission.SEAT_CUSTOMERS):
        return None
    return reads.portal_people(actor, party_id=party_id)


def portal_hint(actor: Actor, asked: demand.RequestView) -> list[dict[str, Any]]:
    """A fact of a request while nobody of its customer can answer at the portal, with the way to invite who asked."""
    if asked.customer_id is None or not asked.open or logins(actor, asked.customer_id) != []:
        return []
    who = urlencode({"name": asked.contact_name, "email": asked.email})
    url = reverse("portal_invite", args=[asked.customer_id]) + f"?{who}"
    return [{"label": _("Customer portal"), "value": _("nobody can log in yet: invite"), "url": url, "tone": "warn"}]


routes = [path("customers/<int:party_id>/portal/invite/", invite, name="portal_invite")]
