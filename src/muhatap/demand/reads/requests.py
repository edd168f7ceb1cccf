"""Requests: the list, the record with its history, look-alikes, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from muhatap.demand.commands.requests import CLOSED
from muhatap.demand.models import Channel, LostReason, Request, RequestContact, RequestStatus, Source
from muhatap.demand.permissions import DemandPermission
from muhatap.demand.reads.choices import category_names
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.text import Fold, TurkishOrder
from muhatap.kernel.wall import show_token
from muhatap.parties import rules as party_rules

SOON = timedelta(hours=1)
MOST_ALIKE = 8
TONES = {
    RequestStatus.NEW: "warn",
    RequestStatus.ASSIGNED: "warn",
    RequestStatus.IN_CONTACT: "none",
    RequestStatus.VISITING: "none",
    RequestStatus.PROPOSING: "none",
    RequestStatus.WON: "ok",
    RequestStatus.LOST: "none",
    RequestStatus.MERGED: "none",
}


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request in a list, with the clock of its first response."""

    id: int
    number: str
    company_name: str
    subject: str
    place: str
    source: str
    status: str
    status_name: str
    tone: str
    owner: str
    received_at: datetime
    first_response_due: datetime
    first_response_at: datetime | None
    clock: str


@dataclass(frozen=True, slots=True)
class ContactMade:
    """A contact with the one who asked."""

    at: datetime
    channel: str
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class AlikeRequest:
    """Another open request that could be the same, and why (`tax_number`, `phone`, `email`, `name`)."""

    id: int
    number: str
    company_name: str
    subject: str
    received_at: datetime
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request with everything known of it."""

    row: RequestRow
    contact_name: str
    phone: str
    phone_raw: str
    email: str
    tax_number: str
    district_id: int | None
    text: str
    categories: tuple[str, ...]
    category_keys: tuple[str, ...]
    owner_id: int | None
    customer_id: int | None
    customer: str
    lost_reason: str
    lost_note: str
    merged_into: tuple[int, str] | None
    merged: tuple[tuple[int, str], ...]
    contacts: tuple[ContactMade, ...]

    @property
    def open(self) -> bool:
        """Whether it has not ended."""
        return self.row.status not in CLOSED


def clock_of(actor: Actor, request: Request) -> str:
    """How the first response stands: `ok` in time, `late` given or due too late, `soon` within the hour, `open`."""
    if request.first_response_at is not None:
        return "ok" if request.first_response_at <= request.first_response_due else "late"
    if request.status in CLOSED:
        return "ok"
    if actor.now > request.first_response_due:
        return "late"
    return "soon" if request.first_response_due - actor.now <= SOON else "open"


def row_of(actor: Actor, request: Request) -> RequestRow:
    """A request as a list shows it."""
    status = RequestStatus(request.status)
    return RequestRow(
        id=request.pk,
        number=request.number,
        company_name=request.company_name,
        subject=request.subject,
        place=party_rules.place_words(request.district),
        source=str(Source(request.source).label),
        status=status.value,
        status_name=str(status.label),
        tone=TONES[status],
        owner=request.owner.name if request.owner else "",
        received_at=request.received_at,
        first_response_due=request.first_response_due,
        first_response_at=request.first_response_at,
        clock=clock_of(actor, request),
    )


def _rows(actor: Actor) -> QuerySet[Request]:
    rows: QuerySet[Request] = Request.objects.visible_to(actor).select_related("owner", "district__province")
    return rows


def _unanswered(rows: QuerySet[Request]) -> QuerySet[Request]:
    return rows.filter(first_response_at__isnull=True).exclude(status__in=CLOSED)


def requests(actor: Actor, *, query: ListQuery) -> ListPage[RequestRow]:
    """The requests, newest first. Filters: status, mine, clock (`late`, `waiting`), open. Raises: Forbidden."""
    ask(actor, DemandPermission.SEE)

    def by_clock(found: QuerySet[Request], value: str) -> QuerySet[Request]:
        waiting = _unanswered(found)
        return waiting.filter(first_response_due__lt=actor.now) if value == "late" else waiting

    return paginate(
        _rows(actor),
        query,
        make=lambda one: row_of(actor, one),
        sorts={
            "number": "number",
            "received": "received_at",
            "due": "first_response_due",
            "company": TurkishOrder("company_name"),
        },
        default="-received",
        search=("number", "company_name", "contact_name", "subject", "phone", "email", "tax_number"),
        filters={
            "status": lambda found, value: (
                found.exclude(status__in=CLOSED) if value == "open" else found.filter(status=value)
            ),
            "owner": lambda found, value: (
                found.filter(owner_id=actor.user_id) if value == "me" else found.filter(owner__isnull=True)
            ),
            "clock": by_clock,
        },
    )


def request(actor: Actor, *, request_id: int) -> RequestView:
    """A request with its history. Raises: Request.DoesNotExist, Forbidden."""
    ask(actor, DemandPermission.SEE)
    one = _rows(actor).select_related("customer", "merged_into").prefetch_related("merged").get(pk=request_id)
    names = category_names(actor)
    # What was said before two requests became one is read from the one that went on.
    either = Q(request=one) | Q(request__merged_into=one)
    said = RequestContact.objects.visible_to(actor).filter(either).select_related("user").order_by("-at", "-pk")
    return RequestView(
        row=row_of(actor, one),
        contact_name=one.contact_name,
        phone=party_rules.phone_for_people(one.phone),
        phone_raw=one.phone,
        email=one.email,
        tax_number=one.tax_number,
        district_id=one.district_id,
        text=one.text,
        categories=tuple(names.get(key, key) for key in one.categories),
        category_keys=tuple(one.categories),
        owner_id=one.owner_id,
        customer_id=one.customer_id,
        customer=one.customer.short_name if one.customer else "",
        lost_reason=str(LostReason(one.lost_reason).label) if one.lost_reason else "",
        lost_note=one.lost_note,
        merged_into=(one.merged_into.pk, one.merged_into.number) if one.merged_into else None,
        merged=tuple((other.pk, other.number) for other in one.merged.all()),
        contacts=tuple(
            ContactMade(made.at, str(Channel(made.channel).label), made.text, made.user.name if made.user else "")
            for made in said
        ),
    )


def requests_of(actor: Actor, *, customer_id: int) -> list[RequestRow]:
    """A customer's requests, newest first. Raises: Forbidden."""
    ask(actor, DemandPermission.SEE)
    return [row_of(actor, one) for one in _rows(actor).filter(customer_id=customer_id).order_by("-received_at")]


