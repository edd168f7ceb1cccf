"""A customer's way from the first call to a signed contract, as far as its business has come."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from muhatap.accounts.reads import Role
from muhatap.contracts import commands as contracts
from muhatap.contracts.rules import Terms
from muhatap.demand import commands, reads
from muhatap.demand.commands.needs import NeedTerms
from muhatap.demand.commands.proposals import LinePricing
from muhatap.demand.commands.requests import Asking
from muhatap.demand.rules.days import day_off
from muhatap.documents.making.demand import make_proposal, make_visit_report
from muhatap.faces.cli.demo.cast import CustomerCast
from muhatap.faces.cli.demo.logins import CUSTOMER
from muhatap.faces.cli.demo.network import tax_number
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import ISTANBUL, Actor, Audience
from muhatap.kernel.calendars import add_working_days
from muhatap.parties import commands as parties
from muhatap.roles import ANYBODY

COST_SHARE = Decimal("0.85")


def ask(world: World, cast: CustomerCast, place: int) -> None:
    """The customer asks: every third by the public form, the others by phone or mail."""
    asking = Asking(
        company_name=cast.name,
        contact_name=cast.person,
        subject=f"{sum(n for *_, n in cast.sites)} {cast.site_word.lower()} için {len(cast.wants)} hizmet",
        text=f"{cast.trade.capitalize()} alanında çalışıyoruz; bütün hizmetler için tek muhatap arıyoruz.",
        phone=f"+90212{5_550_000 + place * 101:07d}",
        email=f"karar@{cast.key}.example",
        tax_number=tax_number(5_000 + place),
        district_id=world.district(*cast.sites[0][:2]),
    )
    if place % 3 == 0:
        visitor = Actor(audience=Audience.PUBLIC, now=world.now, permissions=ANYBODY[Audience.PUBLIC])
        made = commands.ask_publicly(visitor, asking=asking)
    else:
        source = "phone" if place % 3 == 1 else "email"
        made = commands.enter_request(world.desk(Role.CUSTOMER_SERVICE), asking=asking, source=source)
    world.ids["request", cast.key] = made.pk


def answer(world: World, cast: CustomerCast, place: int) -> None:
    """Triage, first contact, the customer and its sites registered."""
    desk, request = world.desk(Role.CUSTOMER_SERVICE), world.ids["request", cast.key]
    commands.assign_request(desk, request_id=request, owner_id=desk.user_id or 0)
    commands.mark_contacted(desk, request_id=request, channel="phone", text="Keşif için gün konuşuldu.")
    made = commands.create_customer(
        desk, request_id=request, short_name=cast.short_name, tax_number=tax_number(5_000 + place),
        tax_office="Büyük Mükellefler", tax_class=cast.tax_class, address="Merkez",
    )  # fmt: skip
    party = made.customer_id or 0
    world.ids["customer", cast.key] = party
    world.seat(Role.CUSTOMER_DECISION, cast.person, f"karar@{cast.key}.example", party_id=party)
    if place == 0:
        for role, title, email in CUSTOMER[1:]:
            world.seat(Role(role), title.partition(" (")[0], email, party_id=party)
    world.ids["locations", cast.key] = _sites(world, desk, cast, party)


def _sites(world: World, desk: Actor, cast: CustomerCast, party: int) -> list[tuple[int, str]]:
    """The sites of a customer: (location id, province)."""
    made, chance = [], random.Random(cast.key)
    for province, district, count in cast.sites:
        for number in range(1, count + 1):
            name = f"{district} {cast.site_word}" + (f" {number}" if count > 1 else "")
            site = parties.register_location(
                desk, customer_id=party, name=name, district_id=world.district(province, district),
                address=f"{district} Mah. {chance.randint(1, 400)}. Sok. No: {chance.randint(1, 90)}",
                area_m2=chance.randrange(200, 9000, 50), opening_hours="08:00–18:00",
                contact_name=f"{cast.site_word} sorumlusu", access_notes="Girişte kimlik bırakılır.",
            )  # fmt: skip
            made.append((site.pk, province))
    return made


def plan_visit(world: World, cast: CustomerCast, place: int) -> None:
    """The visit is planned for the next working days."""
    desk = world.desk(Role.CUSTOMER_SERVICE)
    day = add_working_days(desk.today + timedelta(days=1), 1)
    while day_off(day) is not None:  # half a day is a working day to the law, not to a visit
        day += timedelta(days=1)
    visit = commands.plan_visit(
        desk, request_id=world.ids["request", cast.key], planned_at=datetime.combine(day, time(9 + place % 8), ISTANBUL),
        lead_id=desk.user_id or 0, place=f"{cast.short_name} merkez", minutes_planned=60,
    )  # fmt: skip
    world.ids["visit", cast.key] = visit.pk


def hold_visit(world: World, cast: CustomerCast) -> None:
    """The visit is held, needs are written for every site, the report goes to the customer."""
    desk, visit = world.desk(Role.CUSTOMER_SERVICE), world.ids["visit", cast.key]
    commands.hold_visit(desk, visit_id=visit, held_at=world.now, met=cast.person, notes="Sahalar gezildi.")
    chance = random.Random(cast.key + "needs")
    for want in cast.wants:
        by_quantity: dict[int, list[int]] = {}
        for location, _ in world.ids["locations", cast.key]:
            by_quantity.setdefault(chance.randint(*want.quantity), []).append(location)
        for quantity, locations in sorted(by_quantity.items()):
            terms = NeedTerms(
                want.service, Decimal(quantity), basis=want.basis, pattern=want.pattern or None,
                wish_date=start_of(world, cast), present_supplier="Yerel firma",
            )  # fmt: skip
            request = world.ids["request", cast.key]
            commands.write_needs(desk, request_id=request, location_ids=locations, terms=terms, visit_id=visit)
    commands.report_visit(desk, visit_id=visit)
    make_visit_report(desk, visit_id=visit)


def start_of(world: World, cast: CustomerCast) -> date:
    """The agreed first day: the first of a month."""
    day: date = world.ids["today"] - timedelta(days=cast.starts_days_ago)
    return day.replace(day=1) if cast.starts_days_ago > 0 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def confirm_visit(world: World, cast: CustomerCast) -> None:
    """The customer confirms the report in its portal."""
    commands.confirm_visit(
        world.customer(party_id=world.ids["customer", cast.key]), visit_id=world.ids["visit", cast.key]
    )


def propose(world: World, cast: CustomerCast) -> None:
    """The proposal is priced and sent."""
    desk = world.desk(Role.CUSTOMER_SERVICE)
    made = commands.draft_proposal(
        desk, request_id=world.ids["request", cast.key], title=f"{cast.short_name} entegre hizmet teklifi"
    )
    prices = {want.service: want.price for want in cast.wants}
    view = reads.proposal(desk, proposal_id=made.pk)
    lines = [_priced(line.offered.id, prices[line.offered.service_key]) for line in view.lines]
    commands.price_proposal(desk, proposal_id=made.pk, lines=lines)
    commands.send_proposal(desk, proposal_id=made.pk)
    make_proposal(desk, proposal_id=made.pk)
    world.ids["proposal", cast.key] = made.pk


def _priced(line: int, price: Decimal) -> LinePricing:
    return LinePricing(line, (price * COST_SHARE).quantize(Decimal("0.01")), "Üye fiyat listeleri", unit_price=price)


# Customers that agreed on more than the others: a shorter notice, penalties, a limit of liability, prices that follow.
STRICTER: dict[str, dict[str, Any]] = {
    "pusula": {"penalty_cap_percent": Decimal(10), "price_index": "cpi", "revision_month": 7},
    "kervan": {"notice_days": 30, "liability_cap": 5_000_000_00},
    "isildak": {"penalty_cap_percent": Decimal(5), "liability_cap": 20_000_000_00},
    "yelken": {"price_index": "wage", "revision_month": 1},
}


def accept(world: World, cast: CustomerCast) -> None:
    """The customer accepts in its portal."""
    customer = world.customer(party_id=world.ids["customer", cast.key])
    commands.accept_proposal(customer, proposal_id=world.ids["proposal", cast.key], note="Uygundur.")


def contract(world: World, cast: CustomerCast) -> None:
    """The contract is drafted from the accepted proposal and sent to be signed."""
    from muhatap.agreements.reads import desk_signers, party_signers
    from muhatap.faces.cli.demo.signing import send

    desk, since = world.desk(Role.CONTRACT_DESK), start_of(world, cast)
    terms = Terms(payment_days=cast.payment_days, network_notice=True, **STRICTER.get(cast.key, {}))
    made = contracts.draft_contract(
        desk, proposal_id=world.ids["proposal", cast.key], since=since,
        until=since.replace(year=since.year + cast.months // 12), title="Entegre hizmet sözleşmesi", terms=terms,
    )  # fmt: skip
    signers = [*desk_signers(desk)[:1], *party_signers(desk, party_id=world.ids["customer", cast.key])[:1]]
    frozen = contracts.freeze_contract(desk, contract_id=made.pk, signers=signers)
    send(world, desk, agreement_id=made.pk, version_id=frozen.pk)
    world.ids["contract", cast.key] = made.pk
