"""Network: members and those who want to be: application, documents, coverage, rate cards, standing - step 5.

Who could deliver what, where and on which conditions. It does not choose (sourcing) nor commit (backing)."""
