"""From a contract on the table to work done: signed, members chosen and bound, locations started, jobs delivered."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from muhatap.accounts.reads import Role
from muhatap.agreements import commands as agreements
from muhatap.backing import commands as backing
from muhatap.backing.rules import BondTerms
from muhatap.contracts import commands as contracts
from muhatap.contracts import reads as contract_reads
from muhatap.documents.making.operations import make_handover
from muhatap.faces.cli.demo.agenda import Agenda
from muhatap.faces.cli.demo.cast import CUSTOMERS, CustomerCast, MemberCast, members
from muhatap.faces.cli.demo.signing import send, sign_by_all
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.errors import Refusal
from muhatap.kernel.lists import ListQuery
from muhatap.network import commands as network
from muhatap.operations import commands, reads
from muhatap.parties import reads as parties
from muhatap.sourcing import commands as sourcing
from muhatap.sourcing import reads as rounds
from muhatap.sourcing.rules.planning.inputs import Conditions

EVERYTHING = 2_000
# The customer whose members were chosen by a plan; what engaging a member costs (kuruş), and the time for a plan.
PLANNED, ENGAGEMENT, PLAN_SECONDS = "yelken", 4_500_000, 5.0
# One delivery in so many is not reported by the member: it stays late, is missed or is asked about.
FORGOTTEN_ONE_IN, DISPUTED_ONE_IN = 24, 45
# What members of some customers agreed to: passed on in part only.
MEMBERS = {
    "pusula": BondTerms(penalty_cap_percent=Decimal(10), price_index="cpi", revision_month=1),
    "isildak": BondTerms(liability_cap=2_000_000_00, retention_percent=Decimal(5)),
    "yelken": BondTerms(price_index="wage", revision_month=1, advance_percent=Decimal(20)),
}
# For every so manyth promise of these customers a second member stands by.
STOOD_BY = {"pusula": 4, "isildak": 4, "cinaralti": 4, "yelken": 4}


def sign_contract(world: World, cast: CustomerCast) -> None:
    """Both sides sign; the project gets its manager."""
    contract = world.ids["contract", cast.key]
    desk, customer = world.desk(Role.CONTRACT_DESK), world.customer(party_id=world.ids["customer", cast.key])
    signers = [
        world.desk(role) for role in (Role.CONTRACT_DESK, Role.CUSTOMER_SERVICE, Role.MANAGEMENT, Role.ADMINISTRATOR)
    ]
    sign_by_all(world, customer, *signers, agreement_id=contract)
    project = contract_reads.project_of(desk, contract_id=contract)
    if project is not None:
        contracts.assign_project(
            world.desk(Role.MANAGEMENT), project_id=project.row.id, manager_id=world.user_id(Role.PROJECT_MANAGER),
            deputy_id=world.user_id(Role.CONTRACT_DESK),
        )  # fmt: skip
        world.ids["project", cast.key] = project.row.id


def source(world: World, cast: CustomerCast) -> None:
    """A sourcing round over the contract's promises; the best plan is applied, or the first in rank are chosen."""
    desk = world.desk(Role.NETWORK_DESK)
    opened = sourcing.open_round(
        desk, contract_id=world.ids["contract", cast.key], deadline=desk.today + timedelta(days=4)
    )
    if cast.key == PLANNED:
        sourcing.apply_plan(desk, plan_id=_best_plan(desk, opened.pk))
    else:
        sourcing.award_first_ranks(desk, round_id=opened.pk)
    world.ids["round", cast.key] = opened.pk


def plan_members(world: World, cast: CustomerCast) -> None:
    """While a contract is being signed, a round is open for it and its best plan is ready to be looked at."""
    desk = world.desk(Role.NETWORK_DESK)
    opened = sourcing.open_round(
        desk, contract_id=world.ids["contract", cast.key], deadline=desk.today + timedelta(days=14)
    )
    world.ids["round", cast.key] = opened.pk
    _best_plan(desk, opened.pk)


def _best_plan(desk: Actor, round_id: int) -> int:
    """Ask for the best plan and compute it at once; the demo waits for no worker."""
    asked = sourcing.ask_for_plan(desk, round_id=round_id, conditions=Conditions(months=24, engagement=ENGAGEMENT))
    sourcing.compute_plan(desk, plan_id=asked.pk, seconds=PLAN_SECONDS)
    return asked.pk


