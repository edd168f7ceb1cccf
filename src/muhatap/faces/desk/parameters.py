"""Dated parameters at the desk: figures of law and of the house, their history, and a new value from a day on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.catalogue import commands, reads
from muhatap.catalogue.permissions import CataloguePermission
from muhatap.faces.web import Group, Item, PageRequest, formats, page, render, submit
from muhatap.faces.web.fields import day_field, text_field
from muhatap.kernel.timeline import entries, timeline

NAVIGATION = Item(
    group=Group.SETTINGS,
    label=gettext_lazy("Parameters"),
    url="parameters",
    order=20,
    permission=CataloguePermission.SEE,
    icon="adjustments",
)
LAW, HOUSE = gettext_lazy("Figures of the law"), gettext_lazy("Figures of the house")
STATES = {
    "now": ("ok", gettext_lazy("holds")),
    "ahead": ("warn", gettext_lazy("to come")),
    "over": ("none", gettext_lazy("over")),
}


def held(view: reads.ParameterView, language: str) -> str:
    """The days a value holds, in words."""
    if view.valid_from is None and view.valid_until is None:
        return _("always")
    if view.valid_from is None and view.valid_until is not None:
        return _("until %(day)s") % {"day": formats.day(view.valid_until, language)}
    return formats.period(view.valid_from, view.valid_until, language) if view.valid_from else ""


def exact_percent(number: Decimal, language: str) -> str:
    """A rate of law with all its decimals: `%11,75`."""
    text = formats.qty(number, language)
    return f"%{text}" if language == "tr" else f"{text}%"


def figure(view: reads.ParameterView, language: str) -> str:
    """A value with its unit as people write it: `%20`, `4 saat`, `9.900,00 ₺, KDV dâhil`."""
    if view.number is None:
        return f"{view.value} {view.unit}".strip()
    if view.measure.startswith("%"):
        return f"{exact_percent(view.number, language)}{view.unit.removeprefix('%')}"
    if view.measure.startswith("TRY"):
        money = formats.money(int(view.number * 100), "TRY", language)
        return f"{money}{view.unit.removeprefix('TL').removeprefix('TRY')}"
    return f"{formats.qty(view.number, language)} {view.unit}".strip()


@page(CataloguePermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Every parameter with the value that holds today."""
    search = request.GET.get("q", "")[:100]
    found = reads.parameters(request.actor, search=search)
    groups = [
        {"title": HOUSE, "rows": [_row(request, view) for view in found if view.house]},
        {"title": LAW, "rows": [_row(request, view) for view in found if not view.house]},
    ]
    context = {
        "page_title": _("Parameters"),
        "page_sub": _("Figures that hold from a day on. A new value closes the former; nothing is overwritten."),
        "search": search,
        "groups": [group for group in groups if group["rows"]],
        "columns": [_("Parameter"), _("Value"), _("Holds"), _("Source")],
    }
    return render(request, "desk/parameters/index.html", context)


def _row(request: PageRequest, view: reads.ParameterView) -> dict[str, Any]:
    cells = [
        view.name,
        {"text": figure(view, request.actor.language)},
        held(view, request.actor.language),
        {"text": view.source},
    ]
    return {"url": reverse("parameter", args=[view.key]), "cells": cells}


@page(CataloguePermission.SEE)
def show(request: PageRequest, key: str) -> HttpResponse:
    """A parameter with every value it had, has and will have."""
    actor = request.actor
    history = reads.parameter_history(actor, key=key)
    now = next((view for view in history if view.state == "now"), history[0])
    rows = [
        {
            "cells": [
                {"text": figure(view, request.actor.language)},
                {"kind": "pill", "tone": STATES[view.state][0], "text": STATES[view.state][1]},
                held(view, actor.language),
                {"text": view.source},
            ]
        }
        for view in history
    ]
    action = {"label": _("New value"), "url": reverse("parameter_set", args=[key]), "icon": "plus"}
    context = {
        "record": {
            "title": now.name,
            "subtitle": figure(now, actor.language),
            "facts": [
                (_("Value today"), figure(now, actor.language)),
                (_("Holds"), held(now, actor.language)),
                (_("Source"), now.source or "—"),
                (_("Key"), key),
            ],
        },
        "columns": [_("Value"), _("State"), _("Holds"), _("Source")],
        "rows": rows,
        "back": {"label": _("Parameters"), "url": reverse("parameters")},
        "actions": [action] if actor.may(CataloguePermission.SET_PARAMETERS) else [],
        "entries": entries(timeline(actor, about={"key": key})),
    }
    return render(request, "desk/parameters/show.html", context)


class ValueForm(forms.Form):
    """A new value, from when, and why."""

    value = text_field(gettext_lazy("New value"), most=100, inputmode="decimal")
    valid_from = day_field(gettext_lazy("Holds from"), help_text=gettext_lazy("Today at the earliest."))
    reason = text_field(
        gettext_lazy("Why"),
        most=500,
        lines=3,
        help_text=gettext_lazy("The law and its date in the gazette, or the decision."),
    )


@page(CataloguePermission.SET_PARAMETERS)
def set_value(request: PageRequest, key: str) -> HttpResponse:
    """Let a parameter have another value from a day on."""
    last = reads.parameter_history(request.actor, key=key)[0]
    form = ValueForm(request.POST or None, initial={"valid_from": request.actor.today})
    form.fields["value"].widget.attrs["data-unit"] = last.unit
    return submit(
        request,
        form,
        lambda data: commands.set_parameter(request.actor, key=key, **data),
        done=reverse("parameter", args=[key]),
        said=_("The new value is entered."),
        context={
            "page_title": last.name,
            "page_sub": _("Last value: %(value)s, %(period)s")
            % {"value": figure(last, request.actor.language), "period": held(last, request.actor.language)},
            "cancel_url": reverse("parameter", args=[key]),
            "submit_label": _("Enter the new value"),
        },
    )


routes = [
    path("parameters/", index, name="parameters"),
    path("parameters/<str:key>/", show, name="parameter"),
    path("parameters/<str:key>/new/", set_value, name="parameter_set"),
]
