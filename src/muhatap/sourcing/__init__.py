"""Sourcing: candidates with every reason for yes and no, and the award - step 5.

It chooses among members for given promises. It does not keep members (network) nor what they owe (backing)."""
