"""The pure rules of money: values in, values out.

Tax (VAT and partial withholding) and amounts in words. Rates, ratios and limits come in as values from the
dated tables; nothing here reads a clock, a table or the database.
"""

from muhatap.billing.rules.tax import (
    TaxableLine,
    TaxClass,
    TaxedDocument,
    TaxedLine,
    TaxProfile,
    TaxRefused,
    WhyWithheld,
    WithheldBy,
    WithholdingRule,
    rule_on,
    tax,
    tax_given_back,
)
from muhatap.billing.rules.words import amount_in_words, number_in_words

__all__ = [
    "TaxClass",
    "TaxProfile",
    "TaxRefused",
    "TaxableLine",
    "TaxedDocument",
    "TaxedLine",
    "WhyWithheld",
    "WithheldBy",
    "WithholdingRule",
    "amount_in_words",
    "number_in_words",
    "rule_on",
    "tax",
    "tax_given_back",
]
