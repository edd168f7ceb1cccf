"""Form fields as people fill them in: days, moments, times of day, amounts with their unit inside."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


class NumberInput(forms.NumberInput):
    """A number without decimals that say nothing: `40000`, not `40000.0000`."""

    def format_value(self, value: Any) -> str | None:
        """The value as it stands in the input."""
        if isinstance(value, Decimal):
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        shown: str | None = super().format_value(value)
        return shown


def day_field(label: Text, *, required: bool = True, help_text: Text = "", initial: Any = None) -> forms.DateField:
    """A day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, initial=initial, widget=widget)


def moment_field(label: Text, *, required: bool = True, help_text: Text = "") -> forms.DateTimeField:
    """A day and a time in Istanbul."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "step": "60"})
    return forms.DateTimeField(label=label, required=required, help_text=help_text, widget=widget)


def clock_field(label: Text, *, required: bool = False) -> forms.TimeField:
    """A time of day."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, required=required, widget=widget)


def number_field(
    label: Text,
    *,
    unit: Text = "",
    required: bool = True,
    decimals: int = 3,
    least: Decimal | int | None = 0,
    help_text: Text = "",
    initial: Any = None,
) -> forms.DecimalField:
    """A number with its unit inside the field."""
    attrs = {"step": str(Decimal(1).scaleb(-decimals)) if decimals else "1", "inputmode": "decimal"}
    if unit:
        attrs["data-unit"] = str(unit)
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=least,
        decimal_places=decimals,
        max_digits=18,
        help_text=help_text,
        initial=initial,
        widget=NumberInput(attrs),
    )


def text_field(
    label: Text, *, most: int = 200, required: bool = True, lines: int = 1, help_text: Text = "", **attrs: str
) -> forms.CharField:
    """A line or several lines of text."""
    widget = forms.TextInput(attrs) if lines == 1 else forms.Textarea({"rows": str(lines), **attrs})
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text, widget=widget)


def choice_field(
    label: Text,
    choices: Sequence[tuple[Any, Any]] = (),
    *,
    required: bool = True,
    blank: Text = "",
    help_text: Text = "",
    whole_number: bool = False,
) -> forms.TypedChoiceField:
    """One of a list; `blank` is what an empty choice says."""
    whole = [("", blank or "—"), *choices] if blank or not required else list(choices)
    return forms.TypedChoiceField(
        label=label,
        choices=whole,
        required=required,
        help_text=help_text,
        coerce=int if whole_number else str,
        empty_value=None if whole_number else "",
    )


def many_field(
    label: Text,
    choices: Sequence[tuple[Any, Any]] = (),
    *,
    required: bool = True,
    whole_number: bool = False,
    help_text: Text = "",
) -> forms.TypedMultipleChoiceField:
    """Several of a list, each with a box to tick."""
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=help_text,
        coerce=int if whole_number else str,
        widget=forms.CheckboxSelectMultiple,
    )
