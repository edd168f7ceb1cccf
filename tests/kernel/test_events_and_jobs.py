"""Facts are written in the change's own transaction; a portal's consequences are drawn exactly once at the desk."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from muhatap.kernel import events, jobs
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.commands import at_the_end
from muhatap.kernel.events import Fact, announce, announce_all, load, reacts_to
from muhatap.kernel.models import JournalEntry, OutboxMessage, ReactionDone
from muhatap.kernel.wall import standing_at

pytestmark = pytest.mark.django_db


@dataclasses.dataclass(frozen=True)
class LampLit(Fact):
    """A lamp was lit (a fact of these tests)."""

    lamp_id: int
    on: date
    power: Decimal
    seen_at: datetime | None = None


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Actor, LampLit]]]:
    heard: list[tuple[Actor, LampLit]] = []
    monkeypatch.setitem(events._REACTIONS, LampLit, [])
    reacts_to(LampLit)(lambda actor, fact: heard.append((actor, fact)))
    monkeypatch.setattr(events, "all_facts", lambda: {events.name_of(LampLit): LampLit})
    yield heard


FACT = LampLit(lamp_id=4, on=date(2026, 3, 2), power=Decimal("4.50"))


def test_a_fact_is_written_with_who_and_when_and_answered_at_once(desk: Actor, seen: list[Any]) -> None:
    announce(FACT, by=desk)
    entry = JournalEntry.objects.get()
    assert (entry.actor_name, entry.happened_at, entry.audience) == ("Deniz Kaya", desk.now, "desk")
    assert entry.facts == {"lamp_id": 4, "on": "2026-03-02", "power": "4.50", "seen_at": None}
    assert [fact for _, fact in seen] == [FACT]
    # The answer is the house's own doing, in the name of who caused it.
    assert seen[0][0].user_id == desk.user_id
    assert seen[0][0].may("anything.at_all")
    assert OutboxMessage.objects.count() == 0


def test_a_fact_comes_back_from_the_journal_as_it_was(desk: Actor) -> None:
    full = dataclasses.replace(FACT, seen_at=desk.now)
    announce(full, by=desk)
    assert load(LampLit, JournalEntry.objects.get().facts) == full


def test_a_fact_that_is_rolled_back_never_happened(desk: Actor, seen: list[Any]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        announce(FACT, by=desk)
        raise ZeroDivisionError
    assert (JournalEntry.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_at_a_portal_the_answer_waits_for_the_desk_and_comes_once(customer_a: Actor, seen: list[Any]) -> None:
    with standing_at(Audience.CUSTOMER, party_id=customer_a.party_id, user_id=customer_a.user_id):
        announce(FACT, by=customer_a)
        assert seen == []
    assert OutboxMessage.objects.get().kind == "react"
    assert jobs.run_all() == 1
    assert [(actor.name, fact) for actor, fact in seen] == [("Pusula Sigorta Yetkilisi", FACT)]
    uid = str(JournalEntry.objects.get().uid)
    assert events.react_to_journal(uid) is False
    assert len(seen) == 1
    assert (OutboxMessage.objects.count(), ReactionDone.objects.count()) == (0, 1)


def test_what_the_answers_of_a_portals_fact_leave_for_the_end_is_done_once(customer_a: Actor, seen: list[Any]) -> None:
    done: list[list[int]] = []
    for lamp_id in (7, 8, 7):
        events._REACTIONS[LampLit].append(
            lambda actor, fact, lamp_id=lamp_id: at_the_end("lamps", lamp_id, done.append)  # type: ignore[misc]
        )
    with standing_at(Audience.CUSTOMER, party_id=customer_a.party_id, user_id=customer_a.user_id):
        announce(FACT, by=customer_a)
    assert done == []
    assert jobs.run_all() == 1
    assert done == [[7, 8]]


def test_an_answer_that_fails_leaves_the_message_for_another_try(customer_a: Actor, seen: list[Any]) -> None:
    def fail(actor: Actor, fact: LampLit) -> None:
        raise ZeroDivisionError

    with standing_at(Audience.CUSTOMER, party_id=customer_a.party_id, user_id=customer_a.user_id):
        announce(FACT, by=customer_a)
    events._REACTIONS[LampLit].append(fail)
    with pytest.raises(ZeroDivisionError):
        jobs.run_all()
    assert (OutboxMessage.objects.count(), ReactionDone.objects.count()) == (1, 0)
    events._REACTIONS[LampLit].remove(fail)
    assert jobs.run_all() == 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE kernel_journalentry SET name = 'x'", "DELETE FROM kernel_journalentry", "TRUNCATE kernel_journalentry"],
)
def test_the_journal_never_changes_not_even_for_its_owner(desk: Actor, sql: Any, statement: str) -> None:
    announce(FACT, by=desk)
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        sql(statement)
    assert JournalEntry.objects.get().name == events.name_of(LampLit)


def test_work_with_a_dedupe_key_is_left_once() -> None:
    jobs.put("mail", {"id": 1}, dedupe="mail-1")
    jobs.put("mail", {"id": 1}, dedupe="mail-1")
    assert OutboxMessage.objects.count() == 1


def test_many_facts_are_written_in_their_order_and_each_is_reacted_to(
    seen: list[tuple[Actor, LampLit]], desk: Actor
) -> None:
    lit = [LampLit(lamp_id=number, on=date(2026, 3, 2), power=Decimal(number)) for number in (3, 1, 2)]
    announce_all(lit, by=desk)
    assert [fact.lamp_id for _, fact in seen] == [3, 1, 2]
    assert [entry.facts["lamp_id"] for entry in JournalEntry.objects.order_by("pk")] == [3, 1, 2]


def test_no_fact_writes_nothing(desk: Actor) -> None:
    announce_all([], by=desk)
    assert JournalEntry.objects.count() == 0
