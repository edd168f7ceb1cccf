"""The start gate: everything that keeps a service from starting at a location on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from muhatap.agreements.models import Status as AgreementStatus
from muhatap.backing import reads as backing_reads
from muhatap.backing.models import Backing, BackingPrice, BackingRole, BackingStatus, Grade
from muhatap.catalogue.models import ServiceDocument
from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.periods import Period
from muhatap.network import reads as network
from muhatap.network.models import Document, DocumentStatus, Effect
from muhatap.network.rules import Context, monthly_minor, stopped
from muhatap.operations.models import StartPlan, StartStatus, StartTask
from muhatap.operations.permissions import OperationsPermission

# The first days that must be fully backed before a start.
BACKED_DAYS = 30
SIGNED = (AgreementStatus.SIGNED, AgreementStatus.ACTIVE)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps the gate closed; `kind` is agreement, backing, document, condition, task or date."""

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
        .select_related("location__district", "contract__agreement", "override")
        .get(pk=plan_id)
    )
    override = getattr(plan, "override", None)
    return Gate(plan.pk, tuple(reasons_of(actor, plan)), override is not None and override.agreed_at is not None)


def reasons_of(actor: Actor, plan: StartPlan) -> list[Reason]:
    """Every reason why the service cannot start now (also for the commands, which hold the plan's lock)."""
    return reasons_for(actor, [plan])[plan.pk]


def reasons_for(actor: Actor, plans: Sequence[StartPlan]) -> dict[int, list[Reason]]:
    """The reasons of several plans by plan, read together: a contract of forty locations has forty gates."""
    found: dict[int, list[Reason]] = {plan.pk: [] for plan in plans}
    by_day: dict[date, list[StartPlan]] = defaultdict(list)
    for plan in plans:
        if plan.status == StartStatus.PREPARING:
            by_day[max(plan.go_live_on, actor.today)].append(plan)
    for day, theirs in by_day.items():
        seen = _look(actor, theirs, day)
        for plan in theirs:
            found[plan.pk] = [
                *_date(actor, plan),
                *_agreements(plan, seen.backings[plan.pk]),
                *_backing(seen, plan),
                *_documents(seen, seen.backings[plan.pk]),
                *_conditions(seen, plan),
                *_tasks(seen.tasks[plan.pk]),
            ]
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """What counts for starts on one day: by plan its promises, backings and open tasks; needs and documents by key."""

    day: date
    promises: Mapping[int, Sequence[Promise]]
    backings: Mapping[int, Sequence[Backing]]
    tasks: Mapping[int, Sequence[StartTask]]
    segments: Mapping[int, Sequence[backing_reads.Segment]]
    needed: Sequence[ServiceDocument]
    held: set[tuple[int, str]]
    conditions: network.ConditionBook
    monthly: Mapping[int, int]


def _look(actor: Actor, plans: Sequence[StartPlan], day: date) -> _Seen:
    places = {(plan.contract_id, plan.location_id): plan.pk for plan in plans}
    rows = Promise.objects.filter(
        contract__in={contract for contract, _ in places},
        location__in={location for _, location in places},
        period__contains=day,
    )
    promises: dict[int, list[Promise]] = defaultdict(list)
    plan_of: dict[int, int] = {}
    for promise in rows.select_related("service").order_by("position", "pk"):
        if (plan_id := places.get((promise.contract_id, promise.location_id))) is not None:
            promises[plan_id].append(promise)
            plan_of[promise.pk] = plan_id
    backings: dict[int, list[Backing]] = defaultdict(list)
    standing = list(_standing(list(plan_of), day))
    for one in standing:
        backings[plan_of[one.promise_id]].append(one)
    tasks: dict[int, list[StartTask]] = defaultdict(list)
    waiting = StartTask.objects.filter(plan__in=[plan.pk for plan in plans], required=True, done_at__isnull=True)
    for task in waiting.order_by("position", "pk"):
        tasks[task.plan_id].append(task)
    segments: dict[int, list[backing_reads.Segment]] = defaultdict(list)
    window = Period(day, day + timedelta(days=BACKED_DAYS))
    for segment in backing_reads.proof(actor, promise_ids=list(plan_of), period=window):
        segments[segment.promise_id].append(segment)
    book = network.condition_book({one.member_id for one in standing})
    return _Seen(day, promises, backings, tasks, segments, *_papers(standing, day), book, _amounts(standing, book, day))


