"""Conditions of members: one book that choice, start gate and payment look into, and the member's own list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.catalogue.models import Category, Service
from muhatap.kernel import formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.periods import DAY, Period
from muhatap.network.models import Asks, Condition, Document, DocumentStatus, Effect, Standing
from muhatap.network.permissions import NetworkPermission
from muhatap.network.rules import Context, Held, Rule, Verdict, evaluate
from muhatap.parties.models import Party, Province


@dataclass(slots=True)
class ConditionBook:
    """The conditions of members with what the members have, loaded in a fixed number of queries."""

    rules: dict[int, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    documents: dict[int, dict[str, list[Period]]] = field(default_factory=lambda: defaultdict(dict))
    scores: dict[int, Decimal] = field(default_factory=dict)

    def verdicts(self, member_id: int, context: Context) -> list[Verdict]:
        """What the conditions of a member say about a piece of work."""
        mine = self.rules.get(member_id)
        if not mine:
            return []
        held = Held(self.documents.get(member_id, {}), self.scores.get(member_id))
        return evaluate(mine, held, context)


def condition_book(member_ids: Collection[int] | None = None) -> ConditionBook:
    """The one book of conditions, of some members or all; for those who judge a member and hold their own permission."""
    rows = Condition.objects.filter(member__isnull=False)
    if member_ids is not None:
        rows = rows.filter(member_id__in=member_ids)
    book = ConditionBook()
    for row in rows.order_by("pk"):
        if row.member_id is not None:
            book.rules[row.member_id].append(_rule(row))
    types = {rule.document_type_id for rules in book.rules.values() for rule in rules if rule.document_type_id}
    papers = Document.objects.filter(member_id__in=book.rules, type_id__in=types, status=DocumentStatus.VERIFIED)
    for paper in papers:
        book.documents[paper.member_id].setdefault(paper.type_id, []).append(Period.of(paper.period))
    if any(rule.asks == Asks.STANDING for rules in book.rules.values() for rule in rules):
        latest = Standing.objects.filter(member_id__in=book.rules).order_by("member_id", "-month")
        book.scores.update(latest.distinct("member_id").values_list("member_id", "score"))
    return book


def _rule(row: Condition) -> Rule:
    """A kept condition as the rule it is."""
    return Rule(
        condition_id=row.pk,
        text=row.text,
        asks=row.asks,
        effect=row.effect,
        due_on=row.due_on,
        until=row.until,
        met_on=row.met_on,
        document_type_id=row.document_type_id,
        least_score=row.least_score,
        most_monthly=row.most_monthly,
        service_id=row.service_id,
        category_id=row.category_id,
        province_id=row.province_id,
        customer_id=row.customer_id,
        above=row.above,
    )


def condition_codes() -> dict[str, str]:
    """Why a condition is met or not, by the code of its verdict; with its text in front."""
    return {
        "met": _("%(text)s: met on %(day)s"),
        "unmet": _("%(text)s: was due on %(day)s"),
        "due": _("%(text)s: open, due on %(day)s"),
        "document": _("%(text)s: the document is valid on %(day)s"),
        "no_document": _("%(text)s: no valid document on %(day)s"),
        "no_score": _("%(text)s: no score yet, at least %(least)s later"),
        "score": _("%(text)s: score %(score)s, at least %(least)s"),
        "low_score": _("%(text)s: score %(score)s, at least %(least)s needed"),
        "within": _("%(text)s: within %(most)s ₺ a month"),
        "over": _("%(text)s: %(monthly)s ₺ a month, at most %(most)s ₺"),
    }


def verdict_words(verdict: Verdict) -> str:
    """A verdict as a sentence in the active language: the same for everybody who asks."""
    values = {name: _said(name, value) for name, value in verdict.values.items()}
    return condition_codes()[verdict.code] % {**values, "text": verdict.text}


def _said(name: str, value: str) -> str:
    if name == "day":
        return date.fromisoformat(value).strftime("%d.%m.%Y")
    return formats.quantity(Decimal(value), (get_language() or "tr")[:2])


@dataclass(frozen=True, slots=True)
class MemberCondition:
    """A condition of a member as its pages show it: how it stands today, what it is for, what happens else."""

    condition_id: int
    text: str
    asks: str
    effect: str
    effect_name: str
    scope: str
    due_on: date
    last_day: date | None
    met_on: date | None
    met: bool
    bites: bool
    over: bool
    why: str
    document_type_id: str | None


def conditions_of_member(actor: Actor, *, member_id: int) -> list[MemberCondition]:
    """The conditions of a member with today's verdict: what bites first, what no longer holds last."""
    ask(actor, NetworkPermission.SEE)
    rows = list(Condition.objects.visible_to(actor).filter(member_id=member_id).order_by("pk"))
    names = _scope_names(actor, rows)
    book = condition_book([member_id])
    verdicts = {one.condition_id: one for one in book.verdicts(member_id, Context(actor.today))}
    found = [_member_condition(row, verdicts.get(row.pk), names) for row in rows]
    return sorted(found, key=lambda one: (one.over, one.met, not one.bites, one.due_on, one.condition_id))


def _member_condition(
    row: Condition, verdict: Verdict | None, names: Mapping[str, Mapping[Any, str]]
) -> MemberCondition:
    return MemberCondition(
        condition_id=row.pk,
        text=row.text,
        asks=row.asks,
        effect=row.effect,
        effect_name=str(Effect(row.effect).label),
        scope=_scope(row, names),
        due_on=row.due_on,
        last_day=row.until - DAY if row.until else None,
        met_on=row.met_on,
        met=verdict is not None and verdict.met,
        bites=verdict is not None and verdict.bites,
        over=verdict is None,
        why=verdict_words(verdict) if verdict is not None else row.text,
        document_type_id=row.document_type_id,
    )


def _scope_names(actor: Actor, rows: list[Condition]) -> dict[str, dict[Any, str]]:
    """The names of what conditions are narrowed to; a customer the actor does not know stays without a name."""
    customers = Party.objects.visible_to(actor).filter(pk__in={row.customer_id for row in rows})
    return {
        "service": {one.pk: one.name for one in Service.objects.filter(pk__in={row.service_id for row in rows})},
        "category": {one.pk: one.name for one in Category.objects.filter(pk__in={row.category_id for row in rows})},
        "province": {one.pk: one.name for one in Province.objects.filter(pk__in={row.province_id for row in rows})},
        "customer": {one.pk: one.short_name for one in customers},
    }


def _scope(row: Condition, names: Mapping[str, Mapping[Any, str]]) -> str:
    parts = [
        names["service"].get(row.service_id, ""),
        names["category"].get(row.category_id, ""),
        names["province"].get(row.province_id, ""),
    ]
    if row.customer_id is not None:
        parts.append(names["customer"].get(row.customer_id) or _("one of our customers"))
    if row.above is not None:
        amount = formats.money(row.above, "TRY", (get_language() or "tr")[:2])
        parts.append(_("above %(amount)s a month") % {"amount": amount})
    return " · ".join(part for part in parts if part)


def category_choices(actor: Actor) -> list[tuple[str, str]]:
    """The categories of services, for a form."""
    ask(actor, NetworkPermission.SEE)
    return [(row.pk, row.name) for row in Category.objects.order_by("position")]


def customer_choices(actor: Actor) -> list[tuple[int, str]]:
    """The customers by name, for a form."""
    ask(actor, NetworkPermission.REVIEW)
    rows = Party.objects.visible_to(actor).filter(is_customer=True).order_by("short_name")
    return [(row.pk, row.short_name) for row in rows]
