"""The registries of the desk: every row has its page, its export and its source."""

from __future__ import annotations

import pytest

from muhatap.catalogue import reads
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.money import Money
from tests.given.faces import Face

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "rows"),
    [("/services/", 66), ("/document-types/", 110), ("/withholding-codes/", 53), ("/kpis/", 78)],
)
def test_a_registry_exports_every_row(face: Face, desk: Actor, address: str, rows: int) -> None:
    browser = face("desk", desk)
    assert browser.get(address).status_code == 200
    lines = browser.get(f"{address}?export=csv").content.decode("utf-8-sig").strip().splitlines()
    assert len(lines) == rows + 1


def test_a_service_names_its_taxes_and_documents(desk: Actor) -> None:
    guard = reads.service(desk, key="armed_guarding")
    assert (guard.row.direct, guard.row.withholding, guard.vat_percent) == (True, "607 · 9/10", 20)
    assert guard.row.documents == len(guard.documents)


def test_every_service_has_its_page(face: Face, desk: Actor) -> None:
    browser = face("desk", desk)
    keys = [row.key for row in reads.services(desk, query=ListQuery(limit=100)).rows]
    assert len(keys) == 66
    assert [key for key in keys if browser.get(f"/services/{key}/").status_code != 200] == []


def test_every_parameter_has_a_name_and_its_page(face: Face, desk: Actor) -> None:
    browser = face("desk", desk)
    views = reads.parameters(desk)
    assert [view.key for view in views if view.name == view.key] == []
    assert [view.key for view in views if browser.get(f"/parameters/{view.key}/").status_code != 200] == []


def test_building_works_show_from_which_amount_vat_payers_withhold(desk: Actor) -> None:
    rows = {row.code: row for row in reads.withholding_codes(desk, query=ListQuery(limit=100)).rows}
    assert (rows["601"].ratio, rows["601"].threshold) == ("4/10", Money(500000000))
    assert {code for code, row in rows.items() if row.threshold is not None} == {"601"}


def test_parameters_are_found_without_turkish_letters(desk: Actor) -> None:
    assert [view.key for view in reads.parameters(desk, search="asgari ucret destegi")] == [
        "minimum_wage_support_month"
    ]
