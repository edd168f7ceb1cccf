"""Members are asked for quotes: who, for what, until when; reminded, given longer, told how it ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.models import OutboxMessage
from muhatap.kernel.timeline import happened
from muhatap.network import commands as network
from muhatap.sourcing import commands, reads
from muhatap.sourcing.models import (
    AskedLine,
    InvitationStatus,
    LineResult,
    QuoteInvitation,
    RoundLine,
)
from tests.given import backing, quotes
from tests.given import network as given_network

pytestmark = pytest.mark.django_db


def letters(template: str) -> list[dict[str, Any]]:
    rows = OutboxMessage.objects.filter(kind="mail", payload__template=template)
    return [row.payload for row in rows.order_by("created_at", "id")]


def opened(desk: Actor, customer: Actor, lines: int = 1) -> Any:
    contract = backing.contract(customer)
    for _line in range(lines):
        backing.promise(contract, quantity="5")
    return commands.open_round(desk, contract_id=contract.pk, deadline=quotes.ROUND_UNTIL)


def test_everybody_who_fits_or_lacks_only_a_price_is_asked_and_written_to(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    given_network.able(desk, member_a, "950")
    without_price = given_network.member(member_b)
    given_network.papers(desk, without_price)
    given_network.covers(desk, without_price)
    it = opened(desk, customer_a, lines=2)
    made = commands.invite_to_quote(desk, round_id=it.pk, deadline=quotes.DEADLINE, message=" Fiyatınızı rica ederiz. ")
    assert {one.member_id for one in made} == {member_a.party_id, member_b.party_id}
    assert [one.message for one in made] == ["Fiyatınızı rica ederiz."] * 2
    assert [one.invitation_id for one in AskedLine.objects.order_by("invitation_id")] == [
        made[0].pk,
        made[0].pk,
        made[1].pk,
        made[1].pk,
    ]
    told = letters("quote_invitation")
    assert [one["to"] for one in told] == ["sahip@pirilti.example", "sahip@usta.example"]
    assert told[0]["path"] == f"quotes/{made[0].pk}/fill/"
    assert told[0]["facts"]["until"] == "06.03.2026 17:00"


def test_a_line_is_copied_as_the_member_may_know_it(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"))
    (line,) = AskedLine.objects.all()
    promise = it.promises[0]
    assert (line.service_id, line.district_id, line.quantity, line.unit, line.basis) == (
        promise.service_id,
        promise.location.district_id,
        promise.quantity,
        promise.unit,
        promise.basis,
    )
    assert line.period.lower == date(2026, 3, 2)
    held = {field.name for model in (AskedLine, QuoteInvitation) for field in model._meta.concrete_fields}
    assert not held & {"customer", "promise", "location", "contract"}


def test_who_nearly_fits_is_asked_when_told_so(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    given_network.able(desk, member_a, "950")
    nearly = given_network.member(member_b)
    given_network.covers(desk, nearly, capacity="1")
    it = opened(desk, customer_a)
    first = commands.invite_to_quote(desk, round_id=it.pk, deadline=quotes.DEADLINE)
    assert [one.member_id for one in first] == [member_a.party_id]
    with pytest.raises(commands.NobodyToInvite):
        commands.invite_to_quote(desk, round_id=it.pk, deadline=quotes.DEADLINE)
    assert QuoteInvitation.objects.count() == 1
    second = commands.invite_to_quote(desk, round_id=it.pk, deadline=quotes.DEADLINE + timedelta(days=1), nearly=True)
    assert [(one.member_id, one.deadline) for one in second] == [(member_b.party_id, quotes.DEADLINE)]


def test_a_suspended_member_cannot_be_chosen(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given_network.able(desk, member_a, "950")
    network.suspend_member(desk, member_id=member_a.party_id or 0, reason="Belge", since=desk.today)
    it = opened(desk, customer_a)
    with pytest.raises(commands.NotInvitable) as refused:
        commands.invite_to_quote(desk, round_id=it.pk, deadline=quotes.DEADLINE, member_ids=[member_a.party_id or 0])
    assert "Pırıltı Temizlik" in refused.value.message
    assert QuoteInvitation.objects.count() == 0


def test_a_deadline_in_the_past_is_refused(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given_network.able(desk, member_a, "950")
    it = opened(desk, customer_a)
    with pytest.raises(InvalidInput):
        commands.invite_to_quote(desk, round_id=it.pk, deadline=desk.now)
    assert QuoteInvitation.objects.count() == 0


def test_a_round_waits_for_its_quotes(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given_network.able(desk, member_a, "950")
    it = opened(desk, customer_a)
    commands.invite_to_quote(desk, round_id=it.pk, deadline=quotes.DEADLINE + timedelta(days=10))
    it.refresh_from_db()
    assert it.deadline == date(2026, 3, 16)


def test_a_deadline_moves_forward_alone_and_everybody_is_told(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"), (member_b, "900"))
    for wrong in (quotes.DEADLINE, quotes.DEADLINE - timedelta(hours=1)):
        with pytest.raises(InvalidInput):
            commands.extend_quotes(desk, round_id=it.round.pk, deadline=wrong)
    assert set(QuoteInvitation.objects.values_list("deadline", flat=True)) == {quotes.DEADLINE}
    longer = quotes.DEADLINE + timedelta(days=3)
    assert commands.extend_quotes(desk, round_id=it.round.pk, deadline=longer) == 2
    assert set(QuoteInvitation.objects.values_list("deadline", flat=True)) == {longer}
    assert [one["facts"]["until"] for one in letters("quote_longer")] == ["09.03.2026 17:00"] * 2
    assert happened(desk, round_id=it.round.pk)[0]["title"] == "Üyeler 09.03.2026 gününe kadar teklif verebilir"
    with pytest.raises(DatabaseError, match="moves forward alone"), transaction.atomic():
        QuoteInvitation.objects.update(deadline=quotes.DEADLINE)


def test_who_has_not_answered_is_reminded_once_a_day(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"), (member_b, "900"))
    quotes.quotes(member_a, it, "940")
    assert commands.remind_invited(desk, round_id=it.round.pk) == 1
    assert [one["to"] for one in letters("quote_reminder")] == ["sahip@usta.example"]
    with pytest.raises(commands.NobodyToRemind):
        commands.remind_invited(desk, round_id=it.round.pk)
    tomorrow = replace(desk, now=desk.now + timedelta(days=1))
    assert commands.remind_invited(tomorrow, round_id=it.round.pk) == 1
    with pytest.raises(commands.DeadlinePassed):
        commands.remind_invited(quotes.later(desk), round_id=it.round.pk)
    assert len(letters("quote_reminder")) == 2


def test_each_is_told_how_it_ended_with_its_own_rank_alone(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor, drain: Any
) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"), (member_b, "900"))
    quotes.quotes(member_a, it, "880")
    quotes.quotes(member_b, it, "890")
    drain()
    commands.award_first_ranks(desk, round_id=it.round.pk)
    assert QuoteInvitation.objects.filter(status=InvitationStatus.OPEN).count() == 2
    commands.close_round(desk, round_id=it.round.pk)
    for actor, result, rank in ((member_a, LineResult.AWARDED, 1), (member_b, LineResult.OTHER, 2)):
        with quotes.at_portal(actor):
            view = reads.invitation(actor, invitation_id=it.of(actor).pk)
        (line,) = view.lines
        assert (view.row.state, line.result, line.own_rank, line.compared) == ("decided", result, rank, 2)
    assert [one["facts"]["status"] for one in letters("quote_result")] == ["decided", "decided"]


def test_a_cancelled_round_cancels_its_invitations(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"))
    commands.cancel_round(desk, round_id=it.round.pk)
    assert it.of(member_a).status == InvitationStatus.CANCELLED
    assert [one["facts"]["status"] for one in letters("quote_result")] == ["cancelled"]
    with pytest.raises(commands.InvitationOver):
        quotes.quotes(member_a, it, "900")
    with pytest.raises(commands.RoundIsOver):
        commands.invite_to_quote(desk, round_id=it.round.pk, deadline=quotes.DEADLINE)


def test_everybody_is_compared_again_when_the_deadline_has_passed(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"), (member_b, "900"))
    quotes.quotes(member_a, it, "800")
    line = RoundLine.objects.get()
    assert reads.comparison(desk, line_id=line.pk).candidates[0].member == "Usta Eller"
    assert commands.rank_when_due(desk) == 0
    assert commands.rank_when_due(quotes.later(desk)) == 1
    assert commands.rank_when_due(quotes.later(desk, minutes=5)) == 0
    assert reads.comparison(desk, line_id=line.pk).candidates[0].member == "Pırıltı Temizlik"
