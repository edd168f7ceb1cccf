"""Bank accounts of a member: written down from the bank's confirmation by one desk, paid to by another."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.desk.members.parts import about
from muhatap.faces.web import PageRequest, page, submit
from muhatap.faces.web.fields import text_field
from muhatap.parties import commands
from muhatap.parties.permissions import PartiesPermission


class AccountForm(forms.Form):
    """The account of a member."""

    iban = text_field(
        gettext_lazy("IBAN"),
        most=40,
        help_text=gettext_lazy(
            "From the bank's confirmation. An account that replaces another is paid to some days later."
        ),
    )


@page(PartiesPermission.WRITE)
def account_new(request: PageRequest, member_id: int) -> HttpResponse:
    """Write down an account the member may be paid to."""
    return submit(
        request,
        AccountForm(request.POST or None),
        lambda data: commands.register_bank_account(request.actor, party_id=member_id, iban=data["iban"]),
        done=reverse("member", args=[member_id]),
        said=_("The account is written down."),
        context=about(request, member_id, _("Add a bank account"), submit_label=_("Add the account")),
    )
