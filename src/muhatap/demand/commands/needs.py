"""Needs are written down: location × service × quantity × pattern × standard, and copied to many locations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal

from django.utils.translation import gettext as _

from muhatap.catalogue.models import Service
from muhatap.demand.commands.requests import open_request
from muhatap.demand.commands.visits import NoCustomer
from muhatap.demand.events import NeedDropped, NeedsWritten
from muhatap.demand.models import Basis, Need, Request, Visit
from muhatap.demand.permissions import DemandPermission
from muhatap.demand.rules.patterns import check_pattern
from muhatap.demand.rules.prices import UNITS, basis_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.parties.models import Location

MOST = Decimal("99999999.999")


class NotTheirLocation(Refusal):
    """The location does not belong to the customer of the request."""


class NeedThere(Refusal):
    """Every chosen location has this need already."""


class NeedProposed(Refusal):
    """The need stands in a proposal, so it can no longer be taken back."""


@dataclass(frozen=True, slots=True)
class NeedTerms:
    """What is needed, wherever it is: service, quantity, when, how well, and what there is today."""

    service: str
    quantity: Decimal
    unit: str = ""
    basis: str = ""
    # None: as usual for the service.
    pattern: str | None = None
    window_from: time | None = None
    window_until: time | None = None
    standard: str = ""
    wish_date: date | None = None
    present_supplier: str = ""
    present_price: Decimal | None = None
    present_until: date | None = None


@command(DemandPermission.NEED)
def write_needs(
    actor: Actor, *, request_id: int, location_ids: Sequence[int], terms: NeedTerms, visit_id: int | None = None
) -> list[Need]:
    """Write down one need at one or many locations of the customer.

    Unit, basis and pattern left out are those of the service.
    Raises: NoCustomer, NotTheirLocation, InvalidInput, WrongPattern, RequestClosed.
    """
    request = open_request(actor, request_id)
    if request.customer_id is None:
        raise NoCustomer(_("Say first which customer asked: register it or choose a known one."))
    if visit_id is not None and not Visit.objects.filter(pk=visit_id, request=request).exists():
        raise InvalidInput(_("This visit belongs to another request."), field="visit_id")
    locations = _their_locations(actor, request.customer_id, location_ids)
    needs = _build(request, visit_id, locations, _complete(terms))
    Need.objects.bulk_create(needs)
    announce(NeedsWritten(request_id=request.pk, need_ids=tuple(need.pk for need in needs)), by=actor)
    return needs


def _their_locations(actor: Actor, customer_id: int, location_ids: Sequence[int]) -> list[Location]:
    wanted = list(dict.fromkeys(location_ids))
    if not wanted:
        raise InvalidInput(_("Choose at least one location."), field="location_ids")
    found = {
        location.pk: location
        for location in Location.objects.visible_to(actor).filter(pk__in=wanted, customer_id=customer_id)
    }
    if len(found) != len(wanted):
        raise NotTheirLocation(_("Choose locations of this customer only."), field="location_ids")
    return [found[pk] for pk in wanted]


def _complete(terms: NeedTerms) -> NeedTerms:
    """Terms with everything filled in and checked."""
    service = Service.objects.filter(pk=terms.service).first()
    if service is None:
        raise InvalidInput(_("Choose a service from the catalogue."), field="service")
    if not 0 < terms.quantity <= MOST:
        raise InvalidInput(_("The quantity must be above zero."), field="quantity")
    if (terms.window_from is None) != (terms.window_until is None):
        raise InvalidInput(_("Give both ends of the time window, or none."), field="window_until")
    if terms.window_from is not None and terms.window_from == terms.window_until:
        raise InvalidInput(_("The time window cannot begin and end at the same time."), field="window_until")
    if terms.present_price is not None and terms.present_price < 0:
        raise InvalidInput(_("A price cannot be below zero."), field="present_price")
    unit = terms.unit or service.unit
    if unit not in UNITS and unit != service.unit:
        raise InvalidInput(_("Choose a unit from the list."), field="unit")
    return replace(
        terms,
        unit=unit,
        basis=Basis(terms.basis or basis_of(service.pricing_model)),
        pattern=check_pattern(service.rrule if terms.pattern is None else terms.pattern),
        standard=terms.standard.strip()[:500],
        present_supplier=terms.present_supplier.strip()[:200],
    )


def _build(request: Request, visit_id: int | None, locations: Sequence[Location], terms: NeedTerms) -> list[Need]:
    return [
        Need(
            request=request,
            visit_id=visit_id,
            customer_id=location.customer_id,
            location=location,
            **_columns(terms),
        )
        for location in locations
    ]


def _columns(terms: NeedTerms) -> dict[str, object]:
    return {
        "service_id": terms.service,
        "quantity": terms.quantity,
        "unit": terms.unit,
        "basis": terms.basis,
        "pattern": terms.pattern,
        "window_from": terms.window_from,
        "window_until": terms.window_until,
        "standard": terms.standard,
        "wish_date": terms.wish_date,
        "present_supplier": terms.present_supplier,
        "present_price": terms.present_price,
        "present_until": terms.present_until,
    }


def _terms_of(need: Need) -> NeedTerms:
    return NeedTerms(
        service=need.service_id,
        quantity=need.quantity,
        unit=need.unit,
        basis=need.basis,
        pattern=need.pattern,
        window_from=need.window_from,
        window_until=need.window_until,
        standard=need.standard,
        wish_date=need.wish_date,
        present_supplier=need.present_supplier,
        present_price=need.present_price,
        present_until=need.present_until,
    )


@command(DemandPermission.NEED)
def copy_need(actor: Actor, *, need_id: int, location_ids: Sequence[int]) -> list[Need]:
    """Copy a need to other locations of the customer; one that has the same need already is left as it is.

    Raises: NotTheirLocation, NeedThere, InvalidInput, RequestClosed.
    """
    need: Need = Need.objects.visible_to(actor).get(pk=need_id)
    request = open_request(actor, need.request_id)
    locations = _their_locations(actor, need.customer_id, location_ids)
    same = Need.objects.filter(
        request=request, service_id=need.service_id, pattern=need.pattern, window_from=need.window_from
    )
    there = set(same.values_list("location_id", flat=True))
    needs = _build(request, need.visit_id, [one for one in locations if one.pk not in there], _terms_of(need))
    if not needs:
        raise NeedThere(_("The chosen locations have this need already. Choose others."), field="location_ids")
    Need.objects.bulk_create(needs)
    announce(NeedsWritten(request_id=request.pk, need_ids=tuple(one.pk for one in needs)), by=actor)
    return needs


@command(DemandPermission.NEED)
def change_need(actor: Actor, *, need_id: int, terms: NeedTerms, location_id: int | None = None) -> Need:
    """Correct a need; proposals made from it before keep what they said. Raises: as write_needs."""
    need: Need = Need.objects.visible_to(actor).select_for_update().get(pk=need_id)
    open_request(actor, need.request_id)
    columns = _columns(_complete(terms))
    if location_id is not None:
        columns["location_id"] = _their_locations(actor, need.customer_id, [location_id])[0].pk
    for key, value in columns.items():
        setattr(need, key, value)
    need.save(update_fields=[key.removesuffix("_id") for key in columns])
    announce(NeedsWritten(request_id=need.request_id, need_ids=(need.pk,)), by=actor)
    return need


@command(DemandPermission.NEED)
def drop_need(actor: Actor, *, need_id: int) -> int:
    """Take a need back that stands in no proposal; returns its request. Raises: NeedProposed, RequestClosed."""
    need: Need = Need.objects.visible_to(actor).select_for_update().get(pk=need_id)
    request = open_request(actor, need.request_id)
    if need.proposal_lines.exists():
        raise NeedProposed(_("This need stands in a proposal. Leave it out of the next version instead."))
    need.delete()
    announce(NeedDropped(request_id=request.pk, need_id=need_id), by=actor)
    return request.pk
