"""The lines of a contract at the desk: added, changed and priced while it is a draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.contracts import commands, reads
from muhatap.contracts.commands import PromiseTerms
from muhatap.contracts.permissions import ContractPermission
from muhatap.demand import reads as demand
from muhatap.demand.rules.patterns import DAY_NAMES, FREQUENCIES, ON_DAYS, choice_of, pattern_of
from muhatap.faces.web import PageRequest, act, page, submit
from muhatap.faces.web.fields import choice_field, clock_field, day_field, many_field, number_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.parties import reads as parties


class LineForm(forms.Form):
    """What is promised in a line."""

    quantity = number_field(gettext_lazy("Quantity"))
    basis = choice_field(gettext_lazy("The price is"), demand.BASES)
    frequency = choice_field(gettext_lazy("How often"), list(FREQUENCIES.items()), required=False)
    days = many_field(gettext_lazy("On these days"), list(DAY_NAMES.items()), required=False)
    window_from = clock_field(gettext_lazy("From"))
    window_until = clock_field(gettext_lazy("Until"))
    standard = text_field(gettext_lazy("Standard"), most=500, required=False, lines=2)
    response_minutes = number_field(
        gettext_lazy("First answer within"), unit=gettext_lazy("min"), decimals=0, required=False
    )
    attend_minutes = number_field(
        gettext_lazy("Somebody on site within"), unit=gettext_lazy("min"), decimals=0, required=False
    )
    fix_minutes = number_field(gettext_lazy("Repaired within"), unit=gettext_lazy("min"), decimals=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["frequency"].choices = list(FREQUENCIES.items())  # type: ignore[attr-defined]
        own = (kwargs.get("initial") or {}).get("frequency", "")
        if own and own not in FREQUENCIES:
            from muhatap.demand.rules.patterns import pattern_words

            self.fields["frequency"].choices.append((own, pattern_words(own)))  # type: ignore[attr-defined]

    def terms(self, data: dict[str, Any]) -> PromiseTerms:
        """What the commands take."""
        minutes = {
            name: None if data[name] is None else int(data[name])
            for name in ("response_minutes", "attend_minutes", "fix_minutes")
        }
        return PromiseTerms(
            quantity=data["quantity"],
            basis=data["basis"],
            pattern=pattern_of(data["frequency"], data["days"]),
            window_from=data["window_from"],
            window_until=data["window_until"],
            standard=data["standard"],
            **minutes,
        )


class NewLineForm(LineForm):
    """A new line: where, which service, at which price."""

    location_id = choice_field(gettext_lazy("Location"), whole_number=True)
    service = choice_field(gettext_lazy("Service"))
    unit_price = number_field(gettext_lazy("Unit price"), unit="₺", decimals=4)
    field_order = ("location_id", "service", "quantity", "basis", "unit_price")


def _around(request: PageRequest, contract_id: int, title: str) -> dict[str, Any]:
    row = reads.contract(request.actor, contract_id=contract_id).row
    url = reverse("contract", args=[contract_id]) + "?tab=lines"
    return {
        "page_title": title,
        "page_sub": f"{row.number} · {row.customer}",
        "cancel_url": url,
        "back": {"label": row.number, "url": url},
        "spine": steps(4),
    }


@page(ContractPermission.DRAFT)
def new(request: PageRequest, contract_id: int) -> HttpResponse:
    """Promise one more line."""
    it = reads.contract(request.actor, contract_id=contract_id)
    form = NewLineForm(request.POST or None)
    form.fields["location_id"].choices = parties.location_choices(  # type: ignore[attr-defined]
        request.actor, customer_id=it.row.customer_id
    )
    form.fields["service"].choices = demand.service_choices(request.actor)  # type: ignore[attr-defined]
    context = _around(request, contract_id, _("Add a line"))
    return submit(
        request,
        form,
        lambda data: commands.add_promise(
            request.actor,
            contract_id=contract_id,
            location_id=data["location_id"],
            service=data["service"],
            terms=form.terms(data),
            unit_price=data["unit_price"],
        ),
        done=context["cancel_url"],
        said=_("The line is added."),
        context=context,
    )


@page(ContractPermission.DRAFT)
def change(request: PageRequest, promise_id: int) -> HttpResponse:
    """Change what a line of a draft promises."""
    contract_id, line = reads.promise(request.actor, promise_id=promise_id)
    frequency, days = choice_of(line.pattern)
    begin, _sep, end = line.window.partition("–")
    start = {
        "quantity": line.quantity.normalize(),
        "basis": line.basis,
        "frequency": frequency if frequency != ON_DAYS else ON_DAYS,
        "days": days,
        "window_from": begin or None,
        "window_until": end or None,
        "standard": line.standard,
        "response_minutes": line.response_minutes,
        "attend_minutes": line.attend_minutes,
        "fix_minutes": line.fix_minutes,
    }
    form = LineForm(request.POST or None, initial=start)
    context = _around(request, contract_id, f"{line.location} · {line.service}")
    return submit(
        request,
        form,
        lambda data: commands.change_promise(request.actor, promise_id=promise_id, terms=form.terms(data)),
        done=context["cancel_url"],
        said=_("Saved."),
        context=context,
    )


class PriceForm(forms.Form):
    """A unit price and from which day on."""

    unit_price = number_field(gettext_lazy("Unit price"), unit="₺", decimals=4)
    since = day_field(
        gettext_lazy("From this day on"),
        required=False,
        help_text=gettext_lazy("Blank: for all days of the line."),
    )


@page(ContractPermission.DRAFT)
def price(request: PageRequest, promise_id: int) -> HttpResponse:
    """Set the price of a line from a day on."""
    contract_id, line = reads.promise(request.actor, promise_id=promise_id)
    context = _around(request, contract_id, f"{line.location} · {line.service}")
    return submit(
        request,
        PriceForm(request.POST or None, initial={"unit_price": line.unit_price}),
        lambda data: commands.set_price(request.actor, promise_id=promise_id, **data),
        done=context["cancel_url"],
        said=_("The price is set."),
        context=context,
    )


@page(ContractPermission.DRAFT)
def drop(request: PageRequest, promise_id: int) -> HttpResponse:
    """Take a line out of a draft."""
    contract_id, _line = reads.promise(request.actor, promise_id=promise_id)
    return act(
        request,
        lambda: commands.drop_promise(request.actor, promise_id=promise_id),
        done=reverse("contract", args=[contract_id]) + "?tab=lines",
        said=_("The line is taken out."),
    )


routes = [
    path("contracts/<int:contract_id>/lines/new/", new, name="promise_new"),
    path("promises/<int:promise_id>/", change, name="promise"),
    path("promises/<int:promise_id>/price/", price, name="promise_price"),
    path("promises/<int:promise_id>/drop/", drop, name="promise_drop"),
]