def agree_with_members(world: World, cast: CustomerCast) -> None:
    """A project agreement with every chosen member, signed by both; one waits for its member's signature."""
    desk = world.desk(Role.NETWORK_DESK)
    drafted = backing.draft_from_round(desk, round_id=world.ids["round", cast.key], terms=MEMBERS.get(cast.key))
    if cast.key in STOOD_BY:
        _stand_by(world, cast, {made.member_id: made.pk for made in drafted})
    for place, made in enumerate(drafted):
        frozen = backing.freeze_project_agreement(desk, agreement_id=made.pk)
        send(world, desk, agreement_id=made.pk, version_id=frozen.pk)
        world.ids.setdefault(("agreements", cast.key), []).append((made.pk, made.member_id))
        if not (cast.key == "taspinar" and place == 1):
            sign_by_all(world, world.member(party_id=made.member_id), desk, agreement_id=made.pk)


def _stand_by(world: World, cast: CustomerCast, drafts: dict[int, int]) -> None:
    """For some promises the next in rank stands by, in the agreement it has for the project anyway."""
    desk = world.desk(Role.NETWORK_DESK)
    lines = rounds.sourcing_round(desk, round_id=world.ids["round", cast.key]).lines
    for line in lines[:: STOOD_BY[cast.key]]:
        ranked = rounds.comparison(desk, line_id=line.line_id).candidates
        for one in ranked:
            if one.fits and one.unit_price is not None and one.member_id in drafts and one.member_id != line.chosen_id:
                backing.add_backing(
                    desk,
                    agreement_id=drafts[one.member_id],
                    promise_id=line.promise_id,
                    quantity=line.quantity,
                    unit_price=one.unit_price,
                    role="backup",
                )
                break


def prepare(world: World, cast: CustomerCast) -> None:
    """Everybody does their part of the preparation."""
    for plan in _plans(world, cast):
        commands.do_start_tasks(world.desk(Role.PROJECT_MANAGER), plan_id=plan)


def _plans(world: World, cast: CustomerCast) -> list[int]:
    project = world.ids.get(("project", cast.key))
    rows = reads.start_plans(world.desk(), query=ListQuery(limit=EVERYTHING)).rows
    return [row.id for row in rows if row.project_id == project]


def go_live(world: World, cast: CustomerCast) -> None:
    """Locations go live on the agreed day where the gate is open; the others wait and say why."""
    manager = world.desk(Role.PROJECT_MANAGER)
    for place, plan in enumerate(_plans(world, cast)):
        try:
            commands.go_live(manager, plan_id=plan)
        except Refusal:
            continue
        if place == 0:
            make_handover(manager, plan_id=plan)
    commands.plan_jobs(world.house)


def lose_a_member(world: World, cast: CustomerCast) -> None:
    """A member gives notice: from a day in two weeks on nobody stands behind its lines."""
    desk = world.desk(Role.NETWORK_DESK)
    agreement, _ = world.ids["agreements", cast.key][-1]
    agreements.terminate(desk, agreement_id=agreement, on=desk.today + timedelta(days=23), reason="Üye fesih bildirdi.")


def rest(world: World, cast: MemberCast) -> None:
    """A member is suspended for a while."""
    party = world.ids.get(("member", cast.key))
    if party is not None:
        desk = world.desk(Role.NETWORK_DESK)
        network.suspend_member(
            desk,
            member_id=party,
            reason="Ücret belgeleri eksik",
            since=desk.today,
            until=desk.today + timedelta(days=30),
        )


def plan(agenda: Agenda, world: World) -> None:
    """Every Friday members report what they did, every Monday the desk confirms; this morning a crew is on its way."""
    today: date = world.ids["today"]
    day = today - timedelta(days=210)
    while day < today:
        if day.weekday() == 4:
            agenda.on(day, report_week, hour=17)
        if day.weekday() == 0:
            agenda.on(day, confirm_week, hour=9)
        day += timedelta(days=1)
    for place, cast in enumerate(CUSTOMERS[:7]):
        for back in range(5, 150, 31):
            agenda.on(today - timedelta(days=back + place), partial(ask_for_help, cast=cast, number=back), hour=15)
    for back, advised in zip(range(6, 170, 14), members(), strict=False):
        agenda.on(today - timedelta(days=back), partial(advise, cast=advised), hour=16)
    agenda.on(today - timedelta(days=10), partial(lose_a_member, cast=CUSTOMERS[0]), hour=12)
    for resting in members():
        if resting.stage == "suspended":
            agenda.on(today - timedelta(days=8), partial(rest, cast=resting), hour=12)
    agenda.at(datetime.combine(today, time(8, 10), ISTANBUL), crews_arrive)


