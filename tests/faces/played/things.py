"""What the ids in the addresses of the portals point to: for every parameter of a route, the things of one party."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from django.db.models import Q
from django.urls import URLPattern, reverse

from muhatap.accounts.models import ListView, Seat
from muhatap.agreements.models import Agreement
from muhatap.billing.models import Invoice, InvoiceLine, Payment, Settlement, SettlementLine
from muhatap.contracts.models import CustomerContract
from muhatap.demand.models import Proposal, Request, Visit
from muhatap.faces.web.urls import urls_of
from muhatap.kernel.models import Batch, FileAudience, StoredFile
from muhatap.network.models import RateCard
from muhatap.operations.models import Advice, Job, StartPlan, StartTask, Ticket
from muhatap.parties.models import Location
from muhatap.quality.models import Action, AuditReport, Finding
from muhatap.sourcing.models import QuoteFile, QuoteInvitation

Ids = Callable[[int], list[Any]]
MOST = 4


def _of(model: Any, key: str = "pk", **scope: str) -> Ids:
    """The first things of a party, by the column that names it."""
    ((column, _),) = scope.items()
    return lambda party: list(model.objects.filter(**{column: party}).order_by("pk").values_list(key, flat=True)[:MOST])


def _files(party: int) -> list[Any]:
    """Files a party put there or the house opened to it, and to nobody else."""
    others = FileAudience.objects.exclude(party_id=party).values("file_id")
    opened = FileAudience.objects.filter(party_id=party).values("file_id")
    mine = StoredFile.objects.filter(Q(party_id=party) | Q(pk__in=opened, party_id=None)).exclude(pk__in=others)
    return list(mine.order_by("name").values_list("pk", flat=True))


def _codes(party: int) -> list[str]:
    """The codes at the entrances where a member works."""
    places = Job.objects.filter(member_id=party).values("location_id")
    return list(Location.objects.filter(pk__in=places).values_list("check_in_code", flat=True)[:MOST])


CUSTOMER: dict[str, Ids] = {
    "agreement_id": _of(Agreement, party_id=""),
    "batch": _of(Batch, party_id=""),
    "contract_id": _of(CustomerContract, customer_id=""),
    "file_id": _files,
    "finding_id": _of(Finding, customer_id=""),
    "invoice_id": _of(Invoice, customer_id=""),
    "job_id": _of(Job, customer_id=""),
    "line_id": _of(InvoiceLine, invoice__customer_id=""),
    "location_id": _of(Location, customer_id=""),
    "plan_id": _of(StartPlan, customer_id=""),
    "proposal_id": _of(Proposal, customer_id=""),
    "report_id": _of(AuditReport, customer_id=""),
    "request_id": _of(Request, customer_id=""),
    "seat_id": _of(Seat, party_id=""),
    "task_id": _of(StartTask, plan__customer_id=""),
    "ticket_id": _of(Ticket, customer_id=""),
    "view_id": _of(ListView, party_id=""),
    "visit_id": _of(Visit, customer_id=""),
    # Which of an invoice's papers: no thing of its own.
    "kind": lambda party: ["pdf", "xml"],
}
MEMBER: dict[str, Ids] = {
    "action_id": _of(Action, finding__member_id=""),
    "advice_id": _of(Advice, member_id=""),
    "agreement_id": _of(Agreement, party_id=""),
    "batch": _of(Batch, party_id=""),
    "code": _codes,
    "file_id": _files,
    "finding_id": _of(Finding, member_id=""),
    "invitation_id": _of(QuoteInvitation, member_id=""),
    "job_id": _of(Job, member_id=""),
    "line_id": _of(SettlementLine, settlement__member_id=""),
    "payment_id": _of(Payment, member_id=""),
    "quote_file_id": _of(QuoteFile, member_id=""),
    "rate_card_id": _of(RateCard, member_id=""),
    "report_id": _of(AuditReport, member_id=""),
    "seat_id": _of(Seat, party_id=""),
    "settlement_id": _of(Settlement, member_id=""),
    "task_id": _of(StartTask, member_id=""),
    "ticket_id": _of(Ticket, member_id=""),
    "view_id": _of(ListView, party_id=""),
}
THINGS = {"customer": CUSTOMER, "member": MEMBER}
# An id of nothing, of the same kind.
NOBODY = "00000000-0000-0000-0000-000000000001"
NOTHING: dict[str, Any] = {"file_id": NOBODY, "batch": NOBODY, "code": "YYYYYY", "kind": "pdf"}
# Everybody's: the language of the page has no owner; acts on several rows name them behind the address.
NOBODYS = {"language", "bulk"}
# A value for every field of every form behind an id, so that no form stops a request before its thing is looked for.
WORDS = {
    "cause": "Çizelge atanmamış.",
    "code": "123456",
    "correction": "",
    "due_on": "2026-12-31",
    "note": "Not",
    "objection": "Miktar yanlış.",
    "reason": "Uymuyor.",
    "text": "Yazıyorum.",
    "until": "2026-12-31",
    "method": "pin",
    "name": "Ad",
    "sha256": "0" * 64,
}


def routes_with_ids(face: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every route of a face that takes something out of its address: name and parameters."""
    for route in urls_of(face):
        assert isinstance(route, URLPattern)
        if route.pattern.converters and str(route.name) not in NOBODYS:
            yield str(route.name), tuple(route.pattern.converters)


def addresses(face: str, name: str, parameters: tuple[str, ...], party: int) -> list[str]:
    """The addresses of a route with the things of a party."""
    ids = [THINGS[face][parameter](party) for parameter in parameters]
    return [reverse(name, args=chosen) for chosen in product(*ids)]


def nowhere(name: str, parameters: tuple[str, ...]) -> str:
    """The address of a route with ids of nothing."""
    return reverse(name, args=[NOTHING.get(parameter, 987_654_321) for parameter in parameters])
