"""Agreements: what two parties sign, of any kind: versions, snapshots, clauses, signatures.

One engine for customer contracts, membership agreements and project agreements. It does not know what the
terms of each kind mean; the packages above put their content into its snapshots."""
