"""The hints of a form speak the language of who reads them, whatever was spoken when the form was written."""

import pytest
from django import forms
from django.utils.translation import gettext_lazy, override

from muhatap.faces.web.fields import day_field, moment_field, text_field

HINT = gettext_lazy("Today at the earliest.")


@pytest.mark.parametrize("make", [day_field, moment_field, text_field])
def test_a_hint_follows_the_reader(make: object) -> None:
    with override("tr"):
        field: forms.Field = make("x", help_text=HINT)  # type: ignore[operator]
        assert str(field.help_text) == "En erken bugün."
    with override("en"):
        assert str(field.help_text) == "Today at the earliest."
