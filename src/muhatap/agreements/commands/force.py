"""Coming into force, resting, going on and ending."""

from __future__ import annotations

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from muhatap.agreements.events import (
    AgreementActivated,
    AgreementCut,
    AgreementEnded,
    AgreementRenewed,
    AgreementResumed,
    AgreementSuspended,
)
from muhatap.agreements.models import AGREEMENT_LIFECYCLE, Agreement, Status
from muhatap.agreements.permissions import AgreementPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.periods import Period


class TooEarly(Refusal):
    """The agreement's first day has not come."""


def _locked(actor: Actor, agreement_id: int) -> Agreement:
    found: Any = Agreement.objects.visible_to(actor).select_for_update().get(pk=agreement_id)
    return found  # type: ignore[no-any-return]


def bring_into_force(actor: Actor, agreement: Agreement) -> None:
    """Move a signed agreement into force and tell the house."""
    agreement.status = AGREEMENT_LIFECYCLE.move(agreement.status, Status.ACTIVE)
    agreement.activated_on = actor.today
    agreement.save(update_fields=["status", "activated_on"])
    announce(
        AgreementActivated(agreement_id=agreement.pk, kind=agreement.kind, party_id=agreement.party_id, on=actor.today),
        by=actor,
    )


@command(AgreementPermission.SEND)
def activate(actor: Actor, *, agreement_id: int) -> Agreement:
    """Bring a signed agreement into force on or after its first day. Raises: TooEarly, IllegalMove."""
    agreement = _locked(actor, agreement_id)
    first = Period.of(agreement.period).start
    if first > actor.today:
        raise TooEarly(
            _("%(number)s begins on %(day)s; it comes into force by itself on that day.")
            % {"number": agreement.number, "day": first.strftime("%d.%m.%Y")}
        )
    bring_into_force(actor, agreement)
    return agreement


@command(AgreementPermission.SEND)
def activate_due(actor: Actor) -> int:
    """Bring every signed agreement whose first day has come into force; returns how many (each night)."""
    due: Any = Agreement.objects.select_for_update().filter(status=Status.SIGNED, period__startswith__lte=actor.today)
    agreements = list(due.order_by("pk"))
    for agreement in agreements:
        bring_into_force(actor, agreement)
    return len(agreements)


@command(AgreementPermission.END)
def suspend(actor: Actor, *, agreement_id: int) -> Agreement:
    """Let an agreement in force rest. Raises: IllegalMove."""
    agreement = _locked(actor, agreement_id)
    agreement.status = AGREEMENT_LIFECYCLE.move(agreement.status, Status.SUSPENDED)
    agreement.save(update_fields=["status"])
    announce(
        AgreementSuspended(agreement_id=agreement.pk, kind=agreement.kind, party_id=agreement.party_id),
        by=actor,
    )
    return agreement


@command(AgreementPermission.END)
def resume(actor: Actor, *, agreement_id: int) -> Agreement:
    """Bring a resting agreement back into force. Raises: IllegalMove."""
    agreement = _locked(actor, agreement_id)
    agreement.status = AGREEMENT_LIFECYCLE.move(agreement.status, Status.ACTIVE)
    agreement.save(update_fields=["status"])
    announce(
        AgreementResumed(agreement_id=agreement.pk, kind=agreement.kind, party_id=agreement.party_id),
        by=actor,
    )
    return agreement


@command(AgreementPermission.END)
def terminate(actor: Actor, *, agreement_id: int, on: date, reason: str) -> Agreement:
    """End an agreement early: `on` is the first day without it, today or later. Raises: InvalidInput, IllegalMove."""
    agreement = _locked(actor, agreement_id)
    AGREEMENT_LIFECYCLE.move(agreement.status, Status.TERMINATED)
    period = Period.of(agreement.period)
    if not reason.strip():
        raise InvalidInput(_("Say why the agreement is terminated."), field="reason")
    if on < actor.today or (period.end is not None and on > period.end):
        raise InvalidInput(_("Choose a day from today on and not after the agreement's own end."), field="on")
    agreement.end_reason = reason.strip()
    agreement.renews_months = None
    agreement.save(update_fields=["end_reason", "renews_months"])
    if period.start < on:
        agreement.period = Period(period.start, on).range()
        agreement.save(update_fields=["period"])
        announce(
            AgreementCut(agreement_id=agreement.pk, kind=agreement.kind, party_id=agreement.party_id, until=on),
            by=actor,
        )
    if on <= actor.today:
        _end(actor, agreement, Status.TERMINATED, on)
    return agreement


def _end(actor: Actor, agreement: Agreement, to: Status, on: date) -> None:
    agreement.status = AGREEMENT_LIFECYCLE.move(agreement.status, to)
    agreement.ended_on = on
    agreement.save(update_fields=["status", "ended_on"])
    announce(
        AgreementEnded(
            agreement_id=agreement.pk,
            kind=agreement.kind,
            party_id=agreement.party_id,
            status=to.value,
            on=on,
        ),
        by=actor,
    )


@command(AgreementPermission.END)
def prolong(actor: Actor, *, agreement_id: int, until: date) -> Agreement:
    """Let an agreement go on until (not including) a later day. Raises: InvalidInput, IllegalMove."""
    agreement = _locked(actor, agreement_id)
    period = Period.of(agreement.period)
    if agreement.status not in {Status.ACTIVE, Status.SUSPENDED}:
        AGREEMENT_LIFECYCLE.move(agreement.status, Status.SUSPENDED)
    if period.end is None or until <= period.end:
        raise InvalidInput(_("Choose a day after the agreement's present end."), field="until")
    agreement.period = Period(period.start, until).range()
    agreement.save(update_fields=["period"])
    announce(
        AgreementRenewed(agreement_id=agreement.pk, kind=agreement.kind, party_id=agreement.party_id, until=until),
        by=actor,
    )
    return agreement


@command(AgreementPermission.END)
def end_due(actor: Actor) -> tuple[int, int]:
    """Each night: agreements whose end has come go on (where so agreed) or end; returns how many of each."""
    due: Any = Agreement.objects.select_for_update().filter(
        status__in=[Status.ACTIVE, Status.SUSPENDED], period__endswith__lte=actor.today
    )
    renewed = ended = 0
    for agreement in due.order_by("pk"):
        end = Period.of(agreement.period).end
        if end is None:
            continue
        if agreement.renews_months and not agreement.end_reason:
            until = end
            while until <= actor.today:
                until += relativedelta(months=agreement.renews_months)
            prolong(actor, agreement_id=agreement.pk, until=until)
            renewed += 1
        else:
            _end(actor, agreement, Status.TERMINATED if agreement.end_reason else Status.ENDED, end)
            ended += 1
    return renewed, ended
