"""The terms beside a unit price, as both faces ask for and show them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import formats
from muhatap.faces.web.fields import choice_field, day_field, number_field
from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import DAY
from muhatap.network import commands, reads
from muhatap.network.rules import Terms


class RateForm(forms.Form):
    """What a member asks for a service."""

    service_id = choice_field(gettext_lazy("Service"), blank=gettext_lazy("Choose a service"))
    basis = choice_field(gettext_lazy("The price is"))
    unit_price = number_field(gettext_lazy("Unit price"), unit="₺", decimals=4)
    province_id = choice_field(gettext_lazy("Province"), required=False, blank=gettext_lazy("everywhere"))
    valid_from = day_field(gettext_lazy("From"))
    last_day = day_field(gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Blank: without end."))
    minimum = number_field(
        gettext_lazy("At least a month"),
        unit="₺",
        decimals=2,
        required=False,
        help_text=gettext_lazy("For one place, however little is delivered."),
    )
    night_percent = number_field(gettext_lazy("At night, more"), unit="%", decimals=2, required=False)
    night_price = number_field(gettext_lazy("At night, unit price"), unit="₺", decimals=4, required=False)
    holiday_percent = number_field(gettext_lazy("On holidays, more"), unit="%", decimals=2, required=False)
    holiday_price = number_field(gettext_lazy("On holidays, unit price"), unit="₺", decimals=4, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("service_id", reads.service_choices(actor)),
            ("basis", reads.basis_choices(actor)),
            ("province_id", reads.province_choices(actor)),
        ):
            field = self.fields[name]
            field.choices = [*field.choices, *choices]  # type: ignore[attr-defined]
        self.groups = [
            {"title": _("The price"), "names": ["service_id", "basis", "unit_price", "province_id"]},
            {"title": _("When it holds"), "names": ["valid_from", "last_day"]},
            {
                "title": _("Beside the unit price"),
                "help": _("For night and holiday either a percent or a price; blank: as on every day."),
                "names": ["minimum", "night_percent", "night_price", "holiday_percent", "holiday_price"],
            },
        ]


def state(actor: Actor, member_id: int, data: dict[str, Any]) -> Any:
    """Run the command with what the form brought."""
    return commands.state_rate(
        actor,
        member_id=member_id,
        service_id=data["service_id"],
        basis=data["basis"],
        unit_price=data["unit_price"],
        province_id=data["province_id"] or None,
        valid_from=data["valid_from"],
        valid_until=data["last_day"] + DAY if data["last_day"] else None,
        terms=Terms(
            None if data["minimum"] is None else int(data["minimum"] * 100),
            data["night_percent"],
            data["night_price"],
            data["holiday_percent"],
            data["holiday_price"],
        ),
    )


def terms_words(terms: Terms, language: str) -> str:
    """The terms in a few words; blank where there are none."""
    parts = []
    if terms.minimum is not None:
        parts.append(_("at least %(amount)s a month") % {"amount": formats.money(terms.minimum, "TRY", language)})
    for percent, price, more, own in (
        (terms.night_percent, terms.night_price, _("at night %(value)s more"), _("at night %(value)s")),
        (terms.holiday_percent, terms.holiday_price, _("on holidays %(value)s more"), _("on holidays %(value)s")),
    ):
        if percent is not None:
            parts.append(more % {"value": formats.percent(percent, language)})
        if price is not None:
            parts.append(own % {"value": formats.unit_price(price, "TRY", language)})
    return " · ".join(parts)
