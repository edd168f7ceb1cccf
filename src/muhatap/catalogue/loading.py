"""Load the reference data that comes with the product: places, banks, parameters, codes, documents, services, KPIs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from muhatap.catalogue.models import (
    Category,
    DeliveryMode,
    DocumentType,
    Kpi,
    Service,
    ServiceDocument,
    WithholdingCode,
)
from muhatap.data import rows_of
from muhatap.kernel.datasets import load, upsert
from muhatap.kernel.models import Parameter
from muhatap.parties.models import Bank, District, Province

HERE = "reference/"
CATEGORIES = (
    ("cleaning", "Temizlik", "Cleaning"),
    ("security", "Güvenlik", "Security"),
    ("catering", "Yemek", "Catering"),
    ("technical", "Teknik bakım", "Technical maintenance"),
    ("transport", "Personel taşıma", "Personnel transport"),
    ("landscaping", "Peyzaj", "Landscaping"),
    ("pest_control", "Haşere mücadelesi", "Pest control"),
    ("environment", "Çevre ve atık", "Environment and waste"),
    ("consultancy", "Danışmanlık", "Consultancy"),
    ("consumables", "Sarf malzemesi", "Supplies"),
)
# UN/ECE recommendation 20 codes of the units the catalogue is priced in.
UNITS = {
    "per_m2": "MTK",
    "fixed_monthly": "MON",
    "time_and_material": "HUR",
    "per_headcount": "C62",
    "per_visit": "C62",
    "per_trip": "C62",
    "per_meal": "C62",
    "per_unit": "C62",
}
UNITS_BY_WORD = {"kg": "KGM", "m3": "MTQ", "gün": "DAY"}
FIVE_MILLION = 5_000_000_00
MONTHLY = 30
# Not a duty of law between private parties, but of every agreement of the house: no work with a debt to SGK (5510 m.90).
HOUSE_BLOCKS = {"sgk_debt_clearance"}


def load_all() -> None:
    """Load every data set whose content changed."""
    load("provinces", (f"{HERE}provinces.csv",), _provinces)
    load("districts", (f"{HERE}provinces_districts.csv",), _districts)
    load("banks", (f"{HERE}banks.csv",), _banks)
    load("parameters", (f"{HERE}legal_parameters.csv", f"{HERE}house_parameters.csv"), _parameters)
    load("withholding codes", (f"{HERE}withholding_codes.csv",), _withholding_codes)
    documents = tuple(f"{HERE}{name}.csv" for name in ("compliance_documents", "document_additions"))
    load("document types", documents, _document_types)
    services = tuple(f"{HERE}{name}.csv" for name in ("services", "withholding_classes", "document_aliases"))
    load("services", services, _services)
    load("KPIs", (f"{HERE}kpis.csv",), _kpis)


def _provinces() -> int:
    return upsert(
        Province,
        (
            {
                "code": row["province_code"],
                "name": row["province"],
                "region_tr": row["region_tr"],
                "region_en": row["region_en"],
                "latitude": float(row["lat"]),
                "longitude": float(row["lon"]),
            }
            for row in rows_of(f"{HERE}provinces.csv")
        ),
        key=("code",),
    )


def _districts() -> int:
    return upsert(
        District,
        (
            {
                "province_id": row["province_code"],
                "name": row["district"],
                "latitude": float(row["lat"]),
                "longitude": float(row["lon"]),
                "postal_code": row["postal_code"],
            }
            for row in rows_of(f"{HERE}provinces_districts.csv")
        ),
        key=("province", "name"),
    )


def _banks() -> int:
    rows = rows_of(f"{HERE}banks.csv")
    return upsert(
        Bank, ({"code": r["iban_bank_code"], "name": r["name"], "bic": r["bic"]} for r in rows), key=("code",)
    )


def _parameters() -> int:
    rows = rows_of(f"{HERE}legal_parameters.csv") + rows_of(f"{HERE}house_parameters.csv")
    return upsert(Parameter, (_parameter(row) for row in rows), key=("key", "valid_from"))


def _parameter(row: dict[str, str]) -> dict[str, Any]:
    """The files give the last day a value holds; periods of the house are half-open."""
    return {
        "key": row["key"].partition(" (")[0],
        "value": row["value"],
        "unit": row["unit"][:60],
        "valid_from": date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        "valid_until": date.fromisoformat(row["valid_to"]) + timedelta(days=1) if row["valid_to"] else None,
        "source": row["source"],
        "certainty": row["status"][:60],
    }


def _withholding_codes() -> int:
    rows = rows_of(f"{HERE}withholding_codes.csv")
    return upsert(WithholdingCode, (_withholding_code(row) for row in rows), key=("code",))


def _withholding_code(row: dict[str, str]) -> dict[str, Any]:
    words = row["withholding_buyers"]
    buyers = "A+B" if words == "A+B" else "B13" if words.startswith("B13") else "B" if words[:2] in {"B", "B;"} else ""
    if words == "A":
        buyers = "A"
    return {
        "code": row["code"],
        "name_tr": row["name_tr"][:300],
        "name_en": row["name_tr"][:300],
        "numerator": int(row["ratio_numerator"] or 0),
        "denominator": int(row["ratio_denominator"] or 10),
        "buyers": buyers,
        "threshold_for_a": FIVE_MILLION if "5,000,000" in words else None,
        "section": row["kdvgut_section"][:40],
        "note": row["note"],
        "source": row["source"],
    }


def _document_types() -> int:
    rows = [_document_type(row) for row in rows_of(f"{HERE}compliance_documents.csv")]
    additions = rows_of(f"{HERE}document_additions.csv")
    rows += [_document_type({**row, "applies_to_service_category": row["applies_to"]}) for row in additions]
    return upsert(DocumentType, rows, key=("key",))


def _document_type(row: dict[str, str]) -> dict[str, Any]:
    days = row["default_validity_days"].partition("/")[0]
    return {
        "key": row["key"],
        "name_tr": row["name_tr"],
        "name_en": row["name_en"],
        "level": row["level"],
        "applies_to": row["applies_to_service_category"],
        "validity_rule": row.get("validity_days_or_rule", "")[:300],
        "validity_days": int(days) if days else None,
        "law": row["law"][:300],
        "why": row.get("why", "")[:400],
        "blocks": row["level"] == "company" and (row["obligation"] == "law" or row["key"] in HOUSE_BLOCKS),
        "monthly": days == str(MONTHLY) and row["level"] == "project",
    }


def _services() -> int:
    upsert(
        Category,
        (
            {"key": key, "name_tr": tr, "name_en": en, "position": place}
            for place, (key, tr, en) in enumerate(CATEGORIES)
        ),
        key=("key",),
    )
    rows = rows_of(f"{HERE}services.csv")
    count = upsert(Service, (_service(row) for row in rows), key=("key",))
    aliases = {row["alias"]: row["key"] for row in rows_of(f"{HERE}document_aliases.csv")}
    needed = {(row["key"], aliases.get(name, name)) for row in rows for name in row["required_docs"].split(";") if name}
    upsert(
        ServiceDocument,
        ({"service_id": service, "document_type_id": document} for service, document in sorted(needed)),
        key=("service", "document_type"),
    )
    return count


def _service(row: dict[str, str]) -> dict[str, Any]:
    unit = UNITS_BY_WORD.get(row["uom"], UNITS[row["pricing_model"]])
    code = _code_of(row["withholding_class"].removesuffix("_dogrulanacak"), row["category"])
    catering = row["withholding_class"] == "yemek_servis_organizasyon"
    return {
        "key": row["key"],
        "category_id": row["category"],
        "name_tr": row["name_tr"],
        "name_en": row["name_en"],
        "unit": unit,
        "unit_words": row["uom"],
        "pricing_model": row["pricing_model"],
        "rrule": row["frequency_rrule"],
        "withholding_id": code or None,
        "vat_parameter": "vat_rate_reduced_catering" if catering else "vat_rate_general",
        # 5188 lets only a licensed company sell guarding: it is contracted directly by the member.
        "delivery_mode": DeliveryMode.DIRECT if code == "607" else DeliveryMode.RESALE,
    }


def _code_of(name: str, category: str) -> str:
    classes = rows_of(f"{HERE}withholding_classes.csv")
    fitting = [row for row in classes if row["class"] == name and row["category"] in {"", category}]
    fitting.sort(key=lambda row: row["category"] == "")
    return fitting[0]["code"] if fitting else ""


def _kpis() -> int:
    return upsert(
        Kpi,
        (
            {
                "key": row["key"],
                "service_family": row["service"],
                "name_tr": row["name_tr"],
                "name_en": row["name_en"],
                "formula": row["formula"],
                "unit": row["unit"],
                "target": row["target"],
                "direction": row["direction"],
                "penalty_rule": row["penalty_rule"],
            }
            for row in rows_of(f"{HERE}kpis.csv")
        ),
        key=("key",),
    )
