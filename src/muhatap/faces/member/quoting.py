"""A member fills in its quote: a price for every line, papers, kept as a draft or sent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from muhatap.faces.member.quotes import until_words
from muhatap.faces.web import PageRequest, act, page, submit
from muhatap.faces.web.fields import choice_field, day_field, number_field, text_field
from muhatap.sourcing import commands, reads
from muhatap.sourcing.permissions import SourcingPermission

HUNDRED = Decimal(100)


class QuoteForm(forms.Form):
    """A price for every line; a line left without one is not offered."""

    def __init__(self, it: reads.InvitationView, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.it = it
        for line in it.lines:
            self._add(line)
        latest = it.draft or it.sent or (it.versions[-1] if it.versions else None)
        self.fields["valid_until"] = day_field(
            _("The quote holds until"),
            required=False,
            initial=latest.valid_until if latest else None,
            help_text=_("Blank: until the round is decided."),
        )
        self.fields["remark"] = text_field(_("Remark to the whole quote"), most=1000, required=False, lines=3)
        self.fields["remark"].initial = latest.remark if latest else ""
        self.fields["file"] = forms.FileField(
            label=_("Add a paper"), required=False, help_text=_("PDF, JPEG or PNG, at most 25 MB.")
        )

    def _add(self, line: reads.AskedView) -> None:
        said, key = line.draft, line.asked_id
        offered = said is not None and said.offered
        self.fields[f"price_{key}"] = number_field(
            _("Your price"), unit="₺", decimals=4, required=False, least=None,
            help_text=_("Blank: you do not offer this line."),
            initial=said.unit_price if said and offered else None,
        )  # fmt: skip
        self.fields[f"way_{key}"] = choice_field(_("The price is for"), line.ways)
        self.fields[f"way_{key}"].initial = said.way if said and offered else line.ways[0][0]
        least = said.minimum_charge if said else None
        self.fields[f"minimum_{key}"] = number_field(
            _("Minimum charge a month"), unit="₺", decimals=2, required=False, least=None,
            initial=None if least is None else Decimal(least) / HUNDRED,
        )  # fmt: skip
        self.fields[f"lead_{key}"] = number_field(
            _("Lead time"), unit=_("days"), decimals=0, required=False, least=None,
            initial=said.lead_days if said else None,
        )  # fmt: skip
        self.fields[f"remark_{key}"] = text_field(_("Remark"), most=300, required=False)
        self.fields[f"remark_{key}"].initial = said.remark if said else ""

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Every line with its fields: price and what it is for, and what few need."""
        found = []
        for line in self.it.lines:
            more = [self[f"{name}_{line.asked_id}"] for name in ("minimum", "lead", "remark")]
            opened = any(bound.errors or bound.value() not in (None, "") for bound in more)
            prices = [self[f"price_{line.asked_id}"], self[f"way_{line.asked_id}"]]
            found.append({"asked": line, "prices": prices, "more": more, "open": opened})
        return found

    @property
    def rest(self) -> list[Any]:
        """What is said of the whole quote."""
        return [self[name] for name in ("valid_until", "remark", "file")]

    def quoted(self) -> list[commands.QuotedLine]:
        """What was filled in, as the command takes it."""
        data, found = self.cleaned_data, []
        for line in self.it.lines:
            key = line.asked_id
            basis, _colon, unit = data[f"way_{key}"].partition(":")
            least, lead = data[f"minimum_{key}"], data[f"lead_{key}"]
            found.append(
                commands.QuotedLine(
                    key,
                    offered=data[f"price_{key}"] is not None,
                    unit_price=data[f"price_{key}"],
                    basis=basis,
                    unit=unit,
                    minimum_charge=None if least is None else int(least * HUNDRED),
                    lead_days=None if lead is None else int(lead),
                    remark=data[f"remark_{key}"],
                )
            )
        return found


def _answer(request: PageRequest, form: QuoteForm, data: dict[str, Any], *, sending: bool) -> None:
    """Keep what was filled in, with its paper, and send it where that was asked."""
    actor, invitation_id = request.actor, form.it.row.invitation_id
    commands.save_quote(
        actor,
        invitation_id=invitation_id,
        lines=form.quoted(),
        valid_until=data["valid_until"],
        remark=data["remark"],
    )
    if data["file"]:
        paper = data["file"]
        commands.attach_to_quote(actor, invitation_id=invitation_id, data=paper.read(), name=paper.name)
    if sending:
        commands.send_quote(actor, invitation_id=invitation_id)


@page(SourcingPermission.QUOTE)
def fill(request: PageRequest, invitation_id: int) -> HttpResponse:
    """Fill in a quote: keep it as a draft, or send it."""
    it = reads.invitation(request.actor, invitation_id=invitation_id)
    url = reverse("quote", args=[invitation_id])
    if request.method == "GET" and not it.row.answerable:
        return HttpResponseRedirect(url)
    sending = request.POST.get("act") != "draft"
    form = QuoteForm(it, request.POST or None, request.FILES or None)
    return submit(
        request,
        form,
        lambda data: _answer(request, form, data, sending=sending),
        done=url,
        said=_("Thank you, your quote is here.") if sending else _("The draft is kept; it is not sent yet."),
        template="member/quotes/fill.html",
        context={
            "page_title": _("Your quote"),
            "page_sub": f"{it.row.number} · {until_words(it, request.actor.language)}",
            "it": it,
            "submit_label": _("Send the quote"),
            "cancel_url": url,
            "autosave": f"quote-{invitation_id}",
            "back": {"label": it.row.number, "url": url},
        },
    )


@page(SourcingPermission.QUOTE)
def send(request: PageRequest, invitation_id: int) -> HttpResponse:
    """Send the draft as it is."""
    return act(
        request,
        lambda: commands.send_quote(request.actor, invitation_id=invitation_id),
        done=reverse("quote", args=[invitation_id]),
        said=_("Thank you, your quote is here."),
    )


routes = [
    path("quotes/<int:invitation_id>/fill/", fill, name="quote_fill"),
    path("quotes/<int:invitation_id>/send/", send, name="quote_send"),
]
