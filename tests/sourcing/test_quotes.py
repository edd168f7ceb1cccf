"""A member answers: drafts, sends, takes back, declines; what is late, wrong or not its own is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import IllegalMove, InvalidInput
from muhatap.kernel.files import FileRefused
from muhatap.network import commands as network
from muhatap.sourcing import commands, reads
from muhatap.sourcing.commands import QuotedLine
from muhatap.sourcing.models import (
    AskedLine,
    InvitationStatus,
    Quote,
    QuoteFile,
    QuoteInvitation,
    QuoteLine,
    QuoteStatus,
    RoundLine,
)
from tests.given import quotes

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%quote\n"


@pytest.fixture
def it(desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor) -> quotes.Asked:
    return quotes.asked(desk, customer_a, (member_a, "950"), (member_b, "900"), lines=2)


def kept() -> list[tuple[int, str]]:
    return list(Quote.objects.order_by("pk").values_list("version", "status"))


def test_a_draft_is_kept_and_sent(it: quotes.Asked, member_a: Actor) -> None:
    invitation = it.of(member_a)
    with quotes.at_portal(member_a):
        line = quotes.line(invitation, "920.5", minimum_charge=100_000, lead_days=5, remark=" Ekip hazır ")
        other = AskedLine.objects.get(invitation=invitation, position=2)
        draft = commands.save_quote(
            member_a, invitation_id=invitation.pk, lines=[line, QuotedLine(other.pk, offered=False)], remark="KDV hariç"
        )
        assert reads.invitation(member_a, invitation_id=invitation.pk).row.state == "wanted"
        sent = commands.send_quote(member_a, invitation_id=invitation.pk)
    assert (sent.pk, sent.status, sent.sent_at) == (draft.pk, QuoteStatus.SENT, member_a.now)
    rows = QuoteLine.objects.order_by("asked__position").values_list(
        "offered", "unit_price", "minimum_charge", "lead_days", "remark"
    )
    assert list(rows) == [(True, Decimal("920.5"), 100_000, 5, "Ekip hazır"), (False, None, None, None, "")]


def test_saving_again_replaces_the_draft(it: quotes.Asked, member_a: Actor) -> None:
    invitation = it.of(member_a)
    for price in ("920", "910"):
        commands.save_quote(member_a, invitation_id=invitation.pk, lines=[quotes.line(invitation, price)])
    assert (kept(), QuoteLine.objects.get().unit_price) == ([(1, "draft")], Decimal(910))


def test_a_new_version_takes_the_place_of_the_one_sent(it: quotes.Asked, member_a: Actor) -> None:
    quotes.quotes(member_a, it, "920")
    quotes.quotes(member_a, it, "910")
    assert kept() == [(1, "replaced"), (2, "sent")]


def test_sending_from_a_second_window_says_that_it_was_sent(it: quotes.Asked, member_a: Actor) -> None:
    quotes.quotes(member_a, it, "920")
    with pytest.raises(commands.NothingToSend):
        commands.send_quote(member_a, invitation_id=it.of(member_a).pk)
    assert kept() == [(1, "sent")]


def test_a_late_quote_is_refused_and_the_draft_stays(it: quotes.Asked, member_a: Actor) -> None:
    invitation = it.of(member_a)
    commands.save_quote(member_a, invitation_id=invitation.pk, lines=[quotes.line(invitation, "920")])
    last = replace(member_a, now=quotes.DEADLINE)
    late = quotes.later(member_a)
    for act in (
        lambda: commands.send_quote(late, invitation_id=invitation.pk),
        lambda: commands.save_quote(late, invitation_id=invitation.pk, lines=[]),
        lambda: commands.decline_to_quote(late, invitation_id=invitation.pk, reason="Yok"),
    ):
        with pytest.raises(commands.LateQuote) as refused:
            act()
        assert "06.03.2026 17:00" in refused.value.message
    assert (kept(), QuoteLine.objects.count()) == ([(1, "draft")], 1)
    assert commands.send_quote(last, invitation_id=invitation.pk).sent_at == quotes.DEADLINE


def test_the_database_refuses_a_late_quote_whoever_sends_it(it: quotes.Asked, member_a: Actor) -> None:
    invitation = it.of(member_a)
    commands.save_quote(member_a, invitation_id=invitation.pk, lines=[quotes.line(invitation, "920")])
    late = {"status": "sent", "sent_at": quotes.DEADLINE + timedelta(seconds=1)}
    with pytest.raises(IntegrityError, match="deadline has passed"), transaction.atomic():
        Quote.objects.update(**late)
    with pytest.raises(IntegrityError, match="deadline has passed"), quotes.at_portal(member_a):
        Quote.objects.update(**late)
    assert kept() == [(1, "draft")]


def test_the_database_refuses_to_change_what_was_sent(it: quotes.Asked, member_a: Actor) -> None:
    quotes.quotes(member_a, it, "920")
    for change in (
        lambda: Quote.objects.update(remark="Başka"),
        lambda: QuoteLine.objects.update(unit_price=Decimal(1)),
        lambda: QuoteLine.objects.all().delete(),
        lambda: Quote.objects.create(
            invitation=it.of(member_a), member_id=member_a.party_id, version=9, status="sent",
            saved_at=member_a.now, sent_at=member_a.now,
        ),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match=r"stands|begins as a draft"), transaction.atomic():
            change()
    assert QuoteLine.objects.get().unit_price == Decimal(920)


def test_a_member_cannot_decide_its_own_invitation(it: quotes.Asked, member_a: Actor) -> None:
    for change in ({"status": "decided"}, {"deadline": quotes.DEADLINE + timedelta(days=9)}):
        with pytest.raises(DatabaseError), quotes.at_portal(member_a):
            QuoteInvitation.objects.update(**change)
    with pytest.raises(DatabaseError), quotes.at_portal(member_a):
        AskedLine.objects.update(own_rank=1)
    assert it.of(member_a).status == InvitationStatus.OPEN


@pytest.mark.parametrize(
    ("price", "more", "refusal"),
    [
        ("0", {}, InvalidInput),
        ("-3", {}, InvalidInput),
        ("920", {"unit": "MTK"}, commands.WrongUnit),
        ("920", {"basis": "time_material"}, commands.WrongUnit),
        ("920", {"basis": "per_visit"}, commands.WrongUnit),
        ("9500.01", {}, commands.AbsurdPrice),
        ("94", {}, commands.AbsurdPrice),
        ("20000000", {}, commands.AbsurdPrice),
        ("920", {"minimum_charge": 0}, InvalidInput),
        ("920", {"lead_days": 731}, InvalidInput),
    ],
)
def test_what_cannot_be_meant_is_refused_beside_its_field(
    it: quotes.Asked, member_a: Actor, price: str, more: dict[str, Any], refusal: type[Exception]
) -> None:
    invitation = it.of(member_a)
    with pytest.raises(refusal) as refused:
        commands.save_quote(member_a, invitation_id=invitation.pk, lines=[quotes.line(invitation, price, **more)])
    asked = AskedLine.objects.get(invitation=invitation, position=1)
    assert str(refused.value.field).endswith(f"_{asked.pk}")  # type: ignore[attr-defined]
    assert kept() == []


def test_a_quote_without_any_price_is_refused(it: quotes.Asked, member_a: Actor) -> None:
    invitation = it.of(member_a)
    asked = AskedLine.objects.filter(invitation=invitation).first()
    assert asked is not None
    commands.save_quote(member_a, invitation_id=invitation.pk, lines=[QuotedLine(asked.pk, offered=False)])
    with pytest.raises(commands.NothingQuoted):
        commands.send_quote(member_a, invitation_id=invitation.pk)
    assert kept() == [(1, "draft")]


def test_a_suspended_member_sends_nothing(it: quotes.Asked, desk: Actor, member_a: Actor) -> None:
    invitation = it.of(member_a)
    commands.save_quote(member_a, invitation_id=invitation.pk, lines=[quotes.line(invitation, "920")])
    network.suspend_member(desk, member_id=member_a.party_id or 0, reason="Belge", since=desk.today)
    with pytest.raises(commands.MemberSuspended), quotes.at_portal(member_a):
        commands.send_quote(member_a, invitation_id=invitation.pk)
    assert kept() == [(1, "draft")]


def test_a_member_suspended_meanwhile_stays_in_sight_and_does_not_count(
    it: quotes.Asked, desk: Actor, member_a: Actor, member_b: Actor
) -> None:
    quotes.quotes(member_a, it, "700")
    quotes.quotes(member_b, it, "890")
    commands.rank_candidates(desk, round_id=it.round.pk)
    network.suspend_member(desk, member_id=member_a.party_id or 0, reason="Belge", since=desk.today)
    first = reads.comparison(desk, line_id=it.lines[0].pk).candidates[0]
    assert (first.member, first.rank) == ("Usta Eller", 1)
    view = reads.quotes_of(desk, round_id=it.round.pk)
    cells = {column.member: cell for column, cell in zip(view.columns, view.lines[0].cells, strict=True)}
    gone = cells["Pırıltı Temizlik"]
    assert (gone.unit_price, gone.counts, gone.cheapest) == (Decimal(700), False, False)
    assert gone.against == ("02.03.2026 tarihinden itibaren askıda ya da ayrıldı",)
    assert cells["Usta Eller"].cheapest


def test_a_quote_is_taken_back_before_the_deadline_and_counts_no_more(
    it: quotes.Asked, desk: Actor, member_a: Actor, drain: Any
) -> None:
    quotes.quotes(member_a, it, "700")
    commands.rank_candidates(desk, round_id=it.round.pk)
    with quotes.at_portal(member_a):
        commands.withdraw_quote(member_a, invitation_id=it.of(member_a).pk)
    assert kept() == [(1, "withdrawn")]
    drain()
    prices = {one.member: one.unit_price for one in reads.comparison(desk, line_id=it.lines[0].pk).candidates}
    assert prices["Pırıltı Temizlik"] == Decimal(950)
    with pytest.raises(commands.NothingToSend):
        commands.withdraw_quote(member_a, invitation_id=it.of(member_a).pk)


def test_a_member_declines_with_a_reason_and_may_change_its_mind(
    it: quotes.Asked, desk: Actor, member_a: Actor
) -> None:
    invitation = it.of(member_a)
    with pytest.raises(InvalidInput):
        commands.decline_to_quote(member_a, invitation_id=invitation.pk, reason=" ")
    quotes.quotes(member_a, it, "700")
    with quotes.at_portal(member_a):
        commands.decline_to_quote(member_a, invitation_id=invitation.pk, reason="Ekibimiz dolu")
    with pytest.raises(IllegalMove):
        commands.decline_to_quote(member_a, invitation_id=invitation.pk, reason="Yine")
    assert (it.of(member_a).status, it.of(member_a).decline_reason) == (InvitationStatus.DECLINED, "Ekibimiz dolu")
    assert kept() == [(1, "withdrawn")]
    commands.rank_candidates(desk, round_id=it.round.pk)
    said = next(
        one for one in reads.comparison(desk, line_id=it.lines[0].pk).candidates if one.member == "Pırıltı Temizlik"
    )
    assert [(one.kind, one.word) for one in said.reasons if one.word == "no"] == [("price", "no")]
    quotes.quotes(member_a, it, "710")
    assert (it.of(member_a).status, kept()) == (InvitationStatus.OPEN, [(1, "withdrawn"), (2, "sent")])


def test_papers_come_with_the_draft_and_stay_with_what_was_sent(it: quotes.Asked, desk: Actor, member_a: Actor) -> None:
    invitation = it.of(member_a)
    with quotes.at_portal(member_a):
        paper = commands.attach_to_quote(member_a, invitation_id=invitation.pk, data=PDF, name="../Fiyat analizi.pdf")
        other = commands.attach_to_quote(member_a, invitation_id=invitation.pk, data=PDF + b"2", name="Ek.pdf")
        commands.remove_from_quote(member_a, quote_file_id=other.pk)
        with pytest.raises(FileRefused):
            commands.attach_to_quote(member_a, invitation_id=invitation.pk, data=b"MZ", name="x.pdf")
    quotes.quotes(member_a, it, "920")
    with pytest.raises(commands.NothingToSend):
        commands.remove_from_quote(member_a, quote_file_id=paper.pk)
    assert [row.file.name for row in QuoteFile.objects.all()] == ["Fiyat analizi.pdf"]
    assert [name for _, name in reads.quotes_of(desk, round_id=it.round.pk).columns[0].papers] == ["Fiyat analizi.pdf"]


def test_another_member_finds_neither_invitation_nor_quote(
    it: quotes.Asked, member_a: Actor, member_b: Actor, customer_a: Actor
) -> None:
    sent = quotes.quotes(member_a, it, "920")
    invitation = it.of(member_a)
    line = QuoteLine.objects.get()
    with quotes.at_portal(member_b):
        assert list(QuoteInvitation.objects.values_list("member_id", flat=True)) == [member_b.party_id]
        assert set(AskedLine.objects.values_list("member_id", flat=True)) == {member_b.party_id}
        assert (Quote.objects.count(), QuoteLine.objects.count()) == (0, 0)
        for act in (
            lambda: reads.invitation(member_b, invitation_id=invitation.pk),
            lambda: commands.save_quote(member_b, invitation_id=invitation.pk, lines=[]),
            lambda: commands.withdraw_quote(member_b, invitation_id=invitation.pk),
        ):
            with pytest.raises(QuoteInvitation.DoesNotExist):
                act()
    for owner in (member_a, member_b):
        with pytest.raises(DatabaseError), quotes.at_portal(member_b):
            Quote.objects.create(invitation=invitation, member_id=owner.party_id, version=7, saved_at=member_b.now)
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert (Quote.objects.get().pk, QuoteLine.objects.get().pk) == (sent.pk, line.pk)


def test_a_member_cannot_look_behind_its_invitation(it: quotes.Asked, member_a: Actor) -> None:
    hidden = ("sourcing_round", "sourcing_roundline", "sourcing_candidate", "sourcing_award", "contracts_promise")
    for table in (*hidden, "contracts_customercontract", "contracts_promiseprice"):
        with quotes.at_portal(member_a), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"SELECT * FROM {table}")
    assert RoundLine.objects.count() == 2
