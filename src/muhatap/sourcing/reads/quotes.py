"""What a member is asked for, what it answered and how it ended; nothing of the customer or of other members."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from muhatap.demand.models import Basis
from muhatap.demand.rules.patterns import pattern_words
from muhatap.demand.rules.prices import unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.periods import Period
from muhatap.sourcing.models import (
    AskedLine,
    InvitationStatus,
    LineResult,
    Quote,
    QuoteFile,
    QuoteInvitation,
    QuoteLine,
    QuoteStatus,
)
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.reads.rounds import ReasonView, reason_words
from muhatap.sourcing.rules import quotes as rules


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation in the member's list.

    `state`: wanted, sent, declined, late, decided, cancelled; `answerable`: whether a quote is still taken.
    """

    invitation_id: int
    number: str
    state: str
    answerable: bool
    deadline: datetime
    lines: int
    services: str
    places: str


@dataclass(frozen=True, slots=True)
class QuotedView:
    """What a member said of a line."""

    offered: bool
    unit_price: Decimal | None
    way: str
    way_name: str
    minimum_charge: int | None
    lead_days: int | None
    remark: str


@dataclass(frozen=True, slots=True)
class AskedView:
    """A line that is asked for, what was said of it, and how it ended."""

    asked_id: int
    service_id: str
    service: str
    place: str
    quantity: Decimal
    unit: str
    basis_name: str
    pattern: str
    standard: str
    period: Period
    ways: tuple[tuple[str, str], ...]
    draft: QuotedView | None
    sent: QuotedView | None
    result: str
    result_name: str
    own_rank: int | None
    compared: int | None
    against: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of a quote."""

    quote_file_id: int
    file_id: uuid.UUID
    name: str
    removable: bool


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A version of a quote."""

    quote_id: int
    version: int
    status: str
    status_name: str
    valid_until: date | None
    remark: str
    saved_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation with its lines, the draft and the quote that stands."""

    row: InvitationRow
    message: str
    decline_reason: str
    lines: tuple[AskedView, ...]
    draft: QuoteView | None
    sent: QuoteView | None
    versions: tuple[QuoteView, ...]
    papers: tuple[PaperView, ...]


def way_words(way: rules.Way, *, asked_basis: str) -> str:
    """What a price is for, in words."""
    unit = unit_words(way.unit, asked_basis)
    if way.unit == rules.WHOLE:
        return _("a visit, for the whole line") if way.basis == Basis.PER_VISIT else _("a month, for the whole line")
    words = {
        Basis.PER_PERIOD: _("a month, for each unit (%(unit)s)"),
        Basis.PER_VISIT: _("a visit, for each unit (%(unit)s)"),
        Basis.PER_UNIT: _("each unit (%(unit)s)"),
        Basis.PER_HEAD: _("a month, for each person"),
        Basis.TIME_MATERIAL: _("time and material (%(unit)s)"),
    }
    return words[Basis(way.basis)] % {"unit": unit}


def _state(status: str, deadline: datetime, sent: bool, now: datetime) -> str:
    if status in {InvitationStatus.DECIDED, InvitationStatus.CANCELLED}:
        return status
    if sent:
        return "sent"
    if now > deadline:
        return "late"
    return "declined" if status == InvitationStatus.DECLINED else "wanted"


def _with_state(actor: Actor) -> Any:
    sent = Quote.objects.filter(invitation=OuterRef("pk"), status=QuoteStatus.SENT)
    return QuoteInvitation.objects.visible_to(actor).annotate(has_sent=Exists(sent), asked=Count("lines"))


def _row(row: Any, what: dict[int, tuple[str, str]], now: datetime) -> InvitationRow:
    services, places = what.get(row.pk, ("", ""))
    state = _state(row.status, row.deadline, row.has_sent, now)
    answerable = row.status in {InvitationStatus.OPEN, InvitationStatus.DECLINED} and now <= row.deadline
    return InvitationRow(row.pk, row.number, state, answerable, row.deadline, row.asked, services, places)


def _what(actor: Actor, invitation_ids: list[int]) -> dict[int, tuple[str, str]]:
    """Services and provinces of invitations, in words."""
    services: dict[int, dict[str, None]] = {}
    places: dict[int, dict[str, None]] = {}
    rows = AskedLine.objects.visible_to(actor).filter(invitation__in=invitation_ids).order_by("position")
    for row in rows.select_related("service", "district__province"):
        services.setdefault(row.invitation_id, {})[row.service.name] = None
        places.setdefault(row.invitation_id, {})[row.district.province.name] = None
    return {pk: (", ".join(services[pk]), ", ".join(places[pk])) for pk in services}


def invitations(actor: Actor, *, query: ListQuery) -> ListPage[InvitationRow]:
    """The requests for quotation of the member, the latest deadline first."""
    ask(actor, SourcingPermission.QUOTE)
    found = paginate(
        _with_state(actor),
        query,
        make=lambda row: row,
        sorts={"number": "number", "deadline": "deadline"},
        default="-deadline",
        search=("number",),
        filters={"status": lambda rows, value: rows.filter(status=value)},
    )
    what = _what(actor, [row.pk for row in found.rows])
    rows = [_row(row, what, actor.now) for row in found.rows]
    return ListPage(rows, found.next, found.previous, found.total, found.sort)


def waiting_invitations(actor: Actor) -> list[InvitationRow]:
    """What a quote of the member is wanted for now, the earliest deadline first."""
    ask(actor, SourcingPermission.QUOTE)
    rows = _with_state(actor).filter(status=InvitationStatus.OPEN, deadline__gte=actor.now, has_sent=False)
    rows = list(rows.order_by("deadline", "pk")[:20])
    what = _what(actor, [row.pk for row in rows])
    return [_row(row, what, actor.now) for row in rows]


def invitation(actor: Actor, *, invitation_id: int) -> InvitationView:
    """One request for quotation with everything the member said of it. Raises: QuoteInvitation.DoesNotExist."""
    ask(actor, SourcingPermission.QUOTE)
    row = _with_state(actor).get(pk=invitation_id)
    quotes = list(Quote.objects.visible_to(actor).filter(invitation=row).order_by("version"))
    draft = next((one for one in quotes if one.status == QuoteStatus.DRAFT), None)
    sent = next((one for one in quotes if one.status == QuoteStatus.SENT), None)
    latest = draft or sent or (quotes[-1] if quotes else None)
    said: dict[tuple[int, int], QuoteLine] = {
        (line.quote_id, line.asked_id): line
        for line in QuoteLine.objects.visible_to(actor).filter(quote__invitation=row)
    }
    papers = QuoteFile.objects.visible_to(actor).filter(quote=latest).select_related("file").order_by("pk")
    asked = AskedLine.objects.visible_to(actor).filter(invitation=row).order_by("position")
    views = [_quote(one) for one in quotes]
    return InvitationView(
        row=_row(row, _what(actor, [row.pk]), actor.now),
        message=row.message,
        decline_reason=row.decline_reason,
        lines=tuple(
            _asked(
                one, said.get((latest.pk, one.pk)) if latest else None, said.get((sent.pk, one.pk)) if sent else None
            )
            for one in asked.select_related("service", "district__province")
        ),
        draft=_quote(draft) if draft else None,
        sent=_quote(sent) if sent else None,
        versions=tuple(view for view in views if view.status != QuoteStatus.DRAFT),
        papers=tuple(PaperView(one.pk, one.file_id, one.file.name, draft is not None) for one in papers),
    )


def _quote(row: Quote) -> QuoteView:
    name = str(QuoteStatus(row.status).label)
    return QuoteView(row.pk, row.version, row.status, name, row.valid_until, row.remark, row.saved_at, row.sent_at)


def _said(line: QuoteLine | None, asked: Any) -> QuotedView | None:
    if line is None:
        return None
    way = rules.Way(line.basis, line.unit)
    name = way_words(way, asked_basis=asked.basis) if line.offered else ""
    return QuotedView(
        line.offered,
        line.unit_price,
        way.key if line.offered else "",
        name,
        line.minimum_charge,
        line.lead_days,
        line.remark,
    )


def _asked(one: Any, draft: QuoteLine | None, sent: QuoteLine | None) -> AskedView:
    ways = rules.ways(one.basis, one.unit, one.pattern)
    return AskedView(
        asked_id=one.pk,
        service_id=one.service_id,
        service=one.service.name,
        place=f"{one.district.name} / {one.district.province.name}",
        quantity=one.quantity,
        unit=unit_words(one.unit, one.basis),
        basis_name=str(Basis(one.basis).label),
        pattern=pattern_words(one.pattern),
        standard=one.standard,
        period=Period.of(one.period),
        ways=tuple((way.key, way_words(way, asked_basis=one.basis)) for way in ways),
        draft=_said(draft, one),
        sent=_said(sent, one),
        result=one.result,
        result_name=str(LineResult(one.result).label),
        own_rank=one.own_rank,
        compared=one.compared,
        against=tuple(reason_words(reason) for reason in one.against),
    )
