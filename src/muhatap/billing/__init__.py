"""Billing: what was delivered becomes accruals, invoices, settlements, holds, payments and collections.

It turns accepted deliveries into documents with tax and into postings of the ledger.
It is not the ledger (double entry knows no invoice), not the e-invoice writer and not the paper:
those are packages of their own that take values from here.
"""