def alike_requests(actor: Actor, *, request_id: int) -> list[AlikeRequest]:
    """Other open requests with the same tax number, phone, e-mail domain or name. Raises: Forbidden."""
    ask(actor, DemandPermission.SEE)
    one: Request = Request.objects.visible_to(actor).get(pk=request_id)
    domain, bare = party_rules.mail_domain(one.email), party_rules.bare_name(one.company_name)
    either = Q(pk__in=[])
    if one.tax_number:
        either |= Q(tax_number=one.tax_number)
    if one.phone:
        either |= Q(phone=one.phone)
    if domain:
        either |= Q(email__iendswith=f"@{domain}")
    if bare:
        either |= Q(folded__contains=bare.split()[0])
    rows = Request.objects.visible_to(actor).annotate(folded=Fold("company_name")).filter(either)
    rows = rows.exclude(pk=one.pk).exclude(status__in=CLOSED).order_by("-received_at")
    found = []
    for other in rows[: MOST_ALIKE * 4]:
        reasons = _reasons(one, other, domain, bare)
        if reasons:
            found.append(
                AlikeRequest(other.pk, other.number, other.company_name, other.subject, other.received_at, reasons)
            )
    return found[:MOST_ALIKE]


def _reasons(one: Request, other: Request, domain: str, bare: str) -> tuple[str, ...]:
    same = {
        "tax_number": bool(one.tax_number) and one.tax_number == other.tax_number,
        "phone": bool(one.phone) and one.phone == other.phone,
        "email": bool(domain) and party_rules.mail_domain(other.email) == domain,
        "name": bool(bare) and party_rules.bare_name(other.company_name) == bare,
    }
    return tuple(key for key, value in same.items() if value)


def merge_choices(actor: Actor, *, request_id: int) -> list[tuple[int, str]]:
    """Open requests a request could be merged into, look-alikes first: (id, `TL-2026-0012 · Company · subject`)."""
    ask(actor, DemandPermission.SEE)
    first = [one.id for one in alike_requests(actor, request_id=request_id)]
    rows = Request.objects.visible_to(actor).exclude(pk=request_id).exclude(status__in=CLOSED)
    found = {
        one.pk: f"{one.number} · {one.company_name} · {one.subject}" for one in rows.order_by("-received_at")[:200]
    }
    order = [pk for pk in first if pk in found] + [pk for pk in found if pk not in first]
    return [(pk, found[pk]) for pk in order]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many requests wait for a first response, and how many of them too long."""

    unanswered: int
    late: int


def waiting(actor: Actor) -> Waiting:
    """The open clocks of first response. Raises: Forbidden."""
    ask(actor, DemandPermission.SEE)
    counts = _unanswered(Request.objects.visible_to(actor)).aggregate(
        unanswered=Count("pk"), late=Count("pk", filter=Q(first_response_due__lt=actor.now))
    )
    return Waiting(counts["unanswered"], counts["late"])


def most_urgent(actor: Actor, *, most: int = 5) -> list[RequestRow]:
    """Unanswered requests that are the actor's or nobody's, by their clock. Raises: Forbidden."""
    ask(actor, DemandPermission.SEE)
    rows = _unanswered(_rows(actor)).filter(Q(owner__isnull=True) | Q(owner_id=actor.user_id))
    return [row_of(actor, one) for one in rows.order_by("first_response_due", "pk")[:most]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the one who asked reads it behind its link."""

    number: str
    company_name: str
    subject: str
    received_at: datetime
    first_response_due: datetime
    status: str
    answered: bool


def asked(actor: Actor, *, token: str) -> Asked:
    """The request behind a link. Raises: Request.DoesNotExist."""
    show_token(token)
    one: Request = Request.objects.visible_to(actor).exclude(token="").get(token=token)
    return Asked(
        number=one.number,
        company_name=one.company_name,
        subject=one.subject,
        received_at=one.received_at,
        first_response_due=one.first_response_due,
        status=one.status,
        answered=one.first_response_at is not None,
    )
