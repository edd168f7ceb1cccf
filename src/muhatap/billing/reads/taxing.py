"""The tax side of documents: rates, withholding rules and limit of the day, from the dated tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from muhatap.billing.rules.tax import (
    TaxableLine,
    TaxClass,
    TaxedDocument,
    TaxProfile,
    WithheldBy,
    WithholdingRule,
    tax,
)
from muhatap.catalogue.models import Service, WithholdingCode
from muhatap.kernel.actors import Actor
from muhatap.kernel.parameters import parameter
from muhatap.parties.models import Party

# Personnel transport: when the carrier passes the whole job on, the customer does not withhold (KDVGUT I/C-2.1.3.2.11).
TRANSPORT = "614"
LIMIT = "vat_withholding_limit"
_BUYERS = {"A+B": WithheldBy.A_AND_B, "B": WithheldBy.B, "B13": WithheldBy.B13}


@dataclass(frozen=True, slots=True)
class Taxable:
    """A line to tax: its service, its price without VAT (minor units) and the day it was served."""

    service: Service
    net: int
    day: date


def tax_lines(
    actor: Actor,
    lines: Sequence[Taxable],
    *,
    seller: Party,
    buyer: Party,
    service_date: date,
    passed_on: bool,
) -> TaxedDocument:
    """VAT and withholding of a document by seller, buyer, service and date. Raises: TaxRefused, ParameterMissing.

    `passed_on`: the seller has the whole work done by somebody else, as we always do for our customers.
    """
    rates: dict[tuple[str, date], Decimal] = {}
    taxable = []
    for line in lines:
        key = (line.service.vat_parameter, line.day)
        if key not in rates:
            rates[key] = parameter(*key)
        taxable.append(
            TaxableLine(
                net=line.net,
                vat_rate=rates[key],
                withholding_code=line.service.withholding_id,
                passed_on=passed_on,
            )
        )
    return tax(
        taxable,
        seller=TaxProfile(TaxClass(seller.tax_class)),
        buyer=TaxProfile(TaxClass(buyer.tax_class)),
        service_date=service_date,
        rules=_rules(actor, {line.service.withholding_id for line in lines if line.service.withholding_id}),
        limit=int(parameter(LIMIT, service_date) * 100),
    )


def _rules(actor: Actor, codes: set[str]) -> list[WithholdingRule]:
    """The rows of the withholding table for these codes."""
    return [
        WithholdingRule(
            code=row.code,
            numerator=row.numerator,
            denominator=row.denominator,
            withheld_by=_BUYERS.get(row.buyers, WithheldBy.NONE),
            valid_from=date.min,
            threshold_for_a=row.threshold_for_a,
            released_when_passed_on=row.code == TRANSPORT,
        )
        for row in WithholdingCode.objects.visible_to(actor).filter(code__in=codes)
    ]
