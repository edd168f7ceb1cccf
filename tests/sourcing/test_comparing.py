"""Quotes side by side: one unit, one period, the cheapest that counts, and what there is in place of a price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from muhatap.kernel.actors import Actor
from muhatap.kernel.money import Money
from muhatap.sourcing import commands, reads
from muhatap.sourcing.models import RoundLine
from tests.given import network as given_network
from tests.given import quotes

pytestmark = pytest.mark.django_db
WEEKLY = "FREQ=WEEKLY;BYDAY=WE"


def test_another_basis_is_brought_to_the_same_month_and_term(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"), (member_b, "900"), pattern=WEEKLY)
    quotes.quotes(member_a, it, "880", lead_days=10)
    quotes.quotes(member_b, it, "1000", basis="per_visit", unit="LS", minimum_charge=436_000)
    view = reads.quotes_of(desk, round_id=it.round.pk)
    (line,) = view.lines
    first, second = line.cells
    assert (first.word, first.unit_price, first.monthly, first.card) == (
        "quoted",
        Decimal(880),
        Money(440_000),
        Money(475_000),
    )
    # 52 Wednesdays à 1.000 ₺ are 4.333,33 ₺ a month, less than its minimum charge.
    assert (second.monthly, second.minimum, second.card) == (Money(436_000), Money(436_000), Money(450_000))
    assert (first.cheapest, second.cheapest) == (False, True)
    # From 2 March 2026 to 1 March 2027: eleven months and 27 of 28 days.
    assert first.term == Money(5_264_286)
    assert [(one.member, one.state, one.quoted, one.asked, one.monthly) for one in view.columns] == [
        ("Pırıltı Temizlik", "sent", 1, 1, Money(440_000)),
        ("Usta Eller", "sent", 1, 1, Money(436_000)),
    ]


def test_what_was_quoted_goes_before_the_rate_card_and_says_so(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"), (member_b, "900"))
    quotes.quotes(member_a, it, "4400", unit="LS")
    commands.rank_candidates(desk, round_id=it.round.pk)
    first, second = reads.comparison(desk, line_id=it.lines[0].pk).candidates
    assert (first.member, first.unit_price, first.monthly) == ("Pırıltı Temizlik", Decimal(880), Money(440_000))
    assert (second.member, second.unit_price, second.monthly) == ("Usta Eller", Decimal(900), Money(450_000))
    said = [next(reason.text for reason in one.reasons if reason.kind == "price") for one in (first, second)]
    assert said == ["bu turda teklif edildi", "fiyat listesinden"]
    award = commands.award(desk, line_id=it.lines[0].pk, member_id=first.member_id)
    assert (award.rank, award.unit_price) == (1, Decimal(880))


def test_a_quote_that_ran_out_leaves_the_rate_card(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"))
    invitation = it.of(member_a)
    commands.save_quote(
        member_a,
        invitation_id=invitation.pk,
        lines=[quotes.line(invitation, "880", lead_days=20)],
        valid_until=date(2026, 3, 7),
    )
    commands.send_quote(member_a, invitation_id=invitation.pk)
    commands.rank_candidates(desk, round_id=it.round.pk)
    (one,) = reads.comparison(desk, line_id=it.lines[0].pk).candidates
    assert (one.unit_price, [reason.kind for reason in one.reasons if reason.word == "note"]) == (
        Decimal(880),
        ["standing", "lead_time"],
    )
    later = quotes.later(desk, days=2)
    assert commands.rank_when_due(quotes.later(desk)) == 1
    assert commands.rank_when_due(later) == 1
    assert commands.rank_when_due(later) == 0
    (one,) = reads.comparison(later, line_id=it.lines[0].pk).candidates
    assert (one.fits, one.unit_price) == (True, Decimal(950))
    assert "teklifinin süresi 07.03.2026 günü doldu" in [reason.text for reason in one.reasons]
    (cell,) = reads.quotes_of(later, round_id=it.round.pk).lines[0].cells
    assert (cell.word, cell.counts) == ("quoted", False)


def test_missing_declined_and_unfinished_answers_are_told_apart(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"), (member_b, "900"), lines=2)
    quotes.quotes(member_a, it, "880")
    invitation = it.of(member_b)
    commands.save_quote(member_b, invitation_id=invitation.pk, lines=[quotes.line(invitation, "870")])
    view = reads.quotes_of(desk, round_id=it.round.pk)
    assert [one.state for one in view.columns] == ["sent", "draft"]
    assert [[cell.word for cell in line.cells] for line in view.lines] == [
        ["quoted", "no_answer"],
        ["no_answer", "no_answer"],
    ]
    commands.decline_to_quote(member_b, invitation_id=invitation.pk, reason="Dolu")
    view = reads.quotes_of(desk, round_id=it.round.pk)
    assert [(one.state, one.declined) for one in view.columns] == [("sent", ""), ("declined", "Dolu")]
    assert [line.cells[1].word for line in view.lines] == ["declined", "declined"]
    late = reads.quotes_of(quotes.later(desk), round_id=it.round.pk)
    assert (late.passed, [one.state for one in late.columns]) == (True, ["sent", "declined"])


def test_how_far_the_quotes_are(desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"), (member_b, "900"))
    quotes.quotes(member_a, it, "880")
    (one,) = reads.summaries(desk)
    assert (one.asked, one.sent, one.declined, one.all_in, one.passed) == (2, 1, 0, False, False)
    commands.decline_to_quote(member_b, invitation_id=it.of(member_b).pk, reason="Dolu")
    (one,) = reads.summaries(quotes.later(desk))
    assert (one.sent, one.declined, one.all_in, one.passed) == (1, 1, True, True)


def test_the_last_answer_ranks_again_at_once(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor, drain: object
) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"), (member_b, "900"))
    quotes.quotes(member_a, it, "800")
    drain()  # type: ignore[operator]
    assert reads.comparison(desk, line_id=it.lines[0].pk).candidates[0].member == "Usta Eller"
    quotes.quotes(member_b, it, "850")
    drain()  # type: ignore[operator]
    assert reads.comparison(desk, line_id=it.lines[0].pk).candidates[0].member == "Pırıltı Temizlik"


def test_who_can_still_be_asked(desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"), lines=2)
    nearly = given_network.member(member_b)
    given_network.covers(desk, nearly)
    commands.rank_candidates(desk, round_id=it.round.pk)
    (one,) = reads.invitable(desk, round_id=it.round.pk)
    assert (one.member, one.fitting, one.nearly) == ("Usta Eller", 0, 2)
    assert RoundLine.objects.count() == 2
