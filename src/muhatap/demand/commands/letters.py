"""Mails about requests, visits and proposals, left in the outbox; they carry names and numbers, never prices."""

from __future__ import annotations

from typing import Any

from muhatap.accounts.models import Role, Seat
from muhatap.demand.models import Proposal, Request, Visit
from muhatap.kernel import jobs
from muhatap.kernel.actors import ISTANBUL, Actor


def write_received(actor: Actor, request: Request) -> None:
    """Tell the one who asked on the public page that the request arrived, with its own link."""
    if request.email:
        due = request.first_response_due.astimezone(ISTANBUL).strftime("%d.%m.%Y %H:%M")
        facts = {"name": request.contact_name, "number": request.number, "subject": request.subject, "due": due}
        _put(
            "request_received",
            to=request.email,
            language="tr",
            face="public",
            path=f"request/{request.token}/",
            facts=facts,
            dedupe=f"request_received:{request.pk}",
        )


def write_visit(actor: Actor, visit: Visit, request: Request, *, moved: bool = False) -> None:
    """Tell the customer when and where we come."""
    at = visit.planned_at.astimezone(ISTANBUL).strftime("%d.%m.%Y %H:%M")
    _to_customer(
        "visit_planned",
        request,
        path=f"visits/{visit.pk}/",
        facts={"number": request.number, "at": at, "place": visit.place, "moved": moved},
        dedupe=f"visit_planned:{visit.pk}:{visit.planned_at.isoformat()}",
    )


def write_report(actor: Actor, visit: Visit, request: Request) -> None:
    """Tell the customer that the report of a visit waits for its confirmation."""
    _to_customer(
        "visit_report",
        request,
        path=f"visits/{visit.pk}/",
        facts={"number": request.number},
        dedupe=f"visit_report:{visit.pk}",
    )


def write_proposal(actor: Actor, proposal: Proposal, request: Request) -> None:
    """Tell the customer that a proposal waits for its answer."""
    _to_customer(
        "proposal_sent",
        request,
        path=f"proposals/{proposal.pk}/",
        facts={
            "number": proposal.number,
            "title": proposal.title,
            "until": proposal.valid_until.strftime("%d.%m.%Y"),
        },
        dedupe=f"proposal_sent:{proposal.pk}",
    )


def _to_customer(template: str, request: Request, *, path: str, facts: dict[str, Any], dedupe: str) -> None:
    """To everyone who decides for the customer; to the one who asked while nobody has a login yet."""
    seats = Seat.objects.filter(party_id=request.customer_id or 0, role=Role.CUSTOMER_DECISION, user__is_active=True)
    people = [(seat.user.email, seat.user.name, seat.user.language) for seat in seats.select_related("user")]
    if not people and request.email:
        people = [(request.email, request.contact_name, "tr")]
    for email, name, language in people:
        _put(
            template,
            to=email,
            language=language,
            face="customer",
            path=path,
            facts={"name": name, **facts},
            dedupe=f"{dedupe}:{email}",
        )


def _put(template: str, *, to: str, language: str, face: str, path: str, facts: dict[str, Any], dedupe: str) -> None:
    payload = {"template": template, "to": to, "language": language, "face": face, "path": path, "facts": facts}
    jobs.put("mail", payload, dedupe=dedupe[:200])