def _amounts(backings: Sequence[Backing], book: network.ConditionBook, day: date) -> dict[int, int]:
    """What lines of members with conditions come to in an average month (kuruş), by backing."""
    lines = {one.pk: one for one in backings if one.member_id in book.rules}
    prices = BackingPrice.objects.filter(backing__in=lines, period__contains=day)
    return {
        price.backing_id: monthly_minor(
            price.unit_price, line.quantity, line.basis, line.pattern, Period.of(line.period).start
        )
        for price in prices
        for line in [lines[price.backing_id]]
    }


def _standing(promise_ids: Sequence[int], day: date) -> Iterable[Backing]:
    rows = Backing.objects.filter(promise__in=promise_ids, role=BackingRole.PRIMARY, period__contains=day)
    return (
        rows.exclude(status__in=[BackingStatus.CANCELLED, BackingStatus.ENDED])
        .select_related("member", "service", "project_agreement__agreement")
        .order_by("pk")
    )


def _papers(backings: Sequence[Backing], day: date) -> tuple[list[ServiceDocument], set[tuple[int, str]]]:
    """Documents the law demands for the services here, and (member, type) of those that are valid on the day."""
    needed = ServiceDocument.objects.filter(
        service__in={one.service_id for one in backings}, document_type__blocks=True, document_type__monthly=False
    )
    held = Document.objects.filter(
        member__in={one.member_id for one in backings},
        status=DocumentStatus.VERIFIED,
        period__contains=day,
    )
    return (
        list(needed.select_related("document_type").order_by("pk")),
        set(held.values_list("member_id", "type_id")),
    )


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


def _backing(seen: _Seen, plan: StartPlan) -> Iterable[Reason]:
    promises = seen.promises[plan.pk]
    if not promises:
        yield Reason("backing", _("Nothing is promised at this location on the day of the start."))
        return
    ends = [promise.period.upper for promise in promises]
    until = min([seen.day + timedelta(days=BACKED_DAYS), *[end for end in ends if end is not None]])
    for promise in promises:
        short = [
            (part.length(), segment.grade)
            for segment in seen.segments[promise.pk]
            if segment.grade != Grade.FULL and (part := segment.period.meet(Period(seen.day, until))) is not None
        ]
        if short:
            yield Reason(
                "backing",
                _("%(service)s: %(days)d of the first %(total)d days are not fully backed (%(grade)s).")
                % {
                    "service": promise.service.name,
                    "days": sum(days for days, _grade in short),
                    "total": (until - seen.day).days,
                    "grade": Grade(short[0][1]).label,
                },
            )


def _documents(seen: _Seen, backings: Sequence[Backing]) -> Iterable[Reason]:
    """Documents that law demands for the services here and that are not valid on the day."""
    told: set[tuple[int, str]] = set()
    for one in backings:
        for need in seen.needed:
            key = (one.member_id, need.document_type_id)
            if need.service_id == one.service_id and key not in seen.held and key not in told:
                told.add(key)
                yield Reason(
                    "document",
                    _("%(member)s: “%(document)s” is not valid on %(day)s.")
                    % {
                        "member": one.member.short_name,
                        "document": need.document_type.name,
                        "day": seen.day.strftime("%d.%m.%Y"),
                    },
                )


def _conditions(seen: _Seen, plan: StartPlan) -> Iterable[Reason]:
    """Conditions of the members here that keep new work from them on the day."""
    told: set[int] = set()
    for one in seen.backings[plan.pk]:
        context = Context(
            seen.day,
            service_id=one.service_id,
            category_id=one.service.category_id,
            province_id=plan.location.district.province_id,
            customer_id=plan.customer_id,
            monthly=seen.monthly.get(one.pk),
        )
        for verdict in stopped(seen.conditions.verdicts(one.member_id, context), Effect.NO_WORK):
            if verdict.condition_id not in told:
                told.add(verdict.condition_id)
                yield Reason("condition", f"{one.member.short_name}: {network.verdict_words(verdict)}.")


def _tasks(tasks: Sequence[StartTask]) -> Iterable[Reason]:
    for task in tasks:
        yield Reason(
            "task",
            _("Task open: %(task)s (%(side)s).") % {"task": task.title, "side": task.get_side_display()},
        )
