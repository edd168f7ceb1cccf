"""Who parties are and where: lists, records, choices, and look-alikes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.text import Fold, TurkishOrder, sort_key
from muhatap.parties import rules
from muhatap.parties.models import (
    BankAccount,
    Contact,
    ContactRole,
    District,
    Location,
    Party,
    Province,
    TaxClass,
)
from muhatap.parties.permissions import PartiesPermission

TAX_CLASSES = TaxClass.choices
CONTACT_ROLES = ContactRole.choices
MOST_ALIKE = 8


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A company in a list."""

    id: int
    name: str
    short_name: str
    tax_number: str
    place: str
    phone: str
    locations: int


@dataclass(frozen=True, slots=True)
class ContactView:
    """A person to speak to."""

    name: str
    title: str
    role: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class LocationRow:
    """A site in a list."""

    id: int
    code: str
    name: str
    customer_id: int
    customer: str
    district: str
    province: str
    province_code: str
    area_m2: int | None
    contact_name: str


@dataclass(frozen=True, slots=True)
class AccountView:
    """A bank account and since when it can be paid to."""

    iban: str
    bank: str
    usable_from: date


@dataclass(frozen=True, slots=True)
class PartyView:
    """A company or person with its people, sites and accounts."""

    id: int
    name: str
    short_name: str
    tax_number: str
    tax_office: str
    tax_class: str
    tax_class_name: str
    einvoice_registered: bool
    is_customer: bool
    is_member: bool
    phone: str
    email: str
    address: str
    district_id: int | None
    place: str
    created_at: datetime
    contacts: tuple[ContactView, ...]
    locations: tuple[LocationRow, ...]
    accounts: tuple[AccountView, ...]


@dataclass(frozen=True, slots=True)
class LocationView:
    """A site with everything a visitor needs; the check-in code is for the desk and the customer alone."""

    row: LocationRow
    address: str
    district_id: int
    latitude: float | None
    longitude: float | None
    opening_hours: str
    access_notes: str
    contact_phone: str
    check_in_code: str


@dataclass(frozen=True, slots=True)
class Alike:
    """A party that could be the same as another, and why."""

    id: int
    name: str
    reasons: tuple[str, ...]


def customers(actor: Actor, *, query: ListQuery) -> ListPage[PartyRow]:
    """The customers. Raises: Forbidden."""
    ask(actor, PartiesPermission.SEE)
    rows = (
        Party.objects.visible_to(actor)
        .filter(is_customer=True)
        .select_related("district__province")
        .annotate(location_count=Count("locations"))
    )
    return paginate(
        rows,
        query,
        make=_party_row,
        sorts={"name": TurkishOrder("short_name"), "locations": "location_count", "created": "created_at"},
        default="name",
        search=("name", "short_name", "tax_number", "phone", "email"),
        filters={"province": lambda found, code: found.filter(district__province_id=code)},
    )


def _party_row(party: Party) -> PartyRow:
    return PartyRow(
        id=party.pk,
        name=party.name,
        short_name=party.short_name,
        tax_number=party.tax_number,
        place=rules.place_words(party.district),
        phone=rules.phone_for_people(party.phone),
        locations=party.location_count,  # type: ignore[attr-defined]
    )


def party(actor: Actor, *, party_id: int) -> PartyView:
    """A party the actor may meet. Raises: Party.DoesNotExist, Forbidden."""
    ask(actor, PartiesPermission.SEE)
    found: Party = (
        Party.objects.visible_to(actor)
        .select_related("district__province")
        .prefetch_related("contacts", "bank_accounts__bank")
        .get(pk=party_id)
    )
    return _party_view(found, tuple(_location_row(one) for one in _locations(actor).filter(customer=found)))


def customer(actor: Actor, *, party_id: int) -> PartyView:
    """A customer the actor may meet. Raises: Party.DoesNotExist for any other party, Forbidden."""
    found = party(actor, party_id=party_id)
    if not found.is_customer:
        raise Party.DoesNotExist
    return found


