"""Rounds, candidates with their reasons in words, and awards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.contracts.models import Promise
from muhatap.demand.rules.prices import unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.money import Money
from muhatap.kernel.periods import Period
from muhatap.kernel.text import TurkishOrder
from muhatap.network.reads import condition_codes
from muhatap.sourcing.models import Award, Candidate, LineStatus, Round, RoundLine, RoundStatus
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.rules.candidates import Verdict, Word, judge, ranked
from muhatap.sourcing.sets import load, wanted_of


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in a list."""

    round_id: int
    number: str
    customer: str
    contract_number: str
    status: str
    status_name: str
    lines: int
    awarded: int
    nobody: int
    deadline: date
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A reason in words."""

    kind: str
    kind_name: str
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A member judged for a line."""

    member_id: int
    member: str
    fits: bool
    rank: int | None
    unit_price: Decimal | None
    monthly: Money | None
    reasons: tuple[ReasonView, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class LineView:
    """A promise of a round: what it asks, who would come first, who was chosen."""

    line_id: int
    promise_id: int
    location: str
    place: str
    district_id: int
    service: str
    service_id: str
    quantity: Decimal
    unit: str
    period: Period
    status: str
    status_name: str
    fitting: int
    judged: int
    first: str
    first_monthly: Money | None
    chosen_id: int | None
    chosen: str
    chosen_rank: int | None
    reason: str
    missing: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with its lines."""

    round_id: int
    number: str
    contract_id: int
    contract_number: str
    customer: str
    status: str
    status_name: str
    deadline: date
    opened_at: datetime
    ranked_at: datetime | None
    lines: tuple[LineView, ...]
    monthly: Money

    def count(self, status: str) -> int:
        """How many lines are in a state."""
        return sum(line.status == status for line in self.lines)


def kind_words() -> dict[str, str]:
    """What was looked at, in words."""
    return {
        "membership": _("Membership"),
        "coverage": _("Coverage"),
        "capacity": _("Capacity"),
        "documents": _("Documents"),
        "conditions": _("Conditions"),
        "standing": _("Standing"),
        "qualification": _("Qualification"),
        "price": _("Unit price"),
        "lead_time": _("Lead time"),
    }


def _said(value: str) -> str:
    """A day or number of a reason as people write it."""
    try:
        return date.fromisoformat(value).strftime("%d.%m.%Y")
    except ValueError:
        pass
    try:
        text = f"{Decimal(value).normalize():f}"
    except ArithmeticError:
        return value
    return text.replace(".", ",") if (get_language() or "tr").startswith("tr") else text


def _price_words() -> dict[tuple[str, str], str]:
    """What is said of a price and of the time a member needs."""
    return {
        ("price", "quoted"): _("quoted in this round"),
        ("price", "stated"): _("from its rate card"),
        ("price", "minimum"): _("at least %(amount)s ₺ a month"),
        ("price", "night_percent"): _("at night %(value)s %% more"),
        ("price", "night_price"): _("at night %(value)s ₺"),
        ("price", "holiday_percent"): _("on holidays %(value)s %% more"),
        ("price", "holiday_price"): _("on holidays %(value)s ₺"),
        ("price", "none"): _("no price stated for this service and basis"),
        ("price", "not_offered"): _("does not offer this line"),
        ("price", "declined"): _("declined to quote"),
        ("price", "quote_lapsed"): _("its quote ran out on %(day)s"),
        ("lead_time", "long"): _("needs %(days)s days, it begins on %(day)s"),
    }


def reason_words(reason: Mapping[str, Any]) -> ReasonView:
    """A kept reason in the active language."""
    values = {name: value if name in ("names", "text") else _said(value) for name, value in reason["values"].items()}
    words = {
        ("membership", "in_force"): _("membership agreement in force"),
        ("membership", "suspended"): _("suspended or gone from %(day)s"),
        ("membership", "no_agreement"): _("no membership agreement in force on %(day)s"),
        ("membership", "agreement_ends"): _("membership agreement ends on %(day)s"),
        ("coverage", "covered"): _("covers the service in the district"),
        ("coverage", "not_covered"): _("no approved coverage of the service in the district"),
        ("coverage", "other_unit"): _("its coverage is in another unit"),
        ("coverage", "covered_not_from"): _("no approved coverage from %(day)s on"),
        ("capacity", "free"): _("%(free)s free, %(wanted)s wanted"),
        ("capacity", "short"): _("only %(free)s free, %(wanted)s wanted"),
        ("documents", "valid"): _("all documents valid"),
        ("documents", "missing"): _("missing by law: %(names)s"),
        ("documents", "waived"): _("missing by law, waived by two people until %(day)s: %(names)s"),
        ("documents", "run_out"): _("runs out on %(day)s: %(names)s"),
        ("documents", "practice_missing"): _("missing, not blocking: %(names)s"),
        ("conditions", "all_met"): _("all conditions met"),
        **{("conditions", code): sentence for code, sentence in condition_codes().items()},
        ("standing", "good"): _("score %(score)s (%(grade)s)"),
        ("standing", "low"): _("score %(score)s (%(grade)s), at least %(least)s needed"),
        ("standing", "none_yet"): _("no score yet"),
        ("qualification", "high_risk"): _("high risk by its questionnaire"),
        ("qualification", "overdue"): _("questionnaire to be answered again since %(day)s"),
        **_price_words(),
    }
    text = words[reason["kind"], reason["code"]]
    return ReasonView(reason["kind"], kind_words()[reason["kind"]], reason["word"], text % values if values else text)


def rounds(actor: Actor, *, query: ListQuery) -> ListPage[RoundRow]:
    """The rounds, newest first."""
    ask(actor, SourcingPermission.SEE)
    rows = (
        Round.objects.visible_to(actor)
        .select_related("contract__customer", "contract__agreement")
        .annotate(
            total=Count("lines"),
            awarded=Count("lines", filter=Q(lines__status=LineStatus.AWARDED)),
            nobody=Count("lines", filter=Q(lines__status=LineStatus.NOBODY)),
        )
    )
    return paginate(
        rows,
        query,
        make=lambda row: RoundRow(
            row.pk,
            row.number,
            row.contract.customer.short_name,
            row.contract.agreement.number,
            row.status,
            str(row.get_status_display()),
            row.total,
            row.awarded,
            row.nobody,
            row.deadline,
            row.opened_at,
        ),
        sorts={
            "number": "number",
            "customer": TurkishOrder("contract__customer__short_name"),
            "deadline": "deadline",
            "opened": "opened_at",
        },
        default="-opened",
        search=("number", "contract__customer__short_name", "contract__agreement__number"),
        filters={"status": lambda found, value: found.filter(status=value)},
    )


def sourcing_round(actor: Actor, *, round_id: int) -> RoundView:
    """One round with its lines. Raises: Round.DoesNotExist."""
    ask(actor, SourcingPermission.SEE)
    row = Round.objects.visible_to(actor).select_related("contract__customer", "contract__agreement").get(pk=round_id)
    lines = _lines(Q(round_id=row.pk), row.contract.agreement.currency)
    total = Money(0, row.contract.agreement.currency)
    for line in lines:
        if line.status != LineStatus.DROPPED and line.first_monthly is not None:
            total = total + line.first_monthly
    return RoundView(
        row.pk,
        row.number,
        row.contract_id,
        row.contract.agreement.number,
        row.contract.customer.short_name,
        row.status,
        str(row.get_status_display()),
        row.deadline,
        row.opened_at,
        row.ranked_at,
        lines,
        total,
    )


def _lines(where: Q, currency: str) -> tuple[LineView, ...]:
    rows = list(
        RoundLine.objects.filter(where)
        .select_related("promise__location__district__province", "promise__service")
        .annotate(judged=Count("candidates"), fitting=Count("candidates", filter=Q(candidates__fits=True)))
        .order_by("position")
    )
    awards = {
        award.line_id: award
        for award in Award.objects.filter(line__in=[row.pk for row in rows]).select_related("member")
    }
    candidates: dict[int, list[Any]] = defaultdict(list)
    for one in (
        Candidate.objects.filter(line__in=[row.pk for row in rows], fits=True).select_related("member").order_by("rank")
    ):
        candidates[one.line_id].append(one)
    return tuple(_line(row, awards.get(row.pk), candidates[row.pk], currency) for row in rows)


def _line(row: Any, award: Any, fitting: list[Any], currency: str) -> LineView:
    promise = row.promise
    first = next((one for one in fitting if award is not None and one.member_id == award.member_id), None)
    first = first or (fitting[0] if fitting else None)
    words = kind_words()
    return LineView(
        line_id=row.pk,
        promise_id=promise.pk,
        location=promise.location.name,
        place=f"{promise.location.district.name} / {promise.location.district.province.name}",
        district_id=promise.location.district_id,
        service=promise.service.name,
        service_id=promise.service_id,
        quantity=promise.quantity,
        unit=unit_words(promise.unit, promise.basis),
        period=Period.of(promise.period),
        status=row.status,
        status_name=str(row.get_status_display()),
        fitting=row.fitting,
        judged=row.judged,
        first=first.member.short_name if first else "",
        first_monthly=Money(first.monthly_cost, currency) if first and first.monthly_cost is not None else None,
        chosen_id=award.member_id if award else None,
        chosen=award.member.short_name if award else "",
        chosen_rank=award.rank if award else None,
        reason=award.reason if award else "",
        missing=tuple((words[kind], count) for kind, count in row.missing.items()),
    )


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A line with every member that was judged for it."""

    round_id: int
    round_number: str
    round_open: bool
    line: LineView
    candidates: tuple[CandidateView, ...]


def comparison(actor: Actor, *, line_id: int) -> ComparisonView:
    """The members compared for one line: those who fit by rank, then the others. Raises: RoundLine.DoesNotExist."""
    ask(actor, SourcingPermission.SEE)
    row = RoundLine.objects.visible_to(actor).select_related("round__contract__agreement").get(pk=line_id)
    currency = row.round.contract.agreement.currency
    (line,) = _lines(Q(pk=line_id), currency)
    found = Candidate.objects.filter(line_id=line_id).select_related("member")
    views = [
        CandidateView(
            one.member_id,
            one.member.short_name,
            one.fits,
            one.rank,
            one.unit_price,
            None if one.monthly_cost is None else Money(one.monthly_cost, currency),
            tuple(reason_words(reason) for reason in one.reasons),
            one.member_id == line.chosen_id,
        )
        for one in found.order_by("rank", "pk")
    ]
    views.sort(key=lambda view: (not view.fits, view.rank or 0, _against(view), view.member))
    return ComparisonView(row.round_id, row.round.number, row.round.status == RoundStatus.OPEN, line, tuple(views))


def _against(view: CandidateView) -> int:
    return sum(reason.word == Word.NO for reason in view.reasons)


def open_rounds(actor: Actor, *, contract_id: int, promise_id: int | None = None) -> list[tuple[int, str]]:
    """The open rounds of a contract, or those of one of its promises: (id, number)."""
    ask(actor, SourcingPermission.SEE)
    rows = Round.objects.visible_to(actor).filter(contract_id=contract_id, status=RoundStatus.OPEN)
    if promise_id is not None:
        lines = RoundLine.objects.filter(promise_id=promise_id).exclude(status=LineStatus.DROPPED)
        rows = rows.filter(pk__in=lines.values("round_id"))
    return list(rows.order_by("pk").values_list("pk", "number"))


def bases(actor: Actor, *, round_id: int) -> list[tuple[str, str]]:
    """The services of a round with the basis their prices are asked for."""
    ask(actor, SourcingPermission.SEE)
    rows = RoundLine.objects.visible_to(actor).filter(round_id=round_id)
    pairs = rows.values_list("promise__service_id", "promise__basis").distinct()
    return sorted(pairs.order_by("promise__service_id", "promise__basis"))


def judged(actor: Actor, *, promise_id: int) -> list[tuple[int | None, Verdict]]:
    """Every member that has to do with a promise's service, judged and ranked as a round would; nothing is kept.

    Raises: Promise.DoesNotExist.
    """
    ask(actor, SourcingPermission.SEE)
    promise = Promise.objects.visible_to(actor).select_related("location__district").get(pk=promise_id)
    wanted = wanted_of(promise, actor.today)
    return ranked(judge(wanted, offer) for offer in load([promise]).offers(promise, wanted))
