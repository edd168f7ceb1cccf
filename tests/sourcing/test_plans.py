"""The best plan of a round: asked for, computed by the worker, applied as a whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from muhatap.contracts.models import Promise
from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.money import Money
from muhatap.network import commands as network
from muhatap.network.models import Commitment, Member
from muhatap.sourcing import commands, reads
from muhatap.sourcing.models import Award, LineStatus, Plan, PlanLine, PlanStatus, Round, RoundLine
from muhatap.sourcing.rules.planning import making
from muhatap.sourcing.rules.planning.inputs import Conditions, sha256_of
from tests.given import backing as given
from tests.given import network as given_network

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 3, 9)


@pytest.fixture
def members(desk: Actor, member_a: Actor, member_b: Actor) -> tuple[Member, Member]:
    """A cheap member with room for two lines of five, and a dearer one with room for all."""
    cheap = given_network.member(member_a)
    given_network.papers(desk, cheap)
    given_network.covers(desk, cheap, capacity="10")
    given_network.asks(desk, cheap, "800")
    return cheap, given_network.able(desk, member_b, "900")


@pytest.fixture
def opened(desk: Actor, customer_a: Actor, members: tuple[Member, Member]) -> Round:
    """A round of three lines: two of five, one of ten."""
    contract = given.contract(customer_a)
    for quantity in ("5", "5", "10"):
        given.promise(contract, quantity=quantity)
    return commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)


def planned(desk: Actor, opened: Round, conditions: Conditions | None = None) -> Plan:
    """A plan, computed by the worker."""
    asked = commands.ask_for_plan(desk, round_id=opened.pk, conditions=conditions)
    jobs.run_all()
    return Plan.objects.get(pk=asked.pk)


def chosen(plan: Plan) -> list[int | None]:
    return list(PlanLine.objects.filter(plan=plan).order_by("line__position").values_list("member_id", flat=True))


def lines_of(opened: Round) -> list[RoundLine]:
    return list(RoundLine.objects.filter(round=opened).order_by("position"))


def test_a_plan_is_asked_for_and_computed_by_the_worker(
    desk: Actor, opened: Round, members: tuple[Member, Member]
) -> None:
    cheap, dear = (member.pk for member in members)
    asked = commands.ask_for_plan(desk, round_id=opened.pk)
    assert (asked.status, asked.number, asked.asked_by_id) == (PlanStatus.ASKED, 1, desk.user_id)
    assert reads.round_plan(desk, plan_id=asked.pk).waiting
    jobs.run_all()
    plan = Plan.objects.get()
    # The cheap member has room for ten: two lines of five, or the one of ten, come to the same.
    assert (plan.status, plan.word, plan.monthly_cost) == (PlanStatus.READY, "proven", 1_700_000)
    assert (plan.cost, plan.objective, plan.bound) == (20_400_000, 20_400_000, 20_400_000)
    assert chosen(plan) in ([cheap, cheap, dear], [dear, dear, cheap])
    assert plan.inputs_sha256 == sha256_of(plan.inputs)
    assert plan.solver.startswith("HiGHS ")


def test_the_same_question_asked_twice_is_one_plan(desk: Actor, opened: Round) -> None:
    first = commands.ask_for_plan(desk, round_id=opened.pk)
    assert commands.ask_for_plan(desk, round_id=opened.pk).pk == first.pk
    assert commands.ask_for_plan(desk, round_id=opened.pk, conditions=Conditions(months=6)).number == 2
    jobs.run_all()
    assert list(Plan.objects.order_by("number").values_list("status", flat=True)) == [PlanStatus.READY] * 2


def test_a_plan_cut_short_is_begun_again_and_finished_once(desk: Actor, opened: Round) -> None:
    asked = commands.ask_for_plan(desk, round_id=opened.pk)
    inputs = commands.begin_plan(desk, plan_id=asked.pk)
    assert inputs is not None
    assert commands.begin_plan(desk, plan_id=asked.pk) == inputs
    commands.finish_plan(desk, plan_id=asked.pk, made=making.make(inputs))
    jobs.run_all()
    assert (Plan.objects.get().status, PlanLine.objects.count()) == (PlanStatus.READY, 3)


def test_applying_a_plan_awards_every_line_with_its_reason(
    desk: Actor, opened: Round, members: tuple[Member, Member]
) -> None:
    cheap, dear = (member.pk for member in members)
    big = lines_of(opened)[2].pk
    plan = planned(desk, opened, Conditions(locks=((big, cheap),)))
    assert chosen(plan) == [dear, dear, cheap]
    commands.apply_plan(desk, plan_id=plan.pk)
    awards = Award.objects.order_by("line__position").values_list("member_id", "rank", "reason")
    why = "En iyi plan 1: daha ucuz üyeler planın başka satırlarıyla dolu"
    assert list(awards) == [(dear, 2, why), (dear, 2, why), (cheap, 1, "")]
    assert {line.status for line in lines_of(opened)} == {LineStatus.AWARDED}
    plan.refresh_from_db()
    assert (plan.applied_by_id, plan.applied_at) == (desk.user_id, desk.now)
    with pytest.raises(commands.PlanIsApplied, match="Deniz Kaya"):
        commands.apply_plan(desk, plan_id=plan.pk)
    assert Award.objects.count() == 3


def test_a_plan_is_applied_whole_or_not_at_all(desk: Actor, opened: Round, members: tuple[Member, Member]) -> None:
    plan = planned(desk, opened)
    cheap = members[0].pk
    # Somebody else takes the cheap member's last capacity meanwhile.
    other = Promise.objects.order_by("pk")[0]
    contract = given.contract(_customer(desk, other))
    taking = given.promise(contract, quantity="6", at=other.location)
    network.commit_capacity(
        desk,
        member_id=cheap,
        promise_id=taking.pk,
        service_id=taking.service_id,
        district_id=taking.location.district_id,
        quantity=Decimal(6),
        period=given.TERM,
    )
    with pytest.raises(commands.CapacityGone, match="Levent Genel Müdürlük"):
        commands.apply_plan(desk, plan_id=plan.pk)
    plan.refresh_from_db()
    assert (Award.objects.count(), Commitment.objects.count(), plan.applied_at) == (0, 1, None)
    assert {line.status for line in lines_of(opened)} == {LineStatus.OPEN}


def _customer(desk: Actor, promise: Promise) -> Actor:
    from dataclasses import replace

    return replace(desk, party_id=promise.customer_id)


def test_a_plan_from_before_the_last_ranking_is_out_of_date(desk: Actor, opened: Round) -> None:
    plan = planned(desk, opened)
    later = desk.at(desk.now.replace(hour=11))
    commands.rank_candidates(later, round_id=opened.pk)
    assert reads.round_plan(desk, plan_id=plan.pk).stale
    with pytest.raises(commands.PlanIsStale):
        commands.apply_plan(later, plan_id=plan.pk)
    assert Award.objects.count() == 0


def test_a_line_decided_otherwise_meanwhile_stops_the_plan(
    desk: Actor, opened: Round, members: tuple[Member, Member]
) -> None:
    cheap, dear = (member.pk for member in members)
    first = lines_of(opened)[0].pk
    plan = planned(desk, opened, Conditions(locks=((first, cheap),)))
    commands.award(desk, line_id=first, member_id=dear, reason="Lokasyonu tanıyor")
    with pytest.raises(commands.PlanIsStale, match="Levent Genel Müdürlük"):
        commands.apply_plan(desk, plan_id=plan.pk)
    assert Award.objects.count() == 1


def test_a_round_closed_meanwhile_gives_the_plan_up(desk: Actor, opened: Round) -> None:
    ready = planned(desk, opened)
    asked = commands.ask_for_plan(desk, round_id=opened.pk, conditions=Conditions(months=3))
    with pytest.raises(commands.PlanNotReady):
        commands.apply_plan(desk, plan_id=asked.pk)
    commands.cancel_round(desk, round_id=opened.pk)
    jobs.run_all()
    asked.refresh_from_db()
    assert asked.status == PlanStatus.FAILED
    for plan in (ready, asked):
        with pytest.raises(commands.RoundIsOver):
            commands.apply_plan(desk, plan_id=plan.pk)
    with pytest.raises(commands.RoundIsOver):
        commands.ask_for_plan(desk, round_id=opened.pk)
    assert Award.objects.count() == 0


def test_what_if_holds_a_line_leaves_a_member_out_and_takes_it_back(
    desk: Actor, opened: Round, members: tuple[Member, Member]
) -> None:
    cheap, dear = (member.pk for member in members)
    first = lines_of(opened)[0].pk
    plan = planned(desk, opened)
    held = commands.vary_plan(desk, plan_id=plan.pk, hold=(first, dear))
    with pytest.raises(InvalidInput, match="Usta Eller"):
        commands.vary_plan(desk, plan_id=held.pk, without=dear)
    without = commands.vary_plan(desk, plan_id=plan.pk, without=cheap)
    back = commands.vary_plan(desk, plan_id=without.pk, readmit=cheap)
    freed = commands.vary_plan(desk, plan_id=held.pk, free_line=first)
    jobs.run_all()
    assert chosen(held)[0] == dear
    assert chosen(without) == [dear] * 3
    assert back.inputs["conditions"] == freed.inputs["conditions"] == plan.inputs["conditions"]
    rows = reads.plans_of_round(desk, round_id=opened.pk)
    assert [(row.number, row.monthly) for row in rows] == [
        (4, Money(1_700_000)),
        (3, Money(1_800_000)),
        (2, Money(1_700_000)),
        (1, Money(1_700_000)),
    ]
    assert rows[1].conditions == ("12 ay için", "Pırıltı Temizlik olmadan")


def test_a_member_that_drops_out_is_replaced_with_the_fewest_changes(
    desk: Actor, opened: Round, members: tuple[Member, Member]
) -> None:
    cheap, dear = (member.pk for member in members)
    lines = lines_of(opened)
    first = planned(desk, opened, Conditions(locks=((lines[2].pk, dear),)))
    commands.apply_plan(desk, plan_id=first.pk)
    assert list(Award.objects.order_by("line__position").values_list("member_id", flat=True)) == [cheap, cheap, dear]
    with pytest.raises(commands.NothingToPlan):
        commands.ask_for_plan(desk, round_id=opened.pk)
    again = planned(desk, opened, Conditions(again=True, excluded=(cheap,), penalty=100_000))
    assert chosen(again) == [dear] * 3
    assert [point["changed"] for point in again.curve] == [2]
    commands.apply_plan(desk, plan_id=again.pk)
    assert set(Award.objects.values_list("member_id", flat=True)) == {dear}
    assert {(row.member_id, row.quantity) for row in Commitment.objects.all()} == {
        (dear, Decimal(5)),
        (dear, Decimal(10)),
    }


def test_a_line_nobody_else_can_take_is_taken_back_from_the_member_that_drops_out(
    desk: Actor, opened: Round, members: tuple[Member, Member]
) -> None:
    cheap, dear = (member.pk for member in members)
    big = lines_of(opened)[2].pk
    commands.apply_plan(desk, plan_id=planned(desk, opened, Conditions(locks=((big, cheap),))).pk)
    # The cheap member has the line of ten and no room beside it: one or two of the lines of five fit in its place.
    again = planned(desk, opened, Conditions(again=True, excluded=(dear,)))
    commands.apply_plan(desk, plan_id=again.pk)
    assert set(Award.objects.values_list("member_id", flat=True)) == {cheap}
    assert Award.objects.count() == 3 - chosen(again).count(None)
    assert sum(line.status == LineStatus.OPEN for line in lines_of(opened)) == chosen(again).count(None)


def test_a_line_nobody_can_take_says_what_would_have_to_give_way(
    desk: Actor, opened: Round, members: tuple[Member, Member]
) -> None:
    dear = members[1].pk
    plan = planned(desk, opened, Conditions(excluded=(dear,)))
    view = reads.round_plan(desk, plan_id=plan.pk)
    assert view.open_lines in {1, 2}
    assert [block.text for block in view.blocks] in (
        ["Usta Eller plana geri alınsın"],
        ["Pırıltı Temizlik kapasitesini artırsın"],
    )
    commands.apply_plan(desk, plan_id=plan.pk)
    assert Award.objects.count() == 3 - view.open_lines


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Conditions(months=0), "months"),
        (Conditions(share=Decimal(20)), "share"),
        (Conditions(share=Decimal(120)), "share"),
        (Conditions(engagement=-1), "engagement"),
        (Conditions(least_members=4), "least_members"),
        (Conditions(least_members=3), "least_members"),
    ],
)
def test_conditions_that_cannot_be_met_are_refused_at_their_field(
    desk: Actor, opened: Round, asked: Conditions, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        commands.ask_for_plan(desk, round_id=opened.pk, conditions=asked)
    assert refused.value.field == field
    assert Plan.objects.count() == 0


def test_every_alternative_of_a_line_has_its_price(desk: Actor, opened: Round, members: tuple[Member, Member]) -> None:
    cheap, dear = (member.pk for member in members)
    lines = lines_of(opened)
    plan = planned(desk, opened, Conditions(locks=((lines[2].pk, dear),), engagement=10_000))
    detail = reads.plan_line(desk, plan_id=plan.pk, line_id=lines[0].pk)
    assert (detail.line.member, detail.line.why) == ("Pırıltı Temizlik", "uyanların en ucuzu")
    (other,) = detail.alternatives
    assert (other.member_id, other.monthly, other.cost) == (dear, Money(450_000), Money(5_400_000))
    assert (other.extra, other.lower) == (Money(600_000), Money(50_000))
    held = reads.plan_line(desk, plan_id=plan.pk, line_id=lines[2].pk)
    assert [(one.member_id, one.extra, one.bar) for one in held.alternatives] == [
        (cheap, None, "satır başka bir üyede sabit")
    ]
