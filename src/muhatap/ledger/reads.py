"""What the books say: trial balance, account statements, entries, fiscal months, and whether the chain is whole."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.money import Money
from muhatap.kernel.periods import Period
from muhatap.ledger.models import Account, Entry, FiscalPeriod, PeriodStatus, Posting
from muhatap.ledger.permissions import LedgerPermission


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One account in the trial balance, minor units: debit and credit turnover and the balance on its side."""

    code: str
    name: str
    debit: Money
    credit: Money

    @property
    def balance(self) -> Money:
        """Debit less credit."""
        return self.debit - self.credit

    @property
    def debit_balance(self) -> Money:
        """The balance where it is in debit, else nothing."""
        return self.balance if self.balance.minor > 0 else Money(0, self.debit.currency)

    @property
    def credit_balance(self) -> Money:
        """The balance where it is in credit, else nothing."""
        return -self.balance if self.balance.minor < 0 else Money(0, self.debit.currency)


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Every account with turnover in a period; both sides are equal."""

    period: Period
    currency: str
    rows: tuple[BalanceRow, ...]

    @property
    def debit(self) -> Money:
        """Sum of all debits."""
        return Money(sum(row.debit.minor for row in self.rows), self.currency)

    @property
    def credit(self) -> Money:
        """Sum of all credits."""
        return Money(sum(row.credit.minor for row in self.rows), self.currency)

    @property
    def debit_balance(self) -> Money:
        """Sum of all debit balances."""
        return Money(sum(row.debit_balance.minor for row in self.rows), self.currency)

    @property
    def credit_balance(self) -> Money:
        """Sum of all credit balances."""
        return Money(sum(row.credit_balance.minor for row in self.rows), self.currency)

    @property
    def balanced(self) -> bool:
        """Whether debits equal credits."""
        return self.debit == self.credit


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One posting of an account with the balance after it."""

    entry_id: int
    number: str
    day: date
    text: str
    party: str
    debit: Money
    credit: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """What moved an account (and party) in a period, from its opening balance to its closing balance."""

    code: str
    name: str
    party: str
    period: Period
    opening: Money
    rows: tuple[StatementRow, ...]

    @property
    def closing(self) -> Money:
        """The balance after the last posting."""
        return self.rows[-1].balance if self.rows else self.opening


