"""A request comes in, gets an owner, is answered, and belongs to a customer - or ends."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from muhatap.accounts.attempts import allow
from muhatap.accounts.models import User
from muhatap.catalogue.models import Category
from muhatap.demand.commands import letters
from muhatap.demand.events import (
    RequestAssigned,
    RequestContacted,
    RequestLinked,
    RequestLost,
    RequestMerged,
    RequestReceived,
    RequestWon,
)
from muhatap.demand.models import (
    PROPOSAL_LIFECYCLE,
    REQUEST_LIFECYCLE,
    VISIT_LIFECYCLE,
    Channel,
    LostReason,
    Proposal,
    ProposalStatus,
    Request,
    RequestContact,
    RequestStatus,
    Source,
    Visit,
    VisitStatus,
)
from muhatap.demand.permissions import DemandPermission
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.calendars import add_office_minutes
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_number
from muhatap.kernel.parameters import parameter
from muhatap.kernel.wall import show_token
from muhatap.parties import commands as parties
from muhatap.parties import rules as party_rules
from muhatap.parties.models import Party

FIRST_RESPONSE = "first_response_minutes"
SERIES = "TL"
CLOSED = frozenset({RequestStatus.WON, RequestStatus.LOST, RequestStatus.MERGED})
OPEN_PROPOSALS = (ProposalStatus.DRAFT, ProposalStatus.APPROVAL, ProposalStatus.SENT)
DESK_SOURCES = frozenset({Source.PHONE, Source.EMAIL, Source.VISIT})


class NoWayToAnswer(Refusal):
    """Neither a phone number nor an e-mail address was given."""


class RequestClosed(Refusal):
    """The request has ended; nothing more can be done with it."""


class NotAtTheDesk(Refusal):
    """Only an active person of the desk can own a request or lead a visit."""


class SameRequest(Refusal):
    """A request cannot be merged into itself."""


class OtherCustomer(Refusal):
    """The two belong to different customers."""


class AlreadyLinked(Refusal):
    """The request belongs to a customer already, and work has begun on it."""


class ReasonMissing(Refusal):
    """Whoever closes a request as “other” says why."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody says when they ask for services."""

    company_name: str
    contact_name: str
    subject: str
    text: str = ""
    phone: str = ""
    email: str = ""
    tax_number: str = ""
    district_id: int | None = None
    categories: Sequence[str] = ()


@command(DemandPermission.ASK)
def ask_publicly(actor: Actor, *, asking: Asking) -> Request:
    """Ask for services on the public page; the returned request carries the secret of its own link.

    Raises: NoWayToAnswer, WrongPhone, WrongTaxNumber, InvalidInput, TooManyAttempts.
    """
    allow(actor, "request")
    token = secrets.token_urlsafe(32)
    show_token(token)
    request = _receive(actor, asking, source=Source.WEB, received_at=actor.now, token=token)
    letters.write_received(actor, request)
    return request


@command(DemandPermission.CUSTOMER_ASK)
def ask_from_portal(actor: Actor, *, subject: str, text: str = "", categories: Sequence[str] = ()) -> Request:
    """Ask for services as a customer in its portal. Raises: InvalidInput."""
    own = Party.objects.visible_to(actor).get(pk=actor.party_id or 0)
    user = User.objects.filter(pk=actor.user_id).first()
    asking = Asking(
        company_name=own.name,
        contact_name=actor.name,
        subject=subject,
        text=text,
        phone=(user.phone if user else "") or own.phone,
        email=(user.email if user else "") or own.email,
        tax_number=own.tax_number,
        district_id=own.district_id,
        categories=categories,
    )
    return _receive(actor, asking, source=Source.PORTAL, received_at=actor.now, customer_id=own.pk)


@command(DemandPermission.TRIAGE)
def enter_request(
    actor: Actor,
    *,
    asking: Asking,
    source: str = Source.PHONE,
    received_at: datetime | None = None,
    customer_id: int | None = None,
) -> Request:
    """Write down a request that came by phone, mail or in person; its clock runs from when it came.

    Raises: NoWayToAnswer, WrongPhone, WrongTaxNumber, InvalidInput.
    """
    if source not in DESK_SOURCES:
        raise InvalidInput(_("Choose how the request came: phone, e-mail or in person."), field="source")
    if received_at is not None and received_at > actor.now:
        raise InvalidInput(_("A request cannot have come in the future. Correct the time."), field="received_at")
    return _receive(actor, asking, source=Source(source), received_at=received_at or actor.now, customer_id=customer_id)


