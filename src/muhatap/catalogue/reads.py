"""What we sell, what members must hold, what the law asks, and the figures that hold on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.catalogue.models import Category, DocumentType, Kpi, Service, ServiceDocument, WithholdingCode
from muhatap.catalogue.permissions import CataloguePermission
from muhatap.catalogue.rules import number_of
from muhatap.catalogue.wording import level_name, parameter_name, pricing_name, source_name, unit_name, value_name
from muhatap.data import rows_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.models import Parameter
from muhatap.kernel.money import Money
from muhatap.kernel.search import Hit, matching
from muhatap.kernel.text import TurkishOrder, fold, sort_key

# Figures the house sets itself, also after somebody at the desk gave them another value.
HOUSE_KEYS = frozenset(row["key"] for row in rows_of("reference/house_parameters.csv"))


@dataclass(frozen=True, slots=True)
class ParameterView:
    """One value of a parameter and the days it holds."""

    id: int
    key: str
    name: str
    value: str
    number: Decimal | None
    unit: str
    measure: str
    valid_from: date | None
    valid_until: date | None
    source: str
    house: bool
    state: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service in the list."""

    key: str
    name: str
    category: str
    unit: str
    pricing: str
    withholding: str
    direct: bool
    documents: int


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service with what it needs."""

    row: ServiceRow
    rrule: str
    withholding_ratio: str
    vat_name: str
    vat_percent: Decimal | None
    documents: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A kind of document members must hold."""

    key: str
    name: str
    level: str
    law: str
    validity: str
    validity_days: int | None
    blocks: bool
    why: str
    services: int


@dataclass(frozen=True, slots=True)
class WithholdingRow:
    """A code of partial VAT withholding."""

    code: str
    name: str
    ratio: str
    buyers: str
    threshold: Money | None
    section: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A measure of performance."""

    name: str
    family: str
    target: str


def parameters(actor: Actor, *, search: str = "") -> list[ParameterView]:
    """Every parameter with the value that holds today, in Turkish order of names. Raises: Forbidden."""
    ask(actor, CataloguePermission.SEE)
    now: dict[str, ParameterView] = {}
    rows: Any = Parameter.objects.visible_to(actor)
    for row in sorted(rows, key=lambda one: one.valid_from or date.min):
        view = _parameter_view(row, actor.today)
        # The last of the values that began is the one that holds, as `kernel.parameters` finds it.
        if view.key not in now or view.state != "ahead":
            now[view.key] = view
    words = fold(search).split()
    found = [
        view
        for view in now.values()
        if all(word in fold(f"{view.name} {view.key} {view.source} {view.value}") for word in words)
    ]
    return sorted(found, key=lambda view: sort_key(view.name))


def _parameter_view(row: Any, today: date) -> ParameterView:
    begun = row.valid_from is None or row.valid_from <= today
    over = row.valid_until is not None and row.valid_until <= today
    return ParameterView(
        id=row.pk,
        key=row.key,
        name=parameter_name(row.key),
        value=value_name(row.value),
        number=number_of(row.value),
        unit=unit_name(row.unit),
        measure=row.unit,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=source_name(row.source),
        house=row.key in HOUSE_KEYS,
        state="over" if over else "now" if begun else "ahead",
    )


def parameter_history(actor: Actor, *, key: str) -> list[ParameterView]:
    """Every value of a parameter, the latest first. Raises: Parameter.DoesNotExist, Forbidden."""
    ask(actor, CataloguePermission.SEE)
    rows: list[Any] = list(Parameter.objects.visible_to(actor).filter(key=key))
    if not rows:
        raise Parameter.DoesNotExist
    views = [_parameter_view(row, actor.today) for row in rows]
    holding = [view for view in views if view.state == "now"]
    last = max((view.valid_from or date.min for view in holding), default=None)
    shown = [view if view.state != "now" or (view.valid_from or date.min) == last else _closed(view) for view in views]
    return sorted(shown, key=lambda view: view.valid_from or date.min, reverse=True)


def _closed(view: ParameterView) -> ParameterView:
    from dataclasses import replace

    return replace(view, state="over")


def _services(actor: Actor) -> Any:
    needed = Prefetch("documents", ServiceDocument.objects.select_related("document_type"))
    return (
        Service.objects.visible_to(actor)
        .select_related("category", "withholding")
        .prefetch_related(needed)
        .annotate(needed=Count("documents"))
    )


def _service_row(one: Any) -> ServiceRow:
    return ServiceRow(
        key=one.key,
        name=one.name,
        category=one.category.name,
        unit=one.unit_words,
        pricing=pricing_name(one.pricing_model),
        withholding=_ratio(one.withholding) if one.withholding_id else "",
        direct=one.delivery_mode == "direct",
        documents=one.needed,
    )


def _ratio(code: Any) -> str:
    return f"{code.code} · {code.numerator}/{code.denominator}" if code.numerator else str(code.code)


def services(actor: Actor, *, query: ListQuery) -> ListPage[ServiceRow]:
    """The services we sell. Raises: Forbidden."""
    ask(actor, CataloguePermission.SEE)
    return paginate(
        _services(actor),
        query,
        make=_service_row,
        sorts={"name": TurkishOrder(_name_column()), "category": TurkishOrder(f"category__{_name_column()}")},
        default="category",
        search=("name_tr", "name_en", "key", "category__name_tr"),
        filters={
            "category": lambda found, key: found.filter(category_id=key),
            "mode": lambda found, mode: found.filter(delivery_mode=mode),
        },
    )


def _name_column() -> str:
    return "name_en" if (get_language() or "tr").startswith("en") else "name_tr"


def service(actor: Actor, *, key: str) -> ServiceView:
    """A service, the documents it needs and today's VAT rate. Raises: Service.DoesNotExist, Forbidden."""
    ask(actor, CataloguePermission.SEE)
    one = _services(actor).get(pk=key)
    rate = next((view for view in parameters(actor) if view.key == one.vat_parameter), None)
    documents = [
        (needed.document_type.name, needed.document_type.law, needed.document_type.blocks)
        for needed in one.documents.all()
    ]
    return ServiceView(
        row=_service_row(one),
        rrule=one.rrule,
        withholding_ratio=f"{_ratio(one.withholding)} · {one.withholding.name}" if one.withholding_id else "",
        vat_name=rate.name if rate else one.vat_parameter,
        vat_percent=rate.number if rate else None,
        documents=tuple(sorted(documents, key=lambda row: sort_key(row[0]))),
    )


