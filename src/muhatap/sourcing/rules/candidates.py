"""Values in, values out: why a member fits a promise or not, and who comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from muhatap.kernel.periods import Period
from muhatap.network import rules as network
from muhatap.network.rules import LEAST_SCORE, grade_of, monthly_minor
from muhatap.sourcing.rules.quotes import Answer, AskedFor, monthly_of, unit_price_of


class Word(StrEnum):
    """A reason speaks for a member, against it, or is only to be known."""

    YES = "yes"
    NO = "no"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its kind (what was looked at), whether it speaks for the member, and the values it is made of."""

    kind: str
    word: Word
    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """The reason as it is kept."""
        return {"kind": self.kind, "word": self.word.value, "code": self.code, "values": dict(self.values)}


# Reasons without values are the same for everybody.
VALID = Reason("documents", Word.YES, "valid")
NOT_COVERED, COVERED = Reason("coverage", Word.NO, "not_covered"), Reason("coverage", Word.YES, "covered")
IN_FORCE = Reason("membership", Word.YES, "in_force")
NONE_YET = Reason("standing", Word.NOTE, "none_yet")
NO_PRICE = Reason("price", Word.NO, "none")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a promise asks of a member, from its first day that is still to come."""

    period: Period
    quantity: Decimal
    unit: str
    basis: str
    pattern: str
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document type a service asks for: whether law blocks without it, the days it is held, and those it is waived."""

    name: str
    blocks: bool
    held: tuple[Period, ...]
    waived: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Covered:
    """Approved coverage of the service in the district: days, capacity, unit."""

    period: Period
    capacity: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Taken:
    """Capacity other promises take in the same place."""

    period: Period
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Offer:
    """What is known of a member for one promise."""

    member_id: int
    name: str
    status: str
    absent: tuple[Period, ...]
    memberships: tuple[Period, ...]
    coverage: tuple[Covered, ...]
    taken: tuple[Taken, ...]
    papers: tuple[Paper, ...]
    score: Decimal | None
    unit_price: Decimal | None
    answer: Answer | None = None
    terms: network.Terms = network.NO_TERMS
    tier: str = ""
    reassess_on: date | None = None
    conditions: Callable[[date, int | None], Sequence[network.Verdict]] = lambda day, monthly: ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a member fits, with every reason; price per unit and cost of an average month (kuruş)."""

    member_id: int
    name: str
    fits: bool
    reasons: tuple[Reason, ...]
    unit_price: Decimal | None
    monthly_cost: int | None
    score: Decimal | None


def judge(wanted: Wanted, offer: Offer) -> Verdict:
    """Look at a member from every side: nothing is left out because something else already speaks against it."""
    unit_price, cost, priced = _price(wanted, offer)
    reasons = (
        *_membership(wanted, offer),
        *_coverage(wanted, offer),
        *_documents(wanted, offer),
        *_conditions(offer.conditions(wanted.period.start, cost)),
        _standing(offer),
        *_qualification(wanted, offer),
        *priced,
    )
    fits = all(reason.word is not Word.NO for reason in reasons)
    return Verdict(offer.member_id, offer.name, fits, reasons, unit_price, cost, offer.score)


def ranked(verdicts: Iterable[Verdict]) -> list[tuple[int | None, Verdict]]:
    """Those who fit, the cheapest first, then the better standing, then by name; then the others without a rank."""
    fitting: list[Verdict] = []
    others: list[Verdict] = []
    for verdict in verdicts:
        (fitting if verdict.fits else others).append(verdict)
    fitting.sort(key=lambda v: (v.monthly_cost or 0, -(v.score if v.score is not None else LEAST_SCORE), v.name))
    others.sort(key=lambda v: (sum(r.word is Word.NO for r in v.reasons), v.monthly_cost or 0, v.name))
    return [*enumerate(fitting, start=1), *((None, verdict) for verdict in others)]


def _membership(wanted: Wanted, offer: Offer) -> list[Reason]:
    start = wanted.period.start
    found = []
    if (away := next((period for period in offer.absent if wanted.period.meet(period)), None)) is not None:
        found.append(Reason("membership", Word.NO, "suspended", {"day": away.start.isoformat()}))
    held = next((period for period in offer.memberships if start in period), None)
    if held is None:
        found.append(Reason("membership", Word.NO, "no_agreement", {"day": start.isoformat()}))
    elif not held.covers(wanted.period):
        found.append(Reason("membership", Word.NOTE, "agreement_ends", {"day": _end(held)}))
    elif not found:
        found.append(IN_FORCE)
    return found


def _coverage(wanted: Wanted, offer: Offer) -> list[Reason]:
    if not offer.coverage:
        return [NOT_COVERED]
    if any(row.unit != wanted.unit for row in offer.coverage):
        return [Reason("coverage", Word.NO, "other_unit")]
    left = wanted.period.minus(row.period for row in offer.coverage)
    if left:
        return [Reason("coverage", Word.NO, "covered_not_from", {"day": left[0].start.isoformat()})]
    free = least_free(wanted.period, offer.coverage, offer.taken)
    values = {"free": str(free), "wanted": str(wanted.quantity)}
    enough = free >= wanted.quantity
    return [
        COVERED,
        Reason("capacity", Word.YES if enough else Word.NO, "free" if enough else "short", values),
    ]


def least_free(period: Period, coverage: Iterable[Covered], taken: Iterable[Taken]) -> Decimal:
    """The least capacity that is free on any day of a period: it changes only where something begins or ends."""
    coverage, taken = list(coverage), list(taken)
    days = {period.start} | {row.period.start for row in coverage} | {row.period.start for row in taken}
    days |= {row.period.end for row in coverage if row.period.end is not None}
    return min(
        sum((row.capacity for row in coverage if day in row.period), Decimal(0))
        - sum((row.quantity for row in taken if day in row.period), Decimal(0))
        for day in days
        if day in period
    )


def _documents(wanted: Wanted, offer: Offer) -> list[Reason]:
    start = wanted.period.start
    lacking = [paper for paper in offer.papers if not any(period.covers(wanted.period) for period in paper.held)]
    if not lacking:
        return [VALID]
    missing = [paper for paper in lacking if not any(start in period for period in paper.held)]
    waived = [paper for paper in missing if paper.blocks and any(start in period for period in paper.waived)]
    blocking = [paper.name for paper in missing if paper.blocks and paper not in waived]
    useful = [paper.name for paper in missing if not paper.blocks]
    ending: dict[str, date] = {}
    for paper in lacking:
        if paper.blocks and paper not in missing and (left := wanted.period.minus(paper.held)):
            ending[paper.name] = left[0].start
    found = []
    if blocking:
        found.append(Reason("documents", Word.NO, "missing", {"names": ", ".join(sorted(blocking))}))
    if waived:
        ends = min(_last(period) for paper in waived for period in paper.waived if start in period)
        names = ", ".join(sorted(paper.name for paper in waived))
        found.append(Reason("documents", Word.NOTE, "waived", {"names": names, "day": ends}))
    if ending:
        first = min(ending.values())
        names = ", ".join(sorted(name for name, day in ending.items() if day == first))
        found.append(Reason("documents", Word.NOTE, "run_out", {"names": names, "day": first.isoformat()}))
    if useful:
        found.append(Reason("documents", Word.NOTE, "practice_missing", {"names": ", ".join(sorted(useful))}))
    return found or [VALID]


def _conditions(verdicts: Sequence[network.Verdict]) -> list[Reason]:
    """What was agreed with the member: one that bites with “no new work” speaks against it, others are to be known."""
    against = {verdict.condition_id for verdict in network.stopped(verdicts, network.Effect.NO_WORK)}
    found = [
        Reason(
            "conditions",
            Word.NO if verdict.condition_id in against else Word.NOTE,
            verdict.code,
            {**verdict.values, "text": verdict.text},
        )
        for verdict in verdicts
        if not verdict.met
    ]
    return found or ([Reason("conditions", Word.YES, "all_met")] if verdicts else [])


def _standing(offer: Offer) -> Reason:
    if offer.score is None:
        return NONE_YET
    values = {"score": str(offer.score), "grade": grade_of(offer.score), "least": str(LEAST_SCORE)}
    good = offer.score >= LEAST_SCORE
    return Reason("standing", Word.YES if good else Word.NO, "good" if good else "low", values)


def _qualification(wanted: Wanted, offer: Offer) -> list[Reason]:
    """A questionnaire that is overdue on the first day, or says that the risk is high, is to be known."""
    found = []
    if offer.tier == network.Tier.HIGH:
        found.append(Reason("qualification", Word.NOTE, "high_risk"))
    if offer.reassess_on is not None and offer.reassess_on <= wanted.period.start:
        found.append(Reason("qualification", Word.NOTE, "overdue", {"day": offer.reassess_on.isoformat()}))
    return found


def _price(wanted: Wanted, offer: Offer) -> tuple[Decimal | None, int | None, list[Reason]]:
    """Price per asked unit, cost of an average month, and where they come from: a quote that counts goes first."""
    answer, today = offer.answer, wanted.today or wanted.period.start
    notes = []
    if answer is not None and answer.price is None:
        return None, None, [Reason("price", Word.NO, answer.word)]
    if answer is not None and answer.price is not None and not answer.lapsed(today):
        asked = AskedFor(wanted.quantity, wanted.unit, wanted.basis, wanted.pattern, wanted.period)
        price, cost = unit_price_of(answer.price, asked), monthly_of(answer.price, asked)
        return price, cost, [Reason("price", Word.YES, "quoted", {"unit_price": str(price)}), *_lead(wanted, answer)]
    if answer is not None and answer.valid_until is not None:
        notes = [Reason("price", Word.NOTE, "quote_lapsed", {"day": answer.valid_until.isoformat()})]
    if offer.unit_price is None:
        return None, None, [*notes, NO_PRICE]
    cost = monthly_minor(offer.unit_price, wanted.quantity, wanted.basis, wanted.pattern, wanted.period.start)
    stated = Reason("price", Word.YES, "stated", {"unit_price": str(offer.unit_price)})
    return offer.unit_price, network.with_minimum(cost, offer.terms), [*notes, stated, *_terms(offer.terms)]


def _lead(wanted: Wanted, answer: Answer) -> list[Reason]:
    """What is to be known of a member that needs longer than there is time."""
    start, today = wanted.period.start, wanted.today or wanted.period.start
    if answer.lead_days is None or (start - today).days >= answer.lead_days:
        return []
    return [Reason("lead_time", Word.NOTE, "long", {"days": str(answer.lead_days), "day": start.isoformat()})]


def _terms(terms: network.Terms) -> list[Reason]:
    """What is asked beside the unit price is to be known."""
    found = []
    if terms.minimum is not None:
        found.append(Reason("price", Word.NOTE, "minimum", {"amount": str(Decimal(terms.minimum) / 100)}))
    names = ("night_percent", "night_price", "holiday_percent", "holiday_price")
    asked = {name: value for name in names if (value := getattr(terms, name)) is not None}
    return [*found, *(Reason("price", Word.NOTE, name, {"value": str(value)}) for name, value in asked.items())]


def _end(period: Period) -> str:
    return period.end.isoformat() if period.end is not None else ""


def _last(period: Period) -> str:
    return period.last_day.isoformat() if period.last_day is not None else ""


def missing_of(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """What stops how many members: kinds of reasons against them with their number, the most frequent first."""
    counts: dict[str, int] = {}
    for verdict in verdicts:
        for kind in {reason.kind for reason in verdict.reasons if reason.word is Word.NO}:
            counts[kind] = counts.get(kind, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
