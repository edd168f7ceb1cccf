"""Ledger: accounts, entries and fiscal periods: double entry and nothing else.

It knows kernel and parties only. What a posting means is decided above it, in billing."""
