"""What people choose from on forms of demand: enums with their words, categories, services, units."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise as LazyText

from muhatap.catalogue.models import Category, Service
from muhatap.demand.commands.requests import DESK_SOURCES
from muhatap.demand.models import (
    Basis,
    Channel,
    LostReason,
    ProposalStatus,
    RequestStatus,
    Source,
    VisitStatus,
)
from muhatap.demand.rules.prices import UNITS, basis_of, unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.parameters import parameter
from muhatap.kernel.text import sort_key

Choices = Sequence[tuple[str, str | LazyText]]
BASES: Choices = Basis.choices
CHANNELS: Choices = Channel.choices
LOST_REASONS: Choices = LostReason.choices
SOURCES: Choices = Source.choices
DESK_SOURCE_CHOICES: Choices = [(one.value, one.label) for one in Source if one in DESK_SOURCES]
REQUEST_STATUSES: Choices = RequestStatus.choices
VISIT_STATUSES: Choices = VisitStatus.choices
PROPOSAL_STATUSES: Choices = ProposalStatus.choices
UNIT_CHOICES: Choices = list(UNITS.items())


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """A service to choose, with what it brings along."""

    key: str
    name: str
    category: str
    unit: str
    basis: str
    pattern: str


def category_choices(actor: Actor) -> list[tuple[str, str]]:
    """The service categories in the catalogue's order: (key, name)."""
    return [(one.pk, one.name) for one in Category.objects.visible_to(actor).order_by("position")]


def category_names(actor: Actor) -> dict[str, str]:
    """The names of categories by key."""
    return dict(category_choices(actor))


def service_choices(actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """The services grouped by category, in Turkish order: (category, [(key, name)])."""
    groups: dict[str, list[tuple[str, str]]] = {name: [] for _key, name in category_choices(actor)}
    for one in Service.objects.visible_to(actor).select_related("category"):
        groups.setdefault(one.category.name, []).append(
            (one.pk, f"{one.name} ({unit_words(one.unit, basis_of(one.pricing_model))})")
        )
    return [(name, sorted(rows, key=lambda row: sort_key(row[1]))) for name, rows in groups.items() if rows]


def services(actor: Actor) -> list[ServiceChoice]:
    """Every service with its usual unit, basis and pattern."""
    return [
        ServiceChoice(one.pk, one.name, one.category_id, one.unit, basis_of(one.pricing_model), one.rrule)
        for one in Service.objects.visible_to(actor)
    ]


def vat_rates(actor: Actor, *, service_keys: Collection[str]) -> dict[str, Decimal]:
    """The VAT rate (percent) of services on the actor's day, by key. Raises: ParameterMissing."""
    rows = dict(Service.objects.visible_to(actor).filter(pk__in=service_keys).values_list("pk", "vat_parameter"))
    rates = {key: parameter(key, actor.today) for key in set(rows.values())}
    return {key: rates[name] for key, name in rows.items()}