def _members(world: World) -> list[int]:
    """Members with an agreement, in the order in which they came."""
    bound = {
        member
        for key, agreements in world.ids.items()
        if isinstance(key, tuple) and key[0] == "agreements"
        for _, member in agreements
    }
    came = [party for key, party in world.ids.items() if isinstance(key, tuple) and key[0] == "member"]
    return [party for party in came if party in bound]


def report_week(world: World) -> None:
    """Members report the week's deliveries; some forget one."""
    chance = random.Random(world.now.toordinal())
    past = ListQuery(filters={"when": "past", "status": "planned"}, limit=EVERYTHING)
    waiting: dict[int, list[int]] = {}
    for job in reads.jobs(world.desk(), query=past).rows:
        if chance.randrange(FORGOTTEN_ONE_IN):
            waiting.setdefault(job.member_id, []).append(job.id)
    for party in sorted(waiting):
        commands.report_jobs(world.member(party_id=party), job_ids=waiting[party])


def confirm_week(world: World) -> None:
    """The desk confirms what was reported; a few deliveries are disputed."""
    manager, chance = world.desk(Role.PROJECT_MANAGER), random.Random(world.now.toordinal() + 1)
    waiting = reads.unconfirmed(manager, until=manager.today)
    disputed = [job for job in waiting if not chance.randrange(DISPUTED_ONE_IN)]
    commands.confirm_jobs(manager, job_ids=[job for job in waiting if job not in set(disputed)])
    for job in disputed[:2]:
        commands.dispute_job(manager, job_id=job, reason="Müşteri eksik kaldığını bildirdi.")
    for job in disputed[2:]:
        commands.confirm_job(manager, job_id=job)


def crews_arrive(world: World) -> None:
    """This morning: some crews have checked in with the code at the entrance, the rest are expected."""
    house = world.house
    for place, party in enumerate(_members(world)):
        crew = world.member(party_id=party)
        expected = [job for job in reads.jobs_of_day(crew, day=crew.today) if job.status in {"planned", "accepted"}]
        for job in expected[: place % 3]:
            code = parties.location(house, location_id=job.location_id).check_in_code
            commands.check_in(crew, job_id=job.id, method="pin", code=code)


def ask_for_help(world: World, cast: CustomerCast, number: int) -> None:
    """A customer opens a ticket; the desk answers most of them."""
    party = world.ids.get(("customer", cast.key))
    if party is None:
        return
    customer = world.customer(party_id=party)
    kind = ("complaint", "request", "incident")[number % 3]
    words = ("Tuvaletlerde sabun bitmiş", "Hafta sonu ek temizlik istiyoruz", "Giriş kapısında cam kırıldı")[number % 3]
    location = world.ids["locations", cast.key][number % len(world.ids["locations", cast.key])][0]
    ticket = commands.open_ticket(customer, kind=kind, subject=words, text=f"{words}.", location_id=location)
    if number > 30:
        manager = world.desk(Role.PROJECT_MANAGER)
        commands.answer_ticket(manager, ticket_id=ticket, text="Ekip bilgilendirildi, bugün tamamlanıyor.")
        if number > 60:
            commands.close_ticket(customer, ticket_id=ticket)


def advise(world: World, cast: object) -> None:
    """A member is advised; the follow-up has a day."""
    party = world.ids.get(("member", getattr(cast, "key", "")))
    if party is None:
        return
    manager = world.desk(Role.PROJECT_MANAGER)
    commands.give_advice(
        manager, member_id=party, topic="Vardiya planı", text="Yedek personel listesinin her ay güncellenmesi önerildi.",
        agreed_actions="Liste ayın ilk haftasında paylaşılacak.", follow_up_on=manager.today + timedelta(days=21),
    )  # fmt: skip
