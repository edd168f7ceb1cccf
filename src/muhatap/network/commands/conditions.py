"""Conditions of applicants and members: stated, met, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.periods import DAY
from muhatap.network.events import ConditionEnded, ConditionMet, ConditionStated
from muhatap.network.models import Asks, Condition, Effect, Member
from muhatap.network.permissions import NetworkPermission

BEST_SCORE = 100


class MetByItself(Refusal):
    """A document, a standing or an amount is looked up every day; nobody marks it as met."""


@dataclass(frozen=True, slots=True)
class NewCondition:
    """A condition to state: what it asks (a sentence, or one of document, score, amount), its scope and its effect.

    `due_on` is the last day it may be open without an effect, `until` the first day it no longer holds; amounts in
    kuruş for one line of work a month.
    """

    text: str
    due_on: date
    document_type_id: str | None = None
    before_approval: bool = False
    effect: str = Effect.NOTE
    least_score: Decimal | None = None
    most_monthly: int | None = None
    until: date | None = None
    service_id: str | None = None
    category_id: str | None = None
    province_id: str | None = None
    customer_id: int | None = None
    above: int | None = None

    @property
    def asks(self) -> Asks:
        """What is asked for."""
        if self.document_type_id is not None:
            return Asks.DOCUMENT
        if self.least_score is not None:
            return Asks.STANDING
        return Asks.AMOUNT if self.most_monthly is not None else Asks.SENTENCE

    def row(self, **owner: Any) -> Condition:
        """The condition as it is kept, for an applicant or a member."""
        return Condition(
            asks=self.asks,
            document_type_id=self.document_type_id,
            least_score=self.least_score,
            most_monthly=self.most_monthly,
            text=self.text.strip(),
            effect=Effect(self.effect),
            before_approval=self.before_approval,
            service_id=self.service_id,
            category_id=self.category_id,
            province_id=self.province_id,
            customer_id=self.customer_id,
            above=self.above,
            due_on=self.due_on,
            until=self.until,
            **owner,
        )


def _refuse_careless(actor: Actor, new: NewCondition) -> None:
    if not new.text.strip():
        raise InvalidInput(_("Write what is asked for; the member reads it."), field="text")
    asked = (new.document_type_id, new.least_score, new.most_monthly)
    if sum(value is not None for value in asked) > 1:
        raise InvalidInput(_("A condition asks for one thing. State the other as another condition."), field="asks")
    if new.service_id is not None and new.category_id is not None:
        raise InvalidInput(_("Choose a service or a category, not both."), field="category_id")
    if new.least_score is not None and not 0 < new.least_score <= BEST_SCORE:
        raise InvalidInput(_("The score lies between 0 and 100."), field="least_score")
    if any(amount is not None and amount <= 0 for amount in (new.most_monthly, new.above)):
        raise InvalidInput(_("Enter an amount above zero."), field="above" if new.above else "most_monthly")
    if new.due_on < actor.today - DAY:
        raise InvalidInput(_("A condition cannot be due in the past. Choose a later day."), field="due_on")
    if new.until is not None and new.until <= new.due_on + DAY:
        raise InvalidInput(_("It would end before it has any effect. Choose a later last day."), field="until")


@command(NetworkPermission.REVIEW)
def state_condition(actor: Actor, *, member_id: int, condition: NewCondition) -> Condition:
    """State a condition for a member; from the day after it is due it bites while unmet. Raises: InvalidInput."""
    member = Member.objects.visible_to(actor).get(pk=member_id)
    _refuse_careless(actor, condition)
    row = condition.row(member_id=member.pk)
    row.save(force_insert=True)
    announce(ConditionStated(condition_id=row.pk, member_id=member.pk, text=row.text), by=actor)
    return row


def _locked(actor: Actor, condition_id: int) -> Condition:
    row: Condition = Condition.objects.visible_to(actor).select_for_update().get(pk=condition_id)
    return row


@command(NetworkPermission.REVIEW)
def meet_condition(actor: Actor, *, condition_id: int) -> Condition:
    """Note that what an applicant or member was asked for is there. Raises: MetByItself."""
    condition = _locked(actor, condition_id)
    if condition.member_id is not None and condition.asks != Asks.SENTENCE:
        raise MetByItself(
            _("This condition is looked up every day: in the documents, the standing or the amount of the work.")
        )
    if condition.met_on is None:
        condition.met_on = actor.today
        condition.save(update_fields=["met_on"])
        announce(ConditionMet(condition_id=condition.pk, met_on=actor.today), by=actor)
    return condition


@command(NetworkPermission.REVIEW)
def end_condition(actor: Actor, *, condition_id: int, on: date) -> Condition:
    """Let a member's condition hold until a day (not included). Raises: InvalidInput."""
    condition = _locked(actor, condition_id)
    if on < actor.today:
        raise InvalidInput(_("Choose today or a later day."), field="on")
    if condition.until is not None and condition.until <= on:
        raise InvalidInput(_("It ends before that already. Choose an earlier day."), field="on")
    condition.until = on
    condition.save(update_fields=["until"])
    announce(ConditionEnded(condition_id=condition.pk, member_id=condition.member_id or 0, on=on), by=actor)
    return condition
