"""Catalogue: categories of service, services, units, KPIs, document types and withholding codes.

Reference data with versions and sources. It is not about prices, nor about who can deliver a service (network)."""
