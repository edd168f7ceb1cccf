"""What a customer reads in its portal: its requests, visits and the proposals sent to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from muhatap.demand.models import Proposal, ProposalStatus, Request, RequestStatus, Visit, VisitStatus
from muhatap.demand.permissions import DemandPermission
from muhatap.demand.reads.choices import category_names
from muhatap.demand.reads.needs import NeedView, loaded, need_view
from muhatap.demand.reads.proposals import TONES, OfferedLine, loaded_lines, offered
from muhatap.demand.reads.visits import TONES as VISIT_TONES
from muhatap.demand.reads.visits import AnsweredSurvey, answered
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.money import Money


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request of the customer."""

    id: int
    number: str
    subject: str
    text: str
    categories: tuple[str, ...]
    received_at: datetime
    status: str
    status_name: str
    tone: str


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """A visit to the customer, with its report once there is one."""

    id: int
    request_number: str
    request_id: int
    planned_at: datetime
    minutes_planned: int
    place: str
    status: str
    status_name: str
    tone: str
    reported_at: datetime | None
    confirmed_at: datetime | None
    confirmed_by: str
    correction: str
    report_id: UUID | None


@dataclass(frozen=True, slots=True)
class OwnVisitReport:
    """A visit's report as its customer reads it."""

    visit: OwnVisit
    met: str
    notes: str
    surveys: tuple[AnsweredSurvey, ...]
    needs: tuple[NeedView, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal as its customer reads it."""

    id: int
    number: str
    version: int
    title: str
    notes: str
    status: str
    status_name: str
    tone: str
    valid_until: date
    sent_at: datetime | None
    answered_at: datetime | None
    answered_by: str
    answer_note: str
    pdf_id: UUID | None
    answerable: bool
    lines: tuple[OfferedLine, ...]
    monthly: Money


# What happens inside the house is one state for the customer.
_IN_WORK = {RequestStatus.NEW, RequestStatus.ASSIGNED, RequestStatus.IN_CONTACT}


def _own_request(one: Request, names: dict[str, str]) -> OwnRequest:
    status = RequestStatus(one.status)
    return OwnRequest(
        id=one.pk,
        number=one.number,
        subject=one.subject,
        text=one.text,
        categories=tuple(names.get(key, key) for key in one.categories),
        received_at=one.received_at,
        status=status.value,
        status_name=str(RequestStatus.IN_CONTACT.label if status in _IN_WORK else status.label),
        tone="ok" if status is RequestStatus.WON else "none",
    )


def own_requests(actor: Actor, *, query: ListQuery) -> ListPage[OwnRequest]:
    """The customer's requests, newest first. Raises: Forbidden."""
    ask(actor, DemandPermission.CUSTOMER_SEE)
    names = category_names(actor)
    return paginate(
        Request.objects.visible_to(actor),
        query,
        make=lambda one: _own_request(one, names),
        sorts={"number": "number", "received": "received_at"},
        default="-received",
        search=("number", "subject"),
    )


def own_request(actor: Actor, *, request_id: int) -> OwnRequest:
    """A request of the customer. Raises: Request.DoesNotExist, Forbidden."""
    ask(actor, DemandPermission.CUSTOMER_SEE)
    one: Request = Request.objects.visible_to(actor).get(pk=request_id)
    return _own_request(one, category_names(actor))


def _own_visit(one: Visit) -> OwnVisit:
    status = VisitStatus(one.status)
    # The report is written between visit and dispatch; until then the customer reads “planned” or “held”.
    return OwnVisit(
        id=one.pk,
        request_number=one.request.number,
        request_id=one.request_id,
        planned_at=one.planned_at,
        minutes_planned=one.minutes_planned,
        place=one.place,
        status=status.value,
        status_name=str(status.label),
        tone=VISIT_TONES[status],
        reported_at=one.reported_at,
        confirmed_at=one.confirmed_at,
        confirmed_by=one.confirmed_by.name if one.confirmed_by else "",
        correction=one.correction,
        report_id=one.report_id,
    )


def _visits(actor: Actor) -> QuerySet[Visit]:
    rows: QuerySet[Visit] = Visit.objects.visible_to(actor).select_related("request", "confirmed_by")
    return rows


def own_visits(actor: Actor, *, query: ListQuery) -> ListPage[OwnVisit]:
    """The customer's visits, latest first. Raises: Forbidden."""
    ask(actor, DemandPermission.CUSTOMER_SEE)
    return paginate(
        _visits(actor),
        query,
        make=_own_visit,
        sorts={"planned": "planned_at"},
        default="-planned",
        search=("request__number", "place"),
        filters={"status": lambda found, value: found.filter(status=value)},
    )


def own_visit(actor: Actor, *, visit_id: int) -> OwnVisitReport:
    """A visit of the customer; notes, answers and needs once reported. Raises: Visit.DoesNotExist, Forbidden."""
    ask(actor, DemandPermission.CUSTOMER_SEE)
    one = _visits(actor).get(pk=visit_id)
    if one.status not in (VisitStatus.REPORTED, VisitStatus.CONFIRMED):
        return OwnVisitReport(_own_visit(one), "", "", (), ())
    needs = tuple(need_view(actor, need) for need in loaded(actor).filter(visit=one))
    return OwnVisitReport(_own_visit(one), one.met, one.notes, answered(actor, one.pk), needs)


def _proposals(actor: Actor) -> QuerySet[Proposal]:
    rows: QuerySet[Proposal] = Proposal.objects.visible_to(actor).select_related("answered_by")
    return rows


def _offer(actor: Actor, one: Proposal, lines: tuple[OfferedLine, ...] = ()) -> Offer:
    status = ProposalStatus(one.status)
    return Offer(
        id=one.pk,
        number=one.number,
        version=one.version,
        title=one.title,
        notes=one.notes,
        status=status.value,
        status_name=str(status.label),
        tone=TONES[status],
        valid_until=one.valid_until,
        sent_at=one.sent_at,
        answered_at=one.answered_at,
        answered_by=one.answered_by.name if one.answered_by else "",
        answer_note=one.answer_note,
        pdf_id=one.pdf_id,
        answerable=status is ProposalStatus.SENT and actor.today <= one.valid_until,
        lines=lines,
        monthly=Money(sum(line.monthly.minor for line in lines if line.monthly), one.currency),
    )


def offers(actor: Actor, *, query: ListQuery) -> ListPage[Offer]:
    """The proposals sent to the customer, newest first. Raises: Forbidden."""
    ask(actor, DemandPermission.CUSTOMER_PROPOSALS)
    return paginate(
        _proposals(actor),
        query,
        make=lambda one: _offer(actor, one),
        sorts={"number": "number", "sent": "sent_at", "valid": "valid_until"},
        default="-sent",
        search=("number", "title"),
        filters={"status": lambda found, value: found.filter(status=value)},
    )


def offer(actor: Actor, *, proposal_id: int) -> Offer:
    """A proposal sent to the customer, with its lines. Raises: Proposal.DoesNotExist, Forbidden."""
    ask(actor, DemandPermission.CUSTOMER_PROPOSALS)
    one = _proposals(actor).get(pk=proposal_id)
    day = one.sent_at.astimezone(ISTANBUL).date() if one.sent_at else actor.today
    lines = tuple(offered(actor, line, one.currency, day) for line in loaded_lines(actor, one.pk))
    return _offer(actor, one, lines)


def to_answer(actor: Actor) -> list[Offer]:
    """Proposals that wait for the customer's answer, the first to run out first. Raises: Forbidden."""
    ask(actor, DemandPermission.CUSTOMER_PROPOSALS)
    rows = (
        _proposals(actor).filter(status=ProposalStatus.SENT, valid_until__gte=actor.today).order_by("valid_until", "pk")
    )
    return [_offer(actor, one) for one in rows]


def to_confirm(actor: Actor) -> list[OwnVisit]:
    """Visit reports that wait for the customer's confirmation, oldest first. Raises: Forbidden."""
    ask(actor, DemandPermission.CUSTOMER_SEE)
    return [_own_visit(one) for one in _visits(actor).filter(status=VisitStatus.REPORTED).order_by("reported_at")]
