"""Month end: accrue what both sides earned, subject by subject, so that a run can stop anywhere and go on."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from muhatap.agreements.models import Agreement
from muhatap.billing import sets
from muhatap.billing.commands import books
from muhatap.billing.events import MonthAccrued
from muhatap.billing.models import MonthEndResult, MonthEndRun, Outcome, RunStatus, Side
from muhatap.billing.permissions import BillingPermission
from muhatap.billing.rules import posting
from muhatap.billing.rules.amounts import last_day_of, month_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.periods import Period
from muhatap.ledger.rules import Draft

CHUNK = 100


class MonthNotOver(Refusal):
    """A month is accrued when its last day has passed."""


class RunNotFinished(Refusal):
    """Some subjects of the run still wait."""


def run_month_end(actor: Actor, *, month: date) -> MonthEndRun:
    """Accrue a month from where it stands: what was accrued before is not accrued again. Raises: MonthNotOver.

    Every chunk of subjects is a transaction of its own; a run that was interrupted is taken up where it stopped.
    """
    run = begin_month_end(actor, month=month)
    for side in Side.values:
        while accrue_next(actor, run_id=run.pk, side=side):
            pass
    return finish_month_end(actor, run_id=run.pk)


@command(BillingPermission.ACCRUE)
def begin_month_end(actor: Actor, *, month: date) -> MonthEndRun:
    """Open a run over a month with every contract and project agreement waiting, or the one that stopped halfway.

    Raises: MonthNotOver, InvalidInput.
    """
    if month.day != 1:
        raise InvalidInput(_("A month is named by its first day."), field="month")
    period = month_of(month)
    if period.end is not None and actor.today < period.end:
        raise MonthNotOver(
            _("%(month)s is not over. It can be closed from %(day)s on.")
            % {"month": month.strftime("%m.%Y"), "day": period.end.strftime("%d.%m.%Y")}
        )
    unfinished = MonthEndRun.objects.select_for_update().filter(month=month, status=RunStatus.RUNNING).first()
    if unfinished is not None:
        return unfinished
    run = MonthEndRun.objects.create(month=month, started_at=actor.now, started_by=actor.name)
    MonthEndResult.objects.bulk_create(
        MonthEndResult(run=run, side=side, subject_id=subject)
        for side in Side.values
        for subject in sets.subjects(actor, side=side, month=period)
    )
    return run


@command(BillingPermission.ACCRUE)
def accrue_next(actor: Actor, *, run_id: int, side: str, most: int = CHUNK) -> int:
    """Accrue the next subjects of a run that still wait, and post them; returns how many there were."""
    run = MonthEndRun.objects.get(pk=run_id)
    waiting = list(
        run.results.select_for_update(skip_locked=True)
        .filter(side=side, outcome=Outcome.WAITING)
        .order_by("subject_id")[:most]
    )
    if not waiting:
        return 0
    try:
        with transaction.atomic():
            earned = _accrue(actor, run, side, [result.subject_id for result in waiting])
    except Refusal as refusal:
        for result in waiting:
            result.outcome, result.message = Outcome.REFUSED, refusal.message[:300]
    else:
        for result in waiting:
            found = earned.get(result.subject_id)
            result.outcome = Outcome.ACCRUED if found else Outcome.NOTHING_NEW
            result.accruals, result.net = (found.lines, found.net) if found else (0, 0)
    MonthEndResult.objects.bulk_update(waiting, ["outcome", "accruals", "net", "message"])
    return len(waiting)


@command(BillingPermission.ACCRUE)
def finish_month_end(actor: Actor, *, run_id: int) -> MonthEndRun:
    """Close a run whose subjects are all done. Raises: RunNotFinished."""
    run = MonthEndRun.objects.select_for_update().get(pk=run_id)
    results = list(run.results.all())
    if any(result.outcome == Outcome.WAITING for result in results):
        raise RunNotFinished(_("Some contracts still wait to be accrued. Run the month end again."))
    if run.status == RunStatus.RUNNING:
        run.status, run.finished_at = RunStatus.DONE, actor.now
        run.save(update_fields=["status", "finished_at"])
        counts = {side: sum(r.accruals for r in results if r.side == side) for side in Side.values}
        announce(
            MonthAccrued(
                run_id=run.pk,
                month=run.month,
                customer_accruals=counts[Side.CUSTOMER],
                member_accruals=counts[Side.MEMBER],
            ),
            by=actor,
        )
    return run


def _accrue(actor: Actor, run: MonthEndRun, side: str, subjects: list[int]) -> dict[int, sets.Earned]:
    """Write the accruals of some subjects and the entries that go with them."""
    period = month_of(run.month)
    # One run at a time per agreement: what is due is looked at and written under its lock.
    numbers = dict(
        Agreement.objects.select_for_update().filter(pk__in=subjects).order_by("pk").values_list("pk", "number")
    )
    earned = sets.accrue(actor, side=side, month=period, subject_ids=subjects)
    books.write(actor, [_entry(one, side, period, numbers[one.subject_id]) for one in earned])
    return {one.subject_id: one for one in earned}


def _entry(one: sets.Earned, side: str, period: Period, number: str) -> Draft:
    label = period.start.strftime("%m.%Y")
    if side == Side.CUSTOMER:
        legs = posting.customer_accrued(one.party_id, one.net)
        text = _("Revenue of %(month)s, contract %(number)s") % {"month": label, "number": number}
    else:
        legs = posting.member_accrued(one.party_id, one.net)
        text = _("Cost of %(month)s, project agreement %(number)s") % {"month": label, "number": number}
    return Draft(last_day_of(period.start), text, f"billing.{side}_accrual", one.subject_id, legs, one.currency)
