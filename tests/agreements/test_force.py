"""Agreements come into force on their first day, rest, go on, and end."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from muhatap.agreements import commands
from muhatap.agreements.commands.force import TooEarly
from muhatap.agreements.models import Agreement, Status
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.errors import IllegalMove, InvalidInput
from muhatap.kernel.models import JournalEntry
from muhatap.kernel.periods import Period
from tests.given import agreements as given


def on(actor: Actor, day: date) -> Actor:
    """The actor on the morning of a day."""
    return actor.at(datetime.combine(day, time(9), ISTANBUL))


def facts(name: str) -> int:
    """How often something was announced."""
    return JournalEntry.objects.filter(name=f"agreements.{name}").count()


def test_signed_on_or_after_its_first_day_it_is_in_force_at_once(desk: Actor, member_a: Actor) -> None:
    today = given.signed(desk, member_a, period=Period(date(2026, 3, 2), date(2027, 3, 2)))
    later = given.signed(desk, member_a)

    assert (today.status, today.activated_on) == (Status.ACTIVE, date(2026, 3, 2))
    assert (later.status, later.activated_on) == (Status.SIGNED, None)


def test_the_night_brings_it_into_force_once(desk: Actor, member_a: Actor) -> None:
    agreement = given.signed(desk, member_a)
    assert commands.activate_due(on(desk, date(2026, 3, 31))) == 0
    with pytest.raises(TooEarly):
        commands.activate(desk, agreement_id=agreement.pk)
    assert commands.activate_due(on(desk, date(2026, 4, 1))) == 1
    assert commands.activate_due(on(desk, date(2026, 4, 1))) == 0

    agreement.refresh_from_db()
    assert agreement.status == Status.ACTIVE
    assert facts("AgreementActivated") == 1


def in_force(desk: Actor, member: Actor, **change: object) -> Agreement:
    """An agreement in force since 2 March 2026, for a year."""
    agreement = given.signed(desk, member, period=Period(date(2026, 3, 2), date(2027, 3, 2)))
    if change:
        Agreement.objects.filter(pk=agreement.pk).update(**change)
    return agreement


def test_it_rests_and_is_in_force_again(desk: Actor, member_a: Actor) -> None:
    agreement = in_force(desk, member_a)
    commands.suspend(desk, agreement_id=agreement.pk)
    with pytest.raises(IllegalMove):
        commands.suspend(desk, agreement_id=agreement.pk)
    commands.resume(desk, agreement_id=agreement.pk)

    agreement.refresh_from_db()
    assert agreement.status == Status.ACTIVE
    assert (facts("AgreementSuspended"), facts("AgreementResumed")) == (1, 1)


def test_at_its_end_it_ends_or_goes_on_as_agreed(desk: Actor, member_a: Actor, member_b: Actor) -> None:
    ends = in_force(desk, member_a)
    renews = in_force(desk, member_b, renews_months=12)
    assert commands.end_due(on(desk, date(2027, 3, 1))) == (0, 0)
    assert commands.end_due(on(desk, date(2027, 3, 2))) == (1, 1)

    ends.refresh_from_db()
    renews.refresh_from_db()
    assert (ends.status, ends.ended_on) == (Status.ENDED, date(2027, 3, 2))
    assert (renews.status, Period.of(renews.period)) == (Status.ACTIVE, Period(date(2026, 3, 2), date(2028, 3, 2)))


def test_after_notice_it_runs_until_the_day_and_is_terminated_then(desk: Actor, member_a: Actor) -> None:
    agreement = in_force(desk, member_a, renews_months=12)
    commands.terminate(desk, agreement_id=agreement.pk, on=date(2026, 6, 1), reason="Karşılıklı anlaşma")

    agreement.refresh_from_db()
    assert (agreement.status, Period.of(agreement.period).end) == (Status.ACTIVE, date(2026, 6, 1))
    assert commands.end_due(on(desk, date(2026, 6, 1))) == (0, 1)
    agreement.refresh_from_db()
    assert (agreement.status, agreement.ended_on) == (Status.TERMINATED, date(2026, 6, 1))
    assert (facts("AgreementCut"), facts("AgreementEnded")) == (1, 1)


def test_terminated_today_it_is_over_today(desk: Actor, member_a: Actor) -> None:
    agreement = in_force(desk, member_a)
    commands.terminate(
        on(desk, date(2026, 5, 4)), agreement_id=agreement.pk, on=date(2026, 5, 4), reason="Ruhsat kaybı"
    )

    agreement.refresh_from_db()
    assert (agreement.status, agreement.ended_on) == (Status.TERMINATED, date(2026, 5, 4))


@pytest.mark.parametrize(
    ("day", "reason", "field"),
    [(date(2026, 3, 1), "neden", "on"), (date(2027, 3, 3), "neden", "on"), (date(2026, 6, 1), " ", "reason")],
)
def test_a_termination_in_the_past_beyond_the_end_or_without_reason_is_refused(
    desk: Actor, member_a: Actor, day: date, reason: str, field: str
) -> None:
    agreement = in_force(desk, member_a)
    with pytest.raises(InvalidInput) as refused:
        commands.terminate(desk, agreement_id=agreement.pk, on=day, reason=reason)
    assert refused.value.field == field
    agreement.refresh_from_db()
    assert (agreement.status, agreement.end_reason) == (Status.ACTIVE, "")


def test_a_draft_cannot_be_terminated(desk: Actor, member_a: Actor) -> None:
    agreement = given.draft(desk, member_a)
    with pytest.raises(IllegalMove):
        commands.terminate(desk, agreement_id=agreement.pk, on=date(2026, 6, 1), reason="neden")
    agreement.refresh_from_db()
    assert (agreement.status, agreement.end_reason) == (Status.DRAFT, "")
