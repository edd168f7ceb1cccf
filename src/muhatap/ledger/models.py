"""The books: accounts, entries with their postings, and fiscal months that close."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from muhatap.kernel import wall
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import CurrentTransaction, Row
from muhatap.kernel.money import MinorUnitsField
from muhatap.parties.models import Party


class AccountKind(models.TextChoices):
    """The class of an account in the uniform plan (MSUGT 1)."""

    ASSET = "asset", _("Asset")
    LIABILITY = "liability", _("Liability")
    EQUITY = "equity", _("Equity")
    INCOME = "income", _("Income")
    EXPENSE = "expense", _("Expense")
    COST = "cost", _("Cost")
    MEMO = "memo", _("Memorandum")


class Account(Row):
    """An account of the Turkish uniform chart of accounts."""

    wall = wall.STAFF_ONLY

    code = models.CharField(max_length=10, primary_key=True)
    name_tr = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=AccountKind.choices)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_en if (get_language() or "tr").startswith("en") else self.name_tr


class PeriodStatus(models.TextChoices):
    """Where a fiscal month stands."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    REOPENING = "reopening", _("Reopening asked for")


class FiscalPeriod(Row):
    """A fiscal month; closed, it takes no entry, and its fingerprint says what it held (INV-14, INV-15)."""

    wall = wall.STAFF_ONLY

    year = models.IntegerField()
    month = models.IntegerField()
    status = models.CharField(max_length=10, choices=PeriodStatus.choices, default=PeriodStatus.OPEN)
    fingerprint = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.BigIntegerField(null=True)
    reopening_reason = models.CharField(max_length=300, blank=True)
    reopening_asked_at = models.DateTimeField(null=True)
    reopening_asked_by_id = models.BigIntegerField(null=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "month"], name="fiscal_period_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="fiscal_period_month"),
            models.CheckConstraint(
                condition=~Q(reopened_by_id=models.F("reopening_asked_by_id")) | ~Q(status="open"),
                name="fiscal_period_four_eyes",
            ),
        ]


PERIODS = Lifecycle(
    "ledger.FiscalPeriod",
    {
        PeriodStatus.OPEN: {PeriodStatus.CLOSED},
        PeriodStatus.CLOSED: {PeriodStatus.REOPENING},
        PeriodStatus.REOPENING: {PeriodStatus.OPEN, PeriodStatus.CLOSED},
    },
)


class Entry(Row):
    """One entry of the journal: balanced, sealed in the transaction that made it, chained to the one before."""

    wall = wall.staff_only(append_only=True)

    number = models.CharField(max_length=20, unique=True)
    day = models.DateField()
    currency = models.CharField(max_length=3, default="TRY")
    text = models.CharField(max_length=300)
    # What the entry was made for, in the words of the package that made it.
    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    transaction = models.BigIntegerField(db_default=CurrentTransaction())
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        indexes = [
            models.Index(fields=["day", "id"], name="entry_day"),
            models.Index(fields=["source_kind", "source_id"], name="entry_source"),
        ]

    def __str__(self) -> str:
        return self.number


class Posting(Row):
    """One leg of an entry: debit positive, credit negative, minor units of the entry's currency."""

    wall = wall.staff_only(append_only=True)

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    position = models.IntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    amount = MinorUnitsField()
    transaction = models.BigIntegerField(db_default=CurrentTransaction())
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="postings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="posting_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="posting_not_zero"),
        ]
        indexes = [models.Index(fields=["account", "party", "entry"], name="posting_account")]
