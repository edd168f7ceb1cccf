"""The prime itself: the company, its account and its people. Every world begins with it."""

from __future__ import annotations

from datetime import date

from muhatap.accounts.reads import Role
from muhatap.contracts import commands as contracts
from muhatap.faces.cli.stages.world import World
from muhatap.parties import commands as parties

# Who is expert in which class of service: a project goes to a manager who knows its work.
EXPERTISE = {
    Role.PROJECT_MANAGER: ("cleaning", "security", "catering", "landscaping", "pest_control", "environment"),
    Role.CONTRACT_DESK: ("cleaning", "technical", "transport"),
    Role.AUDITOR: ("cleaning", "catering", "technical", "transport", "security"),
    Role.MANAGEMENT: ("technical", "transport", "consultancy", "consumables"),
}
PEOPLE = (
    (Role.CUSTOMER_SERVICE, "Deniz Kaya", "musteri@n.example"),
    (Role.CONTRACT_DESK, "Selin Aydın", "sozlesme@n.example"),
    (Role.NETWORK_DESK, "Kerem Uslu", "ag@n.example"),
    (Role.PROJECT_MANAGER, "Ece Tanrıverdi", "proje@n.example"),
    (Role.AUDITOR, "Onur Sezgin", "denetim@n.example"),
    (Role.FINANCE, "Gizem Altın", "finans@n.example"),
    (Role.MANAGEMENT, "Levent Nalbant", "yonetim@n.example"),
    (Role.ADMINISTRATOR, "Ada Yurt", "sistem@n.example"),
)


def open_house(world: World, *, password: str = "") -> None:
    """Found the prime, seat its people, and write down who is expert in what."""
    prime = parties.register_party(
        world.house,
        name="N Kurumsal Hizmetler A.Ş.",
        short_name="N Kurumsal",
        tax_number="6300500012",
        tax_office="Maslak",
        is_prime=True,
        phone="+902125550100",
        email="merhaba@n.example",
        address="Eski Büyükdere Cad. 40, Maslak",
        district_id=world.district("34", "Sarıyer"),
    )
    world.ids["prime"] = prime.pk
    parties.register_bank_account(
        world.house, party_id=prime.pk, iban="TR730006200001234567890123", usable_from=date(2020, 1, 1)
    )
    for role, name, email in PEOPLE:
        user_id = world.seat(role, name, email, password=password)
        if role in EXPERTISE:
            contracts.set_expertise(world.house, user_id=user_id, categories=EXPERTISE[role])