def _receive(
    actor: Actor,
    asking: Asking,
    *,
    source: Source,
    received_at: datetime,
    customer_id: int | None = None,
    token: str = "",
) -> Request:
    minutes = int(parameter(FIRST_RESPONSE, actor.today))
    request = Request(
        number="",
        source=source,
        customer_id=customer_id,
        company_name=_filled(asking.company_name, "company_name", _("Write the name of the company.")),
        contact_name=_filled(asking.contact_name, "contact_name", _("Write the name of the person to speak to.")),
        phone=party_rules.phone(asking.phone),
        email=asking.email.strip().lower(),
        tax_number=party_rules.tax_number(asking.tax_number),
        district_id=asking.district_id,
        subject=_filled(asking.subject, "subject", _("Write in a few words what is asked for.")),
        text=asking.text.strip(),
        categories=_known_categories(asking.categories),
        received_at=received_at,
        first_response_due=add_office_minutes(received_at, minutes),
        token=token,
    )
    if not request.phone and not request.email:
        raise NoWayToAnswer(_("Give a phone number or an e-mail address, so that we can answer."), field="phone")
    request.number = next_number(SERIES, actor.today.year)
    request.save(force_insert=True)
    announce(RequestReceived(request_id=request.pk, source=source.value), by=actor)
    return request


