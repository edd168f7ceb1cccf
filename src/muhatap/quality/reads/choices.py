"""What can be chosen when an audit is planned: templates, auditors, locations, members."""

from __future__ import annotations

from muhatap.accounts.models import Role, Seat
from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor
from muhatap.kernel.text import TurkishOrder
from muhatap.parties.models import Location, Party
from muhatap.quality.models import Template, TemplateKind
from muhatap.quality.reads.audits import at_desk


def templates(actor: Actor, *, kind: str = "") -> list[tuple[int, str]]:
    """Published templates (the latest version of each), for the choice of an audit."""
    at_desk(actor)
    rows = Template.objects.filter(published=True).exclude(kind=TemplateKind.SURVEY).order_by("key", "-version")
    if kind:
        rows = rows.filter(kind=kind)
    latest: dict[str, Template] = {}
    for row in rows:
        latest.setdefault(row.key, row)
    return [(row.pk, row.title) for row in latest.values()]


def auditors(actor: Actor) -> list[tuple[int, str]]:
    """Who of the desk can audit."""
    at_desk(actor)
    roles = [Role.AUDITOR, Role.PROJECT_MANAGER, Role.ADMINISTRATOR]
    rows = Seat.objects.filter(party__isnull=True, role__in=roles, user__is_active=True)
    return sorted(set(rows.values_list("user_id", "user__name")), key=lambda row: row[1])


def locations(actor: Actor) -> list[tuple[int, str]]:
    """Locations with services, for the choice of an audit."""
    at_desk(actor)
    rows = Location.objects.filter(promises__isnull=False).distinct().select_related("customer")
    return [
        (row.pk, f"{row.customer.short_name} · {row.name}")
        for row in rows.order_by(TurkishOrder("customer__short_name"), TurkishOrder("name"))
    ]


def members(actor: Actor) -> list[tuple[int, str]]:
    """Members that can be audited."""
    at_desk(actor)
    rows = Party.objects.filter(is_member=True).order_by(TurkishOrder("short_name"))
    return list(rows.values_list("pk", "short_name"))


def audited_locations(actor: Actor, *, contract_id: int, category: str) -> list[int]:
    """The locations of a contract with a class of service, in the contract's order."""
    at_desk(actor)
    rows = Promise.objects.filter(contract_id=contract_id, service__category=category).order_by("position")
    return list(dict.fromkeys(rows.values_list("location_id", flat=True)))
