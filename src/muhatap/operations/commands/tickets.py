"""Tickets: the customer opens, the desk routes and answers, the member is asked in between."""

from __future__ import annotations

from django.utils.translation import gettext as _

from muhatap.kernel.actors import Actor
from muhatap.kernel.calendars import add_office_minutes
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_number
from muhatap.operations.events import TicketAnswered, TicketClosed, TicketOpened, TicketReplied, TicketRouted
from muhatap.operations.models import (
    TICKET_LIFECYCLE,
    Ticket,
    TicketKind,
    TicketMessage,
    TicketStatus,
)
from muhatap.operations.permissions import OperationsPermission
from muhatap.parties.models import Location, Party

SERIES = "KY"
# Office minutes until the first answer.
ANSWER_MINUTES = {TicketKind.REQUEST: 540, TicketKind.COMPLAINT: 240, TicketKind.INCIDENT: 60}


class NotAMember(Refusal):
    """Only a member can be asked."""


class NotRouted(Refusal):
    """The ticket is not with this member."""


def _locked(actor: Actor, ticket_id: int) -> Ticket:
    ticket: Ticket = Ticket.objects.visible_to(actor).select_for_update().get(pk=ticket_id)
    return ticket


def _said(text: str) -> str:
    if not text.strip():
        raise InvalidInput(_("Write the message."), field="text")
    return text.strip()


def _write(
    actor: Actor, ticket: Ticket, text: str, *, customer_id: int | None = None, member_id: int | None = None
) -> None:
    TicketMessage(
        ticket=ticket,
        customer_id=customer_id,
        member_id=member_id,
        from_prime=actor.at_desk,
        user_id=actor.user_id,
        author=actor.name[:120],
        text=text,
        at=actor.now,
    ).save(force_insert=True)


@command(OperationsPermission.OPEN_TICKET)
def open_ticket(
    actor: Actor,
    *,
    kind: str,
    subject: str,
    text: str,
    location_id: int | None = None,
    customer_id: int | None = None,
) -> int:
    """Open a ticket; at the customer's portal for the customer itself, at the desk for a named customer.

    The first answer is due in office hours: incident 1, complaint 4, request 9 hours. Raises: InvalidInput.
    """
    owner = customer_id if actor.at_desk else actor.party_id
    if owner is None:
        raise InvalidInput(_("Choose the customer."), field="customer_id")
    if not subject.strip():
        raise InvalidInput(_("Write in a few words what it is about."), field="subject")
    text = _said(text)
    if location_id is not None:
        Location.objects.visible_to(actor).get(pk=location_id, customer_id=owner)
    what = TicketKind(kind)
    ticket = Ticket(
        number=next_number(SERIES, actor.today.year),
        customer_id=owner,
        location_id=location_id,
        kind=what,
        subject=subject.strip()[:200],
        text=text,
        opened_at=actor.now,
        due_at=add_office_minutes(actor.now, ANSWER_MINUTES[what]),
    )
    ticket.save(force_insert=True)
    announce(TicketOpened(ticket_id=ticket.pk, customer_id=owner), by=actor)
    return ticket.pk


@command(OperationsPermission.ANSWER_TICKET)
def route_ticket(actor: Actor, *, ticket_id: int, member_id: int, text: str) -> None:
    """Ask a member about a ticket, in our own words. Raises: NotAMember, IllegalMove, InvalidInput."""
    ticket = _locked(actor, ticket_id)
    text = _said(text)
    if not Party.objects.filter(pk=member_id, is_member=True).exists():
        raise NotAMember(_("Choose a member of the network."), field="member_id")
    ticket.status = TICKET_LIFECYCLE.move(ticket.status, TicketStatus.ROUTED)
    ticket.member_id = member_id
    ticket.save(update_fields=["status", "member"])
    _write(actor, ticket, text, member_id=member_id)
    announce(TicketRouted(ticket_id=ticket.pk, member_id=member_id), by=actor)


@command(OperationsPermission.ANSWER_TICKET)
def reply_to_desk(actor: Actor, *, ticket_id: int, text: str) -> None:
    """Answer our question about a ticket, as the member that was asked. Raises: NotRouted, InvalidInput."""
    ticket: Ticket = Ticket.objects.visible_to(actor).get(pk=ticket_id)
    if actor.party_id is None or ticket.member_id != actor.party_id or ticket.status == TicketStatus.CLOSED:
        raise NotRouted(_("This ticket does not wait for you."))
    _write(actor, ticket, _said(text), member_id=actor.party_id)
    announce(TicketReplied(ticket_id=ticket.pk, by_member=True), by=actor)


@command(OperationsPermission.ANSWER_TICKET)
def answer_ticket(actor: Actor, *, ticket_id: int, text: str) -> None:
    """Answer the customer in our name. Raises: IllegalMove, InvalidInput."""
    ticket = _locked(actor, ticket_id)
    text = _said(text)
    ticket.status = TICKET_LIFECYCLE.move(ticket.status, TicketStatus.ANSWERED)
    ticket.answered_at = ticket.answered_at or actor.now
    ticket.save(update_fields=["status", "answered_at"])
    _write(actor, ticket, text, customer_id=ticket.customer_id)
    announce(TicketAnswered(ticket_id=ticket.pk, customer_id=ticket.customer_id), by=actor)


@command(OperationsPermission.OPEN_TICKET)
def write_again(actor: Actor, *, ticket_id: int, text: str) -> None:
    """Write into an own ticket; an answered one is open again. Raises: InvalidInput, IllegalMove."""
    ticket = _locked(actor, ticket_id)
    text = _said(text)
    if ticket.status in (TicketStatus.ANSWERED, TicketStatus.CLOSED):
        ticket.status = TICKET_LIFECYCLE.move(ticket.status, TicketStatus.OPEN)
        ticket.save(update_fields=["status"])
    _write(actor, ticket, text, customer_id=ticket.customer_id)
    announce(TicketReplied(ticket_id=ticket.pk, by_member=False), by=actor)


@command(OperationsPermission.OPEN_TICKET)
def close_ticket(actor: Actor, *, ticket_id: int) -> None:
    """Say that an answered ticket is settled. Raises: IllegalMove."""
    ticket = _locked(actor, ticket_id)
    ticket.status = TICKET_LIFECYCLE.move(ticket.status, TicketStatus.CLOSED)
    ticket.closed_at = actor.now
    ticket.save(update_fields=["status", "closed_at"])
    announce(TicketClosed(ticket_id=ticket.pk), by=actor)
