"""Needs as they are read: by request, by visit, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from django.db.models import QuerySet

from muhatap.demand.models import Basis, Need
from muhatap.demand.permissions import DemandPermission
from muhatap.demand.rules.patterns import pattern_words, window_words
from muhatap.demand.rules.prices import unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask


@dataclass(frozen=True, slots=True)
class NeedView:
    """One line of need, in words."""

    id: int
    request_id: int
    visit_id: int | None
    customer_id: int
    location_id: int
    location: str
    location_code: str
    district: str
    service_key: str
    service: str
    category: str
    quantity: Decimal
    unit: str
    unit_words: str
    basis: str
    basis_words: str
    pattern: str
    pattern_words: str
    window_from: time | None
    window_until: time | None
    standard: str
    wish_date: date | None
    present_supplier: str
    present_price: Decimal | None
    present_until: date | None

    @property
    def window(self) -> str:
        """The time window as `08:00–17:00`, blank without one."""
        return window_words(self.window_from, self.window_until)


def need_view(actor: Actor, one: Need) -> NeedView:
    """A need in words; location, district and service must be loaded."""
    return NeedView(
        id=one.pk,
        request_id=one.request_id,
        visit_id=one.visit_id,
        customer_id=one.customer_id,
        location_id=one.location_id,
        location=one.location.name,
        location_code=one.location.code,
        district=one.location.district.name,
        service_key=one.service_id,
        service=one.service.name,
        category=one.service.category_id,
        quantity=one.quantity,
        unit=one.unit,
        unit_words=unit_words(one.unit, one.basis),
        basis=one.basis,
        basis_words=str(Basis(one.basis).label),
        pattern=one.pattern,
        pattern_words=pattern_words(one.pattern),
        window_from=one.window_from,
        window_until=one.window_until,
        standard=one.standard,
        wish_date=one.wish_date,
        present_supplier=one.present_supplier,
        present_price=one.present_price,
        present_until=one.present_until,
    )


def loaded(actor: Actor) -> QuerySet[Need]:
    """Needs with what their words need."""
    rows: QuerySet[Need] = Need.objects.visible_to(actor).select_related("location__district", "service")
    return rows.order_by("location__code", "service_id", "pk")


def needs_of(actor: Actor, *, request_id: int) -> list[NeedView]:
    """The needs of a request, by location. Raises: Forbidden."""
    ask(actor, DemandPermission.SEE)
    return [need_view(actor, one) for one in loaded(actor).filter(request_id=request_id)]


def need(actor: Actor, *, need_id: int) -> NeedView:
    """One need. Raises: Need.DoesNotExist, Forbidden."""
    ask(actor, DemandPermission.SEE)
    return need_view(actor, loaded(actor).get(pk=need_id))
