"""Needs at the desk: written for one or many locations, changed, copied, taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.demand import commands, reads
from muhatap.demand.commands.needs import NeedTerms
from muhatap.demand.permissions import DemandPermission
from muhatap.demand.rules.patterns import DAY_NAMES, FREQUENCIES, ON_DAYS, choice_of, pattern_of, pattern_words
from muhatap.faces.web import PageRequest, act, page, submit
from muhatap.faces.web.fields import choice_field, clock_field, day_field, many_field, number_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.parties import reads as parties

AS_SERVICE = "service"
TERMS = (
    "service", "quantity", "unit", "basis", "window_from", "window_until", "standard", "wish_date",
    "present_supplier", "present_price", "present_until",
)  # fmt: skip


class NeedForm(forms.Form):
    """What is needed, where, how often and how well."""

    location_ids = many_field(gettext_lazy("At which locations?"), whole_number=True)
    service = choice_field(gettext_lazy("Service"))
    quantity = number_field(gettext_lazy("Quantity"), least=None)
    unit = choice_field(
        gettext_lazy("Unit"), reads.UNIT_CHOICES, required=False, blank=gettext_lazy("as usual for the service")
    )
    basis = choice_field(
        gettext_lazy("Priced"), reads.BASES, required=False, blank=gettext_lazy("as usual for the service")
    )
    frequency = choice_field(gettext_lazy("How often?"))
    days = many_field(gettext_lazy("Days of the week"), list(DAY_NAMES.items()), required=False)
    window_from = clock_field(gettext_lazy("Not before"))
    window_until = clock_field(gettext_lazy("Not after"))
    standard = text_field(gettext_lazy("Standard"), most=500, required=False, lines=2)
    wish_date = day_field(gettext_lazy("Wished from"), required=False)
    present_supplier = text_field(gettext_lazy("Supplier today"), required=False)
    present_price = number_field(gettext_lazy("Price today"), unit="₺", decimals=4, required=False)
    present_until = day_field(gettext_lazy("Their contract ends"), required=False)

    def __init__(self, actor: Actor, customer_id: int, *args: Any, own_pattern: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = parties.location_choices(actor, customer_id=customer_id)
        services = [("", _("Choose a service")), *reads.service_choices(actor)]
        self.fields["location_ids"].choices = places  # type: ignore[attr-defined]
        self.fields["service"].choices = services  # type: ignore[attr-defined]
        usual = [(AS_SERVICE, _("as usual for the service")), *FREQUENCIES.items()]
        if own_pattern and own_pattern not in dict(usual):
            usual.append((own_pattern, pattern_words(own_pattern)))
        # A blank choice means something here (continuously), so the field itself cannot demand one.
        self.fields["frequency"].choices = usual  # type: ignore[attr-defined]
        self.fields["frequency"].required = False
        self.groups = [
            {"title": _("What and where"), "names": ["service", "location_ids", "quantity", "unit", "basis"]},
            {"title": _("When"), "names": ["frequency", "days", "window_from", "window_until", "wish_date"]},
            {"title": _("How well"), "names": ["standard"]},
            {"title": _("Today"), "names": ["present_supplier", "present_price", "present_until"]},
        ]

    def terms(self, data: dict[str, Any]) -> NeedTerms:
        """The terms that were filled in. Raises: WrongPattern."""
        frequency = data["frequency"]
        pattern = None if frequency == AS_SERVICE else pattern_of(frequency, data["days"])
        return NeedTerms(pattern=pattern, **{name: data[name] for name in TERMS})


def _around(request: PageRequest, request_id: int, title: str, **more: Any) -> dict[str, Any]:
    record = reads.request(request.actor, request_id=request_id)
    url = reverse("request", args=[request_id])
    return {
        "page_title": title,
        "page_sub": f"{record.row.number} · {record.row.company_name}",
        "cancel_url": url,
        "back": {"label": record.row.number, "url": url},
        "spine": steps(2),
        **more,
    }


@page(DemandPermission.NEED)
def new(request: PageRequest, request_id: int) -> HttpResponse:
    """Write down a need at one or many locations."""
    record = reads.request(request.actor, request_id=request_id)
    visit = request.GET.get("visit", "")
    visit_id = int(visit) if visit.isdigit() else None
    form = NeedForm(request.actor, record.customer_id or 0, request.POST or None, initial={"frequency": AS_SERVICE})
    done = reverse("visit", args=[visit_id]) if visit_id else reverse("request", args=[request_id])
    return submit(
        request,
        form,
        lambda data: commands.write_needs(
            request.actor,
            request_id=request_id,
            location_ids=data["location_ids"],
            terms=form.terms(data),
            visit_id=visit_id,
        ),
        done=done,
        said=_("The needs are written down."),
        template="desk/needs/form.html",
        context=_around(
            request,
            request_id,
            _("Write needs"),
            submit_label=_("Write down"),
            autosave=f"need-new-{request_id}",
            customer_id=record.customer_id,
            no_locations=not form.fields["location_ids"].choices,  # type: ignore[attr-defined]
        ),
    )


@page(DemandPermission.NEED)
def change(request: PageRequest, need_id: int) -> HttpResponse:
    """Correct a need."""
    need = reads.need(request.actor, need_id=need_id)
    frequency, days = choice_of(need.pattern)
    start = {name: getattr(need, name) for name in TERMS if name != "service"}
    start |= {"service": need.service_key, "frequency": frequency, "days": days, "location_ids": [need.location_id]}
    own = need.pattern if frequency != ON_DAYS else ""
    form = NeedForm(request.actor, need.customer_id, request.POST or None, initial=start, own_pattern=own)
    form.fields["location_ids"].label = _("Location")

    def run(data: dict[str, Any]) -> Any:
        location_id = data["location_ids"][0]
        return commands.change_need(request.actor, need_id=need_id, terms=form.terms(data), location_id=location_id)

    return submit(
        request,
        form,
        run,
        done=reverse("request", args=[need.request_id]),
        said=_("The need is corrected."),
        template="desk/needs/form.html",
        context=_around(request, need.request_id, _("Correct the need"), drop_url=reverse("need_drop", args=[need_id])),
    )


class CopyForm(forms.Form):
    """Where else the same is needed."""

    location_ids = many_field(gettext_lazy("Copy to these locations"), whole_number=True)

    def __init__(self, choices: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location_ids"].choices = choices  # type: ignore[attr-defined]


@page(DemandPermission.NEED)
def copy(request: PageRequest, need_id: int) -> HttpResponse:
    """Copy a need to other locations."""
    need = reads.need(request.actor, need_id=need_id)
    known = parties.location_choices(request.actor, customer_id=need.customer_id)
    choices = [(pk, name) for pk, name in known if pk != need.location_id]
    sub = f"{need.service} · {need.location}"
    return submit(
        request,
        CopyForm(choices, request.POST or None),
        lambda data: commands.copy_need(request.actor, need_id=need_id, **data),
        done=reverse("request", args=[need.request_id]),
        said=_("The need is copied."),
        context=_around(request, need.request_id, _("Copy the need"), submit_label=_("Copy"), page_sub=sub),
    )


@page(DemandPermission.NEED)
def drop(request: PageRequest, need_id: int) -> HttpResponse:
    """Take a need back."""
    return act(
        request,
        lambda: commands.drop_need(request.actor, need_id=need_id),
        done=lambda request_id: reverse("request", args=[request_id]),
        said=_("The need is taken back."),
    )


routes = [
    path("requests/<int:request_id>/needs/new/", new, name="need_new"),
    path("needs/<int:need_id>/", change, name="need_change"),
    path("needs/<int:need_id>/copy/", copy, name="need_copy"),
    path("needs/<int:need_id>/drop/", drop, name="need_drop"),
]
