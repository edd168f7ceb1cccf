"""Contracts: what a customer was promised, at which price and on which terms, and its project - step 4.

Promises and their prices in tables of their own. It knows nothing of members: who stands behind a promise
is the business of backing."""
