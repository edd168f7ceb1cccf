"""The chart of accounts comes with the product; loaded where it is new or changed."""

from __future__ import annotations

from muhatap.data import rows_of
from muhatap.kernel import datasets
from muhatap.ledger.models import Account

CHART = "chart_of_accounts.csv"


def load_all() -> None:
    """Load the Turkish uniform chart of accounts (MSUGT 1)."""
    datasets.load("chart of accounts", (CHART,), lambda: datasets.upsert(Account, rows_of(CHART), key=("code",)))
