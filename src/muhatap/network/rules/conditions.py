"""Conditions as code: what was agreed with a member, evaluated for a day and a piece of work to yes, no and why.

A condition asks for one of four things: a document that is valid on the day, a standing, an amount a month that is
not passed, or something a person looks at and marks as met. It holds for the work it names (a service or category, a
province, a customer, work above an amount a month; what it does not name it does not narrow) until its last day. It
may be open until the day it is due; from the next day on, as long as it is unmet, it bites: no new work, no payment,
or nothing but a note. Choice, start gate and payment ask the same function.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from muhatap.kernel.periods import Period


class Asks(StrEnum):
    """What a condition asks for."""

    SENTENCE = "sentence"
    DOCUMENT = "document"
    STANDING = "standing"
    AMOUNT = "amount"


class Effect(StrEnum):
    """What an unmet condition keeps from happening."""

    NO_WORK = "no_work"
    NO_PAYMENT = "no_payment"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition of a member; amounts in kuruş, `until` is the first day it no longer holds."""

    condition_id: int
    text: str
    asks: str
    effect: str
    due_on: date
    until: date | None = None
    met_on: date | None = None
    document_type_id: str | None = None
    least_score: Decimal | None = None
    most_monthly: int | None = None
    service_id: str | None = None
    category_id: str | None = None
    province_id: str | None = None
    customer_id: int | None = None
    above: int | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """A piece of work on a day; what is unknown (None) narrows nothing: a condition that may concern it does."""

    day: date
    service_id: str | None = None
    category_id: str | None = None
    province_id: str | None = None
    customer_id: int | None = None
    monthly: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What a member has: the days its verified documents are valid on, by type, and its latest score."""

    documents: Mapping[str, Sequence[Period]] = field(default_factory=dict)
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition is met on a day, and why; one that is unmet bites from the day after it was due."""

    condition_id: int
    text: str
    effect: str
    met: bool
    bites: bool
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


def concerns(rule: Rule, context: Context) -> bool:
    """Whether a condition holds on the day and for the work."""
    if rule.until is not None and rule.until <= context.day:
        return False
    named = (
        (rule.service_id, context.service_id),
        (rule.category_id, context.category_id),
        (rule.province_id, context.province_id),
        (rule.customer_id, context.customer_id),
    )
    if any(wanted is not None and given is not None and wanted != given for wanted, given in named):
        return False
    return rule.above is None or context.monthly is None or context.monthly > rule.above


def evaluate(rules: Iterable[Rule], held: Held, context: Context) -> list[Verdict]:
    """Every condition that concerns a piece of work, met or not, what bites first."""
    found = [_verdict(rule, held, context) for rule in rules if concerns(rule, context)]
    return sorted(found, key=lambda verdict: (verdict.met, not verdict.bites, verdict.condition_id))


def stopped(verdicts: Iterable[Verdict], effect: str) -> list[Verdict]:
    """The verdicts that keep something from happening."""
    return [verdict for verdict in verdicts if verdict.bites and verdict.effect == effect]


def _verdict(rule: Rule, held: Held, context: Context) -> Verdict:
    met, code, values = _LOOK[Asks(rule.asks)](rule, held, context)
    late = rule.due_on < context.day
    if not met and not late:
        code, values = "due", {"day": rule.due_on.isoformat()}
    return Verdict(rule.condition_id, rule.text, rule.effect, met, not met and late, code, values)


_Found = tuple[bool, str, dict[str, str]]


def _sentence(rule: Rule, held: Held, context: Context) -> _Found:
    if rule.met_on is not None and rule.met_on <= context.day:
        return True, "met", {"day": rule.met_on.isoformat()}
    return False, "unmet", {"day": rule.due_on.isoformat()}


def _document(rule: Rule, held: Held, context: Context) -> _Found:
    periods = held.documents.get(rule.document_type_id or "", ())
    values = {"day": context.day.isoformat()}
    if any(context.day in period for period in periods):
        return True, "document", values
    return False, "no_document", values


def _standing(rule: Rule, held: Held, context: Context) -> _Found:
    least = rule.least_score or Decimal(0)
    if held.score is None:
        # Nobody is judged by silence.
        return True, "no_score", {"least": str(least)}
    values = {"score": str(held.score), "least": str(least)}
    return (True, "score", values) if held.score >= least else (False, "low_score", values)


def _amount(rule: Rule, held: Held, context: Context) -> _Found:
    most = rule.most_monthly or 0
    values = {"most": str(Decimal(most) / 100)}
    if context.monthly is None or context.monthly <= most:
        return True, "within", values
    return False, "over", {**values, "monthly": str(Decimal(context.monthly) / 100)}


_LOOK = {Asks.SENTENCE: _sentence, Asks.DOCUMENT: _document, Asks.STANDING: _standing, Asks.AMOUNT: _amount}