def category_choices(actor: Actor) -> list[tuple[str, str]]:
    """The categories of services to choose from: (key, name)."""
    rows: Any = Category.objects.visible_to(actor).order_by("position")
    return [(one.key, one.name) for one in rows]


def document_types(actor: Actor, *, query: ListQuery) -> ListPage[DocumentRow]:
    """The registry of documents members must hold, with the law that asks for them. Raises: Forbidden."""
    ask(actor, CataloguePermission.SEE)
    return paginate(
        DocumentType.objects.visible_to(actor).annotate(needed=Count("servicedocument")),
        query,
        make=lambda one: DocumentRow(
            key=one.key,
            name=one.name,
            level=level_name(one.level),
            law=one.law,
            validity=one.validity_rule,
            validity_days=one.validity_days,
            blocks=one.blocks,
            why=one.why,
            services=one.needed,
        ),
        sorts={"name": TurkishOrder(_name_column()), "level": "level"},
        default="name",
        search=("name_tr", "name_en", "law", "key"),
        filters={
            "level": lambda found, level: found.filter(level=level),
            "duty": lambda found, duty: found.filter(blocks=duty == "blocks"),
        },
    )


def level_choices(actor: Actor) -> list[tuple[str, str]]:
    """The levels documents are held at: (level, name)."""
    levels = DocumentType.objects.visible_to(actor).order_by("level").values_list("level", flat=True).distinct()
    return [(level, level_name(level)) for level in levels]


def withholding_codes(actor: Actor, *, query: ListQuery) -> ListPage[WithholdingRow]:
    """The codes of partial VAT withholding: ratio, who withholds, source. Raises: Forbidden."""
    ask(actor, CataloguePermission.SEE)
    return paginate(
        WithholdingCode.objects.visible_to(actor),
        query,
        make=lambda one: WithholdingRow(
            code=one.code,
            name=one.name,
            ratio=f"{one.numerator}/{one.denominator}" if one.numerator else "",
            buyers=one.buyers,
            threshold=None if one.threshold_for_a is None else Money(one.threshold_for_a),
            section=one.section,
            note=one.note,
            source=one.source,
        ),
        sorts={"code": "code", "name": TurkishOrder(_name_column())},
        default="code",
        search=("code", "name_tr", "section", "source"),
        filters={"buyers": lambda found, buyers: found.filter(buyers=buyers)},
    )


def kpis(actor: Actor, *, query: ListQuery) -> ListPage[KpiRow]:
    """Measures of performance with their target. Raises: Forbidden."""
    ask(actor, CataloguePermission.SEE)
    families = dict(category_choices(actor)) | {"all": _("all services"), "member": _("members")}
    return paginate(
        Kpi.objects.visible_to(actor),
        query,
        make=lambda one: KpiRow(
            name=one.name,
            family=families.get(one.service_family, one.service_family),
            target=f"{one.target} {one.unit}".strip(),
        ),
        sorts={"family": "service_family", "name": TurkishOrder(_name_column())},
        default="family",
        search=("name_tr", "name_en", "service_family"),
    )


def search(actor: Actor, *, words: str, most: int) -> list[Hit]:
    """Services by name. Raises: Forbidden."""
    ask(actor, CataloguePermission.SEE)
    rows: Any = matching(Service.objects.visible_to(actor).select_related("category"), words, ("name_tr", "name_en"))
    return [Hit(one.name, one.category.name, "service", one.key) for one in rows.order_by("pk")[:most]]


def buyers_choices(actor: Actor) -> list[tuple[str, str]]:
    """The classes of buyers that withhold, as they occur."""
    rows = WithholdingCode.objects.visible_to(actor).exclude(Q(buyers="")).order_by("buyers")
    return [(one, one) for one in rows.values_list("buyers", flat=True).distinct()]
