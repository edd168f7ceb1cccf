"""Fields as people fill them in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms

from muhatap.faces.web.fields import choice_field, number_field


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Decimal("40000.0000"), "40000"), (Decimal("2.500"), "2.5"), (Decimal(100), "100"), (Decimal("0.000"), "0")],
)
def test_a_number_stands_without_decimals_that_say_nothing(value: Decimal, shown: str) -> None:
    class Form(forms.Form):
        amount = number_field("Amount", unit="₺", decimals=4)

    html = str(Form(initial={"amount": value})["amount"])
    assert f'value="{shown}"' in html
    assert 'data-unit="₺"' in html


@pytest.mark.parametrize(("sent", "kept"), [("7", 7), ("", None)])
def test_a_choice_of_ids_is_a_number_or_nothing(sent: str, kept: int | None) -> None:
    class Form(forms.Form):
        place = choice_field("Place", [(7, "Şişli")], required=False, whole_number=True)

    form = Form({"place": sent})
    assert form.is_valid()
    assert form.cleaned_data == {"place": kept}


def test_what_is_not_in_the_list_is_refused() -> None:
    class Form(forms.Form):
        place = choice_field("Place", [(7, "Şişli")], whole_number=True)

    assert not Form({"place": "8"}).is_valid()
