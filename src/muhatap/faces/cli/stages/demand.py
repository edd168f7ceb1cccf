"""Steps 1 to 3 of the story: a request, the visit with its needs, the proposal the customer accepts."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal

from muhatap.accounts.reads import Role
from muhatap.demand import commands, reads
from muhatap.demand.commands.needs import NeedTerms
from muhatap.demand.commands.proposals import LinePricing
from muhatap.demand.commands.requests import Asking
from muhatap.documents.making.demand import make_proposal, make_visit_report
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import ISTANBUL, Actor, Audience
from muhatap.kernel.calendars import add_working_days
from muhatap.parties import commands as parties
from muhatap.parties.reads import district_choices, location_choices
from muhatap.roles import ANYBODY

COMPANY = "Ada Gıda Sanayi ve Ticaret A.Ş."
PLACES = (("Ümraniye Fabrika", "İstanbul / Ümraniye", 6200), ("Kadıköy Merkez Ofis", "İstanbul / Kadıköy", 1400))
CLEANING = {"area": "7600", "people": "310", "when": "after", "wet_areas": "24", "storage": "yes", "floors": "5"}
PESTS = {"area": "7600", "pests": ["rodents", "insects"], "food": "yes", "standards": ["haccp", "iso22000"]}
# What a head, and a treatment, is expected to cost by the rate cards of the network (major units).
COSTS = {"office_cleaning": Decimal(41250), "pest_control_general": Decimal(3400)}


def play_request(world: World) -> str:
    """Step 1: the public form, triage, the first contact, the customer and its locations."""
    visitor = Actor(audience=Audience.PUBLIC, now=world.now, permissions=ANYBODY[Audience.PUBLIC])
    districts = {name: pk for pk, name in district_choices(world.house)}
    request = commands.ask_publicly(
        visitor,
        asking=Asking(
            company_name=COMPANY,
            contact_name="Ece Şahin",
            subject="Fabrika ve ofis temizliği, haşere mücadelesi",
            text="Fabrikamız ve merkez ofisimiz için tek muhatap arıyoruz.",
            phone="0216 333 44 55",
            email="ece.sahin@adagida.example",
            district_id=districts["İstanbul / Ümraniye"],
            categories=("cleaning", "pest_control"),
        ),
    )
    world.advance(minutes=35)
    desk = world.desk(Role.CUSTOMER_SERVICE)
    commands.assign_request(desk, request_id=request.pk, owner_id=desk.user_id or 0)
    commands.mark_contacted(desk, request_id=request.pk, channel="phone", text="Keşif için randevu istendi.")
    linked = commands.create_customer(
        desk,
        request_id=request.pk,
        tax_number="4812345674",
        tax_office="Ümraniye",
        address="Dudullu OSB 2. Cad. No: 14",
    )
    world.ids["request"] = request.pk
    world.ids["customer"] = linked.customer_id
    for name, district, area in PLACES:
        parties.register_location(
            desk, customer_id=linked.customer_id or 0, name=name, district_id=districts[district], area_m2=area
        )
    return (
        f"{request.number}: {COMPANY} asks on the public page; answered after 35 minutes, registered with 2 locations"
    )


def play_visit(world: World) -> str:
    """Step 2: the visit with its survey, the needs, the report and the customer's confirmation."""
    desk = world.desk(Role.CUSTOMER_SERVICE)
    day = add_working_days(desk.today + timedelta(days=1), 1)
    morning = datetime.combine(day, time(10), ISTANBUL)
    visit = commands.plan_visit(
        desk,
        request_id=world.ids["request"],
        planned_at=morning,
        lead_id=desk.user_id or 0,
        place="Ümraniye Fabrika, Dudullu OSB",
        minutes_planned=90,
    )
    world.now = visit.planned_at + timedelta(hours=2)
    desk = world.desk(Role.CUSTOMER_SERVICE)
    commands.hold_visit(
        desk,
        visit_id=visit.pk,
        held_at=visit.planned_at,
        met="Ece Şahin, Kerem Aydoğan",
        notes="Üretim alanında gıda güvenliği kuralları geçerli; temizlik 18:00'den sonra yapılabiliyor.",
        answers={"cleaning": CLEANING, "pest_control": PESTS},
    )
    world.ids["visit"] = visit.pk
    world.ids["needs"] = _needs(world, desk, visit.pk)
    commands.report_visit(desk, visit_id=visit.pk)
    world.keep("02-ziyaret-raporu.pdf", make_visit_report(desk, visit_id=visit.pk))
    world.advance(hours=3)
    commands.confirm_visit(world.customer(), visit_id=visit.pk, correction="Merkez ofiste 5 değil 6 kat temizlenecek.")
    return (
        f"{len(world.ids['needs'])} needs written at 2 locations; the customer confirmed the report with a correction"
    )


def _needs(world: World, desk: Actor, visit_id: int) -> list[int]:
    factory, office = (pk for pk, _name in location_choices(desk, customer_id=world.ids["customer"]))
    wish = (desk.today.replace(day=1) + timedelta(days=62)).replace(day=1)
    weekdays = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    lines = (
        ([factory], NeedTerms("office_cleaning", Decimal(8), basis="per_head", pattern=weekdays, wish_date=wish,
                              present_supplier="Kendi ekibi", standard="HACCP temizlik planı")),
        ([office], NeedTerms("office_cleaning", Decimal(3), basis="per_head", pattern=weekdays, wish_date=wish)),
        ([factory, office], NeedTerms("pest_control_general", Decimal(1), basis="per_visit", pattern="FREQ=MONTHLY",
                                      wish_date=wish)),
    )  # fmt: skip
    made = []
    for places, terms in lines:
        needs = commands.write_needs(
            desk, request_id=world.ids["request"], location_ids=places, terms=terms, visit_id=visit_id
        )
        made += [need.pk for need in needs]
    return made


def play_proposal(world: World) -> str:
    """Step 3: the proposal from the needs, priced by the target margin, sent, accepted in the portal."""
    world.advance(days=1)
    desk = world.desk(Role.CUSTOMER_SERVICE)
    proposal = commands.draft_proposal(
        desk, request_id=world.ids["request"], title="Entegre temizlik ve haşere mücadelesi teklifi"
    )
    view = reads.proposal(desk, proposal_id=proposal.pk)
    commands.price_proposal(
        desk,
        proposal_id=proposal.pk,
        lines=[
            LinePricing(line.offered.id, COSTS[line.offered.service_key], "Üye fiyat listeleri") for line in view.lines
        ],
    )
    commands.send_proposal(desk, proposal_id=proposal.pk)
    world.keep("03-teklif.pdf", make_proposal(desk, proposal_id=proposal.pk))
    world.ids["proposal"] = proposal.pk
    world.advance(days=2)
    commands.accept_proposal(world.customer(), proposal_id=proposal.pk, note="Uygundur, sözleşmeyi bekliyoruz.")
    world.settle()
    view = reads.proposal(world.desk(Role.CUSTOMER_SERVICE), proposal_id=proposal.pk)
    return (
        f"{proposal.number}: {len(view.lines)} lines, {view.monthly.major} TRY in an average month at"
        f" {view.margin_percent} % margin; accepted in the customer portal"
    )
