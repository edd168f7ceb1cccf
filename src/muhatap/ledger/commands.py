"""Changes to the books: posting, reversing, closing months and reopening them with a second person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_number
from muhatap.ledger.events import (
    EntryReversed,
    PeriodClosed,
    PeriodReopened,
    ReopeningAsked,
    ReopeningDeclined,
)
from muhatap.ledger.models import PERIODS, Account, Entry, FiscalPeriod, PeriodStatus, Posting
from muhatap.ledger.permissions import LedgerPermission
from muhatap.ledger.rules import Draft, Leg, canonical, chained, imbalance

SERIES = "YV"
MONTHS = 12
# The chain has one end: whoever posts holds it until the transaction ends.
FEWEST_LEGS = 2
CHAIN_LOCK = 7_220_031


class NotBalanced(Refusal):
    """The debits of an entry do not equal its credits."""


class TooFewPostings(Refusal):
    """An entry has at least two legs."""


class ZeroPosting(Refusal):
    """A leg of nothing says nothing."""


class UnknownAccount(Refusal):
    """The chart has no such account."""


class MonthClosed(Refusal):
    """The fiscal month of the day is closed."""


class AlreadyReversed(Refusal):
    """An entry is reversed once."""


class ReversalOfReversal(Refusal):
    """A reversal stays; post the entry again instead."""


class SamePerson(Refusal):
    """Reopening takes a second person."""


class EarlierMonthOpen(Refusal):
    """Months close in their order."""


@command(LedgerPermission.POST)
def post(actor: Actor, *, drafts: Sequence[Draft]) -> list[Entry]:
    """Post entries, all or none. Raises: NotBalanced, TooFewPostings, ZeroPosting, UnknownAccount, MonthClosed."""
    if not drafts:
        return []
    for draft in drafts:
        _refuse_unsound(draft)
    _refuse_unknown_accounts({leg.account for draft in drafts for leg in draft.legs})
    _refuse_closed({draft.day for draft in drafts})
    return _append(drafts)


@command(LedgerPermission.POST)
def reverse(actor: Actor, *, entry_id: int, day: date, reason: str) -> Entry:
    """Undo an entry by its exact negative. Raises: AlreadyReversed, ReversalOfReversal, MonthClosed, InvalidInput."""
    if not reason.strip():
        raise InvalidInput(_("Say why the entry is reversed."), field="reason")
    entry = Entry.objects.visible_to(actor).get(pk=entry_id)
    if entry.reverses_id is not None:
        raise ReversalOfReversal(_("%(number)s is a reversal itself. Post the entry anew instead.") % {"number": entry})
    _take_the_end()
    if Entry.objects.filter(reverses_id=entry.pk).exists():
        raise AlreadyReversed(_("%(number)s has been reversed already.") % {"number": entry})
    legs = [Leg(p.account_id, -p.amount, p.party_id) for p in entry.postings.order_by("position")]
    text = _("Reversal of %(number)s: %(reason)s") % {"number": entry.number, "reason": reason.strip()}
    draft = Draft(day, text[:300], entry.source_kind, entry.source_id, tuple(legs), entry.currency, entry.pk)
    _refuse_closed({day})
    made = _append([draft])[0]
    announce(EntryReversed(entry_id=entry.pk, reversal_id=made.pk, reason=reason.strip()), by=actor)
    return made


@command(LedgerPermission.CLOSE)
def close_month(actor: Actor, *, year: int, month: int) -> FiscalPeriod:
    """Close a fiscal month, with the fingerprint of what it holds. Raises: EarlierMonthOpen, IllegalMove."""
    _take_the_end()
    period = _period(year, month)
    earlier = Entry.objects.filter(day__lt=date(year, month, 1)).dates("day", "month")
    closed = set(FiscalPeriod.objects.filter(status=PeriodStatus.CLOSED).values_list("year", "month"))
    for first in earlier:
        if (first.year, first.month) not in closed:
            raise EarlierMonthOpen(
                _("%(month)s is still open. Close the months in their order.") % {"month": first.strftime("%m.%Y")}
            )
    period.status = PERIODS.move(period.status, PeriodStatus.CLOSED)
    period.fingerprint = _fingerprint(year, month)
    period.closed_at, period.closed_by_id = actor.now, actor.user_id
    period.save(update_fields=["status", "fingerprint", "closed_at", "closed_by_id"])
    announce(PeriodClosed(year=year, month=month, fingerprint=period.fingerprint), by=actor)
    return period


@command(LedgerPermission.CLOSE)
def ask_to_reopen(actor: Actor, *, year: int, month: int, reason: str) -> FiscalPeriod:
    """Ask to reopen a closed month; a second person decides. Raises: InvalidInput, IllegalMove."""
    if not reason.strip():
        raise InvalidInput(_("Say why the month must be opened again."), field="reason")
    period = _period(year, month)
    period.status = PERIODS.move(period.status, PeriodStatus.REOPENING)
    period.reopening_reason = reason.strip()
    period.reopening_asked_at, period.reopening_asked_by_id = actor.now, actor.user_id
    period.save(update_fields=["status", "reopening_reason", "reopening_asked_at", "reopening_asked_by_id"])
    announce(ReopeningAsked(year=year, month=month, reason=period.reopening_reason), by=actor)
    return period


@command(LedgerPermission.REOPEN)
def reopen_month(actor: Actor, *, year: int, month: int) -> FiscalPeriod:
    """Open a closed month again, as the second person. Raises: SamePerson, IllegalMove (INV-14)."""
    period = _period(year, month)
    status = PERIODS.move(period.status, PeriodStatus.OPEN)
    if actor.user_id is None or actor.user_id == period.reopening_asked_by_id:
        raise SamePerson(_("Somebody else than the one who asked must reopen the month."))
    period.status, period.fingerprint = status, ""
    period.reopened_at, period.reopened_by_id = actor.now, actor.user_id
    period.save(update_fields=["status", "fingerprint", "reopened_at", "reopened_by_id"])
    announce(PeriodReopened(year=year, month=month), by=actor)
    return period


@command(LedgerPermission.REOPEN)
def keep_closed(actor: Actor, *, year: int, month: int) -> FiscalPeriod:
    """Leave a month closed although its reopening was asked for. Raises: IllegalMove."""
    period = _period(year, month)
    if period.status != PeriodStatus.REOPENING:
        raise InvalidInput(_("Nobody asked to reopen this month."))
    period.status = PERIODS.move(period.status, PeriodStatus.CLOSED)
    period.save(update_fields=["status"])
    announce(ReopeningDeclined(year=year, month=month), by=actor)
    return period


def _refuse_unsound(draft: Draft) -> None:
    if len(draft.legs) < FEWEST_LEGS:
        raise TooFewPostings(_("An entry has at least two postings."))
    if any(leg.amount == 0 for leg in draft.legs):
        raise ZeroPosting(_("A posting of 0 cannot be made; leave it out."))
    if missing := imbalance(draft.legs):
        raise NotBalanced(
            _("Debits and credits differ by %(amount)s kuruş: %(text)s") % {"amount": missing, "text": draft.text}
        )


def _refuse_unknown_accounts(codes: set[str]) -> None:
    known = set(Account.objects.filter(code__in=codes).values_list("code", flat=True))
    if unknown := sorted(codes - known):
        raise UnknownAccount(_("The chart of accounts has no account %(codes)s.") % {"codes": ", ".join(unknown)})


def _refuse_closed(days: set[date]) -> None:
    months = {(day.year, day.month) for day in days}
    shut = FiscalPeriod.objects.exclude(status=PeriodStatus.OPEN).filter(year__in={year for year, _month in months})
    for year, month in shut.values_list("year", "month"):
        if (year, month) in months:
            raise MonthClosed(
                _("The books of %(month)02d.%(year)d are closed. Use a day of an open month, or ask to reopen it.")
                % {"month": month, "year": year}
            )


def _take_the_end() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def _append(drafts: Sequence[Draft]) -> list[Entry]:
    """Write sound entries at the end of the chain."""
    _take_the_end()
    last = Entry.objects.order_by("-pk").values_list("hash", flat=True).first() or ""
    entries = []
    for draft in drafts:
        number = next_number(SERIES, draft.day.year, width=6)
        fingerprint = chained(last, canonical(number, draft))
        entries.append(
            Entry(
                number=number,
                day=draft.day,
                currency=draft.currency,
                text=draft.text,
                source_kind=draft.source_kind,
                source_id=draft.source_id,
                reverses_id=draft.reverses_id,
                previous_hash=last,
                hash=fingerprint,
            )
        )
        last = fingerprint
    Entry.objects.bulk_create(entries)
    Posting.objects.bulk_create(
        Posting(entry=entry, position=position, account_id=leg.account, amount=leg.amount, party_id=leg.party_id)
        for entry, draft in zip(entries, drafts, strict=True)
        for position, leg in enumerate(draft.legs, start=1)
    )
    return entries


def _period(year: int, month: int) -> FiscalPeriod:
    if not 1 <= month <= MONTHS:
        raise InvalidInput(_("A month is a number from 1 to 12."), field="month")
    FiscalPeriod.objects.get_or_create(year=year, month=month)
    return FiscalPeriod.objects.select_for_update().get(year=year, month=month)


def _fingerprint(year: int, month: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_fingerprint(%s, %s)", [year, month])
        value: str = cursor.fetchone()[0]
    return value
