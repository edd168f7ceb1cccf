"""Pricing a proposal at the desk: cost and price of every line, and the approval of a low margin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.demand import commands, reads
from muhatap.demand.commands.proposals import LinePricing
from muhatap.demand.permissions import DemandPermission
from muhatap.demand.reads.proposals import CostedLine
from muhatap.faces.desk.proposals import around
from muhatap.faces.web import PageRequest, page, submit
from muhatap.faces.web.fields import number_field, text_field


class PriceForm(forms.Form):
    """Cost and price of every line of a draft."""

    def __init__(self, it: reads.ProposalView, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[tuple[CostedLine, list[str]]] = []
        for line in it.lines:
            pk = line.offered.id
            fields = {
                f"unit_cost-{pk}": number_field(_("Unit cost"), unit="₺", decimals=4, initial=line.unit_cost),
                f"source-{pk}": text_field(_("Where the cost comes from"), required=False),
                f"unit_price-{pk}": number_field(
                    _("Unit price"), unit="₺", decimals=4, required=False, initial=line.offered.unit_price
                ),
            }
            fields[f"source-{pk}"].initial = line.cost_source
            self.fields.update(fields)
            self.rows.append((line, list(fields)))

    def bound_rows(self) -> list[dict[str, Any]]:
        """Each line with its inputs."""
        return [{"line": line, "inputs": [self[name] for name in names]} for line, names in self.rows]

    def pricing(self, data: dict[str, Any]) -> list[LinePricing]:
        """What was entered per line."""
        return [
            LinePricing(
                line_id=line.offered.id,
                unit_cost=data[f"unit_cost-{line.offered.id}"],
                source=data[f"source-{line.offered.id}"],
                unit_price=data[f"unit_price-{line.offered.id}"],
            )
            for line, _names in self.rows
        ]


@page(DemandPermission.PROPOSE)
def price(request: PageRequest, proposal_id: int) -> HttpResponse:
    """Enter cost and price of every line; a price left blank follows from the cost and the target margin."""
    it = reads.proposal(request.actor, proposal_id=proposal_id)
    form = PriceForm(it, request.POST or None)
    return submit(
        request,
        form,
        lambda data: commands.price_proposal(request.actor, proposal_id=proposal_id, lines=form.pricing(data)),
        done=reverse("proposal", args=[proposal_id]),
        said=_("The prices are set."),
        template="desk/proposals/price.html",
        context=around(it, _("Price the lines"), rows=form.bound_rows(), autosave=f"proposal-price-{proposal_id}"),
    )


class ApprovalForm(forms.Form):
    """Why the price has to be this low."""

    reason = text_field(gettext_lazy("Why does the price have to be this low?"), most=500, lines=3)


@page(DemandPermission.PROPOSE)
def approval(request: PageRequest, proposal_id: int) -> HttpResponse:
    """Ask for approval of a margin below the floor."""
    it = reads.proposal(request.actor, proposal_id=proposal_id)
    return submit(
        request,
        ApprovalForm(request.POST or None),
        lambda data: commands.ask_approval(request.actor, proposal_id=proposal_id, **data),
        done=reverse("proposal", args=[proposal_id]),
        said=_("A colleague will decide."),
        context=around(it, _("Ask for approval"), submit_label=_("Ask")),
    )


class DecideForm(forms.Form):
    """The decision about a low margin."""

    approved = forms.TypedChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("yes", gettext_lazy("approve")), ("no", gettext_lazy("send back"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = text_field(gettext_lazy("Note"), most=500, required=False, lines=3)


@page(DemandPermission.APPROVE_MARGIN)
def decide(request: PageRequest, proposal_id: int) -> HttpResponse:
    """Approve a low margin or send the draft back."""
    it = reads.proposal(request.actor, proposal_id=proposal_id)
    return submit(
        request,
        DecideForm(request.POST or None),
        lambda data: commands.decide_approval(request.actor, proposal_id=proposal_id, **data),
        done=reverse("proposal", args=[proposal_id]),
        said=_("Decided."),
        template="desk/proposals/decide.html",
        context=around(it, _("Decide on the margin"), submit_label=_("Decide")),
    )


routes = [
    path("proposals/<int:proposal_id>/price/", price, name="proposal_price"),
    path("proposals/<int:proposal_id>/approval/", approval, name="proposal_approval"),
    path("proposals/<int:proposal_id>/decide/", decide, name="proposal_decide"),
]
