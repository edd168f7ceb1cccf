"""The fields of penalty, liability and price revision, which contracts and project agreements have alike."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy

from muhatap.contracts.reads import Index
from muhatap.faces.web.fields import choice_field, number_field

EXPOSURE = ("penalty_cap_percent", "liability_cap", "price_index", "revision_month")
KURUS = 100


def penalty_field() -> forms.DecimalField:
    """The cap of penalties."""
    return number_field(
        gettext_lazy("Penalties at most"),
        unit=gettext_lazy("% of a month"),
        decimals=2,
        required=False,
        help_text=gettext_lazy("Blank: no penalty is agreed."),
    )


def liability_field() -> forms.DecimalField:
    """The limit of liability."""
    return number_field(
        gettext_lazy("Liability at most"),
        unit="₺",
        decimals=2,
        required=False,
        help_text=gettext_lazy("Blank: without limit."),
    )


def index_field() -> forms.ChoiceField:
    """What prices follow."""
    named = [(value, label) for value, label in Index.choices if value]
    return choice_field(gettext_lazy("Prices follow"), named, required=False, blank=Index.FIXED.label)


def month_field() -> forms.ChoiceField:
    """The month in which prices are revised."""
    months = [(str(number), name) for number, name in MONTHS.items()]
    return choice_field(gettext_lazy("Revised in"), months, required=False, blank=gettext_lazy("no fixed month"))


def exposure(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the commands take: kuruş, whole months."""
    limit: Decimal | None = data["liability_cap"]
    return {
        "penalty_cap_percent": data["penalty_cap_percent"],
        "liability_cap": None if limit is None else int(limit * KURUS),
        "price_index": data["price_index"],
        "revision_month": int(data["revision_month"]) if data["revision_month"] else None,
    }


def exposure_initial(terms: Any) -> dict[str, Any]:
    """What stands in the fields at first."""
    return {
        "penalty_cap_percent": terms.penalty_cap_percent,
        "liability_cap": None if terms.liability_cap is None else Decimal(terms.liability_cap) / KURUS,
        "price_index": terms.price_index,
        "revision_month": str(terms.revision_month or ""),
    }
