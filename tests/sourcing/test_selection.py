"""The selection ledger: who was compared for each award, who decided, and how much one member has."""

from __future__ import annotations

from decimal import Decimal

import pytest

from muhatap.kernel.actors import Actor
from muhatap.kernel.money import Money
from muhatap.sourcing import commands, reads
from tests.given import quotes

pytestmark = pytest.mark.django_db


def test_every_award_stands_with_those_it_was_compared_with(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"), (member_b, "900"), lines=2)
    quotes.quotes(member_a, it, "920")
    commands.rank_candidates(desk, round_id=it.round.pk)
    first, second = it.lines
    commands.award(desk, line_id=first.pk, member_id=member_a.party_id or 0, reason="Lokasyonu tanıyor")
    commands.award(desk, line_id=second.pk, member_id=member_b.party_id or 0)
    view = reads.selection(desk, round_id=it.round.pk)
    dear, cheap = view.choices
    assert (dear.member, dear.rank, dear.monthly, dear.more, dear.reason, dear.decided_by, dear.decided_at) == (
        "Pırıltı Temizlik",
        2,
        Money(460_000),
        Money(10_000),
        "Lokasyonu tanıyor",
        "Deniz Kaya",
        desk.now,
    )
    assert [(one.member, one.rank, one.chosen, one.unit_price, one.price_from) for one in dear.compared] == [
        ("Usta Eller", 1, False, Decimal(900), "fiyat listesinden"),
        ("Pırıltı Temizlik", 2, True, Decimal(920), "bu turda teklif edildi"),
    ]
    assert (cheap.member, cheap.rank, cheap.more, cheap.reason) == ("Usta Eller", 1, None, "")
    assert (view.monthly, view.everywhere) == (Money(910_000), Money(910_000))
    assert [(one.member, one.lines, one.share) for one in view.shares] == [
        ("Pırıltı Temizlik", 1, Decimal("50.5")),
        ("Usta Eller", 1, Decimal("49.5")),
    ]


def test_a_member_has_its_share_of_every_round_that_still_runs(
    desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor, member_b: Actor
) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"), (member_b, "900"))
    commands.award(desk, line_id=it.lines[0].pk, member_id=member_b.party_id or 0)
    other = quotes.asked(desk, customer_b, lines=3)
    for line in other.lines:
        commands.award(desk, line_id=line.pk, member_id=member_a.party_id or 0, reason="Yük dağılımı")
    (share,) = reads.selection(desk, round_id=it.round.pk).shares
    assert (share.member, share.share, share.everywhere, share.everywhere_share) == (
        "Usta Eller",
        Decimal(100),
        Money(450_000),
        Decimal("24.0"),
    )


def test_a_round_without_awards_has_an_empty_ledger(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"))
    view = reads.selection(desk, round_id=it.round.pk)
    assert (view.choices, view.shares, view.monthly) == ((), (), Money(0))
