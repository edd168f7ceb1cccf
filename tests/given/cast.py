"""The fixed cast: people at the desk, two customers, two members. The second of each exists to be refused."""

from __future__ import annotations

from datetime import datetime

from muhatap.accounts.models import Role, Seat, User
from muhatap.kernel.actors import ISTANBUL, Actor, AllPermissions, Audience
from muhatap.parties.models import District, Party

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ISTANBUL)


def prime() -> Party:
    """The prime company itself."""
    party, _ = Party.objects.get_or_create(
        is_prime=True,
        defaults={
            "name": "N Kurumsal Hizmetler A.Ş.",
            "short_name": "N Kurumsal",
            "tax_number": "6300500012",
            "tax_office": "Maslak",
            "address": "Büyükdere Cad. 1",
            "email": "merhaba@n.example",
            "district": District.objects.get(province_id="34", name="Sarıyer"),
            "created_at": NOW,
        },
    )
    return party


def user(name: str, email: str, role: Role, party: Party | None) -> User:
    """A user in a seat, who can log in with the password `sınama parolası`."""
    found, made = User.objects.get_or_create(email=email, defaults={"name": name, "audience": role.audience.value})
    if made:
        found.set_password("sınama parolası")
        found.save()
        Seat.objects.create(user=found, party=party, role=role, created_at=NOW)
    return found


def desk(name: str = "Deniz Kaya", email: str = "deniz@n.example", role: Role = Role.ADMINISTRATOR) -> Actor:
    """Somebody at the desk."""
    prime()
    found = user(name, email, role, None)
    return Actor(
        audience=Audience.DESK, now=NOW, user_id=found.pk, name=found.name, permissions=AllPermissions(), language="tr"
    )


def customer(name: str, short_name: str, key: str, tax_number: str = "") -> Actor:
    """The decision maker of a customer."""
    prime()
    party, _ = Party.objects.get_or_create(
        name=name,
        defaults={
            "short_name": short_name,
            "tax_number": tax_number,
            "is_customer": True,
            "district": District.objects.get(province_id="34", name="Şişli"),
            "created_at": NOW,
        },
    )
    found = user(f"{short_name} Yetkilisi", f"karar@{key}.example", Role.CUSTOMER_DECISION, party)
    return _at_portal(Audience.CUSTOMER, found, party)


def member(name: str, short_name: str, key: str, tax_number: str = "") -> Actor:
    """The owner of a member company."""
    prime()
    party, _ = Party.objects.get_or_create(
        name=name,
        defaults={
            "short_name": short_name,
            "tax_number": tax_number,
            "is_member": True,
            "district": District.objects.get(province_id="34", name="Kadıköy"),
            "created_at": NOW,
        },
    )
    found = user(f"{short_name} Sahibi", f"sahip@{key}.example", Role.MEMBER_OWNER, party)
    return _at_portal(Audience.MEMBER, found, party)


def _at_portal(side: Audience, found: User, party: Party) -> Actor:
    return Actor(
        audience=side,
        now=NOW,
        user_id=found.pk,
        name=found.name,
        party_id=party.pk,
        permissions=AllPermissions(),
        language="tr",
    )
