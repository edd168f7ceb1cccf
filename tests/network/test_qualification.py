"""The questionnaire: answered by companies, scored by rule, confirmed at the desk, asked again in time."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given as each
from hypothesis import strategies as st

from muhatap.accounts.models import Role
from muhatap.kernel.actors import ISTANBUL, Actor, AllPermissions, Audience
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.wall import standing_at
from muhatap.network import commands, reads, rules
from muhatap.network.models import Application, ApplicationStatus, Member, Qualification
from muhatap.network.permissions import APPROVERS, NetworkPermission
from muhatap.roles import TABLE, permissions_of
from muhatap.sourcing import commands as sourcing
from muhatap.sourcing import reads as sourcing_reads
from muhatap.sourcing.models import RoundLine
from tests.given import backing as given_backing
from tests.given import cast
from tests.given import network as given
from tests.given.cast import NOW, prime
from tests.network.test_applications import asked

ASKED = rules.questionnaire()


def answers(**others: str) -> dict[str, str]:
    """The best answers, but for some."""
    best = {key: max(one.options, key=lambda o: o.points).key for key, one in ASKED.questions().items()}
    return {**best, **others}


def test_the_best_answers_score_a_hundred_and_are_a_low_risk() -> None:
    found = rules.assess(ASKED, answers(), ["cleaning"])
    assert (found.score, found.tier, found.failed) == (100, rules.Tier.LOW, ())
    assert set(found.sections.values()) == {100}


def test_hazardous_work_lifts_the_risk_by_one_step() -> None:
    assert rules.assess(ASKED, answers(), ["security"]).tier is rules.Tier.MEDIUM
    poor = answers(certificates="none", checks="nobody", training="few", references="none", stand_ins="none")
    cleaning, guarding = rules.assess(ASKED, poor, ["cleaning"]), rules.assess(ASKED, poor, ["security"])
    assert (cleaning.score, cleaning.tier, guarding.tier) == (65, rules.Tier.MEDIUM, rules.Tier.HIGH)


def test_a_failed_critical_answer_is_a_high_risk_whatever_the_score() -> None:
    found = rules.assess(ASKED, answers(registered="no"), ["cleaning"])
    assert (found.score, found.failed, found.tier) == (90, ("registered",), rules.Tier.HIGH)


@each(chosen=st.fixed_dictionaries({
    key: st.sampled_from([option.key for option in one.options]) for key, one in ASKED.questions().items()
}))  # fmt: skip
def test_a_better_answer_never_lowers_the_score(chosen: dict[str, str]) -> None:
    score = rules.assess(ASKED, chosen, ["cleaning"]).score
    for key, best in answers().items():
        assert rules.assess(ASKED, {**chosen, key: best}, ["cleaning"]).score >= score
    assert rules.unanswered(ASKED, chosen) == []


def test_who_may_take_companies_in_is_what_the_table_of_roles_says() -> None:
    assert {role for role in TABLE if NetworkPermission.APPROVE in permissions_of(role.value)} == set(APPROVERS)


@pytest.fixture
def visitor(db: None) -> Actor:
    """Somebody on the public page."""
    prime()
    return Actor(audience=Audience.PUBLIC, now=NOW, permissions=AllPermissions())


@pytest.mark.django_db
def test_an_applicant_answers_behind_the_wall_and_the_desk_confirms(desk: Actor, visitor: Actor) -> None:
    with standing_at(Audience.PUBLIC, party_id=None, user_id=None):
        made = asked(visitor)
        commands.answer_as_applicant(visitor, token=made.token, answers=answers())
        found = reads.progress(visitor, token=made.token).qualification
        assert found is not None
        assert (found.score, found.tier, found.confirmed_at) == (100, "medium", None)
        with pytest.raises(Application.DoesNotExist):
            commands.answer_as_applicant(visitor, token="another", answers=answers())
    row = Qualification.objects.get()
    commands.confirm_qualification(desk, qualification_id=row.pk)
    row.refresh_from_db()
    assert (row.version, row.confirmed_by_id, row.reassess_on) == ("2026-1", desk.user_id, date(2026, 9, 2))
    with pytest.raises(commands.DecidedAlready):
        commands.confirm_qualification(desk, qualification_id=row.pk, score=10, reason="Başka")
    row.refresh_from_db()
    assert row.score == 100


@pytest.mark.django_db
def test_every_question_wants_one_of_its_answers(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    for careless in ({}, answers(years="always")):
        with pytest.raises(InvalidInput):
            commands.answer_questionnaire(member_a, member_id=member.pk, answers=careless)
    assert Qualification.objects.count() == 0


@pytest.mark.django_db
def test_a_correction_needs_a_reason_and_decides_when_it_is_asked_again(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    made = commands.answer_questionnaire(member_a, member_id=member.pk, answers=answers())
    with pytest.raises(InvalidInput):
        commands.confirm_qualification(desk, qualification_id=made.pk, tier="high")
    with pytest.raises(InvalidInput):
        commands.confirm_qualification(desk, qualification_id=made.pk, score=101, reason="Yerinde gördük")
    made.refresh_from_db()
    assert (made.tier, made.confirmed_at) == ("low", None)
    commands.confirm_qualification(desk, qualification_id=made.pk, tier="high", reason="Sahada gördük")
    made.refresh_from_db()
    assert (made.tier, made.reason, made.reassess_on) == ("high", "Sahada gördük", date(2026, 6, 2))


@pytest.mark.django_db
def test_a_portal_cannot_confirm_its_own_answers(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    with standing_at(Audience.MEMBER, party_id=member.pk, user_id=member_a.user_id):
        mine = commands.answer_questionnaire(member_a, member_id=member.pk, answers=answers())
        forged = {"confirmed_at": NOW, "reassess_on": date(2030, 1, 1)}
        with pytest.raises(DatabaseError), transaction.atomic():
            Qualification.objects.filter(pk=mine.pk).update(**forged)
        with pytest.raises(DatabaseError), transaction.atomic():
            Qualification.objects.create(
                member_id=member.pk, version="x", answers={}, score=100, tier="low", answered_at=NOW, **forged
            )
    assert Qualification.objects.get().confirmed_at is None


@pytest.mark.django_db
def test_an_overdue_questionnaire_waits_at_both_faces_and_is_noted_in_the_choice(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    member = given.able(desk, member_a)
    made = commands.answer_questionnaire(member_a, member_id=member.pk, answers=answers(registered="no"))
    assert [row.since for row in reads.reassessments(desk)] == [None]
    commands.confirm_qualification(desk, qualification_id=made.pk)
    assert reads.reassessments(desk) == []
    later = [actor.at(datetime(2026, 6, 2, 9, tzinfo=ISTANBUL)) for actor in (desk, member_a)]
    assert [(row.name, row.since) for row in reads.reassessments(later[0])] == [("Pırıltı Temizlik", date(2026, 6, 2))]
    blocked = [(one.kind, one.due_on, one.hard) for one in reads.blockers(later[1], member_id=member.pk)]
    assert ("qualification", date(2026, 6, 2), False) in blocked

    contract = given_backing.contract(customer_a)
    given_backing.promise(contract)
    opened = sourcing.open_round(later[0], contract_id=contract.pk, deadline=date(2026, 6, 20))
    line = RoundLine.objects.get(round=opened)
    (candidate,) = sourcing_reads.comparison(later[0], line_id=line.pk).candidates
    notes = [(one.word, one.text) for one in candidate.reasons if one.kind == "qualification"]
    assert notes == [
        ("note", "soru formuna göre yüksek risk"),
        ("note", "soru formu 02.06.2026 gününden beri yenilenmeli"),
    ]
    assert candidate.fits


@pytest.mark.django_db
def test_who_reviewed_an_application_does_not_take_the_company_in(desk: Actor, second_desk: Actor) -> None:
    application = asked(desk)
    commands.review_application(desk, application_id=application.pk)
    with pytest.raises(commands.SecondPersonNeeded):
        commands.approve_application(desk, application_id=application.pk)
    application.refresh_from_db()
    assert (application.status, Member.objects.count()) == (ApplicationStatus.REVIEW, 0)
    commands.approve_application(second_desk, application_id=application.pk)
    application.refresh_from_db()
    assert (application.status, application.decision_reason) == (ApplicationStatus.APPROVED, "")


@pytest.mark.django_db
def test_the_only_person_who_may_decides_alone_and_the_application_says_so(desk: Actor) -> None:
    cast.desk("Onur Sezgin", "onur@n.example", Role.AUDITOR)
    application = asked(desk)
    commands.review_application(desk, application_id=application.pk)
    commands.approve_application(desk, application_id=application.pk)
    application.refresh_from_db()
    assert application.decision_reason == "Bu yetkiye sahip tek kişi tarafından alındı."


@pytest.mark.django_db
def test_nobody_takes_the_own_company_in(desk: Actor, second_desk: Actor) -> None:
    application = asked(desk, email="deniz@n.example")
    commands.review_application(second_desk, application_id=application.pk)
    with pytest.raises(commands.SecondPersonNeeded):
        commands.approve_application(desk, application_id=application.pk)
    assert Member.objects.count() == 0


@pytest.mark.django_db
def test_the_answers_of_an_applicant_stay_with_the_member(desk: Actor, second_desk: Actor, visitor: Actor) -> None:
    application = asked(visitor)
    commands.answer_as_applicant(visitor, token=application.token, answers=answers())
    commands.review_application(desk, application_id=application.pk)
    commands.state_conditions(
        desk, application_id=application.pk, conditions=[commands.NewCondition("İzin", date(2026, 4, 1))]
    )
    member = commands.approve_application(second_desk, application_id=application.pk)
    found = reads.qualification_of(dataclasses.replace(desk), member_id=member.pk)
    assert found is not None
    assert found.score == 100
    application.refresh_from_db()
    assert application.score == 100
    with pytest.raises(commands.DecidedAlready):
        commands.answer_as_applicant(visitor, token=application.token, answers=answers())
    assert Qualification.objects.count() == 1
