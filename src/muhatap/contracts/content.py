"""What a contract says, as its snapshot freezes it; the same read serves freezing and the check for drift."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.agreements.models import Agreement
from muhatap.contracts.models import BillingCycle, CustomerContract, Index, Promise
from muhatap.contracts.permissions import ContractPermission
from muhatap.contracts.rules import RENEWAL_MONTHS
from muhatap.demand.models import Basis
from muhatap.demand.reads import vat_rates
from muhatap.demand.rules.patterns import pattern_words, times_per_month, window_words
from muhatap.demand.rules.prices import PricedQuantity, monthly_amount, unit_words
from muhatap.kernel import formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.periods import Period


@lru_cache(maxsize=512)
def times(pattern: str, start: date) -> Decimal:
    """How often a pattern falls in an average month of the year from `start`."""
    return times_per_month(pattern, start)


def monthly_of(promise: Promise, unit_price: Decimal, start: date) -> int:
    """What a promise comes to in an average month, minor units."""
    often = times(promise.pattern, start)
    return monthly_amount(PricedQuantity(unit_price, promise.quantity, promise.basis, often))


def content(actor: Actor, *, contract_id: int) -> dict[str, Any]:
    """The content of a contract's snapshot: terms, lines with prices, values for clauses, data to compare."""
    ask(actor, ContractPermission.SEE_PRICE)
    contract: Any = (
        CustomerContract.objects.visible_to(actor).select_related("agreement", "proposal").get(pk=contract_id)
    )
    promises: Any = (
        Promise.objects.visible_to(actor)
        .filter(contract_id=contract_id)
        .select_related("location__district", "service")
        .prefetch_related("prices")
        .order_by("position")
    )
    rows = list(promises)
    rates = vat_rates(actor, service_keys={row.service_id for row in rows})
    with translation.override(contract.agreement.language):
        return {
            "terms": terms(contract),
            "lines": [line(row, rates) for row in rows],
            "values": values(contract),
            "data": {
                "terms": term_data(contract),
                "promises": {str(row.pk): promise_data(row) for row in rows},
            },
        }


def line(promise: Promise, rates: Mapping[str, Decimal]) -> dict[str, Any]:
    """A promise as a line of the paper, at its first price."""
    period = Period.of(promise.period)
    first = min(promise.prices.all(), key=lambda price: price.period.lower)
    said = [pattern_words(promise.pattern), window_words(promise.window_from, promise.window_until)]
    mode = _("direct") if promise.delivery_mode == "direct" else ""
    return {
        "location": f"{promise.location.name}, {promise.location.district.name}",
        "service": promise.service.name,
        "quantity": str(promise.quantity),
        "unit": unit_words(promise.unit, promise.basis),
        "pattern": ", ".join(part for part in [*said, promise.standard, mode] if part),
        "unit_price": str(first.unit_price),
        "amount": monthly_of(promise, first.unit_price, period.start),
        "vat_rate": str(rates[promise.service_id]),
        "basis": str(Basis(promise.basis).label),
    }


def terms(contract: CustomerContract) -> list[dict[str, str]]:
    """The financial terms by name, in the active language."""
    yes, no = _("yes"), _("no")
    rate = contract.late_interest_rate
    pairs = [
        (_("Billing"), f"{BillingCycle(contract.billing_cycle).label}, {billing_day_words(contract)}"),
        (_("Payment term"), _("%(days)d days from receipt of the invoice") % {"days": contract.payment_days}),
        (
            _("Late interest"),
            _("%(rate)s%% a year") % {"rate": rate.normalize()} if rate is not None else late_words(),
        ),
        (_("Notice"), _("%(days)d days") % {"days": contract.notice_days}),
        (_("Renewal"), renewal_words(contract)),
        (_("Monthly statement is approved by the customer"), yes if contract.statement_approval else no),
        (_("Member companies are named to the customer"), yes if contract.members_visible else no),
    ]
    pairs += exposure(contract)
    if contract.purchase_order:
        pairs.append((_("Purchase order"), contract.purchase_order))
    if contract.proposal is not None:
        pairs.append((_("Proposal"), f"{contract.proposal.number} / {contract.proposal.version}"))
    return [{"name": name, "kind": "text", "value": value} for name, value in pairs]


