"""Quotes of a round side by side at the desk: lines as rows, members as columns, one unit and one period."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from muhatap.demand.rules.prices import unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.money import Money
from muhatap.kernel.periods import Period
from muhatap.sourcing import sets
from muhatap.sourcing.models import (
    AskedLine,
    Candidate,
    InvitationStatus,
    LineStatus,
    Quote,
    QuoteFile,
    QuoteInvitation,
    QuoteLine,
    QuoteStatus,
    Round,
    RoundLine,
    RoundStatus,
)
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.reads.quotes import way_words
from muhatap.sourcing.reads.rounds import reason_words
from muhatap.sourcing.rules import invitations, quotes


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A member that was asked: where its answer stands, what speaks against counting it, and its totals."""

    member_id: int
    member: str
    state: str
    sent_at: datetime | None
    valid_until: date | None
    declined: str
    remark: str
    papers: tuple[tuple[uuid.UUID, str], ...]
    stopped: tuple[str, ...]
    quoted: int
    asked: int
    monthly: Money | None


@dataclass(frozen=True, slots=True)
class CellView:
    """What a member asks for a line: quoted, not_offered, no_answer, not_asked; in an average month and over the term."""

    word: str
    unit_price: Decimal | None = None
    way: str = ""
    monthly: Money | None = None
    term: Money | None = None
    minimum: Money | None = None
    lead_days: int | None = None
    remark: str = ""
    counts: bool = False
    cheapest: bool = False
    # What its rate card comes to in a month, to see the difference.
    card: Money | None = None
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotedLineView:
    """A line with what every member asks for it, in the order of the columns."""

    line_id: int
    title: str
    sub: str
    period: Period
    quantity: Decimal
    unit: str
    status: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class QuotesView:
    """All quotes of a round on one unit and one period."""

    round_id: int
    number: str
    contract_number: str
    customer: str
    open: bool
    deadline: datetime | None
    passed: bool
    ranked_at: datetime | None
    columns: tuple[ColumnView, ...]
    lines: tuple[QuotedLineView, ...]

    def count(self, *states: str) -> int:
        """How many members' answers are in one of these states."""
        return sum(column.state in states for column in self.columns)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the comparison is made of."""

    sent: dict[int, Quote]
    drafts: set[int]
    said: dict[tuple[int, int], QuoteLine]
    asked: set[tuple[int, int]]
    judged: dict[tuple[int, int], Candidate]
    cards: dict[tuple[int, int], int]
    papers: dict[int, list[tuple[uuid.UUID, str]]]
    currency: str
    actor: Actor

    def money(self, minor: int | None) -> Money | None:
        """An amount of the round."""
        return None if minor is None else Money(minor, self.currency)


def quotes_of(actor: Actor, *, round_id: int) -> QuotesView:
    """The quotes of a round compared. Raises: Round.DoesNotExist."""
    ask(actor, SourcingPermission.SEE)
    it: Any = (
        Round.objects.visible_to(actor).select_related("contract__customer", "contract__agreement").get(pk=round_id)
    )
    invited: list[Any] = list(QuoteInvitation.objects.filter(round=it).select_related("member").order_by("pk"))
    lines = list(
        RoundLine.objects.filter(round=it, asked__isnull=False)
        .distinct()
        .select_related("promise__location__district__province", "promise__service")
        .order_by("position")
    )
    found = _load(actor, it, lines, {one.member_id for one in invited})
    rows = tuple(_line(line, invited, found) for line in lines)
    deadline = max((one.deadline for one in invited), default=None)
    return QuotesView(
        round_id=it.pk,
        number=it.number,
        contract_number=it.contract.agreement.number,
        customer=it.contract.customer.short_name,
        open=it.status == RoundStatus.OPEN,
        deadline=deadline,
        passed=deadline is not None and actor.now > deadline,
        ranked_at=it.ranked_at,
        columns=tuple(_column(one, [row.cells[place] for row in rows], found) for place, one in enumerate(invited)),
        lines=rows,
    )


def _load(actor: Actor, it: Any, lines: list[RoundLine], members: set[int]) -> _Loaded:
    quotes_now = Quote.objects.filter(invitation__round=it, status__in=[QuoteStatus.SENT, QuoteStatus.DRAFT])
    rows = list(quotes_now)
    said = QuoteLine.objects.filter(quote__invitation__round=it, quote__status=QuoteStatus.SENT)
    asked = AskedLine.objects.filter(invitation__round=it).values_list("line_id", "member_id")
    judged = Candidate.objects.filter(line__in=lines, member__in=members)
    papers: dict[int, list[tuple[uuid.UUID, str]]] = defaultdict(list)
    for paper in QuoteFile.objects.filter(quote__in=rows).select_related("file").order_by("pk"):
        papers[paper.quote_id].append((paper.file_id, paper.file.name))
    return _Loaded(
        {one.member_id: one for one in rows if one.status == QuoteStatus.SENT},
        {one.member_id for one in rows if one.status == QuoteStatus.DRAFT},
        {(one.asked.line_id, one.member_id): one for one in said.select_related("asked", "quote")},
        set(asked),
        {(one.line_id, one.member_id): one for one in judged},
        sets.rate_cards(lines, members, actor.today),
        papers,
        it.contract.agreement.currency,
        actor,
    )


def _asked_for(actor: Actor, line: Any) -> quotes.AskedFor:
    wanted = sets.wanted_of(line.promise, actor.today)
    return quotes.AskedFor(wanted.quantity, wanted.unit, wanted.basis, wanted.pattern, wanted.period)


def _line(line: Any, invited: list[Any], found: _Loaded) -> QuotedLineView:
    promise = line.promise
    asked = _asked_for(found.actor, line)
    cells = [_cell(line, one, asked, found) for one in invited]
    counted = [cell.monthly.minor for cell in cells if cell.counts and cell.monthly is not None]
    least = min(counted, default=None)
    cells = [_marked(cell, least) for cell in cells]
    return QuotedLineView(
        line.pk,
        f"{promise.location.name} · {promise.service.name}",
        f"{promise.location.district.name} / {promise.location.district.province.name}",
        asked.period,
        promise.quantity,
        unit_words(promise.unit, promise.basis),
        line.status,
        tuple(cells),
    )


def _marked(cell: CellView, least: int | None) -> CellView:
    cheapest = cell.counts and cell.monthly is not None and cell.monthly.minor == least
    return replace(cell, cheapest=cheapest) if cheapest else cell


def _cell(line: Any, invited: Any, asked: quotes.AskedFor, found: _Loaded) -> CellView:
    key = (line.pk, invited.member_id)
    card = found.money(found.cards.get(key))
    judged = found.judged.get(key)
    # What was said of the price before the quote came says nothing of the quote.
    said = [one for one in invitations.against(judged.reasons) if one["kind"] != "price"] if judged else []
    against = tuple(reason_words(one).text for one in said)
    if key not in found.asked:
        return CellView("not_asked", card=card)
    row = found.said.get(key)
    if invited.status == InvitationStatus.DECLINED:
        return CellView("declined", card=card)
    if row is None:
        return CellView("no_answer", card=card)
    if not row.offered or row.unit_price is None:
        return CellView("not_offered", remark=row.remark, card=card)
    way = quotes.Way(row.basis, row.unit)
    month = quotes.monthly_of(quotes.Price(row.unit_price, way, row.minimum_charge), asked)
    term = quotes.term_of(month, asked.period)
    lapsed = row.quote.valid_until is not None and row.quote.valid_until < found.actor.today
    return CellView(
        "quoted",
        unit_price=row.unit_price,
        way=way_words(way, asked_basis=asked.basis),
        monthly=found.money(month),
        term=found.money(term),
        minimum=found.money(row.minimum_charge),
        lead_days=row.lead_days,
        remark=row.remark,
        counts=not against and not lapsed,
        card=card,
        against=against,
    )


def _column(invited: Any, cells: list[CellView], found: _Loaded) -> ColumnView:
    sent = found.sent.get(invited.member_id)
    priced = [cell.monthly for cell in cells if cell.monthly is not None]
    total = Money(0, found.currency)
    for amount in priced:
        total = total + amount
    stopped: dict[str, None] = {}
    for cell in cells:
        stopped.update(dict.fromkeys(cell.against if cell.word == "quoted" else ()))
    return ColumnView(
        member_id=invited.member_id,
        member=invited.member.short_name,
        state=_state(invited, sent, found),
        sent_at=sent.sent_at if sent else None,
        valid_until=sent.valid_until if sent else None,
        declined=invited.decline_reason,
        remark=sent.remark if sent else "",
        papers=tuple(found.papers[sent.pk]) if sent else (),
        stopped=tuple(stopped),
        quoted=len(priced),
        asked=sum(cell.word != "not_asked" for cell in cells),
        monthly=total if priced else None,
    )


def _state(invited: Any, sent: Quote | None, found: _Loaded) -> str:
    """sent, declined, draft (begun, not sent), late (nothing came) or waiting."""
    if invited.status == InvitationStatus.DECLINED:
        return "declined"
    if sent is not None:
        return "sent"
    if found.actor.now > invited.deadline or invited.status in {InvitationStatus.DECIDED, InvitationStatus.CANCELLED}:
        return "late"
    return "draft" if invited.member_id in found.drafts else "waiting"


@dataclass(frozen=True, slots=True)
class QuotesSummary:
    """How far the quotes of a round are."""

    round_id: int
    number: str
    customer: str
    deadline: datetime
    asked: int
    sent: int
    declined: int
    all_in: bool
    passed: bool
    ranked: bool


def summaries(actor: Actor, *, round_id: int | None = None) -> list[QuotesSummary]:
    """How far the quotes of the open rounds are (of one of them), the earliest deadline first."""
    ask(actor, SourcingPermission.SEE)
    where = Q(round__status=RoundStatus.OPEN) if round_id is None else Q(round_id=round_id)
    rows = QuoteInvitation.objects.visible_to(actor).filter(where).select_related("round__contract__customer")
    sent = set(
        Quote.objects.filter(invitation__in=rows, status=QuoteStatus.SENT).values_list("invitation_id", flat=True)
    )
    by_round: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("deadline", "pk"):
        by_round[row.round_id].append(row)
    return [_summary(pk, found, sent, actor.now) for pk, found in by_round.items()]


def _summary(round_id: int, found: list[Any], sent: set[int], now: datetime) -> QuotesSummary:
    deadline = max(one.deadline for one in found)
    quoted = sum(one.pk in sent for one in found)
    declined = sum(one.status == InvitationStatus.DECLINED for one in found)
    it = found[0].round
    return QuotesSummary(
        round_id=round_id,
        number=it.number,
        customer=it.contract.customer.short_name,
        deadline=deadline,
        asked=len(found),
        sent=quoted,
        declined=declined,
        all_in=quoted + declined == len(found),
        passed=now > deadline,
        ranked=it.ranked_at is not None and it.ranked_at >= deadline,
    )


@dataclass(frozen=True, slots=True)
class InvitableView:
    """A member that can be asked: for how many lines it fits, and for how many it nearly does."""

    member_id: int
    member: str
    fitting: int
    nearly: int
    lacks: tuple[str, ...]


def invitable(actor: Actor, *, round_id: int) -> list[InvitableView]:
    """Members that were not invited yet and can be, those who fit most lines first."""
    ask(actor, SourcingPermission.OPEN)
    invited = QuoteInvitation.objects.filter(round_id=round_id).values("member_id")
    rows = Candidate.objects.filter(line__round_id=round_id, line__status__in=[LineStatus.OPEN, LineStatus.NOBODY])
    members: dict[int, list[Any]] = defaultdict(list)
    for row in rows.exclude(member__in=invited).select_related("member"):
        members[row.member_id].append(row)
    found = []
    for member_id, judged in members.items():
        fitting = sum(invitations.may_be_asked(one.fits, one.reasons, nearly=False) for one in judged)
        able = sum(invitations.may_be_asked(one.fits, one.reasons, nearly=True) for one in judged)
        lacks = {reason_words(reason).kind_name: None for one in judged for reason in invitations.against(one.reasons)}
        if able:
            found.append(InvitableView(member_id, judged[0].member.short_name, fitting, able - fitting, tuple(lacks)))
    return sorted(found, key=lambda one: (-one.fitting, -one.nearly, one.member))