def _party_view(found: Party, locations: tuple[LocationRow, ...]) -> PartyView:
    contacts: list[Contact] = sorted(found.contacts.all(), key=lambda one: sort_key(one.name))
    accounts: list[BankAccount] = [one for one in found.bank_accounts.all() if one.closed_on is None]
    return PartyView(
        id=found.pk,
        name=found.name,
        short_name=found.short_name,
        tax_number=found.tax_number,
        tax_office=found.tax_office,
        tax_class=found.tax_class,
        tax_class_name=str(TaxClass(found.tax_class).label),
        einvoice_registered=found.einvoice_registered,
        is_customer=found.is_customer,
        is_member=found.is_member,
        phone=rules.phone_for_people(found.phone),
        email=found.email,
        address=found.address,
        district_id=found.district_id,
        place=rules.place_words(found.district),
        created_at=found.created_at,
        contacts=tuple(
            ContactView(
                one.name, one.title, str(ContactRole(one.role).label), rules.phone_for_people(one.phone), one.email
            )
            for one in contacts
        ),
        locations=locations,
        accounts=tuple(AccountView(one.iban, one.bank.name if one.bank else "", one.usable_from) for one in accounts),
    )


def _locations(actor: Actor) -> QuerySet[Location]:
    rows: QuerySet[Location] = (
        Location.objects.visible_to(actor).select_related("customer", "district__province").order_by("code")
    )
    return rows


def _location_row(one: Location) -> LocationRow:
    return LocationRow(
        id=one.pk,
        code=one.code,
        name=one.name,
        customer_id=one.customer_id,
        customer=one.customer.short_name,
        district=one.district.name,
        province=one.district.province.name,
        province_code=one.district.province_id,
        area_m2=one.area_m2,
        contact_name=one.contact_name,
    )


def locations(actor: Actor, *, query: ListQuery) -> ListPage[LocationRow]:
    """Locations: all of them at the desk, a customer's own in its portal. Raises: Forbidden."""
    ask(actor, PartiesPermission.SEE if actor.at_desk else PartiesPermission.CUSTOMER_SEE)
    return paginate(
        _locations(actor).order_by(),
        query,
        make=_location_row,
        sorts={
            "name": TurkishOrder("name"),
            "code": "code",
            "customer": TurkishOrder("customer__short_name"),
            "province": TurkishOrder("district__province__name"),
        },
        default="name",
        search=("name", "code", "customer__short_name", "district__name", "district__province__name"),
        filters={"province": lambda found, code: found.filter(district__province_id=code)},
    )


def location(actor: Actor, *, location_id: int) -> LocationView:
    """A location the actor may meet. Raises: Location.DoesNotExist, Forbidden."""
    ask(actor, PartiesPermission.SEE if actor.at_desk else PartiesPermission.CUSTOMER_SEE)
    one = _locations(actor).get(pk=location_id)
    return LocationView(
        row=_location_row(one),
        address=one.address,
        district_id=one.district_id,
        latitude=one.latitude,
        longitude=one.longitude,
        opening_hours=one.opening_hours,
        access_notes=one.access_notes,
        contact_phone=rules.phone_for_people(one.contact_phone),
        check_in_code=one.check_in_code,
    )


def location_choices(actor: Actor, *, customer_id: int) -> list[tuple[int, str]]:
    """A customer's locations to choose from: (id, `L001 · Levent Ofis · Şişli`). Raises: Forbidden."""
    ask(actor, PartiesPermission.SEE)
    found = _locations(actor).filter(customer_id=customer_id)
    return [(one.pk, f"{one.code} · {one.name} · {one.district.name}") for one in found]


def customer_choices(actor: Actor) -> list[tuple[int, str]]:
    """Every customer to choose from, in Turkish order: (id, short name). Raises: Forbidden."""
    ask(actor, PartiesPermission.SEE)
    rows = Party.objects.visible_to(actor).filter(is_customer=True).order_by(TurkishOrder("short_name"))
    return list(rows.values_list("pk", "short_name"))


