"""The exit plan: every notice clause to the day, lines that stop, what is handed over, what it costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given as drawn
from hypothesis import strategies as st

from muhatap.agreements.models import Agreement, Status
from muhatap.backing import notices, reads
from muhatap.backing.notices import Clause, Notice
from muhatap.contracts.models import CustomerContract
from muhatap.kernel.actors import Actor
from muhatap.kernel.money import Money
from muhatap.kernel.periods import Period
from tests.given import backing as given
from tests.given import network as given_network
from tests.given.faces import Face

TODAY = date(2026, 3, 2)


def test_the_days_of_notice_lie_between_the_letter_and_the_first_day_without() -> None:
    assert notices.first_day_without(TODAY, 60) == date(2026, 5, 2)
    assert notices.last_day_to_say(date(2026, 5, 2), 60) == TODAY
    assert notices.first_day_without(TODAY, 0) == date(2026, 3, 3)


@drawn(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_a_letter_on_the_last_day_ends_the_agreement_in_time_and_a_day_later_does_not(day: date, days: int) -> None:
    by = notices.last_day_to_say(day, days)
    assert notices.first_day_without(by, days) == day
    assert notices.first_day_without(by + timedelta(days=1), days) == day + timedelta(days=1)


@pytest.mark.parametrize(
    ("clause", "until", "expected"),
    [
        # A running agreement: 30 days of notice before the day wanted.
        (Clause(date(2027, 3, 1), 30), date(2026, 7, 1), Notice("notice", date(2026, 5, 31), date(2026, 7, 1), False)),
        # Without an end it is the same.
        (Clause(None, 60), date(2026, 7, 1), Notice("notice", date(2026, 5, 1), date(2026, 7, 1), False)),
        # The last possible day is today.
        (Clause(None, 60), date(2026, 5, 2), Notice("notice", TODAY, date(2026, 5, 2), False)),
        # Too late by a day: a letter of today ends it a day later.
        (Clause(None, 60), date(2026, 5, 1), Notice("notice", date(2026, 3, 1), date(2026, 5, 2), True)),
        # It runs out before, and does not renew: no letter.
        (Clause(date(2026, 6, 1), 60), date(2026, 7, 1), Notice("expires", None, date(2026, 6, 1), False)),
        # It would renew: object by the day the contract names.
        (
            Clause(date(2026, 6, 1), 60, renews=True, renewal_deadline=date(2026, 4, 1)),
            date(2026, 7, 1),
            Notice("objection", date(2026, 4, 1), date(2026, 6, 1), False),
        ),
        # That day is not named: the notice before the end.
        (
            Clause(date(2026, 6, 1), 60, renews=True),
            date(2026, 6, 1),
            Notice("objection", date(2026, 4, 1), date(2026, 6, 1), False),
        ),
        # The day to object has passed: it renews and has to be ended by notice.
        (
            Clause(date(2026, 4, 1), 60, renews=True, renewal_deadline=date(2026, 1, 30)),
            date(2026, 7, 1),
            Notice("notice", date(2026, 5, 1), date(2026, 7, 1), False),
        ),
    ],
)
def test_each_clause_has_its_letter_and_its_day(clause: Clause, until: date, expected: Notice) -> None:
    assert notices.notice(clause, today=TODAY, until=until) == expected


def test_the_soonest_end_waits_for_the_longest_notice_and_not_for_what_runs_out() -> None:
    clauses = [Clause(None, 30), Clause(date(2027, 1, 1), 90), Clause(date(2026, 3, 20), 200)]
    assert notices.soonest(clauses, today=TODAY) == date(2026, 6, 1)
    assert notices.soonest([], today=TODAY) == TODAY


def test_a_share_of_an_average_month_is_rounded_half_up() -> None:
    assert notices.share_of_months(450_000, 7) == 103_562
    assert notices.share_of_months(450_000, 0) == 0


@pytest.mark.django_db
def test_parting_from_a_member_names_letters_lines_places_and_the_overlap(
    desk: Actor, customer_a: Actor, member_a: Actor, face: Face
) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    site = given.location(customer_a, "Levent")
    site.contact_name, site.access_notes, site.check_in_code = "Nermin Alkan", "Anahtar güvenlikte", "ABC"
    site.save()
    bond = given.bond(contract, member.pk, period=given.TERM)
    bond.retention_percent, bond.notice_days = 5, 90
    bond.save()
    given.backing(bond, given.promise(contract, at=site), price="900")
    ended = given.bond(contract, member.pk, period=Period(given.TERM.start, date(2026, 4, 1)), status=Status.ENDED)
    it = reads.member_exit(desk, member_id=member.pk)
    membership = Agreement.objects.get(party_id=member.pk, kind="membership")
    until = TODAY + timedelta(days=91)
    assert (it.until, it.soonest, it.late) == (until, until, False)
    assert [(one.agreement_id, one.notice) for one in it.endings] == [
        (bond.pk, Notice("notice", TODAY, until, False)),
        (membership.pk, Notice("notice", TODAY + timedelta(days=30), until, False)),
    ]
    assert ended.pk not in {one.agreement_id for one in it.endings}
    assert it.next_notice is not None and it.next_notice.agreement_id == bond.pk
    assert [(line.location, line.stops, line.other) for line in it.lines] == [("Levent", until, "Pusula Sigorta")]
    (place,) = it.places
    assert (place.contact, place.access, place.has_code) == ("Nermin Alkan", "Anahtar güvenlikte", True)
    # 5 × 900 a month over seven days.
    assert (it.overlap_days, it.overlap) == (7, Money(103_562))
    late = reads.member_exit(desk, member_id=member.pk, until=date(2026, 5, 15))
    assert [(one.notice.late, one.notice.ends) for one in late.endings] == [
        (True, until),
        (False, date(2026, 5, 15)),
    ]
    shown = face("desk", desk).get(reverse("member_exit", args=[member.pk])).content.decode()
    assert ("Anahtar güvenlikte" in shown, "1.035,62" in shown) == (True, True)


@pytest.mark.django_db
def test_parting_from_a_customer_counts_what_members_are_owed_beyond_it(
    desk: Actor, customer_a: Actor, member_a: Actor, face: Face
) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    Agreement.objects.filter(pk=contract.pk).update(renews_months=12)
    CustomerContract.objects.filter(pk=contract.pk).update(notice_days=30, renewal_deadline=date(2026, 12, 30))
    bond = given.bond(contract, member.pk, period=given.TERM)
    given.backing(bond, given.promise(contract), price="900")
    it = reads.customer_exit(desk, customer_id=contract.customer_id)
    assert it.until == date(2026, 4, 2)
    assert [(one.agreement_id, one.notice.by, one.notice.ends, one.overlap) for one in it.endings] == [
        (contract.pk, TODAY, date(2026, 4, 2), None),
        # Thirty days longer than the customer: 5 × 900 a month over thirty days.
        (bond.pk, date(2026, 1, 31), date(2026, 5, 2), Money(443_836)),
    ]
    assert it.overlap == Money(443_836)
    assert [(line.other, line.stops) for line in it.lines] == [("Pırıltı Temizlik", date(2026, 4, 2))]
    at_end = reads.customer_exit(desk, customer_id=contract.customer_id, until=date(2027, 3, 1))
    assert [(one.notice.kind, one.notice.by) for one in at_end.endings] == [
        ("objection", date(2026, 12, 30)),
        ("expires", None),
    ]
    assert at_end.overlap == Money(0)
    blind = replace(desk, permissions=frozenset({"backing.see"}))
    unseen = reads.customer_exit(blind, customer_id=contract.customer_id)
    assert (unseen.overlap, [one.overlap for one in unseen.endings]) == (None, [None, None])
    shown = face("desk", desk).get(reverse("customer_exit", args=[contract.customer_id])).content.decode()
    assert "4.438,36" in shown