def _filled(text: str, field: str, sentence: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise InvalidInput(sentence, field=field)
    return text


def _known_categories(keys: Sequence[str]) -> list[str]:
    if not keys:
        return []
    known = set(Category.objects.filter(pk__in=keys).values_list("pk", flat=True))
    if unknown := sorted(set(keys) - known):
        raise InvalidInput(
            _("There is no service category “%(key)s”. Choose from the list.") % {"key": unknown[0]},
            field="categories",
        )
    return sorted(known)


def open_request(actor: Actor, request_id: int) -> Request:
    """A request that has not ended, locked for a change. Raises: RequestClosed."""
    request: Request = Request.objects.visible_to(actor).select_for_update().get(pk=request_id)
    if request.status in CLOSED:
        raise RequestClosed(
            _("Request %(number)s is closed (%(status)s). Open a new request if the customer asks again.")
            % {"number": request.number, "status": request.get_status_display()}
        )
    return request


def desk_person(actor: Actor, user_id: int, field: str) -> User:
    """An active person of the desk. Raises: NotAtTheDesk."""
    user: User | None = User.objects.filter(pk=user_id, audience=Audience.DESK.value, is_active=True).first()
    if user is None:
        raise NotAtTheDesk(_("Choose an active colleague of the desk."), field=field)
    return user


def move_request(actor: Actor, request: Request, to: RequestStatus) -> None:
    """Bring a request to its next state. Raises: IllegalMove."""
    request.status = REQUEST_LIFECYCLE.move(request.status, to)
    request.save(update_fields=["status"])


@command(DemandPermission.TRIAGE)
def assign_request(actor: Actor, *, request_id: int, owner_id: int) -> Request:
    """Give a request to somebody at the desk. Raises: NotAtTheDesk, RequestClosed."""
    request = open_request(actor, request_id)
    request.owner = desk_person(actor, owner_id, "owner_id")
    if request.status == RequestStatus.NEW:
        request.status = REQUEST_LIFECYCLE.move(request.status, RequestStatus.ASSIGNED)
    request.save(update_fields=["owner", "status"])
    announce(RequestAssigned(request_id=request.pk, owner_id=owner_id), by=actor)
    return request


@command(DemandPermission.TRIAGE)
def mark_contacted(
    actor: Actor, *, request_id: int, channel: str, text: str = "", at: datetime | None = None
) -> Request:
    """Note that the one who asked was spoken to; the first time stops the clock of the first response.

    A request nobody owns yet becomes the actor's. Raises: RequestClosed, InvalidInput.
    """
    request = open_request(actor, request_id)
    at = at or actor.now
    if at > actor.now:
        raise InvalidInput(_("A contact cannot lie in the future. Correct the time."), field="at")
    if at < request.received_at:
        raise InvalidInput(_("A contact cannot be earlier than the request itself. Correct the time."), field="at")
    if request.status == RequestStatus.NEW:
        request.owner_id = actor.user_id
        request.status = REQUEST_LIFECYCLE.move(request.status, RequestStatus.ASSIGNED)
        request.save(update_fields=["owner", "status"])
    first = request.first_response_at is None
    if first:
        request.first_response_at = at
    if request.status == RequestStatus.ASSIGNED:
        request.status = REQUEST_LIFECYCLE.move(request.status, RequestStatus.IN_CONTACT)
    request.save(update_fields=["first_response_at", "status"])
    RequestContact(request=request, at=at, channel=Channel(channel), text=text.strip(), user_id=actor.user_id).save(
        force_insert=True
    )
    announce(RequestContacted(request_id=request.pk, channel=channel, first=first), by=actor)
    return request


@command(DemandPermission.TRIAGE)
def link_customer(actor: Actor, *, request_id: int, customer_id: int) -> Request:
    """Say which known party asked; it becomes a customer if it was none. Raises: AlreadyLinked, RequestClosed."""
    request = open_request(actor, request_id)
    if request.customer_id == customer_id:
        return request
    if request.customer_id is not None and (request.visits.exists() or request.proposals.exists()):
        raise AlreadyLinked(
            _("Visits or proposals of this request belong to its customer already, so it cannot be changed.")
        )
    party = parties.become_customer(actor, party_id=customer_id)
    request.customer = party
    request.save(update_fields=["customer"])
    announce(RequestLinked(request_id=request.pk, customer_id=party.pk), by=actor)
    return request


@command(DemandPermission.TRIAGE)
def create_customer(
    actor: Actor,
    *,
    request_id: int,
    name: str = "",
    short_name: str = "",
    tax_number: str = "",
    tax_office: str = "",
    tax_class: str = "A",
    address: str = "",
    district_id: int | None = None,
) -> Request:
    """Register the one who asked as a customer, with the person to speak to, and link the request to it.

    What is left blank is taken from the request.
    Raises: AlreadyRegistered, AlreadyLinked, WrongTaxNumber, RequestClosed.
    """
    request = open_request(actor, request_id)
    if request.customer_id is not None:
        raise AlreadyLinked(_("This request belongs to a customer already. Open that customer instead."))
    party = parties.register_party(
        actor,
        name=name or request.company_name,
        short_name=short_name,
        tax_number=tax_number or request.tax_number,
        tax_office=tax_office,
        tax_class=tax_class,
        is_customer=True,
        phone=request.phone,
        email=request.email,
        address=address,
        district_id=district_id or request.district_id,
    )
    parties.add_contact(actor, party_id=party.pk, name=request.contact_name, phone=request.phone, email=request.email)
    return link_customer(actor, request_id=request.pk, customer_id=party.pk)


@command(DemandPermission.TRIAGE)
def lose_request(actor: Actor, *, request_id: int, reason: str, note: str = "") -> Request:
    """End a request that will not become a contract, with its reason. Raises: ReasonMissing, RequestClosed."""
    request = open_request(actor, request_id)
    if reason == LostReason.OTHER and not note.strip():
        raise ReasonMissing(_("Write the reason in a few words."), field="note")
    request.lost_reason, request.lost_note = LostReason(reason), note.strip()[:500]
    request.status = REQUEST_LIFECYCLE.move(request.status, RequestStatus.LOST)
    request.save(update_fields=["status", "lost_reason", "lost_note"])
    _withdraw(request)
    announce(RequestLost(request_id=request.pk, reason=reason), by=actor)
    return request


def _withdraw(request: Request) -> None:
    """What is still open of a request that ended: proposals can no longer be answered, visits no longer be held."""
    for proposal in Proposal.objects.select_for_update().filter(request=request, status__in=OPEN_PROPOSALS):
        proposal.status = PROPOSAL_LIFECYCLE.move(proposal.status, ProposalStatus.SUPERSEDED)
        proposal.save(update_fields=["status"])
    for visit in Visit.objects.select_for_update().filter(request=request, status=VisitStatus.PLANNED):
        visit.status = VISIT_LIFECYCLE.move(visit.status, VisitStatus.CANCELLED)
        visit.cancelled_reason = _("The request was closed.")
        visit.save(update_fields=["status", "cancelled_reason"])


@command(DemandPermission.TRIAGE)
def merge_request(actor: Actor, *, request_id: int, into_id: int) -> Request:
    """Say that a request is the same as another; its history stays readable from there.

    Raises: SameRequest, OtherCustomer, RequestClosed, IllegalMove once visiting has begun.
    """
    if request_id == into_id:
        raise SameRequest(_("Choose another request; this is the same one."), field="into_id")
    # Locked in the order of their ids, so that two merges cannot wait for each other.
    locked = {pk: open_request(actor, pk) for pk in sorted((request_id, into_id))}
    request, into = locked[request_id], locked[into_id]
    if request.customer_id and into.customer_id and request.customer_id != into.customer_id:
        raise OtherCustomer(_("The two requests belong to different customers and cannot be merged."), field="into_id")
    if into.customer_id is None and request.customer_id is not None:
        into.customer_id = request.customer_id
        into.save(update_fields=["customer"])
    request.merged_into = into
    request.status = REQUEST_LIFECYCLE.move(request.status, RequestStatus.MERGED)
    request.save(update_fields=["merged_into", "status"])
    announce(RequestMerged(request_id=request.pk, into_id=into.pk), by=actor)
    return request


@command(DemandPermission.PROPOSE)
def win_request(actor: Actor, *, request_id: int, proposal_id: int) -> Request:
    """End a request whose proposal was accepted; a request won before stays as it is."""
    request: Request = Request.objects.visible_to(actor).select_for_update().get(pk=request_id)
    if request.status != RequestStatus.WON:
        move_request(actor, request, RequestStatus.WON)
        _withdraw(request)
        announce(RequestWon(request_id=request.pk, proposal_id=proposal_id), by=actor)
    return request