def district_choices(actor: Actor) -> list[tuple[int, str]]:
    """Every district to choose from: (id, `İstanbul / Şişli`), provinces and districts in Turkish order."""
    rows = District.objects.visible_to(actor).values_list("pk", "province__name", "name")
    found = sorted(rows, key=lambda row: (sort_key(row[1]), sort_key(row[2])))
    return [(pk, f"{province} / {name}") for pk, province, name in found]


def province_choices(actor: Actor) -> list[tuple[str, str]]:
    """Every province to choose from, in Turkish order: (plate code, name)."""
    return list(Province.objects.visible_to(actor).order_by(TurkishOrder("name")).values_list("code", "name"))


def prime(actor: Actor) -> PartyView:
    """The prime itself, as papers and public pages name it; anybody may know. Raises: Party.DoesNotExist."""
    found: Party = Party.objects.visible_to(actor).select_related("district__province").get(is_prime=True)
    return _party_view(found, ()) if actor.at_desk else _name_only(found)


def _name_only(found: Party) -> PartyView:
    """Where contacts and accounts lie beyond the wall, a party is its name and address."""
    return PartyView(
        id=found.pk,
        name=found.name,
        short_name=found.short_name,
        tax_number=found.tax_number,
        tax_office=found.tax_office,
        tax_class=found.tax_class,
        tax_class_name=str(TaxClass(found.tax_class).label),
        einvoice_registered=found.einvoice_registered,
        is_customer=found.is_customer,
        is_member=found.is_member,
        phone=rules.phone_for_people(found.phone),
        email=found.email,
        address=found.address,
        district_id=found.district_id,
        place=rules.place_words(found.district),
        created_at=found.created_at,
        contacts=(),
        locations=(),
        accounts=(),
    )


def alike(actor: Actor, *, name: str, tax_number: str = "", phone: str = "", email: str = "") -> list[Alike]:
    """Parties that could be the one described: same tax number, phone, e-mail domain or name. Raises: Forbidden.

    Reasons are `tax_number`, `phone`, `email` and `name`, the strongest first.
    """
    ask(actor, PartiesPermission.SEE)
    domain, bare = rules.mail_domain(email), rules.bare_name(name)
    either = Q(pk__in=[])
    if tax_number:
        either |= Q(tax_number=tax_number)
    if phone:
        either |= Q(phone=phone) | Q(contacts__phone=phone)
    if domain:
        either |= Q(email__iendswith=f"@{domain}") | Q(contacts__email__iendswith=f"@{domain}")
    rows = Party.objects.visible_to(actor).filter(is_prime=False)
    found = {one.pk: one for one in rows.filter(either).distinct().prefetch_related("contacts")}
    first_word = bare.split()[0] if bare else ""
    if first_word:
        named = rows.annotate(folded=Fold("name")).filter(folded__contains=first_word).prefetch_related("contacts")
        found |= {one.pk: one for one in named if rules.bare_name(one.name) == bare}
    result = [
        Alike(one.pk, one.name, _reasons(one, tax_number=tax_number, phone=phone, domain=domain, bare=bare))
        for one in found.values()
    ]
    order = ("tax_number", "phone", "email", "name")
    return sorted(result, key=lambda one: (order.index(one.reasons[0]), sort_key(one.name)))[:MOST_ALIKE]


def _reasons(one: Party, *, tax_number: str, phone: str, domain: str, bare: str) -> tuple[str, ...]:
    people = list(one.contacts.all())
    found = []
    if tax_number and one.tax_number == tax_number:
        found.append("tax_number")
    if phone and phone in {one.phone, *(person.phone for person in people)}:
        found.append("phone")
    if domain and domain in {rules.mail_domain(mail) for mail in (one.email, *(p.email for p in people))}:
        found.append("email")
    if bare and rules.bare_name(one.name) == bare:
        found.append("name")
    return tuple(found)


def districts_by_name(actor: Actor) -> dict[tuple[str, str], int]:
    """Every district's id by the plate code of its province and its own name."""
    return {(d.province_id, d.name): d.pk for d in District.objects.visible_to(actor).only("province_id", "name")}