def exposure(bond: Any) -> list[tuple[str, str]]:
    """Penalty cap, limit of liability and price revision as far as they were agreed: of a contract or an agreement."""
    pairs = []
    if bond.penalty_cap_percent is not None:
        percent = f"{bond.penalty_cap_percent.normalize():f}"
        pairs.append((_("Penalties"), _("at most %(percent)s%% of a month's price") % {"percent": percent}))
    if bond.liability_cap is not None:
        pairs.append(
            (
                _("Limit of liability"),
                _("at most %(amount)s")
                % {"amount": formats.money(bond.liability_cap, bond.agreement.currency, get_language())},
            )
        )
    if bond.price_index:
        said = str(Index(bond.price_index).label)
        if bond.revision_month is not None:
            said = _("%(index)s, every year in month %(month)d") % {"index": said, "month": bond.revision_month}
        pairs.append((_("Price revision"), said))
    return pairs


def late_words() -> str:
    """The rate that holds where none was agreed."""
    return _("the rate announced under TTK art. 1530/7")


def billing_day_words(contract: CustomerContract) -> str:
    """On which day the invoice is issued, in words."""
    if contract.in_arrears:
        return _("on day %(day)d of the following month") % {"day": contract.billing_day}
    return _("in advance on day %(day)d of the month") % {"day": contract.billing_day}


def renewal_words(contract: CustomerContract) -> str:
    """Whether and how the contract goes on after its end."""
    if not contract.auto_renew:
        return _("It ends without notice at the end of its term.")
    return _(
        "It renews by itself for %(months)d months unless a side objects in writing %(days)d days before its end."
    ) % {"months": RENEWAL_MONTHS, "days": contract.notice_days}


def values(contract: CustomerContract) -> dict[str, str]:
    """What the clauses of a customer contract have places for."""
    rate = contract.late_interest_rate
    return {
        "billing_cycle": str(BillingCycle(contract.billing_cycle).label),
        "billing_day": billing_day_words(contract),
        "late_interest": _("%(rate)s%% a year") % {"rate": rate.normalize()} if rate is not None else late_words(),
        "notice_days": str(contract.notice_days),
        "payment_days": str(contract.payment_days),
        "renewal": renewal_words(contract),
    }


def term_data(contract: CustomerContract) -> dict[str, Any]:
    """The terms as plain values, to compare with what was signed."""
    agreement: Agreement = contract.agreement
    rate = contract.late_interest_rate
    return {
        "title": agreement.title,
        "since": agreement.period.lower.isoformat(),
        "until": agreement.period.upper.isoformat() if agreement.period.upper else None,
        "billing_cycle": contract.billing_cycle,
        "billing_day": contract.billing_day,
        "in_arrears": contract.in_arrears,
        "payment_days": contract.payment_days,
        "notice_days": contract.notice_days,
        "auto_renew": contract.auto_renew,
        "statement_approval": contract.statement_approval,
        "members_visible": contract.members_visible,
        "network_notice": contract.network_notice,
        "late_interest_rate": None if rate is None else f"{rate:.2f}",
        "purchase_order": contract.purchase_order,
        **exposure_data(contract),
    }


def exposure_data(bond: Any) -> dict[str, Any]:
    """The same as plain values; what was not agreed is not named."""
    values = {
        "penalty_cap_percent": None if bond.penalty_cap_percent is None else f"{bond.penalty_cap_percent:.2f}",
        "liability_cap": bond.liability_cap,
        "price_index": bond.price_index or None,
        "revision_month": bond.revision_month,
    }
    return {name: value for name, value in values.items() if value is not None}


def promise_data(promise: Promise) -> dict[str, Any]:
    """A promise as plain values, to compare with what was signed."""
    prices = sorted(promise.prices.all(), key=lambda price: price.period.lower)
    return {
        "location": promise.location_id,
        "service": promise.service_id,
        "quantity": f"{promise.quantity:.3f}",
        "unit": promise.unit,
        "basis": promise.basis,
        "pattern": promise.pattern,
        "window": window_words(promise.window_from, promise.window_until),
        "standard": promise.standard,
        "since": promise.period.lower.isoformat(),
        "until": promise.period.upper.isoformat() if promise.period.upper else None,
        "delivery_mode": promise.delivery_mode,
        "response_minutes": promise.response_minutes,
        "attend_minutes": promise.attend_minutes,
        "fix_minutes": promise.fix_minutes,
        "prices": "; ".join(f"{price.period.lower:%d.%m.%Y}: {price.unit_price.normalize():f}" for price in prices),
    }
