"""Register companies, people, sites and accounts; open a name to another party."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce, announce_all
from muhatap.kernel.parameters import parameter
from muhatap.parties import rules
from muhatap.parties.events import (
    BankAccountRegistered,
    ContactAdded,
    Disclosed,
    LocationChanged,
    LocationRegistered,
    PartyChanged,
    PartyRegistered,
)
from muhatap.parties.models import Bank, BankAccount, Contact, ContactRole, Disclosure, Location, Party, TaxClass
from muhatap.parties.permissions import PartiesPermission

# Without letters and digits people mix up (0/O, 1/I/L).
CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10
COOLING_PARAMETER = "iban_cool_off_days"


class AlreadyRegistered(Refusal):
    """A party with this tax number is known already."""


class CodeTaken(Refusal):
    """Another site of the customer has this code."""


class NotACustomer(Refusal):
    """Only customers have sites."""


class AccountKnown(Refusal):
    """The party has this bank account already."""


def _refuse_known(tax_number: str, *, but: int | None = None) -> None:
    known = Party.objects.filter(tax_number=tax_number).exclude(pk=but or 0).first() if tax_number else None
    if known is not None:
        raise AlreadyRegistered(
            _("%(name)s is registered with this tax number already. Use that record instead of a second one.")
            % {"name": known.name},
            field="tax_number",
        )


def _unknown(tax_number: str) -> str:
    _refuse_known(tax_number)
    return tax_number


def _named(name: str, field: str = "name") -> str:
    name = " ".join(name.split())
    if not name:
        raise InvalidInput(_("Write the name."), field=field)
    return name


@command(PartiesPermission.WRITE)
def register_party(
    actor: Actor,
    *,
    name: str,
    short_name: str = "",
    is_company: bool = True,
    tax_number: str = "",
    tax_office: str = "",
    tax_class: str = TaxClass.A,
    einvoice_registered: bool = True,
    is_prime: bool = False,
    is_customer: bool = False,
    is_member: bool = False,
    phone: str = "",
    email: str = "",
    address: str = "",
    district_id: int | None = None,
) -> Party:
    """Register a company or person. Raises: AlreadyRegistered, WrongTaxNumber, WrongPhone, InvalidInput."""
    party = Party(
        name=_named(name),
        short_name=short_name.strip()[:80] or rules.short_name(_named(name)),
        is_company=is_company,
        tax_number=_unknown(rules.tax_number(tax_number)),
        tax_office=tax_office.strip(),
        tax_class=TaxClass(tax_class),
        einvoice_registered=einvoice_registered,
        is_prime=is_prime,
        is_customer=is_customer,
        is_member=is_member,
        phone=rules.phone(phone),
        email=email.strip().lower(),
        address=address.strip(),
        district_id=district_id,
        created_at=actor.now,
    )
    party.save(force_insert=True)
    announce(PartyRegistered(party_id=party.pk), by=actor)
    return party


@command(PartiesPermission.WRITE)
def change_party(actor: Actor, /, *, party_id: int, **changes: Any) -> Party:
    """Change master data of a party: name, short_name, tax fields, phone, email, address, district_id.

    Raises: AlreadyRegistered, WrongTaxNumber, WrongPhone, InvalidInput.
    """
    party = _locked(actor, party_id)
    if "name" in changes:
        changes["name"] = _named(changes["name"])
    if "tax_number" in changes:
        changes["tax_number"] = rules.tax_number(changes["tax_number"])
        _refuse_known(changes["tax_number"], but=party.pk)
    if "phone" in changes:
        changes["phone"] = rules.phone(changes["phone"])
    allowed = {"name", "short_name", "tax_number", "tax_office", "tax_class", "einvoice_registered", "phone"}
    allowed |= {"email", "address", "district_id"}
    if unknown := sorted(set(changes) - allowed):
        raise TypeError(f"a party has no {', '.join(unknown)} to change")
    for key, value in changes.items():
        setattr(party, key, value)
    party.save(update_fields=sorted(changes))
    announce(PartyChanged(party_id=party.pk), by=actor)
    return party


def _locked(actor: Actor, party_id: int) -> Party:
    party: Party = Party.objects.visible_to(actor).select_for_update().get(pk=party_id)
    return party


@command(PartiesPermission.WRITE)
def become_customer(actor: Actor, *, party_id: int) -> Party:
    """Let a known party be a customer too."""
    return _become(actor, party_id, "is_customer")


@command(PartiesPermission.WRITE)
def become_member(actor: Actor, *, party_id: int) -> Party:
    """Let a known party be a member too."""
    return _become(actor, party_id, "is_member")


def _become(actor: Actor, party_id: int, what: str) -> Party:
    party = _locked(actor, party_id)
    if not getattr(party, what):
        setattr(party, what, True)
        party.save(update_fields=[what])
        announce(PartyChanged(party_id=party.pk), by=actor)
    return party


@command(PartiesPermission.WRITE)
def add_contact(
    actor: Actor,
    *,
    party_id: int,
    name: str,
    title: str = "",
    role: str = ContactRole.DECISION,
    phone: str = "",
    email: str = "",
) -> Contact:
    """Write down a person to speak to at a party. Raises: WrongPhone, InvalidInput."""
    party = Party.objects.visible_to(actor).get(pk=party_id)
    contact = Contact(
        party=party,
        name=_named(name),
        title=title.strip(),
        role=ContactRole(role),
        phone=rules.phone(phone),
        email=email.strip().lower(),
    )
    contact.save(force_insert=True)
    announce(ContactAdded(contact_id=contact.pk, party_id=party.pk), by=actor)
    return contact


@command(PartiesPermission.WRITE)
def register_location(
    actor: Actor,
    *,
    customer_id: int,
    name: str,
    district_id: int,
    code: str = "",
    address: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    area_m2: int | None = None,
    opening_hours: str = "",
    access_notes: str = "",
    contact_name: str = "",
    contact_phone: str = "",
) -> Location:
    """Register a site of a customer with its own code (next free one when blank) and check-in code.

    Raises: NotACustomer, CodeTaken, WrongPhone, InvalidInput.
    """
    customer = _customer(actor, customer_id)
    location = Location(
        customer=customer,
        code=_free_code(customer.pk, code),
        name=_named(name),
        address=address.strip(),
        district_id=district_id,
        latitude=latitude,
        longitude=longitude,
        area_m2=area_m2,
        opening_hours=opening_hours.strip(),
        access_notes=access_notes.strip(),
        contact_name=contact_name.strip(),
        contact_phone=rules.phone(contact_phone, field="contact_phone"),
        check_in_code="".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH)),
    )
    location.save(force_insert=True)
    announce(LocationRegistered(location_id=location.pk, customer_id=customer.pk), by=actor)
    return location


def _customer(actor: Actor, party_id: int) -> Party:
    """A customer, locked so that two sites never take the same code. Raises: NotACustomer."""
    customer = _locked(actor, party_id)
    if not customer.is_customer:
        raise NotACustomer(
            _("%(name)s is not a customer; only customers have locations.") % {"name": customer.short_name}
        )
    return customer


def _free_code(customer_id: int, code: str) -> str:
    code = code.strip().upper() or _next_code(customer_id)
    _refuse_taken(customer_id, code)
    return code


def _next_code(customer_id: int) -> str:
    """`L001`, `L002` …: one above the highest code of this form."""
    codes = Location.objects.filter(customer_id=customer_id, code__regex=r"^L\d{3,}$").values_list("code", flat=True)
    return f"L{max((int(code[1:]) for code in codes), default=0) + 1:03d}"


def _refuse_taken(customer_id: int, code: str, *, but: int | None = None) -> None:
    if Location.objects.filter(customer_id=customer_id, code=code).exclude(pk=but or 0).exists():
        raise CodeTaken(
            _("Another location of this customer has the code %(code)s. Choose another code.") % {"code": code},
            field="code",
        )


@command(PartiesPermission.WRITE)
def change_location(actor: Actor, /, *, location_id: int, **changes: Any) -> Location:
    """Change what is known of a site: code, name, address, district_id, area_m2, opening_hours, access_notes, contact.

    Raises: CodeTaken, WrongPhone, InvalidInput.
    """
    location: Location = Location.objects.visible_to(actor).select_for_update().get(pk=location_id)
    if "name" in changes:
        changes["name"] = _named(changes["name"])
    if "code" in changes:
        changes["code"] = changes["code"].strip().upper() or location.code
        _refuse_taken(location.customer_id, changes["code"], but=location.pk)
    if "contact_phone" in changes:
        changes["contact_phone"] = rules.phone(changes["contact_phone"], field="contact_phone")
    allowed = {"code", "name", "address", "district_id", "latitude", "longitude", "area_m2", "opening_hours"}
    allowed |= {"access_notes", "contact_name", "contact_phone"}
    if unknown := sorted(set(changes) - allowed):
        raise TypeError(f"a location has no {', '.join(unknown)} to change")
    for key, value in changes.items():
        setattr(location, key, value)
    location.save(update_fields=sorted(changes))
    announce(LocationChanged(location_id=location.pk, customer_id=location.customer_id), by=actor)
    return location


@command(PartiesPermission.WRITE)
def register_bank_account(actor: Actor, *, party_id: int, iban: str, usable_from: date | None = None) -> BankAccount:
    """Write down an account of a party; one that replaces another cools off before it can be paid to.

    Raises: WrongIban, AccountKnown.
    """
    party = _locked(actor, party_id)
    number = rules.iban(iban)
    accounts = list(BankAccount.objects.filter(party=party, closed_on__isnull=True))
    if any(account.iban == number for account in accounts):
        raise AccountKnown(_("This party has this bank account already."), field="iban")
    if usable_from is None:
        days = int(parameter(COOLING_PARAMETER, actor.today)) if accounts else 0
        usable_from = actor.today + timedelta(days=days)
    account = BankAccount(
        party=party,
        iban=number,
        bank=Bank.objects.filter(pk=rules.bank_code(number)).first(),
        usable_from=usable_from,
    )
    account.save(force_insert=True)
    announce(BankAccountRegistered(account_id=account.pk, party_id=party.pk, usable_from=usable_from), by=actor)
    return account


@command(PartiesPermission.DISCLOSE)
def disclose(
    actor: Actor,
    *,
    viewer_id: int,
    reason: str,
    party_id: int | None = None,
    location_id: int | None = None,
) -> Disclosure:
    """Open the name of a party or a location to another party; opening it again changes nothing.

    Raises: InvalidInput unless exactly one of party and location is named.
    """
    if (party_id is None) == (location_id is None):
        raise InvalidInput(_("Name either a party or a location to open."))
    what = {"party_id": party_id} if party_id is not None else {"location_id": location_id}
    disclosure, new = Disclosure.objects.get_or_create(
        viewer_id=viewer_id, **what, defaults={"reason": reason[:120], "opened_at": actor.now}
    )
    if new:
        announce(
            Disclosed(viewer_id=viewer_id, party_id=party_id, location_id=location_id, reason=disclosure.reason),
            by=actor,
        )
    return disclosure


@command(PartiesPermission.DISCLOSE)
def disclose_locations(actor: Actor, *, viewer_id: int, location_ids: Sequence[int], reason: str) -> int:
    """Open the names of locations to another party; opening them again changes nothing. Returns how many are new."""
    known = Disclosure.objects.filter(viewer_id=viewer_id, location__in=location_ids)
    new = sorted({*location_ids} - {*known.values_list("location_id", flat=True)})
    rows = [Disclosure(viewer_id=viewer_id, location_id=one, reason=reason[:120], opened_at=actor.now) for one in new]
    # Somebody else may be opening one of them at this moment: then it is open, which is all that is asked for.
    Disclosure.objects.bulk_create(rows, ignore_conflicts=True)
    announce_all(
        [Disclosed(viewer_id=viewer_id, party_id=None, location_id=one, reason=reason[:120]) for one in new], by=actor
    )
    return len(new)
