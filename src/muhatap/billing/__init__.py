"""Billing: accruals, settlements, invoices, payments; it posts to the ledger - steps 10 and 11.

What is billed is what was delivered and accepted. It is not a second place for prices: those stand with
promises and backings."""
