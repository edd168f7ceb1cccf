"""The reference data is whole, loads once, and loads again only when it changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from muhatap.catalogue import loading
from muhatap.catalogue.models import Category, DocumentType, Kpi, Service, ServiceDocument, WithholdingCode
from muhatap.data import rows_of
from muhatap.kernel.datasets import load
from muhatap.kernel.models import DataSet, Parameter
from muhatap.kernel.parameters import ParameterMissing, parameter
from muhatap.parties.models import Bank, District, Province

pytestmark = pytest.mark.django_db


def test_every_row_of_the_files_is_there() -> None:
    assert Province.objects.count() == 81
    assert District.objects.count() == 973
    assert Bank.objects.count() == 72
    assert WithholdingCode.objects.count() == 53
    assert DocumentType.objects.count() == 95 + 15
    assert Category.objects.count() == 10
    assert Service.objects.count() == 66
    assert Kpi.objects.count() == 78
    assert Parameter.objects.count() == 54 + len(rows_of("reference/house_parameters.csv"))


def test_loading_twice_reads_nothing_again() -> None:
    before = list(DataSet.objects.order_by("name").values_list("name", "version", "loaded_at"))
    loading.load_all()
    assert list(DataSet.objects.order_by("name").values_list("name", "version", "loaded_at")) == before


def test_a_changed_version_is_loaded_again() -> None:
    DataSet.objects.filter(name="banks").update(version="an older one")
    Bank.objects.filter(code="00010").update(name="?")
    assert load("banks", ("reference/banks.csv",), loading._banks) is True
    assert Bank.objects.get(code="00010").name == "Türkiye Cumhuriyeti Ziraat Bankası A.Ş."


def test_every_service_knows_its_documents_from_the_one_registry() -> None:
    names = ServiceDocument.objects.filter(service_id="office_cleaning").values_list("document_type_id", flat=True)
    assert sorted(names) == ["ohs_training", "sds", "sgk_debt_clearance"]


@pytest.mark.parametrize(
    ("service", "code", "mode"),
    [
        ("office_cleaning", "612", "resale"),
        ("garden_maintenance", "613", "resale"),
        ("unarmed_guarding", "607", "direct"),
        ("hvac_maintenance", "603", "resale"),
        ("onsite_catering", "604", "resale"),
        ("staff_shuttle", "614", "resale"),
        ("paper_hygiene", None, "resale"),
    ],
)
def test_a_service_has_its_withholding_code_and_delivery_mode(service: str, code: str | None, mode: str) -> None:
    row = Service.objects.get(pk=service)
    assert (row.withholding_id, row.delivery_mode) == (code, mode)


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        (date(2024, 12, 31), "6900"),
        (date(2025, 1, 1), "9900"),
        (date(2025, 12, 31), "9900"),
        (date(2026, 1, 1), "12000"),
    ],
)
def test_a_parameter_has_the_value_of_its_day(day: date, limit: str) -> None:
    assert parameter("vat_withholding_limit", day) == Decimal(limit)


def test_a_parameter_without_a_value_for_the_day_is_said_not_guessed() -> None:
    with pytest.raises(ParameterMissing, match="vat_withholding_limit"):
        parameter("vat_withholding_limit", date(2023, 12, 31))
