"""Values in, values out: the financial terms of a contract and what law says about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.periods import Period

RENEWAL_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Terms:
    """The financial terms of a contract; days are calendar days, the rate percent a year (none: the law's)."""

    billing_cycle: str = "monthly"
    billing_day: int = 1
    in_arrears: bool = True
    payment_days: int = 30
    long_payment_agreed: bool = False
    notice_days: int = 60
    auto_renew: bool = True
    statement_approval: bool = False
    members_visible: bool = False
    network_notice: bool = False
    late_interest_rate: Decimal | None = None
    purchase_order: str = ""
    # The most the customer may charge, in percent of a month; the most we answer for (kuruş); what prices follow, when.
    penalty_cap_percent: Decimal | None = None
    liability_cap: int | None = None
    price_index: str = ""
    revision_month: int | None = None


MONTHS, WHOLE = 12, 100


def check_exposure(penalty: Decimal | None, liability: int | None, index: str, month: int | None) -> None:
    """Refuse terms of penalty, liability and price revision that mean nothing. Raises: InvalidInput."""
    if penalty is not None and not 0 <= penalty <= WHOLE:
        raise InvalidInput(_("The cap of penalties lies between 0 and 100 percent."), field="penalty_cap_percent")
    if liability is not None and liability < 0:
        raise InvalidInput(_("A limit of liability cannot be negative."), field="liability_cap")
    if month is not None and not 1 <= month <= MONTHS:
        raise InvalidInput(_("The month lies between 1 and 12."), field="revision_month")
    if month is not None and not index:
        raise InvalidInput(_("A fixed price is not revised. Choose what the price follows."), field="price_index")


def payment_too_long(days: int, *, most: int, agreed: bool) -> bool:
    """Whether a payment term needs an express agreement that is missing (TTK m.1530/5: at most 60 days)."""
    return days > most and not agreed


def renewal_deadline(period: Period, notice_days: int) -> date | None:
    """The last day on which a side can object to the renewal: the notice before the end; none without an end."""
    last = period.last_day
    return None if last is None else last - timedelta(days=notice_days)


def cut_prices(
    prices: Iterable[tuple[int, Period, Decimal]], since: date, unit_price: Decimal, whole: Period
) -> tuple[list[tuple[int, Period | None]], tuple[Period, Decimal]]:
    """A new price from a day to the end of `whole`: what becomes of the old ones (None: gone), and the new one.

    Raises: ValueError when the day lies outside `whole`.
    """
    if since not in whole:
        raise ValueError(f"{since} is not a day of {whole}")
    changes: list[tuple[int, Period | None]] = []
    for key, period, _price in prices:
        if period.end is not None and period.end <= since:
            continue
        changes.append((key, Period(period.start, since) if period.start < since else None))
    return changes, (Period(since, whole.end), unit_price)


def fitted(prices: Iterable[tuple[int, Period]], whole: Period) -> list[tuple[int, Period | None]]:
    """Prices cut or stretched so that they fill `whole` and nothing else (None: gone)."""
    ordered = sorted(prices, key=lambda pair: pair[1].start)
    kept: list[tuple[int, Period | None]] = []
    for index, (key, period) in enumerate(ordered):
        last = index == len(ordered) - 1
        start = whole.start if index == 0 else period.start
        end = whole.end if last else period.end
        beyond = whole.end is not None and start >= whole.end
        if beyond:
            kept.append((key, None))
            continue
        if whole.end is not None and (end is None or end > whole.end):
            end = whole.end
        kept.append((key, Period(start, end)))
    for place in range(len(kept) - 1, -1, -1):
        key, last_kept = kept[place]
        if last_kept is not None:
            kept[place] = (key, Period(last_kept.start, whole.end))
            break
    return kept


def differences(signed: Mapping[str, object], live: Mapping[str, object]) -> list[tuple[str, object, object]]:
    """What differs between two flat mappings: (name, signed, live) in order of names; None where absent."""
    names = sorted(set(signed) | set(live))
    return [(name, signed.get(name), live.get(name)) for name in names if signed.get(name) != live.get(name)]


def uncovered(categories: Iterable[str], *expertise: Iterable[str]) -> list[str]:
    """Classes of service nobody of these people is expert in, in order."""
    held = {key for one in expertise for key in one}
    return sorted(set(categories) - held)
