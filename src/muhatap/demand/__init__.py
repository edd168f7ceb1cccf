"""Demand: request, visit, need and proposal - steps 1 to 3 of the spine.

From the first contact to an accepted proposal. It is not about what was signed (agreements, contracts) nor
about who will deliver (sourcing, backing)."""