@dataclass(frozen=True, slots=True)
class PostingView:
    """One leg of an entry."""

    account: str
    account_name: str
    party: str
    debit: Money
    credit: Money


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry with its legs and its place in the chain."""

    id: int
    number: str
    day: date
    text: str
    currency: str
    source_kind: str
    source_id: int
    hash: str
    reverses: tuple[int, str] | None
    reversed_by: tuple[int, str] | None
    postings: tuple[PostingView, ...]

    @property
    def total(self) -> Money:
        """Sum of the debits."""
        return Money(sum(leg.debit.minor for leg in self.postings), self.currency)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry in a list."""

    id: int
    number: str
    day: date
    text: str
    total: Money


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A fiscal month and where it stands."""

    year: int
    month: int
    status: str
    status_label: str
    entries: int
    reason: str

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """Whether the chain of entries is whole; `first_bad` is the number of the first entry that does not follow."""

    entries: int
    first_bad: str

    @property
    def whole(self) -> bool:
        """Whether every entry follows from the one before it."""
        return not self.first_bad


def _debit(amount: int, currency: str) -> Money:
    return Money(max(amount, 0), currency)


def _credit(amount: int, currency: str) -> Money:
    return Money(max(-amount, 0), currency)


def trial_balance(actor: Actor, *, period: Period, currency: str = "TRY") -> TrialBalance:
    """Turnover and balance of every account in a period. Raises: Forbidden."""
    ask(actor, LedgerPermission.SEE)
    within = Q(entry__day__gte=period.start, entry__currency=currency)
    if period.end is not None:
        within &= Q(entry__day__lt=period.end)
    sums = (
        Posting.objects.visible_to(actor)
        .filter(within)
        .values("account_id")
        .annotate(debit=Sum("amount", filter=Q(amount__gt=0)), credit=Sum("amount", filter=Q(amount__lt=0)))
        .order_by("account_id")
    )
    names = {account.pk: account.name for account in Account.objects.visible_to(actor)}
    rows = tuple(
        BalanceRow(
            row["account_id"],
            names[row["account_id"]],
            Money(row["debit"] or 0, currency),
            Money(-(row["credit"] or 0), currency),
        )
        for row in sums
    )
    return TrialBalance(period, currency, rows)


def trial_balance_csv(actor: Actor, *, period: Period, currency: str = "TRY") -> bytes:
    """The trial balance as a spreadsheet opens it: UTF-8, semicolons, decimal comma, totals last. Raises: Forbidden."""
    balance = trial_balance(actor, period=period, currency=currency)
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=";", lineterminator="\r\n")
    sheet.writerow(
        [
            _("Account"),
            _("Name"),
            _("Debit"),
            _("Credit"),
            _("Debit balance"),
            _("Credit balance"),
            _("Currency"),
        ]
    )
    for row in balance.rows:
        amounts = (row.debit, row.credit, row.debit_balance, row.credit_balance)
        sheet.writerow([row.code, row.name, *map(_comma, amounts), balance.currency])
    totals = (balance.debit, balance.credit, balance.debit_balance, balance.credit_balance)
    sheet.writerow(["", _("Total"), *map(_comma, totals), balance.currency])
    return out.getvalue().encode("utf-8-sig")


def _comma(amount: Money) -> str:
    return str(amount.major).replace(".", ",")


def accounts(actor: Actor) -> list[tuple[str, str]]:
    """Every account of the chart as (code, “code name”). Raises: Forbidden."""
    ask(actor, LedgerPermission.SEE)
    return [
        (account.pk, f"{account.pk} {account.name}") for account in Account.objects.visible_to(actor).order_by("code")
    ]


def account_statement(
    actor: Actor, *, code: str, period: Period, party_id: int | None = None, currency: str = "TRY"
) -> Statement:
    """What moved an account (of one party) in a period. Raises: Forbidden, Account.DoesNotExist."""
    ask(actor, LedgerPermission.SEE)
    account = Account.objects.visible_to(actor).get(pk=code)
    postings = Posting.objects.visible_to(actor).filter(account=account, entry__currency=currency)
    if party_id is not None:
        postings = postings.filter(party_id=party_id)
    before = postings.filter(entry__day__lt=period.start).aggregate(total=Sum("amount"))["total"] or 0
    found = postings.filter(entry__day__gte=period.start)
    if period.end is not None:
        found = found.filter(entry__day__lt=period.end)
    rows, balance, party = [], before, ""
    for posting in found.select_related("entry", "party").order_by("entry__day", "entry_id", "position"):
        balance += posting.amount
        name = posting.party.short_name if posting.party is not None else ""
        party = name if party_id is not None else ""
        rows.append(
            StatementRow(
                posting.entry_id,
                posting.entry.number,
                posting.entry.day,
                posting.entry.text,
                name,
                _debit(posting.amount, currency),
                _credit(posting.amount, currency),
                Money(balance, currency),
            )
        )
    return Statement(account.pk, account.name, party, period, Money(before, currency), tuple(rows))


def balance_of(actor: Actor, *, code: str, party_id: int | None = None, currency: str = "TRY") -> Money:
    """The balance of an account (of one party) today, debit positive. Raises: Forbidden."""
    ask(actor, LedgerPermission.SEE)
    postings = Posting.objects.visible_to(actor).filter(account_id=code, entry__currency=currency)
    if party_id is not None:
        postings = postings.filter(party_id=party_id)
    return Money(postings.aggregate(total=Sum("amount"))["total"] or 0, currency)


def entry(actor: Actor, *, entry_id: int) -> EntryView:
    """One entry with its legs. Raises: Forbidden, Entry.DoesNotExist."""
    ask(actor, LedgerPermission.SEE)
    found = Entry.objects.visible_to(actor).select_related("reverses", "reversed_by").get(pk=entry_id)
    legs = found.postings.select_related("account", "party").order_by("position")
    undone = getattr(found, "reversed_by", None)
    return EntryView(
        id=found.pk,
        number=found.number,
        day=found.day,
        text=found.text,
        currency=found.currency,
        source_kind=found.source_kind,
        source_id=found.source_id,
        hash=found.hash,
        reverses=(found.reverses.pk, found.reverses.number) if found.reverses else None,
        reversed_by=(undone.pk, undone.number) if undone is not None else None,
        postings=tuple(
            PostingView(
                leg.account_id,
                leg.account.name,
                leg.party.short_name if leg.party is not None else "",
                _debit(leg.amount, found.currency),
                _credit(leg.amount, found.currency),
            )
            for leg in legs
        ),
    )


def entries_of(actor: Actor, *, source_kind: str, source_id: int) -> list[EntryRow]:
    """The entries made for one thing, oldest first. Raises: Forbidden."""
    ask(actor, LedgerPermission.SEE)
    found = Entry.objects.visible_to(actor).filter(source_kind=source_kind, source_id=source_id)
    return [_row(one) for one in _with_total(found).order_by("pk")]


def entries(actor: Actor, *, query: ListQuery) -> ListPage[EntryRow]:
    """The journal as a list. Raises: Forbidden."""
    ask(actor, LedgerPermission.SEE)
    return paginate(
        _with_total(Entry.objects.visible_to(actor)),
        query,
        make=_row,
        sorts={"day": "day", "number": "number"},
        default="-day",
        search=("number", "text"),
    )


def _with_total(rows: QuerySet[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.annotate(total=Sum("postings__amount", filter=Q(postings__amount__gt=0)))
    return found


def _row(one: Any) -> EntryRow:
    return EntryRow(one.pk, one.number, one.day, one.text, Money(one.total, one.currency))


def months(actor: Actor) -> list[MonthRow]:
    """Every fiscal month that was ever posted to or closed, newest first. Raises: Forbidden."""
    ask(actor, LedgerPermission.SEE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(year FROM day)::int, extract(month FROM day)::int, count(*) FROM ledger_entry GROUP BY 1, 2"
        )
        counts = {(year, month): count for year, month, count in cursor.fetchall()}
    rows = FiscalPeriod.objects.visible_to(actor).order_by("-year", "-month")
    return [
        MonthRow(
            row.year,
            row.month,
            row.status,
            str(PeriodStatus(row.status).label),
            counts.get((row.year, row.month), 0),
            row.reopening_reason if row.status == PeriodStatus.REOPENING else "",
        )
        for row in rows
    ]


def verify_chain(actor: Actor) -> ChainCheck:
    """Recompute the hash chain from the first entry; names the first that does not follow. Raises: Forbidden."""
    ask(actor, LedgerPermission.SEE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM (SELECT id, number, hash, previous_hash, lag(hash, 1, '') OVER (ORDER BY id) AS before"
            " FROM ledger_entry) e WHERE previous_hash <> before OR hash <> ledger_hash(id, before) ORDER BY id LIMIT 1"
        )
        bad = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM ledger_entry")
        count: int = cursor.fetchone()[0]
    return ChainCheck(count, bad[0] if bad else "")
