"""Pure rules of the operation: which days, how far, how late, what a start and a job consist of."""
