"""Conditions as code: one verdict for choice, start gate and payment."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from muhatap.billing import commands as billing
from muhatap.billing.models import Payment
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.periods import Period
from muhatap.kernel.wall import standing_at
from muhatap.network import commands, reads
from muhatap.network.commands import NewCondition
from muhatap.network.models import Condition
from muhatap.network.rules import Context, Effect, Held, Rule, evaluate, stopped
from muhatap.operations import commands as operations
from muhatap.operations.models import StartPlan
from muhatap.operations.reads import gate
from muhatap.sourcing import commands as sourcing
from muhatap.sourcing import reads as sourcing_reads
from muhatap.sourcing.models import RoundLine
from tests.given import billing as given_billing
from tests.given import network as given

DAY = date(2026, 5, 10)
RULE = Rule(1, "Yangın eğitimi", "sentence", "no_work", due_on=date(2026, 5, 9))


def codes(rule: Rule, held: Held | None = None, **context: object) -> list[tuple[str, bool, bool]]:
    """What a rule says: code, whether it is met, whether it bites."""
    found = evaluate([rule], held or Held(), Context(**{"day": DAY, **context}))  # type: ignore[arg-type]
    return [(verdict.code, verdict.met, verdict.bites) for verdict in found]


def test_a_condition_bites_from_the_day_after_it_was_due() -> None:
    assert codes(RULE, day=date(2026, 5, 9)) == [("due", False, False)]
    assert codes(RULE, day=date(2026, 5, 10)) == [("unmet", False, True)]


def test_what_was_marked_as_met_is_met_from_that_day_on() -> None:
    met = dataclasses.replace(RULE, met_on=date(2026, 5, 12))
    assert codes(met, day=date(2026, 5, 11)) == [("unmet", False, True)]
    assert codes(met, day=date(2026, 5, 12)) == [("met", True, False)]


def test_a_condition_holds_until_its_last_day() -> None:
    ended = dataclasses.replace(RULE, until=DAY)
    assert codes(ended, day=DAY - timedelta(days=1)) == [("due", False, False)]
    assert codes(ended) == []


@pytest.mark.parametrize(
    ("scope", "other"),
    [
        ({"service_id": "office_cleaning"}, {"service_id": "garden_maintenance"}),
        ({"category_id": "cleaning"}, {"category_id": "security"}),
        ({"province_id": "34"}, {"province_id": "06"}),
        ({"customer_id": 7}, {"customer_id": 8}),
        ({"above": 100_00}, {"monthly": 100_00}),
    ],
)
def test_a_condition_concerns_the_work_it_names_alone(scope: dict[str, object], other: dict[str, object]) -> None:
    narrow = dataclasses.replace(RULE, **scope)  # type: ignore[arg-type]
    inside = {"monthly": 100_01} if "above" in scope else scope
    assert codes(narrow, **inside) == [("unmet", False, True)]
    assert codes(narrow, **other) == []
    # Of work nobody described it is not known that it lies outside.
    assert codes(narrow) == [("unmet", False, True)]


def test_a_document_counts_on_its_days_alone() -> None:
    asked = dataclasses.replace(RULE, asks="document", document_type_id="permit")
    held = Held({"permit": [Period(date(2026, 5, 10), date(2026, 6, 1))]})
    assert codes(asked, held) == [("document", True, False)]
    assert codes(asked, held, day=date(2026, 5, 31)) == [("document", True, False)]
    assert codes(asked, held, day=date(2026, 6, 1)) == [("no_document", False, True)]


def test_standing_and_amount_are_looked_up() -> None:
    score = dataclasses.replace(RULE, asks="standing", least_score=Decimal(75))
    assert codes(score, Held(score=Decimal("74.9"))) == [("low_score", False, True)]
    assert codes(score, Held(score=Decimal(75))) == [("score", True, False)]
    assert codes(score) == [("no_score", True, False)]
    amount = dataclasses.replace(RULE, asks="amount", most_monthly=50_000_00)
    assert codes(amount, monthly=50_000_00) == [("within", True, False)]
    assert codes(amount, monthly=50_000_01) == [("over", False, True)]


@each(
    due=st.integers(-3, 3), until=st.none() | st.integers(-3, 5), met=st.none() | st.integers(-3, 3),
    effect=st.sampled_from(list(Effect)),
)  # fmt: skip
def test_what_bites_is_unmet_late_and_still_holds(due: int, until: int | None, met: int | None, effect: Effect) -> None:
    rule = dataclasses.replace(
        RULE,
        effect=effect.value,
        due_on=DAY + timedelta(days=due),
        until=None if until is None else DAY + timedelta(days=until),
        met_on=None if met is None else DAY + timedelta(days=met),
    )
    found = evaluate([rule], Held(), Context(DAY))
    wanted = (until is None or until > 0) and not (met is not None and met <= 0) and due < 0
    assert [verdict.condition_id for verdict in stopped(found, effect)] == ([1] if wanted else [])


@pytest.mark.django_db
def test_choice_gate_and_payment_give_the_same_answer(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given.able(desk, member_a, "85000", key="office_cleaning")
    world = given_billing.running(customer_a, member_a)
    given_billing.line(world, "office_cleaning")
    given_billing.month_ended(desk)
    settlement = given_billing.approved_settlement(desk, member_a, world)
    words = "Yangın eğitimi: 01.03.2026 gününe kadar karşılanmalıydı"
    for effect in ("no_work", "no_payment"):
        row = NewCondition("Yangın eğitimi", desk.today, effect=effect, service_id="office_cleaning", above=50_000_00)
        made = commands.state_condition(desk, member_id=world.member.pk, condition=row)
        Condition.objects.filter(pk=made.pk).update(due_on=date(2026, 3, 1))
    april = given_billing.at(desk, given_billing.APRIL)

    opened = sourcing.open_round(april, contract_id=world.contract.pk, deadline=date(2026, 4, 20))
    line = RoundLine.objects.get(round=opened)
    (candidate,) = sourcing_reads.comparison(april, line_id=line.pk).candidates
    said = [(one.word, one.text) for one in candidate.reasons if one.kind == "conditions"]
    assert (said, candidate.fits) == ([("no", words), ("note", words)], False)

    StartPlan.objects.all().delete()
    (plan_id,) = operations.make_start_plans(april, project_id=world.project_agreement.project_id)
    closed = gate(april, plan_id=plan_id)
    assert [one.text for one in closed.reasons if one.kind == "condition"] == [f"{world.member.short_name}: {words}."]

    with pytest.raises(billing.HeldBack, match=words):
        billing.record_payment(
            april,
            member_id=world.member.pk,
            amount=settlement.payable,
            paid_on=april.today,
            iban=given_billing.IBAN,
            reference="B-1",
        )
    assert Payment.objects.count() == 0
    for made in Condition.objects.all():
        commands.meet_condition(april, condition_id=made.pk)
    assert [one.kind for one in gate(april, plan_id=plan_id).reasons if one.kind == "condition"] == []
    billing.record_payment(
        april,
        member_id=world.member.pk,
        amount=settlement.payable,
        paid_on=april.today,
        iban=given_billing.IBAN,
        reference="B-1",
    )
    assert Payment.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "careless",
    [
        NewCondition(" ", date(2026, 4, 1)),
        NewCondition("İzin", date(2026, 2, 28)),
        NewCondition("İzin", date(2026, 4, 1), until=date(2026, 4, 2)),
        NewCondition("İzin", date(2026, 4, 1), document_type_id="biocidal_permit", least_score=Decimal(70)),
        NewCondition("İzin", date(2026, 4, 1), service_id=given.SERVICE, category_id="cleaning"),
        NewCondition("İzin", date(2026, 4, 1), least_score=Decimal(101)),
        NewCondition("İzin", date(2026, 4, 1), most_monthly=0),
    ],
)
def test_a_careless_condition_is_refused(desk: Actor, member_a: Actor, careless: NewCondition) -> None:
    member = given.member(member_a)
    with pytest.raises(InvalidInput):
        commands.state_condition(desk, member_id=member.pk, condition=careless)
    assert Condition.objects.count() == 0


@pytest.mark.django_db
def test_what_is_looked_up_is_not_marked_as_met(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    asked = NewCondition("İzin", desk.today, document_type_id="biocidal_permit", effect="no_work")
    made = commands.state_condition(desk, member_id=member.pk, condition=asked)
    with pytest.raises(commands.MetByItself):
        commands.meet_condition(desk, condition_id=made.pk)
    assert Condition.objects.get().met_on is None


@pytest.mark.django_db
def test_a_condition_ends_on_a_day(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    made = commands.state_condition(desk, member_id=member.pk, condition=NewCondition("İzin", desk.today))
    with pytest.raises(InvalidInput):
        commands.end_condition(desk, condition_id=made.pk, on=desk.today - timedelta(days=1))
    assert Condition.objects.get().until is None
    commands.end_condition(desk, condition_id=made.pk, on=desk.today)
    assert [one.over for one in reads.conditions_of_member(desk, member_id=member.pk)] == [True]


@pytest.mark.django_db
def test_a_member_reads_its_own_conditions_and_what_they_keep_from_it(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    member = given.able(desk, member_a)
    other = given.member(member_b)
    condition = NewCondition("Araç yenilenmeli", desk.today, effect="no_work", customer_id=customer_a.party_id)
    made = commands.state_condition(desk, member_id=member.pk, condition=condition)
    commands.state_condition(desk, member_id=other.pk, condition=NewCondition("Başkasının", desk.today))
    later = dataclasses.replace(member_a, now=member_a.now + timedelta(days=1))
    with standing_at(Audience.MEMBER, party_id=member.pk, user_id=member_a.user_id):
        (mine,) = reads.conditions_of_member(later, member_id=member.pk)
        assert (mine.condition_id, mine.bites, mine.scope) == (made.pk, True, "müşterilerimizden biri")
        blocked = [one for one in reads.blockers(later, member_id=member.pk) if one.kind == "condition"]
        assert [(one.what, one.hard) for one in blocked] == [
            ("Araç yenilenmeli: 02.03.2026 gününe kadar karşılanmalıydı · yeni iş yok", True)
        ]
        assert reads.conditions_of_member(later, member_id=other.pk) == []
