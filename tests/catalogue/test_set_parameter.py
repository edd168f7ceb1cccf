"""A dated parameter gets another value from a day on; what was reckoned with the former stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from muhatap.catalogue import commands, reads
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden, InvalidInput
from muhatap.kernel.models import JournalEntry, Parameter
from muhatap.kernel.parameters import ParameterMissing, parameter
from tests.given.faces import Face

pytestmark = pytest.mark.django_db
KEY = "vat_rate_general"
FIRST = date(2023, 7, 10)


def rows(key: str = KEY) -> list[tuple[str, date | None, date | None]]:
    found = Parameter.objects.filter(key=key).order_by("valid_from")
    return [(row.value, row.valid_from, row.valid_until) for row in found]


def test_a_new_value_closes_the_former_on_its_first_day(desk: Actor) -> None:
    day = date(2026, 7, 1)
    commands.set_parameter(desk, key=KEY, value="22", valid_from=day, reason=" CBK 9999,  RG 28.06.2026 ")
    assert rows() == [("20", FIRST, day), ("22", day, None)]
    assert (parameter(KEY, date(2026, 6, 30)), parameter(KEY, day)) == (Decimal(20), Decimal(22))
    new = Parameter.objects.get(key=KEY, valid_from=day)
    assert (new.unit, new.source, new.certainty) == ("%", "CBK 9999, RG 28.06.2026", "entered at the desk")


def test_the_journal_says_who_changed_it_and_why(desk: Actor) -> None:
    pk = commands.set_parameter(desk, key=KEY, value="22,5", valid_from=desk.today, reason="CBK 9999")
    entry = JournalEntry.objects.get(name="catalogue.ParameterSet")
    assert (entry.actor_name, entry.facts) == (
        "Deniz Kaya",
        {"parameter_id": pk, "key": KEY, "value": "22.5", "valid_from": "2026-03-02", "reason": "CBK 9999"},
    )


def test_a_value_that_always_held_is_closed_too(desk: Actor) -> None:
    commands.set_parameter(desk, key="gate_days", value="45", valid_from=desk.today, reason="Karar 12")
    assert rows("gate_days") == [("45", desk.today, None), ("30", None, desk.today)]
    assert (parameter("gate_days", date(2026, 3, 1)), parameter("gate_days", desk.today)) == (Decimal(30), Decimal(45))


def test_a_year_that_is_over_goes_on_with_the_same_value_and_leaves_what_was_between_unknown(desk: Actor) -> None:
    """A limit of the law holds for a year; the next may be the same, and nobody knew it before it was entered."""
    later = replace(desk, now=desk.now.replace(year=2027))
    before = rows("vat_withholding_limit")
    assert before[-1] == ("12000", date(2026, 1, 1), date(2027, 1, 1))
    commands.set_parameter(
        later, key="vat_withholding_limit", value="12000", valid_from=later.today, reason="VUK GT, RG 30.12.2026"
    )
    assert rows("vat_withholding_limit") == [*before, ("12000", date(2027, 3, 2), None)]
    assert parameter("vat_withholding_limit", later.today) == Decimal(12000)
    with pytest.raises(ParameterMissing):
        parameter("vat_withholding_limit", date(2027, 3, 1))


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"valid_from": date(2026, 3, 1)}, commands.NotAhead, "valid_from"),
        ({"reason": "  "}, InvalidInput, "reason"),
        ({"value": "yirmi"}, InvalidInput, "value"),
        ({"value": ""}, InvalidInput, "value"),
        ({"value": "NaN"}, InvalidInput, "value"),
        ({"value": "-1"}, InvalidInput, "value"),
        ({"value": "101"}, InvalidInput, "value"),
        ({"value": "20"}, InvalidInput, "value"),
        ({"key": "nobody_knows"}, commands.UnknownParameter, None),
    ],
)
def test_what_cannot_be_right_is_refused_and_nothing_changes(
    desk: Actor, changes: dict[str, Any], refusal: type[Exception], field: str | None
) -> None:
    before = list(Parameter.objects.order_by("pk").values())
    asked = {"key": KEY, "value": "22", "valid_from": desk.today, "reason": "CBK 9999", **changes}
    with pytest.raises(refusal) as raised:
        commands.set_parameter(desk, **asked)
    assert raised.value.field == field  # type: ignore[attr-defined]
    assert list(Parameter.objects.order_by("pk").values()) == before
    assert not JournalEntry.objects.filter(name="catalogue.ParameterSet").exists()


def test_a_second_value_must_begin_after_the_first(desk: Actor) -> None:
    day = date(2026, 7, 1)
    commands.set_parameter(desk, key=KEY, value="22", valid_from=day, reason="CBK 9999")
    with pytest.raises(commands.NotAhead):
        commands.set_parameter(desk, key=KEY, value="23", valid_from=day, reason="CBK 10000")
    assert rows() == [("20", FIRST, day), ("22", day, None)]


def test_without_the_permission_nothing_changes(desk: Actor) -> None:
    reader = replace(desk, permissions=frozenset({"catalogue.see"}))
    with pytest.raises(Forbidden):
        commands.set_parameter(reader, key=KEY, value="22", valid_from=desk.today, reason="CBK 9999")
    assert rows() == [("20", FIRST, None)]


def test_the_history_shows_what_held_holds_and_will_hold(desk: Actor) -> None:
    commands.set_parameter(desk, key=KEY, value="22", valid_from=desk.today, reason="CBK 9999")
    commands.set_parameter(desk, key=KEY, value="18", valid_from=date(2026, 7, 1), reason="CBK 10000")
    history = reads.parameter_history(desk, key=KEY)
    assert [(view.value, view.state) for view in history] == [("18", "ahead"), ("22", "now"), ("20", "over")]
    assert [view.value for view in reads.parameters(desk) if view.key == KEY] == ["22"]


def test_the_page_enters_a_value_once_and_shows_it(face: Face, desk: Actor) -> None:
    browser = face("desk", desk)
    sent = {"value": "22", "valid_from": "2026-07-01", "reason": "CBK 9999"}
    assert browser.post(f"/parameters/{KEY}/new/", {**sent, "reason": ""}).status_code == 409
    assert rows() == [("20", FIRST, None)]
    answer = browser.post(f"/parameters/{KEY}/new/", sent)
    assert (answer.status_code, answer["Location"]) == (303, f"/parameters/{KEY}/")
    shown = browser.get(f"/parameters/{KEY}/").content.decode()
    assert ("%22" in shown, "CBK 9999" in shown, "01.07.2026 →" in shown) == (True, True, True)
