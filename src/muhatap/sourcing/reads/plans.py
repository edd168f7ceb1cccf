"""Plans of a round: what they cost, how far from the best possible, and why each member stands where it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.kernel import formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.money import Money
from muhatap.kernel.text import TurkishOrder
from muhatap.parties.models import Party
from muhatap.sourcing.models import (
    Award,
    Candidate,
    LineStatus,
    Plan,
    PlanLine,
    PlanStatus,
    Round,
    RoundLine,
    RoundStatus,
)
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.reads.plan_views import BlockView, PlanChoices, PlanLineView, PlanRow, PlanView, PointView
from muhatap.sourcing.rules.planning.inputs import Conditions
from muhatap.sourcing.sets import months_left
from muhatap.sourcing.why import block_words, why_words


def plan_choices(actor: Actor, *, round_id: int) -> PlanChoices:
    """What can be chosen for a plan of a round. Raises: Round.DoesNotExist."""
    ask(actor, SourcingPermission.SEE)
    opened: Any = Round.objects.visible_to(actor).select_related("contract__agreement").get(pk=round_id)
    fitting = Candidate.objects.filter(line__round=opened, fits=True).values_list("member", "member__short_name")
    awarded = Award.objects.filter(line__round=opened).values_list("member", "member__short_name")
    return PlanChoices(
        opened.number,
        months_left(opened, actor.today),
        RoundLine.objects.filter(round=opened, status__in=[LineStatus.OPEN, LineStatus.NOBODY]).count(),
        tuple(fitting.distinct().order_by(TurkishOrder("member__short_name"))),
        tuple(awarded.distinct().order_by(TurkishOrder("member__short_name"))),
    )


def gap_of(plan: Any) -> tuple[int | None, Decimal | None]:
    """What another plan could cost less at most, in minor units and in per cent of this one; none where unproven."""
    if plan.objective is None or plan.bound is None:
        return None, None
    gap = max(0, plan.objective - plan.bound)
    percent = Decimal(100 * gap) / plan.objective if plan.objective else Decimal(0)
    return gap, percent.quantize(Decimal("0.01"))


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """What companies are called, by number."""
    return dict(Party.objects.filter(pk__in={one for one in ids if one is not None}).values_list("pk", "short_name"))


def plans_of_round(actor: Actor, *, round_id: int) -> list[PlanRow]:
    """The plans of a round, the newest first, compared with the newest that is ready."""
    ask(actor, SourcingPermission.SEE)
    rows: list[Any] = list(
        Plan.objects.visible_to(actor)
        .filter(round_id=round_id)
        .select_related("round__contract__agreement", "asked_by")
        .annotate(
            open=Count("lines", filter=Q(lines__member__isnull=True)),
            engaged=Count("lines__member", distinct=True),
        )
        .order_by("-number")
    )
    chosen: dict[int, dict[int, int | None]] = {}
    for plan_id, line_id, member_id in PlanLine.objects.filter(plan__in=rows).values_list("plan", "line", "member"):
        chosen.setdefault(plan_id, {})[line_id] = member_id
    newest = next((chosen.get(row.pk, {}) for row in rows if row.status == PlanStatus.READY), {})
    names = names_of(_named(rows))
    return [_row(row, chosen.get(row.pk, {}), newest, names) for row in rows]


def _named(rows: Iterable[Any]) -> set[int]:
    found: set[int] = set()
    for row in rows:
        asked = row.inputs["conditions"]
        found |= {*asked["excluded"], *(member for _line, member in asked["locks"])}
    return found


def _row(
    row: Any, mine: Mapping[int, int | None], newest: Mapping[int, int | None], names: Mapping[int, str]
) -> PlanRow:
    currency = row.round.contract.agreement.currency
    gap, percent = gap_of(row)
    return PlanRow(
        row.pk,
        row.number,
        row.status,
        str(row.get_status_display()),
        row.asked_at,
        row.asked_by.name if row.asked_by else "",
        _money(row.monthly_cost, currency),
        _money(row.cost, currency),
        _money(gap, currency),
        percent,
        row.open,
        row.engaged,
        sum(newest.get(line, member) != member for line, member in mine.items()),
        conditions_in_words(Conditions.read(row.inputs["conditions"]), names, currency),
        _stale(row),
        row.applied_at,
    )


def _stale(row: Any) -> bool:
    return row.applied_at is None and row.ranked_at != row.round.ranked_at


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def conditions_in_words(asked: Conditions, names: Mapping[int, str], currency: str) -> tuple[str, ...]:
    """What was asked of a plan beside its lines, one phrase each."""
    language = get_language()

    def amount(minor: int) -> str:
        return formats.money(minor, currency, language)

    found = [_("over %(months)d months") % {"months": asked.months}]
    if asked.again:
        found.append(_("awarded lines may change"))
    if asked.engagement:
        found.append(_("%(amount)s for each member engaged") % {"amount": amount(asked.engagement)})
    if asked.switching:
        found.append(_("%(amount)s for leaving a member") % {"amount": amount(asked.switching)})
    if asked.penalty:
        found.append(_("changed lines count %(amount)s more") % {"amount": amount(asked.penalty)})
    if asked.share is not None:
        share = formats.percent(asked.share, language)
        found.append(_("at most %(share)s of the lines to one member") % {"share": share})
    if asked.least_members:
        found.append(_("at least %(count)d members") % {"count": asked.least_members})
    if asked.least_score is not None:
        found.append(_("score of at least %(score)s") % {"score": formats.number(asked.least_score, 0, language)})
    found += [_("without %(name)s") % {"name": names.get(one, "")} for one in asked.excluded]
    held: dict[int, int] = {}
    for _line_id, member in asked.locks:
        held[member] = held.get(member, 0) + 1
    found += [
        _("%(name)s held in %(count)d lines") % {"name": names.get(one, ""), "count": n} for one, n in held.items()
    ]
    return tuple(found)


def round_plan(actor: Actor, *, plan_id: int) -> PlanView:
    """One plan with its lines. Raises: Plan.DoesNotExist."""
    ask(actor, SourcingPermission.SEE)
    row: Any = (
        Plan.objects.visible_to(actor)
        .select_related("round__contract__agreement", "round__contract__customer", "asked_by", "applied_by")
        .get(pk=plan_id)
    )
    currency = row.round.contract.agreement.currency
    asked = Conditions.read(row.inputs["conditions"])
    lines = _lines(row, asked, currency)
    where = {line.line_id: f"{line.location} · {line.service}" for line in lines}
    names = names_of([*_named([row]), *(block["member"] for block in row.blocking)])
    return PlanView(
        plan_id=row.pk,
        round_id=row.round_id,
        round_number=row.round.number,
        round_open=row.round.status == RoundStatus.OPEN,
        customer=row.round.contract.customer.short_name,
        contract_number=row.round.contract.agreement.number,
        months=asked.months,
        conditions=conditions_in_words(asked, names, currency),
        excluded=tuple((one, names.get(one, "")) for one in asked.excluded),
        members=len({line.member_id for line in lines if line.member_id is not None}),
        lines=lines,
        blocks=tuple(_block(block, names, where) for block in row.blocking),
        curve=_curve(row, currency),
        currency=currency,
        **_course(row),
        **_figures(row, currency),
    )


def _course(row: Any) -> dict[str, Any]:
    """Where a plan stands, who asked and decided, and what it was made with."""
    return {
        "number": row.number,
        "status": row.status,
        "status_name": str(row.get_status_display()),
        "stale": _stale(row),
        "asked_at": row.asked_at,
        "asked_by": row.asked_by.name if row.asked_by else "",
        "ready_at": row.ready_at,
        "applied_at": row.applied_at,
        "applied_by": row.applied_by.name if row.applied_by else "",
        "inputs_sha256": row.inputs_sha256,
        "solver": row.solver,
        "seed": row.seed,
        "seconds": row.seconds,
        "faults": tuple(row.faults),
    }


def _figures(row: Any, currency: str) -> dict[str, Any]:
    """What a plan costs, how far it is from the best possible, and what it saves against choosing by hand."""
    gap, percent = gap_of(row)
    # By hand with lines left open costs less and is no comparison.
    saving = None if row.cost is None or row.hand_open else row.hand_cost - row.cost
    return {
        "monthly": _money(row.monthly_cost, currency),
        "cost": _money(row.cost, currency),
        "gap": _money(gap, currency),
        "gap_percent": percent,
        "proven": row.word == "proven",
        "bound": _money(row.bound, currency),
        "saving": _money(saving, currency),
        "hand_open": row.hand_open,
    }


def _block(block: Mapping[str, Any], names: Mapping[int, str], where: Mapping[int, str]) -> BlockView:
    text = block_words(block["kind"]) % {"member": names.get(block["member"], "")}
    return BlockView(text, block["member"], tuple(where.get(line, "") for line in block["lines"]))


def _curve(row: Any, currency: str) -> tuple[PointView, ...]:
    return tuple(
        PointView(
            Money(point["penalty"], currency),
            point["changed"],
            Money(point["cost"], currency),
            point["open"],
            point["cost"] == row.cost,
        )
        for point in row.curve
    )


def _lines(row: Any, asked: Conditions, currency: str) -> tuple[PlanLineView, ...]:
    held = {line for line, _member in asked.locks}
    rows: Any = (
        PlanLine.objects.filter(plan=row)
        .select_related(
            "line__promise__location__district__province", "line__promise__service", "member", "next_member"
        )
        .defer("alternatives")
        .order_by("line__position", "line")
    )
    return tuple(line_view(one, one.line_id in held, currency) for one in rows)


def line_view(one: Any, held: bool, currency: str) -> PlanLineView:
    """A line of a plan as it is shown."""
    place = one.line.promise.location
    return PlanLineView(
        one.line_id,
        place.name,
        f"{place.district.name} / {place.district.province.name}",
        one.line.promise.service.name,
        one.member_id,
        one.member.short_name if one.member else "",
        _money(one.monthly_cost, currency),
        _money(one.cost, currency),
        why_words(one.why),
        one.next_member.short_name if one.next_member else "",
        _money(one.next_extra, currency),
        one.changed,
        held,
    )
