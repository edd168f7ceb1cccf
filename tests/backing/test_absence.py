"""What is lost while a member is away, shown before it is suspended or let go."""

from __future__ import annotations

from datetime import date

import pytest

from muhatap.backing import reads
from muhatap.backing.models import BackingRole
from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import Period
from muhatap.network.models import Member, MemberStatus
from tests.given import backing as given
from tests.given import network as given_network
from tests.given.faces import Face

pytestmark = pytest.mark.django_db


def owed(customer: Actor, member: Member, *, backup: Member | None = None) -> int:
    """A promise of five at 1,200 a month, owed by the member from March 2026 until March 2027; its id."""
    contract = given.contract(customer)
    promise = given.promise(contract, quantity="5", price="1200")
    given.backing(given.bond(contract, member.pk, period=given.TERM), promise)
    if backup is not None:
        stands_by = given.bond(contract, backup.pk, period=given.TERM)
        given.backing(stands_by, promise, role=BackingRole.BACKUP, period=Period(date(2026, 3, 1), date(2026, 4, 1)))
    return promise.pk


def test_every_line_is_named_with_its_days_its_worth_and_who_could_step_in(
    desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor, member_b: Actor
) -> None:
    member, other = given_network.able(desk, member_a), given_network.able(desk, member_b)
    first, second = owed(customer_a, member, backup=other), owed(customer_b, member)
    found = reads.absence(desk, member_id=member.pk, since=date(2026, 3, 22), until=date(2026, 4, 5))
    # 5 × 1,200 ₺ × 12 months / 365 days × 14 days.
    assert {row.promise_id: (row.days, row.amount.minor, row.stand_ins) for row in found.rows} == {
        first: (14, 276_164, ("Usta Eller",)),
        second: (14, 276_164, ()),
    }
    assert (found.promises, found.customers, found.amount.minor, found.without_stand_in) == (2, 2, 552_328, 1)
    april = reads.absence(desk, member_id=member.pk, since=date(2026, 4, 1))
    assert (april.period.last_day, april.rows[0].days, april.without_stand_in) == (date(2027, 3, 31), 334, 2)
    assert reads.absence(desk, member_id=other.pk, since=date(2026, 3, 22)).rows == ()


def test_a_member_is_suspended_only_after_its_effect_was_on_the_screen(
    desk: Actor, customer_a: Actor, member_a: Actor, face: Face
) -> None:
    member = given_network.able(desk, member_a)
    owed(customer_a, member)
    browser, url = face("desk", desk), f"/members/{member.pk}/suspend/"
    assert "Pusula Sigorta" in browser.get(url).content.decode()
    sent = {"since": "2026-03-10", "until": "", "reason": "Denetim", "seen": "2026-03-02|"}
    answer = browser.post(url, sent)
    assert (answer.status_code, 'value="2026-03-10|"' in answer.content.decode()) == (409, True)
    member.refresh_from_db()
    assert (member.status, member.suspended_from) == (MemberStatus.ACTIVE, None)
    assert browser.post(url, {**sent, "seen": "2026-03-10|"}).status_code == 303
    member.refresh_from_db()
    assert (member.status, member.suspended_from) == (MemberStatus.SUSPENDED, date(2026, 3, 10))


def test_a_member_nothing_rests_on_leaves_at_once(desk: Actor, member_a: Actor, face: Face) -> None:
    member = given_network.member(member_a)
    answer = face("desk", desk).post(
        f"/members/{member.pk}/leave/", {"on": "2026-03-20", "reason": "Kapanış", "blacklisted": "on"}
    )
    assert answer.status_code == 303
    member.refresh_from_db()
    assert (member.status, member.left_on) == (MemberStatus.BLACKLISTED, date(2026, 3, 20))
