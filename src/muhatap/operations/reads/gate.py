"""The start gate: everything that keeps a service from starting at a location on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from muhatap.agreements.models import Status as AgreementStatus
from muhatap.backing import reads as backing_reads
from muhatap.backing.models import Backing, BackingRole, BackingStatus, Grade
from muhatap.catalogue.models import ServiceDocument
from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.periods import Period
from muhatap.network.models import Document, DocumentStatus
from muhatap.operations.models import StartPlan, StartStatus
from muhatap.operations.permissions import OperationsPermission

# The first days that must be fully backed before a start.
BACKED_DAYS = 30
SIGNED = (AgreementStatus.SIGNED, AgreementStatus.ACTIVE)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps the gate closed; `kind` is agreement, backing, document, task or date."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a start may go ahead, and every reason why not."""

    plan_id: int
    reasons: tuple[Reason, ...]
    overridden: bool

    @property
    def open(self) -> bool:
        """Whether nothing keeps the service from starting."""
        return not self.reasons


def gate(actor: Actor, *, plan_id: int) -> Gate:
    """Look at the gate of a start today. Raises: Forbidden."""
    ask(actor, OperationsPermission.SEE)
    plan: StartPlan = (
        StartPlan.objects.visible_to(actor)
        .select_related("location", "contract__agreement", "override")
        .get(pk=plan_id)
    )
    override = getattr(plan, "override", None)
    return Gate(plan.pk, tuple(reasons_of(actor, plan)), override is not None and override.agreed_at is not None)


def reasons_of(actor: Actor, plan: StartPlan) -> list[Reason]:
    """Every reason why the service cannot start now (also for the commands, which hold the plan's lock)."""
    if plan.status != StartStatus.PREPARING:
        return []
    day = max(plan.go_live_on, actor.today)
    promises = list(
        Promise.objects.filter(contract_id=plan.contract_id, location_id=plan.location_id, period__contains=day)
        .select_related("service")
        .order_by("position")
    )
    backings = list(
        Backing.objects.filter(promise__in=promises, role=BackingRole.PRIMARY)
        .exclude(status__in=[BackingStatus.CANCELLED, BackingStatus.ENDED])
        .filter(period__contains=day)
        .select_related("member", "project_agreement__agreement")
    )
    return [
        *_date(actor, plan),
        *_agreements(plan, backings),
        *_backing(actor, promises, day),
        *_documents(backings, day),
        *_tasks(plan),
    ]


def _date(actor: Actor, plan: StartPlan) -> Iterable[Reason]:
    if actor.today < plan.go_live_on:
        text = _("The agreed day is %(day)s; the service starts on that day, not before.")
        yield Reason("date", text % {"day": plan.go_live_on.strftime("%d.%m.%Y")})


def _agreements(plan: StartPlan, backings: Sequence[Backing]) -> Iterable[Reason]:
    contract = plan.contract.agreement
    if contract.status not in SIGNED:
        yield Reason("agreement", _("The customer contract %(number)s is not signed.") % {"number": contract.number})
    agreements = {one.project_agreement.agreement_id: one for one in backings}
    for one in agreements.values():
        agreement = one.project_agreement.agreement
        if agreement.status not in SIGNED:
            yield Reason(
                "agreement",
                _("%(member)s has not signed the project agreement %(number)s.")
                % {"member": one.member.short_name, "number": agreement.number},
            )


def _backing(actor: Actor, promises: Sequence[Promise], day: date) -> Iterable[Reason]:
    if not promises:
        yield Reason("backing", _("Nothing is promised at this location on the day of the start."))
        return
    ends = [promise.period.upper for promise in promises]
    until = min([day + timedelta(days=BACKED_DAYS), *[end for end in ends if end is not None]])
    segments = backing_reads.proof(actor, promise_ids=[promise.pk for promise in promises], period=Period(day, until))
    short: dict[int, list[backing_reads.Segment]] = defaultdict(list)
    for segment in segments:
        if segment.grade != Grade.FULL:
            short[segment.promise_id].append(segment)
    for promise in promises:
        if found := short.get(promise.pk):
            days = sum(segment.period.length() for segment in found)
            yield Reason(
                "backing",
                _("%(service)s: %(days)d of the first %(total)d days are not fully backed (%(grade)s).")
                % {
                    "service": promise.service.name,
                    "days": days,
                    "total": (until - day).days,
                    "grade": Grade(found[0].grade).label,
                },
            )


def _documents(backings: Sequence[Backing], day: date) -> Iterable[Reason]:
    """Documents that law demands for the services here and that are not valid on the day."""
    services = {one.service_id for one in backings}
    needed = list(
        ServiceDocument.objects.filter(
            service__in=services, document_type__blocks=True, document_type__monthly=False
        ).select_related("document_type")
    )
    held = set(
        Document.objects.filter(
            member__in={one.member_id for one in backings},
            status=DocumentStatus.VERIFIED,
            period__contains=day,
        ).values_list("member_id", "type_id")
    )
    told: set[tuple[int, str]] = set()
    for one in backings:
        for need in needed:
            key = (one.member_id, need.document_type_id)
            if need.service_id == one.service_id and key not in held and key not in told:
                told.add(key)
                yield Reason(
                    "document",
                    _("%(member)s: “%(document)s” is not valid on %(day)s.")
                    % {
                        "member": one.member.short_name,
                        "document": need.document_type.name,
                        "day": day.strftime("%d.%m.%Y"),
                    },
                )


def _tasks(plan: StartPlan) -> Iterable[Reason]:
    for task in plan.tasks.filter(required=True, done_at__isnull=True).order_by("position", "pk"):
        yield Reason(
            "task",
            _("Task open: %(task)s (%(side)s).") % {"task": task.title, "side": task.get_side_display()},
        )
