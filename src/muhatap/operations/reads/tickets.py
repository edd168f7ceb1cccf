"""Tickets as each side meets them: the customer its words with us, the member its words with us, the desk both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.operations.models import Ticket, TicketMessage, TicketStatus
from muhatap.operations.permissions import OperationsPermission
from muhatap.operations.reads import names
from muhatap.parties.models import Location


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket in a list."""

    id: int
    number: str
    kind: str
    kind_label: str
    subject: str
    customer_id: int
    customer: str
    member_id: int | None
    member: str
    location_id: int | None
    location: str
    status: str
    status_label: str
    opened_at: datetime
    due_at: datetime
    overdue: bool

    @property
    def tone(self) -> str:
        """Red when the answer is late, amber while it is awaited, green when given."""
        if self.overdue:
            return "bad"
        return {"open": "warn", "routed": "warn", "answered": "ok", "closed": "none"}[self.status]


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message; `hop` says between whom: customer, member or ourselves."""

    at: datetime
    author: str
    from_prime: bool
    hop: str
    text: str


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket with the messages its reader may see."""

    row: TicketRow
    text: str
    answered_at: datetime | None
    closed_at: datetime | None
    messages: tuple[MessageRow, ...]


def _row(actor: Actor, ticket: Any, members: dict[int, str]) -> TicketRow:
    waiting = ticket.status in (TicketStatus.OPEN, TicketStatus.ROUTED)
    return TicketRow(
        id=ticket.pk,
        number=ticket.number,
        kind=ticket.kind,
        kind_label=ticket.get_kind_display(),
        subject=ticket.subject,
        customer_id=ticket.customer_id,
        customer=ticket.customer.short_name if actor.at_desk else "",
        member_id=ticket.member_id if actor.at_desk else None,
        member=members.get(ticket.member_id, "") if actor.at_desk else "",
        location_id=ticket.location_id,
        location=ticket.location.name if ticket.location else "",
        status=ticket.status,
        status_label=ticket.get_status_display(),
        opened_at=ticket.opened_at,
        due_at=ticket.due_at,
        overdue=waiting and ticket.due_at < actor.now,
    )


def _found(actor: Actor) -> Any:
    rows = Ticket.objects.visible_to(actor).select_related("location")
    return rows.select_related("customer", "member") if actor.at_desk else rows


def _members(actor: Actor, rows: Any) -> dict[int, str]:
    return names.parties(actor, rows.values_list("member_id", flat=True).distinct()) if actor.at_desk else {}


def tickets(actor: Actor, *, query: ListQuery) -> ListPage[TicketRow]:
    """Tickets, the latest first."""
    ask(actor, OperationsPermission.SEE)
    members = _members(actor, Ticket.objects.all())
    fields = ["number", "subject", "location__name"]
    return paginate(
        _found(actor),
        query,
        make=lambda ticket: _row(actor, ticket, members),
        sorts={"opened": "opened_at", "due": "due_at", "number": "number"},
        default="-opened",
        search=[*fields, "customer__short_name"] if actor.at_desk else fields,
        filters={
            "status": lambda rows, value: rows.filter(
                status__in=[TicketStatus.OPEN, TicketStatus.ROUTED] if value == "waiting" else [value]
            ),
            "kind": lambda rows, value: rows.filter(kind=value),
        },
    )


def waiting_tickets(actor: Actor, *, most: int = 20) -> list[TicketRow]:
    """Tickets that wait for an answer, the most urgent first."""
    ask(actor, OperationsPermission.SEE)
    rows = _found(actor).filter(status__in=[TicketStatus.OPEN, TicketStatus.ROUTED])
    return [_row(actor, ticket, _members(actor, rows)) for ticket in rows.order_by("due_at", "pk")[:most]]


def ticket(actor: Actor, *, ticket_id: int) -> TicketView:
    """One ticket with its messages."""
    ask(actor, OperationsPermission.SEE)
    found = _found(actor).get(pk=ticket_id)
    members = names.parties(actor, [found.member_id]) if actor.at_desk else {}
    messages = TicketMessage.objects.visible_to(actor).filter(ticket=found).order_by("at", "pk")
    by_member = actor.audience.value == "member"
    return TicketView(
        row=_row(actor, found, members),
        # What the customer wrote goes to a member only in our own words.
        text="" if by_member else found.text,
        answered_at=found.answered_at,
        closed_at=found.closed_at,
        messages=tuple(
            MessageRow(
                one.at,
                one.author,
                one.from_prime,
                "customer" if one.customer_id else "member" if one.member_id else "own",
                one.text,
            )
            for one in messages
        ),
    )


def own_locations(actor: Actor) -> list[tuple[int, str]]:
    """The locations the actor may name in a ticket."""
    ask(actor, OperationsPermission.OPEN_TICKET)
    rows = Location.objects.visible_to(actor).order_by("name")
    return list(rows.values_list("pk", "name"))


def members_at(actor: Actor, *, ticket_id: int) -> list[tuple[int, str]]:
    """Whom a ticket can be passed to: who delivers at its location, else all that deliver to the customer."""
    ask(actor, OperationsPermission.ANSWER_TICKET)
    from muhatap.backing.models import Backing, BackingStatus

    found = Ticket.objects.visible_to(actor).get(pk=ticket_id)
    rows = Backing.objects.filter(status=BackingStatus.IN_FORCE, promise__customer_id=found.customer_id)
    here = rows.filter(location_id=found.location_id) if found.location_id else rows
    chosen = here if here.exists() else rows
    return sorted(set(chosen.values_list("member_id", "member__short_name")), key=lambda one: one[1])


def rows_of(actor: Actor, ticket_ids: Sequence[int]) -> list[TicketRow]:
    """Some tickets as rows, the most urgent first."""
    ask(actor, OperationsPermission.SEE)
    rows = _found(actor).filter(pk__in=ticket_ids)
    return [_row(actor, one, _members(actor, rows)) for one in rows.order_by("due_at", "pk")]
